package gate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/pkg/waiver"
)

// A Request is one profile to check.
type Request struct {
	Profile Source
	// Engagement is what the member says of this purchase. Without one every
	// control applies, at the most sensitive tier.
	Engagement Source

	// fault is set for something that was named and could not be found or
	// read: it is reported in its place in the order.
	fault source.Problems
}

// Check decides on one profile. It always returns a decision; what kept it from
// judging the profile is in its Fault and Problems. A panic below it is caught
// here, so that one profile never costs another its result.
func (g *Gate) Check(ctx context.Context, r Request) (decision finding.Decision) {
	defer func() {
		if v := recover(); v != nil {
			decision = finding.Decision{
				Profile: finding.Document{File: r.Profile.Name},
				Fault:   finding.FaultInternal,
				Problems: []source.Problem{{
					Position: source.Position{File: r.Profile.Name},
					Message:  fmt.Sprintf("vendorgate failed on this profile: %v", v),
					Hint:     "this is a bug of vendorgate, please report it with this text: " + firstFrames(debug.Stack()),
				}},
			}
			finding.Decide(&decision, g.failOn, len(g.controls))
		}
	}()
	d := finding.Decision{Profile: finding.Document{File: r.Profile.Name}}
	g.judge(ctx, r, &d)
	finding.Decide(&d, g.failOn, len(g.controls))
	finding.Sort(d.Findings)
	return d
}

// firstFrames shortens a stack to the calls around the panic.
func firstFrames(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	var calls []string
	for _, line := range lines {
		if strings.HasPrefix(line, "github.com/vendorgate/") && len(calls) < 4 {
			calls = append(calls, path.Base(strings.SplitN(line, "(0x", 2)[0]))
		}
	}
	return strings.Join(calls, " < ")
}

func (g *Gate) judge(ctx context.Context, r Request, d *finding.Decision) {
	if ctx.Err() != nil {
		d.Fault = finding.FaultCancelled
		return
	}
	if docs := g.open(r, d); docs != nil {
		g.evaluate(ctx, docs, d)
	}
}

// open reads the documents of a request and validates them. Without a result
// the decision says what is wrong with them.
func (g *Gate) open(r Request, d *finding.Decision) *documents {
	if len(r.fault) > 0 {
		d.Fault, d.Problems = finding.FaultUnreadable, r.fault
		return nil
	}
	profile, err := r.Profile.read(g.limits)
	if err != nil {
		d.Fault, d.Problems = finding.FaultUnreadable, problemsOf(err, r.Profile.Name)
		return nil
	}
	d.Profile.SHA256 = profile.SHA256
	d.Vendor = text(profile.Value(), "vendor", "legal_name")
	d.ProfileID = text(profile.Value(), "profile_id")
	problems := schema.Validate(schema.VendorProfile, profile.Value(), profile)
	problems = append(problems, silences(profile)...)
	var engagement *document.Document
	if !r.Engagement.IsZero() {
		d.Engagement = &finding.Document{File: r.Engagement.Name}
		engagement, err = r.Engagement.read(g.limits)
		if err != nil {
			problems = append(problems, problemsOf(err, r.Engagement.Name)...)
			d.Fault, d.Problems = finding.FaultUnreadable, problems
			return nil
		}
		d.Engagement.SHA256 = engagement.SHA256
		problems = append(problems, schema.Validate(schema.Engagement, engagement.Value(), engagement)...)
		problems = append(problems, g.currencies(engagement)...)
	}
	problems = append(problems, g.currencies(profile)...)
	if len(problems) > 0 {
		d.Fault, d.Problems = finding.FaultInvalid, problems
		return nil
	}
	return &documents{profile: profile, engagement: engagement}
}

// currencies refuses a document whose amounts are of another currency than the
// minimums, or of none: two numbers without a common unit cannot be compared.
func (g *Gate) currencies(doc *document.Document) source.Problems {
	want := g.requirements.Currency()
	switch got := text(doc.Value(), "currency"); got {
	case want:
		return nil
	case "":
		return source.Problems{{
			Position: doc.Position(nil),
			Message:  "the document does not say in which currency its amounts are",
			Hint:     fmt.Sprintf("add `currency: %s`, and give every amount in it", want),
		}}
	default:
		return source.Problems{{
			Position: doc.Position([]string{"currency"}),
			Message:  fmt.Sprintf("the amounts are in %q, the requirements in %q", got, want),
			Hint:     "documents of one check have one currency: convert the amounts, vendorgate does not",
		}}
	}
}

// silences refuses what a profile says the contract is silent on where the
// profile gives the answer all the same, or where there is no such answer: the
// one contradicts itself, the other would settle nothing.
func silences(doc *document.Document) source.Problems {
	contract, _ := doc.Value()["contract"].(map[string]any)
	list, _ := contract["silent_on"].([]any)
	var problems source.Problems
	for i, entry := range list {
		pointer, isText := entry.(string)
		if !isText {
			continue // which the schema has refused
		}
		at := doc.Position([]string{"contract", "silent_on", strconv.Itoa(i)})
		if fields := schema.Answers("contract"); !slices.Contains(fields, pointer) {
			hint := "name a single answer of the contract, outside of lists, such as /contract/continuity/rto_hours"
			if near := source.Nearest(pointer, fields); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			problems = append(problems, source.Problem{Position: at, Message: fmt.Sprintf("there is no answer %q", pointer), Hint: hint})
			continue
		}
		path := strings.Split(pointer, "/")[1:]
		if given, ok := doc.Lookup(path); ok && given != nil {
			problems = append(problems, source.Problem{
				Position: at,
				Message:  fmt.Sprintf("the contract is said to be silent on %s, which is answered at %s", pointer, doc.Position(path)),
				Hint:     "remove the one that is wrong",
			})
		}
	}
	return problems
}

// input is what the policies read.
func (d *documents) input() map[string]any {
	input := maps.Clone(d.profile.Value())
	delete(input, "engagement")
	if d.engagement != nil {
		input["engagement"] = d.engagement.Value()
	}
	return input
}

func (g *Gate) evaluate(ctx context.Context, docs *documents, d *finding.Decision) {
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	outcome, err := g.engine.Evaluate(ctx, docs.input())
	if err != nil {
		d.Fault = finding.FaultEvaluation
		hint := ""
		if errors.Is(err, policy.ErrInterrupted) {
			d.Fault = finding.FaultUnreadable
			hint = fmt.Sprintf("the limit is %s for one profile; --timeout sets it", g.timeout)
			if errors.Is(err, context.Canceled) {
				d.Fault, hint = finding.FaultCancelled, ""
			}
		}
		d.Problems = []source.Problem{{Position: source.Position{File: d.Profile.File}, Message: err.Error(), Hint: hint}}
		return
	}
	d.Mode = outcome.Mode
	d.Tier = docs.tier(outcome)
	d.Findings = make([]finding.Finding, 0, len(g.controls))
	for i := range g.controls {
		d.Findings = append(d.Findings, g.finding(&g.controls[i], outcome, docs))
	}
	g.waivers.Apply(d, text(docs.profile.Value(), "contract", "version_sha256"), waiver.Run{AsOf: g.provenance.AsOf, FailOn: g.failOn})
}

// finding says what became of one control.
func (g *Gate) finding(c *control, o *policy.Outcome, docs *documents) finding.Finding {
	f := finding.Finding{
		Control:       c.ID,
		Code:          c.Code,
		Title:         c.Title,
		Consideration: c.Consideration,
		Severity:      c.severity[o.Tier],
		Status:        o.Statuses[c.ID],
		Side:          c.Side,
		Error:         o.Errors[c.ID],
	}
	if c.AppliesWhen != "" {
		fact := o.Facts[c.AppliesWhen]
		f.AppliesWhen = &fact
	}
	f.Notes = docs.explain(o.Notes[c.ID])
	if f.Status == finding.NotApplicable {
		f.Notes = nil
		return f
	}
	questions := docs.questions(o.Questions[c.ID])
	// A reason that is a question says itself what is still to come.
	asked := len(questions) > 0 || slices.ContainsFunc(o.Reasons[c.ID], func(e policy.Explanation) bool { return e.Unanswered })
	for _, p := range c.shown() {
		f.Answers = append(f.Answers, docs.answers(p, f.Status == finding.Unanswered && !asked)...)
	}
	f.Answers = append(f.Answers, questions...)
	for _, name := range c.Requirements {
		v, ok := g.requirements.Lookup(o.Tier, name)
		if !ok {
			continue
		}
		parameter := g.parameters[name]
		f.Required = append(f.Required, finding.Requirement{
			Name: name, Title: parameter.Label(),
			Value: encode(v.Value), Text: parameter.Say(v.Value, g.requirements.Currency()),
			Layer: v.Layer, Position: v.Position,
			Aside: slices.Contains(c.Aside, name) || !parameter.Demands(v.Value),
		})
	}
	if f.Status == finding.Pass {
		return f
	}
	f.Reasons = docs.explain(o.Reasons[c.ID])
	if len(questions) == 0 && f.OwnReasons() {
		f.Side = finding.MemberSide
	}
	f.Remediation = c.Remediation
	if f.Status == finding.Fail || f.Status == finding.Unanswered {
		whole := f
		whole.Answers = slices.Clip(f.Answers)
		for _, p := range c.unshown() {
			whole.Answers = append(whole.Answers, docs.answers(p, false)...)
		}
		f.Observed = waiver.Observed(text(docs.profile.Value(), "vendor", "legal_name"), o.Tier, &whole)
	}
	return f
}

func problemsOf(err error, name string) source.Problems {
	var problems source.Problems
	if errors.As(err, &problems) {
		return problems
	}
	return source.Problems{{Position: source.Position{File: name}, Message: err.Error()}}
}

// text returns a string of a value tree, or "" when there is none.
func text(tree map[string]any, keys ...string) string {
	var at any = tree
	for _, key := range keys {
		m, _ := at.(map[string]any)
		at = m[key]
	}
	s, _ := at.(string)
	return s
}

func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("gate: a value tree holds a %T", v)) // trees hold JSON alone
	}
	return b
}

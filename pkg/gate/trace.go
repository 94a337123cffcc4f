package gate

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// A Trace explains the finding of one control for one profile.
type Trace struct {
	// Finding is the one that a check reports.
	Finding finding.Finding  `json:"finding"`
	Control policy.Control   `json:"control"`
	Profile finding.Document `json:"profile"`
	Vendor  string           `json:"vendor,omitempty"`
	// Engagement is nil when none was given.
	Engagement *finding.Document `json:"engagement,omitempty"`
	Tier       *finding.Tier     `json:"tier"`
	Mode       string            `json:"mode"`
	AsOf       string            `json:"as_of"`
	InForce    policy.InForce    `json:"in_force"`
	// Why says in a sentence what the status rests on.
	Why string `json:"why"`
	// Fact is how the fact came about by which the control applies.
	Fact *policy.Trace `json:"fact,omitempty"`
	Rule *policy.Trace `json:"rule"`
}

// Trace explains what controls say of a profile: their rules, expression by
// expression. The decision is that of [Gate.Check]; where the profile could not
// be judged there is no trace, and the decision says why.
func (g *Gate) Trace(ctx context.Context, r Request, ids ...string) ([]*Trace, finding.Decision, error) {
	d := g.Check(ctx, r)
	if len(d.Findings) == 0 {
		return nil, d, nil
	}
	again := finding.Decision{}
	docs := g.open(r, &again)
	if docs == nil || again.Profile.SHA256 != d.Profile.SHA256 {
		return nil, d, fmt.Errorf("%s changed while it was read", r.Profile.Name)
	}
	var traces []*Trace
	var rules []string
	for _, id := range ids {
		i := slices.IndexFunc(d.Findings, func(f finding.Finding) bool { return f.Control == id })
		k := slices.IndexFunc(g.controls, func(c control) bool { return c.ID == id })
		if i < 0 || k < 0 {
			return nil, d, fmt.Errorf("there is no control %q", id)
		}
		c := g.controls[k].Control
		traces = append(traces, &Trace{
			Finding: d.Findings[i], Control: c, Profile: d.Profile, Engagement: d.Engagement, Vendor: d.Vendor,
			Tier: d.Tier, Mode: d.Mode, AsOf: g.provenance.AsOf, InForce: g.engine.InForce(id),
		})
		rules = append(rules, "data.controls."+id)
		if c.AppliesWhen != "" {
			rules = append(rules, "data.facts."+c.AppliesWhen)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	explained, err := g.engine.Explain(ctx, docs.input(), rules, func(s *policy.Seen) { g.place(s, docs, d.Tier.Name) })
	if err != nil {
		return nil, d, err
	}
	for _, t := range traces {
		t.Rule, explained = explained[0], explained[1:]
		if t.Control.AppliesWhen != "" {
			t.Fact, explained = explained[0], explained[1:]
		}
		t.Why = t.why()
	}
	return traces, d, nil
}

// WriteTrace writes OPA's own trace of a control's rule for a profile.
func (g *Gate) WriteTrace(ctx context.Context, w io.Writer, r Request, id string) error {
	docs := g.open(r, &finding.Decision{})
	if docs == nil {
		return fmt.Errorf("%s cannot be judged", r.Profile.Name)
	}
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	return g.engine.WriteTrace(ctx, w, docs.input(), "data.controls."+id)
}

// place says where a value that was seen stands.
func (g *Gate) place(s *policy.Seen, docs *documents, tier string) {
	s.At = display(s.Path)
	if s.Root == "input" {
		s.Position = docs.position(s.Path)
		s.Label = docs.label(s.Path)
		return
	}
	s.At = "data.requirements." + s.At
	for n := len(s.Path); n > 0; n-- {
		if v, ok := g.requirements.Lookup(tier, strings.Join(s.Path[:n], ".")); ok {
			s.Position, s.Layer = v.Position, v.Layer
			return
		}
	}
}

// why says in a sentence what the status rests on.
func (t *Trace) why() string {
	f := &t.Finding
	switch f.Status {
	case finding.Pass:
		return "the rule holds, and no missing answer could change that"
	case finding.Fail:
		if t.Rule.Verdict == policy.Open {
			return "a missing answer alone would not make the rule hold"
		}
		return "the rule does not hold, and no missing answer could make it"
	case finding.Unanswered:
		switch {
		case t.Fact != nil && t.Engagement != nil && f.AppliesWhen.Assumed:
			return fmt.Sprintf("the rule does not hold as it stands, and whether the control applies at all rests on an answer that is missing: %s", f.AppliesWhen.Name)
		case t.Rule.Verdict == policy.Open:
			return "the rule rests on an answer that is missing"
		}
		return "a reason of the control is a question"
	case finding.Deferred:
		return "the rule does not hold yet, the control is due at the award, and the mode is pre_award"
	case finding.NotApplicable:
		return t.off()
	case finding.Error:
		return f.Error
	}
	return ""
}

// off says why a control is not applied.
func (t *Trace) off() string {
	in := t.InForce
	switch {
	case in.Disabled:
		return "the requirements switch the control off"
	case !slices.Contains(in.Tiers, t.Tier.Name):
		return fmt.Sprintf("the tier is %s, and the control is on in %s", t.Tier.Name, strings.Join(in.Tiers, ", "))
	case in.EffectiveOn > t.AsOf:
		return fmt.Sprintf("the control is effective from %s", in.EffectiveOn)
	}
	return fmt.Sprintf("the control applies when %s, which the engagement shows to be false", t.Control.AppliesWhen)
}

// Evaluate computes an expression against a profile, with what the policies see
// in a check: input, data.requirements, data.facts and the rest. Undefined is
// told apart from a value by the second result. Where the profile could not be
// judged, the decision says why.
func (g *Gate) Evaluate(ctx context.Context, r Request, expression string) (values []json.RawMessage, missing []policy.Seen, d finding.Decision, err error) {
	docs := g.open(r, &d)
	if docs == nil {
		finding.Decide(&d, g.failOn, len(g.controls))
		return nil, nil, d, nil
	}
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	place := func(s *policy.Seen) {
		s.At = display(s.Path)
		s.Position = docs.position(s.Path)
		s.Label = docs.label(s.Path)
	}
	values, missing, err = g.engine.Query(ctx, docs.input(), expression, place)
	return values, missing, d, err
}

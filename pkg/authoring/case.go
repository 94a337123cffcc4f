package authoring

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/policies"
)

// examplesDay is the day that the embedded examples are written for.
const examplesDay = "2026-11-23"

// A testCase is one case.yaml: documents, and what controls say of them.
type testCase struct {
	doc                 *document.Document
	name                string
	asOf                string
	profile, engagement map[string]any
	requirements        map[string]any // merged onto those of the run
	requirementsAsGiven string         // the text that tells gates apart
	expectations        []expectation
}

// An expectation is what a case says of one control.
type expectation struct {
	Control string         `json:"control"`
	Status  finding.Status `json:"status"`
	Message string         `json:"message"`
	at      source.Position
}

// readCase reads a case and puts its documents together. The error is
// [source.Problems].
func readCase(name string, requirements map[string]any) (*testCase, error) {
	doc, err := document.ReadFile(name, document.Limits{})
	if err != nil {
		return nil, err
	}
	if problems := schema.Validate(schema.Case, doc.Value(), doc); len(problems) > 0 {
		return nil, problems
	}
	tree := doc.Value()
	c := &testCase{doc: doc, name: word(tree["name"]), asOf: word(tree["as_of"])}
	if c.name == "" {
		c.name = filepath.ToSlash(name)
	}
	if c.asOf == "" {
		c.asOf = examplesDay
	}
	profile, engagement, err := c.base(word(tree["base"]), filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	c.profile = merged(profile, tree["profile"])
	c.engagement = merged(engagement, tree["engagement"])
	delete(c.engagement, "profile") // the file that the base goes with is not the one that is judged
	c.requirements = merged(requirements, tree["requirements"])
	text, err := json.Marshal(c.requirements)
	if err != nil {
		return nil, err
	}
	c.requirementsAsGiven = string(text)
	problems := schema.Validate(schema.VendorProfile, c.profile, below{doc, "profile"})
	problems = append(problems, schema.Validate(schema.Engagement, c.engagement, below{doc, "engagement"})...)
	if len(problems) > 0 {
		return nil, problems
	}
	if err := c.readExpectations(tree["expect"]); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *testCase) readExpectations(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &c.expectations); err != nil {
		return err
	}
	for i := range c.expectations {
		c.expectations[i].at = c.doc.Position([]string{"expect", fmt.Sprint(i), "status"})
	}
	return nil
}

// base returns the documents that the case changes: one of the embedded pair, or
// those of a folder.
func (c *testCase) base(name, folder string) (profile, engagement map[string]any, err error) {
	if name == "" {
		profile, engagement = unansweredBase()
		return profile, engagement, nil
	}
	known, err := embeddedBases()
	if err != nil {
		return nil, nil, err
	}
	if input, ok := known[name]; ok {
		profile = maps.Clone(input)
		delete(profile, "engagement")
		engagement, _ = input["engagement"].(map[string]any)
		return profile, engagement, nil
	}
	at := filepath.Join(folder, filepath.FromSlash(name))
	if info, err := os.Stat(at); err != nil || !info.IsDir() {
		names := slices.Sorted(maps.Keys(known))
		hint := "it is " + strings.Join(names, ", ") + ", or the path of a folder with a profile.yaml and an engagement.yaml"
		if near := source.Nearest(name, names); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return nil, nil, source.Problems{{
			Position: c.doc.Position([]string{"base"}),
			Message:  fmt.Sprintf("there is no base %q", name),
			Hint:     hint,
		}}
	}
	for file, into := range map[string]*map[string]any{"profile.yaml": &profile, "engagement.yaml": &engagement} {
		doc, err := document.ReadFile(filepath.Join(at, file), document.Limits{})
		if err != nil {
			return nil, nil, err
		}
		*into = doc.Value()
	}
	return profile, engagement, nil
}

// unansweredBase are documents that are valid and answer nothing.
func unansweredBase() (profile, engagement map[string]any) {
	profile = map[string]any{
		"apiVersion": "vendorgate/v1",
		"kind":       "VendorProfile",
		"profile_id": "case",
		"currency":   "USD",
		"vendor":     map[string]any{"legal_name": "Example Vendor"},
	}
	engagement = map[string]any{
		"apiVersion": "vendorgate/v1",
		"kind":       "Engagement",
		"id":         "case",
		"currency":   "USD",
	}
	return profile, engagement
}

// embeddedBases are the documents that the known-answer test evaluates: in one
// every shipped control passes, in the other every one fails.
func embeddedBases() (map[string]map[string]any, error) {
	text, err := policies.FS.ReadFile("known_answers.json")
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var known struct {
		Cases []struct {
			Name  string         `json:"name"`
			Input map[string]any `json:"input"`
		} `json:"cases"`
	}
	if err := d.Decode(&known); err != nil {
		return nil, fmt.Errorf("read the embedded examples: %w", err)
	}
	out := map[string]map[string]any{}
	for _, c := range known.Cases {
		out[c.Name] = c.Input
	}
	return out, nil
}

// merged returns base with a fragment laid over it: blocks field by field,
// everything else as a whole. A null takes the answer away.
func merged(base map[string]any, fragment any) map[string]any {
	out := maps.Clone(base)
	if out == nil {
		out = map[string]any{}
	}
	fields, _ := fragment.(map[string]any)
	for name, v := range fields {
		block, isBlock := v.(map[string]any)
		under, wasBlock := out[name].(map[string]any)
		switch {
		case v == nil:
			delete(out, name)
		case isBlock && wasBlock:
			out[name] = merged(under, block)
		default:
			out[name] = v
		}
	}
	return out
}

func word(v any) string {
	s, _ := v.(string)
	return s
}

// below places the faults of a merged document in the case that it comes from.
type below struct {
	doc  *document.Document
	name string
}

func (b below) Position(path []string) source.Position {
	return b.doc.Position(append([]string{b.name}, path...))
}

func (b below) KeyPosition(path []string) source.Position {
	return b.doc.KeyPosition(append([]string{b.name}, path...))
}

// judge checks the documents of a case with a gate and compares.
func (c *testCase) judge(ctx context.Context, g *gate.Gate) ([]source.Problem, error) {
	profile, err := json.Marshal(c.profile)
	if err != nil {
		return nil, err
	}
	engagement, err := json.Marshal(c.engagement)
	if err != nil {
		return nil, err
	}
	decision := g.Check(ctx, gate.Request{
		Profile:    gate.Bytes("profile.json", profile),
		Engagement: gate.Bytes("engagement.json", engagement),
	})
	if len(decision.Findings) == 0 {
		var problems []source.Problem
		for _, p := range decision.Problems {
			p.Position = c.doc.Position(nil)
			problems = append(problems, p)
		}
		return problems, nil
	}
	var problems []source.Problem
	for _, e := range c.expectations {
		problems = append(problems, compare(e, decision.Findings, g.Controls())...)
	}
	return problems, nil
}

// compare says where a finding is not what a case expects of it.
func compare(e expectation, findings []finding.Finding, controls []policy.Control) []source.Problem {
	i := slices.IndexFunc(findings, func(f finding.Finding) bool { return f.Control == e.Control || (f.Code != "" && f.Code == e.Control) })
	if i < 0 {
		names := make([]string, 0, len(findings))
		for _, f := range findings {
			names = append(names, f.Control)
		}
		hint := "`vendorgate controls -p` with your folder lists all of them"
		if near := source.Nearest(e.Control, names); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return []source.Problem{{Position: e.at, Message: fmt.Sprintf("there is no control %q", e.Control), Hint: hint}}
	}
	f := findings[i]
	if f.Status != e.Status {
		at := ""
		for _, c := range controls {
			if c.ID == f.Control {
				at = " (" + c.Position.String() + ")"
			}
		}
		return []source.Problem{{
			Position: e.at,
			Message:  fmt.Sprintf("%s: want %s, got %s", f.Control, e.Status, f.Status),
			Hint:     fmt.Sprintf("the control%s saw %s", at, seen(f)),
		}}
	}
	said := sayings(f)
	if e.Message != "" && !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, e.Message) }) {
		got := "nothing"
		if len(said) > 0 {
			got = strings.Join(said, " · ")
		}
		return []source.Problem{{
			Position: e.at,
			Message:  fmt.Sprintf("%s: want a message with %q, got %s", f.Control, e.Message, got),
		}}
	}
	return nil
}

// seen words what a control judged by.
func seen(f finding.Finding) string {
	var parts []string
	for _, a := range f.Answers {
		value := "no answer"
		if !a.Missing() {
			value = string(a.Value)
		}
		parts = append(parts, a.Path+" = "+value)
	}
	for _, r := range f.Required {
		parts = append(parts, "required "+r.Name+" = "+string(r.Value))
	}
	if f.AppliesWhen != nil && !f.AppliesWhen.Value {
		parts = append(parts, "the fact "+f.AppliesWhen.Name+" = false")
	}
	for _, r := range f.Reasons {
		parts = append(parts, "reason: "+r.Message)
	}
	if f.Error != "" {
		parts = append(parts, "error: "+f.Error)
	}
	if len(parts) == 0 {
		return "no answer; its tiers or its settings may switch it off"
	}
	return strings.Join(parts, "; ")
}

// sayings is everything that a finding says: reasons, notes, its error, and the
// fields that it asks for.
func sayings(f finding.Finding) []string {
	var out []string
	for _, r := range slices.Concat(f.Reasons, f.Notes) {
		out = append(out, r.Message)
	}
	if f.Error != "" {
		out = append(out, f.Error)
	}
	if f.Status == finding.Unanswered {
		for _, a := range f.Answers {
			if a.Missing() {
				out = append(out, a.Path)
			}
		}
	}
	return out
}

// input is what the policies read of the case's documents.
func (c *testCase) input() map[string]any {
	in := maps.Clone(c.profile)
	in["engagement"] = c.engagement
	return in
}

package gate_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// A trace works out for itself what a rule comes to, without the companions that
// a check decides by. So it is a second opinion on every status.
func TestTraceAgreesWithCheck(t *testing.T) {
	t.Parallel()
	g := newGate(t, gate.Options{})
	entries, err := os.ReadDir(examples)
	if err != nil {
		t.Fatal(err)
	}
	traced := 0
	for _, entry := range entries {
		request := example(entry.Name())
		if _, err := os.Stat(request.Engagement.Name); err != nil {
			continue
		}
		decision := g.Check(context.Background(), request)
		var ids []string
		for _, f := range decision.Findings {
			ids = append(ids, f.Control)
		}
		traces, _, err := g.Trace(context.Background(), request, ids...)
		if err != nil {
			t.Fatalf("%s: %v", entry.Name(), err)
		}
		for i, trace := range traces {
			traced++
			if diff := cmp.Diff(decision.Findings[i], trace.Finding); diff != "" {
				t.Errorf("%s of %s: the trace has another finding than the check:\n%s", ids[i], entry.Name(), diff)
			}
			if why := disagreement(trace); why != "" {
				t.Errorf("%s of %s is %s, and %s", ids[i], entry.Name(), trace.Finding.Status, why)
			}
		}
	}
	if traced < 126*5 {
		t.Errorf("%d findings were traced, want every control in each of the examples", traced)
	}
}

// disagreement says how what a trace found is at odds with the status, or
// nothing.
func disagreement(t *gate.Trace) string {
	applies := t.Fact == nil || string(t.Fact.Value) != "false"
	// Whether the control applies is in question: the fact rests on its default.
	questions := t.Engagement != nil && t.Fact != nil && t.Finding.AppliesWhen.Assumed
	if t.Fact != nil && (t.Fact.Verdict == policy.Open) != t.Finding.AppliesWhen.Assumed {
		return "the fact " + string(t.Fact.Verdict)
	}
	asked := false
	for _, r := range t.Finding.Reasons {
		asked = asked || r.Unanswered
	}
	v := t.Rule.Verdict
	switch t.Finding.Status {
	case finding.Pass:
		if v != policy.Holds || !applies {
			return "the rule " + string(v)
		}
	case finding.Fail:
		if v != policy.FailsRule || !applies || questions {
			return "the rule " + string(v)
		}
	case finding.Unanswered:
		if v == policy.Holds || !applies || v == policy.FailsRule && !questions && !asked {
			return "the rule " + string(v)
		}
	case finding.Deferred:
		if v == policy.Holds || t.Control.Due != "award" || !applies {
			return "the rule " + string(v)
		}
	case finding.NotApplicable:
		in := t.InForce
		if applies && !in.Disabled && in.EffectiveOn <= t.AsOf && slices.Contains(in.Tiers, t.Tier.Name) {
			return "the control is on and applies"
		}
	case finding.Error:
		return t.Finding.Error
	}
	return ""
}

// Where answers are missing the three values of logic come apart: what a rule
// makes of silence has to be worked out the same way twice.
func TestTraceAgreesWithCheckOnRandomPurchases(t *testing.T) {
	t.Parallel()
	g := newGate(t, gate.Options{})
	var ids []string
	for _, c := range g.Controls() {
		ids = append(ids, c.ID)
	}
	random := newGenerator(t, 11)
	seen := map[finding.Status]int{}
	for range propertyCases(t, 40) {
		p := random.purchase()
		for range random.IntN(8) {
			p = random.changed(p, true)
		}
		traces, _, err := g.Trace(context.Background(), p.request(t, "json", encoded), ids...)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range traces {
			seen[trace.Finding.Status]++
			if why := disagreement(trace); why != "" {
				t.Errorf("%s is %s, and %s: %s", trace.Finding.Control, trace.Finding.Status, why, encoded(p.profile))
			}
		}
	}
	for _, s := range []finding.Status{finding.Pass, finding.Fail, finding.Unanswered} {
		if seen[s] == 0 {
			t.Errorf("the statuses were %v, want some of each kind", seen)
		}
	}
}

// What a typed expression comes to, and what is said of one that is wrong.
func TestEvaluate(t *testing.T) {
	t.Parallel()
	g := newGate(t, gate.Options{})
	for _, test := range []struct {
		expression string
		values     []string
		missing    []string
		problem    string
	}{
		{expression: `data.facts.tier`, values: []string{`"T2"`}},
		{expression: `input.contract.liability.cap_kind == "fixed"`, values: []string{"false"}},
		{expression: `input.engagement.mode`, values: []string{`"monitoring"`}},
		{expression: `data.controls.liability.fees_counted`, values: []string{"38400"}},
		{expression: `some p in input.insurance.policies; p.line`, values: []string{`"cgl"`, `"wc_el"`, `"tech_eo_cyber_combined"`}},
		{expression: `count(input.insurance)`, values: []string{"1"}}, // at a glance a block may be read whole
		{expression: `input.contract.liability.cap_amount >= 5`, missing: []string{"contract.liability.cap_amount"}},
		{expression: `some p in input.insurance.policies; p.deductible > 50000`, missing: []string{
			"insurance.policies[0].deductible", "insurance.policies[1].deductible",
		}},
		{expression: `some p in input.insurance.policies; p.line == "crime"`},
		{expression: `data.facts.tir`, problem: "expression:1:1: nothing has the name data.facts.tir\n    hint: did you mean data.facts.tier?"},
		{expression: `input.contract.liability.cap_kind == "fixd"`, problem: `contract.liability.cap_kind is never "fixd"`},
		{expression: `1 > data.requirements.liability.cap_mn`, problem: `did you mean "cap_min"?`},
		{expression: `http.send({"url": "http://127.0.0.1", "method": "get"})`, problem: "expression:1:1: undefined function http.send"},
		{expression: `time.now_ns()`, problem: "undefined function time.now_ns"},
		{expression: `x == `, problem: "expression:1:5: the file ends in the middle of a rule"},
		{expression: `nobody`, problem: "nobody has no value here"},
		{expression: ` `, problem: "expression: it is empty"},
		{expression: `to_number("a")`, problem: "expression:1:1: "},
	} {
		values, missing, d, err := g.Evaluate(context.Background(), example("common-paper"), test.expression)
		if d.Fault != "" {
			t.Fatal(d.Problems)
		}
		var got, lacks []string
		for _, v := range values {
			got = append(got, string(v))
		}
		for _, m := range missing {
			lacks = append(lacks, m.At)
			if m.Position.Line == 0 {
				t.Errorf("%s: %s has no place", test.expression, m.At)
			}
		}
		if !slices.Equal(got, test.values) || !slices.Equal(lacks, test.missing) {
			t.Errorf("%s: %q without %q, want %q without %q", test.expression, got, lacks, test.values, test.missing)
		}
		if (err != nil) != (test.problem != "") || err != nil && !strings.Contains(err.Error(), test.problem) {
			t.Errorf("%s: %v, want %q", test.expression, err, test.problem)
		}
	}
}

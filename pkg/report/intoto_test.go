package report_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// statementOf is the only statement of a report.
func statementOf(t *testing.T, r *finding.Report) *report.Statement {
	t.Helper()
	made, err := report.Statements(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(made) != 1 {
		t.Fatalf("%d statements", len(made))
	}
	return &made[0]
}

// clean is an approved report in which nothing is left to say.
func clean() *finding.Report {
	d := northwoods(finding.Approved, quiet(44, 8)...)
	r := run(d)
	r.Provenance.Controls = r.Decisions[0].Counts.Total
	return r
}

// TestResultOfAStatement: only what is approved by a whole run has not failed.
func TestResultOfAStatement(t *testing.T) {
	interrupted := clean()
	interrupted.Complete = false
	unproven := clean()
	unproven.Decisions[0].Findings[0].Status = finding.Error
	faulty := clean()
	faulty.Decisions[0].Fault = finding.FaultInternal
	unknown := clean()
	unknown.Decisions[0].Verdict = "fine"
	for _, tc := range []struct {
		name   string
		report *finding.Report
		want   string
	}{
		{"nothing to say", clean(), "PASSED"},
		{"advice below the threshold", approved(), "WARNED"},
		{"rejected", rejected(), "FAILED"},
		{"undecided", invalid(), "FAILED"},
		{"a policy that failed", failedPolicy(), "FAILED"},
		{"approved, but interrupted", interrupted, "FAILED"},
		{"approved with an error", unproven, "FAILED"},
		{"approved with a fault", faulty, "FAILED"},
		{"an unknown verdict", unknown, "FAILED"},
	} {
		if got := statementOf(t, tc.report).Predicate.Result; got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// TestEveryControlIsInOneList: a control that applies is one test of the
// statement, and one that does not is none.
func TestEveryControlIsInOneList(t *testing.T) {
	r := rejected()
	p := statementOf(t, r).Predicate
	counts := r.Decisions[0].Counts
	if len(p.Passed) != counts.Pass || len(p.Failed) != counts.Blocking ||
		len(p.Passed)+len(p.Warned)+len(p.Failed) != counts.Total-counts.NotApplicable {
		t.Errorf("%d passed, %d warned, %d failed of %+v", len(p.Passed), len(p.Warned), len(p.Failed), counts)
	}
}

// TestUnreadProfilesHaveNoStatement: without a digest nobody could say what it
// is about.
func TestUnreadProfilesHaveNoStatement(t *testing.T) {
	r := several()
	made, err := report.Statements(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(made) != 3 {
		t.Errorf("%d statements for %d profiles, of which 3 could be read", len(made), len(r.Decisions))
	}
	for _, s := range made {
		if s.Predicate.Result != "FAILED" {
			t.Errorf("%s, though the run was interrupted", &s)
		}
	}
}

// TestReadStatementRefuses: a statement is read whole, and refused when it says
// too little, too much, or one thing and its opposite.
func TestReadStatementRefuses(t *testing.T) {
	good := string(render(t, "intoto", clean(), report.Options{}))
	if _, err := report.ReadStatement([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, scenario := range []func() *finding.Report{rejected, invalid, failedPolicy} {
		if _, err := report.ReadStatement(render(t, "intoto", scenario(), report.Options{})); err != nil {
			t.Errorf("a statement that we write is refused: %v", err)
		}
	}
	for _, tc := range []struct{ old, changed, want string }{
		{"Statement/v1", "Statement/v2", "is of type"},
		{"test-result/v0.1", "svr/v0.1", "predicate of type"},
		{`{"_type"`, `{"more":1,"_type"`, "no statement of vendorgate"},
		{`{"_type"`, `{"_type":"x","_type"`, "no statement of vendorgate"},
		{`{"_type"`, `[{"_type"`, "no statement of vendorgate"},
		{`"passedTests":[`, `"passedTests":[1,`, "no statement of vendorgate"},
		{`"role":"profile"`, `"role":"witness"`, "about no profile"},
		{`"complete":true`, `"complete":false`, "interrupted"},
		{`"complete":true,`, ``, "interrupted"},
		{`"verdict":"approved"`, `"verdict":"accepted"`, "no verdict that exists"},
		{`"verdict":"approved",`, ``, "no verdict that exists"},
		{`"verdict":"approved"`, `"verdict":"rejected"`, "contradicts itself"},
		{`"verdict":"approved"`, `"verdict":"undecided"`, "contradicts itself"},
		{`"verdict":"approved"`, `"verdict":"approved","fault":"invalid"`, "contradicts itself"},
		{`"result":"PASSED"`, `"result":"FAILED"`, "contradicts itself"},
		{`"result":"PASSED"`, `"result":"WARNED"`, "contradicts itself"},
		{`"failedTests":[]`, `"failedTests":["a.b"]`, "contradicts itself"},
		{`"warnedTests":[]`, `"warnedTests":["a.b"]`, "contradicts itself"},
		{`"controls":52`, `"controls":53`, "account of every control"},
		{`"annotations":{"controls":52}`, `"annotations":{}`, "account of every control"},
		{`"blocking":0`, `"blocking":1`, "account of every control"},
		{`"unanswered":0`, `"unanswered":1`, "account of every control"},
		{`"name":"policies"`, `"name":"schemas"`, "twice"},
		{`"name":"policies"`, `"name":"polices"`, "no digest of the policies"},
		{`"name":"schemas","digest":{"sha256"`, `"name":"schemas","digest":{"md5"`, "no digest of the schemas"},
		{`"as_of":"2026-11-23",`, ``, "of which day"},
		{`"fail_on":"medium"`, `"fail_on":""`, "of which day"},
	} {
		changed := strings.Replace(good, tc.old, tc.changed, 1)
		if changed == good {
			t.Errorf("the statement has no %s: %.1500s", tc.old, good)
		}
		if _, err := report.ReadStatement([]byte(changed)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("with %s in place of %s: %v, want an error with %q", tc.changed, tc.old, err, tc.want)
		}
	}
}

// TestDigestOfADecision: it is the same wherever the documents lie, and another
// one as soon as anything else is different.
func TestDigestOfADecision(t *testing.T) {
	digest := func(r *finding.Report) string { return statementOf(t, r).Digest() }
	before := digest(rejected())
	saved := render(t, "json", rejected(), report.Options{})

	moved := string(saved)
	for _, name := range []string{profileFile, engagementFile, memberFile} {
		moved = strings.ReplaceAll(moved, `"`+name+`"`, `"elsewhere/`+name+`"`)
	}
	r, err := report.ReadJSON([]byte(moved))
	if err != nil {
		t.Fatal(err)
	}
	if got := digest(r); got != before {
		t.Error("the same documents in another folder give another digest")
	}

	// Every leaf of the decision counts. Those that the model gives a closed set
	// of words are changed to another word.
	var tree map[string]any
	if err := json.Unmarshal(saved, &tree); err != nil {
		t.Fatal(err)
	}
	decision := tree["decisions"].([]any)[0]
	other := map[string]string{
		"approved": "rejected", "rejected": "approved", "fail": "pass", "pass": "fail", "unanswered": "pass", "not_applicable": "pass",
		"deferred": "pass", "critical": "low", "high": "low", "medium": "low", "low": "high", "vendor": "member", "member": "vendor",
	}
	leaves := 0
	walk(decision, "", func(path string, get any, set func(any)) {
		if strings.HasSuffix(path, ".file") && slices.Contains([]any{profileFile, engagementFile, memberFile}, get) {
			return // as above
		}
		leaves++
		switch v := get.(type) {
		case string:
			word := strings.HasSuffix(path, ".status") || strings.HasSuffix(path, ".severity") || strings.HasSuffix(path, ".side") || path == ".verdict"
			if word {
				set(other[v])
			} else {
				set(v + "x")
			}
		case float64:
			set(v + 1)
		case bool:
			set(!v)
		default:
			t.Fatalf("%s is a %T", path, get)
		}
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		r, err := report.ReadJSON(data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if digest(r) == before {
			t.Errorf("a change of %s does not show in the digest", path)
		}
		set(get)
	})
	if leaves < 100 {
		t.Errorf("only %d leaves were changed", leaves)
	}
}

// walk visits every leaf of a JSON value.
func walk(v any, path string, visit func(path string, get any, set func(any))) {
	step := func(child any, path string, set func(any)) {
		switch child.(type) {
		case map[string]any, []any:
			walk(child, path, visit)
		default:
			visit(path, child, set)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			step(child, path+"."+key, func(n any) { v[key] = n })
		}
	case []any:
		for i, child := range v {
			step(child, fmt.Sprintf("%s[%d]", path, i), func(n any) { v[i] = n })
		}
	}
}

// TestDifferences: each thing that a decision rests on is named when it is
// another one.
func TestDifferences(t *testing.T) {
	was := statementOf(t, clean())
	for _, tc := range []struct {
		what     string
		harmless bool
		change   func(*finding.Report)
	}{
		{"", false, func(*finding.Report) {}},
		{"profile", false, func(r *finding.Report) { r.Decisions[0].Profile.SHA256 = strings.Repeat("00", 32) }},
		{"engagement", false, func(r *finding.Report) { r.Decisions[0].Engagement.SHA256 = strings.Repeat("00", 32) }},
		{"engagement", false, func(r *finding.Report) { r.Decisions[0].Engagement = nil }},
		{"requirements", false, func(r *finding.Report) { r.Provenance.SettingsSHA256 = strings.Repeat("00", 32) }},
		{"requirements in their document", false, func(r *finding.Report) { r.Requirements[1].SHA256 = strings.Repeat("00", 32) }},
		{"waivers", false, func(r *finding.Report) { r.Provenance.WaiversSHA256 = strings.Repeat("00", 32) }},
		{"policies", false, func(r *finding.Report) { r.Provenance.PolicySHA256 = strings.Repeat("00", 32) }},
		{"schemas", false, func(r *finding.Report) { r.Provenance.SchemaSHA256 = strings.Repeat("00", 32) }},
		{"day of the check", false, func(r *finding.Report) { r.Provenance.AsOf = "2027-01-01" }},
		{"severity that blocks", false, func(r *finding.Report) { r.Provenance.FailOn = "low" }},
		{"verdict", false, func(r *finding.Report) { r.Decisions[0].Verdict = finding.Rejected }},
		{"result", false, func(r *finding.Report) { r.Complete = false }},
		{"decision", false, func(r *finding.Report) { r.Decisions[0].Findings[0].Title += "!" }},
		{"version of vendorgate", true, func(r *finding.Report) { r.Provenance.Tool = "0.2.0" }},
		{"version of OPA", true, func(r *finding.Report) { r.Provenance.OPA = "1.23.0" }},
	} {
		r := clean()
		tc.change(r)
		found := was.Differences(statementOf(t, r))
		if tc.what == "" {
			if len(found) > 0 {
				t.Errorf("the same, and yet %v", found)
			}
			continue
		}
		i := slices.IndexFunc(found, func(d report.Difference) bool { return d.What == tc.what })
		if i < 0 || found[i].Harmless != tc.harmless {
			t.Errorf("another %s: %v", tc.what, found)
		}
	}
}

// TestWaiversElsewhere: a decision that rests on waivers is the same wherever
// their document lies, and another one when it says something else.
func TestWaiversElsewhere(t *testing.T) {
	with := func(file, reason string) *report.Statement {
		r := rejected()
		d := &r.Decisions[0]
		d.Waivers[0].Position.File, d.IdleWaivers[0].Position.File, d.Waivers[0].Reason = file, file, reason
		return statementOf(t, r)
	}
	was := with("waivers.yaml", "a")
	if found := was.Differences(with("elsewhere/exceptions.yaml", "a")); len(found) > 0 {
		t.Errorf("in another file: %v", found)
	}
	if found := was.Differences(with("waivers.yaml", "b")); len(found) != 1 || found[0].What != "decision" {
		t.Errorf("for another reason: %v", found)
	}
}

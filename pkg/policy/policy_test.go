package policy_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// own is a control of a member's in five lines: no path, no line number and no
// message is written by its author.
const own = `package controls.acme
# METADATA
# title: The cap is at least a million
# custom: {severity: high, remediation: Ask for a higher cap.}
cap_is_high if input.contract.liability.cap_amount >= 1000000
`

func shipped(t *testing.T) []policy.Module {
	t.Helper()
	modules, err := policy.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return modules
}

func compile(t *testing.T, texts ...string) *policy.Policies {
	t.Helper()
	p, err := policy.Compile(shipped(t), modules(texts...))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func modules(texts ...string) []policy.Module {
	var out []policy.Module
	for i, text := range texts {
		out = append(out, policy.Module{Name: fmt.Sprintf("own%d.rego", i), Text: text})
	}
	return out
}

// control wraps a rule into a control of the package controls.acme.
func control(rule string) string {
	return `package controls.acme

# METADATA
# title: A control under test
# custom:
#   severity: high
#   remediation: Ask the vendor.
` + rule + "\n"
}

func evaluate(t *testing.T, p *policy.Policies, input string) *policy.Outcome {
	t.Helper()
	defaults, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	e, err := p.Engine(context.Background(), policy.Settings{
		AsOf: "2026-11-23", Minimums: defaults.Minimums(), General: defaults.Settings(),
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(input))
	d.UseNumber()
	var tree map[string]any
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	outcome, err := e.Evaluate(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func TestOwnControlInFiveLines(t *testing.T) {
	p := compile(t, own)
	c, ok := p.Control("acme.cap_is_high")
	if !ok {
		t.Fatal("the control is not in the catalogue")
	}
	if want := []string{"contract.liability.cap_amount"}; !cmp.Equal(c.Answers, want) {
		t.Errorf("answers: %s", cmp.Diff(want, c.Answers))
	}
	if want := (source.Position{File: "own0.rego", Line: 5, Column: 1}); c.Position != want {
		t.Errorf("position %v, want %v", c.Position, want)
	}
	for input, want := range map[string]finding.Status{
		`{"contract": {"liability": {"cap_amount": 1000000}}}`: finding.Pass,
		`{"contract": {"liability": {"cap_amount": 999999}}}`:  finding.Fail,
		`{"contract": {"liability": {"cap_amount": null}}}`:    finding.Unanswered,
		`{"contract": {"liability": {}}}`:                      finding.Unanswered,
		`{}`:                                                   finding.Unanswered,
	} {
		if got := evaluate(t, p, input).Statuses[c.ID]; got != want {
			t.Errorf("%s: %s, want %s", input, got, want)
		}
	}
}

// TestWhatIsMeasuredAgainst: a minimum of which a control only asks whether it is
// set is none that it measures against; one that it goes through is.
func TestWhatIsMeasuredAgainst(t *testing.T) {
	rules := []struct {
		rule string
		want []string
	}{
		{"c0 if not data.requirements.insurance.crime.per_loss", []string{}},
		{"c1 if off\noff if not data.requirements.insurance.crime.per_loss", []string{}},
		{"c2 if not data.requirements.insurance.primary_required", []string{"insurance.primary_required"}},
		{"c3 if not data.requirements.insurance.crime.per_loss > 5", []string{"insurance.crime.per_loss"}},
		{"c4 if {\n\tnot data.requirements.insurance.crime.per_loss\n\tdata.requirements.liability.cap_min > 5\n}", []string{"liability.cap_min"}},
		{"c5 if {\n\tevery class, hours in data.requirements.incident.notice_hours_max_by_class {\n\t\tnot_late(class, hours)\n\t}\n}\nnot_late(class, _) if class != \"x\"", []string{"incident.notice_hours_max_by_class"}},
		{"c6 if not least\nleast := data.requirements.liability.cap_min", []string{"liability.cap_min"}},
	}
	text := "package controls.acme\n"
	for i, c := range rules {
		text += fmt.Sprintf("\n# METADATA\n# title: A control under test\n# custom: {severity: high, remediation: Ask the vendor.}\n%s\nc%d if input.security.endpoint.edr == true\n", c.rule, i)
	}
	p := compile(t, text)
	for i, c := range rules {
		control, ok := p.Control(fmt.Sprintf("acme.c%d", i))
		if !ok {
			t.Fatalf("there is no control for %s", c.rule)
		}
		if !slices.Equal(control.Requirements, c.want) {
			t.Errorf("%s: %q, want %q", c.rule, control.Requirements, c.want)
		}
	}
}

// TestSilence shows that none of the ways in which Rego lets silence pass does
// so here, and that what is false for certain is not asked.
func TestSilence(t *testing.T) {
	const (
		noNegation    = `ok if not input.security.accounts.shared_accounts_used`
		noFunction    = "ok if not lax(input.security.mfa.privileged)\nlax(m) if m == \"some\"\nlax(m) if m == \"none\""
		countElements = `ok if count([p | some p in input.security.pathways; p.inbound_exposed == true]) == 0`
		sumElements   = `ok if sum([p.deductible | some p in input.insurance.policies; p.line == "cyber"]) <= 50000`
		setElements   = `ok if {p.id | some p in input.insurance.policies; p.additional_insured == "none"} == set()`
		everyElement  = `ok if { every p in input.security.pathways { p.encrypted == true; p.logged == true } }`
		unequal       = `ok if input.security.encryption.in_transit != "none"`
		helper        = "ok if not exposed\nexposed if { some p in input.security.pathways; p.inbound_exposed == true }"
		listHelper    = "ok if count(exposed) == 0\nexposed contains p.type if { some p in input.security.pathways; p.inbound_exposed == true }"
		choice        = "ok if input.contract.liability.cap_kind == \"none\"\nok if { input.contract.liability.cap_kind == \"fixed\"; input.contract.liability.cap_amount >= 5 }"
		both          = `ok if { input.security.endpoint.edr == true; input.security.logging.privileged_actions_logged == true }`
		fact          = `ok if data.facts.on_site == true`
		message       = `ok if sprintf("%s", [input.vendor.website]) != "x"`
	)
	for _, tc := range []struct {
		name, rule, input string
		want              finding.Status
	}{
		{"missing under not", noNegation, `{}`, finding.Unanswered},
		{"null under not", noNegation, `{"security": {"accounts": {"shared_accounts_used": null}}}`, finding.Unanswered},
		{"false under not", noNegation, `{"security": {"accounts": {"shared_accounts_used": false}}}`, finding.Pass},
		{"true under not", noNegation, `{"security": {"accounts": {"shared_accounts_used": true}}}`, finding.Fail},
		{"missing in a negated function", noFunction, `{}`, finding.Unanswered},
		{"answered in a negated function", noFunction, `{"security": {"mfa": {"privileged": "all"}}}`, finding.Pass},
		{"missing list in count", countElements, `{}`, finding.Unanswered},
		{"empty list in count", countElements, `{"security": {"pathways": []}}`, finding.Pass},
		{"missing field in count", countElements, `{"security": {"pathways": [{"type": "ztna"}]}}`, finding.Unanswered},
		{"one element of two in count", countElements, `{"security": {"pathways": [{"type": "ztna", "inbound_exposed": false}, {"type": "rmm_agent"}]}}`, finding.Unanswered},
		{"all elements in count", countElements, `{"security": {"pathways": [{"type": "ztna", "inbound_exposed": false}]}}`, finding.Pass},
		{"missing list in sum", sumElements, `{}`, finding.Unanswered},
		{"missing field in sum", sumElements, `{"insurance": {"policies": [{"id": "a", "line": "cyber"}]}}`, finding.Unanswered},
		{"field of another line in sum", sumElements, `{"insurance": {"policies": [{"id": "a", "line": "auto"}, {"id": "b", "line": "cyber", "deductible": 10000}]}}`, finding.Pass},
		{"missing field in a set", setElements, `{"insurance": {"policies": [{"id": "a", "line": "cgl"}]}}`, finding.Unanswered},
		{"missing list in every", everyElement, `{}`, finding.Unanswered},
		{"missing field in every", everyElement, `{"security": {"pathways": [{"type": "ztna", "encrypted": true}]}}`, finding.Unanswered},
		{"missing field and a false one in every", everyElement, `{"security": {"pathways": [{"type": "ztna", "encrypted": true}, {"type": "rmm_agent", "encrypted": false}]}}`, finding.Fail},
		{"a false field beside a missing one in every", everyElement, `{"security": {"pathways": [{"type": "ztna", "logged": false}]}}`, finding.Fail},
		{"missing in !=", unequal, `{}`, finding.Unanswered},
		{"missing behind a helper", helper, `{"security": {"pathways": [{"type": "ztna"}]}}`, finding.Unanswered},
		{"missing behind a set", listHelper, `{"security": {"pathways": [{"type": "ztna"}]}}`, finding.Unanswered},
		{"answered behind a set", listHelper, `{"security": {"pathways": [{"type": "ztna", "inbound_exposed": false}]}}`, finding.Pass},
		{"choice not made", choice, `{}`, finding.Unanswered},
		{"choice that fails", choice, `{"contract": {"liability": {"cap_kind": "fees_multiple"}}}`, finding.Fail},
		{"choice that needs more", choice, `{"contract": {"liability": {"cap_kind": "fixed"}}}`, finding.Unanswered},
		{"choice that needs no more", choice, `{"contract": {"liability": {"cap_kind": "none"}}}`, finding.Pass},
		{"one half missing, the other false", both, `{"security": {"endpoint": {"edr": false}}}`, finding.Fail},
		{"one half missing, the other true", both, `{"security": {"endpoint": {"edr": true}}}`, finding.Unanswered},
		{"a fact that nobody answered", fact, `{"engagement": {}}`, finding.Unanswered},
		{"a fact that was answered", fact, `{"engagement": {"on_site": false}}`, finding.Fail},
		{"sprintf of a missing value", message, `{}`, finding.Unanswered},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := compile(t, control(tc.rule))
			outcome := evaluate(t, p, tc.input)
			if got := outcome.Statuses["acme.ok"]; got != tc.want {
				t.Errorf("status %q, want %q (%s)\n%s", got, tc.want, outcome.Errors["acme.ok"], p.Companion())
			}
		})
	}
}

func TestQuestions(t *testing.T) {
	p := compile(t, control("ok if { every p in input.security.pathways { p.encrypted == true; p.logged == true }; input.security.endpoint.edr == true }"))
	outcome := evaluate(t, p, `{"security": {"pathways": [{"type": "ztna", "encrypted": true}, {"type": "rmm_agent", "encrypted": true, "logged": true}]}}`)
	want := []policy.Question{
		{Path: []string{"security", "endpoint", "edr"}},
		{Of: map[string]any{"type": "ztna", "encrypted": true}, Path: []string{"logged"}},
	}
	got := outcome.Questions["acme.ok"]
	slices.SortFunc(got, func(a, b policy.Question) int { return len(b.Path) - len(a.Path) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("questions: %s", diff)
	}
}

// TestIsolation: an error in one control costs the others nothing.
func TestIsolation(t *testing.T) {
	fine := strings.ReplaceAll(control(`fine if input.vendor.legal_name == "Acme"`), "controls.acme", "controls.beside")
	for name, rule := range map[string]string{
		"failing builtin":         `ok if to_number(input.vendor.website) > 5`,
		"failing builtin, helper": "ok if f(input.vendor.website)\nf(x) if time.parse_rfc3339_ns(x) > 5",
		"conflicting values":      "ok if v == 1\nv := 1 if input.vendor.legal_name\nv := 2 if input.vendor.website",
		"reason without message":  "ok if input.vendor.website == \"\"\nreasons contains {\"control\": \"ok\", \"path\": [], \"message\": trim_space(\" \")} if not ok",
	} {
		t.Run(name, func(t *testing.T) {
			outcome := evaluate(t, compile(t, control(rule), fine), `{"vendor": {"legal_name": "Acme", "website": "abc"}}`)
			if got := outcome.Statuses["acme.ok"]; got != finding.Error {
				t.Errorf("the broken control is %q, want error", got)
			}
			if outcome.Errors["acme.ok"] == "" {
				t.Error("the error is not said")
			}
			if got := outcome.Statuses["beside.fine"]; got != finding.Pass {
				t.Errorf("the control beside it is %q, want pass", got)
			}
			for id, status := range outcome.Statuses {
				if status == finding.Error && id != "acme.ok" {
					t.Errorf("%s is an error too: %s", id, outcome.Errors[id])
				}
			}
		})
	}
}

// TestRefusals: whatever could make a control pass that should not, or hide
// one, is refused when the policies are compiled, with its place.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct {
		name, text    string
		at            string // file:line:column
		message, hint string
	}{
		{"misspelt field", control(`ok if input.contract.incident.notice_valeu <= 24`), "own0.rego:8:31", `unknown field "notice_valeu" in contract.incident`, `did you mean "notice_value"?`},
		{"side of a reason", control("ok if input.contract.liability.cap_amount >= 5\nreasons contains {\"control\": \"ok\", \"message\": \"too low\", \"side\": \"vendor\"} if not ok"), "own0.rego:9", `reasons has the side "vendor"`, `"side": "member"`},
		{"side of a note", control("ok if input.contract.liability.cap_amount >= 5\nnotes contains {\"control\": \"ok\", \"message\": \"low\", \"side\": \"member\"} if ok"), "own0.rego:9", `notes has the side "member"`, "leave it out"},
		{"misspelt field of an element", control(`ok if { some p in input.insurance.policies; p.limits.per_clam >= 5 }`), "own0.rego:8", `"per_clam"`, `did you mean "per_claim"?`},
		{"misspelt field in every", control(`ok if { every p in input.security.pathways { p.encrypted == true; p.loged == true } }`), "own0.rego:8", `unknown field "loged" in security.pathways[]`, `did you mean "logged"?`},
		{"misspelt field in a function", control("ok if { some p in input.insurance.policies; big(p) }\nbig(p) if p.limits.agregate >= 5"), "own0.rego:9", `unknown field "agregate" in insurance.policies[].limits`, `did you mean "aggregate"?`},
		{"misspelt engagement field", control(`ok if input.engagement.critcality == "low"`), "own0.rego:8", `"critcality"`, `did you mean "criticality"?`},
		{"misspelt requirement", control(`ok if input.contract.liability.cap_amount >= data.requirements.liability.cap_mni`), "own0.rego:8", `unknown requirement "liability.cap_mni"`, `did you mean "cap_min"?`},
		{"word outside the enum", control(`ok if input.security.encryption.in_transit != "al"`), "own0.rego:8", `security.encryption.in_transit is never "al"`, `did you mean "all"?`},
		{"word outside the enum of a list", control(`ok if "forensic" in input.contract.indemnity.covers`), "own0.rego:8", `never "forensic"`, `did you mean "forensics"?`},
		{"word outside the enum in a set", control(`ok if input.security.encryption.at_rest in {"all", "evrything"}`), "own0.rego:8", `never "evrything"`, ""},
		{"number compared with a boolean", control(`ok if input.security.endpoint.edr == 1`), "own0.rego:8", "security.endpoint.edr is true or false", ""},
		{"number ordered against a word", control(`ok if input.contract.liability.cap_amount >= "5"`), "own0.rego:8", "compared with something else", ""},
		{"word ordered", control(`ok if input.security.encryption.min_tls >= "1.2"`), "own0.rego:8", "words have no order", "data.ratings"},
		{"null", control(`ok if input.contract.liability.cap_amount != null`), "own0.rego:8", "compared with null", ""},
		{"object.get", control(`ok if object.get(input, "contract", {}) != {}`), "own0.rego:8", "", ""},
		{"object.get of a field", control(`ok if object.get(input.contract.liability, "cap_amount", 5000000) >= 5`), "own0.rego:8", "object.get on contract.liability hides a missing answer", "read the field itself"},
		{"object iterated", control(`ok if { every _, v in input.contract.continuity { v != false } }`), "own0.rego:8", "read as a whole", "contract.continuity.bc_clause"},
		{"object counted", control(`ok if count(input.contract.continuity) == 7`), "own0.rego:8", "contract.continuity is read as a whole", ""},
		{"walk", control(`ok if { walk(input.contract, [_, v]); v == true }`), "own0.rego:8", "walk on contract hides a missing answer", ""},
		{"else", control("ok if f\nf := true if { input.contract.indemnity.hold_harmless == false } else := true"), "own0.rego:9", "`else` is not allowed", "a rule body of its own"},
		{"with", control(`ok if data.facts.on_site with input as {}`), "own0.rego:8", "`with` is not allowed", ""},
		{"default", control("ok if input.contract.indemnity.hold_harmless\ndefault ok := true"), "own0.rego:9", "has a default", "passes only when it is true"},
		{"no boolean", control(`ok := "yes" if input.contract.indemnity.hold_harmless`), "own0.rego:8", `has the value "yes"`, "boolean rule"},
		{"a set", control(`ok contains "a" if input.contract.indemnity.hold_harmless`), "own0.rego:8", "a set or an object", "boolean rule"},
		{"a function", control(`ok(x) if input.contract.indemnity.covers == x`), "own0.rego:8", "takes arguments", ""},
		{"reads nothing", control(`ok if 1 == 1`), "own0.rego:8", "reads no answer", ""},
		{"network", control(`ok if http.send({"url": input.vendor.website}).status_code == 200`), "own0.rego:8", "http.send", "pure"},
		{"clock", control(`ok if { input.vendor.website; time.now_ns() > 5 }`), "own0.rego:8", "time.now_ns", "pure"},
		{"unbounded arithmetic", control(`ok if { input.vendor.website; bits.lsh(1, 4000000000) > 5 }`), "own0.rego:8", "bits.lsh", "pure"},
		{"old syntax", "package controls.acme\nok { true }\n", "own0.rego:2", "if", "OPA 1.0"},
		{"minimum set aside that is not read", strings.Replace(control(`ok if input.contract.liability.cap_amount >= data.requirements.liability.cap_min`), "severity: high", "severity: high\n#   aside: [liability.cap_mini]", 1), "own0.rego:7:13", `sets aside "liability.cap_mini", a minimum that it does not read`, `did you mean "liability.cap_min"?`},
		{"minimum set aside where none is read", strings.Replace(control(`ok if input.vendor.website`), "severity: high", "severity: high\n#   aside: [liability.cap_min]", 1), "own0.rego:7:13", `sets aside "liability.cap_min"`, "it reads none: remove aside"},
		{"unknown fact", strings.Replace(control(`ok if input.vendor.website`), "severity: high", "severity: high\n#   applies_when: on_sit", 1), "own0.rego:9", `"on_sit", which is no fact`, `did you mean "on_site"?`},
		{"unknown metadata", strings.Replace(control(`ok if input.vendor.website`), "severity: high", "severty: high", 1), "own0.rego:6", `"severty"`, `did you mean "severity"?`},
		{"unknown severity", strings.Replace(control(`ok if input.vendor.website`), "severity: high", "severity: hgih", 1), "own0.rego:6", `"hgih"`, `did you mean "high"?`},
		{"no title", strings.Replace(control(`ok if input.vendor.website`), "title: A", "titel: A", 1), "own0.rego:4", `"titel"`, `did you mean "title"?`},
		{"reason after a pass", control("ok if input.vendor.website == \"abc\"\nreasons contains {\"control\": \"ok\", \"path\": [], \"message\": \"m\"} if input.vendor.website"), "own0.rego:9", "this reason for ok could be given when ok has passed", "begin its body with `not ok`"},
		{"reason for nobody", control("ok if input.vendor.website == \"\"\nreasons contains {\"control\": \"okk\", \"path\": [], \"message\": \"m\"} if not ok"), "own0.rego:9", `names no control: "okk"`, `did you mean "ok"?`},
		{"no control", "package controls.acme\n\nok if input.vendor.website\n", "own0.rego", "no control in these policies", "METADATA"},
		{"empty file", "", "own0.rego", "empty", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := policy.Compile(shipped(t), modules(tc.text))
			problems := wantProblems(t, err)
			for _, p := range problems {
				if strings.HasPrefix(p.String(), tc.at) && strings.Contains(p.Message, tc.message) && strings.Contains(p.Hint, tc.hint) {
					return
				}
			}
			t.Errorf("want a problem at %s with %q and the hint %q, got\n%v", tc.at, tc.message, tc.hint, problems)
		})
	}
}

func wantProblems(t *testing.T, err error) source.Problems {
	t.Helper()
	if err == nil {
		t.Fatal("the policies were accepted")
	}
	var problems source.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("the error has no positions: %v", err)
	}
	return problems
}

// TestSealing: nothing that is shipped can be redefined, shadowed or extended
// from a member's folder, in any of the ways that Rego offers.
func TestSealing(t *testing.T) {
	const shippedFile = "vendorgate:policies/controls/incident/notice.rego"
	for _, tc := range []struct {
		name, file, text, message string
	}{
		{"own rules in a shipped package", "own.rego", "package controls.incident\n\nnotice_clause if input.vendor.website\n", "belongs to the shipped package controls.incident"},
		{"a further body of a shipped function", "own.rego", "package controls.incident\n\nhours(_, _) := 0\n", "belongs to the shipped package"},
		{"a package below a shipped one", "own.rego", "package controls.incident.notice_clause\n\nx := true\n", "belongs to the shipped package"},
		{"a ref head from the parent", "own.rego", "package controls\n\nincident.notice_clause if input.vendor.website\n", "is not below controls"},
		{"a dynamic ref head from the parent", "own.rego", "package controls\n\nincident[x] if some x in input.vendor.affiliates\n", "is not below controls"},
		{"the root package", "own.rego", "package vendorgate\n\nstatuses := {}\n", "is not below controls"},
		{"facts", "own.rego", "package facts\n\non_site := false\n", "is not below controls"},
		{"requirements", "own.rego", "package requirements\n\nliability := {}\n", "is not below controls"},
		{"the companion", "own.rego", "package vendorgate.companion\n\npassed := {}\n", "is not below controls"},
		{"data that the engine owns", "own.rego", "package context\n\nas_of := \"2000-01-01\"\n", "is not below controls"},
		{"the catalogue", "own.rego", "package catalogue\n\nx := 1\n", "is not below controls"},
		{"the file name of a shipped module", shippedFile, own, "has the name of a shipped policy"},
		{"a package outside controls", "own.rego", "package main\n\ndeny contains \"x\" if input.vendor.website\n", "is not below controls"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := policy.Compile(shipped(t), []policy.Module{{Name: tc.file, Text: tc.text}})
			problems := wantProblems(t, err)
			for _, p := range problems {
				if p.File == tc.file && p.Line > 0 && strings.Contains(p.Message, tc.message) {
					return
				}
			}
			t.Errorf("want a problem in %s with %q, got\n%v", tc.file, tc.message, problems)
		})
	}
}

func TestTwoModulesOfOneName(t *testing.T) {
	twice := []policy.Module{{Name: "a.rego", Text: own}, {Name: "a.rego", Text: own}}
	problems := wantProblems(t, func() error { _, err := policy.Compile(shipped(t), twice); return err }())
	if !strings.Contains(problems.Error(), "given twice") {
		t.Errorf("got %v", problems)
	}
}

func TestCodesAreUnique(t *testing.T) {
	text := strings.Replace(own, "{severity", "{code: INC-01, severity", 1)
	problems := wantProblems(t, func() error { _, err := policy.Compile(shipped(t), modules(text)); return err }())
	if !strings.Contains(problems.Error(), "INC-01 is also the name of the control incident.notice_clause") {
		t.Errorf("got %v", problems)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("own/a.rego", own)
	write("own/a_test.rego", "package controls.acme_test\n")
	write("own/deep/b.rego", own)
	write("own/notes.txt", "x")
	write("tests/only_test.rego", "package x\n")
	modules, err := policy.Read(filepath.Join(dir, "own"))
	if err != nil || len(modules) != 2 {
		t.Fatalf("got %d modules, %v; want the two policies", len(modules), err)
	}
	for name, message := range map[string]string{
		filepath.Join(dir, "missing"):                     "no such file",
		filepath.Join(dir, "tests"):                       "no policies in this folder",
		write("large.rego", strings.Repeat("#", 1<<20+1)): "larger than",
		write("policy.txt", own):                          "not a Rego file",
	} {
		_, err := policy.Read(name)
		if problems := wantProblems(t, err); !strings.Contains(problems.Error(), message) {
			t.Errorf("%s: %v, want %q", name, problems, message)
		}
	}
}

// TestOrder: neither the order of modules nor that of the keys of a document
// changes what is decided.
func TestOrderOfModulesDoesNotMatter(t *testing.T) {
	forward, backward := shipped(t), shipped(t)
	slices.Reverse(backward)
	a, errA := policy.Compile(forward, nil)
	b, errB := policy.Compile(backward, nil)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	if a.Digest() != b.Digest() || a.Companion() != b.Companion() || !slices.EqualFunc(a.Controls(), b.Controls(), func(x, y policy.Control) bool { return x.ID == y.ID }) {
		t.Error("the order of the modules shows")
	}
}

func TestEveryControlHasOneStatus(t *testing.T) {
	p := compile(t)
	for _, input := range []string{`{}`, `{"engagement": {}}`, `{"insurance": {"policies": []}, "engagement": {"access": {"grants": []}}}`} {
		outcome := evaluate(t, p, input)
		for _, c := range p.Controls() {
			if outcome.Statuses[c.ID] == "" || outcome.Statuses[c.ID] == finding.Pass && input == `{}` {
				t.Errorf("%s: %s is %q", input, c.ID, outcome.Statuses[c.ID])
			}
		}
		if len(outcome.Statuses) != len(p.Controls()) {
			t.Errorf("%s: %d statuses for %d controls", input, len(outcome.Statuses), len(p.Controls()))
		}
	}
}

// TestEveryRequestSpeaksToTheVendor: a control that the vendor can mend says it in
// words for a letter, in which "you" is the vendor and "we" are the member.
func TestEveryRequestSpeaksToTheVendor(t *testing.T) {
	for _, c := range compile(t).Controls() {
		switch {
		case c.Side == finding.MemberSide && c.Request != "":
			t.Errorf("%s: the vendor has no part in it, and is asked for it", c.Code)
		case c.Side == finding.VendorSide && (!strings.HasPrefix(c.Request, "Please ") || strings.Contains(c.Request, "the vendor") || strings.Contains(c.Request, "the member")):
			t.Errorf("%s: the request does not speak to the vendor: %q", c.Code, c.Request)
		}
	}
}

// TestDigestIsOfWhatIsSaid: the same controls have the same digest wherever their
// files lie, and every change of a text another one.
func TestDigestIsOfWhatIsSaid(t *testing.T) {
	shipped := []policy.Module{{Name: "vendorgate:a", Text: "package a"}}
	own := []policy.Module{{Name: "x/one.rego", Text: "package one"}, {Name: "x/two.rego", Text: "package two"}}
	before := policy.Digest(shipped, own)
	moved := []policy.Module{{Name: "y/two.rego", Text: "package two"}, {Name: "y/zero.rego", Text: "package one"}}
	if policy.Digest(shipped, moved) != before {
		t.Error("the same controls in another folder have another digest")
	}
	for name, other := range map[string]string{
		"one less":              policy.Digest(shipped, own[:1]),
		"one twice":             policy.Digest(shipped, append(own[:2:2], own[0])),
		"another text":          policy.Digest(shipped, []policy.Module{own[0], {Name: "x/two.rego", Text: "package three"}}),
		"texts run together":    policy.Digest(shipped, []policy.Module{{Name: "x", Text: "package onepackage two"}}),
		"own ones as shipped":   policy.Digest(append(shipped[:1:1], own...), nil),
		"shipped under another": policy.Digest([]policy.Module{{Name: "vendorgate:b", Text: "package a"}}, own),
	} {
		if other == before {
			t.Errorf("%s: the digest is the same", name)
		}
	}
}

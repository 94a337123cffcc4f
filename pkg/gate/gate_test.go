package gate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

const (
	examples = "../../testdata/examples"
	asOf     = "2026-11-23"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newGate(t testing.TB, o gate.Options) *gate.Gate {
	t.Helper()
	if o.AsOf == "" {
		o.AsOf = asOf
	}
	g, err := gate.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func example(name string) gate.Request {
	return gate.Request{
		Profile:    gate.File(filepath.Join(examples, name, "profile.yaml")),
		Engagement: gate.File(filepath.Join(examples, name, "engagement.yaml")),
	}
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExamples(t *testing.T) {
	g := newGate(t, gate.Options{})
	for name, want := range map[string]struct {
		verdict finding.Verdict
		tier    string
	}{
		"managed-service": {finding.Approved, "T1"},
		"in-order":        {finding.Approved, "T1"},
		"pre-award":       {finding.Approved, "T1"},
		"copier-repair":   {finding.Approved, "T4"},
		"common-paper":    {finding.Rejected, "T2"},
		"questionnaire":   {finding.Rejected, ""},
		"in-breach":       {finding.Rejected, "T1"},
	} {
		d := g.Check(context.Background(), example(name))
		if d.Verdict != want.verdict {
			t.Errorf("%s: %s, want %s; %v", name, d.Verdict, want.verdict, d.Problems)
			for _, f := range d.Findings {
				if f.Blocking {
					t.Logf("  %s %s %s %v %v %s", f.Code, f.Control, f.Status, f.Reasons, f.Answers, f.Error)
				}
			}
		}
		if want.tier != "" && (d.Tier == nil || d.Tier.Name != want.tier) {
			t.Errorf("%s: tier %+v, want %s", name, d.Tier, want.tier)
		}
	}
}

// TestProfileAlone: without an engagement everything applies at T1, and the
// decision says so.
func TestProfileAlone(t *testing.T) {
	g := newGate(t, gate.Options{})
	d := g.Check(context.Background(), gate.Request{Profile: example("copier-repair").Profile})
	if d.Verdict != finding.Rejected || d.Tier.Name != "T1" || !d.Tier.Assumed || d.Engagement != nil {
		t.Errorf("verdict %s, tier %+v", d.Verdict, d.Tier)
	}
	if d.Counts.NotApplicable != 0 {
		t.Errorf("%d controls do not apply", d.Counts.NotApplicable)
	}
}

// TestUndecided: what cannot be judged is undecided, with its class and place.
func TestUndecided(t *testing.T) {
	g := newGate(t, gate.Options{})
	valid, err := os.ReadFile(filepath.Join(examples, "copier-repair", "profile.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	replace := func(before, after string) gate.Source {
		text := strings.Replace(string(valid), before, after, 1)
		if text == string(valid) {
			t.Fatalf("%q is not in the example", before)
		}
		return gate.Bytes("acme.yaml", []byte(text))
	}
	for _, tc := range []struct {
		name    string
		request gate.Request
		fault   finding.Fault
		message string
	}{
		{"missing file", gate.Request{Profile: gate.File("nowhere.yaml")}, finding.FaultUnreadable, "nowhere.yaml"},
		{"missing engagement", gate.Request{Profile: example("copier-repair").Profile, Engagement: gate.File("nowhere.yaml")}, finding.FaultUnreadable, "nowhere.yaml"},
		{"malformed", gate.Request{Profile: gate.File(filepath.Join(examples, "malformed", "profile.yaml"))}, finding.FaultUnreadable, "malformed/profile.yaml:"},
		{"empty", gate.Request{Profile: gate.Bytes("acme.yaml", nil)}, finding.FaultUnreadable, "empty"},
		{"misspelt", example("misspelt"), finding.FaultInvalid, `"notice_valeu"`},
		{"engagement in the profile", gate.Request{Profile: replace("kind: VendorProfile", "kind: VendorProfile\nengagement: {}")}, finding.FaultInvalid, `"engagement"`},
		{"the engagement as the profile", gate.Request{Profile: example("copier-repair").Engagement}, finding.FaultInvalid, "kind"},
		{"the profile as the engagement", gate.Request{Profile: example("copier-repair").Profile, Engagement: example("copier-repair").Profile}, finding.FaultInvalid, "kind"},
		{"no currency", gate.Request{Profile: replace("currency: USD", "# no currency")}, finding.FaultInvalid, "does not say in which currency"},
		{"another currency", gate.Request{Profile: replace("currency: USD", "currency: CAD")}, finding.FaultInvalid, `"CAD"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := g.Check(context.Background(), tc.request)
			if d.Verdict != finding.Undecided || d.Fault != tc.fault {
				t.Errorf("%s (%s), want undecided (%s)", d.Verdict, d.Fault, tc.fault)
			}
			if !strings.Contains(source.Problems(d.Problems).Error(), tc.message) {
				t.Errorf("problems %v, want %q", d.Problems, tc.message)
			}
			if len(d.Findings) != 0 {
				t.Error("there are findings on a document that was not evaluated")
			}
		})
	}
}

func TestTimeoutIsUndecided(t *testing.T) {
	g := newGate(t, gate.Options{Timeout: time.Nanosecond})
	d := g.Check(context.Background(), example("copier-repair"))
	if d.Verdict != finding.Undecided || d.Fault != finding.FaultUnreadable {
		t.Errorf("%s (%s) %v", d.Verdict, d.Fault, d.Problems)
	}
}

func TestCancelledIsUndecided(t *testing.T) {
	g := newGate(t, gate.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := g.Check(ctx, example("copier-repair"))
	if d.Verdict != finding.Undecided || d.Fault != finding.FaultCancelled {
		t.Errorf("%s (%s) %v", d.Verdict, d.Fault, d.Problems)
	}
}

// TestNewRefuses: what the member names and gets wrong stops everything; the
// defaults never stand in for it.
func TestNewRefuses(t *testing.T) {
	const head = "apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\n"
	requirements := func(text string) gate.Options {
		return gate.Options{Requirements: gate.Bytes("requirements.yaml", []byte(head+text))}
	}
	for _, tc := range []struct {
		name    string
		options gate.Options
		err     error
		message string
	}{
		{"missing requirements", gate.Options{Requirements: gate.File("nowhere.yaml")}, gate.ErrRequirements, "nowhere.yaml"},
		{"misspelt requirement", requirements("minimums: {liability: {cap_mni: 1}}\n"), gate.ErrRequirements, `requirements.yaml:4:24: unknown field "cap_mni"`},
		{"unknown control", requirements("controls:\n  - {control: insurance.cyber_limit, severity: low}\n"), gate.ErrRequirements, `did you mean "insurance.cyber_limits"?`},
		{"requirements of next year", requirements("effective_on: 2099-01-01\n"), gate.ErrRequirements, "requirements.yaml:4:15: these requirements apply from 2099-01-01"},
		{"a control set twice", requirements("controls:\n  - {control: INS-05, severity: critical}\n  - {control: insurance.cyber_limits, severity: critical}\n"), gate.ErrRequirements, "is set twice"},
		{"a tier without its minimum", requirements("controls:\n  - {control: insurance.cyber_limits, tiers: [T1, T2, T3, T4]}\n"), gate.ErrRequirements, "insurance.cyber.per_claim, which has no value there"},
		{"a code to verify that no control has", requirements("minimums:\n  evidence: {must_verify: [SEC-03, INS-55]}\n"), gate.ErrRequirements, `requirements.yaml:5:36: there is no control "INS-55" whose answers could be verified`},
		{"the nearest code to verify", requirements("minimums: {evidence: {must_verify: [INSS-05]}}\n"), gate.ErrRequirements, `did you mean "INS-05"?`},
		{"missing policy", gate.Options{Policies: []string{"nowhere"}}, gate.ErrPolicy, "nowhere"},
		{"unknown severity", gate.Options{FailOn: "severe"}, gate.ErrOptions, `"severe"`},
		{"no date", gate.Options{AsOf: "2026-02-30"}, gate.ErrOptions, `"2026-02-30"`},
		{"negative workers", gate.Options{Workers: -1}, gate.ErrOptions, "negative"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := gate.New(context.Background(), tc.options)
			if !errors.Is(err, tc.err) || !strings.Contains(fmt.Sprint(err), tc.message) {
				t.Errorf("got %v, want %v with %q", err, tc.err, tc.message)
			}
		})
	}
}

// TestWeakeningsAreListed: everything that the member switches off or lowers
// stands in the report, and its effect in the decision.
func TestWeakeningsAreListed(t *testing.T) {
	text := `apiVersion: vendorgate/v1
kind: Requirements
currency: USD
tiers:
  T1: {incident: {updates_hours_max: 48}}
controls:
  - {control: LIA-02, disabled: {reason: "counsel decides"}}
  - {control: liability.cap_not_fees_only, severity: low, reason: "pool covers it"}
  - {control: INS-14, effective_on: 2027-01-01, reason: "next budget"}
  - {control: ENC-02, tiers: [T1], reason: "only where it matters"}
`
	g := newGate(t, gate.Options{Requirements: gate.Bytes("requirements.yaml", []byte(text))})
	var got []string
	for _, w := range g.Report(nil, true).Weakenings {
		got = append(got, fmt.Sprintf("%s%s: %s (%s) %s", w.Control, w.Name, w.What, w.Reason, w.Position))
	}
	for _, want := range []string{
		"liability.cap_reaches_floor: disabled (counsel decides) requirements.yaml:7",
		"liability.cap_not_fees_only: severity critical → low (pool covers it) requirements.yaml:8",
		"insurance.deductibles: effective only from 2027-01-01 (next budget) requirements.yaml:9",
		"encryption.transport_floor: off in T2 (only where it matters) requirements.yaml:10",
		"encryption.transport_floor: off in T3 (only where it matters) requirements.yaml:10",
		"incident.updates_hours_max",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("%q is not listed in\n%s", want, strings.Join(got, "\n"))
		}
	}
	d := g.Check(context.Background(), example("common-paper"))
	statuses := map[string]finding.Finding{}
	for _, f := range d.Findings {
		statuses[f.Control] = f
	}
	if f := statuses["liability.cap_reaches_floor"]; f.Status != finding.NotApplicable {
		t.Errorf("the disabled control is %s", f.Status)
	}
	if f := statuses["liability.cap_not_fees_only"]; f.Status != finding.Fail || f.Blocking {
		t.Errorf("the lowered control is %s, blocking %v", f.Status, f.Blocking)
	}
}

// TestOwnControl: a member's control gives a finding with the line of the
// answer and of the requirement, which its author never wrote.
func TestOwnControl(t *testing.T) {
	policy := write(t, "acme.rego", `package controls.acme
# METADATA
# title: Notice within the hours we need
# custom: {severity: high, remediation: Ask for earlier notice.}
early_notice if input.contract.incident.notice_value <= data.requirements.incident.notice_hours_max
`)
	g := newGate(t, gate.Options{Policies: []string{policy}})
	d := g.Check(context.Background(), example("common-paper"))
	i := slices.IndexFunc(d.Findings, func(f finding.Finding) bool { return f.Control == "acme.early_notice" })
	if i < 0 {
		t.Fatal("there is no finding")
	}
	f := d.Findings[i]
	if f.Status != finding.Fail || !f.Blocking || len(f.Answers) != 1 || len(f.Required) != 1 {
		t.Fatalf("finding %+v", f)
	}
	if a := f.Answers[0]; a.Path != "contract.incident.notice_value" || string(a.Value) != "72" || a.Position.Line == 0 {
		t.Errorf("answer %+v", a)
	}
	if r := f.Required[0]; r.Name != "incident.notice_hours_max" || string(r.Value) != "24" || r.Position.Line == 0 {
		t.Errorf("requirement %+v", r)
	}
	if d.Counts.Total != len(g.Controls()) {
		t.Errorf("%d findings for %d controls", d.Counts.Total, len(g.Controls()))
	}
}

// TestOwnControlMustVerify: the answers that a member's own control reads are
// demanded checked, and no other.
func TestOwnControlMustVerify(t *testing.T) {
	policy := write(t, "acme.rego", `package controls.acme
# METADATA
# title: Notice within the hours we need
# custom: {code: OWN-01, severity: high, remediation: Ask for earlier notice.}
early_notice if input.contract.incident.notice_value <= data.requirements.incident.notice_hours_max
`)
	const demand = "apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\nminimums: {evidence: {must_verify: [OWN-01]}}\n" +
		"tiers: {T1: {evidence: {must_verify: [OWN-01]}}, T2: {evidence: {must_verify: [OWN-01]}}}\n"
	g := newGate(t, gate.Options{Policies: []string{policy}, Requirements: gate.Bytes("requirements.yaml", []byte(demand))})
	for _, tc := range []struct {
		checked string
		want    finding.Status
	}{
		{"/contract/incident", finding.Pass},
		{"/contract/incident/notice_value", finding.Pass},
		{"/contract/incident/notice_unit", finding.Fail},
		{"/continuity", finding.Fail},
	} {
		s := example("in-order")
		engagement, err := os.ReadFile("../../testdata/examples/in-order/engagement.yaml")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(engagement), "pointer: /contract/incident\n", "pointer: "+tc.checked+"\n", 1)
		s.Engagement = gate.Bytes("engagement.yaml", []byte(text))
		d := g.Check(context.Background(), s)
		i := slices.IndexFunc(d.Findings, func(f finding.Finding) bool { return f.Code == "EVD-02" })
		if i < 0 || d.Findings[i].Status != tc.want {
			t.Errorf("with %s checked: %+v, want EVD-02 %s", tc.checked, d.Findings[max(i, 0)].Reasons, tc.want)
		}
	}
}

// TestBrokenShippedControlDecidesNothing: a build in which one shipped control
// is broken gives no gate.
func TestBrokenShippedControlDecidesNothing(t *testing.T) {
	for name, change := range map[string][2]string{
		"always true":    {`input.contract.incident.privilege_acknowledged == true`, `input.contract.incident.privilege_acknowledged in {true, false}`},
		"never true":     {`input.contract.security.secondary_use_prohibited == true`, `input.contract.security.secondary_use_prohibited == "no"`},
		"a wrong field":  {`input.contract.incident.evidence_preservation_days >=`, `input.contract.incident.updates_every_hours >=`},
		"an added body":  {"package controls.encryption\n", "package controls.encryption\n\nin_transit if input.vendor.legal_name\n"},
		"a lost control": {"code: ENC-02", "code: ENC-99"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := gate.NewWithShipped(context.Background(), gate.Options{AsOf: asOf}, change[0], change[1])
			if name == "a lost control" {
				if err != nil {
					t.Errorf("a code is no answer, yet: %v", err)
				}
				return
			}
			if !errors.Is(err, gate.ErrKnownAnswers) && !errors.Is(err, gate.ErrPolicy) {
				t.Errorf("got %v, want no gate", err)
			}
		})
	}
}

// TestKnownAnswersCoverEveryControl: each shipped control passes at least once
// and fails at least once in the recorded cases.
func TestKnownAnswersCoverEveryControl(t *testing.T) {
	seen := map[string]map[finding.Status]bool{}
	for _, statuses := range gate.KnownStatuses(t) {
		for id, status := range statuses {
			if seen[id] == nil {
				seen[id] = map[finding.Status]bool{}
			}
			seen[id][status] = true
		}
	}
	for _, c := range newGate(t, gate.Options{}).Controls() {
		if !seen[c.ID][finding.Pass] || !seen[c.ID][finding.Fail] {
			t.Errorf("%s (%s): the known answers show %v, want a pass and a fail", c.ID, c.Code, seen[c.ID])
		}
	}
}

func TestCheckAllKeepsOrderAndIsolates(t *testing.T) {
	g := newGate(t, gate.Options{Workers: 4})
	good := example("copier-repair")
	bad := gate.Request{Profile: gate.Bytes("bad.yaml", []byte("{"))}
	var requests []gate.Request
	for i := range 60 {
		if i%7 == 3 {
			requests = append(requests, bad)
			continue
		}
		requests = append(requests, good)
	}
	var got []finding.Decision
	for d := range g.CheckAll(context.Background(), slices.Values(requests)) {
		got = append(got, d)
	}
	if len(got) != len(requests) {
		t.Fatalf("%d decisions for %d requests", len(got), len(requests))
	}
	alone := g.Check(context.Background(), good)
	for i, d := range got {
		if i%7 == 3 {
			if d.Fault != finding.FaultUnreadable {
				t.Errorf("%d: %s (%s)", i, d.Verdict, d.Fault)
			}
			continue
		}
		if diff := cmp.Diff(alone, d); diff != "" {
			t.Fatalf("%d differs from the profile checked alone: %s", i, diff)
		}
	}
}

// TestCheckAllStopsWithItsConsumer: a consumer that stops leaves no goroutine
// behind (TestMain looks), and endless requests are read no further.
func TestCheckAllStopsWithItsConsumer(t *testing.T) {
	g := newGate(t, gate.Options{Workers: 2})
	taken := 0
	endless := iter.Seq[gate.Request](func(yield func(gate.Request) bool) {
		for yield(example("copier-repair")) {
			taken++
		}
	})
	for range g.CheckAll(context.Background(), endless) {
		break
	}
	if taken > 20 {
		t.Errorf("%d requests were taken for one decision", taken)
	}
}

func TestCheckAllCancelled(t *testing.T) {
	g := newGate(t, gate.Options{Workers: 2})
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	for d := range g.CheckAll(ctx, slices.Values(slices.Repeat([]gate.Request{example("copier-repair")}, 1000))) {
		if n++; n == 3 {
			cancel()
		}
		if d.Verdict == finding.Approved && n > 20 {
			t.Fatal("profiles are still judged after the cancellation")
		}
	}
	if n == 1000 {
		t.Error("the cancellation stopped nothing")
	}
	cancel()
}

// TestSameBytes: what a check gives does not depend on the number of processors
// or on which run it is.
func TestSameBytes(t *testing.T) {
	render := func() string {
		g := newGate(t, gate.Options{})
		var decisions []finding.Decision
		for d := range g.CheckAll(context.Background(), slices.Values([]gate.Request{example("common-paper"), example("questionnaire"), example("misspelt")})) {
			decisions = append(decisions, d)
		}
		b, err := json.Marshal(g.Report(decisions, true))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	first := render()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if second := render(); first != second {
		t.Errorf("two runs differ: %s", cmp.Diff(first, second))
	}
}

// TestYAMLAndJSONAgree: one profile in both syntaxes, its keys in another
// order, gives the same findings but for positions.
func TestYAMLAndJSONAgree(t *testing.T) {
	g := newGate(t, gate.Options{})
	r := example("common-paper")
	doc, err := document.ReadFile(r.Profile.Name, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(doc.Value()) // sorts the keys
	if err != nil {
		t.Fatal(err)
	}
	strip := func(d finding.Decision) string {
		d.Profile = finding.Document{}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(b, &tree); err != nil {
			t.Fatal(err)
		}
		b, _ = json.MarshalIndent(withoutPositions(tree), "", " ")
		return string(b)
	}
	a := g.Check(context.Background(), r)
	b := g.Check(context.Background(), gate.Request{Profile: gate.Bytes("p.json", asJSON), Engagement: r.Engagement})
	if diff := cmp.Diff(strip(a), strip(b)); diff != "" {
		t.Error(diff)
	}
}

func withoutPositions(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "position")
		for _, child := range v {
			withoutPositions(child)
		}
	case []any:
		for _, child := range v {
			withoutPositions(child)
		}
		// questions are listed in file order
		slices.SortFunc(v, func(a, b any) int {
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			return strings.Compare(string(x), string(y))
		})
	}
	return v
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newGate(b, gate.Options{})
	}
}

func BenchmarkCheck(b *testing.B) {
	g := newGate(b, gate.Options{})
	for _, name := range []string{"managed-service", "common-paper", "questionnaire"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				g.Check(context.Background(), example(name))
			}
		})
	}
}

// TestReportFollowsItsSchema: the saved report of real decisions, decided and
// undecided, is what schemas/report.json says.
func TestReportFollowsItsSchema(t *testing.T) {
	g := newGate(t, gate.Options{})
	selection := gate.Selection{Paths: []string{examples}}
	var decisions []finding.Decision
	for d := range g.CheckAll(context.Background(), selection.Requests()) {
		decisions = append(decisions, d)
	}
	if len(decisions) < 8 {
		t.Fatalf("only %d examples", len(decisions))
	}
	var b bytes.Buffer
	if err := report.Write(&b, "json", g.Report(decisions, true), report.Options{}); err != nil {
		t.Fatal(err)
	}
	doc, err := document.Parse("report.json", b.Bytes(), document.Limits{Bytes: 64 << 20, Values: 10_000_000})
	if err != nil {
		t.Fatal(err)
	}
	if problems := schema.Validate(schema.Report, doc.Value(), doc); len(problems) > 0 {
		t.Errorf("%v", problems[:min(5, len(problems))])
	}
	saved, err := report.ReadJSON(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := report.Write(&again, "json", saved, report.Options{}); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the saved report is not read as it was written: %v", err)
	}
}

// TestAReasonNamesItsElement: a reason about one policy of several says which.
func TestAReasonNamesItsElement(t *testing.T) {
	d := newGate(t, gate.Options{}).Check(context.Background(), example("common-paper"))
	got := map[string]bool{}
	for _, f := range d.Findings {
		if f.Code != "INS-11" {
			continue
		}
		for _, r := range f.Reasons {
			got[r.Label] = true
		}
	}
	if want := map[string]bool{"cgl-1": true, "wc-1": true, "tech-1": true}; !maps.Equal(got, want) {
		t.Errorf("the reasons of INS-11 are about %v, want %v", got, want)
	}
}

// TestReasonsInWords: what a policy says of a word of the documents is kept, and
// said as people say it beside that.
func TestReasonsInWords(t *testing.T) {
	d := newGate(t, gate.Options{}).Check(t.Context(), readPurchase(t, "common-paper").request(t, "json", encoded))
	got := map[string]string{}
	for _, f := range d.Findings {
		for _, r := range f.Reasons {
			if f.Code == "OBL-02" || f.Code == "SCO-02" {
				got[r.Message] = r.Text
			}
		}
	}
	want := map[string]string{
		"the agreement does not mention the connection api_integration":      "the agreement does not mention the connection API integration",
		"the agreement does not mention the vendor's path api_integration":   "the agreement does not mention the vendor's path API integration",
		"the agreement does not oblige the vendor to provide payment_export": "", // the member's own name
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

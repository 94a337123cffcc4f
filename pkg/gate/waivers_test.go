package gate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// waiversFor are waivers of the findings that a decision has, for which anybody
// could ask, each under the code of its control.
func waiversFor(d finding.Decision, findings ...finding.Finding) gate.Source {
	var b strings.Builder
	b.WriteString("apiVersion: vendorgate/v1\nkind: Waivers\nwaivers:\n")
	for _, f := range findings {
		fmt.Fprintf(&b, `  - id: %s
    match: {profile_id: %s}
    controls: [{control: %s, observed: %s}]
    reason: It waits for the amendment.
    requested_by: Ana Ortiz
    approvals: [{name: Lee Hansen, role: administrator, on: 2026-11-02}, {name: Kim Vang, role: risk manager, on: 2026-11-02}]
    granted_on: 2026-11-02
    expires_on: 2026-12-31
`, f.Code, d.ProfileID, f.Control, f.Observed)
	}
	return gate.Bytes("waivers.yaml", []byte(b.String()))
}

// lawful are the controls that nobody can waive.
var lawful = []string{"MGD-01", "MGD-02", "HIP-01", "CJI-01", "CJI-02", "REG-01", "CON-01"}

// TestWaiversOfAll waives every finding of a contract that can be waived. Each
// keeps its status, nothing else changes, and what the law demands still blocks.
func TestWaiversOfAll(t *testing.T) {
	before := newGate(t, gate.Options{}).Check(context.Background(), example("common-paper"))
	var open []finding.Finding
	want := slices.Clone(before.Findings)
	for i, f := range before.Findings {
		if f.Blocking && !slices.Contains(lawful, f.Code) {
			open = append(open, f)
			want[i].Waiver, want[i].Blocking = f.Code, false
		}
	}
	if len(open) < 50 || before.Counts.Blocking == len(open) {
		t.Fatalf("%d of %d findings can be waived: the example is none for this test", len(open), before.Counts.Blocking)
	}
	document := waiversFor(before, open...)
	g := newGate(t, gate.Options{Waivers: document})
	after := g.Check(context.Background(), example("common-paper"))
	if diff := cmp.Diff(want, after.Findings); diff != "" {
		t.Errorf("the findings differ (-want +got):\n%s", diff)
	}
	left := before.Counts.Blocking - len(open)
	if after.Verdict != finding.Rejected || after.Counts.Blocking != left || after.Counts.Waived != len(open) || after.Counts.Fail != before.Counts.Fail {
		t.Errorf("%s with %+v, want rejected for %d, %d waived", after.Verdict, after.Counts, left, len(open))
	}
	if len(after.Waivers) != len(open) || len(after.IdleWaivers) != 0 {
		t.Errorf("%d waivers hold and %d are idle: %v", len(after.Waivers), len(after.IdleWaivers), after.IdleWaivers)
	}
	if sum := g.Provenance().WaiversSHA256; len(sum) != 64 || before.Counts.Waived != 0 {
		t.Errorf("the digest of the waivers is %q", sum)
	}
	report := g.Report([]finding.Decision{after}, true)
	if report.IdleWaivers != nil {
		t.Errorf("waivers are told to be for nobody: %v", report.IdleWaivers)
	}

	// Of another profile, or of documents that nobody could judge, nothing is waived.
	other := g.Check(context.Background(), example("in-breach"))
	broken := g.Check(context.Background(), example("misspelt"))
	if other.Counts.Waived != 0 || other.Waivers != nil || other.IdleWaivers != nil || broken.Verdict != finding.Undecided || broken.Waivers != nil {
		t.Errorf("waivers reach another profile: %+v, %+v", other.Waivers, broken)
	}
	if got := g.Report([]finding.Decision{other}, true).IdleWaivers; len(got) != len(open) {
		t.Errorf("%d waivers are told to be for nobody, want %d", len(got), len(open))
	}

	changedAnswers(t, g, after)
}

// changedAnswers: what a waiver accepted is every answer that its control reads,
// those among them that no report shows.
func changedAnswers(t *testing.T, g *gate.Gate, waived finding.Decision) {
	t.Helper()
	profile, err := os.ReadFile(example("common-paper").Profile.Name)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		before, after string
		void          string   // a control whose waiver no longer holds
		hold          []string // controls whose waivers do
	}{
		"a worse answer":          {"fee_multiple: 1\n", "fee_multiple: 0.5\n", "LIA-02", []string{"IND-01", "INS-05"}},
		"a better one":            {"fee_multiple: 1\n", "fee_multiple: 2\n", "LIA-02", []string{"IND-01", "INS-05"}},
		"an answer taken back":    {"fee_multiple: 1\n", "fee_multiple: null\n", "LIA-02", []string{"IND-01"}},
		"a document not shown":    {"issued_on: 2026-08-04", "issued_on: 2026-08-03", "INS-12", []string{"LIA-02"}},
		"another vendor":          {"legal_name: Tidemark Civic Software", "legal_name: Sidemark Civic Software", "DD-04", nil},
		"nothing but a comment":   {"fee_multiple: 1\n", "# here\n    fee_multiple: 1\n", "", []string{"LIA-02", "INS-05", "INS-12"}},
		"the order of the fields": {"kind: VendorProfile\n", "", "", []string{"LIA-02", "INS-05", "INS-12"}},
	} {
		text := strings.Replace(string(profile), tc.before, tc.after, 1)
		if text == string(profile) {
			t.Errorf("%s: %q is not in the example", name, tc.before)
			continue
		}
		if tc.after == "" {
			text += tc.before
		}
		d := g.Check(context.Background(), gate.Request{Profile: gate.Bytes("acme.yaml", []byte(text)), Engagement: example("common-paper").Engagement})
		by := map[string]finding.Finding{}
		for _, f := range d.Findings {
			by[f.Code] = f
		}
		if f := by[tc.void]; tc.void != "" && (f.Waiver != "" || !f.Blocking) {
			t.Errorf("%s: %s is %s and still waived by %q; %v", name, tc.void, f.Status, f.Waiver, d.Problems)
		}
		for _, code := range tc.hold {
			if by[code].Waiver != code {
				t.Errorf("%s: %s is not waived any more: %v %v", name, code, d.Problems, d.IdleWaivers)
			}
		}
	}

	// JSON that says the same is the same.
	doc, err := document.Parse("acme.yaml", profile, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(doc.Value())
	if err != nil {
		t.Fatal(err)
	}
	d := g.Check(context.Background(), gate.Request{Profile: gate.Bytes("acme.json", text), Engagement: example("common-paper").Engagement})
	if d.Counts != waived.Counts {
		t.Errorf("as JSON: %+v, want %+v", d.Counts, waived.Counts)
	}
}

// TestWaivedExample: the example of a waiver approves what its requirements
// reject.
func TestWaivedExample(t *testing.T) {
	in := func(name string) gate.Source { return gate.File(filepath.Join(examples, "waived", name)) }
	g := newGate(t, gate.Options{Requirements: in("requirements.yaml"), Waivers: in("waivers.yaml")})
	d := g.Check(context.Background(), example("managed-service"))
	if d.Verdict != finding.Approved || d.Counts.Waived != 1 || d.Counts.Fail != 1 || len(d.IdleWaivers) != 0 {
		t.Errorf("%s with %+v; %v", d.Verdict, d.Counts, d.IdleWaivers)
		for _, f := range d.Findings {
			if f.Blocking {
				t.Logf("%s blocks, observed %s", f.Code, f.Observed)
			}
		}
	}
	for _, w := range d.Waivers {
		if w.ID != "2026-014" || w.ExpiresOn != "2027-01-31" || w.Position.Line != 12 {
			t.Errorf("the waiver is %+v", w)
		}
	}
}

// TestWaiversRefused: a document that is named and wrong gives no gate.
func TestWaiversRefused(t *testing.T) {
	seen := strings.Repeat("a", 64)
	of := func(control string) gate.Source {
		return waiversFor(finding.Decision{ProfileID: "acme"}, finding.Finding{Code: "x", Control: control, Observed: seen})
	}
	for name, tc := range map[string]struct {
		waivers gate.Source
		want    string
	}{
		"missing":    {gate.File("nowhere.yaml"), "nowhere.yaml"},
		"misspelt":   {of("LIA-0"), `there is no control "LIA-0"`},
		"set by law": {of("MGD-01"), "a duty set by law"},
	} {
		g, err := gate.New(context.Background(), gate.Options{AsOf: asOf, Waivers: tc.waivers})
		var problems source.Problems
		if g != nil || !errors.Is(err, gate.ErrWaivers) || !errors.As(err, &problems) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
}

// TestLawCannotBeWaived holds the catalogue to the duties that no member can
// give up, and its advice to what a waiver can do.
func TestLawCannotBeWaived(t *testing.T) {
	var got []string
	for _, c := range newGate(t, gate.Options{}).Controls() {
		if !c.Waivable {
			got = append(got, c.Code)
		}
		// Where a report says so, somebody will ask: it has to lead somewhere.
		if asks := regexp.MustCompile(`\b(a|as a) waiver\b`).MatchString(c.Remediation + c.Request); asks && (!c.Waivable || c.Severity.Weight() < finding.Medium.Weight()) {
			t.Errorf("%s advises a waiver, and a waiver of it has no effect: %s", c.Code, c.Remediation)
		}
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(lawful))
	if !slices.Equal(got, want) {
		t.Errorf("nobody can waive %v, want %v", got, want)
	}
}

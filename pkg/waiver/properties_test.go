package waiver_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/pkg/waiver"
)

// anything is a catalogue in which every control exists and can be waived.
var anything = waiver.Catalogue{
	Find:    func(name string) (waiver.Control, bool) { return waiver.Control{ID: name, Waivable: true}, true },
	Unknown: func(string, source.Position) source.Problem { return source.Problem{} },
}

func drawDecision(t *rapid.T) finding.Decision {
	d := finding.Decision{ProfileID: "acme", Tier: &finding.Tier{Name: "T1"}}
	for i := range rapid.IntRange(1, 6).Draw(t, "controls") {
		f := finding.Finding{
			Control:  fmt.Sprintf("a.c%d", i),
			Severity: rapid.SampledFrom(finding.Severities).Draw(t, "severity"),
			Status:   oneOf(t, rapid.SampledFrom([]finding.Status{finding.Fail, finding.Unanswered}).Draw(t, "open"), rapid.SampledFrom(append(slices.Clone(finding.Statuses), "odd")).Draw(t, "status")),
		}
		f.Observed = digest(oneOf(t, 0, 1)) // of what cannot be waived too
		d.Findings = append(d.Findings, f)
	}
	return d
}

// oneOf draws mostly the first, so that many waivers hold.
func oneOf[T any](t *rapid.T, usual, other T) T {
	return rapid.SampledFrom([]T{usual, usual, usual, usual, other}).Draw(t, "one of")
}

func digest(n int) string { return strings.Repeat(fmt.Sprint(n), 64) }

// drawWaiver draws the text of one waiver.
func drawWaiver(t *rapid.T, id int) string {
	var controls, approvals []string
	for _, c := range rapid.SliceOfNDistinct(rapid.IntRange(0, 5), 1, 3, rapid.ID[int]).Draw(t, "of") {
		controls = append(controls, fmt.Sprintf("{control: a.c%d, observed: %q}", c, digest(oneOf(t, 0, 1))))
	}
	for range rapid.IntRange(1, 3).Draw(t, "approvals") {
		approvals = append(approvals, fmt.Sprintf("{name: %s, role: %s, on: 2026-10-01}",
			oneOf(t, rapid.SampledFrom([]string{"Bo", "Cy"}).Draw(t, "name"), "Ana"), rapid.SampledFrom([]string{"head", "risk"}).Draw(t, "role")))
	}
	return fmt.Sprintf(`- id: w%d
  match: {profile_id: %s}
  controls: [%s]
  reason: x
  requested_by: Ana
  approvals: [%s]
  granted_on: %s
  expires_on: %s
`, id, oneOf(t, "acme", "lake"), strings.Join(controls, ", "), strings.Join(approvals, ", "),
		oneOf(t, "2026-10-01", "2026-11-24"),
		oneOf(t, "2026-12-01", "2027-06-01"))
}

func apply(t *rapid.T, d finding.Decision, failOn finding.Severity, waivers ...string) finding.Decision {
	doc, err := document.Parse("w.yaml", []byte("apiVersion: vendorgate/v1\nkind: Waivers\nwaivers:\n"+strings.Join(waivers, "")), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := waiver.Load(doc, anything)
	if err != nil {
		t.Fatalf("%v\n%s", err, waivers)
	}
	d.Findings = slices.Clone(d.Findings)
	s.Apply(&d, "", waiver.Run{AsOf: "2026-11-23", FailOn: failOn})
	finding.Decide(&d, failOn, len(d.Findings))
	return d
}

// TestWaiversOnlyExcuse: whatever the waivers, they change nothing of a decision
// but that some findings that are not met or not answered no longer block.
// Together they excuse exactly what each excuses alone, a decision becomes
// approved only when every finding that blocked is excused, and every waiver for
// the profile is accounted for.
func TestWaiversOnlyExcuse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDecision(t)
		failOn := rapid.SampledFrom(finding.Severities).Draw(t, "fail on")
		var waivers []string
		for i := range rapid.IntRange(1, 4).Draw(t, "waivers") {
			waivers = append(waivers, drawWaiver(t, i))
		}
		before := d
		before.Findings = slices.Clone(d.Findings)
		finding.Decide(&before, failOn, len(d.Findings))
		after := apply(t, d, failOn, waivers...)

		alone := map[string]bool{}
		for _, w := range waivers {
			for _, f := range apply(t, d, failOn, w).Findings {
				alone[f.Control] = alone[f.Control] || f.Waiver != ""
			}
		}
		for i, f := range after.Findings {
			was := before.Findings[i]
			if f.Waiver == "" {
				if diff := cmp.Diff(was, f); diff != "" {
					t.Fatalf("a finding without a waiver changed:\n%s", diff)
				}
			} else if (was.Status != finding.Fail && was.Status != finding.Unanswered) || !was.Blocking || f.Blocking {
				t.Fatalf("waived: %+v, was %+v", f, was)
			}
			if (f.Waiver != "") != alone[f.Control] {
				t.Fatalf("%s is waived together %t, alone %t", f.Control, f.Waiver != "", alone[f.Control])
			}
			f.Waiver, f.Blocking = was.Waiver, was.Blocking
			if diff := cmp.Diff(was, f); diff != "" {
				t.Fatalf("a waiver changed more than it may:\n%s", diff)
			}
		}
		if (before.Verdict == finding.Undecided) != (after.Verdict == finding.Undecided) {
			t.Fatalf("waivers turn %s into %s", before.Verdict, after.Verdict)
		}
		for _, f := range after.Findings {
			if after.Verdict == finding.Approved && f.Waiver == "" && (f.Status == finding.Error || f.Severity.Weight() >= failOn.Weight() && (f.Status == finding.Fail || f.Status == finding.Unanswered)) {
				t.Fatalf("approved with %+v", f)
			}
		}
		for _, w := range after.Waivers {
			if !slices.ContainsFunc(after.Findings, func(f finding.Finding) bool { return f.Waiver == w.ID }) {
				t.Fatalf("%s is named and covers nothing", w.ID)
			}
		}
		told := len(after.IdleWaivers) + after.Counts.Waived
		if meant := accounted(waivers, after); told != meant {
			t.Fatalf("%d of %d controls in waivers are told", told, meant)
		}
	})
}

// accounted is how many controls the waivers for the profile name of those that
// the decision has.
func accounted(waivers []string, d finding.Decision) int {
	n := 0
	for _, w := range waivers {
		for _, f := range d.Findings {
			if strings.Contains(w, "profile_id: acme}") && strings.Contains(w, "{control: "+f.Control+",") {
				n++
			}
		}
	}
	return n
}

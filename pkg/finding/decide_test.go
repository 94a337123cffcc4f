package finding_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

func TestDecide(t *testing.T) {
	high := func(s finding.Status) finding.Finding {
		return finding.Finding{Control: "a.b", Severity: finding.High, Status: s}
	}
	low := finding.Finding{Control: "a.c", Severity: finding.Low, Status: finding.Fail}
	waived := high(finding.Fail)
	waived.Waiver = "w-1"
	waivedError := high(finding.Error)
	waivedError.Waiver = "w-1"
	for _, tc := range []struct {
		name      string
		fault     finding.Fault
		findings  []finding.Finding
		catalogue int
		want      finding.Verdict
		wantFault finding.Fault
	}{
		{"all pass", "", []finding.Finding{high(finding.Pass)}, 1, finding.Approved, ""},
		{"not applicable", "", []finding.Finding{high(finding.NotApplicable)}, 1, finding.Approved, ""},
		{"deferred", "", []finding.Finding{high(finding.Deferred)}, 1, finding.Approved, ""},
		{"fail at the threshold", "", []finding.Finding{high(finding.Fail)}, 1, finding.Rejected, ""},
		{"unanswered at the threshold", "", []finding.Finding{high(finding.Unanswered)}, 1, finding.Rejected, ""},
		{"fail below the threshold", "", []finding.Finding{low}, 1, finding.Approved, ""},
		{"waived fail", "", []finding.Finding{waived}, 1, finding.Approved, ""},
		{"a waiver never covers an error", "", []finding.Finding{waivedError}, 1, finding.Undecided, finding.FaultEvaluation},
		{"error", "", []finding.Finding{high(finding.Pass), high(finding.Error)}, 2, finding.Undecided, finding.FaultEvaluation},
		{"error beside a fail", "", []finding.Finding{high(finding.Fail), high(finding.Error)}, 2, finding.Undecided, finding.FaultEvaluation},
		{"a finding is missing", "", []finding.Finding{high(finding.Pass)}, 2, finding.Undecided, finding.FaultEvaluation},
		{"a finding too many", "", []finding.Finding{high(finding.Pass), high(finding.Pass)}, 1, finding.Undecided, finding.FaultEvaluation},
		{"no catalogue", "", nil, 0, finding.Undecided, finding.FaultEvaluation},
		{"no findings", "", nil, 1, finding.Undecided, finding.FaultEvaluation},
		{"no status", "", []finding.Finding{high("")}, 1, finding.Undecided, finding.FaultEvaluation},
		{"unknown status", "", []finding.Finding{high("passed")}, 1, finding.Undecided, finding.FaultEvaluation},
		{"invalid", finding.FaultInvalid, nil, 1, finding.Undecided, finding.FaultInvalid},
		{"invalid, though all pass", finding.FaultInvalid, []finding.Finding{high(finding.Pass)}, 1, finding.Undecided, finding.FaultInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := finding.Decision{Fault: tc.fault, Findings: tc.findings}
			finding.Decide(&d, finding.Medium, tc.catalogue)
			if d.Verdict != tc.want || d.Fault != tc.wantFault {
				t.Errorf("%s (%s), want %s (%s)", d.Verdict, d.Fault, tc.want, tc.wantFault)
			}
		})
	}
}

// TestApprovedIsProven: whatever the findings, a profile is approved only when
// each of them is known not to block and none is missing.
func TestApprovedIsProven(t *testing.T) {
	statuses := append([]finding.Status{"", "passed"}, finding.Statuses...)
	rapid.Check(t, func(t *rapid.T) {
		d := finding.Decision{Fault: rapid.SampledFrom([]finding.Fault{"", "", finding.FaultInvalid, finding.FaultInternal}).Draw(t, "fault")}
		n := rapid.IntRange(0, 4).Draw(t, "findings")
		for range n {
			d.Findings = append(d.Findings, finding.Finding{
				Status:   rapid.SampledFrom(statuses).Draw(t, "status"),
				Severity: rapid.SampledFrom(finding.Severities).Draw(t, "severity"),
				Waiver:   rapid.SampledFrom([]string{"", "w"}).Draw(t, "waiver"),
			})
		}
		failOn := rapid.SampledFrom(finding.Severities).Draw(t, "threshold")
		catalogue := rapid.IntRange(0, 4).Draw(t, "catalogue")
		fault := d.Fault
		finding.Decide(&d, failOn, catalogue)
		if d.Verdict != finding.Approved {
			return
		}
		if fault != "" || n == 0 || n != catalogue {
			t.Fatalf("approved with fault %q, %d findings for %d controls", fault, n, catalogue)
		}
		for _, f := range d.Findings {
			covered := f.Waiver != "" || f.Severity.Weight() < failOn.Weight()
			switch f.Status {
			case finding.Pass, finding.NotApplicable, finding.Deferred:
			case finding.Fail, finding.Unanswered:
				if !covered {
					t.Fatalf("approved with %+v at %s", f, failOn)
				}
			default:
				t.Fatalf("approved with %+v", f)
			}
		}
	})
}

func TestSummaryCountsEveryDecision(t *testing.T) {
	var s finding.Summary
	for _, d := range []finding.Decision{
		{Verdict: finding.Approved},
		{Verdict: finding.Rejected},
		{Verdict: finding.Undecided, Fault: finding.FaultInvalid},
		{Verdict: finding.Undecided, Fault: finding.FaultUnreadable},
		{Verdict: finding.Undecided, Fault: finding.FaultEvaluation},
		{Verdict: finding.Undecided, Fault: finding.FaultCancelled},
		{Verdict: finding.Undecided, Fault: finding.FaultInternal},
		{Verdict: finding.Undecided},
		{},
	} {
		s.Add(&d)
	}
	want := finding.Summary{Profiles: 9, Approved: 1, Rejected: 1, Undecided: 7, Invalid: 1, Unreadable: 1, Errors: 1, Cancelled: 1, Internal: 3}
	if s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestSort(t *testing.T) {
	findings := []finding.Finding{
		{Control: "own", Consideration: -1, Status: finding.Fail},
		{Control: "pass", Consideration: 2, Status: finding.Pass, Severity: finding.Critical},
		{Control: "low", Consideration: 2, Status: finding.Fail, Severity: finding.Low},
		{Control: "critical", Consideration: 2, Status: finding.Fail, Severity: finding.Critical},
		{Control: "intro", Consideration: 0, Status: finding.Unanswered},
	}
	finding.Sort(findings)
	want := []string{"intro", "critical", "low", "pass", "own"}
	for i, f := range findings {
		if f.Control != want[i] {
			t.Fatalf("at %d: %s, want %s", i, f.Control, want[i])
		}
	}
}

package report_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// TestSARIFKeepsWithinGitHubsLimits: beyond 25,000 results of a run the whole
// file would be refused. What does not block gives way to what does, and what is
// left out is counted.
func TestSARIFKeepsWithinGitHubsLimits(t *testing.T) {
	low, high := deductible, capFloor
	low.Answers, low.Required, high.Answers, high.Required = nil, nil, nil, nil
	var decisions []finding.Decision
	for range 3 {
		d := northwoods(finding.Rejected)
		for range 8000 {
			d.Findings = append(d.Findings, low)
		}
		d.Findings = append(d.Findings, high)
		decisions = append(decisions, d)
	}
	results := func(r *finding.Report) (counts map[string]int, last string) {
		var log struct {
			Runs []struct {
				Results []struct {
					RuleID  string
					Message struct{ Text string }
				}
			}
		}
		if err := json.Unmarshal(render(t, "sarif", r, report.Options{}), &log); err != nil {
			t.Fatal(err)
		}
		all := log.Runs[0].Results
		counts = map[string]int{"": len(all)}
		for _, result := range all {
			counts[result.RuleID]++
		}
		return counts, all[len(all)-1].Message.Text
	}
	want := map[string]int{"": 20002, "INS-14": 19998, "LIA-02": 3, "vendorgate/left-out": 1}
	if got, _ := results(run(decisions...)); !maps.Equal(got, want) {
		t.Errorf("of 24,000 that do not block and 3 that do there are %v, want %v", got, want)
	}

	crowd := northwoods(finding.Rejected)
	for range 25000 {
		crowd.Findings = append(crowd.Findings, high)
	}
	got, last := results(run(crowd, crowd, invalid().Decisions[0]))
	if got[""] != 25000 || got["vendorgate/left-out"] != 1 || !strings.Contains(last, "no room for 25004 more results") {
		t.Errorf("of 50,003 that block there are %v, want 24,999 and the count of the others, which is %q", got, last)
	}
}

// TestReportsForOtherReaders writes reports of every kind in every format, as
// FORMAT/SCENARIO, for readers that are not ours: .ci/reports has them judged
// by the schemas and the tools of each format.
func TestReportsForOtherReaders(t *testing.T) {
	if *folder == "" {
		t.Skip("-folder names no folder to write to")
	}
	reports := map[string]*finding.Report{
		"approved": approved(), "rejected": rejected(), "undecided": invalid(), "failed-policy": failedPolicy(),
		"several": several(), "odd": odd(), "nothing": nothing(), "hostile": hostileToAll(), "mixed": mixed(500),
	}
	for _, format := range report.Formats() {
		if err := os.MkdirAll(filepath.Join(*folder, format), 0o755); err != nil {
			t.Fatal(err)
		}
		for name, r := range reports {
			if err := os.WriteFile(filepath.Join(*folder, format, name), render(t, format, r, report.Options{}), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// oscalResults is what of OSCAL assessment results the tests look at.
type oscalResults struct {
	Results struct {
		UUID    string
		Results []struct {
			UUID     string
			Props    []struct{ Name, Value string }
			Findings []struct {
				UUID   string
				Target struct {
					ID     string `json:"target-id"`
					Status struct{ State, Reason string }
				}
			}
			Reviewed struct {
				Selections []struct {
					Include []oscalControlID `json:"include-controls"`
					Exclude []oscalControlID `json:"exclude-controls"`
				} `json:"control-selections"`
			} `json:"reviewed-controls"`
		}
	} `json:"assessment-results"`
}

type oscalControlID struct {
	ID string `json:"control-id"`
}

func oscalOf(t *testing.T, r *finding.Report) oscalResults {
	t.Helper()
	var results oscalResults
	if err := json.Unmarshal(render(t, "oscal", r, report.Options{}), &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// TestOnlyAPassIsSatisfied: OSCAL knows satisfied and not, and nothing that did
// not pass is satisfied. What does not apply was not reviewed.
func TestOnlyAPassIsSatisfied(t *testing.T) {
	for _, scenario := range []func() *finding.Report{approved, rejected, failedPolicy, noEngagement} {
		r := scenario()
		d := r.Decisions[0]
		result := oscalOf(t, r).Results.Results[0]
		state := map[string]string{}
		for _, f := range result.Findings {
			state[f.Target.ID] = f.Target.Status.State
		}
		for _, f := range d.Findings {
			want := "not-satisfied"
			switch f.Status {
			case finding.Pass:
				want = "satisfied"
			case finding.NotApplicable:
				want = ""
			}
			if state[f.Control] != want {
				t.Errorf("%s, which is %s, is %q, want %q", f.Control, f.Status, state[f.Control], want)
			}
		}
		selection := result.Reviewed.Selections[0]
		if len(selection.Exclude) != d.Counts.NotApplicable || len(selection.Include)+len(selection.Exclude) != d.Counts.Total {
			t.Errorf("%d controls reviewed and %d excluded of %+v", len(selection.Include), len(selection.Exclude), d.Counts)
		}
		if got, want := state["vendorgate.decision"], map[bool]string{true: "not-satisfied"}[d.Verdict == finding.Undecided]; got != want {
			t.Errorf("the finding of a profile that is %s is %q, want %q", d.Verdict, got, want)
		}
	}
}

// TestUndecidedIsNotSatisfied: a profile without findings does not look clean.
func TestUndecidedIsNotSatisfied(t *testing.T) {
	for _, result := range oscalOf(t, several()).Results.Results[2:] {
		if len(result.Findings) != 1 || result.Findings[0].Target.Status.State != "not-satisfied" || result.Props[0].Value != "undecided" {
			t.Errorf("an undecided profile has the findings %+v and the properties %+v", result.Findings, result.Props)
		}
	}
}

// TestIdentifiersAreMadeOfWhatTheyIdentify: the same run has the same ones, and
// whatever makes it another run makes others.
func TestIdentifiersAreMadeOfWhatTheyIdentify(t *testing.T) {
	before := oscalOf(t, rejected()).Results
	if again := oscalOf(t, rejected()).Results; again.UUID != before.UUID || again.Results[0].UUID != before.Results[0].UUID {
		t.Error("the same run has other identifiers")
	}
	for name, change := range map[string]func(*finding.Report){
		"profile":      func(r *finding.Report) { r.Decisions[0].Profile.SHA256 = strings.Repeat("00", 32) },
		"engagement":   func(r *finding.Report) { r.Decisions[0].Engagement.SHA256 = strings.Repeat("00", 32) },
		"policies":     func(r *finding.Report) { r.Provenance.PolicySHA256 = strings.Repeat("00", 32) },
		"requirements": func(r *finding.Report) { r.Provenance.SettingsSHA256 = strings.Repeat("00", 32) },
		"day":          func(r *finding.Report) { r.Provenance.AsOf = "2027-01-01" },
		"threshold":    func(r *finding.Report) { r.Provenance.FailOn = "low" },
		"version":      func(r *finding.Report) { r.Provenance.Tool = "0.2.0" },
	} {
		r := rejected()
		change(r)
		after := oscalOf(t, r).Results
		if after.UUID == before.UUID || after.Results[0].UUID == before.Results[0].UUID || after.Results[0].Findings[0].UUID == before.Results[0].Findings[0].UUID {
			t.Errorf("another %s, and yet an identifier is the same", name)
		}
	}
	r := rejected()
	r.Complete = false
	if oscalOf(t, r).Results.UUID == before.UUID {
		t.Error("an interrupted run has the identifier of the whole one")
	}
}

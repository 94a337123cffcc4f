package requirements_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/requirements"
)

func TestMinimumsInWords(t *testing.T) {
	t.Parallel()
	all := requirements.Parameters()
	for _, test := range []struct{ name, value, want string }{
		{"liability.cap_min", `5000000`, "Liability cap: at least 5,000,000 EUR"},
		{"insurance.cyber.per_claim", `999`, "Cyber insurance, limit per claim: at least 999 EUR"},
		{"insurance.deductible_max", `1000`, "Deductible or retention: at most 1,000 EUR"},
		{"incident.notice_hours_max", `1`, "Time to report an incident: at most 1 hour"},
		{"incident.notice_hours_max_by_class", `{"fti":12,"security_information":1}`, "Time to report, by class of data: at most 12 hours for federal tax information (FTI), 1 hour for security information"},
		{"incident.notice_hours_max_by_class", `{}`, "Time to report, by class of data: none"},
		{"regulated.addenda_by_class", `{"fti":"pub1075","education":"ferpa_terms"}`, "Addendum for each class: FERPA terms for education records, IRS Publication 1075 for federal tax information (FTI)"},
		{"continuity.results_every_months_max", `12`, "Time between test results: at most 12 months"},
		{"training.min_completion_percent", `95`, "Share of staff trained: at least 95 %"},
		{"training.min_completion_percent", `100`, "Share of staff trained: all, 100 %"},
		{"insurance.cyber.coinsurance_percent_max", `0`, "Cyber insurance, coinsurance: none"},
		{"insurance.am_best_fsc_min", `"VII"`, "Insurer's AM Best size category: VII or larger"},
		{"insurance.am_best_fsc_min", `"XV"`, "Insurer's AM Best size category: XV"},
		{"passwords.min_length_with_mfa", `8`, "Password length with second factor: at least 8 characters"},
		{"reviews.declined_allowed_severity", `"medium"`, "Heaviest advice that may be declined: of medium severity"},
		{"evidence.expiry_grace_days", `0`, "Grace after expiry: none"},
		{"evidence.expiry_grace_days", `1`, "Grace after expiry: at most 1 day"},
		{"incident.business_day_worst_case_hours", `96`, "A business day counts as: 96 hours"},
		{"continuity.accept_summary", `true`, "Summary in place of the plan: accepted"},
		{"encryption.min_tls", `"1.2"`, "TLS version: 1.2 or newer"},
		{"encryption.min_tls", `"1.3"`, "TLS version: 1.3"},
		{"continuity.required_scenarios", `["ransomware","loss_of_site"]`, "Events the plan must cover: all of: ransomware, loss of site"},
		{"termination.formats_accepted", `["csv","json"]`, "Usable data formats: any of: CSV, JSON"},
		{"termination.formats_accepted", `[]`, "Usable data formats: none"},
		{"insurance.primary_required", `true`, "Primary and noncontributory: required"},
		{"insurance.expiry_day_counts", `false`, "Expiry day counts as covered: no"},
	} {
		p := all[slices.IndexFunc(all, func(p requirements.Parameter) bool { return p.Name == test.name })]
		d := json.NewDecoder(strings.NewReader(test.value))
		d.UseNumber()
		var value any
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		if got := p.Label() + ": " + p.Say(value, "EUR"); got != test.want {
			t.Errorf("%s %s is said as %q, want %q", test.name, test.value, got, test.want)
		}
	}
}

// TestWhatAsksForNothing: a switch that is off is no demand, whichever way it is on.
func TestWhatAsksForNothing(t *testing.T) {
	t.Parallel()
	all := requirements.Parameters()
	for _, test := range []struct {
		name  string
		value any
		want  bool
	}{
		{"insurance.subrogation_waiver_required", true, true},
		{"insurance.subrogation_waiver_required", false, false},
		{"insurance.expiry_day_counts", false, true},
		{"insurance.expiry_day_counts", true, false},
		{"continuity.accept_summary", true, true}, // worth knowing, as a summary will do
		{"liability.cap_vs_insurance", "off", false},
		{"liability.cap_vs_insurance", "at_least_insurance", true},
		{"mfa.remote_access_min", "none", false},
		{"mfa.remote_access_min", "some", true},
		{"definitions.required_terms", []any{}, false},
		{"termination.formats_accepted", []any{}, true}, // nothing is accepted
		{"regulated.addenda_by_class", map[string]any{}, false},
		{"insurance.deductible_max", json.Number("0"), true},
	} {
		p := all[slices.IndexFunc(all, func(p requirements.Parameter) bool { return p.Name == test.name })]
		if got := p.Demands(test.value); got != test.want {
			t.Errorf("%s at %v asks for something: %t, want %t", test.name, test.value, got, test.want)
		}
	}
}

var update = flag.Bool("update", false, "rewrite testdata/minimums.txt")

// TestEveryShippedMinimumInWords keeps what a reader of a report is shown of each
// minimum where a review sees it change: a line for each parameter and value, and
// which of them ask for nothing.
func TestEveryShippedMinimumInWords(t *testing.T) {
	t.Parallel()
	shipped, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range requirements.Parameters() {
		var lines []string
		for _, tier := range []string{"T1", "T2", "T3", "T4"} {
			v, ok := shipped.Lookup(tier, p.Name)
			if !ok {
				continue
			}
			line := p.Label() + ": " + p.Say(v.Value, "USD")
			if !p.Demands(v.Value) {
				line += "   (asks for nothing)"
			}
			if n := len(lines); n > 0 && strings.HasSuffix(lines[n-1], "  "+line) {
				lines[n-1] = strings.Replace(lines[n-1], "  "+line, " "+tier+"  "+line, 1)
				continue
			}
			lines = append(lines, tier+"  "+line)
		}
		if len(lines) == 0 {
			lines = []string{"not asked by the shipped minimums"}
		}
		fmt.Fprintf(&b, "%s\n  %s\n", p.Name, strings.Join(lines, "\n  "))
	}
	const file = "testdata/minimums.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil { //nolint:gosec // a test's own file
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("%s is not what is said now (read it, then rewrite it with -update):\n%s", file, got)
	}
}

package requirements_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/requirements"
)

func TestMinimumsInWords(t *testing.T) {
	t.Parallel()
	all := requirements.Parameters()
	for _, test := range []struct{ name, value, want string }{
		{"liability.cap_min", `5000000`, "Smallest liability cap: at least 5,000,000 EUR"},
		{"insurance.cyber.per_claim", `999`, "Cyber insurance, limit per claim: at least 999 EUR"},
		{"insurance.deductible_max", `1000`, "Largest deductible: at most 1,000 EUR"},
		{"incident.notice_hours_max", `1`, "Hours to report an incident: at most 1 hour"},
		{"incident.notice_hours_max_by_class", `{"fti":12,"security_information":1}`, "Hours for a class of data: at most 12 hours for fti, 1 hour for security information"},
		{"incident.notice_hours_max_by_class", `{}`, "Hours for a class of data: none"},
		{"regulated.addenda_by_class", `{"fti":"pub1075","education":"ferpa_terms"}`, "Addendum for each class: ferpa terms for education, pub1075 for fti"},
		{"continuity.results_every_months_max", `12`, "Months between test results: at most 12 months"},
		{"training.min_completion_percent", `95`, "Share of staff trained: at least 95 %"},
		{"encryption.min_tls", `"1.2"`, "Oldest TLS version: 1.2 or better"},
		{"encryption.min_tls", `"1.3"`, "Oldest TLS version: 1.3"},
		{"continuity.required_scenarios", `["ransomware","loss_of_site"]`, "Events the plan must cover: all of: ransomware, loss of site"},
		{"termination.formats_accepted", `["csv","json"]`, "Usable data formats: any of: csv, json"},
		{"termination.formats_accepted", `[]`, "Usable data formats: none"},
		{"insurance.primary_required", `true`, "Primary and noncontributory: yes"},
		{"insurance.expiry_day_counts", `false`, "Expiry day is covered: no"},
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

package gate_test

import (
	"slices"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

// TestDemands: what a control reads only to weigh something else with, and what is
// switched off, is no demand of anybody; the saved form keeps it all the same.
func TestDemands(t *testing.T) {
	t.Parallel()
	d := newGate(t, gate.Options{}).Check(t.Context(), example("common-paper"))
	for code, want := range map[string]struct{ demands, asides []string }{
		"INS-11": {
			[]string{"insurance.cancellation_notice_days_min", "insurance.primary_required"},
			[]string{"insurance.certificate_max_age_days", "insurance.subrogation_waiver_required"},
		},
		"INS-12": {[]string{"insurance.tail_months_min"}, []string{"insurance.certificate_max_age_days"}},
	} {
		f := d.Findings[slices.IndexFunc(d.Findings, func(f finding.Finding) bool { return f.Code == code })]
		for _, name := range want.demands {
			if !isNamed(f.Demands(), name) {
				t.Errorf("%s does not demand %s", code, name)
			}
		}
		for _, name := range want.asides {
			if isNamed(f.Demands(), name) || !isNamed(f.Required, name) {
				t.Errorf("%s: %s is demanded, or is not kept", code, name)
			}
		}
	}
}

func isNamed(list []finding.Requirement, name string) bool {
	return slices.ContainsFunc(list, func(r finding.Requirement) bool { return r.Name == name })
}

package gate_test

import (
	"slices"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

// TestSilentContract: an answer for which the contract was read in vain makes the
// control that needs it fail, where an answer that is merely missing is asked for.
func TestSilentContract(t *testing.T) {
	g := newGate(t, gate.Options{})
	for _, tc := range []struct {
		change func(contract map[string]any)
		want   map[string]finding.Status // by code
	}{
		{
			func(contract map[string]any) { delete(contract["continuity"].(map[string]any), "rto_hours") },
			map[string]finding.Status{"BCP-07": finding.Unanswered, "TRM-04": finding.Pass, "REV-05": finding.Pass},
		},
		{
			func(contract map[string]any) {
				delete(contract["continuity"].(map[string]any), "rto_hours")
				delete(contract["termination"].(map[string]any), "return_days")
				delete(contract["review_rights"].(map[string]any), "cadence_months")
				contract["silent_on"] = []any{
					"/contract/termination/return_days", "/contract/continuity/rto_hours", "/contract/review_rights/cadence_months",
				}
			},
			map[string]finding.Status{"BCP-07": finding.Fail, "TRM-04": finding.Fail, "REV-05": finding.Fail},
		},
		{
			// Another answer that the control needs is still to be had.
			func(contract map[string]any) {
				delete(contract, "continuity")
				contract["silent_on"] = []any{"/contract/continuity/rto_hours"}
			},
			map[string]finding.Status{"BCP-07": finding.Unanswered},
		},
	} {
		p := readPurchase(t, "in-order")
		tc.change(p.profile["contract"].(map[string]any))
		d := g.Check(t.Context(), p.request(t, "json", encoded))
		for _, f := range d.Findings {
			want, ok := tc.want[f.Code]
			if !ok {
				continue
			}
			if f.Status != want {
				t.Errorf("%s is %s, want %s", f.Code, f.Status, want)
			}
			silent := slices.ContainsFunc(f.Reasons, func(r finding.Reason) bool {
				return r.Message == "the contract says nothing on this"
			})
			if silent != (want == finding.Fail) {
				t.Errorf("%s is %s with the reasons %v", f.Code, f.Status, f.Reasons)
			}
			delete(tc.want, f.Code)
		}
		if len(tc.want) > 0 {
			t.Errorf("no finding for %v (%v)", tc.want, d.Problems)
		}
	}
}

// TestSilentOnMustBeTrue: what is answered is not left open, and what is no answer
// settles nothing.
func TestSilentOnMustBeTrue(t *testing.T) {
	g := newGate(t, gate.Options{})
	for pointer, want := range map[string]string{
		"/contract/continuity/rto_hours": "the contract is said to be silent on /contract/continuity/rto_hours, which is answered at profile.yaml:9:16; remove the one that is wrong",
		"/contract/continuity/rto_hour":  `there is no answer "/contract/continuity/rto_hour"; did you mean "/contract/continuity/rto_hours"?`,
		"/contract/continuity":           `there is no answer "/contract/continuity"; name a single answer of the contract, outside of lists, such as /contract/continuity/rto_hours`,
		"/contract/scope/services/code":  `there is no answer "/contract/scope/services/code"; did you mean "/contract/scope/services"?`,
		"/contract/continuity/rpo_hours": "",
		"/contract/definitions":          "",
	} {
		d := g.Check(t.Context(), gate.Request{Profile: gate.Bytes("profile.yaml", []byte(`apiVersion: vendorgate/v1
kind: VendorProfile
profile_id: acme
currency: USD
vendor: {legal_name: Acme}
contract:
  silent_on: [`+pointer+`]
  continuity:
    rto_hours: 4
    rpo_hours: null
`))})
		got := ""
		for _, p := range d.Problems {
			if p.Position.Line != 7 {
				t.Errorf("%s: the problem is said to be in line %d", pointer, p.Position.Line)
			}
			got += p.Message + "; " + p.Hint
		}
		if got != want {
			t.Errorf("%s: %q, want %q", pointer, got, want)
		}
		if invalid := d.Fault == finding.FaultInvalid; invalid != (want != "") {
			t.Errorf("%s: the fault is %q", pointer, d.Fault)
		}
	}
}

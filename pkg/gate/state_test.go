package gate_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

// TestMemberOfAnotherState: the law of one state is not asked of a member of
// another, every report says what is off and why, and the member's own law
// takes its place.
func TestMemberOfAnotherState(t *testing.T) {
	g := newGate(t, gate.Options{
		Requirements: gate.File(filepath.Join(examples, "other-state", "requirements.yaml")),
		Policies:     []string{filepath.Join(examples, "other-state", "policies")},
	})
	d := g.Check(context.Background(), example("managed-service"))
	statuses := map[string]finding.Status{}
	for _, f := range d.Findings {
		statuses[f.Code] = f.Status
		if f.Blocking && f.Code != "SCO-03" {
			t.Errorf("%s blocks: %v", f.Code, f.Reasons)
		}
	}
	for code, want := range map[string]finding.Status{
		"MGD-01": finding.NotApplicable,
		"MGD-02": finding.NotApplicable,
		"MGD-03": finding.NotApplicable,
		"MGD-04": finding.NotApplicable,
		"WIS-01": finding.Pass,
		"SCO-03": finding.Fail, // the contract is under Minnesota's law
	} {
		if statuses[code] != want {
			t.Errorf("%s: %s, want %s", code, statuses[code], want)
		}
	}
	listed := map[string]bool{}
	for _, w := range g.Report(nil, true).Weakenings {
		if w.Reason == "it is the law of US-MN, and the member belongs to US-WI" && w.Position.Line > 0 {
			listed[w.Control] = true
		}
	}
	if len(listed) != 4 {
		t.Errorf("of the four controls that are off, the report lists %v", listed)
	}
}

// TestStateOfTheMember: without a state, or in the state itself, its law holds
// and cannot be switched off.
func TestStateOfTheMember(t *testing.T) {
	document := func(member, controls string) gate.Source {
		return gate.Bytes("county.yaml", []byte("apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\n"+member+controls))
	}
	for _, member := range []string{"", "member: {name: Prairie Rose County}\n", "member: {name: Prairie Rose County, state: US-MN}\n"} {
		g := newGate(t, gate.Options{Requirements: document(member, "")})
		for _, f := range g.Check(context.Background(), example("in-breach")).Findings {
			if f.Code == "MGD-01" && f.Status != finding.Fail {
				t.Errorf("with %q MGD-01 is %s", member, f.Status)
			}
		}
		off := "controls:\n  - {control: MGD-01, disabled: {reason: we would rather not}}\n"
		_, err := gate.New(context.Background(), gate.Options{AsOf: asOf, Requirements: document(member, off)})
		if !errors.Is(err, gate.ErrRequirements) || !strings.Contains(err.Error(), "duty set by law") {
			t.Errorf("with %q switching MGD-01 off: %v", member, err)
		}
	}
}

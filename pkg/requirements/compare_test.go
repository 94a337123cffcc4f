package requirements_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	load := func(text string) *requirements.Set {
		doc, err := document.Parse("county.yaml", []byte("apiVersion: vendorgate/v1\nkind: Requirements\n"+text), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		set, err := requirements.Load(doc)
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	old := load(`currency: USD
minimums: {incident: {exercise_max_age_days: 300}, dispute: {mechanisms_accepted: [litigation]}}
tiers: {T1: {liability: {cap_min: 9000000}}}
settings: {individuals_t1: 1000}
`)
	if got := requirements.Compare(old, old); len(got) > 0 {
		t.Errorf("a set differs from itself: %+v", got)
	}
	changed := load(`currency: USD
minimums: {incident: {exercise_max_age_days: 200}, dispute: {mechanisms_accepted: [litigation, mediation]}}
tiers: {T1: {liability: {cap_min: 8000000}}}
settings: {individuals_t1: 2000}
`)
	type brief struct {
		Name, What string
		Effect     requirements.Effect
	}
	briefly := func(changes []requirements.Change) (out []brief) {
		for _, c := range changes {
			out = append(out, brief{c.Name, c.What, c.Effect})
		}
		return out
	}
	want := []brief{
		{"dispute.mechanisms_accepted", "also accepts mediation", requirements.Weaker},
		{"incident.exercise_max_age_days", "300 → 200", requirements.Stricter},
		{"liability.cap_min", "9000000 → 8000000", requirements.Weaker},
		{"settings.individuals_t1", "1000 → 2000", requirements.Weaker},
	}
	if diff := cmp.Diff(want, briefly(requirements.Compare(old, changed)), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	for i, c := range briefly(requirements.Compare(changed, old)) {
		if (c.Effect == requirements.Weaker) == (want[i].Effect == requirements.Weaker) {
			t.Errorf("%s is %s both ways", c.Name, c.Effect)
		}
	}
}

package authoring

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/gate"
)

// TestCompareVersionsOfTheShippedPolicies: a folder laid out as the shipped
// policies are stands in for them, and its defaults for the shipped minimums.
func TestCompareVersionsOfTheShippedPolicies(t *testing.T) {
	t.Parallel()
	const folder = "../../policies"
	old, err := OpenVersion(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(old.Own) > 0 || len(old.Shipped) < 40 || !strings.HasSuffix(old.Requirements.Name, "defaults.yaml") {
		t.Fatalf("%s is %d shipped modules, %d own ones, and the requirements %s", folder, len(old.Shipped), len(old.Own), old.Requirements.Name)
	}
	changed := *old
	changed.Shipped = slices.Clone(old.Shipped)
	const before, after = `cap_kind in {"none", "silent", "fixed"}`, `cap_kind in {"none", "silent", "fixed", "fees_multiple"}`
	for i, m := range changed.Shipped {
		changed.Shipped[i].Text = strings.Replace(m.Text, before, after, 1)
	}
	changed.Requirements = gate.Bytes(old.Requirements.Name,
		[]byte(strings.ReplaceAll(string(old.Requirements.Data), "exercise_max_age_days: 365", "exercise_max_age_days: 400")))
	selection := gate.Selection{Paths: []string{"../../testdata/examples/common-paper/engagement.yaml"}}
	d, err := Compare(context.Background(), old, &changed, gate.Options{AsOf: "2026-11-23"}, &selection)
	if err != nil {
		t.Fatal(err)
	}
	var weaker []string
	for _, w := range d.Weaker {
		weaker = append(weaker, w.What)
	}
	for _, want := range []string{
		"incident.exercise_max_age_days for ",
		"Tidemark Civic Software, Inc.: liability.cap_not_fees_only: fail → pass",
	} {
		if !slices.ContainsFunc(weaker, func(w string) bool { return strings.Contains(w, want) }) {
			t.Errorf("weaker are %q, want %q among them", weaker, want)
		}
	}
	if len(weaker) != 2 {
		t.Errorf("weaker are %q, want two", weaker)
	}
	if back, err := Compare(context.Background(), &changed, old, gate.Options{AsOf: "2026-11-23"}, &selection); err != nil || len(back.Weaker) > 0 {
		t.Errorf("the other way round %v is weaker: %v", back.Weaker, err)
	}
}

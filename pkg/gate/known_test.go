package gate

import (
	"context"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

var update = flag.Bool("update", false, "rewrite recorded files")

// TestKnownAnswersRecord holds the recorded answers to the examples that they
// were made from. Read what changes before you commit it: it is what every
// build is measured against.
func TestKnownAnswersRecord(t *testing.T) {
	const file = "../../policies/known_answers.json"
	want := known{AsOf: "2026-11-23"}
	policies, defaults := shippedPolicies(t)
	engine, err := policies.Engine(context.Background(), policy.Settings{
		AsOf: want.AsOf, Minimums: defaults.Minimums(), General: defaults.Settings(),
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"in-order", "in-breach"} {
		input := readExample(t, name)
		outcome, err := engine.Evaluate(context.Background(), input)
		if err != nil {
			t.Fatal(err)
		}
		want.Cases = append(want.Cases, knownCase{Name: name, Input: input, Statuses: outcome.Statuses})
	}
	if *update {
		data, err := json.MarshalIndent(want, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	got, err := loadKnown()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, *got); diff != "" && !*update {
		t.Errorf("policies/known_answers.json is stale; read the difference, then go test ./pkg/gate -run TestKnownAnswersRecord -update\n%s", diff)
	}
}

func shippedPolicies(t *testing.T) (*policy.Policies, *requirements.Set) {
	t.Helper()
	modules, err := policy.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	policies, err := policy.Compile(modules, nil)
	if err != nil {
		t.Fatal(err)
	}
	defaults, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return policies, defaults
}

func readExample(t *testing.T, name string) map[string]any {
	t.Helper()
	read := func(file string) map[string]any {
		doc, err := document.ReadFile(filepath.Join("../../testdata/examples", name, file), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		return doc.Value()
	}
	input := maps.Clone(read("profile.yaml"))
	input["engagement"] = read("engagement.yaml")
	return input
}

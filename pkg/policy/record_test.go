package policy_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/policy"
)

var update = flag.Bool("update", false, "rewrite recorded files")

// TestRecord holds the recorded catalogue to the policies it stands for. The
// policies are compiled with a control of a member's beside them, so that
// everything is derived anew.
func TestRecord(t *testing.T) {
	const file = "../../policies/record.json"
	derived, err := policy.Derive(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	want, err := derived.Record()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("policies/record.json is stale: run go generate ./pkg/policy")
	}
}

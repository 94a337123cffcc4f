package authoring

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool builds one of the pinned tools, or skips the test where that cannot be.
func tool(t *testing.T, name string) string {
	t.Helper()
	cmd := exec.Command(".ci/tool", name) //nolint:gosec // a tool of ours
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("%s cannot be built here: %v", name, err)
	}
	return strings.TrimSpace(string(out))
}

// TestEditorFiles: with what is written, OPA's type checker finds a misspelt
// field and a misspelt minimum, and regal has nothing against a control as
// `policy new` writes it.
func TestEditorFiles(t *testing.T) {
	t.Parallel()
	opa, regal := tool(t, "opa"), tool(t, "regal")
	folder := t.TempDir()
	if _, kept, err := WriteEditor(folder); err != nil || kept != "" {
		t.Fatal(kept, err)
	}
	policies := filepath.Join(folder, "policies")
	for _, o := range []NewOptions{
		{Name: "county.cap_is_high", Dir: policies},
		{Name: "county.claim_limit", Dir: policies, Field: "insurance.policies[].limits.per_claim", Value: "2000000", AtLeast: true},
	} {
		if _, _, err := New(o); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) (string, bool) {
		cmd := exec.Command(name, args...) //nolint:gosec // see tool
		cmd.Dir = folder
		out, err := cmd.CombinedOutput()
		return string(out), err == nil
	}
	check := []string{"check", "--strict", "--schema", ".vendorgate/schemas", ".vendorgate/rego", "policies"}
	if out, ok := run(opa, check...); !ok {
		t.Errorf("opa check refuses what `policy new` writes:\n%s", out)
	}
	if out, ok := run(regal, "lint", "--no-color", "policies"); !ok {
		t.Errorf("regal has something against what `policy new` writes:\n%s", out)
	}
	misspelt := "package controls.misspelt\n\nanswer if input.insurence.policies\n\nminimum if data.requirements.liability.cap_minn\n"
	if err := os.WriteFile(filepath.Join(policies, "misspelt.rego"), []byte(misspelt), 0o600); err != nil {
		t.Fatal(err)
	}
	out, ok := run(opa, check...)
	for _, want := range []string{"undefined ref: input.insurence", "undefined ref: data.requirements.liability.cap_minn"} {
		if ok || !strings.Contains(out, want) {
			t.Errorf("opa check says %q, want %q", out, want)
		}
	}
	if _, kept, err := WriteEditor(folder); err != nil || !strings.HasSuffix(kept, ".regal/config.yaml") {
		t.Errorf("a configuration that exists is not kept: %q %v", kept, err)
	}
}

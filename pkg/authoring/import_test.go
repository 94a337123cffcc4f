package authoring

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// conftest returns the program and the folder of its own examples, as the module
// cache has them.
func conftest(t *testing.T) (program, examples string) {
	t.Helper()
	output := func(folder, name string, args ...string) string {
		cmd := exec.Command(name, args...) //nolint:gosec // the commands stand below
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GOWORK=off")
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		if err != nil {
			t.Skipf("conftest cannot be built here: %v: %s", err, complaint.String())
		}
		return strings.TrimSpace(string(out))
	}
	program = output("../..", ".ci/tool", "conftest")
	module := output("../../.ci/tools/conftest", "go", "list", "-m", "-f", "{{.Dir}}", "github.com/open-policy-agent/conftest")
	return program, filepath.Join(module, "examples")
}

// TestImportAgreesWithConftest runs conftest's own examples by both, as far as
// their inputs are YAML or JSON. Every message has to be the same; what else
// differs, differs on purpose, and its reason stands here.
func TestImportAgreesWithConftest(t *testing.T) {
	t.Parallel()
	program, examples := conftest(t)
	for _, test := range []struct {
		folder, input string
		all           bool
		// asked are the controls that lack an answer where conftest is content.
		asked map[string]string
		// refused is why the rules are not run at all.
		refused, because string
	}{
		{folder: "kubernetes/policy", input: "kubernetes/deployment.yaml"},
		{folder: "kubernetes/policy", input: "kubernetes/service.yaml"},
		{folder: "report/policy_print", input: "kubernetes/deployment.yaml"},
		{folder: "configfile/test", input: "configfile/deployment.yaml", all: true},
		{folder: "cyclonedx/policy", input: "cyclonedx/cyclonedx.json"},
		{folder: "compose/policy", input: "compose/docker-compose.yml"},
		{folder: "compose/policy", input: "compose/docker-compose-valid.yml", asked: map[string]string{
			"imported.main.deny_no_images_tagged_latest": "one of the services names no image, so nobody knows which it uses",
		}},
		{folder: "awssam/policy", input: "awssam/lambda.yaml"},

		{
			folder: "data/policy", input: "data/service.yaml", refused: "data.services is in no file of the folder",
			because: "without --data conftest finds nothing wrong with the service",
		},
		{
			folder: "exceptions/policy", input: "exceptions/deployments.yaml", refused: "the rule exception takes findings away",
			because: "exceptions are waivers here, with a reason and an end",
		},
		{
			folder: "capabilities", input: "kubernetes/deployment.yaml", refused: "there is no rule deny, violation or warn",
			because: "conftest runs no test, and reports success",
		},
		{
			folder: "builtin-errors", input: "kubernetes/deployment.yaml", refused: "undefined function net.lookup_ip_addr",
			because: "policies reach no network; conftest takes the failed look-up for a pass",
		},
		{
			folder: "strict-rules/policy", input: "kubernetes/deployment.yaml", refused: "`else` is not allowed here",
			because: "what one case hides in another cannot be judged where an answer is missing",
		},
		{
			folder: "serverless/policy", input: "serverless/serverless.yaml", refused: "undefined function has_field",
			because: "the example calls a function that it does not have; conftest refuses it too",
		},
	} {
		t.Run(test.input+" by "+test.folder, func(t *testing.T) {
			t.Parallel()
			input := parsedBy(t, program, filepath.Join(examples, test.input))
			o := ImportOptions{Package: "imported", AllNamespaces: test.all}
			imported, err := ReadImport(filepath.Join(examples, test.folder), o)
			var loose *policy.Loose
			if err == nil {
				loose, err = policy.CompileLoose(context.Background(), imported.Files)
			}
			if test.refused != "" {
				if err == nil || !strings.Contains(err.Error(), test.refused) {
					t.Fatalf("got %v, want it refused with %q, because %s", err, test.refused, test.because)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			doc, err := document.ReadFile(input, document.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			findings, err := loose.Evaluate(context.Background(), doc.Value())
			if err != nil {
				t.Fatal(err)
			}
			var failures, warnings []string
			for _, f := range findings {
				switch {
				case f.Status == finding.Pass:
					if len(f.Messages) > 0 {
						t.Errorf("%s passes, and says %q", f.Control, f.Messages)
					}
				case test.asked[f.Control] != "":
					if f.Status != finding.Unanswered || len(f.Messages) > 0 {
						t.Errorf("%s is %s with %q, want it unanswered, because %s", f.Control, f.Status, f.Messages, test.asked[f.Control])
					}
				case len(f.Messages) == 0:
					t.Errorf("%s is %s where conftest finds nothing; it lacks %q", f.Control, f.Status, f.Missing)
				case f.Severity == finding.Low:
					warnings = append(warnings, f.Messages...)
				default:
					failures = append(failures, f.Messages...)
				}
			}
			wantFailures, wantWarnings := judgedBy(t, program, filepath.Join(examples, test.folder), input, test.all)
			for _, list := range [][]string{failures, warnings, wantFailures, wantWarnings} {
				slices.Sort(list)
			}
			if diff := cmp.Diff([][]string{slices.Compact(wantFailures), wantWarnings}, [][]string{slices.Compact(failures), warnings}, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("conftest (-) and the imported rules (+) differ:\n%s", diff)
			}
		})
	}
}

// parsedBy is a file as conftest reads it, which knows more of YAML than we
// accept, such as the tags of CloudFormation.
func parsedBy(t *testing.T, program, name string) string {
	t.Helper()
	out, err := exec.Command(program, "parse", name).Output() //nolint:gosec // see conftest
	if err != nil {
		t.Fatalf("conftest parse %s: %v", name, err)
	}
	input := filepath.Join(t.TempDir(), "input.json")
	if err := os.WriteFile(input, bytes.TrimSpace(out), 0o600); err != nil {
		t.Fatal(err)
	}
	return input
}

// judgedBy are the messages of conftest.
func judgedBy(t *testing.T, program, folder, input string, all bool) (failures, warnings []string) {
	t.Helper()
	args := []string{"test", "--output", "json", "--policy", folder, input}
	if all {
		args = append(args, "--all-namespaces")
	}
	out, err := exec.Command(program, args...).Output() //nolint:gosec // see conftest
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	type result struct {
		Msg string `json:"msg"`
	}
	var results []struct{ Failures, Warnings []result }
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatalf("conftest %v: %v in %q", args, err, out)
	}
	for _, r := range results {
		for _, f := range r.Failures {
			failures = append(failures, f.Msg)
		}
		for _, w := range r.Warnings {
			warnings = append(warnings, w.Msg)
		}
	}
	return failures, warnings
}

package authoring

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// conftest returns the program and the folder of its own examples, as the module
// cache has them. Where it cannot be built the test is skipped; .ci/run sees to it
// that it is not skipped there.
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
	// The program may be left from a time when the module cache was another one.
	output("../../.ci/tools/conftest", "go", "mod", "download", "github.com/open-policy-agent/conftest")
	module := output("../../.ci/tools/conftest", "go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", "github.com/open-policy-agent/conftest")
	version, folder, _ := strings.Cut(module, " ")
	if !strings.HasPrefix(version, "v0.71.") {
		t.Fatalf("conftest is %s: compare the examples of the new version, and change this line", version)
	}
	return program, filepath.Join(folder, "examples")
}

// A conftestExample is one of conftest's own examples. Where its fields are
// empty, both say the same of it.
type conftestExample struct {
	policies, input string
	// args are what conftest takes beside the policies and the input.
	args []string
	// all stands for --all-namespaces, which both have.
	all bool
	// unread is why our own reader refuses the input, and format what it is where
	// that is neither YAML nor JSON. The rules are then tried on what conftest makes
	// of it.
	unread, format string
	// asked are the controls that lack an answer where conftest is content, each
	// with the reason.
	asked map[string]string
	// refused is why the rules are not run at all, with the reason, and conftest is
	// what became of them there.
	refused, because, conftest string
}

// These are all examples of conftest whose input is one object, or several in a
// stream: those that are YAML or JSON and, as JSON that conftest makes of them,
// those in other formats.
var conftestExamples = []conftestExample{
	{policies: "compose/policy", input: "compose/docker-compose.yml"},
	{policies: "compose/policy", input: "compose/docker-compose-valid.yml", asked: map[string]string{
		"imported.main.deny_no_images_tagged_latest": "one of the services names no image, so nobody knows which it uses",
	}},
	{policies: "configfile/test", input: "configfile/deployment.yaml", all: true},
	{policies: "cyclonedx/policy", input: "cyclonedx/cyclonedx.json"},
	{policies: "hcl1/policy/base.rego", input: "hcl1/gke-show.json"},
	{policies: "kubernetes/policy", input: "kubernetes/deployment.yaml"},
	{policies: "kubernetes/policy", input: "kubernetes/service.yaml"},
	{policies: "kustomize/policy", input: "kustomize/configMap.yaml"},
	{policies: "kustomize/policy", input: "kustomize/deployment.yaml"},
	{policies: "kustomize/policy", input: "kustomize/service.yaml"},
	{policies: "report/policy", input: "kubernetes/deployment.yaml"},
	{policies: "report/policy_print", input: "kubernetes/deployment.yaml"},

	// Our reader takes less of YAML than conftest's.
	{policies: "awssam/policy", input: "awssam/lambda.yaml", unread: "a tag, "},
	{policies: "kubernetes/policy", input: "kubernetes/deployment+service.yaml", unread: "a second document begins here"},

	// Rules that are refused.
	{
		policies: "builtin-errors", input: "kubernetes/deployment.yaml", refused: "undefined function net.lookup_ip_addr",
		because:  "policies reach no network; conftest takes the failed look-up for a pass",
		conftest: "finds nothing",
	},
	{
		policies: "capabilities", input: "kubernetes/deployment.yaml", refused: "there is no rule deny, violation or warn",
		because:  "conftest runs no test, and reports success",
		conftest: "finds nothing",
	},
	{
		policies: "data/policy", input: "data/service.yaml", args: []string{"--data", "data/exclusions"},
		refused:  "data.services is in no file of the folder",
		because:  "whoever forgets --data is told that nothing is wrong with the service",
		conftest: "finds something",
	},
	{
		policies: "data/policy", input: "data/service.yaml",
		refused:  "data.services is in no file of the folder",
		because:  "this is what forgetting it looks like",
		conftest: "finds nothing",
	},
	{
		policies: "exceptions/policy", input: "exceptions/deployments.yaml", refused: "the rule exception takes findings away",
		because:  "exceptions are waivers here, with a reason and an end",
		conftest: "makes an exception",
	},
	{
		policies: "strict-rules/policy", input: "kubernetes/deployment.yaml", refused: "`else` is not allowed here",
		because:  "what one case hides in another cannot be judged where an answer is missing",
		conftest: "finds nothing",
	},
	{
		policies: "serverless/policy", input: "serverless/serverless.yaml", refused: "undefined function has_field",
		because:  "the example calls a function that it does not have; conftest refuses it too",
		conftest: "ends with an error",
	},

	// Inputs that are neither YAML nor JSON.
	{policies: "codeowners/policy", input: "codeowners/CODEOWNERS", format: "CODEOWNERS", asked: map[string]string{
		"imported.main.deny_last_rule_must_assign_dedicated_owner": "input.rules[-1] is no element of a list in Rego, so conftest never finds anything with it",
	}},
	{policies: "cue/policy", input: "cue/deployment.cue", format: "CUE"},
	{policies: "cyclonedx/policy", input: "cyclonedx/cyclonedx.xml", args: []string{"--parser", "cyclonedx"}, format: "XML"},
	{policies: "dotenv/policy", input: "dotenv/sample.env", format: "dotenv"},
	{policies: "edn/policy", input: "edn/sample_config.edn", format: "EDN"},
	{policies: "hcl1/policy/gke.rego", input: "hcl1/gke.tf", format: "HCL"},
	{policies: "hcl2/policy", input: "hcl2/terraform.tf", format: "HCL"},
	{policies: "hocon/policy", input: "hocon/hocon.conf", args: []string{"--parser", "hocon"}, format: "HOCON"},
	{policies: "ini/policy", input: "ini/grafana.ini", format: "INI"},
	{policies: "jsonnet/policy", input: "jsonnet/arith.jsonnet", format: "Jsonnet"},
	{policies: "nginx/policy", input: "nginx/nginx.conf", format: "nginx"},
	{policies: "properties/policy", input: "properties/sample.properties", format: "properties"},
	{policies: "spdx/policy", input: "spdx/sbom.spdx", format: "SPDX", asked: map[string]string{
		"imported.main.deny": "the rule misspells creationInfo.dataLicense, and conftest takes it for a pass",
	}},
	{policies: "textproto/policy", input: "textproto/fail.textproto", args: []string{"--proto-file-dirs", "textproto/protos"}},
	{policies: "textproto/policy", input: "textproto/pass.textproto", args: []string{"--proto-file-dirs", "textproto/protos"}},
	{policies: "traefik/policy", input: "traefik/traefik.toml", format: "TOML"},
	{policies: "vcl/policy", input: "vcl/varnish.vcl", format: "VCL"},
	{policies: "xml/policy", input: "xml/pom.xml", format: "XML"},
	{
		policies: "jenkins/policy", input: "jenkins/Jenkinsfile", refused: "data.conftest.file.name is in no file of the folder",
		because:  "only conftest itself brings the name of the file",
		conftest: "finds something",
	},
}

// conftestExamplesLeftOut are folders of examples, or parts of one, with the
// reason why there is nothing to compare.
var conftestExamplesLeftOut = map[string]string{
	"combine":                        "--combine makes a list of several documents; a control judges one",
	"kubernetes/combine":             "--combine makes a list of several documents; a control judges one",
	"hcl1/policy/gke_combine.rego":   "--combine makes a list of several documents; a control judges one",
	"docker":                         "the Dockerfile becomes a list of commands, and a document is an object",
	"capabilities/capabilities.json": "which functions of OPA conftest is to allow",
	"data/exclusions":                "what --data reads",
	"kustomize/kustomization.yaml":   "what kustomize is to put together",
	"ignore":                         "the ignore file becomes a list of patterns, and a document is an object",
	"report/fail":                    "a test that fails, for conftest verify",
	"report/success":                 "a test, for conftest verify",
	"ts":                             "the program in TypeScript has to be run first",
}

// TestImportAgreesWithConftest runs conftest's own examples by both. Every rule
// has to find the same in the same words; what else differs, differs on purpose,
// and its reason stands with the example.
func TestImportAgreesWithConftest(t *testing.T) {
	t.Parallel()
	program, examples := conftest(t)
	t.Run("every example is here", func(t *testing.T) {
		t.Parallel()
		everyExample(t, examples)
	})
	for _, example := range conftestExamples {
		t.Run(strings.Join(append([]string{example.input, "by", example.policies}, example.args...), " "), func(t *testing.T) {
			t.Parallel()
			said := judgedBy(t, program, examples, example)
			imported, err := ReadImport(filepath.Join(examples, example.policies), ImportOptions{Package: "imported", AllNamespaces: example.all})
			var loose *policy.Loose
			if err == nil {
				loose, err = policy.CompileLoose(context.Background(), imported.Files)
			}
			if example.refused != "" {
				if err == nil || !strings.Contains(err.Error(), example.refused) {
					t.Errorf("got %v, want it refused with %q, because %s", err, example.refused, example.because)
				}
				if said.outcome != example.conftest {
					t.Errorf("conftest %s, and not %s", said.outcome, example.conftest)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := findings{}
			for _, input := range readable(t, program, examples, example) {
				got.try(t, loose, imported, input, example.asked)
			}
			if diff := cmp.Diff(said.findings, got); diff != "" {
				t.Errorf("conftest (-) and the imported rules (+) differ:\n%s", diff)
			}
		})
	}
}

// findings are what the rules find in an input: messages by rule, each once, as
// the sets of Rego have it. Where a warning has the words of a failure, it is the
// rule's name that tells them apart.
type findings map[string][]string

func (f findings) add(rule, message string) {
	if !slices.Contains(f[rule], message) {
		f[rule] = append(f[rule], message)
		slices.Sort(f[rule])
	}
}

// try adds what imported rules say of a document.
func (f findings) try(t *testing.T, loose *policy.Loose, imported *Import, doc *document.Document, asked map[string]string) {
	t.Helper()
	said, err := loose.Evaluate(context.Background(), doc.Value())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range said {
		at := slices.IndexFunc(imported.Rules, func(r ImportedRule) bool { return r.Control == one.Control })
		rule := imported.Rules[at]
		pkg := strings.TrimSuffix(strings.TrimPrefix(one.Control, "imported."), one.Control[strings.LastIndexByte(one.Control, '.'):])
		isWarning := strings.HasPrefix(rule.Rule, "warn")
		switch reason := asked[one.Control]; {
		case one.Status == finding.Error:
			t.Errorf("%s: %s", one.Control, one.Error)
		case isWarning != (one.Severity == finding.Low):
			t.Errorf("%s weighs %s as the rule %s", one.Control, one.Severity, rule.Rule)
		case one.Status == finding.Pass && len(one.Messages) > 0:
			t.Errorf("%s passes, and says %q", one.Control, one.Messages)
		case reason != "" && (one.Status != finding.Unanswered || len(one.Messages) > 0 || len(one.Missing) == 0):
			t.Errorf("%s is %s with %q, want it unanswered, because %s", one.Control, one.Status, one.Messages, reason)
		case reason == "" && one.Status != finding.Pass && len(one.Messages) == 0:
			t.Errorf("%s is %s where conftest finds nothing; it lacks %q", one.Control, one.Status, one.Missing)
		}
		for _, message := range one.Messages {
			f.add("data."+pkg+"."+rule.Rule, message)
		}
	}
}

// readable are the documents of an example's input: the file itself and, where
// our reader refuses it, what conftest makes of it.
func readable(t *testing.T, program, examples string, example conftestExample) []*document.Document {
	t.Helper()
	name := filepath.Join(examples, example.input)
	doc, err := document.ReadFile(name, document.Limits{})
	if refused := example.unread + example.format; (err != nil) != (refused != "") || err != nil && !strings.Contains(err.Error(), example.unread) {
		t.Fatalf("read by us: %v; want an error only of an input with %q", err, refused)
	}
	if err == nil {
		return []*document.Document{doc}
	}
	args := []string{"parse", name}
	if k := slices.Index(example.args, "--parser"); k >= 0 {
		args = append(args, example.args[k:k+2]...)
	}
	out, err := exec.Command(program, args...).Output() //nolint:gosec // see conftest
	if err != nil {
		t.Fatalf("conftest %v: %v", args, err)
	}
	parts := []json.RawMessage{out}
	if out = bytes.TrimSpace(out); out[0] == '[' { // a stream of documents
		if err := json.Unmarshal(out, &parts); err != nil {
			t.Fatal(err)
		}
	}
	var docs []*document.Document
	for _, part := range parts {
		doc, err := document.Parse("input.json", part, document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

// A verdict is what conftest says of an example.
type verdict struct {
	findings findings
	outcome  string // in one or two words
}

func judgedBy(t *testing.T, program, examples string, example conftestExample) verdict {
	t.Helper()
	args := append([]string{"test", "--output", "json", "--policy", example.policies, example.input}, example.args...)
	if example.all {
		args = append(args, "--all-namespaces")
	}
	cmd := exec.Command(program, args...) //nolint:gosec // see conftest
	cmd.Dir = examples
	out, err := cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if len(out) == 0 {
		return verdict{outcome: "ends with an error"}
	}
	type result struct {
		Msg      string
		Metadata struct{ Query string }
	}
	var results []struct {
		Failures, Warnings, Exceptions []result
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatalf("conftest %v: %v in %q", args, err, out)
	}
	v := verdict{findings: findings{}, outcome: "finds nothing"}
	failed := false
	for _, r := range results {
		for _, one := range slices.Concat(r.Failures, r.Warnings) {
			v.findings.add(one.Metadata.Query, one.Msg)
			v.outcome = "finds something"
		}
		failed = failed || len(r.Failures) > 0
		if len(r.Exceptions) > 0 {
			v.outcome = "makes an exception"
		}
	}
	// The exit code is part of the verdict: ours of --try follows the same rule.
	if failed != (cmd.ProcessState.ExitCode() == 1) {
		t.Errorf("conftest exits with %d, and failed is %t", cmd.ProcessState.ExitCode(), failed)
	}
	return v
}

// everyExample finds examples that neither ran nor have a reason not to.
func everyExample(t *testing.T, examples string) {
	t.Helper()
	found := map[string]bool{}
	covers := func(of, name string) bool {
		if of != name && !strings.HasPrefix(name, of+"/") {
			return false
		}
		found[of] = true
		return true
	}
	err := filepath.WalkDir(examples, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(examples, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		ran := false
		for _, e := range conftestExamples {
			// Not short of the last: each has to be found.
			ran = covers(e.policies, rel) || covers(e.input, rel) || ran
		}
		for of := range conftestExamplesLeftOut {
			ran = covers(of, rel) || ran
		}
		switch filepath.Ext(rel) {
		case ".rego", ".yaml", ".yml", ".json":
			if !ran && !strings.HasSuffix(rel, "_test.rego") {
				t.Errorf("conftest's example %s is neither compared nor left out with a reason", rel)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range conftestExamples {
		if !found[e.policies] || !found[e.input] {
			t.Errorf("conftest has no example %s with %s any more", e.policies, e.input)
		}
	}
	for _, of := range slices.Sorted(maps.Keys(conftestExamplesLeftOut)) {
		if !found[of] {
			t.Errorf("conftest has no example %s any more, so it need not be left out", of)
		}
	}
}

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vendorgate/vendorgate/pkg/document"
)

// TestPipelines runs the scripts of testdata/pipelines: pipelines of others that
// use vendorgate, and what we offer for them. Each finds itself in a git
// repository whose branch main has three vendors that lenient.yaml approves, on
// the branch "change". A vendor whose agreement is not executed is rejected by it.
//
//	$ROOT    this repository
//	bin/     programs that stand in for those of others; first in PATH
//
// The program run-action is what GitHub does with our action.
func TestPipelines(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"git", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("this takes %s", program)
		}
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	// The scripts are run by other processes. Unless this one looks at them too, go
	// test takes an earlier result for that of a script which changed since.
	for _, name := range []string{"action.yml", "install.sh", "check.sh", "comment.sh", "verdict.sh"} {
		if _, err := os.ReadFile(filepath.Join(root, ".github", "actions", "check", name)); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "pipelines"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			env.Setenv("PATH", filepath.Join(env.WorkDir, "bin")+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("RUNNER_TEMP", filepath.Join(env.WorkDir, ".temp"))
			for _, name := range []string{"AUTHOR", "COMMITTER"} {
				env.Setenv("GIT_"+name+"_NAME", "a")
				env.Setenv("GIT_"+name+"_EMAIL", "a@a.example")
			}
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			return errors.Join(memberRepository(env), examplePipelines(root, env.WorkDir))
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":    status,
			"jsonfield": jsonField,
		},
	})
}

// memberRepository makes the repository that each pipeline runs in.
func memberRepository(env *testscript.Env) error {
	files, err := fixture()
	if err != nil {
		return err
	}
	put := map[string][]byte{
		"lenient.yaml":    files["lenient.yaml"],
		"vendorgate.yaml": []byte("requirements: lenient.yaml\n"),
		".gitignore":      []byte("/bin/\n/.*\n*.json\n*.sarif\n*.md\n*.sh\n"),
	}
	for _, vendor := range []string{"one", "two", "three"} {
		put["vendors/"+vendor+"/acme.yaml"] = files["acme.yaml"]
		put["vendors/"+vendor+"/deal.yaml"] = files["deal.yaml"]
	}
	for name, text := range put {
		name = filepath.Join(env.WorkDir, filepath.FromSlash(name))
		err = errors.Join(err, os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, text, 0o600))
	}
	err = errors.Join(err, os.MkdirAll(filepath.Join(env.WorkDir, ".temp"), 0o700), os.MkdirAll(filepath.Join(env.WorkDir, "bin"), 0o700))
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "."}, {"commit", "-q", "-m", "begin"}, {"checkout", "-q", "-b", "change"}} {
		git := exec.Command("git", args...)
		git.Dir, git.Env = env.WorkDir, env.Vars
		if out, failed := git.CombinedOutput(); failed != nil {
			err = errors.Join(err, fmt.Errorf("git %v: %w\n%s", args, failed, out))
		}
	}
	return err
}

// readReport is a pipeline's own program that knows nothing but the JSON report:
// read-report FILE ends with 0 when every vendor in it is approved.
func readReport() {
	os.Exit(func() int {
		text, err := os.ReadFile(os.Args[1])
		if err != nil {
			fmt.Println(err)
			return 1
		}
		var report struct {
			APIVersion string
			Complete   bool
			Decisions  []struct {
				Verdict string
				Profile struct{ File string }
			}
		}
		if err := json.Unmarshal(text, &report); err != nil || report.APIVersion != "vendorgate/v1" {
			fmt.Println("no report of a version that is known:", err)
			return 1
		}
		approved := report.Complete && len(report.Decisions) > 0
		for _, d := range report.Decisions {
			fmt.Println(d.Verdict, d.Profile.File)
			approved = approved && d.Verdict == "approved"
		}
		if !approved {
			return 1
		}
		return 0
	}())
}

// uploadSARIF stands in for code scanning: upload-sarif FILE takes a file that
// the schema of SARIF allows, and prints how many results it has.
func uploadSARIF() {
	os.Exit(func() int {
		results, err := acceptSARIF(os.Args[1])
		if err != nil {
			fmt.Println("not uploaded:", err)
			return 1
		}
		fmt.Println("uploaded", results)
		return 0
	}())
}

func acceptSARIF(file string) (results int, err error) {
	if os.Getenv("CODE_SCANNING") == "off" {
		return 0, errors.New("code scanning is not enabled")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(os.Getenv("ROOT"), ".ci", "reports", "official", "sarif-schema-2.1.0.json"))
	if err != nil {
		return 0, err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	if err := schema.Validate(v); err != nil {
		return 0, err
	}
	var log struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal(text, &log); err != nil {
		return 0, err
	}
	for _, run := range log.Runs {
		results += len(run.Results)
	}
	return results, nil
}

// An actionRun is one run of our action by a runner that knows as much of GitHub
// Actions as the action uses. Whatever it does not know ends it.
type actionRun struct {
	inputs map[string]string
	event  map[string]any
	steps  map[string]string // outputs, by step and name
	path   []string          // folders that steps put into PATH
	code   int               // of the first step that failed
}

// runAction runs the steps of our action: run-action EVENT.json INPUT=VALUE…
func runAction() {
	os.Exit(func() int {
		r := &actionRun{inputs: map[string]string{}, steps: map[string]string{}}
		if err := r.run(os.Args[1], os.Args[2:]); err != nil {
			fmt.Println("run-action:", err)
			return 99
		}
		return r.code
	}())
}

func (r *actionRun) run(event string, inputs []string) error {
	text, err := os.ReadFile(event)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &r.event); err != nil {
		return err
	}
	folder := filepath.Join(os.Getenv("ROOT"), ".github", "actions", "check")
	action, err := document.ReadFile(filepath.Join(folder, "action.yml"), document.Limits{})
	if err != nil {
		return err
	}
	tree := action.Value()
	for name, input := range tree["inputs"].(map[string]any) {
		if r.inputs[name], err = r.text(input.(map[string]any)["default"].(string)); err != nil {
			return err
		}
	}
	for _, given := range inputs {
		name, value, _ := strings.Cut(given, "=")
		if _, ok := r.inputs[name]; !ok {
			return fmt.Errorf("the action has no input %q", name)
		}
		r.inputs[name] = value
	}
	for _, step := range tree["runs"].(map[string]any)["steps"].([]any) {
		if err := r.step(step.(map[string]any), folder); err != nil {
			return err
		}
	}
	return nil
}

func (r *actionRun) step(step map[string]any, folder string) error {
	condition, _ := step["if"].(string)
	if condition == "" && r.code != 0 {
		return nil
	}
	if condition != "" {
		holds, err := r.text(condition)
		if err != nil || holds == "false" || holds == "" {
			return err
		}
	}
	var cmd *exec.Cmd
	switch uses, _ := step["uses"].(string); {
	case strings.HasPrefix(uses, "actions/setup-go@"):
		return nil
	case strings.HasPrefix(uses, "github/codeql-action/upload-sarif@"):
		file, err := r.text(step["with"].(map[string]any)["sarif_file"].(string))
		if err != nil {
			return err
		}
		cmd = exec.Command("upload-sarif", file)
	case uses == "" && step["shell"] == "bash":
		cmd = exec.Command("bash", "-e", "-c", step["run"].(string))
	default:
		return fmt.Errorf("cannot run the step %v", step)
	}
	cmd.Env = append(os.Environ(), "GITHUB_ACTION_PATH="+folder)
	outputs, paths := filepath.Join(os.Getenv("RUNNER_TEMP"), "output"), filepath.Join(os.Getenv("RUNNER_TEMP"), "path")
	if err := errors.Join(os.WriteFile(outputs, nil, 0o600), os.WriteFile(paths, nil, 0o600)); err != nil {
		return err
	}
	cmd.Env = append(cmd.Env, "GITHUB_OUTPUT="+outputs, "GITHUB_PATH="+paths,
		"PATH="+strings.Join(append(r.path, os.Getenv("PATH")), string(filepath.ListSeparator)))
	environment, _ := step["env"].(map[string]any)
	for name, value := range environment {
		text, err := r.text(value.(string))
		if err != nil {
			return err
		}
		cmd.Env = append(cmd.Env, name+"="+text)
	}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		if step["continue-on-error"] != true && r.code == 0 {
			r.code = exit.ExitCode()
		}
	case err != nil:
		return err
	}
	return r.collect(step, outputs, paths)
}

// collect reads what a step leaves for the next ones.
func (r *actionRun) collect(step map[string]any, outputs, paths string) error {
	id, _ := step["id"].(string)
	text, err := os.ReadFile(outputs)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		r.steps[id+"."+name] = value
	}
	text, err = os.ReadFile(paths)
	r.path = append(strings.Fields(string(text)), r.path...)
	return err
}

var expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)

// text replaces the expressions of a text.
func (r *actionRun) text(s string) (string, error) {
	var failed error
	out := expression.ReplaceAllStringFunc(s, func(found string) string {
		value, err := r.value(expression.FindStringSubmatch(found)[1])
		failed = errors.Join(failed, err)
		return value
	})
	return out, failed
}

// value evaluates an expression; "" and "false" are what does not hold.
func (r *actionRun) value(s string) (string, error) {
	if left, right, ok := strings.Cut(s, " || "); ok {
		a, errA := r.value(left)
		b, errB := r.value(right)
		return cmp.Or(a, b), errors.Join(errA, errB)
	}
	if left, right, ok := strings.Cut(s, " && "); ok {
		a, errA := r.value(left)
		b, errB := r.value(right)
		if a == "" || a == "false" {
			b = a
		}
		return b, errors.Join(errA, errB)
	}
	if left, right, ok := strings.Cut(s, " == "); ok {
		a, errA := r.value(left)
		b, errB := r.value(right)
		return fmt.Sprint(a == b), errors.Join(errA, errB)
	}
	if inner, ok := strings.CutPrefix(s, "'"); ok {
		return strings.TrimSuffix(inner, "'"), nil
	}
	if s == "!cancelled()" {
		return "true", nil
	}
	if s == "github.token" {
		return "token", nil
	}
	if name, ok := strings.CutPrefix(s, "inputs."); ok {
		value, known := r.inputs[name]
		if !known {
			return "", fmt.Errorf("there is no input %q", name)
		}
		return value, nil
	}
	if name, ok := strings.CutPrefix(s, "steps."); ok {
		return r.steps[strings.Replace(name, ".outputs.", ".", 1)], nil
	}
	if name, ok := strings.CutPrefix(s, "github.event."); ok {
		var at any = r.event
		for step := range strings.SplitSeq(name, ".") {
			inner, _ := at.(map[string]any)
			at = inner[step]
		}
		if at == nil {
			return "", nil
		}
		return fmt.Sprint(at), nil
	}
	return "", fmt.Errorf("cannot evaluate %q", s)
}

// examplePipelines takes the scripts out of what we offer for other services, so
// that the pipelines run what users copy: gitlab.sh, azure.sh, and one for each
// hook of pre-commit.
func examplePipelines(root, folder string) error {
	read := func(name string) (map[string]any, error) {
		doc, err := document.ReadFile(filepath.Join(root, filepath.FromSlash(name)), document.Limits{})
		if err != nil {
			return nil, err
		}
		return doc.Value(), nil
	}
	gitlab, err := read("docs/ci/gitlab-ci.yml")
	if err != nil {
		return err
	}
	job, _ := gitlab["vendors"].(map[string]any)
	lines, _ := job["script"].([]any)
	scripts := map[string]string{"gitlab.sh": "set -eu\n", "azure.sh": "set -eu\n"}
	for _, line := range lines {
		scripts["gitlab.sh"] += fmt.Sprintln(line)
	}
	azure, err := read("docs/ci/azure-pipelines.yml")
	if err != nil {
		return err
	}
	steps, _ := azure["steps"].([]any)
	for _, step := range steps {
		if script, ok := step.(map[string]any)["bash"].(string); ok {
			scripts["azure.sh"] += script + "\n"
		}
	}
	hooks, err := os.ReadFile(filepath.Join(root, ".pre-commit-hooks.yaml"))
	if err != nil {
		return err
	}
	// Documents of ours are never lists, so it is read as the list of a field.
	doc, err := document.Parse(".pre-commit-hooks.yaml", append([]byte("hooks:\n"), hooks...), document.Limits{})
	if err != nil {
		return err
	}
	list, _ := doc.Value()["hooks"].([]any)
	for _, one := range list {
		hook, _ := one.(map[string]any)
		if hook["pass_filenames"] != false || hook["language"] != "golang" || hook["files"] == "" {
			return fmt.Errorf("the hook %v is not as pre-commit has to run it", hook["id"])
		}
		words := []any{"exec", hook["entry"]}
		args, _ := hook["args"].([]any)
		scripts[fmt.Sprintf("hook-%v.sh", hook["id"])] = fmt.Sprintln(append(words, args...)...)
	}
	for name, text := range scripts {
		err = errors.Join(err, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	return err
}

// TestWorkflowsTakeNothingOnTrust holds every workflow and action of ours to two
// rules: what others wrote is pinned by its commit, and no expression stands in a
// script, where a name of a branch or a file would become a part of it.
func TestWorkflowsTakeNothingOnTrust(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, filepath.Join(root, ".github", "actions", "check", "action.yml"),
		filepath.Join(root, "pkg", "starter", "files", "workflow.yml"))
	pinned := regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	seen := 0
	for _, file := range files {
		doc, err := document.ReadFile(file, document.Limits{})
		if err != nil {
			t.Error(err)
			continue
		}
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case []any:
				for _, element := range v {
					walk(element)
				}
			case map[string]any:
				if uses, ok := v["uses"].(string); ok {
					seen++
					ours := strings.HasPrefix(uses, "./") || strings.HasSuffix(uses, "@[[.Action]]")
					if !ours && !pinned.MatchString(uses) {
						t.Errorf("%s: %s is not pinned by its commit", file, uses)
					}
				}
				if script, ok := v["run"].(string); ok {
					seen++
					if strings.Contains(script, "${{") {
						t.Errorf("%s: an expression stands in the script %q", file, script)
					}
				}
				for _, inner := range v {
					walk(inner)
				}
			}
		}
		walk(doc.Value())
	}
	if seen < 15 {
		t.Errorf("only %d steps were looked at", seen)
	}
}

// TestActionGuide holds docs/ci.md to the inputs and outputs of the action.
func TestActionGuide(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	guide, err := os.ReadFile(filepath.Join(root, "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	action, err := document.ReadFile(filepath.Join(root, ".github", "actions", "check", "action.yml"), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for what, head := range map[string]string{"inputs": "| input |", "outputs": "| output |"} {
		_, table, _ := strings.Cut(string(guide), "\n"+head)
		table, _, _ = strings.Cut(table, "\n\n")
		documented := map[string]bool{}
		for line := range strings.Lines(table) {
			cell, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
			for _, name := range regexp.MustCompile("`([a-z-]+)`").FindAllStringSubmatch(cell, -1) {
				documented[name[1]] = true
			}
		}
		named, _ := action.Value()[what].(map[string]any)
		for name := range named {
			if !documented[name] {
				t.Errorf("docs/ci.md does not tell of %s %q", what, name)
			}
			delete(documented, name)
		}
		for name := range documented {
			t.Errorf("docs/ci.md tells of %s %q, which the action does not have", what, name)
		}
	}
}

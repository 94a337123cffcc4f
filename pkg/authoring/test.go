package authoring

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// TestOptions say how tests are run.
type TestOptions struct {
	// Requirements is the member's requirements document that cases start from;
	// a zero Source means the shipped defaults.
	Requirements gate.Source
	// Run keeps to the tests whose name matches; nil means all. Nothing is said
	// of coverage or of untested controls then.
	Run *regexp.Regexp
	// MinCoverage is the share of the lines of control rules that has to be
	// evaluated by some test, in percent.
	MinCoverage float64
}

// A TestReport is what a run of tests came to.
type TestReport struct {
	Results []TestResult `json:"results"` // by place
	// Coverage is the share of the lines of control rules that some test
	// evaluated, in percent; nil when only some tests were run.
	Coverage *float64 `json:"coverage,omitempty"`
	// Problems is what is wrong beside failed tests: no test at all, controls
	// without one, lines that no test evaluates.
	Problems source.Problems `json:"problems,omitempty"`
}

// A TestResult is what one test came to.
type TestResult struct {
	Kind     string          `json:"kind"` // rego or case
	Name     string          `json:"name"`
	Position source.Position `json:"position"`
	Passed   bool            `json:"passed"`
	Skipped  bool            `json:"skipped,omitempty"`
	Seconds  float64         `json:"seconds"`
	// Problems say why it failed.
	Problems []source.Problem `json:"problems,omitempty"`
	// Output is what the test printed.
	Output string `json:"output,omitempty"`
}

// Passed reports whether everything is as it has to be.
func (r *TestReport) Passed() bool {
	return len(r.Problems) == 0 && len(r.Results) > 0 &&
		!slices.ContainsFunc(r.Results, func(t TestResult) bool { return !t.Passed && !t.Skipped })
}

// Count returns how many tests passed, failed and were skipped.
func (r *TestReport) Count() (passed, failed, skipped int) {
	for _, t := range r.Results {
		switch {
		case t.Skipped:
			skipped++
		case t.Passed:
			passed++
		default:
			failed++
		}
	}
	return passed, failed, skipped
}

// Test runs the Rego tests and the cases. The error is set when they could not
// be run: [gate.ErrPolicy] when policies or tests do not compile.
func (s *Sources) Test(ctx context.Context, o TestOptions) (*TestReport, error) {
	controls, problems := policy.Check(s.Shipped, s.Own)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, problems)
	}
	trees, err := parseAll(s.Shipped, s.Own, s.Tests)
	if err != nil {
		return nil, err
	}
	covered := cover.New()
	report := &TestReport{Results: []TestResult{}}
	compiler, err := s.runRego(ctx, trees, o, covered, report)
	if err != nil {
		return nil, err
	}
	named, err := s.runCases(ctx, compiler, o, covered, report)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(report.Results, func(a, b TestResult) int { return a.Position.Compare(b.Position) })
	s.account(report, o, controls, named, compiler, covered.Report(trees))
	return report, nil
}

func parseAll(sets ...[]policy.Module) (map[string]*ast.Module, error) {
	trees := map[string]*ast.Module{}
	var problems source.Problems
	for _, set := range sets {
		for _, m := range set {
			tree, err := ast.ParseModuleWithOpts(m.Name, m.Text, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
			if err == nil && tree == nil {
				err = errors.New("the file is empty")
			}
			if err != nil {
				problems = append(problems, policy.RegoProblems(m.Name, err)...)
				continue
			}
			trees[m.Name] = tree
		}
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, problems.Sorted())
	}
	return trees, nil
}

func positionOf(at *ast.Location) source.Position {
	if at == nil {
		return source.Position{}
	}
	return source.Position{File: at.File, Line: at.Row, Column: at.Col}
}

// testCapabilities are those of a stock OPA without what reaches out of the
// test: network, environment.
func testCapabilities() *ast.Capabilities {
	caps := ast.CapabilitiesForThisVersion()
	caps.Builtins = slices.DeleteFunc(slices.Clone(caps.Builtins), func(b *ast.Builtin) bool {
		return b.Name == "http.send" || b.Name == "opa.runtime" || strings.HasPrefix(b.Name, "net.lookup")
	})
	caps.AllowNet = []string{}
	return caps
}

// runRego runs the tests written in Rego and returns the compiler that holds
// everything.
func (s *Sources) runRego(ctx context.Context, trees map[string]*ast.Module, o TestOptions, covered *cover.Cover, report *TestReport) (*ast.Compiler, error) {
	results, compiler, err := regoResults(ctx, trees, o.Run, covered, false)
	if err != nil {
		return nil, err
	}
	failed := map[string]bool{}
	for _, r := range results {
		if r.Fail || r.Error != nil {
			failed[r.Package+"."+r.Name] = true
		}
	}
	if len(failed) > 0 { // once more, the failed ones alone, to see where and with which values
		var names []string
		for _, name := range slices.Sorted(maps.Keys(failed)) {
			names = append(names, regexp.QuoteMeta(name))
		}
		again, _, err := regoResults(ctx, trees, regexp.MustCompile("^("+strings.Join(names, "|")+")$"), nil, true)
		if err != nil {
			return nil, err
		}
		for _, a := range again {
			for i, r := range results {
				if r.Package == a.Package && r.Name == a.Name {
					results[i] = a
				}
			}
		}
	}
	for _, r := range results {
		report.Results = append(report.Results, resultOf(r))
	}
	return compiler, nil
}

func regoResults(ctx context.Context, trees map[string]*ast.Module, run *regexp.Regexp, covered *cover.Cover, trace bool) ([]*tester.Result, *ast.Compiler, error) {
	copies := make(map[string]*ast.Module, len(trees))
	for name, tree := range trees {
		copies[name] = tree.Copy()
	}
	compiler := ast.NewCompiler().WithCapabilities(testCapabilities()).WithEnablePrintStatements(true).SetErrorLimit(0)
	store := inmem.New()
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(store).SetModules(copies).
		CapturePrintOutput(true).SetTimeout(10 * time.Second).SetParallel(runtime.GOMAXPROCS(0)).EnableTracing(trace)
	if covered != nil {
		runner.SetCoverageQueryTracer(covered)
	}
	if run != nil {
		runner.Filter(run.String())
	}
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, nil, err
	}
	defer store.Abort(ctx, txn)
	ch, err := runner.RunTests(ctx, txn)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", gate.ErrPolicy, policy.RegoProblems("", err).Sorted())
	}
	var results []*tester.Result
	for r := range ch {
		results = append(results, r)
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	return results, compiler, nil
}

func resultOf(r *tester.Result) TestResult {
	out := TestResult{
		Kind:     "rego",
		Name:     strings.TrimPrefix(r.Package, "data.") + "." + r.Name,
		Position: positionOf(r.Location),
		Passed:   r.Pass(),
		Skipped:  r.Skip,
		Seconds:  r.Duration.Seconds(),
		Output:   string(r.Output),
	}
	if r.Error != nil {
		out.Problems = append(out.Problems, source.Problem{Position: out.Position, Message: r.Error.Error()})
	}
	if !r.Fail {
		return out
	}
	for _, name := range failedRows(r.SubResults, nil) {
		out.Problems = append(out.Problems, source.Problem{Position: out.Position, Message: "the row " + name + " does not hold"})
	}
	if len(out.Problems) == 0 {
		out.Problems = failures(r)
	}
	return out
}

// failedRows are the names of the rows of a table that failed.
func failedRows(rows tester.SubResultMap, path []string) []string {
	var names []string
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		row, at := rows[key], append(slices.Clip(path), fmt.Sprintf("%q", key))
		if len(row.SubResults) > 0 {
			names = append(names, failedRows(row.SubResults, at)...)
		} else if row.Fail {
			names = append(names, strings.Join(at, " / "))
		}
	}
	return names
}

// failures finds in the trace of a failed test the expression that did not hold,
// with the values on both sides, and, when that asks a control, the expression
// of the control.
func failures(r *tester.Result) []source.Problem {
	var inTest, inPolicy *topdown.Event
	for _, e := range r.Trace {
		expr, ok := e.Node.(*ast.Expr)
		if e.Op != topdown.FailOp || !ok || expr.Location == nil || expr.Location.File == "" { // the query has no file
			continue
		}
		if expr.Location.File == r.Location.File {
			inTest = e
		} else if inTest == nil || inPolicy == nil {
			inPolicy = e
		}
	}
	var problems []source.Problem
	for _, e := range []*topdown.Event{inTest, inPolicy} {
		if e == nil {
			continue
		}
		expr := e.Node.(*ast.Expr)
		where := "the policy stops at"
		if e == inTest {
			where = "does not hold:"
		}
		problems = append(problems, source.Problem{
			Position: positionOf(expr.Location),
			Message:  fmt.Sprintf("%s %s%s", where, firstLine(string(expr.Location.Text)), values(e)),
		})
	}
	if len(problems) == 0 {
		problems = append(problems, source.Problem{Position: positionOf(r.Location), Message: "the test is not true"})
	}
	return problems
}

func firstLine(text string) string {
	line, rest, more := strings.Cut(text, "\n")
	if more && strings.TrimSpace(rest) != "" {
		line += " …"
	}
	return line
}

// values words what the parts of an expression came to: the variables that the
// compiler put in the place of the two sides, and those of the author.
func values(e *topdown.Event) string {
	expr := e.Node.(*ast.Expr)
	var parts []string
	seen := map[string]bool{}
	ast.WalkVars(expr, func(v ast.Var) bool {
		if e.Locals == nil || seen[string(v)] {
			return false
		}
		seen[string(v)] = true
		value := e.Locals.Get(v)
		if value == nil {
			return false
		}
		name := string(v)
		if meta, ok := e.LocalMetadata[v]; ok && !strings.HasPrefix(string(meta.Name), "__local") {
			name = string(meta.Name)
		} else if v.IsGenerated() || strings.HasPrefix(name, "__local") {
			name = "got"
		}
		parts = append(parts, name+" = "+shortened(value.String()))
		return false
	})
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func shortened(s string) string {
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// runCases judges the cases and returns the controls that they name.
func (s *Sources) runCases(ctx context.Context, compiler *ast.Compiler, o TestOptions, covered *cover.Cover, report *TestReport) (map[string]bool, error) {
	named := map[string]bool{}
	given, err := givenRequirements(o.Requirements)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrRequirements, err)
	}
	if len(s.Cases) > 0 && len(s.Own) == 0 && !s.isEmbedded() {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, source.Problems{{
			Position: source.Position{File: s.Cases[0]},
			Message:  "a case is judged by the policies that this program carries, and these differ from them",
			Hint:     "build vendorgate from this folder first; or test the shipped controls in Rego",
		}})
	}
	gates := map[string]*gate.Gate{}
	for _, file := range s.Cases {
		began := time.Now() //nolint:forbidigo // how long a test takes bears on nothing that it says
		c, err := readCase(file, given)
		result := TestResult{Kind: "case", Name: file, Position: source.Position{File: file, Line: 1, Column: 1}}
		if c != nil {
			result.Name = c.name
		}
		if o.Run != nil && !o.Run.MatchString(result.Name) && !o.Run.MatchString(file) {
			continue
		}
		if err != nil {
			result.Problems = problemsOf(err, file)
			report.Results = append(report.Results, result)
			continue
		}
		key := c.asOf + c.requirementsAsGiven
		g := gates[key]
		if g == nil {
			g, err = s.gateFor(ctx, c)
			if errors.Is(err, gate.ErrRequirements) {
				result.Problems = c.placed(err)
				report.Results = append(report.Results, result)
				continue
			}
			if err != nil {
				return nil, err
			}
			gates[key] = g
		}
		if result.Problems, err = c.judge(ctx, g); err != nil {
			return nil, err
		}
		for _, e := range c.expectations {
			named[e.Control] = true
		}
		if err := s.trace(ctx, compiler, g, c, covered); err != nil {
			return nil, err
		}
		result.Passed = len(result.Problems) == 0
		result.Seconds = time.Since(began).Seconds() //nolint:forbidigo // as above
		report.Results = append(report.Results, result)
	}
	return named, nil
}

func problemsOf(err error, file string) []source.Problem {
	var problems source.Problems
	if errors.As(err, &problems) {
		return problems
	}
	return []source.Problem{{Position: source.Position{File: file}, Message: err.Error()}}
}

// placed puts the faults of a case's requirements where the case states them.
func (c *testCase) placed(err error) []source.Problem {
	problems := problemsOf(err, c.doc.Position(nil).File)
	for i := range problems {
		problems[i].Position = c.doc.Position([]string{"requirements"})
	}
	return problems
}

func (s *Sources) gateFor(ctx context.Context, c *testCase) (*gate.Gate, error) {
	return c.gate(ctx, s.Own)
}

// gate returns a gate that judges the case by some policies.
func (c *testCase) gate(ctx context.Context, own []policy.Module) (*gate.Gate, error) {
	o := gate.Options{AsOf: c.asOf, Modules: own}
	if len(c.requirements) > 0 {
		document := merged(map[string]any{"apiVersion": "vendorgate/v1", "kind": "Requirements", "currency": "USD"}, c.requirements)
		text, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		o.Requirements = gate.Bytes("requirements.json", text)
	}
	return gate.New(ctx, o)
}

// trace evaluates the packages of the controls with the documents of a case, for
// what it covers of them.
func (s *Sources) trace(ctx context.Context, compiler *ast.Compiler, g *gate.Gate, c *testCase, covered *cover.Cover) error {
	_, data := g.Stock()
	store := inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(true))
	packages := map[string]bool{}
	for _, m := range compiler.Modules {
		if pkg := m.Package.Path.String(); strings.HasPrefix(pkg, "data.controls.") && !strings.HasSuffix(pkg, "_test") && s.isSubject(m.Package.Location.File) {
			packages[pkg] = true
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		query := rego.New(rego.Query(pkg), rego.Compiler(compiler), rego.Store(store), rego.Input(c.input()))
		prepared, err := query.PrepareForEval(ctx)
		if err != nil {
			return err
		}
		_, err = prepared.Eval(ctx, rego.EvalInput(c.input()), rego.EvalQueryTracer(covered))
		if err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (s *Sources) isSubject(file string) bool {
	return slices.ContainsFunc(s.Subject(), func(m policy.Module) bool { return m.Name == file })
}

// account says what is wrong beside failed tests.
func (s *Sources) account(report *TestReport, o TestOptions, controls []policy.Control, named map[string]bool, compiler *ast.Compiler, covered cover.Report) {
	if len(report.Results) == 0 {
		p := source.Problem{Message: "no test ran", Hint: "put tests beside your controls: rules test_… in files *_test.rego, or cases in files case.yaml; `vendorgate policy new` writes both"}
		if o.Run != nil {
			p.Hint = "no test has a name that matches --run " + o.Run.String()
		}
		if subject := s.Subject(); len(subject) > 0 {
			p.File = subject[0].Name
		}
		report.Problems = append(report.Problems, p)
		return
	}
	if o.Run != nil {
		return
	}
	asked := testedRefs(compiler)
	for _, c := range controls {
		if named[c.ID] || (c.Code != "" && named[c.Code]) || asked("data.controls."+c.ID) {
			continue
		}
		report.Problems = append(report.Problems, source.Problem{
			Position: c.Position,
			Message:  fmt.Sprintf("the control %s has no test", c.ID),
			Hint:     fmt.Sprintf("ask data.controls.%s in a rule test_… of a *_test.rego file, or name it under expect: in a case.yaml", c.ID),
		})
	}
	coverage, missed := s.coverage(covered)
	report.Coverage = &coverage
	if coverage < o.MinCoverage {
		report.Problems = append(report.Problems, missed...)
		report.Problems = append(report.Problems, source.Problem{
			Position: source.Position{File: s.Subject()[0].Name},
			Message:  fmt.Sprintf("the tests evaluate %.1f %% of the lines of control rules, the floor is %g %%", coverage, o.MinCoverage),
			Hint:     "test the lines above, or lower the floor with --min-coverage",
		})
	}
}

// testedRefs tells whether some test reads a rule.
func testedRefs(compiler *ast.Compiler) func(path string) bool {
	read := map[string]bool{}
	for _, m := range compiler.Modules {
		if !strings.HasSuffix(m.Package.Location.File, "_test.rego") {
			continue
		}
		ast.WalkRefs(m, func(ref ast.Ref) bool {
			read[ref.GroundPrefix().String()] = true
			return false
		})
	}
	return func(path string) bool {
		for ; strings.Count(path, ".") > 1; path = path[:strings.LastIndexByte(path, '.')] {
			if read[path] {
				return true
			}
		}
		return false
	}
}

// coverage is the share of the lines of control rules that was evaluated, and
// the places of those that were not.
func (s *Sources) coverage(report cover.Report) (percent float64, missed source.Problems) {
	var lines, hit int
	for _, m := range s.Subject() {
		file := report.Files[m.Name]
		if file == nil || !bytes.Contains([]byte(m.Text), []byte("package controls.")) {
			continue
		}
		hit += file.CoveredLines
		lines += file.CoveredLines + file.NotCoveredLines
		for _, r := range file.NotCovered {
			rows := fmt.Sprintf("line %d is", r.Start.Row)
			if r.End.Row != r.Start.Row {
				rows = fmt.Sprintf("lines %d to %d are", r.Start.Row, r.End.Row)
			}
			missed = append(missed, source.Problem{
				Position: source.Position{File: m.Name, Line: r.Start.Row},
				Message:  rows + " evaluated by no test",
			})
		}
	}
	if lines == 0 {
		return 0, missed
	}
	return 100 * float64(hit) / float64(lines), missed.Sorted()
}

func givenRequirements(s gate.Source) (map[string]any, error) {
	if s.IsZero() {
		return nil, nil
	}
	doc, err := document.ReadFile(s.Name, document.Limits{})
	if s.Data != nil {
		doc, err = document.Parse(s.Name, s.Data, document.Limits{})
	}
	if err != nil {
		return nil, err
	}
	return doc.Value(), nil
}

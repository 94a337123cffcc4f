package authoring

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// MutateOptions say which mutants are made and what is asked of the tests.
type MutateOptions struct {
	// Requirements is the member's requirements document that cases start from;
	// a zero Source means the shipped defaults.
	Requirements gate.Source
	// Run keeps to the rules whose name matches; nil means all.
	Run *regexp.Regexp
	// Since keeps to what changed since a git revision: rules that read
	// otherwise now, and the rules of packages whose tests do. Empty means all.
	Since string
	// Sample keeps to so many mutants, the same ones in every run; 0 means all.
	Sample int
	// MinScore is the share of the mutants that the tests have to kill, in
	// percent.
	MinScore float64
	// Timeout bounds the tests of one mutant; 0 means 20 seconds. A mutant over
	// it counts as killed.
	Timeout time.Duration
	// Progress is called after each mutant, by one goroutine at a time; it may be
	// nil.
	Progress func()
}

// A MutationReport is what the tests did about the mutants.
type MutationReport struct {
	Mutants []*Mutant `json:"mutants"` // by number
	// All is the number of mutants that there are, also of those that this run
	// was not about.
	All        int `json:"all"`
	Killed     int `json:"killed"`
	TimedOut   int `json:"timed_out"` // of the killed
	Survived   int `json:"survived"`
	Explained  int `json:"explained"` // of the survivors
	Equivalent int `json:"equivalent"`
	NotViable  int `json:"not_viable"`
	// Score is the share that was killed of those that could be, in percent; nil
	// when there was none.
	Score *float64 `json:"score,omitempty"`
	// Problems is what is wrong: a score under the floor, survivors that the
	// list does not explain, entries that are out of date, no test at all.
	Problems source.Problems `json:"problems,omitempty"`
}

// Mutate changes the rules one at a time and tells whether the tests notice. The
// error is set when that could not be found out: [gate.ErrPolicy] when policies,
// tests or the list of survivors are wrong, [ErrRevision] when what changed
// cannot be known.
func (s *Sources) Mutate(ctx context.Context, o MutateOptions) (*MutationReport, error) {
	if _, problems := policy.Check(s.Shipped, s.Own); len(problems) > 0 {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, problems)
	}
	trees, err := parseAll(s.Shipped, s.Own, s.Tests)
	if err != nil {
		return nil, err
	}
	places, err := policy.Look(s.Shipped, s.Own)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	list, err := s.survivors()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	all := mutants(s.Subject(), trees, places)
	chosen, err := s.choose(ctx, all, o)
	if err != nil {
		return nil, err
	}
	report := &MutationReport{Mutants: chosen, All: len(all)}
	if o.Run != nil && !slices.ContainsFunc(all, func(m *Mutant) bool { return o.Run.MatchString(m.Rule) }) {
		report.Problems = source.Problems{{
			Message: "no rule has a name that matches --run " + o.Run.String(),
			Hint:    "a name is that of the package and the rule, such as liability.cap_reaches",
		}}
		return report, nil
	}
	l := &laboratory{sources: s, trees: trees, texts: map[string]string{}, options: o, packages: map[string][]string{}, benches: map[string]*bench{}}
	for _, m := range s.Subject() {
		l.texts[m.Name] = m.Text
	}
	for name, tree := range trees {
		p := tree.Package.Path.String()
		l.packages[p] = append(l.packages[p], name)
	}
	if report.Problems, err = l.prepare(ctx, chosen); err != nil || len(report.Problems) > 0 {
		report.Mutants = []*Mutant{}
		return report, err
	}
	if err := l.judge(ctx, chosen); err != nil {
		return nil, err
	}
	report.count()
	report.Problems = append(list.explain(chosen, all), report.floor(o)...)
	for _, m := range chosen {
		if m.Explained != "" {
			report.Explained++
		}
	}
	return report, nil
}

// choose keeps the mutants that a run is about.
func (s *Sources) choose(ctx context.Context, all []*Mutant, o MutateOptions) ([]*Mutant, error) {
	chosen := slices.Clone(all)
	if o.Since != "" {
		changed, err := s.changedSince(ctx, o.Since)
		if err != nil {
			return nil, err
		}
		chosen = slices.DeleteFunc(chosen, func(m *Mutant) bool { return !changed(m) })
	}
	if o.Run != nil {
		chosen = slices.DeleteFunc(chosen, func(m *Mutant) bool { return !o.Run.MatchString(m.Rule) })
	}
	if o.Sample > 0 && len(chosen) > o.Sample {
		// By a hash of what each is: evenly spread, and hardly another sample
		// when a few rules change.
		slices.SortStableFunc(chosen, func(a, b *Mutant) int { return cmp.Compare(a.lot(), b.lot()) })
		chosen = chosen[:o.Sample]
		slices.SortFunc(chosen, func(a, b *Mutant) int { return cmp.Compare(a.Number, b.Number) })
	}
	return chosen, nil
}

func (m *Mutant) lot() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q", []any{m.Rule, m.Operator, m.Was, m.Now, m.Nth}) //nolint:errcheck // a hash takes everything
	return h.Sum64()
}

func (r *MutationReport) count() {
	for _, m := range r.Mutants {
		switch m.Status {
		case Killed:
			r.Killed++
			if m.Why == timedOut {
				r.TimedOut++
			}
		case Survived:
			r.Survived++
		case Equivalent:
			r.Equivalent++
		case NotViable:
			r.NotViable++
		}
	}
	if could := r.Killed + r.Survived; could > 0 {
		score := 100 * float64(r.Killed) / float64(could)
		r.Score = &score
	}
}

// floor says that the score is too low. The score is not rounded for that: 94.96
// is below 95.
func (r *MutationReport) floor(o MutateOptions) source.Problems {
	if r.Score == nil || *r.Score >= o.MinScore {
		return nil
	}
	return source.Problems{{
		Message: fmt.Sprintf("the tests notice %.2f %% of the mutants, the floor is %g %%", *r.Score, o.MinScore),
		Hint:    "write a test for each survivor: documents for which the two lines of its diff come to different statuses",
	}}
}

const timedOut = "timed out"

// A laboratory runs the tests of mutants.
type laboratory struct {
	sources  *Sources
	trees    map[string]*ast.Module // policies and tests
	texts    map[string]string      // of what is mutated
	options  MutateOptions
	packages map[string][]string // files, by package
	benches  map[string]*bench   // by package
	cases    []*testCase
}

// A bench is what the mutants of one package are judged with.
type bench struct {
	// policies are the files of the package and of all that it refers to, tests
	// the same with its tests.
	policies, tests map[string]*ast.Module
	compiled        map[string]*ast.Module // the policies, unchanged
	// asks are the tests that ask a rule, by the path of the rule, the quickest
	// first.
	asks map[string][]*question
}

// prepare compiles and tests everything unchanged. Where a test fails before
// anything is changed, nothing can be said.
func (l *laboratory) prepare(ctx context.Context, chosen []*Mutant) (source.Problems, error) {
	packages := map[string]bool{}
	for _, m := range chosen {
		packages[m.pkg] = true
	}
	names := slices.Sorted(maps.Keys(packages))
	benches := make([]*bench, len(names))
	problems := make([]source.Problems, len(names))
	err := parallel(ctx, len(names), func(i int) (err error) {
		benches[i], problems[i], err = l.bench(ctx, names[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		l.benches[name] = benches[i]
	}
	found, tested := slices.Concat(problems...), false
	for _, b := range benches {
		tested = tested || len(b.asks) > 0
	}
	inCases, err := l.readCases(ctx)
	if err != nil {
		return nil, err
	}
	found = append(found, inCases...)
	if !tested && len(l.cases) == 0 && len(chosen) > 0 && len(found) == 0 {
		found = append(found, source.Problem{
			Position: source.Position{File: chosen[0].Position.File},
			Message:  "there is no test that could notice anything",
			Hint:     "put tests beside your controls: rules test_… in files *_test.rego, or cases in files case.yaml; `vendorgate policy new` writes both",
		})
	}
	return found.Sorted(), nil
}

// parallel does n things, as many at once as there are processors, until one
// fails or the context ends.
func parallel(ctx context.Context, n int, do func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
feeding:
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			break feeding
		}
	}
	close(next)
	wg.Wait()
	return context.Cause(ctx)
}

func (l *laboratory) bench(ctx context.Context, pkg string) (*bench, source.Problems, error) {
	b := &bench{policies: map[string]*ast.Module{}, tests: map[string]*ast.Module{}, asks: map[string][]*question{}}
	l.include(b.policies, pkg)
	l.include(b.policies, "data.controls") // its metadata bind the schemas
	var err error
	if b.compiled, err = policy.TypeCheck(b.policies); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	folders := map[string]bool{}
	for _, file := range l.packages[pkg] {
		folders[path.Dir(file)] = true
	}
	l.include(b.tests, pkg)
	for _, m := range l.sources.Tests {
		if p := l.trees[m.Name].Package.Path.String(); p == pkg || p == pkg+"_test" || folders[path.Dir(m.Name)] {
			l.include(b.tests, p)
		}
	}
	compiler := testCompiler()
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, nil, err
	}
	defer store.Abort(ctx, txn)
	results, err := l.runner(compiler, store).SetModules(b.tests).RunTests(ctx, txn)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", gate.ErrPolicy, policy.RegoProblems("", err).Sorted())
	}
	var problems source.Problems
	for r := range results {
		if r.Pass() || r.Skip {
			continue
		}
		problems = append(problems, source.Problem{
			Position: positionOf(r.Location),
			Message:  fmt.Sprintf("the test %s.%s fails before anything is changed", strings.TrimPrefix(r.Package, "data."), r.Name),
			Hint:     "`vendorgate policy test` says why",
		})
	}
	if ctx.Err() != nil || len(problems) > 0 {
		return b, problems, ctx.Err()
	}
	err = b.follow(ctx, compiler, store, txn)
	return b, nil, err
}

// include adds the files of a package, and of everything that they refer to.
func (l *laboratory) include(into map[string]*ast.Module, pkg string) {
	for _, file := range l.packages[pkg] {
		if into[file] != nil {
			continue
		}
		into[file] = l.trees[file]
		ast.WalkRefs(l.trees[file], func(ref ast.Ref) bool {
			if !ref[0].Equal(ast.DefaultRootDocument) {
				return false
			}
			ground := ref.GroundPrefix()
			for other := range l.packages {
				to := l.trees[l.packages[other][0]].Package.Path
				if ground.HasPrefix(to) || (len(ground) < len(ref) && to.HasPrefix(ground)) {
					l.include(into, other)
				}
			}
			return false
		})
	}
}

func testCompiler() *ast.Compiler {
	return ast.NewCompiler().WithCapabilities(testCapabilities()).WithEnablePrintStatements(true).SetErrorLimit(0)
}

func (l *laboratory) runner(compiler *ast.Compiler, store storage.Store) *tester.Runner {
	return tester.NewRunner().SetCompiler(compiler).SetStore(store).SetTimeout(l.options.Timeout).SetParallel(1)
}

// follow finds which tests ask which rules, and what each test comes to, so that
// a mutant is only put before the tests that can tell. A rule that a test never
// comes to makes no difference to it, however the rule is changed: so the index
// of rules is left out, which would pass over a rule that cannot hold as it is.
func (b *bench) follow(ctx context.Context, compiler *ast.Compiler, store storage.Store, txn storage.Transaction) error {
	for _, m := range compiler.Modules {
		seen := map[string]bool{}
		for _, rule := range m.Rules {
			name := testName(rule)
			if name == nil || seen[name.String()] {
				continue
			}
			seen[name.String()] = true
			t := &question{name: name}
			var err error
			began := time.Now() //nolint:forbidigo // the quick tests are asked first; what they say does not depend on it
			if t.answer, err = t.ask(ctx, compiler, store, txn); err != nil {
				return fmt.Errorf("%s: %w", positionOf(rule.Location), err)
			}
			t.takes = time.Since(began) //nolint:forbidigo // as above
			visited := visits{}
			_, err = t.ask(ctx, compiler, store, txn, rego.EvalQueryTracer(visited), rego.EvalRuleIndexing(false), rego.EvalEarlyExit(false))
			if err != nil {
				return fmt.Errorf("%s: %w", positionOf(rule.Location), err)
			}
			for path := range visited {
				b.asks[path] = append(b.asks[path], t)
			}
		}
	}
	for _, list := range b.asks {
		slices.SortFunc(list, func(a, b *question) int { return cmp.Compare(a.takes, b.takes) })
	}
	return nil
}

// A question is a test, and what it comes to as long as nothing is changed: true
// or, of a table, the rows that hold. Anything else than that is a failure.
type question struct {
	name   ast.Ref
	answer ast.Value
	takes  time.Duration
}

// ask evaluates a test. It is not left to OPA's tester, which traces tables to
// find the names of the rows that fail, and takes several times as long.
func (q *question) ask(ctx context.Context, compiler *ast.Compiler, store storage.Store, txn storage.Transaction, o ...rego.EvalOption) (ast.Value, error) {
	prepared, err := rego.New(
		rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(q.name)))),
		rego.Compiler(compiler), rego.Store(store), rego.Transaction(txn),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t.Value, nil }),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	rs, err := prepared.Eval(ctx, append(o, rego.EvalTransaction(txn))...)
	if err != nil || len(rs) == 0 {
		return nil, err
	}
	value, _ := rs[0].Expressions[0].Value.(ast.Value)
	return value, nil
}

// testName returns the path of a test, or nil for a rule that is none.
func testName(rule *ast.Rule) ast.Ref {
	ground := rule.Ref().GroundPrefix()
	for i, part := range ground {
		if s, ok := part.Value.(ast.String); ok && strings.HasPrefix(string(s), tester.TestPrefix) {
			return ground[:i+1]
		}
	}
	return nil
}

// visits is a tracer that notes the rules which an evaluation comes to.
type visits map[string]bool

// Enabled makes visits a [topdown.QueryTracer].
func (visits) Enabled() bool { return true }

// Config makes visits a [topdown.QueryTracer].
func (visits) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent makes visits a [topdown.QueryTracer].
func (v visits) TraceEvent(e topdown.Event) {
	if rule, ok := e.Node.(*ast.Rule); ok && e.Op == topdown.EnterOp {
		v[pathOf(rule)] = true
	}
}

// judge finds out what becomes of every mutant.
func (l *laboratory) judge(ctx context.Context, chosen []*Mutant) error {
	var mu sync.Mutex
	return parallel(ctx, len(chosen), func(i int) error {
		m := chosen[i]
		if m.Status == "" {
			if err := l.one(ctx, m); err != nil {
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if l.options.Progress != nil {
			l.options.Progress()
		}
		return ctx.Err()
	})
}

// one judges one mutant.
func (l *laboratory) one(ctx context.Context, m *Mutant) error {
	b, file := l.benches[m.pkg], m.Position.File
	text := m.mutate(l.texts[file])
	tree, err := ast.ParseModuleWithOpts(file, text, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err != nil {
		m.Status, m.Why = NotViable, policy.RegoProblems(file, err)[0].Message
		return nil
	}
	changed := maps.Clone(b.policies)
	changed[file] = tree
	compiled, err := policy.TypeCheck(changed)
	if err != nil {
		var problems source.Problems
		if !errors.As(err, &problems) {
			return err
		}
		m.Status, m.Why = NotViable, problems[0].Message
		return nil
	}
	if compiled[file].Equal(b.compiled[file]) {
		m.Status, m.Why = Equivalent, "it compiles to the same"
		return nil
	}
	within, cancel := context.WithTimeout(ctx, l.options.Timeout)
	defer cancel()
	killed, err := l.tests(within, b, file, tree, b.asks[m.path])
	if err == nil && !killed {
		killed, err = l.inCases(within, file, text)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case within.Err() != nil:
		m.Status, m.Why = Killed, timedOut
	case errors.Is(err, gate.ErrPolicy): // a check would refuse it, for more than its types
		m.Status, m.Why = NotViable, problemsOf(err, file)[0].Message
	case err != nil:
		return err
	case killed:
		m.Status = Killed
	default:
		m.Status = Survived
	}
	return nil
}

// tests runs the tests that ask a rule, with one file changed, until one fails.
func (l *laboratory) tests(ctx context.Context, b *bench, file string, tree *ast.Module, asked []*question) (killed bool, err error) {
	if len(asked) == 0 {
		return false, nil
	}
	changed := maps.Clone(b.tests)
	changed[file] = tree
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return false, err
	}
	defer store.Abort(ctx, txn)
	compiler := testCompiler().WithSkipStages(judged...)
	// The tester only compiles here, since it tells tests of one name apart.
	none, err := l.runner(compiler, store).SetModules(changed).Filter("^$").RunTests(ctx, txn)
	if err != nil {
		return false, fmt.Errorf("%w: %w", gate.ErrPolicy, policy.RegoProblems("", err).Sorted())
	}
	for range none { // there is nothing in it, and it has to be emptied all the same
		continue
	}
	for _, q := range asked {
		answer, err := q.ask(ctx, compiler, store, txn)
		switch {
		case ctx.Err() != nil:
			return false, ctx.Err()
		case err != nil, answer == nil, q.answer.Compare(answer) != 0:
			return true, nil
		}
	}
	return false, nil
}

// judged are the stages of the compiler that only check, and that the mutant has
// been through.
var judged = []ast.StageID{
	ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet, ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs,
	ast.StageCheckRecursion, ast.StageCheckTypes, ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins,
	ast.StageBuildRequiredCapabilities,
}

// readCases reads the cases and judges them unchanged. They judge a member's own
// policies only: for the shipped ones a case asks the program itself.
func (l *laboratory) readCases(ctx context.Context) (source.Problems, error) {
	if len(l.sources.Own) == 0 {
		return nil, nil
	}
	given, err := givenRequirements(l.options.Requirements)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrRequirements, err)
	}
	var problems source.Problems
	for _, file := range l.sources.Cases {
		c, err := readCase(file, given)
		if err != nil {
			problems = append(problems, problemsOf(err, file)...)
			continue
		}
		l.cases = append(l.cases, c)
	}
	failed, err := l.casesAgainst(ctx, l.sources.Own)
	if failed != nil {
		problems = append(problems, source.Problem{
			Position: failed.doc.Position(nil),
			Message:  fmt.Sprintf("the case %q fails before anything is changed", failed.name),
			Hint:     "`vendorgate policy test` says why",
		})
	}
	return problems, err
}

// inCases judges the cases with one file changed.
func (l *laboratory) inCases(ctx context.Context, file, text string) (killed bool, err error) {
	if len(l.cases) == 0 {
		return false, nil
	}
	own := slices.Clone(l.sources.Own)
	for i := range own {
		if own[i].Name == file {
			own[i].Text = text
		}
	}
	failed, err := l.casesAgainst(ctx, own)
	return failed != nil, err
}

// casesAgainst returns the first case that does not come out as expected.
func (l *laboratory) casesAgainst(ctx context.Context, own []policy.Module) (*testCase, error) {
	gates := map[string]*gate.Gate{}
	for _, c := range l.cases {
		key := c.asOf + c.requirementsAsGiven
		if gates[key] == nil {
			g, err := c.gate(ctx, own)
			if err != nil {
				return nil, err
			}
			gates[key] = g
		}
		problems, err := c.judge(ctx, gates[key])
		if err != nil {
			return nil, err
		}
		if len(problems) > 0 {
			return c, nil
		}
	}
	return nil, nil
}

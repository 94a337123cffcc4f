package policy

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// Check finds everything that is wrong with the member's own policies, or with
// the shipped ones when own is empty. [Compile] stops where going on would be
// unsafe; Check goes on as far as what is left can be judged, so that an author
// sees all faults at once, and it also says what runs but hardly was meant.
//
// The controls that it returns are those that could be read. Their Answers and
// Requirements are only complete when there is no problem.
func Check(shipped, own []Module) ([]Control, source.Problems) {
	shippedTrees, problems := parse(shipped)
	ownTrees, found := parse(own)
	problems = append(problems, found...)
	shippedIsSubject := len(own) == 0
	subject, beside := ownTrees, shippedTrees
	if shippedIsSubject {
		subject, beside = shippedTrees, map[string]*ast.Module{}
	}
	halved := brokenPackages(append(slices.Clone(shipped), own...), shippedTrees, ownTrees)
	maps.DeleteFunc(shippedTrees, func(_ string, m *ast.Module) bool { return m == nil })
	maps.DeleteFunc(ownTrees, func(_ string, m *ast.Module) bool { return m == nil })

	sealing := seal(ownTrees, shippedTrees)
	problems = append(problems, sealing...)
	for _, p := range sealing { // compiled beside what it clashes with, it would break that
		delete(ownTrees, p.File)
	}

	controls, found := catalogue(subject, texts(shipped, own), shippedIsSubject)
	problems = append(problems, found...)
	others := controls
	if !shippedIsSubject {
		shippedControls, _ := catalogue(shippedTrees, texts(shipped), true)
		others = slices.Concat(shippedControls, controls)
	}
	problems = append(problems, unique(others)...)
	problems = append(problems, explanations(subject, claimed(subject))...)
	if len(subject) > 0 && len(claimed(subject)) == 0 {
		problems = append(problems, noControl(subject))
	}

	problems = append(problems, strict(subject)...)
	trees := maps.Clone(beside)
	maps.Copy(trees, subject)
	maps.DeleteFunc(trees, func(_ string, m *ast.Module) bool { return halved[m.Package.Path.String()] })
	compiled, stopped, types := compileWhatCan(trees)
	problems = append(problems, stopped...)

	p := &Policies{}
	for _, c := range controls {
		if _, ok := compiled[c.Position.File]; ok {
			p.controls = append(p.controls, c)
		}
	}
	if len(compiled) > 0 {
		problems = append(problems, p.derive(compiled)...)
		problems = append(problems, bare(subject, compiled)...)
		var unjudged []ast.Ref // packages in which a rule may be missing
		for name := range halved {
			unjudged = append(unjudged, ast.MustParseRef(name))
		}
		for name, m := range trees {
			if compiled[name] == nil {
				unjudged = append(unjudged, m.Package.Path)
			}
		}
		problems = append(problems, unknownNames(compiledOnes(subject, compiled), newCompanions(compiled).rules, unjudged)...)
	}
	slices.SortFunc(p.controls, compareControls)
	return p.controls, onePerFault(problems, types)
}

func noControl(modules map[string]*ast.Module) source.Problem {
	hint := "a control is a boolean rule below package controls with a METADATA block directly above it"
	for _, m := range modules {
		for _, rule := range m.Rules {
			switch rule.Head.Ref()[0].String() {
			case "deny", "violation", "warn":
				hint += "; of rules written for conftest, `vendorgate policy import` makes controls"
				return source.Problem{Position: positionOf(rule.Location), Message: "there is no control in these policies", Hint: hint}
			}
		}
	}
	return source.Problem{
		Position: source.Position{File: slices.Min(slices.Collect(maps.Keys(modules)))},
		Message:  "there is no control in these policies",
		Hint:     hint,
	}
}

var packageLine = regexp.MustCompile(`(?m)^[ \t]*package[ \t]+([a-zA-Z0-9_.]+)`)

// brokenPackages are the packages of the files that do not parse. What else is
// in such a package cannot be judged: its helpers may be in the broken file.
func brokenPackages(modules []Module, trees ...map[string]*ast.Module) map[string]bool {
	broken := map[string]bool{}
	for _, m := range modules {
		if slices.ContainsFunc(trees, func(t map[string]*ast.Module) bool { return t[m.Name] != nil }) {
			continue
		}
		if found := packageLine.FindStringSubmatch(m.Text); found != nil {
			broken["data."+found[1]] = true
		}
	}
	return broken
}

// claimed are the controls that modules have metadata for, right or wrong, by
// their ids alone: what refers to a control with a fault is no second fault.
func claimed(modules map[string]*ast.Module) []Control {
	var controls []Control
	for _, m := range modules {
		for _, a := range m.Annotations {
			if id, ok := strings.CutPrefix(a.GetTargetPath().String(), "data.controls."); ok && a.Scope == "rule" && strings.Contains(id, ".") {
				controls = append(controls, Control{ID: id})
			}
		}
	}
	return controls
}

// compiledOnes are the compiled modules of some.
func compiledOnes(some, compiled map[string]*ast.Module) map[string]*ast.Module {
	out := map[string]*ast.Module{}
	for name := range some {
		if m := compiled[name]; m != nil {
			out[name] = m
		}
	}
	return out
}

// strict says what `opa check --strict` says: names that are given and never
// used, imports without use, parameters that nothing reads.
func strict(modules map[string]*ast.Module) source.Problems {
	compiler := ast.NewCompiler().WithCapabilities(Capabilities()).WithStrict(true).
		SetErrorLimit(0).WithOnlyStagesUpTo(ast.StageRewriteLocalVars)
	problems := deprecated(modules) // before compiling changes the trees
	compiler.Compile(modules)
	problems = append(problems, astProblems("", compiler.Errors)...)
	for i := range problems {
		p := &problems[i]
		if p.Hint != "" {
			continue
		}
		switch name := strings.Fields(p.Message); {
		case len(name) == 3 && name[0] == "import" && name[2] == "unused":
			p.Message, p.Hint = fmt.Sprintf("the import %s is never used", name[1]), "remove it"
		case strings.HasPrefix(p.Message, "assigned var "):
			p.Message, p.Hint = fmt.Sprintf("%s is assigned and never used", name[2]), "remove it, or use it in the rule"
		case strings.HasPrefix(p.Message, "unused argument "):
			p.Message, p.Hint = fmt.Sprintf("the parameter %s is never used", strings.TrimRight(name[2], ".")), "write _ in its place, or remove it"
		}
	}
	return problems
}

// deprecated finds calls of functions that OPA keeps for old policies only.
func deprecated(modules map[string]*ast.Module) source.Problems {
	var problems source.Problems
	find := func(name string, at *ast.Location) {
		if b := ast.BuiltinMap[name]; b != nil && b.IsDeprecated() {
			problems = append(problems, source.Problem{
				Position: positionOf(at),
				Message:  fmt.Sprintf("the function %s is deprecated", name),
				Hint:     "write `every` for all, `some … in …` for any; the list of functions in OPA's documentation names the others",
			})
		}
	}
	for _, m := range modules {
		ast.WalkExprs(m, func(e *ast.Expr) bool {
			if e.IsCall() {
				find(e.Operator().String(), e.Location)
			}
			return false
		})
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if call, ok := t.Value.(ast.Call); ok {
				find(call[0].String(), t.Location)
			}
			return false
		})
	}
	return problems
}

// compileWhatCan compiles the modules up to the check of types. Where a package
// keeps the compiler from getting so far, it reports that and goes on without
// the package. It returns the modules that got through all stages before the
// check of types, what stopped the others, and what the check of types said.
func compileWhatCan(modules map[string]*ast.Module) (compiled map[string]*ast.Module, stopped, types source.Problems) {
	rest := maps.Clone(modules)
	for len(rest) > 0 {
		compiler := newCompiler().SetErrorLimit(0).WithOnlyStagesUpTo(ast.StageCheckTypes)
		compiler.Compile(rest)
		before := len(rest)
		for _, e := range compiler.Errors {
			if e.Code == ast.TypeErr && !strings.HasPrefix(e.Message, "undefined function") {
				continue
			}
			if m := rest[e.Location.File]; m != nil {
				pkg := m.Package.Path
				maps.DeleteFunc(rest, func(_ string, m *ast.Module) bool { return m.Package.Path.Equal(pkg) })
			}
		}
		if len(rest) == before {
			return compiler.Modules, stopped, astProblems("", compiler.Errors)
		}
		stopped = append(stopped, astProblems("", compiler.Errors)...)
	}
	return nil, stopped, nil
}

// bare finds rules that look like controls and have no metadata, so that they
// decide nothing: booleans beside controls that no other rule reads.
func bare(subject, compiled map[string]*ast.Module) source.Problems {
	used := map[string]bool{}
	for _, m := range compiled {
		ast.WalkRefs(m, func(ref ast.Ref) bool {
			ground := ref.GroundPrefix()
			for n := 2; n <= len(ground); n++ {
				used[ground[:n].String()] = true
			}
			return false
		})
	}
	known := map[string]bool{}
	for _, c := range claimed(subject) {
		known[c.path()] = true
	}
	var problems source.Problems
	for name, m := range subject {
		if _, ok := compiled[name]; !ok || !strings.HasPrefix(m.Package.Path.String(), "data.controls.") {
			continue
		}
		for _, rule := range m.Rules {
			path := rule.Ref().String()
			boolean := rule.Head.RuleKind() == ast.SingleValue && len(rule.Head.Args) == 0 &&
				len(rule.Head.Ref()) == 1 && rule.Head.Value.Equal(ast.BooleanTerm(true))
			if !boolean || rule.Default || known[path] || used[path] {
				continue
			}
			known[path] = true // one word for all its bodies
			if strings.HasPrefix(rule.Head.Ref().String(), "test_") {
				problems = append(problems, source.Problem{
					Position: positionOf(rule.Location),
					Message:  fmt.Sprintf("the test %s stands among the controls", rule.Head.Ref()),
					Hint:     "move it to a file with the ending _test.rego, in the package " + strings.TrimPrefix(m.Package.Path.String(), "data.") + "_test",
				})
				continue
			}
			problems = append(problems, source.Problem{
				Position: positionOf(rule.Location),
				Message:  fmt.Sprintf("the rule %s looks like a control, and has no METADATA: nobody would ever see what it says", rule.Head.Ref()),
				Hint:     "put `# METADATA`, a title, and custom: with severity and remediation directly above it, or remove it if it is a helper that nothing uses",
			})
		}
	}
	return problems
}

// onePerFault puts the problems in order, each one once. Of a line that our own
// checks have something to say of, OPA's check of types says the same with less
// advice.
func onePerFault(problems, types source.Problems) source.Problems {
	type line struct {
		file string
		row  int
	}
	ours := map[line]bool{}
	for _, p := range problems {
		ours[line{p.File, p.Line}] = true
	}
	for _, p := range types {
		if !ours[line{p.File, p.Line}] {
			problems = append(problems, p)
		}
	}
	return problems.Sorted()
}

// A Use is what a rule reads that is no control.
type Use struct {
	Rule                  string // facts.on_site, insurance.notes
	Answers, Requirements []string
}

// Uses returns what the facts, the tier, and the reasons and notes beside
// controls read: what no control reads may still decide which controls apply,
// or show in a report.
func Uses(shipped, own []Module) ([]Use, error) {
	shippedTrees, problems := parse(shipped)
	trees, found := parse(own)
	if problems = append(problems, found...); len(problems) > 0 {
		return nil, problems.Sorted()
	}
	maps.Copy(trees, shippedTrees)
	compiled, stopped, types := compileWhatCan(trees)
	if problems := slices.Concat(stopped, types); len(problems) > 0 {
		return nil, problems.Sorted()
	}
	rules := newCompanions(compiled).rules
	r := newReads(rules, schema.Input(), schema.Effective())
	var uses []Use
	for _, path := range slices.Sorted(maps.Keys(rules)) {
		name, isFact := strings.CutPrefix(path, "data.facts.")
		id, isControl := strings.CutPrefix(path, "data.controls.")
		switch {
		case isFact:
			name = "facts." + name
		case isControl && (strings.HasSuffix(id, ".reasons") || strings.HasSuffix(id, ".notes")):
			name = id
		default:
			continue
		}
		a := r.control(path)
		uses = append(uses, Use{name, slices.Sorted(maps.Keys(a.answers)), slices.Sorted(maps.Keys(a.requirements))})
	}
	return uses, nil
}

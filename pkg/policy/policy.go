// Package policy compiles Rego policies into a catalogue of controls and
// evaluates profiles against it. With authoring it is the only package that
// knows OPA.
//
// Call [Compile] once for a set of policies, [Policies.Engine] once for a set
// of requirements, and [Engine.Evaluate] for every profile. All three results
// are immutable and safe for concurrent use.
package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"

	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// OPAVersion returns the version of the engine that evaluates the policies.
func OPAVersion() string { return version.Version }

// Policies are compiled policies and the catalogue of their controls.
type Policies struct {
	controls  []Control
	facts     []string
	companion string
	compiler  *ast.Compiler
	digest    string
}

// Compile compiles the shipped policies together with the member's own, and
// refuses whatever could make a control pass that should not. The error is
// [source.Problems], with every problem that was found.
//
// What follows from the shipped policies alone is recorded with them, and taken
// from the record as long as they are, to the byte, the ones it was made from.
func Compile(shipped, own []Module) (*Policies, error) {
	shippedTrees, problems := parse(shipped)
	ownTrees, found := parse(own)
	problems = append(problems, found...)
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	p := &Policies{digest: digest(shipped, own)}
	trees := maps.Clone(shippedTrees)
	maps.Copy(trees, ownTrees)
	if !p.recall(own) {
		if problems := seal(ownTrees, shippedTrees); len(problems) > 0 {
			return nil, problems
		}
		if err := p.analyse(shippedTrees, ownTrees, texts(shipped, own)); err != nil {
			return nil, err
		}
	}
	companion, found := parse(parted(p.companion))
	if len(found) > 0 {
		return nil, fmt.Errorf("the companion of the policies does not parse: %w", found)
	}
	maps.Copy(trees, companion)
	p.compiler = ast.NewCompiler().WithCapabilities(Capabilities()).WithSkipStages(checked...)
	p.compiler.Compile(trees)
	if p.compiler.Failed() {
		return nil, fmt.Errorf("the companion of the policies does not compile: %w", p.compiler.Errors)
	}
	return p, nil
}

// checked are the stages of OPA's compiler that only check: analyse has put the
// policies through all of them, and the companion is our own.
var checked = []ast.StageID{
	ast.StageCheckUnusedImports, ast.StageCheckDuplicateImports, ast.StageCheckKeywordOverrides,
	ast.StageCheckVoidCalls, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet,
	ast.StageRewriteRegoMetadataCalls, ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs,
	ast.StageCheckRecursion, ast.StageCheckTypes, ast.StageCheckUnsafeBuiltins,
	ast.StageCheckDeprecatedBuiltins, ast.StageBuildComprehensionIndices, ast.StageBuildRequiredCapabilities,
}

// analyse derives the catalogue, the facts and the companion from parsed
// policies.
func (p *Policies) analyse(shipped, own map[string]*ast.Module, texts map[string]string) error {
	controls, problems := catalogue(shipped, texts, true)
	ownControls, found := catalogue(own, texts, false)
	problems = append(problems, found...)
	if len(own) > 0 && len(ownControls) == 0 && len(problems) == 0 {
		problems = append(problems, noControl(own))
	}
	controls = append(controls, ownControls...)
	problems = append(problems, unique(controls)...)
	trees := maps.Clone(shipped)
	maps.Copy(trees, own)
	problems = append(problems, explanations(trees, controls)...)
	if len(problems) > 0 {
		return problems.Sorted()
	}
	if len(controls) == 0 {
		return source.Problems{{Message: "the catalogue is empty: there is no control in the policies"}}
	}
	p.controls = controls
	slices.SortFunc(p.controls, compareControls)

	compiler := newCompiler().WithOnlyStagesUpTo(ast.StageCheckTypes)
	compiler.Compile(trees)
	whole := !slices.ContainsFunc(compiler.Errors, func(e *ast.Error) bool {
		return e.Code != ast.TypeErr || strings.HasPrefix(e.Message, "undefined function")
	})
	if whole { // our own checks say where in the line, and what to write instead
		problems := p.derive(compiler.Modules)
		problems = append(problems, unknownNames(compiledOnes(own, compiler.Modules), newCompanions(compiler.Modules).rules, nil)...)
		if len(problems) > 0 {
			return problems.Sorted()
		}
	}
	if compiler.Failed() {
		return astProblems("", compiler.Errors).Sorted()
	}
	p.companion = writeCompanion(p.controls, p.facts, compiler.Modules)
	return nil
}

func newCompiler() *ast.Compiler {
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.MustParseRef("schema.input"), schema.Input())
	schemas.Put(ast.MustParseRef("schema.effective"), schema.Effective())
	return ast.NewCompiler().
		WithCapabilities(Capabilities()).
		WithSchemas(schemas).
		WithUseTypeCheckAnnotations(true)
}

func texts(sets ...[]Module) map[string]string {
	out := map[string]string{}
	for _, set := range sets {
		for _, m := range set {
			out[m.Name] = m.Text
		}
	}
	return out
}

// compareControls sorts by consideration, the member's own last, then by code
// and id.
func compareControls(a, b Control) int {
	return cmp.Or( // as unsigned, -1 comes last
		cmp.Compare(uint(a.Consideration), uint(b.Consideration)),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.ID, b.ID),
	)
}

// digest identifies the policies: the text of every module. The shipped ones
// count with their names, which are fixed; those of the member's own say only
// where the files lie, which decides nothing.
func digest(shipped, own []Module) string {
	h := sha256.New()
	byName := func(a, b Module) int { return cmp.Compare(a.Name, b.Name) }
	for _, m := range slices.SortedFunc(slices.Values(shipped), byName) {
		fmt.Fprintf(h, "%d %s %d\n%s", len(m.Name), m.Name, len(m.Text), m.Text)
	}
	byText := func(a, b Module) int { return cmp.Compare(a.Text, b.Text) }
	for _, m := range slices.SortedFunc(slices.Values(own), byText) {
		fmt.Fprintf(h, "own %d\n%s", len(m.Text), m.Text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// derive follows every control to what it reads, and checks what OPA's type
// checker does not.
func (p *Policies) derive(modules map[string]*ast.Module) source.Problems {
	rules := newCompanions(modules).rules
	p.facts = factNames(rules)
	r := newReads(rules, schema.Input(), schema.Effective())
	var problems source.Problems
	for _, fact := range p.facts {
		r.control("data.facts." + fact)
	}
	for i := range p.controls {
		c := &p.controls[i]
		a := r.control(c.path())
		if c.AppliesWhen != "" {
			if !slices.Contains(p.facts, c.AppliesWhen) {
				problems = append(problems, unknownFact(c, p.facts))
			}
		}
		c.Answers = append([]string{}, slices.Sorted(maps.Keys(a.answers))...)
		c.Requirements = append([]string{}, slices.Sorted(maps.Keys(a.requirements))...)
		if len(r.problems) == 0 {
			problems = append(problems, unreadAsides(c)...)
		}
		if len(c.Answers) == 0 && len(r.problems) == 0 {
			problems = append(problems, source.Problem{
				Position: c.Position,
				Message:  fmt.Sprintf("the control %s reads no answer", c.ID),
				Hint:     "a control judges the profile or the engagement: read input.… in it",
			})
		}
	}
	return append(problems, r.problems...)
}

func unknownFact(c *Control, facts []string) source.Problem {
	hint := "the facts are " + strings.Join(facts, ", ")
	if near := source.Nearest(c.AppliesWhen, facts); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return source.Problem{
		Position: c.Position,
		Message:  fmt.Sprintf("the control %s applies when %q, which is no fact", c.ID, c.AppliesWhen),
		Hint:     hint,
	}
}

// unreadAsides refuses parameters set aside that the control does not measure
// against: whoever wrote them meant another one, and would show a demand.
func unreadAsides(c *Control) source.Problems {
	var problems source.Problems
	for i, name := range c.Aside {
		if slices.Contains(c.Requirements, name) {
			continue
		}
		hint := "it reads none: remove aside"
		if len(c.Requirements) > 0 {
			hint = "it reads " + strings.Join(c.Requirements, ", ")
		}
		if near := source.Nearest(name, c.Requirements); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		problems = append(problems, source.Problem{
			Position: c.asideAt[i],
			Message:  fmt.Sprintf("the control %s sets aside %q, a minimum that it does not read", c.ID, name),
			Hint:     hint,
		})
	}
	return problems
}

// factNames are the total booleans of package facts.
func factNames(rules map[string][]*ast.Rule) []string {
	var names []string
	for path, list := range rules {
		name, ok := strings.CutPrefix(path, "data.facts.")
		if !ok || !slices.ContainsFunc(list, func(r *ast.Rule) bool {
			return r.Default && isBoolean(r.Head.Value)
		}) {
			continue
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func isBoolean(t *ast.Term) bool {
	_, ok := t.Value.(ast.Boolean)
	return ok
}

// writeCompanion writes the companions of all controls and facts, and the
// tables by which package vendorgate finds them.
func writeCompanion(controls []Control, facts []string, modules map[string]*ast.Module) string {
	c := newCompanions(modules)
	var tables strings.Builder
	for _, control := range controls {
		passed := clause{control.path() + " == true"}
		if proven := c.provenRule(control.path()); proven != "" {
			passed = append(passed, proven+" == true")
		}
		writeRule(&tables, fmt.Sprintf("passed[%q] := true", control.ID), passed)
		writeRule(&tables, fmt.Sprintf("held[%q] := true", control.ID), clause{control.path() + " == true"})
		if unknown := c.unknownRule(control.path()); unknown != "" {
			fmt.Fprintf(&tables, "unknown[%q] := %s\n\n", control.ID, unknown)
		}
		for _, kind := range []string{"reasons", "notes"} {
			if len(c.rules[control.pkg()+"."+kind]) > 0 {
				fmt.Fprintf(&tables, "%s[%q] := {r | some r in %s.%s; r.control == %q}\n\n", kind, control.ID, control.pkg(), kind, control.rule())
			}
		}
	}
	for _, fact := range append(slices.Clone(facts), "tier") {
		if unknown := c.unknownRule("data.facts." + fact); unknown != "" {
			fmt.Fprintf(&tables, "unknown_facts[%q] := %s\n\n", fact, unknown)
		}
	}
	quoted := make([]string, len(facts))
	for i, f := range facts {
		quoted[i] = fmt.Sprintf("%q", f)
	}
	return fmt.Sprintf("%sfacts := {%s}\n\n%s%s", companionHead, strings.Join(quoted, ", "), tables.String(), c.out.String())
}

// companionHead opens every module of the companion. With this import `not`
// holds for what is undefined, in function calls and comparisons too.
const companionHead = "package " + companionPackage + "\n\nimport future.keywords.not\n\n"

// parted splits the companion between its rules into modules of moderate size,
// which are parsed side by side.
func parted(companion string) []Module {
	const size = 32 << 10
	var modules []Module
	rest := strings.TrimPrefix(companion, companionHead)
	for rest != "" {
		part := rest
		if len(part) > size {
			if i := strings.Index(part[size:], "\n\n"); i >= 0 {
				part = part[:size+i+2]
			}
		}
		rest = rest[len(part):]
		modules = append(modules, Module{
			Name: fmt.Sprintf("%scompanion%d.rego", shippedPrefix, len(modules)+1),
			Text: companionHead + part,
		})
	}
	return modules
}

// Controls returns the catalogue, sorted by consideration and code.
func (p *Policies) Controls() []Control { return slices.Clone(p.controls) }

// Control returns the control with an id, code or alias.
func (p *Policies) Control(name string) (Control, bool) {
	for _, c := range p.controls {
		if c.ID == name || (c.Code != "" && c.Code == name) || slices.Contains(c.Aliases, name) {
			return c, true
		}
	}
	return Control{}, false
}

// Facts returns the names of all facts, sorted.
func (p *Policies) Facts() []string { return slices.Clone(p.facts) }

// Digest identifies the policies by their text.
func (p *Policies) Digest() string { return p.digest }

// Companion returns the generated Rego that tells unknown from false; with the
// policies and the requirements it makes a stock OPA decide the same.
func (p *Policies) Companion() string { return p.companion }

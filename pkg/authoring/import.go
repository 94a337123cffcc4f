package authoring

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// ImportOptions say which rules are imported, and as what.
type ImportOptions struct {
	// Package is the package below controls that the imported ones go into.
	Package string
	// Namespaces are the packages whose rules are imported; empty means main,
	// as conftest has it.
	Namespaces []string
	// AllNamespaces imports the rules of every package.
	AllNamespaces bool
}

// An Import is what became of the rules of a folder.
type Import struct {
	Rules []ImportedRule  `json:"rules"`
	Files []policy.Module `json:"-"` // by their names below the folder they are to be written to
	// Mended are the places where a rule of conftest's would have passed in
	// silence, and the control does not.
	Mended source.Problems `json:"mended"`
}

// An ImportedRule is a rule that is a control now.
type ImportedRule struct {
	Control  string          `json:"control"` // its id
	Rule     string          `json:"rule"`    // deny_latest, of package main
	Position source.Position `json:"position"`
	Severity string          `json:"severity"`
	Message  string          `json:"message"` // its words, with … for what is filled in
}

// ruleOfConftest is a name that conftest runs, and almostOne a name that its
// author may well have meant to be one.
var (
	ruleOfConftest = regexp.MustCompile(`^(deny|violation|warn)(_[a-zA-Z0-9]+)*$`)
	almostOne      = regexp.MustCompile(`^((?i:denied|denies|violations|warnings?)|(?i:deny|violation|warn)([_-].*)?|(deny|violation|warn)[A-Z0-9].*)$`)
)

// ReadImport turns the rules deny, violation and warn of a folder, as conftest
// runs them, into controls. Each body becomes a control of its own, which passes
// when the body does not hold; so a missing answer counts as in any control: it
// is asked for, and never passes. What such rules could pass by in silence is
// refused or, where that can be done, mended and told.
func ReadImport(folder string, o ImportOptions) (*Import, error) {
	modules, err := policy.Read(folder)
	if err != nil {
		return nil, err
	}
	i := &importer{o: o, root: folder, packages: map[string]bool{}, taken: map[string]bool{}}
	if len(i.o.Namespaces) == 0 && !o.AllNamespaces {
		i.o.Namespaces = []string{"main"}
	}
	for _, m := range modules {
		if tree := i.parse(m); tree != nil {
			i.trees = append(i.trees, importedTree{m.Name, tree})
			i.packages[packageOf(tree)] = true
			for _, rule := range tree.Rules {
				i.taken[packageOf(tree)+" "+rule.Head.Ref()[0].String()] = true
			}
		}
	}
	if len(i.problems) == 0 {
		i.namespaces()
		for _, t := range i.trees {
			i.convert(t)
		}
	}
	if len(i.problems) == 0 && len(i.out.Rules) == 0 {
		i.refuse(source.Position{File: filepath.ToSlash(folder)}, "there is no rule deny, violation or warn in this folder",
			"conftest would report that nothing is wrong, whatever it is given; write `deny contains msg if { … }`")
	}
	if len(i.problems) > 0 {
		return nil, i.problems.Sorted()
	}
	return &i.out, nil
}

type importedTree struct {
	name string
	tree *ast.Module
}

// An importer turns the modules of a folder into controls.
type importer struct {
	o        ImportOptions
	root     string
	trees    []importedTree
	packages map[string]bool // of the folder
	taken    map[string]bool // names of rules, by package
	problems source.Problems
	out      Import
}

func (i *importer) refuse(at source.Position, message, hint string) {
	i.problems = append(i.problems, source.Problem{Position: at, Message: message, Hint: hint})
}

// parse reads a module, of the old syntax too: then it becomes the new one.
func (i *importer) parse(m policy.Module) *ast.Module {
	options := ast.ParserOptions{RegoVersion: ast.RegoV1}
	tree, err := ast.ParseModuleWithOpts(m.Name, m.Text, options)
	if err != nil {
		if text, old := format.SourceWithOpts(m.Name, []byte(m.Text), format.Opts{
			RegoVersion: ast.RegoV1, ParserOptions: &ast.ParserOptions{RegoVersion: ast.RegoV0}, DropRedundantDirectiveImports: true,
		}); old == nil {
			if again, inNew := ast.ParseModuleWithOpts(m.Name, string(text), options); inNew == nil {
				return again
			}
		}
		i.problems = append(i.problems, policy.RegoProblems(m.Name, err)...)
		return nil
	}
	return tree
}

func packageOf(tree *ast.Module) string {
	return strings.TrimPrefix(tree.Package.Path.String(), "data.")
}

// runs reports whether the rules of a package are imported.
func (i *importer) runs(pkg string) bool {
	return i.o.AllNamespaces || slices.Contains(i.o.Namespaces, pkg)
}

// namespaces refuses packages that are named and hold no rule: conftest takes
// that for success.
func (i *importer) namespaces() {
	with := map[string]bool{} // packages that hold rules, or what was meant to be one
	for _, t := range i.trees {
		for _, r := range t.tree.Rules {
			if name := string(headName(r)); ruleOfConftest.MatchString(name) || almostOne.MatchString(name) {
				with[packageOf(t.tree)] = true
			}
		}
	}
	for _, name := range i.o.Namespaces {
		if len(with) == 0 || with[name] {
			continue
		}
		hint := "conftest would run nothing and report success; the packages are " + strings.Join(slices.Sorted(maps.Keys(i.packages)), ", ")
		if near := source.Nearest(name, slices.Collect(maps.Keys(i.packages))); near != "" && near != name {
			hint = fmt.Sprintf("conftest would run nothing and report success; did you mean %q?", near)
		}
		i.refuse(source.Position{File: filepath.ToSlash(i.root)}, fmt.Sprintf("no rule deny, violation or warn in the package %s", name), hint)
	}
}

func headName(r *ast.Rule) ast.Var {
	v, _ := r.Head.Ref()[0].Value.(ast.Var)
	return v
}

// convert turns one module into controls.
func (i *importer) convert(t importedTree) {
	pkg := packageOf(t.tree)
	var text strings.Builder
	fmt.Fprintf(&text, "# Imported from %s.\npackage controls.%s.%s\n", t.name, i.o.Package, pkg)
	for _, imp := range t.tree.Imports {
		ref, ok := imp.Path.Value.(ast.Ref)
		if !ok || ref[0].Equal(ast.VarTerm("rego")) || ref[0].Equal(ast.VarTerm("future")) {
			continue
		}
		moved := imp.Copy()
		moved.Path = ast.NewTerm(i.moved(ref, positionOf(imp.Location)))
		fmt.Fprintf(&text, "\n%s\n", moved)
	}
	for _, rule := range t.tree.Rules {
		name := string(headName(rule))
		switch {
		case name == "exception":
			i.refuse(positionOf(rule.Location), "the rule exception takes findings away, and would be lost", "remove it, and write a waiver for who has the exception")
		case ruleOfConftest.MatchString(name):
			i.rule(&text, t, rule)
		case almostOne.MatchString(name):
			i.refuse(positionOf(rule.Location), fmt.Sprintf("conftest does not run the rule %s, whatever it finds", name),
				"it runs deny, violation and warn, alone or with a suffix of letters and digits after _: rename the rule")
		default:
			i.kept(&text, t.tree, rule)
		}
	}
	rel, err := filepath.Rel(i.root, filepath.FromSlash(t.name))
	if err != nil || rel == "." {
		rel = path.Base(t.name)
	}
	i.out.Files = append(i.out.Files, policy.Module{Name: filepath.ToSlash(rel), Text: text.String()})
}

// kept writes a rule that others use, as it is.
func (i *importer) kept(text *strings.Builder, tree *ast.Module, rule *ast.Rule) {
	moved := i.relocated(rule).(*ast.Rule)
	for r := moved; r != nil; r = r.Else {
		if names := undeclared(tree, r.Head.Args, r.Body); len(names) > 0 {
			r.Body = append(ast.NewBody(someDeclaration(names)), r.Body...)
		}
	}
	written, err := format.Ast(moved)
	if err != nil {
		i.refuse(positionOf(rule.Location), "the rule cannot be written: "+err.Error(), "")
		return
	}
	fmt.Fprintf(text, "\n# %s\n%s\n", positionOf(rule.Location), strings.TrimSpace(string(written)))
}

// relocated is a copy of a part of a module in which references to other
// packages of the folder lead to where those are now.
func (i *importer) relocated(x any) any {
	var copied any
	switch x := x.(type) {
	case *ast.Rule:
		copied = x.Copy()
	case *ast.Expr:
		copied = x.Copy()
	case *ast.Term:
		copied = x.Copy()
	}
	moved, err := ast.TransformRefs(copied, func(ref ast.Ref) (ast.Value, error) {
		if !ref[0].Equal(ast.DefaultRootDocument) {
			return ref, nil
		}
		return i.moved(ref, positionOf(ref[0].Location)), nil
	})
	if err != nil { // the callback never fails
		panic(err)
	}
	return moved
}

// moved is a reference to a package of the folder, at its new place. Anything
// else below data comes from files that conftest is given beside the policies.
func (i *importer) moved(ref ast.Ref, at source.Position) ast.Ref {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return ref
	}
	for name := range i.packages {
		parts := ast.MustParseRef("data." + name)
		if ref.HasPrefix(parts) || parts.HasPrefix(ref) {
			prefix := ast.MustParseRef("data.controls." + i.o.Package)
			return prefix.Concat(ref[1:])
		}
	}
	i.refuse(at, fmt.Sprintf("%s is in no file of the folder", ref.GroundPrefix()),
		"where such data is not given, a rule that reads it finds nothing and passes: write the values into the rule, or read a minimum of data.requirements")
	return ref
}

// rule turns one body of a rule into a control.
func (i *importer) rule(text *strings.Builder, t importedTree, rule *ast.Rule) {
	pkg := packageOf(t.tree)
	name, at := string(headName(rule)), positionOf(rule.Location)
	if !i.runs(pkg) {
		i.refuse(at, fmt.Sprintf("the rule %s stands in the package %s, which is not imported: conftest would not run it either", name, pkg),
			fmt.Sprintf("name the package with --namespace %s, or take --all-namespaces", pkg))
		return
	}
	keys := i.messages(rule, name)
	if keys == nil {
		return
	}
	condition, inMessage := conditionOf(t.tree, rule, keys)
	if len(condition) == 0 {
		i.refuse(at, fmt.Sprintf("the rule %s finds something whatever it is given", name), "give it a condition, or remove it")
		return
	}
	message := i.wording(rule, keys[0])
	if message == nil {
		return
	}
	i.mended(condition, inMessage, keys)
	control := i.name(pkg, name, *message)
	severity := "high"
	if strings.HasPrefix(name, "warn") {
		severity = "low"
	}
	where := fmt.Sprintf("%s, rule %s of package %s", at, name, pkg)
	said := *message
	if said == "" {
		said = "what the rule says"
	}
	fmt.Fprintf(text, `
# %s
# METADATA
# title: %s
# description: %s
# custom:
#   severity: %s
#   remediation: %s
%s if not found_%s

`, at, quote("Not the case: "+said, 200), quote("Imported from "+where, 2000), severity, quote("Mend what was found: "+said, 1000), control, control)
	fmt.Fprintf(text, "found_%s if {\n%s}\n", control, i.body(t.tree, condition))
	for _, key := range keys {
		fmt.Fprintf(text, "\nreasons contains {\"control\": %q, \"path\": [], \"message\": %s} if {\n\tnot %s\n%s}\n",
			control, i.relocated(messageOf(key)), control, i.body(t.tree, silently(rule.Body)))
	}
	i.out.Rules = append(i.out.Rules, ImportedRule{
		Control: i.o.Package + "." + pkg + "." + control, Rule: name, Position: at, Severity: severity, Message: *message,
	})
}

func quote(s string, most int) string {
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return strconv.Quote(s)
}

// messages returns the terms that a rule reports, or nil when conftest would
// not report them.
func (i *importer) messages(rule *ast.Rule, name string) []*ast.Term {
	at := positionOf(rule.Location)
	head := rule.Head
	const form = "write `%s contains msg if { … }`"
	if rule.Default || rule.Else != nil {
		i.refuse(at, fmt.Sprintf("the rule %s has a default or an else", name), "one hides what the other finds: "+fmt.Sprintf(form, name))
		return nil
	}
	if len(head.Args) > 0 {
		i.refuse(at, fmt.Sprintf("%s is a function: conftest does not call it", name), fmt.Sprintf(form, name))
		return nil
	}
	if len(head.Ref()) > 1 && !isWord.MatchString(strings.Trim(head.Ref()[1].String(), `"`)) {
		i.refuse(at, fmt.Sprintf("%s is an object, no set of messages", name), fmt.Sprintf(form, name))
		return nil
	}
	if len(head.Ref()) > 1 {
		i.refuse(at, fmt.Sprintf("the rule %s has a dotted head: conftest ignores it without a word", head.Ref()),
			fmt.Sprintf("write the second word with an underscore: %s", strings.ReplaceAll(head.Ref().String(), ".", "_")))
		return nil
	}
	if head.RuleKind() == ast.MultiValue {
		return []*ast.Term{head.Key}
	}
	var out []*ast.Term
	switch v := head.Value.Value.(type) {
	case *ast.Array:
		v.Foreach(func(t *ast.Term) { out = append(out, t) })
	case ast.Set:
		out = v.Slice()
	case ast.Boolean:
		i.refuse(at, fmt.Sprintf("%s is a boolean, and has no message to report", name), fmt.Sprintf(form, name))
		return nil
	case ast.String:
		i.refuse(at, fmt.Sprintf("%s is one string: a second finding would be a conflict, and conftest reports none", name), fmt.Sprintf(form, name))
		return nil
	default:
		i.refuse(at, fmt.Sprintf("%s is no set of messages", name), fmt.Sprintf(form, name))
		return nil
	}
	if len(out) == 0 {
		i.refuse(at, fmt.Sprintf("%s reports nothing, whatever it finds", name), fmt.Sprintf(form, name))
	}
	return out
}

// messageOf is the text of what a rule reports: itself, or its field msg.
func messageOf(key *ast.Term) *ast.Term {
	if object, ok := key.Value.(ast.Object); ok {
		return object.Get(ast.StringTerm("msg"))
	}
	return key
}

// wording is the text of a rule's message with … for what is filled in, or ""
// where only the evaluation can tell; nil when the message is refused.
func (i *importer) wording(rule *ast.Rule, key *ast.Term) *string {
	at := positionOf(rule.Location)
	message := messageOf(key)
	if message == nil {
		i.refuse(at, "the finding has no field msg: conftest ends with an error", `write {"msg": "…"}`)
		return nil
	}
	if v, ok := message.Value.(ast.Var); ok {
		for _, expr := range rule.Body {
			if name, term := assigned(expr); name == v {
				message = term
			}
		}
	}
	text := ""
	switch v := message.Value.(type) {
	case ast.String:
		text = string(v)
	case ast.Call:
		if len(v) > 1 && v[0].String() == "sprintf" {
			if format, ok := v[1].Value.(ast.String); ok {
				text = verb.ReplaceAllString(string(format), "…")
			}
		}
		if text == "" && v[0].String() != "sprintf" {
			return &text
		}
	case ast.Number, ast.Boolean, ast.Null:
		i.refuse(at, fmt.Sprintf("the message is %s, no text", message), "conftest ends with an error; write a sentence")
		return nil
	default:
		return &text
	}
	text = strings.Join(strings.Fields(text), " ")
	if strings.Trim(text, "… ") == "" {
		i.refuse(at, "the message is empty", "a finding that says nothing helps nobody: write a sentence")
		return nil
	}
	return &text
}

// isWord tells what may well have been written behind a dot.
var isWord = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

var verb = regexp.MustCompile(`%[-+# 0]*[0-9.]*[a-zA-Z]`)

// assigned returns what an expression names, and what with.
func assigned(expr *ast.Expr) (ast.Var, *ast.Term) {
	terms, ok := expr.Terms.([]*ast.Term)
	if !ok || expr.Negated || len(terms) != 3 || len(expr.With) > 0 {
		return "", nil
	}
	if op := terms[0].String(); op != "eq" && op != "assign" {
		return "", nil
	}
	v, ok := terms[1].Value.(ast.Var)
	if !ok {
		return "", nil
	}
	return v, terms[2]
}

// conditionOf parts the body of a rule into what decides whether it holds, and
// what only words the message.
func conditionOf(tree *ast.Module, rule *ast.Rule, keys []*ast.Term) (condition, wording []*ast.Expr) {
	condition = silently(rule.Body)
	global := map[ast.Var]bool{}
	for _, r := range tree.Rules {
		global[headName(r)] = true
	}
	for changed := true; changed; {
		changed = false
		for k := len(condition) - 1; k >= 0; k-- {
			name, _ := assigned(condition[k])
			if name == "" || global[name] || usedBy(condition, k, name) || !usedIn(keys, wording, name) {
				continue
			}
			rest := slices.Delete(slices.Clone(condition), k, k+1)
			if !reads(tree, rest) && reads(tree, condition) { // it is the condition as well
				continue
			}
			wording = append(wording, condition[k])
			condition, changed = rest, true
		}
	}
	if len(condition) == 1 && condition[0].String() == "true" {
		condition = nil
	}
	return condition, wording
}

// silently is a body without what only prints.
func silently(body ast.Body) []*ast.Expr {
	return slices.DeleteFunc(slices.Clone([]*ast.Expr(body)), func(e *ast.Expr) bool {
		if !e.IsCall() {
			return false
		}
		name := e.Operator().String()
		return name == "print" || name == "trace"
	})
}

func usedBy(exprs []*ast.Expr, but int, name ast.Var) bool {
	for k, e := range exprs {
		if k != but && mentions(e, name) {
			return true
		}
	}
	return false
}

func usedIn(keys []*ast.Term, exprs []*ast.Expr, name ast.Var) bool {
	return slices.ContainsFunc(keys, func(t *ast.Term) bool { return mentions(t, name) }) || usedBy(exprs, -1, name)
}

func mentions(x any, name ast.Var) bool {
	found := false
	ast.WalkVars(x, func(v ast.Var) bool {
		found = found || v == name
		return found
	})
	return found
}

// reads reports whether expressions ask for anything: an answer, or a rule.
func reads(tree *ast.Module, exprs []*ast.Expr) bool {
	global := map[ast.Var]bool{"input": true, "data": true}
	for _, r := range tree.Rules {
		global[headName(r)] = true
	}
	for _, imp := range tree.Imports {
		global[imp.Name()] = true
	}
	return slices.ContainsFunc(exprs, func(e *ast.Expr) bool {
		found := false
		ast.WalkVars(e, func(v ast.Var) bool {
			found = found || global[v]
			return found
		})
		return found
	})
}

// mended tells where the message alone reads what may be missing.
func (i *importer) mended(condition, wording []*ast.Expr, keys []*ast.Term) {
	asks := map[string]bool{}
	for _, e := range condition {
		ast.WalkTerms(e, func(t *ast.Term) bool { asks[t.String()] = true; return false })
	}
	var calls []*ast.Term
	find := func(x any) {
		ast.WalkTerms(x, func(t *ast.Term) bool {
			if call, ok := t.Value.(ast.Call); ok && call[0].String() == "sprintf" {
				calls = append(calls, t)
			}
			return false
		})
	}
	for _, e := range wording {
		find(e)
	}
	for _, k := range keys {
		find(k)
	}
	for _, call := range calls {
		var asked []string
		for _, arg := range call.Value.(ast.Call)[2:] {
			ast.WalkTerms(arg, func(t *ast.Term) bool {
				switch v := t.Value.(type) {
				case ast.Ref:
					if _, isCall := v[0].Value.(ast.Call); !isCall {
						asked = append(asked, v.String())
					}
					return true
				case ast.Var:
					if !v.IsWildcard() {
						asked = append(asked, string(v))
					}
				}
				return false
			})
		}
		asked = slices.DeleteFunc(asked, func(a string) bool { return asks[a] })
		if len(asked) > 0 {
			i.out.Mended = append(i.out.Mended, source.Problem{
				Position: positionOf(call.Location),
				Message:  "undefined in sprintf: where " + strings.Join(asked, " or ") + " has no value, conftest drops the whole finding",
				Hint:     "the control fails all the same, without this message",
			})
		}
	}
}

// name makes the name of a control: that of the rule, with the first words of
// its message where the rule has several bodies.
func (i *importer) name(pkg, rule, message string) string {
	bodies := 0
	for _, t := range i.trees {
		for _, r := range t.tree.Rules {
			if packageOf(t.tree) == pkg && string(headName(r)) == rule {
				bodies++
			}
		}
	}
	base := strings.ToLower(rule)
	if bodies > 1 {
		words := strings.FieldsFunc(strings.ToLower(message), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
		base = strings.Join(append([]string{base}, words[:min(len(words), 6)]...), "_")
	}
	name := base
	for n := 2; i.taken[pkg+" "+name] && name != rule || i.taken[pkg+" found_"+name]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	i.taken[pkg+" found_"+name] = true
	i.taken[pkg+" "+name] = true
	return name
}

// undeclared are the variables of a body that are given a value without := or
// some. Declared, they cannot be taken for rules, and the companions know them.
func undeclared(tree *ast.Module, args []*ast.Term, exprs []*ast.Expr) []ast.Var {
	known := ast.NewVarSet("input", "data")
	for _, r := range tree.Rules {
		known.Add(headName(r))
	}
	for _, imp := range tree.Imports {
		known.Add(imp.Name())
	}
	for _, a := range args {
		ast.WalkVars(a, func(v ast.Var) bool { known.Add(v); return false })
	}
	var out []ast.Var
	for _, e := range exprs {
		switch terms := e.Terms.(type) {
		case *ast.SomeDecl:
			ast.WalkVars(terms, func(v ast.Var) bool { known.Add(v); return false })
			continue
		case []*ast.Term:
			if e.IsAssignment() {
				ast.WalkVars(terms[1], func(v ast.Var) bool { known.Add(v); return false })
			}
		}
	}
	for _, e := range exprs {
		if _, isEvery := e.Terms.(*ast.Every); isEvery || e.Negated {
			continue
		}
		visit := ast.NewVarVisitor().WithParams(ast.VarVisitorParams{SkipClosures: true, SkipRefCallHead: true})
		visit.Walk(e)
		for _, v := range slices.Sorted(maps.Keys(visit.Vars())) {
			if !known.Contains(v) && !v.IsWildcard() && !v.IsGenerated() {
				known.Add(v)
				out = append(out, v)
			}
		}
	}
	return out
}

func someDeclaration(names []ast.Var) *ast.Expr {
	var symbols []*ast.Term
	for _, name := range names {
		symbols = append(symbols, ast.NewTerm(name))
	}
	return ast.NewExpr(&ast.SomeDecl{Symbols: symbols})
}

// body writes expressions as the lines of a rule.
func (i *importer) body(tree *ast.Module, exprs []*ast.Expr) string {
	var b strings.Builder
	if names := undeclared(tree, nil, exprs); len(names) > 0 {
		words := make([]string, len(names))
		for k, name := range names {
			words[k] = string(name)
		}
		b.WriteString("\tsome " + strings.Join(words, ", ") + "\n")
	}
	for _, e := range exprs {
		moved := i.relocated(e).(*ast.Expr)
		written, err := format.Ast(ast.Body{moved})
		if err != nil {
			i.refuse(positionOf(e.Location), "the expression cannot be written: "+err.Error(), "")
			continue
		}
		for line := range strings.Lines(strings.TrimSpace(string(written))) {
			b.WriteString("\t" + strings.TrimRight(line, "\n") + "\n")
		}
	}
	return b.String()
}

// Check finds what keeps the imported controls from running in a check, in the
// places that they were imported from.
func (im *Import) Check(shipped []policy.Module) source.Problems {
	_, problems := policy.Check(shipped, im.Files)
	for k := range problems {
		problems[k].Position = im.origin(problems[k].Position)
	}
	return problems.Sorted()
}

// Placed puts the problems in an error where the rules were imported from.
func (im *Import) Placed(err error) error {
	var problems source.Problems
	if !errors.As(err, &problems) {
		return err
	}
	placed := slices.Clone(problems)
	for k := range placed {
		placed[k].Position = im.origin(placed[k].Position)
	}
	return placed.Sorted()
}

// origin is the place that a line of an imported file came from: the comment
// above every rule says it.
func (im *Import) origin(at source.Position) source.Position {
	for _, m := range im.Files {
		if m.Name != at.File {
			continue
		}
		lines := strings.Split(m.Text, "\n")
		for n := min(at.Line, len(lines)) - 1; n >= 0; n-- {
			if found := originLine.FindStringSubmatch(lines[n]); found != nil {
				line, _ := strconv.Atoi(found[2])
				column, _ := strconv.Atoi(found[3])
				return source.Position{File: found[1], Line: line, Column: column}
			}
		}
	}
	return at
}

var originLine = regexp.MustCompile(`^# (.+):(\d+):(\d+)$`)

// Write writes the files below a folder. None is written when one exists.
func (im *Import) Write(folder string) ([]string, error) {
	var names []string
	for _, m := range im.Files {
		name := filepath.Join(folder, filepath.FromSlash(m.Name))
		if _, err := os.Lstat(name); err == nil {
			return nil, source.Problems{{
				Position: source.Position{File: filepath.ToSlash(name)},
				Message:  "the file exists",
				Hint:     "what was imported is yours to change, so it is not overwritten: remove the file, or name another folder with --to",
			}}
		}
		names = append(names, name)
	}
	for k, m := range im.Files {
		if err := os.MkdirAll(filepath.Dir(names[k]), 0o777); err != nil { //nolint:gosec // the umask decides
			return nil, err
		}
		formatted, err := format.SourceWithOpts(m.Name, []byte(m.Text), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("format %s: %w", m.Name, err)
		}
		if err := os.WriteFile(names[k], formatted, 0o666); err != nil { //nolint:gosec // the umask decides
			return nil, err
		}
	}
	return names, nil
}

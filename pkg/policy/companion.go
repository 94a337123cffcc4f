package policy

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// companionPackage is where the companions of all rules stand.
const companionPackage = "vendorgate.companion"

// companions writes, for compiled rules, the rules that tell an unknown answer
// from a false one. Rego knows only true and undefined: a missing answer makes
// `x.cap >= 5` undefined as a low one does, makes `not x.open` true, and is
// passed over by a comprehension. Each rule R of the policies gets up to two
// companions that restore what was lost (Kleene's three values):
//
//	unknown_R  the questions whose answers could still make R true (or change
//	           its value); a set, empty when R is settled
//	proven_R   R holds without leaning on anything unknown; written only where
//	           R itself could hold because of silence (under `not`, in a
//	           comprehension, through a default)
//
// Both are ordinary Rego over the same input, so that a stock OPA comes to the
// same statuses. They are written from the compiled rules, whose locals have
// unique names, whose calls are flat, and whose expressions are in the order
// of evaluation.
type companions struct {
	rules map[string][]*ast.Rule // by ground ref: data.controls.x.y

	unknown map[string]string // rule → name of its unknown companion; "" when it is never unknown
	proven  map[string]string // rule → name of its proven companion; "" when the rule serves itself
	settled map[string]bool   // rules with a default whose settled rule stands
	maybe   map[string]string // body suffix → helper
	names   map[string]bool
	fresh   int
	out     strings.Builder
}

// A clause is a conjunction of Rego expressions.
type clause []string

// A doubt is one way in which something is unknown: the expressions under
// which it is, and the question that would settle it, as a Rego term.
type doubt struct {
	clause
	question string
}

// with puts expressions around those of a doubt.
func (d doubt) with(before, after clause) doubt {
	return doubt{slices.Concat(before, d.clause, after), d.question}
}

func clauses(doubts []doubt) []clause {
	out := make([]clause, len(doubts))
	for i, d := range doubts {
		out[i] = d.clause
	}
	return out
}

func newCompanions(modules map[string]*ast.Module) *companions {
	c := &companions{
		rules:   map[string][]*ast.Rule{},
		unknown: map[string]string{},
		proven:  map[string]string{},
		settled: map[string]bool{},
		maybe:   map[string]string{},
		names:   map[string]bool{},
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		for _, rule := range modules[name].Rules {
			path := rulePath(rule)
			c.rules[path] = append(c.rules[path], rule)
		}
	}
	return c
}

// rulePath is the ground part of a rule's full ref.
func rulePath(rule *ast.Rule) string { return rule.Ref().GroundPrefix().String() }

// knownRoots are documents that hold no answers: the member's minimums, the
// context of the run and the tables of the product. The tier that selects the
// minimums is cautious by construction, so what rests on it is not in doubt.
var knownRoots = []string{
	"data.requirements", "data.minimums", "data.settings", "data.context",
	"data.catalogue", "data.ratings", "data.calendar",
}

func isKnown(path string) bool {
	return slices.ContainsFunc(knownRoots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+".") || strings.HasPrefix(path, root+"[")
	})
}

// unknownRule returns the name of the companion that says path is unknown, or
// "" when it never is.
func (c *companions) unknownRule(path string) string {
	if name, done := c.unknown[path]; done {
		return name
	}
	rules := c.rules[path]
	c.unknown[path] = "" // Rego has no recursion; this only guards the map
	if len(rules) == 0 || isKnown(path) {
		return ""
	}
	name := c.name("unknown", path)
	kind := rules[0].Head
	hasDefault := slices.ContainsFunc(rules, func(r *ast.Rule) bool { return r.Default })
	var text strings.Builder
	var parts []string
	for _, rule := range rules {
		if rule.Default {
			continue
		}
		bound := headVars(rule)
		var guard clause
		switch {
		case len(rule.Head.Args) > 0:
			guard = clause{missingCall(call(c.serving(path), termStrings(rule.Head.Args)))}
		case hasDefault:
			guard = clause{"not " + c.settledRule(path)}
		case kind.RuleKind() == ast.SingleValue && len(rule.Head.Ref()) == 1:
			guard = clause{missing(c.serving(path))}
		}
		for _, d := range c.unknownBody(rule.Body, bound, len(rules) > 1) {
			d = d.with(guard, nil)
			if len(rule.Head.Args) == 0 {
				writeRule(&text, name+" contains "+d.question, d.clause)
				continue
			}
			part := c.helper("part")
			parts = append(parts, part)
			fmt.Fprintf(&text, "%s := {%s | %s}\n\n", call(part, termStrings(rule.Head.Args)), d.question, strings.Join(d.clause, "; "))
		}
	}
	if text.Len() == 0 {
		return ""
	}
	if len(parts) > 0 {
		writeUnion(&text, name, parts, len(kind.Args))
	}
	c.out.WriteString(text.String())
	c.unknown[path] = name
	return name
}

// writeUnion writes a function that returns what all its parts return.
func writeUnion(b *strings.Builder, name string, parts []string, arity int) {
	args := make([]string, arity)
	for i := range args {
		args[i] = fmt.Sprintf("a%d", i)
	}
	sets := make([]string, len(parts))
	for i, part := range parts {
		sets[i] = fmt.Sprintf("{q | %s[q]}", call(part, args))
	}
	fmt.Fprintf(b, "%s := %s\n\n", call(name, args), strings.Join(sets, " | "))
}

// serving is what stands for a rule when only proof counts.
func (c *companions) serving(path string) string {
	if name := c.provenRule(path); name != "" {
		return name
	}
	return path
}

// provenRule returns the name of the companion that holds only where path
// holds without leaning on silence, or "" when path itself is such a rule.
func (c *companions) provenRule(path string) string {
	if name, done := c.proven[path]; done {
		return name
	}
	c.proven[path] = ""
	rules := c.rules[path]
	if len(rules) == 0 || isKnown(path) {
		return ""
	}
	if rules[0].Head.RuleKind() == ast.MultiValue || len(rules[0].Head.Ref()) > 1 {
		return "" // sets and objects are judged as a whole, where they are used
	}
	var text strings.Builder
	changed := false
	name := c.name("proven", path)
	for _, rule := range rules {
		if rule.Default {
			continue
		}
		exprs, differs := c.provenBody(rule.Body, headVars(rule))
		changed = changed || differs
		head := name
		if len(rule.Head.Args) > 0 {
			head = call(name, termStrings(rule.Head.Args))
		}
		writeRule(&text, head+" := "+rule.Head.Value.String(), exprs)
	}
	if i := slices.IndexFunc(rules, func(r *ast.Rule) bool { return r.Default }); i >= 0 {
		unknown := c.unknownRule(path)
		if unknown == "" && !changed {
			return ""
		}
		changed = true
		guard := clause{"not " + c.settledRule(path)}
		if unknown != "" {
			guard = append(guard, unknown+" == set()")
		}
		writeRule(&text, name+" := "+rules[i].Head.Value.String(), guard)
	}
	if !changed {
		return ""
	}
	c.out.WriteString(text.String())
	c.proven[path] = name
	return name
}

// settledRule returns the name of a rule that holds when a body other than the
// default of path is proven.
func (c *companions) settledRule(path string) string {
	name := "settled_" + mangle(path)
	if c.settled[path] {
		return name
	}
	c.settled[path] = true
	for _, rule := range c.rules[path] {
		if !rule.Default {
			exprs, _ := c.provenBody(rule.Body, headVars(rule))
			writeRule(&c.out, name, exprs)
		}
	}
	return name
}

// unknownBody returns the ways in which a body is unknown, given the variables
// that are bound: some expression is unknown, what it builds on holds, and no
// other expression is false. Every unknown expression gives a question of its
// own, so that all of them can be asked at once. Only where the body is one case
// of several, what stands behind its choice (`kind == "fixed"`) is not asked
// before the choice is made.
func (c *companions) unknownBody(body ast.Body, bound ast.VarSet, oneCase bool) []doubt {
	var doubts []doubt
	for i, expr := range body {
		needed := prerequisites(body, i, bound, oneCase)
		var prefix clause
		known := bound.Copy()
		for _, k := range needed {
			prefix = append(prefix, body[k].String())
			known.Update(exprVars(body[k]))
		}
		alternatives := c.unknownExpr(expr, known)
		if len(alternatives) == 0 {
			continue
		}
		var others ast.Body
		for k, other := range body {
			if k != i && !slices.Contains(needed, k) {
				others = append(others, other)
			}
		}
		tail := c.notFalse(c.falsifiable(independent(others, introduced(expr, known))), known)
		for _, d := range alternatives {
			doubts = append(doubts, d.with(prefix, tail))
		}
	}
	return doubts
}

// prerequisites returns the expressions before body[i] that have to hold for
// body[i] to matter: those that bind its variables and, in a case, choices.
func prerequisites(body ast.Body, i int, bound ast.VarSet, oneCase bool) []int {
	wanted := allVars(body[i]).Diff(bound)
	var needed []int
	for k := i - 1; k >= 0; k-- {
		binds := exprVars(body[k])
		if oneCase && isChoice(body[k]) || len(binds.Intersect(wanted)) > 0 {
			needed = append(needed, k)
			wanted.Update(allVars(body[k]).Diff(bound))
		}
	}
	slices.Reverse(needed)
	return needed
}

// isChoice reports whether an expression picks a case: it compares with a word
// or with a set of words.
func isChoice(expr *ast.Expr) bool {
	terms, ok := expr.Terms.([]*ast.Term)
	if !ok || expr.Negated || len(terms) != 3 {
		return false
	}
	switch terms[0].String() {
	case "eq":
		return isWord(terms[1]) || isWord(terms[2])
	case "internal.member_2":
		set, ok := terms[2].Value.(ast.Set)
		return ok && set.Len() > 0 && isWord(set.Slice()[0])
	}
	return false
}

func isWord(t *ast.Term) bool {
	_, ok := t.Value.(ast.String)
	return ok
}

// notFalse returns expressions that hold when no part of a body is false.
// Parts that share no variable are judged apart.
func (c *companions) notFalse(body ast.Body, bound ast.VarSet) clause {
	var out clause
	for _, part := range parts(body, bound) {
		if len(part) == 1 && len(c.unknownExpr(part[0], bound)) == 0 {
			out = append(out, part[0].String())
			continue
		}
		if text, ok := notOtherwise(part); ok {
			out = append(out, text)
			continue
		}
		out = append(out, c.maybeBody(part, bound))
	}
	return out
}

// opposite are the comparisons that hold where others do not.
var opposite = map[string]string{"eq": "!=", "neq": "==", "lt": ">=", "lte": ">", "gt": "<=", "gte": "<"}

// notOtherwise words, in one expression, that a comparison of an answer with a
// constant or a requirement is not false: `not input.x != "all"` holds where x
// is missing. The part is the comparison, after the expressions that name its
// operands.
func notOtherwise(part ast.Body) (string, bool) {
	names := map[string]*ast.Term{}
	for _, expr := range part[:len(part)-1] {
		terms, ok := expr.Terms.([]*ast.Term)
		if !ok || expr.Negated || terms[0].String() != "eq" || !isPlain(terms[2]) {
			return "", false
		}
		names[terms[1].String()] = terms[2]
	}
	comparison := part[len(part)-1]
	terms, ok := comparison.Terms.([]*ast.Term)
	if !ok || comparison.Negated || len(terms) != 3 || opposite[terms[0].String()] == "" {
		return "", false
	}
	var operands [2]*ast.Term
	for i, t := range terms[1:] {
		if named := names[t.String()]; named != nil {
			t = named
		}
		if !isPlain(t) && !ast.IsConstant(t.Value) {
			return "", false
		}
		operands[i] = t
	}
	return fmt.Sprintf("not %s %s %s", operands[0], opposite[terms[0].String()], operands[1]), true
}

// isPlain reports whether a term is a reference without variables to an answer,
// or to what is known.
func isPlain(t *ast.Term) bool {
	ref, ok := t.Value.(ast.Ref)
	return ok && len(ref) > 1 && ref.IsGround() && (ref[0].Equal(ast.InputRootDocument) || isKnown(ref.String()))
}

// parts splits a body into the groups of expressions that hang together by
// variables which are not bound outside.
func parts(body ast.Body, bound ast.VarSet) []ast.Body {
	group := make([]int, len(body))
	for i := range body {
		group[i] = i
		for k := range i {
			shared := allVars(body[i]).Intersect(allVars(body[k])).Diff(bound)
			if len(shared) == 0 || group[k] == group[i] {
				continue
			}
			from := group[i]
			for j := range i + 1 {
				if group[j] == from {
					group[j] = group[k]
				}
			}
		}
	}
	var out []ast.Body
	index := map[int]int{}
	for i, expr := range body {
		at, ok := index[group[i]]
		if !ok {
			at = len(out)
			index[group[i]] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], expr)
	}
	return out
}

// maybeBody returns a call to a helper that holds when the body holds or is
// unknown: when it is not false.
func (c *companions) maybeBody(body ast.Body, bound ast.VarSet) string {
	text := make([]string, len(body))
	for i, expr := range body {
		text[i] = expr.String()
	}
	args := mentioned(text, bound)
	key := strings.Join(text, "\n") + "\n" + strings.Join(args, ",")
	name, done := c.maybe[key]
	if !done {
		name = c.helper("maybe")
		c.maybe[key] = name
		head := call(name, args)
		var b strings.Builder
		writeRule(&b, head, text)
		for _, d := range c.unknownBody(body, bound, false) {
			writeRule(&b, head, d.clause)
		}
		c.out.WriteString(b.String())
	}
	return call(name, args)
}

// unknownExpr returns the ways in which one expression is unknown.
func (c *companions) unknownExpr(expr *ast.Expr, bound ast.VarSet) []doubt {
	if every, ok := expr.Terms.(*ast.Every); ok {
		return c.unknownEvery(every, bound)
	}
	alternatives := c.unknownTerms(expr, bound)
	if expr.Negated && len(alternatives) > 0 {
		// What stands under `not` may itself hold only because of silence.
		open := expr.String()
		if sure, differs := c.provenExpr(expr.Complement(), bound); differs {
			open = "not " + c.define("sure", []clause{sure}, bound)
		}
		for i, d := range alternatives {
			alternatives[i] = d.with(clause{open}, nil)
		}
	}
	return alternatives
}

// unknownEvery: some element is unknown and none is false.
func (c *companions) unknownEvery(every *ast.Every, bound ast.VarSet) []doubt {
	inner := bound.Copy()
	element := every.Value.String() + " = " + ast.RefTerm(every.Domain, every.Key).String()
	inner.Update(every.KeyValueVars())
	unknown := c.unknownBody(every.Body, inner, false)
	if len(unknown) == 0 {
		return nil
	}
	hold := make(clause, len(every.Body))
	for i, expr := range every.Body {
		hold[i] = expr.String()
	}
	args := mentioned(append(slices.Clone(hold), every.Domain.String()), bound)
	failing := call(c.helper("failing"), args)
	writeRule(&c.out, failing, clause{
		element,
		"not " + c.define("held", []clause{hold}, inner),
		"not " + c.define("unsure", clauses(unknown), inner),
	})
	for i, d := range unknown {
		unknown[i] = d.with(clause{element}, clause{"not " + failing})
	}
	return unknown
}

// unknownTerms returns the ways in which the terms of an expression are
// unknown, whether it is negated or not.
func (c *companions) unknownTerms(expr *ast.Expr, bound ast.VarSet) []doubt {
	var doubts []doubt
	var visit func(t *ast.Term)
	visit = func(t *ast.Term) {
		switch v := t.Value.(type) {
		case ast.Ref:
			doubts = append(doubts, c.unknownRef(v, bound)...)
		case *ast.ArrayComprehension:
			doubts = append(doubts, c.unknownBody(v.Body, bound, true)...)
		case *ast.SetComprehension:
			doubts = append(doubts, c.unknownBody(v.Body, bound, true)...)
		case *ast.ObjectComprehension:
			doubts = append(doubts, c.unknownBody(v.Body, bound, true)...)
		case *ast.Array:
			v.Foreach(visit)
		case ast.Set:
			v.Foreach(visit)
		case ast.Object:
			v.Foreach(func(k, val *ast.Term) { visit(k); visit(val) })
		case ast.Call:
			doubts = append(doubts, c.unknownCall(v, visit)...)
		}
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		visit(terms)
	case []*ast.Term:
		doubts = append(doubts, c.unknownCall(terms, visit)...)
	}
	return doubts
}

func (c *companions) unknownCall(terms []*ast.Term, visit func(*ast.Term)) []doubt {
	for _, arg := range terms[1:] {
		visit(arg)
	}
	path := terms[0].String()
	rules := c.rules[path]
	if len(rules) == 0 { // a builtin
		return nil
	}
	name := c.unknownRule(path)
	if name == "" {
		return nil
	}
	return []doubt{c.elsewhere(call(name, termStrings(terms[1:1+len(rules[0].Head.Args)])))}
}

// elsewhere is the doubt that another companion holds.
func (c *companions) elsewhere(set string) doubt {
	question := c.local()
	return doubt{clause{set + "[" + question + "]"}, question}
}

// local makes a variable that no compiled rule has.
func (c *companions) local() string {
	c.fresh++
	return fmt.Sprintf("__local9%05d__", c.fresh)
}

// unknownRef returns the ways in which a reference is unknown: a field on its
// way is missing, or the rule that it names is unknown.
func (c *companions) unknownRef(ref ast.Ref, bound ast.VarSet) []doubt {
	var doubts []doubt
	base := ast.Ref{ref[0]}
	ops := ref[1:]
	if ref[0].Equal(ast.DefaultRootDocument) {
		path, rest := c.rulePrefix(ref)
		if path == "" || isKnown(path) || isKnown(ref.GroundPrefix().String()) {
			return nil
		}
		if name := c.unknownRule(path); name != "" {
			doubts = append(doubts, c.elsewhere(name))
		}
		base, ops = ref[:len(ref)-len(rest)], rest
	}
	chain := ast.Ref{}
	flush := func() {
		if len(chain) == 0 {
			return
		}
		fields := "[" + strings.Join(termStrings(chain), ", ") + "]"
		if ref[0].Equal(ast.InputRootDocument) && len(base) == 1 {
			doubts = append(doubts, doubt{clause{missing(append(slices.Clone(base), chain...).String())}, fmt.Sprintf(`{"path": %s}`, fields)})
			return
		}
		element, from := base.String(), clause{}
		if len(base) > 1 {
			element = c.local()
			from = clause{element + " = " + base.String()}
		}
		at := append(ast.Ref{ast.VarTerm(element)}, chain...)
		doubts = append(doubts, doubt{append(from, missing(at.String())), fmt.Sprintf(`{"of": %s, "path": %s}`, element, fields)})
	}
	for _, op := range ops {
		if v, isVar := op.Value.(ast.Var); isVar && !bound.Contains(v) {
			flush()
			base = slices.Concat(base, chain, ast.Ref{op})
			chain = ast.Ref{}
			continue
		}
		chain = append(chain, op)
	}
	flush()
	return doubts
}

// rulePrefix returns the longest prefix of ref that names a rule, and the
// operands left over.
func (c *companions) rulePrefix(ref ast.Ref) (string, ast.Ref) {
	ground := ref.GroundPrefix()
	for n := len(ground); n > 1; n-- {
		if path := ground[:n].String(); len(c.rules[path]) > 0 {
			return path, ref[n:]
		}
	}
	return "", nil
}

// provenBody rewrites a body so that it holds only without leaning on silence;
// the second result is false when there was nothing to change.
func (c *companions) provenBody(body ast.Body, bound ast.VarSet) (clause, bool) {
	bound = bound.Copy()
	var out clause
	changed := false
	for _, expr := range body {
		exprs, differs := c.provenExpr(expr, bound)
		out = append(out, exprs...)
		changed = changed || differs
		bound.Update(exprVars(expr))
	}
	return out, changed
}

func (c *companions) provenExpr(expr *ast.Expr, bound ast.VarSet) (clause, bool) {
	if every, ok := expr.Terms.(*ast.Every); ok {
		inner := bound.Copy()
		inner.Update(every.KeyValueVars())
		exprs, changed := c.provenBody(every.Body, inner)
		if !changed {
			return clause{expr.String()}, false
		}
		return clause{fmt.Sprintf("every %s, %s in %s { %s }", every.Key, every.Value, every.Domain, strings.Join(exprs, "; "))}, true
	}
	if expr.Negated {
		unsure := c.unknownTerms(expr, bound)
		if len(unsure) == 0 {
			return clause{expr.String()}, false
		}
		return clause{expr.String(), "not " + c.define("unsure", clauses(unsure), bound)}, true
	}
	var unsure []clause
	changed := false
	rewritten, err := ast.TransformRefs(expr.Copy(), func(ref ast.Ref) (ast.Value, error) {
		path, rest := c.rulePrefix(ref)
		if path == "" {
			return ref, nil
		}
		if name := c.provenRule(path); name != "" {
			changed = true
			return ast.MustParseRef("data." + companionPackage + "." + name).Concat(rest), nil
		}
		rules := c.rules[path]
		if rules[0].Head.RuleKind() == ast.MultiValue || len(rules[0].Head.Ref()) > 1 {
			if name := c.unknownRule(path); name != "" {
				unsure = append(unsure, c.elsewhere(name).clause)
			}
		}
		return ref, nil
	})
	if err != nil { // the callback never fails
		panic(err)
	}
	ast.WalkClosures(expr, func(closure any) bool {
		var body ast.Body
		switch v := closure.(type) {
		case *ast.ArrayComprehension:
			body = v.Body
		case *ast.SetComprehension:
			body = v.Body
		case *ast.ObjectComprehension:
			body = v.Body
		}
		unsure = append(unsure, clauses(c.unknownBody(body, bound, true))...)
		return true
	})
	text := clause{expr.String()}
	if changed {
		text = clause{rewritten.(*ast.Expr).String()}
	}
	if len(unsure) > 0 {
		changed = true
		text = append(text, "not "+c.define("unsure", unsure, bound))
	}
	return text, changed
}

// define writes a helper with the given clauses and returns the call to it.
func (c *companions) define(kind string, clauses []clause, bound ast.VarSet) string {
	var all []string
	for _, cl := range clauses {
		all = append(all, cl...)
	}
	head := call(c.helper(kind), mentioned(all, bound))
	for _, cl := range clauses {
		writeRule(&c.out, head, cl)
	}
	return head
}

func (c *companions) helper(kind string) string {
	c.fresh++
	return fmt.Sprintf("%s_%d", kind, c.fresh)
}

// name makes the name of a rule's companion, unique also for paths that differ
// only in where their dots stand.
func (c *companions) name(kind, path string) string {
	name := kind + "_" + mangle(path)
	for c.names[name] {
		name += "_"
	}
	c.names[name] = true
	return name
}

var notLetter = regexp.MustCompile(`[^A-Za-z0-9]+`)

func mangle(path string) string {
	return strings.Trim(notLetter.ReplaceAllString(strings.TrimPrefix(path, "data."), "_"), "_")
}

var localVar = regexp.MustCompile(`__local\d+__`)

// mentioned returns the bound variables that stand in the expressions, sorted.
func mentioned(exprs []string, bound ast.VarSet) []string {
	seen := map[string]bool{}
	for _, expr := range exprs {
		for _, name := range localVar.FindAllString(expr, -1) {
			if bound.Contains(ast.Var(name)) {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// introduced returns the variables that expr would bind.
func introduced(expr *ast.Expr, bound ast.VarSet) ast.VarSet { return exprVars(expr).Diff(bound) }

// independent returns the expressions that do not hang on the given variables,
// directly or through others.
func independent(body ast.Body, lost ast.VarSet) ast.Body {
	lost = lost.Copy()
	var out ast.Body
	for _, expr := range body {
		used := allVars(expr)
		if len(used.Intersect(lost)) > 0 {
			lost.Update(exprVars(expr).Diff(keptVars(out)))
			continue
		}
		out = append(out, expr)
	}
	return out
}

// falsifiable drops the expressions that only name a value for others that are
// not there: such an expression holds or is unknown, it is never false.
func (c *companions) falsifiable(body ast.Body) ast.Body {
	for i := len(body) - 1; i >= 0; i-- {
		named, ok := c.named(body[i])
		if !ok {
			continue
		}
		used := ast.NewVarSet()
		for j, expr := range body {
			if j != i {
				used.Update(allVars(expr))
			}
		}
		if !used.Contains(named) {
			body = slices.Delete(slices.Clone(body), i, i+1)
		}
	}
	return body
}

// named returns the variable that an expression names a value with, when that
// is all it does: `x = input.a.b`, or the result of a builtin.
func (c *companions) named(expr *ast.Expr) (ast.Var, bool) {
	terms, ok := expr.Terms.([]*ast.Term)
	if !ok || expr.Negated {
		return "", false
	}
	name := terms[0].String()
	if name == "eq" {
		v, isVar := terms[1].Value.(ast.Var)
		ref, isRef := terms[2].Value.(ast.Ref)
		return v, isVar && isRef && ref.IsGround() && ref[0].Equal(ast.InputRootDocument)
	}
	builtin, ok := ast.BuiltinMap[name]
	if !ok || len(c.rules[name]) > 0 || builtin.Decl.Arity() != len(terms)-2 {
		return "", false
	}
	v, isVar := terms[len(terms)-1].Value.(ast.Var)
	return v, isVar
}

func keptVars(body ast.Body) ast.VarSet {
	vars := ast.NewVarSet()
	for _, expr := range body {
		vars.Update(exprVars(expr))
	}
	return vars
}

// exprVars returns the variables of an expression outside of its closures.
func exprVars(expr *ast.Expr) ast.VarSet {
	vis := ast.NewVarVisitor().WithParams(ast.VarVisitorParams{
		SkipClosures: true, SkipRefCallHead: true,
	})
	vis.Walk(expr)
	return onlyLocals(vis.Vars())
}

// allVars returns the variables of an expression, those of its closures too.
func allVars(expr *ast.Expr) ast.VarSet {
	vis := ast.NewVarVisitor().WithParams(ast.VarVisitorParams{SkipRefCallHead: true})
	vis.Walk(expr)
	return onlyLocals(vis.Vars())
}

func onlyLocals(vars ast.VarSet) ast.VarSet {
	out := ast.NewVarSet()
	for v := range vars {
		if strings.HasPrefix(string(v), "__local") {
			out.Add(v)
		}
	}
	return out
}

func headVars(rule *ast.Rule) ast.VarSet {
	vars := ast.NewVarSet()
	for _, arg := range rule.Head.Args {
		vis := ast.NewVarVisitor()
		vis.Walk(arg)
		vars.Update(vis.Vars())
	}
	return onlyLocals(vars)
}

// missing is the expression that holds when a reference is undefined: a value,
// false too, equals itself.
func missing(ref string) string { return fmt.Sprintf("not %s = %s", ref, ref) }

// missingCall is missing for a function call, which the compiler would take out
// of a negation.
func missingCall(call string) string { return fmt.Sprintf("[true | _ = %s] = []", call) }

func call(name string, args []string) string {
	if len(args) == 0 {
		return name
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

func termStrings(terms []*ast.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.String()
	}
	return out
}

func writeRule(b *strings.Builder, head string, body clause) {
	b.WriteString(head)
	b.WriteString(" if {\n")
	for _, expr := range body {
		b.WriteString("\t" + expr + "\n")
	}
	b.WriteString("}\n\n")
}

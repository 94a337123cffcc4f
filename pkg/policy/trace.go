package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Verdict is what an expression or a rule came to for one input.
type Verdict string

// The verdicts, of Kleene's logic: what reads an answer that is missing is
// neither true nor false.
const (
	Holds     Verdict = "holds"
	FailsRule Verdict = "fails"
	Open      Verdict = "unanswered"
)

// A Trace is how one rule came to its verdict. It is worked out apart from the
// companions that a check decides by, so that either can be held against the
// other.
type Trace struct {
	// Rule is the rule's name, with the package where it is another than that
	// of the control; of a comprehension, its text.
	Rule     string          `json:"rule"`
	Position source.Position `json:"position"`
	Args     []Seen          `json:"args,omitempty"`
	Verdict  Verdict         `json:"verdict"`
	Value    json.RawMessage `json:"value,omitempty"` // when it has one
	Bodies   []TraceBody     `json:"bodies,omitempty"`
	// Repeated says that the bodies were shown before, for the same arguments.
	Repeated bool `json:"repeated,omitempty"`
	// Default says that no body held, and the default of the rule stands.
	Default bool `json:"default,omitempty"`

	constant bool // it reads nothing: there is nothing to explain
}

// A TraceBody is one body of a rule, up to the expression that decided it.
type TraceBody struct {
	Position source.Position `json:"position"`
	Verdict  Verdict         `json:"verdict"`
	Steps    []TraceStep     `json:"steps,omitempty"`
}

// A TraceStep is one expression.
type TraceStep struct {
	Text     string          `json:"text"`
	Position source.Position `json:"position"`
	Verdict  Verdict         `json:"verdict"`
	Seen     []Seen          `json:"seen,omitempty"`
	Rules    []*Trace        `json:"rules,omitempty"` // that it asks
	// Elements are those of the list that it ranges over; the steps behind it
	// stand in them.
	Elements []TraceElement `json:"elements,omitempty"`
	Error    string         `json:"error,omitempty"`

	owner *ast.Expr
}

// A TraceElement is what became of one element of a list.
type TraceElement struct {
	Element Seen        `json:"element"`
	Verdict Verdict     `json:"verdict"`
	Steps   []TraceStep `json:"steps,omitempty"`
}

// A Seen is a value that an expression saw, and where it came from.
type Seen struct {
	// Name is what the rule calls it; empty when its path says it.
	Name string `json:"name,omitempty"`
	// Root is "input" or "data.requirements", and empty for what was computed.
	Root string   `json:"-"`
	Path []string `json:"-"`
	// At is the path as people write it.
	At string `json:"at,omitempty"`
	// Value is absent when there is no answer.
	Value    json.RawMessage `json:"value,omitempty"`
	Position source.Position `json:"position"`
	Layer    string          `json:"layer,omitempty"` // of a requirement
	Label    string          `json:"label,omitempty"` // of a list element, for people
}

// mostSteps bounds what is kept of one trace. No shipped control comes near it.
const mostSteps = 20_000

// Explain works out how rules, such as data.controls.liability.cap_reaches_floor,
// come to their verdicts for an input, each by itself. Place is called for every
// value that was seen, to say where it stands.
func (e *Engine) Explain(ctx context.Context, input map[string]any, rules []string, place func(*Seen)) ([]*Trace, error) {
	t, err := e.newTracer(ctx, input, place)
	if err != nil {
		return nil, err
	}
	defer t.close()
	var out []*Trace
	for _, rule := range rules {
		if len(t.rules[rule]) == 0 {
			return nil, fmt.Errorf("there is no rule %s", rule)
		}
		t.shown, t.steps, t.home = map[string]*Trace{}, 0, rule[:strings.LastIndexByte(rule, '.')+1]
		out = append(out, t.rule(rule, nil))
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: %w", ErrInterrupted, ctx.Err())
		}
		if t.steps > mostSteps {
			return nil, fmt.Errorf("the trace of %s has more than %d steps", rule, mostSteps)
		}
	}
	return out, nil
}

// newTracer makes the tracer for one input.
func (e *Engine) newTracer(ctx context.Context, input map[string]any, place func(*Seen)) (*tracer, error) {
	txn, err := e.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	t := &tracer{
		ctx: ctx, engine: e, txn: txn, place: place,
		rules:  newCompanions(e.policies.compiler.Modules).rules,
		input:  ast.NewTerm(inputValue(input)),
		values: topdown.NewVirtualCache(),
		cancel: topdown.NewCancel(),
		shown:  map[string]*Trace{},
	}
	stop := context.AfterFunc(ctx, t.cancel.Cancel)
	t.close = func() {
		stop()
		e.store.Abort(ctx, txn)
	}
	return t, nil
}

// WriteTrace writes OPA's own trace of a rule for an input.
func (e *Engine) WriteTrace(ctx context.Context, w io.Writer, input map[string]any, rule string) error {
	query, err := e.prepare(ctx, rule)
	if err != nil {
		return err
	}
	tracer := topdown.NewBufferTracer()
	_, err = query.Eval(ctx, rego.EvalParsedInput(inputValue(input)), rego.EvalTime(e.asOf), rego.EvalQueryTracer(tracer))
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ErrInterrupted, ctx.Err())
	}
	out := &countingWriter{w: w}
	topdown.PrettyTraceWithLocation(out, *tracer)
	return errors.Join(err, out.err)
}

// A countingWriter keeps the first error of a writer whose user drops it.
type countingWriter struct {
	w   io.Writer
	err error
}

func (c *countingWriter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.err = err
	return n, err
}

// A tracer follows compiled rules by its own: it takes bodies apart and judges
// every expression, and leaves to OPA what a single expression comes to once all
// that it reads is known.
type tracer struct {
	ctx    context.Context //nolint:containedctx // it lives as long as one call of Explain
	engine *Engine
	txn    storage.Transaction
	rules  map[string][]*ast.Rule
	input  *ast.Term
	values topdown.VirtualCache
	cancel topdown.Cancel
	close  func()
	place  func(*Seen)
	shown  map[string]*Trace
	home   string // of the rule that is explained: its package
	steps  int
}

// A known is what a variable stands for: its value, and where that came from.
type known struct {
	value *ast.Term
	root  string
	path  []string
}

// An environment is what the variables of a body stand for, and those that
// stand for nothing because an answer is missing.
type environment struct {
	vars map[ast.Var]known
	lost ast.VarSet
}

func newEnvironment() *environment {
	return &environment{vars: map[ast.Var]known{}, lost: ast.NewVarSet()}
}

func (e *environment) with(v ast.Var, k known) *environment {
	out := &environment{vars: maps.Clone(e.vars), lost: e.lost}
	out.vars[v] = k
	return out
}

func (e *environment) without(vars ast.VarSet) *environment {
	lost := e.lost.Copy()
	for v := range vars {
		if _, bound := e.vars[v]; !bound {
			lost.Add(v)
		}
	}
	return &environment{vars: e.vars, lost: lost}
}

// rule explains a rule or, with arguments, one call of a function.
func (t *tracer) rule(path string, args []known) *Trace {
	key := path
	for _, a := range args {
		key += "\x00" + a.value.String() + "\x00" + a.root + strings.Join(a.path, "\x01")
	}
	if done := t.shown[key]; done != nil {
		again := *done
		again.Repeated = len(again.Bodies) > 0
		again.Bodies = nil
		return &again
	}
	rules := t.rules[path]
	out := &Trace{Rule: t.named(path), Position: positionOf(rules[0].Location), Verdict: FailsRule}
	t.shown[key] = out
	doubt, hasDefault := false, false
	for _, rule := range rules {
		if rule.Default {
			hasDefault = true
			continue
		}
		env, fits := t.enter(rule, args)
		if !fits {
			continue
		}
		if out.Args == nil {
			out.Args = t.arguments(rule, args)
		}
		verdict, unsettled, steps := t.conjunction(arranged(rule.Body), env)
		doubt = doubt || unsettled
		if verdict == Holds || out.Verdict == FailsRule {
			out.Verdict = either(out.Verdict, verdict)
		}
		body := TraceBody{Position: positionOf(rule.Location), Verdict: verdict, Steps: steps}
		if len(steps) > 0 {
			out.Bodies = append(out.Bodies, body)
		}
	}
	head := rules[0].Head
	switch {
	case head.RuleKind() == ast.MultiValue || len(head.Ref()) > 1: // it always has a value; an unsettled one is open
		out.Verdict = Holds
		if doubt {
			out.Verdict = Open
		}
	case hasDefault && out.Verdict == FailsRule:
		out.Verdict, out.Default = Holds, true
	}
	if value := t.valueOf(path, args); value != nil && out.Verdict != FailsRule {
		out.Value = encodeTerm(value)
	}
	out.constant = len(args) == 0 && !slices.ContainsFunc(out.Bodies, func(b TraceBody) bool {
		return slices.ContainsFunc(b.Steps, func(s TraceStep) bool { return len(s.Seen)+len(s.Rules)+len(s.Elements) > 0 })
	})
	return out
}

// written is a reference to a table of the policies with its operands in their
// places.
func (t *tracer) written(path string, operands ast.Ref, env *environment) string {
	name := t.named(path)
	for _, op := range operands {
		if v, isVar := op.Value.(ast.Var); isVar {
			op = env.vars[v].value
		}
		name += "." + token(op)
	}
	return name
}

// named is the name of a rule as the rule that is explained would write it.
func (t *tracer) named(path string) string {
	if name, ok := strings.CutPrefix(path, t.home); ok {
		return name
	}
	return strings.TrimPrefix(path, "data.")
}

// either is the verdict of two cases.
func either(a, b Verdict) Verdict {
	for _, v := range []Verdict{Holds, Open} {
		if a == v || b == v {
			return v
		}
	}
	return FailsRule
}

// enter binds the parameters of a function; the second result is false for a
// body that is written for other arguments.
func (t *tracer) enter(rule *ast.Rule, args []known) (*environment, bool) {
	env := newEnvironment()
	for i, parameter := range rule.Head.Args {
		if v, ok := parameter.Value.(ast.Var); ok {
			env.vars[v] = args[i]
			continue
		}
		results, _ := t.evaluate(ast.Equality.Expr(parameter, args[i].value), env)
		if len(results) == 0 {
			return nil, false
		}
		for v, value := range results[0] {
			env.vars[v] = known{value: value}
		}
	}
	return env, true
}

func (t *tracer) arguments(rule *ast.Rule, args []known) []Seen {
	var out []Seen
	for i, parameter := range rule.Head.Args {
		if name := writtenName(parameter); name != "" && name != "_" {
			seen := t.seen(args[i].root, args[i].path, args[i].value)
			seen.Name = name
			out = append(out, seen)
		}
	}
	return out
}

// writtenName is the name that an author gave a variable, or "".
func writtenName(t *ast.Term) string {
	if _, ok := t.Value.(ast.Var); !ok || t.Location == nil {
		return ""
	}
	name := string(t.Location.Text)
	if !ruleName.MatchString(strings.ToLower(name)) {
		return ""
	}
	return name
}

// valueOf is what OPA gives for a rule or a call, or nil.
func (t *tracer) valueOf(path string, args []known) *ast.Term {
	const result = ast.Var("__value__")
	ref := ast.MustParseRef(path)
	var expr *ast.Expr
	if len(t.rules[path][0].Head.Args) > 0 {
		terms := []*ast.Term{ast.NewTerm(ref)}
		for _, a := range args {
			terms = append(terms, a.value)
		}
		expr = &ast.Expr{Terms: append(terms, ast.NewTerm(result))}
	} else {
		expr = ast.Equality.Expr(ast.NewTerm(result), ast.NewTerm(ref))
	}
	results, _ := t.evaluate(expr, newEnvironment())
	if len(results) == 0 {
		return nil
	}
	return results[0][result]
}

// evaluate asks OPA for one expression in which all is known that it reads. It
// returns what the variables without a value come to, once for every solution.
func (t *tracer) evaluate(expr *ast.Expr, env *environment) ([]map[ast.Var]*ast.Term, error) {
	var body ast.Body
	used := allVars(expr)
	for v, k := range env.vars {
		if used.Contains(v) {
			body = append(body, ast.Equality.Expr(ast.NewTerm(v), k.value))
		}
	}
	body = append(body, expr)
	var faults []topdown.Error
	query := topdown.NewQuery(body).
		WithCompiler(t.engine.policies.compiler).
		WithStore(t.engine.store).
		WithTransaction(t.txn).
		WithInput(t.input).
		WithTime(t.engine.asOf).
		WithVirtualCache(t.values).
		WithCancel(t.cancel).
		WithBuiltinErrorList(&faults)
	results, err := query.Run(t.ctx)
	if err == nil {
		err = faultError(faults)
	}
	var out []map[ast.Var]*ast.Term
	for _, result := range results {
		fresh := map[ast.Var]*ast.Term{}
		for v, term := range result {
			if _, bound := env.vars[v]; !bound && term.IsGround() {
				fresh[v] = term
			}
		}
		out = append(out, fresh)
	}
	return out, err
}

// A part is a compiled expression and the one that the author wrote it in.
type part struct {
	expr, owner *ast.Expr
}

// arranged puts the compiled expressions of a body together by what the author
// wrote: `input.a >= data.b` was compiled to three. The one that was written has
// the longest text around the place of the others.
func arranged(body ast.Body) []part {
	owners := make([]int, len(body))
	for i, expr := range body {
		owners[i] = i
		for k, other := range body {
			if contains(other, expr) && len(other.Location.Text) > len(body[owners[i]].Location.Text) ||
				contains(other, expr) && !other.Generated && len(other.Location.Text) == len(body[owners[i]].Location.Text) {
				owners[i] = k
			}
		}
	}
	var out []part
	for owner := range body {
		for i, expr := range body {
			if owners[i] == owner {
				out = append(out, part{expr, body[owner]})
			}
		}
	}
	return out
}

// contains reports whether one expression begins inside another. Where it ends
// is no help: OPA's place of what stands in parentheses is off by one.
func contains(outer, inner *ast.Expr) bool {
	o, i := outer.Location, inner.Location
	return o != nil && i != nil && o.File == i.File && o.Offset <= i.Offset && i.Offset < o.Offset+len(o.Text)
}

// conjunction judges expressions one after the other. Behind one that is open
// the others are still judged as far as they do not rest on it, since one that
// fails settles the matter. Unsettled says that some choice of elements is open.
func (t *tracer) conjunction(parts []part, env *environment) (verdict Verdict, unsettled bool, steps []TraceStep) {
	verdict = Holds
	halved := map[*ast.Expr]bool{} // of what was written, a part cannot be judged
	for i, p := range parts {
		if len(allVars(p.expr).Intersect(env.lost)) > 0 {
			env = env.without(exprVars(p.expr))
			halved[p.owner] = true
			if n := len(steps); n > 0 && steps[n-1].owner == p.owner {
				steps[n-1].Verdict = Open
			}
			continue
		}
		if len(steps) == 0 || steps[len(steps)-1].owner != p.owner {
			if t.steps++; t.steps > mostSteps {
				return Open, true, nil
			}
			step := TraceStep{Text: oneLine(p.owner), Position: positionOf(p.owner.Location), Verdict: Holds, owner: p.owner}
			if halved[p.owner] {
				step.Verdict = Open
			}
			steps = append(steps, step)
		}
		step := &steps[len(steps)-1]
		if list := t.unbound(p.expr, env); list != nil && !p.expr.Negated {
			found, open := t.ranged(step, list, parts[i:], env)
			if step.Verdict != Open || found == FailsRule {
				step.Verdict = found
			}
			if found == FailsRule {
				return FailsRule, open, steps
			}
			if verdict == Open {
				return Open, true, steps
			}
			if found != Open || len(step.Elements) > 0 {
				return found, open, steps
			}
			// The list itself is missing.
			verdict = Open
			env = env.without(exprVars(p.expr))
			continue
		}
		result := t.expression(step, p.expr, env)
		switch result.verdict {
		case FailsRule:
			step.Verdict = FailsRule
			return FailsRule, false, steps
		case Open:
			step.Verdict, verdict = Open, Open
			env = env.without(exprVars(p.expr))
		default:
			env = result.env
		}
	}
	return verdict, verdict == Open, steps
}

// A reach is a reference that ranges over the elements of a list.
type reach struct {
	ref ast.Ref
	at  int // of the first operand without a value
}

// unbound returns the first reference of an expression that ranges over
// something.
func (t *tracer) unbound(expr *ast.Expr, env *environment) *reach {
	var out *reach
	eachTerm(expr, func(term *ast.Term) {
		ref, ok := term.Value.(ast.Ref)
		if !ok || out != nil {
			return
		}
		for i, op := range ref[1:] {
			if v, isVar := op.Value.(ast.Var); isVar {
				if _, bound := env.vars[v]; !bound {
					out = &reach{ref, i + 1}
					return
				}
			}
		}
	}, nil)
	return out
}

// ranged judges what is left of a body for every element of a list.
func (t *tracer) ranged(step *TraceStep, list *reach, parts []part, env *environment) (verdict Verdict, unsettled bool) {
	base, open := t.reference(step, list.ref[:list.at], env)
	if open {
		return Open, true
	}
	verdict = FailsRule
	if base.value == nil {
		return verdict, false
	}
	key := list.ref[list.at].Value.(ast.Var)
	each(base.value, func(k, element *ast.Term) {
		inner := known{value: element}
		if base.root != "" {
			inner.root, inner.path = base.root, append(slices.Clone(base.path), token(k))
		}
		one, open, steps := t.conjunction(parts, env.with(key, known{value: k}))
		if len(steps) > 0 && steps[0].owner == step.owner && len(steps[0].Rules) == 0 && len(steps[0].Elements) == 0 {
			if steps[0].Verdict == Holds { // the step itself, for this element: it only names it
				steps = steps[1:]
			}
		}
		step.Elements = append(step.Elements, TraceElement{Element: t.seen(inner.root, inner.path, inner.value), Verdict: one, Steps: steps})
		verdict = either(verdict, one)
		unsettled = unsettled || open
	})
	return verdict, unsettled
}

// each calls f with the keys and values of a collection.
func each(collection *ast.Term, f func(k, v *ast.Term)) {
	switch v := collection.Value.(type) {
	case *ast.Array:
		for i := range v.Len() {
			f(ast.IntNumberTerm(i), v.Elem(i))
		}
	case ast.Set:
		v.Foreach(func(t *ast.Term) { f(t, t) })
	case ast.Object:
		v.Foreach(f)
	}
}

func token(t *ast.Term) string {
	if s, ok := t.Value.(ast.String); ok {
		return string(s)
	}
	return t.Value.String()
}

// A judgement is what one expression came to.
type judgement struct {
	verdict Verdict
	env     *environment // with what it gave a value to
}

// expression judges one compiled expression in which nothing is left to range
// over, but for what stands under `not`.
func (t *tracer) expression(step *TraceStep, expr *ast.Expr, env *environment) judgement {
	if expr.Negated {
		inner := expr.Complement()
		var verdict Verdict
		if list := t.unbound(inner, env); list != nil {
			verdict, _ = t.ranged(step, list, []part{{inner, step.owner}}, env)
		} else {
			verdict = t.expression(step, inner, env).verdict
		}
		switch verdict {
		case Holds:
			return judgement{FailsRule, env}
		case FailsRule:
			return judgement{Holds, env}
		default:
			return judgement{Open, env}
		}
	}
	if every, ok := expr.Terms.(*ast.Every); ok {
		return judgement{t.every(step, every, env), env}
	}
	open := false
	ask := func(path string, args []known) {
		if isKnown(path) {
			return
		}
		child := t.rule(path, args)
		if !child.constant {
			step.Rules = append(step.Rules, child)
		}
		open = open || child.Verdict == Open
	}
	if terms, ok := expr.Terms.([]*ast.Term); ok {
		path := terms[0].String()
		if rules := t.rules[path]; len(rules) > 0 {
			args, missing := t.known(step, terms[1:1+len(rules[0].Head.Args)], env)
			if missing {
				return judgement{Open, env}
			}
			ask(path, args)
		}
	}
	eachTerm(expr, func(term *ast.Term) {
		switch v := term.Value.(type) {
		case ast.Ref:
			_, missing := t.reference(step, v, env)
			open = open || missing
		case ast.Var:
			if k, bound := env.vars[v]; bound && !v.IsWildcard() {
				if name := writtenName(term); name != "" {
					t.note(step, name, k)
				}
			}
		}
	}, func(closure *ast.Term) {
		open = t.comprehension(step, closure, env) || open
	})
	if open {
		return judgement{Open, env}
	}
	results, err := t.evaluate(expr, env)
	if err != nil {
		step.Error = err.Error()
	}
	if len(results) == 0 {
		return judgement{FailsRule, env}
	}
	out := &environment{vars: maps.Clone(env.vars), lost: env.lost}
	for v, value := range results[0] {
		out.vars[v] = known{value: value}
	}
	t.assigned(step, expr, env, out)
	return judgement{Holds, out}
}

// assigned keeps where the value of a variable came from, and shows what an
// author's variable was given.
func (t *tracer) assigned(step *TraceStep, expr *ast.Expr, before, after *environment) {
	terms, ok := expr.Terms.([]*ast.Term)
	if !ok {
		return
	}
	for i, term := range terms[1:] {
		v, isVar := term.Value.(ast.Var)
		if _, bound := before.vars[v]; !isVar || bound {
			continue
		}
		k, given := after.vars[v]
		if !given {
			continue
		}
		if ref, isRef := terms[2-min(i, 1)].Value.(ast.Ref); isRef && terms[0].String() == "eq" {
			root, path := origin(ref, before)
			k.root, k.path = root, path
			after.vars[v] = k
		} else if name := writtenName(term); name != "" {
			t.note(step, name, k)
		}
	}
}

// known returns what terms stand for; missing says that one of them lacks an
// answer.
func (t *tracer) known(step *TraceStep, terms []*ast.Term, env *environment) (out []known, missing bool) {
	for _, term := range terms {
		switch v := term.Value.(type) {
		case ast.Var:
			k, bound := env.vars[v]
			if !bound { // a wildcard: any value does
				k = known{value: ast.NullTerm()}
			}
			out = append(out, k)
		case ast.Ref:
			k, open := t.reference(step, v, env)
			missing = missing || open
			out = append(out, k)
			if k.value == nil {
				missing = true
			}
		default:
			results, _ := t.evaluate(ast.Equality.Expr(ast.VarTerm("__argument__"), term), env)
			if len(results) == 0 {
				return nil, true
			}
			out = append(out, known{value: results[0]["__argument__"]})
		}
	}
	return out, missing
}

// reference finds what a reference without free variables leads to. Open says
// that an answer is missing on its way, or that it rests on a rule that is open.
func (t *tracer) reference(step *TraceStep, ref ast.Ref, env *environment) (k known, open bool) {
	k.root, k.path = origin(ref, env)
	var base *ast.Term
	operands := ref[1:]
	switch head := ref[0]; {
	case head.Equal(ast.InputRootDocument):
		base = t.input
	case head.Equal(ast.DefaultRootDocument):
		path, rest := (&companions{rules: t.rules}).rulePrefix(ref)
		if len(t.rules[path]) > 0 && len(t.rules[path][0].Head.Args) > 0 {
			return k, false // the name of a function
		}
		results, err := t.evaluate(ast.Equality.Expr(ast.VarTerm("__value__"), ast.NewTerm(ref)), env)
		if err != nil {
			step.Error = err.Error()
		}
		if len(results) > 0 {
			k.value = results[0]["__value__"]
		}
		if path == "" || isKnown(path) || isKnown(ref.GroundPrefix().String()) {
			if k.root != "" {
				t.noteSeen(step, t.seen(k.root, k.path, k.value))
			}
			return k, false
		}
		child := t.rule(path, nil)
		if child.constant && k.value != nil {
			t.note(step, t.written(path, rest, env), k)
		} else {
			step.Rules = append(step.Rules, child)
		}
		return k, child.Verdict == Open || child.Verdict == Holds && k.value == nil && len(rest) > 0
	default:
		v, _ := head.Value.(ast.Var)
		base = env.vars[v].value
	}
	if base == nil {
		return k, true
	}
	at := make(ast.Ref, 0, len(operands))
	for _, op := range operands {
		if v, isVar := op.Value.(ast.Var); isVar {
			op = env.vars[v].value
		}
		at = append(at, op)
	}
	found, err := base.Value.Find(at)
	if err == nil {
		k.value = ast.NewTerm(found)
	}
	if k.root != "" {
		t.noteSeen(step, t.seen(k.root, k.path, k.value))
	}
	return k, err != nil
}

// origin is the path that a reference leads to in the documents, as far as its
// variables are known.
func origin(ref ast.Ref, env *environment) (root string, path []string) {
	operands := ref[1:]
	switch head := ref[0]; {
	case head.Equal(ast.InputRootDocument):
		root = "input"
	case head.Equal(ast.DefaultRootDocument):
		if len(operands) == 0 || !operands[0].Equal(ast.StringTerm("requirements")) {
			return "", nil
		}
		root, operands = "data.requirements", operands[1:]
	default:
		v, _ := head.Value.(ast.Var)
		k, bound := env.vars[v]
		if !bound || k.root == "" {
			return "", nil
		}
		root, path = k.root, slices.Clone(k.path)
	}
	for _, op := range operands {
		if v, isVar := op.Value.(ast.Var); isVar {
			k, bound := env.vars[v]
			if !bound {
				return "", nil
			}
			op = k.value
		}
		path = append(path, token(op))
	}
	return root, path
}

// every judges a body for all elements of a list.
func (t *tracer) every(step *TraceStep, every *ast.Every, env *environment) Verdict {
	domain, missing := t.known(step, []*ast.Term{every.Domain}, env)
	if missing {
		return Open
	}
	verdict := Holds
	each(domain[0].value, func(k, element *ast.Term) {
		inner := known{value: element}
		if domain[0].root != "" {
			inner.root, inner.path = domain[0].root, append(slices.Clone(domain[0].path), token(k))
		}
		scope := env
		if v, ok := every.Key.Value.(ast.Var); ok {
			scope = scope.with(v, known{value: k})
		}
		if v, ok := every.Value.Value.(ast.Var); ok {
			scope = scope.with(v, inner)
		}
		one, _, steps := t.conjunction(arranged(every.Body), scope)
		step.Elements = append(step.Elements, TraceElement{Element: t.seen(inner.root, inner.path, element), Verdict: one, Steps: steps})
		switch {
		case one == FailsRule:
			verdict = FailsRule
		case one == Open && verdict == Holds:
			verdict = Open
		}
	})
	return verdict
}

// comprehension shows how a comprehension came about, and reports whether it
// is open.
func (t *tracer) comprehension(step *TraceStep, closure *ast.Term, env *environment) bool {
	var body ast.Body
	switch v := closure.Value.(type) {
	case *ast.ArrayComprehension:
		body = v.Body
	case *ast.SetComprehension:
		body = v.Body
	case *ast.ObjectComprehension:
		body = v.Body
	}
	verdict, open, steps := t.conjunction(arranged(body), env)
	out := &Trace{Rule: "[…]", Position: positionOf(closure.Location), Verdict: Holds, Bodies: []TraceBody{{
		Position: positionOf(closure.Location), Verdict: verdict, Steps: steps,
	}}}
	if closure.Location != nil {
		out.Rule = squeezed(string(closure.Location.Text))
	}
	if results, _ := t.evaluate(ast.Equality.Expr(ast.VarTerm("__value__"), closure), env); len(results) > 0 {
		out.Value = encodeTerm(results[0]["__value__"])
	}
	if open {
		out.Verdict = Open
	}
	step.Rules = append(step.Rules, out)
	return open
}

// eachTerm calls f for the variables, references and constants of an expression
// and closure for its comprehensions, without going into them.
func eachTerm(expr *ast.Expr, f, closure func(*ast.Term)) {
	var visit func(t *ast.Term)
	visit = func(t *ast.Term) {
		switch v := t.Value.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			if closure != nil {
				closure(t)
			}
		case *ast.Array:
			v.Foreach(visit)
		case ast.Set:
			v.Foreach(visit)
		case ast.Object:
			v.Foreach(func(k, val *ast.Term) { visit(k); visit(val) })
		case ast.Call:
			for _, arg := range v[1:] {
				visit(arg)
			}
		default:
			f(t)
		}
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		visit(terms)
	case []*ast.Term:
		for _, t := range terms[1:] {
			visit(t)
		}
	case *ast.Every:
		visit(terms.Domain)
	}
}

func (t *tracer) note(step *TraceStep, name string, k known) {
	seen := t.seen(k.root, k.path, k.value)
	seen.Name = name
	t.noteSeen(step, seen)
}

func (t *tracer) noteSeen(step *TraceStep, seen Seen) {
	if !slices.ContainsFunc(step.Seen, func(s Seen) bool { return s.Name == seen.Name && s.At == seen.At }) {
		step.Seen = append(step.Seen, seen)
	}
}

func (t *tracer) seen(root string, path []string, value *ast.Term) Seen {
	s := Seen{Root: root, Path: path}
	if value != nil {
		s.Value = encodeTerm(value)
	}
	if root != "" && t.place != nil {
		t.place(&s)
	}
	return s
}

func encodeTerm(t *ast.Term) json.RawMessage {
	v, err := ast.JSON(t.Value)
	if err != nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}

func oneLine(expr *ast.Expr) string {
	if expr.Location == nil {
		return expr.String()
	}
	return squeezed(string(expr.Location.Text))
}

// squeezed puts a text on one line.
func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }

package policy

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// reads follows every answer and every requirement through a control, its
// helper rules and functions, and knows at each point which field of the
// schema a variable stands for. From that come the answers and requirements of
// a finding, which no author has to write down, and the checks that OPA's type
// checker leaves out: fields inside `every` and function parameters, constants
// that an enum does not have, whole objects read as values, and builtins that
// would paper over a missing answer.
type reads struct {
	rules   map[string][]*ast.Rule
	schemas map[string]*shape // by root: "input", "data.requirements"

	memo     map[string]value
	active   *access // of the control being followed
	presence bool    // what is followed stands alone under a `not`
	glance   bool    // what is followed decides nothing: it may look at anything whole
	problems source.Problems
	places   *Places // nil but for the tools of authors
}

// access is what one rule reads, with everything below it.
type access struct {
	answers, requirements map[string]bool
}

// A shape is one node of a JSON schema, as far as policies are concerned.
type shape struct {
	types  []string
	fields map[string]*shape
	extra  *shape // what a map keyed by data holds
	items  *shape
	enum   []string // the words that an enum of strings has
	format string   // of a string
	least  *float64 // that a number can be
}

func newShape(schema map[string]any) *shape {
	s := &shape{types: typesOf(schema)}
	s.format, _ = schema["format"].(string)
	if least, err := strconv.ParseFloat(fmt.Sprint(schema["minimum"]), 64); err == nil {
		s.least = &least
	}
	if props, ok := schema["properties"].(map[string]any); ok {
		s.fields = make(map[string]*shape, len(props))
		for name, p := range props {
			if m, ok := p.(map[string]any); ok {
				s.fields[name] = newShape(m)
			}
		}
	}
	if m, ok := schema["additionalProperties"].(map[string]any); ok {
		s.extra = newShape(m)
	}
	if m, ok := schema["items"].(map[string]any); ok {
		s.items = newShape(m)
	}
	allStrings := true
	for _, alternative := range alternatives(schema) {
		if words, ok := alternative["enum"].([]any); ok {
			for _, w := range words {
				if word, ok := w.(string); ok {
					s.enum = append(s.enum, word)
				}
			}
		} else if word, ok := alternative["const"].(string); ok {
			s.enum = append(s.enum, word)
		} else if slices.Contains(typesOf(alternative), "string") {
			allStrings = false
		}
		for _, name := range typesOf(alternative) {
			if !s.is(name) {
				s.types = append(s.types, name)
			}
		}
	}
	if !allStrings {
		s.enum = nil
	}
	return s
}

// alternatives are the schemas of which a value fits one.
func alternatives(schema map[string]any) []map[string]any {
	for _, key := range []string{"oneOf", "anyOf"} {
		if list, ok := schema[key].([]any); ok {
			var out []map[string]any
			for _, one := range list {
				if m, ok := one.(map[string]any); ok {
					out = append(out, m)
				}
			}
			return out
		}
	}
	return []map[string]any{schema}
}

// typesOf are the types a schema names, without null: that is no answer.
func typesOf(schema map[string]any) []string {
	switch t := schema["type"].(type) {
	case string:
		return []string{t}
	case []any:
		var names []string
		for _, one := range t {
			if name, ok := one.(string); ok && name != "null" {
				names = append(names, name)
			}
		}
		return names
	}
	return nil
}

func (s *shape) is(name string) bool { return slices.Contains(s.types, name) }

func (s *shape) numeric() bool { return s.is("number") || s.is("integer") }

// scalar reports whether the node is an answer in itself.
func (s *shape) scalar() bool { return !s.is("object") && !s.is("array") }

// leaf reports whether the node is read as one value: a scalar, a list of
// scalars, or a map keyed by data.
func (s *shape) leaf() bool {
	return s.scalar() || (s.is("array") && s.items != nil && s.items.scalar()) || (s.is("object") && s.fields == nil)
}

// A place is a field of the schema, by the path that leads to it:
// insurance.policies[].limits.per_claim.
type place struct {
	root string // "input" or "data.requirements"
	path string
	at   *shape
}

func (p place) String() string {
	if p.path == "" {
		return p.root
	}
	return p.path
}

// A value is what is known of a term: the places it may come from, the
// constants it may be, and what its elements are when it is a computed
// collection.
type value struct {
	places []place
	words  []string
	elem   *value
}

func (v value) key() string {
	parts := make([]string, 0, len(v.places)+len(v.words)+1)
	for _, p := range v.places {
		parts = append(parts, p.root+":"+p.path)
	}
	parts = append(parts, v.words...)
	if v.elem != nil {
		parts = append(parts, "["+v.elem.key()+"]")
	}
	return strings.Join(parts, "|")
}

func union(a, b value) value {
	out := value{places: slices.Clone(a.places), words: slices.Clone(a.words), elem: a.elem}
	for _, p := range b.places {
		if !slices.ContainsFunc(out.places, func(q place) bool { return q.root == p.root && q.path == p.path }) {
			out.places = append(out.places, p)
		}
	}
	for _, w := range b.words {
		if !slices.Contains(out.words, w) {
			out.words = append(out.words, w)
		}
	}
	switch {
	case out.elem == nil:
		out.elem = b.elem
	case b.elem != nil:
		both := union(*out.elem, *b.elem)
		out.elem = &both
	}
	return out
}

// element is what iterating over v gives.
func (v value) element() value {
	var out value
	if v.elem != nil {
		out = *v.elem
	}
	for _, p := range v.places {
		if p.at.is("array") && p.at.items != nil {
			out = union(out, value{places: []place{{p.root, p.path + "[]", p.at.items}}})
		}
		if p.at.extra != nil {
			out = union(out, value{places: []place{{p.root, p.path + ".*", p.at.extra}}})
		}
	}
	return out
}

type scope map[ast.Var]value

func newReads(rules map[string][]*ast.Rule, input, requirements map[string]any) *reads {
	return &reads{
		rules: rules,
		schemas: map[string]*shape{
			"input":             newShape(input),
			"data.requirements": newShape(requirements),
		},
		memo: map[string]value{},
	}
}

// control follows one control and returns what it reads.
func (r *reads) control(path string) *access {
	r.memo = map[string]value{} // what a helper reads counts for every control that uses it
	r.active = &access{answers: map[string]bool{}, requirements: map[string]bool{}}
	r.rule(path, nil)
	return r.active
}

func (r *reads) problem(at *ast.Location, message, hint string) {
	p := source.Problem{Message: message, Hint: hint}
	if at != nil {
		p.Position = source.Position{File: at.File, Line: at.Row, Column: at.Col}
	}
	r.problems = append(r.problems, p)
}

// rule returns what a rule's value may be, given its arguments.
func (r *reads) rule(path string, args []value) value {
	key := path
	for _, a := range args {
		key += "\x00" + a.key()
	}
	if v, done := r.memo[key]; done {
		return v
	}
	r.memo[key] = value{}
	var out value
	for _, rule := range r.rules[path] {
		env := scope{}
		for i, arg := range rule.Head.Args {
			if i < len(args) {
				r.bind(env, arg, args[i])
			}
		}
		r.body(env, rule.Body)
		head := rule.Head
		var v value
		switch {
		case head.RuleKind() == ast.MultiValue:
			elem := r.term(env, head.Key, rule.Location)
			v = value{elem: &elem}
		case len(head.Ref()) > 1:
			elem := r.term(env, head.Value, rule.Location)
			v = value{elem: &elem}
		default:
			v = r.term(env, head.Value, rule.Location)
		}
		out = union(out, v)
		if rule.Else != nil {
			r.problem(rule.Else.Location, "`else` is not allowed here", "write each case as a rule body of its own, with the condition that tells it apart")
		}
	}
	r.memo[key] = out
	return out
}

func (r *reads) body(env scope, body ast.Body) {
	for _, expr := range body {
		r.expr(env, expr)
	}
}

var requirementsRoot = ast.MustParseRef("data.requirements")

func (r *reads) expr(env scope, expr *ast.Expr) {
	if len(expr.With) > 0 {
		r.problem(expr.Location, "`with` is not allowed in a control", "a control judges the documents as they are; use `with` in tests only")
	}
	switch terms := expr.Terms.(type) {
	case *ast.Every:
		domain := r.term(env, terms.Domain, expr.Location)
		r.iterates(domain, expr.Location)
		inner := maps.Clone(env)
		r.bind(inner, terms.Value, domain.element())
		if terms.Key != nil {
			r.bind(inner, terms.Key, value{})
		}
		r.body(inner, terms.Body)
	case *ast.Term:
		ref, isRef := terms.Value.(ast.Ref)
		r.presence = expr.Negated && isRef && ref.HasPrefix(requirementsRoot)
		r.term(env, terms, expr.Location)
		r.presence = false
	case []*ast.Term:
		r.call(env, terms, expr.Location)
	}
}

// bind makes the variables of a pattern stand for v.
func (r *reads) bind(env scope, pattern *ast.Term, v value) {
	switch p := pattern.Value.(type) {
	case ast.Var:
		env[p] = union(env[p], v)
	case *ast.Array:
		p.Foreach(func(t *ast.Term) { r.bind(env, t, v.element()) })
	}
}

func (r *reads) call(env scope, terms []*ast.Term, at *ast.Location) value {
	name := terms[0].String()
	args := terms[1:]
	if rules := r.rules[name]; len(rules) > 0 {
		n := len(rules[0].Head.Args)
		values := make([]value, 0, n)
		for _, a := range args[:min(n, len(args))] {
			values = append(values, r.term(env, a, at))
		}
		out := r.rule(name, values)
		if len(args) > n {
			r.bind(env, args[n], out)
		}
		return out
	}
	if name == "eq" && len(args) == 2 {
		return r.unify(env, args[0], args[1], at)
	}
	builtin, ok := ast.BuiltinMap[name]
	n := len(args)
	if ok {
		n = min(builtin.Decl.Arity(), len(args))
	}
	values := make([]value, n)
	for i, a := range args[:n] {
		values[i] = r.term(env, a, at)
	}
	r.builtin(name, args[:n], values, at)
	out := builtinResult(name, values)
	if len(args) > n {
		r.bind(env, args[n], out)
	}
	return out
}

// builtinResult follows places through the builtins that hand on elements.
func builtinResult(name string, values []value) value {
	switch name {
	case "and", "or", "minus", "union", "intersection", "array.concat", "sort", "array.slice", "array.reverse", "array.flatten":
		var elem value
		for _, v := range values {
			elem = union(elem, v.element())
		}
		return value{elem: &elem}
	case "max", "min":
		return values[0].element()
	}
	return value{}
}

func (r *reads) unify(env scope, a, b *ast.Term, at *ast.Location) value {
	if v, ok := a.Value.(ast.Var); ok {
		if _, bound := env[v]; !bound {
			env[v] = r.term(env, b, at)
			return value{}
		}
	}
	if v, ok := b.Value.(ast.Var); ok {
		if _, bound := env[v]; !bound {
			env[v] = r.term(env, a, at)
			return value{}
		}
	}
	left, right := r.term(env, a, at), r.term(env, b, at)
	r.compared(b, left, right, at)
	r.compared(a, right, left, at)
	return value{}
}

// term returns what a term may be, and notes what it reads.
func (r *reads) term(env scope, t *ast.Term, at *ast.Location) value {
	if t == nil {
		return value{}
	}
	switch v := t.Value.(type) {
	case ast.Var:
		return env[v]
	case ast.String:
		return value{words: []string{string(v)}}
	case ast.Ref:
		return r.ref(env, v, at)
	case *ast.ArrayComprehension:
		return r.comprehension(env, v.Body, v.Term, at)
	case *ast.SetComprehension:
		return r.comprehension(env, v.Body, v.Term, at)
	case *ast.ObjectComprehension:
		return r.comprehension(env, v.Body, v.Value, at)
	case *ast.Array:
		var elem value
		v.Foreach(func(e *ast.Term) { elem = union(elem, r.term(env, e, at)) })
		return value{elem: &elem}
	case ast.Set:
		var elem value
		v.Foreach(func(e *ast.Term) { elem = union(elem, r.term(env, e, at)) })
		return value{elem: &elem}
	case ast.Object:
		var elem value
		v.Foreach(func(_, e *ast.Term) { elem = union(elem, r.term(env, e, at)) })
		return value{elem: &elem}
	case ast.Call:
		return r.call(env, v, at)
	}
	return value{}
}

func (r *reads) comprehension(env scope, body ast.Body, head *ast.Term, at *ast.Location) value {
	inner := maps.Clone(env)
	r.body(inner, body)
	elem := r.term(inner, head, at)
	return value{elem: &elem}
}

func (r *reads) ref(env scope, ref ast.Ref, at *ast.Location) value {
	if loc := ref[0].Location; loc != nil && loc.Row > 0 {
		at = loc
	}
	var current value
	ops := ref[1:]
	switch {
	case ref[0].Equal(ast.InputRootDocument):
		current = value{places: []place{{"input", "", r.schemas["input"]}}}
	case ref[0].Equal(ast.DefaultRootDocument):
		if len(ops) > 0 && ops[0].Equal(ast.StringTerm("requirements")) {
			current = value{places: []place{{"data.requirements", "", r.schemas["data.requirements"]}}}
			ops = ops[1:]
			break
		}
		path, rest := r.rulePrefix(ref)
		if path == "" {
			return value{}
		}
		if fact, ok := strings.CutPrefix(path, "data.facts."); ok {
			if fact != "tier" { // the tier follows from the whole engagement
				r.rule(path, nil)
			}
			return value{}
		}
		current, ops = r.rule(path, nil), rest
	default:
		if v, ok := ref[0].Value.(ast.Var); ok {
			current = env[v]
		}
	}
	for _, op := range ops {
		current = r.step(env, current, op, at)
	}
	r.places.number(current, ref)
	r.note(current)
	return current
}

// requirementName is the parameter that a path below data.requirements belongs
// to: the path without what picks one entry of a list or a map.
func requirementName(path string) string {
	path, _, _ = strings.Cut(path, "[]")
	path, _, _ = strings.Cut(path, ".*")
	return path
}

func (r *reads) rulePrefix(ref ast.Ref) (string, ast.Ref) {
	ground := ref.GroundPrefix()
	for n := len(ground); n > 1; n-- {
		if path := ground[:n].String(); len(r.rules[path]) > 0 {
			return path, ref[n:]
		}
	}
	return "", nil
}

// note records the places that are read as answers or requirements.
func (r *reads) note(v value) {
	a := r.active
	for _, p := range v.places {
		if p.path == "" || !p.at.leaf() {
			continue
		}
		switch {
		case p.root == "input":
			a.answers[p.path] = true
		case r.presence && !p.at.is("boolean"):
			// Whether a minimum is set at all: nothing is measured against it.
		default:
			a.requirements[requirementName(p.path)] = true
		}
	}
}

// step goes one operand down from current.
func (r *reads) step(env scope, current value, op *ast.Term, at *ast.Location) value {
	if op.Location != nil && op.Location.Row > 0 {
		at = op.Location
	}
	switch key := op.Value.(type) {
	case ast.String:
		r.places.field(current, string(key), op.Location)
		return r.field(current, string(key), at)
	case ast.Number:
		return current.element()
	case ast.Var:
		name, bound := env[key]
		var words []string
		if bound {
			words = name.words
		}
		var out value
		for _, p := range current.places {
			if p.at.fields == nil {
				continue
			}
			one := value{places: []place{p}}
			switch {
			case len(words) > 0:
				for _, w := range words {
					out = union(out, r.field(one, w, at))
				}
			case bound || p.root != "input":
				for _, name := range slices.Sorted(maps.Keys(p.at.fields)) {
					out = union(out, r.field(one, name, at))
				}
			default:
				r.wholeObject(p, at)
			}
		}
		r.iterated(current)
		r.picked(current)
		if !bound {
			env[key] = value{}
		}
		return union(out, current.element())
	}
	return current.element()
}

// iterated notes the lists whose elements are read.
func (r *reads) iterated(v value) {
	a := r.active
	for _, p := range v.places {
		if p.root == "input" && p.path != "" && p.at.is("array") {
			a.answers[p.path] = true
		}
	}
}

// picked notes the requirements of which one entry is picked by a word of the
// profile, or every entry is looked at.
func (r *reads) picked(v value) {
	a := r.active
	for _, p := range v.places {
		if p.root != "input" && p.path != "" {
			a.requirements[p.path] = true
		}
	}
}

func (r *reads) iterates(v value, at *ast.Location) {
	for _, p := range v.places {
		if p.at.fields != nil {
			r.wholeObject(p, at)
		}
	}
	r.iterated(v)
	if !r.presence {
		r.picked(v)
	}
}

func (r *reads) wholeObject(p place, at *ast.Location) {
	if p.root != "input" || r.glance {
		return
	}
	r.problem(at, fmt.Sprintf("%s is read as a whole: a field that is not answered would be passed over", p),
		"name the fields: "+listed(slices.Sorted(maps.Keys(p.at.fields)), p.path))
}

func (r *reads) field(current value, name string, at *ast.Location) value {
	var out value
	if current.elem != nil {
		out = *current.elem // a field of a computed object: any of its values
	}
	for _, p := range current.places {
		path := name
		if p.path != "" {
			path = p.path + "." + name
		}
		switch child := p.at.fields[name]; {
		case child != nil:
			out = union(out, value{places: []place{{p.root, path, child}}})
		case p.at.extra != nil:
			out = union(out, value{places: []place{{p.root, p.path + ".*", p.at.extra}}})
		case p.at.fields != nil:
			r.unknownField(p, name, at)
		case p.at.is("array"):
			r.problem(at, fmt.Sprintf("%s is a list, it has no field %q", p, name), "take its elements: some x in …; x."+name)
		case p.at.scalar():
			r.problem(at, fmt.Sprintf("%s is %s, it has no field %q", p, strings.Join(p.at.types, " or "), name), "")
		}
	}
	return out
}

func (r *reads) unknownField(p place, name string, at *ast.Location) {
	fields := slices.Sorted(maps.Keys(p.at.fields))
	where := p.String()
	if p.path == "" && p.root == "input" {
		where = "the profile"
	}
	message := fmt.Sprintf("unknown field %q in %s", name, where)
	if p.root != "input" {
		message = fmt.Sprintf("unknown requirement %q in data.requirements", strings.TrimPrefix(p.path+"."+name, "."))
	}
	hint := "the fields are " + listed(fields, "")
	if near := source.Nearest(name, fields); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.problem(at, message, hint)
}

func listed(names []string, prefix string) string {
	const most = 12
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more", len(names)-most)
		names = names[:most]
	}
	if prefix != "" {
		names = slices.Clone(names)
		for i, n := range names {
			names[i] = prefix + "." + n
		}
	}
	return strings.Join(names, ", ") + more
}

// papering lists the builtins that give a value where an answer is missing, or
// that hide which answers were read.
var papering = []string{
	"object.get", "object.keys", "object.remove", "object.filter", "object.union", "object.union_n",
	"object.subset", "json.filter", "json.remove", "json.patch", "json.marshal", "walk", "is_null",
}

func (r *reads) builtin(name string, args []*ast.Term, values []value, at *ast.Location) {
	for _, v := range values {
		for _, p := range v.places {
			if p.root != "input" || r.glance {
				continue
			}
			switch {
			case slices.Contains(papering, name):
				r.problem(at, fmt.Sprintf("%s on %s hides a missing answer", name, p),
					"read the field itself, and compare it: `== false`, `== \"…\"`, or `every x in …`")
				return
			case p.at.is("object") && p.at.fields != nil:
				r.wholeObject(p, at)
				return
			}
		}
	}
	switch name {
	case "neq", "equal", "internal.member_2", "internal.member_3", "and", "minus":
		for i := range args {
			for j := range args {
				if i != j {
					r.compared(args[j], values[i], values[j], at)
				}
			}
		}
	case "lt", "lte", "gt", "gte":
		r.ordered(values[0], values[1], args[1], at)
		r.ordered(values[1], values[0], args[0], at)
		r.days(values[0].places, args[1], at)
		r.days(values[1].places, args[0], at)
	}
}

// compared checks a field against the constants it is compared with: a word
// that the field can never hold makes `!=` always true and `==` never.
func (r *reads) compared(constant *ast.Term, v, against value, at *ast.Location) {
	if v.elem != nil {
		v = union(v, *v.elem)
	}
	var places []place
	for _, p := range v.places {
		if p.at.is("array") && p.at.items != nil {
			p = place{p.root, p.path + "[]", p.at.items}
		}
		places = append(places, p)
	}
	var words []string
	words = append(words, against.words...)
	if against.elem != nil {
		words = append(words, against.elem.words...)
	}
	for _, p := range places {
		if p.at.enum == nil {
			continue
		}
		r.places.compared(p.at.enum, constant, words, at)
		for _, w := range words {
			if slices.Contains(p.at.enum, w) {
				continue
			}
			hint := "it is one of " + listed(p.at.enum, "")
			if near := source.Nearest(w, p.at.enum); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			r.problem(at, fmt.Sprintf("%s is never %q", p, w), hint)
		}
	}
	r.kinds(places, constant, at)
	r.days(places, constant, at)
}

// days checks that what a date is compared with is one: as a text, any other
// has a place before or after all dates.
func (r *reads) days(places []place, constant *ast.Term, at *ast.Location) {
	text, ok := constant.Value.(ast.String)
	if !ok {
		return
	}
	for _, p := range places {
		if p.at.format != "date" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, string(text)); err != nil {
			r.problem(at, fmt.Sprintf("%s is a date, and %q is none", p, string(text)), p.at.example())
		}
	}
}

// kinds checks a field's type against a constant of another type.
func (r *reads) kinds(places []place, constant *ast.Term, at *ast.Location) {
	var want string
	switch constant.Value.(type) {
	case ast.Number:
		want = "number"
	case ast.Boolean:
		want = "boolean"
	case ast.String:
		want = "string"
	case ast.Null:
		r.problem(at, "compared with null: nulls are taken out before controls run, a missing answer is undefined",
			"drop the comparison; a control that reads a missing answer is unanswered by itself")
		return
	default:
		return
	}
	for _, p := range places {
		if len(p.at.types) == 0 || p.at.is(want) || (want == "number" && p.at.numeric()) {
			continue
		}
		r.problem(at, fmt.Sprintf("%s is %s, and is compared with %s", p, p.at.inWords(), kindInWords(want)), p.at.example())
	}
}

// ordered checks the operands of <, <=, > and >=: Rego orders across types, so
// that any string is greater than any number.
func (r *reads) ordered(v, against value, other *ast.Term, at *ast.Location) {
	for _, p := range v.places {
		if p.at.enum != nil {
			r.problem(at, fmt.Sprintf("%s is a word, and words have no order", p), "look its rank up in data.ratings")
			continue
		}
		switch {
		case p.at.is("boolean") || p.at.is("array") || p.at.is("object"):
			r.problem(at, fmt.Sprintf("%s is %s, and has no order", p, p.at.inWords()), p.at.example())
		case p.at.numeric() && p.at.is("string"):
			// a number or a word that stands for one: the rule has to tell them apart
		case p.at.numeric() && isString(other, against), p.at.is("string") && isNumber(other, against):
			r.problem(at, fmt.Sprintf("%s is %s, and is compared with something else", p, p.at.inWords()), p.at.example())
		}
	}
}

// kindInWords names a type of JSON Schema for people.
func kindInWords(kind string) string {
	switch kind {
	case "integer":
		return "a whole number"
	case "number":
		return "a number"
	case "boolean":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "a block of fields"
	}
	return "a text"
}

func (s *shape) inWords() string {
	if s.format == "date" {
		return "a date"
	}
	words := make([]string, len(s.types))
	for i, kind := range s.types {
		words[i] = kindInWords(kind)
	}
	return strings.Join(words, " or ")
}

// example says how a value is written that a field can be compared with.
func (s *shape) example() string {
	switch {
	case s.format == "date":
		return "compare it with data.context.as_of, which is today, with another date, or with a text such as \"2026-12-31\""
	case s.numeric():
		return "write a number, without quotes and without commas"
	case s.is("boolean"):
		return "write == true or == false, without quotes"
	case s.is("array"):
		return "take its elements: some x in …, or every x in … { … }"
	case s.is("object"):
		return "name one of its fields"
	}
	return "put the text in double quotes"
}

func isString(t *ast.Term, v value) bool {
	if _, ok := t.Value.(ast.String); ok {
		return true
	}
	return slices.ContainsFunc(v.places, func(p place) bool { return p.at.is("string") && !p.at.numeric() })
}

func isNumber(t *ast.Term, v value) bool {
	if n, ok := t.Value.(ast.Number); ok {
		_, err := strconv.ParseFloat(string(n), 64)
		return err == nil
	}
	return slices.ContainsFunc(v.places, func(p place) bool { return p.at.numeric() && !p.at.is("string") })
}

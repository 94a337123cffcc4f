package authoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// This file finds the changes that mutation makes. They are found in the syntax
// tree, and each is written back into the text at the place that the tree gives:
// so what is compiled and tested is, to the letter, what the report shows, and
// the formatting and the comments around it stay as they are.

// The operators: the ways in which a rule is changed.
const (
	opComparison = "comparison" // >= becomes >
	opNumber     = "number"     // one more, one less
	opWord       = "word"       // another word of the enum
	opBoolean    = "boolean"    // true becomes false
	opNegation   = "negation"   // not is put in or taken out
	opCondition  = "condition"  // one condition fewer
	opField      = "field"      // another answer of the same type
	opMinimum    = "minimum"    // another requirement of the same type
	opBody       = "body"       // one of several bodies of a rule fewer
	opQuantifier = "quantifier" // every becomes some
)

// A Mutant is one small change to a rule that its tests ought to notice.
type Mutant struct {
	// Number is the same in every run over the same policies, whichever of
	// their mutants it is about.
	Number   int             `json:"number"`
	Rule     string          `json:"rule"` // package and rule: liability.cap_reaches
	Operator string          `json:"operator"`
	Position source.Position `json:"position"`
	// Was and Now are the expression before and after, on one line.
	Was string `json:"was"`
	Now string `json:"now"`
	// Nth tells apart what is alike in all of the above: the second such place
	// of a rule has 2.
	Nth    int          `json:"nth,omitempty"`
	Status MutantStatus `json:"status"`
	// Why says what makes a mutant equivalent or not viable, or how it was
	// killed when not by a test that failed.
	Why string `json:"why,omitempty"`
	// Explained is the reason that the list of survivors gives for this one.
	Explained string `json:"explained,omitempty"`
	// Removed and Added are the lines that the change is about.
	Removed []string `json:"removed"`
	Added   []string `json:"added"`

	pkg          string // data.controls.liability
	path         string // data.controls.liability.cap_reaches
	offset, size int    // what is replaced in the file
	text         string // by this
}

// A MutantStatus is what became of a mutant.
type MutantStatus string

// What can become of a mutant.
const (
	Killed     MutantStatus = "killed"     // some test fails
	Survived   MutantStatus = "survived"   // every test still passes
	Equivalent MutantStatus = "equivalent" // it does the same, so no test could tell
	NotViable  MutantStatus = "not viable" // it does not compile
)

// key is what a list of survivors knows a mutant by. It holds no line, so that
// it outlives changes elsewhere in the file.
type key struct {
	rule, operator, was, now string
	nth                      int
}

func (m *Mutant) key() key { return key{m.Rule, m.Operator, m.Was, m.Now, max(m.Nth, 1)} }

// mutate returns the text of a file with the change made.
func (m *Mutant) mutate(text string) string {
	return text[:m.offset] + m.text + text[m.offset+m.size:]
}

// mutants finds every mutant of the modules, in the order of the files and of
// the places in them.
func mutants(modules []policy.Module, trees map[string]*ast.Module, places *policy.Places) []*Mutant {
	modules = slices.SortedFunc(slices.Values(modules), func(a, b policy.Module) int { return cmp.Compare(a.Name, b.Name) })
	bodies := map[string]int{} // by path, over all files of a package
	for _, m := range modules {
		for _, rule := range trees[m.Name].Rules {
			if !rule.Default {
				bodies[pathOf(rule)]++
			}
		}
	}
	var all []*Mutant
	for _, m := range modules {
		f := &finder{text: m.Text, places: places}
		for _, rule := range trees[m.Name].Rules {
			f.rule(rule, bodies[pathOf(rule)] > 1)
		}
		slices.SortStableFunc(f.found, func(a, b *Mutant) int {
			return cmp.Or(cmp.Compare(a.offset, b.offset), cmp.Compare(a.size, b.size), cmp.Compare(a.Operator, b.Operator), cmp.Compare(a.text, b.text))
		})
		all = append(all, f.found...)
	}
	seen := map[key]int{}
	for i, m := range all {
		m.Number = i + 1
		seen[m.key()]++
		if n := seen[m.key()]; n > 1 {
			m.Nth = n
		}
	}
	return all
}

func pathOf(rule *ast.Rule) string { return rule.Ref().GroundPrefix().String() }

// A finder finds the mutants of one file.
type finder struct {
	text   string
	places *policy.Places
	found  []*Mutant

	of       *ast.Rule
	fragment *ast.Location // the expression that a change is shown in
}

func (f *finder) rule(rule *ast.Rule, several bool) {
	f.of = rule
	if several && !rule.Default {
		f.fragment = rule.Location
		f.replace(opBody, rule.Location, "")
	}
	for one := rule; one != nil; one = one.Else {
		f.head(one.Head)
		if !one.Default {
			f.body(one.Body, one.Head)
		}
	}
}

// head changes what a rule says. What a set of reasons or notes says is for
// people, and no rule reads it.
func (f *finder) head(head *ast.Head) {
	f.fragment = head.Location
	for _, arg := range head.Args {
		f.constants(arg)
	}
	if head.Value != nil {
		f.term(head.Value)
	}
	if head.Key != nil {
		if _, isObject := head.Key.Value.(ast.Object); !isObject {
			f.term(head.Key)
		}
	}
}

// constants changes constants alone: in a pattern there is nothing else to
// change.
func (f *finder) constants(t *ast.Term) {
	switch t.Value.(type) {
	case ast.Number, ast.String, ast.Boolean:
		f.term(t)
	}
}

// body changes the expressions of a body; head is nil in a comprehension and in
// `every`.
func (f *finder) body(body ast.Body, head *ast.Head) {
	for i, expr := range body {
		if t, ok := expr.Terms.(*ast.Term); ok && t.Equal(ast.BooleanTerm(true)) && string(expr.Location.Text) != "true" {
			continue // made by the parser: the body of a rule without one
		}
		f.fragment = expr.Location
		f.expr(expr)
		if some, ok := expr.Terms.(*ast.SomeDecl); ok && head != nil {
			f.everyInstead(some, body[i:])
		}
	}
}

// stands reports whether the text is really there: the parser also makes terms
// that nobody wrote.
func (f *finder) stands(at *ast.Location) bool {
	return at != nil && len(at.Text) > 0 && at.Offset >= 0 && at.Offset+len(at.Text) <= len(f.text) &&
		f.text[at.Offset:at.Offset+len(at.Text)] == string(at.Text)
}

func (f *finder) expr(expr *ast.Expr) {
	at := expr.Location
	if expr.Negated {
		f.condition(at)
		if rest, ok := strings.CutPrefix(string(at.Text), "not "); ok {
			f.replace(opNegation, at, strings.TrimLeft(rest, " \t"))
		}
	}
	switch terms := expr.Terms.(type) {
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			if call, ok := symbol.Value.(ast.Call); ok {
				f.term(call[len(call)-1])
			}
		}
	case *ast.Every:
		if !expr.Negated {
			f.condition(at)
			f.someInstead(terms, at)
		}
		f.fragment = at
		f.term(terms.Domain)
		f.body(terms.Body, nil)
	case *ast.Term:
		if !expr.Negated {
			if !terms.Equal(ast.BooleanTerm(true)) {
				f.condition(at)
			}
			f.replace(opNegation, at, "not "+string(at.Text))
		}
		f.term(terms)
	case []*ast.Term:
		name := terms[0].String()
		binds := name == "assign" || name == "eq"
		if !expr.Negated && !binds {
			f.condition(at)
			if _, compares := comparisons[name]; !compares {
				f.replace(opNegation, at, "not "+string(at.Text))
			}
		}
		f.call(terms)
	}
}

// condition takes a condition away.
func (f *finder) condition(at *ast.Location) { f.replace(opCondition, at, "true") }

// comparisons are what each comparison becomes: the one that differs at the
// boundary, and the opposite. What tells equal from unequal numbers is also
// tried as a bound.
var comparisons = map[string][]string{
	"gte":   {">", "<"},
	"gt":    {">=", "<="},
	"lte":   {"<", ">"},
	"lt":    {"<=", ">="},
	"equal": {"!="},
	"neq":   {"=="},
}

var numberComparisons = map[string][]string{
	"equal": {">=", "<="},
	"neq":   {"<", ">"},
}

func (f *finder) call(terms []*ast.Term) {
	name := terms[0].String()
	first := len(f.found)
	if list, ok := comparisons[name]; ok {
		if slices.ContainsFunc(terms[1:], isCounted) {
			list = slices.Concat(list, numberComparisons[name])
		}
		for _, other := range list {
			f.replace(opComparison, terms[0].Location, other)
		}
	}
	for _, arg := range terms[1:] {
		f.term(arg)
	}
	f.settle(terms, f.found[first:])
}

// isCounted reports whether a term is surely a number: a constant, or a count.
func isCounted(t *ast.Term) bool {
	switch v := t.Value.(type) {
	case ast.Number:
		return true
	case ast.Call:
		return v[0].String() == "count"
	}
	return false
}

// settle finds among the changes of a comparison those that make no difference,
// where a number with a known lower end is compared with a constant: no list
// has fewer than no elements, no period fewer than no days.
func (f *finder) settle(terms []*ast.Term, changes []*Mutant) {
	symbol := symbols[terms[0].String()]
	if symbol == "" || len(terms) != 3 {
		return
	}
	operand, constant, mirrored := terms[1], terms[2], false
	if _, ok := operand.Value.(ast.Number); ok {
		operand, constant, mirrored = constant, operand, true
	}
	number, ok := f.number(operand)
	bound, isNumber := constant.Value.(ast.Number)
	if !ok || !isNumber {
		return
	}
	was, err := strconv.ParseFloat(string(bound), 64)
	if err != nil {
		return
	}
	for _, m := range changes {
		other, now := symbol, was
		switch {
		case m.Operator == opComparison && m.offset == terms[0].Location.Offset:
			other = m.text
		case m.Operator == opNumber && m.offset == constant.Location.Offset:
			if now, err = strconv.ParseFloat(m.text, 64); err != nil {
				continue
			}
		default:
			continue
		}
		if sameOutcome(number, mirrored, symbol, was, other, now) {
			m.Status, m.Why = Equivalent, fmt.Sprintf("%s is never below %g", operand.Location.Text, number.Least)
		}
	}
}

// number tells which numbers an operand can be.
func (f *finder) number(t *ast.Term) (policy.Number, bool) {
	switch v := t.Value.(type) {
	case ast.Call:
		return policy.Number{Whole: true}, v[0].String() == "count"
	case ast.Ref:
		return f.places.Number(positionOf(v[len(v)-1].Location))
	}
	return policy.Number{}, false
}

// sameOutcome reports whether two comparisons agree on every number there can
// be. Each changes its outcome at its bound alone, so the numbers around the two
// bounds and the lowest are all that need to be tried.
func sameOutcome(n policy.Number, mirrored bool, symbol string, bound float64, other string, otherBound float64) bool {
	tried := []float64{n.Least}
	for _, b := range []float64{bound, otherBound} {
		tried = append(tried, b-1, b-0.5, b, b+0.5, b+1)
	}
	for _, x := range tried {
		if x < n.Least || (n.Whole && x != math.Trunc(x)) {
			continue
		}
		if holds(symbol, x, bound, mirrored) != holds(other, x, otherBound, mirrored) {
			return false
		}
	}
	return true
}

var symbols = map[string]string{"gte": ">=", "gt": ">", "lte": "<=", "lt": "<", "equal": "==", "neq": "!="}

func holds(symbol string, a, b float64, mirrored bool) bool {
	if mirrored {
		a, b = b, a
	}
	switch symbol {
	case ">=":
		return a >= b
	case ">":
		return a > b
	case "<=":
		return a <= b
	case "<":
		return a < b
	case "==":
		return a == b
	}
	return a != b
}

func (f *finder) term(t *ast.Term) {
	switch v := t.Value.(type) {
	case ast.Boolean:
		f.replace(opBoolean, t.Location, strconv.FormatBool(!bool(v)))
	case ast.Number:
		for _, by := range []int64{1, -1} {
			if n, ok := moved(string(v), by); ok {
				f.replace(opNumber, t.Location, n)
			}
		}
	case ast.String:
		f.word(t, nil)
	case ast.Call:
		f.call(v)
	case ast.Ref:
		f.ref(v)
	case *ast.Array:
		list := make([]*ast.Term, v.Len())
		for i := range list {
			list[i] = v.Elem(i)
		}
		f.elements(list)
	case ast.Set:
		f.elements(v.Slice())
	case ast.Object:
		f.entries(v)
	case *ast.ArrayComprehension:
		f.comprehension(v.Body, v.Term)
	case *ast.SetComprehension:
		f.comprehension(v.Body, v.Term)
	case *ast.ObjectComprehension:
		f.comprehension(v.Body, v.Key, v.Value)
	}
}

// moved returns a number that is one more, or one less.
func moved(number string, by int64) (string, bool) {
	if n, err := strconv.ParseInt(number, 10, 64); err == nil {
		return strconv.FormatInt(n+by, 10), true
	}
	x, err := strconv.ParseFloat(number, 64)
	return strconv.FormatFloat(x+float64(by), 'f', -1, 64), err == nil
}

// elements changes the words of a list: to one that the list does not have yet,
// since that would only be one word fewer.
func (f *finder) elements(list []*ast.Term) {
	var taken []string
	for _, e := range list {
		if s, ok := e.Value.(ast.String); ok {
			taken = append(taken, string(s))
		}
	}
	for _, e := range list {
		if _, ok := e.Value.(ast.String); ok {
			f.word(e, taken)
			continue
		}
		f.term(e)
	}
}

// entries changes the values of an object. Each is shown with its key alone: the
// rest of a table is beside the point.
func (f *finder) entries(object ast.Object) {
	outer := f.fragment
	object.Foreach(func(key, value *ast.Term) {
		f.fragment = outer
		if f.stands(key.Location) && f.stands(value.Location) && key.Location.Offset < value.Location.Offset {
			f.fragment = f.span(key.Location, value.Location)
		}
		f.term(value)
	})
	f.fragment = outer
}

// span is the place from the beginning of one term to the end of another.
func (f *finder) span(first, last *ast.Location) *ast.Location {
	whole := ast.NewLocation([]byte(f.text[first.Offset:last.Offset+len(last.Text)]), first.File, first.Row, first.Col)
	whole.Offset = first.Offset
	return whole
}

// word puts the next word of the enum in the place of one.
func (f *finder) word(t *ast.Term, taken []string) {
	was := string(t.Value.(ast.String))
	words := f.places.Words(positionOf(t.Location), was)
	at := slices.Index(words, was)
	if at < 0 {
		return
	}
	for _, other := range slices.Concat(words[at+1:], words[:at]) {
		if !slices.Contains(taken, other) {
			f.replace(opWord, t.Location, strconv.Quote(other))
			return
		}
	}
}

// ref swaps the field that a reference ends in, and changes the constants in its
// brackets.
func (f *finder) ref(ref ast.Ref) {
	operator := opField
	if len(ref) > 1 && ref[0].Equal(ast.DefaultRootDocument) {
		operator = opMinimum
	}
	for _, op := range ref[1:] {
		if _, ok := op.Value.(ast.String); !ok {
			f.term(op)
			continue
		}
		siblings := f.places.Siblings(positionOf(op.Location))
		if len(siblings) > 0 && f.stands(op.Location) && string(op.Location.Text) == string(op.Value.(ast.String)) {
			f.replace(operator, op.Location, siblings[0])
		}
	}
}

func (f *finder) comprehension(body ast.Body, heads ...*ast.Term) {
	outer := f.fragment
	for _, h := range heads {
		f.term(h)
	}
	f.body(body, nil)
	f.fragment = outer
}

// someInstead asks of one element what was asked of every one. A comprehension
// keeps the names of the elements to itself, as every does.
func (f *finder) someInstead(every *ast.Every, at *ast.Location) {
	names := string(every.Value.Location.Text)
	if every.Key != nil {
		names = string(every.Key.Location.Text) + ", " + names
	}
	first, last := every.Body[0].Location, every.Body[len(every.Body)-1].Location
	if !f.stands(first) || !f.stands(last) || !f.stands(every.Domain.Location) {
		return
	}
	inner := f.text[first.Offset : last.Offset+len(last.Text)]
	f.replace(opQuantifier, at, fmt.Sprintf("count([true | some %s in %s; %s]) > 0", names, every.Domain.Location.Text, inner))
}

// everyInstead asks of every element what was asked of one: all that comes after
// in the body.
func (f *finder) everyInstead(some *ast.SomeDecl, body ast.Body) {
	if len(body) < 2 || len(some.Symbols) != 1 {
		return
	}
	call, ok := some.Symbols[0].Value.(ast.Call)
	if !ok {
		return
	}
	names := string(call[1].Location.Text)
	if len(call) == 4 {
		names += ", " + string(call[2].Location.Text)
	}
	domain := call[len(call)-1].Location
	first, last := body[1].Location, body[len(body)-1].Location
	if !f.stands(domain) || !f.stands(first) || !f.stands(last) {
		return
	}
	whole := f.span(body[0].Location, last)
	outer := f.fragment
	f.fragment = whole
	f.replace(opQuantifier, whole, fmt.Sprintf("every %s in %s {\n\t\t%s\n\t}", names, domain.Text, f.text[first.Offset:last.Offset+len(last.Text)]))
	f.fragment = outer
}

// replace notes a mutant that has some other text in a place.
func (f *finder) replace(operator string, at *ast.Location, text string) {
	if !f.stands(at) || !f.stands(f.fragment) {
		return
	}
	m := &Mutant{
		Rule:     strings.TrimPrefix(strings.TrimPrefix(pathOf(f.of), "data."), "controls."),
		Operator: operator,
		Position: positionOf(at),
		pkg:      f.of.Module.Package.Path.String(),
		path:     pathOf(f.of),
		offset:   at.Offset,
		size:     len(at.Text),
		text:     text,
	}
	after := m.mutate(f.text)
	from, to := f.fragment.Offset, f.fragment.Offset+len(f.fragment.Text)
	m.Was = onOneLine(f.text[from:to])
	m.Now = onOneLine(after[from : to+len(text)-m.size])
	if operator == opBody { // how it begins is enough to know it by
		m.Was = shortened(m.Was)
	}
	m.Removed, m.Added = changedLines(f.text, after, at.Offset, len(at.Text), len(text))
	f.found = append(f.found, m)
}

// onOneLine is a text with every run of white space as one space.
func onOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// changedLines returns the lines that a change touches, before and after.
func changedLines(before, after string, offset, was, now int) (removed, added []string) {
	lines := func(text string, size int) []string {
		from := strings.LastIndexByte(text[:offset], '\n') + 1
		to := offset + size
		if i := strings.IndexByte(text[to:], '\n'); i >= 0 {
			to += i
		} else {
			to = len(text)
		}
		if from == to {
			return []string{}
		}
		return strings.Split(text[from:to], "\n")
	}
	return lines(before, was), lines(after, now)
}

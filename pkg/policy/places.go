package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// Places say what the words in the source of policies stand for: which other
// fields fit where a rule reads one, and which words an answer can be that a
// rule compares with a constant. The tools for authors need it; a check does not.
type Places struct {
	packages map[string]string // by file
	fields   map[source.Position][]string
	words    map[source.Position][]string
	spoken   map[spoken][]string
	numbers  map[source.Position]Number
}

// A Number is what the schemas say of the numbers that an answer can be.
type Number struct {
	Least float64
	Whole bool // only whole numbers
}

// spoken is a word that some rule of a package compares with an answer, wherever
// the package states it.
type spoken struct{ pkg, word string }

// Look follows every rule of the member's policies, or of the shipped ones when
// own is empty, to what it reads.
func Look(shipped, own []Module) (*Places, error) {
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
	p := &Places{
		packages: map[string]string{},
		fields:   map[source.Position][]string{},
		words:    map[source.Position][]string{},
		spoken:   map[spoken][]string{},
		numbers:  map[source.Position]Number{},
	}
	for file, m := range compiled {
		p.packages[file] = m.Package.Path.String()
	}
	rules := newCompanions(compiled).rules
	r := newReads(rules, schema.Input(), schema.Effective())
	r.places = p
	subject := texts(own)
	for _, path := range slices.Sorted(maps.Keys(rules)) {
		if _, isOwn := subject[rules[path][0].Location.File]; isOwn || len(own) == 0 {
			r.control(path)
		}
	}
	return p, nil
}

// Siblings returns the fields that stand beside the one that is read at a place
// and hold the same type, the most alike by name first.
func (p *Places) Siblings(at source.Position) []string { return p.fields[at] }

// Words returns what an answer can be that is compared with the constant at a
// place: the words of its enum.
func (p *Places) Words(at source.Position, constant string) []string {
	if words := p.words[at]; words != nil {
		return words
	}
	return p.spoken[spoken{p.packages[at.File], constant}]
}

// Number returns what is known of the number that a reference stands for, which
// ends at a place.
func (p *Places) Number(end source.Position) (Number, bool) {
	n, ok := p.numbers[end]
	return n, ok
}

// number notes which numbers a reference can stand for, where all that it can be
// is a number with a lower end.
func (p *Places) number(v value, ref ast.Ref) {
	end := ref[len(ref)-1].Location
	if p == nil || end == nil || len(v.places) == 0 || v.elem != nil {
		return
	}
	n, known := p.numbers[positionOf(end)]
	for _, one := range v.places {
		if !one.at.numeric() || one.at.is("string") || one.at.least == nil {
			delete(p.numbers, positionOf(end))
			return
		}
		if !known {
			n, known = Number{*one.at.least, !one.at.is("number")}, true
		}
		n = Number{min(n.Least, *one.at.least), n.Whole && !one.at.is("number")}
	}
	p.numbers[positionOf(end)] = n
}

// field notes that a field of current is read at a place. Only the last field of
// a path has siblings: a block in the place of another is no field of one type.
func (p *Places) field(current value, name string, at *ast.Location) {
	if p == nil || at == nil {
		return
	}
	for _, parent := range current.places {
		child := parent.at.fields[name]
		if child == nil || !child.leaf() {
			continue
		}
		var names []string
		for other, shape := range parent.at.fields {
			if other != name && shape.leaf() && shape.like(child) {
				names = append(names, other)
			}
		}
		slices.SortFunc(names, func(a, b string) int {
			return cmp.Or(cmp.Compare(alike(b, name), alike(a, name)), cmp.Compare(a, b))
		})
		place := positionOf(at)
		if before, seen := p.fields[place]; seen { // a rule that reads several lists alike
			names = slices.DeleteFunc(names, func(n string) bool { return !slices.Contains(before, n) })
		}
		p.fields[place] = names
	}
}

// alike counts the letters that two names begin and end with in common: what
// ends in _on or _days is swapped with its like.
func alike(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	m := 0
	for m < min(len(a), len(b))-n && a[m] == b[m] {
		m++
	}
	return n + m
}

// like reports whether two nodes of the schema hold the same type.
func (s *shape) like(other *shape) bool {
	if !slices.Equal(s.types, other.types) || !slices.Equal(s.enum, other.enum) || s.format != other.format {
		return false
	}
	if s.items == nil || other.items == nil {
		return s.items == other.items
	}
	return s.items.like(other.items)
}

// compared notes that an answer with an enum is compared with a constant. What
// is compared may have come a long way from where it is stated; then the words
// alone are known.
func (p *Places) compared(enum []string, constant *ast.Term, words []string, at *ast.Location) {
	if p == nil {
		return
	}
	ast.WalkTerms(constant, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.String:
			if t.Location != nil && slices.Contains(enum, string(v)) {
				p.words[positionOf(t.Location)] = enum
			}
		case ast.Ref, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, ast.Call:
			return true
		}
		return false
	})
	if at == nil {
		return
	}
	for _, w := range words {
		key := spoken{p.packages[at.File], w}
		if slices.Contains(enum, w) && (p.spoken[key] == nil || strings.Join(enum, " ") < strings.Join(p.spoken[key], " ")) {
			p.spoken[key] = enum
		}
	}
}

// TypeCheck compiles policies as far as the check of types by the schemas, and
// returns them as they are compiled. It also checks the reasons and notes in
// them. The error is [source.Problems].
func TypeCheck(modules map[string]*ast.Module) (map[string]*ast.Module, error) {
	if problems := explanations(modules, claimed(modules)); len(problems) > 0 {
		return nil, problems.Sorted()
	}
	compiler := newCompiler().WithOnlyStagesUpTo(ast.StageCheckTypes)
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, astProblems("", compiler.Errors).Sorted()
	}
	return compiler.Modules, nil
}

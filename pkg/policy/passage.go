package policy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Passage is the rules of one name as their author wrote them: with all their
// bodies and the comment above the first, which is left out where it is metadata.
type Passage struct {
	Position source.Position `json:"position"`
	Text     string          `json:"text"`
}

// Passages are the rules that decide a control: its own, and after it the helpers
// of its package that it rests on, in the order in which one comes to them when
// reading. There are none for a control that the modules do not hold.
func Passages(modules []Module, control Control) ([]Passage, error) {
	trees, problems := parse(modules)
	if len(problems) > 0 {
		return nil, problems
	}
	lines := map[string][]string{} // by file
	for _, m := range modules {
		lines[m.Name] = strings.Split(m.Text, "\n")
	}
	rules := map[ast.Var][]*ast.Rule{} // of the control's package, by name
	for _, tree := range trees {
		if tree.Package.Path.String() != control.pkg() {
			continue
		}
		for _, rule := range tree.Rules {
			name := rule.Head.Name
			rules[name] = append(rules[name], rule)
		}
	}
	for _, named := range rules {
		slices.SortFunc(named, func(a, b *ast.Rule) int {
			return cmp.Or(cmp.Compare(a.Location.File, b.Location.File), cmp.Compare(a.Location.Row, b.Location.Row))
		})
	}
	var passages []Passage
	told := map[ast.Var]bool{}
	waiting := []ast.Var{ast.Var(control.rule())}
	for len(waiting) > 0 {
		name := waiting[0]
		waiting = waiting[1:]
		if told[name] || rules[name] == nil {
			continue
		}
		told[name] = true
		passages = append(passages, passage(rules[name], lines))
		var next []ast.Var
		for _, rule := range rules[name] {
			ast.WalkVars(rule, func(v ast.Var) bool {
				next = append(next, v)
				return false
			})
		}
		// What a helper rests on stands right below it.
		waiting = append(next, waiting...)
	}
	return passages, nil
}

func passage(rules []*ast.Rule, lines map[string][]string) Passage {
	at := rules[0].Location
	var texts []string
	for _, rule := range rules {
		texts = append(texts, string(rule.Location.Text))
	}
	texts[0] = comment(lines[at.File], at.Row) + texts[0]
	return Passage{Position: positionOf(at), Text: strings.Join(texts, "\n\n")}
}

// comment is what stands right above a row, unless it is metadata.
func comment(lines []string, row int) string {
	first := row - 1
	for first > 0 && strings.HasPrefix(lines[first-1], "#") {
		first--
		if strings.HasPrefix(lines[first], "# METADATA") {
			return ""
		}
	}
	var b strings.Builder
	for _, line := range lines[first : row-1] {
		b.WriteString(line + "\n")
	}
	return b.String()
}

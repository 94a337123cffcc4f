package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// unknownNames finds references of controls to data that neither a rule nor the
// engine has: a misspelt fact, helper or table. It would be undefined, so that a
// control could never pass, or under `not` would pass by mistake. Modules are
// compiled ones; below unjudged may be rules that did not get so far.
func unknownNames(modules map[string]*ast.Module, rules map[string][]*ast.Rule, unjudged []ast.Ref) source.Problems {
	known := map[string]bool{} // whole names, and false for what leads to one
	for _, name := range slices.Concat(slices.Collect(maps.Keys(rules)), []string{
		"data.requirements", "data.minimums", "data.settings", "data.catalogue", "data.context.as_of",
	}) {
		known[name] = true
		ref := ast.MustParseRef(name)
		for n := 2; n < len(ref); n++ {
			if prefix := ref[:n].String(); !known[prefix] {
				known[prefix] = false
			}
		}
	}
	var problems source.Problems
	for _, m := range modules {
		if !m.Package.Path.HasPrefix(controlsPackage) {
			continue
		}
		find := func(ref ast.Ref) bool {
			if !ref[0].Equal(ast.DefaultRootDocument) || len(ref) == 1 || ref[0].Location == nil {
				return false
			}
			ground := ref.GroundPrefix()
			if slices.ContainsFunc(unjudged, ground.HasPrefix) {
				return false
			}
			for n := 2; n <= len(ground); n++ {
				whole, leads := known[ground[:n].String()]
				if whole || leads && n == len(ground) {
					return false
				}
				if !leads {
					ground = ground[:n]
					break
				}
			}
			problems = append(problems, source.Problem{
				Position: positionOf(ref[0].Location),
				Message:  "nothing has the name " + ground.String(),
				Hint:     namesNear(ground, known),
			})
			return false
		}
		for _, one := range m.Imports {
			ast.WalkRefs(one, find)
		}
		for _, rule := range m.Rules { // not the package, which may hold no rule at all
			ast.WalkRefs(rule, find)
		}
	}
	return problems
}

var controlsPackage = ast.MustParseRef("data.controls")

// namesNear advises on the last word of a name of which all the rest is right.
func namesNear(name ast.Ref, known map[string]bool) string {
	parent := name[:len(name)-1]
	var words []string
	for one := range known {
		if rest, ok := strings.CutPrefix(one, parent.String()+"."); ok {
			word, _, _ := strings.Cut(rest, ".")
			words = append(words, word)
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	last, _ := name[len(name)-1].Value.(ast.String)
	if near := source.Nearest(string(last), words); near != "" {
		return fmt.Sprintf("did you mean %s.%s?", parent, near)
	}
	if len(parent) == 1 {
		return "there are data.requirements, data.facts, data.controls, data.context, data.settings, data.ratings and data.calendar; what else a control needs is written into it"
	}
	return "there are " + listed(words, parent.String())
}

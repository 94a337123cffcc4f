package requirements

import (
	"slices"
	"strings"
	"sync"

	"github.com/vendorgate/vendorgate/pkg/schema"
)

// A Parameter is one thing that a member can set a minimum for, as the schema
// describes it.
type Parameter struct {
	Name        string `json:"name"` // insurance.cyber.per_claim
	Title       string `json:"title"`
	Description string `json:"description"`
	// Group is the name of what encloses the parameter, insurance.cyber, and
	// GroupTitle what people call it.
	Group      string `json:"group"`
	GroupTitle string `json:"group_title"`
	// Type is the JSON type: integer, number, boolean, string, array, or, for
	// what is keyed by class of data, object.
	Type string `json:"type"`
	// Direction says which values are stricter.
	Direction Direction `json:"direction"`
	// Ranks are the words of a Ranked parameter, the weakest first.
	Ranks []string `json:"ranks,omitempty"`
	// Money is true for an amount in the currency of the document.
	Money bool `json:"money,omitempty"`
}

// Parameters returns every parameter that the schema knows, sorted by name.
func Parameters() []Parameter {
	out := slices.Clone(allParameters())
	for i := range out {
		out[i].Ranks = slices.Clone(out[i].Ranks)
	}
	return out
}

var allParameters = sync.OnceValue(func() []Parameter {
	out := parametersIn(schema.Effective(), Parameter{})
	slices.SortFunc(out, func(a, b Parameter) int { return strings.Compare(a.Name, b.Name) })
	return out
})

// parametersIn collects the parameters below a group of the schema. An object
// is a group unless its name says that it is keyed by class of data.
func parametersIn(node map[string]any, group Parameter) []Parameter {
	var out []Parameter
	fields, _ := node["properties"].(map[string]any)
	for name, field := range fields {
		field, _ := field.(map[string]any)
		p := Parameter{
			Name:        strings.TrimPrefix(group.Name+"."+name, "."),
			Title:       text(field, "title"),
			Description: text(field, "description"),
			Group:       group.Name,
			GroupTitle:  group.GroupTitle,
			Type:        text(field, "type"),
		}
		if p.Type == "object" && !strings.HasSuffix(name, byClassSuffix) {
			p.GroupTitle = strings.TrimPrefix(group.GroupTitle+": "+p.Title, ": ")
			out = append(out, parametersIn(field, p)...)
			continue
		}
		r := rules[p.Name]
		p.Direction, p.Ranks, p.Money = r.direction, r.ranks, r.money
		out = append(out, p)
	}
	return out
}

const byClassSuffix = "_by_class"

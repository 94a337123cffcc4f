package requirements

import (
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// An ExhibitGroup is one heading of the minimums as bidders see them.
type ExhibitGroup struct {
	Name  string        `json:"name"`  // insurance.cyber
	Title string        `json:"title"` // for people
	Lines []ExhibitLine `json:"lines"`
}

// An ExhibitLine is one minimum in force and why it is what it is.
type ExhibitLine struct {
	Parameter
	Value    any             `json:"value"` // as in [Value]
	Layer    string          `json:"layer"`
	Position source.Position `json:"position"`
}

// Exhibit returns the minimums in force in one tier, group by group and sorted
// by name, for a request for proposals: vendors should know the bar before they
// offer. It is empty for a tier that does not exist.
func (s *Set) Exhibit(tier string) []ExhibitGroup {
	var out []ExhibitGroup
	at := map[string]int{}
	for _, p := range Parameters() {
		v, ok := s.Lookup(tier, p.Name)
		if !ok {
			continue
		}
		i, ok := at[p.Group]
		if !ok {
			i = len(out)
			at[p.Group] = i
			out = append(out, ExhibitGroup{Name: p.Group, Title: p.GroupTitle})
		}
		out[i].Lines = append(out[i].Lines, ExhibitLine{Parameter: p, Value: v.Value, Layer: v.Layer, Position: v.Position})
	}
	slices.SortFunc(out, func(a, b ExhibitGroup) int {
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

package requirements

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// loweredFrom finds what the member set weaker than the defaults it was laid
// over. A minimum that the defaults leave out in a tier cannot be lowered there.
func (s *Set) loweredFrom(shipped *Set) []finding.Weakening {
	tiers := map[finding.Weakening][]string{} // What without the tiers
	for _, tier := range allTiers {
		for name, c := range s.minimums[tier] {
			before, ok := shipped.minimums[tier][name]
			if !ok || !c.fromMember() {
				continue
			}
			how := rules[name].loosened(before.value, c.value)
			if how == "" {
				continue
			}
			if rules[name].money && s.currency != shipped.currency {
				how = words(before.value) + " " + shipped.currency + " → " + words(c.value) + " " + s.currency
			}
			w := finding.Weakening{Name: name, What: how, Position: c.at}
			tiers[w] = append(tiers[w], tier)
		}
	}
	var out []finding.Weakening
	for w, where := range tiers {
		w.What = "for " + enumerate(where) + ": " + w.What
		out = append(out, w)
	}
	for name, c := range s.settings {
		if how := settingRules[name].loosened(shipped.settings[name].value, c.value); how != "" {
			out = append(out, finding.Weakening{Name: "settings." + name, What: how, Position: c.at})
		}
	}
	slices.SortFunc(out, func(a, b finding.Weakening) int {
		return cmp.Or(a.Position.Compare(b.Position), strings.Compare(a.Name, b.Name), strings.Compare(a.What, b.What))
	})
	return out
}

package requirements

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// An Effect says which way a change goes.
type Effect string

// The effects. What is neither weaker nor stricter is only different.
const (
	Weaker    Effect = "weaker"
	Stricter  Effect = "stricter"
	Different Effect = "different"
)

// A Change is one minimum or setting that differs between two Sets.
type Change struct {
	Name   string   `json:"name"`            // liability.cap_min, settings.individuals_t1, currency
	Tiers  []string `json:"tiers,omitempty"` // where; none: for all at once
	From   any      `json:"from,omitempty"`  // absent: not set
	To     any      `json:"to,omitempty"`
	What   string   `json:"what"` // in words: 5000000 → 3000000
	Effect Effect   `json:"effect"`
	// Position is where the new value is set or, when there is none, the old.
	Position source.Position `json:"position"`
}

// Compare lists what differs between two Sets, sorted by name. A minimum that is
// no longer set is weaker, since the controls that read it are off then.
func Compare(from, to *Set) []Change {
	var out []Change
	if from.currency != to.currency {
		out = append(out, Change{
			Name: "currency", From: from.currency, To: to.currency, Effect: Weaker,
			What: from.currency + " → " + to.currency + ", so that amounts cannot be compared",
		})
	}
	for _, tier := range allTiers {
		for name, r := range rules {
			c, differs := compareCells(r, from.minimums[tier], to.minimums[tier], name)
			if !differs {
				continue
			}
			c.Name = name
			i := slices.IndexFunc(out, func(o Change) bool {
				return o.Name == name && reflect.DeepEqual(o.From, c.From) && reflect.DeepEqual(o.To, c.To)
			})
			if i >= 0 {
				out[i].Tiers = append(out[i].Tiers, tier)
				continue
			}
			c.Tiers = []string{tier}
			out = append(out, c)
		}
	}
	for name, r := range settingRules {
		if c, differs := compareCells(r, from.settings, to.settings, name); differs {
			c.Name = "settings." + name
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), slices.Compare(a.Tiers, b.Tiers))
	})
	return out
}

func compareCells(r rule, from, to values, name string) (Change, bool) {
	before, was := from[name]
	after, is := to[name]
	c := Change{From: clone(before.value), To: clone(after.value), Position: after.at}
	switch {
	case !was && !is, was && is && reflect.DeepEqual(before.value, after.value):
		return Change{}, false
	case !is:
		c.What, c.Effect, c.Position = shown(before.value)+" → not set", Weaker, before.at
		return c, true
	case !was:
		c.What, c.Effect = "not set → "+shown(after.value), Stricter
		return c, true
	}
	c.What, c.Effect = shown(before.value)+" → "+shown(after.value), Different
	if how := r.loosened(before.value, after.value); how != "" {
		c.What, c.Effect = how, Weaker
	} else if r.loosened(after.value, before.value) != "" {
		c.Effect = Stricter
	}
	return c, true
}

// shown writes a value of any kind on one line.
func shown(v any) string {
	switch v.(type) {
	case []any, map[string]any:
		return "[" + strings.Join(entries(v), ", ") + "]"
	}
	return words(v)
}

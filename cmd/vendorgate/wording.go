package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

// A minimum is one requirement with its value in some tiers, ready to be said.
type minimum struct {
	requirements.Parameter
	currency string
	values   map[string]requirements.Value // by tier; a tier that does not ask is absent
}

func minimumOf(set *requirements.Set, p requirements.Parameter, tiers []string) minimum {
	m := minimum{Parameter: p, currency: set.Currency(), values: map[string]requirements.Value{}}
	for _, tier := range tiers {
		if v, ok := set.Lookup(tier, p.Name); ok {
			m.values[tier] = v
		}
	}
	return m
}

const notAsked = "not asked"

// in says the value in one tier: "at least 5,000,000 USD", "all of: ransomware,
// data recovery".
func (m minimum) in(tier string) string {
	v, ok := m.values[tier]
	if !ok {
		return notAsked
	}
	return m.say(v.Value)
}

// setIn says where the values of some tiers were set. The lines of the shipped
// file help nobody who cannot change it.
func (m minimum) setIn(tiers []string) string {
	var places []string
	for _, tier := range tiers {
		v, ok := m.values[tier]
		if !ok {
			continue
		}
		place := "shipped default"
		if layer, of, _ := strings.Cut(v.Layer, ":"); layer != "default" {
			place = strings.TrimSpace(layer+" "+of) + ", " + v.Position.String()
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return strings.Join(places, "; ")
}

// source says why the shipped value is what it is, and meaning what is asked.
// The schema keeps both in the description, one after the other.
func (m minimum) source() string {
	_, source, _ := strings.Cut(m.Description, " Default: ")
	return source
}

func (m minimum) meaning() string {
	meaning, _, _ := strings.Cut(m.Description, " Default: ")
	return meaning
}

// byValue puts tiers together that have the same value.
func (m minimum) byValue(tiers []string) [][]string {
	var out [][]string
	for _, tier := range tiers {
		i := slices.IndexFunc(out, func(same []string) bool { return m.in(same[0]) == m.in(tier) })
		if i < 0 {
			out = append(out, []string{tier})
			continue
		}
		out[i] = append(out[i], tier)
	}
	return out
}

func (m minimum) say(value any) string {
	bound := map[requirements.Direction]string{requirements.Higher: "at least ", requirements.Lower: "at most "}[m.Direction]
	switch v := value.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case json.Number:
		return bound + m.quantity(v)
	case string:
		if m.Direction == requirements.Ranked && len(m.Ranks) > 0 && v != m.Ranks[len(m.Ranks)-1] {
			return spaced(v) + " or better"
		}
		return spaced(v)
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, spaced(fmt.Sprint(item)))
		}
		if len(items) == 0 {
			return "none"
		}
		joined := strings.Join(items, ", ")
		switch {
		case len(items) > 1 && m.Direction == requirements.Longer:
			return "all of: " + joined
		case len(items) > 1 && m.Direction == requirements.Shorter:
			return "any of: " + joined
		}
		return joined
	case map[string]any:
		var items []string
		for _, class := range slices.Sorted(maps.Keys(v)) {
			n, _ := v[class].(json.Number)
			items = append(items, fmt.Sprintf("%s %s", spaced(class), m.quantity(n)))
		}
		if len(items) == 0 {
			return "none"
		}
		return bound + strings.Join(items, ", ")
	}
	return fmt.Sprint(value)
}

// units are the words in the name of a number that say its unit.
var units = []string{"hours", "days", "months", "percent"}

func (m minimum) quantity(n json.Number) string {
	number := grouped(n.String())
	if m.Money {
		return number + " " + m.currency
	}
	fields := strings.FieldsFunc(m.Name, func(r rune) bool { return r == '.' || r == '_' })
	for _, unit := range units {
		switch {
		case !slices.Contains(fields, unit):
		case unit == "percent":
			return number + " %"
		case number == "1":
			return number + " " + strings.TrimSuffix(unit, "s")
		default:
			return number + " " + unit
		}
	}
	return number
}

// grouped puts commas into a whole number.
func grouped(number string) string {
	if strings.ContainsAny(number, ".eE-") {
		return number
	}
	for i := len(number) - 3; i > 0; i -= 3 {
		number = number[:i] + "," + number[i:]
	}
	return number
}

// spaced shows a word of a document as people write it.
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

// tiersOr are the tiers to show: the one that was asked for, or all.
func tiersOr(tier string) []string {
	if tier == "" {
		return policy.Tiers
	}
	return []string{tier}
}

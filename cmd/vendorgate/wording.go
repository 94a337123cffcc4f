package main

import (
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
	return m.Say(v.Value, m.currency)
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

// tiersOr are the tiers to show: the one that was asked for, or all.
func tiersOr(tier string) []string {
	if tier == "" {
		return policy.Tiers
	}
	return []string{tier}
}

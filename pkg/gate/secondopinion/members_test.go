package secondopinion

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// Many of the shipped minimums are alike: so many days, two million. Held against
// the wrong one of them, a control would be right all the same. So half of the
// purchases are judged by members who set minimums of their own.

// member is the requirements document of a member, as JSON: most minimums are
// others than the shipped ones, and no two of them alike but by chance.
func member(t *testing.T, number int, shipped *requirements.Set) []byte {
	t.Helper()
	m := &mind{rand.New(rand.NewPCG(uint64(number), 4))} //nolint:gosec // a member has to be the same every time
	minimums := map[string]any{}
	for _, tier := range tiers {
		minimums[tier] = map[string]any{}
	}
	out := map[string]any{
		"apiVersion": "vendorgate/v1", "kind": "Requirements", "currency": shipped.Currency(), "tiers": minimums,
		"member": map[string]any{"name": "Member " + strconv.Itoa(number), "state": pick(m.Rand, []string{"US-MN", "US-MN", "US-WI"})},
	}
	names := shipped.Names()
	m.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	effective := schema.Effective()
	for _, name := range names {
		path := strings.Split(name, ".")
		change := m.change(name, shapeAt(effective, path))
		for _, tier := range tiers {
			if v, ok := shipped.Lookup(tier, name); ok {
				set(minimums[tier].(map[string]any), path, change(v.Value))
			}
		}
		if !isAllowed(t, encoded(out)) { // with the others: a cap below another, hours that are too many together
			for _, tier := range tiers {
				set(minimums[tier].(map[string]any), path, nil)
			}
		}
	}
	return encoded(out)
}

func isAllowed(t *testing.T, text []byte) bool {
	t.Helper()
	doc, err := document.Parse("requirements.json", text, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = requirements.Load(doc)
	return err == nil
}

func shapeAt(shape map[string]any, path []string) map[string]any {
	for _, step := range path {
		fields, _ := shape["properties"].(map[string]any)
		shape, _ = fields[step].(map[string]any)
	}
	return shape
}

// set sets a value below nested fields; nil takes it away.
func set(fields map[string]any, path []string, v any) {
	for _, step := range path[:len(path)-1] {
		inner, ok := fields[step].(map[string]any)
		if !ok {
			inner = map[string]any{}
			fields[step] = inner
		}
		fields = inner
	}
	if v == nil {
		delete(fields, path[len(path)-1])
		return
	}
	fields[path[len(path)-1]] = v
}

// A mind is what makes a member differ from others.
type mind struct{ *rand.Rand }

// further are elements for lists whose schema does not say what there is.
var further = map[string][]string{
	"dispute.governing_law_accepted": {"US-WI", "DE"},
	"location.allowed_countries":     {"CA"},
	"policies.required_topics":       {"data_handling", "acceptable_use"},
	"evidence.must_verify":           {"INS-10", "SEC-04", "ENC-03", "BCP-02", "HIP-01", "CJI-01"},
}

// change is how the member sees one minimum: the same way in every tier, so that
// a tier with more at risk does not ask for less than the next.
func (m *mind) change(name string, shape map[string]any) func(old any) any {
	offered, _ := shape["enum"].([]any)
	switch {
	case slices.Contains(kindsOf(shape), "boolean"):
		v := m.IntN(2) == 0
		return func(any) any { return v }
	case slices.ContainsFunc(kindsOf(shape), isNumeric):
		percent, more := int64(50+m.IntN(100)), int64(m.IntN(4))
		return func(old any) any {
			n, _ := whole(old)
			if n < 10 { // such numbers count things, and few purchases have many
				n = min(n, 1)
			}
			n = max(n*percent/100+more, bound(shape, "minimum", 0))
			return json.Number(strconv.FormatInt(min(n, bound(shape, "maximum", n)), 10))
		}
	case len(offered) > 0:
		v := pick(m.Rand, offered)
		return func(any) any { return v }
	case slices.Contains(kindsOf(shape), "array"):
		return m.changeList(name, shape)
	}
	return func(old any) any { return old }
}

// changeList leaves out some words of a list, and puts in others.
func (m *mind) changeList(name string, shape map[string]any) func(old any) any {
	items, _ := shape["items"].(map[string]any)
	offered, _ := items["enum"].([]any)
	for _, w := range further[name] {
		offered = append(offered, w)
	}
	out, in := map[any]bool{}, []any{}
	for _, w := range offered {
		out[w] = m.IntN(4) == 0
		if !out[w] && m.IntN(6) == 0 {
			in = append(in, w)
		}
	}
	return func(old any) any {
		list := slices.Clone(in)
		words, _ := old.([]any)
		for _, w := range words {
			if !out[w] {
				list = appendNew(list, w)
			}
		}
		return list
	}
}

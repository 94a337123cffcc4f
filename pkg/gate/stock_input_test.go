package gate_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// strange are values of every type, most of them wrong wherever they stand.
var strange = []any{
	nil, true, false, "", " ", "x", "yes", "null", "A-\n", "2026-02-30", "2026-11-23T00:00:00Z", "1000000", "\U0001F600",
	json.Number("0"), json.Number("-1"), json.Number("1.5"), json.Number("2000000.0"), json.Number("1e30"), json.Number("-0"),
	[]any{},
	[]any{nil},
	[]any{[]any{}},
	[]any{map[string]any{}},
	map[string]any{},
	map[string]any{"x": json.Number("1")},
}

// A place is a path into a document.
type place []string

// placesOf lists every value of a document, the document itself first.
func placesOf(v any) []place {
	places := []place{nil}
	add := func(key string, inner any) {
		for _, p := range placesOf(inner) {
			places = append(places, append(place{key}, p...))
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			add(key, v[key])
		}
	case []any:
		for i, inner := range v {
			add(strconv.Itoa(i), inner)
		}
	}
	return places
}

// replaced is a copy of a document with what change makes of one of its values.
func replaced(v any, at place, change func(any) any) any {
	if len(at) == 0 {
		return change(v)
	}
	switch v := v.(type) {
	case map[string]any:
		out := maps.Clone(v)
		out[at[0]] = replaced(v[at[0]], at[1:], change)
		return out
	case []any:
		i, err := strconv.Atoi(at[0])
		if err != nil {
			panic(err)
		}
		out := slices.Clone(v)
		out[i] = replaced(v[i], at[1:], change)
		return out
	}
	panic("nothing at " + strings.Join(at, "."))
}

// TestStockRefusesWhatTheGateRefuses: an OPA server is given what nobody has
// validated. A purchase that would be approved, with one value anywhere in it
// replaced by one of another type, or with a field more, is decided as the gate
// decides it, and is undecided wherever that is.
func TestStockRefusesWhatTheGateRefuses(t *testing.T) {
	g := newGate(t, gate.Options{})
	ask := serve(t, bundleOf(t, g, nil, gate.Source{}))
	good := readPurchase(t, "in-order")
	type swap struct {
		document string
		at       place
		change   func(any) any
		name     string
	}
	var swaps []swap
	for document, v := range map[string]any{"profile": good.profile, "engagement": good.engagement} {
		for _, at := range placesOf(v) {
			for _, s := range strange {
				swaps = append(swaps, swap{document, at, func(any) any { return s }, string(encoded(s))})
			}
			swaps = append(swaps, swap{document, at, func(old any) any {
				fields, ok := old.(map[string]any)
				if !ok {
					return []any{old}
				}
				out := maps.Clone(fields)
				out["unheard_of"] = nil
				return out
			}, "with a field more, or in a list"})
		}
	}
	slices.SortFunc(swaps, func(a, b swap) int {
		return strings.Compare(a.document+strings.Join(a.at, ".")+a.name, b.document+strings.Join(b.at, ".")+b.name)
	})
	random := newGenerator(t, 11)
	random.Shuffle(len(swaps), func(i, j int) { swaps[i], swaps[j] = swaps[j], swaps[i] })
	verdicts := map[finding.Verdict]int{}
	swaps = swaps[:min(len(swaps), propertyCases(t, 300)/2)]
	for _, s := range swaps {
		input := good.input()
		input[s.document] = replaced(input[s.document], s.at, s.change)
		want := stockOf(g.Check(context.Background(), gate.Request{
			Profile:    gate.Bytes("profile.json", encoded(input["profile"])),
			Engagement: gate.Bytes("engagement.json", encoded(input["engagement"])),
		}))
		verdicts[want.Verdict]++
		answer, err := ask(input)
		var got stockDecision
		if err == nil {
			got, err = fromServer(answer)
		}
		if want.Verdict == finding.Undecided {
			// The gate also tells what cannot be read from what is not valid.
			want.Fault, got.Fault = "", ""
		}
		if err != nil || !cmp.Equal(want, got) {
			t.Errorf("%s.%s is %s: %v (-gate +opa)\n%.3000s\n%.500s", s.document, strings.Join(s.at, "."), s.name, err, cmp.Diff(want, got), answer)
		}
	}
	t.Logf("%d swaps: %v", len(swaps), verdicts)
	for _, v := range []finding.Verdict{finding.Approved, finding.Rejected, finding.Undecided} {
		if verdicts[v] == 0 {
			t.Errorf("no purchase is %s, so this compares too little", v)
		}
	}
}

// silenced says of some answers that the contract is silent on them: of such that
// it gives, of such that it does not, and now and then of what is no answer.
func (g *generator) silenced(profile map[string]any) map[string]any {
	out := maps.Clone(profile)
	contract, _ := out["contract"].(map[string]any)
	contract = maps.Clone(contract)
	if contract == nil {
		contract = map[string]any{}
	}
	pointers := append(schema.Answers("contract"), "/contract/liability", "/contract/silence")
	var silent []any
	for range 1 + g.IntN(4) {
		pointer := pointers[g.IntN(len(pointers))]
		if !slices.Contains(silent, any(pointer)) {
			silent = append(silent, pointer)
		}
		steps := strings.Split(pointer, "/")[2:]
		if block, ok := contract[steps[0]].(map[string]any); ok && len(steps) == 2 && g.IntN(4) > 0 {
			block = maps.Clone(block)
			delete(block, steps[1])
			contract[steps[0]] = block
		}
	}
	contract["silent_on"] = silent
	out["contract"] = contract
	return out
}

package policy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A mutant is an input with one answer changed.
type mutant struct {
	what    string
	path    []string
	removal bool // an answer was taken away, nothing was added
	input   map[string]any
}

// mutants changes one answer of the input after the other: removed, turned
// round, moved to each other word of its enum, to the ends of its range, and
// each element of a list taken out.
func mutants(input map[string]any) []mutant {
	var out []mutant
	var walk func(path []string, node any, shape map[string]any)
	change := func(path []string, what string, removal bool, edit func(parent any, key string) any) {
		out = append(out, mutant{
			what:    strings.Join(path, ".") + ": " + what,
			path:    path,
			removal: removal,
			input:   edited(input, path, edit).(map[string]any),
		})
	}
	set := func(path []string, v any) {
		change(path, fmt.Sprintf("%v", v), false, func(parent any, key string) any { return replaced(parent, key, v) })
	}
	walk = func(path []string, node any, shape map[string]any) {
		if len(path) > 0 {
			// A shorter list is another answer, not a missing one.
			_, index := strconv.Atoi(path[len(path)-1])
			change(path, "removed", index != nil, removed)
		}
		switch v := node.(type) {
		case map[string]any:
			fields, _ := shape["properties"].(map[string]any)
			for _, key := range slices.Sorted(maps.Keys(v)) {
				field, _ := fields[key].(map[string]any)
				walk(append(slices.Clone(path), key), v[key], field)
			}
		case []any:
			if len(v) > 0 {
				set(path, []any{})
			}
			items, _ := shape["items"].(map[string]any)
			for i, element := range v {
				walk(append(slices.Clone(path), strconv.Itoa(i)), element, items)
			}
		case bool:
			set(path, !v)
		case json.Number:
			for _, n := range []json.Number{"0", "1", "1000", "1000000"} {
				if n != v {
					set(path, n)
				}
			}
		case string:
			words, _ := shape["enum"].([]any)
			for _, w := range words {
				if w != v && w != nil {
					set(path, w)
				}
			}
			if shape["format"] == "date" {
				set(path, "2001-01-01")
				set(path, "2099-12-31")
			} else if len(words) == 0 && shape["const"] == nil {
				set(path, "x")
			}
		}
	}
	walk(nil, input, schema.Input())
	return out
}

// edited returns a copy of the tree in which the node at path is edited.
func edited(node any, path []string, edit func(parent any, key string) any) any {
	if len(path) == 1 {
		return edit(node, path[0])
	}
	return replaced(node, path[0], edited(child(node, path[0]), path[1:], edit))
}

func child(node any, key string) any {
	if list, ok := node.([]any); ok {
		i, _ := strconv.Atoi(key)
		return list[i]
	}
	return node.(map[string]any)[key]
}

func replaced(node any, key string, v any) any {
	if list, ok := node.([]any); ok {
		i, _ := strconv.Atoi(key)
		list = slices.Clone(list)
		list[i] = v
		return list
	}
	m := maps.Clone(node.(map[string]any))
	m[key] = v
	return m
}

func removed(node any, key string) any {
	if list, ok := node.([]any); ok {
		i, _ := strconv.Atoi(key)
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	m := maps.Clone(node.(map[string]any))
	delete(m, key)
	return m
}

// A bench evaluates inputs that the schema allows.
type bench struct {
	engine   *policy.Engine
	controls []policy.Control
}

func newBench(t *testing.T) *bench {
	t.Helper()
	policies := compile(t)
	defaults, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := policies.Engine(context.Background(), policy.Settings{
		AsOf: "2026-11-23", Minimums: defaults.Minimums(), General: defaults.Settings(),
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{engine: engine, controls: policies.Controls()}
}

func (b *bench) evaluate(t *testing.T, input map[string]any) *policy.Outcome {
	t.Helper()
	outcome, err := b.engine.Evaluate(context.Background(), input)
	if err != nil {
		t.Fatal(err)
	}
	for id, message := range outcome.Errors {
		t.Errorf("%s: %s", id, message)
	}
	return outcome
}

// recorded are the fields of an engagement that no fact and no tier rests on:
// what the member did, beside what the purchase is.
var recorded = []string{
	"access", "assertions", "assurance", "due_diligence", "id", "incident_owner",
	"member", "needed_data", "reviews", "title",
}

// readers are the controls whose status may change with an answer: those that
// read it and, for the engagement, all of them.
func (b *bench) readers(path []string) []string {
	var pattern []string
	for _, token := range path {
		if _, err := strconv.Atoi(token); err == nil {
			pattern[len(pattern)-1] += "[]"
			continue
		}
		pattern = append(pattern, token)
	}
	changed := strings.Join(pattern, ".")
	everything := path[0] == "engagement" && (len(path) == 1 || !slices.Contains(recorded, path[1]))
	var ids []string
	for _, c := range b.controls {
		if everything || slices.ContainsFunc(c.Answers, func(read string) bool {
			return read == changed || strings.HasPrefix(changed, read) || strings.HasPrefix(read, changed)
		}) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func readExample(t *testing.T, name string) map[string]any {
	t.Helper()
	read := func(file string) map[string]any {
		doc, err := document.ReadFile(filepath.Join("../../testdata/examples", name, file), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		return doc.Value()
	}
	input := maps.Clone(read("profile.yaml"))
	input["engagement"] = read("engagement.yaml")
	return input
}

func valid(input map[string]any) bool {
	profile := maps.Clone(input)
	engagement := profile["engagement"]
	delete(profile, "engagement")
	return len(schema.Validate(schema.VendorProfile, profile, nowhere{})) == 0 &&
		len(schema.Validate(schema.Engagement, engagement, nowhere{})) == 0
}

// nowhere locates nothing: of a mutant only the verdict matters.
type nowhere struct{}

func (nowhere) Position([]string) source.Position    { return source.Position{} }
func (nowhere) KeyPosition([]string) source.Position { return source.Position{} }

// eachMutant evaluates the valid mutants of an input on all processors, each
// against the controls that read what it changes.
func (b *bench) eachMutant(t *testing.T, input map[string]any, only func(mutant) bool, see func(mutant, map[string]finding.Status)) int {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	queue := make(chan mutant)
	n := 0
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for m := range queue {
				if !valid(m.input) {
					continue
				}
				statuses, err := policy.Statuses(context.Background(), b.engine, m.input, b.readers(m.path))
				mu.Lock()
				if err != nil {
					t.Errorf("%s: %v", m.what, err)
				} else {
					n++
					see(m, statuses)
				}
				mu.Unlock()
			}
		})
	}
	for _, m := range mutants(input) {
		if only(m) {
			queue <- m
		}
	}
	close(queue)
	wg.Wait()
	return n
}

// compliant are purchases of every tier in which everything is in order: the
// example of T1, and the same vendor for less and less sensitive purchases.
func compliant(t *testing.T) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{"T1": readExample(t, "in-order")}
	lower := func(from string, change map[string]any) map[string]any {
		input := maps.Clone(out[from])
		engagement := maps.Clone(input["engagement"].(map[string]any))
		for path, v := range change {
			at := engagement
			tokens := strings.Split(path, ".")
			for _, token := range tokens[:len(tokens)-1] {
				next := maps.Clone(at[token].(map[string]any))
				at[token] = next
				at = next
			}
			at[tokens[len(tokens)-1]] = v
		}
		input["engagement"] = engagement
		return input
	}
	out["T2"] = lower("T1", map[string]any{
		"data.classes":            []any{"public", "private_on_individuals"},
		"data.individuals_count":  json.Number("100"),
		"connectivity.privileged": false,
		"criticality":             "moderate",
	})
	out["T3"] = lower("T2", map[string]any{
		"data.classes":       []any{"public"},
		"connectivity.types": []any{"none"},
	})
	profile := edited(out["T3"], []string{"contract", "security", "connectivity_types"}, func(parent any, key string) any {
		return replaced(parent, key, []any{"none"})
	})
	// Below T2 a review counts for an agreement by its date alone.
	profile = edited(profile, []string{"contract", "last_amended_on"}, func(parent any, key string) any {
		return replaced(parent, key, "2020-01-01")
	})
	out["T3"] = edited(profile, []string{"security", "pathways"}, func(parent any, key string) any {
		return replaced(parent, key, []any{})
	}).(map[string]any)
	out["T4"] = lower("T3", map[string]any{
		"data.vendor_role":   []any{},
		"connectivity.types": []any{"none"},
		"on_site":            false,
		"vendor_devices":     false,
		"criticality":        "low",
	})
	return out
}

// TestLiveness: every control that passes stops passing for at least one
// change of one answer.
func TestLiveness(t *testing.T) {
	b := newBench(t)
	alive, judged := map[string]bool{}, map[string]bool{}
	total := 0
	inputs := compliant(t)
	for _, tier := range policy.Tiers {
		input := inputs[tier]
		base := b.evaluate(t, input)
		if base.Tier != tier {
			t.Errorf("the purchase for %s is of tier %s", tier, base.Tier)
		}
		for id, status := range base.Statuses {
			switch status {
			case finding.Pass:
				judged[id] = true
			case finding.NotApplicable:
			default:
				t.Errorf("%s: %s is %s on a purchase in which everything is in order", tier, id, status)
			}
		}
		total += b.eachMutant(t, input, func(mutant) bool { return tier == "T1" }, func(_ mutant, statuses map[string]finding.Status) {
			for id, status := range statuses {
				if base.Statuses[id] == finding.Pass && status != finding.Pass && status != finding.NotApplicable {
					alive[id] = true
				}
			}
		})
	}
	t.Logf("%d mutants", total)
	for _, c := range b.controls {
		if !judged[c.ID] {
			t.Errorf("%s (%s) is judged in no tier", c.ID, c.Code)
		} else if !alive[c.ID] {
			t.Errorf("%s (%s) passes whatever answer is changed", c.ID, c.Code)
		}
	}
}

// TestHiddenSubcontractors: a vendor that lists nobody, though the member knows
// of subcontractors, has given a wrong answer and not left a question open.
func TestHiddenSubcontractors(t *testing.T) {
	b := newBench(t)
	for said, want := range map[any]finding.Status{true: finding.Fail, nil: finding.Unanswered, false: finding.NotApplicable} {
		input := maps.Clone(compliant(t)["T1"])
		input["subcontractors"] = []any{}
		engagement := maps.Clone(input["engagement"].(map[string]any))
		engagement["uses_subcontractors"] = said
		input["engagement"] = engagement
		if got := b.evaluate(t, input).Statuses["subcontractors.disclosed"]; got != want {
			t.Errorf("the member says %v: %s, want %s", said, got, want)
		}
	}
}

// TestRemovedAnswersNeverPass: taking an answer away turns no control that did
// not pass into one that does (invariant 3).
func TestRemovedAnswersNeverPass(t *testing.T) {
	b := newBench(t)
	for _, name := range []string{"in-breach", "questionnaire"} {
		input := readExample(t, name)
		base := b.evaluate(t, input).Statuses
		n := b.eachMutant(t, input, func(m mutant) bool { return m.removal }, func(m mutant, statuses map[string]finding.Status) {
			for id, status := range statuses {
				if status == finding.Pass && base[id] != finding.Pass && base[id] != finding.NotApplicable {
					t.Errorf("%s: with %s the control %s turns from %s to pass", name, m.what, id, base[id])
				}
			}
		})
		t.Logf("%s: %d answers removed", name, n)
		if n < 100 {
			t.Errorf("%s: only %d answers could be removed", name, n)
		}
	}
}

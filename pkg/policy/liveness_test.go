package policy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// mutants changes one answer of the input after the other: removed, null,
// turned round, moved to each other word of its enum, to the ends of its range,
// and each element of a list taken out. With a tier, numbers and dates are also
// set to either side of each threshold of that tier.
func (b *bench) mutants(input map[string]any, tier string) []mutant {
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
			if index != nil && tier != "" {
				change(path, "null", true, func(parent any, key string) any { return replaced(parent, key, nil) })
			}
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
			own, err := v.Int64()
			numbers := []int64{0, 1, 1000, 1000000, own - 1, own + 1}
			for _, threshold := range b.thresholds(path, tier) {
				numbers = append(numbers, threshold-1, threshold, threshold+1)
			}
			slices.Sort(numbers)
			for _, n := range slices.Compact(numbers) {
				if err != nil || n != own {
					set(path, json.Number(strconv.FormatInt(n, 10)))
				}
			}
		case string:
			words, _ := shape["enum"].([]any)
			at, err := strconv.Atoi(path[len(path)-1])
			for _, w := range words {
				// What order a list of words is in says nothing: it is enough
				// that the first of them becomes every other.
				if w != v && w != nil && (err != nil || at == 0) {
					set(path, w)
				}
			}
			if shape["format"] == "date" {
				for _, day := range b.days(path, tier) {
					if day != v {
						set(path, day)
					}
				}
			} else if len(words) == 0 && shape["const"] == nil {
				set(path, "x")
			}
		}
	}
	walk(nil, input, schema.Input())
	return out
}

// thresholds are the numbers that the controls which read an answer may measure
// it against.
func (b *bench) thresholds(path []string, tier string) []int64 {
	if tier == "" {
		return nil
	}
	var out []int64
	readers := b.readers(path)
	for _, c := range b.controls {
		if !slices.Contains(readers, c.ID) {
			continue
		}
		for _, name := range c.Requirements {
			if v, ok := b.defaults.Lookup(tier, name); ok {
				if number, ok := v.Value.(json.Number); ok {
					if n, err := number.Int64(); err == nil {
						out = append(out, n)
					}
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// days are the days on which an answer may cross a threshold: as long before or
// after today as a minimum says, a day to either side, and days that are far away.
func (b *bench) days(path []string, tier string) []string {
	today, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		panic(err)
	}
	out := []string{"2001-01-01", "2099-12-31"}
	for _, n := range append(b.thresholds(path, tier), 0) {
		if n > 2000 {
			continue // no number of days
		}
		for _, off := range []int{-1, 0, 1} {
			out = append(out, today.AddDate(0, 0, -int(n)+off).Format(time.DateOnly))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
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
	defaults *requirements.Set
}

// asOf is the day of every check here.
const asOf = "2026-11-23"

func newBench(t *testing.T) *bench {
	t.Helper()
	policies := compile(t)
	defaults, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := policies.Engine(context.Background(), policy.Settings{
		AsOf: asOf, Minimums: defaults.Minimums(), General: defaults.Settings(),
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{engine: engine, controls: policies.Controls(), defaults: defaults}
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
	changed := pattern(path)
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

// pattern writes a path with [] for each index.
func pattern(path []string) string {
	var out []string
	for _, token := range path {
		if _, err := strconv.Atoi(token); err == nil {
			out[len(out)-1] += "[]"
			continue
		}
		out = append(out, token)
	}
	return strings.Join(out, ".")
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
// against those of the controls that read what it changes which are wanted; one
// that none is wanted for is passed over. wanted and see are not called at once.
func (b *bench) eachMutant(t *testing.T, input map[string]any, tier string, wanted func(m mutant, control string) bool, see func(mutant, map[string]finding.Status)) int {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	queue := make(chan mutant)
	n := 0
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for m := range queue {
				mu.Lock()
				ids := slices.DeleteFunc(b.readers(m.path), func(id string) bool { return !wanted(m, id) })
				mu.Unlock()
				if len(ids) == 0 || !valid(m.input) {
					continue
				}
				statuses, err := policy.Statuses(context.Background(), b.engine, m.input, ids)
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
	for _, m := range b.mutants(input, tier) {
		queue <- m
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

// still are the controls that pass in a tier whatever is answered, and why.
var still = map[string]string{
	"T3 LIA-04": "in T3 the shipped minimum compares no cap with the insurance; a member's may",
}

// codes are the codes of the controls by their ids.
func (b *bench) codes() map[string]string {
	codes := map[string]string{}
	for _, c := range b.controls {
		codes[c.ID] = c.Code
	}
	return codes
}

// TestLiveness: in every tier, every control that passes on a purchase in which
// everything is in order stops passing for at least one change of one answer.
func TestLiveness(t *testing.T) {
	b := newBench(t)
	codes := b.codes()
	judged := map[string]bool{}
	inputs := compliant(t)
	for _, tier := range policy.Tiers {
		input := inputs[tier]
		base := b.evaluate(t, input)
		if base.Tier != tier {
			t.Errorf("the purchase for %s is of tier %s", tier, base.Tier)
		}
		waiting := map[string]bool{} // for a change that it notices
		for id, status := range base.Statuses {
			switch status {
			case finding.Pass:
				judged[id], waiting[id] = true, true
			case finding.NotApplicable:
			default:
				t.Errorf("%s: %s is %s on a purchase in which everything is in order", tier, id, status)
			}
		}
		passing := len(waiting)
		n := b.eachMutant(t, input, tier,
			func(_ mutant, id string) bool { return waiting[id] && still[tier+" "+codes[id]] == "" },
			func(_ mutant, statuses map[string]finding.Status) {
				for id, status := range statuses {
					if status != finding.Pass && status != finding.NotApplicable {
						delete(waiting, id)
					}
				}
			})
		t.Logf("%s: %d controls pass, %d mutants evaluated", tier, passing, n)
		for _, c := range b.controls {
			if waiting[c.ID] && still[tier+" "+c.Code] == "" {
				t.Errorf("%s: %s (%s) passes whatever answer is changed", tier, c.ID, c.Code)
			} else if !waiting[c.ID] && still[tier+" "+c.Code] != "" {
				t.Errorf("%s: %s (%s) is listed as one that passes whatever is answered, and does not", tier, c.ID, c.Code)
			}
		}
	}
	for _, c := range b.controls {
		if !judged[c.ID] {
			t.Errorf("%s (%s) is judged in no tier", c.ID, c.Code)
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

// turns is the list of the answers by which a control that does not pass comes
// to pass, or no longer applies.
const turns = "testdata/turns.txt"

// TestOnlyListedChangesPass changes one answer of a purchase in which everything
// is wrong, and of one in which much is unanswered. Taking an answer away turns no
// control to pass, nor out of force (invariant 3). What other changes do so is
// listed, for people to read: each line is an answer that the control asks for.
func TestOnlyListedChangesPass(t *testing.T) {
	b := newBench(t)
	codes := b.codes()
	found := map[string]bool{}
	for _, name := range []string{"in-breach", "questionnaire"} {
		input := readExample(t, name)
		base := b.evaluate(t, input)
		removals := 0
		n := b.eachMutant(t, input, "",
			func(m mutant, id string) bool {
				return base.Statuses[id] != finding.Pass && base.Statuses[id] != finding.NotApplicable && (m.removal || name == "in-breach")
			},
			func(m mutant, statuses map[string]finding.Status) {
				if m.removal {
					removals++
				}
				for id, status := range statuses {
					if status != finding.Pass && status != finding.NotApplicable {
						continue
					}
					if m.removal {
						t.Errorf("%s: with %s the control %s turns from %s to %s", name, m.what, id, base.Statuses[id], status)
						continue
					}
					if status == finding.NotApplicable && m.path[0] != "engagement" {
						t.Errorf("%s: with %s, which is the vendor's to say, the control %s no longer applies", name, m.what, id)
					}
					found[fmt.Sprintf("%s  %-14s  %s", codes[id], status, pattern(m.path))] = true
				}
			})
		t.Logf("%s: %d mutants, %d of them without an answer", name, n, removals)
		if removals < 100 {
			t.Errorf("%s: only %d answers could be removed", name, removals)
		}
	}
	got := strings.Join(slices.Sorted(maps.Keys(found)), "\n") + "\n"
	holdToList(t, turns, got, "other changes than the listed ones make a control pass; read each, then go test ./pkg/policy -run OnlyListed -update")
}

// holdToList compares lines with those of a file below its head, which says what
// they are.
func holdToList(t *testing.T, file, got, advice string) {
	t.Helper()
	listed, err := os.ReadFile(file) //nolint:gosec // a file of the repository
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(listed), "\n\n")
	if *update {
		if err := os.WriteFile(file, []byte(head+"\n\n"+got), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(body, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s: %s (-listed +found):\n%s", file, advice, diff)
	}
}

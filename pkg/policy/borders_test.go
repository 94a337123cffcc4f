package policy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// borders is the list of the last values of numbers and dates with which a control
// still passes, and of what they are measured against.
const borders = "testdata/borders.txt"

// A scale is an answer that can be moved up and down: a number, or a date counted
// in days.
type scale struct {
	path []string
	own  int64
	far  []int64 // the ends between which it is moved
	date bool
}

// show writes a value of the scale as the document does.
func (s scale) show(n int64) any {
	if s.date {
		return time.Unix(n*86400, 0).UTC().Format(time.DateOnly)
	}
	return json.Number(strconv.FormatInt(n, 10))
}

// day is the number of a day.
func day(date string) (int64, bool) {
	t, err := time.Parse(time.DateOnly, date)
	return t.Unix() / 86400, err == nil
}

// scales are the numbers and dates that an input answers.
func scales(input map[string]any) []scale {
	var out []scale
	var walk func(path []string, node any, shape map[string]any)
	walk = func(path []string, node any, shape map[string]any) {
		switch v := node.(type) {
		case map[string]any:
			fields, _ := shape["properties"].(map[string]any)
			for _, key := range slices.Sorted(maps.Keys(v)) {
				field, _ := fields[key].(map[string]any)
				walk(append(slices.Clone(path), key), v[key], field)
			}
		case []any:
			items, _ := shape["items"].(map[string]any)
			for i, element := range v {
				walk(append(slices.Clone(path), strconv.Itoa(i)), element, items)
			}
		case json.Number:
			if own, err := v.Int64(); err == nil {
				s := scale{path: path, own: own}
				for _, ends := range [][]int64{{0, 1}, {1_000_000_000, 1_000_000, 100_000, 8760, 1000, 100}} {
					for _, n := range ends {
						if valid(s.at(input, n)) {
							s.far = append(s.far, n)
							break
						}
					}
				}
				out = append(out, s)
			}
		case string:
			if own, ok := day(v); ok && shape["format"] == "date" {
				first, _ := day("2001-01-01")
				last, _ := day("2099-12-31")
				out = append(out, scale{path: path, own: own, far: []int64{first, last}, date: true})
			}
		}
	}
	walk(nil, input, schema.Input())
	return out
}

// at is the input with the answer at n.
func (s scale) at(input map[string]any, n int64) map[string]any {
	return edited(input, s.path, func(parent any, key string) any { return replaced(parent, key, s.show(n)) }).(map[string]any)
}

// border is the last value, on the way from own to far, at which the control
// passes.
func (s scale) border(own, far int64, passes func(n int64) bool) int64 {
	for own+1 != far && own-1 != far {
		if middle := own + (far-own)/2; passes(middle) {
			own = middle
		} else {
			far = middle
		}
	}
	return own
}

// measures says what a border is measured against: minimums of the control, other
// answers that it reads, today.
func (b *bench) measures(c policy.Control, input map[string]any, others []scale, s scale, at int64) []string {
	var out []string
	today, _ := day(asOf)
	for _, name := range c.Requirements {
		v, ok := b.defaults.Lookup("T1", name)
		if !ok {
			continue
		}
		minimums, keyed := v.Value.(map[string]any)
		if !keyed {
			minimums = map[string]any{"": v.Value}
		}
		for _, class := range slices.Sorted(maps.Keys(minimums)) {
			number, _ := minimums[class].(json.Number)
			n, err := number.Int64()
			if err == nil && (!s.date && at == n || s.date && n > 0 && (at == today-n || at == today+n)) {
				out = append(out, strings.TrimSpace(name+" "+class))
			}
		}
	}
	if s.date && at == today {
		out = append(out, "today")
	}
	for _, other := range others {
		if other.date == s.date && at == other.own && !slices.Equal(other.path, s.path) && slices.Contains(c.Answers, pattern(other.path)) {
			out = append(out, pattern(other.path))
		}
	}
	return slices.Compact(out)
}

// unlisted are the borders that are no minimum, no date and no other answer, and
// what they are.
var unlisted = map[string]string{
	"INS-04  insurance.policies[].limits.aggregate":    "one total serves insurance.eo.aggregate and insurance.cyber.aggregate together",
	"INS-05  insurance.policies[].limits.aggregate":    "one total serves insurance.eo.aggregate and insurance.cyber.aggregate together",
	"REV-06  assurance.pentest.open_critical_findings": "one open finding is one too many",
}

// TestBorders moves each number and each date of a purchase in order until a
// control that reads it stops passing. The last value that passes is listed, with
// the minimum, the date or the other answer that it is equal to: so a comparison
// that is off by one is one line that has lost what it was measured against.
func TestBorders(t *testing.T) {
	b := newBench(t)
	input := compliant(t)["T1"]
	base := b.evaluate(t, input)
	all := scales(input)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var found []string
	slots := make(chan struct{}, 2)
	for _, s := range all {
		if t.Failed() {
			break
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			status := func(id string, n int64) finding.Status {
				statuses, err := policy.Statuses(context.Background(), b.engine, s.at(input, n), []string{id})
				if err != nil {
					t.Error(err)
				}
				return statuses[id]
			}
			for _, c := range b.controls {
				if base.Statuses[c.ID] != finding.Pass || !slices.Contains(b.readers(s.path), c.ID) {
					continue
				}
				for _, far := range s.far {
					becomes := status(c.ID, far)
					if far == s.own || becomes == finding.Pass || becomes == finding.NotApplicable {
						continue
					}
					last := s.border(s.own, far, func(n int64) bool { return status(c.ID, n) == finding.Pass })
					where, measures := "at", b.measures(c, input, all, s, last)
					if len(measures) == 0 {
						// Strictly more or less than a measure: the next value is equal to it.
						next := last + 1
						if far < s.own {
							next = last - 1
						}
						where, measures = "next to", b.measures(c, input, all, s, next)
					}
					asked := c.Code + "  " + pattern(s.path)
					if len(measures) == 0 {
						where, measures = "as", []string{unlisted[asked]}
						if unlisted[asked] == "" {
							t.Errorf("%s: nothing is equal to its border %v; if that is right, say in unlisted what it is", asked, s.show(last))
						}
					}
					direction := "up to"
					if far < s.own {
						direction = "down to"
					}
					mu.Lock()
					found = append(found, fmt.Sprintf("%s  %s %v  %s %s", asked, direction, s.show(last), where, strings.Join(measures, ", ")))
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	slices.Sort(found)
	found = slices.Compact(found)
	got := strings.Join(found, "\n") + "\n"
	for asked, why := range unlisted {
		if !strings.Contains(got, "as "+why+"\n") || !strings.Contains(got, asked) {
			t.Errorf("%s is listed as a border that is equal to nothing, and is none", asked)
		}
	}
	holdToList(t, borders, got, "the borders are not those of the list; read each, then go test ./pkg/policy -run Borders -update")
}

package secondopinion

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

const (
	// everyChange is the number of cases that every change of the code waits for.
	everyChange = 1500
	// often is how many of them have to bring a control to a status, for the
	// agreement on it to mean something.
	often = 5
	// enough is how many controls with a difference are shown with a case.
	enough = 12
	// inARow is how many cases one judge has before it is the next one's turn.
	inARow = 250
)

// TestTwoOpinionsAgree holds the policies against this package on purchases made
// at random, and sees that every control came to every status that it can come
// to: two opinions that both always say the same agree on nothing.
//
// VENDORGATE_PROPERTY_CASES asks for more purchases than every change of the code
// can wait for. VENDORGATE_PROPERTY_FIRST is the number of the first of them: it
// makes a case again that failed, and lets several runs share the work.
func TestTwoOpinionsAgree(t *testing.T) {
	// Nothing outlives a case but its counts, so that memory is the cheaper half.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	shipped := newJudge(t, nil)
	shipped.isComplete(t)
	first, n := setting(t, "VENDORGATE_PROPERTY_FIRST", 0), setting(t, "VENDORGATE_PROPERTY_CASES", everyChange)
	seen := map[string]map[finding.Status]int{} // by code
	inTier := map[string]int{}
	differ := map[string]int{} // by code
	undecided := 0
	for turn, numbers := range turns(first, n) {
		j := shipped
		if turn%2 == 1 {
			j = newJudge(t, member(t, turn, shipped.set))
		}
		if turn%40 == 0 && numbers[0] > first {
			t.Logf("%d cases done", numbers[0]-first)
		}
		for number, c := range j.cases(t.Context(), numbers) {
			if c.decision.Verdict == finding.Undecided {
				if undecided++; undecided == 1 {
					t.Logf("case %d is undecided: %v", number, c.decision.Problems)
				}
				continue
			}
			inTier[c.decision.Tier.Name]++
			for _, f := range c.decision.Findings {
				if seen[f.Code] == nil {
					seen[f.Code] = map[finding.Status]int{}
				}
				seen[f.Code][f.Status]++
			}
			for code, difference := range j.differences(c) {
				if differ[code]++; differ[code] > 1 {
					continue
				}
				t.Errorf("%s: %s; VENDORGATE_PROPERTY_FIRST=%d VENDORGATE_PROPERTY_CASES=1 makes the case again", code, difference, number)
				if len(differ) <= enough {
					t.Log(j.told(j.shrunk(j.generator.recipe(number), code)))
				}
			}
		}
	}
	t.Logf("%d cases, %d of them undecided, the others by tier %v; differences by control %v", n, undecided, inTier, differ)
	if n < everyChange {
		return // too few to count
	}
	if undecided > n/50 {
		t.Errorf("%d of %d purchases could not be decided: the generator makes invalid ones", undecided, n)
	}
	for _, code := range slices.Sorted(maps.Keys(opinions)) {
		for _, status := range opinions[code].comesTo() {
			if got := seen[code][status]; got < often {
				t.Errorf("%s came to %s in %d cases, want %d", code, status, got, often)
			}
		}
	}
}

// isComplete sees that every control has a second opinion, and nothing else.
func (j *judge) isComplete(t *testing.T) {
	t.Helper()
	known := map[string]bool{}
	for _, c := range j.gate.Controls() {
		known[c.Code] = true
		if _, ok := opinions[c.Code]; !ok {
			t.Errorf("%s, %s, has no second opinion", c.Code, c.ID)
		}
	}
	for code := range opinions {
		if !known[code] {
			t.Errorf("%s has a second opinion, and is no control", code)
		}
	}
}

// turns are the numbers of n cases from the first on, by the turn of the judge
// that they fall into.
func turns(first, n int) iter.Seq2[int, []int] {
	return func(yield func(int, []int) bool) {
		var numbers []int
		for number := first; number < first+n; number++ {
			numbers = append(numbers, number)
			if number+1 == first+n || (number+1)%inARow == 0 {
				if !yield(number/inARow, numbers) {
					return
				}
				numbers = nil
			}
		}
	}
}

// setting is a number from the environment.
func setting(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s: %q is no number of cases", name, text)
	}
	return n
}

// comesTo are the statuses that a control can come to.
func (o opinion) comesTo() []finding.Status {
	out := []finding.Status{finding.Pass, finding.Fail, finding.Unanswered}
	if o.signed {
		out = append(out, finding.Deferred)
	}
	nothing := &view{documents: answer{value: map[string]any{}}}
	early := &view{documents: answer{value: map[string]any{"engagement": map[string]any{"mode": "pre_award"}}}}
	if o.least != "T4" || o.applies(nothing).truth != isYes || o.applies(early).truth != isYes {
		out = append(out, finding.NotApplicable)
	}
	return out
}

// A judge knows both opinions.
type judge struct {
	gate      *gate.Gate
	generator *generator
	set       *requirements.Set
	member    []byte // the requirements; nil: the shipped ones
}

// newJudge is the judge by the requirements of a member, or by the shipped ones.
func newJudge(t *testing.T, requirements []byte) *judge {
	t.Helper()
	o := gate.Options{AsOf: asOf}
	if requirements != nil {
		o.Requirements = gate.Bytes("requirements.json", requirements)
	}
	g, err := gate.New(t.Context(), o)
	if err != nil {
		t.Fatalf("%v\n%s", err, requirements)
	}
	return &judge{gate: g, generator: newGenerator(t, g), set: g.Requirements(), member: requirements}
}

// A judged case is a purchase with what the gate makes of it.
type judged struct {
	documents map[string]any
	decision  finding.Decision
}

// cases are the purchases with these numbers, judged. They are made while others
// are being judged.
func (j *judge) cases(ctx context.Context, numbers []int) iter.Seq2[int, judged] {
	return func(yield func(int, judged) bool) {
		made := make(chan map[string]any, len(numbers))
		requests := func(yield func(gate.Request) bool) {
			for _, number := range numbers {
				documents := j.generator.make(j.generator.recipe(number))
				made <- documents
				if !yield(request(documents)) {
					return
				}
			}
		}
		next := 0
		for d := range j.gate.CheckAll(ctx, requests) {
			if !yield(numbers[next], judged{<-made, d}) {
				return
			}
			next++
		}
	}
}

func request(documents map[string]any) gate.Request {
	profile, engagement := apart(documents)
	r := gate.Request{Profile: gate.Bytes("profile.json", encoded(profile))}
	if engagement != nil {
		r.Engagement = gate.Bytes("engagement.json", encoded(engagement))
	}
	return r
}

// apart are the two documents of a purchase.
func apart(documents map[string]any) (profile map[string]any, engagement any) {
	profile = maps.Clone(documents)
	delete(profile, "engagement")
	return profile, documents["engagement"]
}

func encoded(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the trees hold JSON alone
	}
	return data
}

// opinion is the tier and the status of every control, by code, in the view of
// this package.
func (j *judge) opinion(documents map[string]any) (tier string, statuses map[string]finding.Status) {
	v := &view{documents: answer{value: readable(documents)}, today: answer{value: asOf}, opinions: opinions}
	many, _ := j.set.LookupSetting("individuals_t1")
	v.tier, v.assumed = tierOf(v, answer{value: readable(many.Value)})
	v.minimums = answer{value: readable(j.set.Minimums()[v.tier])}
	_, state := j.set.Member()
	statuses = map[string]finding.Status{}
	for code, o := range opinions {
		statuses[code] = o.status(v)
		if o.state != "" && state != "" && o.state != state {
			statuses[code] = finding.NotApplicable
		}
	}
	return v.tier, statuses
}

// differences are the codes on which the two differ, each with how. What the gate
// does not decide, nobody has an opinion on.
func (j *judge) differences(c judged) map[string]string {
	if c.decision.Verdict == finding.Undecided {
		return nil
	}
	tier, mine := j.opinion(c.documents)
	if c.decision.Tier.Name != tier {
		return map[string]string{"tier": fmt.Sprintf("the gate says %s, the second opinion %s", c.decision.Tier.Name, tier)}
	}
	out := map[string]string{}
	for _, f := range c.decision.Findings {
		if mine[f.Code] != f.Status {
			out[f.Code] = fmt.Sprintf("in %s the gate says %s, the second opinion %s", tier, f.Status, mine[f.Code])
		}
	}
	return out
}

// shrunk leaves out the edits that a difference does not need.
func (j *judge) shrunk(r recipe, code string) recipe {
	differs := func(r recipe) bool {
		documents := j.generator.make(r)
		return j.differences(judged{documents, j.gate.Check(context.Background(), request(documents))})[code] != ""
	}
	for size := len(r.edits); size > 0; size /= 2 {
		for at := 0; at+size <= len(r.edits); {
			less := recipe{r.base, slices.Concat(r.edits[:at], r.edits[at+size:])}
			if differs(less) {
				r = less
			} else {
				at += size
			}
		}
	}
	return r
}

// told shows a case: what is special in it, and all of it.
func (j *judge) told(r recipe) string {
	documents := j.generator.make(r)
	lines := changes(nil, j.generator.bases[r.base], documents, "")
	line := map[string]any{}
	line["profile"], line["engagement"] = apart(documents)
	if line["engagement"] == nil {
		delete(line, "engagement")
	}
	out := fmt.Sprintf("%s will do, with %d edits:\n%s\nand is this line for vendorgate check --as-of %s -\n%s",
		j.generator.names[r.base], len(r.edits), strings.Join(lines, "\n"), asOf, encoded(line))
	if j.member != nil {
		out += fmt.Sprintf("\nwith these requirements:\n%s", j.member)
	}
	return out
}

// changes adds to lines how a tree differs from another, one place a line.
func changes(lines []string, before, after any, at string) []string {
	was, wasSection := before.(map[string]any)
	is, isSection := after.(map[string]any)
	if wasSection && isSection {
		names := maps.Clone(was)
		maps.Copy(names, is)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			lines = changes(lines, was[name], is[name], at+"/"+name)
		}
		return lines
	}
	elements, wasList := before.([]any)
	others, isList := after.([]any)
	if wasList && isList && len(elements) == len(others) {
		for i := range elements {
			lines = changes(lines, elements[i], others[i], at+"/"+strconv.Itoa(i))
		}
		return lines
	}
	if old, now := encoded(before), encoded(after); !bytes.Equal(old, now) {
		lines = append(lines, fmt.Sprintf("%s: %s becomes %s", at, old, now))
	}
	return lines
}

package gate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// The properties hold for every purchase, so they are tried on random ones:
// examples with some of their answers changed. VENDORGATE_PROPERTY_CASES asks
// for more of them than every change of the code can wait for.
func propertyCases(t *testing.T, usual int) int {
	t.Helper()
	text := os.Getenv("VENDORGATE_PROPERTY_CASES")
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("VENDORGATE_PROPERTY_CASES: %q is no number of cases", text)
	}
	return n
}

// A purchase is a profile and an engagement as trees; the engagement may be
// missing.
type purchase struct {
	profile, engagement map[string]any
}

func readPurchase(t *testing.T, name string) purchase {
	t.Helper()
	read := func(file string) map[string]any {
		doc, err := document.ReadFile(filepath.Join(examples, name, file), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		return doc.Value()
	}
	p := purchase{read("profile.yaml"), read("engagement.yaml")}
	delete(p.engagement, "profile")
	return p
}

// request writes the documents as JSON; as is how they are named, which decides
// by what reader they are read.
func (p purchase) request(t *testing.T, as string, write func(any) []byte) gate.Request {
	t.Helper()
	r := gate.Request{Profile: gate.Bytes("profile."+as, write(p.profile))}
	if p.engagement != nil {
		r.Engagement = gate.Bytes("engagement."+as, write(p.engagement))
	}
	return r
}

func encoded(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the trees hold JSON alone
	}
	return data
}

// shuffled writes a tree as JSON with the keys of every object in another
// order.
func shuffled(r *rand.Rand, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		var parts [][]byte
		for _, key := range keys {
			parts = append(parts, slices.Concat(encoded(key), []byte(": "), shuffled(r, v[key])))
		}
		return slices.Concat([]byte("{"), bytes.Join(parts, []byte(", ")), []byte("}"))
	case []any:
		var parts [][]byte
		for _, element := range v {
			parts = append(parts, shuffled(r, element))
		}
		return slices.Concat([]byte("["), bytes.Join(parts, []byte(", ")), []byte("]"))
	}
	return encoded(v)
}

// A generator makes random purchases.
type generator struct {
	*rand.Rand
	bases []purchase
	shape map[string]any
}

func newGenerator(t *testing.T, seed uint64) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 1)), shape: schema.Input()} //nolint:gosec // the cases have to be the same every time
	for _, name := range []string{"in-order", "in-breach", "managed-service", "common-paper", "copier-repair", "pre-award", "questionnaire"} {
		g.bases = append(g.bases, readPurchase(t, name))
	}
	return g
}

// purchase is an example with up to a dozen answers changed, now and then
// without an engagement.
func (g *generator) purchase() purchase {
	p := g.bases[g.IntN(len(g.bases))]
	for range g.IntN(13) {
		p = g.changed(p, false)
	}
	if g.IntN(20) == 0 {
		p.engagement = nil
	}
	return p
}

// changed changes one answer at random, or takes it away.
func (g *generator) changed(p purchase, remove bool) purchase {
	if p.engagement != nil && g.IntN(3) == 0 {
		p.engagement = g.edited(p.engagement, shapeAt(g.shape, "engagement"), remove).(map[string]any)
		return p
	}
	p.profile = g.edited(p.profile, g.shape, remove).(map[string]any)
	return p
}

// editedAt changes an answer at a path of fields, or within it.
func (g *generator) editedAt(node any, shape map[string]any, path []string) any {
	if len(path) == 0 {
		return g.edited(node, shape, false)
	}
	fields, _ := node.(map[string]any)
	if fields == nil {
		return node
	}
	out := maps.Clone(fields)
	out[path[0]] = g.editedAt(out[path[0]], shapeAt(shape, path[0]), path[1:])
	return out
}

func shapeAt(shape map[string]any, field string) map[string]any {
	fields, _ := shape["properties"].(map[string]any)
	inner, _ := fields[field].(map[string]any)
	return inner
}

func (g *generator) edited(node any, shape map[string]any, remove bool) any {
	switch v := node.(type) {
	case map[string]any:
		if len(v) == 0 {
			return v
		}
		keys := slices.Sorted(maps.Keys(v))
		key := keys[g.IntN(len(keys))]
		out := maps.Clone(v)
		_, inner := v[key].(map[string]any)
		_, list := v[key].([]any)
		if !remove && g.IntN(6) == 0 || remove && (!inner && !list || g.IntN(4) == 0) {
			delete(out, key)
			return out
		}
		out[key] = g.edited(v[key], shapeAt(shape, key), remove)
		return out
	case []any:
		if len(v) == 0 {
			return v
		}
		i := g.IntN(len(v))
		items, _ := shape["items"].(map[string]any)
		out := slices.Clone(v)
		if !remove && g.IntN(5) == 0 {
			return slices.Delete(out, i, i+1)
		}
		out[i] = g.edited(v[i], items, remove)
		return out
	}
	if remove {
		return node // an element of a list of words: taking it out is another answer
	}
	return g.answer(node, shape)
}

// answer is another answer of the same kind.
func (g *generator) answer(old any, shape map[string]any) any {
	words, _ := shape["enum"].([]any)
	switch v := old.(type) {
	case bool:
		return !v
	case json.Number:
		n, _ := v.Int64()
		numbers := []int64{0, 1, n - 1, n + 1, n / 2, n * 2, 24, 72, 90, 365, 1000000, 5000000}
		return json.Number(strconv.FormatInt(numbers[g.IntN(len(numbers))], 10))
	case string:
		if len(words) > 0 {
			return words[g.IntN(len(words))]
		}
		if shape["format"] == "date" {
			day, err := time.Parse(time.DateOnly, asOf)
			if err != nil {
				panic(err)
			}
			days := []int{0, -1, 1, -30, 30, -90, -365, -366, 365, -1200, 1200}
			return day.AddDate(0, 0, days[g.IntN(len(days))]).Format(time.DateOnly)
		}
	}
	return old
}

// judged is a decision by control.
func judged(d finding.Decision) map[string]finding.Status {
	out := map[string]finding.Status{}
	for _, f := range d.Findings {
		out[f.Control] = f.Status
	}
	return out
}

// TestEveryControlGetsOneStatus is invariant 1.
func TestEveryControlGetsOneStatus(t *testing.T) {
	g := newGate(t, gate.Options{})
	random := newGenerator(t, 1)
	decided := 0
	for range propertyCases(t, 150) {
		p := random.purchase()
		d := g.Check(context.Background(), p.request(t, "json", encoded))
		if d.Verdict == finding.Undecided {
			if len(d.Findings) > 0 || d.Counts.Total != 0 {
				t.Errorf("undecided, with %d findings: %v", len(d.Findings), d.Problems)
			}
			continue
		}
		decided++
		statuses := judged(d)
		c := d.Counts
		if len(d.Findings) != len(g.Controls()) || len(statuses) != len(d.Findings) || c.Total != len(d.Findings) ||
			c.Pass+c.Fail+c.Unanswered+c.NotApplicable+c.Deferred+c.Error != c.Total {
			t.Errorf("%d findings, %d controls have a status, %d in the catalogue, counted %+v", len(d.Findings), len(statuses), len(g.Controls()), c)
		}
		for id, s := range statuses {
			if !slices.Contains(finding.Statuses, s) || s == finding.Error {
				t.Errorf("%s: %q\n%s", id, s, encoded(p.profile))
			}
		}
	}
	if decided < 20 {
		t.Errorf("only %d random purchases could be decided", decided)
	}
}

// TestTakingAnAnswerAwayHelpsNobody is invariant 3.
func TestTakingAnAnswerAwayHelpsNobody(t *testing.T) {
	g := newGate(t, gate.Options{})
	random := newGenerator(t, 3)
	compared := 0
	for range propertyCases(t, 150) {
		p := random.purchase()
		less := p
		for range 1 + random.IntN(3) {
			less = random.changed(less, true)
		}
		before := g.Check(context.Background(), p.request(t, "json", encoded))
		after := g.Check(context.Background(), less.request(t, "json", encoded))
		if len(before.Findings) == 0 || len(after.Findings) == 0 {
			continue // refused before a policy ran
		}
		compared++
		if before.Verdict != finding.Approved && after.Verdict == finding.Approved {
			t.Errorf("approved once answers are gone:\n%s\n%s", encoded(p.engagement), encoded(less.engagement))
		}
		was := judged(before)
		for id, s := range judged(after) {
			if s == finding.Pass && was[id] != finding.Pass && was[id] != finding.NotApplicable {
				t.Errorf("%s turns from %s to pass once answers are gone: %s", id, was[id], cmp.Diff(p, less, cmp.AllowUnexported(purchase{})))
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d random purchases could be compared", compared)
	}
}

// TestStageHasNoDefault: which stage a purchase is in decides whether an agreement
// may begin later. Left out, it is asked for.
func TestStageHasNoDefault(t *testing.T) {
	g := newGate(t, gate.Options{})
	for mode, want := range map[string]finding.Status{
		"pre_award":  finding.NotApplicable,
		"award":      finding.Pass,
		"monitoring": finding.Fail,
		"":           finding.Unanswered,
	} {
		p := readPurchase(t, "in-order")
		p.profile["contract"].(map[string]any)["effective_on"] = "2027-01-01"
		p.engagement["mode"] = mode
		if mode == "" {
			delete(p.engagement, "mode")
		}
		d := g.Check(t.Context(), p.request(t, "json", encoded))
		i := slices.IndexFunc(d.Findings, func(f finding.Finding) bool { return f.Code == "CON-03" })
		if i < 0 {
			t.Fatalf("mode %q: no finding (%v)", mode, d.Problems)
		}
		f := d.Findings[i]
		if f.Status != want {
			t.Errorf("mode %q: CON-03 is %s, want %s", mode, f.Status, want)
		}
		asked := slices.ContainsFunc(f.Answers, func(a finding.Answer) bool { return a.Path == "engagement.mode" && a.Missing() })
		if asked != (mode == "") {
			t.Errorf("mode %q: CON-03 names the answers %v", mode, f.Answers)
		}
	}
}

// A sharedControl is a control of the vendor's with reasons that are the member's
// own to settle.
type sharedControl struct {
	vendors [][]string // the vendor's answers that it reads
	neglect func(engagement map[string]any)
	settle  func(p purchase)
}

var sharedControls = map[string]sharedControl{
	"security.pathways": {
		vendors: [][]string{{"security", "pathways"}},
		neglect: func(engagement map[string]any) {
			engagement["connectivity"] = map[string]any{"types": []any{"client_vpn"}, "privileged": false, "approved_pathways": []any{}}
		},
		settle: func(p purchase) {
			var kinds []any
			for _, path := range p.profile["security"].(map[string]any)["pathways"].([]any) {
				kinds = append(kinds, path.(map[string]any)["type"])
			}
			p.engagement["connectivity"].(map[string]any)["approved_pathways"] = kinds
		},
	},
	"performance.breach_history": {
		vendors: [][]string{
			{"assurance", "incident_history"},
			{"assurance", "incident_history_statement"},
			{"contract", "review_rights", "breach_history_reporting"},
		},
		neglect: func(engagement map[string]any) {
			engagement["assurance"] = map[string]any{"reporting_assessment": map[string]any{"assessed_on": "2020-01-01"}}
		},
		settle: func(p purchase) {
			p.engagement["assurance"].(map[string]any)["reporting_assessment"].(map[string]any)["assessed_on"] = asOf
		},
	},
}

// TestOwnReasonsAreTheWholeFault: a finding moves from the vendor to the member
// only where the vendor has nothing to mend, because its letter leaves it out.
func TestOwnReasonsAreTheWholeFault(t *testing.T) {
	g := newGate(t, gate.Options{})
	sides := map[string]finding.Side{}
	for _, c := range g.Controls() {
		sides[c.ID] = c.Side
	}
	random := newGenerator(t, 5)
	moved := map[string]int{}
	for range propertyCases(t, 60) {
		for _, neglected := range slices.Sorted(maps.Keys(sharedControls)) {
			p := random.bases[random.IntN(len(random.bases))]
			p.engagement = maps.Clone(p.engagement)
			sharedControls[neglected].neglect(p.engagement)
			for range random.IntN(3) {
				vendors := sharedControls[neglected].vendors
				p.profile = random.editedAt(p.profile, random.shape, vendors[random.IntN(len(vendors))]).(map[string]any)
			}
			for _, f := range g.Check(t.Context(), p.request(t, "json", encoded)).Findings {
				if f.Side == sides[f.Control] {
					continue
				}
				moved[f.Control]++
				shared, ok := sharedControls[f.Control]
				if !ok {
					t.Fatalf("%s is moved to the %s, and sharedControls does not say how the member settles it", f.Control, f.Side)
				}
				shared.settle(p)
				for _, after := range g.Check(t.Context(), p.request(t, "json", encoded)).Findings {
					if after.Control == f.Control && after.Status == finding.Fail {
						t.Errorf("%s is said to be the member's, and fails after the member did its part: %v\n%s", f.Control, after.Reasons, encoded(p.profile))
					}
				}
			}
		}
	}
	for control := range sharedControls {
		if moved[control] == 0 {
			t.Errorf("%s was never the member's: %v", control, moved)
		}
	}
}

// tightened is a stricter value of a parameter, or nil where there is none.
func tightened(p requirements.Parameter, value any) any {
	switch p.Direction {
	case requirements.Higher, requirements.Lower:
		number, ok := value.(json.Number)
		if !ok {
			return nil // keyed by class of data
		}
		n, err := number.Int64()
		switch {
		case err != nil:
			return nil
		case p.Direction == requirements.Higher:
			return json.Number(strconv.FormatInt(n*2+1, 10))
		}
		return json.Number(strconv.FormatInt(n/2, 10))
	case requirements.Shorter:
		if list, ok := value.([]any); ok && len(list) > 1 {
			return list[:1]
		}
	case requirements.True:
		return true
	case requirements.False:
		return false
	case requirements.Ranked:
		i := slices.Index(p.Ranks, fmt.Sprint(value))
		if i >= 0 && i+1 < len(p.Ranks) {
			return p.Ranks[i+1]
		}
	case requirements.Longer, requirements.Neutral:
	}
	return nil
}

// TestTighteningNeverApproves is invariant 4: with one minimum stricter, no
// control passes that did not, and nobody is approved who was not.
func TestTighteningNeverApproves(t *testing.T) {
	defaults, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	base := newGate(t, gate.Options{})
	random := newGenerator(t, 4)
	parameters := requirements.Parameters()
	random.Shuffle(len(parameters), func(i, j int) { parameters[i], parameters[j] = parameters[j], parameters[i] })
	wanted := propertyCases(t, 25)
	tried := 0
	for _, parameter := range parameters {
		if tried == wanted {
			break
		}
		tiers := map[string]any{}
		for _, tier := range []string{"T1", "T2", "T3", "T4"} {
			v, ok := defaults.Lookup(tier, parameter.Name)
			if !ok {
				continue
			}
			if stricter := tightened(parameter, v.Value); stricter != nil {
				tiers[tier] = nested(strings.Split(parameter.Name, "."), stricter)
			}
		}
		if len(tiers) == 0 {
			continue
		}
		doc := map[string]any{"apiVersion": "vendorgate/v1", "kind": "Requirements", "currency": "USD", "tiers": tiers}
		strict, err := gate.New(context.Background(), gate.Options{AsOf: asOf, Requirements: gate.Bytes("strict.json", encoded(doc))})
		if err != nil {
			continue // stricter than the other minimums or the schema allow
		}
		tried++
		for _, name := range []int{0, 2, random.IntN(len(random.bases))} {
			p := random.bases[name]
			for range random.IntN(4) {
				p = random.changed(p, false)
			}
			r := p.request(t, "json", encoded)
			before, after := base.Check(context.Background(), r), strict.Check(context.Background(), r)
			if before.Verdict != finding.Approved && after.Verdict == finding.Approved {
				t.Errorf("%s: a stricter value approves", parameter.Name)
			}
			was := judged(before)
			for id, s := range judged(after) {
				if s == finding.Pass && was[id] != finding.Pass {
					t.Errorf("%s: a stricter value turns %s from %s to pass: %s", parameter.Name, id, was[id], encoded(tiers))
				}
			}
		}
	}
	if tried < min(wanted, 20) {
		t.Errorf("only %d parameters could be tightened", tried)
	}
}

func nested(path []string, v any) any {
	for i := len(path) - 1; i >= 0; i-- {
		v = map[string]any{path[i]: v}
	}
	return v
}

// TestFormAndOrderDoNotMatter is invariant 5: the same answers as JSON or YAML,
// in any order of the keys, give the same report but for positions.
func TestFormAndOrderDoNotMatter(t *testing.T) {
	g := newGate(t, gate.Options{})
	random := newGenerator(t, 5)
	bare := func(d finding.Decision) finding.Decision {
		d.Profile, d.Engagement = finding.Document{}, nil
		d.Problems = nil // their order is that of the lines
		return d
	}
	for range propertyCases(t, 60) {
		p := random.purchase()
		want := bare(g.Check(context.Background(), p.request(t, "json", encoded)))
		shuffle := func(v any) []byte { return shuffled(random.Rand, v) }
		for _, form := range []string{"json", "yaml"} {
			got := bare(g.Check(context.Background(), p.request(t, form, shuffle)))
			if diff := cmp.Diff(want, got, cmp.Comparer(func(_, _ source.Position) bool { return true }), sortedAnswers()); diff != "" {
				t.Fatalf("%s, its keys in another order, gives another report (-one line of sorted JSON +this):\n%s", form, diff)
			}
		}
	}
}

// sortedAnswers compares lists of answers and reasons whatever their order:
// they are shown in the order of the lines.
func sortedAnswers() cmp.Option {
	return cmp.Options{
		cmp.Transformer("sortedAnswers", func(list []finding.Answer) []string {
			var out []string
			for _, a := range list {
				out = append(out, fmt.Sprintf("%s %s %s", a.Path, a.Value, a.Label))
			}
			slices.Sort(out)
			return out
		}),
		cmp.Transformer("sortedReasons", func(list []finding.Reason) []string {
			var out []string
			for _, r := range list {
				out = append(out, fmt.Sprintf("%s %s %v", r.Path, r.Message, r.Unanswered))
			}
			slices.Sort(out)
			return out
		}),
	}
}

// TestSameInputsSameBytes is invariant 6: neither the number of workers nor the
// run shows in a report.
func TestSameInputsSameBytes(t *testing.T) {
	var reports [][]byte
	for _, workers := range []int{1, 4} {
		g := newGate(t, gate.Options{Workers: workers})
		random := newGenerator(t, 6)
		var requests []gate.Request
		for range propertyCases(t, 40) {
			requests = append(requests, random.purchase().request(t, "yaml", encoded))
		}
		var decisions []finding.Decision
		for d := range g.CheckAll(context.Background(), slices.Values(requests)) {
			decisions = append(decisions, d)
		}
		var b bytes.Buffer
		if err := report.Write(&b, "json", g.Report(decisions, true), report.Options{}); err != nil {
			t.Fatal(err)
		}
		reports = append(reports, b.Bytes())
	}
	if !bytes.Equal(reports[0], reports[1]) {
		t.Errorf("two runs differ: %s", cmp.Diff(string(reports[0]), string(reports[1])))
	}
}

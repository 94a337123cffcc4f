package secondopinion

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

const (
	examples = "../../../testdata/examples"
	asOf     = "2026-11-23"
	// inOrder is how many of the examples to begin with are in order.
	inOrder = 6
)

var tiers = []string{"T1", "T2", "T3", "T4"}

// A generator makes purchases: an example with some of its answers edited. The
// same number always makes the same one, so that a case can be made again, and
// made smaller by leaving edits out.
type generator struct {
	bases []map[string]any // profiles with their engagement inside
	names []string
	// fields are all fields of both documents.
	fields   []field
	readings []reading
	// texts are the values that the examples have for a text field.
	texts   map[string][]string
	words   map[string]bool // of all enumerations
	numbers []int64         // the minimums
	answers []string
}

// A field is where an answer may be: its path ("[]" goes into a list) and its
// schema.
type field struct {
	path  []string
	shape map[string]any
	// needed is true for a field that its object cannot be without.
	needed bool
	// readers is how many controls read it.
	readers int
}

// A reading is what one control reads: all fields, those that it may measure
// against each other and against minimums, and the lists of things.
type reading struct {
	fields, numbers, dates, lists []field
	minimums                      []int64
}

// untouched are the fields without which a document is no document, and those
// that have edits of their own.
var untouched = []string{
	"apiVersion", "kind", "profile_id", "currency", "vendor.legal_name", "extensions", "contract.silent_on",
	"engagement.apiVersion", "engagement.kind", "engagement.id", "engagement.currency", "engagement.profile", "engagement.extensions",
}

func newGenerator(t *testing.T, gate *gate.Gate) *generator {
	t.Helper()
	g := &generator{texts: map[string][]string{}, words: map[string]bool{}, answers: schema.Answers("contract")}
	// Most begin where everything is in order: there a single answer decides.
	// Those are the first.
	for _, name := range []string{
		"in-order", "in-order", "in-order", "in-order", "managed-service", "managed-service",
		"in-breach", "common-paper", "copier-repair", "pre-award", "questionnaire",
	} {
		documents := map[string]any{}
		for _, file := range []string{"profile", "engagement"} {
			doc, err := document.ReadFile(filepath.Join(examples, name, file+".yaml"), document.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if file == "profile" {
				documents = doc.Value()
			} else {
				documents["engagement"] = doc.Value()
			}
		}
		delete(documents["engagement"].(map[string]any), "profile")
		g.bases = append(g.bases, documents)
		g.names = append(g.names, name)
	}
	g.walk(schema.Input(), nil)
	for _, base := range g.bases {
		g.collect(base, "")
	}
	g.texts["evidence"] = append(g.texts["evidence"], "ev-nowhere")
	g.measure(gate)
	return g
}

// walk lists the fields of a schema. A list is a field, and so is each field of
// its elements.
func (g *generator) walk(shape map[string]any, path []string) {
	fields, _ := shape["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		inner := fields[name].(map[string]any)
		at := append(slices.Clone(path), name)
		if slices.Contains(untouched, strings.Join(at, ".")) {
			continue
		}
		if _, isObject := inner["properties"]; !isObject {
			g.fields = append(g.fields, field{path: at, shape: inner, needed: isNeeded(shape, name)})
			for _, word := range words(inner) {
				g.words[word] = true
			}
		}
		g.walk(inner, at)
		if items, ok := inner["items"].(map[string]any); ok {
			g.walk(items, append(at, "[]"))
		}
	}
}

// isNeeded tells whether a name is one of those that the schema of an object
// requires, as the id of an element is.
func isNeeded(shape map[string]any, name string) bool {
	required, _ := shape["required"].([]any)
	return slices.ContainsFunc(required, func(r any) bool { return r == name })
}

// words are those of an enumeration, or of a list of such.
func words(shape map[string]any) []string {
	if items, ok := shape["items"].(map[string]any); ok {
		return words(items)
	}
	var out []string
	listed, _ := shape["enum"].([]any)
	for _, w := range listed {
		out = append(out, fmt.Sprint(w))
	}
	return out
}

// collect remembers what the examples say in words of their own. References to
// documents share one stock, and names of lists that refer to each other too.
func (g *generator) collect(v any, at string) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			g.collect(v[name], name)
		}
	case []any:
		for _, e := range v {
			g.collect(e, at)
		}
	case string:
		if at = stock(at); !slices.Contains(g.texts[at], v) {
			g.texts[at] = append(g.texts[at], v)
		}
	}
}

// stock is under what name a text field shares its values with others.
func stock(name string) string {
	switch name {
	case "code", "needed_services", "needed_security_services":
		return "code"
	case "shared_aggregate_with", "underlying_for":
		return "id"
	case "version_sha256", "reviewed_sha256":
		return "sha256"
	case "backup":
		return "name"
	case "countries", "data_locations":
		return "countries"
	}
	return name
}

// measure finds what the controls read, and the numbers beside which an
// answer is worth trying.
func (g *generator) measure(gate *gate.Gate) {
	set := gate.Requirements()
	g.numbers = []int64{0, 1, 2, 100, 1440, 50000}
	reads := func(control policy.Control, f field) bool {
		return slices.Contains(control.Answers, strings.ReplaceAll(strings.Join(f.path, "."), ".[]", "[]"))
	}
	for i := range g.fields {
		for _, control := range gate.Controls() {
			if reads(control, g.fields[i]) {
				g.fields[i].readers++
			}
		}
	}
	for _, control := range gate.Controls() {
		r := reading{minimums: wholeNumbers(set, control.Requirements)}
		g.numbers = append(g.numbers, r.minimums...)
		for _, f := range g.fields {
			if !reads(control, f) {
				continue
			}
			r.fields = append(r.fields, f)
			switch {
			case slices.ContainsFunc(kindsOf(f.shape), isNumeric):
				r.numbers = append(r.numbers, f)
			case f.shape["format"] == "date":
				r.dates = append(r.dates, f)
			case isListOfThings(f.shape):
				r.lists = append(r.lists, f)
			}
		}
		g.readings = append(g.readings, r)
	}
	slices.Sort(g.numbers)
	g.numbers = slices.Compact(g.numbers)
}

func isListOfThings(shape map[string]any) bool {
	items, _ := shape["items"].(map[string]any)
	return items["properties"] != nil
}

func isNumeric(kind string) bool { return kind == "integer" || kind == "number" }

// wholeNumbers are the values of some minimums in any tier.
func wholeNumbers(set *requirements.Set, parameters []string) []int64 {
	var out []int64
	for _, name := range parameters {
		for _, tier := range tiers {
			if v, ok := set.Lookup(tier, name); ok {
				if n, ok := whole(v.Value); ok {
					out = append(out, n)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func whole(v any) (int64, bool) {
	text, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := text.Int64()
	return n, err == nil
}

// kindsOf are the types that a schema allows, but for null.
func kindsOf(shape map[string]any) []string {
	var out []string
	switch kind := shape["type"].(type) {
	case string:
		out = append(out, kind)
	case []any:
		for _, k := range kind {
			if k != "null" {
				out = append(out, fmt.Sprint(k))
			}
		}
	}
	return out
}

// A recipe is how a case was made: from which example, with which edits.
type recipe struct {
	base  int
	edits []edit
}

// An edit is one of the kinds, with what else is left to chance in it.
type edit struct {
	do   func(*editor)
	seed uint64
}

// edits are the kinds of edits, each with how many of a hundred it makes.
var edits = []struct {
	share int
	do    func(*editor)
}{
	{44, (*editor).answerAnything},
	{34, (*editor).meetBorder},
	{7, (*editor).stayUnread},
	{4, (*editor).leaveOutSection},
	{4, (*editor).changeMode},
	{2, (*editor).checkInParts},
	{1, (*editor).workAlone},
	{3, (*editor).rename},
	{1, (*editor).situate},
}

// recipe of the case with a number.
func (g *generator) recipe(number int) recipe {
	r := rand.New(rand.NewPCG(uint64(number), 2)) //nolint:gosec // the cases have to be the same every time
	out := recipe{base: r.IntN(len(g.bases))}
	if r.IntN(2) == 0 {
		out.edits = append(out.edits, edit{(*editor).situate, r.Uint64()})
	}
	if number%3 > 0 {
		out.base = r.IntN(inOrder)
		for range 20 + r.IntN(60) {
			out.edits = append(out.edits, edit{(*editor).probe, r.Uint64()})
		}
		return out
	}
	if r.IntN(40) == 0 {
		out.edits = append(out.edits, edit{(*editor).leaveOutEngagement, r.Uint64()})
	}
	for range r.IntN(1 << (1 + r.IntN(6))) {
		at := r.IntN(100)
		for _, kind := range edits {
			if at -= kind.share; at < 0 {
				out.edits = append(out.edits, edit{kind.do, r.Uint64()})
				break
			}
		}
	}
	return out
}

// make follows a recipe.
func (g *generator) make(p recipe) map[string]any {
	documents := copied(g.bases[p.base]).(map[string]any)
	for _, step := range p.edits {
		step.do(&editor{
			Rand:      rand.New(rand.NewPCG(step.seed, 3)), //nolint:gosec // as above
			generator: g,
			documents: documents,
			element:   int(step.seed >> 33),
		})
	}
	keepSilences(documents)
	return documents
}

// keepSilences takes out what the contract is said to be silent on where the
// answer is there by now.
func keepSilences(documents map[string]any) {
	contract, _ := documents["contract"].(map[string]any)
	silent, _ := contract["silent_on"].([]any)
	if silent == nil {
		return
	}
	contract["silent_on"] = slices.DeleteFunc(silent, func(pointer any) bool {
		path := strings.ReplaceAll(pointer.(string)[1:], "/", ".")
		return answer{value: documents}.get(path).given()
	})
}

func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, inner := range v {
			out[k] = copied(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = copied(inner)
		}
		return out
	}
	return v
}

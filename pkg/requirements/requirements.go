// Package requirements is what a member asks of its vendors: the shipped
// defaults with the member's own file laid over them, tier by tier, and the
// member's settings for single controls. Every value knows the layer and the
// line it came from, so that a report can show where a minimum was set.
//
// [Load] makes a [Set], which never changes afterwards and may be shared
// between goroutines. A file with any fault gives no Set at all: the defaults
// never stand in for a file that was named.
//
// The layers, lowest first, are the shipped minimums for every tier, the
// shipped minimums of one tier, the member's minimums for every tier, and the
// member's minimums of one tier. A value replaces the one below it as a whole;
// only what is keyed by class of data is merged class by class, so that a
// stricter clock for one class leaves the clocks of the others alone.
package requirements

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/policies"
)

// DefaultsName is how positions name the shipped defaults, which are inside
// the program and no file on disk.
const DefaultsName = "vendorgate:" + defaultsPath

const defaultsPath = "requirements/defaults.yaml"

// allTiers lists the tiers, the most sensitive first.
var allTiers = []string{"T1", "T2", "T3", "T4"}

// A Set is the requirements in force. It is immutable: everything it hands
// out is the caller's own copy.
type Set struct {
	minimums map[string]values // by tier
	settings values
	controls []Setting
	named    []NamedControl
	lowered  []finding.Weakening
	layers   []finding.Layer
	digest   string

	currency, member, state string
	statePosition           source.Position
	effectiveOn             string
	effectiveOnPosition     source.Position
}

// A Value is one requirement in force and where it was set.
type Value struct {
	// Value is a string, a bool, a json.Number, a list ([]any), or, where the
	// parameter is keyed by class of data, a map[string]any.
	Value any
	// Layer is "default" or "member" for what was set for every tier, and
	// "default:T1" or "member:T1" for what was set for one tier. A value that
	// was merged by class has the highest layer that took part.
	Layer    string
	Position source.Position
}

// A Setting is what the member changes about one control.
type Setting struct {
	Control  string           // as the member wrote it: an id or a code
	Severity finding.Severity // empty: not changed
	Disabled bool
	Reason   string   // why, in the member's words
	Tiers    []string // nil: not changed
	// EffectiveOn is the first day on which the control counts, or empty.
	EffectiveOn     string
	Position        source.Position // of the whole entry
	ControlPosition source.Position // of the control's name in it
}

// A NamedControl is a control that the member's document demands checked answers
// for.
type NamedControl struct {
	Code     string
	Position source.Position
}

// Load lays the member's document over the shipped defaults. Without one
// (nil), the defaults alone are in force. The error, when the document is to
// blame, is a [source.Problems] with all its faults: first those against the
// schema; when there are none, those of minimums that do not fit together.
func Load(member *document.Document) (*Set, error) {
	shipped, err := defaults()
	if err != nil || member == nil {
		return shipped, err
	}
	if problems := schema.Validate(schema.Requirements, member.Value(), member); len(problems) > 0 {
		return nil, problems.Sorted()
	}
	s := shipped.overlay("member", member)
	if problems := s.lint(shipped, member); len(problems) > 0 {
		return nil, problems
	}
	s.lowered = s.loweredFrom(shipped)
	s.digest = s.sum()
	return s, nil
}

// defaults reads the shipped defaults, once in the life of the program.
var defaults = sync.OnceValues(func() (*Set, error) {
	data, err := policies.FS.ReadFile(defaultsPath)
	if err != nil {
		return nil, fmt.Errorf("shipped defaults: %w", err)
	}
	doc, err := document.Parse(DefaultsName, data, document.Limits{})
	if err != nil {
		return nil, fmt.Errorf("shipped defaults: %w", err)
	}
	if problems := schema.Validate(schema.Requirements, doc.Value(), doc); len(problems) > 0 {
		return nil, fmt.Errorf("shipped defaults: %w", problems.Sorted())
	}
	s := (&Set{}).overlay("default", doc)
	s.digest = s.sum()
	return s, nil
})

// overlay returns s with the minimums and settings of doc on top.
func (s *Set) overlay(layer string, doc *document.Document) *Set {
	out := &Set{
		minimums: map[string]values{},
		settings: s.settings.with(doc, []string{"settings"}, layer, settingRules),
		layers: append(slices.Clone(s.layers), finding.Layer{
			Name: layer, Version: text(doc.Value(), "version"), File: doc.Name, SHA256: doc.SHA256,
		}),
	}
	for _, tier := range allTiers {
		out.minimums[tier] = s.minimums[tier].
			with(doc, []string{"minimums"}, layer, rules).
			with(doc, []string{"tiers", tier}, layer+":"+tier, rules)
	}
	tree := doc.Value()
	member, _ := tree["member"].(map[string]any)
	out.member, out.state = text(member, "name"), text(member, "state")
	if out.state != "" {
		out.statePosition = doc.Position([]string{"member", "state"})
	}
	out.currency, out.effectiveOn = text(tree, "currency"), text(tree, "effective_on")
	out.effectiveOnPosition = doc.Position([]string{"effective_on"})
	out.controls = controls(doc)
	out.named = named(doc)
	return out
}

// named collects the codes that a document gives under evidence.must_verify.
func named(doc *document.Document) []NamedControl {
	var out []NamedControl
	for _, path := range [][]string{{"minimums"}, {"tiers", "T1"}, {"tiers", "T2"}, {"tiers", "T3"}, {"tiers", "T4"}} {
		path = append(path, "evidence", "must_verify")
		var node any = doc.Value()
		for _, key := range path {
			fields, _ := node.(map[string]any)
			node = fields[key]
		}
		codes, _ := node.([]any)
		for i, code := range codes {
			out = append(out, NamedControl{Code: fmt.Sprint(code), Position: doc.Position(append(path, fmt.Sprint(i)))})
		}
	}
	return out
}

func controls(doc *document.Document) []Setting {
	list, _ := doc.Value()["controls"].([]any)
	out := make([]Setting, 0, len(list))
	for i, element := range list {
		entry, _ := element.(map[string]any)
		path := []string{"controls", fmt.Sprint(i)}
		disabled, isDisabled := entry["disabled"].(map[string]any)
		setting := Setting{
			Control:         text(entry, "control"),
			Severity:        finding.Severity(text(entry, "severity")),
			Disabled:        isDisabled,
			Reason:          cmp.Or(text(disabled, "reason"), text(entry, "reason")),
			EffectiveOn:     text(entry, "effective_on"),
			Position:        doc.Position(path),
			ControlPosition: doc.Position(append(path, "control")),
		}
		tiers, _ := entry["tiers"].([]any)
		for _, tier := range tiers {
			setting.Tiers = append(setting.Tiers, fmt.Sprint(tier))
		}
		out = append(out, setting)
	}
	return out
}

// text returns a string field, or "" where there is none.
func text(tree map[string]any, key string) string {
	s, _ := tree[key].(string)
	return s
}

// Lookup returns the value of a parameter, such as insurance.cyber.per_claim,
// in a tier. It is false where the tier does not set the parameter, and the
// controls that read it are off.
func (s *Set) Lookup(tier, name string) (Value, bool) {
	c, ok := s.minimums[tier][name]
	return c.copied(), ok
}

// LookupSetting returns a value that holds for all tiers at once, such as
// individuals_t1.
func (s *Set) LookupSetting(name string) (Value, bool) {
	c, ok := s.settings[name]
	return c.copied(), ok
}

// Names returns the name of every parameter there is, sorted, whether or not a
// tier sets it.
func (s *Set) Names() []string {
	var names []string
	for _, p := range allParameters() {
		names = append(names, p.Name)
	}
	return names
}

// Minimums returns the minimums in force as a tree for the engine:
// {"T1": {"insurance": {"cyber": {"per_claim": …}}}, …}. A parameter that a
// tier does not set is absent from it.
func (s *Set) Minimums() map[string]any {
	out := map[string]any{}
	for _, tier := range allTiers {
		out[tier] = s.minimums[tier].tree()
	}
	return out
}

// Settings returns what holds for all tiers at once.
func (s *Set) Settings() map[string]any { return s.settings.tree() }

// Currency is the ISO 4217 code of every amount in the Set.
func (s *Set) Currency() string { return s.currency }

// Member returns the member's name and its state (an ISO 3166-2 code); both
// are empty where no document says them.
func (s *Set) Member() (name, state string) { return s.member, s.state }

// StatePosition is where the member names its state.
func (s *Set) StatePosition() source.Position { return s.statePosition }

// Edition returns the member's label for its document and the first day on
// which the document applies; each is empty where the document does not say.
func (s *Set) Edition() (version, effectiveOn string) {
	return s.layers[len(s.layers)-1].Version, s.effectiveOn
}

// InForce reports the document that does not yet apply on a day: minimums of
// next year say nothing about a contract that is signed today.
func (s *Set) InForce(day string) source.Problems {
	if s.effectiveOn <= day {
		return nil
	}
	return source.Problems{{
		Position: s.effectiveOnPosition,
		Message:  fmt.Sprintf("these requirements apply from %s, and the check is as of %s", s.effectiveOn, day),
		Hint:     fmt.Sprintf("use the requirements that are in force on that day, or check as of %s or later (--as-of)", s.effectiveOn),
	}}
}

// Controls returns the member's settings for single controls, in the order of
// its document. Whether those controls exist is for the catalogue to say.
func (s *Set) Controls() []Setting {
	out := slices.Clone(s.controls)
	for i := range out {
		out[i].Tiers = slices.Clone(out[i].Tiers)
	}
	return out
}

// MustVerify returns the controls that the member's document names under
// evidence.must_verify, in the order of the tiers. Whether they exist is for the
// catalogue to say.
func (s *Set) MustVerify() []NamedControl { return slices.Clone(s.named) }

// Lowered lists every parameter that the member set weaker than the shipped
// default of that tier, so that reports can show it. Amounts in another
// currency than the defaults are compared by their numbers alone.
func (s *Set) Lowered() []finding.Weakening { return slices.Clone(s.lowered) }

// Layers returns the documents that the Set was made of, lowest first.
func (s *Set) Layers() []finding.Layer { return slices.Clone(s.layers) }

// Digest is the SHA-256, in hexadecimal, of everything in the Set that can
// change a decision: currency, minimums, settings, single controls and the
// member's state. The
// order of keys, comments and the way a number is written do not count.
func (s *Set) Digest() string { return s.digest }

func (s *Set) sum() string {
	byControl := func(a, b Setting) int {
		return cmp.Or(strings.Compare(a.Control, b.Control), strings.Compare(a.EffectiveOn, b.EffectiveOn))
	}
	settings := []map[string]any{}
	for _, c := range slices.SortedFunc(slices.Values(s.controls), byControl) {
		settings = append(settings, map[string]any{
			"control": c.Control, "severity": c.Severity, "disabled": c.Disabled,
			"tiers": slices.Sorted(slices.Values(c.Tiers)), "effective_on": c.EffectiveOn,
		})
	}
	data, err := json.Marshal(map[string]any{ // which sorts the keys
		"currency": s.currency,
		"minimums": s.Minimums(),
		"settings": s.Settings(),
		"controls": settings,
		"state":    s.state, // the law of another state is not asked for
	})
	if err != nil { // what came out of JSON or YAML can be written as JSON
		panic(fmt.Sprintf("requirements: digest: %v", err))
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

package authoring

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Difference is what changes from one version of policies and requirements to
// another: in the catalogue, in the minimums, and for vendors.
type Difference struct {
	Old      string                `json:"old"`
	New      string                `json:"new"`
	AsOf     string                `json:"as_of"`
	Counts   [2]int                `json:"controls_total"` // of the old and the new catalogue
	Controls []ControlChange       `json:"controls"`
	Minimums []requirements.Change `json:"minimums"`
	Profiles int                   `json:"profiles"` // that were judged by both
	Vendors  []VendorChange        `json:"vendors"`  // of which something changed, in input order
	// Undecided are the profiles that neither version could judge.
	Undecided []finding.Decision `json:"undecided,omitempty"`
	// Weaker lists in words all that got weaker.
	Weaker []Weaker `json:"weaker"`
}

// A ControlChange is what became of one control of the catalogue.
type ControlChange struct {
	Control  string              `json:"control"`
	Code     string              `json:"code,omitempty"`
	Title    string              `json:"title"`
	Kind     string              `json:"kind"` // added, removed, changed
	Was      string              `json:"was,omitempty"`
	Changes  []FieldChange       `json:"changes,omitempty"`
	Effect   requirements.Effect `json:"effect"`
	Position source.Position     `json:"position"`
}

// A FieldChange is one thing that changed about a control.
type FieldChange struct {
	Field  string              `json:"field"`
	From   string              `json:"from,omitempty"`
	To     string              `json:"to,omitempty"`
	Effect requirements.Effect `json:"effect"`
}

// A VendorChange is what changes for one profile.
type VendorChange struct {
	Profile  string          `json:"profile"`
	Vendor   string          `json:"vendor,omitempty"`
	From     finding.Verdict `json:"from"`
	To       finding.Verdict `json:"to"`
	FromTier string          `json:"from_tier,omitempty"`
	ToTier   string          `json:"to_tier,omitempty"`
	Findings []FindingChange `json:"findings,omitempty"`
}

// A FindingChange is what changes for one profile in one control.
type FindingChange struct {
	Control     string              `json:"control"`
	Code        string              `json:"code,omitempty"`
	From        finding.Status      `json:"from"` // empty: the control is new
	To          finding.Status      `json:"to"`   // empty: the control is gone
	FromReasons []string            `json:"from_reasons,omitempty"`
	ToReasons   []string            `json:"to_reasons,omitempty"`
	Effect      requirements.Effect `json:"effect"`
}

// A Weaker is one thing that asks for less than before.
type Weaker struct {
	What     string          `json:"what"`
	Position source.Position `json:"position"`
}

// Compare finds what changes from one version to another, for the profiles of a
// selection; nil compares the catalogues and the minimums alone. The options say
// the day, the threshold, and what holds for a version that does not bring it.
func Compare(ctx context.Context, from, to *Version, o gate.Options, profiles *gate.Selection) (*Difference, error) {
	before, err := from.gate(ctx, o)
	if err != nil {
		return nil, err
	}
	after, err := to.gate(ctx, o)
	if err != nil {
		return nil, err
	}
	d := &Difference{
		Old: from.Name, New: to.Name, AsOf: after.Provenance().AsOf,
		Counts:   [2]int{len(before.Controls()), len(after.Controls())},
		Controls: []ControlChange{}, Vendors: []VendorChange{}, Weaker: []Weaker{},
		Minimums: append([]requirements.Change{}, requirements.Compare(before.Requirements(), after.Requirements())...),
	}
	renamed := d.compareControls(before.Standings(), after.Standings(), rewritten(from, to))
	if profiles != nil {
		d.compareVendors(ctx, before, after, profiles, renamed)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	d.weaker()
	return d, nil
}

// rewritten are the controls of which the rule itself reads otherwise.
func rewritten(from, to *Version) map[string]bool {
	texts := func(v *Version) map[string]string {
		out := map[string]string{}
		for _, m := range v.modules() {
			maps.Copy(out, wording(m.Name, m.Text))
		}
		return out
	}
	out := map[string]bool{}
	was := texts(from)
	for rule, text := range texts(to) {
		if old, ok := was[rule]; ok && old != text {
			out[strings.TrimPrefix(rule, "data.controls.")] = true
		}
	}
	return out
}

// compareControls compares the catalogues. It returns the old ids of controls
// that have a new one.
func (d *Difference) compareControls(before, after []gate.Standing, rewritten map[string]bool) map[string]string {
	renamed := map[string]string{} // by new id
	old := map[string]*gate.Standing{}
	for i := range before {
		old[before[i].ID] = &before[i]
	}
	for i := range after {
		c := &after[i]
		was := old[c.ID]
		if was == nil {
			for _, alias := range c.Aliases {
				if was = old[alias]; was != nil {
					renamed[c.ID] = alias
					break
				}
			}
		}
		if was == nil {
			d.Controls = append(d.Controls, ControlChange{
				Control: c.ID, Code: c.Code, Title: c.Title, Kind: "added", Effect: requirements.Stricter, Position: c.Position,
				Changes: []FieldChange{{Field: "in force", To: standing(c), Effect: requirements.Stricter}},
			})
			continue
		}
		delete(old, was.ID)
		changes := d.compareControl(was, c, rewritten[c.ID])
		if len(changes) == 0 && was.ID == c.ID {
			continue
		}
		change := ControlChange{Control: c.ID, Code: c.Code, Title: c.Title, Kind: "changed", Changes: changes, Position: c.Position, Effect: sum(changes)}
		if was.ID != c.ID {
			change.Was = was.ID
		}
		d.Controls = append(d.Controls, change)
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		c := old[id]
		effect := requirements.Weaker
		if len(tiersOf(c)) == 0 { // it was off everywhere
			effect = requirements.Different
		}
		d.Controls = append(d.Controls, ControlChange{
			Control: c.ID, Code: c.Code, Title: c.Title, Kind: "removed", Effect: effect, Position: c.Position,
			Changes: []FieldChange{{Field: "in force", From: standing(c), Effect: effect}},
		})
	}
	slices.SortStableFunc(d.Controls, func(a, b ControlChange) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.Control, b.Control))
	})
	return renamed
}

// tiersOf are the tiers in which a control is on.
func tiersOf(c *gate.Standing) []string {
	if c.InForce.Disabled {
		return nil
	}
	return c.InForce.Tiers
}

func standing(c *gate.Standing) string {
	var parts []string
	for _, tier := range tiersOf(c) {
		parts = append(parts, fmt.Sprintf("%s %s", tier, c.Severity[tier]))
	}
	if len(parts) == 0 {
		return "off"
	}
	return strings.Join(parts, ", ")
}

// sum is the effect of several changes: one that weakens outweighs the others.
func sum(changes []FieldChange) requirements.Effect {
	effect := requirements.Different
	for _, c := range changes {
		switch c.Effect {
		case requirements.Weaker:
			return requirements.Weaker
		case requirements.Stricter:
			effect = requirements.Stricter
		case requirements.Different:
		}
	}
	return effect
}

// compareControl compares what decides about one control, and names what else
// changed.
func (d *Difference) compareControl(was, is *gate.Standing, rewritten bool) []FieldChange {
	var out []FieldChange
	add := func(field, from, to string, effect requirements.Effect) {
		if from != to {
			out = append(out, FieldChange{field, from, to, effect})
		}
	}
	either := func(weaker bool) requirements.Effect {
		if weaker {
			return requirements.Weaker
		}
		return requirements.Stricter
	}
	before, after := tiersOf(was), tiersOf(is)
	lost := slices.ContainsFunc(before, func(t string) bool { return !slices.Contains(after, t) })
	add("in force in", orOff(before), orOff(after), either(lost))
	for _, tier := range policy.Tiers {
		if slices.Contains(before, tier) && slices.Contains(after, tier) {
			from, to := was.Severity[tier], is.Severity[tier]
			add("severity in "+tier, string(from), string(to), either(to.Weight() < from.Weight()))
		}
	}
	from, to := was.InForce.EffectiveOn, is.InForce.EffectiveOn
	add("effective on", from, to, either(to > from && to > d.AsOf))
	add("applies when", orAlways(was.AppliesWhen), orAlways(is.AppliesWhen), map[bool]requirements.Effect{
		true: either(was.AppliesWhen == ""), false: requirements.Different,
	}[was.AppliesWhen == "" || is.AppliesWhen == ""])
	add("due", orAlways(was.Due), orAlways(is.Due), either(is.Due != ""))
	add("waivable", fmt.Sprint(was.Waivable), fmt.Sprint(is.Waivable), either(is.Waivable))
	for _, text := range []struct{ field, from, to string }{
		{"code", was.Code, is.Code},
		{"title", was.Title, is.Title},
		{"description", was.Description, is.Description},
		{"remediation", was.Remediation, is.Remediation},
		{"request", was.Request, is.Request},
		{"guide", was.Guide, is.Guide},
		{"side", string(was.Side), string(is.Side)},
		{"state", was.State, is.State},
		{"consideration", fmt.Sprint(was.Consideration), fmt.Sprint(is.Consideration)},
		{"frameworks", fmt.Sprint(was.Frameworks), fmt.Sprint(is.Frameworks)},
		{"reads", strings.Join(was.Answers, ", "), strings.Join(is.Answers, ", ")},
		{"measures against", strings.Join(was.Requirements, ", "), strings.Join(is.Requirements, ", ")},
		{"sets aside", strings.Join(was.Aside, ", "), strings.Join(is.Aside, ", ")},
	} {
		add(text.field, text.from, text.to, requirements.Different)
	}
	if rewritten {
		out = append(out, FieldChange{Field: "rule", Effect: requirements.Different})
	}
	return out
}

func orOff(tiers []string) string {
	if len(tiers) == 0 {
		return "no tier"
	}
	return strings.Join(tiers, ", ")
}

func orAlways(word string) string {
	if word == "" {
		return "always"
	}
	return word
}

// compareVendors judges every profile by both versions.
func (d *Difference) compareVendors(ctx context.Context, before, after *gate.Gate, profiles *gate.Selection, renamed map[string]string) {
	requests := slices.Collect(profiles.Requests())
	next, stop := iter.Pull(after.CheckAll(ctx, slices.Values(requests)))
	defer stop()
	for was := range before.CheckAll(ctx, slices.Values(requests)) {
		is, ok := next()
		if !ok {
			return
		}
		if was.Verdict == finding.Undecided && is.Verdict == finding.Undecided {
			d.Undecided = append(d.Undecided, is)
			continue
		}
		d.Profiles++
		if v, changed := compareVendor(&was, &is, renamed); changed {
			d.Vendors = append(d.Vendors, v)
		}
	}
}

func compareVendor(was, is *finding.Decision, renamed map[string]string) (VendorChange, bool) {
	v := VendorChange{Profile: is.Profile.File, Vendor: cmp.Or(is.Vendor, was.Vendor), From: was.Verdict, To: is.Verdict}
	if was.Tier != nil {
		v.FromTier = was.Tier.Name
	}
	if is.Tier != nil {
		v.ToTier = is.Tier.Name
	}
	old := map[string]*finding.Finding{}
	for i := range was.Findings {
		old[was.Findings[i].Control] = &was.Findings[i]
	}
	for i := range is.Findings {
		f := &is.Findings[i]
		o := old[cmp.Or(renamed[f.Control], f.Control)]
		delete(old, cmp.Or(renamed[f.Control], f.Control))
		c := FindingChange{Control: f.Control, Code: f.Code, To: f.Status, ToReasons: sayings(*f), Effect: requirements.Different}
		if o != nil {
			c.From, c.FromReasons, c.Effect = o.Status, sayings(*o), effectOn(o.Status, f.Status)
		}
		if o == nil || o.Status != f.Status || !slices.Equal(c.FromReasons, c.ToReasons) {
			v.Findings = append(v.Findings, c)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		o := old[id]
		v.Findings = append(v.Findings, FindingChange{Control: o.Control, Code: o.Code, From: o.Status, FromReasons: sayings(*o), Effect: requirements.Different})
	}
	return v, v.From != v.To || v.FromTier != v.ToTier || len(v.Findings) > 0
}

// effectOn is what it means when a finding gets another status: it is weaker
// when what stood in the way does so no longer.
func effectOn(from, to finding.Status) requirements.Effect {
	open := func(s finding.Status) int {
		switch s {
		case finding.Pass, finding.NotApplicable:
			return 2
		case finding.Deferred:
			return 1
		case finding.Fail, finding.Unanswered, finding.Error:
		}
		return 0
	}
	switch {
	case open(to) > open(from):
		return requirements.Weaker
	case open(to) < open(from):
		return requirements.Stricter
	}
	return requirements.Different
}

// weaker lists all that asks for less than before.
func (d *Difference) weaker() {
	add := func(at source.Position, format string, args ...any) {
		d.Weaker = append(d.Weaker, Weaker{What: fmt.Sprintf(format, args...), Position: at})
	}
	for _, c := range d.Controls {
		if c.Kind == "removed" && c.Effect == requirements.Weaker {
			add(c.Position, "the control %s is gone", c.Control)
			continue
		}
		for _, f := range c.Changes {
			if f.Effect == requirements.Weaker {
				add(c.Position, "the control %s: %s: %s → %s", c.Control, f.Field, cmp.Or(f.From, "none"), cmp.Or(f.To, "none"))
			}
		}
	}
	for _, m := range d.Minimums {
		if m.Effect == requirements.Weaker {
			where := ""
			if len(m.Tiers) > 0 {
				where = " for " + strings.Join(m.Tiers, ", ")
			}
			add(m.Position, "the minimum %s%s: %s", m.Name, where, m.What)
		}
	}
	for _, v := range d.Vendors {
		at := source.Position{File: v.Profile}
		if v.To == finding.Approved && v.From != finding.Approved {
			add(at, "%s: %s → %s", cmp.Or(v.Vendor, v.Profile), v.From, v.To)
		}
		if v.FromTier != "" && v.ToTier > v.FromTier {
			add(at, "%s: tier %s → %s", cmp.Or(v.Vendor, v.Profile), v.FromTier, v.ToTier)
		}
		for _, f := range v.Findings {
			if f.Effect == requirements.Weaker {
				add(at, "%s: %s: %s → %s", cmp.Or(v.Vendor, v.Profile), f.Control, f.From, f.To)
			}
		}
	}
}

// A ControlSummary is what changes for the vendors in one control.
type ControlSummary struct {
	Control string
	Code    string
	Changes []VendorFinding
}

// A VendorFinding is a change of a finding and the profile that it is of.
type VendorFinding struct {
	Profile, Vendor string
	FindingChange
}

// ByControl sorts the changes of findings by control.
func (d *Difference) ByControl() []ControlSummary {
	index := map[string]int{}
	var out []ControlSummary
	for _, v := range d.Vendors {
		for _, f := range v.Findings {
			i, ok := index[f.Control]
			if !ok {
				i = len(out)
				index[f.Control] = i
				out = append(out, ControlSummary{Control: f.Control, Code: f.Code})
			}
			out[i].Changes = append(out[i].Changes, VendorFinding{v.Profile, v.Vendor, f})
		}
	}
	slices.SortFunc(out, func(a, b ControlSummary) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.Control, b.Control))
	})
	return out
}

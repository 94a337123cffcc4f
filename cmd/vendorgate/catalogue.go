package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

// A catalogue is the list of controls as a document for people.
type catalogue struct {
	controls []control
	tiers    []string
}

// measured adds what the control measures against.
func (c control) measured(set *requirements.Set) control {
	for _, p := range requirements.Parameters() {
		if !slices.Contains(c.Requirements, p.Name) {
			continue
		}
		m := minimumOf(set, p, policy.Tiers)
		values := map[string]any{}
		for tier, v := range m.values {
			values[tier] = v.Value
		}
		c.minimums = append(c.minimums, m)
		c.Minimums = append(c.Minimums, measuredMinimum{Name: m.Name, Title: m.Title, Values: values, Source: m.source()})
	}
	return c
}

// applies says when the control applies.
func (c control) applies() string {
	words := "always"
	if c.AppliesWhen != "" {
		words = fmt.Sprintf("unless the engagement shows that it does not (%s)", c.AppliesWhen)
	}
	if c.Due == "award" {
		words += "; due at the award, deferred before"
	}
	return words
}

// minimumsLine says every minimum and its values on one line.
func (c control) minimumsLine(tiers []string) string {
	var parts []string
	for _, m := range c.minimums {
		parts = append(parts, m.Name+": "+m.line(tiers))
	}
	return strings.Join(parts, "; ")
}

// line says the values of some tiers on one line.
func (m minimum) line(tiers []string) string {
	var parts []string
	for _, same := range m.byValue(tiers) {
		words := m.in(same[0])
		if len(tiers) > 1 {
			words = tierRange(same) + " " + words
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, ", ")
}

// frameworksLine names what the control answers in other catalogues.
func (c control) frameworksLine() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c.Frameworks)) {
		parts = append(parts, fmt.Sprintf("%s %s", cmp.Or(frameworkNames[name], name), strings.Join(c.Frameworks[name], ", ")))
	}
	return strings.Join(parts, "; ")
}

// markdown writes the catalogue by consideration: first a table to find one's
// way, then each control with its why, its minimums and what to ask for.
func (l catalogue) markdown() string {
	var b strings.Builder
	b.WriteString("# The controls\n\n")
	fmt.Fprintf(&b, "%s in force, grouped by the considerations of the guide.\n", counted(len(l.controls), "control"))
	b.WriteString("`vendorgate explain CODE` shows one of them with its rule.\n")
	for i, c := range l.controls {
		if i == 0 || c.Consideration != l.controls[i-1].Consideration {
			l.overview(&b, c.Consideration)
		}
		l.control(&b, c)
	}
	return b.String()
}

// overview opens a consideration with the list of its controls.
func (l catalogue) overview(b *strings.Builder, n int) {
	fmt.Fprintf(b, "\n## %s\n\n", finding.ConsiderationHeading(n))
	b.WriteString(markdownRow(controlColumns...) + strings.Repeat("| --- ", len(controlColumns)) + "|\n")
	only := ""
	if len(l.tiers) == 1 {
		only = l.tiers[0]
	}
	for _, c := range l.controls {
		if c.Consideration == n {
			b.WriteString(markdownRow(c.row(only)...))
		}
	}
}

func (l catalogue) control(b *strings.Builder, c control) {
	name := c.Code
	if name == "" {
		name = c.ID
	}
	fmt.Fprintf(b, "\n### %s: %s\n\n", markdown(name), markdown(c.Title))
	if c.Description != "" {
		fmt.Fprintf(b, "%s\n\n", markdown(c.Description))
	}
	item := func(label, words string) { fmt.Fprintf(b, "- **%s**: %s\n", label, words) }
	only := ""
	if len(l.tiers) == 1 {
		only = l.tiers[0]
	}
	item("Control", fmt.Sprintf("%#q, %s, %s", c.ID, markdown(c.severity(only)), tierRange(c.InForce.Tiers)))
	item("Applies", markdown(c.applies()))
	if c.Side == finding.MemberSide {
		item("Up to", "you, the member")
	}
	if !c.Waivable {
		item("Waivable", "no: it is a duty set by law")
	}
	if c.State != "" {
		item("State", c.State+", whose law it is; off for a member of another state")
	}
	if c.InForce.Reason != "" {
		item("Changed", markdown(c.InForce.Reason))
	}
	item("Ask for", markdown(c.Remediation))
	if len(c.Answers) > 0 {
		var paths []string
		for _, path := range c.Answers {
			paths = append(paths, "`"+path+"`")
		}
		item("Reads", strings.Join(paths, ", "))
	}
	if len(c.Frameworks) > 0 {
		item("Frameworks", markdown(c.frameworksLine()))
	}
	if c.Guide != "" {
		item("Guide", markdown(c.Guide))
	}
	if len(c.minimums) == 0 {
		return
	}
	head := append([]string{"Minimum"}, l.tiers...)
	head = append(head, "Source of the default")
	b.WriteString("\n" + markdownRow(head...) + strings.Repeat("| --- ", len(head)) + "|\n")
	for _, m := range c.minimums {
		cells := []string{m.Title + " (" + m.Name + ")"}
		for _, tier := range l.tiers {
			cells = append(cells, m.in(tier))
		}
		b.WriteString(markdownRow(append(cells, m.source())...))
	}
}

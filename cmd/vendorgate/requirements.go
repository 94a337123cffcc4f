package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/requirements"
)

// An exhibit is what the command requirements shows.
type exhibit struct {
	set   *requirements.Set
	tiers []string
	width int
}

func (p *program) requirementsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "requirements",
		Short: "Show the minimums in force",
		Long: `requirements shows what vendors are asked for, tier by tier: the shipped
minimums with yours over them, each with the place where it was set and the
source of the shipped value. As Markdown it goes into a request for proposals;
as YAML it is a requirements document that says everything in full. Minimums that
contradict each other are refused, with their lines.`,
		Example: `  vendorgate requirements --tier T1
  vendorgate requirements -r county.yaml --tier T2 -o markdown > exhibit.md
  vendorgate requirements -o yaml > county.yaml`,
		Args: noArguments,
	}
	settingFlags(cmd, "requirements", "policies")
	format := formatFlag(cmd, "text", "markdown", "json", "yaml")
	tier := tierFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		g, _, err := makeGate(cmd)
		if err != nil {
			return err
		}
		e := exhibit{set: g.Requirements(), tiers: tiersOr(tier.value), width: textWidth(p.stdout.w)}
		switch format.value {
		case "json":
			return e.json(p.stdout)
		case "yaml":
			return writeText(p.stdout, e.yaml())
		case "markdown":
			return writeText(p.stdout, e.markdown())
		}
		return writeText(p.stdout, e.text())
	}
	return cmd
}

func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// A group is a heading with the minimums below it that some tier asks for.
type group struct {
	title string
	lines []minimum
}

func (e exhibit) groups() []group {
	var out []group
	titles := map[string]int{}
	seen := map[string]bool{}
	for _, tier := range e.tiers {
		for _, g := range e.set.Exhibit(tier) {
			i, ok := titles[g.Name]
			if !ok {
				i = len(out)
				titles[g.Name] = i
				out = append(out, group{title: g.Title})
			}
			for _, line := range g.Lines {
				if !seen[line.Name] {
					seen[line.Name] = true
					out[i].lines = append(out[i].lines, minimumOf(e.set, line.Parameter, e.tiers))
				}
			}
		}
	}
	for _, g := range out {
		slices.SortFunc(g.lines, func(a, b minimum) int { return strings.Compare(a.Name, b.Name) })
	}
	slices.SortStableFunc(out, func(a, b group) int { return strings.Compare(a.lines[0].Group, b.lines[0].Group) })
	return out
}

// about says whose minimums these are.
func (e exhibit) about() string {
	member, state := e.set.Member()
	version, effective := e.set.Edition()
	var parts []string
	if member != "" {
		parts = append(parts, member)
	}
	if state != "" {
		parts = append(parts, state)
	}
	if version != "" {
		parts = append(parts, "edition "+version)
	}
	if effective != "" {
		parts = append(parts, "in effect from "+effective)
	}
	parts = append(parts, "amounts in "+e.set.Currency())
	return strings.Join(parts, ", ")
}

func (e exhibit) heading() string {
	if len(e.tiers) == 1 {
		return "What is asked of a vendor in tier " + e.tiers[0]
	}
	return "What is asked of a vendor, by tier"
}

func (e exhibit) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s", e.heading(), wrapped(visible(e.about()), "", e.width))
	for _, g := range e.groups() {
		fmt.Fprintf(&b, "\n%s\n", visible(g.title))
		for _, m := range g.lines {
			fmt.Fprintf(&b, "\n  %s (%s)\n", visible(m.Title), m.Name)
			m.writeValues(&b, e.tiers, "    ", e.width)
			b.WriteString(wrapped(visible(m.meaning()), "    ", e.width))
			if m.source() != "" {
				b.WriteString(wrapped("source of the default: "+visible(m.source()), "    ", e.width))
			}
		}
	}
	return b.String()
}

// writeValues writes the values of some tiers, each with the place where it was
// set.
func (m minimum) writeValues(b *strings.Builder, tiers []string, indent string, width int) {
	for _, same := range m.byValue(tiers) {
		lead := indent
		if len(tiers) > 1 {
			lead += fmt.Sprintf("%-8s  ", tierRange(same))
		}
		b.WriteString(hanging(visible(m.in(same[0])), lead, width))
		if set := m.setIn(same); set != "" {
			b.WriteString(hanging("set: "+visible(set), strings.Repeat(" ", len(lead)), width))
		}
	}
}

// hanging wraps text after a lead, and indents the other lines as far.
func hanging(text, lead string, width int) string {
	blank := strings.Repeat(" ", len([]rune(lead)))
	out := wrapped(text, blank, width)
	return lead + strings.TrimPrefix(out, blank)
}

func (e exhibit) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", e.heading(), markdown(e.about()))
	for _, g := range e.groups() {
		fmt.Fprintf(&b, "\n## %s\n\n", markdown(g.title))
		head := append([]string{"Minimum", "What it means"}, e.tiers...)
		if len(e.tiers) == 1 {
			head[2] = "Value"
		}
		head = append(head, "Set", "Source of the default")
		b.WriteString(markdownRow(head...) + strings.Repeat("| --- ", len(head)) + "|\n")
		for _, m := range g.lines {
			cells := []string{m.Title, m.meaning()}
			for _, tier := range e.tiers {
				cells = append(cells, m.in(tier))
			}
			b.WriteString(markdownRow(append(cells, m.setIn(e.tiers), m.source())...))
		}
	}
	return b.String()
}

func (e exhibit) json(w io.Writer) error {
	member, state := e.set.Member()
	version, effective := e.set.Edition()
	out := struct {
		Member      string                                 `json:"member,omitempty"`
		State       string                                 `json:"state,omitempty"`
		Version     string                                 `json:"version,omitempty"`
		EffectiveOn string                                 `json:"effective_on,omitempty"`
		Currency    string                                 `json:"currency"`
		SHA256      string                                 `json:"settings_sha256"`
		Tiers       map[string][]requirements.ExhibitGroup `json:"tiers"`
	}{member, state, version, effective, e.set.Currency(), e.set.Digest(), map[string][]requirements.ExhibitGroup{}}
	for _, tier := range e.tiers {
		out.Tiers[tier] = e.set.Exhibit(tier)
	}
	return printJSON(w, out)
}

// yaml writes the minimums as a requirements document, which says in full what
// the member's own document and the defaults say together.
func (e exhibit) yaml() string {
	var b strings.Builder
	member, state := e.set.Member()
	version, effective := e.set.Edition()
	fmt.Fprintf(&b, "# Written by vendorgate requirements; every minimum in force, in full.\n")
	fmt.Fprintf(&b, "apiVersion: vendorgate/v1\nkind: Requirements\n")
	if member != "" {
		fmt.Fprintf(&b, "member: %s\n", flow(memberOf(member, state)))
	}
	if version != "" {
		fmt.Fprintf(&b, "version: %s\n", flow(version))
	}
	if effective != "" {
		fmt.Fprintf(&b, "effective_on: %s\n", flow(effective))
	}
	fmt.Fprintf(&b, "currency: %s\n", flow(e.set.Currency()))
	if settings := e.set.Settings(); len(settings) > 0 {
		fmt.Fprintf(&b, "settings: %s\n", flow(settings))
	}
	b.WriteString("tiers:\n")
	minimums := e.set.Minimums()
	for _, tier := range e.tiers {
		fmt.Fprintf(&b, "  %s:\n", tier)
		e.yamlGroup(&b, minimums[tier], "", "    ")
	}
	if controls := e.set.Controls(); len(controls) > 0 {
		b.WriteString("controls:\n")
		for _, c := range controls {
			fmt.Fprintf(&b, "  - %s\n", flow(settingOf(c)))
		}
	}
	return b.String()
}

// yamlGroup writes a group of minimums, one on a line with its title.
func (e exhibit) yamlGroup(b *strings.Builder, tree any, name, indent string) {
	fields, _ := tree.(map[string]any)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		full := strings.TrimPrefix(name+"."+field, ".")
		i := slices.IndexFunc(requirements.Parameters(), func(p requirements.Parameter) bool { return p.Name == full })
		if i < 0 {
			fmt.Fprintf(b, "%s%s:\n", indent, field)
			e.yamlGroup(b, fields[field], full, indent+"  ")
			continue
		}
		fmt.Fprintf(b, "%s%s: %s  # %s\n", indent, field, flow(fields[field]), visible(requirements.Parameters()[i].Title))
	}
}

func memberOf(name, state string) map[string]any {
	m := map[string]any{"name": name}
	if state != "" {
		m["state"] = state
	}
	return m
}

// settingOf is a member's setting for a control as the document has it.
func settingOf(c requirements.Setting) map[string]any {
	m := map[string]any{"control": c.Control}
	if c.Severity != "" {
		m["severity"] = string(c.Severity)
	}
	if c.Tiers != nil {
		m["tiers"] = c.Tiers
	}
	if c.EffectiveOn != "" {
		m["effective_on"] = c.EffectiveOn
	}
	switch {
	case c.Disabled:
		m["disabled"] = map[string]any{"reason": c.Reason}
	case c.Reason != "":
		m["reason"] = c.Reason
	}
	return m
}

// flow writes a value on one line. JSON is YAML, and quoted strings are never
// taken for anything else.
func flow(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("requirements hold a %T: %v", v, err)) // they hold JSON alone
	}
	return string(text)
}

package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

func (p *program) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain CONTROL",
		Short: "Show everything about one control",
		Long: `explain shows what a control demands and why, when it applies, what it reads,
what it measures against in each tier, what to ask for, an example that passes
and one that fails, and its rule with the helpers that it rests on.
CONTROL is an id, such as insurance.cyber_limits, or a code, such as INS-05.`,
		Example: `  vendorgate explain insurance.cyber_limits
  vendorgate explain INS-05 -r county.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd, "name one control, by its id or its code", "`vendorgate controls` lists all of them")
			}
			return nil
		},
	}
	settingFlags(cmd, "requirements", "policies")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		g, s, err := makeGate(cmd)
		if err != nil {
			return err
		}
		c, err := findControl(cmd, g, args[0])
		if err != nil {
			return err
		}
		passages, err := passagesOf(c.Control, s.Policies)
		if err != nil {
			return err
		}
		example, _, err := g.Example(cmd.Context(), c.ID)
		if err != nil {
			return err
		}
		e := explanation{control: c, set: g.Requirements(), passages: passages, example: example, width: textWidth(p.stdout.w)}
		return writeText(p.stdout, e.text())
	}
	return cmd
}

func findControl(cmd *cobra.Command, g *gate.Gate, name string) (control, error) {
	var known []string
	for _, c := range controlsOf(g) {
		if isNamed(c.Control, name) || strings.EqualFold(c.Code, name) {
			return c, nil
		}
		known = append(known, c.ID)
		if c.Code != "" {
			known = append(known, c.Code)
		}
		known = append(known, c.Aliases...)
	}
	hint := "`vendorgate controls` lists all of them"
	if near := nearestControl(name, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return control{}, usage(cmd, fmt.Sprintf("there is no control %q", name), hint)
}

// nearestControl also finds a control by its rule's name alone.
func nearestControl(name string, known []string) string {
	if near := source.Nearest(name, known); near != "" {
		return near
	}
	for _, k := range known {
		if strings.HasSuffix(k, "."+name) {
			return k
		}
	}
	return ""
}

// passagesOf are the rules of a control as they stand in its module.
func passagesOf(c policy.Control, own []string) ([]policy.Passage, error) {
	modules, err := policy.Shipped()
	if err != nil {
		return nil, err
	}
	for _, name := range own {
		found, err := policy.Read(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
		}
		modules = append(modules, found...)
	}
	passages, err := policy.Passages(modules, c)
	if err == nil && len(passages) == 0 {
		err = fmt.Errorf("the module of %s is gone: %s", c.ID, c.Position.File)
	}
	return passages, err
}

// An explanation is everything about one control.
type explanation struct {
	control
	set      *requirements.Set
	passages []policy.Passage
	// example is empty where no document of the known-answer test shows it.
	example gate.Example
	width   int
}

func (e explanation) text() string {
	var b strings.Builder
	b.WriteString(e.ID)
	if e.Code != "" {
		b.WriteString("  " + e.Code)
	}
	fmt.Fprintf(&b, "\n%s", wrapped(visible(e.Title), "", e.width))
	if e.Description != "" {
		b.WriteString("\n" + wrapped(visible(e.Description), "", e.width))
	}
	b.WriteByte('\n')
	for _, fact := range e.facts() {
		b.WriteString(hanging(visible(fact[1]), fmt.Sprintf("%-15s", fact[0]), e.width))
	}
	e.reads(&b)
	e.measures(&b)
	fmt.Fprintf(&b, "\nAsk for\n%s", wrapped(visible(e.Remediation), "  ", e.width))
	if len(e.Frameworks) > 0 {
		b.WriteString("\nFrameworks\n")
		for _, name := range slices.Sorted(maps.Keys(e.Frameworks)) {
			lead := fmt.Sprintf("  %-14s ", cmp.Or(frameworkNames[name], name))
			b.WriteString(hanging(visible(strings.Join(e.Frameworks[name], ", ")), lead, e.width))
		}
	}
	e.examples(&b)
	for i, passage := range e.passages {
		heading := "Rule"
		if i > 0 {
			heading = "Helper"
		}
		fmt.Fprintf(&b, "\n%s, %s\n", heading, visible(passage.Position.String()))
		for line := range strings.Lines(passage.Text) {
			line = strings.TrimRight(strings.ReplaceAll(line, "\t", "  "), "\r\n")
			indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
			b.WriteString(strings.TrimRight("  "+indent+visible(line[len(indent):]), " ") + "\n")
		}
	}
	return b.String()
}

// frameworkNames are the names that people know the frameworks by.
var frameworkNames = map[string]string{
	"csf_2_0":        "NIST CSF 2.0",
	"nist_800_53r5":  "SP 800-53 r5",
	"iso_27001_2022": "ISO 27001:2022",
	"ccm_4_0_7":      "CSA CCM 4.0.7",
	"cis_v8_1":       "CIS v8.1",
	"cisa_cpg_2_0":   "CISA CPG 2.0",
	"mvsp_3_0":       "MVSP 3.0",
	"hecvat_4_14":    "HECVAT 4.14",
	"cjis_5_9_5":     "CJIS 5.9.5",
}

// facts are the lines of the head: a name and what is to be said.
func (e explanation) facts() [][2]string {
	facts := [][2]string{
		{"Consideration", finding.ConsiderationHeading(e.Consideration)},
		{"Tiers", tierRange(e.InForce.Tiers)},
		{"Severity", e.severity("")},
	}
	add := func(name, words string) { facts = append(facts, [2]string{name, words}) }
	if e.AppliesWhen == "" {
		add("Applies", "always")
	} else {
		add("Applies", fmt.Sprintf("unless the engagement shows that it does not: %s", e.AppliesWhen))
	}
	if e.Due == "award" {
		add("Due", "at the award; before that it is deferred")
	}
	if e.Side == finding.MemberSide {
		add("Up to", "the member")
	} else {
		add("Up to", "the vendor")
	}
	if !e.Waivable {
		add("Waivable", "no: it is a duty set by law")
	}
	if e.State != "" {
		add("State", e.State+": it is that state's law")
	}
	if e.InForce.EffectiveOn != "" {
		add("In force from", e.InForce.EffectiveOn)
	}
	if e.InForce.Reason != "" {
		add("Changed", e.InForce.Reason)
	}
	if e.Guide != "" {
		add("Guide", e.Guide)
	}
	if len(e.Aliases) > 0 {
		add("Also called", strings.Join(e.Aliases, ", "))
	}
	return facts
}

func (e explanation) reads(b *strings.Builder) {
	b.WriteString("\nReads\n")
	input := schema.Input()
	for _, path := range e.Answers {
		fmt.Fprintf(b, "  %s\n", visible(path))
		if title := titleOf(input, path); title != "" {
			b.WriteString(wrapped(visible(title), "      ", e.width))
		}
	}
}

func (e explanation) measures(b *strings.Builder) {
	if len(e.Requirements) == 0 {
		return
	}
	b.WriteString("\nMeasures against\n")
	for _, p := range requirements.Parameters() {
		if !slices.Contains(e.Requirements, p.Name) {
			continue
		}
		m := minimumOf(e.set, p, policy.Tiers)
		fmt.Fprintf(b, "  %s (%s)\n", visible(m.Title), m.Name)
		m.writeValues(b, policy.Tiers, "      ", e.width)
		if m.source() != "" {
			b.WriteString(wrapped("source of the default: "+visible(m.source()), "      ", e.width))
		}
	}
}

// examples shows answers that pass and answers that do not. A long list is cut:
// what matters is what the answers look like.
func (e explanation) examples(b *strings.Builder) {
	const most = 8
	write := func(heading string, answers []gate.Given) {
		fmt.Fprintf(b, "\n%s\n", heading)
		for i, a := range answers {
			if i == most {
				fmt.Fprintf(b, "  and %d more\n", len(answers)-most)
				break
			}
			b.WriteString(hanging(visible(string(a.Value)), "  "+visible(a.Path)+": ", e.width))
		}
	}
	if len(e.example.Fails) == 0 {
		return
	}
	write("Passes, for example, with", e.example.Passes)
	write("Fails when that becomes", e.example.Fails)
}

// titleOf is the title of the field that a path such as
// insurance.policies[_].line leads to, with those around it.
func titleOf(node map[string]any, path string) string {
	var titles []string
	for _, name := range strings.Split(path, ".") {
		name, rest, _ := strings.Cut(name, "[")
		fields, _ := node["properties"].(map[string]any)
		next, ok := fields[name].(map[string]any)
		if !ok {
			break
		}
		if title, _ := next["title"].(string); title != "" {
			titles = append(titles, title)
		}
		for range strings.Count(rest, "]") {
			items, ok := next["items"].(map[string]any)
			if !ok {
				items, _ = next["additionalProperties"].(map[string]any)
			}
			next = items
		}
		node = next
	}
	return strings.Join(titles, ": ")
}

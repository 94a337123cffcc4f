package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

// A control is one of the catalogue as the member's settings leave it.
type control struct {
	policy.Control
	InForce  inForce           `json:"in_force"`
	Minimums []measuredMinimum `json:"minimums"`

	minimums []minimum
}

// A measuredMinimum is one requirement that a control measures against.
type measuredMinimum struct {
	Name   string         `json:"name"`
	Title  string         `json:"title"`
	Values map[string]any `json:"values"` // by tier; a tier that does not ask is absent
	Source string         `json:"source"` // of the shipped value
}

// inForce is what holds for a control after the member's settings.
type inForce struct {
	Tiers       []string                    `json:"tiers"` // none: switched off
	Severity    map[string]finding.Severity `json:"severity"`
	Reason      string                      `json:"reason,omitempty"` // of the member's change
	EffectiveOn string                      `json:"effective_on,omitempty"`
}

func (p *program) controlsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "controls",
		Short: "List the controls in force",
		Example: `  vendorgate controls
  vendorgate controls --tier T3 -o csv
  vendorgate controls -r county.yaml -p policies/ -o markdown`,
		Args: noArguments,
	}
	settingFlags(cmd, "requirements", "policies")
	format := formatFlag(cmd, "text", "json", "csv", "markdown")
	tier := tierFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		g, _, err := makeGate(cmd)
		if err != nil {
			return err
		}
		list := []control{}
		for _, c := range controlsOf(g) {
			if tier.value == "" || slices.Contains(c.InForce.Tiers, tier.value) {
				list = append(list, c)
			}
		}
		switch format.value {
		case "json":
			return printJSON(p.stdout, list)
		case "csv":
			return printCSV(p.stdout, controlRows(list, tier.value))
		case "markdown":
			return writeText(p.stdout, catalogue{list, tiersOr(tier.value)}.markdown())
		}
		return controlsText(p.stdout, list, tier.value)
	}
	return cmd
}

// tierFlag adds --tier to a command.
func tierFlag(cmd *cobra.Command) *word {
	w := &word{known: policy.Tiers}
	cmd.Flags().Var(w, "tier", "one tier only")
	fixedCompletion(cmd, "tier", policy.Tiers)
	return w
}

// makeGate makes the gate that the settings ask for. Commands that only show
// something make it whole as well, so that they show what a check would use.
func makeGate(cmd *cobra.Command) (*gate.Gate, *settings, error) {
	s, err := loadSettings(cmd)
	if err != nil {
		return nil, nil, err
	}
	g, err := gate.New(cmd.Context(), s.gate())
	if stopped := stoppedBy(cmd.Context()); stopped != nil {
		return nil, nil, stopped
	}
	return g, s, err
}

// controlsOf is the catalogue with the member's settings.
func controlsOf(g *gate.Gate) []control {
	settings := g.Requirements().Controls()
	var out []control
	for _, c := range g.Controls() {
		in := inForce{Tiers: c.Tiers, Severity: map[string]finding.Severity{}}
		i := slices.IndexFunc(settings, func(s requirements.Setting) bool { return isNamed(c, s.Control) })
		var s requirements.Setting
		if i >= 0 {
			s = settings[i]
		}
		if s.Tiers != nil {
			in.Tiers = s.Tiers
		}
		if s.Disabled {
			in.Tiers = []string{}
		}
		in.Reason, in.EffectiveOn = s.Reason, s.EffectiveOn
		if _, state := g.Requirements().Member(); state != "" && c.State != "" && c.State != state {
			in.Tiers, in.Reason = []string{}, fmt.Sprintf("off: it is the law of %s, and the member belongs to %s", c.State, state)
		}
		for _, tier := range in.Tiers {
			in.Severity[tier] = c.Severity
			if own, ok := c.TierSeverity[tier]; ok {
				in.Severity[tier] = own
			}
			if s.Severity != "" {
				in.Severity[tier] = s.Severity
			}
		}
		out = append(out, control{Control: c, InForce: in, Minimums: []measuredMinimum{}}.measured(g.Requirements()))
	}
	return out
}

func isNamed(c policy.Control, name string) bool {
	return name == c.ID || (c.Code != "" && name == c.Code) || slices.Contains(c.Aliases, name)
}

// severity is how much the control weighs, tier by tier where they differ.
func (c control) severity(tier string) string {
	if tier != "" {
		return string(c.InForce.Severity[tier])
	}
	var parts []string
	for _, s := range finding.Severities {
		var tiers []string
		for _, tier := range c.InForce.Tiers {
			if c.InForce.Severity[tier] == s {
				tiers = append(tiers, tier)
			}
		}
		switch {
		case len(tiers) == 0:
		case len(tiers) == len(c.InForce.Tiers):
			return string(s)
		default:
			parts = append(parts, fmt.Sprintf("%s %s", s, tierRange(tiers)))
		}
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, ", ")
}

// tierRange shows tiers that follow one another as a range: T1-T3.
func tierRange(tiers []string) string {
	if len(tiers) == 0 {
		return "off"
	}
	tiers = slices.Sorted(slices.Values(tiers))
	first := slices.Index(policy.Tiers, tiers[0])
	if len(tiers) > 2 && first >= 0 && first+len(tiers) <= len(policy.Tiers) &&
		slices.Equal(policy.Tiers[first:first+len(tiers)], tiers) {
		return tiers[0] + "-" + tiers[len(tiers)-1]
	}
	return strings.Join(tiers, ",")
}

var controlColumns = []string{"code", "severity", "tiers", "id", "title"}

func (c control) row(tier string) []string {
	code := c.Code
	if code == "" {
		code = "-"
	}
	return []string{code, c.severity(tier), tierRange(c.InForce.Tiers), c.ID, c.Title}
}

// controlRows is the catalogue as a table, with everything that the other
// formats say of a control.
func controlRows(list []control, tier string) [][]string {
	head := append([]string{"consideration"}, controlColumns...)
	rows := [][]string{append(head, "description", "applies", "up to", "minimums", "ask for", "frameworks", "reads")}
	for _, c := range list {
		row := append([]string{finding.ConsiderationHeading(c.Consideration)}, c.row(tier)...)
		rows = append(rows, append(row, c.Description, c.applies(), string(c.Side), c.minimumsLine(tiersOr(tier)),
			c.Remediation, c.frameworksLine(), strings.Join(c.Answers, "; ")))
	}
	return rows
}

// controlsText prints one line per control, in columns that run through.
func controlsText(w io.Writer, list []control, tier string) error {
	var rows [][]string
	for _, c := range list {
		row := c.row(tier)
		for i := range row {
			row[i] = visible(row[i])
		}
		rows = append(rows, row)
	}
	var table strings.Builder
	if err := printTable(&table, "  ", rows); err != nil {
		return err
	}
	lines := strings.SplitAfter(table.String(), "\n")
	var b strings.Builder
	for i, c := range list {
		if i == 0 || c.Consideration != list[i-1].Consideration {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(finding.ConsiderationHeading(c.Consideration) + "\n")
		}
		b.WriteString(lines[i])
	}
	fmt.Fprintf(&b, "\n%s\n", counted(len(list), "control"))
	_, err := io.WriteString(w, b.String())
	return err
}

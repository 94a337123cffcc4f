package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/pkg/waiver"
)

func (p *program) waiveCommand() *cobra.Command {
	engagement := text{metavar: "FILE", check: notEmpty}
	cmd := &cobra.Command{
		Use:   "waive CONTROL… PROFILE",
		Short: "Draft a waiver of what a check finds",
		Long: `waive checks a profile and drafts a document of waivers for controls that it does
not meet or does not answer: with the digest of what was seen, by which a waiver is
tied to it, and in comments what that was. Fill in who asks, why, who approves and
until when; 'vendorgate check --waivers FILE' then says whether it holds.

A waiver of a critical control needs two people with different roles and holds for
90 days at most, one of a high control for 180, any other for 365. Whoever asks for
it cannot approve it. A duty set by law cannot be waived.`,
		Example: `  vendorgate waive LIA-02 vendors/acme.yaml > waivers.yaml
  vendorgate waive INS-13 INS-14 -e purchase.yaml vendors/acme.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage(cmd, "name the controls to waive, and then the profile", "")
			}
			return nil
		},
	}
	cmd.Flags().VarP(&engagement, "engagement", "e", "what you say of this purchase; for a profile that comes without one")
	settingFlags(cmd, "requirements", "policies", "verify_key", "as_of", "fail_on", "timeout")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		s.Waivers = "" // what is waived already can be drafted anew
		g, err := gate.New(cmd.Context(), s.gate())
		if stopped := stoppedBy(cmd.Context()); stopped != nil {
			return stopped
		}
		if err != nil {
			return err
		}
		last := len(args) - 1
		var controls []control
		for _, name := range args[:last] {
			c, err := findControl(cmd, g, name)
			if err != nil {
				return err
			}
			if !c.Waivable {
				return usage(cmd, fmt.Sprintf("the control %s is a duty set by law: nobody can waive it", c.ID), "")
			}
			if !slices.ContainsFunc(controls, func(other control) bool { return other.ID == c.ID }) {
				controls = append(controls, c)
			}
		}
		request, err := oneRequest(cmd, s, args[last], engagement.value)
		if err != nil {
			return err
		}
		return p.draft(cmd.Context(), cmd, g, request, controls)
	}
	return cmd
}

// draft writes the document for the findings of some controls.
func (p *program) draft(ctx context.Context, cmd *cobra.Command, g *gate.Gate, request gate.Request, controls []control) error {
	d := g.Check(ctx, request)
	if stopped := stoppedBy(ctx); stopped != nil {
		return stopped
	}
	if len(d.Findings) == 0 {
		return p.unjudged(d)
	}
	var found []*finding.Finding
	for _, c := range controls {
		for i := range d.Findings {
			if f := &d.Findings[i]; f.Control == c.ID {
				if f.Observed == "" || !f.Blocking {
					return usage(cmd, fmt.Sprintf("there is nothing to waive: %s is %s, and does not block", cmp.Or(c.Code, c.ID), f.Status),
						"`vendorgate check` shows what blocks")
				}
				found = append(found, f)
			}
		}
	}
	return writeText(p.stdout, draftOf(&d, found))
}

// draftOf is the text of the draft. What somebody has to fill in is empty, and
// refused while it is.
func draftOf(d *finding.Decision, found []*finding.Finding) string {
	heaviest := slices.MaxFunc(found, func(a, b *finding.Finding) int { return cmp.Compare(a.Severity.Weight(), b.Severity.Weight()) })
	var b strings.Builder
	b.WriteString(`# yaml-language-server: $schema=https://vendorgate.dev/schemas/v1/waivers.json
# A draft: fill in what is empty. To add it to waivers that you have, take it from
# the dash on.
apiVersion: vendorgate/v1
kind: Waivers
waivers:
  - id: # a short name of your own, such as 2026-014
`)
	fmt.Fprintf(&b, "    match: {profile_id: %q}\n    controls:\n", d.ProfileID)
	for _, f := range found {
		fmt.Fprintf(&b, "      # %s, %s, %s: %s\n", cmp.Or(f.Code, f.Control), f.Severity, f.Status, visible(f.Title))
		seen(&b, f)
		fmt.Fprintf(&b, "      - control: %s\n        observed: %s\n", cmp.Or(f.Code, f.Control), f.Observed)
	}
	fmt.Fprintf(&b, `    reason: # why you accept this for now
    # compensating_controls: [what else lowers the risk]
    # residual_risk: what can still go wrong
    # conditions: [what has to happen while the waiver holds]
    requested_by:
    approvals:
      - name:
        role:
        on:
`)
	if heaviest.Severity == finding.Critical {
		b.WriteString("      - name: # a critical control needs a second person, with another role\n        role:\n        on:\n")
	}
	fmt.Fprintf(&b, "    granted_on:\n    expires_on: # the last day, at most %d days after the grant\n", waiver.Longest(heaviest.Severity))
	return b.String()
}

// seen writes in comments what a finding rests on.
func seen(b *strings.Builder, f *finding.Finding) {
	const most = 12
	line := func(text string, at source.Position) {
		if !at.IsZero() {
			text += " (" + at.String() + ")"
		}
		fmt.Fprintf(b, "      #   %s\n", clipped(visible(text)))
	}
	for i, a := range f.Answers {
		if i == most {
			line(fmt.Sprintf("and %d more answers", len(f.Answers)-i), source.Position{})
			break
		}
		value := "not answered"
		if !a.Missing() {
			value = string(a.Value)
		}
		line(a.Path+": "+value, a.Position)
	}
	for _, r := range f.Required {
		line("you ask: "+cmp.Or(r.Title, r.Name)+": "+r.Text, source.Position{})
	}
	for i, r := range f.Reasons {
		if i == most {
			line(fmt.Sprintf("and %d more reasons", len(f.Reasons)-i), source.Position{})
			break
		}
		line("because: "+r.Message, r.Position)
	}
}

// clipped keeps a comment to a length that can be read.
func clipped(text string) string {
	const most = 160
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

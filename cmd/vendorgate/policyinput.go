package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

func (p *program) policyInputCommand() *cobra.Command {
	engagement := text{metavar: "FILE", check: notEmpty}
	cmd := &cobra.Command{
		Use:   "input PATH…",
		Short: "Write what a stock OPA is asked with",
		Long: `input reads profiles and engagements as check does, validates them, and writes
each pair as one line of JSON, {"profile": …, "engagement": …}. That is the input
with which a stock OPA that has the bundle is asked for its decision. check reads
the same lines from standard input.

What a check would not accept gets no line: it is reported with its place, and
the exit code is that of check.`,
		Example: `  vendorgate policy input vendors/ > batch.ndjson
  vendorgate policy input -e engagement.yaml acme.yaml | opa eval -b county.tar.gz -I data.vendorgate.decision.verdict`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "name profiles: files, folders, or - for standard input", "")
			}
			return nil
		},
	}
	cmd.Flags().VarP(&engagement, "engagement", "e", "what you say of this purchase; for profiles that come without one")
	settingFlags(cmd, "requirements", "policies", "verify_key")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		g, s, err := makeGate(cmd)
		if err != nil {
			return err
		}
		selection := gate.Selection{Paths: args, Engagement: engagement.value, Stdin: newInterruptible(cmd.Context(), p.stdin), Limits: document.Limits(s.Limits)}
		for request := range selection.Requests() {
			if stopped := stoppedBy(cmd.Context()); stopped != nil {
				return stopped
			}
			input, decision := g.Input(request)
			if decision.Fault != finding.FaultNone {
				if p.decided == nil {
					p.decided = &finding.Summary{}
				}
				p.decided.Add(&decision)
				complain(p.stderr, fmt.Errorf("%s is left out: %w", decision.Profile.File, source.Problems(decision.Problems)))
				continue
			}
			if _, err := fmt.Fprintf(p.stdout, "%s\n", input); err != nil {
				return err
			}
		}
		return nil
	}
	return cmd
}

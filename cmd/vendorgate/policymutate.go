package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errMutants says that changes were made to policies and too much went unnoticed.
var errMutants = errors.New("the tests do not notice enough")

func (p *program) policyMutateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mutate [DIR|FILE…]",
		Short: "Tell whether the tests of policies would notice a mistake",
		Long: `mutate makes one small mistake at a time in a rule, a mutant: it turns a comparison
round, moves a number by one, puts another word of an enum or another answer of
the same type in the place of one, leaves a condition or a body out, makes every
of some. Then it runs the tests that ask the rule. Where none of them fails, the
mutant survives, and is shown as the lines before and after: nobody would have
noticed that mistake.

The score is the share of the mutants that were noticed, without those that do
not compile and those that are sure to do the same. Where a folder has a file
mutants.yaml, it has to explain every survivor, and each of its entries has to
be one. The exit code is 1 when the score is below --min-score, when the list is
not whole or is out of date, and when there is no test or one fails before
anything is changed.

Numbers of mutants are the same in every run, and whatever part of them a run is
about. A case judges controls of your own, not those that vendorgate ships.`,
		Example: `  vendorgate policy mutate policies/
  vendorgate policy mutate --since main policies/
  vendorgate policy mutate --run liability -o json policies/`,
	}
	settingFlags(cmd, "requirements")
	format := formatFlag(cmd, "text", "json")
	run := cmd.Flags().String("run", "", "only the rules whose name, such as liability.cap_reaches, matches this regular expression")
	since := cmd.Flags().String("since", "", "only rules that changed, or whose tests changed, since this git revision")
	sample := cmd.Flags().Int("sample", 0, "only so many mutants, the same ones in every run; 0 means all")
	timeout := cmd.Flags().Duration("timeout", 20*time.Second, "the longest that the tests of one mutant may take; one that takes longer counts as noticed")
	floor := &percent{95}
	cmd.Flags().Var(floor, "min-score", "share of the mutants that the tests have to notice")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		o := authoring.MutateOptions{Since: *since, Sample: *sample, MinScore: floor.value, Timeout: *timeout}
		if *run != "" {
			pattern, err := regexp.Compile(*run)
			if err != nil {
				return usage(cmd, "--run is no regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "")
			}
			o.Run = pattern
		}
		if *sample < 0 {
			return usage(cmd, "--sample is a number of mutants", "")
		}
		if *timeout <= 0 {
			return usage(cmd, "--timeout has to leave some time, such as 20s", "")
		}
		if cmd.Flags().Changed("since") && *since == "" {
			return usage(cmd, "--since needs a revision, such as main or HEAD~1", "")
		}
		return p.policyMutate(cmd, names, o, format.value)
	}
	return cmd
}

func (p *program) policyMutate(cmd *cobra.Command, names []string, o authoring.MutateOptions, format string) error {
	s, err := loadSettings(cmd)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = s.Policies
	}
	if s.Requirements != "" {
		o.Requirements = gate.File(s.Requirements)
	}
	sources, err := authoring.Open(names)
	if err != nil {
		return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	// Compiling over and over leaves much to collect and keeps little.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	progress := watch(p.stderr, false)
	defer progress.end()
	o.Progress = progress.add
	report, err := sources.Mutate(cmd.Context(), o)
	progress.end()
	if stopped := stoppedBy(cmd.Context()); stopped != nil {
		return stopped
	}
	if revision, ok := errors.AsType[*authoring.RevisionError](err); ok {
		return usage(cmd, "--since: "+revision.Message, revision.Hint)
	}
	if err != nil {
		return err
	}
	if format == "json" {
		err = printJSON(p.stdout, report)
	} else {
		err = mutantsText(p.stdout, report, o)
	}
	if err == nil && len(report.Problems) > 0 {
		err = errMutants
	}
	return err
}

func mutantsText(w io.Writer, report *authoring.MutationReport, o authoring.MutateOptions) error {
	var b strings.Builder
	for _, m := range report.Mutants {
		if m.Status != authoring.Survived || m.Explained != "" {
			continue
		}
		fmt.Fprintf(&b, "survived: mutant %d, %s, %s\n  %s\n", m.Number, visible(m.Rule), m.Operator, visible(m.Position.String()))
		for _, line := range m.Removed {
			fmt.Fprintf(&b, "  - %s\n", indented(line))
		}
		for _, line := range m.Added {
			fmt.Fprintf(&b, "  + %s\n", indented(line))
		}
	}
	if len(report.Problems) > 0 {
		b.WriteString("FAIL\n")
	}
	for _, one := range report.Problems {
		fmt.Fprintf(&b, "  %s\n", visible(problemText(one)))
		if one.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", visible(one.Hint))
		}
	}
	if len(report.Mutants) != report.All {
		fmt.Fprintf(&b, "%d of ", len(report.Mutants))
	}
	fmt.Fprintf(&b, "%s: %d killed", counted(report.All, "mutant"), report.Killed)
	if report.TimedOut > 0 {
		fmt.Fprintf(&b, " (%d timed out)", report.TimedOut)
	}
	fmt.Fprintf(&b, ", %d survived", report.Survived)
	if report.Explained > 0 {
		fmt.Fprintf(&b, " (%d explained)", report.Explained)
	}
	fmt.Fprintf(&b, ", %d equivalent, %d not viable", report.Equivalent, report.NotViable)
	if report.Score != nil {
		fmt.Fprintf(&b, "; score %.1f %%, the floor is %g %%", *report.Score, o.MinScore)
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// problemText is a problem with its place, when it has one.
func problemText(p source.Problem) string {
	if p.IsZero() {
		return p.Message
	}
	return p.Error()
}

// indented is a line of a policy with its indentation, and with nothing in it
// that acts on a terminal.
func indented(line string) string {
	rest := strings.TrimLeft(line, "\t ")
	return strings.ReplaceAll(line[:len(line)-len(rest)], "\t", "    ") + visible(rest)
}

package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

// A check is one run of the command check.
type check struct {
	*program
	cmd        *cobra.Command
	engagement text
	revision   text
	verbose    bool
	quiet      bool
	seal       *seal // set for the command attest
}

func (p *program) checkCommand() *cobra.Command {
	c := &check{program: p, engagement: text{metavar: "FILE", check: notEmpty}, revision: text{metavar: "REV", check: notEmpty}}
	cmd := &cobra.Command{
		Use:   "check PATH…",
		Short: "Check vendor profiles, and decide",
		Long: `check decides on vendor profiles and reports why.

PATH is a vendor's profile, an engagement that names its profile, a folder of
both, a stream of lines {"profile": …, "engagement": …} (.ndjson or .jsonl), or
- for standard input. Without an engagement nothing is known about the purchase,
so every control applies, at the most sensitive tier.

--since leaves out what certainly did not change since a revision of the git
repository: profiles that are the same, with the same engagement. When a file
changed that bears on all of them (requirements, waivers, policies,
configuration), all are checked. When nothing changed, nothing is decided: the exit code is 0, and
every report says that nobody was checked.

Exit codes, the same for every format; of several profiles the worst counts, in
the order 2 5 4 3 6 1 0:
  0  every profile is approved, and every report is delivered
  1  a profile is rejected
  2  wrong usage, or a bug of vendorgate
  3  a profile or an engagement is not valid against the schema
  4  a profile is missing, malformed, too large or too slow, or there is none
  5  the requirements, the waivers, the policies or the configuration are wrong
  6  decided, but a report could not be written
  130, 143  interrupted; the report is partial`,
		Example: `  vendorgate check testdata/examples/managed-service/engagement.yaml
  vendorgate check -e testdata/examples/copier-repair/engagement.yaml testdata/examples/copier-repair/profile.yaml
  vendorgate check -o text -o json=report.json testdata/examples/common-paper
  vendorgate check -r county.yaml -p policies/ --fail-on high vendors/
  vendorgate check --waivers waivers.yaml vendors/
  vendorgate check --since origin/main vendors/
  vendorgate check -p bundle.tar.gz --verify-key county.pub vendors/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "name what to check: a profile, an engagement, a folder, or - for standard input", "")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c.cmd = cmd
			return c.run(cmd.Context(), args)
		},
	}
	cmd.Flags().VarP(&c.engagement, "engagement", "e", "what you say of this purchase; for profiles that come without one")
	cmd.Flags().Var(&c.revision, "since", "only what changed since this git revision, such as origin/main")
	settingFlags(cmd, "requirements", "waivers", "policies", "verify_key", "as_of", "fail_on", "outputs", "color", "timeout", "workers")
	cmd.Flags().BoolVarP(&c.verbose, "verbose", "v", false, "show every control, those that passed too")
	cmd.Flags().BoolVarP(&c.quiet, "quiet", "q", false, "no progress line")
	return cmd
}

func (c *check) run(ctx context.Context, paths []string) error {
	s, err := loadSettings(c.cmd)
	if err != nil {
		return err
	}
	plan, err := c.plan(s, paths)
	if err != nil {
		return err
	}
	scope, err := c.scope(ctx, s)
	if err != nil {
		return err
	}
	shown := watch(c.stderr, c.quiet)
	defer shown.end()
	// Compiling the policies makes much that lives on: collecting garbage in
	// between finds little. Afterwards it pays again.
	collect := debug.SetGCPercent(400)
	g, err := gate.New(ctx, s.gate())
	debug.SetGCPercent(collect)
	if stopped := stoppedBy(ctx); stopped != nil {
		return stopped
	}
	if err != nil {
		return err
	}

	head := g.Report(nil, false)
	var reports []*dispatch
	for _, o := range plan {
		reports = append(reports, o.begin(c.stdout.w, reportOptions(c.stdout.w, s.Color, c.verbose), head))
	}
	selection := gate.Selection{
		Paths:      paths,
		Engagement: c.engagement.value,
		Stdin:      newInterruptible(ctx, c.stdin),
		Limits:     document.Limits(s.Limits),
	}
	guard := guarded{plan: plan, config: s.config, paths: paths, scope: scope}
	whole := g.Report(nil, true)
	waivers := g.Tally()
	for decision := range g.CheckAll(ctx, guard.pass(selection.Requests())) {
		whole.Summary.Add(&decision)
		waivers.Add(decision.ProfileID)
		shown.add()
		for _, r := range reports {
			r.add(&decision)
		}
	}
	shown.end()
	if guard.refused != nil {
		for _, r := range reports {
			r.abandon()
		}
		return usage(c.cmd, guard.refused.Error(), "give the report another file")
	}
	c.decided = &whole.Summary
	stopped := stoppedBy(ctx)
	whole.Complete = stopped == nil
	whole.Since = scope.said()
	whole.IdleWaivers = waivers.Unmatched(whole.Provenance.AsOf)
	c.since = whole.Since
	for _, r := range reports {
		if err := r.finish(whole); err != nil {
			c.fail(err)
		}
	}
	if stopped != nil {
		return stopped
	}
	c.sayIfUnseen(whole.Summary, plan)
	return nil
}

// plan checks everything about the command line that can be checked before
// anything is read.
func (c *check) plan(s *settings, paths []string) ([]output, error) {
	stdin := 0
	for _, path := range paths {
		if path == "" {
			return nil, usage(c.cmd, "the name of what to check is empty", "")
		}
		if path == "-" {
			stdin++
		}
	}
	if stdin > 1 {
		return nil, usage(c.cmd, "standard input is named twice", "")
	}
	var plan []output
	var err error
	inputs := append([]string{c.engagement.value, s.Requirements, s.Waivers, s.VerifyKey, s.config}, paths...)
	if c.seal == nil {
		plan, err = planOutputs(c.cmd, s.Outputs)
	} else {
		plan, err = c.seal.plan(c.cmd)
		inputs = append(inputs, c.seal.keyFile.value)
	}
	if err != nil {
		return nil, err
	}
	if o, name := overwrites(plan, append(inputs, s.Policies...)...); o != nil {
		return nil, usage(c.cmd, fmt.Sprintf("the %s report would overwrite %s, which is read", o.format, name), "give the report another file")
	}
	for _, o := range plan {
		for _, folder := range s.Policies {
			if o.old != nil && within(folder, o.file) {
				return nil, usage(c.cmd, fmt.Sprintf("the %s report would overwrite %s, which is read", o.format, o.file), "give the report another file")
			}
		}
	}
	return plan, nil
}

// within reports whether a file that exists lies below a folder.
func within(folder, file string) bool {
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return false
	}
	for at, err := filepath.Abs(file); err == nil; {
		above := filepath.Dir(at)
		if above == at {
			return false
		}
		if parent, err := os.Stat(above); err == nil && os.SameFile(parent, info) {
			return true
		}
		at = above
	}
	return false
}

// guarded watches what a selection turns out to hold.
type guarded struct {
	plan    []output
	config  string
	paths   []string
	scope   *scope
	refused error // a report would have overwritten one of the files
}

// pass hands the requests on. It leaves out the configuration file of the run,
// which may well lie in the folder that is checked, and ends the run before a
// report could take the place of a file that is an input.
func (g *guarded) pass(requests iter.Seq[gate.Request]) iter.Seq[gate.Request] {
	return func(yield func(gate.Request) bool) {
		for r := range requests {
			if g.isConfig(r.Profile.Name) {
				continue
			}
			if o, name := overwrites(g.plan, r.Profile.Name, r.Engagement.Name); o != nil {
				g.refused = fmt.Errorf("the %s report would overwrite %s, which is checked", o.format, name)
				return
			}
			if !g.scope.holds(r) {
				continue
			}
			if !yield(r) {
				return
			}
		}
	}
}

// isConfig reports whether a file that nobody named is the configuration.
func (g *guarded) isConfig(name string) bool {
	if g.config == "" {
		return false
	}
	for _, path := range g.paths {
		if path == name {
			return false
		}
	}
	a, errA := os.Stat(name)
	b, errB := os.Stat(g.config)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// sayIfUnseen says in a line how it went when no report was shown: an exit code
// alone helps nobody who reads a log.
func (c *check) sayIfUnseen(s finding.Summary, plan []output) {
	var files []string
	for _, o := range plan {
		if o.file == "" && o.seal == nil {
			return
		}
		files = append(files, o.file)
	}
	if s.Approved == s.Profiles && s.Profiles > 0 {
		return
	}
	if s.Profiles == 0 && c.since != nil && c.since.Unchanged > 0 {
		fmt.Fprintf(c.stderr, "vendorgate: nothing changed since %s, so nothing was checked; see %s\n", visible(c.since.Revision), visible(strings.Join(files, ", "))) //nolint:errcheck // as in complain
		return
	}
	see := "see " + strings.Join(files, ", ")
	if c.seal != nil {
		see = "`vendorgate check` says why"
	}
	fmt.Fprintf(c.stderr, "vendorgate: of %s %d approved, %d rejected, %d undecided; %s\n", //nolint:errcheck // as in complain
		counted(s.Profiles, "profile"), s.Approved, s.Rejected, s.Undecided, visible(see))
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

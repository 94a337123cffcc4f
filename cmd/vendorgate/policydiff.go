package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errWeaker says that a guarded version asks for less than the one before.
var errWeaker = errors.New("the new version is weaker")

func (p *program) policyDiffCommand() *cobra.Command {
	engagement := text{metavar: "FILE", check: notEmpty}
	profiles := texts{text: text{metavar: "PATH", check: notEmpty}}
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two versions of policies and requirements",
		Long: `diff tells what changes from one version of policies and requirements to another:
controls that come, go or weigh otherwise, minimums that rise or fall, and for the
vendors of --profiles who is newly approved or rejected, and which statuses and
reasons change.

OLD and NEW are each a folder of policies, a requirements file, or several of
these with commas between. A folder also stands for the requirements file in it.
REV:PATH is a folder or file as it stands in a git revision. What a version does
not bring, policies or requirements, is for both that of -p, -r or the
configuration.

With --guard the exit code is 1 when anything is weaker: a vendor newly approved
or in a lower tier, a finding that no longer stands in the way, a control that is
gone, off in a tier, postponed or less severe, a minimum that fell.`,
		Example: `  vendorgate policy diff main:policies policies --profiles vendors/ --guard
  vendorgate policy diff county-2026.yaml county-2027.yaml --profiles vendors/
  vendorgate policy diff v1:policies,v1:county.yaml policies,county.yaml --profiles vendors/ -o markdown`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage(cmd, "name the old version and the new one", "each is a folder of policies, a requirements file, or REV:PATH")
			}
			return nil
		},
	}
	cmd.Flags().Var(&profiles, "profiles", "vendors to compare for: a profile, an engagement or a folder, as for check; repeatable")
	cmd.Flags().VarP(&engagement, "engagement", "e", "what you say of this purchase; for profiles that come without one")
	guard := cmd.Flags().Bool("guard", false, "exit with 1 when anything is weaker than before")
	settingFlags(cmd, "requirements", "policies", "as_of", "fail_on", "timeout", "workers")
	format := formatFlag(cmd, "text", "json", "markdown")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *guard && len(profiles.all) == 0 {
			return usage(cmd, "--guard needs --profiles", "a change of a rule shows in the vendors that it judges, and nowhere else")
		}
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		var versions [2]*authoring.Version
		for i, name := range args {
			if versions[i], err = authoring.OpenVersion(cmd.Context(), name); err != nil {
				return versionError(cmd, err)
			}
		}
		var selection *gate.Selection
		if len(profiles.all) > 0 {
			selection = &gate.Selection{Paths: profiles.all, Engagement: engagement.value, Limits: document.Limits(s.Limits)}
		}
		options := s.gate()
		options.Waivers = gate.Source{} // what vendors come to, before anybody excuses it
		d, err := authoring.Compare(cmd.Context(), versions[0], versions[1], options, selection)
		if stopped := stoppedBy(cmd.Context()); stopped != nil {
			return stopped
		}
		if err != nil {
			return err
		}
		switch format.value {
		case "json":
			err = printJSON(p.stdout, d)
		case "markdown":
			err = writeText(p.stdout, diffMarkdown(d))
		default:
			err = writeText(p.stdout, diffText(d))
		}
		if err != nil {
			return err
		}
		p.undecided(d)
		if *guard && len(d.Weaker) > 0 {
			return fmt.Errorf("%w: %s", errWeaker, counted(len(d.Weaker), "change"))
		}
		return nil
	}
	return cmd
}

// versionError words the error of a version that cannot be read.
func versionError(cmd *cobra.Command, err error) error {
	var revision *authoring.RevisionError
	if errors.As(err, &revision) {
		return usage(cmd, revision.Message, revision.Hint)
	}
	return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
}

// undecided reports the profiles that neither version could judge; the exit code
// is that of check.
func (p *program) undecided(d *authoring.Difference) {
	if len(d.Undecided) == 0 {
		return
	}
	p.decided = &finding.Summary{}
	var problems source.Problems
	for i := range d.Undecided {
		p.decided.Add(&d.Undecided[i])
		problems = append(problems, d.Undecided[i].Problems...)
	}
	complain(p.stderr, fmt.Errorf("neither version can judge %s: %w", counted(len(d.Undecided), "profile"), problems.Sorted()))
}

// A diffSection is a heading with lines below it, each at a depth.
type diffSection struct {
	title string
	lines []diffLine
}

type diffLine struct {
	depth int
	text  string
}

// diffSections puts a difference into words, the same for every format.
func diffSections(d *authoring.Difference) []diffSection {
	weaker := diffSection{title: fmt.Sprintf("Weaker (%d)", len(d.Weaker))}
	for _, w := range d.Weaker {
		line := w.What
		if w.Position.Line > 0 {
			line += " (" + w.Position.String() + ")"
		}
		weaker.lines = append(weaker.lines, diffLine{0, line})
	}
	return slices.DeleteFunc([]diffSection{
		weaker, decisionChanges(d), controlChanges(d), minimumChanges(d), findingChanges(d),
	}, func(s diffSection) bool { return len(s.lines) == 0 })
}

func vendorName(v *authoring.VendorChange) string {
	if v.Vendor == "" {
		return v.Profile
	}
	return v.Vendor + ", " + v.Profile
}

func decisionChanges(d *authoring.Difference) diffSection {
	s := diffSection{title: "Decisions that change"}
	for _, to := range []finding.Verdict{finding.Approved, finding.Rejected, finding.Undecided} {
		for i := range d.Vendors {
			if v := &d.Vendors[i]; v.To == to && v.From != v.To {
				s.lines = append(s.lines, diffLine{0, fmt.Sprintf("newly %s: %s (was %s)", to, vendorName(v), v.From)})
			}
		}
	}
	for i := range d.Vendors {
		if v := &d.Vendors[i]; v.FromTier != v.ToTier && v.FromTier != "" && v.ToTier != "" {
			s.lines = append(s.lines, diffLine{0, fmt.Sprintf("tier %s → %s: %s", v.FromTier, v.ToTier, vendorName(v))})
		}
	}
	return s
}

func controlChanges(d *authoring.Difference) diffSection {
	s := diffSection{title: "Controls"}
	for _, c := range d.Controls {
		name := strings.TrimSpace(c.Code + " " + c.Control)
		line := c.Kind + ": " + name
		if c.Was != "" {
			line += ", was " + c.Was
		}
		s.lines = append(s.lines, diffLine{0, line})
		for _, f := range c.Changes {
			what := f.Field
			if f.From != "" || f.To != "" {
				what += ": " + cmp.Or(f.From, "none") + " → " + cmp.Or(f.To, "none")
			}
			s.lines = append(s.lines, diffLine{1, what + effectWord(f.Effect)})
		}
	}
	return s
}

func effectWord(e requirements.Effect) string {
	if e == requirements.Different {
		return ""
	}
	return ", " + string(e)
}

func minimumChanges(d *authoring.Difference) diffSection {
	s := diffSection{title: "Minimums"}
	for _, m := range d.Minimums {
		line := m.Name
		if len(m.Tiers) > 0 {
			line += " for " + strings.Join(m.Tiers, ", ")
		}
		line += ": " + m.What + effectWord(m.Effect)
		if m.Position.Line > 0 {
			line += " (" + m.Position.String() + ")"
		}
		s.lines = append(s.lines, diffLine{0, line})
	}
	return s
}

func findingChanges(d *authoring.Difference) diffSection {
	s := diffSection{title: "Findings that change, by control"}
	for _, c := range d.ByControl() {
		s.lines = append(s.lines, diffLine{0, strings.TrimSpace(c.Code + " " + c.Control)})
		for _, f := range c.Changes {
			change := fmt.Sprintf("%s → %s", cmp.Or(f.From, "not in the catalogue"), cmp.Or(f.To, "not in the catalogue"))
			if f.From == f.To {
				change = string(f.To) + " for other reasons"
			}
			s.lines = append(s.lines, diffLine{1, f.Profile + ": " + change + effectWord(f.Effect)})
			for _, r := range f.FromReasons {
				if !slices.Contains(f.ToReasons, r) {
					s.lines = append(s.lines, diffLine{2, "no longer: " + r})
				}
			}
			for _, r := range f.ToReasons {
				if !slices.Contains(f.FromReasons, r) {
					s.lines = append(s.lines, diffLine{2, "now: " + r})
				}
			}
		}
	}
	return s
}

// diffSummary is the line about the whole.
func diffSummary(d *authoring.Difference) string {
	profiles := "no profiles"
	if d.Profiles > 0 {
		profiles = counted(d.Profiles, "profile") + ", of which " + fmt.Sprintf("%d differ", len(d.Vendors))
	}
	return fmt.Sprintf("%s → %s: %d → %s, compared for %s, as of %s",
		d.Old, d.New, d.Counts[0], counted(d.Counts[1], "control"), profiles, d.AsOf)
}

func diffText(d *authoring.Difference) string {
	var b strings.Builder
	b.WriteString(visible(diffSummary(d)) + "\n")
	sections := diffSections(d)
	if len(sections) == 0 {
		b.WriteString("\nnothing changes\n")
	}
	for _, s := range sections {
		b.WriteString("\n" + s.title + "\n")
		for _, l := range s.lines {
			b.WriteString(strings.Repeat("  ", l.depth+1) + visible(l.text) + "\n")
		}
	}
	return b.String()
}

func diffMarkdown(d *authoring.Difference) string {
	var b strings.Builder
	b.WriteString(markdown(diffSummary(d)) + "\n")
	sections := diffSections(d)
	if len(sections) == 0 {
		b.WriteString("\nNothing changes.\n")
	}
	for _, s := range sections {
		b.WriteString("\n## " + s.title + "\n\n")
		for _, l := range s.lines {
			b.WriteString(strings.Repeat("  ", l.depth) + "- " + markdown(l.text) + "\n")
		}
	}
	return b.String()
}

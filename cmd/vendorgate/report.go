package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errSaved means that what should be a saved report is none.
var errSaved = errors.New("the saved report cannot be rendered")

func (p *program) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report FILE",
		Short: "Render a saved JSON report in other formats",
		Long: `report renders a report that was saved as JSON, in any of the formats and with
the bytes that the check itself would have written. FILE may be - for standard
input.

It decides nothing anew, and it exits as the check did: a rejected vendor is
exit code 1 here too, so that no pipeline takes the rendering for an approval.
A file that is no whole report of this version is exit code 4.`,
		Example: `  vendorgate report report.json
  vendorgate report -o markdown -o sarif=report.sarif report.json
  vendorgate check -o ndjson vendors/ -o json=report.json; vendorgate report -o junit=report.xml report.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd, "name one saved report, or - for standard input", "")
			}
			return nil
		},
	}
	settingFlags(cmd, "outputs", "color")
	verbose := cmd.Flags().BoolP("verbose", "v", false, "show every control, those that passed too")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		plan, err := planOutputs(cmd, s.Outputs)
		if err != nil {
			return err
		}
		if o, name := overwrites(plan, args[0]); o != nil {
			return usage(cmd, fmt.Sprintf("the %s report would overwrite %s, which is read", o.format, name), "give the report another file")
		}
		saved, err := readSaved(args[0], p.stdin)
		if err != nil {
			return err
		}
		p.render(saved, plan, reportOptions(p.stdout.w, s.Color, *verbose))
		return nil
	}
	return cmd
}

func readSaved(name string, stdin io.Reader) (*finding.Report, error) {
	var data []byte
	var err error
	if name == "-" {
		name = "standard input"
		data, err = io.ReadAll(stdin)
	} else {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errSaved, source.Problem{Position: source.Position{File: name}, Message: cause(err).Error(), Hint: "name the file that `vendorgate check -o json=FILE` wrote"})
	}
	r, err := report.ReadJSON(data)
	if err != nil {
		var problem source.Problem
		if errors.As(err, &problem) {
			problem.File = name
			err = problem
		}
		return nil, fmt.Errorf("%w: %w", errSaved, err)
	}
	return r, nil
}

// render writes a saved report, and lets the program exit as the check did. The
// counts are taken from the decisions, not from what the file says they come to.
func (p *program) render(saved *finding.Report, plan []output, options report.Options) {
	var reports []*dispatch
	for _, o := range plan {
		reports = append(reports, o.begin(p.stdout.w, options, saved))
	}
	var summary finding.Summary
	for i := range saved.Decisions {
		summary.Add(&saved.Decisions[i])
		for _, r := range reports {
			r.add(&saved.Decisions[i])
		}
	}
	for _, r := range reports {
		if err := r.finish(saved); err != nil {
			p.fail(err)
		}
	}
	p.decided, p.since = &summary, saved.Since
	switch {
	case summary != saved.Summary:
		p.fail(fmt.Errorf("%w: its summary does not count its decisions: somebody changed the file", errSaved))
	case !saved.Complete:
		p.fail(fmt.Errorf("%w: the run was interrupted, so it approves nobody", errSaved))
	}
}

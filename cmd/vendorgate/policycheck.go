package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
)

func (p *program) policyCheckCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [DIR|FILE…]",
		Short: "Find everything that is wrong with policies",
		Long: `check compiles policies against the schemas and reports every problem with its
place and what to do about it. It evaluates nothing, and is quick enough to run
before every commit. A file stands for its folder.

Without a name it checks the policies of the configuration or, when that names
none, those that vendorgate ships.`,
		Example: `  vendorgate policy check policies/
  vendorgate policy check -r county.yaml policies/
  vendorgate policy check -o github policies/`,
	}
	settingFlags(cmd, "requirements")
	format := formatFlag(cmd, "text", "json", "github")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		sources, set, err := openSources(cmd, names)
		problems, err := problemsIn(err)
		if err != nil {
			return err
		}
		count := 0
		if len(problems) == 0 {
			controls, found := sources.Check(set)
			problems, count = found, len(controls)
		}
		switch format.value {
		case "json":
			err = printJSON(p.stdout, map[string]any{
				"controls": count,
				"problems": append([]source.Problem{}, problems...),
			})
		case "github":
			for _, one := range problems {
				err = errors.Join(err, githubAnnotation(p.stdout, one.File, one.Line, one.Column, withHint(one)))
			}
		default:
			if len(problems) == 0 {
				_, err = fmt.Fprintf(p.stdout, "%s, no problem\n", counted(count, "control"))
			}
		}
		if err == nil && len(problems) > 0 {
			err = fmt.Errorf("%w: %s: %w", gate.ErrPolicy, counted(len(problems), "problem"), problems)
		}
		return err
	}
	return cmd
}

func withHint(p source.Problem) string {
	if p.Hint == "" {
		return p.Message
	}
	return p.Message + " (hint: " + p.Hint + ")"
}

// openSources finds the policies and reads the requirements that a command of
// policy is about.
func openSources(cmd *cobra.Command, names []string) (*authoring.Sources, *requirements.Set, error) {
	s, err := loadSettings(cmd)
	if err != nil {
		return nil, nil, err
	}
	set, err := requirementsOf(s)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", gate.ErrRequirements, err)
	}
	if len(names) == 0 {
		names = s.Policies
	}
	sources, err := authoring.Open(names)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	return sources, set, nil
}

func requirementsOf(s *settings) (*requirements.Set, error) {
	if s.Requirements == "" {
		return requirements.Load(nil)
	}
	doc, err := document.ReadFile(s.Requirements, document.Limits(s.Limits))
	if err != nil {
		return nil, err
	}
	return requirements.Load(doc)
}

// problemsIn takes the problems of policies out of an error, so that they can be
// printed in the format asked for. Any other error is handed back.
func problemsIn(err error) (source.Problems, error) {
	var problems source.Problems
	if errors.Is(err, gate.ErrPolicy) && errors.As(err, &problems) {
		return problems, nil
	}
	return nil, err
}

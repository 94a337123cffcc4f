package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errTried says that an imported rule found something.
var errTried = errors.New("an imported rule found something")

// errUnreadable says that a document cannot be read.
var errUnreadable = errors.New("the document cannot be read")

var packageWord = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (p *program) policyImportCommand() *cobra.Command {
	o := authoring.ImportOptions{}
	var try []string
	to := "policies/imported"
	cmd := &cobra.Command{
		Use:   "import DIR",
		Short: "Make controls of rules written for conftest",
		Long: `import reads the rules deny, violation and warn of a folder, as conftest runs them,
and writes controls that run beside the others: one for every body of a rule, with
its message as the reason. They are yours from then on.

A control passes when what the rule looks for is not there. A missing answer never
makes it pass: the report asks for it. Rules that conftest would pass over in
silence are refused, each with its place: no rule at all, rules of a package that
is not named, booleans and strings in place of messages, empty messages, dotted
heads, exceptions, and data that is in no file of the folder.

With --try nothing is written: the rules are tried on documents of any kind. Then
the exit code is 1 when a rule deny or violation finds something, or lacks an
answer.`,
		Example: `  vendorgate policy import conftest-policy/ --to policies/imported
  vendorgate policy import --all-namespaces conftest-policy/
  vendorgate policy import --try deployment.yaml conftest-policy/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd, "name one folder of rules", "")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&to, "to", to, "folder to write the controls to")
	cmd.Flags().StringVar(&o.Package, "package", "imported", "package below controls that they go into")
	cmd.Flags().StringSliceVar(&o.Namespaces, "namespace", nil, "package whose rules are imported (default main); repeatable")
	cmd.Flags().BoolVar(&o.AllNamespaces, "all-namespaces", false, "import the rules of every package")
	cmd.Flags().StringArrayVar(&try, "try", nil, "document to try the rules on, YAML or JSON; repeatable")
	cmd.MarkFlagsMutuallyExclusive("namespace", "all-namespaces")
	format := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !packageWord.MatchString(o.Package) {
			return usage(cmd, fmt.Sprintf("%q is no name of a package", o.Package), "small letters, digits and _")
		}
		imported, err := authoring.ReadImport(args[0], o)
		if err != nil {
			return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
		}
		if len(try) > 0 {
			return p.tryImport(cmd.Context(), imported, try, format.value)
		}
		return p.writeImport(imported, to, format.value)
	}
	return cmd
}

func (p *program) writeImport(imported *authoring.Import, to, format string) error {
	shipped, err := policy.Shipped()
	if err != nil {
		return err
	}
	if problems := imported.Check(shipped); len(problems) > 0 {
		return fmt.Errorf("%w: the imported rules would not run in a check: %w", gate.ErrPolicy, problems)
	}
	names, err := imported.Write(to)
	if err != nil {
		return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	if format == "json" {
		return printJSON(p.stdout, struct {
			*authoring.Import
			Files []string `json:"files"`
		}{imported, names})
	}
	var rows [][]string
	for _, r := range imported.Rules {
		rows = append(rows, []string{r.Control, r.Severity, visible(r.Position.String()), visible(r.Message)})
	}
	if err := printTable(p.stdout, "", rows); err != nil {
		return err
	}
	var b strings.Builder
	for _, m := range imported.Mended {
		fmt.Fprintf(&b, "mended: %s\n  %s\n", visible(m.Error()), m.Hint)
	}
	fmt.Fprintf(&b, "%s in %s\nrun 'vendorgate check -p %s', and give each a title and a remediation of its own\n",
		counted(len(imported.Rules), "control"), visible(strings.Join(names, ", ")), visible(to))
	return writeText(p.stdout, b.String())
}

// A trial is what the imported rules say of one document.
type trial struct {
	File     string                `json:"file"`
	Findings []policy.LooseFinding `json:"findings"`
}

func (p *program) tryImport(ctx context.Context, imported *authoring.Import, files []string, format string) error {
	loose, err := policy.CompileLoose(ctx, imported.Files)
	if err != nil {
		return fmt.Errorf("%w: %w", gate.ErrPolicy, imported.Placed(err))
	}
	var trials []trial
	found := 0
	for _, name := range files {
		doc, err := document.ReadFile(name, document.Limits{})
		if err != nil {
			return fmt.Errorf("%w: %w", errUnreadable, ofAnyKind(err))
		}
		findings, err := loose.Evaluate(ctx, doc.Value())
		if err != nil {
			return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
		}
		for _, f := range findings {
			if f.Status == finding.Error {
				return fmt.Errorf("%w: %s of %s: %s", gate.ErrPolicy, f.Control, name, f.Error)
			}
			if f.Status != finding.Pass && f.Severity != finding.Low {
				found++
			}
		}
		trials = append(trials, trial{name, findings})
	}
	if format == "json" {
		err = printJSON(p.stdout, trials)
	} else {
		err = writeText(p.stdout, trialText(trials))
	}
	if err == nil && found > 0 {
		err = fmt.Errorf("%w: %s", errTried, counted(found, "finding"))
	}
	return err
}

// ofAnyKind takes advice on documents of ours out of what a reader says of one
// that need be none.
func ofAnyKind(err error) error {
	var problems source.Problems
	if !errors.As(err, &problems) {
		return err
	}
	problems = slices.Clone(problems)
	for k, p := range problems {
		if strings.HasPrefix(p.Message, "want an object") {
			problems[k].Hint = "the rules judge one object at a time: put each into a file of its own; what conftest's --combine gathers cannot be imported"
		}
	}
	return problems
}

func trialText(trials []trial) string {
	var b strings.Builder
	for _, t := range trials {
		fmt.Fprintf(&b, "%s\n", visible(t.File))
		for _, f := range t.Findings {
			kind := string(f.Status)
			if f.Status != finding.Pass && f.Severity == finding.Low {
				kind += " (warning)"
			}
			fmt.Fprintf(&b, "  %s: %s\n", kind, f.Control)
			for _, m := range f.Messages {
				fmt.Fprintf(&b, "    %s\n", visible(m))
			}
			for _, m := range f.Missing {
				fmt.Fprintf(&b, "    no answer: %s\n", visible(m))
			}
		}
	}
	return b.String()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A program is one run of the command line.
type program struct {
	stdin   io.Reader
	stdout  *delivery
	stderr  io.Writer
	decided *finding.Summary // what a check came to
	since   *finding.Since   // what it left out, if it was to
	errs    []error          // what went wrong beside the error a command returns
}

// run is the whole program but for its process: what it is asked, where it
// reads and writes, and the exit code that it comes to. The environment is that
// of the process, since viper reads it there.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: &delivery{to: "standard output", w: stdout}, stderr: stderr}
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil {
		p.fail(err)
	}
	if lost := p.stdout.failed; lost != nil && !errors.Is(err, lost) {
		p.fail(lost)
	}
	o := outcome{errs: p.errs, decided: p.decided}
	if p.since != nil {
		o.unchanged = p.since.Unchanged
	}
	return o.code()
}

// fail reports an error and keeps it for the exit code.
func (p *program) fail(err error) {
	complain(p.stderr, err)
	p.errs = append(p.errs, err)
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "vendorgate",
		Short: "Check what a vendor answers against what you require",
		Long: `vendorgate checks what a vendor answers, and what its contract says, against the
minimums that you require of vendors, and decides: approved, rejected, or
undecided when something is missing that it takes to decide.`,
		Example: `  vendorgate check testdata/examples/managed-service/engagement.yaml
  vendorgate explain insurance.cyber_limits
  vendorgate requirements --tier T1 -o markdown`,
		Version:       gate.Version,
		Args:          p.unknownCommand,
		RunE:          p.noCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("vendorgate {{.Version}}\n")
	root.SetUsageTemplate(usageTemplate)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		p.initCommand(),
		p.checkCommand(),
		p.reportCommand(),
		p.waiveCommand(),
		p.attestCommand(),
		p.verifyCommand(),
		p.explainCommand(),
		p.controlsCommand(),
		p.requirementsCommand(),
		p.policyCommand(),
		p.schemaCommand(),
		p.configCommand(),
		p.versionCommand(),
	)
	root.SetHelpCommand(p.helpCommand(root))
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil && completion != root {
		completion.Args = unknownShell
		completion.RunE = func(cmd *cobra.Command, _ []string) error {
			return usage(cmd, "name a shell: bash, zsh, fish or powershell", "")
		}
	}
	return root
}

// usageTemplate is the second part of every help text.
const usageTemplate = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}{{end}}
{{- if .HasAvailableSubCommands}}

Commands:
{{- range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`

// noCommand shows the help, and is an error all the same: a script whose
// variable for the command is empty must not succeed.
func (p *program) noCommand(cmd *cobra.Command, _ []string) error {
	cmd.SetOut(p.stderr)
	if err := cmd.Help(); err != nil {
		return err
	}
	return usage(cmd, "name a command, such as check", "")
}

func (p *program) unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknown(cmd, "command", args[0], commandNames(cmd))
}

func unknownShell(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknown(cmd, "shell", args[0], commandNames(cmd))
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

func (p *program) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show what a command does",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknown(root, "command", strings.Join(args, " "), commandNames(root))
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// usage makes a usage error of a command.
func usage(cmd *cobra.Command, message, hint string) error {
	return &usageError{command: cmd.CommandPath(), message: message, hint: hint}
}

// unknown makes the usage error for a word that is none of those known.
func unknown(cmd *cobra.Command, what, word string, known []string) error {
	return usage(cmd, fmt.Sprintf("there is no %s %q", what, word), didYouMean(word, known))
}

// didYouMean is the hint for a misspelt word: the one that was meant, or all of
// them when none is close.
func didYouMean(word string, known []string) string {
	if near := source.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "known are " + strings.Join(known, ", ")
}

// flagError words the errors of the flag library.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var empty *pflag.ValueRequiredError
	switch {
	case errors.As(err, &missing):
		name := missing.GetSpecifiedName()
		if missing.GetSpecifiedShortnames() != "" {
			return usage(cmd, fmt.Sprintf("there is no flag -%s", name), "")
		}
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		hint := ""
		if near := source.Nearest(name, known); near != "" {
			hint = fmt.Sprintf("did you mean --%s?", near)
		}
		return usage(cmd, fmt.Sprintf("there is no flag --%s", name), hint)
	case errors.As(err, &invalid):
		return usage(cmd, fmt.Sprintf("--%s: %v", invalid.GetFlag().Name, invalid.Unwrap()), "")
	case errors.As(err, &empty):
		return usage(cmd, fmt.Sprintf("--%s needs a value", empty.GetFlag().Name), "")
	}
	return usage(cmd, err.Error(), "")
}

// noArguments refuses arguments of a command that takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(cmd, fmt.Sprintf("%s takes no arguments, got %q", cmd.CommandPath(), args[0]), "")
	}
	return nil
}

// A word is a flag that takes one of a few words.
type word struct {
	value string
	known []string
}

func (w *word) String() string { return w.value }

// Type is how the help names the value.
func (w *word) Type() string { return strings.Join(w.known, "|") }

// Set refuses what is none of the words.
func (w *word) Set(value string) error {
	for _, k := range w.known {
		if value == k {
			w.value = value
			return nil
		}
	}
	return fmt.Errorf("there is no %q: %s", value, didYouMean(value, w.known))
}

// formatFlag adds -o/--output to a command that prints in one of several
// formats, the first unless told otherwise.
func formatFlag(cmd *cobra.Command, formats ...string) *word {
	w := &word{value: formats[0], known: formats}
	cmd.Flags().VarP(w, "output", "o", "format of what is printed")
	fixedCompletion(cmd, "output", formats)
	return w
}

// fixedCompletion lets the shell complete a flag with fixed words.
func fixedCompletion(cmd *cobra.Command, flag string, words []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil { // the flag does not exist
		panic(err)
	}
}

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// policyCommand is the parent of the commands for people who write controls.
func (p *program) policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Write, check and test your own controls",
		Long: `policy holds the tools for people who write controls. They work on a folder of
your own and, when none is named, on the policies that vendorgate ships.`,
		Example: `  vendorgate policy check policies/`,
		Args:    p.unknownCommand,
		RunE:    p.noCommand,
	}
	cmd.AddCommand(
		p.policyNewCommand(),
		p.policyCheckCommand(),
		p.policyBuildCommand(),
		p.policyInputCommand(),
		p.policyPushCommand(),
		p.policyPullCommand(),
		p.policyTestCommand(),
		p.policyMutateCommand(),
		p.policyCoverageCommand(),
		p.policyTraceCommand(),
		p.policyEvalCommand(),
		p.policyDiffCommand(),
		p.policyImportCommand(),
		p.policyEditorCommand(),
		p.policyDocsCommand(),
	)
	return cmd
}

// githubAnnotation is a workflow command that marks a line of a file in a pull
// request.
func githubAnnotation(w io.Writer, file string, line, column int, message string) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	place := "file=" + property.Replace(file)
	if line > 0 {
		place += fmt.Sprintf(",line=%d", line)
	}
	if column > 0 {
		place += fmt.Sprintf(",col=%d", column)
	}
	_, err := fmt.Fprintf(w, "::error %s::%s\n", place, text.Replace(message))
	return err
}

package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/starter"
)

func (p *program) initCommand() *cobra.Command {
	o := starter.Options{Dir: "."}
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write the first files of a member's repository",
		Long: `init writes what a member's repository begins with: requirements, an example
purchase with a vendor's profile, a control of your own with its tests, a
configuration that finds them, and a workflow for GitHub that checks them.

All of it passes as it is: the example vendor is approved on the day on which it
is written, and the tests of the control pass. Nothing is ever overwritten. A
README.md and a .gitignore that are there already stay as they are; when another
of the files is there, nothing is written.`,
		Example: `  vendorgate init --member "Example County" --state US-MN vendors-of-example-county
  vendorgate init --member "City of Example" --state US-WI`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(cmd, fmt.Sprintf("init takes one folder, got %q too", args[1]), "")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&o.Member, "member", "Example County", "the member's official name")
	cmd.Flags().StringVar(&o.State, "state", "US-MN", "its state, an ISO 3166-2 code; Minnesota's law is shipped")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			o.Dir = args[0]
		}
		if o.Dir == "" {
			return usage(cmd, "the name of the folder is empty", "")
		}
		o.Day = time.Now().UTC()
		build, _ := debug.ReadBuildInfo()
		o.Revision = revisionOf(build)
		w, err := starter.Write(o)
		if refused, ok := errors.AsType[*starter.Refusal](err); ok {
			return usage(cmd, refused.Message, refused.Hint)
		}
		if refused, ok := errors.AsType[*authoring.Refusal](err); ok {
			return usage(cmd, refused.Message, refused.Hint)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(p.stdout, afterInit(cmd, o, w))
		return err
	}
	return cmd
}

var releaseTag = regexp.MustCompile(`^v\d+\.\d+\.\d+$`)

// revisionOf is what a workflow has to name of vendorgate's repository to run
// the program that this is: the commit it was built from, or the release.
func revisionOf(build *debug.BuildInfo) string {
	const unknown = "main # pin this to the commit that you trust"
	if build == nil {
		return unknown
	}
	var commit string
	for _, s := range build.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			return unknown
		}
	}
	switch {
	case releaseTag.MatchString(build.Main.Version):
		if commit == "" {
			return build.Main.Version
		}
		return commit + " # " + build.Main.Version
	case commit != "":
		return commit
	}
	return unknown
}

// afterInit says what was written, and what to do with it.
func afterInit(cmd *cobra.Command, o starter.Options, w *starter.Written) string {
	var b strings.Builder
	for _, name := range w.Files {
		fmt.Fprintf(&b, "%s\n", visible(filepath.ToSlash(name)))
	}
	for _, name := range w.Kept {
		fmt.Fprintf(&b, "%s is there already and stays as it is\n", visible(filepath.ToSlash(name)))
	}
	b.WriteString("\nNow:\n")
	if filepath.Clean(o.Dir) != "." {
		fmt.Fprintf(&b, "  cd %s\n", quotedForShell(visible(filepath.ToSlash(o.Dir))))
	}
	b.WriteString(`  vendorgate check vendors           decides on the example vendor: approved
  vendorgate policy test policies    tests your own control
  vendorgate requirements --tier T1  shows what you ask for

Then put your minimums into requirements.yaml, and copy vendors/example for the
first purchase. .github/workflows/vendorgate.yml checks pull requests on GitHub.
`)
	if strings.HasPrefix(o.Revision, "main ") {
		b.WriteString("It names the branch main of vendorgate: pin it to the commit that you trust.\n")
	}
	if !cmd.Flags().Changed("member") {
		fmt.Fprintf(&b, "requirements.yaml names %s in %s: write whose it is.\n", o.Member, o.State)
	}
	return b.String()
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./-]+$`)

// quotedForShell is a word as a shell takes it.
func quotedForShell(s string) string {
	if plainWord.MatchString(s) && !strings.HasPrefix(s, "-") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

package main

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errTests says that tests were run and not all is as it has to be.
var errTests = errors.New("the tests failed")

func (p *program) policyTestCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "test [DIR|FILE…]",
		Short: "Run the tests of policies",
		Long: `test runs the Rego tests of a folder, rules test_… in files *_test.rego, and its
cases: files case.yaml, or with the ending .case.yaml, that state documents and
the status that controls have to get for them.

It also fails when no test ran, when a control has no test, and when the tests
evaluate less of the control rules than --min-coverage asks. The exit code is 0
when all is well, 1 when it is not, and 5 when policies or tests do not compile.`,
		Example: `  vendorgate policy test policies/
  vendorgate policy test --run cap policies/
  vendorgate policy test --watch policies/
  vendorgate policy test -o junit policies/ > tests.xml`,
	}
	settingFlags(cmd, "requirements")
	format := formatFlag(cmd, "text", "json", "junit")
	run := cmd.Flags().String("run", "", "only the tests whose name matches this regular expression")
	watch := cmd.Flags().Bool("watch", false, "run again whenever a file changes, until interrupted")
	floor := &percent{100}
	cmd.Flags().Var(floor, "min-coverage", "share of the lines of control rules that tests have to evaluate")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		o := authoring.TestOptions{MinCoverage: floor.value}
		if *run != "" {
			pattern, err := regexp.Compile(*run)
			if err != nil {
				return usage(cmd, "--run is no regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "")
			}
			o.Run = pattern
		}
		if !*watch {
			return p.policyTest(cmd, names, o, format.value)
		}
		if len(names) == 0 {
			return usage(cmd, "--watch needs a folder", "the policies that vendorgate ships do not change")
		}
		return p.watchTests(cmd, names, func() error { return p.policyTest(cmd, names, o, format.value) })
	}
	return cmd
}

func (p *program) policyTest(cmd *cobra.Command, names []string, o authoring.TestOptions, format string) error {
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
	report, err := sources.Test(cmd.Context(), o)
	if stopped := stoppedBy(cmd.Context()); stopped != nil {
		return stopped
	}
	if err != nil {
		return err
	}
	switch format {
	case "json":
		err = printJSON(p.stdout, report)
	case "junit":
		err = testsJUnit(p.stdout, report)
	default:
		err = testsText(p.stdout, report)
	}
	if err == nil && !report.Passed() {
		err = errTests
	}
	return err
}

// A percent is a flag from 0 to 100.
type percent struct{ value float64 }

func (f *percent) String() string { return strconv.FormatFloat(f.value, 'f', -1, 64) }

// Type is how the help names the value.
func (f *percent) Type() string { return "PERCENT" }

// Set refuses what is no share.
func (f *percent) Set(text string) error {
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if err != nil || !(v >= 0 && v <= 100) {
		return fmt.Errorf("%q is no number from 0 to 100", text)
	}
	f.value = v
	return nil
}

func testsText(w io.Writer, report *authoring.TestReport) error {
	var b strings.Builder
	problem := func(p source.Problem) {
		fmt.Fprintf(&b, "  %s\n", visible(p.Error()))
		if p.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", visible(p.Hint))
		}
	}
	for _, t := range report.Results {
		if t.Passed && t.Output == "" {
			continue
		}
		word := "FAIL"
		switch {
		case t.Skipped:
			word = "SKIP"
		case t.Passed:
			word = "ok"
		}
		fmt.Fprintf(&b, "%s %s\n", word, visible(t.Name))
		for _, one := range t.Problems {
			problem(one)
		}
		for line := range strings.Lines(t.Output) {
			fmt.Fprintf(&b, "  | %s\n", visible(strings.TrimRight(line, "\n")))
		}
	}
	if len(report.Problems) > 0 {
		b.WriteString("FAIL\n")
	}
	for _, one := range report.Problems {
		problem(one)
	}
	passed, failed, skipped := report.Count()
	fmt.Fprintf(&b, "%s: %d passed, %d failed", counted(len(report.Results), "test"), passed, failed)
	if skipped > 0 {
		fmt.Fprintf(&b, ", %d skipped", skipped)
	}
	if report.Coverage != nil {
		fmt.Fprintf(&b, "; %.1f %% of the lines of control rules evaluated", *report.Coverage)
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// testsJUnit writes the results as JUnit XML, which CI servers read.
func testsJUnit(w io.Writer, report *authoring.TestReport) error {
	type failure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	type testcase struct {
		Class   string    `xml:"classname,attr"`
		Name    string    `xml:"name,attr"`
		File    string    `xml:"file,attr,omitempty"`
		Line    int       `xml:"line,attr,omitempty"`
		Seconds string    `xml:"time,attr"`
		Failure *failure  `xml:"failure"`
		Skipped *struct{} `xml:"skipped"`
		Output  string    `xml:"system-out,omitempty"`
	}
	var suite struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	suite.Name = "vendorgate policy test"
	failed := func(problems []source.Problem) *failure {
		f := &failure{}
		for i, p := range problems {
			if i == 0 {
				f.Message = visible(p.Message)
			}
			f.Text += visible(p.Error()) + "\n"
			if p.Hint != "" {
				f.Text += "  hint: " + visible(p.Hint) + "\n"
			}
		}
		return f
	}
	for _, t := range report.Results {
		c := testcase{Class: t.Kind, Name: visible(t.Name), File: t.Position.File, Line: t.Position.Line, Seconds: fmt.Sprintf("%.3f", t.Seconds), Output: visible(t.Output)}
		switch {
		case t.Skipped:
			c.Skipped = &struct{}{}
		case !t.Passed:
			c.Failure = failed(t.Problems)
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(report.Problems) > 0 {
		suite.Cases = append(suite.Cases, testcase{Class: "vendorgate", Name: "tests and coverage", Seconds: "0.000", Failure: failed(report.Problems)})
	}
	for _, c := range suite.Cases {
		suite.Tests++
		if c.Failure != nil {
			suite.Failures++
		}
		if c.Skipped != nil {
			suite.Skipped++
		}
	}
	text, err := xml.MarshalIndent(suite, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

// watchTests runs the tests now and whenever a file below the names changes,
// until it is interrupted. It looks at the times of the files, which works on
// every file system, mounted ones included.
func (p *program) watchTests(cmd *cobra.Command, names []string, run func() error) error {
	const pause = 300 * time.Millisecond
	last := ""
	for {
		state := stateOf(names)
		if state != last {
			last = state
			err := run()
			var stopped *interrupted
			if errors.As(err, &stopped) {
				return err
			}
			if err != nil {
				complain(p.stderr, err)
			}
		}
		select {
		case <-cmd.Context().Done():
			if stopped := stoppedBy(cmd.Context()); stopped != nil {
				return stopped
			}
			return context.Cause(cmd.Context())
		case <-time.After(pause):
		}
	}
}

// stateOf is a text that changes with the files that tests depend on.
func stateOf(names []string) string {
	var b strings.Builder
	for _, name := range names {
		if filepath.Ext(name) == ".rego" {
			name = filepath.Dir(name)
		}
		err := filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || (filepath.Ext(file) != ".rego" && filepath.Ext(file) != ".yaml") {
				return err
			}
			info, err := entry.Info()
			if err == nil {
				fmt.Fprintf(&b, "%s %d %d\n", file, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil { // while an editor replaces a file it may be away
			fmt.Fprintf(&b, "%v\n", err)
		}
	}
	return b.String()
}

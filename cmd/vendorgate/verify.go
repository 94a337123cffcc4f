package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/attest"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errEnvelope means that what should be a signed statement is none to rely on.
var errEnvelope = errors.New("the envelope cannot be relied on")

// errNotReproduced means that a check does not come to what was attested.
var errNotReproduced = errors.New("the decision is not reproduced")

// A verification is one run of the command verify.
type verification struct {
	*program
	cmd        *cobra.Command
	keyFile    text
	engagement text
}

func (p *program) verifyCommand() *cobra.Command {
	v := &verification{program: p, keyFile: text{metavar: "FILE", check: notEmpty}, engagement: text{metavar: "FILE", check: notEmpty}}
	cmd := &cobra.Command{
		Use:   "verify --key FILE ENVELOPE [PATH…]",
		Short: "Check what 'vendorgate attest' signed, and reproduce it",
		Long: `verify checks the signature of each envelope in a file, and what the statement
in it says. With the documents that were checked it checks them again, as of the
day that was attested, and says whether it comes to the same decision byte for
byte, or else what differs: the profile, the engagement, the requirements, the
waivers, the policies, or the version of vendorgate.

What blocks is your own setting, here as in a check: a decision that was made
with another --fail-on than yours is not reproduced.

Exit codes:
  0  the signature is good, the decision is reproduced (where PATH is given), and
     every profile is approved
  1  all that, and a profile is rejected
  3  all that, and a profile is undecided, not being valid against the schema
  4  the envelope is malformed, changed or not of this key; the decision is not
     reproduced; or a document could not be read
  5  the key, the requirements, the waivers, the policies or the configuration
     are wrong`,
		Example: `  vendorgate verify --key pub.pem acme.dsse.json
  vendorgate verify --key pub.pem acme.dsse.json -e purchase.yaml vendors/acme.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "name the file with the envelope, or - for standard input", "")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			v.cmd = cmd
			return v.run(cmd.Context(), args[0], args[1:])
		},
	}
	cmd.Flags().Var(&v.keyFile, "key", "the public key of who signed, a PEM file")
	cmd.Flags().VarP(&v.engagement, "engagement", "e", "what was said of this purchase; for profiles that come without one")
	settingFlags(cmd, "requirements", "waivers", "policies", "verify_key", "as_of", "fail_on", "timeout", "workers")
	return cmd
}

func (v *verification) run(ctx context.Context, name string, paths []string) error {
	if v.keyFile.value == "" {
		return usage(v.cmd, "name the public key of who signed: --key FILE", "take it from the private one with `openssl pkey -in key.pem -pubout -out pub.pem`")
	}
	stdin := 0
	for _, path := range append([]string{name}, paths...) {
		if path == "-" {
			stdin++
		}
	}
	if stdin > 1 {
		return usage(v.cmd, "standard input is named twice", "")
	}
	s, err := loadSettings(v.cmd)
	if err != nil {
		return err
	}
	attested, err := v.open(name)
	if err != nil {
		return err
	}
	for _, statement := range attested {
		fmt.Fprintf(v.stdout, "signed: %s\n", visible(statement.String())) //nolint:errcheck // the delivery keeps its first failure
	}
	if len(paths) == 0 {
		return v.unreproduced(name, attested, s)
	}
	return v.reproduce(ctx, name, attested, paths, s)
}

// open checks every envelope of a file. One that is wrong spoils them all.
func (v *verification) open(name string) ([]*report.Statement, error) {
	data, err := readKey(v.keyFile.value)
	if err != nil {
		return nil, keyError(v.keyFile.value, err)
	}
	key, err := attest.ReadPublicKey(data)
	if err != nil {
		return nil, keyError(v.keyFile.value, err)
	}
	if name == "-" {
		data, err = io.ReadAll(v.stdin)
	} else {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, refused(name, cause(err).Error())
	}
	envelopes, err := attest.Split(data)
	if err != nil {
		return nil, refused(name, err.Error())
	}
	var attested []*report.Statement
	for i, envelope := range envelopes {
		which := ""
		if len(envelopes) > 1 {
			which = fmt.Sprintf("envelope %d: ", i+1)
		}
		payload, err := attest.Open(key, envelope)
		if err != nil {
			return nil, refused(name, which+err.Error())
		}
		statement, err := report.ReadStatement(payload)
		if err != nil {
			return nil, refused(name, which+err.Error())
		}
		attested = append(attested, statement)
	}
	return attested, nil
}

func refused(name, message string) error {
	return fmt.Errorf("%w: %w", errEnvelope, source.Problem{Position: source.Position{File: name}, Message: message})
}

// unreproduced takes the statements at their word, which is good for what was
// decided, not for the documents that somebody has at hand.
func (v *verification) unreproduced(name string, attested []*report.Statement, s *settings) error {
	var summary finding.Summary
	for _, statement := range attested {
		if statement.FailOn() != s.FailOn {
			return refused(name, fmt.Sprintf("the decision was made with --fail-on %s, and yours is %s", statement.FailOn(), s.FailOn))
		}
		summary.Add(&finding.Decision{Verdict: statement.Verdict(), Fault: statement.Fault()})
	}
	fmt.Fprintln(v.stdout, "not reproduced: no documents are named to check again") //nolint:errcheck // as above
	v.decided = &summary
	return nil
}

// reproduce checks the documents again and compares.
func (v *verification) reproduce(ctx context.Context, name string, attested []*report.Statement, paths []string, s *settings) error {
	if s.origins["as_of"].Kind == "default" {
		s.AsOf = attested[0].AsOf()
		for _, statement := range attested {
			if statement.AsOf() != s.AsOf {
				return refused(name, fmt.Sprintf("its envelopes are of several days, %s and %s: verify those of one day at a time", s.AsOf, statement.AsOf()))
			}
		}
	}
	g, err := gate.New(ctx, s.gate())
	if stopped := stoppedBy(ctx); stopped != nil {
		return stopped
	}
	if err != nil {
		return err
	}
	selection := gate.Selection{
		Paths: paths, Engagement: v.engagement.value, Stdin: newInterruptible(ctx, v.stdin), Limits: document.Limits(s.Limits),
	}
	guard := guarded{config: s.config, paths: paths}
	var decisions []finding.Decision
	for decision := range g.CheckAll(ctx, guard.pass(selection.Requests())) {
		decisions = append(decisions, decision)
	}
	whole := g.Report(decisions, true)
	v.decided = &whole.Summary
	if stopped := stoppedBy(ctx); stopped != nil {
		return stopped
	}
	found, err := report.Statements(whole)
	if err != nil {
		return err
	}
	if len(found) != len(attested) {
		return notReproduced(name, fmt.Sprintf("%s attested, and of the documents named here %d could be read",
			isAre(len(attested), "profile"), len(found)))
	}
	for i, statement := range attested {
		v.compare(name, statement, &found[i])
	}
	return nil
}

func (v *verification) compare(name string, attested, found *report.Statement) {
	var differences, notes []string
	for _, d := range attested.Differences(found) {
		if d.Harmless {
			notes = append(notes, d.Text())
		} else {
			differences = append(differences, d.Text())
		}
	}
	if len(differences) > 0 {
		// Which version it was may be why.
		v.fail(notReproduced(name, append(differences, notes...)...))
		return
	}
	fmt.Fprintf(v.stdout, "reproduced byte for byte: decision sha256:%s\n", visible(attested.Digest())) //nolint:errcheck // as above
	for _, note := range notes {
		fmt.Fprintf(v.stdout, "note: %s\n", visible(note)) //nolint:errcheck // as above
	}
}

func notReproduced(name string, messages ...string) error {
	var problems source.Problems
	for _, message := range messages {
		problems = append(problems, source.Problem{Position: source.Position{File: name}, Message: message})
	}
	return fmt.Errorf("%w: %w", errNotReproduced, problems)
}

func isAre(n int, noun string) string {
	if n == 1 {
		return counted(n, noun) + " is"
	}
	return counted(n, noun) + " are"
}

package main

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/attest"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// errKey means that a key cannot be used.
var errKey = errors.New("the key cannot be used")

// errPartial keeps an interrupted run from being signed.
var errPartial = errors.New("the run was interrupted, and nothing of it is attested")

// A seal is what the command attest adds to a check: instead of reports, signed
// statements are written.
type seal struct {
	keyFile  text
	envelope text
	key      ed25519.PrivateKey
}

func (p *program) attestCommand() *cobra.Command {
	c := &check{
		program: p, engagement: text{metavar: "FILE", check: notEmpty},
		seal: &seal{keyFile: text{metavar: "FILE", check: notEmpty}, envelope: text{metavar: "FILE", check: notEmpty}},
	}
	cmd := &cobra.Command{
		Use:   "attest --key FILE PATH…",
		Short: "Check, and sign what was decided",
		Long: `attest checks as 'vendorgate check' does and signs what it decided: for each
profile an in-toto statement with the verdict, the result of every control, and
the digests of profile, engagement, requirements and policies, in a DSSE envelope
signed with Ed25519, one on a line. 'vendorgate verify' checks the signature and
whether the decision can be reproduced.

A rejected or undecided profile is attested too, as one that failed. One that
could not be read has no digest, and is not attested. The exit code is that of
the check.

To make the two halves of a key:
  openssl genpkey -algorithm ed25519 -out key.pem
  openssl pkey -in key.pem -pubout -out pub.pem`,
		Example: `  vendorgate attest --key key.pem --envelope acme.dsse.json vendors/acme.yaml
  vendorgate verify --key pub.pem acme.dsse.json vendors/acme.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "name what to check: a profile, an engagement, a folder, or - for standard input", "")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c.cmd = cmd
			if err := c.seal.open(cmd); err != nil {
				return err
			}
			return c.run(cmd.Context(), args)
		},
	}
	cmd.Flags().Var(&c.seal.keyFile, "key", "the private key to sign with, a PEM file")
	cmd.Flags().Var(&c.seal.envelope, "envelope", "where to write the envelopes (default: standard output)")
	cmd.Flags().VarP(&c.engagement, "engagement", "e", "what you say of this purchase; for profiles that come without one")
	settingFlags(cmd, "requirements", "waivers", "policies", "verify_key", "as_of", "fail_on", "timeout", "workers")
	cmd.Flags().BoolVarP(&c.quiet, "quiet", "q", false, "no progress line")
	return cmd
}

// open reads the key, before anything is checked.
func (s *seal) open(cmd *cobra.Command) error {
	if s.keyFile.value == "" {
		return usage(cmd, "name the key to sign with: --key FILE", "make one with `openssl genpkey -algorithm ed25519 -out key.pem`")
	}
	data, err := readKey(s.keyFile.value)
	if err == nil {
		s.key, err = attest.ReadPrivateKey(data)
	}
	return keyError(s.keyFile.value, err)
}

// keyBytes is more than any key in a PEM file takes.
const keyBytes = 64 << 10

func readKey(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, source.Problem{Message: cause(err).Error()}
	}
	defer f.Close() //nolint:errcheck // opened for reading
	data, err := io.ReadAll(io.LimitReader(f, keyBytes+1))
	if err != nil {
		return nil, source.Problem{Message: cause(err).Error()}
	}
	if len(data) > keyBytes {
		return nil, source.Problem{Message: "the file is too large for a key"}
	}
	return data, nil
}

func keyError(name string, err error) error {
	if err == nil {
		return nil
	}
	var problem source.Problem
	if errors.As(err, &problem) {
		problem.File = name
		err = problem
	}
	return fmt.Errorf("%w: %w", errKey, err)
}

// plan is the one output of the command.
func (s *seal) plan(cmd *cobra.Command) ([]output, error) {
	o := output{format: "intoto", file: s.envelope.value, seal: s}
	if o.file != "" {
		if err := o.target(cmd); err != nil {
			return nil, err
		}
	}
	return []output{o}, nil
}

// record puts the seal between a recorder of statements and their file.
func (s *seal) record(w io.Writer, options report.Options) (report.Recorder, error) {
	sealed := &sealed{seal: s, w: w}
	var err error
	sealed.Recorder, err = report.NewRecorder(&sealed.statements, "intoto", options)
	return sealed, err
}

// sealed records statements, and signs them at the end.
type sealed struct {
	report.Recorder
	seal       *seal
	w          io.Writer
	statements bytes.Buffer
}

// End signs the statements, a line each.
func (s *sealed) End(whole *finding.Report) error {
	if !whole.Complete {
		return errPartial
	}
	if err := s.Recorder.End(whole); err != nil {
		return err
	}
	for line := range bytes.Lines(s.statements.Bytes()) {
		envelope, err := attest.Sign(s.seal.key, bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			return err
		}
		if _, err := s.w.Write(append(envelope, '\n')); err != nil {
			return err
		}
	}
	return nil
}

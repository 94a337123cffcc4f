package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/bundle"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
)

func (p *program) policyBuildCommand() *cobra.Command {
	out := text{value: "bundle.tar.gz", metavar: "FILE", check: isBundleName}
	key := text{metavar: "FILE", check: notEmpty}
	cmd := &cobra.Command{
		Use:   "build [DIR|FILE…]",
		Short: "Pack policies and requirements into one bundle",
		Long: `build packs the shipped policies, your own and your requirements into one bundle
of OPA. 'check -p bundle.tar.gz' decides with it, and so does a stock OPA: asked
for data.vendorgate.decision with {"profile": …, "engagement": …} as input, it
gives the same statuses and the same verdict.

The same policies and requirements give the same bundle, to the byte, wherever
it is built. With --signing-key it is signed in the way of OPA. The key is a
private one in PEM form: Ed25519, or RSA with at least 3072 bits for OPA servers
that fetch the bundle by themselves.

Without a name it packs the policies of the configuration.`,
		Example: `  vendorgate policy build policies/ -r county.yaml -o county.tar.gz
  vendorgate policy build policies/ --signing-key county.key`,
	}
	settingFlags(cmd, "requirements", "fail_on")
	cmd.Flags().VarP(&out, "output", "o", "the bundle to write, .tar.gz")
	cmd.Flags().Var(&key, "signing-key", "the private key to sign with")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		if len(names) == 0 {
			names = s.Policies
		}
		b, err := authoring.Build(cmd.Context(), authoring.BuildOptions{
			Policies:     names,
			Requirements: s.Requirements,
			FailOn:       finding.Severity(s.FailOn),
			Limits:       document.Limits(s.Limits),
		})
		if err != nil {
			return err
		}
		if key.value != "" {
			if err := authoring.Sign(b, key.value); err != nil {
				return fmt.Errorf("%w: %w", errConfig, err)
			}
		}
		data, err := b.Bytes()
		if err != nil {
			return err
		}
		if err := replaceFile(out.value, data); err != nil {
			return &undeliveredError{to: out.value, err: err}
		}
		signed := "not signed"
		if b.Signed() {
			signed = "signed"
		}
		_, err = fmt.Fprintf(p.stdout, "%s: %s, %s, revision %s\n", out.value, counted(b.Controls(), "control"), signed, b.Revision())
		return err
	}
	return cmd
}

func isBundleName(name string) error {
	if !bundle.Is(name) {
		return errors.New("the name of a bundle ends in .tar.gz")
	}
	return nil
}

// replaceFile writes a file whole or not at all.
func replaceFile(name string, data []byte) error {
	draft, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-")
	if err != nil {
		return err
	}
	_, err = draft.Write(data)
	if err == nil {
		err = draft.Chmod(0o644)
	}
	if err = errors.Join(err, draft.Sync(), draft.Close()); err == nil {
		err = os.Rename(draft.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(draft.Name()))
	}
	return nil
}

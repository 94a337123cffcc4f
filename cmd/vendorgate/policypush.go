package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/bundle"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/registry"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// patience is how long a registry may take. A bundle is small, and a registry that
// never answers must not hold up a pipeline.
const patience = 2 * time.Minute

const aboutReference = `REF is REGISTRY/NAME:TAG, with the credentials of docker, or oci:FOLDER:TAG for a
local OCI layout.`

func (p *program) policyPushCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "push BUNDLE REF",
		Short: "Put a bundle into an OCI registry",
		Long: `push puts a bundle into an OCI registry and prints its digest. An OPA pulls it
from there by itself.

` + aboutReference,
		Example: `  vendorgate policy push county.tar.gz ghcr.io/county/policies:2026-1`,
		Args:    p.twoNames,
	}
	settingFlags(cmd, "verify_key")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		data, err := bundle.ReadFile(args[0])
		if err != nil {
			return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
		}
		if err := isSound(args[0], data, s.VerifyKey); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), patience)
		defer cancel()
		digest, err := registry.Push(ctx, args[1], data)
		if stopped := stoppedBy(cmd.Context()); stopped != nil {
			return stopped
		}
		switch {
		case errors.Is(err, registry.ErrReference):
			return usage(cmd, err.Error(), "write REGISTRY/NAME:TAG or oci:FOLDER:TAG")
		case err != nil:
			return &undeliveredError{to: args[1], err: err}
		}
		_, err = fmt.Fprintf(p.stdout, "%s %s\n", args[1], digest)
		return err
	}
	return cmd
}

func (p *program) policyPullCommand() *cobra.Command {
	out := text{value: "bundle.tar.gz", metavar: "FILE", check: isBundleName}
	lock := text{value: "vendorgate.lock", metavar: "FILE", check: notEmpty}
	var update bool
	cmd := &cobra.Command{
		Use:   "pull REF",
		Short: "Get a bundle from an OCI registry",
		Long: `pull gets a bundle from an OCI registry. The first time it writes the digest of
the bundle into a lock file; from then on it takes no other, until it is told to
with --update. Keep the lock file in your repository.

` + aboutReference,
		Example: `  vendorgate policy pull ghcr.io/county/policies:2026-1 -o county.tar.gz
  vendorgate policy pull ghcr.io/county/policies:2026-1 --update`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd, "name one bundle", "write REGISTRY/NAME:TAG or oci:FOLDER:TAG")
			}
			return nil
		},
	}
	settingFlags(cmd, "verify_key")
	cmd.Flags().VarP(&out, "output", "o", "the file to write the bundle to")
	cmd.Flags().Var(&lock, "lock", "the file that holds the digests")
	cmd.Flags().BoolVar(&update, "update", false, "take the bundle that the reference names now, and lock that")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		reference := args[0]
		locked, err := readLock(lock.value)
		if err != nil {
			return fmt.Errorf("%w: %w", errConfig, err)
		}
		expected := locked.Bundles[reference]
		if update {
			expected = ""
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), patience)
		defer cancel()
		data, digest, err := registry.Pull(ctx, reference, expected)
		if stopped := stoppedBy(cmd.Context()); stopped != nil {
			return stopped
		}
		switch {
		case errors.Is(err, registry.ErrReference):
			return usage(cmd, err.Error(), "write REGISTRY/NAME:TAG or oci:FOLDER:TAG")
		case errors.Is(err, registry.ErrDigest) && expected != "":
			return aboutBundle(reference, fmt.Sprintf("the reference names %s now, and %s locks %s", digest, lock.value, expected),
				"somebody has put another bundle there: find out who and why, then run it again with --update")
		case err != nil:
			return aboutBundle(reference, "cannot pull the bundle: "+err.Error(), "check the reference, and that you may read it: `docker login` keeps the credentials")
		}
		if err := isSound(reference, data, s.VerifyKey); err != nil {
			return err
		}
		// The lock first: a bundle without one could be another the next time.
		if locked.Bundles[reference] != digest {
			locked.Bundles[reference] = digest
			if err := locked.write(lock.value); err != nil {
				return &undeliveredError{to: lock.value, err: err}
			}
		}
		if err := replaceFile(out.value, data); err != nil {
			return &undeliveredError{to: out.value, err: err}
		}
		_, err = fmt.Fprintf(p.stdout, "%s %s, locked in %s\n", out.value, digest, lock.value)
		return err
	}
	return cmd
}

// twoNames wants a bundle and where it goes.
func (p *program) twoNames(cmd *cobra.Command, args []string) error {
	if len(args) != 2 {
		return usage(cmd, "name the bundle and where it goes", "write BUNDLE REGISTRY/NAME:TAG or BUNDLE oci:FOLDER:TAG")
	}
	return nil
}

func aboutBundle(name, message, hint string) error {
	return fmt.Errorf("%w: %w", gate.ErrPolicy, source.Problems{{Position: source.Position{File: name}, Message: message, Hint: hint}})
}

// isSound reads a bundle as a check would, before it goes on its way or takes
// the place of another.
func isSound(name string, data []byte, keyFile string) error {
	var key []byte
	if keyFile != "" {
		var err error
		if key, err = os.ReadFile(keyFile); err != nil {
			return aboutBundle(keyFile, "cannot read the key to verify the bundle with: "+cause(err).Error(), "")
		}
	}
	if _, err := bundle.Read(name, data, key); err != nil {
		return fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	return nil
}

// A lockFile holds the digest of every bundle that was pulled, by reference.
type lockFile struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Bundles    map[string]string `json:"bundles"`
}

const (
	lockVersion = "vendorgate/v1"
	lockKind    = "Lock"
)

// readLock reads a lock file; one that is not there yet locks nothing. It is as
// strict as the reading of every other document: of an entry that is given twice,
// or that is empty, nobody could say what it locks.
func readLock(name string) (*lockFile, error) {
	l := &lockFile{lockVersion, lockKind, map[string]string{}}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, source.Problems{{Position: source.Position{File: name}, Message: "cannot read the lock file: " + cause(err).Error()}}
	}
	const restore = "restore it from your repository; without it any bundle would be taken"
	doc, err := document.Parse(name, data, document.Limits{})
	if err != nil {
		return nil, err
	}
	bundles, ok := doc.Value()["bundles"].(map[string]any)
	if !ok || doc.Value()["apiVersion"] != lockVersion || doc.Value()["kind"] != lockKind || len(doc.Value()) != 3 {
		return nil, source.Problems{{Position: source.Position{File: name}, Message: "this is no lock file of vendorgate", Hint: restore}}
	}
	for reference, v := range bundles {
		digest, _ := v.(string)
		if !isDigest(digest) {
			return nil, source.Problems{{
				Position: doc.Position([]string{"bundles", reference}),
				Message:  fmt.Sprintf("what is locked for %s is no digest, want sha256: and 64 hexadecimal digits", reference),
				Hint:     restore,
			}}
		}
		l.Bundles[reference] = digest
	}
	return l, nil
}

var isDigest = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`).MatchString

func (l *lockFile) write(name string) error {
	data, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(name, append(data, '\n'))
}

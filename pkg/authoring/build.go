package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/vendorgate/vendorgate/pkg/bundle"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// BuildOptions say what goes into a bundle.
type BuildOptions struct {
	// Policies are files and folders of the member's own controls; without any
	// the bundle holds the shipped ones alone.
	Policies []string
	// Requirements is the file of the member's minimums; empty means the
	// shipped ones.
	Requirements string
	// FailOn is the lowest severity that blocks; empty means medium.
	FailOn finding.Severity
	// Limits bound what is read of the requirements.
	Limits document.Limits
}

// Build makes a bundle. Everything in it has been through what a check does
// before it decides. It holds nothing of where and when it was built.
func Build(ctx context.Context, o BuildOptions) (*bundle.Bundle, error) {
	if len(o.Policies) == 1 && bundle.Is(o.Policies[0]) {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, source.Problems{{
			Position: source.Position{File: o.Policies[0]},
			Message:  "this is a bundle already",
			Hint:     "name the folder of your policies",
		}})
	}
	var named, placed []policy.Module
	for _, name := range o.Policies {
		modules, err := policy.Read(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
		}
		for _, m := range modules {
			named = append(named, m)
			placed = append(placed, policy.Module{Name: within(name, m.Name), Text: m.Text})
		}
	}
	asOf, minimums, err := o.requirements()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrRequirements, err)
	}
	g, err := gate.New(ctx, gate.Options{
		Requirements: minimums,
		Modules:      named,
		AsOf:         asOf,
		FailOn:       o.FailOn,
		Limits:       o.Limits,
	})
	if err != nil {
		return nil, err
	}
	if minimums.Name != "" {
		minimums.Name = bundle.RequirementsName(minimums.Name, minimums.Data)
	}
	b, err := g.Bundle(placed, minimums)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	return b, nil
}

// Sign signs a bundle with the private key in a file, in PEM form.
func Sign(b *bundle.Bundle, file string) error {
	key, err := os.ReadFile(file)
	if err == nil {
		err = b.Sign(key)
	}
	if err != nil {
		return source.Problems{{
			Position: source.Position{File: file},
			Message:  "cannot sign with this key: " + reason(err),
			Hint:     "make one with `openssl genpkey -algorithm ed25519 -out key.pem`, and its public half with `openssl pkey -in key.pem -pubout`",
		}}
	}
	return nil
}

// within is the name of a file within the folder that was named, or its last
// part where the file itself was.
func within(folder, name string) string {
	inner, err := filepath.Rel(folder, filepath.FromSlash(name))
	if err != nil || inner == "." {
		inner = filepath.Base(name)
	}
	return filepath.ToSlash(inner)
}

// requirements reads the member's minimums, and says as of which day they are
// tried: the first on which they apply, which may be one to come.
func (o BuildOptions) requirements() (asOf string, minimums gate.Source, err error) {
	if o.Requirements == "" {
		return "", gate.Source{}, nil
	}
	doc, err := document.ReadFile(o.Requirements, o.Limits)
	if err != nil {
		return "", gate.Source{}, err
	}
	set, err := requirements.Load(doc)
	if err != nil {
		return "", gate.Source{}, err
	}
	text, err := os.ReadFile(o.Requirements)
	if err != nil {
		return "", gate.Source{}, err
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != doc.SHA256 {
		return "", gate.Source{}, fmt.Errorf("%s changed while it was read", o.Requirements)
	}
	_, asOf = set.Edition()
	return asOf, gate.Bytes(o.Requirements, text), nil
}

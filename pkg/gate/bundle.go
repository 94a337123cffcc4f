package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/vendorgate/vendorgate/pkg/bundle"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// unpack puts the contents of a bundle in the place of the policies and the
// requirements. A bundle is whole: nothing can be laid over it, or two runs with
// one and the same bundle could decide differently.
func (o *Options) unpack() (*bundle.Bundle, error) {
	at := slices.IndexFunc(o.Policies, bundle.Is)
	if at < 0 {
		if o.VerifyKey != "" {
			return nil, fmt.Errorf("%w: %w", ErrPolicy, source.Problems{{
				Position: source.Position{File: o.VerifyKey},
				Message:  "there is a key to verify a bundle with, and the policies are no bundle",
				Hint:     "name the bundle as the policy: -p bundle.tar.gz",
			}})
		}
		return nil, nil
	}
	name := o.Policies[at]
	refuse := func(message, hint string) error {
		return fmt.Errorf("%w: %w", ErrPolicy, source.Problems{{Position: source.Position{File: name}, Message: message, Hint: hint}})
	}
	if len(o.Policies) > 1 || len(o.Modules) > 0 {
		return nil, refuse("a bundle is given together with other policies", "a bundle is whole: build one from all of the policies, and name that alone")
	}
	var key []byte
	if o.VerifyKey != "" {
		var err error
		if key, err = os.ReadFile(o.VerifyKey); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPolicy, source.Problems{{
				Position: source.Position{File: o.VerifyKey},
				Message:  "cannot read the key to verify the bundle with: " + cause(err),
			}})
		}
	}
	b, err := bundle.Open(name, key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPolicy, err)
	}
	if o.FailOn != "" && o.FailOn != b.FailOn() {
		return nil, refuse(fmt.Sprintf("in the bundle %s blocks and what weighs more, in this run it would be %s", b.FailOn(), o.FailOn),
			"a bundle says what blocks: leave --fail-on and fail_on out, or build it anew with that severity")
	}
	if !o.Requirements.IsZero() { // as where a configuration names what the bundle was built from
		doc, err := o.Requirements.read(o.Limits)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRequirements, err)
		}
		if sum := sha256.Sum256(b.Requirements().Data); doc.SHA256 != hex.EncodeToString(sum[:]) {
			return nil, refuse(fmt.Sprintf("the bundle is given together with the requirements %s, which are not those in it", o.Requirements.Name),
				"a bundle brings its requirements: leave out -r and `requirements` in the configuration, or build it anew with them")
		}
	}
	o.FailOn, o.Policies = b.FailOn(), nil
	for _, m := range b.Own() {
		m.Name = name + ":" + m.Name
		o.Modules = append(o.Modules, m)
	}
	o.Requirements = Source{}
	if r := b.Requirements(); r.Data != nil {
		o.Requirements = Bytes(name+":"+r.Name, r.Data)
	}
	return b, nil
}

// Bundle packs what the gate decides with: a stock OPA that has it comes to the
// same statuses and decisions. The member's controls and its requirements are
// given as they shall be named in the bundle; they are those that the gate was
// made with.
func (g *Gate) Bundle(own []policy.Module, requirements Source) (*bundle.Bundle, error) {
	_, effectiveOn := g.requirements.Edition()
	settings := bundle.Settings{
		Currency:    g.requirements.Currency(),
		EffectiveOn: effectiveOn,
		FailOn:      g.failOn,
		Severities:  map[string]map[string]finding.Severity{},
	}
	for _, c := range g.controls {
		settings.Severities[c.ID] = maps.Clone(c.severity)
	}
	companion, data := g.Stock()
	return bundle.Make(Version, bundle.Parts{
		Own:          own,
		Requirements: bundle.File{Name: requirements.Name, Data: requirements.Data},
		Companion:    companion,
		Data:         data,
		Settings:     settings,
	})
}

// Input is what a stock OPA is asked with for its decision on a request: the
// documents, read and validated as [Gate.Check] does. Where a check would not
// come as far as its policies there is none, and the decision says why.
func (g *Gate) Input(r Request) (json.RawMessage, finding.Decision) {
	d := finding.Decision{Profile: finding.Document{File: r.Profile.Name}}
	docs := g.open(r, &d)
	if docs == nil {
		finding.Decide(&d, g.failOn, len(g.controls))
		return nil, d
	}
	input := struct {
		Profile    map[string]any `json:"profile"`
		Engagement map[string]any `json:"engagement,omitempty"`
	}{Profile: docs.profile.Value()}
	if docs.engagement != nil {
		input.Engagement = docs.engagement.Value()
	}
	return encode(input), d
}

// isWhole holds a bundle against what its policies and requirements give.
func (g *Gate) isWhole(b *bundle.Bundle) error {
	anew, err := g.Bundle(b.Own(), Source(b.Requirements()))
	if err == nil {
		err = b.Compare(anew)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPolicy, err)
	}
	return nil
}

package gate

import (
	"context"
	"maps"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// A Standing is a control as the member's settings leave it.
type Standing struct {
	policy.Control
	InForce  policy.InForce
	Severity map[string]finding.Severity // by tier
}

// Standings returns how every control stands, in the order of [Gate.Controls].
func (g *Gate) Standings() []Standing {
	out := make([]Standing, 0, len(g.controls))
	for _, c := range g.controls {
		out = append(out, Standing{Control: c.Control, InForce: g.engine.InForce(c.ID), Severity: maps.Clone(c.severity)})
	}
	return out
}

// NewUnproven makes a gate whose shipped policies are other ones than those of
// this program, for tools that compare versions of them. No known-answer test
// stands behind what it decides: nobody should act on that.
func NewUnproven(ctx context.Context, o Options, shipped []policy.Module) (*Gate, error) {
	o.shipped, o.unproven = shipped, true
	return New(ctx, o)
}

package gate

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// NewWithShipped makes a gate of a build in which the shipped policies are
// changed.
func NewWithShipped(ctx context.Context, o Options, before, after string) (*Gate, error) {
	modules, err := policy.Shipped()
	if err != nil {
		return nil, err
	}
	changed := false
	for i, m := range modules {
		text := strings.Replace(m.Text, before, after, 1)
		changed = changed || text != m.Text
		modules[i].Text = text
	}
	if !changed {
		return nil, fmt.Errorf("%q is not in the policies", before)
	}
	o.shipped = modules
	return New(ctx, o)
}

// KnownStatuses are the recorded statuses of every case.
func KnownStatuses(t *testing.T) []map[string]finding.Status {
	k, err := loadKnown()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]finding.Status
	for _, c := range k.Cases {
		out = append(out, c.Statuses)
	}
	return out
}

// HoldAgainst opens a bundle as New does and holds it against what the gate would
// put into one, as New does in the end.
func (g *Gate) HoldAgainst(file string) error {
	o := Options{Policies: []string{file}}
	b, err := o.unpack()
	if err != nil {
		return err
	}
	return g.isWhole(b)
}

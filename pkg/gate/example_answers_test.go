package gate_test

import (
	"context"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/gate"
)

// TestEveryControlHasAnExample: whoever asks about a control sees answers with
// which it passes, and what to change for it to fail.
func TestEveryControlHasAnExample(t *testing.T) {
	g, err := gate.New(t.Context(), gate.Options{AsOf: "2026-11-23"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range g.Controls() {
		e, ok, err := g.Example(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			t.Errorf("%s has no example", c.ID)
		} else if len(e.Passes) == 0 || len(e.Fails) == 0 {
			t.Errorf("%s: %d answers pass, %d fail", c.ID, len(e.Passes), len(e.Fails))
		}
		if c.Code == "SCO-06" && len(e.Fails) != 1 {
			t.Errorf("one wrong answer is enough, the example has %d: %v", len(e.Fails), e.Fails)
		}
	}
	if _, _, err := g.Example(context.Background(), "insurance.nothing"); err == nil || !strings.Contains(err.Error(), `no control "insurance.nothing"`) {
		t.Errorf("a control that does not exist: %v", err)
	}
}

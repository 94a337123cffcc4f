package finding_test

import (
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

func TestEveryConsiderationHasAHeading(t *testing.T) {
	for n, want := range map[int]string{
		-1: "The member's own controls", 0: "Written contract", 2: "2 Insurance and indemnification", 10: "10 Legal and risk review", 11: "Consideration 11",
	} {
		if got := finding.ConsiderationHeading(n); got != want {
			t.Errorf("%d is headed %q, want %q", n, got, want)
		}
	}
}

package policy_test

import (
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/policy"
)

// Imports of a Rego to come make `not` another expression, which the companions
// do not know: a control would pass on a missing answer.
func TestLaterRegoIsRefused(t *testing.T) {
	t.Parallel()
	shipped, err := policy.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for name, refused := range map[string]bool{
		"future.keywords":     true,
		"future.keywords.not": true,
		"rego.v2":             true,
		"future.keywords.in":  false,
	} {
		own := []policy.Module{{Name: "own.rego", Text: `package controls.own

import ` + name + `

# METADATA
# title: The website is another one
# custom:
#   severity: high
#   remediation: Ask for it.
another_website if {
	input.vendor.legal_name != ""
	not input.vendor.website == "x"
}
`}}
		_, problems := policy.Check(shipped, own)
		_, err := policy.Compile(shipped, own)
		if (len(problems) > 0) != refused || (err != nil) != refused {
			t.Errorf("import %s: check says %v, compile %v; want it refused: %v", name, problems, err, refused)
		}
		if want := "own.rego:3:1: import " + name + " is not allowed"; refused && (!strings.Contains(problems.Error(), want) || err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("import %s: %v; %v; want %q", name, problems, err, want)
		}
	}
}

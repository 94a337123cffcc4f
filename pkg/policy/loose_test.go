package policy_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// Under a second `not`, silence makes the inner one true and the outer one
// false: neither says anything of the vendor.
func TestLooseAsksThroughTwoNegations(t *testing.T) {
	t.Parallel()
	l, err := policy.CompileLoose(context.Background(), []policy.Module{{Name: "p.rego", Text: `package controls.p

# METADATA
# title: Nothing is found
# custom:
#   severity: high
#   remediation: Mend it.
nothing_found if not found

found if {
	input.kind == "Deployment"
	not input.hardened
}

reasons contains {"control": "nothing_found", "path": [], "message": "it is not hardened"} if not nothing_found
`}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]finding.Status{
		`{"kind": "Deployment", "hardened": true}`:  finding.Pass,
		`{"kind": "Deployment", "hardened": false}`: finding.Fail,
		`{"kind": "Deployment", "hardened": null}`:  finding.Unanswered,
		`{"kind": "Deployment"}`:                    finding.Unanswered,
		`{"kind": "Service"}`:                       finding.Pass,
		`{"hardened": true}`:                        finding.Pass,
		`{}`:                                        finding.Unanswered,
	} {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var input map[string]any
		if err := d.Decode(&input); err != nil {
			t.Fatal(err)
		}
		findings, err := l.Evaluate(context.Background(), input)
		if err != nil {
			t.Fatal(err)
		}
		if f := findings[0]; len(findings) != 1 || f.Status != want || (len(f.Missing) > 0) != (want == finding.Unanswered) {
			t.Errorf("%s: %+v, want %s", text, findings, want)
		}
	}
}

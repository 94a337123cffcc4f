package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/policy"
)

func TestPassages(t *testing.T) {
	t.Parallel()
	const own = `package controls.own

# METADATA
# title: Everything has a name
named if {
	every company in input.subcontractors {
		has_name(company)
	}

	listed
}

# between
unused if input.x

named if input.vendor.legal_name == "x"

# What counts
# as a name.
has_name(company) if company.name != empty

reasons contains {"control": "named"} if {
	not named
}

empty := ""
`
	const other = `package controls.own

listed if input.subcontractors != []

listed if not has_name({})
`
	const stranger = `package controls.stranger

listed if true
`
	modules := []policy.Module{{Name: "own.rego", Text: own}, {Name: "other.rego", Text: other}, {Name: "stranger.rego", Text: stranger}}
	passages, err := policy.Passages(modules, policy.Control{ID: "own.named"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range passages {
		got = append(got, p.Position.String()+"\n"+p.Text)
	}
	want := []string{
		`own.rego:5:1
named if {
	every company in input.subcontractors {
		has_name(company)
	}

	listed
}

named if input.vendor.legal_name == "x"`,
		`own.rego:20:1
# What counts
# as a name.
has_name(company) if company.name != empty`,
		`own.rego:26:1
empty := ""`,
		`other.rego:3:1
listed if input.subcontractors != []

listed if not has_name({})`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	none, err := policy.Passages(modules, policy.Control{ID: "own.gone"})
	if len(none) > 0 || err != nil {
		t.Errorf("a control that is not there has the passages %v, %v", none, err)
	}
	if _, err := policy.Passages([]policy.Module{{Name: "bad.rego", Text: "package"}}, policy.Control{ID: "own.named"}); err == nil {
		t.Error("a module that cannot be read is no error")
	}
}

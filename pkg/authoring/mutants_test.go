package authoring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/policy"
)

// TestMutants states, expression by expression, what becomes of a rule.
func TestMutants(t *testing.T) {
	const head = "package controls.own\n\n# METADATA\n# title: A rule\n# custom:\n#   severity: low\n#   remediation: Ask.\n"
	for name, tc := range map[string]struct {
		rules string
		want  string // operator: before → after, or the operator and why it is equivalent
	}{
		"a comparison with a constant": {
			`ok if input.contract.liability.cap_amount > 5`, `
				condition: input.contract.liability.cap_amount > 5 → true
				field: input.contract.liability.cap_amount > 5 → input.contract.liability.fees_paid_to_date > 5
				comparison: input.contract.liability.cap_amount > 5 → input.contract.liability.cap_amount <= 5
				comparison: input.contract.liability.cap_amount > 5 → input.contract.liability.cap_amount >= 5
				number: input.contract.liability.cap_amount > 5 → input.contract.liability.cap_amount > 4
				number: input.contract.liability.cap_amount > 5 → input.contract.liability.cap_amount > 6`,
		},
		"a minimum": {
			`ok if input.contract.liability.cap_amount < data.requirements.liability.cap_min`, `
				condition: input.contract.liability.cap_amount < data.requirements.liability.cap_min → true
				field: input.contract.liability.cap_amount < data.requirements.liability.cap_min → input.contract.liability.fees_paid_to_date < data.requirements.liability.cap_min
				comparison: input.contract.liability.cap_amount < data.requirements.liability.cap_min → input.contract.liability.cap_amount <= data.requirements.liability.cap_min
				comparison: input.contract.liability.cap_amount < data.requirements.liability.cap_min → input.contract.liability.cap_amount >= data.requirements.liability.cap_min
				minimum: input.contract.liability.cap_amount < data.requirements.liability.cap_min → input.contract.liability.cap_amount < data.requirements.liability.super_cap_min`,
		},
		"words": {
			`ok if input.contract.liability.consequential_waiver in {"none", "vendor_only"}`, `
				condition: input.contract.liability.consequential_waiver in {"none", "vendor_only"} → true
				negation: input.contract.liability.consequential_waiver in {"none", "vendor_only"} → not input.contract.liability.consequential_waiver in {"none", "vendor_only"}
				word: input.contract.liability.consequential_waiver in {"none", "vendor_only"} → input.contract.liability.consequential_waiver in {"mutual", "vendor_only"}
				word: input.contract.liability.consequential_waiver in {"none", "vendor_only"} → input.contract.liability.consequential_waiver in {"none", "mutual"}`,
		},
		"words that are stated elsewhere": {
			"ok if input.contract.liability.consequential_waiver in fine\n\nfine := {\"none\"}", `
				condition: input.contract.liability.consequential_waiver in fine → true
				negation: input.contract.liability.consequential_waiver in fine → not input.contract.liability.consequential_waiver in fine
				word: fine := {"none"} → fine := {"mutual"}`,
		},
		"a boolean, and a rule that is denied": {
			"ok if not open\n\nopen if input.security.endpoint.edr == false", `
				condition: not open → true
				negation: not open → open
				condition: input.security.endpoint.edr == false → true
				comparison: input.security.endpoint.edr == false → input.security.endpoint.edr != false
				boolean: input.security.endpoint.edr == false → input.security.endpoint.edr == true`,
		},
		"every": {
			"ok if {\n\tevery p in input.security.pathways {\n\t\tp.logged == true\n\t}\n}", `
				condition: every p in input.security.pathways { p.logged == true } → true
				quantifier: every p in input.security.pathways { p.logged == true } → count([true | some p in input.security.pathways; p.logged == true]) > 0
				condition: p.logged == true → true
				field: p.logged == true → p.encrypted == true
				comparison: p.logged == true → p.logged != true
				boolean: p.logged == true → p.logged == false`,
		},
		"some": {
			"ok if {\n\tsome p in input.security.pathways\n\tp.logged == true\n}", `
				quantifier: some p in input.security.pathways p.logged == true → every p in input.security.pathways { p.logged == true }
				condition: p.logged == true → true
				field: p.logged == true → p.encrypted == true
				comparison: p.logged == true → p.logged != true
				boolean: p.logged == true → p.logged == false`,
		},
		"one of several bodies": {
			"ok if input.security.endpoint.edr\n\nok if input.security.endpoint.edr", `
				body: ok if input.security.endpoint.edr → ¶
				condition: input.security.endpoint.edr → true
				negation: input.security.endpoint.edr → not input.security.endpoint.edr
				body: ok if input.security.endpoint.edr → ¶ (2)
				condition: input.security.endpoint.edr → true (2)
				negation: input.security.endpoint.edr → not input.security.endpoint.edr (2)`,
		},
		"no count is below zero": {
			`ok if count(input.security.pathways) == 0`, `
				condition: count(input.security.pathways) == 0 → true
				comparison: count(input.security.pathways) == 0 → count(input.security.pathways) != 0
				comparison, equivalent: count(input.security.pathways) is never below 0
				comparison: count(input.security.pathways) == 0 → count(input.security.pathways) >= 0
				number: count(input.security.pathways) == 0 → count(input.security.pathways) == -1
				number: count(input.security.pathways) == 0 → count(input.security.pathways) == 1`,
		},
		"no amount is below zero": {
			`ok if 0 <= input.contract.liability.cap_amount`, `
				number, equivalent: input.contract.liability.cap_amount is never below 0
				number: 0 <= input.contract.liability.cap_amount → 1 <= input.contract.liability.cap_amount
				condition: 0 <= input.contract.liability.cap_amount → true
				comparison: 0 <= input.contract.liability.cap_amount → 0 < input.contract.liability.cap_amount
				comparison: 0 <= input.contract.liability.cap_amount → 0 > input.contract.liability.cap_amount
				field: 0 <= input.contract.liability.cap_amount → 0 <= input.contract.liability.fees_paid_to_date`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			own := []policy.Module{{Name: "own.rego", Text: head + tc.rules + "\n"}}
			shipped, err := policy.Shipped()
			if err != nil {
				t.Fatal(err)
			}
			trees, err := parseAll(own)
			if err != nil {
				t.Fatal(err)
			}
			places, err := policy.Look(shipped, own)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, m := range mutants(own, trees, places) {
				if m.Number != i+1 {
					t.Errorf("mutant %d has the number %d", i+1, m.Number)
				}
				line := fmt.Sprintf("%s: %s → %s", m.Operator, m.Was, m.Now)
				if m.Now == "" {
					line += "¶"
				}
				if m.Nth > 1 {
					line += fmt.Sprintf(" (%d)", m.Nth)
				}
				if m.Status == Equivalent {
					line = m.Operator + ", equivalent: " + m.Why
				}
				got = append(got, line)
			}
			var want []string
			for line := range strings.Lines(tc.want) {
				if line = strings.TrimSpace(line); line != "" {
					want = append(want, line)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestShippedMutantsApply: every change to the shipped policies can be made, and
// every mutant has a key of its own.
func TestShippedMutantsApply(t *testing.T) {
	s, err := Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	trees, err := parseAll(s.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	places, err := policy.Look(s.Shipped, nil)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, m := range s.Shipped {
		texts[m.Name] = m.Text
	}
	all, seen := mutants(s.Shipped, trees, places), map[key]int{}
	if len(all) < 4000 {
		t.Errorf("there are %d mutants of the shipped policies: what is no longer found?", len(all))
	}
	for _, m := range all {
		if first := seen[m.key()]; first != 0 {
			t.Errorf("mutants %d and %d have one key: %+v", first, m.Number, m.key())
		}
		seen[m.key()] = m.Number
		if text := texts[m.Position.File]; m.mutate(text) == text || m.Was == m.Now {
			t.Errorf("%s: mutant %d changes nothing: %q", m.Position, m.Number, m.Was)
		}
	}
}

func TestSinceWithoutGit(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "own.rego"), []byte("package controls.own\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", "")
	_, err = s.changedSince(t.Context(), "main")
	if !errors.Is(err, ErrRevision) || !strings.Contains(err.Error(), "git is not installed") {
		t.Errorf("without git: %v", err)
	}
}

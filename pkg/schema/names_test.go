package schema

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestAnswersInWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path  string
		value any
		want  string
	}{
		{"contract.liability.cap_amount", json.Number("100000"), "100,000 USD"},
		{"insurance.policies.[].limits.per_claim", json.Number("1500000"), "1,500,000 USD"},
		{"insurance.policies.[].limits.statutory", true, ""},
		{"insurance.policies.[].sublimits.[].coinsurance_percent", json.Number("20"), ""},
		{"engagement.annual_fees", json.Number("999"), "999 USD"},
		{"contract.liability.fee_multiple", json.Number("2"), ""},
		{"contract.termination.destruction_standard", "nist_800_88", "NIST SP 800-88"},
		{"contract.termination.destruction_standard", "silent", ""},
		{"contract.termination.return_formats", []any{"csv", "pdf_only"}, "CSV, PDF only"},
		{"contract.termination.return_formats.[]", "sql_dump", "SQL dump"},
		{"insurance.policies.[].id", "nist_800_88", ""}, // a name that the vendor chose
		{"vendor.legal_name", "soc2", ""},
		{"no.such.field", "soc2", ""},
	} {
		if got := Say(strings.Split(test.path, "."), test.value, "USD"); got != test.want {
			t.Errorf("%s %v is said as %q, want %q", test.path, test.value, got, test.want)
		}
	}
}

func TestPlainly(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]string{
		"the agreement does not name the class public_on_individuals": "the agreement does not name the class public data on individuals",
		"the clause does not pass on: insurance, mgdpa":               "the clause does not pass on: insurance, Minnesota Government Data Practices Act",
		"the path rmm_agent, and client_vpn.":                         "the path remote management agent (RMM), and client VPN.",
		"it is native to the pool":                                    "it is native to the pool",
		"no evidence nist_800_88-2026 or a/nist_800_88":               "no evidence nist_800_88-2026 or a/nist_800_88",
		"the agreement does not provide payment_export":               "the agreement does not provide payment_export",
		"": "",
	} {
		if got := Plainly(sentence); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAmounts holds the list of amounts and the descriptions of the fields
// together: both say which fields are in the currency of the document.
func TestAmounts(t *testing.T) {
	t.Parallel()
	var found []string
	var walk func(path []string, node map[string]any)
	walk = func(path []string, node map[string]any) {
		if about, _ := node["description"].(string); strings.Contains(about, "whole units of the document's currency") {
			found = append(found, strings.Join(path, "."))
		}
		for name, field := range properties(node) {
			field, _ := field.(map[string]any)
			walk(append(slices.Clone(path), name), field)
		}
		if items, ok := node["items"].(map[string]any); ok {
			walk(append(slices.Clone(path), "[]"), items)
		}
	}
	walk(nil, input())
	if slices.Sort(found); !slices.Equal(found, amounts) {
		t.Errorf("described as amounts are %q, said as such %q", found, amounts)
	}
}

// TestNamesAreOfWords: a name for a word that no schema has is one that nobody is
// ever shown, or a slip.
func TestNamesAreOfWords(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, word := range enumWords(v) {
				known[word] = true
			}
			for name, field := range v {
				known[name] = true // a class of data by which a minimum is keyed
				walk(field)
			}
		case []any:
			for _, field := range v {
				walk(field)
			}
		}
	}
	walk(input())
	walk(effective())
	for word := range names {
		if !known[word] {
			t.Errorf("%q has a name and is in no schema", word)
		}
	}
}

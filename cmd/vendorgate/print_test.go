package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPrintJSONIsInert changes no value and leaves nothing that acts.
func TestPrintJSONIsInert(t *testing.T) {
	t.Parallel()
	const text = "a\x1b[2J\u202eb\u009b<&>\U000e0001é\n"
	var b strings.Builder
	if err := printJSON(&b, []string{text}); err != nil {
		t.Fatal(err)
	}
	for _, r := range []rune{0x1b, 0x202e, 0x9b, 0xe0001} {
		if strings.ContainsRune(b.String(), r) {
			t.Errorf("%U is left in %q", r, b.String())
		}
	}
	var got []string
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got[0] != text {
		t.Errorf("read back: %q, %v", got, err)
	}
}

func TestPrintCSV(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := printCSV(&b, [][]string{{"=1+1", "@x", "-", "+1", "a,b", "two\nlines", "plain"}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("'=1+1,'@x,'-,'+1,\"a,b\",two lines,plain\n", b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTierRange(t *testing.T) {
	t.Parallel()
	for want, tiers := range map[string][]string{
		"off":      nil,
		"T2":       {"T2"},
		"T1,T2":    {"T2", "T1"},
		"T1-T3":    {"T1", "T2", "T3"},
		"T1,T2,T4": {"T1", "T2", "T4"},
		"T1-T4":    {"T4", "T3", "T2", "T1"},
	} {
		if got := tierRange(tiers); got != want {
			t.Errorf("%v: %q, want %q", tiers, got, want)
		}
	}
}

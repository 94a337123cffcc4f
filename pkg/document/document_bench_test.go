package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// realistic is a profile of the size and shape that vendors send: about two
// hundred lines of YAML.
func realistic() []byte {
	var b strings.Builder
	b.WriteString("# Answers of Naïve Data GmbH, filled in by 日本 office\n" +
		"apiVersion: vendorgate/v1\nkind: VendorProfile\nprofile_id: naive-data-2026\ncurrency: USD\n" +
		"vendor:\n  legal_name: \"Naïve Data GmbH\"\n  website: https://naive.example/security\n  founded_on: 2011-03-01\n" +
		"insurance:\n  policies:\n")
	for i, line := range []string{"general", "cyber", "professional", "umbrella", "workers_compensation", "auto"} {
		fmt.Fprintf(&b, "    - id: policy-%d\n      line: %s\n      insurer:\n        name: 'Example Mutual, Inc.'\n        am_best: A-\n        am_best_size: VIII\n"+
			"      limits: {per_claim: %d, aggregate: %d}\n      deductible: 25000\n      effective_on: 2026-01-01\n      expires_on: 2027-01-01\n      claims_made: false\n", i+1, line, 1000000*(i+1), 2000000*(i+1))
	}
	b.WriteString("contract:\n  liability:\n    cap_kind: fixed\n    cap_amount: 5000000\n    fee_multiple: 1.5\n  summary: |\n    The vendor hosts the case file\n    and keeps it for seven years.\n" +
		"  notice:\n    value: 5\n    unit: business_days\n  carveouts:\n    - {kind: confidentiality, uncapped: true}\n    - {kind: indemnity, uncapped: false}\n")
	b.WriteString("security:\n  encryption:\n    at_rest: true\n    in_transit: TLS1.3\n  mfa_percent: 99.5\n  tests:\n")
	for i := range 10 {
		fmt.Fprintf(&b, "    - kind: restore\n      performed_on: 2026-%02d-15\n      passed: true\n      hours: %d # as measured\n", i+1, i+2)
	}
	b.WriteString("evidence:\n")
	for i := range 14 {
		fmt.Fprintf(&b, "  - id: doc-%d\n    file: evidence/certificate-%d.pdf\n    issued_on: 2026-02-01\n    supports: [insurance.policies, security.tests]\n", i, i)
	}
	return []byte(b.String())
}

// twin is the JSON that says what the YAML document says.
func twin(tb testing.TB, yaml []byte) []byte {
	tb.Helper()
	doc, err := Parse("twin.yaml", yaml, Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	text, err := json.MarshalIndent(doc.Value(), "", "  ")
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func BenchmarkReadYAML(b *testing.B) { benchmark(b, "profile.yaml", realistic()) }

func BenchmarkReadJSON(b *testing.B) { benchmark(b, "profile.json", twin(b, realistic())) }

func benchmark(b *testing.B, name string, text []byte) {
	b.Run(fmt.Sprintf("lines=%d", bytes.Count(text, []byte("\n"))), func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Parse(name, text, Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkReadAndLocate is reading with a question for a place: the price of
// the first position is the difference to reading alone.
func BenchmarkReadAndLocate(b *testing.B) {
	yaml := realistic()
	for name, text := range map[string][]byte{"profile.yaml": yaml, "profile.json": twin(b, yaml)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				doc, err := Parse(name, text, Limits{})
				if err != nil {
					b.Fatal(err)
				}
				doc.Position([]string{"evidence", "13", "file"})
			}
		})
	}
}

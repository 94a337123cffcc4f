package schema

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestAmount(t *testing.T) {
	whole := map[string]string{
		"2000000": "2000000", "$2M": "2000000", "$ 2 m": "2000000", "2MM": "2000000", "2 million": "2000000",
		"$2,000,000": "2000000", "2 000 000": "2000000", "2_000_000": "2000000", "2'000'000": "2000000",
		"2000000.00": "2000000", "USD 1.5 million": "1500000", "1.500M": "1500000", "500k": "500000", "3bn": "3000000000",
		"2000000 dollars": "2000000", "US$5 thousand": "5000", "10%": "10", "0": "0", "007": "7",
		// Not whole, not a number, in another currency, or to be read in two ways.
		"1.5": "", "2.000": "", "2.000.000": "", "2,00": "", "2,0000": "", "1,000,00": "", "€2M": "", "£5": "",
		"-5": "", "+5": "", "2e6": "", "two": "", "": "", "$": "", "M": "", "2 M each": "", "1/2": "", strings.Repeat("9", 16): "",
	}
	for text, want := range whole {
		if got := amount(text, false); got != want {
			t.Errorf("amount(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"97.5%": "97.5", "1.5": "1.5", "0.10": "0.1", "99.9 percent": "99.9", "2.000": ""} {
		if got := amount(text, true); got != want {
			t.Errorf("amount(%q) with a fraction = %q, want %q", text, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"cap_min": `"cap_min"`, "": `""`, "a b": `"a b"`, "n\u0430me": `"n\u0430me"`, "a\u202eb": `"a\u202eb"`, "a\x1b": `"a\x1b"`, "a\nb": `"a\nb"`,
		strings.Repeat("x", 61): `"` + strings.Repeat("x", 57) + `..."`, strings.Repeat("x", 60): `"` + strings.Repeat("x", 60) + `"`,
	} {
		if got := quote(text); got != want {
			t.Errorf("quote(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestInWords(t *testing.T) {
	number := map[string]any{"type": []any{"integer", "null"}}
	rows := []struct {
		value any
		want  string
	}{
		{nil, "null"},
		{true, "true"},
		{"x", `the text "x"`},
		{json.Number("1.50"), "1.50"},
		{[]any{}, "a list"},
		{map[string]any{}, "a block of fields"},
		{json.Number(strings.Repeat("9", 64)), strings.Repeat("9", 57) + "..."},
		{7, "7"},
		{time.Duration(1), "1ns"},
	}
	for _, row := range rows {
		if got := inWords(row.value, number); got != row.want {
			t.Errorf("inWords(%v) = %s, want %s", row.value, got, row.want)
		}
	}
	if got := inWords("a\u202eb", nil); got != `"a\u202eb"` {
		t.Errorf("text with a bidirectional control is shown as %s", got)
	}
}

func TestSlips(t *testing.T) {
	word := map[string]any{"type": "string", "enum": []any{"all_not_public", "no", "1.0"}}
	rows := []struct {
		node  map[string]any
		value any
		want  string
	}{
		{word, "All Not Public", `did you mean "all_not_public"?`},
		{word, "all-notpublic", `did you mean "all_not_public"?`},
		{word, "!! all not publik !!", `did you mean "all_not_public"?`},
		{word, "everything", ""},
		{word, json.Number("1"), `put it in quotes: "1.0"`},
		{word, json.Number("2"), ""},
		{word, json.Number("x"), ""},
		{word, true, ""},
		{word, false, `write "no", in quotes`},
		{map[string]any{"type": "array"}, "a, b", "put it in a list: [a, b]"},
		{map[string]any{"type": "array"}, "Acme, Inc.", `put it in a list: ["Acme, Inc."]`},
		{map[string]any{"type": "array"}, "no", `put it in a list: ["no"]`},
		{map[string]any{"type": "array"}, true, "put it in a list: [true]"},
		{map[string]any{"type": "object"}, json.Number("1"), ""},
		{map[string]any{"type": "boolean"}, "perhaps", ""},
		{map[string]any{"type": "boolean"}, json.Number("2"), ""},
		{map[string]any{"type": "integer"}, "1 business day", "write the number alone, without quotes and without the unit"},
		{map[string]any{"type": "integer"}, "soon", "write a plain number without quotes, such as 2000000"},
		{map[string]any{"type": "string", "pattern": "^[A-Z]{2}$"}, " us ", `did you mean "US"?`},
		{map[string]any{"type": "string", "pattern": "^[A-Z]{2}$"}, "US ", `did you mean "US"?`},
		{map[string]any{"type": "string", "pattern": "("}, "x", ""},
	}
	for _, row := range rows {
		if got := slip(nil, row.node, row.value); got != row.want {
			t.Errorf("slip(%v, %v) = %q, want %q", row.node, row.value, got, row.want)
		}
	}
}

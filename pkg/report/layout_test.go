package report

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

func TestEscape(t *testing.T) {
	for _, test := range []struct{ in, want, ascii string }{
		{"Northwoods Managed IT LLC", "Northwoods Managed IT LLC", ""},
		{"Grünwald & Söhne", "Grünwald & Söhne", `Gr\u00fcnwald & S\u00f6hne`},
		{"a\x1b[2Jb", `a\x1b[2Jb`, ""},
		{"a\r\nb\tc\x00\x7f", `a\x0d\x0ab\x09c\x00\x7f`, ""},
		{"\u009b31m", `\u009b31m`, ""},
		{"\u202egnp.exe\u2066\u061c\u200e", `\u202egnp.exe\u2066\u061c\u200e`, ""},
		{"zero\u200bwidth\ufeff", `zero\u200bwidth\ufeff`, ""},
		{"\u2028\u2029", `\u2028\u2029`, ""},
		{"\xff\xc3", `\xff\xc3`, ""},
		{"\ufffd", "\ufffd", `\ufffd`},
		{"\ue000\U000e0041\U0010ffff", `\ue000\U000e0041\U0010ffff`, ""},
		{"no\u00a0break", `no\u00a0break`, ""},
		{"filler\u3164", `filler\u3164`, ""},
		{"\u0301e\u0301", `\u0301` + "e\u0301", `\u0301e\u0301`},
		{"e" + strings.Repeat("\u0301", 6), "e" + strings.Repeat("\u0301", 4) + `\u0301\u0301`, "e" + strings.Repeat(`\u0301`, 6)},
		{"a \u0301", `a \u0301`, ""},
		{"漢字 👍", "漢字 👍", `\u6f22\u5b57 \U0001f44d`},
		{`C:\docs\a.yaml`, `C:\docs\a.yaml`, ""},
		{`C:\users\x`, `C:\\users\\x`, ""},
		{`\x1b`, `\\x1b`, ""},
		{`\` + "\x1b", `\\\x1b`, ""},
		{`a\\`, `a\\\`, ""},
		{"2001:db8::1", "2001:db8::1", ""},
		{"##[error] ###", `#\x23[error] #\x23#`, ""},
	} {
		if got := escape(test.in, valueRunes, false); got != test.want {
			t.Errorf("escape(%q) = %s, want %s", test.in, got, test.want)
		}
		if test.ascii == "" {
			test.ascii = test.want
		}
		if got := escape(test.in, valueRunes, true); got != test.ascii {
			t.Errorf("in ASCII: escape(%q) = %s, want %s", test.in, got, test.ascii)
		}
	}
}

func TestEscapeCuts(t *testing.T) {
	if got, want := escape(strings.Repeat("é", 201), 200, false), strings.Repeat("é", 200)+"…"; got != want {
		t.Errorf("got %s", got)
	}
	if got := escape(strings.Repeat("x", 200), 200, false); got != strings.Repeat("x", 200) {
		t.Errorf("a text of the full length was cut: %s", got)
	}
	if got := escape("xyz", 2, true); got != "xy..." {
		t.Errorf("got %s", got)
	}
}

// unescape undoes escape. It exists for the test alone: that it can be written
// shows that an escaped text says what the file said.
func unescape(t *rapid.T, s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		digits := 0
		if s[i] == '\\' && i+1 < len(s) {
			switch s[i+1] {
			case '\\':
				b.WriteByte('\\')
				i += 2
				continue
			case 'x':
				digits = 2
			case 'u':
				digits = 4
			case 'U':
				digits = 8
			}
		}
		if digits == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		n, err := strconv.ParseUint(s[i+2:i+2+digits], 16, 32)
		if err != nil {
			t.Fatalf("a broken escape in %s", s)
		}
		if digits == 2 {
			b.WriteByte(byte(n))
		} else {
			b.WriteRune(rune(n))
		}
		i += 2 + digits
	}
	return b.String()
}

func TestEscapedTextCanBeRecovered(t *testing.T) {
	text := rapid.OneOf(rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 30), func(b []byte) string { return string(b) }),
		rapid.StringOf(rapid.SampledFrom([]rune("\\xuU#: a\x1b\u202e\U000e0041\u0301"))))
	rapid.Check(t, func(t *rapid.T) {
		s, ascii := text.Draw(t, "text"), rapid.Bool().Draw(t, "ascii")
		if got := unescape(t, escape(s, len(s)+1, ascii)); got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

// Nothing is lost or added by wrapping but spaces, and no line is too long.
func TestWrap(t *testing.T) {
	text := rapid.OneOf(rapid.StringMatching(`[a-z:# ]{0,200}`), rapid.StringOf(rapid.SampledFrom([]rune("ab 漢字é👍:\u0301"))))
	rapid.Check(t, func(t *rapid.T) {
		s, n := escape(text.Draw(t, "text"), sentenceRunes, false), rapid.IntRange(4, 60).Draw(t, "cells")
		taken := rapid.IntRange(0, n).Draw(t, "taken")
		lines := wrapAfter(taken, s, n)
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(s, " ", ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		for i, line := range lines {
			if i == 0 && taken > 0 && line != "" && taken+cells(line) > n || cells(line) > n {
				t.Fatalf("line %d, %q, is wider than %d", i, line, n)
			}
		}
	})
}

func TestNoLineBeginsACommand(t *testing.T) {
	for _, test := range []struct {
		spans []span
		want  string
	}{
		{[]span{{"::error::x", plain}}, "  \\x3a:error::x\n"},
		{[]span{{"  ", plain}, {":", bold}, {":error", plain}}, "    \\x3a:error\n"},
		{[]span{{"a ", plain}, {"::error", plain}}, "  a ::error\n"},
		{[]span{{":error", plain}}, "  :error\n"},
	} {
		var b strings.Builder
		p := newPrinter(&b, Options{})
		p.line(2, test.spans...)
		if err := p.flush(); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestWrapKeepsClusters(t *testing.T) {
	if got := wrap("漢字漢字", 5); len(got) != 2 || got[0] != "漢字" {
		t.Errorf("got %q", got)
	}
	if got := wrap("漢字", 1); len(got) != 2 {
		t.Errorf("characters wider than the line: %q", got)
	}
}

func TestValues(t *testing.T) {
	p := newPrinter(nil, Options{})
	for in, want := range map[string]string{
		`true`: "yes", `false`: "no", `null`: "not answered", `""`: `""`, `"silent"`: "silent (the contract says nothing)",
		`"greater_of"`: "greater_of", `[]`: "none", `{}`: "none", `["a",1234,true]`: "a, 1,234, yes", `{"b":1,"a":"x"}`: "a: x, b: 1",
		`0`: "0", `999`: "999", `1000`: "1,000", `-1000`: "-1,000", `-100`: "-100", `1234567.25`: "1,234,567.25", `1e6`: "1e6", `1500.5e3`: "1,500.5e3",
		`123456789012345678901`: "123,456,789,012,345,678,901", `nonsense`: "nonsense", `[1] x`: "[1] x", "": "",
	} {
		if got := p.json(json.RawMessage(in), ""); got != want {
			t.Errorf("%s is shown as %q, want %q", in, got, want)
		}
	}
}

func TestAnswerNames(t *testing.T) {
	p := newPrinter(nil, Options{})
	answers := []finding.Answer{
		{Path: "insurance.policies[2].limits.per_claim", Label: "cyber-1"},
		{Path: "insurance.policies[1].limits.per_claim", Label: "eo-1"},
		{Path: "contract.liability.cap_amount"},
		{Path: "engagement.reviews.legal.done"},
		{Path: "contract.continuity.rto_hours"},
		{Path: "engagement.data.classes[0]"},
		{Path: "a.one.held_on"},
		{Path: "a.two.held_on"},
		{Path: "x[0].name"},
		{Path: "x[1].name"},
	}
	want := []string{
		"cyber-1 per claim", "eo-1 per claim", "cap amount", "legal done", "continuity RTO", "classes #1", "one held on", "two held on", "x #1 name", "x #2 name",
	}
	names, units := p.names(answers)
	for i := range answers {
		if names[i] != want[i] {
			t.Errorf("%s is named %q, want %q", answers[i].Path, names[i], want[i])
		}
	}
	if units[4] != "hours" {
		t.Errorf("the unit of %s is %q", answers[4].Path, units[4])
	}
}

func TestWithin(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"a.b", "a.b", true}, {"a.b", "a.b.c", true}, {"a.b[0].c", "a.b", true}, {"a.b", "a.bc", false}, {"a.b[1]", "a.b[10]", false}, {"a", "b", false},
	} {
		if got := within(test.a, test.b); got != test.want {
			t.Errorf("within(%q, %q) = %v", test.a, test.b, got)
		}
	}
}

// TestReasonNamesItsElementOnce: the name of the element goes before a reason
// that leaves it out, and not before one that says it, be it as people write it.
func TestReasonNamesItsElementOnce(t *testing.T) {
	p := &printer{}
	for message, want := range map[string]string{
		"the policy has ended":                      "private_data: the policy has ended",
		"private_data is not among the evidence":    "private_data is not among the evidence",
		"the agreement uses private data undefined": "the agreement uses private data undefined",
		"the data is private":                       "private_data: the data is private",
	} {
		if got := p.reason(finding.Reason{Label: "private_data", Message: message}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	plain := finding.Reason{Label: "API integration", Message: "no path api_integration", Text: "no path API integration"}
	if got := p.reason(plain); got != plain.Text {
		t.Errorf("%q, want %q", got, plain.Text)
	}
}

package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// forbidden are the characters that no report may hold, listed here apart from
// the code that keeps them out.
func forbidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || // C0, DEL, C1
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || // bidirectional
		r == 0x200e || r == 0x200f || r == 0x61c ||
		r >= 0x200b && r <= 0x200d || r == 0x2060 || r == 0xfeff || r == 0xad || // without width
		r == 0x2028 || r == 0x2029 || r == 0x115f || r == 0x3164 || // separators, fillers
		r >= 0xe000 && r <= 0xf8ff || r >= 0xe0000 || // private, tags
		r >= 0xfff0 && r <= 0xfff8 || !unicode.IsPrint(r)
}

// checkText states what holds for the text of every report.
func checkText(t fataler, r *finding.Report, o report.Options) {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, "text", r, o); err != nil {
		t.Fatalf("write: %v", err)
	}
	text := b.String()
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") || strings.HasPrefix(text, "\n") {
		t.Fatalf("not whole lines of UTF-8: %q", text)
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if i := strings.IndexFunc(line, forbidden); i >= 0 {
			t.Fatalf("%q occurs in %q", line[i:], line)
		}
		if strings.HasSuffix(line, " ") {
			t.Fatalf("a space ends %q", line)
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##") {
			t.Fatalf("a build system would execute %q", line)
		}
		if o.ASCII && strings.IndexFunc(line, func(r rune) bool { return r > 0x7e }) >= 0 {
			t.Fatalf("not ASCII: %q", line)
		}
	}
	if strings.Contains(text, "\n\n\n") {
		t.Fatalf("two blank lines in %q", text)
	}
}

// checkJSON states what holds for the JSON of every report that can be read.
func checkJSON(t fataler, r *finding.Report) {
	t.Helper()
	var first, second bytes.Buffer
	if err := report.Write(&first, "json", r, report.Options{}); err != nil {
		t.Fatalf("write: %v", err)
	}
	saved, err := report.ReadJSON(first.Bytes())
	if err != nil {
		t.Fatalf("read back: %v\n%s", err, first.Bytes())
	}
	if err := report.Write(&second, "json", saved, report.Options{}); err != nil {
		t.Fatalf("write again: %v", err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Fatalf("the second writing differs:\n%s\n%s", first.Bytes(), second.Bytes())
	}
	for line := range strings.Lines(first.String()) {
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), forbidden); i >= 0 {
			t.Fatalf("%q occurs in %q", line[i:], line)
		}
		if strings.Contains(line, "##") {
			t.Fatalf("a build system would execute %q", line)
		}
	}
}

// text draws strings that a hostile or careless author might put in a file.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringN(0, 300, -1),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "word", " ", "  ", "\t", "\n", "\r", "::", ":", "#", "##", "##[error]", "##vso[", `\`, `\x`, `\u`, `\\`, "\x1b[2J", "\x1b]52;c;x\a",
			"\u009b", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\u0301", "\u0301\u0301\u0301\u0301\u0301\u0301", "\ufe0f", "\u3164",
			"\u00a0", "\ue000", "\U000e0041", "\xff", "漢字", "é", "👩‍👩‍👧", strings.Repeat("x", 90), "silent", "engagement.", "→",
		}), 0, 20), func(s []string) string { return strings.Join(s, "") }),
	)
}

func rawValue() *rapid.Generator[json.RawMessage] {
	return rapid.Custom(func(t *rapid.T) json.RawMessage {
		var v any
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			return nil
		case 1:
			v = rapid.Int64().Draw(t, "number")
		case 2:
			v = rapid.Bool().Draw(t, "bool")
		case 3:
			v = rapid.SliceOfN(text(), 0, 15).Draw(t, "list")
		case 4:
			v = rapid.MapOfN(text(), rapid.Int64(), 0, 4).Draw(t, "object")
		case 5:
			// raw text, as a profile has it: what json.Marshal would escape is not
			s := rapid.StringMatching(`[^"\\\x00-\x1f]*`).Draw(t, "raw")
			return json.RawMessage(`"` + s + `"`)
		default:
			v = text().Draw(t, "text")
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return data
	})
}

func position() *rapid.Generator[source.Position] {
	return rapid.Custom(func(t *rapid.T) source.Position {
		return source.Position{File: text().Draw(t, "file"), Line: rapid.IntRange(0, 99).Draw(t, "line"), Column: rapid.IntRange(0, 99).Draw(t, "column")}
	})
}

func anyFinding() *rapid.Generator[finding.Finding] {
	return rapid.Custom(func(t *rapid.T) finding.Finding {
		path := rapid.OneOf(text(), rapid.SampledFrom([]string{"contract.a", "contract.b[0].c", "engagement.x_hours", "a[1]"}))
		answer := rapid.Custom(func(t *rapid.T) finding.Answer {
			return finding.Answer{Path: path.Draw(t, "path"), Value: rawValue().Draw(t, "value"), Position: position().Draw(t, "position"), Label: text().Draw(t, "label")}
		})
		reason := rapid.Custom(func(t *rapid.T) finding.Reason {
			return finding.Reason{Message: text().Draw(t, "message"), Path: path.Draw(t, "path"), Position: position().Draw(t, "position")}
		})
		requirement := rapid.Custom(func(t *rapid.T) finding.Requirement {
			value := rawValue().Draw(t, "value")
			if value == nil {
				value = json.RawMessage("null")
			}
			return finding.Requirement{
				Name: text().Draw(t, "name"), Title: text().Draw(t, "title"),
				Value: value, Text: text().Draw(t, "text"), Layer: text().Draw(t, "layer"), Position: position().Draw(t, "position"),
			}
		})
		f := finding.Finding{
			Control: text().Draw(t, "control"), Code: text().Draw(t, "code"), Title: text().Draw(t, "title"),
			Consideration: rapid.IntRange(-2, 12).Draw(t, "consideration"),
			Severity:      rapid.SampledFrom(finding.Severities).Draw(t, "severity"),
			Status:        rapid.SampledFrom(finding.Statuses).Draw(t, "status"),
			Blocking:      rapid.Bool().Draw(t, "blocking"),
			Side:          rapid.SampledFrom([]finding.Side{finding.VendorSide, finding.MemberSide}).Draw(t, "side"),
			Answers:       rapid.SliceOfN(answer, 0, 4).Draw(t, "answers"),
			Required:      rapid.SliceOfN(requirement, 0, 2).Draw(t, "required"),
			Reasons:       rapid.SliceOfN(reason, 0, 3).Draw(t, "reasons"),
			Notes:         rapid.SliceOfN(reason, 0, 2).Draw(t, "notes"),
			Remediation:   text().Draw(t, "remediation"), Waiver: rapid.OneOf(text(), rapid.Just("w")).Draw(t, "waiver"), Error: text().Draw(t, "error"),
		}
		if rapid.Bool().Draw(t, "has fact") {
			f.AppliesWhen = &finding.Fact{Name: text().Draw(t, "fact"), Value: rapid.Bool().Draw(t, "holds"), Assumed: rapid.Bool().Draw(t, "assumed")}
		}
		return f
	})
}

func anyReport() *rapid.Generator[*finding.Report] {
	decision := rapid.Custom(func(t *rapid.T) finding.Decision {
		d := finding.Decision{
			Profile: finding.Document{File: text().Draw(t, "file"), SHA256: text().Draw(t, "digest")},
			Vendor:  text().Draw(t, "vendor"), ProfileID: text().Draw(t, "id"), Mode: text().Draw(t, "mode"),
			Verdict: rapid.SampledFrom([]finding.Verdict{finding.Approved, finding.Rejected, finding.Undecided}).Draw(t, "verdict"),
			Fault: rapid.SampledFrom([]finding.Fault{
				finding.FaultNone, finding.FaultInternal, finding.FaultEvaluation, finding.FaultUnreadable, finding.FaultInvalid, finding.FaultCancelled,
			}).Draw(t, "fault"),
			Findings: rapid.SliceOfN(anyFinding(), 0, 3).Draw(t, "findings"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "problems") {
			d.Problems = append(d.Problems, source.Problem{Position: position().Draw(t, "at"), Message: text().Draw(t, "message"), Hint: text().Draw(t, "hint")})
		}
		if rapid.Bool().Draw(t, "has waivers") {
			d.Waivers = []finding.Waiver{{
				ID: "w", Reason: text().Draw(t, "reason"), CompensatingControls: rapid.SliceOfN(text(), 0, 2).Draw(t, "instead"),
				ResidualRisk: text().Draw(t, "risk"), Conditions: rapid.SliceOfN(text(), 0, 2).Draw(t, "conditions"), RequestedBy: text().Draw(t, "who"),
				Approvals: []finding.Approval{{Name: text().Draw(t, "name"), Role: text().Draw(t, "role"), On: text().Draw(t, "on")}},
				GrantedOn: text().Draw(t, "from"), ExpiresOn: text().Draw(t, "through"), Position: position().Draw(t, "at"),
			}}
			d.IdleWaivers = []finding.IdleWaiver{{
				Waiver: text().Draw(t, "id"), Control: text().Draw(t, "control"), Message: text().Draw(t, "message"), Position: position().Draw(t, "at"),
			}}
		}
		if rapid.Bool().Draw(t, "has engagement") {
			d.Engagement = &finding.Document{File: text().Draw(t, "engagement")}
		}
		if rapid.Bool().Draw(t, "has tier") {
			d.Tier = &finding.Tier{Name: text().Draw(t, "tier"), Assumed: rapid.Bool().Draw(t, "assumed"), Reasons: []finding.TierReason{{
				Message: text().Draw(t, "why"), Questions: rapid.SliceOfN(text(), 0, 2).Draw(t, "questions"),
				Answers: []finding.Answer{{Path: "engagement.a", Position: position().Draw(t, "at")}},
			}}}
		}
		return d
	})
	return rapid.Custom(func(t *rapid.T) *finding.Report {
		return &finding.Report{
			APIVersion: finding.Version, Kind: "Report", Complete: rapid.Bool().Draw(t, "complete"),
			Decisions: rapid.SliceOfN(decision, 0, 3).Draw(t, "decisions"),
			Weakenings: []finding.Weakening{{
				Control: text().Draw(t, "control"), Name: text().Draw(t, "name"), What: text().Draw(t, "what"), Reason: text().Draw(t, "reason"), Position: position().Draw(t, "at"),
			}},
			IdleWaivers:  []finding.IdleWaiver{{Waiver: text().Draw(t, "id"), Message: text().Draw(t, "message"), Position: position().Draw(t, "at")}},
			Requirements: []finding.Layer{{Name: text().Draw(t, "layer"), File: text().Draw(t, "file")}},
			Provenance: finding.Provenance{
				Tool: text().Draw(t, "tool"), OPA: text().Draw(t, "opa"), AsOf: text().Draw(t, "as of"), FailOn: text().Draw(t, "fail on"),
				KnownAnswers: text().Draw(t, "known answers"), PolicySHA256: text().Draw(t, "policy"),
			},
		}
	})
}

// Property 19 of the reliability plan, for whole reports: whatever stands in
// the files, nothing in the report acts on its reader.
func TestNothingActsOnTheReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyReport().Draw(t, "report")
		checkText(t, r, report.Options{
			Width: rapid.IntRange(0, 130).Draw(t, "width"), Verbose: rapid.Bool().Draw(t, "verbose"), ASCII: rapid.Bool().Draw(t, "ascii"),
		})
		checkJSON(t, r)
	})
}

// own are the letters that begin a line of the text; vendor text is drawn from
// others, so that a line which begins with it stands out.
func TestVendorTextNeverStartsALine(t *testing.T) {
	vendor := rapid.StringOfN(rapid.SampledFrom([]rune("жЖ \n\r\u2028:\\")), 0, 200, -1)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) string { return vendor.Draw(t, name) }
		place := source.Position{File: draw("file"), Line: 3}
		value, err := json.Marshal(draw("value"))
		if err != nil {
			t.Fatal(err)
		}
		f := cyberLimits
		f.Answers = []finding.Answer{{Path: "extensions." + draw("path"), Value: value, Position: place, Label: draw("label")}, {Path: "x." + draw("path"), Position: place}}
		f.Reasons = []finding.Reason{{Message: draw("message"), Position: place}}
		f.Notes = f.Reasons
		open := f
		open.Status = finding.Unanswered
		d := northwoods(rapid.SampledFrom([]finding.Verdict{finding.Rejected, finding.Undecided}).Draw(t, "verdict"), f, open)
		d.Profile.File, d.Vendor, d.Engagement.File = draw("file"), draw("vendor"), draw("engagement")
		d.Problems = []source.Problem{{Position: place, Message: draw("problem"), Hint: draw("hint")}}
		r := run(d, d)
		var b bytes.Buffer
		o := report.Options{Width: rapid.IntRange(40, 100).Draw(t, "width"), Verbose: rapid.Bool().Draw(t, "verbose")}
		if err := report.Write(&b, "text", r, o); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if strings.ContainsAny(line[:1], "\\:") || strings.HasPrefix(line, "ж") || strings.HasPrefix(line, "Ж") {
				t.Fatalf("vendor text starts %q", line)
			}
		}
	})
}

package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// hostileToAll is a report whose every text that stems from a file tries to be
// something else in some format.
func hostileToAll() *finding.Report {
	const evil = "=HYPERLINK(\"http://evil.example\") <script>alert(1)</script> [x](javascript:a) ![x](http://evil.example/i.png) " +
		"<http://evil.example> www.evil.example mail@evil.example @admin #1 `a` ~~b~~ | c | ]]> &lt;b&gt; \\<i>\n::error::x\n# head\n\n    code\n- [ ] item\n"
	r := hostile()
	d := &r.Decisions[0]
	d.Vendor, d.ProfileID = evil, evil
	f := &d.Findings[0]
	f.Title, f.Remediation = evil, evil
	f.Answers = append(f.Answers, labelled(evil, says("insurance.policies[0].id", mustJSON(evil), 3, 4)))
	f.Reasons = append(f.Reasons, because(evil, "insurance.policies[0].id", 3))
	r.Decisions = append(r.Decisions, finding.Decision{
		Profile: finding.Document{File: evil}, Vendor: evil, Verdict: finding.Undecided, Fault: finding.FaultInvalid, Findings: []finding.Finding{},
		Problems: []source.Problem{{Position: at(evil, 1, 1), Message: evil, Hint: evil}},
	})
	r.Summary = finding.Summary{Profiles: 2, Rejected: 1, Undecided: 1, Invalid: 1}
	r.Since = &finding.Since{Revision: evil, Commit: evil, Unchanged: 2}
	r.Controls = []finding.Control{{
		ID: "own.x", Title: "<img src=x onerror=alert(1)>\u202e", Severity: finding.High, Side: finding.VendorSide,
		Description: "\x1b[31m ##vso[x]" + evil, Remediation: "`=cmd|' /C calc'!A0`",
	}}
	return r
}

// TestLeftOutIsSaid: who reads a report of a part of the vendors learns that it
// is a part, and one of nobody approves nobody.
func TestLeftOutIsSaid(t *testing.T) {
	for want, since := range map[string]finding.Since{
		"3 more profiles did not change since main and were not checked":      {Revision: "main", Unchanged: 3},
		"verything changed since main":                                        {Revision: "main"},
		"verything was checked, because county.yaml may have changed since m": {Revision: "main", Because: "county.yaml"},
		"othing was checked and nobody is approved, because nothing changed":  {Revision: "main", Unchanged: 1},
	} {
		r := hostile()
		r.Since = &since
		if strings.HasPrefix(want, "othing") {
			r.Decisions, r.Summary = []finding.Decision{}, finding.Summary{}
		}
		for _, format := range []string{"text", "markdown", "github", "html", "oscal"} {
			text := strings.Join(strings.Fields(string(render(t, format, r, report.Options{}))), " ")
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", format, want)
			}
		}
		saved := render(t, "json", r, report.Options{})
		if again, err := report.ReadJSON(saved); err != nil || *again.Since != since {
			t.Errorf("saved, it says %v, %v", again, err)
		}
	}
}

// TestHostileTextIsInertInEveryFormat is invariant 10: whatever a profile
// holds, no format passes a character on that acts, nor text that its medium
// would execute.
func TestHostileTextIsInertInEveryFormat(t *testing.T) {
	r := hostileToAll()
	for _, format := range report.Formats() {
		text := string(render(t, format, r, report.Options{}))
		if !utf8.ValidString(text) {
			t.Errorf("%s is not UTF-8", format)
		}
		breaks := "\n"
		if format == "csv" {
			breaks = "\r\n"
		}
		for line := range strings.SplitSeq(text, breaks) {
			if i := strings.IndexFunc(line, forbidden); i >= 0 {
				t.Errorf("%s: %q occurs in %q", format, line[i:min(i+4, len(line))], line)
			}
			if strings.Contains(line, "##vso") || strings.Contains(line, "##[") {
				t.Errorf("%s: a build system would execute %q", format, line)
			}
			if strings.HasPrefix(strings.TrimSpace(line), "::") && format != "github" {
				t.Errorf("%s: a runner would execute %q", format, line)
			}
		}
	}
	markdown := string(render(t, "markdown", r, report.Options{}))
	for _, bad := range []string{"<script", "<img", "[x](", "@admin", "http://"} {
		if strings.Contains(markdown, bad) {
			t.Errorf("markdown holds %q", bad)
		}
	}
	commands := 0
	for line := range strings.Lines(string(render(t, "github", r, report.Options{}))) {
		commands++
		if !strings.HasPrefix(line, "::error file=") && !strings.HasPrefix(line, "::warning file=") && !strings.HasPrefix(line, "::notice title=vendorgate::") {
			t.Errorf("a line of its own in a name: %q", line)
		}
	}
	if commands < 2 {
		t.Errorf("%d commands", commands)
	}
	for i, row := range readCSV(t, render(t, "csv", r, report.Options{})) {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@|%") {
				t.Errorf("row %d: a spreadsheet would calculate %q", i, cell)
			}
		}
	}
}

func readCSV(t *testing.T, data []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// mixed are many vendors of every verdict, as one run of a large county.
func mixed(n int) *finding.Report {
	var decisions []finding.Decision
	for i := range n {
		base := []func() *finding.Report{approved, rejected, invalid, failedPolicy}[i%4]().Decisions[0]
		base.Vendor = fmt.Sprintf("Vendor %d", i)
		base.Profile.File = fmt.Sprintf("vendors/%03d.yaml", i)
		base.ProfileID = fmt.Sprintf("vendor-%d", i)
		base.Counts = finding.Counts{}
		decisions = append(decisions, base)
	}
	return run(decisions...)
}

// TestFiveHundredVendors: every format holds all of them, or says what it left
// out, and can be read by the readers of its kind.
func TestFiveHundredVendors(t *testing.T) {
	const n = 500
	r := mixed(n)

	var lines int
	for line := range bytes.Lines(render(t, "ndjson", r, report.Options{})) {
		var v map[string]json.RawMessage
		if err := json.Unmarshal(line, &v); err != nil || len(v) != 1 {
			t.Fatalf("line %d: %v", lines+1, err)
		}
		want := "decision"
		switch lines {
		case 0:
			want = "head"
		case n + 1:
			want = "end"
		}
		if v[want] == nil {
			t.Errorf("line %d is no %s: %v", lines+1, want, slices.Collect(maps.Keys(v)))
		}
		lines++
	}
	if lines != n+2 {
		t.Errorf("ndjson has %d lines", lines)
	}

	vendors := map[string]bool{}
	for _, row := range readCSV(t, render(t, "csv", r, report.Options{}))[1:] {
		vendors[row[0]] = true
	}
	if len(vendors) != n {
		t.Errorf("csv has rows of %d vendors", len(vendors))
	}

	suites, failing := 0, 0
	d := xml.NewDecoder(bytes.NewReader(render(t, "junit", r, report.Options{})))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "testsuite" {
			continue
		}
		suites++
		for _, a := range start.Attr {
			if (a.Name.Local == "errors" || a.Name.Local == "failures") && a.Value != "0" {
				failing++
				break
			}
		}
	}
	if suites != n || failing != n-r.Summary.Approved {
		t.Errorf("junit has %d suites, of which %d do not succeed; want %d and %d", suites, failing, n, n-r.Summary.Approved)
	}

	var log struct {
		Runs []struct {
			Results []struct {
				RuleID    string `json:"ruleId"`
				Level     string
				Locations []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
			}
			Invocations []struct{ ExecutionSuccessful bool }
		}
	}
	if err := json.Unmarshal(render(t, "sarif", r, report.Options{}), &log); err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	undecided := 0
	for _, result := range log.Runs[0].Results {
		for _, l := range result.Locations {
			files[l.PhysicalLocation.ArtifactLocation.URI] = true
		}
		if result.RuleID == "vendorgate/undecided" {
			undecided++
		}
	}
	if undecided < r.Summary.Undecided || log.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Errorf("sarif: %d results for %d undecided profiles, successful %v", undecided, r.Summary.Undecided, log.Runs[0].Invocations[0].ExecutionSuccessful)
	}

	comment := string(render(t, "markdown", r, report.Options{}))
	if utf8.RuneCountInString(comment) > 65536 {
		t.Errorf("the comment has %d characters", utf8.RuneCountInString(comment))
	}
	for _, want := range []string{"500 profiles: 125 approved, 125 rejected, 250 undecided", "There was no room"} {
		if !strings.Contains(comment, want) {
			t.Errorf("the comment does not say %q", want)
		}
	}
	shown := strings.Count(comment, "\n| ") - 2 // without the head of the table
	if more := fmt.Sprintf("%d vendors more, which", n-shown); shown < 100 || (shown < n && !strings.Contains(comment, more)) {
		t.Errorf("the table shows %d vendors, and the comment does not say %q", shown, more)
	}

	annotations := strings.Count(string(render(t, "github", r, report.Options{})), "::error ")
	if annotations != 10 {
		t.Errorf("%d annotations, GitHub shows 10", annotations)
	}
}

// TestFingerprintsSurviveOtherLines: a finding is the same one after the lines
// above it have changed.
func TestFingerprintsSurviveOtherLines(t *testing.T) {
	prints := func(r *finding.Report) []string {
		var log struct {
			Runs []struct {
				Results []struct{ PartialFingerprints map[string]string }
			}
		}
		if err := json.Unmarshal(render(t, "sarif", r, report.Options{}), &log); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, result := range log.Runs[0].Results {
			out = append(out, result.PartialFingerprints["vendorgate/v1"])
		}
		return out
	}
	moved := rejected()
	for i := range moved.Decisions[0].Findings {
		f := &moved.Decisions[0].Findings[i]
		f.Answers, f.Reasons = slices.Clone(f.Answers), slices.Clone(f.Reasons)
		for j := range f.Answers {
			f.Answers[j].Position.Line += 7
		}
		for j := range f.Reasons {
			f.Reasons[j].Position.Line += 7
		}
	}
	before, after := prints(rejected()), prints(moved)
	if !slices.Equal(before, after) || len(before) == 0 {
		t.Errorf("fingerprints changed:\n%v\n%v", before, after)
	}
	slices.Sort(before)
	if len(slices.Compact(before)) != len(after) {
		t.Errorf("two findings share a fingerprint: %v", after)
	}
}

// TestEveryFormatNamesWhatTheMemberWeakened: nobody reads a report without it.
func TestEveryFormatNamesWhatTheMemberWeakened(t *testing.T) {
	r := rejected()
	for _, format := range report.Formats() {
		if format == "letter" { // it goes to the vendor, who has no part in it
			continue
		}
		text := strings.ReplaceAll(string(render(t, format, r, report.Options{Width: 200})), "&#95;", "_")
		for _, w := range r.Weakenings {
			if name := w.Control + w.Name; !strings.Contains(text, name) {
				t.Errorf("%s does not say that %s is weakened", format, name)
			}
		}
	}
}

// TestACommentAlwaysFits: not even names of the worst length and kind make a
// comment that GitHub would refuse.
func TestACommentAlwaysFits(t *testing.T) {
	r := mixed(500)
	for i := range r.Decisions {
		r.Decisions[i].Vendor = strings.Repeat("|", 300)
	}
	for range 400 {
		r.Weakenings = append(r.Weakenings, finding.Weakening{Name: strings.Repeat("_", 100), What: strings.Repeat("<", 1000), Reason: strings.Repeat("#", 1000)})
	}
	comment := string(render(t, "markdown", r, report.Options{}))
	if n := utf8.RuneCountInString(comment); n > 65536 {
		t.Errorf("the comment has %d characters", n)
	}
	if !strings.Contains(comment, "500 profiles: ") || !strings.Contains(comment, "more, which the other reports name") {
		t.Errorf("what is cut is not said:\n%.2000s", comment)
	}
}

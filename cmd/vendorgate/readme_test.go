package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/report"
)

var updateReadme = flag.Bool("update-readme", false, "rewrite the example in README.md, and docs/controls.md")

// TestReadmeShowsWhatIsPrinted holds the example in the README to what its
// command prints.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	const begin, end = "<!-- example: common-paper -->\n```text\n", "…\n```\n<!-- end of example -->"
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"check", "--as-of", "2026-11-23", "testdata/examples/common-paper/engagement.yaml"}, strings.NewReader(""), &stdout, &stderr)
	if code != 1 || stderr.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, stderr.String())
	}
	// The verdict, and of the 55 findings those that people know such contracts by.
	head, rest, hasHead := strings.Cut(stdout.String(), "1 Due diligence\n")
	_, rest, hasStart := strings.Cut(rest, "\n2 Insurance")
	findings, _, hasEnd := strings.Cut(rest, "  ✗ LIA-03")
	if !hasHead || !hasStart || !hasEnd {
		t.Fatalf("the report has lost a heading that the README is cut by:\n%s", stdout.String())
	}
	shown := head + "…\n\n2 Insurance" + findings
	before, rest, ok := strings.Cut(string(readme), begin)
	example, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("README.md has no example")
	}
	if *updateReadme {
		if err := os.WriteFile("README.md", []byte(before+begin+shown+end+after), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
		return
	}
	if example != shown {
		t.Errorf("the example in README.md is not what is printed: go test ./cmd/vendorgate -run Readme -update-readme\n%s", shown)
	}
}

// TestEveryFormatIsDocumented: a format that users cannot read about is none.
func TestEveryFormatIsDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "reports.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([a-z]+)` \\|").FindAllStringSubmatch(string(text), -1)
	var documented []string
	for _, row := range rows {
		documented = append(documented, row[1])
	}
	slices.Sort(documented)
	if formats := report.Formats(); !slices.Equal(documented, formats) {
		t.Errorf("docs/reports.md has the formats %v, vendorgate has %v", documented, formats)
	}
}

// TestControlsDocIsTheCatalogue holds docs/controls.md to what the command
// prints: a control that changes takes its page along.
func TestControlsDocIsTheCatalogue(t *testing.T) {
	t.Chdir("../..")
	const file = "docs/controls.md"
	want := printed(t, "controls", "-o", "markdown")
	if *updateReadme {
		if err := os.WriteFile(file, want, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: go test ./cmd/vendorgate -run Doc -update-readme", file)
	}
}

// TestEveryStatementOfTheGuide holds docs/guide.md to the catalogue: each row
// names controls that exist or says why there is none, and each control stands
// behind a row.
func TestEveryStatementOfTheGuide(t *testing.T) {
	t.Chdir("../..")
	page, err := os.ReadFile("docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	var controls []struct{ Code string }
	if err := json.Unmarshal(printed(t, "controls", "-o", "json"), &controls); err != nil {
		t.Fatal(err)
	}
	cited := map[string]bool{}
	for _, c := range controls {
		cited[c.Code] = false
	}
	code := regexp.MustCompile(`\b[A-Z]{2,4}-\d{2}\b`)
	rows := 0
	for i, line := range strings.Split(string(page), "\n") {
		cells := strings.Split(line, " | ")
		if len(cells) != 2 || strings.Contains(line, "| checked by |") || strings.Contains(line, "---") {
			continue
		}
		rows++
		codes := code.FindAllString(cells[1], -1)
		for _, c := range codes {
			if _, ok := cited[c]; !ok {
				t.Errorf("docs/guide.md:%d: there is no control %s", i+1, c)
			}
			cited[c] = true
		}
		if len(codes) == 0 && !strings.HasPrefix(cells[1], "not checked: ") {
			t.Errorf("docs/guide.md:%d: neither a control nor a reason: %s", i+1, line)
		}
	}
	if rows < 70 || len(cited) < 126 {
		t.Errorf("docs/guide.md has %d statements, the catalogue %d controls: is the page still read?", rows, len(cited))
	}
	for c, ok := range cited {
		if !ok {
			t.Errorf("no statement of docs/guide.md leads to %s", c)
		}
	}
}

// printed is what a command prints that succeeds.
func printed(t *testing.T, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), args, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("%v: exit code %d, %s", args, code, stderr.String())
	}
	return stdout.Bytes()
}

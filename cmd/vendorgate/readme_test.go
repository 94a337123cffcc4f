package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
)

var updateReadme = flag.Bool("update-readme", false, "rewrite the example in README.md")

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
	lines := strings.SplitAfter(stdout.String(), "\n")
	shown := strings.Join(lines[:min(48, len(lines))], "")
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

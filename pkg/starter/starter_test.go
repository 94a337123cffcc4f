package starter_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/starter"
)

func options(t *testing.T) starter.Options {
	t.Helper()
	return starter.Options{
		Dir: t.TempDir(), Member: "Example County", State: "US-MN", Revision: "main",
		Day: time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC),
	}
}

func write(t *testing.T, o starter.Options) *starter.Written {
	t.Helper()
	w, err := starter.Write(o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func decided(t *testing.T, o starter.Options) finding.Decision {
	t.Helper()
	g, err := gate.New(context.Background(), gate.Options{
		Requirements: gate.File(filepath.Join(o.Dir, "requirements.yaml")),
		Policies:     []string{filepath.Join(o.Dir, "policies")},
		AsOf:         o.Day.Format(time.DateOnly),
	})
	if err != nil {
		t.Fatal(err)
	}
	example := filepath.Join(o.Dir, "vendors", "example")
	return g.Check(context.Background(), gate.Request{
		Profile:    gate.File(filepath.Join(example, "profile.yaml")),
		Engagement: gate.File(filepath.Join(example, "engagement.yaml")),
	})
}

// The example is approved whenever, and wherever, somebody begins; and again once
// the marks before the examples of minimums are taken away.
func TestExampleIsApproved(t *testing.T) {
	t.Parallel()
	for _, begun := range []struct{ day, state string }{
		{"2028-02-29", "US-WI"},
		{"2031-12-31", "US-MN"},
	} {
		t.Run(begun.day+" "+begun.state, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			o.Day, _ = time.Parse(time.DateOnly, begun.day)
			o.Day = o.Day.Add(23 * time.Hour) // late in the evening
			o.State = begun.state
			write(t, o)
			approved(t, o)

			name := filepath.Join(o.Dir, "requirements.yaml")
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), "\n#:"); n < 5 {
				t.Fatalf("%d lines are marked as examples", n)
			}
			if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(text), "\n#:", "\n")), 0o600); err != nil {
				t.Fatal(err)
			}
			approved(t, o)
		})
	}
}

func approved(t *testing.T, o starter.Options) {
	t.Helper()
	d := decided(t, o)
	if d.Verdict == finding.Approved {
		return
	}
	t.Errorf("the example is %s, with %v", d.Verdict, d.Problems)
	for _, f := range d.Findings {
		if f.Blocking {
			t.Logf("%s is %s", f.Control, f.Status)
		}
	}
}

// A name is text, whatever stands in it.
func TestMemberIsNoMarkup(t *testing.T) {
	t.Parallel()
	o := options(t)
	o.Member = `County "Q": 'single' \ # {y} [[.State]] ${{ github.token }} <b>&amp; Åland – 東京`
	write(t, o)
	for _, file := range []string{"requirements.yaml", "vendors/example/engagement.yaml"} {
		doc, err := document.ReadFile(filepath.Join(o.Dir, file), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		member, _ := doc.Value()["member"].(map[string]any)
		if member["name"] != o.Member {
			t.Errorf("%s names %q, want %q", file, member["name"], o.Member)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*starter.Options){
		"the member has no name":       func(o *starter.Options) { o.Member = " \t" },
		"cannot be printed":            func(o *starter.Options) { o.Member = "a\nb" },
		"longer than 200 bytes":        func(o *starter.Options) { o.Member = strings.Repeat("ä", 101) },
		`"WI" is no state`:             func(o *starter.Options) { o.State = "WI" },
		`"US-MN]" is no state`:         func(o *starter.Options) { o.State = "US-MN]" },
		"requirements.yaml exists alr": func(o *starter.Options) { put(t, o.Dir, "requirements.yaml") },
		"vendorgate.yml exist already": func(o *starter.Options) {
			put(t, o.Dir, "vendorgate.yaml")
			put(t, o.Dir, ".github/workflows/vendorgate.yml")
		},
		"reachable_around_the_clock_test.rego exists already": func(o *starter.Options) {
			put(t, o.Dir, "policies/own/reachable_around_the_clock_test.rego")
		},
	} {
		o := options(t)
		change(&o)
		before := tree(t, o.Dir)
		_, err := starter.Write(o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want a refusal with %q, got %v", want, err)
		}
		if after := tree(t, o.Dir); after != before {
			t.Errorf("%s: refused, and the folder is no longer what it was:\n%s\nwas\n%s", want, after, before)
		}
	}
}

// A failure half way leaves no file behind.
func TestFailureLeavesNoFile(t *testing.T) {
	t.Parallel()
	o := options(t)
	put(t, o.Dir, ".github") // a file, where a folder is needed
	before := tree(t, o.Dir)
	if w, err := starter.Write(o); err == nil {
		t.Fatalf("written: %v", w.Files)
	}
	if after := tree(t, o.Dir); after != before {
		t.Errorf("left behind:\n%s\nwas\n%s", after, before)
	}
}

func TestFilesForPeopleStay(t *testing.T) {
	t.Parallel()
	o := options(t)
	put(t, o.Dir, "README.md")
	w := write(t, o)
	if len(w.Kept) != 1 || filepath.Base(w.Kept[0]) != "README.md" {
		t.Errorf("kept: %v", w.Kept)
	}
	if text, err := os.ReadFile(filepath.Join(o.Dir, "README.md")); err != nil || string(text) != "mine" {
		t.Errorf("README.md holds %q, %v", text, err)
	}
}

func put(t *testing.T, dir, name string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte("mine"), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// tree lists the files of a folder with what is in them.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		b.WriteString(name + ": " + string(text) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

package gate_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

const (
	profileText    = "apiVersion: vendorgate/v1\nkind: VendorProfile\nprofile_id: acme\ncurrency: USD\nvendor: {legal_name: Acme}\n"
	engagementText = "apiVersion: vendorgate/v1\nkind: Engagement\nid: e-1\ncurrency: USD\n"
)

// folder writes files into a folder, and makes it the working directory.
func folder(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// checked tells, a line for each, what a selection comes to.
func checked(t *testing.T, s gate.Selection) []string {
	t.Helper()
	g := newGate(t, gate.Options{})
	var out []string
	for d := range g.CheckAll(context.Background(), s.Requests()) {
		line := fmt.Sprintf("%s %s", d.Profile.File, d.Verdict)
		if d.Engagement != nil {
			line += " for " + d.Engagement.File
		}
		if d.Fault != finding.FaultNone {
			line += " (" + string(d.Fault)
			if len(d.Problems) > 0 {
				line += ": " + d.Problems[0].Message
			}
			line += ")"
		}
		out = append(out, line)
	}
	return out
}

func TestSelection(t *testing.T) {
	about := func(profile string) string { return engagementText + "profile: " + profile + "\n" }
	files := map[string]string{
		"acme.yaml":              profileText,
		"buy.yaml":               about("./acme.yaml"),
		"open.yaml":              engagementText,
		"gone.yaml":              about("nowhere.yaml"),
		"mixed/a.yaml":           about("vendors/one.yaml"),
		"mixed/b.json":           `{"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "two", "currency": "USD", "vendor": {"legal_name": "Two"}}`,
		"mixed/county.yaml":      "apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\n",
		"mixed/case.yaml":        "apiVersion: vendorgate/v1\nkind: Case\n",
		"mixed/notes.txt":        "not a document",
		"mixed/vendorgate.yaml":  "as_of: 2026-11-23\n",
		"mixed/vendors/one.yaml": profileText,
		"mixed/.hidden/x.yaml":   profileText,
		"slips/kind.yaml":        strings.Replace(profileText, "VendorProfile", "VendorProfil", 1),
		"slips/none.yaml":        "hello: world\n",
		"slips/broken.yaml":      "a: [\n",
		"slips/good.yaml":        profileText,
		"empty/readme.txt":       "nothing here",
	}
	for _, tc := range []struct {
		name string
		s    gate.Selection
		want []string
	}{
		{"a profile", gate.Selection{Paths: []string{"acme.yaml"}}, []string{"acme.yaml rejected"}},
		{"a profile and its engagement", gate.Selection{Paths: []string{"acme.yaml"}, Engagement: "buy.yaml"}, []string{"acme.yaml rejected for buy.yaml"}},
		{"an engagement", gate.Selection{Paths: []string{"buy.yaml"}}, []string{"acme.yaml rejected for buy.yaml"}},
		{"two, in order", gate.Selection{Paths: []string{"buy.yaml", "acme.yaml"}}, []string{"acme.yaml rejected for buy.yaml", "acme.yaml rejected"}},
		{"an engagement without a profile", gate.Selection{Paths: []string{"open.yaml"}}, []string{"open.yaml undecided (unreadable: the engagement does not name its profile)"}},
		{"an engagement whose profile is gone", gate.Selection{Paths: []string{"gone.yaml"}}, []string{"nowhere.yaml undecided (unreadable: there is no such file)"}},
		{"an engagement about another profile", gate.Selection{Paths: []string{"mixed/vendors/one.yaml"}, Engagement: "buy.yaml"}, []string{"mixed/vendors/one.yaml undecided (unreadable: this engagement is about acme.yaml, not about mixed/vendors/one.yaml)"}},
		{"two engagements", gate.Selection{Paths: []string{"buy.yaml"}, Engagement: "open.yaml"}, []string{"buy.yaml undecided (unreadable: an engagement is given as the profile, and another one with it)"}},
		{"nothing there", gate.Selection{Paths: []string{"nowhere"}}, []string{"nowhere undecided (unreadable: there is no such file)"}},
		{"a folder", gate.Selection{Paths: []string{"mixed"}}, []string{"mixed/vendors/one.yaml rejected for mixed/a.yaml", "mixed/b.json rejected"}},
		{"a folder with slips", gate.Selection{Paths: []string{"slips"}}, []string{
			"slips/broken.yaml undecided (unreadable: the list that starts at 1:4 is never closed)",
			"slips/good.yaml rejected",
			`slips/kind.yaml undecided (unreadable: this file says kind "VendorProfil", which vendorgate does not know)`,
			"slips/none.yaml undecided (unreadable: this file does not say what it is)",
		}},
		{"an empty folder", gate.Selection{Paths: []string{"empty"}}, []string{"empty undecided (unreadable: no profiles in this folder)"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			folder(t, files)
			got := checked(t, tc.s)
			for i, line := range got { // the reader's words are its own
				if i < len(tc.want) && strings.HasPrefix(line, "slips/broken.yaml undecided (unreadable:") {
					got[i] = tc.want[i]
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStream(t *testing.T) {
	const profile = `{"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme", "currency": "USD", "vendor": {"legal_name": "Acme"}}`
	const engagement = `{"apiVersion": "vendorgate/v1", "kind": "Engagement", "id": "e-1", "currency": "USD"}`
	long := `{"profile": {"kind": "` + strings.Repeat("x", 3<<20) + `"}}`
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"one YAML document", profileText, []string{"- rejected"}},
		{"one JSON document", profile, []string{"- rejected"}},
		{"nothing", "", []string{"- undecided (unreadable: the file is empty: no document)"}},
		{"lines", `{"profile": ` + profile + `, "engagement": ` + engagement + "}\n\n" + `{"profile": ` + profile + `}`, []string{
			"-:1 (profile) rejected for -:1 (engagement)",
			"-:3 (profile) rejected",
		}},
		{"bad lines among good ones", `{"profile": ` + profile + "}\n{\n" + `{"profil": {}}` + "\n" + `{"engagement": {}}` + "\n" + `{"profile": ` + profile + `} x` + "\n" + long + "\n" + `{"profile": ` + profile + `}`, []string{
			"-:1 (profile) rejected",
			"-:2 undecided (unreadable: the line is not JSON",
			`-:3 undecided (unreadable: the line has an unknown field "profil")`,
			"-:4 undecided (unreadable: the line has no profile)",
			"-:5 undecided (unreadable: there is more on the line after its object)",
			"-:6 undecided (unreadable: the line is longer than 2097152 bytes)",
			"-:7 (profile) rejected",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := checked(t, gate.Selection{Paths: []string{"-"}, Stdin: strings.NewReader(tc.text)})
			if len(got) != len(tc.want) {
				t.Fatalf("got %q, want %q", got, tc.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tc.want[i]) {
					t.Errorf("%d: %q, want %q", i, got[i], tc.want[i])
				}
			}
		})
	}
}

// TestWorst holds the order in which the faults of a batch count.
func TestWorst(t *testing.T) {
	s := finding.Summary{Rejected: 1, Approved: 1}
	if f := gate.Worst(s); f != finding.FaultNone {
		t.Errorf("decided, yet %q", f)
	}
	for _, step := range []struct {
		add  func(*finding.Summary)
		want finding.Fault
	}{
		{func(s *finding.Summary) { s.Cancelled++ }, finding.FaultCancelled},
		{func(s *finding.Summary) { s.Invalid++ }, finding.FaultInvalid},
		{func(s *finding.Summary) { s.Unreadable++ }, finding.FaultUnreadable},
		{func(s *finding.Summary) { s.Errors++ }, finding.FaultEvaluation},
		{func(s *finding.Summary) { s.Internal++ }, finding.FaultInternal},
	} {
		step.add(&s)
		if f := gate.Worst(s); f != step.want {
			t.Errorf("got %q, want %q", f, step.want)
		}
	}
}

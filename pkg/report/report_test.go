package report_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	folder = flag.String("folder", "", "where TestReportsForOtherReaders puts its reports")
)

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); go test -update accepts it:\n%s", file, diff)
	}
}

func render(t *testing.T, format string, r *finding.Report, o report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func nothing() *finding.Report {
	return &finding.Report{APIVersion: finding.Version, Kind: "Report", Complete: true, Provenance: provenance}
}

var scenarios = []struct {
	name    string
	make    func() *finding.Report
	options report.Options
}{
	{"rejected", rejected, report.Options{}},
	{"rejected-narrow", rejected, report.Options{Width: 40}},
	{"rejected-wide", rejected, report.Options{Width: 200}},
	{"rejected-color", rejected, report.Options{Color: true}},
	{"rejected-ascii", rejected, report.Options{ASCII: true}},
	{"rejected-verbose", rejected, report.Options{Verbose: true}},
	{"approved", approved, report.Options{}},
	{"invalid", invalid, report.Options{}},
	{"invalid-narrow", invalid, report.Options{Width: 1}},
	{"assumed-tier", assumedTier, report.Options{}},
	{"no-engagement", noEngagement, report.Options{}},
	{"failed-policy", failedPolicy, report.Options{}},
	{"several", several, report.Options{}},
	{"several-narrow", several, report.Options{Width: 40}},
	{"several-verbose", several, report.Options{Verbose: true}},
	{"hostile", hostile, report.Options{}},
	{"hostile-ascii", hostile, report.Options{Width: 60, ASCII: true, Verbose: true}},
	{"odd", odd, report.Options{}},
	{"odd-verbose", odd, report.Options{Verbose: true}},
	{"nothing", nothing, report.Options{}},
}

// files are the ends of the names of the golden files of the other formats.
var files = map[string]string{
	"csv": ".csv", "github": ".github.txt", "intoto": ".intoto.jsonl", "junit": ".junit.xml", "letter": ".letter.md", "markdown": ".md", "ndjson": ".ndjson", "oscal": ".oscal.json", "sarif": ".sarif",
}

// contents is a page without its style, its script and what names them.
func contents(page []byte) []byte {
	return regexp.MustCompile(`(?s)(<style>).*(</style>)|(<script>).*(</script>)|(Security-Policy" content=")[^"]*`).ReplaceAll(page, []byte("$1$2$3$4$5"))
}

func TestGolden(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			golden(t, s.name+".txt", render(t, "text", s.make(), s.options))
			if s.options == (report.Options{}) {
				golden(t, s.name+".json", render(t, "json", s.make(), s.options))
			}
			if slices.Contains([]string{"approved", "rejected", "invalid", "hostile"}, s.name) {
				for format, file := range files {
					golden(t, s.name+file, render(t, format, s.make(), s.options))
				}
				golden(t, s.name+".html", contents(render(t, "html", s.make(), s.options)))
			}
		})
	}
}

// What is saved as JSON is all there is: it is read back to the same bytes,
// and every text rendered from it is the one of the run itself.
func TestSavedReportsRenderAgain(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			saved := render(t, "json", s.make(), report.Options{})
			r, err := report.ReadJSON(saved)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(saved), string(render(t, "json", r, report.Options{}))); diff != "" {
				t.Errorf("JSON changed (-first +second):\n%s", diff)
			}
			if s.name == "hostile" || s.name == "hostile-ascii" {
				return // bytes that are no UTF-8 have no form in JSON
			}
			for _, format := range report.Formats() {
				if diff := cmp.Diff(string(render(t, format, s.make(), s.options)), string(render(t, format, r, s.options))); diff != "" {
					t.Errorf("%s changed (-run +saved):\n%s", format, diff)
				}
			}
		})
	}
}

// The saved form is the one that schemas/report.json promises to others.
func TestJSONFollowsTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "schemas", "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, "json", s.make(), report.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestJSONHasNoNullLists(t *testing.T) {
	empty := nothing()
	empty.Decisions = []finding.Decision{{Verdict: finding.Undecided, Tier: &finding.Tier{Name: "T1"}}}
	got := string(render(t, "json", empty, report.Options{}))
	for _, want := range []string{`"weakenings": []`, `"requirements": []`, `"findings": []`, `"reasons": []`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "null") {
		t.Errorf("a null in\n%s", got)
	}
	if empty.Weakenings != nil || empty.Decisions[0].Findings != nil {
		t.Error("Write changed the report")
	}
}

func TestJSONKeepsHTMLCharacters(t *testing.T) {
	r := nothing()
	r.Provenance.Tool = "<b>&'</b>"
	if got := string(render(t, "json", r, report.Options{})); !strings.Contains(got, `"tool": "<b>&'</b>"`) {
		t.Errorf("the tool's name was escaped:\n%s", got)
	}
}

// Colours are an addition: without them the text is the same.
func TestColorOnlyAdds(t *testing.T) {
	sgr := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, s := range scenarios {
		without, with := s.options, s.options
		without.Color, with.Color = false, true
		plain := render(t, "text", s.make(), without)
		if diff := cmp.Diff(string(plain), string(sgr.ReplaceAll(render(t, "text", s.make(), with), nil))); diff != "" {
			t.Errorf("%s: color changes the text:\n%s", s.name, diff)
		}
		if bytes.ContainsRune(plain, 0x1b) {
			t.Errorf("%s: an escape character without color", s.name)
		}
	}
}

func TestASCII(t *testing.T) {
	for _, s := range scenarios {
		o := s.options
		o.ASCII = true
		got := string(render(t, "text", s.make(), o))
		if i := strings.IndexFunc(got, func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 {
			t.Errorf("%s: %q is not ASCII", s.name, got[i:min(len(got), i+20)])
		}
	}
}

// Lines keep within the width; only a place or the name of a requirement, which
// are never broken, may go beyond it, alone on their line.
func TestWidth(t *testing.T) {
	for _, s := range scenarios {
		for columns := 40; columns <= 120; columns++ {
			o := s.options
			o.Width, o.Color = columns, false
			for line := range strings.Lines(string(render(t, "text", s.make(), o))) {
				line = strings.TrimSuffix(line, "\n")
				fields := strings.Fields(line)
				place := strings.Contains(line, ".") && len(fields) == 1
				disarmed := strings.HasPrefix(strings.TrimSpace(line), `\x3a:`)
				if runewidth.StringWidth(line) > columns && !place && !disarmed {
					t.Errorf("%s at %d columns: too wide: %s", s.name, columns, line)
				}
			}
		}
	}
}

// Every finding has its place: the verbose report shows each control once.
func TestVerboseShowsEveryFindingOnce(t *testing.T) {
	for _, s := range scenarios {
		r := s.make()
		got := string(render(t, "text", r, report.Options{Verbose: true}))
		want := 0
		for _, d := range r.Decisions {
			want += len(d.Findings)
			for _, f := range d.Findings {
				if !strings.Contains(got, "control:     "+f.Control+"\n") {
					t.Errorf("%s: %s is missing", s.name, f.Control)
				}
			}
		}
		if n := strings.Count(got, "\n    control: "); n != want {
			t.Errorf("%s: %d findings shown, %d in the report", s.name, n, want)
		}
	}
}

// A finding whose status does not exist is an error, whatever else it says.
func TestUnknownStatusIsNoPass(t *testing.T) {
	f := capFloor
	f.Status, f.Blocking = "passed", false
	got := string(render(t, "text", run(northwoods(finding.Undecided, f)), report.Options{}))
	for _, want := range []string{"\n1 in error\n", "\nErrors (1)\n", `"passed"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// An unknown verdict is never taken for an approval.
func TestUnknownVerdictIsUndecided(t *testing.T) {
	d := northwoods("Approved")
	if got := string(render(t, "text", run(d), report.Options{})); !strings.HasPrefix(got, "UNDECIDED ") {
		t.Errorf("got\n%s", got)
	}
}

func TestDeterminism(t *testing.T) {
	for _, s := range scenarios {
		for _, format := range report.Formats() {
			first := render(t, format, s.make(), s.options)
			for range 20 {
				if !bytes.Equal(first, render(t, format, s.make(), s.options)) {
					t.Fatalf("%s as %s differs from run to run", s.name, format)
				}
			}
		}
	}
}

// The locale decides nothing.
func TestLocaleDoesNotMatter(t *testing.T) {
	first := render(t, "text", rejected(), report.Options{})
	for _, locale := range []string{"ja_JP.UTF-8", "tr_TR.UTF-8", "C"} {
		t.Setenv("LC_ALL", locale)
		t.Setenv("LANG", locale)
		t.Setenv("RUNEWIDTH_EASTASIAN", "1")
		if !bytes.Equal(first, render(t, "text", rejected(), report.Options{})) {
			t.Errorf("another text under %s", locale)
		}
	}
}

var errDisk = errors.New("no space left on device")

// failing fails at its nth write; short makes that write half done instead.
type failing struct {
	n, calls int
	short    bool
}

func (f *failing) Write(b []byte) (int, error) {
	f.calls++
	switch {
	case f.calls != f.n:
		return len(b), nil
	case f.short:
		return len(b) / 2, nil
	}
	return 0, errDisk
}

func TestEveryFailedWriteIsReported(t *testing.T) {
	r := rejected()
	for _, format := range report.Formats() {
		all := &failing{}
		if err := report.Write(all, format, r, report.Options{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		if format == "text" && all.calls < 3 {
			t.Errorf("text makes only %d writes, too few to try", all.calls)
		}
		for n := 1; n <= all.calls; n++ {
			if err := report.Write(&failing{n: n}, format, r, report.Options{Verbose: true}); !errors.Is(err, errDisk) {
				t.Errorf("%s: write %d failed, and Write returned %v", format, n, err)
			}
			if err := report.Write(&failing{n: n, short: true}, format, r, report.Options{Verbose: true}); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s: write %d was short, and Write returned %v", format, n, err)
			}
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	for name, want := range map[string]string{
		"jsn":  `there is no report format "jsn", did you mean "json"?`,
		"Text": `there is no report format "Text", did you mean "text"?`,
		"":     `there is no report format "" (the formats are csv, github, html, intoto, json, junit, letter, markdown, ndjson, oscal, sarif, text)`,
		"pdf":  `there is no report format "pdf" (the formats are csv, github, html, intoto, json, junit, letter, markdown, ndjson, oscal, sarif, text)`,
	} {
		for _, err := range []error{report.CheckFormat(name), report.Write(io.Discard, name, nothing(), report.Options{})} {
			if err == nil || err.Error() != want {
				t.Errorf("%q: got %v, want %s", name, err, want)
			}
		}
	}
	for _, name := range report.Formats() {
		if err := report.CheckFormat(name); err != nil {
			t.Error(err)
		}
	}
}

func TestNoReport(t *testing.T) {
	for _, format := range report.Formats() {
		if err := report.Write(io.Discard, format, nil, report.Options{}); err == nil {
			t.Errorf("%s: a report that is nil was written", format)
		}
	}
}

func TestWriteRefusesAnswersThatAreNoJSON(t *testing.T) {
	f := capFloor
	f.Answers = []finding.Answer{{Path: "a", Value: []byte("not JSON")}}
	if err := report.Write(io.Discard, "json", run(northwoods(finding.Rejected, f)), report.Options{}); err == nil {
		t.Error("an answer that is no JSON was written")
	}
}

func TestReadJSONIsStrict(t *testing.T) {
	saved := string(render(t, "json", rejected(), report.Options{}))
	replace := func(what, by string) string {
		if !strings.Contains(saved, what) {
			t.Fatalf("%s is not in the saved report", what)
		}
		return strings.Replace(saved, what, by, 1)
	}
	for name, test := range map[string]struct{ data, want string }{
		"empty":           {"", "the report cannot be read"},
		"cut":             {saved[:len(saved)/2], "the report cannot be read"},
		"something after": {saved + "{}", "the report cannot be read"},
		"another type":    {`{"apiVersion": 1}`, `-:1:`},
		"no version":      {"{}", `this is no report of version vendorgate/v1: apiVersion is "" and kind is ""`},
		"other version":   {replace(`"vendorgate/v1"`, `"vendorgate/v2"`), `apiVersion is "vendorgate/v2"`},
		"other kind":      {replace(`"kind": "Report"`, `"kind": "Waivers"`), `kind is "Waivers"`},
		"unknown field":   {replace(`"verdict": `, "\"verdikt\": 1,\n      \"verdict\": "), `-:20:`},
		"other case":      {replace(`"verdict": `, `"Verdict": `), `-:20:`},
		"field twice":     {replace(`"kind": "Report",`, `"kind": "Report", "kind": "Report",`), `-:3:21: the report cannot be read`},
		"no UTF-8":        {replace(`Northwoods`, "\xff"), "invalid UTF-8"},
		"verdict":         {replace(`"verdict": "rejected"`, `"verdict": "Approved"`), `decisions[0]: there is no verdict "Approved"`},
		"no verdict":      {replace(`"verdict": "rejected",`, ``), `decisions[0]: there is no verdict ""`},
		"fault":           {replace(`"verdict": "rejected",`, `"verdict": "rejected", "fault": "bad luck",`), `decisions[0]: there is no fault "bad luck"`},
		"status":          {replace(`"status": "deferred"`, `"status": "ok"`), `decisions[0].findings[0]: there is no status "ok"`},
		"severity":        {replace(`"severity": "critical"`, `"severity": "dire"`), `decisions[0].findings[0]: there is no severity "dire"`},
		"side":            {replace(`"side": "vendor"`, `"side": ""`), `decisions[0].findings[0]: there is no side ""`},
		"number as text":  {replace(`"consideration": 2`, `"consideration": "2"`), "the report cannot be read"},
		"not whole":       {replace(`"consideration": 2`, `"consideration": 2.5`), "the report cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := report.ReadJSON([]byte(test.data))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if r != nil {
				t.Error("a report in spite of the error")
			}
			var problem source.Problem
			if !errors.As(err, &problem) {
				t.Errorf("%T is no problem with a place", err)
			}
		})
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, r := range []*finding.Report{nothing(), invalid(), hostile()} { // small ones, which are tried often
		var b bytes.Buffer
		if err := report.Write(&b, "json", r, report.Options{}); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := report.ReadJSON(data)
		if err != nil {
			return
		}
		checkJSON(t, r)
		checkText(t, r, report.Options{Width: 60})
	})
}

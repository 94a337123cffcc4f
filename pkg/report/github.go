package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// shownAnnotations is how many errors, and how many warnings, GitHub shows of
// one step.
const shownAnnotations = 10

// githubRecorder writes workflow commands, which GitHub shows beside the lines
// of a pull request. A notice at the end counts what there was no room for,
// and says what the member weakened and waived.
type githubRecorder struct {
	w                io.Writer
	errors, warnings int
	waivers          waiverLines
}

func recordGitHub(w io.Writer, _ Options) Recorder { return &githubRecorder{w: w} }

func (g *githubRecorder) Begin(*finding.Report) error { return nil }

func (g *githubRecorder) Decision(d *finding.Decision) error {
	if verdictOf(d) == finding.Undecided {
		if len(d.Problems) == 0 {
			return g.annotate("error", source.Position{File: d.Profile.File}, whose(d)+" is undecided", whyUndecided(d))
		}
		for _, p := range d.Problems {
			message := plainly.sentence(p.Message)
			if p.Hint != "" {
				message += " (hint: " + plainly.sentence(p.Hint) + ")"
			}
			if err := g.annotate("error", p.Position, whose(d)+" is undecided", message); err != nil {
				return err
			}
		}
	}
	g.waivers.decision(d)
	for i := range d.Findings {
		f := &d.Findings[i]
		if !wants(f) {
			continue
		}
		kind := "warning"
		if f.Blocking || f.Status == finding.Error {
			kind = "error"
		}
		s := say(f)
		parts := []string{plainly.sentence(f.Title)}
		if len(s.has) > 0 {
			parts = append(parts, "Vendor has: "+strings.Join(s.has, "; "))
		}
		if len(s.required) > 0 {
			parts = append(parts, "Required: "+strings.Join(s.required, "; "))
		}
		parts = append(parts, s.because...)
		if f.Remediation != "" {
			parts = append(parts, "To do: "+plainly.sentence(f.Remediation))
		}
		if err := g.annotate(kind, stands(d, f), fmt.Sprintf("%s, %s: %s", label(f), plainly.value(string(f.Status)), whose(d)), strings.Join(parts, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// annotate writes one workflow command, as long as GitHub shows it.
func (g *githubRecorder) annotate(kind string, at source.Position, title, message string) error {
	n := &g.warnings
	if kind == "error" {
		n = &g.errors
	}
	*n++
	if *n > shownAnnotations {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "::%s file=%s", kind, inProperty(plainly.value(at.File)))
	if at.Line > 0 {
		fmt.Fprintf(&b, ",line=%d", at.Line)
	}
	if at.Column > 0 {
		fmt.Fprintf(&b, ",col=%d", at.Column)
	}
	fmt.Fprintf(&b, ",title=%s::%s\n", inProperty(title), inMessage(message))
	return writeAll(g.w, []byte(b.String()))
}

func (g *githubRecorder) End(whole *finding.Report) error {
	text := tally(whole)
	if more := max(0, g.errors-shownAnnotations) + max(0, g.warnings-shownAnnotations); more > 0 {
		text += fmt.Sprintf("; %s more than are shown here", count(more, "annotation"))
	}
	for _, w := range whole.Weakenings {
		text += "\nweakened by the member: " + plainly.weakening(w)
	}
	g.waivers.run(whole)
	for _, line := range g.waivers.lines {
		text += "\n" + line.text
	}
	return writeAll(g.w, []byte("::notice title=vendorgate::"+inMessage(text)+"\n"))
}

// inMessage and inProperty escape as the runner of GitHub Actions does.
func inMessage(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func inProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

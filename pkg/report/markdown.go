package report

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// commentLimit is how many characters GitHub takes as one comment. The report
// stays below, for whoever posts it may want to add a line.
const commentLimit = 64000

// listLimit is how many bytes the table of vendors and the list of weakenings
// may each take; longer ones would leave no room for what they are about.
const listLimit = 16000

// markdownRecorder writes a comment for a pull request: the verdicts first,
// which are never cut, then for each vendor what blocks and what is unanswered,
// as far as there is room. What is cut is said.
type markdownRecorder struct {
	w        io.Writer
	rows     strings.Builder
	vendors  int
	shown    int      // of these, in the table
	sections []string // the first ones, as many as could ever fit
	size     int      // of these
	cut      int      // vendors whose section does not fit
}

func recordMarkdown(w io.Writer, _ Options) Recorder { return &markdownRecorder{w: w} }

func (m *markdownRecorder) Begin(*finding.Report) error { return nil }

func (m *markdownRecorder) Decision(d *finding.Decision) error {
	m.vendors++
	tier := "–"
	if d.Tier != nil {
		tier = d.Tier.Name
	}
	if m.rows.Len() < listLimit {
		m.shown++
		fmt.Fprintf(&m.rows, "| %s | **%s** | %s | %d | %d | %d |\n", md(clip(whose(d), 80)), verdictOf(d), md(tier),
			d.Counts.Blocking, d.Counts.Unanswered, d.Counts.Pass)
	}
	section := m.section(d)
	if section == "" {
		return nil
	}
	if m.size+len(section) > commentLimit {
		m.cut++
		return nil
	}
	m.size += len(section)
	m.sections = append(m.sections, section)
	return nil
}

func (m *markdownRecorder) section(d *finding.Decision) string {
	excused := markdownWaivers(d)
	if verdictOf(d) == finding.Approved && excused == "" {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s: %s\n\n", md(clip(whose(d), 80)), verdictOf(d))
	if verdictOf(d) == finding.Approved {
		return b.String() + excused
	}
	if verdictOf(d) == finding.Undecided {
		fmt.Fprintf(&b, "%s.\n\n", upperFirst(whyUndecided(d)))
		for _, p := range d.Problems {
			fmt.Fprintf(&b, "- %s: %s\n", md(plainly.place(p.Position)), md(plainly.sentence(p.Message)))
			if p.Hint != "" {
				fmt.Fprintf(&b, "  <br>hint: %s\n", md(plainly.sentence(p.Hint)))
			}
		}
	}
	for _, part := range []struct {
		title string
		of    section
	}{{"What blocks", blocks}, {"Unanswered", asks}, {"Could not be judged", broken}} {
		first := true
		for i := range d.Findings {
			f := &d.Findings[i]
			if sectionOf(f) != part.of {
				continue
			}
			if first {
				fmt.Fprintf(&b, "\n**%s**\n\n", part.title)
				first = false
			}
			markdownFinding(&b, d, f)
		}
	}
	return b.String() + excused
}

// markdownWaivers says what the waivers do for a vendor, and which do nothing.
func markdownWaivers(d *finding.Decision) string {
	var b strings.Builder
	for i := range d.Findings {
		f := &d.Findings[i]
		if sectionOf(f) != waived {
			continue
		}
		if b.Len() == 0 {
			b.WriteString("\n**Waived**\n\n")
		}
		fmt.Fprintf(&b, "- **%s** %s (%s, %s)\n", md(label(f)), md(plainly.sentence(f.Title)), f.Severity, md(plainly.value(string(f.Status))))
		pairs, _ := plainly.grantOf(d, f)
		for _, pair := range pairs {
			fmt.Fprintf(&b, "  <br>%s: %s\n", pair.Name, md(clip(pair.Value, 600)))
		}
	}
	markdownIdle(&b, d, d.IdleWaivers)
	return b.String()
}

// markdownIdle lists the waivers that cover nothing.
func markdownIdle(b *strings.Builder, d *finding.Decision, waivers []finding.IdleWaiver) {
	if len(waivers) == 0 {
		return
	}
	title := "Waivers that cover nothing"
	if d == nil {
		title = "Waivers for other profiles"
	}
	fmt.Fprintf(b, "\n**%s**\n\n", title)
	for i, w := range waivers {
		if i == mostIdle {
			fmt.Fprintf(b, "- and %d more, which the JSON report names\n", len(waivers)-i)
			return
		}
		fmt.Fprintf(b, "- %s\n", md(clip(plainly.idle(d, w), 300)))
	}
}

func markdownFinding(b *strings.Builder, d *finding.Decision, f *finding.Finding) {
	s := say(f)
	fmt.Fprintf(b, "- **%s** %s (%s, %s)\n", md(label(f)), md(plainly.sentence(f.Title)), f.Severity, md(plainly.place(stands(d, f))))
	line := func(lead string, parts []string) {
		if len(parts) > 0 {
			fmt.Fprintf(b, "  <br>%s: %s\n", lead, md(clip(strings.Join(parts, "; "), 600)))
		}
	}
	line("has", s.has)
	line("required", s.required)
	line("because", s.because)
	if f.Remediation != "" {
		line("to do", []string{plainly.sentence(f.Remediation)})
	}
}

func (m *markdownRecorder) End(whole *finding.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## vendorgate\n\n%s.\n", md(tally(whole)))
	if m.vendors > 0 {
		b.WriteString("\n| vendor | verdict | tier | block | unanswered | pass |\n| --- | --- | --- | ---: | ---: | ---: |\n")
		b.WriteString(m.rows.String())
	}
	if more := m.vendors - m.shown; more > 0 {
		fmt.Fprintf(&b, "\n%s more, which the other reports show.\n", upperFirst(count(more, "vendor")))
	}
	var weakened strings.Builder
	markdownWeakenings(&weakened, whole.Weakenings)
	markdownIdle(&weakened, nil, whole.IdleWaivers)
	// What else stands below the sections is short.
	for _, section := range m.sections {
		if b.Len()+len(section) > commentLimit-1000-weakened.Len() {
			m.cut++
			continue
		}
		b.WriteString(section)
	}
	if m.cut > 0 {
		fmt.Fprintf(&b, "\nThere was no room for the findings of %s; the other reports have them.\n", count(m.cut, "more vendor"))
	}
	b.WriteString(weakened.String())
	fmt.Fprintf(&b, "\nAs of %s, %s and above block.\n", md(plainly.value(whole.Provenance.AsOf)), md(plainly.value(whole.Provenance.FailOn)))
	return writeAll(m.w, []byte(b.String()))
}

// markdownWeakenings lists what the member weakened.
func markdownWeakenings(b *strings.Builder, weakenings []finding.Weakening) {
	if len(weakenings) == 0 {
		return
	}
	b.WriteString("\n**What the member weakened**\n\n")
	for i, w := range weakenings {
		if b.Len() > listLimit {
			fmt.Fprintf(b, "- and %d more, which the other reports name\n", len(weakenings)-i)
			return
		}
		fmt.Fprintf(b, "- %s\n", md(clip(plainly.weakening(w), 300)))
	}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// clip cuts a text that would take more room than it is worth.
func clip(s string, runes int) string {
	n := 0
	for i := range s {
		if n == runes {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// md puts text into Markdown so that it is read as text: no markup, no HTML, no
// link, no mention of a person and no reference to an issue.
//
// GitHub looks for people, issues and addresses in what it has rendered, where a
// character reference is the character again. A space without width keeps them
// from being found; in this form it acts on no terminal.
func md(s string) string {
	s = underscores.ReplaceAllStringFunc(s, func(word string) string {
		if strings.HasPrefix(word, "_") || strings.HasSuffix(word, "_") {
			return strings.ReplaceAll(word, "_", "\x00")
		}
		return word // within a word they mark nothing
	})
	return issueNumber.ReplaceAllString(markdownText.Replace(s), "&#35;&#8203;$1")
}

var underscores = regexp.MustCompile(`[A-Za-z0-9_]*_[A-Za-z0-9_]*`)

var issueNumber = regexp.MustCompile(`&#35;(\d)`)

var markdownText = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", `\`, "&#92;", "`", "&#96;", "*", "&#42;", "\x00", "&#95;", "~", "&#126;",
	"[", "&#91;", "]", "&#93;", "#", "&#35;", "|", "&#124;", "@", "&#64;&#8203;",
	"://", "&#58;//", "www.", "www&#46;", "GH-", "GH&#45;&#8203;", "$", "&#36;",
)

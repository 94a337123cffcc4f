package report

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// letterRecorder writes, in Markdown, the text to send to each vendor: what has
// to change, what is to be answered, and that this is enough. What the member has
// to settle itself is none of the vendor's business but for its number.
type letterRecorder struct {
	w        io.Writer
	from     string            // who writes, and on which day
	requests map[string]string // by control
	letters  int
}

func recordLetter(w io.Writer, _ Options) Recorder { return &letterRecorder{w: w} }

func (l *letterRecorder) Begin(head *finding.Report) error {
	l.from = plainly.value(head.Provenance.AsOf)
	if head.Member != nil && head.Member.Name != "" {
		l.from = "From " + plainly.value(head.Member.Name) + ", " + l.from
	}
	l.requests = map[string]string{}
	for _, c := range head.Controls {
		l.requests[c.ID] = c.Request
	}
	return nil
}

func (l *letterRecorder) Decision(d *finding.Decision) error {
	var b strings.Builder
	if l.letters > 0 {
		b.WriteString("\n---\n\n")
	}
	l.letters++
	fmt.Fprintf(&b, "# To %s\n\n%s\n", md(whose(d)), md(l.from))
	switch verdictOf(d) {
	case finding.Approved, finding.Rejected:
		l.answer(&b, d)
	case finding.Undecided:
		l.returned(&b, d)
	}
	return writeAll(l.w, []byte(b.String()))
}

func (l *letterRecorder) End(whole *finding.Report) error {
	text := ""
	if l.letters == 0 {
		text = "No profile was checked, so there is nobody to write to.\n"
	}
	if !whole.Complete {
		text += "\n---\n\nThe run was stopped before its end: there may be more vendors to write to.\n"
	}
	if text == "" {
		return nil
	}
	return writeAll(l.w, []byte(text))
}

// returned is the letter about documents that could not be judged.
func (l *letterRecorder) returned(b *strings.Builder, d *finding.Decision) {
	if d.Fault != finding.FaultInvalid && d.Fault != finding.FaultUnreadable {
		fmt.Fprintf(b, "\n*Not to be sent: %s, which is not for the vendor to mend.*\n", md(whyUndecided(d)))
		return
	}
	b.WriteString("\nWe could not judge your answers, because the document cannot be used as it stands. Please correct what is listed here and send it again.\n\n")
	for _, p := range d.Problems {
		fmt.Fprintf(b, "- %s: %s\n", md(plainly.place(p.Position)), md(plainly.sentence(p.Message)))
		if p.Hint != "" {
			fmt.Fprintf(b, "  What to do: %s\n", md(plainly.sentence(p.Hint)))
		}
	}
}

func (l *letterRecorder) answer(b *strings.Builder, d *finding.Decision) {
	var change, answer, welcome []*finding.Finding
	ours := 0
	for i := range d.Findings {
		f := &d.Findings[i]
		byVendor, byMember := actors(f)
		switch s := sectionOf(f); {
		case s == below && byVendor:
			welcome = append(welcome, f)
		case s == blocks && byVendor:
			change = append(change, f)
		case s == asks && byVendor:
			answer = append(answer, f)
		case (s == blocks || s == asks) && byMember, s == broken:
			ours++
		}
	}
	for _, list := range [][]*finding.Finding{change, answer, welcome} {
		slices.SortStableFunc(list, func(a, b *finding.Finding) int {
			return cmp.Or(heaviestFirst(a, b), cmp.Compare(uint32(a.Consideration), uint32(b.Consideration))) //nolint:gosec // -1, the member's own, goes last
		})
	}
	fmt.Fprintf(b, "\nWe measure every purchase of IT services against minimums of our own. We have done so with your answers and with the terms of the agreement. %s\n", l.outcome(len(change), len(answer), ours))
	if len(change)+len(answer)+len(welcome) > 0 {
		b.WriteString("\nIn what follows, \"the vendor\" is you and \"the member\" is us.\n")
	}
	l.section(b, "What has to change", "The heaviest come first.", change)
	l.section(b, "What we need to know", "Where there is no answer we have to assume that the requirement is not met. Each answer has to meet what we require.", answer)
	if len(change)+len(answer) > 0 {
		fmt.Fprintf(b, "\n## What is enough\n\nThis is all: %s. With that, nothing on your side stands in the way of approval.\n", enough(len(change), len(answer)))
	}
	l.section(b, "What would be welcome", "None of this stands in the way of approval.", welcome)
}

// outcome says in a sentence or two how it stands.
func (l *letterRecorder) outcome(change, answer, ours int) string {
	text := "Nothing has to change on your side."
	if change+answer > 0 {
		text = fmt.Sprintf("As it stands we cannot sign: %s.", enough(change, answer))
	}
	if ours > 0 {
		text += fmt.Sprintf(" We are settling %s on our own side, which %s not listed here.", count(ours, "point"), map[bool]string{true: "is", false: "are"}[ours == 1])
	}
	return text
}

func enough(change, answer int) string {
	var parts []string
	if change > 0 {
		parts = append(parts, count(change, "point")+map[bool]string{true: " has", false: " have"}[change == 1]+" to change")
	}
	if answer > 0 {
		parts = append(parts, count(answer, "question")+map[bool]string{true: " has", false: " have"}[answer == 1]+" to be answered")
	}
	return sentenceList(parts)
}

func (l *letterRecorder) section(b *strings.Builder, title, lead string, findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s (%d)\n\n%s\n", title, len(findings), lead)
	for i, f := range findings {
		number := fmt.Sprintf("%d. ", i+1)
		indent := strings.Repeat(" ", len(number))
		fmt.Fprintf(b, "\n%s**%s** (%s, %s)\n", number, md(plainly.sentence(f.Title)), md(label(f)), md(plainly.value(string(f.Severity))))
		if request := l.requests[f.Control]; request != "" {
			fmt.Fprintf(b, "\n%s%s\n", indent, md(plainly.sentence(request)))
		}
		theirs := *f
		theirs.Reasons = slices.DeleteFunc(slices.Clone(f.Reasons), finding.Reason.Own)
		shown := shownFinding(plainly, &theirs)
		var lines []string
		line := func(lead string, parts []string) {
			if len(parts) > 0 {
				lines = append(lines, indent+"- "+lead+": "+md(clip(strings.Join(parts, "; "), 600)))
			}
		}
		line("You have", told(shown.Has))
		line("We have noted", told(shown.Knows))
		line("Please answer", questionsOf(shown.VendorAnswers))
		var required, because []string
		for _, n := range shown.Needs {
			required = append(required, n.Text)
		}
		line("We require", required)
		for _, r := range shown.Reasons {
			if words := fromUs(r.Text); !slices.Contains(because, words) {
				because = append(because, words)
			}
		}
		line("Because", because)
		if len(lines) > 0 {
			b.WriteString("\n" + strings.Join(lines, "\n") + "\n")
		}
	}
}

func told(answers []answerShown) []string {
	var out []string
	for _, a := range answers {
		out = append(out, a.Name+": "+a.Value)
	}
	return out
}

func questionsOf(answers []answerShown) []string {
	var out []string
	for _, a := range answers {
		if a.Value != "" {
			a.Name = a.Value + ", " + a.Name
		}
		out = append(out, a.Name)
	}
	return out
}

// Reasons speak to the member; in a letter of the member it speaks itself.
var (
	yours   = regexp.MustCompile(`\byour\b`)
	youWho  = regexp.MustCompile(`\byou( (?:accept|allow|bear|can|decline|demand|have|need|require|want)\b)`)
	youWhom = regexp.MustCompile(`\byou\b`)
)

func fromUs(s string) string {
	return youWhom.ReplaceAllString(youWho.ReplaceAllString(yours.ReplaceAllString(s, "our"), "we$1"), "us")
}

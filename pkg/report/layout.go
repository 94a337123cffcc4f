package report

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// The rules of the text report:
//   - every line comes from line, which trims it and applies the colors;
//   - text from the report goes through value, sentence or place first;
//   - a line begins with our own words or with spaces, never with the report's;
//   - lines keep within the width, but a file:line:column is never broken, so
//     that a terminal or an editor can still follow it, nor is the name of a
//     requirement, so that it can be searched for.
const (
	defaultWidth = 80
	minWidth     = 40
	maxWidth     = 120
	// narrow is the width below which labels stand above their text and
	// severities beside their code, since columns would leave no room.
	narrow = 60
)

// A style is the SGR parameter of a color; it is used only with Options.Color.
type style string

const (
	plain  style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "1;31"
	green  style = "1;32"
	yellow style = "1;33"
)

// A span is a piece of a line in one style.
type span struct {
	text  string
	style style
}

// A row is what stands on one line.
type row []span

// A printer writes the lines of one report. It remembers the first error of
// its writer and writes nothing more after it, so only the end has to ask.
type printer struct {
	Options
	w       *bufio.Writer
	err     error
	started bool
	blank   bool // a blank line is due before the next line
}

func newPrinter(w io.Writer, o Options) *printer {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	o.Width = min(max(o.Width, minWidth), maxWidth)
	return &printer{Options: o, w: bufio.NewWriter(w)}
}

// flush writes what is left and returns the first error of the writer.
func (p *printer) flush() error {
	if p.err == nil {
		p.err = p.w.Flush()
	}
	return p.err
}

// gap asks for a blank line between what was written and what comes next.
func (p *printer) gap() { p.blank = p.started }

// line writes one line, indented, without trailing spaces. A line that would
// be empty is left out.
func (p *printer) line(indent int, spans ...span) {
	for len(spans) > 0 {
		last := &spans[len(spans)-1]
		if last.text = strings.TrimRight(last.text, " "); last.text != "" {
			break
		}
		spans = spans[:len(spans)-1]
	}
	if len(spans) == 0 {
		return
	}
	disarm(spans)
	var b strings.Builder
	if p.blank {
		b.WriteByte('\n')
	}
	p.started, p.blank = true, false
	b.WriteString(strings.Repeat(" ", indent))
	for _, s := range spans {
		if p.Color && s.style != plain && s.text != "" {
			b.WriteString("\x1b[" + string(s.style) + "m" + s.text + "\x1b[0m")
		} else {
			b.WriteString(s.text)
		}
	}
	b.WriteByte('\n')
	if p.err == nil {
		_, p.err = p.w.WriteString(b.String())
	}
}

// disarm writes the first colon of a line out if the line begins with two,
// which some build systems would take for a command to them, whether it is
// indented or not.
func disarm(spans []span) {
	var text strings.Builder
	for _, s := range spans {
		text.WriteString(s.text)
	}
	if !strings.HasPrefix(strings.TrimLeft(text.String(), " "), "::") {
		return
	}
	for i := range spans {
		if strings.Contains(spans[i].text, ":") {
			spans[i].text = strings.Replace(spans[i].text, ":", `\x3a`, 1)
			return
		}
	}
}

// rows writes rows that were laid out for the space right of indent.
func (p *printer) rows(indent int, rows []row) {
	for _, r := range rows {
		p.line(indent, r...)
	}
}

// paragraph writes wrapped text; lead stands before its first line and the
// other lines hang below the text.
func (p *printer) paragraph(indent int, lead span, text string, s style) {
	hang := indent + cells(lead.text)
	for i, t := range wrap(text, p.Width-hang) {
		if i == 0 {
			p.line(indent, lead, span{t, s})
		} else {
			p.line(hang, span{t, s})
		}
	}
}

// hanging writes wrapped text whose further lines are indented.
func (p *printer) hanging(text string, s style) {
	for i, t := range wrap(text, p.Width-2) {
		p.line(2*min(i, 1), span{t, s})
	}
}

// enumeration writes the parts of a list, breaking lines only between them.
func (p *printer) enumeration(lead string, parts []string) {
	line := lead
	for i, part := range parts {
		if i < len(parts)-1 {
			part += ","
		}
		if line != "" && cells(line)+1+cells(part) > p.Width {
			p.line(0, span{line, plain})
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += part
	}
	p.line(0, span{line, plain})
}

// labelled writes rows beside a label, or below it where there is no room.
func (p *printer) labelled(label string, rows func(width int) []row) {
	indent := p.bodyIndent()
	all := rows(p.Width - indent)
	if p.Width < narrow || cells(label) >= labelCells {
		p.line(detailIndent, span{label, plain})
		p.rows(indent, all)
		return
	}
	for i, r := range all {
		if i == 0 {
			p.line(detailIndent, append(row{{pad(label, labelCells), plain}}, r...)...)
		} else {
			p.line(indent, r...)
		}
	}
}

const (
	detailIndent = 4
	labelCells   = 13
)

func (p *printer) bodyIndent() int {
	if p.Width < narrow {
		return detailIndent + 2
	}
	return detailIndent + labelCells
}

// withPlace is wrapped text followed by a place: on its last line if there is
// room, else on a line of its own.
func withPlace(text, place string, width int) []row {
	var rows []row
	for _, t := range wrap(text, width) {
		rows = append(rows, row{{t, plain}})
	}
	if place == "" {
		return rows
	}
	last := len(rows) - 1
	if cells(rows[last][0].text)+2+cells(place) <= width {
		rows[last] = append(rows[last], span{"  " + place, dim})
		return rows
	}
	for _, t := range fill(0, strings.Fields(place), width) {
		rows = append(rows, row{{t, dim}})
	}
	return rows
}

// bullets puts a dash before the first row and hangs the others below its text.
func bullets(rows []row) []row {
	for i, r := range rows {
		lead := "  "
		if i == 0 {
			lead = "- "
		}
		rows[i] = append(row{{lead, plain}}, r...)
	}
	return rows
}

// terminal measures text the same way in every locale.
var terminal = &runewidth.Condition{StrictEmojiNeutral: true}

// cells is how many columns of a terminal s takes.
func cells(s string) int { return terminal.StringWidth(s) }

// pad fills s up with spaces to n cells.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-cells(s))) }

// wrap breaks text at spaces into lines of at most n cells, and breaks words
// that are longer than that. There is always at least one line.
func wrap(text string, n int) []string { return wrapAfter(0, text, n) }

// wrapAfter is wrap for text whose first line has so many cells already taken.
// The first line is empty when not even a word fits there.
func wrapAfter(taken int, text string, n int) []string {
	var words []string
	for _, word := range strings.Fields(text) {
		for cells(word) > n {
			head := breakWord(word, n)
			words = append(words, head)
			word = word[len(head):]
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return fill(taken, words, n)
}

// fill puts words into lines of at most n cells, a longer word alone on its
// line.
func fill(taken int, words []string, n int) []string {
	lines, used := []string{""}, taken
	for _, word := range words {
		last := &lines[len(lines)-1]
		switch w := cells(word); {
		case used == 0:
			*last, used = word, w
		case used+1+w > n:
			lines, used = append(lines, word), w
		case *last == "":
			*last, used = word, used+w
		default:
			*last, used = *last+" "+word, used+1+w
		}
	}
	return lines
}

// breakWord returns as much of the beginning of a word as fits into n cells,
// and at least one character.
func breakWord(word string, n int) string {
	if head := terminal.Truncate(word, n, ""); head != "" {
		return head
	}
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}

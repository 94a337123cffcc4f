package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much of a text is shown. A value is a word or a name, and what goes
// beyond is no longer read; a sentence may run longer.
const (
	valueRunes    = 200
	sentenceRunes = 2000
)

// markRun is how many combining marks may follow a letter. Real scripts stay
// below; a pile of them covers the lines around it.
const markRun = 4

// acts reports whether a character does something to the reader's screen
// other than showing itself: controls, bidirectional and zero-width
// characters, line separators, invisible fillers, and what Unicode leaves
// unassigned or private. Spaces other than the plain one count too, since
// nobody can tell them apart.
func acts(r rune) bool {
	return !strconv.IsPrint(r) ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// escape is the one way by which text from a file reaches the text report. It
// returns s on one line, with every character that acts written out as \x1b,
// \u202e or \U000e0001, and bytes that are no UTF-8 as \xff. A backslash is
// doubled where it would otherwise be taken for the start of such an escape,
// so that s can be told from what is shown.
//
// Build systems execute "##[" and "##vso[" wherever they read it, so the second
// character of "##" is written out as well. (They execute "::" only at the start
// of a line; the printer sees to that.)
//
// Of s at most limit characters are shown, followed by an ellipsis.
func escape(s string, limit int, ascii bool) string {
	var shown []string // one per character of s
	last := ' '
	marks := markRun // no word begins with a mark: it would join what stands before
	for i := 0; i < len(s); {
		if len(shown) == limit {
			shown = append(shown, ellipsis(ascii))
			break
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.Is(unicode.M, r):
			marks++
		case r == ' ':
			marks = markRun
		default:
			marks = 0
		}
		raw := s[i : i+size]
		switch {
		case r == utf8.RuneError && size == 1:
			raw = fmt.Sprintf(`\x%02x`, s[i])
		case r < 0x80 && acts(r), r == '#' && last == '#':
			raw = fmt.Sprintf(`\x%02x`, r)
		case r > 0xFFFF && (acts(r) || ascii || marks > markRun):
			raw = fmt.Sprintf(`\U%08x`, r)
		case r >= 0x80 && (acts(r) || ascii || marks > markRun):
			raw = fmt.Sprintf(`\u%04x`, r)
		}
		shown = append(shown, raw)
		last = r
		if len(raw) > size {
			last, marks = 0, markRun // what was written out does not pair with what follows
		}
		i += size
	}
	var b strings.Builder
	for i, text := range shown {
		b.WriteString(text)
		if text == `\` && i+1 < len(shown) && strings.ContainsAny(shown[i+1][:1], `xuU\`) {
			b.WriteString(text)
		}
	}
	return b.String()
}

func ellipsis(ascii bool) string {
	if ascii {
		return "..."
	}
	return "…"
}

package document

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteOrderMark is what some Windows programs write before a text. One is
// taken off, as every reader of UTF-8 does.
const byteOrderMark = "\ufeff"

// admit decides whether the text is such that a parser may see it: it is no
// other kind of file, not empty, UTF-8 throughout, and free of characters that
// parsers disagree about. skipped is how many bytes stood before the text.
func admit(text string, skipped int, isJSON bool, faults *faults) bool {
	if message, hint := otherFile(text); message != "" {
		faults.add(0, 0, message, hint)
		return false
	}
	if strings.TrimSpace(text) == "" {
		faults.empty()
		return false
	}
	before := len(faults.problems)
	conflicts(text, faults)
	characters(text, skipped, isJSON, faults)
	return len(faults.problems) == before
}

func (f *faults) empty() {
	f.add(0, 0, "the file is empty: no document", "a document begins with `apiVersion: vendorgate/v1` and `kind:`")
}

// otherFile recognises files of another kind that end up under the name of a
// document, and says how that usually happens.
func otherFile(text string) (message, hint string) {
	begins := func(prefixes ...string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
	}
	const asText = "give the document itself, as YAML or JSON text"
	switch {
	case begins("\x1f\x8b"):
		return "the file is compressed with gzip", "unpack it first, with gunzip"
	case begins("PK\x03\x04"):
		return "the file is a zip archive or an Office document", asText
	case begins("\xd0\xcf\x11\xe0"):
		return "the file is an old Office document", asText
	case begins("%PDF-"):
		return "the file is a PDF", asText
	case begins("version https://git-lfs.github.com/"):
		return "the file is a Git LFS pointer, not the document it stands for", "run `git lfs pull`"
	case begins("\xff\xfe\x00\x00", "\x00\x00\xfe\xff"):
		return "the text is UTF-32, not UTF-8", "save the file as UTF-8"
	case begins("\xff\xfe", "\xfe\xff"), alternatesWithNUL(text):
		return "the text is UTF-16, not UTF-8", "save the file as UTF-8: editors offer it as the encoding, PowerShell as `-Encoding utf8`"
	}
	text = strings.TrimLeft(text, " \t\r\n")
	text = strings.ToLower(text[:min(len(text), 16)])
	if begins("<!doctype", "<html", "<head", "<body", "<?xml", "<!--") {
		return "the file is an HTML or XML page", "a download gave a web page, often one that asks for a login, in place of the file: fetch it again"
	}
	return "", ""
}

// alternatesWithNUL recognises UTF-16 that carries no byte order mark: of
// plain English every second byte is zero.
func alternatesWithNUL(text string) bool {
	start := text[:min(len(text), 64)&^1]
	zeros := [2]int{}
	for i := range len(start) {
		if start[i] == 0 {
			zeros[i%2]++
		}
	}
	half := len(start) / 2
	return half >= 2 && (zeros[0] == half && zeros[1] == 0 || zeros[1] == half && zeros[0] == 0)
}

// conflicts finds what git leaves in a file that two people changed. Neither
// format lets a text begin a line with this marker.
func conflicts(text string, faults *faults) {
	const marker = "<<<<<<<"
	for at := 0; ; {
		i := strings.Index(text[at:], marker)
		if i < 0 || faults.full() {
			return
		}
		at += i
		end := at + len(marker)
		if (at == 0 || text[at-1] == '\n') && (end == len(text) || strings.IndexByte(" \r\n", text[end]) >= 0) {
			line, column := (&cursor{text: text}).to(at)
			faults.add(line, column, "an unresolved merge conflict begins here", "choose one of the two sides and remove the lines <<<<<<<, ======= and >>>>>>>")
		}
		at = end
	}
}

// characters refuses what is not UTF-8 and the characters that no reader of
// the format should meet. In YAML these are all but those that its
// specification calls printable, and moreover the three Unicode line breaks
// and the byte order mark inside the text: some parsers end a line there and
// some do not. JSON forbids only raw control characters below space.
func characters(text string, skipped int, isJSON bool, faults *faults) {
	if strings.HasPrefix(text, byteOrderMark) {
		faults.add(1, 1, "the file begins with two byte order marks", "remove them: two files were joined")
		text, skipped = text[len(byteOrderMark):], skipped+len(byteOrderMark)
	}
	place := cursor{text: text}
	refuse := func(at int, r rune) {
		if faults.full() {
			return
		}
		line, column := place.to(at)
		switch {
		case r == 0x85 || r == 0x2028 || r == 0x2029:
			faults.add(line, column, fmt.Sprintf("a Unicode line break, U+%04X, that not every YAML reader takes for one", r),
				fmt.Sprintf(`end the line as usual, or write "\u%04x" inside double quotes`, r))
		case r == 0xfeff:
			faults.add(line, column, "a byte order mark, U+FEFF, inside the text", "remove it: two files were joined, or text was pasted from a web page")
		default:
			faults.add(line, column, fmt.Sprintf("a control character, U+%04X", r), "remove it: it was most likely pasted in by accident")
		}
	}
	wrong, first := 0, 0
	for at := 0; at < len(text); {
		if isPlain[text[at]] { // almost all of them
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == utf8.RuneError && n == 1:
			if wrong++; wrong == 1 {
				first = at
			}
		case r < ' ',
			!isJSON && (r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff):
			refuse(at, r)
		}
		at += n
	}
	if wrong == 0 {
		return
	}
	b := text[first]
	message := fmt.Sprintf("the text is not UTF-8: byte 0x%02X at offset %d", b, first+skipped)
	if wrong > 1 {
		message += fmt.Sprintf(", and %d more", wrong-1)
	}
	hint := "save the file as UTF-8"
	if r := rune(b); r >= 0xa0 && unicode.IsPrint(r) {
		hint += fmt.Sprintf(": in Windows and Latin-1 text this byte is %q", string(r))
	}
	line, column := (&cursor{text: text}).to(first)
	faults.add(line, column, message, hint)
}

// isPlain has the bytes that are printable ASCII, a tab, or a line break.
var isPlain = func() (plain [256]bool) {
	for b := range plain {
		plain[b] = b >= ' ' && b < 0x7f || isSpace(byte(b))
	}
	return plain
}()

// A cursor turns byte offsets into lines and columns. Asked for offsets in
// rising order, it goes through the text once.
type cursor struct {
	text         string
	at           int
	line, column int // counted from 0
}

// to returns the line and column, counted from 1, of the byte at offset. A line
// ends with LF, CR, or both; a column is a code point.
func (c *cursor) to(offset int) (line, column int) {
	if offset < c.at {
		*c = cursor{text: c.text}
	}
	for ; c.at < offset && c.at < len(c.text); c.at++ {
		switch b := c.text[c.at]; {
		case b == '\n', b == '\r' && (c.at+1 == len(c.text) || c.text[c.at+1] != '\n'):
			c.line, c.column = c.line+1, 0
		case utf8.RuneStart(b) && b != '\r':
			c.column++
		}
	}
	return c.line + 1, c.column + 1
}

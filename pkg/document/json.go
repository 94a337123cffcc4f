package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// readJSON reads one JSON object.
func readJSON(text string, limits Limits, faults *faults) (map[string]any, func() *place) {
	r := &jsonReader{
		tokens: tokensOf(text),
		limits: limits,
		faults: faults,
		place:  cursor{text: text},
	}
	value := r.document()
	return value, func() *place { return placesInJSON(text) }
}

// jsonTokens are the tokens of a text, and where each of them stands.
type jsonTokens struct {
	text    string
	decoder *jsontext.Decoder
	last    jsontext.Token
}

// tokensOf returns the tokens of text. Duplicate names are left for us to find:
// jsontext would stop at the first, and we tell all.
func tokensOf(text string) *jsonTokens {
	return &jsonTokens{
		text:    text,
		decoder: jsontext.NewDecoder(bytes.NewBufferString(text), jsontext.AllowDuplicateNames(true)),
	}
}

type jsonToken struct {
	kind       jsontext.Kind
	begin, end int // offsets in the text
}

func (t *jsonTokens) next() (jsonToken, error) {
	begin := t.position()
	token, err := t.decoder.ReadToken()
	if err != nil {
		return jsonToken{}, err
	}
	t.last = token
	return jsonToken{token.Kind(), begin, t.end()}, nil
}

// end is the offset at which the last token ended.
func (t *jsonTokens) end() int { return int(t.decoder.InputOffset()) }

// position is the offset at which the next token begins.
func (t *jsonTokens) position() int {
	at := t.end()
	for at < len(t.text) && (isSpace(t.text[at]) || t.text[at] == ',' || t.text[at] == ':') {
		at++
	}
	return at
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

// string returns the text that the last token stands for: without escapes, it
// is the piece of the document between the quotes.
func (t *jsonTokens) string(token jsonToken) string {
	if inner := t.text[token.begin+1 : token.end-1]; strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	return t.last.String()
}

// A jsonReader builds values from tokens.
type jsonReader struct {
	tokens  *jsonTokens
	limits  Limits
	faults  *faults
	values  int
	names   []jsonName // of all objects that are open, innermost last
	open    []int      // offsets of the brackets that are open
	stopped bool       // the text cannot be read further
	place   cursor
}

type jsonName struct {
	name   string
	offset int
}

func (r *jsonReader) fault(offset int, message, hint string) {
	line, column := r.place.to(offset)
	r.faults.add(line, column, message, hint)
	if r.faults.full() {
		r.stopped = true
	}
}

func (r *jsonReader) next() (token jsonToken, ok bool) {
	token, err := r.tokens.next()
	if err != nil {
		r.syntax(err)
	}
	return token, err == nil
}

func (r *jsonReader) document() map[string]any {
	token, ok := r.next()
	if !ok {
		return nil
	}
	if token.kind != '{' {
		r.fault(token.begin, wantObject(kindOf(token.kind)), hintObject)
		return nil
	}
	value, _ := r.value(token, 1).(map[string]any)
	if !r.stopped {
		r.end()
	}
	return value
}

// end refuses whatever follows the document.
func (r *jsonReader) end() {
	text := r.tokens.text
	at := r.tokens.end()
	for at < len(text) && isSpace(text[at]) {
		at++
	}
	switch _, err := r.tokens.next(); {
	case errors.Is(err, io.EOF):
	case err == nil:
		r.fault(at, "a second document begins here", "put one document into a file; a stream of several goes into a file named .ndjson")
	default:
		r.fault(at, "the document has ended, and something follows it", "remove what follows the last brace")
	}
}

func (r *jsonReader) value(token jsonToken, depth int) any {
	if r.values++; r.values > r.limits.Values {
		r.fault(token.begin, tooMany(r.limits), hintTooMany)
		r.stopped = true
		return nil
	}
	switch token.kind {
	case '{', '[':
		if depth > r.limits.Depth {
			r.fault(token.begin, tooDeep(r.limits), hintTooDeep)
			r.stopped = true
			return nil
		}
		r.open = append(r.open, token.begin)
		var v any
		if token.kind == '{' {
			v = r.object(depth)
		} else {
			v = r.list(depth)
		}
		if !r.stopped {
			r.open = r.open[:len(r.open)-1]
		}
		return v
	case '"':
		text := r.tokens.string(token)
		if len(text) > r.limits.StringBytes {
			r.fault(token.begin, tooLong(len(text), r.limits), hintTooLong)
		}
		return text
	case '0':
		literal := r.tokens.text[token.begin:token.end]
		if message, hint := outOfRange(literal, r.limits); message != "" {
			r.fault(token.begin, message, hint)
			return nil
		}
		return canonical(literal, r.limits.NumberChars)
	case 't', 'f':
		return token.kind == 't'
	default: // null: the closing brackets never get here
		return nil
	}
}

func (r *jsonReader) object(depth int) map[string]any {
	fields := map[string]any{}
	outer := len(r.names)
	for !r.stopped {
		key, ok := r.next()
		if !ok || key.kind == '}' {
			break
		}
		name := r.tokens.string(key)
		if len(name) > r.limits.KeyBytes {
			r.fault(key.begin, longName(len(name), r.limits), hintLongName)
		}
		_, twice := fields[name]
		if twice {
			r.twice(name, key.begin, r.names[outer:])
		} else {
			r.names = append(r.names, jsonName{name, key.begin})
		}
		token, ok := r.next()
		if !ok {
			break
		}
		if v := r.value(token, depth+1); !twice {
			fields[name] = v
		}
	}
	r.names = r.names[:outer]
	return fields
}

func (r *jsonReader) twice(name string, offset int, names []jsonName) {
	for _, n := range names {
		if n.name == name {
			line, column := r.place.to(n.offset)
			r.fault(offset, duplicate(name, line, column), hintDuplicate)
			return
		}
	}
}

func (r *jsonReader) list(depth int) []any {
	entries := []any{}
	for !r.stopped {
		token, ok := r.next()
		if !ok || token.kind == ']' {
			break
		}
		entries = append(entries, r.value(token, depth+1))
	}
	return entries
}

// syntax tells the one fault of grammar that a file can have: after it nothing
// can be read. The library says what it found and what it waited for; a person
// who wrote the file needs to know what they did.
func (r *jsonReader) syntax(err error) {
	r.stopped = true
	text, begin := r.tokens.text, r.tokens.position()
	var syntactic *jsontext.SyntacticError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || !errors.As(err, &syntactic) {
		if begin < len(text) && text[begin] == '"' {
			r.fault(begin, "the text that begins here is not closed", `close it with "`)
			return
		}
		r.fault(len(text), "the file ends before the document does", r.stillOpen())
		return
	}
	at := int(syntactic.ByteOffset)
	said := syntactic.Err.Error()
	found := byte(0)
	if at < len(text) {
		found = text[at]
	}
	switch {
	case strings.Contains(said, "surrogate"), strings.Contains(said, "escape") && halfCharacter.MatchString(text[at:]):
		r.fault(at, "an escape that stands for half a character", `write the character itself, or both halves, as in "\ud83d\ude00"`)
	case strings.Contains(said, "escape"):
		r.fault(at, "a backslash that JSON gives no meaning", `write \\ for a backslash, as in "C:\\files"`)
	case found == '\n' || found == '\r':
		r.fault(begin, "the text that begins here is not closed on its line", `close it with ", and write \n for a line break inside a text`)
	case found == '\t':
		r.fault(at, "a tab inside a text", `write \t, or a space`)
	case found == '/' || found == '#':
		r.fault(at, "JSON has no comments", "remove it, or name the file .yaml: YAML has comments and takes most JSON as it is")
	case found == '\'':
		r.fault(at, "a text in single quotes", `JSON wants double quotes, as in "name"`)
	case found == ',':
		r.fault(at, "a comma with no value on one of its sides", "remove the comma")
	case strings.Contains(said, "expecting ':'"):
		r.fault(at, "a colon is missing after the name of a field", `write "name": value`)
	case (found == '}' || found == ']') && r.follows(at, ':'):
		r.fault(at, "the field before this has no value", "write null, or leave the field out")
	case strings.Contains(said, "in number"), r.inNumber(at, found):
		for at > 0 && isFigure(text[at-1]) {
			at--
		}
		r.fault(at, "this is not a number of JSON", "write a plain number, as 5000000 or 1.5, or a text in quotes")
	case strings.Contains(said, "expecting ',' or"):
		r.fault(at, "a comma or a closing bracket is missing before this", r.stillOpen())
	case len(r.open) == 0:
		r.fault(at, "this is not JSON", "a JSON document begins with {; a YAML document belongs into a file named .yaml")
	case r.wantsName():
		r.fault(begin, "the name of a field is not in double quotes", `write "name": value`)
	default:
		r.fault(begin, "this is not a value of JSON", "a value is a text in double quotes, a number, true, false, null, a list or an object")
	}
}

// halfCharacter matches the escape of a surrogate.
var halfCharacter = regexp.MustCompile(`^\\u[dD][89a-fA-F]`)

// inNumber reports whether the fault lies in what was meant for a number: the
// library takes 017 for a 0 that lacks a comma.
func (r *jsonReader) inNumber(at int, found byte) bool {
	if found == '+' || found == '.' {
		return true
	}
	return at > 0 && isFigure(r.tokens.text[at-1]) && found != '"' && found != '{' && found != '[' && found != '}' && found != ']' && found != ' '
}

// isFigure reports whether b can stand in a number.
func isFigure(b byte) bool { return b >= '0' && b <= '9' || strings.IndexByte("+-.eE", b) >= 0 }

// wantsName reports whether the name of a field comes next.
func (r *jsonReader) wantsName() bool {
	kind, tokens := r.tokens.decoder.StackIndex(r.tokens.decoder.StackDepth())
	return kind == '{' && tokens%2 == 0
}

// follows reports whether the last character before offset, white space left
// out, is c.
func (r *jsonReader) follows(offset int, c byte) bool {
	return strings.HasSuffix(strings.TrimRight(r.tokens.text[:offset], " \t\r\n"), string(c))
}

// stillOpen names the innermost bracket that waits for its other half.
func (r *jsonReader) stillOpen() string {
	if len(r.open) == 0 {
		return "the file was cut off"
	}
	offset := r.open[len(r.open)-1]
	line, column := r.place.to(offset)
	return fmt.Sprintf("the %c of line %d, column %d is still open", r.tokens.text[offset], line, column)
}

func kindOf(k jsontext.Kind) string {
	switch k {
	case '[':
		return "a list"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case 'n':
		return "null"
	default:
		return "true or false"
	}
}

// placesInJSON goes through a text that is known to be sound and notes where
// everything begins.
func placesInJSON(text string) *place {
	w := &jsonPlaces{tokens: tokensOf(text), at: cursor{text: text}}
	return w.place(w.next())
}

type jsonPlaces struct {
	tokens *jsonTokens
	at     cursor
}

// next cannot fail: the same text has been read before.
func (w *jsonPlaces) next() jsonToken {
	token, err := w.tokens.next()
	if err != nil {
		panic("document: a JSON text that was read cannot be read again: " + err.Error())
	}
	return token
}

func (w *jsonPlaces) place(token jsonToken) *place {
	p := &place{}
	p.line, p.column = w.at.to(token.begin)
	switch token.kind {
	case '{':
		p.fields = map[string]*place{}
		for key := w.next(); key.kind != '}'; key = w.next() {
			name := w.tokens.string(key)
			line, column := w.at.to(key.begin)
			field := w.place(w.next())
			field.keyLine, field.keyColumn = line, column
			p.fields[name] = field
		}
	case '[':
		for entry := w.next(); entry.kind != ']'; entry = w.next() {
			p.entries = append(p.entries, w.place(entry))
		}
	}
	return p
}

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

// readJSON reads one JSON object. The text is copied: the places are found in
// it later, when the caller may have written over its own.
func readJSON(text []byte, limits Limits, faults *faults) (map[string]any, func() *place) {
	text = bytes.Clone(text)
	r := &jsonReader{
		tokens: tokensOf(text),
		text:   text,
		limits: limits,
		faults: faults,
		place:  cursor{text: text},
	}
	value := r.document()
	return value, func() *place { return placesInJSON(text) }
}

// tokensOf returns the tokens of text. Duplicate names are left for us to find:
// jsontext would stop at the first, and we tell all.
func tokensOf(text []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true))
}

// A jsonReader builds values from tokens.
type jsonReader struct {
	tokens  *jsontext.Decoder
	text    []byte
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

// next reads one token. Its offset is that of the white space before it: see
// [jsonReader.start].
func (r *jsonReader) next() (token jsontext.Token, offset int, ok bool) {
	offset = int(r.tokens.InputOffset())
	token, err := r.tokens.ReadToken()
	if err != nil {
		r.syntax(err)
		return token, offset, false
	}
	return token, offset, true
}

// start returns where the token really begins before which the last one ended
// at offset. Only what has a fault or a place asked for needs to know.
func start(text []byte, offset int) int {
	for offset < len(text) && strings.IndexByte(" \t\r\n,:", text[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *jsonReader) document() map[string]any {
	token, offset, ok := r.next()
	if !ok {
		return nil
	}
	if token.Kind() != '{' {
		r.fault(start(r.text, offset), wantObject(kindOf(token.Kind())), hintObject)
		return nil
	}
	value, _ := r.value(token, offset, 1).(map[string]any)
	if r.stopped {
		return nil
	}
	end := int(r.tokens.InputOffset())
	if _, err := r.tokens.ReadToken(); !errors.Is(err, io.EOF) {
		for end < len(r.text) && strings.IndexByte(" \t\r\n", r.text[end]) >= 0 {
			end++
		}
		if err == nil {
			r.fault(end, "a second document begins here", "put one document into a file; a stream of several goes into a file named .ndjson")
		} else {
			r.fault(end, "the document has ended, and something follows it", "remove what follows the last brace")
		}
	}
	return value
}

func (r *jsonReader) value(token jsontext.Token, offset, depth int) any {
	if r.values++; r.values > r.limits.Values {
		r.fault(start(r.text, offset), tooMany(r.limits), hintTooMany)
		r.stopped = true
		return nil
	}
	switch token.Kind() {
	case '{', '[':
		if depth > r.limits.Depth {
			r.fault(start(r.text, offset), tooDeep(r.limits), hintTooDeep)
			r.stopped = true
			return nil
		}
		r.open = append(r.open, offset)
		var v any
		if token.Kind() == '{' {
			v = r.object(depth)
		} else {
			v = r.list(depth)
		}
		r.open = r.open[:len(r.open)-1]
		return v
	case '"':
		text := token.String()
		if len(text) > r.limits.StringBytes {
			r.fault(start(r.text, offset), tooLong(len(text), r.limits), hintTooLong)
		}
		return text
	case '0':
		literal := token.String()
		if message, hint := outOfRange(literal, r.limits); message != "" {
			r.fault(start(r.text, offset), message, hint)
			return nil
		}
		return canonical(literal, r.limits.NumberChars)
	case 't', 'f':
		return token.Bool()
	default: // null: the closing brackets never get here
		return nil
	}
}

func (r *jsonReader) object(depth int) map[string]any {
	fields := map[string]any{}
	outer := len(r.names)
	for !r.stopped {
		token, offset, ok := r.next()
		if !ok || token.Kind() == '}' {
			break
		}
		name := token.String()
		if len(name) > r.limits.KeyBytes {
			r.fault(start(r.text, offset), longName(len(name), r.limits), hintLongName)
		}
		_, twice := fields[name]
		if twice {
			r.twice(name, start(r.text, offset), r.names[outer:])
		} else {
			r.names = append(r.names, jsonName{name, offset})
		}
		if token, offset, ok = r.next(); !ok {
			break
		}
		if v := r.value(token, offset, depth+1); !twice {
			fields[name] = v
		}
	}
	r.names = r.names[:outer]
	return fields
}

func (r *jsonReader) twice(name string, offset int, names []jsonName) {
	for _, n := range names {
		if n.name == name {
			line, column := r.place.to(start(r.text, n.offset))
			r.fault(offset, duplicate(name, line, column), hintDuplicate)
			return
		}
	}
}

func (r *jsonReader) list(depth int) []any {
	entries := []any{}
	for !r.stopped {
		token, offset, ok := r.next()
		if !ok || token.Kind() == ']' {
			break
		}
		entries = append(entries, r.value(token, offset, depth+1))
	}
	return entries
}

// syntax tells the one fault of grammar that a file can have: after it nothing
// can be read. The library says what it found and what it waited for; a person
// who wrote the file needs to know what they did.
func (r *jsonReader) syntax(err error) {
	r.stopped = true
	begin := start(r.text, int(r.tokens.InputOffset()))
	var syntactic *jsontext.SyntacticError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || !errors.As(err, &syntactic) {
		if begin < len(r.text) && r.text[begin] == '"' {
			r.fault(begin, "the text that begins here is not closed", `close it with "`)
			return
		}
		r.fault(len(r.text), "the file ends before the document does", r.stillOpen())
		return
	}
	at := int(syntactic.ByteOffset)
	said := syntactic.Err.Error()
	found := byte(0)
	if at < len(r.text) {
		found = r.text[at]
	}
	switch {
	case strings.Contains(said, "surrogate"), strings.Contains(said, "escape") && halfCharacter.Match(r.text[at:]):
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
		for at > 0 && isFigure(r.text[at-1]) {
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
	return at > 0 && isFigure(r.text[at-1]) && found != '"' && found != '{' && found != '[' && found != '}' && found != ']' && found != ' '
}

// isFigure reports whether b can stand in a number.
func isFigure(b byte) bool { return b >= '0' && b <= '9' || strings.IndexByte("+-.eE", b) >= 0 }

// wantsName reports whether the name of a field comes next.
func (r *jsonReader) wantsName() bool {
	kind, tokens := r.tokens.StackIndex(r.tokens.StackDepth())
	return kind == '{' && tokens%2 == 0
}

// follows reports whether the last character before offset, white space left
// out, is c.
func (r *jsonReader) follows(offset int, c byte) bool {
	before := bytes.TrimRight(r.text[:offset], " \t\r\n")
	return len(before) > 0 && before[len(before)-1] == c
}

// stillOpen names the innermost bracket that waits for its other half.
func (r *jsonReader) stillOpen() string {
	if len(r.open) == 0 {
		return "the file was cut off"
	}
	offset := start(r.text, r.open[len(r.open)-1])
	line, column := r.place.to(offset)
	return fmt.Sprintf("the %c of line %d, column %d is still open", r.text[offset], line, column)
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
func placesInJSON(text []byte) *place {
	w := &jsonPlaces{tokens: tokensOf(text), text: text, at: cursor{text: text}}
	token, line, column := w.next()
	return w.place(token, line, column)
}

type jsonPlaces struct {
	tokens *jsontext.Decoder
	text   []byte
	at     cursor
}

func (w *jsonPlaces) next() (kind jsontext.Token, line, column int) {
	offset := start(w.text, int(w.tokens.InputOffset()))
	token, err := w.tokens.ReadToken()
	if err != nil {
		panic("document: a JSON text changed after it was read: " + err.Error())
	}
	line, column = w.at.to(offset)
	return token, line, column
}

func (w *jsonPlaces) place(token jsontext.Token, line, column int) *place {
	p := &place{line: line, column: column}
	switch token.Kind() {
	case '{':
		p.fields = map[string]*place{}
		for {
			token, line, column := w.next()
			if token.Kind() == '}' {
				return p
			}
			name := token.String()
			field := w.place(w.next())
			field.keyLine, field.keyColumn = line, column
			p.fields[name] = field
		}
	case '[':
		for {
			token, line, column := w.next()
			if token.Kind() == ']' {
				return p
			}
			p.entries = append(p.entries, w.place(token, line, column))
		}
	}
	return p
}

// Package document turns the bytes of a file that a person wrote, in YAML or
// in JSON, into plain values, and remembers where each of them stands.
//
// Call [ReadFile] for a file and [Parse] for bytes that are already in memory.
// Both are strict: what two readers could take for two different things (a
// field given twice, an alias, 017, a second document) is refused, with its
// place and with advice, and every such fault of a file is told in one run. An
// error of this package is always a [source.Problems].
//
// What comes out of [Document.Value] is the same for a YAML file and for the
// JSON file that says the same. It is bounded by [Limits], so that no later
// stage needs to fear its size; whether it makes sense is for package schema
// to say.
//
// Positions cost nothing until the first one is asked for: a document whose
// checks all pass never pays for them.
package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Document is one file, read and found to be well formed. It does not change
// and may be used by many goroutines at once.
type Document struct {
	// Name is the name it was read under: a path, or "-".
	Name string
	// SHA256 is the digest, in hexadecimal, of exactly those bytes that were read.
	SHA256 string

	value  map[string]any
	places func() *place
}

// Parse reads the bytes of one document. The extension of name tells the
// format: .json, or .yaml and .yml; under any other name, such as "-", the text
// is JSON if it begins with a brace or a bracket and YAML otherwise. JSON is
// never read as YAML under a name that says JSON.
func Parse(name string, data []byte, limits Limits) (*Document, error) {
	limits = limits.filled()
	faults := &faults{file: name}
	if len(data) > limits.Bytes {
		faults.tooLarge(limits)
		return nil, faults.err()
	}
	digest := sha256.Sum256(data)

	// A copy: places are found in it later, when the caller may have written
	// over its own, and texts without escapes are pieces of it.
	text := strings.TrimPrefix(string(data), byteOrderMark)
	isJSON := saysJSON(name, text)
	value, places := map[string]any(nil), (func() *place)(nil)
	if admit(text, len(data)-len(text), isJSON, faults) {
		if isJSON {
			value, places = readJSON(text, limits, faults)
		} else {
			value, places = readYAML(text, limits, faults)
		}
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return &Document{
		Name:   name,
		SHA256: hex.EncodeToString(digest[:]),
		value:  value,
		places: sync.OnceValue(places),
	}, nil
}

func saysJSON(name, text string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	text = strings.TrimLeft(text, " \t\r\n")
	return text != "" && (text[0] == '{' || text[0] == '[')
}

// Value returns the whole document as map[string]any, []any, string, bool,
// json.Number and nil. Numbers are exact, and those that are equal read the
// same: 1e3, 1000.0 and 1000 are all "1000". The tree is shared: it must not be
// changed.
func (d *Document) Value() map[string]any { return d.value }

// Lookup returns the value at path, and whether there is one. A path is made
// of names of fields and, for the entries of a list, of decimal indexes.
func (d *Document) Lookup(path []string) (any, bool) {
	var v any = d.value
	for _, step := range path {
		switch in := v.(type) {
		case map[string]any:
			field, ok := in[step]
			if !ok {
				return nil, false
			}
			v = field
		case []any:
			i, ok := index(step, len(in))
			if !ok {
				return nil, false
			}
			v = in[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// Position returns where the value at path begins. For a path that is not in
// the document it is the place of the nearest value around it.
func (d *Document) Position(path []string) source.Position {
	p, _ := d.find(path)
	return source.Position{File: d.Name, Line: p.line, Column: p.column}
}

// KeyPosition returns where the name of the field at path begins. An entry of
// a list has no name: its place is that of its value. For a path that is not in
// the document it is the name of the nearest field around it, or the place of
// the whole.
func (d *Document) KeyPosition(path []string) source.Position {
	p, named := d.find(path)
	if p.keyLine == 0 && named != nil {
		p = named
	}
	if p.keyLine == 0 {
		return source.Position{File: d.Name, Line: p.line, Column: p.column}
	}
	return source.Position{File: d.Name, Line: p.keyLine, Column: p.keyColumn}
}

// find follows path as far as the document goes. Where the document ends
// earlier, named is the innermost field on the way that has a name.
func (d *Document) find(path []string) (at, named *place) {
	at = d.places()
	for _, step := range path {
		next := at.fields[step]
		if i, ok := index(step, len(at.entries)); ok {
			next = at.entries[i]
		}
		if at.keyLine > 0 {
			named = at
		}
		if next == nil {
			return at, named
		}
		at = next
	}
	return at, nil
}

// index reads the decimal index of a list of n entries, written as strconv
// writes it: neither +1 nor 01 names an entry.
func index(step string, n int) (int, bool) {
	i, err := strconv.Atoi(step)
	return i, err == nil && i >= 0 && i < n && strconv.Itoa(i) == step
}

// A place is where one value stands, and the values in it.
type place struct {
	line, column       int
	keyLine, keyColumn int // 0 for what has no name
	fields             map[string]*place
	entries            []*place
}

// mostFaults bounds what is told of one file. A file with more of them has one
// cause, seen often.
const mostFaults = 50

// faults collects what is wrong with one file, in the order of the file.
type faults struct {
	file     string
	problems source.Problems
	more     bool // some were left out
}

func (f *faults) add(line, column int, message, hint string) {
	if len(f.problems) == mostFaults {
		f.more = true
		return
	}
	f.problems = append(f.problems, source.Problem{
		Position: source.Position{File: f.file, Line: line, Column: column},
		Message:  message,
		Hint:     hint,
	})
}

// full reports that nothing more will be told, so that looking further is idle.
func (f *faults) full() bool { return f.more }

func (f *faults) tooLarge(limits Limits) {
	f.add(0, 0, "the file is larger than "+size(limits.Bytes), "a profile is a few kilobytes: check that this is the right file, or raise the limit on the size of files")
}

func (f *faults) err() error {
	problems := f.problems.Sorted()
	if f.more {
		problems = append(problems, source.Problem{
			Position: source.Position{File: f.file},
			Message:  fmt.Sprintf("more faults were left out: these are the first %d", mostFaults),
			Hint:     "correct these and run the check again",
		})
	}
	return problems.Err()
}

// quoted shows a piece of the file in a message: short, in quotes, and with
// everything that could act on a terminal spelt out.
func quoted(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}

// bare is quoted without the quotes, for where they would seem to be part of
// what is shown.
func bare(text string) string {
	q := quoted(text)
	return q[1 : len(q)-1]
}

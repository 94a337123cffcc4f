package schema

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Locator knows where the parts of a document stand in its file. A path names
// fields and, for list entries, their index in decimal digits; the empty path is
// the whole document. For a path that is not in the document a Locator answers
// with the nearest part around it.
type Locator interface {
	// Position is where the value at path starts.
	Position(path []string) source.Position
	// KeyPosition is where the name of the field at path starts.
	KeyPosition(path []string) source.Position
}

// Validate returns every fault of value as a document of the given kind, in file
// order, or nothing when it is valid. Value is a decoded document: map[string]any,
// []any, string, bool, nil and [json.Number]. At may be nil; then the problems
// have no positions.
//
// Validate never panics, whatever it is given: what cannot be checked is a
// problem.
func Validate(kind Kind, value any, at Locator) (problems source.Problems) {
	var start source.Position
	defer func() {
		if r := recover(); r != nil {
			problems = source.Problems{{
				Position: start,
				Message:  "the document could not be checked: " + quote(fmt.Sprint(r)),
				Hint:     "this is a fault of vendorgate; please report it together with the document",
			}}
		}
	}()
	if at == nil {
		at = nowhere{}
	}
	start = at.Position(nil)

	c, err := compiledFor(kind)
	if err != nil {
		return source.Problems{{Position: start, Message: err.Error()}}
	}
	return c.validate(kind, value, at)
}

func (c *compiledSchema) validate(k Kind, value any, at Locator) source.Problems {
	d := &document{compiledSchema: c, kind: k, value: value, at: at}
	if d.refuseHugeNumbers(value, nil); len(d.problems) > 0 {
		return d.problems.Sorted()
	}
	err := c.validator.Validate(value)
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return source.Problems{{Position: at.Position(nil), Message: "the document could not be checked: " + quote(err.Error())}}
	}
	d.explain(d.faults(invalid))
	return d.problems.Sorted()
}

// nowhere is the Locator of a document that stands in no file.
type nowhere struct{}

func (nowhere) Position([]string) source.Position    { return source.Position{} }
func (nowhere) KeyPosition([]string) source.Position { return source.Position{} }

// A document is one value under examination.
type document struct {
	*compiledSchema
	kind     Kind
	value    any
	at       Locator
	problems source.Problems
}

// mostHints is how many problems get a hint. Nobody reads more, and looking for
// what was meant costs more than finding that something is wrong.
const mostHints = 500

// A fault is one rule of the schema that one part of the document breaks.
type fault struct {
	path []string // to the part
	rule jsonschema.ErrorKind
	node map[string]any // the schema of the part
}

// refuseHugeNumbers reports numbers that no document needs: the library computes
// with exact fractions, for which 1e10000000 is ten million digits, and fails.
// The path is one growing slice, because copying it at every step would cost the
// square of a document's depth.
func (d *document) refuseHugeNumbers(v any, path []string) {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			d.refuseHugeNumbers(item, append(path, name))
		}
	case []any:
		for i, item := range v {
			d.refuseHugeNumbers(item, append(path, strconv.Itoa(i)))
		}
	case json.Number:
		literal := string(v)
		_, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
		if len(literal) > 64 || len(strings.TrimLeft(exponent, "+-0")) > 2 {
			path = slices.Clone(path)
			d.add(d.at.Position(path), d.fieldName(path)+" is a number out of all proportion", "write the number in full, with at most 40 digits")
		}
	}
}

// faults flattens the library's tree of errors: each fault appears once.
func (d *document) faults(err *jsonschema.ValidationError) []fault {
	switch err.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		var all []fault
		for _, cause := range err.Causes {
			all = append(all, d.faults(cause)...)
		}
		return all
	case *kind.AnyOf, *kind.OneOf:
		return d.alternatives(err)
	}
	return []fault{{path: err.InstanceLocation, rule: err.ErrorKind, node: d.node(err.SchemaURL)}}
}

// alternatives explains why a part fits none of several forms. Where no form
// accepts the value as such, that is one fault; where one form does, only what
// that form objects to is worth telling.
func (d *document) alternatives(err *jsonschema.ValidationError) []fault {
	whole := fault{path: err.InstanceLocation, rule: err.ErrorKind, node: d.node(err.SchemaURL)}
	var best []fault
	for _, cause := range err.Causes {
		form := d.faults(cause)
		refused := slices.ContainsFunc(form, func(f fault) bool {
			return len(f.path) == len(whole.path) && aboutValue(f.rule)
		})
		if !refused && (best == nil || len(form) < len(best)) {
			best = form
		}
	}
	if best == nil {
		return []fault{whole}
	}
	return best
}

// aboutValue tells rules about a value as such from rules about what a list or a
// block of fields holds. One value has one fault of this sort at most.
func aboutValue(rule jsonschema.ErrorKind) bool {
	switch rule.(type) {
	case *kind.Required, *kind.AdditionalProperties, *kind.MinProperties,
		*kind.MinItems, *kind.MaxItems, *kind.UniqueItems:
		return false
	}
	return true
}

// node returns the part of the schema that the library names by its URL.
func (d *document) node(location string) map[string]any {
	_, fragment, _ := strings.Cut(location, "#")
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	node, _ := resolve(d.root, "#"+fragment)
	return node
}

// explain turns faults into problems.
func (d *document) explain(faults []fault) {
	// In one order: the library walks maps, and which problems are the first to
	// get a hint must not depend on that.
	slices.SortStableFunc(faults, func(a, b fault) int { return slices.Compare(a.path, b.path) })

	told := map[string]bool{}  // values whose fault was told
	meant := map[string]bool{} // fields that are there, but misspelt
	for _, f := range faults {
		if _, ok := f.rule.(*kind.AdditionalProperties); ok {
			for _, path := range d.unknownFields(f) {
				meant[key(path)] = true
			}
		}
	}
	for _, f := range faults {
		if aboutValue(f.rule) {
			if told[key(f.path)] {
				continue
			}
			told[key(f.path)] = true
		}
		switch rule := f.rule.(type) {
		case *kind.AdditionalProperties: // told above
		case *kind.Required:
			for _, name := range rule.Missing {
				if !meant[key(f.path, name)] {
					d.add(d.at.Position(f.path), "missing field "+quote(name)+d.within(f.path), d.describe(f.node, name))
				}
			}
		case *kind.MinProperties:
			d.add(d.at.Position(f.path), fmt.Sprintf("%s has %s: want at least %d", d.fieldName(f.path), number(rule.Got, "field", "fields"), rule.Want), fieldList(f.node))
		case *kind.MinItems:
			d.add(d.at.Position(f.path), fmt.Sprintf("%s has %s: want at least %d", d.fieldName(f.path), number(rule.Got, "entry", "entries"), rule.Want), "")
		case *kind.MaxItems:
			d.add(d.at.Position(f.path), fmt.Sprintf("%s has %s: want at most %d", d.fieldName(f.path), number(rule.Got, "entry", "entries"), rule.Want), "")
		case *kind.UniqueItems:
			d.repeated(f)
		default:
			d.wrongValue(f)
		}
	}
	if len(d.problems) == 0 { // never silence about a document that is not valid
		d.add(d.at.Position(nil), "the document does not fit its schema", "")
	}
}

func (d *document) add(at source.Position, message, hint string) {
	d.problems = append(d.problems, source.Problem{Position: at, Message: message, Hint: hint})
}

// repeated reports every entry of a list that was there before. The library names
// the first such pair only.
func (d *document) repeated(f fault) {
	entries, _ := d.valueAt(f.path).([]any)
	first := map[string]int{}
	for i, entry := range entries {
		text, err := json.Marshal(entry)
		if err != nil {
			continue // not a JSON value, and told as such
		}
		if before, ok := first[string(text)]; ok {
			path := append(slices.Clip(f.path), strconv.Itoa(i))
			d.add(d.at.Position(path), fmt.Sprintf("%s repeats entry [%d]: %s", d.fieldName(path), before, inWords(entry, nil)), "remove one of the two")
			continue
		}
		first[string(text)] = i
	}
	// The library also finds entries that are equal, but written differently: 1
	// and 1.0.
	if pair := f.rule.(*kind.UniqueItems).Duplicates; len(first) == len(entries) {
		path := append(slices.Clip(f.path), strconv.Itoa(pair[1]))
		d.add(d.at.Position(path), fmt.Sprintf("%s repeats entry [%d]: %s", d.fieldName(path), pair[0], inWords(entries[pair[1]], nil)), "remove one of the two")
	}
}

// wrongValue tells that a value is not what its field takes.
func (d *document) wrongValue(f fault) {
	name, v := d.fieldName(f.path), d.valueAt(f.path)
	if rule, ok := f.rule.(*kind.InvalidJsonValue); ok {
		d.add(d.at.Position(f.path), fmt.Sprintf("%s holds a value that no document can hold, of the Go type %T", name, rule.Value), "")
		return
	}
	var message string
	_, tooShort := f.rule.(*kind.MinLength)
	switch w := wanted(d.root, f.node, f.rule); {
	case v == "" && (tooShort || w == ""):
		message = name + " is empty"
	case w == "":
		message = fmt.Sprintf("%s is %s, which this field cannot hold", name, inWords(v, f.node))
	default:
		message = fmt.Sprintf("%s is %s: want %s", name, inWords(v, f.node), w)
	}
	d.add(d.at.Position(f.path), message, d.hint(f, v))
}

// hint says how to put a wrong value right.
func (d *document) hint(f fault, v any) string {
	if len(d.problems) >= mostHints {
		return ""
	}
	around := d.enclosing(f.path)
	if noAnswer(v) {
		switch required, _ := around["required"].([]any); {
		case len(f.path) == 0:
			return ""
		case around["items"] != nil:
			return "remove the entry"
		case slices.Contains(required, any(f.path[len(f.path)-1])):
			return d.describe(f.node, "")
		default:
			return "leave the field out when there is nothing to say"
		}
	}
	if hint := slip(d.root, f.node, v); hint != "" {
		return hint
	}
	if _, ok := f.rule.(*kind.Pattern); !ok || f.node["format"] == "date" {
		return ""
	}
	// What a pattern asks for, only the description can tell; an entry of a list
	// is described with the list.
	return cmp.Or(d.describe(f.node, ""), d.describe(around, ""))
}

// unknownFields reports fields that the schema does not know, and returns the
// fields they were probably meant to be.
func (d *document) unknownFields(f fault) (meant [][]string) {
	present, _ := d.valueAt(f.path).(map[string]any)
	fields := properties(f.node)
	known := slices.Sorted(maps.Keys(fields))
	absent := slices.DeleteFunc(slices.Clone(known), func(name string) bool {
		_, ok := present[name]
		return ok
	})
	within, list := d.within(f.path), fieldList(f.node)
	for _, name := range slices.Sorted(slices.Values(f.rule.(*kind.AdditionalProperties).Properties)) {
		path := append(slices.Clip(f.path), name)
		if len(d.problems) >= mostHints {
			d.add(d.at.KeyPosition(path), "unknown field "+quote(name)+within, "")
			continue
		}
		hint := d.otherDocument(path)
		if hint == "" {
			if near := source.Nearest(name, absent); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
				meant = append(meant, append(slices.Clip(f.path), near))
			} else if near := source.Nearest(name, known); near != "" {
				hint = fmt.Sprintf("%q is there already; remove one of the two", near)
			}
		}
		if homes := d.homes()[name]; hint == "" && len(homes) > 0 && len(homes) <= 3 {
			hint = fmt.Sprintf("%q belongs in %s", name, strings.Join(homes, " or in "))
		}
		d.add(d.at.KeyPosition(path), "unknown field "+quote(name)+within, cmp.Or(hint, list))
	}
	return meant
}

// otherDocument tells which of the two documents of a check a field belongs in
// that is unknown at path in this one, or "".
func (d *document) otherDocument(path []string) string {
	switch {
	case d.kind == VendorProfile && len(path) == 1 && path[0] == "engagement":
		return "the engagement is a document of its own, which only the member writes: kind: Engagement"
	case d.kind == VendorProfile && knows(Engagement, path):
		return "only the member answers this, in its own document, kind: Engagement"
	case d.kind == Engagement && knows(VendorProfile, path):
		return "the vendor's profile answers this, kind: VendorProfile"
	}
	return ""
}

// knows reports whether documents of a kind have a field at path.
func knows(k Kind, path []string) bool {
	c, err := compiledFor(k)
	return err == nil && schemaAt(c.root, path) != nil
}

// homesOf lists, for every field name of a schema, the blocks below the top that
// have a field of this name.
func homesOf(root map[string]any) map[string][]string {
	homes := map[string][]string{}
	var walk func(node map[string]any, path string, refs []string)
	walk = func(node map[string]any, path string, refs []string) {
		if ref, ok := node["$ref"].(string); ok {
			if slices.Contains(refs, ref) { // a tree; it holds the same names further down
				return
			}
			node, _ = resolve(root, ref)
			refs = append(slices.Clip(refs), ref)
		}
		if items, ok := node["items"].(map[string]any); ok {
			walk(items, path+"[]", refs)
			return
		}
		fields := properties(node)
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			sub := name
			if path != "" {
				homes[name] = append(homes[name], path)
				sub = path + "." + name
			}
			if field, ok := fields[name].(map[string]any); ok {
				walk(field, sub, refs)
			}
		}
	}
	walk(root, "", nil)
	return homes
}

// properties returns the fields of a schema by name.
func properties(node map[string]any) map[string]any {
	fields, _ := node["properties"].(map[string]any)
	return fields
}

// describe returns what the schema says of a field of node or, without a name,
// of node itself.
func (d *document) describe(node map[string]any, name string) string {
	if name != "" {
		node, _ = properties(node)[name].(map[string]any)
		if constant, ok := node["const"].(string); ok {
			return fmt.Sprintf("write %s: %s", name, constant)
		}
	}
	title, _ := node["title"].(string)
	text, _ := node["description"].(string)
	if title == "" || text == "" {
		return ""
	}
	return title + ": " + text
}

// enclosing returns the schema of the part around the one at path.
func (d *document) enclosing(path []string) map[string]any {
	return schemaAt(d.root, path[:max(0, len(path)-1)])
}

// schemaAt follows the path of a document down its schema; nil when the schema
// knows no such part.
func schemaAt(root map[string]any, path []string) map[string]any {
	node := root
	for _, step := range path {
		next, ok := properties(node)[step].(map[string]any)
		if !ok {
			next, _ = node["items"].(map[string]any)
		}
		node = dereferenced(root, next)
	}
	return node
}

// dereferenced returns the schema that node is or refers to.
func dereferenced(root, node map[string]any) map[string]any {
	if ref, ok := node["$ref"].(string); ok {
		node, _ = resolve(root, ref)
	}
	return node
}

// valueAt returns the part of the document at path.
func (d *document) valueAt(path []string) any {
	v := d.value
	for _, step := range path {
		switch parent := v.(type) {
		case map[string]any:
			v = parent[step]
		case []any:
			i, _ := strconv.Atoi(step) // the library counts entries, so it is a number
			v = parent[i]
		}
	}
	return v
}

// fieldName writes a path as people read it: insurance.policies[0].line.
func (d *document) fieldName(path []string) string {
	if len(path) == 0 {
		return "the document"
	}
	var b strings.Builder
	for i, step := range path {
		switch _, isList := d.valueAt(path[:i]).([]any); {
		case isList:
			fmt.Fprintf(&b, "[%s]", step)
		case !plain(step):
			fmt.Fprintf(&b, "[%s]", quote(step))
		case i > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}

// within is " in insurance.policies[0]", or nothing for the whole document.
func (d *document) within(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return " in " + d.fieldName(path)
}

// key makes a path usable as the key of a map.
func key(path []string, more ...string) string {
	return strings.Join(append(slices.Clip(path), more...), "\x00")
}

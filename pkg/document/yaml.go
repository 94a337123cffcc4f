package document

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// readYAML reads one YAML mapping, of the subset of YAML that says nothing that
// JSON could not say. The library only parses: what a scalar means, and whether
// a mapping is sound, is decided here.
func readYAML(text string, limits Limits, faults *faults) (map[string]any, func() *place) {
	if most := separatorsPerValue * limits.Values; len(text) > most {
		if marks := separators(text); marks > most {
			faults.add(0, 0, fmt.Sprintf("the file has %d commas, colons and lines: more than %d values can need", marks, limits.Values), hintTooMany)
			return nil, nil
		}
	}
	r := &yamlReader{limits: limits, faults: faults}
	root := r.parse(text)
	if root == nil {
		if len(faults.problems) == 0 {
			faults.empty()
		}
		return nil, nil
	}
	if root.Kind != yaml.MappingNode {
		r.dressing(root)
		faults.add(root.Line, root.Column, wantObject(kindOfNode(root)), hintObject)
		return nil, nil
	}
	value, _ := r.value(root, 1).(map[string]any)
	return value, func() *place { return placeOfNode(root) }
}

// separatorsPerValue is how many separators a file may have for each value that
// it may hold: two or three serve a value, the others are in texts and comments.
const separatorsPerValue = 6

// separators counts the bytes without which no two scalars can be told apart.
// The library builds its whole tree before anyone can count its nodes, and for
// a megabyte of commas the tree takes two hundred.
func separators(text string) int {
	n := 0
	for i := range len(text) {
		if b := text[i]; b == '\n' || b == '\r' || b == ',' || b == ':' {
			n++
		}
	}
	return n
}

// A yamlReader builds values from nodes.
type yamlReader struct {
	limits  Limits
	faults  *faults
	values  int
	stopped bool
}

var errTooDeep = errors.New("too deep")

// parse returns the root of the one document in text, or nil when there is none
// or none that can be read. Faults of the stream are told here.
func (r *yamlReader) parse(text string) (root *yaml.Node) {
	depth := func(depth int, _ *yaml.DepthContext) error {
		if depth > r.limits.Depth {
			return errTooDeep
		}
		return nil
	}
	loader, err := yaml.NewLoader(strings.NewReader(text),
		yaml.WithStreamNodes(true), // tell where directives are
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthFunc(depth))))
	for documents := 0; err == nil; {
		node := new(yaml.Node)
		if err = guarded(func() error { return loader.Load(node) }); err != nil {
			break
		}
		switch node.Kind {
		case yaml.StreamNode:
			if node.Stream != nil && (node.Stream.Version != nil || len(node.Stream.TagDirectives) > 0) {
				r.faults.add(node.Line, node.Column, "a YAML directive", hintDirective)
			}
		case yaml.DocumentNode:
			if documents++; documents > 1 {
				r.faults.add(node.Line, node.Column, "a second document begins here", hintSecond)
				return root
			}
			if len(node.Content) == 1 && !isBlank(node.Content[0]) {
				root = node.Content[0]
			}
		}
	}
	if !errors.Is(err, io.EOF) {
		r.syntax(err, text)
	}
	return root
}

// guarded turns a panic of the library into an error: one profile that finds a
// hole in it must not take the others along.
func guarded(load func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = panicked{cause}
		}
	}()
	return load()
}

type panicked struct{ cause any }

func (p panicked) Error() string { return fmt.Sprint(p.cause) }

// isBlank recognises the node that the library makes up for a document that
// consists of nothing but comments or `---`.
func isBlank(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style == 0 && n.Value == "" && n.Anchor == "" && !isTagged(n)
}

func isTagged(n *yaml.Node) bool { return n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" }

const (
	hintTag       = "leave the tag out: quote a value to make it a text"
	hintAlias     = "write the value out where it is needed; a text that begins with * or & needs quotes"
	hintDirective = "leave lines that begin with % out: the file is read as YAML 1.2"
	hintSecond    = "put one document into a file, and leave out --- after the first line"
)

func (r *yamlReader) fault(n *yaml.Node, message, hint string) {
	r.faults.add(n.Line, n.Column, message, hint)
	if r.faults.full() {
		r.stopped = true
	}
}

// dressing refuses what may stand before a value.
func (r *yamlReader) dressing(n *yaml.Node) {
	if n.Kind == yaml.AliasNode {
		r.fault(n, "an alias, "+quoted("*"+n.Value), hintAlias)
		return
	}
	if n.Anchor != "" {
		r.fault(n, "an anchor, "+quoted("&"+n.Anchor), hintAlias)
	}
	if isTagged(n) {
		r.fault(n, "a tag, "+quoted(n.Tag), hintTag)
	}
}

func (r *yamlReader) value(n *yaml.Node, depth int) any {
	if r.stopped {
		return nil
	}
	if r.values++; r.values > r.limits.Values {
		r.fault(n, tooMany(r.limits), hintTooMany)
		r.stopped = true
		return nil
	}
	r.dressing(n)
	switch n.Kind {
	case yaml.MappingNode, yaml.SequenceNode:
		if depth > r.limits.Depth {
			r.fault(n, tooDeep(r.limits), hintTooDeep)
			r.stopped = true
			return nil
		}
		if n.Kind == yaml.MappingNode {
			return r.mapping(n, depth)
		}
		entries := make([]any, 0, min(len(n.Content), r.limits.Values))
		for _, entry := range n.Content {
			entries = append(entries, r.value(entry, depth+1))
		}
		return entries
	case yaml.ScalarNode:
		return r.scalar(n)
	default: // an alias, which has been told
		return nil
	}
}

func (r *yamlReader) mapping(n *yaml.Node, depth int) map[string]any {
	fields := make(map[string]any, min(len(n.Content)/2, r.limits.Values))
	for i := 0; i+1 < len(n.Content) && !r.stopped; i += 2 {
		key := n.Content[i]
		name, ok := r.name(key)
		if _, twice := fields[name]; ok && twice {
			first := firstKey(n, name)
			r.fault(key, duplicate(name, first.Line, first.Column), hintDuplicate)
			ok = false
		}
		if v := r.value(n.Content[i+1], depth+1); ok {
			fields[name] = v
		}
	}
	return fields
}

// firstKey finds the key that has taken name: one that is a text, or it would
// have taken none.
func firstKey(mapping *yaml.Node, name string) *yaml.Node {
	for i := 0; ; i += 2 {
		if key := mapping.Content[i]; key.Kind == yaml.ScalarNode && key.Value == name {
			if _, _, isText := meaning(key); isText {
				return key
			}
		}
	}
}

// name returns the name of a field, and whether it is one.
func (r *yamlReader) name(key *yaml.Node) (string, bool) {
	r.dressing(key)
	switch {
	case key.Kind == yaml.AliasNode:
		return "", false
	case key.Kind != yaml.ScalarNode:
		r.fault(key, "the name of a field is "+kindOfNode(key), "the name of a field is a text; a placeholder, as {{ this }}, must be filled in before the check")
		return "", false
	case key.Style == 0 && key.Value == "<<":
		r.fault(key, "a merge key, <<", "write the fields out where they are needed")
		return "", false
	}
	switch _, _, isText := meaning(key); {
	case isText:
	case key.Value == "":
		r.fault(key, "the name of a field is missing", "write it before the colon")
		return "", false
	default:
		r.fault(key, "the name of a field, "+bare(key.Value)+", is not a text but "+kindOfNode(key), "put it in quotes if it is meant")
		return "", false
	}
	if len(key.Value) > r.limits.KeyBytes {
		r.fault(key, longName(len(key.Value), r.limits), hintLongName)
	}
	return key.Value, true
}

// meaning tells what a scalar is: a text, as everything in quotes and blocks
// is; or a number, as number says; or else the null, true or false in value.
func meaning(n *yaml.Node) (value any, number, text bool) {
	if n.Style&^yaml.TaggedStyle != 0 {
		return nil, false, true
	}
	switch n.Value {
	case "", "~", "null", "Null", "NULL":
		return nil, false, false
	case "true", "True", "TRUE":
		return true, false, false
	case "false", "False", "FALSE":
		return false, false, false
	}
	// An early look at the first byte spares almost every word the rest.
	switch b := n.Value[0]; {
	case b >= '0' && b <= '9', b == '-', b == '+', b == '.', b == 'N', b == 'I':
		number = isNumber(n.Value) || otherNumber.MatchString(n.Value)
	}
	return nil, number, !number
}

func (r *yamlReader) scalar(n *yaml.Node) any {
	v, number, text := meaning(n)
	switch {
	case text:
		if len(n.Value) > r.limits.StringBytes {
			r.fault(n, tooLong(len(n.Value), r.limits), hintTooLong)
		}
		return n.Value
	case !number:
		return v
	case !isNumber(n.Value):
		r.fault(n, quoted(n.Value)+" is a number to some readers of YAML and a text to others", "quote it, or write a plain number, as 5000000 or 1.5")
		return nil
	}
	if message, hint := outOfRange(n.Value, r.limits); message != "" {
		r.fault(n, message, hint)
		return nil
	}
	return canonical(n.Value, r.limits.NumberChars)
}

func kindOfNode(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "an object"
	case yaml.SequenceNode:
		return "a list"
	}
	switch v, number, text := meaning(n); {
	case text:
		return "a text"
	case number:
		return "a number"
	case v == nil:
		return "null"
	default:
		return "true or false"
	}
}

func placeOfNode(n *yaml.Node) *place {
	p := &place{line: n.Line, column: n.Column}
	switch n.Kind {
	case yaml.MappingNode:
		p.fields = make(map[string]*place, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, field := n.Content[i], placeOfNode(n.Content[i+1])
			field.keyLine, field.keyColumn = key.Line, key.Column
			p.fields[key.Value] = field
		}
	case yaml.SequenceNode:
		p.entries = make([]*place, len(n.Content))
		for i, entry := range n.Content {
			p.entries[i] = placeOfNode(entry)
		}
	}
	return p
}

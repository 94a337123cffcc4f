package requirements

import (
	"maps"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// values are the parameters that one tier sets, or the settings, by name.
type values map[string]cell

// A cell is a value in force, as the package keeps it.
type cell struct {
	value any
	layer string
	at    source.Position
	// classes are the entries of a value that is keyed by class of data, each
	// with its own origin; nil for any other value.
	classes map[string]cell
}

func (c cell) fromMember() bool { return c.layer == "member" || strings.HasPrefix(c.layer, "member:") }

// copied returns what callers may see of the cell, and change.
func (c cell) copied() Value { return Value{Value: clone(c.value), Layer: c.layer, Position: c.at} }

// with returns vs with the parameters on top that doc sets below path.
func (vs values) with(doc *document.Document, path []string, layer string, table map[string]rule) values {
	out := maps.Clone(vs)
	if out == nil {
		out = values{}
	}
	for name, r := range table {
		at := append(slices.Clone(path), strings.Split(name, ".")...)
		value, ok := doc.Lookup(at)
		if !ok {
			continue
		}
		upper := cell{value: clone(value), layer: layer, at: doc.Position(at)}
		if r.byClass {
			upper.merge(out[name], doc, at)
		}
		out[name] = upper
	}
	return out
}

// merge puts the entries of lower under those of c, which stands at path in doc.
func (c *cell) merge(lower cell, doc *document.Document, path []string) {
	own, _ := c.value.(map[string]any)
	merged := make(map[string]any, len(own)+len(lower.classes))
	c.classes = map[string]cell{}
	for class, entry := range lower.classes {
		merged[class], c.classes[class] = entry.value, entry
	}
	for class, value := range own {
		merged[class] = value
		c.classes[class] = cell{value: value, layer: c.layer, at: doc.Position(append(slices.Clone(path), class))}
	}
	c.value = merged
}

// tree puts the values below their groups.
func (vs values) tree() map[string]any {
	root := map[string]any{}
	for name, c := range vs {
		at := root
		segments := strings.Split(name, ".")
		for _, group := range segments[:len(segments)-1] {
			below, ok := at[group].(map[string]any)
			if !ok {
				below = map[string]any{}
				at[group] = below
			}
			at = below
		}
		at[segments[len(segments)-1]] = clone(c.value)
	}
	return root
}

// clone copies lists and maps, so that nobody shares them.
func clone(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = clone(e)
		}
		return out
	}
	return v
}

package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Effective returns the schema of data.requirements, the minimums in force for
// one tier, for the policy compiler's type checker. It holds no references. The
// caller may change what it gets.
func Effective() map[string]any { return clone(effective()).(map[string]any) }

var effective = sync.OnceValue(func() map[string]any {
	root := mustLoad(Requirements)
	return forCompiler(root, member(root, "definitions", "minimums"))
})

// Input returns the schema of a control's input: the vendor's profile with the
// member's engagement below "engagement". It holds no references, and no null,
// because unanswered questions are removed before a policy sees them. The caller
// may change what it gets.
func Input() map[string]any { return clone(input()).(map[string]any) }

var input = sync.OnceValue(func() map[string]any {
	profile, engagement := mustLoad(VendorProfile), mustLoad(Engagement)
	in := forCompiler(profile, profile)
	member(in, "properties")["engagement"] = forCompiler(engagement, engagement)
	return in
})

// Answers returns the JSON Pointers of the answers below one field of a profile,
// sorted: of every field that has a value of its own or a list, and none of what is
// in a list.
func Answers(field string) []string {
	var out []string
	var walk func(pointer string, node map[string]any)
	walk = func(pointer string, node map[string]any) {
		fields, ok := node["properties"].(map[string]any)
		if !ok {
			out = append(out, pointer)
			return
		}
		for name, child := range fields {
			if shape, ok := child.(map[string]any); ok {
				walk(pointer+"/"+name, shape)
			}
		}
	}
	walk("/"+field, member(input(), "properties", field))
	slices.Sort(out)
	return out
}

// mustLoad returns an embedded schema as decoded. The tests compile all of them,
// so a failure is a broken build and nothing a user can cause.
func mustLoad(kind Kind) map[string]any {
	c, err := compiledFor(kind)
	if err != nil {
		panic(fmt.Sprintf("schema: %v", err))
	}
	return c.root
}

// member follows names down a decoded schema.
func member(node map[string]any, names ...string) map[string]any {
	for _, name := range names {
		next, ok := node[name].(map[string]any)
		if !ok {
			panic(fmt.Sprintf("schema: the schema has no %s", strings.Join(names, ".")))
		}
		node = next
	}
	return node
}

// forCompiler returns a copy of node that stands on its own, without the parts
// that only a whole schema document has.
func forCompiler(root, node map[string]any) map[string]any {
	out := inlined(root, node, nil)
	for _, name := range []string{"$schema", "$id", "definitions"} {
		delete(out, name)
	}
	return out
}

// inlined copies a schema, puts the target in place of every reference, and
// leaves null out of types and enumerations. Path holds the references that lead
// here; meeting one again is a cycle.
func inlined(root, node map[string]any, path []string) map[string]any {
	if ref, ok := node["$ref"].(string); ok {
		if slices.Contains(path, ref) {
			panic(fmt.Sprintf("schema: %s refers to itself", ref))
		}
		target, ok := resolve(root, ref)
		if !ok {
			panic(fmt.Sprintf("schema: %s is not in the schema", ref))
		}
		out := inlined(root, target, append(slices.Clip(path), ref))
		for _, name := range []string{"title", "description"} {
			if own, ok := node[name]; ok { // the name a thing has here says more than its general one
				out[name] = own
			}
		}
		return out
	}
	out := make(map[string]any, len(node))
	for name, v := range node {
		switch v := v.(type) {
		case map[string]any:
			if name == "properties" || name == "definitions" { // names, each with a schema
				named := make(map[string]any, len(v))
				for field, sub := range v {
					named[field] = inlined(root, sub.(map[string]any), path)
				}
				out[name] = named
				continue
			}
			out[name] = inlined(root, v, path)
		case []any:
			switch name {
			case "type", "enum":
				out[name] = withoutNull(name, v)
			case "allOf", "anyOf", "oneOf":
				list := make([]any, len(v))
				for i, sub := range v {
					list[i] = inlined(root, sub.(map[string]any), path)
				}
				out[name] = list
			default:
				out[name] = clone(v)
			}
		default:
			out[name] = v
		}
	}
	return out
}

// withoutNull removes null from the list of a "type" or an "enum". A single type
// that is left stands by itself.
func withoutNull(keyword string, list []any) any {
	null := any(nil)
	if keyword == "type" {
		null = "null"
	}
	out := slices.DeleteFunc(slices.Clone(list), func(v any) bool { return v == null })
	if keyword == "type" && len(out) == 1 {
		return out[0]
	}
	return out
}

// resolve returns the part of a schema that a reference such as
// "#/definitions/severity" points to.
func resolve(root map[string]any, ref string) (map[string]any, bool) {
	pointer, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return nil, false
	}
	var at any = root
	for i, token := range strings.Split(pointer, "/") {
		if i == 0 {
			if token != "" {
				return nil, false
			}
			continue
		}
		token = unescaped.Replace(token)
		switch parent := at.(type) {
		case map[string]any:
			at = parent[token]
		case []any:
			index, err := strconv.Atoi(token)
			if err != nil || index < 0 || index >= len(parent) {
				return nil, false
			}
			at = parent[index]
		default:
			return nil, false
		}
	}
	node, ok := at.(map[string]any)
	return node, ok
}

// unescaped undoes the escapes of a JSON pointer.
var unescaped = strings.NewReplacer("~1", "/", "~0", "~")

// clone copies a decoded JSON value.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, item := range v {
			out[name] = clone(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = clone(item)
		}
		return out
	default:
		return v
	}
}

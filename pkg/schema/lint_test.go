package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// knownKeywords are the keywords that a shipped schema may use. Libraries pass
// over a misspelt keyword in silence, and the wording of problems knows these.
var knownKeywords = []string{
	"$schema", "$id", "$ref", "definitions", "title", "description",
	"type", "const", "enum", "format", "pattern",
	"minLength", "maxLength", "minimum", "maximum",
	"properties", "required", "additionalProperties", "minProperties",
	"items", "minItems", "maxItems", "uniqueItems",
	"allOf", "anyOf", "oneOf",
}

// inPlace are the keywords whose schemas look at the same value as the schema
// they stand in. A cycle through them never ends.
var inPlace = []string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else"}

// lint returns what is wrong with a schema of ours.
func lint(text string) (faults []string) {
	fault := func(path, format string, args ...any) {
		faults = append(faults, orRoot(path)+": "+fmt.Sprintf(format, args...))
	}
	var root map[string]any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		return []string{err.Error()}
	}
	// A cycle first: the other validators, and OPA's type checker, die of it.
	for path, node := range allSchemas(root) {
		if cyclic(root, node, nil) {
			fault(path, "refers to itself")
		}
	}
	if len(faults) > 0 {
		slices.Sort(faults)
		return faults
	}
	if root["$schema"] != "http://json-schema.org/draft-07/schema#" {
		fault("", "is not draft-07")
	}
	if _, err := compile([]byte(text)); err != nil {
		fault("", "does not compile: %v", err)
	}
	for path, node := range allSchemas(root) {
		for keyword := range node {
			if !slices.Contains(knownKeywords, keyword) {
				fault(path, "unknown keyword %s", keyword)
			}
			if _, isRef := node["$ref"]; isRef && !slices.Contains([]string{"$ref", "title", "description"}, keyword) {
				fault(path, "%s has no effect beside $ref", keyword)
			}
		}
		lintWords(root, path, node, fault)
		lintShape(path, node, fault)
	}
	slices.Sort(faults)
	return faults
}

// lintWords checks that every field has words for editors and documentation.
func lintWords(root map[string]any, path string, node map[string]any, fault func(string, string, ...any)) {
	parent := path[:max(0, strings.LastIndex(path, "/"))]
	if path != "" && !strings.HasSuffix(parent, "/properties") {
		return
	}
	target := dereferenced(root, node)
	for _, keyword := range []string{"title", "description"} {
		text, _ := node[keyword].(string)
		if text == "" {
			text, _ = target[keyword].(string)
		}
		if strings.TrimSpace(text) == "" {
			fault(path, "has no %s", keyword)
		}
		if ends := strings.HasSuffix(text, "."); text != "" && ends != (keyword == "description") {
			fault(path, "the %s must %s with a full stop", keyword, map[bool]string{true: "not end", false: "end"}[ends])
		}
	}
}

// lintShape checks what a schema says about blocks, lists and words.
func lintShape(path string, node map[string]any, fault func(string, string, ...any)) {
	isObject := slices.Contains(types(node), "object") || node["properties"] != nil
	if isObject && node["additionalProperties"] != false {
		fault(path, "the block is open")
	}
	if isObject && !slices.Contains(types(node), "object") {
		fault(path, "has fields, but not the type object")
	}
	required, _ := node["required"].([]any)
	for _, name := range required {
		if properties(node)[name.(string)] == nil {
			fault(path, "requires the unknown field %s", name)
		}
	}
	if slices.Contains(types(node), "array") && node["items"] == nil {
		fault(path, "the list takes anything")
	}
	if enum, ok := node["enum"].([]any); ok {
		list, _ := node["type"].([]any)
		if slices.Contains(list, any("null")) != slices.Contains(enum, any(nil)) {
			fault(path, "type and enum disagree about null")
		}
	}
	if format, ok := node["format"].(string); ok && !slices.Contains([]string{"date", "email", "uri"}, format) {
		fault(path, "unknown format %s", format)
	}
}

// allSchemas returns every schema within a schema by its JSON pointer.
func allSchemas(root map[string]any) map[string]map[string]any {
	all := map[string]map[string]any{}
	var walk func(path string, node map[string]any)
	walk = func(path string, node map[string]any) {
		all[path] = node
		for keyword, v := range node {
			switch v := v.(type) {
			case map[string]any:
				switch keyword {
				case "properties", "definitions", "patternProperties", "dependencies":
					for name, sub := range v {
						if sub, ok := sub.(map[string]any); ok {
							walk(path+"/"+keyword+"/"+name, sub)
						}
					}
				case "const", "default", "examples":
				default:
					walk(path+"/"+keyword, v)
				}
			case []any:
				if slices.Contains(inPlace, keyword) || keyword == "items" {
					for i, sub := range v {
						if sub, ok := sub.(map[string]any); ok {
							walk(fmt.Sprintf("%s/%s/%d", path, keyword, i), sub)
						}
					}
				}
			}
		}
	}
	walk("", root)
	return all
}

// cyclic reports whether checking one value against node comes back to node. A
// reference below a field or a list entry is a tree, and no cycle.
func cyclic(root, node map[string]any, path []string) bool {
	if ref, ok := node["$ref"].(string); ok {
		if slices.Contains(path, ref) {
			return true
		}
		target, ok := resolve(root, ref)
		if ok && cyclic(root, target, append(slices.Clip(path), ref)) {
			return true
		}
	}
	for _, keyword := range inPlace {
		switch v := node[keyword].(type) {
		case map[string]any:
			if cyclic(root, v, path) {
				return true
			}
		case []any:
			for _, sub := range v {
				if sub, ok := sub.(map[string]any); ok && cyclic(root, sub, path) {
					return true
				}
			}
		}
	}
	return false
}

func orRoot(path string) string {
	if path == "" {
		return "#"
	}
	return path
}

func TestShippedSchemas(t *testing.T) {
	for _, name := range Names() {
		kind, _ := KindOf(name)
		text, err := Source(kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range lint(string(text)) {
			t.Errorf("schemas/%s.json %s", name, fault)
		}
	}
}

// good is a small schema without a fault; each row of the test below spoils one
// thing in it.
const good = `{
	"$schema": "http://json-schema.org/draft-07/schema#",
	"$id": "https://vendorgate.dev/schemas/v1/test.json",
	"title": "Test", "description": "A schema.",
	"type": "object", "additionalProperties": false, "required": ["name"],
	"properties": {
		"name": {"title": "Name", "description": "A name.", "type": ["string", "null"], "enum": ["a", null]},
		"list": {"title": "List", "description": "A list.", "type": "array", "items": {"$ref": "#/definitions/entry"}},
		"tree": {"title": "Tree", "$ref": "#/definitions/tree"}
	},
	"definitions": {
		"entry": {"type": "string", "format": "date"},
		"tree": {"title": "Tree", "description": "A tree.", "type": "object", "additionalProperties": false,
			"properties": {"sub": {"title": "Branch", "description": "A branch.", "$ref": "#/definitions/tree"}}}
	}
}`

func TestLintFindsFaults(t *testing.T) {
	if faults := lint(good); len(faults) > 0 {
		t.Fatalf("the good schema has faults: %v", faults)
	}
	rows := []struct{ old, new, want string }{
		{`draft-07`, `draft-06`, "#: is not draft-07"},
		{`"type": "string", "format"`, `"type": "text", "format"`, "#: does not compile"},
		{`"required": ["name"]`, `"required": "name"`, "#: does not compile"},
		{`#/definitions/entry`, `#/definitions/entries`, "#: does not compile"},
		{`#/definitions/entry`, `https://example.com/entry.json`, "#: does not compile"},
		{`#/definitions/entry`, `file:///etc/hostname`, "#: does not compile"},
		{`"required": ["name"]`, `"requird": ["name"]`, "#: unknown keyword requird"},
		{`"title": "List"`, `"title": "List", "maxItem": 3`, "/properties/list: unknown keyword maxItem"},
		{`"title": "Tree", "$ref"`, `"title": "Tree", "minProperties": 1, "$ref"`, "/properties/tree: minProperties has no effect beside $ref"},
		{`"title": "Name", `, ``, "/properties/name: has no title"},
		{`"description": "A list.", `, ``, "/properties/list: has no description"},
		{`"description": "A schema.",`, `"description": " ",`, "#: has no description"},
		{`"A name."`, `"A name"`, "/properties/name: the description must end with a full stop"},
		{`"title": "Name"`, `"title": "Name."`, "/properties/name: the title must not end with a full stop"},
		{`"title": "Branch", "description": "A branch.", "$ref"`, `"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}, "title": "B", "description": "B.", "$comment"`, "/definitions/tree/properties/sub/properties/x: has no title"},
		{`"type": "object", "additionalProperties": false, "required"`, `"type": "object", "required"`, "#: the block is open"},
		{`"description": "A tree.", "type": "object", "additionalProperties": false`, `"description": "A tree.", "type": "object", "additionalProperties": true`, "/definitions/tree: the block is open"},
		{`"type": "object", "additionalProperties": false, "required"`, `"additionalProperties": false, "required"`, "#: has fields, but not the type object"},
		{`["name"]`, `["nmae"]`, "#: requires the unknown field nmae"},
		{`, "items": {"$ref": "#/definitions/entry"}`, ``, "/properties/list: the list takes anything"},
		{`["a", null]`, `["a"]`, "/properties/name: type and enum disagree about null"},
		{`["string", "null"]`, `"string"`, "/properties/name: type and enum disagree about null"},
		{`"format": "date"`, `"format": "full-date"`, "/definitions/entry: unknown format full-date"},
		{`"entry": {`, `"entry": {"$ref": "#/definitions/entry"}, "old": {`, "/definitions/entry: refers to itself"},
		{`"entry": {`, `"entry": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/entry"}, "old": {`, "/definitions/b: refers to itself"},
		{`"entry": {`, `"entry": {"allOf": [{"$ref": "#/definitions/entry"}]}, "old": {`, "/definitions/entry: refers to itself"},
		{`"entry": {`, `"entry": {"anyOf": [{"not": {"$ref": "#/definitions/entry"}}]}, "old": {`, "/definitions/entry: refers to itself"},
		{`"entry": {`, `"entry": {"if": {}, "then": {"oneOf": [{}, {"$ref": "#/definitions/entry"}]}}, "old": {`, "/definitions/entry: refers to itself"},
		{`"entry": {`, `"entry": {"if": {}, "else": {"$ref": "#/definitions/entry"}}, "old": {`, "/definitions/entry: refers to itself"},
	}
	for _, row := range rows {
		t.Run(row.want+" "+row.new, func(t *testing.T) {
			bad := strings.Replace(good, row.old, row.new, 1)
			if bad == good {
				t.Fatal("the row changes nothing")
			}
			faults := lint(bad)
			if !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, row.want) }) {
				t.Errorf("lint says %q, want %q among it", faults, row.want)
			}
		})
	}
}

// TestNoTwoSchemasShareAnID guards the URLs by which schemas are told apart.
func TestNoTwoSchemasShareAnID(t *testing.T) {
	ids := map[string]string{}
	for _, name := range Names() {
		kind, _ := KindOf(name)
		id := mustLoad(kind)["$id"].(string)
		if want := "https://vendorgate.dev/schemas/v1/" + name + ".json"; id != want {
			t.Errorf("schemas/%s.json has the $id %s, want %s", name, id, want)
		}
		ids[id] = name
	}
	if len(ids) != len(Names()) {
		t.Errorf("%d schemas have %d ids: %v", len(Names()), len(ids), slices.Sorted(maps.Keys(ids)))
	}
}

package schema

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDerivedSchemasStandAlone(t *testing.T) {
	for name, derived := range map[string]map[string]any{"Effective": Effective(), "Input": Input()} {
		for path, node := range allSchemas(derived) {
			for _, keyword := range []string{"$ref", "$id", "$schema", "definitions"} {
				if _, ok := node[keyword]; ok {
					t.Errorf("%s has %s at %s", name, keyword, path)
				}
			}
			if list, ok := node["type"].([]any); ok {
				for _, v := range list {
					if v == "null" {
						t.Errorf("%s allows null at %s", name, path)
					}
				}
			}
			enum, _ := node["enum"].([]any)
			for _, v := range enum {
				if v == nil {
					t.Errorf("%s lists null at %s", name, path)
				}
			}
		}
	}
}

func TestDerivedSchemasAreWhole(t *testing.T) {
	in := Input()
	if got := len(member(in, "properties")); got != len(properties(mustLoad(VendorProfile)))+1 {
		t.Errorf("the input has %d fields at its top", got)
	}
	if got := len(member(in, "properties", "engagement", "properties")); got != len(properties(mustLoad(Engagement))) {
		t.Errorf("the engagement has %d fields at its top", got)
	}
	// A field named like a keyword is still a field.
	pathway := member(in, "properties", "security", "properties", "pathways", "items", "properties", "type")
	if pathway["type"] != "string" || pathway["title"] == nil {
		t.Errorf("the field security.pathways[].type has the schema %v", pathway)
	}
	groups := member(Effective(), "properties")
	if len(groups) != len(properties(member(mustLoad(Requirements), "definitions", "minimums"))) || groups["liability"] == nil {
		t.Errorf("the minimums have %d groups", len(groups))
	}
	severity := member(Effective(), "properties", "reviews", "properties", "declined_allowed_severity")
	if severity["type"] != "string" || severity["title"] != "Heaviest advice that may be declined" {
		t.Errorf("a parameter lost its words: %v", severity)
	}
}

func TestDerivedSchemasAreCopies(t *testing.T) {
	delete(Input(), "properties")
	member(Effective(), "properties", "liability")["type"] = "string"
	if member(Effective(), "properties", "liability")["type"] != "object" || Input()["properties"] == nil {
		t.Error("a caller's change shows in the next copy")
	}
}

func TestReferences(t *testing.T) {
	var root map[string]any
	text := `{"properties": {
		"a": {"title": "A here", "$ref": "#/definitions/a"},
		"list": {"items": {"$ref": "#/definitions/a"}},
		"choice": {"anyOf": [{"$ref": "#/definitions/a"}, {"type": ["null", "string"]}]},
		"b": {"$ref": "#/definitions/b~1~0"}},
		"definitions": {"a": {"title": "A", "description": "An a.", "type": ["string", "null"], "enum": ["x", null]}, "b/~": {"allOf": [{"$ref": "#/properties/choice/anyOf/1"}]}}}`
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(forCompiler(root, root))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"properties":{` +
		`"a":{"description":"An a.","enum":["x"],"title":"A here","type":"string"},` +
		`"b":{"allOf":[{"type":"string"}]},` +
		`"choice":{"anyOf":[{"description":"An a.","enum":["x"],"title":"A","type":"string"},{"type":"string"}]},` +
		`"list":{"items":{"description":"An a.","enum":["x"],"title":"A","type":"string"}}}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBrokenReferences(t *testing.T) {
	rows := map[string]string{
		`{"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}}`:                        "refers to itself",
		`{"definitions": {"a": {"properties": {"x": {"$ref": "#/definitions/a"}}}}, "$ref": "#/definitions/a"}`: "refers to itself", // a tree cannot be written out
		`{"$ref": "#/definitions/b"}`:        "is not in the schema",
		`{"$ref": "other.json"}`:             "is not in the schema",
		`{"$ref": "#here"}`:                  "is not in the schema",
		`{"$ref": "#/allOf/1", "allOf": []}`: "is not in the schema",
		`{"$ref": "#/title/x", "title": ""}`: "is not in the schema",
	}
	for text, want := range rows {
		func() {
			defer func() {
				if r, _ := recover().(string); !strings.Contains(r, want) {
					t.Errorf("%s: %q, want %q", text, r, want)
				}
			}()
			var root map[string]any
			if err := json.Unmarshal([]byte(text), &root); err != nil {
				t.Fatal(err)
			}
			forCompiler(root, root)
		}()
	}
}

package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite schemas/case.json")

// fragments are the fields of a case that hold a part of another document.
var fragments = map[string]Kind{
	"profile":      VendorProfile,
	"engagement":   Engagement,
	"requirements": Requirements,
}

// TestCaseHoldsFragments keeps the schema of a case in step with the documents
// that it changes: each fragment may hold what the document may, and nothing is
// required of it. So an editor completes the fields of a case, and a misspelt
// one is found on its own line. With -update the schema is written anew.
func TestCaseHoldsFragments(t *testing.T) {
	const file = "../../schemas/case.json"
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(old, &root); err != nil {
		t.Fatal(err)
	}
	definitions := map[string]any{}
	properties := member(root, "properties")
	for name, kind := range fragments {
		about := member(properties, name)
		document := clone(mustLoad(kind)).(map[string]any)
		own, _ := document["definitions"].(map[string]any)
		for _, key := range []string{"$schema", "$id", "definitions"} {
			delete(document, key)
		}
		fragment := optional(renamedRefs(document, name)).(map[string]any)
		fragment["title"], fragment["description"] = about["title"], about["description"]
		properties[name] = fragment
		for d, schema := range own {
			definitions[name+"_"+d] = optional(renamedRefs(schema, name))
		}
	}
	root["definitions"] = definitions
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(b.Bytes(), old) {
		t.Error("schemas/case.json is stale: run go test ./pkg/schema -run Case -update")
	}
}

// optional returns a schema without its demands for fields, but for those of the
// elements of lists: a case gives a list as a whole.
func optional(v any) any {
	node, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := maps.Clone(node)
	delete(out, "required")
	for key, child := range out {
		if fields, ok := child.(map[string]any); ok && key == "properties" {
			named := map[string]any{}
			for name, field := range fields {
				named[name] = optional(field)
			}
			out[key] = named
		}
	}
	return out
}

// renamedRefs returns a schema whose references go to definitions that have the
// name of the document before theirs.
func renamedRefs(v any, document string) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, child := range v {
			if ref, ok := child.(string); ok && key == "$ref" {
				child = strings.Replace(ref, "#/definitions/", "#/definitions/"+document+"_", 1)
			}
			out[key] = renamedRefs(child, document)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = renamedRefs(child, document)
		}
		return out
	}
	return v
}

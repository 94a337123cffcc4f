// Package schema tells whether a document has the shape that vendorgate reads,
// and says in plain words what is wrong with one that has not.
//
// [Validate] is the call to start with: it takes a decoded document and returns
// every fault with its place in the file. [Source] gives a schema as text, for
// editors and for "vendorgate schema". [Effective] and [Input] give the schemas
// as the policy compiler needs them.
//
// The schemas are the embedded ones of package schemas. Nothing is ever loaded
// from a file or from the network, whatever a document or a schema refers to.
package schema

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vendorgate/vendorgate/schemas"
)

// A Kind names a kind of document. For documents that people write it is the
// word after "kind:" at their head.
type Kind string

// The kinds that have a schema.
const (
	VendorProfile Kind = "VendorProfile"
	Engagement    Kind = "Engagement"
	Requirements  Kind = "Requirements"
	Waivers       Kind = "Waivers"
	Control       Kind = "Control" // the METADATA of one control
	Report        Kind = "Report"  // a report in its saved form
	Case          Kind = "Case"    // a test of controls
	Mutants       Kind = "Mutants" // why no test notices some changes of controls
)

// shipped is every schema in the order of Names. The file is the name with the
// ending .json.
var shipped = []struct {
	name string
	kind Kind
}{
	{"profile", VendorProfile},
	{"engagement", Engagement},
	{"requirements", Requirements},
	{"waivers", Waivers},
	{"control", Control},
	{"report", Report},
	{"case", Case},
	{"mutants", Mutants},
}

// Names returns the names of the schemas for the command line.
func Names() []string {
	names := make([]string, len(shipped))
	for i, s := range shipped {
		names[i] = s.name
	}
	return names
}

// KindOf returns the kind that a name of [Names] stands for.
func KindOf(name string) (Kind, bool) {
	for _, s := range shipped {
		if s.name == name {
			return s.kind, true
		}
	}
	return "", false
}

// Source returns the text of a schema as it is embedded in the program.
func Source(kind Kind) ([]byte, error) {
	for _, s := range shipped {
		if s.kind == kind {
			return schemas.FS.ReadFile(s.name + ".json")
		}
	}
	return nil, fmt.Errorf("there is no schema for documents of kind %s", quote(string(kind)))
}

// Digest returns the SHA-256 digest, in hex, over the names and contents of all
// schemas. It changes with every change to any of them.
func Digest() string { return digest() }

var digest = sync.OnceValue(func() string { return digestOf(schemas.FS) })

// digestOf writes lengths before names and contents, so that no two sets of
// files can look the same to the hash.
func digestOf(files fs.ReadFileFS) string {
	h := sha256.New()
	for _, name := range Names() {
		text, err := files.ReadFile(name + ".json")
		if err != nil { // the embed line names every file, so the program would not have compiled
			panic(fmt.Sprintf("schema: %v", err))
		}
		fmt.Fprintf(h, "%d %s %d ", len(name), name, len(text))
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// A compiledSchema is a schema ready for use.
type compiledSchema struct {
	root      map[string]any // as decoded, for the wording of messages
	validator *jsonschema.Schema
	homes     func() map[string][]string // see homesOf
}

// compiled holds each schema, compiled on first use: a run needs two or three of
// the five.
var compiled = func() map[Kind]func() (*compiledSchema, error) {
	m := map[Kind]func() (*compiledSchema, error){}
	for _, s := range shipped {
		m[s.kind] = sync.OnceValues(func() (*compiledSchema, error) {
			text, err := Source(s.kind)
			if err != nil {
				return nil, err
			}
			return compile(text)
		})
	}
	return m
}()

// compiledFor returns the compiled schema of a kind.
func compiledFor(kind Kind) (*compiledSchema, error) {
	load, ok := compiled[kind]
	if !ok {
		return nil, fmt.Errorf("there is no schema for documents of kind %s", quote(string(kind)))
	}
	return load()
}

// compile makes a draft-07 schema ready for use. The schema must stand on its
// own: a reference that leaves it is an error.
func compile(text []byte) (*compiledSchema, error) {
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("the schema is not JSON: %w", err)
	}
	root, ok := decoded.(map[string]any)
	if !ok {
		return nil, errors.New("the schema is not an object")
	}
	url, ok := root["$id"].(string)
	if !ok || strings.Contains(url, "#") {
		return nil, errors.New("the schema has no $id")
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft7)
	c.AssertFormat()
	c.UseLoader(noLoader{})
	if err := c.AddResource(url, root); err != nil {
		return nil, fmt.Errorf("the schema %s cannot be used: %w", url, err)
	}
	validator, err := c.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("the schema %s cannot be compiled: %w", url, err)
	}
	homes := sync.OnceValue(func() map[string][]string { return homesOf(root) })
	return &compiledSchema{root: root, validator: validator, homes: homes}, nil
}

// noLoader refuses to load anything. The library's own loader opens files.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s is outside the schema, and nothing is loaded from elsewhere", quote(url))
}

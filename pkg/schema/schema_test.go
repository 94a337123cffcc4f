package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/schemas"
)

func TestNames(t *testing.T) {
	if got, want := strings.Join(Names(), " "), "profile engagement requirements waivers control report case mutants"; got != want {
		t.Errorf("Names() = %s, want %s", got, want)
	}
	for _, name := range Names() {
		kind, ok := KindOf(name)
		if !ok {
			t.Fatalf("KindOf(%q) is unknown", name)
		}
		text, err := Source(kind)
		if err != nil {
			t.Fatal(err)
		}
		embedded, err := schemas.FS.ReadFile(name + ".json")
		if err != nil || string(text) != string(embedded) {
			t.Errorf("Source(%s) is not the embedded file: %v", kind, err)
		}
	}
	for _, name := range []string{"", "VendorProfile", "waiver", "profile.json"} {
		if kind, ok := KindOf(name); ok {
			t.Errorf("KindOf(%q) = %s, want none", name, kind)
		}
	}
}

func TestUnknownKind(t *testing.T) {
	if _, err := Source("Contract\x1b"); err == nil || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("Source of an unknown kind: %v", err)
	}
	problems := Validate("Contract", map[string]any{}, nil)
	if len(problems) != 1 || problems[0].Message != `there is no schema for documents of kind "Contract"` {
		t.Errorf("Validate with an unknown kind: %v", problems)
	}
}

func TestDigest(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range Names() {
		text, err := schemas.FS.ReadFile(name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		files[name+".json"] = &fstest.MapFile{Data: text}
	}
	if got := digestOf(files); got != Digest() || len(got) != 64 {
		t.Errorf("digest of the same files is %s, Digest() is %s", got, Digest())
	}
	for name, file := range files {
		text := file.Data
		file.Data = append(slices.Clone(text), '\n')
		if digestOf(files) == Digest() {
			t.Errorf("a change of %s does not change the digest", name)
		}
		file.Data = text
	}
	// The same bytes, divided among the files in another way, around the name of
	// the second file where it stands in that file's text.
	a := files["profile.json"].Data
	before, after, _ := bytes.Cut(files["engagement.json"].Data, []byte("engagement"))
	files["profile.json"].Data = slices.Concat(a, []byte("engagement"), before)
	files["engagement.json"].Data = after
	if digestOf(files) == Digest() {
		t.Error("moving bytes from one file to the next does not change the digest")
	}
}

// panicking is a Locator with a fault of its own.
type panicking struct{ after *int }

func (p panicking) Position([]string) source.Position {
	if *p.after--; *p.after < 0 {
		panic("no such place")
	}
	return source.Position{File: "a.yaml", Line: 1, Column: 1}
}

func (p panicking) KeyPosition(path []string) source.Position { return p.Position(path) }

func TestValidateNeverPanics(t *testing.T) {
	profile := func(name string, v any) map[string]any {
		return map[string]any{
			"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme",
			"vendor": map[string]any{"legal_name": "Acme"}, name: v,
		}
	}
	rows := map[string]struct {
		value any
		want  string
	}{
		"a number that is none": {profile("contract", map[string]any{"liability": map[string]any{"fee_multiple": json.Number("abc")}}), "the document could not be checked"},
		"a huge exponent":       {profile("revision", json.Number("1e1000000000")), "revision is a number out of all proportion"},
		"many digits":           {profile("revision", json.Number(strings.Repeat("9", 1_000_000))), "revision is a number out of all proportion"},
		"a hostile name":        {profile("x\x1b[31m", json.Number("1e999")), `["x\x1b[31m"] is a number out of all proportion`},
		"a tiny number":         {profile("revision", json.Number("1e-100")), "revision is a number out of all proportion"},
		"a Go time":             {profile("revision", time.Time{}), "revision holds a value that no document can hold, of the Go type time.Time"},
		"a Go channel":          {make(chan int), "the document holds a value that no document can hold, of the Go type chan int"},
		"keys that are no text": {profile("contract", map[any]any{1: 2}), "contract holds a value that no document can hold, of the Go type map[interface {}]interface {}"},
		"nothing":               {nil, "the document is null: want a block of fields"},
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		row := rows[name]
		problems := Validate(VendorProfile, row.value, nil)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Message, row.want) {
			t.Errorf("%s: %v, want one problem: %s", name, problems, row.want)
		}
	}
	for after := range 3 {
		left := after
		problems := Validate(VendorProfile, profile("revision", "x"), panicking{&left})
		if len(problems) != 1 || problems[0].Message == "" {
			t.Errorf("a Locator that panics at call %d: %v", after+1, problems)
		}
	}
}

func TestDeepDocument(t *testing.T) {
	var v any = "x"
	for range 10_000 {
		v = []any{v}
	}
	if problems := Validate(VendorProfile, v, nil); len(problems) != 1 {
		t.Errorf("a deep document: %v", problems)
	}
}

func TestOrderIsTheFiles(t *testing.T) {
	doc := map[string]any{"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme", "vendor": map[string]any{"legal_name": "A"}}
	var want []string
	for i := range 50 {
		name := fmt.Sprintf("zz%02d", i)
		doc[name] = true
		want = append(want, name)
	}
	for range 20 { // maps are walked in another order each time
		problems := Validate(VendorProfile, doc, byName{})
		if len(problems) != len(want) {
			t.Fatalf("%d problems, want %d", len(problems), len(want))
		}
		for i, p := range problems {
			if p.Message != fmt.Sprintf("unknown field %q", want[i]) {
				t.Fatalf("problem %d is %q", i, p.Message)
			}
		}
	}
}

// byName places every field on a line of its own, in the order of their names.
type byName struct{}

func (byName) Position([]string) source.Position { return source.Position{Line: 1} }
func (byName) KeyPosition(path []string) source.Position {
	var n int
	fmt.Sscanf(path[0], "zz%d", &n)
	return source.Position{Line: n + 2}
}

// TestManyFaults: a file of nothing but faults is told in full, the same each
// time, and only its first problems carry hints.
func TestManyFaults(t *testing.T) {
	unknown := func() map[string]any {
		block := map[string]any{}
		for i := range 1_000 {
			block[fmt.Sprintf("notice_value_%d", i)] = true
		}
		return block
	}
	incident := unknown()
	var content []any
	for range 3_000 {
		content = append(content, "naturee")
	}
	incident["content"] = content
	doc := map[string]any{
		"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme", "vendor": map[string]any{"legal_name": "A"},
		"contract": map[string]any{"incident": incident, "liability": unknown(), "hipaa": unknown()},
	}
	first := Validate(VendorProfile, doc, nil)
	// Every field is unknown, every word is wrong, all but the first are repeated,
	// and the list is too long.
	if got, want := len(first), 3_000+3_000+2_999+1; got != want {
		t.Errorf("%d problems, want %d", got, want)
	}
	hints := 0
	for _, p := range first {
		if p.Hint != "" && p.Hint != "remove one of the two" {
			hints++
		}
	}
	if hints == 0 || hints > mostHints {
		t.Errorf("%d hints, want 1 to %d", hints, mostHints)
	}
	for range 3 {
		if again := Validate(VendorProfile, doc, nil); !slices.Equal(first, again) {
			t.Fatal("the same document is told in another way")
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, name := range Names() {
				kind, _ := KindOf(name)
				if problems := Validate(kind, map[string]any{}, nil); len(problems) == 0 {
					t.Errorf("an empty %s is valid", kind)
				}
			}
			Input()["title"] = "changed"
			Effective()["title"] = "changed"
		})
	}
	wg.Wait()
}

// alternatives is a schema with every kind of choice; the shipped ones have none
// today.
const alternatives = `{
	"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://vendorgate.dev/test.json",
	"type": "object", "additionalProperties": false,
	"properties": {
		"length": {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "not_used"}]},
		"contact": {"oneOf": [{"type": "string", "format": "email"}, {"$ref": "#/definitions/person"}]},
		"both": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
		"all": {"allOf": [{"type": "string"}, {"minLength": 3}, {"pattern": "^[a-z]*$"}]},
		"set": {"type": "array", "uniqueItems": true, "items": {}},
		"low": {"type": "number", "minimum": 2}, "high": {"type": "number", "maximum": 2},
		"nothing": {"type": "object", "additionalProperties": false},
		"never": false
	},
	"definitions": {"person": {"type": "object", "additionalProperties": false, "required": ["name"], "properties": {"name": {"type": "string"}, "phone": {"type": "string"}}}}
}`

func TestAlternatives(t *testing.T) {
	c, err := compile([]byte(alternatives))
	if err != nil {
		t.Fatal(err)
	}
	rows := []struct{ value, want string }{
		{`{"length": "none"}`, `length is "none": want a whole number or "not_used"`},
		{`{"length": true}`, `length is true: want a whole number or "not_used"`},
		{`{"length": 0}`, `length is 0: want a whole number or "not_used"`},
		{`{"contact": 7}`, `contact is 7: want an email address or a block of fields`},
		{`{"contact": {"phone": "1", "fax": "2"}}`, "unknown field \"fax\" in contact\nmissing field \"name\" in contact"},
		{`{"contact": {"phone": 1, "name": "x"}}`, `contact.phone is 1: want text`},
		{`{"both": 3}`, `both is 3: want a whole number or a number`},
		{`{"all": "A"}`, `all is "A": want at least 3 characters`},
		{`{"all": 1}`, `all is 1: want text`},
		{`{"set": [1, 2, 1.0]}`, `set[2] repeats entry [0]: 1.0`},
		{`{"set": [[], {}, [], {}]}`, "set[2] repeats entry [0]: a list\nset[3] repeats entry [1]: a block of fields"},
		{`{"low": 1}`, `low is 1: want 2 or more`},
		{`{"high": 3}`, `high is 3: want at most 2`},
		{`{"high": "x"}`, `high is the text "x": want a number`},
		{`{"nothing": {"x": 1}}`, `unknown field "x" in nothing`},
		{`{"nothing": "x"}`, `nothing is the text "x": want a block of fields`},
		{`{"never": 1}`, `never is 1, which this field cannot hold`},
	}
	for _, row := range rows {
		var value any
		d := json.NewDecoder(strings.NewReader(row.value))
		d.UseNumber()
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range c.validate("Test", value, nowhere{}) {
			got = append(got, p.Message)
		}
		slices.Sort(got)
		want := strings.Split(row.want, "\n")
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", row.value, got, want)
		}
	}
}

// TestBelongsElsewhere: a field in the wrong block is shown its place, also in a
// schema that refers to itself.
func TestBelongsElsewhere(t *testing.T) {
	c, err := compile([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	problems := c.validate("Test", map[string]any{"name": "a", "sub": map[string]any{}}, nowhere{})
	if len(problems) != 1 || problems[0].Hint != `"sub" belongs in tree` {
		t.Errorf("problems: %v", problems)
	}
}

// TestRepeatedBesideNoJSON: an entry that is no JSON value does not hide that
// others are repeated.
func TestRepeatedBesideNoJSON(t *testing.T) {
	c, err := compile([]byte(alternatives))
	if err != nil {
		t.Fatal(err)
	}
	problems := c.validate("Test", map[string]any{"set": []any{json.Number("1"), json.Number("1"), make(chan int)}}, nowhere{})
	if len(problems) != 1 || problems[0].Message != "set[1] repeats entry [0]: 1" {
		t.Errorf("problems: %v", problems)
	}
}

// TestNeverSilent: whatever the library may come to report, a document that is
// not valid has a problem.
func TestNeverSilent(t *testing.T) {
	d := &document{at: nowhere{}}
	d.explain(nil)
	if len(d.problems) != 1 {
		t.Errorf("problems: %v", d.problems)
	}
}

func TestCompileRefuses(t *testing.T) {
	rows := map[string]string{
		`{`:                           "the schema is not JSON",
		`[]`:                          "the schema is not an object",
		`{}`:                          "the schema has no $id",
		`{"$id": "https://a.test/#"}`: "the schema has no $id",
		`{"$id": "https://a.test/s", "$ref": "https://a.test/other"}`:         "nothing is loaded from elsewhere",
		`{"$id": "https://a.test/s", "$ref": "file:///etc/passwd"}`:           "nothing is loaded from elsewhere",
		`{"$id": "https://a.test/s", "$schema": "https://a.test/metaschema"}`: "nothing is loaded from elsewhere",
		`{"$id": "https://a.test/s", "minLength": -1}`:                        "cannot be compiled",
		`{"$id": "https://a.test/s", "pattern": "("}`:                         "cannot be compiled",
	}
	for text, want := range rows {
		if _, err := compile([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("compile(%s): %v, want %q", text, err, want)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	doc := map[string]any{"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme", "vendor": map[string]any{"legal_name": "A"}}
	for b.Loop() {
		if Validate(VendorProfile, doc, nil) != nil {
			b.Fatal("invalid")
		}
	}
}

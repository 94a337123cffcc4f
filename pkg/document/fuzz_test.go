package document

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"
)

var yamlSeeds = []string{
	"", "a: 1\n", "---\na: [x, {y: z}]\n...\n", "a: |\n  b\n  c\nd: >-\n  e\n", "a: \"\\u00e9\\0\\x7f\\U0001F600\"\n",
	"? a\n: b\n", "{a: , b, 'c': \"d\"}", "a:\n- b\n-\n  - c\n", "a: &x 1\nb: *x\n<<: {c: !!str d}\n", "%YAML 1.1\n---\na: 1\n",
	"a: 1\na: 2\n'a': 3\n", "a: [0x1F, 1e3, -0, .inf, 1:30, 1e400, 0.1e-38]\n", "a: 1\n---\nb: 2\n", "1: a\n~: b\n[c]: d\n",
	"a: 'x\n\n  y'\r\nb: z\rc: w # d\n", "\ufeffna\u00efve: \u65e5\u672c\n", "a: b\u2028c\n", "a:\t1\n", "a: \xff\n", "<<<<<<< HEAD\n",
	"a: [", "a: {b: 'c", "- a\n- b\n", "a: ? b\n", "a:b\nc: d\n", "a: *\n", "a: |2\n   b\n", "a: !<x> b\n", "a: -\n", "a: - b: c\n",
}

var jsonSeeds = []string{
	"", `{}`, `{"a":[1,2.5,-0,1e3,true,false,null,"x"],"b":{"c":[]}}`, `{"a":1,"a":2,"\u0061":3}`, "\ufeff{\"na\u00efve\":\"\\ud83d\\ude00\"}",
	`{"a":"\ud800"}`, `{"a":1} {"b":2}`, `{"a":1}x`, `[1]`, `null`, `{"a":`, `{"a":"b`, `{"a":1e400}`, `{"a":017}`, `{"a":1,}`, `{'a':1}`, `{a:1}`,
	`{"a":NaN}`, `{"a":"\q"}`, "{\"a\":\"\t\"}", "{\"a\":\"\xff\"}", "{\"a\"\r:\n[\r\n]}", `{"a":"\u0000\u2028"}`, `{"a":0.1e-38,"b":1e30}`, `{"a":[[[[]]]]}`, `{,}`, `{"a" 1}`, `{"a":+1}`,
}

func FuzzYAML(f *testing.F) { fuzz(f, "a.yaml", yamlSeeds) }

func FuzzJSON(f *testing.F) { fuzz(f, "a.json", jsonSeeds) }

func fuzz(f *testing.F, name string, seeds []string) {
	for _, text := range append(seeds, string(realistic())) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { checkAnyText(t, name, text) })
}

// checkAnyText holds for every text: it is refused in the promised way, or it
// says something that JSON can say as well, and everything in it has a place.
func checkAnyText(t *testing.T, name string, text []byte) {
	doc, err := Parse(name, text, Limits{})
	if err != nil {
		for _, p := range asProblems(t, name, err) {
			if p.Line < 0 || p.Column < 0 || (p.Line == 0) != (p.Column == 0) {
				t.Errorf("a problem without a proper place: %v", p)
			}
		}
		return
	}
	said, err := json.Marshal(doc.Value())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("again.json", said, Limits{Bytes: 16 << 20})
	if err != nil {
		t.Fatalf("%q was accepted, and what it says was not:\n%s\n%v", text, said, err)
	}
	if !reflect.DeepEqual(doc.Value(), again.Value()) {
		t.Errorf("%q says\n%v, and read again\n%v", text, doc.Value(), again.Value())
	}
	placed(t, doc, doc.Value(), nil)
	placed(t, again, again.Value(), nil)
}

// placed checks that every value has a place of its own, behind its name and
// not before the value around it.
func placed(t *testing.T, doc *Document, v any, path []string) {
	at, key := doc.Position(path), doc.KeyPosition(path)
	if at.Line < 1 || at.Column < 1 || key.Line < 1 || key.Column < 1 {
		t.Errorf("%q stands at %v, its name at %v", path, at, key)
	}
	if key.Compare(at) > 0 {
		t.Errorf("%q stands at %v, before its name at %v", path, at, key)
	}
	if around := doc.Position(path[:max(0, len(path)-1)]); around.Compare(at) > 0 {
		t.Errorf("%q stands at %v, before what is around it at %v", path, at, around)
	}
	if found, ok := doc.Lookup(path); !ok || !reflect.DeepEqual(found, v) {
		t.Errorf("%q is %v, %t", path, found, ok)
	}
	path = path[:len(path):len(path)]
	switch v := v.(type) {
	case map[string]any:
		for name, field := range v {
			placed(t, doc, field, append(path, name))
		}
	case []any:
		for i, entry := range v {
			placed(t, doc, entry, append(path, strconv.Itoa(i)))
		}
	}
}

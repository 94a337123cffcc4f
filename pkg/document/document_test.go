package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/source"
)

func mustParse(tb testing.TB, name, text string) *Document {
	tb.Helper()
	doc, err := Parse(name, []byte(text), Limits{})
	if err != nil {
		tb.Fatalf("%q was refused:\n%v", text, err)
	}
	return doc
}

// problemsIn returns what is wrong with a text, and fails when nothing is, or
// when it is not told the way this package promises.
func problemsIn(tb testing.TB, name, text string, limits Limits) source.Problems {
	tb.Helper()
	doc, err := Parse(name, []byte(text), limits)
	if err == nil {
		tb.Fatalf("%.200q was accepted: %v", text, doc.Value())
	}
	if doc != nil {
		tb.Errorf("a refused text gave a document: %v", doc.Value())
	}
	return asProblems(tb, name, err)
}

func asProblems(tb testing.TB, name string, err error) source.Problems {
	tb.Helper()
	var problems source.Problems
	if !errors.As(err, &problems) || len(problems) == 0 {
		tb.Fatalf("the error is a %T, not problems: %v", err, err)
	}
	for _, p := range problems {
		if p.File != name {
			tb.Errorf("a problem of %q is told of %q: %v", name, p.File, p)
		}
		if p.Message == "" || strings.HasSuffix(p.Message, ".") {
			tb.Errorf("not a message: %q", p.Message)
		}
	}
	return problems
}

func asJSON(tb testing.TB, v any) string {
	tb.Helper()
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		tb.Fatal(err)
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// Accepted texts, and what they say. The letters are those of the fault
// catalogue, reliability.md 2.1.
func TestValues(t *testing.T) {
	for _, tt := range []struct{ id, name, text, want string }{
		{"I03", "a.yaml", "\ufeffa: 1\n", `{"a":1}`},
		{"I03", "a.json", "\ufeff{\"a\":1}", `{"a":1}`},
		{"I05", "a.yaml", "a: 1\r\nb:\r\n  - x\r\n", `{"a":1,"b":["x"]}`},
		{"I05", "a.yaml", "a: 1\rb:\r  - x\r", `{"a":1,"b":["x"]}`},
		{"I05", "a.yaml", "a: |\r\n  x\r\n  y\r\n", `{"a":"x\ny\n"}`},
		{"I05", "a.json", "{\r\n\"a\":\r1}\r\n", `{"a":1}`},
		{"I14", "a.yaml", "a: [no, yes, on, off, y, n, No, ON]\n", `{"a":["no","yes","on","off","y","n","No","ON"]}`},
		{"I14", "a.yaml", "no: 1\non: 2\ny: 3\n", `{"no":1,"on":2,"y":3}`},
		{"I14", "a.yaml", "a: [true, True, TRUE, false, False, FALSE]\n", `{"a":[true,true,true,false,false,false]}`},
		{"I14", "a.yaml", "a: [tRUE, 'true', \"false\"]\n", `{"a":["tRUE","true","false"]}`},
		{"I14", "a.yaml", "a: [~, null, Null, NULL]\nb:\nc: # nothing\n", `{"a":[null,null,null,null],"b":null,"c":null}`},
		{"I14", "a.yaml", "a: [nULL, 'null', '~', '']\n", `{"a":["nULL","null","~",""]}`},
		{"I14", "a.yaml", "a: [2026-01-15, 2026-1-5, '2026', 10.0.0.1, 1.2.3, 5%, 12 hours, 1-2]\n", `{"a":["2026-01-15","2026-1-5","2026","10.0.0.1","1.2.3","5%","12 hours","1-2"]}`},
		{"I14", "a.yaml", "a: ['017', \"0x1F\", '1_000', '.inf', '1:30']\n", `{"a":["017","0x1F","1_000",".inf","1:30"]}`},
		{"I14", "a.yaml", "a: [., .., +, e5, 1e, 0x, Nantes, Infinity Ltd, -x]\n", `{"a":[".","..","+","e5","1e","0x","Nantes","Infinity Ltd","-x"]}`},
		{"I14", "2026-01-15.yaml", "2026-01-15: a\nnull x: b\n", `{"2026-01-15":"a","null x":"b"}`},
		{"I16", "a.yaml", "a: [1e30, 1e-30, 1234567890123456789012345678901234567890]\n", `{"a":[1000000000000000000000000000000,0.000000000000000000000000000001,1234567890123456789012345678901234567890]}`},
		{"I17", "a.yaml", "a: 9007199254740993\nb: 123456789012345678901234567890.123456789\n", `{"a":9007199254740993,"b":123456789012345678901234567890.123456789}`},
		{"I17", "a.json", `{"a":9007199254740993,"b":123456789012345678901234567890.123456789}`, `{"a":9007199254740993,"b":123456789012345678901234567890.123456789}`},
		{"I18", "a.yaml", "a: [-0, 0.0, -0.0e5, 1.0, 1e3, 1E+3, 10.50, 1.5e1, 25e-2, -1.0]\n", `{"a":[0,0,0,1,1000,1000,10.5,15,0.25,-1]}`},
		{"I18", "a.json", `{"a":[-0,0.0,-0.0e5,1.0,1e3,1E+3,10.50,1.5e1,25e-2,-1.0]}`, `{"a":[0,0,0,1,1000,1000,10.5,15,0.25,-1]}`},
		{"I12", "a.yaml", "a: {a: {a: 1}}\nA: 2\n", `{"A":2,"a":{"a":{"a":1}}}`},
		{"I10", "a.yaml", "\"<<\": 1\na: '*x'\nb: '&x'\nc: '!x'\nd: a&b *c !d\n", `{"<<":1,"a":"*x","b":"&x","c":"!x","d":"a&b *c !d"}`},
		{"I25", "a.yaml", "---\na: 1\n...\n# the end\n", `{"a":1}`},
		{"I06", "a.yaml", `a: "\u2028\u0085\ufeff\0"`, `{"a":"\u2028` + "\u0085\ufeff" + `\u0000"}`},
		{"I06", "a.json", "{\"a\":\"\u2028\u0085\u007f\"}", `{"a":"\u2028` + "\u0085\u007f" + `"}`},
		{"I04", "a.json", `{"a":"\ud83d\ude00\/"}`, `{"a":"😀/"}`},
		{"I24", "a.yaml", "a: |\n  <<<<<<< HEAD\n  =======\nb: '<html>'\n", `{"a":"<<<<<<< HEAD\n=======\n","b":"<html>"}`},
		{"styles", "a.yaml", "a: >-\n  x\n  y\nb: 'it''s'\nc: \"x\\ty\"\n? d\n: e\n'f': [a, {b: c}]\n", `{"a":"x y","b":"it's","c":"x\ty","d":"e","f":["a",{"b":"c"}]}`},
		{"empty", "a.yaml", "a: {}\nb: []\n", `{"a":{},"b":[]}`},
		{"empty", "a.json", `{}`, `{}`},
		{"format", "-", `  {"a":1}`, `{"a":1}`},
		{"format", "-", "\ufeff{\"a\":1}", `{"a":1}`},
		{"format", "-", "a: 1", `{"a":1}`},
		{"format", "a.YML", "a: 1", `{"a":1}`},
		{"format", "a.JSON", `{"a":1}`, `{"a":1}`},
		{"format", "a.yaml", `{"a":1}`, `{"a":1}`},
		{"format", "a.txt", "a: 1", `{"a":1}`},
	} {
		t.Run(tt.id, func(t *testing.T) {
			if got := asJSON(t, mustParse(t, tt.name, tt.text).Value()); got != tt.want {
				t.Errorf("%q reads as\n%s, want\n%s", tt.text, got, tt.want)
			}
		})
	}
}

func TestTwinsAreEqual(t *testing.T) {
	yaml := realistic()
	y, j := mustParse(t, "profile.yaml", string(yaml)), mustParse(t, "profile.json", string(twin(t, yaml)))
	if !reflect.DeepEqual(y.Value(), j.Value()) {
		t.Errorf("YAML and JSON differ:\n%v\n%v", y.Value(), j.Value())
	}
	if n := strings.Count(string(yaml), "\n"); n < 175 {
		t.Errorf("the profile has %d lines: too few to stand for a real one", n)
	}
}

func TestPositions(t *testing.T) {
	const yaml = `# 日本
apiVersion: v1
"naïve": 日本
insurance: {日本: [x, 日, y], "é": {id: 1}}
policies:
  - id: a
    note: |
      two
      lines
    limits: [1, 2]
  -
    id: b
  - - nested
    - - deeper
empty:
last: >
  folded
`
	const asJSON = `{
  "naïve": "日本", "ab\u00e9": 1,
  "policies" : [
    {"id": "a"},
    [ [ "x" , 2 ] ] ],
  "日本":{"x":[]}
}`
	for _, tt := range []struct{ name, text, path, value, key string }{
		{"a.yaml", yaml, "", "2:1", "2:1"},
		{"a.yaml", yaml, "apiVersion", "2:13", "2:1"},
		{"a.yaml", yaml, "naïve", "3:10", "3:1"},
		{"a.yaml", yaml, "insurance", "4:12", "4:1"},
		{"a.yaml", yaml, "insurance/日本", "4:17", "4:13"},
		{"a.yaml", yaml, "insurance/日本/1", "4:21", "4:21"},
		{"a.yaml", yaml, "insurance/日本/2", "4:24", "4:24"},
		{"a.yaml", yaml, "insurance/é/id", "4:38", "4:34"},
		{"a.yaml", yaml, "policies/0", "6:5", "6:5"},
		{"a.yaml", yaml, "policies/0/note", "7:11", "7:5"},
		{"a.yaml", yaml, "policies/0/limits/1", "10:17", "10:17"},
		{"a.yaml", yaml, "policies/1/id", "12:9", "12:5"},
		{"a.yaml", yaml, "policies/2/1/0", "14:9", "14:9"},
		{"a.yaml", yaml, "empty", "15:7", "15:1"},
		{"a.yaml", yaml, "last", "16:7", "16:1"},
		// what is not there
		{"a.yaml", yaml, "missing", "2:1", "2:1"},
		{"a.yaml", yaml, "policies/7", "6:3", "5:1"},
		{"a.yaml", yaml, "policies/0/missing/deeper", "6:5", "5:1"},
		{"a.yaml", yaml, "policies/00", "6:3", "5:1"},
		{"a.yaml", yaml, "apiVersion/0", "2:13", "2:1"},
		{"a.json", asJSON, "", "1:1", "1:1"},
		{"a.json", asJSON, "naïve", "2:12", "2:3"},
		{"a.json", asJSON, "abé", "2:30", "2:18"},
		{"a.json", asJSON, "policies", "3:16", "3:3"},
		{"a.json", asJSON, "policies/0/id", "4:12", "4:6"},
		{"a.json", asJSON, "policies/1/0/1", "5:15", "5:15"},
		{"a.json", asJSON, "日本/x", "6:13", "6:9"},
		{"a.json", asJSON, "日本/y", "6:8", "6:3"},
		{"a.json", asJSON, "missing", "1:1", "1:1"},
		{"bom.json", "\ufeff{\"a\":1}", "a", "1:6", "1:2"},
		{"bom.yaml", "\ufeffa: 1", "a", "1:4", "1:1"},
		{"cr.json", "{\r\"a\":1,\r\n\r\n\"b\":2}", "b", "4:5", "4:1"},
		{"cr.yaml", "a: 1\r\n\r\nb: 2\rc: 3", "c", "4:4", "4:1"},
	} {
		t.Run(tt.name+"/"+tt.path, func(t *testing.T) {
			doc := mustParse(t, tt.name, tt.text)
			var path []string
			if tt.path != "" {
				path = strings.Split(tt.path, "/")
			}
			if got, want := doc.Position(path).String(), tt.name+":"+tt.value; got != want {
				t.Errorf("the value stands at %s, want %s", got, want)
			}
			if got, want := doc.KeyPosition(path).String(), tt.name+":"+tt.key; got != want {
				t.Errorf("the name stands at %s, want %s", got, want)
			}
		})
	}
}

// Whoever asks for nothing pays for nothing, and many may ask at once.
func TestPositionsAreFoundOnceAndOnDemand(t *testing.T) {
	doc := mustParse(t, "a.json", `{"a": 1}`)
	asked, find := 0, doc.places
	doc.places = sync.OnceValue(func() *place { asked++; return find() })
	doc.Value()
	doc.Lookup([]string{"a"})
	if asked != 0 {
		t.Error("places were looked for that nobody asked for")
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if p := doc.Position([]string{"a"}); p.Column != 7 {
				t.Errorf("a stands at %v", p)
			}
		})
	}
	all.Wait()
	if asked != 1 {
		t.Errorf("places were looked for %d times", asked)
	}

	doc = mustParse(t, "a.yaml", "a: 1")
	if first, second := doc.places(), doc.places(); first != second {
		t.Error("places were looked for twice")
	}
	for name, text := range map[string]string{"a.yaml": string(realistic()), "a.json": string(twin(t, realistic()))} {
		reading := testing.AllocsPerRun(10, func() { mustParse(t, name, text) })
		locating := testing.AllocsPerRun(10, func() { mustParse(t, name, text).Position(nil) })
		if locating < reading+200 {
			t.Errorf("%s: %v allocations to read, %v to read and locate: the places were found when nobody had asked", name, reading, locating)
		}
	}
}

func TestLookup(t *testing.T) {
	doc := mustParse(t, "a.yaml", "a: {b: [x, {c: null}]}\n'0': zero\n")
	for _, tt := range []struct {
		path string
		want any
		ok   bool
	}{
		{"a/b/0", "x", true},
		{"a/b/1/c", nil, true},
		{"0", "zero", true},
		{"a/b/2", nil, false},
		{"a/b/-1", nil, false},
		{"a/b/01", nil, false},
		{"a/b/+1", nil, false},
		{"a/b/x", nil, false},
		{"a/x", nil, false},
		{"a/b/0/0", nil, false},
		{"a/b/1/c/d", nil, false},
	} {
		if got, ok := doc.Lookup(strings.Split(tt.path, "/")); got != tt.want || ok != tt.ok {
			t.Errorf("%s is %v, %v; want %v, %v", tt.path, got, ok, tt.want, tt.ok)
		}
	}
	if got, ok := doc.Lookup(nil); !ok || !reflect.DeepEqual(got, any(doc.Value())) {
		t.Errorf("the empty path is %v, %v", got, ok)
	}
}

// I31: the digest is that of the very bytes, byte order mark and all, and the
// document is done with them: the caller may write over its own.
func TestDigestAndOwnership(t *testing.T) {
	for _, name := range []string{"a.json", "a.yaml"} {
		data := []byte("\ufeff{\"key\": \"value\"}\n")
		sum := sha256.Sum256(data)
		doc, err := Parse(name, data, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range data {
			data[i] = '['
		}
		if doc.SHA256 != hex.EncodeToString(sum[:]) || doc.Name != name {
			t.Errorf("%s has the digest %s", doc.Name, doc.SHA256)
		}
		if got := asJSON(t, doc.Value()); got != `{"key":"value"}` {
			t.Errorf("%s changed with the bytes of its caller: %s", name, got)
		}
		if p := doc.Position([]string{"key"}); p.Column != 9 {
			t.Errorf("%s: the place changed with the bytes of its caller: %v", name, p)
		}
	}
}

func TestCanonical(t *testing.T) {
	for literal, want := range map[string]string{
		"0": "0", "-0": "0", "0.000": "0", "-0.0e-9": "0", "12": "12", "-12": "-12",
		"1.50": "1.5", "-1.50": "-1.5", "100": "100", "1e2": "100", "1.25e1": "12.5", "1.25E+2": "125", "1.25e3": "1250",
		"1e-3": "0.001", "-12e-3": "-0.012", "0.05e1": "0.5", "0.05e2": "5", "0.05e-1": "0.005", "10.0e-1": "1",
		"1e30":    "1" + strings.Repeat("0", 30),
		"1e39":    "1" + strings.Repeat("0", 39),
		"1e40":    "1e40", // the plain form would be longer than any literal may be
		"0.1e-38": "0.1e-38",
		"1234567890123456789012345678901234567e29": "1234567890123456789012345678901234567e29",
		"1e99999999999999999999":                   "1e99999999999999999999",
		"1e999999999":                              "1e999999999",
		"1e9999999999999999":                       "1e9999999999999999",
		"1e-999999999":                             "1e-999999999",
	} {
		if !isNumber(literal) {
			t.Errorf("%s is no number", literal)
		}
		if got := canonical(literal, 40); string(got) != want {
			t.Errorf("%s is written %s, want %s", literal, got, want)
		}
	}
}

func ExampleParse() {
	doc, err := Parse("vendor.yaml", []byte("vendor:\n  legal_name: Example GmbH\n"), Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	name, _ := doc.Lookup([]string{"vendor", "legal_name"})
	fmt.Println(name, "at", doc.Position([]string{"vendor", "legal_name"}))

	_, err = Parse("vendor.yaml", []byte("amount: 017\namount: 1_000\n"), Limits{})
	fmt.Println(err)
	// Output:
	// Example GmbH at vendor.yaml:2:15
	// vendor.yaml:1:9: "017" is a number to some readers of YAML and a text to others
	//     hint: quote it, or write a plain number, as 5000000 or 1.5
	// vendor.yaml:2:1: the field "amount" is given twice: first in line 1, column 1
	//     hint: keep one of the two
	// vendor.yaml:2:9: "1_000" is a number to some readers of YAML and a text to others
	//     hint: quote it, or write a plain number, as 5000000 or 1.5
}

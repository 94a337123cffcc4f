package document

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// A told is one problem as the tables below write it: "2:1 part of the message
// | part of the hint". The place "-" is the file as a whole.
type told string

func (want told) matches(p source.Problem) bool {
	place, rest, _ := strings.Cut(string(want), " ")
	message, hint, _ := strings.Cut(rest, " | ")
	at := "-"
	if p.Line > 0 {
		at = fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return at == place && strings.Contains(p.Message, message) && strings.Contains(p.Hint, hint)
}

// Refused texts, each with all that is told of it. The letters are those of
// the fault catalogue, reliability.md 2.1.
func TestFaults(t *testing.T) {
	type wants = []told
	for _, tt := range []struct {
		id, name, text string
		want           wants
	}{
		// I01: nothing there
		{"I01", "a.yaml", "", wants{"- the file is empty: no document | apiVersion"}},
		{"I01", "a.json", "", wants{"- the file is empty: no document | apiVersion"}},
		{"I01", "-", " \r\n\t ", wants{"- the file is empty: no document"}},
		{"I01", "a.yaml", "\ufeff", wants{"- the file is empty: no document"}},
		{"I01", "a.yaml", "# only\n# comments\n", wants{"- the file is empty: no document"}},
		{"I01", "a.yaml", "---\n", wants{"- the file is empty: no document"}},
		{"I01", "a.yaml", "--- # x\n...\n", wants{"- the file is empty: no document"}},
		{"I01", "a.json", " \n", wants{"- the file is empty: no document"}},

		// I02: something else than an object
		{"I02", "a.yaml", "null\n", wants{"1:1 want an object, got null"}},
		{"I02", "a.yaml", "# x\n- a\n", wants{"2:1 want an object, got a list"}},
		{"I02", "a.yaml", "hello world\n", wants{"1:1 want an object, got a text | kind:"}},
		{"I02", "a.yaml", "''\n", wants{"1:1 want an object, got a text"}},
		{"I02", "a.yaml", "12\n", wants{"1:1 want an object, got a number"}},
		{"I02", "a.yaml", "true\n", wants{"1:1 want an object, got true or false"}},
		{"I02", "a.json", " null", wants{"1:2 want an object, got null"}},
		{"I02", "a.json", `[{}]`, wants{"1:1 want an object, got a list"}},
		{"I02", "a.json", `"x"`, wants{"1:1 want an object, got a text"}},
		{"I02", "a.json", `12`, wants{"1:1 want an object, got a number"}},
		{"I02", "a.json", `false`, wants{"1:1 want an object, got true or false"}},
		{"I02", "-", `[1]`, wants{"1:1 want an object, got a list"}},

		// I03: byte order marks
		{"I03", "a.yaml", "\ufeff\ufeffa: 1\n", wants{"1:1 two byte order marks | joined"}},
		{"I03", "a.json", "\ufeff\ufeff{}", wants{"1:1 two byte order marks | joined"}},
		{"I03", "a.yaml", "a: 1\n\ufeffb: 2\n", wants{"2:1 byte order mark, U+FEFF, inside | joined"}},

		// I04: not UTF-8
		{"I04", "a.yaml", "a: caf\xe9\nb: \xe9\n", wants{"1:7 byte 0xE9 at offset 6, and 1 more | this byte is \"é\""}},
		{"I04", "a.json", "\ufeff{\"naïve\": \"\xff\"}", wants{"1:12 byte 0xFF at offset 15 | save the file as UTF-8"}},
		{"I04", "a.yaml", "a: \xc0\xaf\n", wants{"1:4 byte 0xC0 at offset 3, and 1 more"}},
		{"I04", "a.json", "{\"a\": \"\xed\xa0\x80\"}", wants{"1:8 byte 0xED at offset 7, and 2 more"}},
		{"I04", "a.yaml", "a: \xe6\x97", wants{"1:4 byte 0xE6 at offset 3"}},
		{"I04", "a.yaml", "\xff\xfea\x00:\x00 \x001\x00", wants{"- UTF-16 | save the file as UTF-8"}},
		{"I04", "a.json", "\xfe\xff\x00{\x00}", wants{"- UTF-16 | save the file as UTF-8"}},
		{"I04", "a.json", "{\x00}\x00 \x00", wants{"- UTF-16 | save the file as UTF-8"}},
		{"I04", "a.json", "\x00{\x00}\x00 ", wants{"- UTF-16 | save the file as UTF-8"}},
		{"I04", "a.yaml", "\xff\xfe\x00\x00a\x00\x00\x00", wants{"- UTF-32 | save the file as UTF-8"}},
		{"I04", "a.json", `{"a": "x\ud800"}`, wants{"1:9 half a character | both halves"}},
		{"I04", "a.json", `{"a": "\ud800\u0041"}`, wants{"1:8 half a character | both halves"}},
		{"I04", "a.json", `{"a": "\udc00"}`, wants{"1:8 half a character | both halves"}},
		{"I04", "a.yaml", `a: "\ud83d"`, wants{`1:7 half a character | \U0001F600`}},
		{"I04", "a.yaml", `a: "\ud83d\ude00"`, wants{`1:7 half a character | \U0001F600`}},

		// I06: line breaks that only some take for one
		{"I06", "a.yaml", "a: b\u0085c: d\n", wants{`1:5 Unicode line break, U+0085 | "\u0085"`}},
		{"I06", "a.yaml", "日: b\u2028c: d\n# x\u2029y\n", wants{`1:5 Unicode line break, U+2028 | "\u2028"`, "2:4 Unicode line break, U+2029"}},
		{"I06", "a.yaml", "a: \"b\u2028c\"\n", wants{`1:6 Unicode line break, U+2028 | inside double quotes`}},
		{"I06", "a.json", "{\"a\":\u20281}", wants{"1:6 not a value of JSON"}},

		// I07: control characters
		{"I07", "a.yaml", "a: b\x00\nc: \x1b[31m\n", wants{"1:5 control character, U+0000 | remove it", "2:4 control character, U+001B"}},
		{"I07", "a.yaml", "a: \"\x7f\u009b\"\n", wants{"1:5 control character, U+007F", "1:6 control character, U+009B"}},
		{"I07", "a.yaml", "a: \uffff\n", wants{"1:4 control character, U+FFFF"}},
		{"I07", "a.json", "{\"a\": \"\x00\"}", wants{"1:8 control character, U+0000"}},
		{"I07", "a.json", "{\"a\": \"\t\"}", wants{`1:8 tab inside a text | \t`}},

		// I09: nested too deep, which is told before the end is reached
		{"I09", "a.yaml", strings.Repeat("[", 65), wants{"1:65 nested more than 64 deep"}},
		{"I09", "a.yaml", strings.Repeat("{a: ", 65), wants{"1:257 nested more than 64 deep"}},
		{"I09", "a.yaml", strings.Repeat("- ", 65) + "[", wants{"1:129 nested more than 64 deep"}},
		{"I09", "a.yaml", strings.Repeat("? ", 65) + "[", wants{"1:129 nested more than 64 deep"}},
		{"I09", "a.json", `{"a":` + strings.Repeat("[", 64), wants{"1:69 nested more than 64 deep | check that"}},
		{"I09", "a.json", strings.Repeat(`{"a":`, 65), wants{"1:321 nested more than 64 deep"}},

		// I10: what YAML has and JSON has not
		{"I10", "a.yaml", "a: &x 1\nb: *x\n&y c: 2\n", wants{"1:4 an anchor, \"&x\" | write the value out", "2:4 an alias, \"*x\" | write the value out", "3:1 an anchor, \"&y\""}},
		{"I10", "a.yaml", "a: &a [*a]\n", wants{"1:4 an anchor, \"&a\"", "1:8 an alias, \"*a\""}},
		{"I10", "a.yaml", "a: *nowhere\n", wants{"1:4 an alias, \"*nowhere\" | needs quotes"}},
		{"I10", "a.yaml", "a: **bold**\n", wants{"1:4 an alias | needs quotes"}},
		{"I10", "a.yaml", "x: &b {c: 1}\nd:\n  <<: *b\n  e: 1\n", wants{"1:4 an anchor", "3:3 a merge key, << | write the fields out", "3:7 an alias"}},
		{"I10", "a.yaml", "<<: {a: 1}\n", wants{"1:1 a merge key"}},
		{"I10", "a.yaml", "*a : 1\n", wants{"1:1 an alias"}},
		{"I10", "a.yaml", "x: &a k\n*a : 1\n", wants{"1:4 an anchor", "2:1 an alias"}},
		{"I10", "a.yaml", "a: !!str 1\nb: !!binary aGk=\nc: !mine {}\nd: ! x\ne: !!bool \"yes\"\n", wants{"1:4 a tag, \"!!str\" | leave the tag out", "2:4 a tag, \"!!binary\"", "3:4 a tag, \"!mine\"", "4:4 a tag, \"!\"", "5:4 a tag, \"!!bool\""}},
		{"I10", "a.yaml", "a: !<tag:yaml.org,2002:str> 1\n!!str b: 1\n", wants{"1:4 a tag, \"!!str\"", "2:1 a tag, \"!!str\""}},
		{"I10", "a.yaml", "a: !x!y z\n", wants{"1:4 a tag | leave the tag out"}},
		{"I10", "a.yaml", "!!map\na: 1\n", wants{"1:1 a tag, \"!!map\""}},
		{"I10", "a.yaml", "!!seq\n- a\n", wants{"1:1 a tag, \"!!seq\"", "1:1 want an object, got a list"}},
		{"I10", "a.yaml", "%YAML 1.2\n---\na: 1\n", wants{"1:1 a YAML directive | begin with %"}},
		{"I10", "a.yaml", "%YAML 1.1\n---\na: &x 1\n", wants{"1:1 a YAML directive", "3:4 an anchor"}},
		{"I10", "a.yaml", "# x\n%TAG !e! tag:e,2026:\n---\na: 1\n", wants{"2:1 a YAML directive"}},
		{"I10", "a.yaml", "%OTHER x\n---\na: 1\n", wants{"1:1 a YAML directive"}},
		{"I10", "a.yaml", "a: 1\n...\n%YAML 1.1\n---\nb: 1\n", wants{"3:1 a YAML directive", "3:1 a second document"}},

		// I12: given twice
		{"I12", "a.yaml", "a: 1\nb: 2\na: 3\n", wants{`3:1 "a" is given twice: first in line 1, column 1 | keep one`}},
		{"I12", "a.yaml", "a: 1\n'a': 2\n\"a\": 3\n\"\\u0061\": 4\n? a\n: 5\n", wants{"2:1 first in line 1", "3:1 first in line 1", "4:1 first in line 1", "5:3 first in line 1"}},
		{"I12", "a.yaml", "x:\n  - {k: 1, l: 2, k: 3}\n", wants{"2:18 first in line 2, column 6"}},
		{"I12", "a.yaml", "a: {b: 1, b}\n", wants{`1:11 "b" is given twice`}},
		{"I12", "a.yaml", "'1': a\n1: b\n\"1\": c\n", wants{"2:1 the name of a field, 1, is not a text", "3:1 \"1\" is given twice: first in line 1"}},
		{"I12", "a.yaml", "1: b\n'1': a\n\"1\": c\n", wants{"1:1 the name of a field, 1, is not a text", "3:1 \"1\" is given twice: first in line 2"}},
		{"I12", "a.json", "{\"a\": 1,\n\"b\": {\"a\": 1, \"a\": 2},\n\"\\u0061\": 3, \"a\": 4}", wants{"2:15 first in line 2, column 7", "3:1 first in line 1, column 2 | keep one", "3:14 first in line 1, column 2"}},
		{"I12", "a.json", `{"日": 1, "日": 2}`, wants{`1:10 "日" is given twice: first in line 1, column 2`}},

		// names that are no text
		{"key", "a.yaml", "1: x\ntrue: y\n~: z\n: w\n1.5: v\n0x1F: u\n", wants{"1:1 1, is not a text but a number | quotes", "2:1 true, is not a text but true or false", "3:1 ~, is not a text but null", "4:1 the name of a field is missing", "5:1 1.5, is", "6:1 0x1F, is"}},
		{"key", "a.yaml", "? [a]\n: b\n? {c: d}\n: e\n", wants{"1:3 the name of a field is a list", "3:3 the name of a field is an object"}},
		{"key", "a.yaml", "a: {{ vendor }}\n", wants{"1:5 the name of a field is an object | placeholder"}},

		// I14, I15: numbers to some
		{"I14", "a.yaml", "a: [0x1F, 0o17, 017, 1_000, +5, .5, 5., 0b11, 1:30, -017, 08, 1__0, -.5, 190:20:30.15, 5.e3]\n", wants{
			`1:5 "0x1F" is a number to some readers of YAML | quote it, or write a plain number`, `1:11 "0o17"`, `1:17 "017"`, `1:22 "1_000"`, `1:29 "+5"`, `1:33 ".5"`, `1:37 "5."`, `1:41 "0b11"`, `1:47 "1:30"`, `1:53 "-017"`, `1:59 "08"`, `1:63 "1__0"`, `1:69 "-.5"`, `1:74 "190:20:30.15"`, `1:88 "5.e3"`,
		}},
		{"I15", "a.yaml", "a: [.inf, -.Inf, +.INF, .nan, .NaN, .NAN, NaN, Infinity, -Infinity]\n", wants{`1:5 ".inf"`, `1:11 "-.Inf"`, `1:18 "+.INF"`, `1:25 ".nan"`, `1:31 ".NaN"`, `1:37 ".NAN"`, `1:43 "NaN" | quote it`, `1:48 "Infinity"`, `1:58 "-Infinity"`}},
		{"I15", "a.json", `{"a": NaN}`, wants{"1:7 not a value of JSON"}},
		{"I15", "a.json", `{"a": -Infinity}`, wants{"1:7 not a number of JSON"}},
		{"I14", "a.json", `{"a": True}`, wants{"1:7 not a value of JSON | true, false, null"}},
		{"I14", "a.json", `{"a": nul}`, wants{"1:7 not a value of JSON"}},
		{"I14", "a.json", `{"a": 017}`, wants{"1:7 not a number of JSON | write a plain number"}},
		{"I14", "a.json", `{"a": [1, 0x1F]}`, wants{"1:11 not a number of JSON"}},
		{"I14", "a.json", `{"a": 1_000}`, wants{"1:7 not a number of JSON"}},
		{"I14", "a.json", `{"a": +5}`, wants{"1:7 not a number of JSON"}},
		{"I14", "a.json", `{"a": .5}`, wants{"1:7 not a number of JSON"}},
		{"I14", "a.json", `{"a": 5.}`, wants{"1:7 not a number of JSON"}},
		{"I14", "a.json", `{"a": 1e}`, wants{"1:7 not a number of JSON"}},
		{"I14", "a.json", `{"a": -}`, wants{"1:7 not a number of JSON"}},

		// I16: numbers out of proportion
		{"I16", "a.yaml", "a: 1e400\nb: 1e-31\nc: 12345678901234567890123456789012345678901\nd: 1e99999999999999999999\n", wants{"1:4 number 1e400 is out of range | power of ten up to 30", "2:4 1e-31", "3:4 a number of 41 characters is out of range | 40 characters", "4:4 out of range"}},
		{"I16", "a.json", `{"a": 1e400, "b": [1E+31, 12345678901234567890123456789012345678901]}`, wants{"1:7 number 1e400 is out of range", "1:20 1E+31", "1:27 a number of 41 characters"}},

		// I24: other kinds of file, and files that were cut off
		{"I24", "a.yaml", "<!DOCTYPE html>\n<html>", wants{"- HTML or XML page | fetch it again"}},
		{"I24", "a.json", "\n <HTML><body>", wants{"- HTML or XML page | fetch it again"}},
		{"I24", "-", "<?xml version=\"1.0\"?>", wants{"- HTML or XML page"}},
		{"I24", "a.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", wants{"- Git LFS pointer | git lfs pull"}},
		{"I24", "a.yaml", "\x1f\x8b\x08\x00\x00", wants{"- gzip | unpack"}},
		{"I24", "a.json", "PK\x03\x04\x14", wants{"- zip archive | as YAML or JSON"}},
		{"I24", "a.yaml", "\xd0\xcf\x11\xe0\xa1\xb1", wants{"- old Office document"}},
		{"I24", "a.yaml", "%PDF-1.7\n%\xe2", wants{"- a PDF | as YAML or JSON"}},
		{"I24", "a.yaml", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\nc: 1\n<<<<<<<\n", wants{"2:1 merge conflict | choose one of the two sides", "8:1 merge conflict"}},
		{"I24", "a.json", "{\r\n<<<<<<< HEAD\r\n\"a\": 1\r\n=======\r\n>>>>>>> x\r\n}", wants{"2:1 merge conflict"}},
		{"I24", "a.json", `{"a": {"b": [1, 2`, wants{"1:18 the file ends before the document does | the [ of line 1, column 13 is still open"}},
		{"I24", "a.json", "{\n\"a\": \"x", wants{`2:6 the text that begins here is not closed | close it with "`}},
		{"I24", "a.json", `{"a": tru`, wants{"1:10 the file ends before the document does | the { of line 1, column 1"}},
		{"I24", "a.json", `tru`, wants{"1:4 the file ends before the document does | cut off"}},
		{"I24", "a.json", `{"a"`, wants{"1:5 the file ends before the document does"}},
		{"I24", "a.json", `{"a": {"b": 1}`, wants{"1:15 the file ends | the { of line 1, column 1 is still open"}},
		{"I24", "a.yaml", "a: [1,\n  2,\n", wants{"3:1 the file ends before the document does | ] or } is missing"}},
		{"I24", "a.yaml", "a: \"text\nmore\n", wants{`1:4 the text that begins here is not closed | close it with "`}},
		{"I24", "a.yaml", "a: 'text\nb: 1\n", wants{`1:4 the text that begins here is not closed | close it with '`}},
		{"I24", "a.yaml", "a: 1\nb", wants{"2:1 neither a field nor an entry"}},

		// I25: more than one document
		{"I25", "a.yaml", "a: 1\n---\nb: 2\n", wants{"2:1 a second document begins here | one document into a file"}},
		{"I25", "a.yaml", "a: 1\na: 2\n---\n", wants{"2:1 given twice", "3:1 a second document begins here"}},
		{"I25", "a.yaml", "---\n---\na: 1\n", wants{"2:1 a second document begins here"}},
		{"I25", "a.yaml", "a: 1\n... garbage\n", wants{"2:5 something follows it"}},
		{"I25", "a.yaml", "{a: 1} garbage\n", wants{"1:8 something follows it | one document"}},
		{"I25", "a.yaml", "{\"a\":1}\n{\"b\":2}\n", wants{"2:1 something follows it"}},
		{"I25", "a.json", "{\"a\":1}\n{\"a\":2}\n", wants{"2:1 a second document begins here | .ndjson"}},
		{"I25", "a.json", `{"a":1} null`, wants{"1:9 a second document begins here"}},
		{"I25", "a.json", `{"a":1, "a": 2} x`, wants{"1:9 given twice", "1:17 something follows it"}},
		{"I25", "a.json", `{"a":1}, {}`, wants{"1:8 something follows it"}},
		{"I25", "a.json", `{"a":1}}`, wants{"1:8 something follows it | last brace"}},

		// grammar: what people get wrong in YAML
		{"yaml", "a.yaml", "\ta: 1\n", wants{"1:1 a tab where YAML wants spaces | indent with spaces"}},
		{"yaml", "a.yaml", "a:\n  b: 1\n\tc: 2\n", wants{"3:1 a tab where YAML wants spaces"}},
		{"yaml", "a.yaml", "a:\n  \t- x\n", wants{"2:3 a tab where YAML wants spaces"}},
		{"yaml", "a.yaml", "a: >\n x\n\ty\n", wants{"3:1 a tab where YAML wants spaces"}},
		{"yaml", "a.yaml", "a:1\nb: 2\n", wants{"1:2 no space after the colon | write a: and then the value"}},
		{"yaml", "a.yaml", "a: 1\nb:2\nc: 3\n", wants{"2:2 no space after the colon | write b:"}},
		{"yaml", "a.yaml", "x:\n  - id: é\n    name:y\n    z: 1\n", wants{"3:9 no space after the colon | write name:"}},
		{"yaml", "a.yaml", "a: Note: this\n", wants{"1:8 a second colon in one line | quotes"}},
		{"yaml", "a.yaml", "kind: x\n  b: 2\n", wants{"2:3 indented below line 1, which has a value already"}},
		{"yaml", "a.yaml", "a:\n  b\n  c: 1\n", wants{"3:4 a colon where no field can be | quotes"}},
		{"yaml", "a.yaml", "a: ]", wants{`1:4 a value is missing before "]"`}},
		{"yaml", "a.yaml", "a: [.]\nb: [, .]\n", wants{`2:5 a value is missing before ","`}},
		{"yaml", "a.yaml", "# c\na: 1\n\n# c\n  b: 2\n", wants{"5:3 indented below line 2, which has a value already | indent it like"}},
		{"yaml", "a.yaml", "a: foo\nbar\nb: 1\n", wants{"2:1 neither a field nor an entry | name: value"}},
		{"yaml", "a.yaml", "a:\n  b: 1\n c: 2\n", wants{"3:2 does not line up | exactly as many spaces"}},
		{"yaml", "a.yaml", "a:\n  - b\n c: 2\n", wants{"3:2 does not line up"}},
		{"yaml", "a.yaml", "a: 'x' y\n", wants{`1:8 something follows the value: "y" | one pair of quotes`}},
		{"yaml", "a.yaml", "a: \"b\"c\n", wants{`1:7 something follows the value: "c"`}},
		{"yaml", "a.yaml", "a: [1, 2]]\n", wants{`1:10 something follows the value: "]" | remove it`}},
		{"yaml", "a.yaml", "a: 1\n- b\n", wants{"2:1 an entry of a list where a field is due | below the name"}},
		{"yaml", "a.yaml", "a: 1\n]\n", wants{"2:1 this line is no field"}},
		{"yaml", "a.yaml", "- a\nb: 1\n", wants{"2:1 a field in the list that begins in line 1"}},
		{"yaml", "a.yaml", "a: - b\n", wants{"1:4 a list cannot begin behind the name | next line"}},
		{"yaml", "a.yaml", "a: [1, 2\nb: 3\n", wants{"2:2 a comma or a closing bracket is missing | the [ of line 1, column 4 is still open"}},
		{"yaml", "a.yaml", "a: {x: 1\nb: 3\n", wants{"2:2 a comma or a closing bracket is missing | the { of line 1, column 4 is still open"}},
		{"yaml", "a.yaml", "a: [1, }\n", wants{`1:8 a value is missing before "}"`}},
		{"yaml", "a.yaml", "a: ]\n", wants{`1:4 a value is missing before "]" | needs quotes`}},
		{"yaml", "a.yaml", "a: @x\n", wants{"1:4 a value cannot begin with @ | quotes"}},
		{"yaml", "a.yaml", "a: `x`\n", wants{"1:4 a value cannot begin with ` | quotes"}},
		{"yaml", "a.yaml", "a: %x\n", wants{"1:4 a value cannot begin with % | quotes"}},
		{"yaml", "a.yaml", "a: *\n", wants{"1:4 a value cannot begin with * or & | quotes"}},
		{"yaml", "a.yaml", "a: & b\n", wants{"1:4 a value cannot begin with * or & | quotes"}},
		{"yaml", "a.yaml", "a: ? b\n", wants{"1:4 a value cannot begin with ? | quotes"}},
		{"yaml", "a.yaml", "a: \"C:\\files\\Q\"\n", wants{`1:13 a backslash that YAML gives no meaning | write \\ for a backslash`}},
		{"yaml", "a.yaml", "a: \"\\xZZ\"\n", wants{"1:7 a backslash that YAML gives no meaning"}},
		{"yaml", "a.yaml", "a: \"x\n---\ny\"\n", wants{"1:4 the text that begins here is not closed"}},
		{"yaml", "a.yaml", "a: |x\n", wants{"1:5 the text must begin on the next line | below"}},

		// grammar: what people get wrong in JSON
		{"json", "a.json", "kind: VendorProfile\n", wants{"1:1 this is not JSON | .yaml"}},
		{"json", "a.json", "]", wants{"1:1 this is not JSON"}},
		{"json", "a.json", `{"a": 1,}`, wants{"1:8 a comma with no value | remove the comma"}},
		{"json", "a.json", `{"a": [1, 2,]}`, wants{"1:12 a comma with no value"}},
		{"json", "a.json", `{"a": [1,,2]}`, wants{"1:10 a comma with no value"}},
		{"json", "a.json", `{,}`, wants{"1:2 a comma with no value"}},
		{"json", "a.json", `{"a": }`, wants{"1:7 the field before this has no value | null"}},
		{"json", "a.json", `{"a" 1}`, wants{"1:6 a colon is missing"}},
		{"json", "a.json", `{a: 1}`, wants{`1:2 the name of a field is not in double quotes | "name": value`}},
		{"json", "a.json", `{"b": 1, 1: 2}`, wants{"1:10 the name of a field is not in double quotes"}},
		{"json", "a.json", `{'a': 1}`, wants{"1:2 a text in single quotes | double quotes"}},
		{"json", "a.json", `{"a": 'x'}`, wants{"1:7 a text in single quotes"}},
		{"json", "a.json", `{"a": 1 "b": 2}`, wants{"1:9 a comma or a closing bracket is missing | the { of line 1, column 1"}},
		{"json", "a.json", `{"a": [1, 2}}`, wants{"1:12 a comma or a closing bracket is missing | the [ of line 1, column 7"}},
		{"json", "a.json", `{"a": "b"c"}`, wants{"1:10 a comma or a closing bracket is missing"}},
		{"json", "a.json", "{\"a\": 1 // x\n}", wants{"1:9 JSON has no comments | .yaml"}},
		{"json", "a.json", "{\"a\": \"x\n\"}", wants{`1:7 not closed on its line | \n`}},
		{"json", "a.json", `{"a": "C:\qux"}`, wants{`1:10 a backslash that JSON gives no meaning | \\`}},
		{"json", "a.json", `{"a": "C:\users"}`, wants{`1:10 a backslash that JSON gives no meaning | \\`}},
	} {
		t.Run(tt.id, func(t *testing.T) {
			got := problemsIn(t, tt.name, tt.text, Limits{})
			matched := len(got) == len(tt.want)
			for i := 0; matched && i < len(got); i++ {
				matched = tt.want[i].matches(got[i])
			}
			if !matched {
				t.Errorf("%s %q\ntells\n%v\nwant\n%s", tt.name, tt.text, got, tt.want)
			}
		})
	}
}

// Nothing of the file reaches a terminal as it is, or at any length.
func TestMessagesQuoteTheFile(t *testing.T) {
	for _, text := range []string{
		"? \"\\e[31m\\u202e\\n" + strings.Repeat("x", 200) + "\"\n: 1\n? \"\\e[31m\\u202e\\n" + strings.Repeat("x", 200) + "\"\n: 2\n",
		"a: !\u202e" + strings.Repeat("x", 300) + " 1\n",
		"a: &\u202e" + strings.Repeat("x", 300) + " 1\n",
		"a: *\u202e" + strings.Repeat("x", 300) + "\n",
		"a: 'x' \u202e" + strings.Repeat("x", 300) + "\n",
		"a: 0" + strings.Repeat("1", 300) + "\n",
		"0" + strings.Repeat("1", 300) + ": 1\n",
	} {
		for _, p := range problemsIn(t, "a.yaml", text, Limits{}) {
			if shown := p.Message + p.Hint; strings.ContainsAny(shown, "\u202e\x1b\n") || len(shown) > 300 {
				t.Errorf("%q tells %q", text, shown)
			}
		}
	}
}

func TestManyFaultsAreCutOff(t *testing.T) {
	repeat := func(entry, between string, n int) string {
		return strings.TrimSuffix(strings.Repeat(entry+between, n), between)
	}
	for _, tt := range []struct {
		name, of string
		text     func(n int) string
	}{
		{"a.yaml", "numbers", func(n int) string { return "a:\n" + repeat("  - 017", "\n", n) }},
		{"a.yaml", "names", func(n int) string { return repeat("a: 1", "\n", n+1) }},
		{"a.yaml", "control characters", func(n int) string { return "a: " + repeat("\x01", "", n) }},
		{"a.yaml", "conflicts", func(n int) string { return repeat("<<<<<<<\n", "", n) }},
		{"a.json", "numbers", func(n int) string { return `{"a":[` + repeat("1e99", ",", n) + `]}` }},
		{"a.json", "names", func(n int) string { return "{" + repeat(`"a":1`, ",", n+1) + "}" }},
	} {
		t.Run(tt.name+"/"+tt.of, func(t *testing.T) {
			for n, want := range map[int]int{mostFaults - 1: mostFaults - 1, mostFaults: mostFaults, mostFaults + 1: mostFaults + 1, 5000: mostFaults + 1} {
				got := problemsIn(t, tt.name, tt.text(n), Limits{})
				last := got[len(got)-1]
				if len(got) != want || strings.Contains(last.Message, "left out") != (n > mostFaults) {
					t.Errorf("%d faults: %d problems, the last of them %v", n, len(got), last)
				}
			}
		})
	}
}

// Each limit at, just below and just above what the text needs, in both formats.
func TestLimits(t *testing.T) {
	lists := func(n int) any {
		var v any = []any{}
		for range n - 2 {
			v = []any{v}
		}
		return map[string]any{"a": v}
	}
	many := func(n int) any {
		entries := []any{}
		for range n - 2 {
			entries = append(entries, json.Number("1"))
		}
		return map[string]any{"a": entries}
	}
	for _, tt := range []struct {
		of      string
		needs   func(n int) any
		most    int
		set     func(*Limits, int)
		message string
	}{
		{"depth", lists, DefaultLimits().Depth, func(l *Limits, n int) { l.Depth = n }, "nested more than"},
		{"values", many, DefaultLimits().Values, func(l *Limits, n int) { l.Values = n }, "values"},
		{"string", func(n int) any { return map[string]any{"a": strings.Repeat("x", n)} }, DefaultLimits().StringBytes, func(l *Limits, n int) { l.StringBytes = n }, "a text of"},
		{"multibyte string", func(n int) any { return map[string]any{"a": strings.Repeat("é", n/2) + strings.Repeat("x", n%2)} }, DefaultLimits().StringBytes, func(l *Limits, n int) { l.StringBytes = n }, "a text of"},
		{"name", func(n int) any { return map[string]any{strings.Repeat("k", n): true} }, DefaultLimits().KeyBytes, func(l *Limits, n int) { l.KeyBytes = n }, "the name of a field has"},
		{"number", func(n int) any { return map[string]any{"a": json.Number(strings.Repeat("7", n))} }, DefaultLimits().NumberChars, func(l *Limits, n int) { l.NumberChars = n }, "out of range"},
		{"exponent", func(n int) any { return map[string]any{"a": json.Number(fmt.Sprintf("1e%d", n))} }, DefaultLimits().Exponent, func(l *Limits, n int) { l.Exponent = n }, "out of range"},
		{"negative exponent", func(n int) any { return map[string]any{"a": json.Number(fmt.Sprintf("1e-%d", n))} }, DefaultLimits().Exponent, func(l *Limits, n int) { l.Exponent = n }, "out of range"},
	} {
		for _, name := range []string{"a.json", "a.yaml"} {
			t.Run(tt.of+"/"+name, func(t *testing.T) {
				for _, n := range []int{tt.most - 1, tt.most, tt.most + 1} {
					text := asJSON(t, tt.needs(n)) // which is YAML too
					_, err := Parse(name, []byte(text), Limits{})
					if (err == nil) != (n <= tt.most) {
						t.Errorf("%d by default: %v", n, err)
					}
					for _, limit := range []int{n - 1, n, n + 1} {
						limits := Limits{Bytes: 1 << 22}
						tt.set(&limits, limit)
						if n <= limit {
							if _, err := Parse(name, []byte(text), limits); err != nil {
								t.Errorf("%d within a limit of %d: %v", n, limit, err)
							}
							continue
						}
						if p := problemsIn(t, name, text, limits)[0]; !strings.Contains(p.Message, tt.message) {
							t.Errorf("%d beyond a limit of %d: %v", n, limit, p)
						}
					}
				}
			})
		}
	}
	t.Run("bytes", func(t *testing.T) {
		const text = `{"a": "0123456789"}`
		for limit := len(text) - 1; limit <= len(text)+1; limit++ {
			_, err := Parse("a.json", []byte(text), Limits{Bytes: limit})
			if (err == nil) != (len(text) <= limit) {
				t.Errorf("%d bytes, limit %d: %v", len(text), limit, err)
			}
		}
		large := `{"a": "` + strings.Repeat(" ", 1<<20-len(`{"a": ""}`)) + `"}`
		if p := problemsIn(t, "a.json", large+" ", Limits{}); !told("- the file is larger than 1 MiB | raise the limit").matches(p[0]) {
			t.Errorf("a byte more than 1 MiB: %v", p)
		}
		if p := problemsIn(t, "a.json", large, Limits{}); !strings.Contains(p[0].Message, "a text of") {
			t.Errorf("just 1 MiB: %v", p)
		}
	})
	t.Run("size", func(t *testing.T) {
		for bytes, want := range map[int]string{1: "1 byte", 100: "100 bytes", 1024: "1 KiB", 1025: "1025 bytes", 3 << 20: "3 MiB"} {
			if got := size(bytes); got != want {
				t.Errorf("%d bytes are %s", bytes, got)
			}
		}
	})
	t.Run("negative", func(t *testing.T) {
		if got := (Limits{Bytes: -1, Depth: -1}).filled(); got != DefaultLimits() {
			t.Errorf("negative limits mean %+v", got)
		}
	})
}

// Depth that is made of both kinds of YAML nesting, none of which is too deep
// alone.
func TestDepthOfBlocksAndBrackets(t *testing.T) {
	for n := 60; n <= 66; n++ {
		half := n / 2
		text := "a: \n"
		for i := 1; i < half-1; i++ {
			text += strings.Repeat(" ", i) + "a:\n"
		}
		text += strings.Repeat(" ", half) + "a: " + strings.Repeat("[", n-half) + strings.Repeat("]", n-half)
		_, err := Parse("a.yaml", []byte(text), Limits{})
		if (err == nil) != (n <= 64) {
			t.Errorf("depth %d: %v", n, err)
		}
	}
}

// A panic of the library is told as a problem, in words that do not blame the
// vendor. No text is known that causes one.
func TestPanicOfTheLibrary(t *testing.T) {
	err := guarded(func() error { panic("index out of \x1b range") })
	r := &yamlReader{limits: DefaultLimits(), faults: &faults{file: "a.yaml"}}
	r.syntax(err, "a: 1\n")
	problems := asProblems(t, "a.yaml", r.faults.err())
	if len(problems) != 1 || !told(`- the YAML reader failed: "index out of \x1b range" | a bug of vendorgate`).matches(problems[0]) {
		t.Errorf("told as %v", problems)
	}
}

// A fault of grammar that has no words of ours is told in those of the library.
func TestUnknownSyntaxError(t *testing.T) {
	r := &yamlReader{limits: DefaultLimits(), faults: &faults{file: "a.yaml"}}
	r.syntax(&yaml.LoadError{Stage: yaml.ParserStage, Message: "found something new", Mark: yaml.Mark{Line: 9, Column: 9}}, "a: 1\n")
	r.syntax(errors.New("something else"), "a: 1\n")
	problems := asProblems(t, "a.yaml", r.faults.err())
	if len(problems) != 2 || !told("- the YAML reader failed").matches(problems[0]) || !told("9:9 this is not YAML: found something new").matches(problems[1]) {
		t.Errorf("told as %v", problems)
	}
}

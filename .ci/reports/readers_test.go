package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadersRefuse: a reader that takes everything judges nothing. Each takes
// the report as it is, and refuses it once something is changed.
func TestReadersRefuse(t *testing.T) {
	for _, tc := range []struct {
		format, file string
		old, changed string
	}{
		{"csv", "rejected.csv", "Northwoods", `North"woods`},
		{"csv", "rejected.csv", ",fail,", ",fail,more,"},
		{"csv", "rejected.csv", "\r\nNorthwoods", "\r\n=1+1"},
		{"json", "rejected.json", `"status": "fail"`, `"status": "failed"`},
		{"json", "rejected.json", `"complete": true`, `"complete": true, "more": 1`},
		{"ndjson", "rejected.ndjson", `"status":"fail"`, `"status":"failed"`},
		{"ndjson", "rejected.ndjson", `{"end"`, `{"ent"`},
		{"junit", "rejected.junit.xml", "</testsuites>", ""},
		{"junit", "rejected.junit.xml", `errors="0"`, `errors="1"`},
		{"sarif", "rejected.sarif", `"startLine": `, `"startLine": -`},
		{"sarif", "rejected.sarif", `"level": "error"`, `"level": "fatal"`},
		{"sarif", "rejected.sarif", `"results"`, `"outcomes"`},
		{"sarif", "invalid.sarif", `"ruleIndex": 0`, `"ruleIndex": 1`},
		{"intoto", "rejected.intoto.jsonl", `"_type"`, `"more":1,"_type"`},
		{"intoto", "rejected.intoto.jsonl", "Statement/v1", "Statement/v2"},
		{"intoto", "rejected.intoto.jsonl", "test-result/v0.1", "svr/v0.1"},
		{"intoto", "rejected.intoto.jsonl", `"digest":{"sha256"`, `"digest":{"sha512"`},
		{"intoto", "rejected.intoto.jsonl", `"passedTests":[`, `"passedTests":[1,`},
		{"intoto", "rejected.intoto.jsonl", `"result":"FAILED"`, `"result":"PASSED"`},
		{"intoto", "rejected.intoto.jsonl", `"result":"FAILED"`, `"result":"UNDECIDED"`},
		{"oscal", "rejected.oscal.json", `"state": "satisfied"`, `"state": "passed"`},
		{"oscal", "rejected.oscal.json", `"oscal-version": "1.2.2"`, `"oscal-version": "1"`},
		{"oscal", "rejected.oscal.json", `"observation-uuid": "`, `"observation-uuid": "00000000-0000-5000-8000-000000000000", "x": "`},
		{"oscal", "rejected.oscal.json", `"href": "#`, `"href": "#0`},
		{"oscal", "rejected.oscal.json", `"value": "T1"`, `"value": ""`},
		{"markdown", "rejected.md", "Northwoods", "<b>Northwoods"},
		{"markdown", "rejected.md", "Northwoods", "\n\n<div>\n"},
		{"markdown", "rejected.md", "Northwoods", "[Northwoods](x)"},
		{"markdown", "rejected.md", "Northwoods", "![Northwoods](x)"},
		{"markdown", "rejected.md", "Northwoods", "http://northwoods.example"},
		{"markdown", "rejected.md", "Northwoods", "&#64;northwoods"},
		{"markdown", "rejected.md", "Northwoods", "issue \\#1"},
		{"markdown", "rejected.md", "Northwoods", "www.northwoods.example"},
	} {
		data, err := os.ReadFile(filepath.Join("../../pkg/report/testdata", tc.file))
		if err != nil {
			t.Fatal(err)
		}
		if err := readers[tc.format](data); err != nil {
			t.Errorf("%s: %v", tc.file, err)
		}
		changed := strings.Replace(string(data), tc.old, tc.changed, 1)
		if changed == string(data) {
			t.Errorf("%s has no %q", tc.file, tc.old)
		}
		if err := readers[tc.format]([]byte(changed)); err == nil {
			t.Errorf("%s is taken with %q in place of %q", tc.file, tc.changed, tc.old)
		}
	}
}

// TestFolderIsJudgedWhole: what nobody judges is not passed over.
func TestFolderIsJudgedWhole(t *testing.T) {
	folder := t.TempDir()
	if judge(folder) == nil {
		t.Error("an empty folder is accepted")
	}
	put := func(name, text string) {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("markdown/a", "good")
	if err := judge(folder); err != nil {
		t.Error(err)
	}
	put("markdown/b", "<i>bad")
	if judge(folder) == nil {
		t.Error("only the first report is judged")
	}
	put("markdown/b", "good")
	put("novel/a", "whatever")
	if err := judge(folder); err == nil || !strings.Contains(err.Error(), "nobody judges the format novel") {
		t.Errorf("a format without a reader: %v", err)
	}
}

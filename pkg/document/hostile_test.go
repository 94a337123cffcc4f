package document

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Texts made to cost more than they weigh. Each must be dealt with, whatever
// the verdict, within a bound that only something worse than linear can break.
func TestHostileTextsAreCheap(t *testing.T) {
	const megabyte = 1 << 20
	fill := func(before, piece, after string) string {
		return before + strings.Repeat(piece, (megabyte-len(before)-len(after))/len(piece)) + after
	}
	// As many separators as are let through to the library.
	dense := func(before, piece, after string) string {
		n := (separatorsPerValue*DefaultLimits().Values - 8) / separators(piece)
		return before + strings.Repeat(piece, min(n, (megabyte-len(before)-len(after))/len(piece))) + after
	}
	keys := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
	for i := range 9 {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 8), i)
	}
	for _, tt := range []struct{ name, of, text string }{
		{"a.yaml", "80000 keys", keys("k%05d: 1\n", 80_000)},
		{"a.yaml", "20000 keys in braces", "{" + keys("k%d: 1,", 20_000) + "}"},
		{"a.yaml", "the same key", dense("", "k: 1\n", "")},
		{"a.yaml", "alias bomb", bomb.String()},
		{"a.yaml", "aliases", dense("a: &x 1\nb: [", "*x,", "]")},
		{"a.yaml", "anchors", dense("a: [", "&x 1,", "]")},
		{"a.yaml", "tags", dense("a: [", "!x 1,", "]")},
		{"a.yaml", "brackets", strings.Repeat("[", megabyte)},
		{"a.yaml", "objects", fill("", "{a: ", "")},
		{"a.yaml", "blocks", fill("", "- ", "")},
		{"a.yaml", "questions", fill("", "? ", "")},
		{"a.yaml", "indentation", func() string {
			var b strings.Builder
			for i := 0; b.Len() < megabyte/2; i++ {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return b.String()
		}()},
		{"a.yaml", "lists side by side", fill("a: [", "[],", "]")},
		{"a.yaml", "lists side by side, let through", dense("a: [", "[],", "]")},
		{"a.yaml", "a megabyte of numbers", fill("a: [", "1,", "]")},
		{"a.yaml", "a megabyte of empty pairs", fill("a: {", ":,", "}")},
		{"a.yaml", "numbers", dense("a: [", "1,", "]")},
		{"a.yaml", "fields", dense("a: {", "b,", "}")},
		{"a.yaml", "pairs", dense("a: [", "b: 1,", "]")},
		{"a.yaml", "empty pairs", dense("a: {", ":,", "}")},
		{"a.yaml", "empty quotes", dense("a: [", "'',", "]")},
		{"a.yaml", "entries", dense("a:\n", "- b\n", "")},
		{"a.yaml", "nested entries", dense("a:\n", "- - - - - - - b\n", "")},
		{"a.yaml", "commented entries", dense("a:\n", "- # c\n", "")},
		{"a.yaml", "commented fields", dense("", "a:\n  # c\n", "")},
		{"a.yaml", "comments first", dense("", "# c\n", "a: 1\n")},
		{"a.yaml", "commented brackets", dense("a: [", "1, # c\n", "]")},
		{"a.yaml", "block scalars", dense("a:\n", "- |\n  b\n", "")},
		{"a.yaml", "block scalar", dense("a: |\n", "  b\n", "")},
		{"a.yaml", "empty lines in a scalar", dense("a: b\n", "\n", "  c\n")},
		{"a.yaml", "lines in quotes", dense("a: \"", "b\n ", "\"")},
		{"a.yaml", "documents", dense("", "---\n", "")},
		{"a.yaml", "words", fill("a: ", "b ", "")},
		{"a.yaml", "digits", fill("a: ", "9", "")},
		{"a.yaml", "long name", fill("", "k", ": 1")},
		{"a.yaml", "long comment", fill("#", "c", "\na: 1")},
		{"a.yaml", "open quote", fill("a: '", "b ", "")},
		{"a.yaml", "spaces", fill("a:", " ", "1")},
		{"a.yaml", "carriage returns", fill("a: 1", "\r", "")},
		{"a.yaml", "conflict markers", fill("a: ", "<<<<<<< ", "")},
		{"a.yaml", "bad bytes", fill("a: ", "\xff", "")},
		{"a.yaml", "control characters", fill("a: ", "\x01", "")},
		{"a.json", "brackets", strings.Repeat("[", megabyte)},
		{"a.json", "objects", fill("", `{"a":`, "")},
		{"a.json", "80000 keys", "{" + keys(`"k%05d":1,`, 80_000) + `"k":1}`},
		{"a.json", "the same key", fill("{", `"k":1,`, `"k":1}`)},
		{"a.json", "the last key again", "{" + keys(`"k%d":1,`, 19_900) + strings.Repeat(`"k19899":1,`, 90) + `"k":1}`},
		{"a.json", "numbers", fill("[", "1,", "1]")},
		{"a.json", "digits", fill(`{"a":`, "9", "}")},
		{"a.json", "escapes", fill(`{"a":"`, `\n`, `"}`)},
		{"a.json", "spaces", fill("{", " ", "}")},
		{"a.json", "one long line of faults", fill(`{"a":[`, "1e99, ", "1]}")},
	} {
		t.Run(tt.name+"/"+tt.of, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			doc, err := Parse(tt.name, []byte(tt.text), Limits{})
			if err == nil { // a place in the text must not cost more than the text
				doc.Position([]string{"a", "0"})
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%d KiB: %v, %d MiB allocated, refused: %t", len(tt.text)>>10, took.Round(time.Millisecond), allocated, err != nil)
			if took > 3*time.Second || allocated > 160 {
				t.Errorf("%d KiB took %v and allocated %d MiB", len(tt.text)>>10, took, allocated)
			}
		})
	}
}

// A file of text, with all its commas and lines, is not taken for a bomb.
func TestDenseProseIsReadable(t *testing.T) {
	var b strings.Builder
	b.WriteString("notes:\n")
	for b.Len() < 1<<20-64_000 {
		b.WriteString("  - |\n")
		for range 1000 {
			b.WriteString("    First, the vendor, as agreed, reports: on time,\n")
		}
	}
	if _, err := Parse("a.yaml", []byte(b.String()), Limits{}); err != nil {
		t.Error(err)
	}
}

package document

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// readWithin reads a file that may be of a kind that makes readers hang.
func readWithin(t *testing.T, path string, limits Limits) (*Document, error) {
	t.Helper()
	type result struct {
		doc *Document
		err error
	}
	done := make(chan result, 1)
	go func() {
		doc, err := ReadFile(path, limits)
		done <- result{doc, err}
	}()
	select {
	case r := <-done:
		return r.doc, r.err
	case <-time.After(20 * time.Second):
		t.Fatalf("reading %s hangs", path)
		return nil, nil
	}
}

func wantRefused(t *testing.T, path string, limits Limits, want told) {
	t.Helper()
	_, err := readWithin(t, path, limits)
	if err == nil {
		t.Fatalf("%s was read", path)
	}
	if problems := asProblems(t, path, err); len(problems) != 1 || !want.matches(problems[0]) {
		t.Errorf("%s: %v\nwant %s", path, problems, want)
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadFile(t *testing.T) {
	path := write(t, "vendor.yaml", "a: 1\n")
	doc, err := readWithin(t, path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	// What was read stays what it was, whatever becomes of the file (I31).
	if err := os.WriteFile(path, []byte("other: text\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := asJSON(t, doc.Value()); got != `{"a":1}` || doc.Name != path {
		t.Errorf("%s reads as %s", doc.Name, got)
	}
	if p := doc.Position([]string{"a"}); p.File != path || p.Line != 1 || p.Column != 4 {
		t.Errorf("a stands at %v", p)
	}
	wantRefused(t, write(t, "twice.json", `{"a":1,"a":2}`), Limits{}, `1:8 "a" is given twice`)
}

func TestReadFileThatIsNone(t *testing.T) {
	wantRefused(t, "", Limits{}, "- no file is named")
	wantRefused(t, t.TempDir(), Limits{}, "- a folder, not a file | name the files in it")
	wantRefused(t, filepath.Join(t.TempDir(), "none.yaml"), Limits{}, "- no such file | check the name")
}

func TestReadFileThatIsTooLarge(t *testing.T) {
	wantRefused(t, write(t, "a.yaml", strings.Repeat("#", 101)), Limits{Bytes: 100}, "- larger than 100 bytes")

	sparse := write(t, "sparse.yaml", "")
	if err := os.Truncate(sparse, 5<<30); err != nil {
		t.Skip("no room for a sparse file:", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	wantRefused(t, sparse, Limits{}, "- larger than 1 MiB")
	runtime.ReadMemStats(&after)
	if read := after.TotalAlloc - before.TotalAlloc; read > 512<<10 {
		t.Errorf("%d bytes were taken up by a file whose size alone refuses it", read)
	}
}

func TestReadFileWithoutTheRight(t *testing.T) {
	path := write(t, "secret.yaml", "a: 1\n")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(path); err == nil {
		f.Close()
		t.Skip("this account may read everything")
	}
	wantRefused(t, path, Limits{}, "- may not be read | the right to read it")
}

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A log is what a running command has printed so far.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) has(words string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.text.String(), words)
}

// TestWatch: the tests run again when a file changes, failures do not end that,
// and a signal does.
func TestWatch(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const rule = "package controls.own\n\n# METADATA\n# title: A website\n# custom:\n#   severity: low\n#   remediation: Ask.\nsite if input.vendor.website != "
	write("own.rego", rule+"\"\"\n")
	write("own_test.rego", "package controls.own_test\n\ntest_site if data.controls.own.site with input as {\"vendor\": {\"website\": \"a\"}}\n")
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	var out, problems log
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"policy", "test", "--watch", folder}, strings.NewReader(""), &out, &problems)
	}()
	await := func(l *log, words string) {
		t.Helper()
		for range 300 {
			if l.has(words) {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%q was not printed:\n%s\n%s", words, out.text.String(), problems.text.String())
	}
	await(&out, "1 passed, 0 failed")
	write("own.rego", rule+"\"a\"\n")
	await(&out, "0 passed, 1 failed")
	await(&problems, "the tests failed")
	write("own.rego", "package controls.own\nsite if")
	await(&problems, "the policies are wrong")
	cancel(&interrupted{signal: os.Interrupt})
	select {
	case got := <-code:
		if got != exitInterrupted {
			t.Errorf("exit code %d, want %d", got, exitInterrupted)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("still watching after the signal")
	}
}

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// TestInterruptibleReader gives what its source gives, and lets go of a source
// that stays silent.
func TestInterruptibleReader(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("a line of a stream\n", 10_000)
	got, err := io.ReadAll(newInterruptible(context.Background(), strings.NewReader(text)))
	if err != nil || string(got) != text {
		t.Fatalf("%d of %d bytes, error %v", len(got), len(text), err)
	}

	silent, keep := io.Pipe()
	defer keep.Close()
	ctx, cancel := context.WithCancelCause(context.Background())
	time.AfterFunc(10*time.Millisecond, func() { cancel(&interrupted{os.Interrupt}) })
	_, err = io.ReadAll(newInterruptible(ctx, silent))
	var stopped *interrupted
	if !errors.As(err, &stopped) {
		t.Fatalf("error %v, want an interruption", err)
	}
}

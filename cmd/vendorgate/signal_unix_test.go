//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestSecondSignal ends the program at once, however long its first answer
// takes: the process here never gets out of its work by itself.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	if os.Getenv("VENDORGATE_TEST_STUCK") != "" {
		<-untilSignal(context.Background(), os.Exit).Done()
		os.Stdout.WriteString("stopping\n")
		select {}
	}
	for _, tc := range []struct {
		second syscall.Signal
		want   int
	}{{syscall.SIGINT, exitInterrupted}, {syscall.SIGTERM, exitTerminated}} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestSecondSignal$")
		cmd.Env = append(os.Environ(), "VENDORGATE_TEST_STUCK=1")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		killed := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		time.Sleep(500 * time.Millisecond) // until its handler stands
		cmd.Process.Signal(syscall.SIGINT)
		line := make([]byte, len("stopping\n"))
		if _, err := io.ReadFull(out, line); err != nil || !bytes.Equal(line, []byte("stopping\n")) {
			t.Fatalf("the first signal: %q, %v", line, err)
		}
		cmd.Process.Signal(tc.second)
		var exit *exec.ExitError
		err = cmd.Wait()
		killed.Stop()
		if !errors.As(err, &exit) || exit.ExitCode() != tc.want {
			t.Errorf("after a second %v: %v, want exit code %d", tc.second, err, tc.want)
		}
	}
}

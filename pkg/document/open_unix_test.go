//go:build unix

package document

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// I29: a pipe without a writer would keep a plain open waiting for ever.
func TestReadFileThatIsSpecial(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }

	if err := syscall.Mkfifo(in("pipe.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, in("pipe.yaml"), Limits{}, "- this is a named pipe, not a regular file | standard input")

	if socket, err := net.Listen("unix", in("s.yaml")); err == nil {
		defer socket.Close()
		wantRefused(t, in("s.yaml"), Limits{}, "- this is a socket, not a regular file")
	}

	wantRefused(t, "/dev/null", Limits{}, "- this is a device, not a regular file")
	wantRefused(t, "/dev/zero", Limits{}, "- this is a device, not a regular file")

	for name, target := range map[string]string{"nothing.yaml": in("gone.yaml"), "loop.yaml": in("loop.yaml"), "pipelink.yaml": in("pipe.yaml"), "good.yaml": write(t, "good.yaml", "a: 1")} {
		if err := os.Symlink(target, in(name)); err != nil {
			t.Fatal(err)
		}
	}
	wantRefused(t, in("nothing.yaml"), Limits{}, "- a symbolic link to nothing | point the link")
	wantRefused(t, in("loop.yaml"), Limits{}, "- cannot open the file: too many levels of symbolic links")
	wantRefused(t, in("pipelink.yaml"), Limits{}, "- this is a named pipe")
	if _, err := readWithin(t, in("good.yaml"), Limits{}); err != nil {
		t.Errorf("a link to a file: %v", err)
	}
	wantRefused(t, in("good.yaml")+"/x", Limits{}, "- cannot open the file: not a directory")
	wantRefused(t, in(strings.Repeat("x", 300)), Limits{}, "- cannot open the file: file name too long")
}

// I08: a file whose size says 0 and whose content goes on.
func TestReadFileThatGrows(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a file that has no size")
	}
	const path = "/proc/self/status"
	if info, err := os.Stat(path); err != nil || info.Size() != 0 || !info.Mode().IsRegular() {
		t.Skip("needs a file that has no size:", err)
	}
	wantRefused(t, path, Limits{Bytes: 100}, "- larger than 100 bytes")
}

func TestReadFileThatFails(t *testing.T) {
	const path = "/proc/self/mem" // regular by its mode, and its first byte cannot be read
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		t.Skip("needs a file that cannot be read:", err)
	}
	wantRefused(t, path, Limits{}, "- cannot read the file: input/output error")
}

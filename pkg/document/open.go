package document

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// ReadFile reads the document in the file at path. It reads the file once, and
// only if it is a regular file: whatever could make a reader wait for ever, or
// never end, is refused by its name.
func ReadFile(path string, limits Limits) (*Document, error) {
	limits = limits.filled()
	data, err := readRegular(path, limits)
	if err != nil {
		return nil, err
	}
	return Parse(path, data, limits)
}

func readRegular(path string, limits Limits) ([]byte, error) {
	refuse := func(message, hint string) error {
		return source.Problems{{Position: source.Position{File: path}, Message: message, Hint: hint}}
	}
	if path == "" {
		return nil, refuse("no file is named", "name the file to read")
	}
	// Without blocking: opening a pipe would otherwise wait for its writer.
	file, err := os.OpenFile(path, os.O_RDONLY|withoutBlocking, 0)
	if err != nil {
		message, hint := whyNotOpen(path, err)
		return nil, refuse(message, hint)
	}
	defer file.Close() //nolint:errcheck // nothing was written

	// What was opened is asked, not what path names by now.
	info, err := file.Stat()
	if err != nil {
		return nil, refuse("cannot read the file: "+cause(err), "")
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(notRegular(info.Mode()))
	}
	if info.Size() > int64(limits.Bytes) {
		faults := &faults{file: path}
		faults.tooLarge(limits)
		return nil, faults.err()
	}
	// The size may be old by now, and some files say 0 and never end. With one
	// byte too many, Parse refuses what was read.
	data, err := io.ReadAll(io.LimitReader(file, int64(limits.Bytes)+1))
	if err != nil {
		return nil, refuse("cannot read the file: "+cause(err), "")
	}
	return data, nil
}

func whyNotOpen(path string, err error) (message, hint string) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return notRegular(info.Mode())
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return "the file is a symbolic link to nothing", "point the link to a file, or name the file itself"
		}
		return "there is no such file", "check the name and the folder"
	case errors.Is(err, fs.ErrPermission):
		return "the file may not be read: " + cause(err), "give the account that runs the check the right to read it"
	default:
		return "cannot open the file: " + cause(err), ""
	}
}

func notRegular(mode fs.FileMode) (message, hint string) {
	kind := "special file"
	switch {
	case mode.IsDir():
		return "this is a folder, not a file", "name the files in it"
	case mode&fs.ModeNamedPipe != 0:
		kind = "named pipe"
	case mode&fs.ModeSocket != 0:
		kind = "socket"
	case mode&fs.ModeDevice != 0:
		kind = "device"
	}
	return fmt.Sprintf("this is a %s, not a regular file", kind), "write the document to a file, or give it on standard input as -"
}

// cause is the reason in an error of package os, without the path, which the
// position of the problem names already.
func cause(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}

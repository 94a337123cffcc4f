package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// An output is one report that was asked for.
type output struct {
	format string
	file   string      // empty: standard output
	old    fs.FileInfo // what lies there before the run, or nil
	seal   *seal       // signs it, or nil
}

// parseOutput reads FORMAT[=FILE].
func parseOutput(value string) (output, error) {
	format, file, named := strings.Cut(value, "=")
	if err := report.CheckFormat(format); err != nil {
		return output{}, err
	}
	switch {
	case named && file == "":
		return output{}, fmt.Errorf("%q names no file", value)
	case file == "-":
		return output{}, fmt.Errorf("%q: a report without a file goes to standard output, write %q", value, format)
	}
	return output{format: format, file: file}, nil
}

// planOutputs turns the reports that were asked for into outputs, and refuses
// those that could not both be written, or not without loss.
func planOutputs(cmd *cobra.Command, values []string) ([]output, error) {
	var plan []output
	for _, value := range values {
		o, err := parseOutput(value)
		if err != nil {
			return nil, usage(cmd, err.Error(), "")
		}
		for _, other := range plan {
			switch {
			case o.file == "" && other.file == "":
				return nil, usage(cmd, fmt.Sprintf("two reports would go to standard output, %s and %s", other.format, o.format),
					fmt.Sprintf("give one of them a file: -o %s=report.%s", o.format, o.format))
			case o.file != "" && other.file != "" && other.is(o.file):
				return nil, usage(cmd, fmt.Sprintf("two reports would go to %s", o.file), "give each a file of its own")
			}
		}
		if o.file != "" {
			if err := o.target(cmd); err != nil {
				return nil, err
			}
		}
		plan = append(plan, o)
	}
	return plan, nil
}

// target looks at what a report would replace. Only a regular file may lie
// there: the report takes its place as a whole, and a link or a device would be
// gone.
func (o *output) target(cmd *cobra.Command) error {
	if folder, err := os.Stat(filepath.Dir(o.file)); err != nil || !folder.IsDir() {
		return usage(cmd, fmt.Sprintf("there is no folder for the report %s", o.file), "make the folder first")
	}
	info, err := os.Lstat(o.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return usage(cmd, fmt.Sprintf("cannot look at %s: %v", o.file, cause(err)), "")
	case !info.Mode().IsRegular():
		return usage(cmd, fmt.Sprintf("the report would replace %s, which is no regular file", o.file),
			"name another file; for a device or a pipe, leave the file out and redirect standard output")
	}
	o.old = info
	return nil
}

// is reports whether name is the file that the output replaces, by whatever
// path or link it is reached.
func (o *output) is(name string) bool {
	if filepath.Base(name) == filepath.Base(o.file) && sameFolder(filepath.Dir(name), filepath.Dir(o.file)) {
		return true
	}
	if o.old == nil {
		return false
	}
	info, err := os.Stat(name)
	return err == nil && os.SameFile(info, o.old)
}

func sameFolder(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// overwrites returns the output that would replace one of the files.
func overwrites(plan []output, names ...string) (o *output, name string) {
	for i := range plan {
		for _, name := range names {
			if plan[i].file != "" && name != "" && plan[i].is(name) {
				return &plan[i], name
			}
		}
	}
	return nil, ""
}

// undeliveredError says that a report did not reach its reader.
type undeliveredError struct {
	to  string
	err error
}

func (e *undeliveredError) Error() string {
	return fmt.Sprintf("cannot write to %s: %v", e.to, cause(e.err))
}

func (e *undeliveredError) Unwrap() error { return e.err }

// cause leaves the operation and the path out of an error of package os, for
// the message names them itself.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		return linkErr.Err
	}
	return err
}

// A delivery is a writer that remembers its first failure. The code that
// prints help does not look at it, and a full disk must not pass for success.
type delivery struct {
	to     string
	w      io.Writer
	failed *undeliveredError
}

// Write writes until the first failure, and nothing after it.
func (d *delivery) Write(p []byte) (int, error) {
	if d.failed != nil {
		return 0, d.failed
	}
	n, err := d.w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	if err != nil {
		d.failed = &undeliveredError{to: d.to, err: err}
		return n, d.failed
	}
	return n, nil
}

// A dispatch is a report on its way to where it was asked for.
type dispatch struct {
	output
	report.Recorder
	buffer *bufio.Writer
	draft  *os.File // of a file, until it is whole
	err    error    // the first failure; nothing is written after it
}

// begin opens an output. A failure is kept: the other reports go on.
func (o output) begin(stdout io.Writer, options report.Options, head *finding.Report) *dispatch {
	d := &dispatch{output: o}
	w := stdout
	if o.file != "" {
		options.Color, options.ASCII, options.Width = false, false, 0
		if d.draft, d.err = createDraft(o.file, o.old); d.err != nil {
			return d
		}
		w = d.draft
	}
	d.buffer = bufio.NewWriter(w)
	if o.seal != nil {
		d.Recorder, d.err = o.seal.record(d.buffer, options)
	} else {
		d.Recorder, d.err = report.NewRecorder(d.buffer, o.format, options)
	}
	if d.err == nil {
		d.err = d.Begin(head)
	}
	return d
}

// createDraft makes a file beside the one it is to replace. Its name begins
// with a dot and ends in .tmp, so that nobody takes what a crash leaves behind
// for a report.
func createDraft(file string, old fs.FileInfo) (*os.File, error) {
	for {
		name := filepath.Join(filepath.Dir(file), fmt.Sprintf(".%s.%08x.tmp", filepath.Base(file), rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil && old != nil {
			err = f.Chmod(old.Mode().Perm())
		}
		return f, err
	}
}

// add hands a decision to the report.
func (d *dispatch) add(decision *finding.Decision) {
	if d.err == nil {
		d.err = d.Decision(decision)
	}
}

// finish writes the report out and puts it where it belongs.
func (d *dispatch) finish(whole *finding.Report) error {
	if d.err == nil {
		d.err = d.End(whole)
	}
	if d.err == nil {
		d.err = d.buffer.Flush()
	}
	if d.draft != nil {
		d.publish()
	}
	if d.err == nil {
		return nil
	}
	to := d.file
	if to == "" {
		to = "standard output"
	}
	return &undeliveredError{to: to, err: d.err}
}

// publish makes the draft the report, or removes it after a failure.
func (d *dispatch) publish() {
	if d.err == nil {
		d.err = d.draft.Sync()
	}
	if err := d.draft.Close(); d.err == nil {
		d.err = err
	}
	if d.err == nil {
		d.err = os.Rename(d.draft.Name(), d.file)
	}
	if d.err != nil {
		os.Remove(d.draft.Name()) //nolint:errcheck // the failure before it is the one to report
		return
	}
	syncFolder(filepath.Dir(d.file))
}

// abandon leaves no trace of a report that is not to be written.
func (d *dispatch) abandon() {
	if d.draft != nil {
		d.err = errors.Join(d.draft.Close(), os.Remove(d.draft.Name()))
	}
}

// syncFolder makes the new name of a file last through a loss of power, where
// the system can do that. The report is delivered either way.
func syncFolder(name string) {
	if folder, err := os.Open(name); err == nil {
		folder.Sync()  //nolint:errcheck // see above
		folder.Close() //nolint:errcheck // opened for reading
	}
}

// Package report turns a [finding.Report] into bytes. Start with [Write], or,
// for a run of many profiles, with a [Recorder], which writes each decision as
// it comes. A command that takes the name of a format from a person asks
// [CheckFormat] first, so that a misspelt name costs no run.
//
// Formats render and never decide: the verdict, the statuses and the counts
// are taken from the report as they are. Whatever stems from a vendor's file is
// made harmless for the medium before it is written, so nothing in a profile
// can act on whoever reads the report.
//
// The JSON format is the saved form. [ReadJSON] reads it back, and from that
// every other format can be rendered again at any time. Its field names are
// those of package finding and keep their meaning for as long as
// [finding.Version] stays the same. The text format is for people and may
// change in any release.
package report

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// Options say how a report is to look. They never change what it says about a
// vendor, and a format ignores those that mean nothing to it.
type Options struct {
	// Width is how many columns the text may use: 80 when it is 0, never
	// fewer than 40, and never more than 120, because longer lines are hard
	// to read.
	Width int
	// Color lets the text use the terminal's colors. Nothing is said by
	// color alone.
	Color bool
	// ASCII keeps the text to the 95 printable characters of ASCII.
	ASCII bool
	// Verbose shows every control with its answers and requirements, those
	// that passed and those that do not apply included.
	Verbose bool
}

// A Recorder writes one report while the decisions come in, and keeps no more of
// them than a line each. Its methods are called in the order Begin, Decision for
// every decision, End; after an error none is called again.
type Recorder interface {
	// Begin takes what is known before the first decision: everything of the
	// report but its decisions, its summary and whether it is complete.
	Begin(head *finding.Report) error
	// Decision takes the next decision.
	Decision(d *finding.Decision) error
	// End takes the report, whose decisions are not looked at, and writes what
	// is left.
	End(whole *finding.Report) error
}

// A format is one way to write a report.
type format struct {
	name   string
	record func(w io.Writer, o Options) Recorder
}

// formats has one entry, and one file, per format, sorted by name.
var formats = []format{
	{"csv", recordCSV},
	{"github", recordGitHub},
	{"html", recordHTML},
	{"intoto", recordInToto},
	{"json", recordJSON},
	{"junit", recordJUnit},
	{"letter", recordLetter},
	{"markdown", recordMarkdown},
	{"ndjson", recordNDJSON},
	{"oscal", recordOSCAL},
	{"sarif", recordSARIF},
	{"text", recordText},
}

// Formats lists the names that [Write] knows, in alphabetical order.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// CheckFormat returns an error when no format has that name: one that lists
// the names there are and says which one was probably meant.
func CheckFormat(name string) error {
	_, err := find(name)
	return err
}

// Write writes the report to w. It returns the first error of w; what has been
// written by then is not a report. Neither the report nor the options are
// changed, and the same report and options always give the same bytes.
func Write(w io.Writer, format string, r *finding.Report, o Options) error {
	f, err := find(format)
	if err != nil {
		return err
	}
	if r == nil {
		return errors.New("there is no report to write")
	}
	if err := record(f.record(w, o), r); err != nil {
		return fmt.Errorf("write the %s report: %w", f.name, err)
	}
	return nil
}

// NewRecorder returns the recorder of a format.
func NewRecorder(w io.Writer, format string, o Options) (Recorder, error) {
	f, err := find(format)
	if err != nil {
		return nil, err
	}
	return f.record(w, o), nil
}

func record(to Recorder, r *finding.Report) error {
	if err := to.Begin(r); err != nil {
		return err
	}
	for i := range r.Decisions {
		if err := to.Decision(&r.Decisions[i]); err != nil {
			return err
		}
	}
	return to.End(r)
}

func find(name string) (format, error) {
	for _, f := range formats {
		if f.name == name {
			return f, nil
		}
	}
	known := Formats()
	if near := source.Nearest(name, known); near != "" {
		return format{}, fmt.Errorf("there is no report format %q, did you mean %q?", name, near)
	}
	return format{}, fmt.Errorf("there is no report format %q (the formats are %s)", name, strings.Join(known, ", "))
}

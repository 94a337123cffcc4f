package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// failing is a writer that has room for some bytes and no more.
type failing struct{ room int }

var errNoRoom = errors.New("no room")

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errNoRoom
	}
	f.room -= len(p)
	return len(p), nil
}

func TestReportOnStandardOutputFails(t *testing.T) {
	t.Parallel()
	decided := finding.Decision{Profile: finding.Document{File: "a.yaml", SHA256: strings.Repeat("0", 64)}}
	write := func(format string, to io.Writer) error {
		d := output{format: format}.begin(to, report.Options{}, &finding.Report{})
		if d.err == nil {
			d.err = d.Decision(&decided)
		}
		return d.finish(&finding.Report{Decisions: []finding.Decision{decided}})
	}
	for _, format := range report.Formats() {
		var whole bytes.Buffer
		if err := write(format, &whole); err != nil || whole.Len() == 0 {
			t.Fatalf("%s: %d bytes, error %v", format, whole.Len(), err)
		}
		for _, room := range []int{0, 1, whole.Len() - 1} {
			err := write(format, &failing{room})
			var undelivered *undeliveredError
			if !errors.As(err, &undelivered) || !errors.Is(err, errNoRoom) {
				t.Errorf("%s with room for %d bytes: error %v", format, room, err)
			}
		}
	}
}

// TestReportFileFails takes the folder away at every step: the run goes on,
// the failure is told, and what was there before stays.
func TestReportFileFails(t *testing.T) {
	t.Parallel()
	type step struct {
		name string
		do   func(t *testing.T, folder string)
	}
	gone := func(t *testing.T, folder string) {
		t.Helper()
		if err := os.Rename(folder, folder+".gone"); err != nil {
			t.Fatal(err)
		}
	}
	blocked := func(t *testing.T, folder string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(folder, "report.json", "in the way"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	nothing := func(*testing.T, string) {}
	for _, tc := range []struct {
		name          string
		before, after step
	}{
		{"folder gone before", step{"", gone}, step{"", nothing}},
		{"folder gone after", step{"", nothing}, step{"", gone}},
		{"something in the way", step{"", nothing}, step{"", blocked}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "reports")
			if err := os.Mkdir(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			tc.before.do(t, folder)
			d := output{format: "json", file: filepath.Join(folder, "report.json")}.begin(nil, report.Options{}, &finding.Report{})
			d.add(&finding.Decision{})
			tc.after.do(t, folder)
			var undelivered *undeliveredError
			if err := d.finish(&finding.Report{}); !errors.As(err, &undelivered) {
				t.Fatalf("error %v, want an undelivered report", err)
			}
			entries, _ := os.ReadDir(folder)
			for _, e := range entries {
				if strings.HasSuffix(e.Name(), ".tmp") {
					t.Errorf("%s is left behind", e.Name())
				}
			}
		})
	}
}

func TestReportFileReplacesWhole(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(file, []byte("the report of yesterday"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := output{format: "json", file: file}.begin(nil, report.Options{}, &finding.Report{})
	if text, _ := os.ReadFile(file); string(text) != "the report of yesterday" {
		t.Fatalf("the report is replaced before it is finished: %q", text)
	}
	if err := d.finish(&finding.Report{}); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(file); !bytes.HasPrefix(text, []byte("{")) {
		t.Fatalf("the report is not there: %q", text)
	}

	d = output{format: "json", file: file}.begin(nil, report.Options{}, &finding.Report{})
	d.abandon()
	if entries, _ := os.ReadDir(filepath.Dir(file)); len(entries) != 1 {
		t.Errorf("an abandoned report leaves something behind: %v", entries)
	}
}

// stumbling is a recorder that fails at one of its steps.
type stumbling struct{ begin, decision, end error }

func (s stumbling) Begin(*finding.Report) error      { return s.begin }
func (s stumbling) Decision(*finding.Decision) error { return s.decision }
func (s stumbling) End(*finding.Report) error        { return s.end }

// TestFailedReportReplacesNothing: a report that fails on the way leaves the
// one before it alone.
func TestFailedReportReplacesNothing(t *testing.T) {
	t.Parallel()
	for name, recorder := range map[string]report.Recorder{
		"decision": stumbling{decision: errNoRoom},
		"end":      stumbling{end: errNoRoom},
	} {
		file := filepath.Join(t.TempDir(), "report.json")
		if err := os.WriteFile(file, []byte("the report of yesterday"), 0o600); err != nil {
			t.Fatal(err)
		}
		d := output{format: "json", file: file}.begin(nil, report.Options{}, &finding.Report{})
		d.Recorder = recorder
		d.add(&finding.Decision{})
		if err := d.finish(&finding.Report{}); !errors.Is(err, errNoRoom) {
			t.Errorf("%s: error %v", name, err)
		}
		if text, _ := os.ReadFile(file); string(text) != "the report of yesterday" {
			t.Errorf("%s: the report of yesterday is gone: %q", name, text)
		}
		if entries, _ := os.ReadDir(filepath.Dir(file)); len(entries) != 1 {
			t.Errorf("%s: something is left behind: %v", name, entries)
		}
	}
}

func TestDeliveryRemembersItsFailure(t *testing.T) {
	t.Parallel()
	d := &delivery{to: "standard output", w: &failing{room: 3}}
	for _, text := range []string{"abc", "d", "e"} {
		d.Write([]byte(text))
	}
	if d.failed == nil || !errors.Is(d.failed, errNoRoom) {
		t.Errorf("failure %v", d.failed)
	}
}

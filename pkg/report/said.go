package report

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// said is a finding in words, each text on one line and harmless on a
// terminal. A format escapes it once more for its own medium.
type said struct {
	has      []string // what the documents answer
	required []string // what the member asks for
	because  []string // why it did not pass
}

// plainly has the words of the text report, for formats that have another
// layout.
var plainly = &printer{Options: Options{Width: 120}}

// say puts a finding into words.
func say(f *finding.Finding) said {
	var s said
	shown, left := plainly.choose(f)
	names, units := plainly.names(shown)
	for i, a := range shown {
		s.has = append(s.has, names[i]+": "+plainly.answer(a, units[i]))
	}
	if left > 0 {
		s.has = append(s.has, "and "+count(left, "more answer"))
	}
	for _, r := range f.Demands() {
		s.required = append(s.required, plainly.requirement(r))
	}
	for _, r := range f.Reasons {
		if because := plainly.reason(r); !slices.Contains(s.because, because) {
			s.because = append(s.because, because)
		}
	}
	if f.Error != "" {
		s.because = append(s.because, plainly.sentence(f.Error))
	}
	return s
}

// label names a control for people: by its code, or by its id.
func label(f *finding.Finding) string {
	if f.Code != "" {
		return plainly.value(f.Code)
	}
	return plainly.value(f.Control)
}

// whose names the vendor of a decision, or the file where no name was read.
func whose(d *finding.Decision) string {
	if d.Vendor != "" {
		return plainly.value(d.Vendor)
	}
	return plainly.value(d.Profile.File)
}

// stands is where a finding stands: the first of its reasons that has a place,
// else the first answer that explains it, else the profile.
func stands(d *finding.Decision, f *finding.Finding) source.Position {
	for _, r := range f.Reasons {
		if r.Position.File != "" {
			return r.Position
		}
	}
	shown, _ := plainly.choose(f)
	for _, a := range shown {
		if a.Missing() == (f.Status == finding.Unanswered) && a.Position.File != "" {
			return a.Position
		}
	}
	for _, a := range shown {
		if a.Position.File != "" {
			return a.Position
		}
	}
	return source.Position{File: d.Profile.File}
}

// fileURI is the name of a file as a relative URI.
func fileURI(name string) string {
	if name = filepath.ToSlash(name); name == "" {
		name = "stdin"
	}
	u := url.URL{Path: strings.TrimPrefix(name, "./")}
	return u.String()
}

// wants reports whether somebody has to act on a finding.
func wants(f *finding.Finding) bool {
	switch sectionOf(f) {
	case broken, blocks, asks, below:
		return true
	case deferred, waived, passed, notInForce, sectionCount:
	}
	return false
}

// whyUndecided says in a sentence what kept a profile from being judged.
func whyUndecided(d *finding.Decision) string {
	switch d.Fault {
	case finding.FaultInvalid:
		return "the documents do not follow the schema"
	case finding.FaultUnreadable:
		return "the documents could not be read whole"
	case finding.FaultEvaluation:
		return "a policy did not work as it should"
	case finding.FaultCancelled:
		return "the run was stopped before this profile was judged"
	case finding.FaultInternal:
		return "vendorgate itself failed"
	case finding.FaultNone:
	}
	return "no decision was reached"
}

// verdictOf is the verdict in a word; whatever the model does not know is
// undecided.
func verdictOf(d *finding.Decision) finding.Verdict {
	if d.Verdict == finding.Approved || d.Verdict == finding.Rejected {
		return d.Verdict
	}
	return finding.Undecided
}

// tally says how the profiles of a run came out.
func tally(r *finding.Report) string {
	s := r.Summary
	text := fmt.Sprintf("%s: %d approved, %d rejected, %d undecided", count(s.Profiles, "profile"), s.Approved, s.Rejected, s.Undecided)
	if !r.Complete {
		text += "; the run was interrupted, so this is not all"
	}
	if left := leftOut(r); left != "" {
		text += "; " + left
	}
	return text
}

// leftOut says what a run did not look at because it had not changed, and which
// file made it look at everything; "" when neither was asked.
func leftOut(r *finding.Report) string {
	switch {
	case r.Since == nil:
		return ""
	case r.Since.Because != "":
		return fmt.Sprintf("everything was checked, because %s may have changed since %s", plainly.value(r.Since.Because), plainly.value(r.Since.Revision))
	case r.Since.Unchanged == 0:
		return fmt.Sprintf("everything changed since %s", plainly.value(r.Since.Revision))
	case r.Summary.Profiles == 0:
		return fmt.Sprintf("nothing was checked and nobody is approved, because nothing changed since %s (%s)", plainly.value(r.Since.Revision), count(r.Since.Unchanged, "profile"))
	}
	return fmt.Sprintf("%s did not change since %s and were not checked", count(r.Since.Unchanged, "more profile"), plainly.value(r.Since.Revision))
}

// writeAll writes texts to w, and reports a write that was cut short.
func writeAll(w io.Writer, texts ...[]byte) error {
	for _, text := range texts {
		n, err := w.Write(text)
		if err == nil && n < len(text) {
			err = io.ErrShortWrite
		}
		if err != nil {
			return err
		}
	}
	return nil
}

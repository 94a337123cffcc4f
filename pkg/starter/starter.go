// Package starter writes the first files of a member's repository: requirements,
// an example vendor that they approve, a control of the member's own with its
// tests, and a workflow that checks all of it. Call [Write].
package starter

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
	"time"
	"unicode"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/finding"
)

//go:embed files
var files embed.FS

// Options say for whom the files are written.
type Options struct {
	Dir    string // made where it does not exist
	Member string // the member's name
	State  string // its state, an ISO 3166-2 code such as US-MN
	// Day is the day for which the files are written: on it, the example vendor is
	// approved.
	Day time.Time
	// Revision is what the workflow asks of vendorgate's repository: a commit, a
	// tag, or a branch.
	Revision string
}

// A Written is what became of the files.
type Written struct {
	Files []string
	Kept  []string // files for people that were there already, and stayed
}

// A Refusal says why nothing is written, and what to do about it.
type Refusal struct{ Message, Hint string }

func (r *Refusal) Error() string { return r.Message }

// writtenFor is the day to which the dates in the files belong.
var writtenFor = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

// A file of the repository, and the template that it is made from.
type file struct {
	name, from string
	ours       bool // not for vendorgate to read: one that is there stays
}

var all = []file{
	{name: "vendorgate.yaml", from: "config.yaml"},
	{name: "requirements.yaml", from: "requirements.yaml"},
	{name: "vendors/example/engagement.yaml", from: "engagement.yaml"},
	{name: "vendors/example/profile.yaml", from: "profile.yaml"},
	{name: "policies/own/case.yaml", from: "case.yaml"},
	{name: ".github/workflows/vendorgate.yml", from: "workflow.yml"},
	{name: "README.md", from: "readme.md", ours: true},
	{name: ".gitignore", from: "gitignore", ours: true},
}

// own is the member's own control. It weighs little, so that it blocks nobody
// before the member has made it say what it asks for.
var own = authoring.NewOptions{
	Name:     "own.reachable_around_the_clock",
	Field:    "vendor.security_contact.available_24x7",
	Severity: finding.Low,
}

// Write writes the files. When one of them is there already, it writes none, and
// what it wrote before a failure it removes again.
func Write(o Options) (w *Written, err error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := o.inTheWay(); err != nil {
		return nil, err
	}
	control := own
	control.Dir = filepath.Join(o.Dir, "policies")
	rule, test, err := authoring.New(control)
	if err != nil {
		return nil, err
	}
	w = &Written{Files: []string{rule, test}}
	defer func() {
		if err != nil {
			for _, name := range w.Files {
				err = errors.Join(err, os.Remove(name))
			}
		}
	}()
	for _, f := range all {
		name := filepath.Join(o.Dir, filepath.FromSlash(f.name))
		text, err := o.text(f.from)
		if err != nil {
			return w, err
		}
		err = create(name, text)
		switch {
		case f.ours && errors.Is(err, fs.ErrExist):
			w.Kept = append(w.Kept, name)
			continue
		case err != nil:
			return w, err
		}
		w.Files = append(w.Files, name)
	}
	return w, nil
}

var state = regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)

func (o *Options) check() error {
	const longest = 200 // the schema's
	switch {
	case strings.TrimSpace(o.Member) == "":
		return &Refusal{"the member has no name", `write the official one: --member "Example County"`}
	case len(o.Member) > longest:
		return &Refusal{fmt.Sprintf("the member's name is longer than %d bytes", longest), ""}
	case strings.ContainsFunc(o.Member, func(r rune) bool { return !unicode.IsPrint(r) }):
		return &Refusal{"the member's name has characters that cannot be printed", ""}
	case !state.MatchString(o.State):
		hint := "write an ISO 3166-2 code, such as US-WI"
		if short := "US-" + strings.ToUpper(o.State); len(o.State) == 2 && state.MatchString(short) {
			hint = fmt.Sprintf("did you mean %q?", short)
		}
		return &Refusal{fmt.Sprintf("%q is no state", o.State), hint}
	}
	return nil
}

// inTheWay refuses to write where a file is that vendorgate or GitHub would
// read.
func (o *Options) inTheWay() error {
	var there []string
	for _, f := range all {
		if _, err := os.Lstat(filepath.Join(o.Dir, filepath.FromSlash(f.name))); err == nil && !f.ours {
			there = append(there, filepath.ToSlash(filepath.Join(o.Dir, f.name)))
		}
	}
	if len(there) == 0 {
		return nil
	}
	message := there[0] + " exists already"
	if len(there) > 1 {
		message = strings.Join(there, ", ") + " exist already"
	}
	return &Refusal{message, "nothing was written; name another folder, or move what is there"}
}

// text makes the text of a file from its template.
func (o *Options) text(from string) (string, error) {
	source, err := files.ReadFile("files/" + from)
	if err != nil {
		return "", err
	}
	// A JSON string is one of YAML, whatever is in it.
	member, err := json.Marshal(o.Member)
	if err != nil {
		return "", err
	}
	form, err := template.New(from).Delims("[[", "]]").Option("missingkey=error").Parse(o.shift(string(source)))
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = form.Execute(&b, map[string]any{
		"Member": string(member), "State": o.State, "OtherState": o.State != "US-MN",
		"Year": o.Day.Year(), "NextYear": o.Day.Year() + 1, "Action": o.Revision,
	})
	return b.String(), err
}

var date = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)

// shift moves the dates of a template by as many days as have gone by since they
// were written, so that the example is approved on any day.
func (o *Options) shift(text string) string {
	days := int(o.Day.Truncate(24*time.Hour).Sub(writtenFor).Hours() / 24)
	return date.ReplaceAllStringFunc(text, func(s string) string {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return s
		}
		return at.AddDate(0, 0, days).Format(time.DateOnly)
	})
}

// create writes a file that must not exist.
func create(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // folders that colleagues read
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // files that colleagues read
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

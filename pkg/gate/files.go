package gate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Selection names what to check.
type Selection struct {
	// Paths are profiles, engagements that name their profile, folders of
	// both, streams of lines (.ndjson, .jsonl), or "-" for standard input.
	Paths []string
	// Engagement, when set, is the purchase for which every profile is checked.
	Engagement string
	// Stdin is read for the path "-".
	Stdin io.Reader
	// Limits bound what is read of each document.
	Limits document.Limits
}

// Requests turns a selection into the requests to check, in the order of its
// paths and, within a folder, of its file names. Whatever is named and cannot
// be found, told apart or read becomes a request that fails in its place: it is
// never passed over.
func (s Selection) Requests() iter.Seq[Request] {
	return func(yield func(Request) bool) {
		for _, name := range s.Paths {
			if !s.path(name, yield) {
				return
			}
		}
	}
}

func (s Selection) path(name string, yield func(Request) bool) bool {
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case name == "-":
		return s.stream("-", s.Stdin, yield)
	case ext == ".ndjson" || ext == ".jsonl":
		// Opening a pipe would wait for its writer.
		if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
			return yield(failed(name, "not a regular file", "for a stream from another program, check - and redirect standard input"))
		}
		f, err := os.Open(name)
		if err != nil {
			return yield(failed(name, "cannot read the file: "+cause(err), ""))
		}
		defer f.Close() //nolint:errcheck // opened for reading
		return s.lines(name, bufio.NewReader(f), yield)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return s.folder(name, yield)
	}
	return yield(s.file(name))
}

func failed(name, message, hint string) Request {
	return Request{
		Profile: File(name),
		fault:   source.Problems{{Position: source.Position{File: name}, Message: message, Hint: hint}},
	}
}

func cause(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}

// file makes the request for one named document, profile or engagement.
func (s Selection) file(name string) Request {
	doc, err := document.ReadFile(name, s.Limits)
	if err != nil {
		return Request{Profile: File(name), fault: problemsOf(err, name)}
	}
	return s.request(doc)
}

func (s Selection) request(doc *document.Document) Request {
	if text(doc.Value(), "kind") != string(schema.Engagement) {
		r := Request{Profile: File(doc.Name)}
		if s.Engagement != "" {
			r.Engagement = File(s.Engagement)
			r.fault = s.otherProfile(doc.Name)
		}
		return r
	}
	at := doc.KeyPosition([]string{"kind"})
	if s.Engagement != "" {
		r := failed(doc.Name, "an engagement is given as the profile, and another one with it", "name the vendor's profile, or leave the other engagement out")
		r.fault[0].Position = at
		return r
	}
	profile, ok := doc.Value()["profile"].(string)
	if !ok {
		r := failed(doc.Name, "the engagement does not name its profile", "add `profile: ./vendor.yaml`, or check the profile and give this file with -e")
		r.fault[0].Position = at
		return r
	}
	return Request{Profile: File(besides(doc.Name, profile)), Engagement: File(doc.Name)}
}

// besides resolves a path that a document gives relative to itself.
func besides(document, name string) string {
	return filepath.ToSlash(filepath.Join(filepath.Dir(document), filepath.FromSlash(name)))
}

// otherProfile refuses an engagement that says it is about another profile.
func (s Selection) otherProfile(name string) source.Problems {
	doc, err := document.ReadFile(s.Engagement, s.Limits)
	if err != nil {
		return nil //nolint:nilerr // the check reads the file too, and reports it
	}
	about, ok := doc.Value()["profile"].(string)
	if !ok || sameFile(besides(s.Engagement, about), name) {
		return nil
	}
	return source.Problems{{
		Position: doc.Position([]string{"profile"}),
		Message:  fmt.Sprintf("this engagement is about %s, not about %s", besides(s.Engagement, about), name),
		Hint:     "check the profile that it names, or remove its `profile` field to use it for several vendors",
	}}
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	if errX != nil || errY != nil {
		return filepath.Clean(a) == filepath.Clean(b)
	}
	return os.SameFile(x, y)
}

// folder makes the requests for a folder: its engagements, and the profiles
// that no engagement names. Documents of other kinds are left alone; a file
// that says no kind, or one that does not exist, is a fault, since it may well
// be a vendor's profile with a slip in it.
func (s Selection) folder(name string, yield func(Request) bool) bool {
	var files []string
	err := filepath.WalkDir(name, func(inner string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && inner != name && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		switch strings.ToLower(filepath.Ext(inner)) {
		case ".yaml", ".yml", ".json", ".ndjson", ".jsonl":
			files = append(files, filepath.ToSlash(inner))
		}
		return nil
	})
	if err != nil {
		return yield(failed(name, "cannot read the folder: "+cause(err), ""))
	}
	named := map[string]bool{}
	for _, file := range files {
		if r, kind := s.sniff(file); kind == schema.Engagement && r.fault == nil {
			named[r.Profile.Name] = true
		}
	}
	found := false
	for _, file := range files {
		if ext := filepath.Ext(file); ext == ".ndjson" || ext == ".jsonl" {
			found = true
			if !s.path(file, yield) {
				return false
			}
			continue
		}
		r, kind := s.sniff(file)
		if kind == "" && path.Base(file) == configName {
			continue
		}
		switch kind {
		case schema.Requirements, schema.Waivers, schema.Report, schema.Case, schema.Mutants:
			continue
		case schema.VendorProfile:
			if named[file] {
				continue
			}
		case schema.Engagement, schema.Control: // to check, or a fault
		}
		found = true
		if !yield(r) {
			return false
		}
	}
	if !found {
		return yield(failed(name, "no profiles in this folder", "a profile is a .yaml, .yml or .json file with `kind: VendorProfile`"))
	}
	return true
}

// configName is the file with which a folder configures the command line.
const configName = "vendorgate.yaml"

// sniff reads a file of a folder to see what it is.
func (s Selection) sniff(file string) (Request, schema.Kind) {
	if ext := filepath.Ext(file); ext == ".ndjson" || ext == ".jsonl" {
		return Request{}, ""
	}
	doc, err := document.ReadFile(file, s.Limits)
	if err != nil {
		return Request{Profile: File(file), fault: problemsOf(err, file)}, ""
	}
	kind := schema.Kind(text(doc.Value(), "kind"))
	switch kind {
	case schema.Engagement:
		one := s
		one.Engagement = "" // its own purchase
		return one.request(doc), kind
	case schema.VendorProfile, schema.Requirements, schema.Waivers, schema.Report, schema.Case, schema.Mutants:
		return s.request(doc), kind
	case schema.Control: // metadata, never a document
	}
	r := failed(file, fmt.Sprintf("this file says kind %q, which vendorgate does not know", kind),
		"a vendor's profile says `kind: VendorProfile`; keep files that are not vendorgate's in another folder")
	if kind == "" {
		r.fault[0].Message = "this file does not say what it is"
	} else {
		r.fault[0].Position = doc.Position([]string{"kind"})
	}
	return r, ""
}

// stream reads one document, or a line for each profile.
func (s Selection) stream(name string, r io.Reader, yield func(Request) bool) bool {
	if r == nil {
		return yield(failed(name, "there is no standard input", ""))
	}
	in := bufio.NewReaderSize(r, 64<<10)
	first, err := in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return yield(failed(name, "cannot read standard input: "+cause(err), ""))
	}
	if looksLikeRecord(first) {
		return s.lines(name, in, yield)
	}
	limit := s.Limits.Bytes
	if limit == 0 {
		limit = document.DefaultLimits().Bytes
	}
	data, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	if err != nil {
		return yield(failed(name, "cannot read standard input: "+cause(err), ""))
	}
	doc, err := document.Parse(name, data, s.Limits)
	if err != nil {
		return yield(Request{Profile: Bytes(name, data), fault: problemsOf(err, name)})
	}
	request := s.request(doc)
	if request.Profile.Name == name && request.fault == nil {
		request.Profile = Bytes(name, data)
	}
	if request.Engagement.Name == name {
		request.Engagement = Bytes(name, data)
	}
	return yield(request)
}

// looksLikeRecord reports whether the text starts with {"profile": or
// {"engagement":, as a line of a stream does and no document.
func looksLikeRecord(text []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return false
	}
	t, err := d.ReadToken()
	if err != nil || t.Kind() != '"' {
		return false
	}
	if key := t.String(); key != "profile" && key != "engagement" {
		return false
	}
	return d.PeekKind() == '{'
}

// lines reads a profile a line. A line that is wrong costs itself alone.
func (s Selection) lines(name string, in *bufio.Reader, yield func(Request) bool) bool {
	limit := s.Limits.Bytes
	if limit == 0 {
		limit = document.DefaultLimits().Bytes
	}
	found := false
	for n := 1; ; n++ {
		line, tooLong, err := readLine(in, 2*limit)
		at := fmt.Sprintf("%s:%d", name, n)
		switch {
		case tooLong:
			found = true
			if !yield(failed(at, fmt.Sprintf("the line is longer than %d bytes", 2*limit), "")) {
				return false
			}
		case len(bytes.TrimSpace(line)) > 0:
			found = true
			if !yield(s.record(at, line)) {
				return false
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return yield(failed(at, "cannot read on: "+cause(err), ""))
			}
			break
		}
	}
	if !found {
		return yield(failed(name, "no profiles in this stream", `a line is {"profile": {…}, "engagement": {…}}`))
	}
	return true
}

func readLine(in *bufio.Reader, limit int) (line []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
			if len(line) > limit+1 {
				line, tooLong = nil, true
			}
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// record splits a line into its two documents.
func (s Selection) record(at string, line []byte) Request {
	const form = `a line is {"profile": {…}, "engagement": {…}}`
	parts := map[string]jsontext.Value{}
	d := jsontext.NewDecoder(bytes.NewReader(line))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return failed(at, "the line is not a JSON object", form)
	}
	for d.PeekKind() != '}' {
		t, err := d.ReadToken()
		if err != nil {
			return failed(at, "the line is not JSON: "+err.Error(), form)
		}
		key := t.String()
		value, err := d.ReadValue()
		if err != nil {
			return failed(at, "the line is not JSON: "+err.Error(), form)
		}
		if !slices.Contains([]string{"profile", "engagement"}, key) {
			return failed(at, fmt.Sprintf("the line has an unknown field %q", key), form)
		}
		parts[key] = value.Clone()
	}
	if _, err := d.ReadToken(); err != nil {
		return failed(at, "the line is not JSON: "+err.Error(), form)
	}
	if rest := bytes.TrimSpace(line[d.InputOffset():]); len(rest) > 0 {
		return failed(at, "there is more on the line after its object", form)
	}
	if parts["profile"] == nil {
		return failed(at, "the line has no profile", form)
	}
	r := Request{Profile: Bytes(at+" (profile)", parts["profile"])}
	switch {
	case parts["engagement"] != nil && s.Engagement != "":
		return failed(at, "the line has an engagement, and another one is given with it", "leave one of the two out")
	case parts["engagement"] != nil:
		r.Engagement = Bytes(at+" (engagement)", parts["engagement"])
	case s.Engagement != "":
		r.Engagement = File(s.Engagement)
	}
	return r
}

// Worst returns the fault that decides the exit code of a run: the worst of
// its decisions.
func Worst(summary finding.Summary) finding.Fault {
	switch {
	case summary.Internal > 0:
		return finding.FaultInternal
	case summary.Errors > 0:
		return finding.FaultEvaluation
	case summary.Unreadable > 0:
		return finding.FaultUnreadable
	case summary.Invalid > 0:
		return finding.FaultInvalid
	case summary.Cancelled > 0:
		return finding.FaultCancelled
	}
	return finding.FaultNone
}

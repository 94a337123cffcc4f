package authoring

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Version is one state of policies and requirements that can be compared with
// another.
type Version struct {
	Name         string          // as it was named
	Shipped      []policy.Module // in place of the shipped policies; nil: those of the program
	Own          []policy.Module
	Requirements gate.Source // zero: none is part of it
}

// largestFile bounds what is read of one file, as everywhere.
const largestFile = 1 << 20

// OpenVersion reads a version. Its name is a list, separated by commas, of
// folders of policies, .rego files and requirements documents; each may be
// REV:PATH, as it stands in a revision of the git repository around the working
// folder. A folder stands for the policies in it and for the requirements
// document in it, if there is one. What differs between two versions must never
// rest on a file that was not found, so whatever is named has to hold something.
func OpenVersion(ctx context.Context, name string) (*Version, error) {
	v := &Version{Name: name}
	for part := range strings.SplitSeq(name, ",") {
		files, err := filesOf(ctx, part)
		if err != nil {
			return nil, err
		}
		if err := v.add(part, files); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// A versionFile is one file of a version.
type versionFile struct {
	name string // below the part that was named; empty: it is the part
	full string // as messages name it
	data []byte
}

func filesOf(ctx context.Context, part string) ([]versionFile, error) {
	if part == "" {
		return nil, source.Problems{{Message: "a version has an empty name", Hint: "name a folder, a file, or REV:PATH"}}
	}
	info, err := os.Stat(part)
	if err != nil {
		if revision, inner, ok := strings.Cut(part, ":"); ok && len(revision) > 1 { // not a drive
			return filesAt(ctx, part, revision, inner)
		}
		return nil, source.Problems{{
			Position: source.Position{File: filepath.ToSlash(part)},
			Message:  "cannot read it: " + reason(err),
			Hint:     "name a folder of policies, a requirements file, or REV:PATH for one of a git revision",
		}}
	}
	if !info.IsDir() {
		file, err := readVersionFile(part, "")
		return []versionFile{file}, err
	}
	var files []versionFile
	err = filepath.WalkDir(part, func(full string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && full != part && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || !bears(full):
			return nil
		}
		name, err := filepath.Rel(part, full)
		if err != nil {
			return err
		}
		file, err := readVersionFile(full, filepath.ToSlash(name))
		files = append(files, file)
		return err
	})
	return files, err
}

// bears reports whether a file can bear on a check.
func bears(name string) bool {
	switch path.Ext(filepath.ToSlash(name)) {
	case ".rego":
		return !strings.HasSuffix(name, "_test.rego")
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

func readVersionFile(full, name string) (versionFile, error) {
	f := versionFile{name: name, full: filepath.ToSlash(full)}
	info, err := os.Stat(full)
	if err == nil && !info.Mode().IsRegular() {
		return f, tooOdd(f.full, "it is no regular file")
	}
	if err == nil && info.Size() > largestFile {
		if path.Ext(f.full) == ".json" && name != "" { // data of something else
			return f, nil
		}
		return f, tooOdd(f.full, fmt.Sprintf("it is larger than %d bytes", largestFile))
	}
	if err == nil {
		f.data, err = os.ReadFile(full)
	}
	if err != nil {
		return f, tooOdd(f.full, "cannot read it: "+reason(err))
	}
	return f, nil
}

func tooOdd(file, message string) error {
	return source.Problems{{Position: source.Position{File: file}, Message: message}}
}

// filesAt returns the files of a revision below a path.
func filesAt(ctx context.Context, part, revision, inner string) ([]versionFile, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, &RevisionError{"git is not installed", "install git, or check out both versions and name their folders"}
	}
	if inner == "" {
		inner = "."
	}
	h := &history{root: "."}
	commit, err := h.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, &RevisionError{
			fmt.Sprintf("there is no file %s, and no git revision %q", part, revision),
			"write REV:PATH with a commit, a branch or a tag; a clone without its history knows only the last commit: fetch the rest with `git fetch --unshallow`",
		}
	}
	commit = strings.TrimSpace(commit)
	listed, err := h.git(ctx, "ls-tree", "-r", "-z", "--name-only", commit, "--", inner)
	if err != nil {
		return nil, err
	}
	var names []string
	root := path.Clean(filepath.ToSlash(inner))
	for _, name := range split(listed) {
		below := strings.TrimPrefix(strings.TrimPrefix(name, root), "/")
		hidden := slices.ContainsFunc(strings.Split(path.Dir(below), "/"), func(d string) bool { return d != "." && strings.HasPrefix(d, ".") })
		if bears(name) && !hidden && !strings.Contains(name, "\n") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, &RevisionError{fmt.Sprintf("%s holds nothing in revision %s", inner, revision), "the path is relative to the working folder"}
	}
	texts, err := h.texts(ctx, commit, names)
	if err != nil {
		return nil, err
	}
	var files []versionFile
	for i, name := range names {
		f := versionFile{name: strings.TrimPrefix(strings.TrimPrefix(name, root), "/"), full: revision + ":" + name, data: texts[i]}
		if len(f.data) > largestFile {
			if path.Ext(name) == ".json" {
				continue
			}
			return nil, tooOdd(f.full, fmt.Sprintf("it is larger than %d bytes", largestFile))
		}
		files = append(files, f)
	}
	return files, nil
}

// texts reads files of a commit with one call of git.
func (h *history) texts(ctx context.Context, commit string, names []string) ([][]byte, error) {
	var asked bytes.Buffer
	for _, name := range names {
		fmt.Fprintf(&asked, "%s:./%s\n", commit, name)
	}
	cmd := exec.CommandContext(ctx, "git", "-C", h.root, "cat-file", "--batch") //nolint:gosec // the root is a folder that the caller named
	cmd.Stdin = &asked
	out, err := cmd.Output()
	if err != nil {
		return nil, &RevisionError{"git cat-file: " + err.Error(), ""}
	}
	var texts [][]byte
	for _, name := range names {
		line, rest, _ := bytes.Cut(out, []byte("\n"))
		fields := strings.Fields(string(line))
		if len(fields) != 3 || fields[1] != "blob" {
			return nil, &RevisionError{fmt.Sprintf("git cannot read %s: %s", name, line), ""}
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil || size+1 > len(rest) {
			return nil, &RevisionError{"git gave less of " + name + " than it said", ""}
		}
		texts = append(texts, rest[:size])
		out = rest[size+1:]
	}
	return texts, nil
}

// add takes the files of one part into the version.
func (v *Version) add(part string, files []versionFile) error {
	var shippedRoots []string
	for _, f := range files {
		if at, ok := strings.CutSuffix("/"+f.name, "/decision/decision.rego"); ok &&
			slices.Contains(strings.Split(string(f.data), "\n"), "package vendorgate") {
			shippedRoots = append(shippedRoots, strings.TrimPrefix(at+"/", "/"))
		}
	}
	found := false
	for _, f := range files {
		if path.Ext(f.full) == ".rego" {
			found = true
			m := policy.Module{Name: f.full, Text: string(f.data)}
			if slices.ContainsFunc(shippedRoots, func(root string) bool { return strings.HasPrefix(f.name, root) }) {
				v.Shipped = append(v.Shipped, m)
			} else {
				v.Own = append(v.Own, m)
			}
			continue
		}
		is, err := isRequirements(f)
		if err != nil {
			return err
		}
		if !is {
			continue
		}
		found = true
		if !v.Requirements.IsZero() {
			return source.Problems{{
				Position: source.Position{File: f.full},
				Message:  fmt.Sprintf("the version %s holds a second requirements document, the first is %s", v.Name, v.Requirements.Name),
				Hint:     "name the policies and the requirements document that go together, separated by a comma: policies,county.yaml",
			}}
		}
		v.Requirements = gate.Bytes(f.full, f.data)
	}
	if !found {
		return source.Problems{{
			Position: source.Position{File: filepath.ToSlash(part)},
			Message:  "there is neither a policy nor a requirements document in it",
			Hint:     "a policy is a file with the ending .rego (tests do not count), a requirements document says `kind: Requirements`",
		}}
	}
	return nil
}

// saysRequirements finds the kind in a document that cannot be read.
var saysRequirements = regexp.MustCompile(`\bkind["']?\s*:\s*["']?` + string(schema.Requirements) + `\b`)

// isRequirements reports whether a file is a requirements document. One that
// cannot be read and might be one is an error: passed over, it would leave the
// defaults in its place.
func isRequirements(f versionFile) (bool, error) {
	doc, err := document.Parse(f.full, f.data, document.Limits{})
	if err != nil {
		if f.name != "" && !saysRequirements.Match(f.data) {
			return false, nil
		}
		return false, err
	}
	is := word(doc.Value()["kind"]) == string(schema.Requirements)
	if !is && f.name == "" {
		return false, source.Problems{{
			Position: doc.Position([]string{"kind"}),
			Message:  "it is no requirements document",
			Hint:     "a requirements document says `kind: Requirements`; vendors' documents are named with --profiles",
		}}
	}
	return is, nil
}

// gate makes the gate that decides by the version.
func (v *Version) gate(ctx context.Context, o gate.Options) (*gate.Gate, error) {
	if len(v.Own) > 0 {
		o.Policies, o.Modules = nil, v.Own
	}
	if !v.Requirements.IsZero() {
		o.Requirements = v.Requirements
	}
	var g *gate.Gate
	var err error
	if len(v.Shipped) > 0 {
		g, err = gate.NewUnproven(ctx, o, v.Shipped)
	} else {
		g, err = gate.New(ctx, o)
	}
	if err != nil {
		return nil, versionError{v.Name, err}
	}
	return g, nil
}

// A versionError says which of two versions is wrong.
type versionError struct {
	name string
	err  error
}

func (e versionError) Error() string { return fmt.Sprintf("the version %s: %v", e.name, e.err) }

// Unwrap returns what is wrong with it.
func (e versionError) Unwrap() error { return e.err }

// modules are all policies of the version, as far as it brings its own.
func (v *Version) modules() []policy.Module { return slices.Concat(v.Shipped, v.Own) }

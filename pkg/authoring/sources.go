// Package authoring holds the tools for people who write controls: it checks
// policies, runs their tests, writes new controls, and shows what reads what.
//
// [Open] finds the policies that a command is about; [Sources.Check] and
// [Sources.Test] work on what it found. The shipped policies and a member's own
// folder are treated alike.
package authoring

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/policies"
)

// Sources are the policies that a command is about, with their tests.
type Sources struct {
	// Shipped are the policies that everything is compiled with. When Own is
	// empty they are themselves what is looked at.
	Shipped []policy.Module
	// Own are the member's policies.
	Own []policy.Module
	// Tests are the Rego tests of what is looked at.
	Tests []policy.Module
	// Cases are the names of the case.yaml files below the folders.
	Cases []string

	roots []string // all folders that were named
	lists []string // the names of the files that explain mutants
}

// Open finds the policies of files and folders; without any it takes those that
// the program carries. A file stands for its folder, so that a commit hook can
// hand over the names of changed files: what a rule means depends on the files
// beside it. A folder that holds the package vendorgate is a version of the
// shipped policies, and stands in for them.
func Open(names []string) (*Sources, error) {
	shipped, err := policy.Shipped()
	if err != nil {
		return nil, err
	}
	s := &Sources{Shipped: shipped}
	if len(names) == 0 {
		err := s.embeddedTests()
		return s, err
	}
	folders, err := foldersOf(names)
	if err != nil {
		return nil, err
	}
	var problems source.Problems
	for _, folder := range folders {
		if err := s.read(folder); err != nil {
			found, ok := err.(source.Problems) //nolint:errorlint // read returns them as they are
			if !ok {
				return nil, err
			}
			problems = append(problems, found...)
		}
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	return s, nil
}

// Subject returns the policies that are looked at.
func (s *Sources) Subject() []policy.Module {
	if len(s.Own) > 0 {
		return s.Own
	}
	return s.Shipped
}

// isEmbedded reports whether the shipped policies are those that the program
// carries, to the byte.
func (s *Sources) isEmbedded() bool {
	embedded, err := policy.Shipped()
	texts := func(modules []policy.Module) []string {
		var out []string
		for _, m := range modules {
			out = append(out, m.Text)
		}
		slices.Sort(out)
		return out
	}
	return err == nil && slices.Equal(texts(embedded), texts(s.Shipped))
}

func (s *Sources) read(folder string) error {
	modules, err := policy.Read(folder)
	if err != nil {
		return err
	}
	s.roots = append(s.roots, folder)
	if isShippedTree(folder) {
		s.Shipped = modules
	} else {
		s.Own = append(s.Own, modules...)
	}
	return filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != folder && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		case strings.HasSuffix(name, "_test.rego"):
			text, err := os.ReadFile(name)
			s.Tests = append(s.Tests, policy.Module{Name: filepath.ToSlash(name), Text: string(text)})
			return err
		case entry.Name() == "case.yaml" || strings.HasSuffix(name, ".case.yaml"):
			s.Cases = append(s.Cases, name)
		case entry.Name() == survivorsFile:
			s.lists = append(s.lists, name)
		}
		return nil
	})
}

func (s *Sources) embeddedTests() error {
	return fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, "_test.rego") {
			return err
		}
		text, err := fs.ReadFile(policies.FS, name)
		s.Tests = append(s.Tests, policy.Module{Name: "vendorgate:policies/" + name, Text: string(text)})
		return err
	})
}

// foldersOf returns the folders of the names, each once and none inside
// another.
func foldersOf(names []string) ([]string, error) {
	var folders []string
	var problems source.Problems
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			problems = append(problems, source.Problem{
				Position: source.Position{File: filepath.ToSlash(name)},
				Message:  "cannot read it: " + reason(err),
				Hint:     "name a folder with policies, or a .rego file in it",
			})
			continue
		case !info.IsDir() && filepath.Ext(name) != ".rego":
			problems = append(problems, source.Problem{
				Position: source.Position{File: filepath.ToSlash(name)},
				Message:  "not a Rego file",
				Hint:     "name a folder with policies, or a .rego file in it; in a commit hook, hand over the .rego files alone",
			})
			continue
		case !info.IsDir():
			name = filepath.Dir(name)
		}
		name = filepath.Clean(name)
		if root := shippedRoot(name); root != "" {
			name = root
		}
		folders = append(folders, name)
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	folders = slices.DeleteFunc(folders, func(inner string) bool {
		return slices.ContainsFunc(folders, func(outer string) bool { return isInside(inner, outer) })
	})
	return folders, problems.Err()
}

func isInside(inner, outer string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != "." && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// isShippedTree reports whether a folder is laid out as the shipped policies
// are: with the package that decides.
func isShippedTree(folder string) bool {
	text, err := os.ReadFile(filepath.Join(folder, "decision", "decision.rego"))
	return err == nil && slices.Contains(strings.Split(string(text), "\n"), "package vendorgate")
}

// shippedRoot returns the folder of a version of the shipped policies that a
// folder lies in, or "".
func shippedRoot(folder string) string {
	for range 4 {
		if isShippedTree(folder) {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder || parent == "." {
			break
		}
		folder = parent
	}
	return ""
}

func reason(err error) string {
	if pathErr, ok := err.(*fs.PathError); ok { //nolint:errorlint // os.Stat returns it as it is
		return pathErr.Err.Error()
	}
	return fmt.Sprint(err)
}

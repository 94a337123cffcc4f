package authoring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/policy"
)

// ErrRevision says that what changed since a revision cannot be told.
var ErrRevision = errors.New("cannot tell what changed")

// A RevisionError says why, and what to do.
type RevisionError struct{ Message, Hint string }

func (e *RevisionError) Error() string { return ErrRevision.Error() + ": " + e.Message }

// Unwrap makes a RevisionError an [ErrRevision].
func (e *RevisionError) Unwrap() error { return ErrRevision }

// changedSince tells which mutants are about what changed since a revision:
// rules that read otherwise, comments aside, and all rules beside tests that
// changed, since it is the tests that are judged.
func (s *Sources) changedSince(ctx context.Context, revision string) (func(*Mutant) bool, error) {
	if len(s.roots) == 0 {
		return nil, &RevisionError{"the policies that this program carries have no history", "name the folder of the policies in a git repository"}
	}
	rules := map[string]bool{}   // file and path
	folders := map[string]bool{} // with tests that changed
	cases := false
	for _, root := range s.roots {
		history, err := openHistory(ctx, root, revision)
		if err != nil {
			return nil, err
		}
		for _, name := range history.changed {
			switch at := filepath.ToSlash(filepath.Join(root, name)); {
			case strings.HasSuffix(name, "_test.rego"):
				folders[path.Dir(at)] = true
			case path.Base(name) == "case.yaml" || strings.HasSuffix(name, ".case.yaml"):
				cases = true
			case path.Ext(name) == ".rego":
				i := slices.IndexFunc(s.Subject(), func(m policy.Module) bool { return m.Name == at })
				if i < 0 {
					continue // it is gone
				}
				before, err := history.text(ctx, name)
				if err != nil {
					return nil, err
				}
				for _, rule := range differing(at, before, s.Subject()[i].Text) {
					rules[at+" "+rule] = true
				}
			}
		}
	}
	return func(m *Mutant) bool {
		return cases || folders[path.Dir(m.Position.File)] || rules[m.Position.File+" "+m.path]
	}, nil
}

// differing returns the paths of the rules of a file that read otherwise than
// before.
func differing(file, before, after string) []string {
	was, is := wording(file, before), wording(file, after)
	var paths []string
	for rule, text := range is {
		if was[rule] != text {
			paths = append(paths, rule)
		}
	}
	return paths
}

// wording is what a file says of each rule, without layout and comments. What
// does not parse says nothing.
func wording(file, text string) map[string]string {
	out := map[string]string{}
	tree, err := ast.ParseModuleWithOpts(file, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil || tree == nil {
		return out
	}
	head := tree.Package.String() // in another package or with other imports it is another rule
	for _, i := range tree.Imports {
		head += "\n" + i.String()
	}
	for _, rule := range tree.Rules {
		if out[pathOf(rule)] == "" {
			out[pathOf(rule)] = head
		}
		out[pathOf(rule)] += "\n" + rule.String()
	}
	return out
}

// A history is what git knows of a folder.
type history struct {
	root, commit string
	changed      []string // names below root: changed, new or gone since the commit
	tracked      map[string]bool
}

func openHistory(ctx context.Context, root, revision string) (*history, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, &RevisionError{"git is not installed", "install git, or leave --since out"}
	}
	h := &history{root: root, tracked: map[string]bool{}}
	if _, err := h.git(ctx, "rev-parse", "--is-inside-work-tree"); err != nil {
		return nil, &RevisionError{fmt.Sprintf("%s is in no git repository", filepath.ToSlash(root)), "leave --since out to look at all rules"}
	}
	commit, err := h.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, &RevisionError{
			fmt.Sprintf("the repository has no revision %q", revision),
			"name a commit, a branch or a tag; a clone without its history knows only the last commit: fetch the rest with `git fetch --unshallow`",
		}
	}
	h.commit = strings.TrimSpace(commit)
	tracked, err := h.git(ctx, "ls-tree", "-r", "-z", "--name-only", h.commit, "--", ".")
	if err != nil {
		return nil, err
	}
	for _, name := range split(tracked) {
		h.tracked[name] = true
	}
	diff, err := h.git(ctx, "diff", "--name-only", "--no-renames", "--relative", "-z", h.commit, "--", ".")
	if err != nil {
		return nil, err
	}
	added, err := h.git(ctx, "ls-files", "--others", "-z", "--", ".")
	if err != nil {
		return nil, err
	}
	h.changed = slices.Concat(split(diff), split(added))
	return h, nil
}

func split(names string) []string {
	return slices.DeleteFunc(strings.Split(names, "\x00"), func(n string) bool { return n == "" })
}

// text returns a file as it was; "" when it was not there.
func (h *history) text(ctx context.Context, name string) (string, error) {
	if !h.tracked[name] {
		return "", nil
	}
	return h.git(ctx, "show", h.commit+":./"+name)
}

func (h *history) git(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", h.root}, args...)...) //nolint:gosec // the revision follows --end-of-options, the rest is ours
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", &RevisionError{fmt.Sprintf("git %s: %s", args[0], strings.TrimSpace(complaint.String())), ""}
	}
	return out.String(), nil
}

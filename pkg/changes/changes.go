// Package changes tells which files of a git working tree are the same as they
// were in a revision. Call [Since], then ask [Changes.Unchanged] of each file.
//
// It serves a gate, so it errs to one side: a file is unchanged only when the
// history proves it. One that git does not track, that lies outside of the
// repository, or that is reached through a link, counts as changed.
package changes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// An Error says why it cannot be told what changed, and what to do.
type Error struct{ Message, Hint string }

func (e *Error) Error() string { return e.Message }

// Changes are the differences between a working tree and a commit.
type Changes struct {
	// Commit is where the history of the working tree parts from that of the
	// revision; empty in a repository without commits.
	Commit string
	// Names are the files that were changed, added to the index, or removed since
	// that commit, with / between folders and relative to the top of the
	// repository.
	Names []string

	top     string // the top of the repository, without links
	here    string // the working folder, without links
	tracked map[string]bool
	changed map[string]bool
}

// Since compares the working tree that the working folder belongs to with the
// commit where it parted from a revision. What others have done on that revision
// since then is no change of this tree.
func Since(ctx context.Context, revision string) (*Changes, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, &Error{"git is not installed", "install git, or check everything"}
	}
	c := &Changes{tracked: map[string]bool{}, changed: map[string]bool{}}
	top, err := c.git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, &Error{"this folder is in no git repository that can be read: " + err.Error(), "check everything, or run in the repository"}
	}
	// One line feed ends the name; any other belongs to it.
	if c.top, err = filepath.EvalSymlinks(strings.TrimSuffix(top, "\n")); err != nil {
		return nil, err
	}
	working, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if c.here, err = filepath.EvalSymlinks(working); err != nil {
		return nil, err
	}
	if c.Commit, err = c.base(ctx, revision); err != nil || c.Commit == "" {
		return c, err
	}
	tracked, err := c.git(ctx, "ls-tree", "-r", "-z", "--name-only", c.Commit)
	if err != nil {
		return nil, err
	}
	for _, name := range names(tracked) {
		c.tracked[name] = true
	}
	diff, err := c.git(ctx, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", c.Commit, "--")
	if err != nil {
		return nil, err
	}
	c.Names = names(diff)
	for _, name := range c.Names {
		c.changed[name] = true
	}
	return c, nil
}

// base is the commit to compare with; empty where there is no commit at all, so
// that the first one can be checked before it is made.
func (c *Changes) base(ctx context.Context, revision string) (string, error) {
	if _, err := c.git(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		if revision == "HEAD" {
			return "", nil
		}
		return "", &Error{"the repository has no commit yet", "make the first one, or check everything"}
	}
	answer, err := c.git(ctx, "rev-parse", "--is-shallow-repository")
	shallow := err != nil || strings.TrimSpace(answer) == "true"
	hint := ""
	if shallow {
		hint = "this clone has only a part of the history: fetch the rest with `git fetch --unshallow`, or clone with the whole history (on GitHub, fetch-depth: 0)"
	}
	commit, err := c.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		if hint == "" {
			hint = "name a commit, a branch or a tag that is in this clone, such as origin/main"
		}
		return "", &Error{fmt.Sprintf("the repository has no revision %q", revision), hint}
	}
	base, err := c.git(ctx, "merge-base", strings.TrimSpace(commit), "HEAD")
	switch {
	case err != nil && !shallow:
		return "", &Error{fmt.Sprintf("the history here and that of %q have no commit in common", revision), "name a revision that this branch comes from"}
	case err != nil, shallow && base != commit:
		// Where the history is cut, an older commit may look like the last common
		// one, and a change that takes something back like none.
		return "", &Error{fmt.Sprintf("it cannot be told where the history here parted from that of %q", revision), hint}
	}
	return strings.TrimSpace(base), nil
}

func names(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(list, "\x00"), "\x00")
}

// Unchanged reports whether a file, named relative to the working folder, is
// certainly the same as in the commit.
func (c *Changes) Unchanged(file string) bool {
	name, ok := c.Name(file)
	if info, err := os.Lstat(file); !ok || err != nil || !info.Mode().IsRegular() {
		return false
	}
	// A submodule is one entry, for all of its files.
	for at := name; at != "."; at = path.Dir(at) {
		if c.changed[at] {
			return false
		}
	}
	for at := name; at != "."; at = path.Dir(at) {
		if c.tracked[at] {
			return true
		}
	}
	return false
}

// UnchangedPolicies reports whether the policies of a file or folder are
// certainly the same as in the commit. Their tests decide nothing, so they may
// be others.
func (c *Changes) UnchangedPolicies(root string) bool {
	info, err := os.Stat(root)
	if err != nil {
		return false
	}
	if !info.IsDir() {
		return c.Unchanged(root)
	}
	name, ok := c.Name(root)
	if !ok {
		return false
	}
	for _, changed := range c.Names {
		if decides(changed) && (name == "." || strings.HasPrefix(changed, name+"/")) {
			return false
		}
	}
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && file != root && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir // no policies are read there
		}
		if err == nil && !entry.IsDir() && decides(filepath.ToSlash(file)) && !c.Unchanged(file) {
			err = errors.New("changed")
		}
		return err
	})
	return err == nil
}

// decides reports whether a file of this name may be a policy, or a folder of
// them in another repository.
func decides(name string) bool {
	ext := path.Ext(name)
	return ext == "" || ext == ".rego" && !strings.HasSuffix(name, "_test.rego")
}

// Name is what git calls a file, from the top of the repository; false where it
// lies elsewhere, is not there, or is reached through a link.
func (c *Changes) Name(file string) (string, bool) {
	at := filepath.Clean(file)
	if !filepath.IsAbs(at) {
		at = filepath.Join(c.here, at)
	}
	if direct, err := filepath.EvalSymlinks(at); err != nil || direct != at {
		return "", false
	}
	name, err := filepath.Rel(c.top, at)
	name = filepath.ToSlash(name)
	return name, err == nil && name != ".." && !strings.HasPrefix(name, "../")
}

// Before returns a file as it was in the commit; nil when it was not there. The
// name is one of [Changes.Names].
func (c *Changes) Before(ctx context.Context, name string) ([]byte, error) {
	if !c.tracked[name] {
		return nil, nil
	}
	text, err := c.git(ctx, "cat-file", "blob", c.Commit+":"+name)
	return []byte(text), err
}

func (c *Changes) git(ctx context.Context, args ...string) (string, error) {
	// Nothing is written, not even what git has found out about times of files.
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-optional-locks"}, args...)...) //nolint:gosec // revisions follow --end-of-options or are resolved, names follow a commit
	cmd.Dir = c.top                                                                             // empty: here
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", &Error{fmt.Sprintf("git %s: %s", args[0], strings.TrimSpace(complaint.String())), ""}
	}
	return out.String(), nil
}

package changes_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/changes"
)

// A tree is a git repository that a test works in. The working folder is that of
// the process, so these tests do not run side by side.
type tree struct {
	*testing.T
	dir string
}

func newTree(t *testing.T) tree {
	t.Helper()
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_SYSTEM": os.DevNull,
		"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a.example", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a.example",
	} {
		t.Setenv(name, value)
	}
	r := tree{t, t.TempDir()}
	t.Chdir(r.dir)
	r.git("init", "-q", "-b", "main")
	return r
}

func (r tree) git(args ...string) string {
	r.Helper()
	out, err := exec.Command("git", args...).CombinedOutput()
	if err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r tree) write(names ...string) {
	r.Helper()
	for _, name := range names {
		old, _ := os.ReadFile(name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, append(old, "line\n"...), 0o600)); err != nil {
			r.Fatal(err)
		}
	}
}

func (r tree) commit(names ...string) {
	r.Helper()
	r.write(names...)
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", "x")
}

func (r tree) since(revision string) *changes.Changes {
	r.Helper()
	c, err := changes.Since(context.Background(), revision)
	if err != nil {
		r.Fatal(err)
	}
	return c
}

func (r tree) unchanged(c *changes.Changes, want string) {
	r.Helper()
	var got []string
	err := filepath.WalkDir(".", func(name string, entry os.DirEntry, err error) error {
		if entry.IsDir() && entry.Name() == ".git" {
			return filepath.SkipDir
		}
		if c.Unchanged(name) {
			got = append(got, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil || strings.Join(got, " ") != want {
		r.Errorf("unchanged are %q, want %q, %v", got, want, err)
	}
}

func TestWhatIsUnchanged(t *testing.T) {
	r := newTree(t)
	r.commit("edited", "staged", "removed", "moved", "same", "folder/same", "mode", "linked")
	if err := os.Symlink("linked", "link"); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink("folder", "way"); err != nil {
		t.Fatal(err)
	}
	r.commit()
	r.write("edited", "staged", "new", "added")
	r.git("add", "staged", "added")
	r.git("rm", "-q", "removed")
	r.git("mv", "moved", "folder/moved")
	c := r.since("HEAD")
	r.unchanged(c, "folder/same linked mode same")
	want := []string{"added", "edited", "folder/moved", "moved", "removed", "staged"}
	if !slices.Equal(c.Names, want) {
		t.Errorf("changed are %q, want %q", c.Names, want)
	}
	for _, name := range []string{"removed", "missing", "folder", ".", "/etc/hostname", "../x", "same/x", "way/same"} {
		if c.Unchanged(name) {
			t.Errorf("%s is called unchanged", name)
		}
	}
	if name, ok := c.Name(os.TempDir()); ok {
		t.Errorf("a folder outside of the repository is called %q", name)
	}
	if !c.Unchanged(filepath.Join(r.dir, "same")) {
		t.Error("a file named from the root is not found")
	}
	t.Chdir("folder")
	if c := r.since("HEAD"); !c.Unchanged("same") || !c.Unchanged("../same") || c.Unchanged("../edited") {
		t.Error("names are not taken from the working folder")
	}
}

// What others did on the revision since then is no change of this branch.
func TestComparesWithWhereTheBranchBegan(t *testing.T) {
	r := newTree(t)
	r.commit("a", "b")
	begun := r.git("rev-parse", "HEAD")
	r.git("checkout", "-q", "-b", "branch")
	r.commit("a")
	r.git("checkout", "-q", "main")
	r.commit("b")
	r.git("checkout", "-q", "branch")
	c := r.since("main")
	if c.Commit != begun {
		t.Errorf("compared with %s, want %s", c.Commit, begun)
	}
	r.unchanged(c, "b")
	before, err := c.Before(context.Background(), "a")
	if err != nil || string(before) != "line\n" {
		t.Errorf("before, a was %q, %v", before, err)
	}
}

// Names that a shell or git itself would read in another way.
func TestNamesAreOnlyNames(t *testing.T) {
	r := newTree(t)
	odd := []string{"$(touch owned)", "`touch owned`", "-rf", "a\nb", `"quoted"`, "ünï", ":(top)x", "a;touch owned", "*", "\x1b[31m"}
	r.commit(odd...)
	c := r.since("HEAD")
	for _, name := range odd {
		if !c.Unchanged(name) {
			t.Errorf("%q is not seen", name)
		}
	}
	r.write(odd...)
	c = r.since("HEAD")
	for _, name := range odd {
		if c.Unchanged(name) || !slices.Contains(c.Names, name) {
			t.Errorf("the change of %q is not seen", name)
		}
		if text, err := c.Before(context.Background(), name); err != nil || string(text) != "line\n" {
			t.Errorf("before, %q was %q, %v", name, text, err)
		}
	}
	for _, revision := range append(odd, "--output=owned", "-h", "HEAD --", "") {
		if _, err := changes.Since(context.Background(), revision); err == nil {
			t.Errorf("%q was taken for a revision", revision)
		}
	}
	if _, err := os.Lstat("owned"); err == nil {
		t.Error("a name was run")
	}
}

// Settings of the user or the repository do not change what is seen.
func TestSettingsOfGitDoNotMatter(t *testing.T) {
	r := newTree(t)
	r.commit("top", "folder/a", "folder/b")
	r.write("top", "folder/a")
	for _, setting := range []string{"diff.relative=true", "diff.noprefix=true", "status.showUntrackedFiles=no", "diff.external=false", "core.quotePath=true"} {
		name, value, _ := strings.Cut(setting, "=")
		r.git("config", name, value)
	}
	t.Chdir("folder")
	if c := r.since("HEAD"); c.Unchanged("a") || c.Unchanged("../top") || !c.Unchanged("b") {
		t.Errorf("changed are %q", c.Names)
	}
}

func TestPolicies(t *testing.T) {
	r := newTree(t)
	r.commit("policies/own/a.rego", "policies/own/a_test.rego", "policies/own/case.yaml", "other/b.rego", "vendor.yaml")
	r.write("policies/own/a_test.rego", "policies/own/case.yaml", "policies/own/b_test.rego", "vendor.yaml")
	c := r.since("HEAD")
	for _, name := range []string{"policies", "policies/own/a.rego", "other", "."} {
		if !c.UnchangedPolicies(name) {
			t.Errorf("%s did not change but for its tests", name)
		}
	}
	if c.UnchangedPolicies("missing") {
		t.Error("a folder that is not there is called unchanged")
	}
	for change, act := range map[string]func(){
		"an edit":  func() { r.write("policies/own/a.rego") },
		"a policy": func() { r.write("policies/own/new.rego") },
		"a removal": func() {
			if err := os.Remove("policies/own/a.rego"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		act()
		c := r.since("HEAD")
		if c.UnchangedPolicies("policies") || !c.UnchangedPolicies("other") {
			t.Errorf("%s is not seen, or seen elsewhere", change)
		}
		r.git("clean", "-qfd")
		r.git("checkout", "-q", ".")
	}
}

// A folder of policies that is another repository is one entry of git's.
func TestSubmodule(t *testing.T) {
	r := newTree(t)
	r.commit("vendor.yaml")
	t.Chdir(t.TempDir())
	r.git("init", "-q", "-b", "main")
	r.commit("own/a.rego")
	pool, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(r.dir)
	r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", pool, "policies")
	r.commit()
	if c := r.since("HEAD"); !c.UnchangedPolicies("policies") || !c.Unchanged("policies/own/a.rego") {
		t.Errorf("changed are %q", c.Names)
	}
	r.write("policies/own/a.rego")
	if c := r.since("HEAD"); c.UnchangedPolicies("policies") || c.Unchanged("policies/own/a.rego") {
		t.Error("a change inside of the submodule is not seen")
	}
}

func TestRepositoryWithoutCommits(t *testing.T) {
	r := newTree(t)
	r.write("a")
	r.git("add", "a")
	if c := r.since("HEAD"); c.Commit != "" || c.Unchanged("a") {
		t.Error("before the first commit, everything is a change")
	}
	refused(t, "main", "the repository has no commit yet", "make the first one")
}

func TestRefusals(t *testing.T) {
	r := newTree(t)
	r.commit("a")
	refused(t, "nowhere", `the repository has no revision "nowhere"`, "such as origin/main")
	r.git("checkout", "-q", "--orphan", "other")
	r.commit("b")
	refused(t, "main", "no commit in common", "this branch comes from")
	t.Chdir(t.TempDir())
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(r.dir))
	refused(t, "main", "in no git repository", "check everything")
}

// A clone without its history cannot tell, and says how to mend that.
func TestShallowClone(t *testing.T) {
	r := newTree(t)
	r.commit("a")
	r.commit("b")
	r.git("checkout", "-q", "-b", "branch")
	r.commit("c")
	r.git("checkout", "-q", "main")
	r.commit("d")
	origin := "file://" + filepath.ToSlash(r.dir)
	clone := func(depth string) {
		t.Chdir(t.TempDir())
		r.git("clone", "-q", "--depth", depth, "--no-single-branch", "-b", "branch", origin, ".")
	}
	clone("1")
	refused(t, "origin/main", "cannot be told where the history here parted", "fetch-depth: 0")
	refused(t, "0123456789012345678901234567890123456789", "has no revision", "git fetch --unshallow")
	// The last commits of both, and the one where they parted: another may have
	// been the last in common, behind the cut.
	clone("2")
	refused(t, "origin/main", "cannot be told", "git fetch --unshallow")
	r.unchanged(r.since("HEAD~1"), "a b")
	r.git("fetch", "-q", "--unshallow")
	r.unchanged(r.since("origin/main"), "a b")
}

func refused(t *testing.T, revision, message, hint string) {
	t.Helper()
	_, err := changes.Since(context.Background(), revision)
	refusal, ok := errors.AsType[*changes.Error](err)
	if !ok {
		t.Errorf("%s: want an error that says %q, got %v", revision, message, err)
		return
	}
	if !strings.Contains(refusal.Message, message) || !strings.Contains(refusal.Hint, hint) {
		t.Errorf("%s: want %q and the hint %q, got %q and %q", revision, message, hint, refusal.Message, refusal.Hint)
	}
}

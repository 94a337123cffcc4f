package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

// A workflow runs the program that wrote it, as far as that can be named.
func TestRevisionOfTheWorkflow(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	built := func(version string, settings ...string) *debug.BuildInfo {
		b := &debug.BuildInfo{Main: debug.Module{Version: version}}
		for i := 0; i < len(settings); i += 2 {
			b.Settings = append(b.Settings, debug.BuildSetting{Key: settings[i], Value: settings[i+1]})
		}
		return b
	}
	for want, build := range map[string]*debug.BuildInfo{
		commit:               built("(devel)", "vcs.revision", commit, "vcs.modified", "false"),
		commit + " # v1.2.3": built("v1.2.3", "vcs.revision", commit),
		"v1.2.4":             built("v1.2.4"),
	} {
		if got := revisionOf(build); got != want {
			t.Errorf("revision %q, want %q", got, want)
		}
	}
	for name, build := range map[string]*debug.BuildInfo{
		"no build information": nil,
		"changed files":        built("v1.2.3", "vcs.revision", commit, "vcs.modified", "true"),
		"a pseudo-version":     built("v0.0.0-20261123000000-0123456789ab"),
	} {
		if got := revisionOf(build); !strings.HasPrefix(got, "main # pin") {
			t.Errorf("%s: revision %q", name, got)
		}
	}
}

func TestQuotedForShell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"our/vendors-1.0": "our/vendors-1.0",
		"two words":       "'two words'",
		"$(x)`y`":         "'$(x)`y`'",
		"it's":            `'it'\''s'`,
		"-rf":             "'-rf'",
	} {
		if got := quotedForShell(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}

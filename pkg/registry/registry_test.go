package registry_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	server "github.com/google/go-containerregistry/pkg/registry"

	"github.com/vendorgate/vendorgate/pkg/registry"
)

// places are a registry that runs in this process, on loopback, and a folder.
func places(t *testing.T) map[string]string {
	t.Helper()
	t.Setenv("DOCKER_CONFIG", t.TempDir()) // no credentials of whoever runs the test
	s := httptest.NewServer(server.New(server.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(s.Close)
	return map[string]string{
		"registry": strings.TrimPrefix(s.URL, "http://") + "/county/policies",
		"layout":   "oci:" + filepath.Join(t.TempDir(), "layout"),
	}
}

func TestPushAndPull(t *testing.T) {
	ctx := context.Background()
	digests := map[string]bool{}
	for name, place := range places(t) {
		t.Run(name, func(t *testing.T) {
			bundle := []byte("the first bundle")
			first, err := registry.Push(ctx, place+":2026-1", bundle)
			if err != nil {
				t.Fatal(err)
			}
			digests[first] = true
			if again, err := registry.Push(ctx, place+":2026-1", bundle); err != nil || again != first {
				t.Errorf("the same bundle is %s, then %s: %v", first, again, err)
			}
			got, digest, err := registry.Pull(ctx, place+":2026-1", first)
			if err != nil || !bytes.Equal(got, bundle) || digest != first {
				t.Errorf("%q, %s, %v", got, digest, err)
			}

			// The tag moves on; whoever expects the first bundle is told.
			second, err := registry.Push(ctx, place+":2026-1", []byte("the second bundle"))
			if err != nil || second == first {
				t.Fatalf("%s, %v", second, err)
			}
			got, digest, err = registry.Pull(ctx, place+":2026-1", first)
			if !errors.Is(err, registry.ErrDigest) || got != nil || digest != second {
				t.Errorf("%q, %s, %v", got, digest, err)
			}
			got, _, err = registry.Pull(ctx, place+"@"+first, first)
			if err != nil || !bytes.Equal(got, bundle) {
				t.Errorf("by its digest: %q, %v", got, err)
			}
			if _, _, err := registry.Pull(ctx, place+":none", ""); err == nil {
				t.Error("a tag that is not there was pulled")
			}
		})
	}
	if len(digests) != 1 {
		t.Errorf("one bundle has %d digests: %v", len(digests), digests)
	}
}

// TestReferencesRefused: a reference that cannot be leaves nothing behind, and
// neither does a layout that is not there.
func TestReferencesRefused(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	for _, reference := range []string{"", "x", "oci:folder", "oci::tag", "127.0.0.1:1/name", "127.0.0.1:1/NAME:tag"} {
		if _, err := registry.Push(context.Background(), reference, []byte("x")); err == nil {
			t.Errorf("pushed to %q", reference)
		}
		if _, _, err := registry.Pull(context.Background(), reference, ""); err == nil {
			t.Errorf("pulled from %q", reference)
		}
	}
	if _, err := registry.Push(context.Background(), "oci:x@sha256:"+strings.Repeat("0", 64), []byte("x")); err == nil {
		t.Error("pushed under a digest")
	}
	if _, _, err := registry.Pull(context.Background(), "oci:missing:tag", ""); err == nil {
		t.Error("pulled from a folder that is not there")
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

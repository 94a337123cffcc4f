package registry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	stdlog "log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	server "github.com/google/go-containerregistry/pkg/registry"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/vendorgate/vendorgate/pkg/registry"
)

// between is a registry on loopback with something in front of it that may change
// what it answers.
func between(t *testing.T, front func(next http.Handler) http.HandlerFunc) (reference string) {
	t.Helper()
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	s := httptest.NewServer(front(server.New(server.Logger(stdlog.New(io.Discard, "", 0)))))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://") + "/county/policies:2026-1"
}

// altered answers as the registry does, with the bodies of GET as change makes
// them.
func altered(path string, change func(header http.Header, body []byte) []byte) func(http.Handler) http.HandlerFunc {
	return func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if (r.Method != http.MethodGet && r.Method != http.MethodHead) || !strings.Contains(r.URL.Path, path) {
				next.ServeHTTP(w, r)
				return
			}
			answer := httptest.NewRecorder()
			get := r.Clone(r.Context())
			get.Method = http.MethodGet
			next.ServeHTTP(answer, get)
			body := answer.Body.Bytes()
			if answer.Code == http.StatusOK {
				body = change(answer.Header(), body)
			}
			for name, values := range answer.Header() {
				if name != "Content-Length" {
					w.Header()[name] = values
				}
			}
			if r.Method == http.MethodHead {
				w.Header().Set("Content-Length", answer.Header().Get("Content-Length"))
			}
			w.WriteHeader(answer.Code)
			if flusher, ok := w.(http.Flusher); ok && r.Method == http.MethodGet {
				flusher.Flush() // so that no length is told beforehand
				w.Write(body)
			}
		}
	}
}

// TestPullRefuses: whatever a registry answers, no bundle comes out of it that is
// not the one of its digest.
func TestPullRefuses(t *testing.T) {
	bundle := []byte("the bundle, as it was pushed")
	for _, tc := range []struct {
		name  string
		front func(http.Handler) http.HandlerFunc
		want  string
	}{
		{"another bundle of the same length", altered("/blobs/", func(_ http.Header, body []byte) []byte {
			return bytes.Replace(body, []byte("pushed"), []byte("PUSHED"), 1)
		}), "mismatch"},
		{"a bundle with something behind it", altered("/blobs/", func(_ http.Header, body []byte) []byte {
			return append(body, '!')
		}), "trailing"},
		{"half a bundle", altered("/blobs/", func(_ http.Header, body []byte) []byte {
			return body[:len(body)/2]
		}), "expected content size"},
		{"a connection that breaks", func(next http.Handler) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if !strings.Contains(r.URL.Path, "/blobs/") {
					next.ServeHTTP(w, r)
					return
				}
				w.Header().Set("Content-Length", strconv.Itoa(len(bundle)))
				w.Write(bundle[:10])
				panic(http.ErrAbortHandler)
			}
		}, "EOF"},
		{"another manifest", altered("/manifests/", func(_ http.Header, body []byte) []byte {
			return bytes.Replace(body, []byte("1970"), []byte("1971"), 1)
		}), "mismatch"},
		{"a manifest that is far too large", altered("/manifests/", func(h http.Header, body []byte) []byte {
			body = append(body, bytes.Repeat([]byte(" "), 2<<20)...)
			h.Set("Docker-Content-Digest", digest.FromBytes(body).String())
			h.Set("Content-Length", "2097152")
			return body
		}), ""},
		{"no credentials", func(http.Handler) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("WWW-Authenticate", `Basic realm="county"`)
				w.WriteHeader(http.StatusUnauthorized)
			}
		}, "credential"},
		{"not allowed", func(http.Handler) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }
		}, "403"},
		{"no registry", func(http.Handler) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>welcome</html>") }
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			on := false
			reference := between(t, func(next http.Handler) http.HandlerFunc {
				front := tc.front(next)
				return func(w http.ResponseWriter, r *http.Request) {
					if on {
						front(w, r)
						return
					}
					next.ServeHTTP(w, r)
				}
			})
			pushed, err := registry.Push(t.Context(), reference, bundle)
			if err != nil {
				t.Fatal(err)
			}
			on = true
			for _, expected := range []string{"", pushed} {
				got, _, err := registry.Pull(t.Context(), reference, expected)
				if err == nil || got != nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("expecting %q: %q, %v, want %q", expected, got, err, tc.want)
				}
			}
		})
	}
}

// TestPullEnds: a registry that does not answer costs no more than the caller's
// patience, and one that is not there costs little.
func TestPullEnds(t *testing.T) {
	release := make(chan struct{})
	reference := between(t, func(http.Handler) http.HandlerFunc {
		return func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, _, err := registry.Pull(ctx, reference, ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	close(release)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	began = time.Now()
	if _, _, err := registry.Pull(t.Context(), "127.0.0.1:1/county/policies:2026-1", ""); err == nil {
		t.Error("pulled from nowhere")
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("without a registry it took %s", took)
	}
}

// TestLayoutRefused: a folder that is no OCI layout, or one that was tampered
// with, gives no bundle; neither does an artefact of another kind.
func TestLayoutRefused(t *testing.T) {
	type blob struct{ mediaType, text string }
	manifest := func(m ocispec.Manifest) blob {
		m.SchemaVersion = 2
		m.MediaType = ocispec.MediaTypeImageManifest
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return blob{ocispec.MediaTypeImageManifest, string(text)}
	}
	described := func(b blob) ocispec.Descriptor {
		return ocispec.Descriptor{MediaType: b.mediaType, Digest: digest.FromString(b.text), Size: int64(len(b.text))}
	}
	config := blob{ocispec.MediaTypeImageConfig, "{}"}
	layer := blob{ocispec.MediaTypeImageLayerGzip, "a bundle"}
	plain := blob{ocispec.MediaTypeImageLayer, "an archive that is not packed"}
	huge := described(layer)
	huge.Size = 1 << 40
	good := manifest(ocispec.Manifest{Config: described(config), Layers: []ocispec.Descriptor{described(layer)}})
	for name, tc := range map[string]struct {
		top   blob
		blobs []blob
		want  string // empty: it is a bundle
	}{
		"a bundle":               {good, []blob{config, layer}, ""},
		"two layers":             {manifest(ocispec.Manifest{Config: described(config), Layers: []ocispec.Descriptor{described(layer), described(plain)}}), []blob{config, layer, plain}, "no bundle"},
		"no layer":               {manifest(ocispec.Manifest{Config: described(config)}), []blob{config}, "no bundle"},
		"another kind":           {manifest(ocispec.Manifest{Config: described(config), Layers: []ocispec.Descriptor{described(plain)}}), []blob{config, plain}, "no bundle"},
		"a huge layer":           {manifest(ocispec.Manifest{Config: described(config), Layers: []ocispec.Descriptor{huge}}), []blob{config, layer}, "no bundle"},
		"an index":               {blob{ocispec.MediaTypeImageIndex, `{"schemaVersion":2,"manifests":[]}`}, nil, "no bundle"},
		"not JSON":               {blob{ocispec.MediaTypeImageManifest, "x"}, nil, "invalid"},
		"the layer is not there": {good, []blob{config}, "not found"},
		"the layer is another":   {good, []blob{config, {layer.mediaType, "A BUNDLE"}}, "mismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			blobs := filepath.Join(folder, "blobs", "sha256")
			if err := os.MkdirAll(blobs, 0o700); err != nil {
				t.Fatal(err)
			}
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, b := range append(tc.blobs, tc.top) {
				name := digest.FromString(b.text)
				if b.text == "A BUNDLE" {
					name = digest.FromString(layer.text)
				}
				write("blobs/sha256/"+name.Encoded(), b.text)
			}
			top := described(tc.top)
			top.Annotations = map[string]string{ocispec.AnnotationRefName: "2026-1"}
			index, err := json.Marshal(ocispec.Index{Manifests: []ocispec.Descriptor{top}})
			if err != nil {
				t.Fatal(err)
			}
			write("index.json", string(index))
			write("oci-layout", `{"imageLayoutVersion":"1.0.0"}`)
			got, _, err := registry.Pull(t.Context(), "oci:"+folder+":2026-1", "")
			if tc.want == "" {
				if err != nil || string(got) != layer.text {
					t.Errorf("%q, %v", got, err)
				}
				return
			}
			if err == nil || got != nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%q, %v, want %q", got, err, tc.want)
			}
		})
	}
	if _, _, err := registry.Pull(t.Context(), "oci:"+t.TempDir()+":2026-1", ""); err == nil {
		t.Error("pulled from an empty folder")
	}
}

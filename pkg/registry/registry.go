// Package registry brings bundles into OCI registries and out of them again, by
// digest. What is pushed is what an OPA pulls by itself: an image manifest with
// the bundle as its one layer.
//
// A reference is that of an image, ghcr.io/county/policies:2026-1, or a local
// OCI layout, oci:folder:2026-1. The same bundle has the same digest everywhere.
package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/content/oci"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"
)

// What comes from a registry is bounded like every other file.
const (
	maxManifestBytes = 1 << 20
	maxBundleBytes   = 16 << 20
)

// layout opens the name of a local OCI layout.
const layout = "oci:"

// ErrReference says that a reference is malformed, or not of the kind that is
// asked for.
var ErrReference = errors.New("this is no reference")

// ErrDigest says that a reference names another bundle than the one expected.
var ErrDigest = errors.New("the digest is another one")

// a place is what a reference names: a folder or a repository, and in it a tag or
// a digest.
type place struct {
	folder     string // of a local OCI layout
	repository *remote.Repository
	name       string
}

func parse(reference string) (place, error) {
	if folder, ok := strings.CutPrefix(reference, layout); ok {
		at := strings.LastIndex(folder, ":")
		if d := strings.LastIndex(folder, "@"); d >= 0 {
			at = d
		}
		if at <= 0 || at == len(folder)-1 {
			return place{}, fmt.Errorf("%w: %q names no tag, want oci:FOLDER:TAG", ErrReference, reference)
		}
		return place{folder: folder[:at], name: folder[at+1:]}, nil
	}
	repository, err := remote.NewRepository(reference)
	if err != nil {
		return place{}, fmt.Errorf("%w: %q, want REGISTRY/NAME:TAG: %w", ErrReference, reference, err)
	}
	if repository.Reference.Reference == "" {
		return place{}, fmt.Errorf("%w: %q names no tag, want REGISTRY/NAME:TAG", ErrReference, reference)
	}
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return place{}, fmt.Errorf("the credentials of docker cannot be read: %w", err)
	}
	repository.Client = &auth.Client{Client: retry.DefaultClient, Cache: auth.NewCache(), Credential: credentials.Credential(store)}
	repository.PlainHTTP = isLoopback(repository.Reference.Registry)
	repository.MaxMetadataBytes = maxManifestBytes
	return place{repository: repository, name: repository.Reference.Reference}, nil
}

// source is the place to pull from. Reading a folder leaves nothing in it, not
// even the folder.
func (p place) source(ctx context.Context) (oras.ReadOnlyTarget, error) {
	if p.repository != nil {
		return p.repository, nil
	}
	if info, err := os.Stat(filepath.Join(p.folder, ocispec.ImageLayoutFile)); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("the folder %q is no OCI layout", p.folder)
	}
	return oci.NewFromFS(ctx, os.DirFS(p.folder))
}

// target is the place to push to. A folder that is not there is made.
func (p place) target(ctx context.Context) (oras.Target, error) {
	if p.repository != nil {
		return p.repository, nil
	}
	return oci.NewWithContext(ctx, p.folder)
}

// isLoopback tells a registry on this machine, which needs no encryption on its
// way.
func isLoopback(registry string) bool {
	host, _, err := net.SplitHostPort(registry)
	if err != nil {
		host = registry
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Push puts a bundle into a registry under a tag, and returns its digest.
func Push(ctx context.Context, reference string, bundle []byte) (string, error) {
	place, err := parse(reference)
	if err != nil {
		return "", err
	}
	tag := place.name
	if strings.Contains(tag, ":") {
		return "", fmt.Errorf("%w: %q is a digest; a bundle is pushed under a tag", ErrReference, reference)
	}
	target, err := place.target(ctx)
	if err != nil {
		return "", err
	}
	layer := content.NewDescriptorFromBytes(ocispec.MediaTypeImageLayerGzip, bundle)
	layer.Annotations = map[string]string{ocispec.AnnotationTitle: "bundle.tar.gz"}
	text := []byte("{}")
	config := content.NewDescriptorFromBytes(ocispec.MediaTypeImageConfig, text)
	if err := errors.Join(put(ctx, target, layer, bundle), put(ctx, target, config, text)); err != nil {
		return "", err
	}
	manifest, err := oras.PackManifest(ctx, target, oras.PackManifestVersion1_1, "", oras.PackManifestOptions{
		ConfigDescriptor: &config,
		Layers:           []ocispec.Descriptor{layer},
		// Left out, it would be the time of this moment, and the digest another
		// one each time.
		ManifestAnnotations: map[string]string{ocispec.AnnotationCreated: "1970-01-01T00:00:00Z"},
	})
	if err != nil {
		return "", err
	}
	return manifest.Digest.String(), target.Tag(ctx, manifest, tag)
}

func put(ctx context.Context, target oras.Target, d ocispec.Descriptor, data []byte) error {
	err := target.Push(ctx, d, strings.NewReader(string(data)))
	if errors.Is(err, errdef.ErrAlreadyExists) {
		return nil
	}
	return err
}

// Pull gets the bundle that a reference names, and its digest. When a digest is
// expected, and the reference names another one, nothing is fetched and the
// error is [ErrDigest].
func Pull(ctx context.Context, reference, expected string) (bundle []byte, got string, err error) {
	place, err := parse(reference)
	if err != nil {
		return nil, "", err
	}
	from, err := place.source(ctx)
	if err != nil {
		return nil, "", err
	}
	manifest, err := from.Resolve(ctx, place.name)
	if err != nil {
		return nil, "", err
	}
	got = manifest.Digest.String()
	if expected != "" && got != expected {
		return nil, got, fmt.Errorf("%w: %s is %s, expected is %s", ErrDigest, reference, got, expected)
	}
	if named, err := digest.Parse(place.name); err == nil && named != manifest.Digest {
		return nil, got, fmt.Errorf("%w: the registry answers with %s", ErrDigest, got)
	}
	if manifest.MediaType != ocispec.MediaTypeImageManifest || manifest.Size > maxManifestBytes {
		return nil, got, fmt.Errorf("%s is no bundle: it is %s of %d bytes", reference, manifest.MediaType, manifest.Size)
	}
	text, err := content.FetchAll(ctx, from, manifest) // holds it against its digest
	if err != nil {
		return nil, got, err
	}
	var image ocispec.Manifest
	if err := json.Unmarshal(text, &image); err != nil {
		return nil, got, fmt.Errorf("%s is no bundle: %w", reference, err)
	}
	if len(image.Layers) != 1 || image.Layers[0].MediaType != ocispec.MediaTypeImageLayerGzip || image.Layers[0].Size > maxBundleBytes {
		return nil, got, fmt.Errorf("%s is no bundle: that is an image with one layer, %s of at most %d MiB", reference, ocispec.MediaTypeImageLayerGzip, maxBundleBytes>>20)
	}
	bundle, err = content.FetchAll(ctx, from, image.Layers[0])
	return bundle, got, err
}

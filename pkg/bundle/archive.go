package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// A bundle comes from elsewhere: what it may cost is bounded. The largest
// shipped one has a twentieth of it.
const (
	maxArchiveBytes = 16 << 20
	maxContentBytes = 64 << 20
	maxFiles        = 10_000
	// maxPadding is more than what programs put behind the end of an archive to
	// fill its last block of 10 KiB.
	maxPadding = 10 << 10
)

// Is reports whether the name of a policy is that of a bundle.
func Is(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, ".tar.gz") || strings.HasSuffix(lower, ".tgz")
}

// Bytes packs the bundle. Nothing of the moment or the machine gets into the
// archive: the files stand in the order of their names, without owner and date.
func (b *Bundle) Bytes() ([]byte, error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(zip)
	add := func(name string, data []byte) error {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(data)), Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		_, err := archive.Write(data)
		return err
	}
	if b.signature != nil {
		if err := add(signaturesFile, b.signature); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if err := add(name, b.files[name]); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(archive.Close(), zip.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const buildAnew = "build it with `vendorgate policy build`"

// Open reads a bundle. With a key, the PEM of a public key, it must
// bear the signature of that key; without one the signature is not looked at.
func Open(name string, key []byte) (*Bundle, error) {
	data, err := ReadFile(name)
	if err != nil {
		return nil, err
	}
	return Read(name, data, key)
}

// ReadFile returns the bytes of a bundle's file, and refuses what cannot be one
// before it is read.
func ReadFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, problem(name, "cannot read the bundle: "+reason(err), buildAnew)
	case !info.Mode().IsRegular():
		return nil, problem(name, "the bundle is not a regular file", buildAnew)
	case info.Size() > maxArchiveBytes:
		return nil, problem(name, fmt.Sprintf("the bundle is larger than %d MiB", maxArchiveBytes>>20), buildAnew)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, problem(name, "cannot read the bundle: "+reason(err), "")
	}
	return data, nil
}

func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}

// Read is Open for a bundle that is in memory; name is how messages call it.
func Read(name string, data, key []byte) (*Bundle, error) {
	b := &Bundle{name: name, files: map[string][]byte{}}
	if err := b.unpack(data); err != nil {
		return nil, problem(name, "this is no bundle: "+err.Error(), buildAnew)
	}
	if key != nil { // before anything in it is believed
		if err := b.verify(key); err != nil {
			return nil, err
		}
	}
	if err := b.readManifest(); err != nil {
		return nil, err
	}
	return b, nil
}

// unpack reads the archive strictly: whatever two readers could take in two ways
// is refused.
func (b *Bundle) unpack(data []byte) error {
	packed := bytes.NewReader(data)
	zip, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	zip.Multistream(false)
	// With room for two headers of each file.
	content := io.LimitReader(zip, maxContentBytes+maxFiles*2<<10)
	archive := tar.NewReader(content)
	var total int64
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(header.Name, "/")
		_, twice := b.files[name]
		switch {
		case header.Typeflag != tar.TypeReg:
			return fmt.Errorf("%q is not a regular file", header.Name)
		case name == "" || path.Clean(name) != name || strings.HasPrefix(name, "../") || strings.Contains(name, `\`):
			return fmt.Errorf("%q is no clean path", header.Name)
		case twice || (name == signaturesFile && b.signature != nil):
			return fmt.Errorf("it holds %q twice", name)
		case len(b.files) == maxFiles:
			return fmt.Errorf("it holds more than %d files", maxFiles)
		case header.Size > maxContentBytes-total:
			return fmt.Errorf("its contents are larger than %d MiB", maxContentBytes>>20)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			return err
		}
		total += int64(len(text))
		if name == signaturesFile {
			b.signature = text
			continue
		}
		b.files[name] = text
	}
	// The checksum at the end of the compressed data is checked only by reading
	// up to it.
	rest, err := io.Copy(io.Discard, content)
	switch {
	case err != nil:
		return err
	case rest > maxPadding || packed.Len() > 0:
		return errors.New("something stands behind its end")
	}
	return nil
}

// readManifest takes what the bundle says of itself, and refuses what this
// program would misread.
func (b *Bundle) readManifest() error {
	if err := json.Unmarshal(b.files[manifestFile], &b.manifest); err != nil {
		return b.problem("the bundle has no manifest that can be read", buildAnew)
	}
	shipped, err := shippedFiles()
	if err != nil {
		return err
	}
	about := b.manifest.Metadata.Vendorgate
	switch {
	case about == nil || about.Entrypoint != Entrypoint:
		return b.problem(fmt.Sprintf("the bundle has no entrypoint %s: vendorgate did not make it", Entrypoint), buildAnew)
	case about.Format != Format:
		return b.problem(fmt.Sprintf("the bundle has format %d, this program reads format %d", about.Format, Format),
			fmt.Sprintf("use vendorgate %s, which made it, or build it anew", about.Version))
	case about.Schemas != schema.Digest(), about.Policies != digest(shipped):
		return b.problem(fmt.Sprintf("the bundle was made from other shipped policies or schemas than those of this program (by vendorgate %s)", about.Version),
			fmt.Sprintf("use the vendorgate that made it, or build it anew with this one (OPA %s)", policy.OPAVersion()))
	case !slices.Contains([]string{"", requirementsYAML, requirementsJSON}, about.Requirements):
		return b.problem(fmt.Sprintf("the bundle has its requirements in %q: vendorgate did not make it", about.Requirements), buildAnew)
	case about.Requirements != "" && b.files[about.Requirements] == nil:
		return b.problem(fmt.Sprintf("the requirements %q are missing in the bundle", about.Requirements), buildAnew)
	}
	return nil
}

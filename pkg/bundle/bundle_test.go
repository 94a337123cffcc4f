package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/bundle"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

func parts() bundle.Parts {
	return bundle.Parts{
		Own:          []policy.Module{{Name: "own.rego", Text: "package controls.own\n"}},
		Requirements: bundle.File{Name: "requirements.yaml", Data: []byte("kind: Requirements\n")},
		Companion:    "package vendorgate.companion\n",
		Data:         map[string]any{"catalogue": map[string]any{"a.b": map[string]any{}}, "context": map[string]any{"as_of": "2026-11-23"}},
		Settings:     bundle.Settings{Currency: "USD", FailOn: finding.Medium},
	}
}

func packed(t *testing.T, p bundle.Parts, key []byte) []byte {
	t.Helper()
	b, err := bundle.Make("0.1.0", p)
	if err != nil {
		t.Fatal(err)
	}
	if key != nil {
		if err := b.Sign(key); err != nil {
			t.Fatal(err)
		}
	}
	data, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// keys are an Ed25519 private key and its public half, in PEM form.
func keys(t *testing.T) (private, public []byte) {
	t.Helper()
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return privatePEM(t, priv), publicPEM(t, pub)
}

func privatePEM(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func publicPEM(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// entries unpacks an archive in the order of its files.
func entries(t *testing.T, data []byte) (headers []*tar.Header, files map[string]string) {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !zip.ModTime.IsZero() || zip.Name != "" {
		t.Errorf("the archive says when or from what it was made: %+v", zip.Header)
	}
	files = map[string]string{}
	for archive := tar.NewReader(zip); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return headers, files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		headers = append(headers, h)
		files[h.Name] = string(text)
	}
}

// archive packs files as anybody could, with any headers besides.
func archive(t *testing.T, files map[string]string, more ...*tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	a := tar.NewWriter(zip)
	headers := more
	for _, name := range slices.Sorted(maps.Keys(files)) {
		headers = append(headers, &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(files[name])), Mode: 0o644})
	}
	for _, h := range headers {
		if err := a.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(a, files[h.Name][:h.Size]); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(a.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSameBytes: the same parts give the same archive, and nothing in it is of
// the moment or the machine.
func TestSameBytes(t *testing.T) {
	private, _ := keys(t)
	first, second := packed(t, parts(), private), packed(t, parts(), private)
	if !bytes.Equal(first, second) {
		t.Error("two archives of the same parts differ")
	}
	headers, files := entries(t, first)
	var names []string
	for _, h := range headers {
		names = append(names, h.Name)
		if h.ModTime.Unix() != 0 || h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" || h.Mode != 0o644 {
			t.Errorf("%s: %+v", h.Name, h)
		}
	}
	if names[0] != ".signatures.json" || !slices.IsSorted(names[1:]) {
		t.Errorf("the files are not in order: %v", names)
	}
	if strings.Contains(files["data.json"], "2026-11-23") {
		t.Error("the data hold the day of the build")
	}
	changed := parts()
	changed.Own[0].Text += "x := 1\n"
	a, err := bundle.Make("0.1.0", parts())
	if err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Make("0.1.0", changed)
	if err != nil {
		t.Fatal(err)
	}
	if a.Revision() == b.Revision() {
		t.Error("two contents have one revision")
	}
}

func TestReadGivesBackWhatWasWritten(t *testing.T) {
	private, public := keys(t)
	b, err := bundle.Read("x.tar.gz", packed(t, parts(), private), public)
	if err != nil {
		t.Fatal(err)
	}
	own, r := b.Own(), b.Requirements()
	if len(own) != 1 || own[0] != parts().Own[0] || r.Name != "requirements.yaml" || !bytes.Equal(r.Data, parts().Requirements.Data) || b.FailOn() != finding.Medium || b.Controls() != 1 || !b.Signed() {
		t.Errorf("own %v, requirements %v, blocks from %s, %d controls", own, r, b.FailOn(), b.Controls())
	}
	again, err := bundle.Make("0.1.0", parts())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Compare(again); err != nil {
		t.Error(err)
	}
}

func zipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, err := zip.Write(data)
	if err := errors.Join(err, zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// longer is an archive whose one file says that it is longer than the archive.
func longer(t *testing.T, size int64) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := tar.NewWriter(&out).WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "data.json", Size: size}); err != nil {
		t.Fatal(err)
	}
	return zipped(t, out.Bytes())
}

// bomb is a small archive of much: 70 MiB of nothing.
func bomb(t *testing.T) []byte {
	t.Helper()
	files := map[string]string{"data.json": strings.Repeat(" ", 70<<20)}
	return archive(t, files)
}

// TestRefused: what was tampered with, what is not signed as asked, and what this
// program would misread. Every message names the file and says what to do.
func TestRefused(t *testing.T) {
	private, public := keys(t)
	otherPrivate, _ := keys(t)
	rsaKey, shortKey := keyOfRSA(t, 3072), keyOfRSA(t, 2048)
	curveKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signed := packed(t, parts(), private)
	_, files := entries(t, signed)
	other := parts()
	other.Own[0].Text += "x := 1\n"
	_, otherFiles := entries(t, packed(t, other, private))
	// forged has a token that its writer could make without the private key: with
	// another algorithm, and the public key as its secret.
	forged := func(header string, secret []byte) []byte {
		var signatures struct {
			Signatures []string `json:"signatures"`
		}
		if err := json.Unmarshal([]byte(files[".signatures.json"]), &signatures); err != nil {
			t.Fatal(err)
		}
		token := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + strings.Split(signatures.Signatures[0], ".")[1]
		var sum []byte
		if secret != nil {
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte(token))
			sum = mac.Sum(nil)
		}
		changed := maps.Clone(files)
		changed[".signatures.json"] = `{"signatures":["` + token + "." + base64.RawURLEncoding.EncodeToString(sum) + `"]}`
		return archive(t, changed)
	}
	with := func(name, before, after string) []byte {
		changed := maps.Clone(files)
		if changed[name] = strings.Replace(files[name], before, after, 1); changed[name] == files[name] && before != after {
			t.Fatalf("%q is not in %s", before, name)
		}
		return archive(t, changed)
	}
	without := func(name string) []byte {
		changed := maps.Clone(files)
		delete(changed, name)
		return archive(t, changed)
	}
	for _, tc := range []struct {
		name string
		data []byte
		key  []byte
		want string
	}{
		{"not gzip", []byte("text"), nil, "this is no bundle"},
		{"cut short", signed[:len(signed)/2], nil, "this is no bundle"},
		{"checksum", append(slices.Clone(signed[:len(signed)-8]), 0, 0, 0, 0, 0, 0, 0, 0), nil, "this is no bundle"},
		{"twice", archive(t, files, &tar.Header{Typeflag: tar.TypeReg, Name: "data.json", Size: 1}), nil, "twice"},
		{"a link", archive(t, files, &tar.Header{Typeflag: tar.TypeSymlink, Name: "x", Linkname: "/etc/passwd"}), nil, "not a regular file"},
		{"out of the folder", archive(t, files, &tar.Header{Typeflag: tar.TypeReg, Name: "../x"}), nil, "no clean path"},
		{"a hard link", archive(t, files, &tar.Header{Typeflag: tar.TypeLink, Name: "x", Linkname: "data.json"}), nil, "not a regular file"},
		{"a folder", archive(t, files, &tar.Header{Typeflag: tar.TypeDir, Name: "own/"}), nil, "not a regular file"},
		{"out of a folder", archive(t, files, &tar.Header{Typeflag: tar.TypeReg, Name: "own/../data.json"}), nil, "no clean path"},
		{"a folder of its own", archive(t, files, &tar.Header{Typeflag: tar.TypeReg, Name: "./data.json"}), nil, "no clean path"},
		{"twice, from the root", archive(t, files, &tar.Header{Typeflag: tar.TypeReg, Name: "/data.json"}), nil, "twice"},
		{"the signatures twice", archive(t, files, &tar.Header{Typeflag: tar.TypeReg, Name: ".signatures.json", Size: 1}), public, "twice"},
		{"longer than it is", longer(t, 1<<20), nil, "unexpected EOF"},
		{"longer than can be", longer(t, 1<<40), nil, "larger than 64 MiB"},
		{"far larger than it looks", bomb(t), nil, "larger than 64 MiB"},
		{"another archive behind it", append(slices.Clone(signed), packed(t, parts(), nil)...), nil, "behind its end"},
		{"another archive in it", zipped(t, append(unzipped(t, signed), unzipped(t, signed)...)), nil, "behind its end"},
		{"requirements that an OPA takes for data", with(".manifest", `"requirements":"requirements.yaml"`, `"requirements":"data.yaml"`), nil, "in \"data.yaml\""},
		{"no manifest", without(".manifest"), nil, "no manifest"},
		{"another's bundle", with(".manifest", `{"vendorgate"`, `{"other"`), nil, "no entrypoint"},
		{"no entrypoint", with(".manifest", "vendorgate/decision", "vendorgate/elsewhere"), nil, "no entrypoint"},
		{"another format", with(".manifest", `"format":1`, `"format":2`), nil, "format 2, this program reads format 1"},
		{"another version", with(".manifest", `"shipped_policies_sha256":"`, `"shipped_policies_sha256":"0`), nil, "other shipped policies"},
		{"other schemas", with(".manifest", `"schemas_sha256":"`, `"schemas_sha256":"0`), nil, "other shipped policies or schemas"},
		{"no requirements", without("requirements.yaml"), nil, "requirements.yaml"},
		{"not signed", packed(t, parts(), nil), public, "not signed"},
		{"signed by another", packed(t, parts(), otherPrivate), public, "not signed by this key"},
		{"a changed control", with("own/own.rego", "own", "other"), public, "not as it was signed"},
		{"changed data", with("data.json", "USD", "CAD"), public, "not as it was signed"},
		{"a file more", with("own/more.rego", "", "package controls.more\n"), public, "not as it was signed"},
		{"a file less", without("requirements.yaml"), public, "requirements.yaml is missing"},
		{"two signatures", with(".signatures.json", `["`, `["x","`), public, "not signed by this key"},
		{"no signature in it", with(".signatures.json", files[".signatures.json"], "{}"), public, "not signed by this key"},
		{"a plugin's signature", with(".signatures.json", `{`, `{"plugin":"x",`), public, "cannot be read"},
		{"the signature of another bundle", with(".signatures.json", files[".signatures.json"], otherFiles[".signatures.json"]), public, "not as it was signed"},
		{"signed without an algorithm", forged(`{"alg":"none"}`, nil), public, "not signed by this key"},
		{"signed with the public key as a secret", forged(`{"alg":"HS256"}`, public), public, "not signed by this key"},
		{"signed with the public key of RSA as a secret", forged(`{"alg":"HS256"}`, publicPEM(t, rsaKey.Public())), publicPEM(t, rsaKey.Public()), "not signed by this key"},
		{"signed by the RSA key, Ed25519 expected", packed(t, parts(), privatePEM(t, rsaKey)), public, "not signed by this key"},
		{"signed by the Ed25519 key, RSA expected", signed, publicPEM(t, rsaKey.Public()), "not signed by this key"},
		{"a private key", signed, private, "no public key of Ed25519 or RSA"},
		{"a short key", signed, publicPEM(t, shortKey.Public()), "has 2048 bits, RSA takes at least 3072"},
		{"a key of another kind", signed, publicPEM(t, curveKey.Public()), "no key of Ed25519 or RSA"},
		{"no key", signed, []byte("x"), "not in PEM form"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := bundle.Read("x.tar.gz", tc.data, tc.key)
			var problems source.Problems
			if !errors.As(err, &problems) || problems[0].File != "x.tar.gz" || problems[0].Hint == "" || !strings.Contains(problems[0].Message, tc.want) {
				t.Errorf("%v (%+v), want %q", err, problems, tc.want)
			}
		})
	}
	if _, err := bundle.Read("x.tar.gz", archive(t, files), public); err != nil {
		t.Errorf("packed by another program: %v", err)
	}
}

// TestCompare: a bundle that nobody signed says so when it was changed by hand.
func TestCompare(t *testing.T) {
	_, files := entries(t, packed(t, parts(), nil))
	want, err := bundle.Make("0.1.0", parts())
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(files map[string]string)
		want   string
	}{
		"the companion":  {func(f map[string]string) { f["companion.rego"] += "x := 1\n" }, "companion.rego is not what"},
		"a shipped one":  {func(f map[string]string) { f["policies/facts/facts.rego"] += "x := 1\n" }, "policies/facts/facts.rego is not what"},
		"the data":       {func(f map[string]string) { f["data.json"] = strings.Replace(f["data.json"], "medium", "critical", 1) }, "data.json is not what"},
		"the entrypoint": {func(f map[string]string) { delete(f, "stock/entrypoint.rego") }, "stock/entrypoint.rego is missing"},
		"one more":       {func(f map[string]string) { f["x.rego"] = "package vendorgate\n" }, `"x.rego"`},
		"the revision": {func(f map[string]string) {
			f[".manifest"] = strings.Replace(f[".manifest"], `"revision":"`, `"revision":"0`, 1)
		}, ".manifest is not what"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := maps.Clone(files)
			tc.change(changed)
			b, err := bundle.Read("x.tar.gz", archive(t, changed), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Compare(want); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
}

func keyOfRSA(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestSignedWithRSA: the configuration of an OPA takes such keys, and the same
// bundle has the same bytes with them too. What stands around a key does not count.
func TestSignedWithRSA(t *testing.T) {
	key := keyOfRSA(t, 3072)
	private := append([]byte("a key\n"), privatePEM(t, key)...)
	data := packed(t, parts(), private)
	if !bytes.Equal(data, packed(t, parts(), private)) {
		t.Error("two archives of the same parts differ")
	}
	if _, err := bundle.Read("x.tar.gz", data, append([]byte("its public half\n"), publicPEM(t, key.Public())...)); err != nil {
		t.Error(err)
	}
}

func TestSignRefuses(t *testing.T) {
	_, public := keys(t)
	for name, key := range map[string][]byte{"a public key": public, "a short key": privatePEM(t, keyOfRSA(t, 2048)), "no PEM": []byte("x")} {
		b, err := bundle.Make("0.1.0", parts())
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Sign(key); err == nil || b.Signed() {
			t.Errorf("%s: signed", name)
		}
	}
}

func TestTwoFilesOfOneName(t *testing.T) {
	p := parts()
	p.Own = append(p.Own, p.Own[0])
	if _, err := bundle.Make("0.1.0", p); err == nil || !strings.Contains(err.Error(), "own.rego") {
		t.Errorf("%v", err)
	}
}

package gate_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// unpacked are the files of a bundle.
func unpacked(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for archive := tar.NewReader(zip); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = string(text)
	}
}

// repacked writes files as a bundle, as anybody could.
func repacked(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	archive := tar.NewWriter(zip)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(files[name])), Mode: 0o644})
		if err == nil {
			_, err = io.WriteString(archive, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "county.tar.gz")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestTamperedBundleDecidesNothing: a bundle that is not signed says so all the
// same when it was changed by hand, whatever in it was changed.
func TestTamperedBundleDecidesNothing(t *testing.T) {
	own := []policy.Module{{Name: "county.rego", Text: memberControl}}
	requirements := gate.Bytes("requirements.yaml", []byte(memberRequirements))
	g := newGate(t, gate.Options{Modules: own, Requirements: requirements})
	files := unpacked(t, bundleOf(t, g, own, requirements))
	replace := func(name, before, after string) func(map[string]string) {
		return func(f map[string]string) {
			if !strings.Contains(f[name], before) {
				t.Fatalf("%q is not in %s", before, name)
			}
			f[name] = strings.Replace(f[name], before, after, 1)
		}
	}
	for _, tc := range []struct {
		name   string
		change func(files map[string]string)
		want   string // empty: it is whole
	}{
		{"as it was built", func(map[string]string) {}, ""},
		{"a minimum in the data", replace("data.json", "9000000", "9"), "data.json is not what"},
		{"a severity in the data", replace("data.json", `"critical"`, `"low"`), "data.json is not what"},
		{"a minimum in the requirements", replace("requirements.yaml", "9000000", "8000000"), "data.json is not what"},
		{"a control of the member's is gone", func(f map[string]string) { delete(f, "own/county.rego") }, "is not what"},
		{"a control of the member's is another", replace("own/county.rego", "Nowhere Inc", "Somewhere Inc"), "is not what"},
		{"a shipped control is gone", func(f map[string]string) { delete(f, "policies/controls/liability/liability.rego") }, "liability.rego is missing"},
		{"a shipped control is another", replace("policies/controls/liability/liability.rego", ">=", "<="), "liability.rego is not what"},
		{"the companion is another", replace("companion.rego", "not ", ""), "companion.rego is not what"},
		{"the companion is gone", func(f map[string]string) { delete(f, "companion.rego") }, "companion.rego is missing"},
		{"the entrypoint approves all", replace("stock/decision.rego", `"undecided"`, `"approved"`), "decision.rego is not what"},
		{"a schema asks for nothing", replace("stock/schemas.rego", `required`, `desired`), "schemas.rego is not what"},
		{"another package beside it", func(f map[string]string) {
			f["x.rego"] = "package vendorgate\n\ndecision := {\"verdict\": \"approved\"}\n"
		}, `"x.rego"`},
		{"data of its own", func(f map[string]string) { f["settings/data.json"] = "{}" }, `"settings/data.json"`},
		{"a policy of another kind", func(f map[string]string) { f["policy.wasm"] = "" }, `"policy.wasm"`},
		{"more roots", replace(".manifest", `"calendar"`, `"calendar","system"`), ".manifest is not what"},
		{"the revision lies", replace(".manifest", `"revision":"`, `"revision":"0`), ".manifest is not what"},
		{"the label lies", replace(".manifest", `"fail_on":"medium"`, `"fail_on":"critical"`), "is not what"},
		{"built by opa, from the same files", func(f map[string]string) {
			f[".manifest"] = `{"revision":"","roots":[""],"rego_version":1}`
			delete(f, "companion.rego")
		}, "no entrypoint"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			changed := maps.Clone(files)
			tc.change(changed)
			file := repacked(t, changed)
			var err error
			if changed["own/county.rego"] == memberControl && changed["requirements.yaml"] == memberRequirements {
				// Another gate would hold the bundle against the same as this one.
				err = g.HoldAgainst(file)
			} else {
				_, err = gate.New(t.Context(), gate.Options{Policies: []string{file}, AsOf: asOf})
			}
			if tc.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var problems source.Problems
			if !errors.Is(err, gate.ErrPolicy) || !errors.As(err, &problems) || !strings.HasSuffix(problems[0].File, "county.tar.gz") ||
				!strings.Contains(problems[0].Message, tc.want) || problems[0].Hint == "" {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
}

// TestBundleIsOfNoDay: what is built today is, to the byte, what is built next
// year, settings that apply from a day on included.
func TestBundleIsOfNoDay(t *testing.T) {
	requirements := gate.Bytes("requirements.yaml", []byte(memberRequirements))
	var first map[string]string
	for _, day := range []string{"2026-01-01", "2027-06-30"} {
		g, err := gate.New(t.Context(), gate.Options{Requirements: requirements, AsOf: day})
		if err != nil {
			t.Fatal(err)
		}
		files := unpacked(t, bundleOf(t, g, nil, requirements))
		if first == nil {
			first = files
		}
		for name, text := range files {
			if first[name] != text {
				t.Errorf("%s is another on %s", name, day)
			}
		}
	}
}

package gate_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/vendorgate/vendorgate/"

// imports is the table of which package may import which of ours. Arrows point
// one way: what stands lower in the table may import what stands above it, and
// only what is listed.
var imports = map[string][]string{
	"schemas":          {},
	"policies":         {},
	"pkg/source":       {},
	"pkg/changes":      {},
	"pkg/finding":      {"pkg/source"},
	"pkg/document":     {"pkg/source"},
	"pkg/schema":       {"pkg/source", "schemas"},
	"pkg/requirements": {"pkg/document", "pkg/finding", "pkg/schema", "pkg/source", "policies"},
	"pkg/policy":       {"pkg/document", "pkg/finding", "pkg/schema", "pkg/source", "policies"},
	"pkg/waiver":       {"pkg/document", "pkg/finding", "pkg/schema", "pkg/source"},
	"pkg/report":       {"pkg/finding", "pkg/source"},
	"pkg/attest":       {"pkg/source"},
	"pkg/registry":     {},
	"pkg/bundle":       {"pkg/finding", "pkg/policy", "pkg/schema", "pkg/source"},
	"pkg/gate":         {"pkg/bundle", "pkg/document", "pkg/finding", "pkg/policy", "pkg/requirements", "pkg/schema", "pkg/source", "pkg/waiver", "policies"},
	"pkg/authoring":    {"pkg/bundle", "pkg/document", "pkg/finding", "pkg/gate", "pkg/policy", "pkg/requirements", "pkg/schema", "pkg/source", "policies"},
	"pkg/starter":      {"pkg/authoring", "pkg/finding"},
	"cmd/vendorgate":   {"pkg/attest", "pkg/authoring", "pkg/bundle", "pkg/changes", "pkg/document", "pkg/finding", "pkg/gate", "pkg/policy", "pkg/registry", "pkg/report", "pkg/requirements", "pkg/schema", "pkg/source", "pkg/starter", "pkg/waiver"},
}

// rooms says in which packages a library may be used.
var rooms = map[string][]string{
	"github.com/open-policy-agent/opa":         {"pkg/policy", "pkg/authoring", "pkg/bundle"},
	"oras.land/oras-go/v2":                     {"pkg/registry"},
	"github.com/google/go-containerregistry":   {}, // in tests alone
	"github.com/spf13/viper":                   {"cmd/vendorgate"},
	"github.com/spf13/cobra":                   {"cmd/vendorgate"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"pkg/schema"},
	"go.yaml.in/yaml/v4":                       {"pkg/document"},
	"github.com/xeipuuv/gojsonschema":          {}, // in tests alone
}

func TestImportsPointOneWay(t *testing.T) {
	const root = "../.."
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		pkg, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		pkg = filepath.ToSlash(pkg)
		seen[pkg] = true
		allowed, known := imports[pkg]
		if !known {
			t.Errorf("%s is not in the table of imports", pkg)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imported, module); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", name, ours)
			}
			for library, users := range rooms {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.Contains(users, pkg) {
					t.Errorf("%s imports %s, which is at home in %v", name, imported, users)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range imports {
		if !seen[pkg] {
			t.Errorf("%s is in the table of imports and does not exist", pkg)
		}
	}
}

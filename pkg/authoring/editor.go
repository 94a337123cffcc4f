package authoring

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/vendorgate/vendorgate/pkg/schema"
)

// editorRego binds the schemas to every package below controls. It stands in a
// hidden folder, which is never read as a policy.
const editorRego = `# METADATA
# scope: subpackages
# schemas:
#   - input: schema.input
#   - data.requirements: schema.effective
package controls
`

// editorRegal is what regal has to know of the way controls are written.
const editorRegal = `# Rules of regal that do not fit the way controls are written, each with the reason.
rules:
  imports:
    # Minimums and facts exist when vendorgate runs.
    unresolved-reference: {level: ignore}
  idiomatic:
    # The METADATA of a control means the rule with all its bodies.
    ambiguous-scope: {level: ignore}
    # Constants are compared with ==, so that they are held against the enum.
    equals-pattern-matching: {level: ignore}
    # vendorgate asks each control by its name.
    no-defined-entrypoint: {level: ignore}
    # The folder policies/county holds the package controls.county.
    directory-package-mismatch: {level: ignore}
  performance:
    # What decides between alternatives goes first, so that less is asked.
    non-loop-expression: {level: ignore}
    # Tables of tests set the documents in a rule of their own.
    with-outside-test-context: {level: ignore}
    # A test reads best in the order of what it says.
    defer-assignment: {level: ignore}
  style:
    # Reasons begin with not and the name of the control.
    double-negative: {level: ignore}
    # Each reason stands beside its control.
    messy-rule: {level: ignore}
    # Helper functions may read answers and minimums.
    external-reference: {level: ignore}
    # Rows of tables read as rows.
    line-length: {max-line-length: 120, ignore: {files: ["*_test.rego"]}}
`

// WriteEditor writes into a folder what editors and type checkers need to know
// of controls and documents: the schemas, the METADATA that binds them, and a
// configuration of regal. It returns the names of the files. What it wrote before
// is brought up to date; a configuration of regal that exists is left as it is,
// and named in kept.
func WriteEditor(folder string) (written []string, kept string, err error) {
	files := map[string][]byte{".vendorgate/rego/controls.rego": []byte(editorRego)}
	for _, name := range schema.Names() {
		kind, _ := schema.KindOf(name)
		if files[".vendorgate/schemas/"+name+".json"], err = schema.Source(kind); err != nil {
			return nil, "", err
		}
	}
	for name, tree := range map[string]map[string]any{"input": schema.Input(), "effective": schema.Effective()} {
		if files[".vendorgate/schemas/"+name+".json"], err = json.MarshalIndent(tree, "", "  "); err != nil {
			return nil, "", err
		}
	}
	const regal = ".regal/config.yaml"
	if _, err := os.Lstat(filepath.Join(folder, filepath.FromSlash(regal))); err == nil {
		kept = filepath.ToSlash(filepath.Join(folder, regal))
	} else {
		files[regal] = []byte(editorRegal)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		full := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil { //nolint:gosec // the umask decides
			return nil, "", err
		}
		if err := os.WriteFile(full, files[name], 0o666); err != nil { //nolint:gosec // the umask decides
			return nil, "", err
		}
		written = append(written, filepath.ToSlash(full))
	}
	return written, kept, nil
}

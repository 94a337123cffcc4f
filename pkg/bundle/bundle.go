// Package bundle packs policies, requirements and everything that vendorgate
// derives from them into a bundle of OPA, and reads such a bundle back.
//
// A bundle has two readers. A stock OPA evaluates it at [Entrypoint] and comes
// to the same statuses and the same decision as package gate. vendorgate itself
// takes from it what a person wrote, the member's own controls and its
// requirements, and holds the rest against what it would make of them: a bundle
// that was changed by hand says so, signed or not.
//
// The same contents give the same bytes, wherever and whenever they are packed.
package bundle

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// Format is the version of what a bundle holds. It changes whenever an older
// vendorgate would misread a bundle.
const Format = 1

// Entrypoint is the path at which a stock OPA decides.
const Entrypoint = "vendorgate/decision"

// The files and folders of a bundle.
const (
	manifestFile   = ".manifest"
	signaturesFile = ".signatures.json"
	dataFile       = "data.json"
	companionFile  = "companion.rego"
	ownFolder      = "own/"
	shippedFolder  = "policies/"
	stockFolder    = "stock/"
)

// The names that the member's document has in a bundle. An OPA would take some
// others, such as data.yaml, for its own.
const (
	requirementsYAML = "requirements.yaml"
	requirementsJSON = "requirements.json"
)

// RequirementsName is the name in a bundle for a document of requirements: one
// under which it is read as it is under its own.
func RequirementsName(name string, text []byte) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return requirementsYAML
	case ".json":
		return requirementsJSON
	}
	if bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		return requirementsJSON
	}
	return requirementsYAML
}

// roots are the paths that a bundle owns in the data of an OPA; everything that
// it holds lies below them.
var roots = []string{
	"calendar", "catalogue", "context", "controls", "facts", "minimums",
	"ratings", "requirements", "settings", "vendorgate",
}

//go:embed stock/decision.rego stock/entrypoint.rego stock/context.rego
var stock embed.FS

// Parts are what a bundle is made of.
type Parts struct {
	// Own are the member's controls, named relative to their folder.
	Own []policy.Module
	// Requirements is the member's document as it was written; zero for the
	// shipped minimums.
	Requirements File
	// Companion is the Rego that tells unknown from false.
	Companion string
	// Data are the documents that the policies read beside the input.
	Data map[string]any
	// Settings are what the decision needs besides.
	Settings Settings
}

// A File is a document by name.
type File struct {
	Name string
	Data []byte
}

// Settings are what a stock OPA needs to make a decision of the statuses.
type Settings struct {
	Currency    string                                 `json:"currency"`
	EffectiveOn string                                 `json:"effective_on"` // of the requirements; empty: always
	FailOn      finding.Severity                       `json:"fail_on"`
	Severities  map[string]map[string]finding.Severity `json:"severities"` // by control and tier
}

// A Bundle is the content of one archive.
type Bundle struct {
	name      string
	files     map[string][]byte // by path, without the signature
	signature []byte
	manifest  manifest
}

// manifest is OPA's, with what vendorgate says of the bundle in its metadata.
type manifest struct {
	Revision    string   `json:"revision"`
	Roots       []string `json:"roots"`
	RegoVersion int      `json:"rego_version"`
	Metadata    struct {
		Vendorgate *label `json:"vendorgate,omitempty"`
	} `json:"metadata"`
}

// A label says what made a bundle and how it is to be read.
type label struct {
	Format       int              `json:"format"`
	Version      string           `json:"version"` // of vendorgate
	OPA          string           `json:"opa"`
	Entrypoint   string           `json:"entrypoint"`
	Controls     int              `json:"controls"`
	FailOn       finding.Severity `json:"fail_on"`
	Requirements string           `json:"requirements,omitempty"` // the member's document in the bundle
	Policies     string           `json:"shipped_policies_sha256"`
	Schemas      string           `json:"schemas_sha256"`
}

// Make makes a bundle of its parts; version is that of vendorgate.
func Make(version string, p Parts) (*Bundle, error) {
	b := &Bundle{files: map[string][]byte{companionFile: []byte(p.Companion)}}
	shipped, err := shippedFiles()
	if err != nil {
		return nil, err
	}
	maps.Copy(b.files, shipped)
	for _, m := range p.Own {
		name := ownFolder + path.Clean("/" + m.Name)[1:]
		if _, twice := b.files[name]; twice {
			return nil, source.Problems{{
				Position: source.Position{File: m.Name},
				Message:  "two of the folders hold a policy of this name",
				Hint:     "rename one of them, or build from the folder above both",
			}}
		}
		b.files[name] = []byte(m.Text)
	}
	data := maps.Clone(p.Data)
	delete(data, "context") // the day is the input's, not the bundle's
	data["vendorgate"] = map[string]any{"bundle": p.Settings}
	if b.files[dataFile], err = encode(data); err != nil {
		return nil, err
	}
	catalogue, _ := data["catalogue"].(map[string]any)
	about := &label{
		Format: Format, Version: version, OPA: policy.OPAVersion(), Entrypoint: Entrypoint,
		Controls: len(catalogue), FailOn: p.Settings.FailOn,
		Policies: digest(shipped), Schemas: schema.Digest(),
	}
	if p.Requirements.Data != nil {
		about.Requirements = path.Base(p.Requirements.Name)
		b.files[about.Requirements] = p.Requirements.Data
	}
	b.manifest = manifest{Roots: roots, RegoVersion: 1}
	b.manifest.Metadata.Vendorgate = about
	b.manifest.Revision = b.revision()
	b.files[manifestFile], err = encode(b.manifest)
	return b, err
}

// shippedFiles are the files of a bundle that come with vendorgate, whosesoever
// bundle it is: the policies, and what stands in for the program around them.
func shippedFiles() (map[string][]byte, error) {
	files := map[string][]byte{}
	modules, err := policy.Shipped()
	if err != nil {
		return nil, err
	}
	for _, m := range modules {
		_, inner, _ := strings.Cut(m.Name, shippedFolder)
		files[shippedFolder+inner] = []byte(m.Text)
	}
	entries, err := stock.ReadDir("stock")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if files[stockFolder+entry.Name()], err = stock.ReadFile("stock/" + entry.Name()); err != nil {
			return nil, err
		}
	}
	files[stockFolder+"schemas.rego"], err = schemas()
	return files, err
}

// schemas is a module that holds the schemas, as texts: OPA would convert an
// object anew for every decision.
func schemas() ([]byte, error) {
	var text bytes.Buffer
	text.WriteString("package vendorgate.schemas\n")
	for _, one := range []struct {
		name string
		kind schema.Kind
	}{{"profile", schema.VendorProfile}, {"engagement", schema.Engagement}} {
		document, err := schema.Source(one.kind)
		if err != nil {
			return nil, err
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, document); err != nil {
			return nil, err
		}
		quoted, err := encode(compact.String())
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "\n%s := %s", one.name, quoted)
	}
	text.WriteString("\ncontract_answers := {\n")
	for _, pointer := range schema.Answers("contract") {
		fmt.Fprintf(&text, "\t%q,\n", pointer) // no such name has anything to quote
	}
	text.WriteString("}\n")
	return text.Bytes(), nil
}

// digest identifies files by their names and contents.
func digest(files map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%d %s %d ", len(name), name, len(files[name]))
		h.Write(files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// encode writes JSON in one way only, with a line break at its end.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// revision identifies the contents.
func (b *Bundle) revision() string {
	files := maps.Clone(b.files)
	delete(files, manifestFile)
	about, err := json.Marshal(b.manifest.Metadata.Vendorgate)
	if err != nil {
		return "" // a label holds words and numbers alone
	}
	files[manifestFile] = about
	return digest(files)
}

// Revision identifies the contents of the bundle; an OPA names it in its
// decision log.
func (b *Bundle) Revision() string { return b.manifest.Revision }

// Controls is the size of the catalogue in the bundle.
func (b *Bundle) Controls() int { return b.manifest.Metadata.Vendorgate.Controls }

// FailOn is the lowest severity that blocks.
func (b *Bundle) FailOn() finding.Severity { return b.manifest.Metadata.Vendorgate.FailOn }

// Signed reports whether the bundle has a signature, whosesoever it may be.
func (b *Bundle) Signed() bool { return b.signature != nil }

// Own returns the member's controls, named relative to their folder.
func (b *Bundle) Own() []policy.Module {
	var own []policy.Module
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if inner, ok := strings.CutPrefix(name, ownFolder); ok {
			own = append(own, policy.Module{Name: inner, Text: string(b.files[name])})
		}
	}
	return own
}

// Requirements returns the member's document; zero when the bundle was made with
// the shipped minimums.
func (b *Bundle) Requirements() File {
	name := b.manifest.Metadata.Vendorgate.Requirements
	if name == "" {
		return File{}
	}
	return File{Name: name, Data: b.files[name]}
}

// Compare returns what is wrong with a bundle whose parts, put together anew,
// give another one: somebody changed it by hand, or another vendorgate made it.
func (b *Bundle) Compare(anew *Bundle) error {
	names := map[string]bool{}
	for name := range b.files {
		names[name] = true
	}
	for name := range anew.files {
		names[name] = true
	}
	const hint = "the bundle was changed after it was built, or another vendorgate built it: build it anew with this one, and sign bundles so that nobody can change them"
	// The manifest last: its revision is another one whatever it is that differs.
	delete(names, manifestFile)
	for _, name := range append(slices.Sorted(maps.Keys(names)), manifestFile) {
		got, there := b.files[name]
		want, expected := anew.files[name]
		switch {
		case !there:
			return b.problem(name+" is missing in the bundle", hint)
		case !expected:
			return b.problem(fmt.Sprintf("the bundle holds %q, which does not belong there", name), hint)
		case !bytes.Equal(got, want):
			return b.problem(name+" is not what vendorgate makes of the policies and requirements in the bundle", hint)
		}
	}
	return nil
}

func (b *Bundle) problem(message, hint string) error { return problem(b.name, message, hint) }

func problem(file, message, hint string) error {
	return source.Problems{{Position: source.Position{File: file}, Message: message, Hint: hint}}
}

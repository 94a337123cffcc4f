package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/policies"
)

// A Module is one Rego file.
type Module struct {
	Name string // as it is named in messages
	Text string
}

// maxModuleBytes bounds one Rego file; the largest shipped one has a tenth.
const maxModuleBytes = 1 << 20

// shippedPrefix names the embedded files in messages, and keeps their names
// apart from any file of a member's.
const shippedPrefix = "vendorgate:"

// Shipped returns the embedded policies without their tests.
func Shipped() ([]Module, error) {
	var modules []Module
	err := fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isPolicyFile(name) {
			return err
		}
		text, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			return err
		}
		modules = append(modules, Module{Name: shippedPrefix + "policies/" + name, Text: string(text)})
		return nil
	})
	return modules, err
}

func isPolicyFile(name string) bool {
	return path.Ext(name) == ".rego" && !strings.HasSuffix(name, "_test.rego")
}

// Read returns the policies of a file or folder, without tests. A folder
// without any policy is a problem: whoever names one means it to decide.
func Read(name string) ([]Module, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, problem(name, "cannot read the policy: "+reason(err), "name a .rego file, or a folder that holds some")
	}
	if !info.IsDir() {
		if filepath.Ext(name) != ".rego" {
			return nil, problem(name, "not a Rego file", "policies have the ending .rego")
		}
		module, err := readModule(name)
		return []Module{module}, err
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, problem(name, "cannot open the folder: "+reason(err), "")
	}
	defer root.Close() //nolint:errcheck // opened for reading
	var modules []Module
	err = fs.WalkDir(root.FS(), ".", func(inner string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return problem(filepath.Join(name, inner), "cannot read the folder: "+reason(err), "")
		case entry.IsDir() && inner != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || !isPolicyFile(inner):
			return nil
		}
		module, err := readModule(filepath.Join(name, filepath.FromSlash(inner)))
		modules = append(modules, module)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(modules) == 0 {
		return nil, problem(name, "no policies in this folder", "a policy is a file with the ending .rego (tests, *_test.rego, do not count)")
	}
	return modules, nil
}

func readModule(name string) (Module, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return Module{}, problem(name, "cannot read the policy: "+reason(err), "")
	case !info.Mode().IsRegular():
		return Module{}, problem(name, "not a regular file", "")
	case info.Size() > maxModuleBytes:
		return Module{}, problem(name, fmt.Sprintf("the policy is larger than %d bytes", maxModuleBytes), "split it")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return Module{}, problem(name, "cannot read the policy: "+reason(err), "")
	}
	return Module{Name: filepath.ToSlash(name), Text: string(text)}, nil
}

func problem(file, message, hint string) source.Problems {
	return source.Problems{{Position: source.Position{File: filepath.ToSlash(file)}, Message: message, Hint: hint}}
}

func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}

func positionOf(loc *ast.Location) source.Position {
	if loc == nil {
		return source.Position{}
	}
	return source.Position{File: loc.File, Line: loc.Row, Column: loc.Col}
}

// parse reads the modules into OPA's syntax trees.
func parse(modules []Module) (map[string]*ast.Module, source.Problems) {
	trees := make([]*ast.Module, len(modules))
	faults := make([]source.Problems, len(modules))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, m := range modules {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			trees[i], faults[i] = parseOne(m)
		})
	}
	wg.Wait()
	parsed := make(map[string]*ast.Module, len(modules))
	var problems source.Problems
	for i, m := range modules {
		if _, twice := parsed[m.Name]; twice {
			problems = append(problems, problem(m.Name, "the file is given twice", "name every policy file or folder once")...)
		}
		parsed[m.Name] = trees[i]
		problems = append(problems, faults[i]...)
	}
	return parsed, problems
}

func parseOne(m Module) (*ast.Module, source.Problems) {
	tree, err := ast.ParseModuleWithOpts(m.Name, m.Text, ast.ParserOptions{
		ProcessAnnotation: true,
		Capabilities:      Capabilities(),
		RegoVersion:       ast.RegoV1,
	})
	switch {
	case tree == nil && (err == nil || strings.HasSuffix(err.Error(), "empty module")):
		return nil, problem(m.Name, "the file is empty", "a policy starts with `package controls.<name>`")
	case err != nil:
		return nil, astProblems(m.Name, err)
	}
	return tree, nil
}

// RegoProblems turns OPA's errors into problems with a hint where the usual cause
// is known. Those without a file get the one that is given.
func RegoProblems(file string, err error) source.Problems { return astProblems(file, err) }

func astProblems(file string, err error) source.Problems {
	var list ast.Errors
	if !errors.As(err, &list) {
		return problem(file, err.Error(), "")
	}
	var problems source.Problems
	for _, e := range list {
		p := source.Problem{Position: positionOf(e.Location), Message: e.Message}
		if p.File == "" {
			p.File = file
		}
		if d, ok := e.Details.(*ast.RefErrInvalidDetail); ok && len(d.OneOf) > 0 {
			p.Message, p.Hint = unknownRef(d)
		} else if e.Code == ast.TypeErr && strings.HasPrefix(e.Message, "undefined function") {
			p.Hint = undefinedFunction(strings.TrimPrefix(e.Message, "undefined function "))
		} else if name, ok := strings.CutSuffix(strings.TrimPrefix(e.Message, "var "), " is unsafe"); ok && slices.Contains([]string{"True", "False", "None", "nil"}, name) {
			p.Message, p.Hint = name+" is no word of Rego's", "write true or false; a missing answer needs no word"
		} else if ok {
			p.Message, p.Hint = name+" has no value here", fmt.Sprintf("misspelt? otherwise give it one first: `%[1]s := …` or `some %[1]s in …`", name)
		} else if e.Code == ast.ParseErr && strings.Contains(e.Message, "`if` keyword is required") {
			p.Hint = "this is Rego as OPA 1.0 reads it: write `name if { … }` and `set contains x if { … }`"
		} else if e.Code == ast.ParseErr {
			p.Message, p.Hint = unparsed(p.Message)
		} else if name, ok := strings.CutSuffix(e.Message, ": invalid argument(s)"); ok {
			p.Message, p.Hint = "the function "+name+" takes other types than these", "compare the types of the answers with what the function is made for"
		} else if e.Code == ast.TypeErr && e.Message == "match error" {
			p.Message, p.Hint = "two things of different types are compared", "they are never equal: read the other answer that was meant"
		} else if rest, ok := strings.CutPrefix(e.Message, "variables must not shadow "); ok {
			p.Message, p.Hint = "a name of the rule's own hides "+strings.Fields(rest)[0], "give it another name"
		} else if rest, ok := strings.CutPrefix(e.Message, "import must not shadow import "); ok {
			p.Message, p.Hint = rest+" is imported twice", "keep one of the two"
		}
		problems = append(problems, p)
	}
	return problems
}

// unparsed words what OPA's parser says of the mistakes that come with habits
// from other languages.
func unparsed(message string) (better, hint string) {
	switch {
	case message == "package expected":
		return "the file does not begin with a package", "begin it with `package controls.<your name>`"
	case strings.Contains(message, "unexpected and token"):
		return message, "Rego has no &&: write each condition on a line of its own between { and }"
	case strings.Contains(message, "unexpected or token"):
		return message, "Rego has no ||: write the rule twice, once for each case"
	case strings.Contains(message, "illegal token"):
		return message, `texts stand in double quotes: "…"; "not" is the word for !`
	case strings.Contains(message, "unexpected eof token"):
		return "the file ends in the middle of a rule", "a {, [ or ( is not closed"
	case strings.Contains(message, "yaml: "):
		return message, "the METADATA block is YAML behind #: indent with spaces only, and put a text with `: ` in it in quotes"
	}
	return message, ""
}

// undefinedFunction tells a misspelt function from one that OPA has and policies
// may not call.
func undefinedFunction(name string) string {
	if slices.ContainsFunc(ast.Builtins, func(b *ast.Builtin) bool { return b.Name == name }) {
		return "policies are pure: only functions of the documents are available, without network, clock or randomness"
	}
	var known []string
	for _, b := range Capabilities().Builtins {
		known = append(known, b.Name)
	}
	if near := source.Nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "it is no function of OPA's, and none of this package; one of another package has its whole name, such as data.calendar.days"
}

// unknownRef words OPA's type error for a field that the schema does not have.
func unknownRef(d *ast.RefErrInvalidDetail) (message, hint string) {
	var fields []string
	for _, v := range d.OneOf {
		if s, ok := v.(ast.String); ok {
			fields = append(fields, string(s))
		}
	}
	slices.Sort(fields)
	name := ""
	where := d.Ref.String()
	if d.Pos < len(d.Ref) {
		name = strings.Trim(d.Ref[d.Pos].String(), `"`)
		where = d.Ref[:d.Pos].String()
	}
	message = fmt.Sprintf("unknown field %q in %s", name, where)
	if near := source.Nearest(name, fields); near != "" {
		return message, fmt.Sprintf("did you mean %q?", near)
	}
	return message, "the fields are " + listed(fields, "")
}

// seal refuses modules of a member's that add to, override or shadow anything
// that is shipped. It looks at the full ground ref of every rule, since a rule
// can reach into another package through its head.
func seal(member, shipped map[string]*ast.Module) source.Problems {
	var problems source.Problems
	refuse := func(loc *ast.Location, message, hint string) {
		problems = append(problems, source.Problem{Position: positionOf(loc), Message: message, Hint: hint})
	}
	const ownPackage = "put your controls in a package of your own: package controls.<your name>"
	owned := map[string]bool{}
	for _, m := range shipped {
		owned[m.Package.Path.String()] = true
	}
	for name, m := range member {
		if _, clash := shipped[name]; clash {
			refuse(m.Package.Location, "the file has the name of a shipped policy", "rename it")
			continue
		}
		pkg := m.Package.Path
		if len(pkg) < 3 || !pkg[1].Equal(ast.StringTerm("controls")) {
			refuse(m.Package.Location, fmt.Sprintf("package %s is not below controls", packageName(pkg)), ownPackage)
			continue
		}
		if taken := shippedOver(pkg, owned); taken != "" {
			refuse(m.Package.Location, fmt.Sprintf("package %s belongs to the shipped package %s", packageName(pkg), taken), ownPackage)
			continue
		}
		for _, rule := range m.Rules {
			ref := rule.Ref().GroundPrefix()
			if !ref.HasPrefix(pkg) || len(ref) <= len(pkg) {
				refuse(rule.Location, fmt.Sprintf("the rule %s reaches out of its package", rule.Head.Ref()), ownPackage)
			}
		}
	}
	return problems.Sorted()
}

func packageName(path ast.Ref) string { return strings.TrimPrefix(path.String(), "data.") }

// shippedOver returns the shipped package at, above or below which path stands.
func shippedOver(pkg ast.Ref, owned map[string]bool) string {
	for taken := range owned {
		ref := ast.MustParseRef(taken)
		if len(ref) > 2 && (pkg.HasPrefix(ref) || ref.HasPrefix(pkg)) {
			return strings.TrimPrefix(taken, "data.")
		}
	}
	return ""
}

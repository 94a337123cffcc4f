package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Control is one entry of the catalogue: a checkable demand, as its rule and
// the metadata above it state it.
type Control struct {
	ID            string                      `json:"id"` // insurance.cyber_limits
	Code          string                      `json:"code,omitempty"`
	Title         string                      `json:"title"`
	Description   string                      `json:"description,omitempty"`
	Severity      finding.Severity            `json:"severity"`
	TierSeverity  map[string]finding.Severity `json:"tier_severity,omitempty"`
	Consideration int                         `json:"consideration"` // -1: the member's own
	Tiers         []string                    `json:"tiers"`         // where it is on by default
	AppliesWhen   string                      `json:"applies_when,omitempty"`
	Due           string                      `json:"due,omitempty"`
	Side          finding.Side                `json:"side"`
	Waivable      bool                        `json:"waivable"`
	State         string                      `json:"state,omitempty"` // whose law it is; empty: it binds everywhere
	Remediation   string                      `json:"remediation"`
	Request       string                      `json:"request,omitempty"` // the same, said to the vendor
	Guide         string                      `json:"guide,omitempty"`
	Frameworks    map[string][]string         `json:"frameworks,omitempty"`
	Aliases       []string                    `json:"aliases,omitempty"`
	// Aside are the Requirements that the control reads only to weigh something
	// else with: no demand of its own.
	Aside    []string        `json:"aside,omitempty"`
	Shipped  bool            `json:"shipped"`
	Position source.Position `json:"position"`

	// Answers are the fields of the profile and the engagement that the
	// control reads, and Requirements the parameters it measures against;
	// both are derived from its rules.
	Answers      []string `json:"answers"`
	Requirements []string `json:"requirements"`

	anyTier bool
	asideAt []source.Position // of each of Aside
}

// AnyTier reports whether a member's control leaves open in which tiers it is
// on: then it is on wherever the parameters that it measures against are set.
func (c *Control) AnyTier() bool { return c.anyTier && !c.Shipped }

// path is the ref of the control's rule: data.controls.insurance.cyber_limits.
func (c *Control) path() string { return "data.controls." + c.ID }

// pkg is the ref of its package: data.controls.insurance.
func (c *Control) pkg() string { return c.path()[:strings.LastIndexByte(c.path(), '.')] }

// rule is the name of its rule: cyber_limits.
func (c *Control) rule() string { return c.ID[strings.LastIndexByte(c.ID, '.')+1:] }

// Tiers lists the risk classes, the most sensitive first.
var Tiers = []string{"T1", "T2", "T3", "T4"}

var ruleName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// metadata is what stands above a control, as schemas/control.json describes it.
type metadata struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Custom      struct {
		Code          string                      `json:"code"`
		Severity      finding.Severity            `json:"severity"`
		TierSeverity  map[string]finding.Severity `json:"tier_severity"`
		Consideration *int                        `json:"consideration"`
		Tiers         []string                    `json:"tiers"`
		AppliesWhen   string                      `json:"applies_when"`
		Due           string                      `json:"due"`
		Side          finding.Side                `json:"side"`
		Waivable      *bool                       `json:"waivable"`
		State         string                      `json:"state"`
		Remediation   string                      `json:"remediation"`
		Request       string                      `json:"request"`
		Guide         string                      `json:"guide"`
		Frameworks    map[string][]string         `json:"frameworks"`
		Aliases       []string                    `json:"aliases"`
		Aside         []string                    `json:"aside"`
	} `json:"custom"`
}

// catalogue reads the controls from the metadata of parsed modules.
func catalogue(modules map[string]*ast.Module, texts map[string]string, shipped bool) ([]Control, source.Problems) {
	var controls []Control
	var problems source.Problems
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		module := modules[name]
		problems = append(problems, laterRego(module)...)
		lines := strings.Split(texts[name], "\n")
		for _, annotations := range module.Annotations {
			rule, ok := annotations.GetTargetPath(), annotations.Scope == "rule"
			if !ok {
				if !shipped {
					problems = append(problems, source.Problem{
						Position: positionOf(annotations.Location),
						Message:  fmt.Sprintf("METADATA with scope %q", annotations.Scope),
						Hint:     "put the METADATA block directly above the rule that is the control",
					})
				}
				continue
			}
			if !strings.HasPrefix(module.Package.Path.String(), "data.controls.") {
				continue
			}
			control, found := readControl(module, rule, annotations, lines)
			problems = append(problems, found...)
			if len(found) == 0 {
				control.Shipped = shipped
				controls = append(controls, control)
			}
		}
	}
	return controls, problems
}

func readControl(module *ast.Module, path ast.Ref, annotations *ast.Annotations, lines []string) (Control, source.Problems) {
	at := annotations.Location
	doc, err := document.Parse(at.File+".yaml", metadataText(lines, at.Row), document.Limits{})
	if err != nil {
		return Control{}, renamed(err, at.File)
	}
	if problems := schema.Validate(schema.Control, doc.Value(), inFile{doc, at.File}); len(problems) > 0 {
		return Control{}, problems
	}
	encoded, err := json.Marshal(doc.Value())
	if err != nil {
		return Control{}, source.Problems{{Position: positionOf(at), Message: "cannot read the metadata: " + err.Error()}}
	}
	var m metadata
	if err := json.Unmarshal(encoded, &m); err != nil {
		return Control{}, source.Problems{{Position: positionOf(at), Message: "cannot read the metadata: " + err.Error()}}
	}
	control := Control{
		ID:            strings.TrimPrefix(path.String(), "data.controls."),
		Code:          m.Custom.Code,
		Title:         m.Title,
		Description:   m.Description,
		Severity:      m.Custom.Severity,
		TierSeverity:  m.Custom.TierSeverity,
		Consideration: -1,
		Tiers:         m.Custom.Tiers,
		AppliesWhen:   m.Custom.AppliesWhen,
		Due:           m.Custom.Due,
		Side:          cmp.Or(m.Custom.Side, finding.VendorSide),
		Waivable:      m.Custom.Waivable == nil || *m.Custom.Waivable,
		State:         m.Custom.State,
		Remediation:   m.Custom.Remediation,
		Request:       m.Custom.Request,
		Guide:         m.Custom.Guide,
		Frameworks:    m.Custom.Frameworks,
		Aliases:       m.Custom.Aliases,
		Aside:         m.Custom.Aside,
	}
	for i := range control.Aside {
		control.asideAt = append(control.asideAt, inFile{doc, at.File}.Position([]string{"custom", "aside", strconv.Itoa(i)}))
	}
	if m.Custom.Consideration != nil {
		control.Consideration = *m.Custom.Consideration
	}
	if len(control.Tiers) == 0 {
		control.Tiers, control.anyTier = Tiers, true
	}
	problems := controlRules(module, &control, positionOf(at))
	return control, problems
}

// controlRules checks that what the metadata stands above is a boolean rule,
// and takes its position.
func controlRules(module *ast.Module, control *Control, at source.Position) source.Problems {
	var problems source.Problems
	refuse := func(p source.Position, message, hint string) {
		problems = append(problems, source.Problem{Position: p, Message: message, Hint: hint})
	}
	if !ruleName.MatchString(control.rule()) {
		refuse(at, fmt.Sprintf("a control cannot be named %q", control.rule()), "a control is a rule with a plain name: small letters, digits and _")
		return problems
	}
	for _, rule := range module.Rules {
		if rule.Ref().GroundPrefix().String() != control.path() {
			continue
		}
		p := positionOf(rule.Location)
		if control.Position.IsZero() {
			control.Position = p
		}
		switch {
		case rule.Default:
			refuse(p, fmt.Sprintf("the control %s has a default", control.ID), "a control passes only when it is true: remove the default")
		case len(rule.Head.Args) > 0:
			refuse(p, fmt.Sprintf("the control %s takes arguments", control.ID), "a control is a rule without arguments; METADATA above a function makes it no control")
		case rule.Head.RuleKind() != ast.SingleValue || len(rule.Head.Ref()) != 1:
			refuse(p, fmt.Sprintf("the control %s is a set or an object", control.ID), fmt.Sprintf("a control is a boolean rule: write `%s if { … }`", control.rule()))
		case !rule.Head.Value.Equal(ast.BooleanTerm(true)):
			refuse(p, fmt.Sprintf("the control %s has the value %s", control.ID, rule.Head.Value), fmt.Sprintf("a control is a boolean rule: write `%s if { … }`", control.rule()))
		}
	}
	return problems
}

// metadataText returns the YAML of the METADATA block that starts at row,
// padded so that its lines and columns are those of the file.
func metadataText(lines []string, row int) []byte {
	var b strings.Builder
	for range row {
		b.WriteByte('\n')
	}
	for _, line := range lines[min(row, len(lines)):] {
		trimmed := strings.TrimLeft(line, " \t")
		if !strings.HasPrefix(trimmed, "#") {
			break
		}
		indent := len(line) - len(trimmed)
		b.WriteString(strings.Repeat(" ", indent+1) + trimmed[1:] + "\n")
	}
	return []byte(b.String())
}

// inFile gives the positions of a metadata document the name of the Rego file.
type inFile struct {
	doc  *document.Document
	file string
}

func (f inFile) Position(path []string) source.Position {
	p := f.doc.Position(path)
	p.File = f.file
	return p
}

func (f inFile) KeyPosition(path []string) source.Position {
	p := f.doc.KeyPosition(path)
	p.File = f.file
	return p
}

func renamed(err error, file string) source.Problems {
	problems, ok := err.(source.Problems) //nolint:errorlint // document.Parse returns them as they are
	if !ok {
		return problem(file, err.Error(), "")
	}
	out := slices.Clone(problems)
	for i := range out {
		out[i].File = file
	}
	return out
}

// unique refuses codes, ids and aliases that two controls claim.
func unique(controls []Control) source.Problems {
	var problems source.Problems
	owner := map[string]Control{}
	for _, c := range controls {
		names := append([]string{c.ID}, c.Aliases...)
		if c.Code != "" {
			names = append(names, c.Code)
		}
		for _, name := range names {
			if first, taken := owner[name]; taken {
				problems = append(problems, source.Problem{
					Position: c.Position,
					Message:  fmt.Sprintf("%s is also the name of the control %s (%s)", name, first.ID, first.Position),
					Hint:     "give every control a code and a rule name of its own",
				})
				continue
			}
			owner[name] = c
		}
	}
	return problems
}

// laterRego refuses what imports bring in of a Rego to come: `not` with a body,
// `and`, `or`. The companions do not know them, so silence under one of them
// would pass.
func laterRego(module *ast.Module) source.Problems {
	var problems source.Problems
	for _, imp := range module.Imports {
		switch path := strings.NewReplacer(`["`, ".", `"]`, "").Replace(imp.Path.String()); path {
		case "rego.v1", "future.keywords.if", "future.keywords.in", "future.keywords.every", "future.keywords.contains":
		default:
			if strings.HasPrefix(path, "rego.") || path == "future.keywords" || strings.HasPrefix(path, "future.") {
				problems = append(problems, source.Problem{
					Position: positionOf(imp.Location),
					Message:  fmt.Sprintf("import %s is not allowed in a policy", path),
					Hint:     "it changes what `not`, `and` and `or` mean, and a missing answer could pass: policies are written in the Rego of OPA 1.0, without this import",
				})
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	ast.WalkExprs(module, func(e *ast.Expr) bool {
		switch e.Terms.(type) {
		case *ast.Every, *ast.SomeDecl, *ast.Term, []*ast.Term:
		default:
			problems = append(problems, source.Problem{
				Position: positionOf(e.Location),
				Message:  "an expression of this kind is not allowed in a policy",
				Hint:     "whether it holds where an answer is missing cannot be told: write it in the Rego of OPA 1.0",
			})
		}
		return false
	})
	return problems
}

// explanations checks the reasons and notes of the modules: each names a
// control of its own package, and has the fields that the engine reads.
func explanations(modules map[string]*ast.Module, controls []Control) source.Problems {
	var problems source.Problems
	known := map[string][]string{}
	for _, c := range controls {
		known[c.pkg()] = append(known[c.pkg()], c.rule())
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		module := modules[name]
		pkg := module.Package.Path.String()
		if !strings.HasPrefix(pkg, "data.controls.") {
			continue
		}
		for _, rule := range module.Rules {
			head := rule.Head.Ref().String()
			if head != "reasons" && head != "notes" {
				continue
			}
			problems = append(problems, explanation(rule, head, known[pkg])...)
		}
	}
	return problems
}

// saysNot reports whether a rule of the control's package only holds where the
// control does not.
func saysNot(rule *ast.Rule, control string) bool {
	return slices.ContainsFunc(rule.Body, func(expr *ast.Expr) bool {
		term, ok := expr.Terms.(*ast.Term)
		if !ok || !expr.Negated || len(expr.With) > 0 {
			return false
		}
		name := term.String()
		return name == control || name == rule.Module.Package.Path.String()+"."+control
	})
}

func explanation(rule *ast.Rule, head string, controls []string) source.Problems {
	refuse := func(at *ast.Location, message, hint string) source.Problems {
		return source.Problems{{Position: positionOf(at), Message: message, Hint: hint}}
	}
	const form = `write %s contains {"control": "…", "path": ["insurance", …], "message": "…"} if { … }`
	var object ast.Object
	if rule.Head.RuleKind() == ast.MultiValue && rule.Head.Key != nil {
		object, _ = rule.Head.Key.Value.(ast.Object)
	}
	if object == nil {
		return refuse(rule.Location, head+" is not a set of objects", fmt.Sprintf(form, head))
	}
	var problems source.Problems
	fields := map[string]*ast.Term{}
	object.Foreach(func(k, v *ast.Term) {
		name, _ := k.Value.(ast.String)
		fields[string(name)] = v
		switch name {
		case "control", "path", "message", "unanswered":
		case "side":
			if head != "reasons" || v.Value.Compare(ast.String(finding.MemberSide)) != 0 {
				problems = append(problems, refuse(v.Location, fmt.Sprintf("%s has the side %s", head, v), `a reason that is the member's own to settle has "side": "member"; leave it out everywhere else`)...)
			}
		default:
			problems = append(problems, refuse(k.Location, fmt.Sprintf("%s has an unknown field %s", head, k), "its fields are control, path, message, unanswered and, for a reason, side")...)
		}
	})
	if fields["message"] == nil {
		problems = append(problems, refuse(rule.Location, head+" has no message", fmt.Sprintf(form, head))...)
	}
	control, ok := ast.String(""), false
	if t := fields["control"]; t != nil {
		control, ok = t.Value.(ast.String)
	}
	switch {
	case !ok:
		problems = append(problems, refuse(rule.Location, head+" does not name its control", `name the rule as a constant: "control": "…"`)...)
	case !slices.Contains(controls, string(control)):
		hint := "it names a control of its own package: " + listed(slices.Sorted(slices.Values(controls)), "")
		if near := source.Nearest(string(control), controls); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		problems = append(problems, refuse(fields["control"].Location, fmt.Sprintf("%s names no control: %q", head, string(control)), hint)...)
	case head == "reasons" && !saysNot(rule, string(control)):
		problems = append(problems, refuse(rule.Location, fmt.Sprintf("this reason for %s could be given when %[1]s has passed", string(control)), fmt.Sprintf("begin its body with `not %s`", string(control)))...)
	}
	return problems
}

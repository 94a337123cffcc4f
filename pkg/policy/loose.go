package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// Loose are controls for documents of any kind, without schema, facts and
// minimums: what an author tries imported rules with before they meet vendors'
// profiles. A missing answer counts here as it does in a check.
type Loose struct {
	controls []Control
	outcome  rego.PreparedEvalQuery
}

// A LooseFinding is what one control says of a document.
type LooseFinding struct {
	Control  string           `json:"control"`
	Severity finding.Severity `json:"severity"`
	Status   finding.Status   `json:"status"`
	Messages []string         `json:"messages,omitempty"`
	Missing  []string         `json:"missing,omitempty"` // answers, as Rego writes them
	Error    string           `json:"error,omitempty"`
}

// CompileLoose compiles controls without a schema.
func CompileLoose(ctx context.Context, modules []Module) (*Loose, error) {
	trees, problems := parse(modules)
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	controls, problems := catalogue(trees, texts(modules), false)
	problems = append(problems, explanations(trees, controls)...)
	if len(problems) == 0 && len(controls) == 0 {
		problems = append(problems, noControl(trees))
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	slices.SortFunc(controls, compareControls)
	first := ast.NewCompiler().WithCapabilities(Capabilities())
	first.Compile(trees)
	if first.Failed() {
		return nil, astProblems("", first.Errors).Sorted()
	}
	for _, m := range first.Modules {
		for _, rule := range m.Rules {
			if rule.Else != nil {
				problems = append(problems, source.Problem{
					Position: positionOf(rule.Else.Location), Message: "`else` is not allowed here",
					Hint: "write each case as a rule body of its own, with the condition that tells it apart",
				})
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	companion, found := parse(parted(writeCompanion(controls, nil, first.Modules)))
	if len(found) > 0 {
		return nil, fmt.Errorf("the companion of the policies does not parse: %w", found)
	}
	again, _ := parse(modules) // compiling changes the trees
	maps.Copy(again, companion)
	compiler := ast.NewCompiler().WithCapabilities(Capabilities())
	compiler.Compile(again)
	if compiler.Failed() {
		return nil, fmt.Errorf("the companion of the policies does not compile: %w", compiler.Errors)
	}
	l := &Loose{controls: controls}
	var err error
	l.outcome, err = rego.New(rego.Query("data."+companionPackage+" = x"), rego.Compiler(compiler)).PrepareForEval(ctx)
	return l, err
}

// Controls returns the controls, sorted by code and id.
func (l *Loose) Controls() []Control { return slices.Clone(l.controls) }

// Evaluate gives every control a status for a document. Nulls in it count as
// absent.
func (l *Loose) Evaluate(ctx context.Context, input map[string]any) ([]LooseFinding, error) {
	var faults []topdown.Error
	results, err := l.outcome.Eval(ctx,
		rego.EvalParsedInput(inputValue(input)), rego.EvalTime(time.Unix(0, 0).UTC()), rego.EvalBuiltinErrorList(&faults))
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w: %w", ErrInterrupted, ctx.Err())
	case err != nil:
		return nil, err
	case len(results) == 0:
		return nil, fmt.Errorf("the policies gave no outcome")
	}
	tables, _ := results[0].Bindings["x"].(map[string]any)
	table := func(name string) map[string]any {
		t, _ := tables[name].(map[string]any)
		return t
	}
	out := make([]LooseFinding, 0, len(l.controls))
	for _, c := range l.controls {
		f := LooseFinding{Control: c.ID, Severity: c.Severity, Status: finding.Fail}
		unknown, _ := table("unknown")[c.ID].([]any)
		switch {
		case len(faults) > 0: // which control it was cannot be told from here
			f.Status, f.Error = finding.Error, faultError(faults).Error()
		case table("passed")[c.ID] == true:
			f.Status = finding.Pass
		case len(unknown) > 0 || table("held")[c.ID] == true:
			f.Status = finding.Unanswered
		}
		for _, q := range unknown {
			one, _ := q.(map[string]any)
			f.Missing = append(f.Missing, written(one["path"]))
		}
		reasons, _ := table("reasons")[c.ID].([]any)
		for _, r := range reasons {
			one, _ := r.(map[string]any)
			if message, ok := one["message"].(string); ok && f.Status != finding.Pass {
				f.Messages = append(f.Messages, message)
			}
		}
		slices.Sort(f.Missing)
		f.Missing = slices.Compact(f.Missing) // elements of a list lack the same answer
		slices.Sort(f.Messages)
		out = append(out, f)
	}
	return out, nil
}

// written is a path as it stands in Rego, without what it is taken from: an
// element of a list has no name here, and one of them lacks the answer.
func written(path any) string {
	tokens, _ := path.([]any)
	ref := ast.Ref{ast.InputRootDocument}
	for _, token := range tokens {
		v, err := ast.InterfaceToValue(token)
		if err != nil { // it came out of an evaluation
			panic(err)
		}
		ref = append(ref, ast.NewTerm(v))
	}
	return strings.TrimPrefix(strings.TrimPrefix(ref.String(), "input"), ".")
}

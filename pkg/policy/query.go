package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// expressionName stands for the file in the problems of an expression.
const expressionName = "expression"

// ErrExpression is wrapped by the errors of an expression that is wrong in
// itself.
var ErrExpression = errors.New("the expression is wrong")

// Query evaluates an expression that an author typed, with all that the
// policies see. It returns one value for every solution, and none when the
// expression is undefined; then missing are the answers that it would have
// needed. An expression can do what a policy can, and no more.
func (e *Engine) Query(ctx context.Context, input map[string]any, expression string, place func(*Seen)) (values []json.RawMessage, missing []Seen, err error) {
	body, err := e.parseExpression(expression)
	if err != nil {
		return nil, nil, err
	}
	value := inputValue(input)
	prepared, err := rego.New(
		rego.ParsedQuery(body), rego.Compiler(e.policies.compiler), rego.Store(e.store),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrExpression, astProblems(expressionName, err).Sorted())
	}
	var faults []topdown.Error
	results, err := prepared.Eval(ctx, rego.EvalParsedInput(value), rego.EvalTime(e.asOf), rego.EvalBuiltinErrorList(&faults))
	switch {
	case ctx.Err() != nil:
		return nil, nil, fmt.Errorf("%w: %w", ErrInterrupted, ctx.Err())
	case err != nil:
		return nil, nil, fmt.Errorf("%w: %w", ErrExpression, err)
	case len(faults) > 0:
		var problems source.Problems
		for _, f := range faults {
			p := source.Problem{Position: positionOf(f.Location), Message: f.Message}
			if p.File == "" {
				p.File = expressionName
			}
			problems = append(problems, p)
		}
		return nil, nil, fmt.Errorf("%w: %w", ErrExpression, problems.Sorted())
	}
	for _, r := range results {
		text, err := json.Marshal(r.Expressions[len(r.Expressions)-1].Value)
		if err != nil {
			return nil, nil, err
		}
		values = append(values, text)
	}
	if len(values) == 0 {
		missing, err = e.missing(ctx, input, body, place)
	}
	return values, missing, err
}

// parseExpression parses an expression and looks for names that nothing has.
func (e *Engine) parseExpression(expression string) (ast.Body, error) {
	body, err := ast.ParseBodyWithOpts(expression, ast.ParserOptions{
		Capabilities: Capabilities(), RegoVersion: ast.RegoV1,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrExpression, astProblems(expressionName, err).Sorted())
	}
	if len(body) == 0 {
		return nil, fmt.Errorf("%w: %w", ErrExpression, problem(expressionName, "it is empty", "write one, such as input.contract.liability.cap_kind"))
	}
	compiled, err := e.policies.compiler.QueryCompiler().Compile(body.Copy())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrExpression, astProblems(expressionName, err).Sorted())
	}
	rules := newCompanions(e.policies.compiler.Modules).rules
	r := newReads(rules, schema.Input(), schema.Effective())
	r.active = &access{answers: map[string]bool{}, requirements: map[string]bool{}}
	r.glance = true
	r.body(scope{}, compiled)
	problems := slices.DeleteFunc(r.problems, func(p source.Problem) bool { return p.File != "" }) // of the policies
	for i := range problems {
		problems[i].File = expressionName
	}
	problems = append(problems, e.unknownData(body, rules)...)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w: %w", ErrExpression, problems.Sorted())
	}
	return body, nil
}

// unknownData finds references to data that neither a rule nor a document has.
// They would be undefined, as if an answer were missing.
func (e *Engine) unknownData(body ast.Body, rules map[string][]*ast.Rule) source.Problems {
	var problems source.Problems
	known := slices.Sorted(maps.Keys(rules))
	for name := range e.data {
		known = append(known, "data."+name)
	}
	ast.WalkRefs(body, func(ref ast.Ref) bool {
		if !ref[0].Equal(ast.DefaultRootDocument) {
			return false
		}
		ground := ref.GroundPrefix()
		if slices.ContainsFunc(known, func(path string) bool {
			rule := ast.MustParseRef(path)
			return ground.HasPrefix(rule) || rule.HasPrefix(ground)
		}) {
			return false
		}
		hint := "there are input, data.requirements, data.facts, data.controls, data.context, data.settings, data.ratings and data.calendar"
		if near := source.Nearest(ground.String(), known); near != "" {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		problems = append(problems, source.Problem{
			Position: source.Position{File: expressionName, Line: ref[0].Location.Row, Column: ref[0].Location.Col},
			Message:  "nothing has the name " + ground.String(),
			Hint:     hint,
		})
		return false
	})
	return problems
}

// missing are the answers that an undefined expression would have needed.
func (e *Engine) missing(ctx context.Context, input map[string]any, body ast.Body, place func(*Seen)) ([]Seen, error) {
	compiled, err := e.policies.compiler.QueryCompiler().Compile(body.Copy())
	if err != nil {
		return nil, err
	}
	t, err := e.newTracer(ctx, input, place)
	if err != nil {
		return nil, err
	}
	defer t.close()
	_, _, steps := t.conjunction(arranged(compiled), newEnvironment())
	return missingIn(steps), nil
}

func missingIn(steps []TraceStep) []Seen {
	var out []Seen
	add := func(seen ...Seen) {
		for _, s := range seen {
			if s.Root == "input" && s.Value == nil && !slices.ContainsFunc(out, func(o Seen) bool { return o.At == s.At }) {
				out = append(out, s)
			}
		}
	}
	for _, step := range steps {
		add(step.Seen...)
		for _, element := range step.Elements {
			add(missingIn(element.Steps)...)
		}
		for _, rule := range step.Rules {
			for _, body := range rule.Bodies {
				if body.Verdict != Holds {
					add(missingIn(body.Steps)...)
				}
			}
		}
	}
	return out
}

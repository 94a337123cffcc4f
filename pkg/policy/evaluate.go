package policy

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// Settings are what the member decides, as the policies read it.
type Settings struct {
	AsOf     string             // the one date of the run, YYYY-MM-DD
	Minimums map[string]any     // by tier
	General  map[string]any     // data.settings: what decides the tier
	Controls map[string]Setting // by control id; left out: as the metadata says
}

// A Setting is what the member changed of one control.
type Setting struct {
	Tiers       []string
	Disabled    bool
	EffectiveOn string // YYYY-MM-DD; empty: always
}

// An Engine evaluates profiles against compiled policies and settings.
type Engine struct {
	policies *Policies
	controls []string // ids
	data     map[string]any
	store    storage.Store
	outcome  rego.PreparedEvalQuery
	asOf     time.Time
}

// Engine binds the policies to settings. When shippedOnly, the catalogue holds
// the shipped controls alone, as the known-answer test needs it.
func (p *Policies) Engine(ctx context.Context, s Settings, shippedOnly bool) (*Engine, error) {
	asOf, err := time.Parse(time.DateOnly, s.AsOf)
	if err != nil {
		return nil, fmt.Errorf("the date of the run is not YYYY-MM-DD: %q", s.AsOf)
	}
	e := &Engine{policies: p, asOf: asOf}
	table := map[string]any{}
	for _, c := range p.controls {
		if shippedOnly && !c.Shipped {
			continue
		}
		setting := s.Controls[c.ID]
		tiers := c.Tiers
		if setting.Tiers != nil {
			tiers = setting.Tiers
		}
		entry := map[string]any{
			"id":           c.ID,
			"tiers":        anySlice(tiers),
			"disabled":     setting.Disabled,
			"effective_on": setting.EffectiveOn,
			"applies_when": c.AppliesWhen,
			"due":          c.Due,
			"code":         c.Code,
			"answers":      pointers(c.Answers),
		}
		table[c.ID] = entry
		e.controls = append(e.controls, c.ID)
	}
	e.data = map[string]any{
		"catalogue": table,
		"context":   map[string]any{"as_of": s.AsOf},
		"minimums":  s.Minimums,
		"settings":  s.General,
	}
	e.store = inmem.NewFromObjectWithOpts(e.data, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	e.outcome, err = e.prepare(ctx, "data.vendorgate.outcome")
	return e, err
}

// pointers are the JSON Pointers of answers, in which a whole list stands for what
// is in it.
func pointers(answers []string) []any {
	var out []string
	for _, path := range answers {
		path, _, _ = strings.Cut(path, "[]")
		out = append(out, "/"+strings.ReplaceAll(path, ".", "/"))
	}
	slices.Sort(out)
	return anySlice(slices.Compact(out))
}

// Data returns the documents that the policies read beside the input. Together
// with the policies and their companion they make a stock OPA decide the same.
// It must not be changed.
func (e *Engine) Data() map[string]any { return e.data }

// InForce is where and from when a control is on, after the member's settings.
type InForce struct {
	Tiers       []string `json:"tiers"`
	Disabled    bool     `json:"disabled,omitempty"`
	EffectiveOn string   `json:"effective_on,omitempty"`
}

// InForce returns the settings by which a control is evaluated.
func (e *Engine) InForce(id string) InForce {
	table, _ := e.data["catalogue"].(map[string]any)
	entry, _ := table[id].(map[string]any)
	tiers, _ := entry["tiers"].([]any)
	out := InForce{Tiers: []string{}}
	for _, tier := range tiers {
		word, _ := tier.(string)
		out.Tiers = append(out.Tiers, word)
	}
	out.Disabled, _ = entry["disabled"].(bool)
	out.EffectiveOn, _ = entry["effective_on"].(string)
	return out
}

func anySlice(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

func (e *Engine) prepare(ctx context.Context, query string) (rego.PreparedEvalQuery, error) {
	prepared, err := rego.New(
		rego.Query(query),
		rego.Compiler(e.policies.compiler),
		rego.Store(e.store),
	).PrepareForEval(ctx)
	if err != nil {
		return prepared, fmt.Errorf("prepare %s: %w", query, err)
	}
	return prepared, nil
}

// An Outcome is what the policies say of one profile.
type Outcome struct {
	Tier        string
	TierAssumed bool
	TierReasons []TierReason
	Mode        string
	Facts       map[string]finding.Fact
	Statuses    map[string]finding.Status // exactly one for every control
	Errors      map[string]string         // why a status is error
	Questions   map[string][]Question     // behind each control that is unanswered
	Reasons     map[string][]Explanation
	Notes       map[string][]Explanation
}

// A Question is an answer that is missing and would settle a control.
type Question struct {
	// Of is the list element that lacks the answer, without its nulls; nil
	// when Path starts at the input.
	Of   map[string]any
	Path []string
}

// A TierReason says why the tier is what it is.
type TierReason struct {
	Message    string
	Path       []string
	Unanswered bool
}

// An Explanation is a reason or a note of a control.
type Explanation struct {
	Path       []string
	Message    string
	Unanswered bool
	Side       finding.Side // MemberSide for a reason that is the member's own to settle, else empty
}

// ErrInterrupted is wrapped by errors of evaluations that ran out of time or
// were cancelled.
var ErrInterrupted = errors.New("the evaluation did not end in time")

// Evaluate gives every control of the catalogue one status. The input is the
// profile's value tree with the engagement's mounted at "engagement"; nulls in
// it count as absent. The error is set when no status at all could be had.
func (e *Engine) Evaluate(ctx context.Context, input map[string]any) (*Outcome, error) {
	value := inputValue(input)
	result, faults, err := e.eval(ctx, e.outcome, value)
	if err == nil && len(faults) == 0 {
		var out *Outcome
		if out, err = e.decode(result); err == nil {
			return out, nil
		}
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%w: %w", ErrInterrupted, ctx.Err())
	}
	return e.isolate(ctx, value)
}

func (e *Engine) eval(ctx context.Context, query rego.PreparedEvalQuery, input ast.Value) (any, []topdown.Error, error) {
	var faults []topdown.Error
	rs, err := query.Eval(ctx,
		rego.EvalParsedInput(input),
		rego.EvalTime(e.asOf),
		rego.EvalBuiltinErrorList(&faults),
	)
	switch {
	case err != nil:
		return nil, faults, err
	case ctx.Err() != nil:
		return nil, faults, ctx.Err()
	case len(rs) == 0:
		return nil, faults, nil
	}
	return rs[0].Expressions[0].Value, faults, nil
}

// isolate evaluates every control alone, so that an error in one of them costs
// the others nothing.
func (e *Engine) isolate(ctx context.Context, input ast.Value) (*Outcome, error) {
	frame, faults, err := e.query(ctx, "data.vendorgate.frame", input)
	if err := cmp.Or(err, faultError(faults)); err != nil {
		return nil, fmt.Errorf("the facts of the engagement cannot be computed: %w", err)
	}
	out, err := decodeFrame(frame)
	if err != nil {
		return nil, err
	}
	for _, id := range e.controls {
		status, faults, err := e.query(ctx, fmt.Sprintf("data.vendorgate.statuses[%q]", id), input)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: %w", ErrInterrupted, ctx.Err())
		}
		if err := cmp.Or(err, faultError(faults)); err != nil {
			out.fail(id, err)
			continue
		}
		word, _ := status.(string)
		out.Statuses[id] = finding.Status(word)
		if out.Statuses[id] == finding.Unanswered {
			if list, _, err := e.query(ctx, fmt.Sprintf("data.vendorgate.questions[%q]", id), input); err == nil {
				out.ask(id, list)
			}
		}
		for _, kind := range []string{"reasons", "companion.notes"} {
			list, faults, err := e.query(ctx, fmt.Sprintf("data.vendorgate.%s[%q]", kind, id), input)
			if err := cmp.Or(err, faultError(faults)); err != nil {
				out.fail(id, fmt.Errorf("its %s: %w", kind, err))
				continue
			}
			out.explain(strings.TrimPrefix(kind, "companion."), map[string]any{id: list})
		}
	}
	return out, e.account(out)
}

func (e *Engine) query(ctx context.Context, query string, input ast.Value) (any, []topdown.Error, error) {
	prepared, err := e.prepare(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	return e.eval(ctx, prepared, input)
}

// faultError words the builtin errors of an evaluation.
func faultError(faults []topdown.Error) error {
	if len(faults) == 0 {
		return nil
	}
	messages := make([]string, 0, len(faults))
	for _, f := range faults {
		messages = append(messages, fmt.Sprintf("%s: %s", positionOf(f.Location), f.Message))
	}
	slices.Sort(messages)
	return errors.New(strings.Join(slices.Compact(messages), "; "))
}

func (e *Engine) decode(result any) (*Outcome, error) {
	out, err := decodeFrame(result)
	if err != nil {
		return nil, err
	}
	fields, _ := result.(map[string]any)
	statuses, _ := fields["statuses"].(map[string]any)
	for id, status := range statuses {
		word, _ := status.(string)
		out.Statuses[id] = finding.Status(word)
	}
	questions, _ := fields["questions"].(map[string]any)
	for id, list := range questions {
		out.ask(id, list)
	}
	for _, kind := range []string{"reasons", "notes"} {
		lists, _ := fields[kind].(map[string]any)
		out.explain(kind, lists)
	}
	return out, e.account(out)
}

// account checks that every control has exactly one status that exists, and
// that nothing explains what passed: whatever is out of line becomes an error,
// never a pass.
func (e *Engine) account(out *Outcome) error {
	for _, id := range e.controls {
		switch status := out.Statuses[id]; {
		case status == "":
			out.fail(id, errors.New("the control has no status"))
		case !slices.Contains(finding.Statuses, status):
			out.fail(id, fmt.Errorf("the control has the status %q, which does not exist", status))
		case status == finding.Pass && len(out.Reasons[id]) > 0:
			out.fail(id, fmt.Errorf("the control passed, yet a reason says why it did not: %q", out.Reasons[id][0].Message))
		}
	}
	if len(out.Statuses) != len(e.controls) {
		return fmt.Errorf("%d controls have a status, the catalogue has %d", len(out.Statuses), len(e.controls))
	}
	return nil
}

func (o *Outcome) fail(id string, err error) {
	o.Statuses[id] = finding.Error
	if o.Errors[id] == "" {
		o.Errors[id] = err.Error()
	}
}

func decodeFrame(result any) (*Outcome, error) {
	fields, ok := result.(map[string]any)
	if !ok {
		return nil, errors.New("the policies gave no outcome")
	}
	out := &Outcome{
		Facts:     map[string]finding.Fact{},
		Statuses:  map[string]finding.Status{},
		Errors:    map[string]string{},
		Questions: map[string][]Question{},
		Reasons:   map[string][]Explanation{},
		Notes:     map[string][]Explanation{},
	}
	out.Tier, _ = fields["tier"].(string)
	out.TierAssumed, _ = fields["tier_assumed"].(bool)
	out.Mode, _ = fields["mode"].(string)
	if !slices.Contains(Tiers, out.Tier) || out.Mode == "" {
		return nil, errors.New("the policies gave no tier or no mode")
	}
	facts, _ := fields["facts"].(map[string]any)
	for name, f := range facts {
		pair, _ := f.(map[string]any)
		v, isBool := pair["value"].(bool)
		assumed, isToo := pair["assumed"].(bool)
		if !isBool || !isToo {
			return nil, fmt.Errorf("the fact %s is no boolean", name)
		}
		out.Facts[name] = finding.Fact{Name: name, Value: v, Assumed: assumed}
	}
	reasons, _ := fields["tier_reasons"].([]any)
	for _, r := range reasons {
		one, _ := r.(map[string]any)
		if tier, _ := one["tier"].(string); tier != "" && tier != out.Tier {
			continue
		}
		message, _ := one["message"].(string)
		unanswered, _ := one["unanswered"].(bool)
		out.TierReasons = append(out.TierReasons, TierReason{Message: message, Path: pathOf(one["path"]), Unanswered: unanswered})
	}
	return out, nil
}

func (o *Outcome) ask(id string, list any) {
	questions, _ := list.([]any)
	for _, q := range questions {
		one, _ := q.(map[string]any)
		of, _ := one["of"].(map[string]any)
		o.Questions[id] = append(o.Questions[id], Question{Of: of, Path: pathOf(one["path"])})
	}
}

func (o *Outcome) explain(kind string, lists map[string]any) {
	into := o.Reasons
	if kind == "notes" {
		into = o.Notes
	}
	for _, id := range slices.Sorted(maps.Keys(lists)) {
		list, _ := lists[id].([]any)
		for _, r := range list {
			one, _ := r.(map[string]any)
			message, _ := one["message"].(string)
			unanswered, _ := one["unanswered"].(bool)
			if strings.TrimSpace(message) == "" {
				o.fail(id, fmt.Errorf("one of its %s has no message", kind))
				continue
			}
			side, _ := one["side"].(string)
			into[id] = append(into[id], Explanation{Path: pathOf(one["path"]), Message: message, Unanswered: unanswered, Side: finding.Side(side)})
		}
		slices.SortFunc(into[id], func(a, b Explanation) int {
			return cmp.Or(comparePaths(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
		})
	}
}

// comparePaths orders paths as they stand in a document: indexes by number.
func comparePaths(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int {
		i, errX := strconv.Atoi(x)
		j, errY := strconv.Atoi(y)
		if errX == nil && errY == nil {
			return cmp.Compare(i, j)
		}
		return cmp.Compare(x, y)
	})
}

func pathOf(v any) []string {
	list, _ := v.([]any)
	path := make([]string, 0, len(list))
	for _, token := range list {
		switch t := token.(type) {
		case string:
			path = append(path, t)
		case json.Number:
			path = append(path, t.String())
		}
	}
	return path
}

// inputValue turns a value tree into OPA's, without its nulls: Rego orders
// null below every number, so that a missing answer would meet a maximum.
func inputValue(v any) ast.Value {
	switch v := v.(type) {
	case map[string]any:
		pairs := make([][2]*ast.Term, 0, len(v))
		for key, child := range v {
			if child != nil {
				pairs = append(pairs, ast.Item(ast.StringTerm(key), ast.NewTerm(inputValue(child))))
			}
		}
		return ast.NewObject(pairs...)
	case []any:
		terms := make([]*ast.Term, 0, len(v))
		for _, child := range v {
			if child != nil {
				terms = append(terms, ast.NewTerm(inputValue(child)))
			}
		}
		return ast.NewArray(terms...)
	case string:
		return ast.String(v)
	case bool:
		return ast.Boolean(v)
	case json.Number:
		return ast.Number(v)
	default:
		panic(fmt.Sprintf("policy: an input holds a %T", v))
	}
}

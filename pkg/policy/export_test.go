package policy

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// Derive is Compile without the record.
func Derive(shipped []Module) (*Policies, error) {
	trees, problems := parse(shipped)
	if len(problems) > 0 {
		return nil, problems
	}
	p := &Policies{digest: digest(shipped, nil)}
	err := p.analyse(trees, nil, texts(shipped))
	return p, err
}

// askedFor is where Statuses puts the controls that it is asked for: beside
// the answers, under a name that no document has.
const askedFor = "#"

var prepared sync.Map // queries by engine

// Statuses evaluates some controls alone, in one go, so that they share what
// they are computed from.
func Statuses(ctx context.Context, e *Engine, input map[string]any, ids []string) (map[string]finding.Status, error) {
	query, ok := prepared.Load(e)
	if !ok {
		made, err := e.prepare(ctx, fmt.Sprintf("{id: data.vendorgate.statuses[id] | some id in input[%q]}", askedFor))
		if err != nil {
			return nil, err
		}
		query, _ = prepared.LoadOrStore(e, made)
	}
	input = maps.Clone(input)
	input[askedFor] = anySlice(ids)
	result, faults, err := e.eval(ctx, query.(rego.PreparedEvalQuery), inputValue(input))
	if err == nil {
		err = faultError(faults)
	}
	if err != nil {
		return nil, err
	}
	words, _ := result.(map[string]any)
	if len(words) != len(ids) {
		return nil, fmt.Errorf("%d statuses for %d controls", len(words), len(ids))
	}
	out := make(map[string]finding.Status, len(ids))
	for id, word := range words {
		text, _ := word.(string)
		out[id] = finding.Status(text)
	}
	return out, nil
}

// Digest is the digest of policies.
var Digest = digest

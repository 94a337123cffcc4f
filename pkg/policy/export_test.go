package policy

import (
	"context"
	"fmt"
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

var prepared sync.Map // by engine and control

type preparedKey struct {
	engine *Engine
	id     string
}

// Statuses evaluates some controls alone.
func Statuses(ctx context.Context, e *Engine, input map[string]any, ids []string) (map[string]finding.Status, error) {
	out := make(map[string]finding.Status, len(ids))
	value := inputValue(withMode(input))
	for _, id := range ids {
		key := preparedKey{e, id}
		query, ok := prepared.Load(key)
		if !ok {
			made, err := e.prepare(ctx, fmt.Sprintf("data.vendorgate.statuses[%q]", id))
			if err != nil {
				return nil, err
			}
			query, _ = prepared.LoadOrStore(key, made)
		}
		status, faults, err := e.eval(ctx, query.(rego.PreparedEvalQuery), value)
		if err == nil {
			err = faultError(faults)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		word, _ := status.(string)
		out[id] = finding.Status(word)
	}
	return out, nil
}

package gate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/policies"
)

// knownAnswersFile holds documents and what every shipped control says of
// them: each passes at least once and fails at least once.
const knownAnswersFile = "known_answers.json"

// known are the recorded answers.
type known struct {
	AsOf  string      `json:"as_of"`
	Cases []knownCase `json:"cases"`
}

type knownCase struct {
	Name     string                    `json:"name"`
	Input    map[string]any            `json:"input"`
	Statuses map[string]finding.Status `json:"statuses"`
}

var loadKnown = sync.OnceValues(func() (*known, error) {
	data, err := policies.FS.ReadFile(knownAnswersFile)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var k known
	if err := decoder.Decode(&k); err != nil {
		return nil, fmt.Errorf("%s: %w", knownAnswersFile, err)
	}
	return &k, nil
})

// knownAnswers evaluates the recorded documents with the compiled policies,
// under the shipped minimums, and compares every status. It catches what no
// other check foresaw: a policy that was changed, a policy that reaches into
// another, an engine that gives a wrong answer.
func knownAnswers(ctx context.Context, p *policy.Policies) error {
	k, err := loadKnown()
	if err != nil {
		return err
	}
	defaults, err := requirements.Load(nil)
	if err != nil {
		return err
	}
	engine, err := p.Engine(ctx, policy.Settings{
		AsOf:     k.AsOf,
		Minimums: defaults.Minimums(),
		General:  defaults.Settings(),
	}, true)
	if err != nil {
		return err
	}
	var differences []error
	for _, c := range k.Cases {
		outcome, err := engine.Evaluate(ctx, c.Input)
		if err != nil {
			return fmt.Errorf("case %q: %w", c.Name, err)
		}
		differences = append(differences, compareStatuses(c, outcome)...)
	}
	return errors.Join(differences...)
}

func compareStatuses(c knownCase, outcome *policy.Outcome) []error {
	names := maps.Clone(c.Statuses)
	maps.Copy(names, outcome.Statuses)
	var differences []error
	for _, id := range slices.Sorted(maps.Keys(names)) {
		want, got := c.Statuses[id], outcome.Statuses[id]
		if want == got && got != "" {
			continue
		}
		err := fmt.Errorf("case %q: the control %s gives %q, it is known to give %q", c.Name, id, got, want)
		if outcome.Errors[id] != "" {
			err = fmt.Errorf("%w (%s)", err, outcome.Errors[id])
		}
		differences = append(differences, err)
	}
	return differences
}

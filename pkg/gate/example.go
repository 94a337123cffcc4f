package gate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// An Example shows a control at work: answers with which it passes, and the
// ones that have to change for it to fail.
type Example struct {
	Passes []Given `json:"passes"`
	Fails  []Given `json:"fails"`
}

// A Given is one answer of an example.
type Given struct {
	Path  string          `json:"path"`
	Value json.RawMessage `json:"value"`
}

// Example finds an example for a control, under the requirements of the Gate,
// among the documents of the known-answer test: the first that passes, and as
// few answers as can be of one that does not, put into it. There is none when
// no document passes, or when no other answer makes the control fail, as for a
// control that only a missing answer can stop.
func (g *Gate) Example(ctx context.Context, id string) (Example, bool, error) {
	i := slices.IndexFunc(g.controls, func(c control) bool { return c.ID == id })
	if i < 0 {
		return Example{}, false, fmt.Errorf("there is no control %q", id)
	}
	c := &g.controls[i]
	k, err := loadKnown()
	if err != nil {
		return Example{}, false, err
	}
	status := func(input map[string]any) (finding.Status, error) {
		outcome, err := g.engine.Evaluate(ctx, input)
		if err != nil {
			return "", err
		}
		return outcome.Statuses[id], nil
	}
	var good map[string]any
	var others []map[string]any
	for _, known := range k.Cases {
		s, err := status(known.Input)
		switch {
		case err != nil:
			return Example{}, false, err
		case s == finding.Pass && good == nil:
			good = known.Input
		default:
			others = append(others, known.Input)
		}
	}
	if good == nil {
		return Example{}, false, nil
	}
	for _, other := range others {
		bad, err := c.spoilt(good, other, status)
		if err != nil {
			return Example{}, false, err
		}
		if bad != nil {
			e := between(c.shown(), good, bad)
			if len(e.Fails) == 0 { // it is a document on file that differs
				e = between(c.answers, good, bad)
			}
			return e, len(e.Fails) > 0, nil
		}
	}
	return Example{}, false, nil
}

// spoilt is a copy of good with answers of the other document that make the
// control fail: one of them when that is enough, all that it reads otherwise,
// and nil when even that is not.
func (c *control) spoilt(good, other map[string]any, status func(map[string]any) (finding.Status, error)) (map[string]any, error) {
	all := good
	for _, p := range c.answers {
		outer := p
		if i := slices.Index(p, "[]"); i >= 0 {
			outer = p[:i]
		}
		one := replaced(good, other, outer)
		all = replaced(all, other, outer)
		s, err := status(one)
		if err != nil || s == finding.Fail {
			return one, err
		}
	}
	s, err := status(all)
	if err != nil || s != finding.Fail {
		return nil, err
	}
	return all, nil
}

// replaced is a copy of a tree with the value that another has at a path. What
// is not on the path is shared.
func replaced(tree, other map[string]any, path []string) map[string]any {
	out := map[string]any{}
	for key, value := range tree {
		out[key] = value
	}
	if len(path) == 1 {
		if value, ok := other[path[0]]; ok {
			out[path[0]] = value
		}
		return out
	}
	inner, _ := tree[path[0]].(map[string]any)
	from, _ := other[path[0]].(map[string]any)
	out[path[0]] = replaced(inner, from, path[1:])
	return out
}

// between shows what two documents say at some paths; of the second, only what
// differs.
func between(paths []pattern, good, bad map[string]any) Example {
	e := Example{Passes: given(paths, good)}
	for _, a := range given(paths, bad) {
		if !slices.ContainsFunc(e.Passes, func(b Given) bool { return a.Path == b.Path && string(a.Value) == string(b.Value) }) {
			e.Fails = append(e.Fails, a)
		}
	}
	return e
}

// given lists what a document says at some paths.
func given(paths []pattern, input map[string]any) []Given {
	var out []Given
	for _, p := range paths {
		var walk func(node any, rest pattern, path []string)
		walk = func(node any, rest pattern, path []string) {
			switch {
			case node == nil:
			case len(rest) == 0:
				if list, ok := node.([]any); !ok || len(list) == 0 || scalars(list) {
					out = append(out, Given{Path: display(path), Value: encode(node)})
				}
			case rest[0] == "[]":
				list, _ := node.([]any)
				for i, element := range list {
					walk(element, rest[1:], append(slices.Clone(path), strconv.Itoa(i)))
				}
			default:
				m, _ := node.(map[string]any)
				walk(m[rest[0]], rest[1:], append(slices.Clone(path), rest[0]))
			}
		}
		walk(input, p, nil)
	}
	return out
}

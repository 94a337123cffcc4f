package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A pattern is the path of an answer in the schema, split at its dots: the
// token "[]" stands for every element of a list.
type pattern []string

func newPattern(path string) pattern {
	var p pattern
	for token := range strings.SplitSeq(path, ".") {
		name, list := strings.CutSuffix(token, "[]")
		p = append(p, name)
		if list {
			p = append(p, "[]")
		}
	}
	return p
}

// documents are the two documents of one check; the engagement may be nil.
type documents struct {
	profile, engagement *document.Document
}

// currency is that of the amounts in the documents, which agree on it.
func (d *documents) currency() string { return text(d.profile.Value(), "currency") }

// locate returns the document that holds an input path, and the path in it.
func (d *documents) locate(path []string) (*document.Document, []string) {
	if len(path) > 0 && path[0] == "engagement" {
		return d.engagement, path[1:]
	}
	return d.profile, path
}

func (d *documents) position(path []string) source.Position {
	doc, inner := d.locate(path)
	if doc == nil {
		return source.Position{}
	}
	return doc.Position(inner)
}

// answers returns what the documents say at a pattern: every element of a list
// on its way. Missing ones are listed only when asked for.
func (d *documents) answers(p pattern, missing bool) []finding.Answer {
	var out []finding.Answer
	doc, start := d.profile, 0
	if p[0] == "engagement" {
		doc, start = d.engagement, 1
	}
	var tree any
	if doc != nil {
		tree = doc.Value()
	}
	var walk func(node any, at int, path []string, label string)
	walk = func(node any, at int, path []string, label string) {
		if at == len(p) {
			if list, ok := node.([]any); ok && len(list) > 0 && !scalars(list) {
				return // the elements are shown one by one
			}
			if node != nil || missing {
				a := finding.Answer{Path: display(path), Position: d.position(path), Label: label}
				if node != nil {
					a.Value, a.Text = encode(node), schema.Say(p, node, d.currency())
				}
				out = append(out, a)
			}
			return
		}
		if p[at] != "[]" {
			m, _ := node.(map[string]any)
			walk(m[p[at]], at+1, append(slices.Clone(path), p[at]), label)
			return
		}
		list, _ := node.([]any)
		for i, element := range list {
			walk(element, at+1, append(slices.Clone(path), strconv.Itoa(i)), labelOf(element, label))
		}
	}
	walk(tree, start, p[:start:start], "")
	return out
}

// questions returns the answers that are missing, with where they belong.
func (d *documents) questions(list []policy.Question) []finding.Answer {
	var out []finding.Answer
	for _, q := range list {
		bases := [][]string{nil}
		if q.Of != nil {
			bases = d.find(q.Of)
		}
		for _, base := range bases {
			path := append(slices.Clone(base), q.Path...)
			a := finding.Answer{Path: display(path), Position: d.position(path)}
			if q.Of != nil {
				a.Label = labelOf(q.Of, "")
			}
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b finding.Answer) int {
		return cmp.Or(a.Position.Compare(b.Position), strings.Compare(a.Path, b.Path))
	})
	return slices.CompactFunc(out, func(a, b finding.Answer) bool { return a.Path == b.Path })
}

// find returns the paths of the list elements that equal an object.
func (d *documents) find(object map[string]any) [][]string {
	var out [][]string
	var walk func(node any, path []string)
	walk = func(node any, path []string) {
		switch v := node.(type) {
		case map[string]any:
			for key, child := range v {
				walk(child, append(slices.Clone(path), key))
			}
		case []any:
			for i, child := range v {
				inner := append(slices.Clone(path), strconv.Itoa(i))
				if m, ok := child.(map[string]any); ok && sameAnswers(m, object) {
					out = append(out, inner)
					continue
				}
				walk(child, inner)
			}
		}
	}
	walk(d.profile.Value(), nil)
	if d.engagement != nil {
		walk(d.engagement.Value(), []string{"engagement"})
	}
	return out
}

// sameAnswers reports whether two value trees give the same answers: null is
// no answer.
func sameAnswers(a, b any) bool {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return false
		}
		for key, child := range x {
			if child != nil && !sameAnswers(child, y[key]) {
				return false
			}
		}
		for key, child := range y {
			if child != nil && x[key] == nil {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, sameAnswers)
	}
	return a == b
}

func scalars(list []any) bool {
	return !slices.ContainsFunc(list, func(e any) bool {
		switch e.(type) {
		case map[string]any, []any:
			return true
		}
		return false
	})
}

// labelOf names a list element for people: by its id, or by what else tells it
// from its neighbours.
func labelOf(element any, outer string) string {
	m, _ := element.(map[string]any)
	for _, key := range []string{"id", "name", "code", "principal", "kind", "line", "type", "term", "topic", "peril", "class", "dataset"} {
		if s, ok := m[key].(string); ok {
			if slices.Contains([]string{"kind", "line", "type", "term", "topic", "peril", "class"}, key) {
				s = schema.Word(s)
			}
			if outer != "" {
				return outer + " " + s
			}
			return s
		}
	}
	return outer
}

// label names the innermost list element on a path.
func (d *documents) label(path []string) string {
	doc, inner := d.locate(path)
	if doc == nil {
		return ""
	}
	var node any = doc.Value()
	label := ""
	for _, token := range inner {
		switch v := node.(type) {
		case map[string]any:
			node = v[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(v) {
				return label
			}
			node = v[i]
			label = labelOf(node, label)
		default:
			return label
		}
	}
	return label
}

// display writes a path as people write it: insurance.policies[2].limits.
func display(path []string) string {
	var b strings.Builder
	for i, token := range path {
		if _, err := strconv.Atoi(token); err == nil {
			fmt.Fprintf(&b, "[%s]", token)
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(token)
	}
	return b.String()
}

func (d *documents) explain(list []policy.Explanation) []finding.Reason {
	var out []finding.Reason
	for _, e := range list {
		r := finding.Reason{Message: e.Message, Unanswered: e.Unanswered, Side: e.Side}
		if text := schema.Plainly(e.Message); text != e.Message {
			r.Text = text
		}
		if len(e.Path) > 0 {
			r.Path, r.Position, r.Label = display(e.Path), d.position(e.Path), d.label(e.Path)
		}
		out = append(out, r)
	}
	return out
}

// tier says what the tier is and which answers made it so.
func (d *documents) tier(o *policy.Outcome) *finding.Tier {
	t := &finding.Tier{Name: o.Tier, Assumed: o.TierAssumed, Reasons: []finding.TierReason{}}
	for _, r := range o.TierReasons {
		reason := finding.TierReason{Message: r.Message}
		switch doc, inner := d.locate(r.Path); {
		case r.Unanswered:
			reason.Questions = []string{display(r.Path)}
		case doc != nil:
			if v, ok := doc.Lookup(inner); ok {
				reason.Answers = []finding.Answer{{Path: display(r.Path), Value: encode(v), Position: doc.Position(inner)}}
			}
		}
		t.Reasons = append(t.Reasons, reason)
	}
	slices.SortStableFunc(t.Reasons, func(a, b finding.TierReason) int { return strings.Compare(a.Message, b.Message) })
	return t
}

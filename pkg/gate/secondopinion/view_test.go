// Package secondopinion judges purchases a second time, in Go and without the
// policies: the condition of every control is written here once more, from the
// catalogue in words. Whatever the two say differently is a fault of one of them.
//
// It is test code alone. Nothing in the product reads it.
package secondopinion

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"time"
)

// A truth is what is known of a condition. The order matters: a conjunction is
// the least of its parts, an alternative the greatest.
type truth int

const (
	isNo truth = iota
	isOpen
	isYes
)

// A tri is a condition that may rest on answers nobody gave.
type tri struct {
	truth
	// lacks are the questions that leave it open, as JSON Pointers.
	lacks []string
	// silence says that it would hold if no missing answer met a condition. What
	// holds only so is never settled by a contract that is silent: a question
	// must not be left out because the answer would have been against it.
	silence bool
}

var (
	no  = tri{truth: isNo}
	yes = tri{truth: isYes, silence: true}
	// unknown is open for another reason than a missing answer.
	unknown = lacking(somewhere)
)

// somewhere is a question without a place of its own: which of the elements of a
// list is meant has to be seen in the list.
const somewhere = "[]"

func lacking(questions ...string) tri { return tri{truth: isOpen, lacks: questions} }

// all is the conjunction of its parts.
func all(parts ...tri) tri {
	out := yes
	for _, part := range parts {
		out = tri{min(out.truth, part.truth), slices.Concat(out.lacks, part.lacks), out.silence && part.silence}
	}
	return out.settled()
}

// either is the alternative of its parts.
func either(parts ...tri) tri {
	out := no
	for _, part := range parts {
		out = tri{max(out.truth, part.truth), slices.Concat(out.lacks, part.lacks), out.silence || part.silence}
	}
	return out.settled()
}

// chosen is a case of several: what stands behind the choice does not matter
// before the choice is made, so nobody is asked for it.
func chosen(choice tri, rest ...tri) tri {
	out := all(append(rest, choice)...)
	if out.truth == isOpen && choice.truth == isOpen {
		out.lacks = choice.lacks
	}
	return out
}

func not(t tri) tri { return tri{isYes - t.truth, t.lacks, !t.silence} }

// settled forgets the questions of what is not open.
func (t tri) settled() tri {
	if t.truth != isOpen {
		t.lacks = nil
	}
	return t
}

func when(condition bool) tri {
	if condition {
		return yes
	}
	return no
}

// An answer is a value of a document; nil is a question nobody answered.
// Numbers are exact, so that fractions of fees are compared as they are.
type answer struct {
	value any
	at    string // its JSON Pointer; below a list: somewhere
	// lacks are the questions that the value of a computed answer waits for.
	lacks []string
}

// readable turns the tree of a document into one whose numbers are exact and
// whose nulls are gone.
func readable(tree any) any {
	switch v := tree.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			if inner != nil {
				out[key] = readable(inner)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = readable(inner)
		}
		return out
	case json.Number:
		n, ok := new(big.Rat).SetString(v.String())
		if !ok {
			panic("no number: " + v.String())
		}
		return n
	}
	return tree
}

func number(n int64) answer { return answer{value: new(big.Rat).SetInt64(n)} }

// get goes down a path of field names with dots between them.
func (a answer) get(path string) answer {
	for name := range strings.SplitSeq(path, ".") {
		fields, _ := a.value.(map[string]any)
		a = answer{value: fields[name], at: a.at + "/" + name}
	}
	return a
}

func (a answer) given() bool { return a.value != nil }

// missing are the questions to put before the answer is there.
func (a answer) missing() []string {
	switch {
	case a.given():
		return nil
	case a.lacks != nil:
		return a.lacks
	}
	return []string{a.at}
}

// answered is yes for any answer: an absent one may still come.
func (a answer) answered() tri { return a.known(func() bool { return true }) }

// known evaluates a condition on an answer that is there.
func (a answer) known(condition func() bool) tri {
	if !a.given() {
		return lacking(a.missing()...)
	}
	return when(condition())
}

// bothKnown evaluates a condition on two answers that are there.
func bothKnown(a, b answer, condition func() bool) tri {
	if !a.given() || !b.given() {
		return lacking(slices.Concat(a.missing(), b.missing())...)
	}
	return when(condition())
}

func (a answer) is(words ...string) tri {
	return a.known(func() bool { return slices.Contains(words, a.word()) })
}

func (a answer) word() string {
	w, _ := a.value.(string)
	return w
}

func (a answer) isTrue() tri  { return a.known(func() bool { return a.value == true }) }
func (a answer) isFalse() tri { return a.known(func() bool { return a.value == false }) }

func (a answer) number() *big.Rat {
	n, _ := a.value.(*big.Rat)
	return n
}

func (a answer) compare(b answer, fits func(sign int) bool) tri {
	return bothKnown(a, b, func() bool {
		return a.number() != nil && b.number() != nil && fits(a.number().Cmp(b.number()))
	})
}

func (a answer) atLeast(b answer) tri { return a.compare(b, func(s int) bool { return s >= 0 }) }
func (a answer) atMost(b answer) tri  { return a.compare(b, func(s int) bool { return s <= 0 }) }
func (a answer) over(b answer) tri    { return a.compare(b, func(s int) bool { return s > 0 }) }

func (a answer) plus(b answer) answer { return computed(a, b, (*big.Rat).Add) }

func (a answer) times(b answer) answer { return computed(a, b, (*big.Rat).Mul) }

func computed(a, b answer, compute func(out, a, b *big.Rat) *big.Rat) answer {
	if !a.given() || !b.given() {
		return answer{lacks: slices.Concat(a.missing(), b.missing())}
	}
	return answer{value: compute(new(big.Rat), a.number(), b.number())}
}

// upTo is yes when date a is b or earlier.
func (a answer) upTo(b answer) tri {
	return bothKnown(a, b, func() bool { return a.word() <= b.word() })
}

func (a answer) after(b answer) tri {
	return bothKnown(a, b, func() bool { return a.word() > b.word() })
}

func (a answer) day() time.Time {
	d, err := time.Parse(time.DateOnly, a.word())
	if err != nil {
		panic(err)
	}
	return d
}

func (a answer) list() []answer {
	elements, _ := a.value.([]any)
	out := make([]answer, len(elements))
	for i, e := range elements {
		out[i] = answer{value: e, at: somewhere}
	}
	return out
}

func (a answer) words() []string {
	var out []string
	for _, e := range a.list() {
		out = append(out, e.word())
	}
	return out
}

func (a answer) notEmpty() tri { return a.known(func() bool { return len(a.list()) > 0 }) }

// has is yes when a list of words names each of the words: of none, any list does.
func (a answer) has(words ...string) tri {
	if len(words) == 0 {
		return yes
	}
	return a.known(func() bool {
		for _, w := range words {
			if !slices.Contains(a.words(), w) {
				return false
			}
		}
		return true
	})
}

func (a answer) hasAny(words ...string) tri {
	return a.known(func() bool {
		return slices.ContainsFunc(a.words(), func(w string) bool { return slices.Contains(words, w) })
	})
}

func (a answer) within(words ...string) tri {
	return a.known(func() bool {
		return !slices.ContainsFunc(a.words(), func(w string) bool { return !slices.Contains(words, w) })
	})
}

// every is yes when the condition holds for each element of a list; an absent
// list could hold anything.
func (a answer) every(condition func(answer) tri) tri {
	if !a.given() {
		return lacking(a.missing()...)
	}
	out := yes
	for _, e := range a.list() {
		out = all(out, condition(e))
	}
	return out
}

func (a answer) some(condition func(answer) tri) tri {
	if !a.given() {
		return lacking(a.missing()...)
	}
	out := no
	for _, e := range a.list() {
		out = either(out, condition(e))
	}
	return out
}

// only is the list of the elements for which a condition on identities holds.
func (a answer) only(condition func(answer) bool) answer {
	if !a.given() {
		return a
	}
	out := []any{}
	for _, e := range a.list() {
		if condition(e) {
			out = append(out, e.value)
		}
	}
	return answer{value: out}
}

// rank compares words by their place in a ladder, lowest first. A word outside
// the ladder stands below all.
func (a answer) rank(ladder []string, least answer) tri {
	return a.known(func() bool {
		return slices.Contains(ladder, a.word()) && slices.Index(ladder, a.word()) >= slices.Index(ladder, least.word())
	})
}

// A view is one purchase as the conditions read it.
type view struct {
	documents answer // the profile, with the engagement inside
	minimums  answer // of the purchase's tier
	tier      string
	assumed   bool // the tier could come down with an answer
	today     answer
	opinions  map[string]opinion // for the control about the others
}

// says is what the documents say at a path.
func (v *view) says(path string) answer { return v.documents.get(path) }

// asks is a minimum of the tier.
func (v *view) asks(parameter string) answer { return v.minimums.get(parameter) }

// inTier is unknown where the tier is only assumed.
func (v *view) inTier(tier string) tri {
	if v.assumed {
		return unknown
	}
	return when(v.tier == tier)
}

// fresh is yes for a date from today back to a number of days ago.
func (v *view) fresh(date, days answer) tri {
	return all(date.upTo(v.today), date.known(func() bool {
		age := int64(v.today.day().Sub(date.day()).Hours() / 24)
		return number(age).atMost(days).truth == isYes
	}))
}

// onFile is yes when a document of the list has the id. That it is only one is a
// matter of EVD-01.
func (v *view) onFile(id answer) tri {
	return v.document(id, func(answer) tri { return yes })
}

// document is yes when a document with the id meets a condition.
func (v *view) document(id answer, condition func(answer) tri) tri {
	return v.says("evidence").some(func(e answer) tri { return all(named(e, id), condition(e)) })
}

// named is yes when a document has the id. An id that nobody gave could be that
// of any document, but not of one that is not there.
func named(e, id answer) tri {
	return id.known(func() bool { return e.get("id").word() == id.word() })
}

func (v *view) records(id answer) []answer {
	return v.says("evidence").only(func(e answer) bool { return e.get("id").word() == id.word() }).list()
}

// Package waiver is what a member accepts for a time although a control asks for
// more: the document of waivers, and the judgement of which of them cover what a
// check found.
//
// [Load] makes a [Set], which never changes afterwards and may be shared between
// goroutines. A document with any fault gives no Set at all. [Set.Apply] marks
// the findings of one decision that a waiver covers, and says of every other
// waiver for that profile why it covers nothing.
//
// A waiver excuses one control of one profile as it was seen on the day of the
// grant, and nothing else. It turns a finding that is not met or not answered
// into one that does not block; it cannot touch an error, a document that was
// refused, or a control that is missing. The status of the finding stays what it
// is.
package waiver

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// A Catalogue is what a document of waivers is held against.
type Catalogue struct {
	// Find returns the control that has an id, a code or a former id.
	Find func(name string) (Control, bool)
	// Unknown says that there is no control of a name, and which was meant.
	Unknown func(name string, at source.Position) source.Problem
}

// A Control is what a waiver has to know of one.
type Control struct {
	ID       string
	Waivable bool
}

// A Set is a document of waivers. It is immutable.
type Set struct {
	waivers []entry // in the order of the document
	digest  string
}

// entry is one waiver of the document.
type entry struct {
	finding.Waiver
	profile  string
	contract string // digest of its wording; empty: any
	controls []accepted
}

// accepted is one control that a waiver excuses.
type accepted struct {
	control  string // its id
	observed string
	position source.Position
}

// Load reads a document of waivers. The error, when the document is to blame, is
// a [source.Problems] with all its faults: first those against the schema; when
// there are none, the controls that do not exist or that nobody can waive, and
// the waivers that contradict themselves.
func Load(doc *document.Document, catalogue Catalogue) (*Set, error) {
	if problems := schema.Validate(schema.Waivers, doc.Value(), doc); len(problems) > 0 {
		return nil, problems.Sorted()
	}
	s := &Set{digest: doc.SHA256}
	var problems source.Problems
	first := map[string]source.Position{}
	list, _ := doc.Value()["waivers"].([]any)
	for i, element := range list {
		r := reader{doc: doc, path: []string{"waivers", strconv.Itoa(i)}, tree: element.(map[string]any)}
		w := r.waiver(catalogue)
		problems = append(problems, r.problems...)
		if at, twice := first[w.ID]; twice {
			problems = append(problems, source.Problem{
				Position: r.at("id"),
				Message:  fmt.Sprintf("the waiver %s is there twice, first at %s", w.ID, at),
				Hint:     "reports refer to a waiver by its id: give this one its own",
			})
		} else {
			first[w.ID] = r.at("id")
		}
		s.waivers = append(s.waivers, w)
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	return s, nil
}

// Digest is the SHA-256, in hexadecimal, of the document; empty where there are
// no waivers (nil).
func (s *Set) Digest() string {
	if s == nil {
		return ""
	}
	return s.digest
}

// reader reads one waiver of a document that the schema has accepted.
type reader struct {
	doc      *document.Document
	path     []string
	tree     map[string]any
	problems source.Problems
}

func (r *reader) at(path ...string) source.Position {
	return r.doc.Position(append(slices.Clone(r.path), path...))
}

func (r *reader) refuse(message, hint string, path ...string) {
	r.problems = append(r.problems, source.Problem{Position: r.at(path...), Message: message, Hint: hint})
}

func (r *reader) waiver(catalogue Catalogue) entry {
	match := r.tree["match"].(map[string]any)
	w := entry{
		Waiver: finding.Waiver{
			ID:                   text(r.tree, "id"),
			Reason:               text(r.tree, "reason"),
			CompensatingControls: texts(r.tree, "compensating_controls"),
			ResidualRisk:         text(r.tree, "residual_risk"),
			Conditions:           texts(r.tree, "conditions"),
			RequestedBy:          text(r.tree, "requested_by"),
			GrantedOn:            text(r.tree, "granted_on"),
			ExpiresOn:            text(r.tree, "expires_on"),
			Position:             r.at(),
		},
		profile:  text(match, "profile_id"),
		contract: text(match, "contract_version_sha256"),
	}
	if w.ExpiresOn < w.GrantedOn {
		r.refuse(fmt.Sprintf("the waiver ends on %s, before it is granted on %s", w.ExpiresOn, w.GrantedOn), "correct the day that is wrong", "expires_on")
	}
	for i, element := range r.tree["approvals"].([]any) {
		approval := element.(map[string]any)
		a := finding.Approval{Name: text(approval, "name"), Role: text(approval, "role"), On: text(approval, "on")}
		if a.On > w.GrantedOn {
			r.refuse(fmt.Sprintf("this approval is of %s, and the waiver is granted on %s already", a.On, w.GrantedOn),
				"grant the waiver on the day of its last approval, or later", "approvals", strconv.Itoa(i), "on")
		}
		w.Approvals = append(w.Approvals, a)
	}
	w.controls = r.controls(catalogue)
	return w
}

// controls reads what a waiver excuses.
func (r *reader) controls(catalogue Catalogue) []accepted {
	var out []accepted
	for i, element := range r.tree["controls"].([]any) {
		item := element.(map[string]any)
		path := []string{"controls", strconv.Itoa(i), "control"}
		name := text(item, "control")
		c, ok := catalogue.Find(name)
		switch {
		case !ok:
			r.problems = append(r.problems, catalogue.Unknown(name, r.at(path...)))
		case !c.Waivable:
			r.refuse(fmt.Sprintf("the control %s is a duty set by law: nobody can waive it", c.ID),
				"remove it from the waiver; if the law does not bind you, say so in the engagement's answers", path...)
		case slices.ContainsFunc(out, func(a accepted) bool { return a.control == c.ID }):
			r.refuse(fmt.Sprintf("the waiver names the control %s twice", c.ID), "keep the one with what you accepted", path...)
		default:
			out = append(out, accepted{control: c.ID, observed: text(item, "observed"), position: r.at("controls", strconv.Itoa(i))})
		}
	}
	return out
}

// text returns a string field, or "" where there is none.
func text(tree map[string]any, key string) string {
	s, _ := tree[key].(string)
	return s
}

// texts returns a list of strings, nil where there is none.
func texts(tree map[string]any, key string) []string {
	list, _ := tree[key].([]any)
	var out []string
	for _, element := range list {
		out = append(out, fmt.Sprint(element))
	}
	return out
}

// longest is for how many days after the grant a waiver may hold at most.
var longest = map[finding.Severity]int{
	finding.Critical: 90,
	finding.High:     180,
	finding.Medium:   365,
	finding.Low:      365,
}

// Longest is for how many days after the grant a waiver of a control of a
// severity may hold at most.
func Longest(severity finding.Severity) int { return longest[severity] }

// lastDay is the latest day on which a waiver for a control of a severity may
// end. A day that is none, which the schema refuses, would have the first of all
// days as its last.
func lastDay(grantedOn string, severity finding.Severity) string {
	granted, _ := time.Parse(time.DateOnly, grantedOn)
	return granted.AddDate(0, 0, Longest(severity)).Format(time.DateOnly)
}

// same reports whether two names or roles are the same to a reader.
func same(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

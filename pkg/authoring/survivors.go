package authoring

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/policies"
)

// survivorsFile is the name of a list of survivors, anywhere in a folder of
// policies.
const survivorsFile = "mutants.yaml"

// A survivorList says why some mutants survive. Where there is one, it has to be
// whole and up to date.
type survivorList struct {
	exists  bool
	entries []survivor
}

// A survivor is one entry of a list.
type survivor struct {
	Rule     string `json:"rule"`
	Operator string `json:"operator"`
	Was      string `json:"was"`
	Now      string `json:"now"`
	Nth      int    `json:"nth"`
	Reason   string `json:"reason"`
	at       source.Position
}

func (s survivor) key() key { return key{s.Rule, s.Operator, s.Was, s.Now, max(s.Nth, 1)} }

// survivors reads the lists of the policies that are looked at.
func (s *Sources) survivors() (*survivorList, error) {
	list := &survivorList{}
	var problems source.Problems
	read := func(doc *document.Document, err error) error {
		if err == nil {
			err = list.read(doc)
		}
		var found source.Problems
		if errors.As(err, &found) {
			problems = append(problems, found...)
			return nil
		}
		return err
	}
	for _, name := range s.lists {
		doc, err := document.ReadFile(name, document.Limits{})
		if err := read(doc, err); err != nil {
			return nil, err
		}
	}
	if len(s.roots) == 0 {
		text, err := policies.FS.ReadFile(survivorsFile)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err == nil {
			doc, err := document.Parse("vendorgate:policies/"+survivorsFile, text, document.Limits{})
			if err := read(doc, err); err != nil {
				return nil, err
			}
		}
	}
	return list, problems.Err()
}

func (l *survivorList) read(doc *document.Document) error {
	tree := doc.Value()
	if problems := schema.Validate(schema.Mutants, tree, doc); len(problems) > 0 {
		return problems
	}
	text, err := json.Marshal(tree["survivors"])
	if err != nil {
		return err
	}
	var entries []survivor
	if err := json.Unmarshal(text, &entries); err != nil {
		return err
	}
	known := map[key]source.Position{}
	for _, e := range l.entries {
		known[e.key()] = e.at
	}
	var problems source.Problems
	for i := range entries {
		e := &entries[i]
		e.at = doc.Position([]string{"survivors", fmt.Sprint(i)})
		if first, twice := known[e.key()]; twice {
			problems = append(problems, source.Problem{
				Position: e.at,
				Message:  fmt.Sprintf("the survivor of %s is explained twice, first at %s", e.Rule, first),
				Hint:     "keep one of the two; where the rule has the expression several times, nth says which one is meant",
			})
		}
		known[e.key()] = e.at
	}
	l.exists, l.entries = true, append(l.entries, entries...)
	return problems.Err()
}

// explain puts the reasons of the list beside the survivors, and says which
// survivors have none and which entries are out of date. Of rules that the run
// was not about, nothing is known but whether the mutant still exists.
func (l *survivorList) explain(chosen, all []*Mutant) source.Problems {
	if !l.exists {
		return nil
	}
	byKey := map[key]*Mutant{}
	for _, m := range all {
		byKey[m.key()] = m
	}
	var problems source.Problems
	for _, e := range l.entries {
		m := byKey[e.key()]
		became := ""
		switch {
		case m == nil:
			became = "there is no such mutant any more"
		case m.Status == Survived:
			m.Explained = e.Reason
		case m.Status != "": // judged, and no survivor
			became = "it is " + string(m.Status)
		}
		if became != "" {
			problems = append(problems, source.Problem{
				Position: e.at,
				Message:  fmt.Sprintf("stale: %s, %s: %s", e.Rule, e.Operator, became),
				Hint:     "remove the entry" + nearest(e, all),
			})
		}
	}
	for _, m := range chosen {
		if m.Status == Survived && m.Explained == "" {
			problems = append(problems, source.Problem{
				Position: m.Position,
				Message:  fmt.Sprintf("no test notices mutant %d of %s, and the list of survivors does not explain it", m.Number, m.Rule),
				Hint:     "write a test that fails with it; where none can, put it into " + survivorsFile + " with the reason",
			})
		}
	}
	return problems.Sorted()
}

// nearest names a mutant of the same rule that an entry may be meant for.
func nearest(e survivor, all []*Mutant) string {
	for _, m := range all {
		if m.Rule == e.Rule && m.Operator == e.Operator && m.Status == Survived && m.Explained == "" {
			return fmt.Sprintf(", or has it become %q → %q?", strings.TrimSpace(m.Was), strings.TrimSpace(m.Now))
		}
	}
	return ""
}

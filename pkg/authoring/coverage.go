package authoring

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// A Coverage ties data to rules: what is asked, and what reads it.
type Coverage struct {
	Fields       []FieldUse       `json:"fields"`       // by path
	Requirements []RequirementUse `json:"requirements"` // by name
}

// A FieldUse is one answer of the profile or the engagement, and who reads it.
type FieldUse struct {
	Path  string `json:"path"`
	Title string `json:"title,omitempty"`
	// Required is set for a field without which the document is not valid.
	Required bool     `json:"required,omitempty"`
	Controls []string `json:"controls"` // ids
	Others   []string `json:"others"`   // facts, reasons and notes
	// Reason says why nothing reads it, as far as that is known.
	Reason string `json:"reason,omitempty"`
}

// Unread reports whether no rule at all reads the field.
func (f *FieldUse) Unread() bool { return len(f.Controls) == 0 && len(f.Others) == 0 }

// A RequirementUse is one minimum, and who measures against it.
type RequirementUse struct {
	Name     string   `json:"name"`
	Controls []string `json:"controls"`
	Others   []string `json:"others"`
	Reason   string   `json:"reason,omitempty"`
}

// Unread reports whether no rule at all reads the minimum.
func (r *RequirementUse) Unread() bool { return len(r.Controls) == 0 && len(r.Others) == 0 }

// unread says why fields and requirements are read by nothing.
type unread struct {
	Fields       map[string]string `json:"fields"`
	Requirements map[string]string `json:"requirements"`
}

//go:embed unread.json
var unreadReasons []byte

// Coverage tells which answers and which minimums the controls use. The shipped
// controls count beside the member's own, since a check runs them together. That
// no control reads a field that nobody is asked for is a matter of
// [Sources.Check], which refuses it.
func (s *Sources) Coverage() (*Coverage, error) {
	controls, problems := policy.Check(s.Shipped, nil)
	if len(s.Own) > 0 && len(problems) == 0 {
		var own []policy.Control
		own, problems = policy.Check(s.Shipped, s.Own)
		controls = append(controls, own...)
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, problems)
	}
	uses, err := policy.Uses(s.Shipped, s.Own)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gate.ErrPolicy, err)
	}
	var reasons unread
	if err := json.Unmarshal(unreadReasons, &reasons); err != nil {
		return nil, fmt.Errorf("read the reasons for unread fields: %w", err)
	}
	c := &Coverage{}
	for _, f := range leaves(schema.Input(), "", true) {
		for _, control := range controls {
			if slices.Contains(control.Answers, f.Path) {
				f.Controls = append(f.Controls, control.ID)
			}
		}
		for _, use := range uses {
			if slices.Contains(use.Answers, f.Path) {
				f.Others = append(f.Others, use.Rule)
			}
		}
		if f.Unread() {
			f.Reason = reasons.Fields[f.Path]
		}
		c.Fields = append(c.Fields, f)
	}
	for _, p := range requirements.Parameters() {
		r := RequirementUse{Name: p.Name, Controls: []string{}, Others: []string{}}
		for _, control := range controls {
			if slices.Contains(control.Requirements, p.Name) {
				r.Controls = append(r.Controls, control.ID)
			}
		}
		for _, use := range uses {
			if slices.Contains(use.Requirements, p.Name) {
				r.Others = append(r.Others, use.Rule)
			}
		}
		if r.Unread() {
			r.Reason = reasons.Requirements[p.Name]
		}
		c.Requirements = append(c.Requirements, r)
	}
	return c, nil
}

// leaves lists the answers below a node of the schema.
func leaves(node map[string]any, path string, required bool) []FieldUse {
	fields, _ := node["properties"].(map[string]any)
	items, isList := node["items"].(map[string]any)
	itemFields, ofBlocks := items["properties"].(map[string]any)
	switch {
	case isList && ofBlocks && len(itemFields) > 0:
		return leaves(items, path+"[]", required)
	case len(fields) == 0:
		title, _ := node["title"].(string)
		return []FieldUse{{Path: path, Title: title, Required: required, Controls: []string{}, Others: []string{}}}
	}
	must, _ := node["required"].([]any)
	var out []FieldUse
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		child, ok := fields[name].(map[string]any)
		if !ok {
			continue
		}
		at := name
		if path != "" {
			at = path + "." + name
		}
		out = append(out, leaves(child, at, slices.Contains(must, any(name)))...)
	}
	return out
}

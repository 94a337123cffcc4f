package main

import (
	"context"
	"errors"
	"path"

	"github.com/vendorgate/vendorgate/pkg/changes"
	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// A scope leaves out of a check what did not change since a revision. The scope
// that is nil leaves out nothing.
type scope struct {
	finding.Since
	changes *changes.Changes
	// bereft are profiles, as git calls them, whose engagement was another one, or
	// was there at all.
	bereft map[string]bool
}

// scope finds out what changed, when --since asks for it.
func (c *check) scope(ctx context.Context, s *settings) (*scope, error) {
	if c.revision.value == "" {
		return nil, nil //nolint:nilnil // see the type
	}
	found, err := changes.Since(ctx, c.revision.value)
	if stopped := stoppedBy(ctx); stopped != nil {
		return nil, stopped
	}
	if refused, ok := errors.AsType[*changes.Error](err); ok {
		return nil, usage(c.cmd, "--since: "+refused.Message, refused.Hint)
	}
	if err != nil {
		return nil, err
	}
	sc := &scope{changes: found, bereft: map[string]bool{}}
	sc.Revision, sc.Commit = c.revision.value, found.Commit
	for _, name := range []string{s.config, s.Requirements, s.Waivers, s.VerifyKey, c.engagement.value} {
		if name != "" && !found.Unchanged(name) {
			sc.Because = name
			return sc, nil
		}
	}
	for _, name := range s.Policies {
		if !found.UnchangedPolicies(name) {
			sc.Because = name
			return sc, nil
		}
	}
	if err := sc.engagements(ctx, document.Limits(s.Limits)); err != nil {
		return nil, err
	}
	return sc, nil
}

// engagements looks at the engagements that changed or went away, as they were:
// the profile that one named may be checked for nothing in particular now.
func (sc *scope) engagements(ctx context.Context, limits document.Limits) error {
	for _, name := range sc.changes.Names {
		switch path.Ext(name) {
		case ".yaml", ".yml", ".json":
		default:
			continue
		}
		text, err := sc.changes.Before(ctx, name)
		if err != nil {
			return err
		}
		doc, err := document.Parse(name, text, limits)
		if err != nil {
			continue // it was no engagement then
		}
		if profile, ok := doc.Value()["profile"].(string); ok && doc.Value()["kind"] == string(schema.Engagement) {
			sc.bereft[path.Join(path.Dir(name), profile)] = true
		}
	}
	return nil
}

// holds reports whether a request is to be checked, and counts those that are
// not.
func (sc *scope) holds(r gate.Request) bool {
	if sc == nil || sc.Because != "" || !sc.changes.Unchanged(r.Profile.Name) {
		return true
	}
	if !r.Engagement.IsZero() && !sc.changes.Unchanged(r.Engagement.Name) {
		return true
	}
	if name, _ := sc.changes.Name(r.Profile.Name); sc.bereft[name] {
		return true
	}
	sc.Unchanged++
	return false
}

// said is what the report says of the scope.
func (sc *scope) said() *finding.Since {
	if sc == nil {
		return nil
	}
	return &sc.Since
}

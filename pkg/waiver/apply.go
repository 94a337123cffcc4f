package waiver

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// A Run is what the waivers of a check are judged by.
type Run struct {
	AsOf   string           // the one date of the run
	FailOn finding.Severity // the lowest severity that blocks
}

// Apply marks the findings of a decision that a waiver covers, and says in the
// decision which waivers those are and why the others for this profile cover
// nothing. Contract is the digest of the contract's wording as the profile gives
// it, or empty. Each waiver is judged alone; where two cover one finding, the
// first of the document is named.
//
// A decision that has a fault is left as it is: nothing was found that could be
// waived. So is every decision where there are no waivers (nil).
func (s *Set) Apply(d *finding.Decision, contract string, run Run) {
	if s == nil || d.Fault != finding.FaultNone || d.Tier == nil {
		return
	}
	for i := range s.waivers {
		w := &s.waivers[i]
		if w.profile != d.ProfileID {
			continue
		}
		covers := false
		for _, a := range w.controls {
			at := slices.IndexFunc(d.Findings, func(f finding.Finding) bool { return f.Control == a.control })
			if at < 0 {
				continue // the accounting of the decision is incomplete, which decides it
			}
			f := &d.Findings[at]
			if why := w.idle(a, f, contract, run); len(why) > 0 {
				d.IdleWaivers = append(d.IdleWaivers, finding.IdleWaiver{
					Waiver: w.ID, Control: a.control, Message: strings.Join(why, "; "), Position: a.position,
				})
				continue
			}
			f.Waiver, covers = w.ID, true
		}
		if covers {
			d.Waivers = append(d.Waivers, w.told())
		}
	}
}

// told is the waiver as a decision holds it: a copy, since the decision is the
// caller's.
func (w *entry) told() finding.Waiver {
	out := w.Waiver
	out.CompensatingControls = slices.Clone(out.CompensatingControls)
	out.Conditions = slices.Clone(out.Conditions)
	out.Approvals = slices.Clone(out.Approvals)
	return out
}

// idle says why a waiver does not cover a finding: everything that is wrong with
// it, so that it is mended once. It covers the finding if there is nothing.
func (w *entry) idle(a accepted, f *finding.Finding, contract string, run Run) []string {
	why := w.outOfTime(run.AsOf)
	if w.contract != "" && w.contract != contract {
		why = append(why, "it is for another version of the contract than the profile describes")
	}
	switch f.Status {
	case finding.Fail, finding.Unanswered:
	case finding.Pass:
		return append(why, "it is not needed: the control passes")
	case finding.NotApplicable:
		return append(why, "it is not needed: the control does not apply")
	case finding.Deferred:
		return append(why, "it is not needed before the award: the control is deferred")
	default:
		return append(why, "the control could not be judged, and no waiver covers an error")
	}
	if f.Severity.Weight() < run.FailOn.Weight() {
		return append(why, fmt.Sprintf("it is not needed: the control is %s, which does not block this run", f.Severity))
	}
	if f.Waiver != "" {
		return append(why, fmt.Sprintf("it is not needed: the waiver %s covers the finding already", f.Waiver))
	}
	if a.observed != f.Observed {
		why = append(why, "what it accepted is not what is seen now: the vendor's name, its answers, the minimums or the tier have changed")
	}
	return append(why, w.ungoverned(f.Severity)...)
}

// outOfTime says that a waiver does not hold on a day. It holds through its last
// day.
func (w *entry) outOfTime(asOf string) []string {
	switch {
	case asOf < w.GrantedOn:
		return []string{"it holds only from " + w.GrantedOn}
	case asOf > w.ExpiresOn:
		return []string{"it expired on " + w.ExpiresOn}
	}
	return nil
}

// ungoverned says which rules of granting a waiver breaks, for a control of a
// severity.
func (w *entry) ungoverned(severity finding.Severity) []string {
	var why []string
	if last := lastDay(w.GrantedOn, severity); w.ExpiresOn > last {
		why = append(why, fmt.Sprintf("it is too long: it ends on %s, and for a %s control %d days after the grant are the most, until %s",
			w.ExpiresOn, severity, Longest(severity), last))
	}
	for _, a := range w.Approvals {
		if same(a.Name, w.RequestedBy) {
			why = append(why, fmt.Sprintf("%s asked for it and cannot approve it", w.RequestedBy))
			break
		}
	}
	if severity == finding.Critical && !w.twoApprovers() {
		why = append(why, "a critical control needs the approval of two people with different roles")
	}
	return why
}

// twoApprovers reports whether two people approved in different roles.
func (w *entry) twoApprovers() bool {
	for i, a := range w.Approvals {
		for _, b := range w.Approvals[:i] {
			if !same(a.Name, b.Name) && !same(a.Role, b.Role) {
				return true
			}
		}
	}
	return false
}

// A Tally finds out which waivers were for no profile of a run. It keeps of a run
// only the profiles that a waiver names.
type Tally struct {
	set  *Set
	seen map[string]bool
}

// Tally begins to watch a run. Without waivers (nil) there is nothing to watch.
func (s *Set) Tally() *Tally {
	t := &Tally{set: s, seen: map[string]bool{}}
	if s == nil {
		t.set = &Set{}
	}
	for _, w := range t.set.waivers {
		t.seen[w.profile] = false
	}
	return t
}

// Add takes note of a profile of the run, by its profile_id.
func (t *Tally) Add(profile string) {
	if _, named := t.seen[profile]; named {
		t.seen[profile] = true
	}
}

// Unmatched returns the waivers that were for none of the profiles, each with
// whatever else keeps it from holding on the day of the run.
func (t *Tally) Unmatched(asOf string) []finding.IdleWaiver {
	var out []finding.IdleWaiver
	for i := range t.set.waivers {
		w := &t.set.waivers[i]
		if t.seen[w.profile] {
			continue
		}
		why := append([]string{fmt.Sprintf("no profile of this run has the profile_id %s", w.profile)}, w.outOfTime(asOf)...)
		out = append(out, finding.IdleWaiver{Waiver: w.ID, Message: strings.Join(why, "; "), Position: w.Position})
	}
	return out
}

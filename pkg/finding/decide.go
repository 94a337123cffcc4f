package finding

import "slices"

// Decide is the one place where a decision is made. It marks the findings that
// block at or above the threshold, counts them, and sets the verdict:
//
//   - undecided, when the profile could not be judged whole (d.Fault is set, a
//     control ended in an error, or the findings are not the whole catalogue);
//   - rejected, when some finding blocks;
//   - approved otherwise.
//
// catalogue is the number of controls that had to be judged.
func Decide(d *Decision, failOn Severity, catalogue int) {
	d.Counts = Counts{}
	for i := range d.Findings {
		f := &d.Findings[i]
		f.Blocking = blocks(f, failOn)
		d.Counts.add(f)
	}
	judged := d.Fault == FaultNone
	if judged && (d.Counts.Error > 0 || d.Counts.Total != catalogue || catalogue == 0) {
		d.Fault = FaultEvaluation
		judged = false
	}
	switch {
	case !judged:
		d.Verdict = Undecided
	case d.Counts.Blocking > 0:
		d.Verdict = Rejected
	default:
		d.Verdict = Approved
	}
}

// blocks reports whether a finding alone prevents approval. Only a status that
// is known not to block does not: anything else, an unknown status too, does.
func blocks(f *Finding, failOn Severity) bool {
	switch f.Status {
	case Pass, NotApplicable, Deferred:
		return false
	case Fail, Unanswered:
		return f.Waiver == "" && f.Severity.Weight() >= failOn.Weight()
	case Error:
		return true
	}
	return true
}

func (c *Counts) add(f *Finding) {
	c.Total++
	switch f.Status {
	case Pass:
		c.Pass++
	case Fail:
		c.Fail++
	case Unanswered:
		c.Unanswered++
	case NotApplicable:
		c.NotApplicable++
	case Deferred:
		c.Deferred++
	case Error:
		c.Error++
	default:
		c.Error++
	}
	if f.Waiver != "" {
		c.Waived++
	}
	if f.Blocking {
		c.Blocking++
	}
}

// Add counts a decision.
func (s *Summary) Add(d *Decision) {
	s.Profiles++
	switch d.Verdict {
	case Approved:
		s.Approved++
		return
	case Rejected:
		s.Rejected++
		return
	case Undecided:
	}
	s.Undecided++
	switch d.Fault {
	case FaultInvalid:
		s.Invalid++
	case FaultUnreadable:
		s.Unreadable++
	case FaultEvaluation:
		s.Errors++
	case FaultCancelled:
		s.Cancelled++
	case FaultInternal, FaultNone:
		s.Internal++ // an undecided profile without a fault is a bug of ours
	}
}

// Sort puts the findings of a decision into the order of every report: by
// consideration, the member's own last; within it by status, then by severity,
// then by code.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return compare(
			int(uint32(a.Consideration))-int(uint32(b.Consideration)),
			slices.Index(Statuses, a.Status)-slices.Index(Statuses, b.Status),
			b.Severity.Weight()-a.Severity.Weight(),
		)
	})
}

func compare(differences ...int) int {
	for _, d := range differences {
		if d != 0 {
			return d
		}
	}
	return 0
}

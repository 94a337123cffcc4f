package secondopinion

import (
	"maps"
	"slices"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// An opinion is one control in Go.
type opinion struct {
	least   string          // the least sensitive tier in which it is on: T1 is T1 alone, T4 all
	applies func(*view) tri // about the engagement alone
	passes  func(*view) tri
	// signed marks what cannot be so before the contract is signed.
	signed bool
	// state is the state whose law it is.
	state string
}

// opinions are all controls by their code.
var opinions = gathered(entering, insured, promised, secured, watched)

func gathered(groups ...map[string]opinion) map[string]opinion {
	out := map[string]opinion{}
	for _, group := range groups {
		maps.Copy(out, group)
	}
	return out
}

// status is what the control comes to.
func (o opinion) status(v *view) finding.Status {
	if v.tier > o.least {
		return finding.NotApplicable
	}
	applies, passes := o.applies(v), o.passes(v)
	if applies.truth == isOpen && !v.says("engagement").given() {
		applies = yes // nobody is asked about a purchase that nobody described
	}
	switch {
	case applies.truth == isNo:
		return finding.NotApplicable
	case passes.truth == isYes:
		return finding.Pass
	case o.signed && preAward(v).truth == isYes:
		return finding.Deferred
	case applies.truth == isOpen || passes.truth == isOpen && (passes.silence || v.asksFor(passes.lacks)):
		return finding.Unanswered
	}
	return finding.Fail
}

// asksFor is true when one of the questions is still to be answered. What the
// contract was read for in vain is answered by that.
func (v *view) asksFor(questions []string) bool {
	silent := v.says("contract.silent_on").words()
	return slices.ContainsFunc(questions, func(q string) bool { return !slices.Contains(silent, q) })
}

var (
	signedStatuses   = []string{"executed", "expired", "terminated"}
	unsignedStatuses = []string{"draft", "negotiating"}
)

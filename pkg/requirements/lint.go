package requirements

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// The parameters that have to fit together.
const (
	noticeHours     = "incident.notice_hours_max"
	processingHours = "incident.member_processing_hours"
	capMin          = "liability.cap_min"
	superCapMin     = "liability.super_cap_min"
	cyberPerClaim   = "insurance.cyber.per_claim"
)

// lint finds minimums that cannot be meant together. It looks at the values in
// force, whichever layer they come from, but speaks up only where the member's
// document has a part in it, and points there.
func (s *Set) lint(shipped *Set, member *document.Document) source.Problems {
	l := &linter{Set: s, sameCurrency: s.currency == shipped.currency}
	if !l.sameCurrency {
		l.currencies(shipped.currency, member.Position([]string{"currency"}))
	}
	for _, tier := range allTiers {
		l.clocks(tier)
		l.amounts(tier)
	}
	for name, r := range rules {
		if l.sameCurrency || !r.money {
			l.monotony(name, r)
		}
	}
	return l.problems()
}

type linter struct {
	*Set
	sameCurrency bool // as the shipped amounts
	faults       []fault
}

// A fault is a problem in one tier. The same problem in several tiers is told
// once.
type fault struct {
	source.Problem
	tier string // empty where the message names the tiers
}

// report adds a fault at the first of the cells that the member wrote. Where it
// wrote none of them, the fault is not the member's.
func (l *linter) report(tier, message, hint string, cells ...cell) {
	for _, c := range cells {
		if c.fromMember() {
			l.faults = append(l.faults, fault{source.Problem{Position: c.at, Message: message, Hint: hint}, tier})
			return
		}
	}
}

func (l *linter) problems() source.Problems {
	var problems source.Problems
	tiers := map[source.Problem][]string{}
	for _, f := range l.faults {
		tiers[f.Problem] = append(tiers[f.Problem], f.tier)
	}
	for problem, where := range tiers {
		if where[0] != "" {
			problem.Message += " in " + enumerate(where)
		}
		problems = append(problems, problem)
	}
	return problems.Sorted()
}

// currencies finds shipped amounts among the amounts of a member that counts in
// another currency: they would be read as that currency.
func (l *linter) currencies(shipped string, at source.Position) {
	for name, r := range rules {
		for _, tier := range allTiers {
			c, ok := l.minimums[tier][name]
			if !r.money || !ok || c.fromMember() {
				continue
			}
			l.faults = append(l.faults, fault{source.Problem{
				Position: at,
				Message:  fmt.Sprintf("the amounts are in %s, but %s is still the shipped %s %s", l.currency, name, words(c.value), shipped),
				Hint:     fmt.Sprintf("set %s in %s", name, l.currency),
			}, tier})
		}
	}
}

// clocks sees to it that the vendor's time to report and the member's own fit
// into the time the law gives the member, altogether and for each class of data
// with a clock of its own.
func (l *linter) clocks(tier string) {
	minimums := l.minimums[tier]
	notice, noticeSet := minimums[noticeHours]
	processing, processingSet := minimums[processingHours]
	if clock, ok := l.settings[stateClockHours]; ok && noticeSet && processingSet {
		l.clock(tier, "", notice, processing, clock)
	}
	for class, clock := range l.settings[stateClockHours+byClassSuffix].classes {
		notice, noticeSet := notice, noticeSet
		own, ownSet := minimums[noticeHours+byClassSuffix].classes[class]
		switch {
		case !ownSet && !clock.fromMember():
			// The shipped clocks come with shipped hours for their classes in
			// every tier where these can occur.
			continue
		case ownSet && (!noticeSet || compare(own.value, notice.value) <= 0):
			notice, noticeSet = own, true // the shorter of the two counts
		}
		processing, processingSet := processing, processingSet
		if own, ok := minimums[processingHours+byClassSuffix].classes[class]; ok {
			processing, processingSet = own, true
		}
		if noticeSet && processingSet {
			l.clock(tier, class, notice, processing, clock)
		}
	}
}

func (l *linter) clock(tier, class string, notice, processing, clock cell) {
	vendor, member, limit := notice.value, processing.value, clock.value
	sum := number(vendor) + number(member)
	if sum <= number(limit) {
		return
	}
	what, whose := "an incident", "the state's "+words(limit)+" h"
	if class != "" {
		what, whose = "an incident with "+class+" data", "the "+words(limit)+" h for "+class
	}
	l.report(tier,
		"the vendor's hours and yours to report "+what+" are too many together",
		fmt.Sprintf("%s h for the vendor + %s h for you = %s h, over %s: lower one of them",
			words(vendor), words(member), decimal(sum), whose),
		notice, processing, clock)
}

// amounts sees to it that the caps reach what they are there for.
func (l *linter) amounts(tier string) {
	if !l.sameCurrency {
		return
	}
	l.reaches(tier, capMin, cyberPerClaim, "insurance would pay for more than the vendor is liable for")
	l.reaches(tier, superCapMin, capMin, "the higher cap would be the lower one")
}

func (l *linter) reaches(tier, name, floor, why string) {
	amount, ok := l.minimums[tier][name]
	least, alsoOK := l.minimums[tier][floor]
	if !ok || !alsoOK || compare(amount.value, least.value) >= 0 {
		return
	}
	short := number(least.value) - number(amount.value)
	l.report(tier,
		fmt.Sprintf("%s is below %s", name, floor),
		fmt.Sprintf("%s is %s short of %s, so %s: raise the one or lower the other",
			words(amount.value), decimal(short), words(least.value), why),
		amount, least)
}

// monotony sees to it that no tier asks for less than the next one below it in
// risk that sets the parameter.
func (l *linter) monotony(name string, r rule) {
	var above cell
	aboveTier := ""
	for _, tier := range allTiers {
		c, ok := l.minimums[tier][name]
		if !ok {
			continue
		}
		if aboveTier != "" {
			if how := r.loosened(c.value, above.value); how != "" {
				l.report("",
					fmt.Sprintf("%s asks for less in %s than in %s, where less is at risk", name, aboveTier, tier),
					fmt.Sprintf("from %s to %s: %s; make %s at least as strict as %s, or relax %s", tier, aboveTier, how, aboveTier, tier, tier),
					above, c)
			}
		}
		above, aboveTier = c, tier
	}
}

// enumerate writes a list of tiers as prose.
func enumerate(tiers []string) string {
	slices.Sort(tiers)
	last := len(tiers) - 1
	if last == 0 {
		return tiers[0]
	}
	return strings.Join(tiers[:last], ", ") + " and " + tiers[last]
}

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// problems is what the errors of package gate carry.
var problems = source.Problems{{Message: "wrong"}}

// TestErrorCodes holds the class of every error there is.
func TestErrorCodes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		err  error
		want int
	}{
		{&usageError{message: "wrong"}, exitTrouble},
		{gate.ErrOptions, exitTrouble},
		{errors.New("nobody knows"), exitTrouble},
		{problems, exitTrouble},
		{errConfig, exitMember},
		{fmt.Errorf("%w: %w", errConfig, problems), exitMember},
		{fmt.Errorf("%w: %w", gate.ErrRequirements, problems), exitMember},
		{fmt.Errorf("%w: %w", gate.ErrPolicy, problems), exitMember},
		{fmt.Errorf("%w: %w", gate.ErrKnownAnswers, problems), exitMember},
		{fmt.Errorf("%w: %w", errKey, problems), exitMember},
		{fmt.Errorf("%w: %w", errSaved, problems), exitUnreadable},
		{fmt.Errorf("%w: %w", errEnvelope, problems), exitUnreadable},
		{fmt.Errorf("%w: %w", errNotReproduced, problems), exitUnreadable},
		{&undeliveredError{to: "report.json", err: io.ErrShortWrite}, exitUndelivered},
		{&undeliveredError{to: "report.json", err: fmt.Errorf("%w: disk", errConfig)}, exitUndelivered},
		{&interrupted{os.Interrupt}, exitInterrupted},
		{&interrupted{syscall.SIGTERM}, exitTerminated},
	} {
		if got := (outcome{errs: []error{tc.err}}).code(); got != tc.want {
			t.Errorf("%v: exit code %d, want %d", tc.err, got, tc.want)
		}
	}
}

// TestDecisionCodes counts every kind of decision from none to two, and asks for
// the code of the worst. 0 is for those alone in which all are approved.
func TestDecisionCodes(t *testing.T) {
	t.Parallel()
	kinds := []struct {
		decision finding.Decision
		code     int
	}{
		{finding.Decision{Verdict: finding.Undecided, Fault: finding.FaultInternal}, exitTrouble},
		{finding.Decision{Verdict: finding.Undecided, Fault: finding.FaultCancelled}, exitTrouble},
		{finding.Decision{Verdict: finding.Undecided}, exitTrouble},
		{finding.Decision{}, exitTrouble},
		{finding.Decision{Verdict: finding.Undecided, Fault: finding.FaultEvaluation}, exitMember},
		{finding.Decision{Verdict: finding.Undecided, Fault: finding.FaultUnreadable}, exitUnreadable},
		{finding.Decision{Verdict: finding.Undecided, Fault: finding.FaultInvalid}, exitInvalid},
		{finding.Decision{Verdict: finding.Rejected}, exitRejected},
		{finding.Decision{Verdict: finding.Approved}, exitApproved},
	}
	combinations := 1
	for range kinds {
		combinations *= 3
	}
	for n := range combinations {
		var summary finding.Summary
		want, rest := exitUnreadable, n // nothing to check is nothing approved
		for _, k := range kinds {
			for range rest % 3 {
				if summary.Profiles == 0 {
					want = k.code
				}
				want = worse(want, k.code)
				summary.Add(&k.decision)
			}
			rest /= 3
		}
		if got := (outcome{decided: &summary}).code(); got != want {
			t.Fatalf("%+v: exit code %d, want %d", summary, got, want)
		}
	}
}

// TestWorstOutranks pairs errors with decisions.
func TestWorstOutranks(t *testing.T) {
	t.Parallel()
	errs := map[int]error{
		exitTrouble:     errors.New("nobody knows"),
		exitMember:      errConfig,
		exitUndelivered: &undeliveredError{to: "report.json", err: io.ErrShortWrite},
	}
	summaries := map[int]finding.Summary{
		exitApproved:   {Profiles: 1, Approved: 1},
		exitRejected:   {Profiles: 1, Rejected: 1},
		exitInvalid:    {Profiles: 1, Undecided: 1, Invalid: 1},
		exitUnreadable: {Profiles: 1, Undecided: 1, Unreadable: 1},
		exitMember:     {Profiles: 1, Undecided: 1, Errors: 1},
		exitTrouble:    {Profiles: 1, Undecided: 1, Internal: 1},
	}
	for a, err := range errs {
		for b, summary := range summaries {
			if got, want := (outcome{errs: []error{err}, decided: &summary}).code(), worse(a, b); got != want {
				t.Errorf("%v with %+v: exit code %d, want %d", err, summary, got, want)
			}
		}
		stopped := outcome{errs: []error{err, &interrupted{os.Interrupt}}, decided: &finding.Summary{}}
		if got := stopped.code(); got != exitInterrupted {
			t.Errorf("%v and an interrupt: exit code %d", err, got)
		}
	}
}

// worse states the order of the table once more, as a ranking.
func worse(a, b int) int {
	rank := map[int]int{0: 0, 1: 1, 6: 2, 3: 3, 4: 4, 5: 5, 2: 6}
	if rank[a] > rank[b] {
		return a
	}
	return b
}

// TestCountsThatDoNotAddUp never end in 0.
func TestCountsThatDoNotAddUp(t *testing.T) {
	t.Parallel()
	for _, s := range []finding.Summary{
		{},
		{Profiles: 2, Approved: 1},
		{Profiles: 1, Approved: 2},
		{Approved: 1},
	} {
		if got := (outcome{decided: &s}).code(); got == exitApproved {
			t.Errorf("%+v: exit code 0", s)
		}
	}
}

// TestUnknownClass: a class that nobody ranked is trouble, and no success.
func TestUnknownClass(t *testing.T) {
	t.Parallel()
	for _, classes := range [][]int{{42}, {0}, {-1, 0}} {
		if got := worst(classes); got != exitTrouble {
			t.Errorf("%v: exit code %d, want %d", classes, got, exitTrouble)
		}
	}
}

// What did not change needs no decision; it is no decision either, and takes
// nothing away from those that were made.
func TestExitCodeOfWhatDidNotChange(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		summary   finding.Summary
		unchanged int
		want      int
	}{
		{finding.Summary{}, 3, exitApproved},
		{finding.Summary{}, 0, exitUnreadable},
		{finding.Summary{Profiles: 1, Approved: 1}, 3, exitApproved},
		{finding.Summary{Profiles: 1, Rejected: 1}, 3, exitRejected},
		{finding.Summary{Profiles: 1, Undecided: 1, Unreadable: 1}, 3, exitUnreadable},
		{finding.Summary{Profiles: 1}, 3, exitTrouble},
	} {
		if got := (outcome{decided: &tc.summary, unchanged: tc.unchanged}).code(); got != tc.want {
			t.Errorf("%+v with %d unchanged: exit code %d, want %d", tc.summary, tc.unchanged, got, tc.want)
		}
	}
}

package main

import (
	"errors"
	"os"
	"slices"
	"syscall"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

// The exit codes. They are the same for every command and every format, and
// this file is the only place where an error or a count becomes one of them.
const (
	exitApproved    = 0   // decided: every profile is approved, every report delivered; or: done, or nothing changed
	exitRejected    = 1   // decided: some profile is rejected; or: tests ran and failed
	exitTrouble     = 2   // wrong usage, a bug of ours; Go itself uses it for a panic
	exitInvalid     = 3   // undecided: some profile is not valid against the schema
	exitUnreadable  = 4   // undecided: some profile is missing, malformed or too large, or there is none
	exitMember      = 5   // the requirements, the waivers, the policies or the configuration are wrong
	exitUndelivered = 6   // decided, but some report could not be written
	exitInterrupted = 130 // SIGINT
	exitTerminated  = 143 // SIGTERM
)

// worstFirst is the order in which the codes of one run outrank each other: a
// run that could not look at everything must not be filed as one that did.
var worstFirst = []int{exitTrouble, exitMember, exitUnreadable, exitInvalid, exitUndelivered, exitRejected}

// An outcome is everything about a run that bears on its exit code.
type outcome struct {
	errs []error
	// decided is what a check came to; nil for commands that decide nothing,
	// and for a check that did not come so far.
	decided *finding.Summary
	// unchanged is how many profiles a check left out, because they had not changed.
	unchanged int
}

// code is the exit code of the run.
func (o outcome) code() int {
	var classes []int
	for _, err := range o.errs {
		var stopped *interrupted
		if errors.As(err, &stopped) {
			return signalCode(stopped.signal)
		}
		classes = append(classes, classOf(err))
	}
	if o.decided != nil {
		classes = append(classes, classesOf(*o.decided, o.unchanged)...)
	}
	return worst(classes)
}

// worst is the code that outranks the others. It starts as trouble, and only a
// run with nothing at all against it gets any further: here alone is 0 returned.
func worst(classes []int) int {
	code := exitTrouble
	if len(classes) == 0 {
		code = exitApproved
	}
	for _, class := range worstFirst {
		if slices.Contains(classes, class) {
			return class
		}
	}
	return code
}

// classOf is the code for one error. What is not known is our own trouble.
func classOf(err error) int {
	var undelivered *undeliveredError
	switch {
	case errors.As(err, &undelivered):
		return exitUndelivered
	case errors.Is(err, errConfig),
		errors.Is(err, gate.ErrRequirements),
		errors.Is(err, gate.ErrWaivers),
		errors.Is(err, gate.ErrPolicy),
		errors.Is(err, gate.ErrKnownAnswers),
		errors.Is(err, errKey):
		return exitMember
	case errors.Is(err, errSaved),
		errors.Is(err, errEnvelope),
		errors.Is(err, errNotReproduced),
		errors.Is(err, errUnreadable):
		return exitUnreadable
	case errors.Is(err, errTests),
		errors.Is(err, errMutants),
		errors.Is(err, errUndefined),
		errors.Is(err, errWeaker),
		errors.Is(err, errTried):
		return exitRejected
	}
	return exitTrouble // usage errors and gate.ErrOptions among them
}

// classesOf are the codes for the decisions of a run. It asks for the proof of
// approval, never for the absence of anything else: whatever is left over when
// the approved are counted has a code.
func classesOf(s finding.Summary, unchanged int) []int {
	var classes []int
	switch gate.Worst(s) {
	case finding.FaultNone:
	case finding.FaultEvaluation:
		classes = append(classes, exitMember)
	case finding.FaultUnreadable:
		classes = append(classes, exitUnreadable)
	case finding.FaultInvalid:
		classes = append(classes, exitInvalid)
	case finding.FaultInternal, finding.FaultCancelled:
		classes = append(classes, exitTrouble)
	}
	if s.Cancelled > 0 { // and no signal, or it would not have come to this
		classes = append(classes, exitTrouble)
	}
	if s.Rejected > 0 {
		classes = append(classes, exitRejected)
	}
	if s.Profiles == 0 && unchanged == 0 {
		classes = append(classes, exitUnreadable)
	}
	if s.Approved != s.Profiles && len(classes) == 0 {
		classes = append(classes, exitTrouble)
	}
	return classes
}

func signalCode(s os.Signal) int {
	if s == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// The rules for what goes to standard error:
//   - the first line is "vendorgate: " and what is wrong, without a capital or
//     a full stop;
//   - faults in files follow, one on a line: file:line:column: message;
//   - advice stands on a line of its own, indented, after "hint: ";
//   - success says nothing.

// A usageError says that the command line itself is wrong.
type usageError struct {
	command string // whose help explains it: "vendorgate check"
	message string
	hint    string
}

func (e *usageError) Error() string { return e.message }

// complain writes an error for people. That standard error cannot be written
// to is the one failure that nobody can be told of.
func complain(w io.Writer, err error) {
	var b strings.Builder
	message, hint := err.Error(), ""
	var problems source.Problems
	var one source.Problem
	var usage *usageError
	switch {
	case errors.As(err, &problems):
		message = strings.TrimSuffix(message, problems.Error())
	case errors.As(err, &one):
		message = strings.TrimSuffix(message, one.Error())
		problems = source.Problems{one}
	case errors.As(err, &usage):
		hint = usage.hint
	}
	message = strings.TrimSuffix(message, ": ")
	if message != "" {
		fmt.Fprintf(&b, "vendorgate: %s\n", visible(message))
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "%s\n", visible(p.Error()))
		if p.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", visible(p.Hint))
		}
	}
	if hint != "" {
		fmt.Fprintf(&b, "  hint: %s\n", visible(hint))
	}
	if usage != nil {
		fmt.Fprintf(&b, "run '%s --help'\n", usage.command)
	}
	io.WriteString(w, b.String()) //nolint:errcheck // see above
}

// visible puts a text on one line and writes out what would act on a terminal
// or on a build system that reads its log, since messages quote names and words
// from files.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	out := strings.ReplaceAll(b.String(), "##", `#\x23`)
	if strings.HasPrefix(out, "::") {
		out = `\x3a` + out[1:]
	}
	return out
}

package waiver

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// Observed is the digest of what was seen of a control that was not met or not
// answered: its status, the tier, every answer it read, the minimums in force,
// and the places that its reasons name. A waiver repeats it, so that it covers
// what somebody looked at and accepted, and nothing that came later. The vendor's
// name is in it too, because a profile_id is quickly copied, and two vendors that
// both leave a question open have answered the same.
//
// The answers are those of f, which have to be all that the control reads. Not
// in it is what says nothing about the vendor: positions, labels and the wording
// of reasons.
func Observed(vendor, tier string, f *finding.Finding) string {
	// The length before each part keeps what follows another from passing for it.
	var b []byte
	write := func(parts ...string) {
		for _, part := range parts {
			b = strconv.AppendInt(b, int64(len(part)), 10)
			b = append(b, ' ')
			b = append(b, part...)
		}
	}
	write("1", vendor, // 1: how the digest is made; a change voids every waiver
		tier, f.Control, string(f.Status))

	// Missing answers stand where their file has room for them, in no order that
	// says anything.
	answers := slices.Clone(f.Answers)
	slices.SortFunc(answers, func(a, b finding.Answer) int { return strings.Compare(a.Path, b.Path) })
	write(strconv.Itoa(len(answers)))
	for _, a := range answers {
		write(a.Path, string(a.Value))
	}
	write(strconv.Itoa(len(f.Required)))
	for _, r := range f.Required {
		write(r.Name, string(r.Value))
	}
	reasons := slices.Clone(f.Reasons)
	slices.SortFunc(reasons, func(a, b finding.Reason) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(strconv.FormatBool(a.Unanswered), strconv.FormatBool(b.Unanswered)))
	})
	for _, r := range reasons {
		write(r.Path, strconv.FormatBool(r.Unanswered))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

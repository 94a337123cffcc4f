package waiver

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
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
	type answer struct {
		Path  string
		Value json.RawMessage
	}
	type minimum struct {
		Name  string
		Value json.RawMessage
	}
	type place struct {
		Path       string
		Unanswered bool
	}
	seen := struct {
		Vendor  string
		Control string
		Status  finding.Status
		Tier    string
		Answers []answer
		Minimum []minimum
		Reasons []place
	}{Vendor: vendor, Control: f.Control, Status: f.Status, Tier: tier}
	for _, a := range f.Answers {
		seen.Answers = append(seen.Answers, answer{a.Path, a.Value})
	}
	for _, r := range f.Required {
		seen.Minimum = append(seen.Minimum, minimum{r.Name, r.Value})
	}
	for _, r := range f.Reasons {
		seen.Reasons = append(seen.Reasons, place{r.Path, r.Unanswered})
	}
	// Missing answers stand where their file has room for them.
	slices.SortFunc(seen.Answers, func(a, b answer) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(seen.Reasons, func(a, b place) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(fmt.Sprint(a.Unanswered), fmt.Sprint(b.Unanswered)))
	})
	data, err := json.Marshal(seen)
	if err != nil {
		panic(fmt.Sprintf("waiver: a finding holds no JSON: %v", err)) // answers are JSON
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

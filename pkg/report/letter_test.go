package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// TestALetterIsForTheVendor: it asks for all that blocks on the vendor's side, in
// the member's own voice, and tells nothing of what the member has to settle.
func TestALetterIsForTheVendor(t *testing.T) {
	answer := func(path string) []finding.Answer {
		return []finding.Answer{{Path: path, Value: json.RawMessage("1")}}
	}
	d := northwoods(finding.Rejected,
		finding.Finding{
			Control: "a.cover", Title: "The cover is enough", Severity: finding.Medium, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
			Answers: answer("insurance.policies[0].limits.per_claim"), Remediation: "Ask the vendor for more.",
			Reasons: []finding.Reason{{Message: "it is below your minimum and more than you accept, and does not name you"}},
		},
		finding.Finding{Control: "a.cap", Title: "The cap is high", Severity: finding.Critical, Status: finding.Fail, Blocking: true, Side: finding.VendorSide, Answers: answer("contract.liability.cap_amount")},
		finding.Finding{Control: "a.asked", Title: "The plan is tested", Severity: finding.High, Status: finding.Unanswered, Blocking: true, Side: finding.VendorSide, Answers: []finding.Answer{{Path: "continuity.plan.reviewed_on"}}},
		finding.Finding{Control: "a.ours", Title: "Counsel has read it", Severity: finding.Critical, Status: finding.Fail, Blocking: true, Side: finding.MemberSide, Answers: answer("engagement.reviews.legal.completed_on")},
		finding.Finding{Control: "a.low", Title: "There is a website", Severity: finding.Low, Status: finding.Fail, Side: finding.VendorSide, Answers: answer("vendor.website")},
	)
	r := run(d)
	r.Controls = []finding.Control{{ID: "a.cover", Request: "Please raise your cover.", Remediation: "Ask the vendor for more."}}
	letter := string(render(t, "letter", r, report.Options{}))
	at := -1
	for _, want := range []string{
		"From Example County, 2026-11-23",
		"2 points have to change and 1 question has to be answered.",
		"We are settling 1 point on our own side",
		"## What has to change (2)", "The cap is high", "The cover is enough", "Please raise your cover.",
		"it is below our minimum and more than we accept, and does not name us",
		"## What we need to know (1)", "The plan is tested", "Please answer",
		"## What is enough", "## What would be welcome (1)", "There is a website",
	} {
		i := strings.Index(letter, want)
		if i <= at {
			t.Errorf("%q is missing, or not where it belongs", want)
		}
		at = max(at, i)
	}
	for _, not := range []string{"Counsel", "Ask the vendor"} {
		if strings.Contains(letter, not) {
			t.Errorf("the letter says %q", not)
		}
	}
	if t.Failed() {
		t.Log(letter)
	}
}

// TestNoLetterAsksForWhatIsNotTheVendors: an approval asks for nothing, and a
// fault of a policy is not the vendor's to mend.
func TestNoLetterAsksForWhatIsNotTheVendors(t *testing.T) {
	for name, want := range map[string]string{
		string(render(t, "letter", run(northwoods(finding.Approved)), report.Options{})): "Nothing has to change on your side.",
		string(render(t, "letter", failedPolicy(), report.Options{})):                    "Not to be sent",
		string(render(t, "letter", invalid(), report.Options{})):                         "Please correct what is listed here",
		string(render(t, "letter", nothing(), report.Options{})):                         "there is nobody to write to",
	} {
		if !strings.Contains(name, want) {
			t.Errorf("%q is not in\n%s", want, name)
		}
		if want != "Please correct what is listed here" && strings.Contains(name, "lease ") {
			t.Errorf("it asks for something:\n%s", name)
		}
	}
}

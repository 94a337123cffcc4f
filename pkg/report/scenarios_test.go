package report_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// The reports below are what a county might see in an ordinary week. Each is
// rendered into testdata in every format.

const (
	profileFile    = "vendors/northwoods.yaml"
	engagementFile = "vendors/northwoods-engagement.yaml"
	memberFile     = "county.yaml"
	waiversFile    = "waivers.yaml"
)

func at(file string, line, column int) source.Position {
	return source.Position{File: file, Line: line, Column: column}
}

// says is an answer; value is its JSON, empty for a missing one.
func says(path, value string, line, column int) finding.Answer {
	file := profileFile
	if strings.HasPrefix(path, "engagement.") {
		file = engagementFile
	}
	a := finding.Answer{Path: path, Position: at(file, line, column)}
	if value != "" {
		a.Value = json.RawMessage(value)
	}
	return a
}

func labelled(label string, a finding.Answer) finding.Answer {
	a.Label = label
	return a
}

// A parameter is a requirement without its place: its name, what people call it,
// and its value, in JSON and in words.
type parameter struct{ name, title, value, text string }

func byDefault(p parameter, line int) finding.Requirement {
	return requirement("default", p, at("policies/requirements/defaults.yaml", line, 5))
}

func byMember(layer string, p parameter, line int) finding.Requirement {
	return requirement(layer, p, at(memberFile, line, 14))
}

func requirement(layer string, p parameter, at source.Position) finding.Requirement {
	return finding.Requirement{
		Name: p.name, Title: p.title, Value: json.RawMessage(p.value), Text: p.text, Layer: layer, Position: at,
	}
}

func because(message, path string, line int) finding.Reason {
	return finding.Reason{Message: message, Path: path, Position: at(profileFile, line, 9)}
}

// becauseOf is because for one element of a list.
func becauseOf(label, message, path string, line int) finding.Reason {
	r := because(message, path, line)
	r.Label = label
	return r
}

var provenance = finding.Provenance{
	Tool: "0.1.0", OPA: "1.22.2", AsOf: "2026-11-23", FailOn: "medium", Controls: 54,
	PolicySHA256: strings.Repeat("a1", 32), SchemaSHA256: strings.Repeat("b2", 32),
	SettingsSHA256: strings.Repeat("c3", 32), KnownAnswers: "ok",
}

// run puts decisions into a whole report, with the counts they come to.
func run(decisions ...finding.Decision) *finding.Report {
	r := &finding.Report{
		APIVersion: finding.Version, Kind: "Report", Complete: true, Decisions: decisions, Provenance: provenance,
		Member:     &finding.Member{Name: "Example County", State: "US-MN"},
		Weakenings: []finding.Weakening{},
		Requirements: []finding.Layer{
			{Name: "default", SHA256: strings.Repeat("d4", 32)},
			{Name: "member", Version: "2026-1", File: memberFile, SHA256: strings.Repeat("e5", 32)},
		},
	}
	r.Summary.Profiles = len(decisions)
	for i := range decisions {
		d := &decisions[i]
		switch d.Verdict {
		case finding.Approved:
			r.Summary.Approved++
		case finding.Rejected:
			r.Summary.Rejected++
		case finding.Undecided:
			r.Summary.Undecided++
		}
		switch d.Fault {
		case finding.FaultInvalid:
			r.Summary.Invalid++
		case finding.FaultUnreadable:
			r.Summary.Unreadable++
		case finding.FaultEvaluation:
			r.Summary.Errors++
		case finding.FaultInternal:
			r.Summary.Internal++
		case finding.FaultCancelled:
			r.Summary.Cancelled++
		case finding.FaultNone:
		}
		if d.Findings == nil {
			d.Findings = []finding.Finding{}
		}
		for _, f := range d.Findings {
			d.Counts.Total++
			switch f.Status {
			case finding.Pass:
				d.Counts.Pass++
			case finding.Fail:
				d.Counts.Fail++
			case finding.Unanswered:
				d.Counts.Unanswered++
			case finding.NotApplicable:
				d.Counts.NotApplicable++
			case finding.Deferred:
				d.Counts.Deferred++
			case finding.Error:
				d.Counts.Error++
			}
			if f.Waiver != "" {
				d.Counts.Waived++
			}
			if f.Blocking {
				d.Counts.Blocking++
			}
		}
	}
	return r
}

func northwoods(verdict finding.Verdict, findings ...finding.Finding) finding.Decision {
	return finding.Decision{
		Profile:    finding.Document{File: profileFile, SHA256: strings.Repeat("0f", 32)},
		Engagement: &finding.Document{File: engagementFile, SHA256: strings.Repeat("1e", 32)},
		Vendor:     "Northwoods Managed IT LLC", ProfileID: "northwoods-2026", Verdict: verdict, Mode: "award",
		Tier: &finding.Tier{Name: "T1", Reasons: []finding.TierReason{
			{Message: "the vendor handles criminal justice information (cji)", Answers: []finding.Answer{says("engagement.data.classes[1]", `"cji"`, 14, 7)}},
			{Message: "the vendor works with administrative rights", Answers: []finding.Answer{says("engagement.connectivity.privileged", `true`, 19, 15)}},
		}},
		Findings: findings,
	}
}

// quiet are findings that need nobody: n passed, m do not apply.
func quiet(n, m int) []finding.Finding {
	var out []finding.Finding
	for i := range n {
		out = append(out, finding.Finding{
			Control: fmt.Sprintf("termination.step_%d", i+1), Code: fmt.Sprintf("TRM-%02d", i+1),
			Title:         fmt.Sprintf("Step %d of the way out is written down", i+1),
			Consideration: 7, Severity: finding.Medium, Status: finding.Pass, Side: finding.VendorSide,
			Answers:     []finding.Answer{says("contract.termination.transition_days", "90", 88, 22)},
			Required:    []finding.Requirement{byDefault(parameter{"termination.transition_days_min", "Days of transition help", "90", "at least 90 days"}, 120)},
			Remediation: "Write the step into the termination clause.",
		})
	}
	for i := range m {
		out = append(out, finding.Finding{
			Control: fmt.Sprintf("regulated.addendum_%d", i+1), Code: fmt.Sprintf("HIP-%02d", i+1),
			Title:         "A business associate agreement is signed",
			Consideration: 5, Severity: finding.Critical, Status: finding.NotApplicable, Side: finding.VendorSide,
			AppliesWhen: &finding.Fact{Name: "handles_phi", Value: i%2 == 1},
		})
	}
	return out
}

var (
	capFloor = finding.Finding{
		Control: "liability.cap_reaches_floor", Code: "LIA-02", Title: "The vendor's liability cap reaches the member's floor",
		Consideration: 2, Severity: finding.High, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
		Answers: []finding.Answer{
			says("contract.liability.cap_kind", `"greater_of"`, 14, 15),
			says("contract.liability.cap_amount", `2000000`, 15, 17),
			says("contract.liability.fee_multiple", `1.5`, 16, 19),
			says("contract.liability.fee_basis", `"annual_fees"`, 17, 16),
			says("engagement.annual_fees", `480000`, 31, 14),
		},
		Required: []finding.Requirement{byMember("member:T1", parameter{"liability.cap_min", "Smallest liability cap", `10000000`, "at least 10,000,000 USD"}, 9)},
		Remediation: "Ask for a cap that is at least the required amount, whatever the fees come to. The wording \"the greater of the fees paid " +
			"and USD 10,000,000\" does it.",
	}
	cyberLimits = finding.Finding{
		Control: "insurance.cyber_limits", Code: "INS-05", Title: "Cyber cover reaches the member's minimum per claim and in total",
		Consideration: 2, Severity: finding.Critical, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
		Answers: []finding.Answer{
			labelled("cgl-1", says("insurance.policies[0].line", `"cgl"`, 40, 13)),
			labelled("cgl-1", says("insurance.policies[0].limits.per_claim", ``, 41, 7)),
			labelled("cyber-1", says("insurance.policies[2].line", `"cyber"`, 60, 13)),
			labelled("cyber-1", says("insurance.policies[2].limits.per_claim", `2000000`, 62, 28)),
			labelled("cyber-1", says("insurance.policies[2].limits.aggregate", `2000000`, 63, 28)),
		},
		Required: []finding.Requirement{
			byDefault(parameter{"insurance.cyber.per_claim", "Cyber insurance, limit per claim", `5000000`, "at least 5,000,000 USD"}, 30),
			byDefault(parameter{"insurance.cyber.aggregate", "Cyber insurance, limit per year", `5000000`, "at least 5,000,000 USD"}, 31),
		},
		Reasons: []finding.Reason{
			becauseOf("cyber-1", "the limit per claim is below the minimum", "insurance.policies[2].limits.per_claim", 62),
			becauseOf("cyber-1", "the limit for the whole year is below the minimum", "insurance.policies[2].limits.aggregate", 63),
		},
		Remediation: "Ask the vendor to raise the limits, or to add an excess policy that follows the cyber policy, and to send the new certificate.",
	}
	noticePeriod = finding.Finding{
		Control: "incident.notice_period", Code: "INC-02", Title: "The vendor reports an incident within the member's longest acceptable time",
		Consideration: 8, Severity: finding.Critical, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
		Answers: []finding.Answer{
			says("contract.incident.notice_standard", `"silent"`, 25, 22),
			says("engagement.data.classes", `["private_on_individuals","cji"]`, 12, 5),
		},
		Required: []finding.Requirement{
			byDefault(parameter{"incident.notice_hours_max", "Hours to report an incident", `24`, "at most 24 hours"}, 200),
			byDefault(parameter{"incident.notice_hours_max_by_class", "Hours for a class of data", `{"fti":12,"cji":1}`, "at most 1 hour for cji, 12 hours for fti"}, 201),
		},
		Reasons: []finding.Reason{because("the contract does not say how soon the vendor has to report", "contract.incident.notice_standard", 25)},
		Remediation: "Ask for notice at once, with the required number of hours after discovery as the outer bound. In the profile enter that " +
			"bound as notice_value with its notice_unit.",
	}
	counselReview = finding.Finding{
		Control: "legal.counsel_reviewed", Code: "LEG-01", Title: "Legal counsel read the agreement before it was signed",
		Consideration: 10, Severity: finding.High, Status: finding.Fail, Blocking: true, Side: finding.MemberSide,
		Answers:     []finding.Answer{says("engagement.reviews.legal.done", `false`, 52, 11)},
		Remediation: "Send the agreement to counsel and record the date and the result in the engagement.",
	}
	ownControl = finding.Finding{
		Control: "county.flood_plain_data_center", Title: "No data center of the vendor stands in a flood plain",
		Consideration: -1, Severity: finding.Medium, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
		Answers:     []finding.Answer{says("extensions.data_centers", `["Duluth MN","Fargo ND"]`, 140, 18)},
		Reasons:     []finding.Reason{because("the data center Fargo ND is in a flood plain", "extensions.data_centers[1]", 142)},
		Remediation: "Ask where else the county's data can be kept.",
	}
	testedOn = finding.Finding{
		Control: "review.independent_test", Code: "REV-06", Title: "An independent test took place within the period and its findings were handled",
		Consideration: 6, Severity: finding.High, Status: finding.Unanswered, Blocking: true, Side: finding.VendorSide,
		Answers: []finding.Answer{
			labelled("penetration", says("assurance.tests[0].kind", `"penetration"`, 120, 13)),
			labelled("penetration", says("assurance.tests[0].performed_on", ``, 120, 7)),
			labelled("penetration", says("assurance.tests[0].open_critical_findings", ``, 120, 7)),
		},
		Required: []finding.Requirement{byDefault(parameter{"assurance.pentest_max_age_days", "Oldest penetration test", `365`, "at most 365 days"}, 160)},
		Reasons: []finding.Reason{{
			Message: "nobody says when the test took place", Path: "assurance.tests[0]", Position: at(profileFile, 120, 7), Unanswered: true,
		}},
		Remediation: "Ask for the summary of the last independent test.",
	}
	recovery = finding.Finding{
		Control: "continuity.recovery_time", Code: "BCP-07", Title: "The promised recovery times meet the member's need",
		Consideration: 3, Severity: finding.High, Status: finding.Unanswered, Blocking: true, Side: finding.VendorSide,
		Answers: []finding.Answer{
			says("contract.continuity.rto_hours", ``, 70, 3),
			says("contract.continuity.rpo_hours", `4`, 71, 14),
			says("engagement.max_tolerable_downtime_hours", ``, 1, 1),
		},
		Remediation: "Ask for recovery times and write them into the agreement.",
	}
	deductible = finding.Finding{
		Control: "insurance.deductible", Code: "INS-14", Title: "The deductible is one that the vendor can bear",
		Consideration: 2, Severity: finding.Low, Status: finding.Fail, Side: finding.VendorSide,
		Answers:     []finding.Answer{labelled("cyber-1", says("insurance.policies[2].deductible", `75000`, 66, 20))},
		Required:    []finding.Requirement{byDefault(parameter{"insurance.deductible_max", "Largest deductible", `50000`, "at most 50,000 USD"}, 44)},
		Remediation: "Ask for a lower deductible or for proof that the vendor can pay it.",
	}
	ethics = finding.Finding{
		Control: "review.ethics", Code: "REV-04", Title: "Policies on ethics and social responsibility are available",
		Consideration: 6, Severity: finding.Low, Status: finding.Unanswered, Side: finding.VendorSide,
		Answers: []finding.Answer{says("assurance.ethics_policy", ``, 110, 1)},
	}
	expiresSoon = finding.Finding{
		Control: "insurance.in_force", Code: "INS-09", Title: "Cover is in force now and stays so through the term",
		Consideration: 2, Severity: finding.High, Status: finding.Pass, Side: finding.VendorSide,
		Answers: []finding.Answer{labelled("cyber-1", says("insurance.policies[2].expires_on", `"2026-12-01"`, 65, 20))},
		Notes:   []finding.Reason{because("the policy cyber-1 ends within 30 days; a renewal certificate is due", "insurance.policies[2].expires_on", 65)},
	}
	signed = finding.Finding{
		Control: "contract.executed", Code: "CON-01", Title: "A signed written contract exists before the vendor touches anything",
		Consideration: 0, Severity: finding.Critical, Status: finding.Deferred, Side: finding.VendorSide,
		Answers:     []finding.Answer{says("contract.status", `"negotiating"`, 9, 11)},
		Remediation: "Sign the agreement and all its attachments before granting access.",
	}
	waivedRating = finding.Finding{
		Control: "insurance.carrier_strength", Code: "INS-13", Title: "The insurer is financially strong",
		Consideration: 2, Severity: finding.Medium, Status: finding.Fail, Side: finding.VendorSide, Waiver: "2026-007", Observed: strings.Repeat("7e", 32),
		Answers:     []finding.Answer{labelled("eo-1", says("insurance.policies[1].carrier.am_best_rating", `"B++"`, 55, 26))},
		Required:    []finding.Requirement{byDefault(parameter{"insurance.am_best_min", "Lowest insurer rating", `"A-"`, "A- or better"}, 41)},
		Remediation: "Ask the vendor to place the cover with a stronger insurer.",
	}
	conflict = finding.Finding{
		Control: "county.flood_plain_data_center", Title: "No data center of the vendor stands in a flood plain",
		Consideration: -1, Severity: finding.Medium, Status: finding.Error, Side: finding.VendorSide,
		Error: "policies/flood.rego:12: eval_conflict_error: complete rules must not produce multiple outputs",
	}
)

var weakened = []finding.Weakening{
	{Control: "insurance.auto_liability", What: "disabled", Reason: "nobody drives for this service", Position: at(memberFile, 22, 5)},
	{Control: "review.ethics", What: "severity medium → low", Position: at(memberFile, 25, 5)},
	{Name: "training.min_completion_percent", What: "lowered from 100 to 90 in T1", Reason: "agreed with the risk pool for 2026", Position: at(memberFile, 12, 14)},
}

var rejected = func() *finding.Report {
	findings := append([]finding.Finding{
		signed, cyberLimits, capFloor, expiresSoon, deductible, waivedRating, recovery, testedOn, ethics, noticePeriod, counselReview, ownControl,
	}, quiet(33, 8)...)
	d := northwoods(finding.Rejected, findings...)
	d.Mode = "pre_award"
	d.Waivers = []finding.Waiver{rating}
	d.IdleWaivers = []finding.IdleWaiver{{
		Waiver: "2025-031", Control: "insurance.cyber_limits", Message: "it expired on 2026-06-30", Position: at(waiversFile, 31, 9),
	}}
	r := run(d)
	r.Weakenings = weakened
	r.Provenance.WaiversSHA256 = strings.Repeat("f6", 32)
	r.IdleWaivers = []finding.IdleWaiver{{
		Waiver: "2026-002", Message: "no profile of this run has the profile_id lakeside-2025", Position: at(waiversFile, 40, 5),
	}}
	return r
}

var rating = finding.Waiver{
	ID: "2026-007", Reason: "The insurer is reinsured in full, and the cover ends with the year.",
	CompensatingControls: []string{"The vendor sends the reinsurer's letter every quarter."},
	ResidualRisk:         "A claim could be paid late.",
	Conditions:           []string{"New cover with an A- insurer by 2027-01-31."},
	RequestedBy:          "Ana Ortiz",
	Approvals:            []finding.Approval{{Name: "Lee Hansen", Role: "county administrator", On: "2026-10-05"}},
	GrantedOn:            "2026-10-05", ExpiresOn: "2027-01-31", Position: at(waiversFile, 4, 5),
}

var approved = func() *finding.Report {
	d := northwoods(finding.Approved, append([]finding.Finding{expiresSoon, deductible}, quiet(44, 8)...)...)
	d.Tier = &finding.Tier{Name: "T3", Reasons: []finding.TierReason{
		{Message: "the vendor is connected through a service on the internet (internet_only_saas)", Answers: []finding.Answer{says("engagement.connectivity.types[0]", `"internet_only_saas"`, 18, 7)}},
	}}
	return run(d)
}

var invalid = func() *finding.Report {
	return run(finding.Decision{
		Profile: finding.Document{File: "vendors/lakeshore.yaml", SHA256: strings.Repeat("2d", 32)}, Vendor: "Lakeshore Software Inc.",
		Verdict: finding.Undecided, Fault: finding.FaultInvalid,
		Problems: []source.Problem{
			{Position: at("vendors/lakeshore.yaml", 17, 5), Message: `there is no field "limts" here`, Hint: `did you mean "limits"?`},
			{Position: at("vendors/lakeshore.yaml", 23, 19), Message: "this has to be one of none, silent, fixed, fees_multiple, greater_of and lesser_of; the file says \"Fixed amount\""},
			{Position: at("vendors/lakeshore.yaml", 31, 17), Message: `"2,000,000" is text, and an amount of money is needed`, Hint: "write 2000000, without quotes, separators or a currency sign; the currency stands once, at the top of the file"},
		},
	})
}

var assumedTier = func() *finding.Report {
	d := northwoods(finding.Rejected, append([]finding.Finding{capFloor}, quiet(20, 0)...)...)
	d.Tier = &finding.Tier{Name: "T2", Assumed: true, Reasons: []finding.TierReason{
		{Message: "it is not said how the vendor is connected to the member's systems", Questions: []string{"engagement.connectivity.types"}},
		{Message: "it is not said how important the service is to the member", Questions: []string{"engagement.criticality"}},
	}}
	return run(d)
}

var noEngagement = func() *finding.Report {
	asked := recovery
	asked.Answers = []finding.Answer{
		says("contract.continuity.rto_hours", `24`, 70, 14),
		{Path: "engagement.max_tolerable_downtime_hours"},
	}
	open := finding.Finding{
		Control: "hipaa.agreement", Code: "HIP-01", Title: "A business associate agreement is signed where health information is involved",
		Consideration: 5, Severity: finding.Critical, Status: finding.Unanswered, Blocking: true, Side: finding.VendorSide,
		Answers:     []finding.Answer{says("contract.hipaa.baa_executed", `false`, 77, 18)},
		AppliesWhen: &finding.Fact{Name: "handles_phi", Value: true, Assumed: true},
		Remediation: "Sign a business associate agreement.",
	}
	fixed := capFloor
	fixed.Answers = capFloor.Answers[:2]
	d := northwoods(finding.Rejected, append([]finding.Finding{fixed, asked, open}, quiet(20, 0)...)...)
	d.Engagement = nil
	d.Tier = &finding.Tier{Name: "T1", Assumed: true, Reasons: []finding.TierReason{
		{Message: "it is not said which classes of data the vendor reaches", Questions: []string{"engagement.data.classes"}},
	}}
	return run(d)
}

var failedPolicy = func() *finding.Report {
	d := northwoods(finding.Undecided, append([]finding.Finding{conflict, cyberLimits}, quiet(12, 3)...)...)
	d.Fault = finding.FaultEvaluation
	d.Problems = []source.Problem{{Position: at("policies/flood.rego", 12, 1), Message: "two bodies of the control give different answers", Hint: "make the bodies exclude each other"}}
	return run(d)
}

var several = func() *finding.Report {
	unreadable := finding.Decision{
		Profile: finding.Document{File: "vendors/pine-data.yaml"}, Verdict: finding.Undecided, Fault: finding.FaultUnreadable,
		Problems: []source.Problem{{Position: source.Position{File: "vendors/pine-data.yaml"}, Message: "the file is larger than 1 MiB", Hint: "leave attachments out of the profile and name them under evidence"}},
	}
	stopped := finding.Decision{
		Profile: finding.Document{File: "vendors/zumbro.yaml"}, Verdict: finding.Undecided, Fault: finding.FaultCancelled,
	}
	bug := finding.Decision{
		Profile: finding.Document{File: "vendors/aurora.yaml"}, Vendor: "Aurora Hosting GmbH & Co. KG", Verdict: finding.Undecided, Fault: finding.FaultInternal,
		Problems: []source.Problem{{Position: source.Position{File: "vendors/aurora.yaml"}, Message: "panic: index out of range [3] with length 3"}},
	}
	again := northwoods(finding.Approved, quiet(52, 2)...)
	again.Profile.File = "vendors/northwoods-renewal.yaml"
	r := run(
		northwoods(finding.Rejected, append([]finding.Finding{capFloor, recovery}, quiet(50, 2)...)...),
		again, invalid().Decisions[0], unreadable, bug, stopped,
	)
	r.Weakenings = weakened[:1]
	r.Complete = false
	return r
}

// hostile is a profile whose author tries everything at once.
var hostile = func() *finding.Report {
	evil := "Northwoods\x1b[2K\rAPPROVED\n::error::x ##[error]x ##vso[task.complete] \u202egnirts\u202c \u200b\ufeff\u2028 \xff\xfe \u009b31m " + strings.Repeat("A", 300)
	f := cyberLimits
	f.Answers = []finding.Answer{labelled("::warning::\x1b]52;c;x\a", says("insurance.policies[0].id", mustJSON(evil), 3, 4))}
	f.Reasons = []finding.Reason{becauseOf("cyber-1"+evil, "the policy \x1b[1mAPPROVED\x1b[0m is not enough: "+evil, "insurance.policies[0].id", 3)}
	excused := waivedRating
	excused.Waiver = evil
	d := northwoods(finding.Rejected, f, excused)
	d.Vendor = evil
	grant := rating
	grant.ID, grant.Reason, grant.RequestedBy, grant.Conditions = evil, evil, evil, []string{evil}
	grant.Approvals = []finding.Approval{{Name: evil, Role: evil, On: "2026-10-05"}}
	d.Waivers = []finding.Waiver{grant}
	d.IdleWaivers = []finding.IdleWaiver{{Waiver: evil, Control: evil, Message: evil, Position: at(waiversFile, 1, 1)}}
	d.Profile.File = "::add-mask::\x1b[1A\nx.yaml"
	return run(d)
}

// odd has the features that the other scenarios lack.
var odd = func() *finding.Report {
	many := finding.Finding{
		Control: "access.grants", Code: "ACC-01", Title: "Access is limited to what the scope needs", Consideration: 9,
		Severity: finding.Critical, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
	}
	for i := range 12 {
		path := fmt.Sprintf("engagement.access.grants[%d].level", i)
		many.Answers = append(many.Answers, says(path, `"admin"`, 100+i, 9))
		many.Reasons = append(many.Reasons, finding.Reason{Message: fmt.Sprintf("the access number %d is wider than needed", i+1), Path: "other"})
	}
	lists := finding.Finding{
		Control: "misc.lists", Code: "MSC-01", Title: "Values of every kind are readable", Consideration: 4,
		Severity: finding.High, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
		Answers: []finding.Answer{
			says("contract.a", `[]`, 1, 1), says("contract.b", `null`, 2, 1), says("contract.c", `""`, 3, 1), says("contract.d", `{"y":[true,1],"x":{}}`, 4, 1),
			says("contract.e", `["a","b","c","d","e","f","g","h","i","j","k","l","m","n"]`, 5, 1),
			says("contract.g", `-1234567.5`, 7, 1), says("contract.h_percent", `95`, 8, 1), says("contract.i", `1`, 9, 1), says("contract.j", `2`, 10, 1),
		},
		Required: []finding.Requirement{
			byMember("member", parameter{"mfa.remote_access_min", "Remote access under MFA", `"all"`, "all"}, 3), byDefault(parameter{"training.min_completion_percent", "Share of staff trained", `100`, "at least 100 %"}, 1),
			{Name: "plain", Title: "Plain", Value: json.RawMessage(`["a",["b"]]`), Text: "all of: a, b", Layer: "bundle"},
			byDefault(parameter{"incident.hours_by_class", "Hours for a class of data", `{}`, "none"}, 1),
		},
		AppliesWhen: &finding.Fact{Name: "reaches_member_data", Value: true, Assumed: true},
	}
	far := finding.Finding{
		Control: "misc.far", Title: "A control without a code that asks many questions", Consideration: 4,
		Severity: finding.Critical, Status: finding.Unanswered, Blocking: true, Side: finding.MemberSide,
	}
	for i := range 11 {
		far.Answers = append(far.Answers, says(fmt.Sprintf("contract.field_%d", i+1), "", 10+i, 3))
	}
	assumed := finding.Finding{
		Control: "misc.assumed", Code: "MSC-02", Title: "Whether this applies is not known", Consideration: 4,
		Severity: finding.High, Status: finding.Unanswered, Blocking: true, Side: finding.VendorSide,
		AppliesWhen: &finding.Fact{Name: "on_site", Value: true, Assumed: true},
	}
	d := northwoods(finding.Rejected, many, lists, far, assumed)
	d.Mode = "monitoring"
	d.Tier.Reasons[0].Answers = append(d.Tier.Reasons[0].Answers, says("engagement.data.classes[2]", `"phi"`, 15, 7))
	d.Tier.Reasons = append(d.Tier.Reasons, finding.TierReason{Message: "a conclusion of the member's own"})
	r := run(d)
	r.Provenance.FailOn = "critical"
	r.Requirements = r.Requirements[:1]
	return r
}

func mustJSON(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

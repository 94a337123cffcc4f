// Package finding is the result model: what one check of one profile found,
// and what a run of many checks found. It is pure data. Formats render it and
// never decide; the engine fills it in and never prints.
//
// The JSON form of a [Report] is the saved form, described by
// schemas/report.json; any other format can be rendered from it again.
package finding

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// Version is the version of the report's JSON form.
const Version = "vendorgate/v1"

// A Status is what became of one control for one profile. Every control of
// the catalogue gets exactly one.
type Status string

// The statuses. Only Pass is a pass; an empty Status is never valid.
const (
	Pass          Status = "pass"
	Fail          Status = "fail"
	Unanswered    Status = "unanswered"
	NotApplicable Status = "not_applicable"
	Deferred      Status = "deferred"
	Error         Status = "error"
)

// Statuses lists every status, the ones that need attention first.
var Statuses = []Status{Error, Fail, Unanswered, Deferred, Pass, NotApplicable}

// A Severity says how much a control that did not pass weighs.
type Severity string

// The severities, heaviest first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Severities lists every severity, heaviest first.
var Severities = []Severity{Critical, High, Medium, Low}

// Weight is 4 for critical down to 1 for low, and 0 for anything else.
func (s Severity) Weight() int {
	switch s {
	case Critical:
		return 4
	case High:
		return 3
	case Medium:
		return 2
	case Low:
		return 1
	}
	return 0
}

// A Verdict is the answer for one profile.
type Verdict string

// The verdicts. Approved is only ever set by [Decide].
const (
	Approved  Verdict = "approved"
	Rejected  Verdict = "rejected"
	Undecided Verdict = "undecided"
)

// A Fault says which class of trouble left a profile undecided; it selects
// the exit code.
type Fault string

// The faults, in the order of the exit code table: the worst first.
const (
	FaultNone       Fault = ""
	FaultInternal   Fault = "internal"   // a bug of ours, a panic
	FaultEvaluation Fault = "evaluation" // a policy failed, or the accounting is incomplete
	FaultUnreadable Fault = "unreadable" // missing, malformed, over a limit or a time limit
	FaultInvalid    Fault = "invalid"    // readable, but not valid against the schema
	FaultCancelled  Fault = "cancelled"  // the run was interrupted before this profile
)

// A Report is the outcome of one run.
type Report struct {
	APIVersion string      `json:"apiVersion"`       // Version
	Kind       string      `json:"kind"`             // "Report"
	Member     *Member     `json:"member,omitempty"` // who asks; nil where no requirements say it
	Decisions  []Decision  `json:"decisions"`        // in input order
	Controls   []Control   `json:"controls"`         // the catalogue in force, in its order
	Weakenings []Weakening `json:"weakenings"`       // what the member switched off or lowered
	Since      *Since      `json:"since,omitempty"`  // nil: everything that was named was checked
	Summary    Summary     `json:"summary"`
	// IdleWaivers are those that were given and are for no profile of the run.
	IdleWaivers  []IdleWaiver `json:"idle_waivers,omitempty"`
	Requirements []Layer      `json:"requirements"` // lowest layer first
	Provenance   Provenance   `json:"provenance"`
	Complete     bool         `json:"complete"` // false only for an interrupted run
}

// Since says that a run left out what had not changed since a revision of the
// repository that the documents lie in.
type Since struct {
	Revision  string `json:"revision"`         // as it was named
	Commit    string `json:"commit,omitempty"` // compared with; none in a repository without commits
	Unchanged int    `json:"unchanged"`        // profiles that were left out
	// Because names the file that bears on every profile and may have changed, so
	// that none was left out.
	Because string `json:"because,omitempty"`
}

// A Member is the local government whose requirements were used.
type Member struct {
	Name  string `json:"name,omitempty"`
	State string `json:"state,omitempty"` // an ISO 3166-2 code, such as US-MN
}

// A Control is one entry of the catalogue: what is the same for every vendor.
type Control struct {
	ID            string              `json:"id"` // insurance.cyber_limits
	Code          string              `json:"code,omitempty"`
	Title         string              `json:"title"`
	Description   string              `json:"description,omitempty"` // why it matters
	Consideration int                 `json:"consideration"`
	Severity      Severity            `json:"severity"` // where no tier or setting changes it
	Side          Side                `json:"side"`
	Remediation   string              `json:"remediation"`
	Request       string              `json:"request,omitempty"`    // the same, said to the vendor
	Guide         string              `json:"guide,omitempty"`      // where the guide asks for it
	Frameworks    map[string][]string `json:"frameworks,omitempty"` // its ids in other catalogues
}

// A Decision is the answer for one profile, and everything that led to it.
type Decision struct {
	Profile    Document         `json:"profile"`
	Engagement *Document        `json:"engagement,omitempty"` // nil: none was given
	Vendor     string           `json:"vendor,omitempty"`     // legal name, as the profile states it
	ProfileID  string           `json:"profile_id,omitempty"`
	Verdict    Verdict          `json:"verdict"`
	Fault      Fault            `json:"fault,omitempty"`
	Problems   []source.Problem `json:"problems,omitempty"` // why it is undecided
	Tier       *Tier            `json:"tier,omitempty"`     // nil when no policy ran
	Mode       string           `json:"mode,omitempty"`     // pre_award, award or monitoring
	Counts     Counts           `json:"counts"`
	Findings   []Finding        `json:"findings"` // one per control, sorted by Sort
	// Waivers are those that cover a finding.
	Waivers []Waiver `json:"waivers,omitempty"`
	// IdleWaivers are for this profile and cover nothing, each with why.
	IdleWaivers []IdleWaiver `json:"idle_waivers,omitempty"`
}

// A Document identifies a file that was checked.
type Document struct {
	File   string `json:"file"`             // as it was named
	SHA256 string `json:"sha256,omitempty"` // of the bytes that were read
}

// A Tier is the risk class of the engagement and why it is that one.
type Tier struct {
	Name string `json:"name"` // T1 (most sensitive) to T4
	// Assumed is true when an unanswered question could still lower the tier.
	Assumed bool         `json:"assumed"`
	Reasons []TierReason `json:"reasons"`
}

// A TierReason is one conclusion about the engagement that set its tier.
type TierReason struct {
	Message string `json:"message"`
	// Answers are the engagement's answers it rests on; none when it is an
	// assumption.
	Answers []Answer `json:"answers,omitempty"`
	// Questions are the engagement fields to answer; set only for an
	// assumption.
	Questions []string `json:"questions,omitempty"`
}

// A Finding is one control's status for one profile.
type Finding struct {
	Control       string        `json:"control"`        // id, such as insurance.cyber_limits
	Code          string        `json:"code,omitempty"` // short reference, such as INS-05
	Title         string        `json:"title"`
	Consideration int           `json:"consideration"` // 0 introduction, 1 to 10 the guide's, -1 the member's own
	Severity      Severity      `json:"severity"`
	Status        Status        `json:"status"`
	Blocking      bool          `json:"blocking"` // this finding alone prevents approval
	Side          Side          `json:"side"`     // who has to act
	Answers       []Answer      `json:"answers,omitempty"`
	Required      []Requirement `json:"required,omitempty"`
	Reasons       []Reason      `json:"reasons,omitempty"` // why it did not pass
	Notes         []Reason      `json:"notes,omitempty"`   // advice, on any status
	Remediation   string        `json:"remediation,omitempty"`
	// AppliesWhen is the fact that decides whether the control applies.
	AppliesWhen *Fact  `json:"applies_when,omitempty"`
	Waiver      string `json:"waiver,omitempty"` // id of the waiver that covers it
	// Observed is the digest of what was seen, by which a waiver is tied to it;
	// only where the status is one that can be waived.
	Observed string `json:"observed,omitempty"`
	Error    string `json:"error,omitempty"` // only with status error
}

// A Waiver is an exception that the member granted and that covers a finding:
// why, by whom and until when.
type Waiver struct {
	ID                   string          `json:"id"`
	Reason               string          `json:"reason"`
	CompensatingControls []string        `json:"compensating_controls,omitempty"`
	ResidualRisk         string          `json:"residual_risk,omitempty"`
	Conditions           []string        `json:"conditions,omitempty"`
	RequestedBy          string          `json:"requested_by"`
	Approvals            []Approval      `json:"approvals"`
	GrantedOn            string          `json:"granted_on"`
	ExpiresOn            string          `json:"expires_on"` // the last day on which it holds
	Position             source.Position `json:"position"`
}

// An Approval says who approved a waiver, in which role and on which day.
type Approval struct {
	Name string `json:"name"`
	Role string `json:"role"`
	On   string `json:"on"`
}

// An IdleWaiver is one that was given and covers nothing: every report tells it,
// so that nobody relies on it.
type IdleWaiver struct {
	Waiver   string          `json:"waiver"`            // its id
	Control  string          `json:"control,omitempty"` // none where it is for no profile of the run
	Message  string          `json:"message"`           // why it covers nothing
	Position source.Position `json:"position"`
}

// Demands are the minimums that somebody has to meet: what people read shows
// these, while the saved form keeps all that the control measured against.
func (f *Finding) Demands() []Requirement {
	return slices.DeleteFunc(slices.Clone(f.Required), func(r Requirement) bool { return r.Aside })
}

// OwnReasons reports whether there are reasons and each is the member's own to
// settle.
func (f *Finding) OwnReasons() bool {
	return len(f.Reasons) > 0 && !slices.ContainsFunc(f.Reasons, func(r Reason) bool { return !r.Own() })
}

// A Side is who has to act on a finding.
type Side string

// The sides.
const (
	VendorSide Side = "vendor"
	MemberSide Side = "member"
)

// An Answer is one value that the profile or the engagement gives.
type Answer struct {
	Path string `json:"path"` // insurance.policies[2].limits.per_claim
	// Value is the JSON of the answer; absent when it is not answered.
	Value json.RawMessage `json:"value,omitempty"`
	// Text is the answer in words where the value does not read well: an amount
	// with its currency, a choice by its proper name.
	Text string `json:"text,omitempty"`
	// Position is where the answer stands or, when it is missing, where it
	// belongs: the nearest enclosing field.
	Position source.Position `json:"position"`
	// Label names the list element it belongs to, for people: "cyber-1".
	Label string `json:"label,omitempty"`
}

// Missing reports whether the question was not answered.
func (a Answer) Missing() bool { return a.Value == nil }

// A Requirement is one minimum that a control measured against.
type Requirement struct {
	Name     string          `json:"name"`  // liability.cap_min
	Title    string          `json:"title"` // Liability cap
	Value    json.RawMessage `json:"value"`
	Text     string          `json:"text"`     // the value in words: "at least 5,000,000 USD"
	Layer    string          `json:"layer"`    // which Layer set it: "default", "member", "member:T1"
	Position source.Position `json:"position"` // where it was set
	// Aside is true for what asks for nothing of its own: it is off, or the
	// control reads it only to weigh something else with. It is no news to a reader.
	Aside bool `json:"aside,omitempty"`
}

// A Reason says which element a control did not pass on, or what to watch.
type Reason struct {
	Message string `json:"message"`
	// Text is the message as people write it, where words of the documents such as
	// api_integration stand in it.
	Text string `json:"text,omitempty"`
	Path string `json:"path,omitempty"`
	// Label names the list element it speaks of, as that of an Answer does.
	Label      string          `json:"label,omitempty"`
	Position   source.Position `json:"position"`
	Unanswered bool            `json:"unanswered,omitempty"`
	// Side is MemberSide where the reason is the member's own to settle; empty
	// otherwise.
	Side Side `json:"side,omitempty"`
}

// Own reports whether the reason is the member's own to settle.
func (r Reason) Own() bool { return r.Side == MemberSide }

// Said is the reason as people write it.
func (r Reason) Said() string { return cmp.Or(r.Text, r.Message) }

// A Fact is a named conclusion about the engagement.
type Fact struct {
	Name    string `json:"name"`
	Value   bool   `json:"value"`
	Assumed bool   `json:"assumed,omitempty"` // nobody answered; the cautious value stands in
}

// A Weakening is something the member switched off, lowered or postponed.
// Every report lists all of them.
type Weakening struct {
	Control  string          `json:"control,omitempty"` // or
	Name     string          `json:"name,omitempty"`    // the requirement
	What     string          `json:"what"`              // "disabled", "severity high → low", ...
	Reason   string          `json:"reason,omitempty"`
	Position source.Position `json:"position"`
}

// A Layer is one source of requirements.
type Layer struct {
	Name    string `json:"name"`              // "default" or "member"
	Version string `json:"version,omitempty"` // the label of this edition
	File    string `json:"file,omitempty"`
	SHA256  string `json:"sha256,omitempty"`
}

// Counts are how many findings have each status.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Unanswered    int `json:"unanswered"`
	NotApplicable int `json:"not_applicable"`
	Deferred      int `json:"deferred"`
	Error         int `json:"error"`
	Waived        int `json:"waived"`
	Blocking      int `json:"blocking"`
	Total         int `json:"total"` // always the size of the catalogue, or 0 when no policy ran
}

// A Summary counts decisions.
type Summary struct {
	Profiles   int `json:"profiles"`
	Approved   int `json:"approved"`
	Rejected   int `json:"rejected"`
	Undecided  int `json:"undecided"`
	Invalid    int `json:"invalid"`    // undecided: not schema-valid
	Unreadable int `json:"unreadable"` // undecided: missing, malformed, over a limit
	Errors     int `json:"errors"`     // undecided: evaluation error or incomplete accounting
	Internal   int `json:"internal"`   // undecided: a bug of ours
	Cancelled  int `json:"cancelled"`  // undecided: interrupted
}

// Provenance says what exactly was run, so that it can be run again.
type Provenance struct {
	Tool           string `json:"tool"`    // vendorgate version
	OPA            string `json:"opa"`     // OPA version
	AsOf           string `json:"as_of"`   // the one date of the run
	FailOn         string `json:"fail_on"` // severity threshold
	Controls       int    `json:"controls"`
	PolicySHA256   string `json:"policy_sha256"`
	SchemaSHA256   string `json:"schema_sha256"`
	SettingsSHA256 string `json:"settings_sha256"`          // effective requirements
	WaiversSHA256  string `json:"waivers_sha256,omitempty"` // of the document; empty: none was given
	KnownAnswers   string `json:"known_answers"`            // "ok": the known-answer test passed
}

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// What a statement is, by the names that in-toto gives it.
const (
	statementType = "https://in-toto.io/Statement/v1"
	testResult    = "https://in-toto.io/attestation/test-result/v0.1"
)

// A Statement is what is attested of one profile: an in-toto statement of
// version 1 whose predicate is a test result of version 0.1. A control that
// passed is a passed test; one that did not and does not block a warned test;
// one that blocks, or could not be judged, a failed test. What does not apply
// is none of them.
//
// The predicate has no field for what is ours, so the verdict and what it rests
// on stand in the annotations of its configuration.
type Statement struct {
	Type          string     `json:"_type"`
	Subject       []Resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     TestResult `json:"predicate"`
}

// A TestResult is the predicate of a [Statement].
type TestResult struct {
	Result        string     `json:"result"` // PASSED, WARNED or FAILED
	Configuration []Resource `json:"configuration"`
	Passed        []string   `json:"passedTests"`
	Warned        []string   `json:"warnedTests"`
	Failed        []string   `json:"failedTests"`
}

// A Resource is a thing with a digest: what in-toto calls a resource descriptor.
type Resource struct {
	Name        string            `json:"name"`
	URI         string            `json:"uri,omitempty"`
	Digest      map[string]string `json:"digest,omitempty"`
	Annotations *Annotations      `json:"annotations,omitempty"`
}

// Annotations say of a resource what in-toto has no field for.
type Annotations struct {
	Role string `json:"role,omitempty"` // of a subject: profile or engagement

	// Of the decision.
	Verdict  finding.Verdict `json:"verdict,omitempty"`
	Fault    finding.Fault   `json:"fault,omitempty"`
	Complete *bool           `json:"complete,omitempty"` // the run came to its end
	Vendor   string          `json:"vendor,omitempty"`
	Tier     string          `json:"tier,omitempty"`
	Mode     string          `json:"mode,omitempty"`
	Counts   *finding.Counts `json:"counts,omitempty"`

	// Of the run.
	Version      string `json:"version,omitempty"`
	OPA          string `json:"opa,omitempty"`
	AsOf         string `json:"as_of,omitempty"`
	FailOn       string `json:"fail_on,omitempty"`
	KnownAnswers string `json:"known_answers,omitempty"`

	Controls int      `json:"controls,omitempty"` // of the policies
	Weakened []string `json:"weakened,omitempty"` // by the requirements
}

// The names of what stands in the configuration of every statement.
const (
	configDecision     = "decision"
	configRun          = "vendorgate"
	configPolicies     = "policies"
	configSchemas      = "schemas"
	configRequirements = "requirements"
	configWaivers      = "waivers"
	configMember       = "requirements of member" // the layer that is the member's own document
)

// The results of a statement. Both PASSED and WARNED are an approval.
const (
	resultPassed = "PASSED"
	resultWarned = "WARNED"
	resultFailed = "FAILED"
)

// intotoRecorder writes a statement a line for each profile. It holds them back
// until the run has come to its end, since one that was interrupted approves
// nobody. A profile that could not be read has no digest, and so no statement.
type intotoRecorder struct {
	w    io.Writer
	head *finding.Report
	made []Statement
}

func recordInToto(w io.Writer, _ Options) Recorder { return &intotoRecorder{w: w} }

func (r *intotoRecorder) Begin(head *finding.Report) error {
	r.head = head
	return nil
}

func (r *intotoRecorder) Decision(d *finding.Decision) error {
	if d.Profile.SHA256 == "" {
		return nil
	}
	s, err := statement(r.head, d)
	r.made = append(r.made, s)
	return err
}

func (r *intotoRecorder) End(whole *finding.Report) error {
	for i := range r.made {
		r.made[i].complete(whole.Complete)
		line, err := compact(r.made[i])
		if err != nil {
			return err
		}
		if err := writeAll(r.w, line, []byte("\n")); err != nil {
			return err
		}
	}
	return nil
}

// Statements returns what there is to attest of a report: one statement for each
// profile that was read, in their order.
func Statements(r *finding.Report) ([]Statement, error) {
	to := &intotoRecorder{w: io.Discard}
	err := record(to, r)
	return to.made, err
}

func statement(head *finding.Report, d *finding.Decision) (Statement, error) {
	digest, err := decisionDigest(head, d)
	if err != nil {
		return Statement{}, err
	}
	p := head.Provenance
	about := &Annotations{Verdict: verdictOf(d), Fault: d.Fault, Vendor: plainly.value(d.Vendor), Mode: plainly.value(d.Mode), Counts: &d.Counts}
	if d.Tier != nil {
		about.Tier = plainly.value(d.Tier.Name)
	}
	s := Statement{
		Type: statementType, PredicateType: testResult,
		Subject: []Resource{subject("profile", d.Profile)},
		Predicate: TestResult{
			Passed: []string{}, Warned: []string{}, Failed: []string{},
			Configuration: []Resource{
				{Name: configDecision, Digest: sha256Digest(digest), Annotations: about},
				{Name: configRun, URI: "pkg:golang/github.com/vendorgate/vendorgate", Annotations: &Annotations{
					Version: p.Tool, OPA: p.OPA, AsOf: p.AsOf, FailOn: p.FailOn, KnownAnswers: p.KnownAnswers,
				}},
				{Name: configPolicies, Digest: sha256Digest(p.PolicySHA256), Annotations: &Annotations{Controls: p.Controls}},
				{Name: configSchemas, Digest: sha256Digest(p.SchemaSHA256)},
				{Name: configRequirements, Digest: sha256Digest(p.SettingsSHA256), Annotations: weakened(head)},
			},
		},
	}
	if d.Engagement != nil && d.Engagement.SHA256 != "" {
		s.Subject = append(s.Subject, subject("engagement", *d.Engagement))
	}
	for _, layer := range head.Requirements {
		if layer.File != "" && layer.SHA256 != "" {
			s.Predicate.Configuration = append(s.Predicate.Configuration, Resource{Name: "requirements of " + plainly.value(layer.Name), Digest: sha256Digest(layer.SHA256)})
		}
	}
	if p.WaiversSHA256 != "" {
		s.Predicate.Configuration = append(s.Predicate.Configuration, Resource{Name: configWaivers, Digest: sha256Digest(p.WaiversSHA256)})
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		tests := &s.Predicate.Failed
		switch sectionOf(f) {
		case passed:
			tests = &s.Predicate.Passed
		case below, deferred, waived:
			tests = &s.Predicate.Warned
		case notInForce:
			continue
		case broken, blocks, asks, sectionCount:
		}
		*tests = append(*tests, plainly.value(f.Control))
	}
	return s, nil
}

// complete says whether the run came to its end, and sets the result: only an
// approval of a whole run is none that failed.
func (s *Statement) complete(whole bool) {
	about := s.Predicate.Configuration[0].Annotations
	about.Complete = &whole
	s.Predicate.Result = s.result()
}

// result is the one result that the rest of a statement allows.
func (s *Statement) result() string {
	about := s.of(configDecision)
	switch {
	case about.Verdict != finding.Approved || about.Fault != finding.FaultNone || about.Complete == nil || !*about.Complete || len(s.Predicate.Failed) > 0:
		return resultFailed
	case len(s.Predicate.Warned) > 0:
		return resultWarned
	}
	return resultPassed
}

func subject(role string, d finding.Document) Resource {
	return Resource{Name: plainly.value(d.File), Digest: sha256Digest(d.SHA256), Annotations: &Annotations{Role: role}}
}

func sha256Digest(sum string) map[string]string {
	return map[string]string{"sha256": plainly.value(sum)}
}

func weakened(head *finding.Report) *Annotations {
	var a Annotations
	for _, w := range head.Weakenings {
		a.Weakened = append(a.Weakened, plainly.weakening(w))
	}
	if a.Weakened == nil {
		return nil
	}
	return &a
}

// decisionDigest is the digest of everything that was decided about a profile:
// of its JSON, in which the documents are named by what they are, so that it is
// the same from whatever folder they are checked.
func decisionDigest(head *finding.Report, d *finding.Decision) (string, error) {
	data, err := compact(d)
	if err != nil {
		return "", err
	}
	var c finding.Decision
	if err := json.Unmarshal(data, &c); err != nil {
		return "", fmt.Errorf("read the decision back: %w", err)
	}
	roles := map[string]string{}
	for _, layer := range head.Requirements {
		if layer.File != "" {
			roles[layer.File] = "requirements"
		}
	}
	if c.Engagement != nil {
		roles[c.Engagement.File] = "engagement"
		c.Engagement.File = "engagement"
	}
	for _, w := range c.Waivers {
		roles[w.Position.File] = configWaivers
	}
	for _, w := range c.IdleWaivers {
		roles[w.Position.File] = configWaivers
	}
	roles[c.Profile.File] = "profile"
	c.Profile.File = "profile"
	eachPosition(&c, func(p *source.Position) {
		if role, ok := roles[p.File]; ok {
			p.File = role
		}
	})
	if data, err = compact(c); err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// eachPosition visits every position in a decision.
func eachPosition(d *finding.Decision, visit func(*source.Position)) {
	answers := func(list []finding.Answer) {
		for i := range list {
			visit(&list[i].Position)
		}
	}
	reasons := func(list []finding.Reason) {
		for i := range list {
			visit(&list[i].Position)
		}
	}
	for i := range d.Problems {
		visit(&d.Problems[i].Position)
	}
	for i := range d.Waivers {
		visit(&d.Waivers[i].Position)
	}
	for i := range d.IdleWaivers {
		visit(&d.IdleWaivers[i].Position)
	}
	if d.Tier != nil {
		for i := range d.Tier.Reasons {
			answers(d.Tier.Reasons[i].Answers)
		}
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		answers(f.Answers)
		reasons(f.Reasons)
		reasons(f.Notes)
		for j := range f.Required {
			visit(&f.Required[j].Position)
		}
	}
}

// ReadStatement reads a statement, and refuses every other: one of another type
// or predicate, with a field that does not exist or stands there twice, without
// what a verdict rests on, or with a result that the rest of it contradicts.
func ReadStatement(data []byte) (*Statement, error) {
	var s Statement
	if err := json.Unmarshal(data, &s, json.RejectUnknownMembers(true), jsonv1.OmitEmptyWithLegacySemantics(true)); err != nil {
		return nil, fmt.Errorf("this is no statement of vendorgate: %w", plainJSON(err))
	}
	switch {
	case s.Type != statementType:
		return nil, fmt.Errorf("the statement is of type %q, want %q", s.Type, statementType)
	case s.PredicateType != testResult:
		return nil, fmt.Errorf("the statement has a predicate of type %q, want %q", s.PredicateType, testResult)
	case len(s.Subject) == 0 || s.role("profile") == "":
		return nil, errors.New("the statement is about no profile")
	}
	for i, r := range s.Predicate.Configuration {
		if slices.ContainsFunc(s.Predicate.Configuration[:i], func(other Resource) bool { return other.Name == r.Name }) {
			return nil, fmt.Errorf("the statement has %q twice", r.Name)
		}
	}
	for _, name := range []string{configDecision, configPolicies, configSchemas, configRequirements} {
		if s.digest(name) == "" {
			return nil, fmt.Errorf("the statement has no digest of the %s", name)
		}
	}
	about := s.of(configDecision)
	switch {
	case about.Complete == nil || !*about.Complete:
		return nil, errors.New("the statement is about a run that was interrupted: it approves nobody")
	case about.Verdict != finding.Approved && about.Verdict != finding.Rejected && about.Verdict != finding.Undecided:
		return nil, fmt.Errorf("the statement has no verdict that exists: %q", about.Verdict)
	case about.Verdict == finding.Approved && (about.Fault != finding.FaultNone || len(s.Predicate.Failed) > 0),
		s.Predicate.Result != s.result():
		return nil, fmt.Errorf("the statement contradicts itself: the verdict is %q and the result %q, with %s",
			about.Verdict, s.Predicate.Result, count(len(s.Predicate.Failed), "failed test"))
	case about.Verdict == finding.Approved && !accounted(about.Counts, s.of(configPolicies).Controls):
		return nil, errors.New("the statement approves without an account of every control")
	case s.AsOf() == "" || s.FailOn() == "":
		return nil, errors.New("the statement does not say of which day it is, or what blocks")
	}
	return &s, nil
}

// accounted reports whether the counts are those of an approval: of every
// control, none of which blocks or could not be judged.
func accounted(c *finding.Counts, controls int) bool {
	return c != nil && controls > 0 && c.Total == controls && c.Blocking == 0 && c.Error == 0 &&
		c.Pass+c.Fail+c.Unanswered+c.NotApplicable+c.Deferred == controls
}

// plainJSON leaves out of a decoder's error how it is put together.
func plainJSON(err error) error {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) && semantic.Err != nil {
		return fmt.Errorf("%w at %q", semantic.Err, string(semantic.JSONPointer))
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) && syntactic.Err != nil {
		return syntactic.Err
	}
	return err
}

// of returns the annotations of a part of the configuration; none are empty.
func (s *Statement) of(name string) Annotations {
	for _, r := range s.Predicate.Configuration {
		if r.Name == name && r.Annotations != nil {
			return *r.Annotations
		}
	}
	return Annotations{}
}

func (s *Statement) digest(name string) string {
	for _, r := range s.Predicate.Configuration {
		if r.Name == name {
			return r.Digest["sha256"]
		}
	}
	return ""
}

// role returns the digest of the subject that is the profile or the engagement.
func (s *Statement) role(role string) string {
	for _, r := range s.Subject {
		if r.Annotations != nil && r.Annotations.Role == role {
			return r.Digest["sha256"]
		}
	}
	return ""
}

// Verdict is what was decided.
func (s *Statement) Verdict() finding.Verdict { return s.of(configDecision).Verdict }

// Fault is what kept the profile from being judged.
func (s *Statement) Fault() finding.Fault { return s.of(configDecision).Fault }

// AsOf is the day of the check.
func (s *Statement) AsOf() string { return s.of(configRun).AsOf }

// FailOn is the lowest severity that blocked.
func (s *Statement) FailOn() string { return s.of(configRun).FailOn }

// Digest is the digest of the decision.
func (s *Statement) Digest() string { return s.digest(configDecision) }

// String says in a line what is attested.
func (s *Statement) String() string {
	about, run := s.of(configDecision), s.of(configRun)
	who := about.Vendor
	if who == "" {
		who = s.Subject[0].Name
	}
	return fmt.Sprintf("%s is %s (%s) as of %s; %s and above block; checked by vendorgate %s",
		plainly.value(who), about.Verdict, s.Predicate.Result, plainly.value(run.AsOf), plainly.value(run.FailOn), plainly.value(run.Version))
}

// A Difference is one thing in which a statement and a later check differ.
type Difference struct {
	// What is the thing, such as "profile".
	What string
	// Attested and Found are its digests or values; empty where there is none.
	Attested, Found string
	// Harmless: the decision does not depend on it where all else is the same.
	Harmless bool
}

// Text says the difference in a line.
func (d Difference) Text() string {
	value := func(s string) string {
		if s == "" {
			return "none"
		}
		return plainly.value(s)
	}
	return fmt.Sprintf("%s: attested %s, found %s", d.What, value(d.Attested), value(d.Found))
}

// Differences compares what was attested with what a check finds now. Nothing
// is left out: without a difference, the decision is the same byte for byte.
func (s *Statement) Differences(now *Statement) []Difference {
	was, is := s.of(configRun), now.of(configRun)
	var found []Difference
	for _, d := range []Difference{
		{"profile", s.role("profile"), now.role("profile"), false},
		{"engagement", s.role("engagement"), now.role("engagement"), false},
		{"requirements", s.digest(configRequirements), now.digest(configRequirements), false},
		{"requirements in their document", s.digest(configMember), now.digest(configMember), false},
		{"waivers", s.digest(configWaivers), now.digest(configWaivers), false},
		{"policies", s.digest(configPolicies), now.digest(configPolicies), false},
		{"schemas", s.digest(configSchemas), now.digest(configSchemas), false},
		{"day of the check", was.AsOf, is.AsOf, false},
		{"severity that blocks", was.FailOn, is.FailOn, false},
		{"verdict", string(s.Verdict()), string(now.Verdict()), false},
		{"result", s.Predicate.Result, now.Predicate.Result, false},
		{"decision", s.Digest(), now.Digest(), false},
		{"version of vendorgate", was.Version, is.Version, true},
		{"version of OPA", was.OPA, is.OPA, true},
	} {
		if d.Attested != d.Found {
			found = append(found, d)
		}
	}
	return found
}

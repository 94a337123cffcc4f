package waiver_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/pkg/waiver"
)

// seen is the digest of a finding of these tests.
const seen = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

var catalogue = waiver.Catalogue{
	Find: func(name string) (waiver.Control, bool) {
		switch name {
		case "liability.cap_reaches_floor", "LIA-02":
			return waiver.Control{ID: "liability.cap_reaches_floor", Waivable: true}, true
		case "insurance.cyber_limits", "INS-05":
			return waiver.Control{ID: "insurance.cyber_limits", Waivable: true}, true
		case "hipaa.agreement", "HIP-01":
			return waiver.Control{ID: "hipaa.agreement"}, true
		}
		return waiver.Control{}, false
	},
	Unknown: func(name string, at source.Position) source.Problem {
		return source.Problem{Position: at, Message: fmt.Sprintf("there is no control %q", name), Hint: "look it up"}
	},
}

// fields are those of a waiver that holds for a high control on 2026-11-23.
func fields(changes ...string) map[string]string {
	out := map[string]string{
		"id":           "2026-014",
		"match":        "{profile_id: acme}",
		"controls":     "[{control: LIA-02, observed: " + seen + "}]",
		"reason":       "The amendment is on its way.",
		"requested_by": "Ana Ortiz",
		"approvals":    "[{name: Lee Hansen, role: administrator, on: 2026-11-02}]",
		"granted_on":   "2026-11-03",
		"expires_on":   "2026-12-31",
	}
	for i := 0; i < len(changes); i += 2 {
		if out[changes[i]] = changes[i+1]; changes[i+1] == "" {
			delete(out, changes[i])
		}
	}
	return out
}

func text(waivers ...map[string]string) string {
	var b strings.Builder
	b.WriteString("apiVersion: vendorgate/v1\nkind: Waivers\nwaivers:\n")
	for _, w := range waivers {
		lead := "- "
		for _, name := range slices.Sorted(maps.Keys(w)) {
			fmt.Fprintf(&b, "%s%s: %s\n", lead, name, w[name])
			lead = "  "
		}
	}
	return b.String()
}

func load(t testing.TB, text string) (*waiver.Set, error) {
	t.Helper()
	doc, err := document.Parse("waivers.yaml", []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return waiver.Load(doc, catalogue)
}

func set(t testing.TB, waivers ...map[string]string) *waiver.Set {
	t.Helper()
	s, err := load(t, text(waivers...))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// decision is one with a finding that is not met and blocks.
func decision(change func(d *finding.Decision)) *finding.Decision {
	d := &finding.Decision{
		ProfileID: "acme", Tier: &finding.Tier{Name: "T1"},
		Findings: []finding.Finding{
			{Control: "insurance.cyber_limits", Code: "INS-05", Severity: finding.Critical, Status: finding.Pass},
			{Control: "liability.cap_reaches_floor", Code: "LIA-02", Severity: finding.High, Status: finding.Fail, Observed: seen},
		},
	}
	if change != nil {
		change(d)
	}
	return d
}

func capFinding(change func(f *finding.Finding)) *finding.Decision {
	return decision(func(d *finding.Decision) { change(&d.Findings[1]) })
}

var today = waiver.Run{AsOf: "2026-11-23", FailOn: finding.Medium}

// TestJudgement: a waiver covers what it was granted for and nothing else, and
// every one that covers nothing says why.
func TestJudgement(t *testing.T) {
	twoRoles := "[{name: Lee Hansen, role: administrator, on: 2026-11-02}, {name: Kim Vang, role: risk manager, on: 2026-11-03}]"
	of := func(s finding.Severity) *finding.Decision {
		return capFinding(func(f *finding.Finding) { f.Severity = s })
	}
	on := func(day string) waiver.Run { return waiver.Run{AsOf: day, FailOn: finding.Medium} }
	for name, tc := range map[string]struct {
		waiver   map[string]string
		decision *finding.Decision
		contract string
		run      waiver.Run
		why      string // empty: it holds
	}{
		"it holds":        {},
		"by the id":       {waiver: fields("controls", "[{control: liability.cap_reaches_floor, observed: "+seen+"}]")},
		"not answered":    {decision: capFinding(func(f *finding.Finding) { f.Status = finding.Unanswered })},
		"another profile": {decision: decision(func(d *finding.Decision) { d.ProfileID = "acme2" }), why: "none"},
		"a longer id":     {waiver: fields("match", "{profile_id: acme-2}"), why: "none"},

		"the day before it holds": {run: on("2026-11-02"), why: "it holds only from 2026-11-03"},
		"the first day":           {run: on("2026-11-03")},
		"the last day":            {run: on("2026-12-31")},
		"the day after":           {run: on("2027-01-01"), why: "it expired on 2026-12-31"},
		"for one day":             {waiver: fields("expires_on", "2026-11-03"), run: on("2026-11-03")},

		"critical, 90 days":  {waiver: fields("expires_on", "2027-02-01", "approvals", twoRoles), decision: of(finding.Critical)},
		"critical, 91 days":  {waiver: fields("expires_on", "2027-02-02", "approvals", twoRoles), decision: of(finding.Critical), why: "it is too long: it ends on 2027-02-02, and for a critical control 90 days after the grant are the most, until 2027-02-01"},
		"high, 180 days":     {waiver: fields("expires_on", "2027-05-02")},
		"high, 181 days":     {waiver: fields("expires_on", "2027-05-03"), why: "it is too long: it ends on 2027-05-03, and for a high control 180 days after the grant are the most, until 2027-05-02"},
		"medium, 365 days":   {waiver: fields("expires_on", "2027-11-03"), decision: of(finding.Medium)},
		"medium, 366 days":   {waiver: fields("expires_on", "2027-11-04"), decision: of(finding.Medium), why: "it is too long: it ends on 2027-11-04, and for a medium control 365 days after the grant are the most, until 2027-11-03"},
		"low, 365 days":      {waiver: fields("expires_on", "2027-11-03"), decision: of(finding.Low), run: waiver.Run{AsOf: "2026-11-23", FailOn: finding.Low}},
		"low, 366 days":      {waiver: fields("expires_on", "2027-11-04"), decision: of(finding.Low), run: waiver.Run{AsOf: "2026-11-23", FailOn: finding.Low}, why: "it is too long: it ends on 2027-11-04, and for a low control 365 days after the grant are the most, until 2027-11-03"},
		"no known severity":  {decision: of("severe"), why: "it is not needed: the control is severe, which does not block this run"},
		"across a leap day":  {waiver: fields("granted_on", "2027-11-03", "expires_on", "2028-11-02"), decision: of(finding.Medium), run: on("2028-02-29")},
		"over a leap day":    {waiver: fields("granted_on", "2027-11-03", "expires_on", "2028-11-03"), decision: of(finding.Medium), run: on("2028-02-29"), why: "it is too long: it ends on 2028-11-03, and for a medium control 365 days after the grant are the most, until 2028-11-02"},
		"too long and ended": {waiver: fields("expires_on", "2027-05-03"), run: on("2027-05-04"), why: "it expired on 2027-05-03; it is too long: it ends on 2027-05-03, and for a high control 180 days after the grant are the most, until 2027-05-02"},

		"critical, one approval":      {decision: of(finding.Critical), why: "a critical control needs the approval of two people with different roles"},
		"critical, two approvals":     {waiver: fields("approvals", twoRoles), decision: of(finding.Critical)},
		"critical, one person twice":  {waiver: fields("approvals", "[{name: Lee Hansen, role: administrator, on: 2026-11-02}, {name: LEE  hansen, role: risk manager, on: 2026-11-02}]"), decision: of(finding.Critical), why: "a critical control needs the approval of two people with different roles"},
		"critical, one role twice":    {waiver: fields("approvals", "[{name: Lee Hansen, role: administrator, on: 2026-11-02}, {name: Kim Vang, role: ' Administrator ', on: 2026-11-02}]"), decision: of(finding.Critical), why: "a critical control needs the approval of two people with different roles"},
		"critical, the third differs": {waiver: fields("approvals", "[{name: Lee Hansen, role: administrator, on: 2026-11-02}, {name: Bo Lund, role: administrator, on: 2026-11-02}, {name: Kim Vang, role: risk manager, on: 2026-11-02}]"), decision: of(finding.Critical)},
		"who asked approves":          {waiver: fields("approvals", "[{name: ana ortiz, role: administrator, on: 2026-11-02}]"), why: "Ana Ortiz asked for it and cannot approve it"},
		"who asked approves as well":  {waiver: fields("approvals", "[{name: Lee Hansen, role: administrator, on: 2026-11-02}, {name: Ana  Ortiz, role: clerk, on: 2026-11-02}, {name: Ana Ortiz, role: buyer, on: 2026-11-02}]"), why: "Ana Ortiz asked for it and cannot approve it"},
		"approved on the day":         {waiver: fields("approvals", "[{name: Lee Hansen, role: administrator, on: 2026-11-03}]")},

		"something else is seen": {decision: capFinding(func(f *finding.Finding) { f.Observed = strings.Repeat("b", 64) }), why: "what it accepted is not what is seen now: the vendor's name, its answers, the minimums or the tier have changed"},
		"nothing is seen":        {decision: capFinding(func(f *finding.Finding) { f.Observed = "" }), why: "what it accepted is not what is seen now: the vendor's name, its answers, the minimums or the tier have changed"},
		"this contract":          {waiver: fields("match", "{profile_id: acme, contract_version_sha256: "+seen+"}"), contract: seen},
		"another contract":       {waiver: fields("match", "{profile_id: acme, contract_version_sha256: "+seen+"}"), contract: strings.Repeat("b", 64), why: "it is for another version of the contract than the profile describes"},
		"contract not told":      {waiver: fields("match", "{profile_id: acme, contract_version_sha256: "+seen+"}"), why: "it is for another version of the contract than the profile describes"},
		"any contract":           {contract: seen},

		"it passes":               {decision: capFinding(func(f *finding.Finding) { f.Status = finding.Pass }), why: "it is not needed: the control passes"},
		"it does not apply":       {decision: capFinding(func(f *finding.Finding) { f.Status = finding.NotApplicable }), why: "it is not needed: the control does not apply"},
		"it is deferred":          {decision: capFinding(func(f *finding.Finding) { f.Status = finding.Deferred }), why: "it is not needed before the award: the control is deferred"},
		"it is an error":          {decision: capFinding(func(f *finding.Finding) { f.Status = finding.Error }), why: "the control could not be judged, and no waiver covers an error"},
		"no known status":         {decision: capFinding(func(f *finding.Finding) { f.Status = "passed" }), why: "the control could not be judged, and no waiver covers an error"},
		"an error after the end":  {decision: capFinding(func(f *finding.Finding) { f.Status = finding.Error }), run: on("2027-01-01"), why: "it expired on 2026-12-31; the control could not be judged, and no waiver covers an error"},
		"below the threshold":     {run: waiver.Run{AsOf: "2026-11-23", FailOn: finding.Critical}, why: "it is not needed: the control is high, which does not block this run"},
		"at the threshold":        {run: waiver.Run{AsOf: "2026-11-23", FailOn: finding.High}},
		"refused documents":       {decision: decision(func(d *finding.Decision) { d.Fault = finding.FaultInvalid }), why: "none"},
		"nothing was evaluated":   {decision: decision(func(d *finding.Decision) { d.Tier = nil }), why: "none"},
		"the finding is missing":  {decision: decision(func(d *finding.Decision) { d.Findings = d.Findings[:1] }), why: "none"},
		"there are no findings":   {decision: decision(func(d *finding.Decision) { d.Findings = nil }), why: "none"},
		"another control's waive": {waiver: fields("controls", "[{control: INS-05, observed: "+seen+"}]"), why: "it is not needed: the control passes"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.waiver == nil {
				tc.waiver = fields()
			}
			if tc.decision == nil {
				tc.decision = decision(nil)
			}
			if tc.run.AsOf == "" {
				tc.run = today
			}
			d := tc.decision
			before := slices.Clone(d.Findings)
			set(t, tc.waiver).Apply(d, tc.contract, tc.run)
			if why := told(d); why != cmpOr(tc.why, "") {
				t.Errorf("it says %q, want %q", why, tc.why)
			}
			if tc.why == "" {
				before[1].Waiver = "2026-014"
			}
			if diff := cmp.Diff(before, d.Findings); diff != "" {
				t.Errorf("the findings differ (-want +got):\n%s", diff)
			}
			if holds := len(d.Waivers) == 1; holds != (tc.why == "") {
				t.Errorf("the decision names the waivers %+v", d.Waivers)
			}
		})
	}
}

func cmpOr(why, none string) string {
	if why == "none" {
		return none
	}
	return why
}

func told(d *finding.Decision) string {
	var why []string
	for _, w := range d.IdleWaivers {
		why = append(why, w.Message)
	}
	return strings.Join(why, " | ")
}

// TestWhatADecisionSays: the waiver is told whole, with its place, and what a
// caller does with it changes nothing for the next.
func TestWhatADecisionSays(t *testing.T) {
	s := set(t, fields("compensating_controls", "[backups]", "conditions", "[by June]", "residual_risk", "some"))
	want := []finding.Waiver{{
		ID: "2026-014", Reason: "The amendment is on its way.", CompensatingControls: []string{"backups"}, Conditions: []string{"by June"},
		ResidualRisk: "some", RequestedBy: "Ana Ortiz", GrantedOn: "2026-11-03", ExpiresOn: "2026-12-31",
		Approvals: []finding.Approval{{Name: "Lee Hansen", Role: "administrator", On: "2026-11-02"}},
		Position:  source.Position{File: "waivers.yaml", Line: 4, Column: 3},
	}}
	for range 2 {
		d := decision(nil)
		s.Apply(d, "", today)
		if diff := cmp.Diff(want, d.Waivers); diff != "" {
			t.Fatalf("the waivers differ (-want +got):\n%s", diff)
		}
		w := d.Waivers[0]
		w.CompensatingControls[0], w.Conditions[0], w.Approvals[0].Name = "x", "x", "x"
	}
	d := decision(nil)
	s.Apply(d, "", waiver.Run{AsOf: "2027-01-01", FailOn: finding.Medium})
	idle := []finding.IdleWaiver{{
		Waiver: "2026-014", Control: "liability.cap_reaches_floor", Message: "it expired on 2026-12-31",
		Position: source.Position{File: "waivers.yaml", Line: 7, Column: 14},
	}}
	if diff := cmp.Diff(idle, d.IdleWaivers); diff != "" {
		t.Errorf("the idle waivers differ (-want +got):\n%s", diff)
	}
}

// TestEachAlone: of two waivers each is judged as if it stood alone; the first
// that holds is named.
func TestEachAlone(t *testing.T) {
	both := "[{control: LIA-02, observed: " + seen + "}, {control: INS-05, observed: " + seen + "}]"
	cyberFails := decision(func(d *finding.Decision) { d.Findings[0].Status, d.Findings[0].Observed = finding.Fail, seen })
	for name, tc := range map[string]struct {
		waivers  []map[string]string
		decision *finding.Decision
		waived   []string // of the two findings
		idle     string
	}{
		"the first holds":    {[]map[string]string{fields(), fields("id", "b", "expires_on", "2026-11-10")}, nil, []string{"", "2026-014"}, "it expired on 2026-11-10; it is not needed: the waiver 2026-014 covers the finding already"},
		"the second holds":   {[]map[string]string{fields("id", "a", "expires_on", "2026-11-10"), fields()}, nil, []string{"", "2026-014"}, "it expired on 2026-11-10"},
		"both hold":          {[]map[string]string{fields(), fields("id", "b")}, nil, []string{"", "2026-014"}, "it is not needed: the waiver 2026-014 covers the finding already"},
		"one after another":  {[]map[string]string{fields("expires_on", "2026-11-22"), fields("id", "b", "granted_on", "2026-11-24")}, nil, []string{"", ""}, "it expired on 2026-11-22 | it holds only from 2026-11-24"},
		"an approval apiece": {[]map[string]string{fields("controls", "[{control: INS-05, observed: "+seen+"}]"), fields("id", "b", "controls", "[{control: INS-05, observed: "+seen+"}]", "approvals", "[{name: Kim Vang, role: risk manager, on: 2026-11-02}]")}, cyberFails, []string{"", ""}, "a critical control needs the approval of two people with different roles | a critical control needs the approval of two people with different roles"},
		"half of one":        {[]map[string]string{fields("controls", both)}, nil, []string{"", "2026-014"}, "it is not needed: the control passes"},
	} {
		t.Run(name, func(t *testing.T) {
			d := decision(nil)
			if tc.decision != nil {
				d = tc.decision
			}
			set(t, tc.waivers...).Apply(d, "", today)
			if got := []string{d.Findings[0].Waiver, d.Findings[1].Waiver}; !slices.Equal(got, tc.waived) {
				t.Errorf("waived by %q, want %q", got, tc.waived)
			}
			if why := told(d); why != tc.idle {
				t.Errorf("it says %q, want %q", why, tc.idle)
			}
		})
	}
}

// TestRefused: a document with a fault gives no waivers at all, and every fault
// is told with its place.
func TestRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"a control that does not exist": {text(fields("controls", "[{control: LIA-22, observed: "+seen+"}]")), []string{`waivers.yaml:5:24: there is no control "LIA-22"`}},
		"a duty set by law":             {text(fields("controls", "[{control: HIP-01, observed: "+seen+"}]")), []string{"waivers.yaml:5:24: the control hipaa.agreement is a duty set by law: nobody can waive it"}},
		"one control twice":             {text(fields("controls", "[{control: LIA-02, observed: "+seen+"}, {control: liability.cap_reaches_floor, observed: "+strings.Repeat("b", 64)+"}]")), []string{"waivers.yaml:5:119: the waiver names the control liability.cap_reaches_floor twice"}},
		"one id twice":                  {text(fields(), fields()), []string{"waivers.yaml:16:7: the waiver 2026-014 is there twice, first at waivers.yaml:8:7"}},
		"an end before the grant":       {text(fields("expires_on", "2026-11-02")), []string{"waivers.yaml:6:15: the waiver ends on 2026-11-02, before it is granted on 2026-11-03"}},
		"an approval after the grant":   {text(fields("approvals", "[{name: Lee Hansen, role: administrator, on: 2026-11-04}]")), []string{"waivers.yaml:4:59: this approval is of 2026-11-04, and the waiver is granted on 2026-11-03 already"}},
		"every fault of a file": {text(fields("controls", "[{control: HIP-01, observed: "+seen+"}, {control: LIA-22, observed: "+seen+"}]", "expires_on", "2026-11-02")), []string{
			"waivers.yaml:5:24: the control hipaa.agreement is a duty set by law: nobody can waive it",
			`waivers.yaml:5:119: there is no control "LIA-22"`,
			"waivers.yaml:6:15: the waiver ends on 2026-11-02, before it is granted on 2026-11-03",
		}},
		"no end":             {text(fields("expires_on", "")), []string{`waivers.yaml:4:3: missing field "expires_on" in waivers[0]`}},
		"no such day":        {text(fields("expires_on", "2026-02-30")), []string{`waivers.yaml:6:15: waivers[0].expires_on is "2026-02-30": want a date such as 2026-07-01`}},
		"no approval":        {text(fields("approvals", "[]")), []string{"waivers.yaml:4:14: waivers[0].approvals has no entries: want at least 1"}},
		"no control":         {text(fields("controls", "[]")), []string{"waivers.yaml:5:13: waivers[0].controls has no entries: want at least 1"}},
		"every control":      {text(fields("controls", "[{control: '*', observed: "+seen+"}]")), []string{`waivers.yaml:5:24: waivers[0].controls[0].control is "*", which this field cannot hold`}},
		"controls by prefix": {text(fields("controls", "[{control: LIA, observed: "+seen+"}]")), []string{`waivers.yaml:5:24: waivers[0].controls[0].control is "LIA", which this field cannot hold`}},
		"every profile":      {text(fields("match", "{profile_id: '*'}")), []string{`waivers.yaml:9:23: waivers[0].match.profile_id is "*", which this field cannot hold`}},
		"for nobody":         {text(fields("match", "{}")), []string{`waivers.yaml:9:10: missing field "profile_id" in waivers[0].match`}},
		"no reason":          {text(fields("reason", "' '")), []string{`waivers.yaml:10:11: waivers[0].reason is " ", which this field cannot hold`}},
		"nothing accepted":   {text(fields("controls", "[{control: LIA-02}]")), []string{`waivers.yaml:5:14: missing field "observed" in waivers[0].controls[0]`}},
		"an unknown field":   {text(fields("max_uses", "3")), []string{`waivers.yaml:10:3: unknown field "max_uses" in waivers[0]`}},
		"another document":   {"apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\n", []string{`waivers.yaml:1:1: missing field "waivers"`, `waivers.yaml:2:7: kind is "Requirements": want "Waivers"`, `waivers.yaml:3:1: unknown field "currency"`}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := load(t, tc.text)
			var problems source.Problems
			if !errors.As(err, &problems) || s != nil {
				t.Fatalf("%v, want problems", err)
			}
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s\n%s", diff, tc.text)
			}
		})
	}
}

// TestTally: a waiver for none of the profiles of a run is told, with what else
// is wrong with it.
func TestTally(t *testing.T) {
	s := set(t, fields(), fields("id", "b", "match", "{profile_id: lakeside}", "expires_on", "2026-11-10"))
	tally := s.Tally()
	tally.Add("somebody-else")
	tally.Add("acme")
	want := []finding.IdleWaiver{{
		Waiver: "b", Message: "no profile of this run has the profile_id lakeside; it expired on 2026-11-10",
		Position: source.Position{File: "waivers.yaml", Line: 12, Column: 3},
	}}
	if diff := cmp.Diff(want, tally.Unmatched("2026-11-23")); diff != "" {
		t.Errorf("unmatched (-want +got):\n%s", diff)
	}
	tally.Add("lakeside")
	if got := tally.Unmatched("2026-11-23"); got != nil {
		t.Errorf("unmatched when every profile was there: %v", got)
	}
	if got := s.Tally().Unmatched("2026-11-09"); len(got) != 2 {
		t.Errorf("unmatched in a run without profiles: %v", got)
	}
}

// TestNone: a run without waivers is as if there were no such thing.
func TestNone(t *testing.T) {
	var none *waiver.Set
	d := decision(nil)
	none.Apply(d, "", today)
	if diff := cmp.Diff(decision(nil), d); diff != "" || none.Digest() != "" || none.Tally().Unmatched("2026-11-23") != nil {
		t.Errorf("no waivers change something: %s", diff)
	}
	empty, err := load(t, "apiVersion: vendorgate/v1\nkind: Waivers\nwaivers: []\n")
	if err != nil {
		t.Fatal(err)
	}
	if empty.Digest() == "" || empty.Tally().Unmatched("2026-11-23") != nil {
		t.Error("an empty list of waivers is no document")
	}
}

// TestObserved: everything that bears on a finding changes the digest by which
// a waiver is tied to it, and nothing else does.
func TestObserved(t *testing.T) {
	observed := func(tier string, change func(f *finding.Finding)) string {
		f := finding.Finding{
			Control: "liability.cap_reaches_floor", Severity: finding.High, Status: finding.Fail,
			Answers: []finding.Answer{
				{Path: "contract.liability.cap_kind", Value: json.RawMessage(`"fixed"`), Position: source.Position{File: "a.yaml", Line: 1}},
				{Path: "contract.liability.cap_amount", Value: json.RawMessage(`2000000`)},
			},
			Required: []finding.Requirement{{Name: "liability.cap_min", Value: json.RawMessage(`5000000`), Text: "at least 5,000,000 USD"}},
			Reasons:  []finding.Reason{{Path: "a", Message: "x"}, {Path: "b", Message: "y"}, {Path: "b", Unanswered: true}},
		}
		if change != nil {
			change(&f)
		}
		return waiver.Observed("Acme", tier, &f)
	}
	base := observed("T1", nil)
	if empty := (finding.Finding{}); waiver.Observed("Acme", "T1", &empty) == waiver.Observed("Acme Two", "T1", &empty) {
		t.Error("another vendor has the same digest")
	}
	if empty := (finding.Finding{}); waiver.Observed("a1 b", "c", &empty) == waiver.Observed("a", "b1 c", &empty) {
		t.Error("a part of one thing passes for a part of the next")
	}
	for name, digest := range map[string]string{
		"another tier":          observed("T2", nil),
		"another control":       observed("T1", func(f *finding.Finding) { f.Control += "2" }),
		"not answered any more": observed("T1", func(f *finding.Finding) { f.Status = finding.Unanswered }),
		"a worse answer":        observed("T1", func(f *finding.Finding) { f.Answers[1].Value = json.RawMessage("1000000") }),
		"an answer taken back":  observed("T1", func(f *finding.Finding) { f.Answers = f.Answers[:1] }),
		"an answer more": observed("T1", func(f *finding.Finding) {
			f.Answers = append(f.Answers, finding.Answer{Path: "z", Value: json.RawMessage("1")})
		}),
		"an answer that is gone": observed("T1", func(f *finding.Finding) { f.Answers[1].Value = nil }),
		"the answer elsewhere":   observed("T1", func(f *finding.Finding) { f.Answers[1].Path += "2" }),
		"a letter further on": observed("T1", func(f *finding.Finding) {
			f.Answers[1].Path, f.Answers[1].Value = "contract.liability.cap_amount2", json.RawMessage("000000")
		}),
		"a minimum of another name": observed("T1", func(f *finding.Finding) { f.Required[0].Name = "liability.super_cap_min" }),
		"a reason elsewhere":        observed("T1", func(f *finding.Finding) { f.Reasons[0].Path = "aa" }),
		"a minimum for an answer": observed("T1", func(f *finding.Finding) {
			f.Required = append([]finding.Requirement{{Name: f.Answers[0].Path, Value: f.Answers[0].Value}}, f.Required...)
			f.Answers = f.Answers[1:]
		}),
		"another minimum":        observed("T1", func(f *finding.Finding) { f.Required[0].Value = json.RawMessage("10000000") }),
		"a minimum more":         observed("T1", func(f *finding.Finding) { f.Required = append(f.Required, finding.Requirement{Name: "z"}) }),
		"one more reason":        observed("T1", func(f *finding.Finding) { f.Reasons = append(f.Reasons, finding.Reason{Path: "c"}) }),
		"the same place twice":   observed("T1", func(f *finding.Finding) { f.Reasons = append(f.Reasons, finding.Reason{Path: "a"}) }),
		"one that is a question": observed("T1", func(f *finding.Finding) { f.Reasons[0].Unanswered = true }),
	} {
		if digest == base || len(digest) != 64 {
			t.Errorf("%s: the digest is %s, as before", name, digest)
		}
	}
	for name, change := range map[string]func(f *finding.Finding){
		"another line":      func(f *finding.Finding) { f.Answers[0].Position.Line = 7 },
		"another order":     func(f *finding.Finding) { slices.Reverse(f.Answers); slices.Reverse(f.Reasons) },
		"other words":       func(f *finding.Finding) { f.Reasons[0].Message, f.Required[0].Text, f.Title = "z", "z", "z" },
		"a label":           func(f *finding.Finding) { f.Answers[0].Label = "z" },
		"another severity":  func(f *finding.Finding) { f.Severity = finding.Critical },
		"advice":            func(f *finding.Finding) { f.Notes = []finding.Reason{{Message: "z"}} },
		"a waiver already":  func(f *finding.Finding) { f.Waiver = "z" },
		"another layer":     func(f *finding.Finding) { f.Required[0].Layer = "member" },
		"where a reason is": func(f *finding.Finding) { f.Reasons[0].Position.Line = 9 },
	} {
		if got := observed("T1", change); got != base {
			t.Errorf("%s changes the digest", name)
		}
	}
}

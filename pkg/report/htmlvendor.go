package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// htmlVendor is what a page says of one vendor.
type htmlVendor struct {
	ID, Name, File, Engagement string
	Brief                      bool // only the codes of what is open
	Decision                   htmlDecision
	Tier                       *htmlTier
	Mode                       string
	Problems                   []htmlProblem
	Errors                     []findingShown
	Vendor, VendorAsked        []htmlGroup // the vendor's to put right, and to answer
	Member                     []htmlGroup // the member's own homework
	Advice, Deferred, Waived   []findingShown
	Watch                      []reasonShown
	Passed, NotInForce         []findingShown
	Tiles                      []htmlTile
	Open                       []findingShown // all that blocks, in a brief entry
	Idle                       []reasonShown  // waivers that cover nothing
}

// htmlDecision is the verdict in words for each place where it stands.
type htmlDecision struct {
	Class, Mark, Word, Says, Why string
	rank                         int
}

type htmlTier struct {
	Heading   string
	Assumed   bool
	Reasons   []reasonShown
	Questions []string
}

type htmlProblem struct{ Place, Message, Hint string }

// htmlGroup is a consideration with the findings it heads, worst first.
type htmlGroup struct {
	Name     string
	Findings []findingShown
	weight   int
}

type findingShown struct {
	Anchor, Code, Title, Severity, Status string
	Has, Knows                            []answerShown // the profile's and the engagement's answers
	More                                  int
	Needs                                 []needShown
	Reasons                               []reasonShown
	MoreReasons                           int
	VendorAnswers, MemberAnswers          []answerShown // the missing ones
	Settled                               string        // when only the engagement can tell whether it applies
	Remediation, Waiver, Error, Applies   string
	Own                                   bool
	Grant                                 []htmlPair // what the waiver says
	Raw                                   string     // what it is in spite of the waiver
}

type answerShown struct{ Name, Value, Place string }

type needShown struct{ Text, SetBy string }

type reasonShown struct{ Text, Place string }

type htmlWeakening struct{ What, How, Reason, Place string }

type htmlPair struct{ Name, Value string }

type htmlTile struct {
	N           int
	Label, Kind string
}

func htmlVendorOf(p *printer, d *finding.Decision) *htmlVendor {
	v := &htmlVendor{File: p.value(d.Profile.File), Name: p.value(d.Vendor), Mode: modes[d.Mode]}
	if d.Vendor == "" {
		v.Name = v.File
	}
	if d.Engagement != nil {
		v.Engagement = p.value(d.Engagement.File)
	}
	var sections [sectionCount][]*finding.Finding
	for i := range d.Findings {
		f := &d.Findings[i]
		sections[sectionOf(f)] = append(sections[sectionOf(f)], f)
	}
	var vendor, member, asked []*finding.Finding
	for _, f := range slices.Concat(sections[blocks], sections[asks]) {
		byVendor, _ := actors(f)
		switch {
		case !byVendor:
			member = append(member, f)
		case f.Status == finding.Unanswered:
			asked = append(asked, f)
		default:
			vendor = append(vendor, f)
		}
	}
	v.Vendor, v.VendorAsked, v.Member = htmlGroups(p, vendor), htmlGroups(p, asked), htmlGroups(p, member)
	v.Errors = shownFindings(p, sections[broken])
	v.Open = shownFindings(p, slices.Concat(sections[broken], sections[blocks], sections[asks]))
	v.Advice = shownFindings(p, sections[below])
	v.Deferred = shownFindings(p, sections[deferred])
	v.Waived = shownFindings(p, sections[waived])
	for i, f := range sections[waived] {
		pairs, at := p.grantOf(d, f)
		for _, pair := range append(pairs, htmlPair{"stands in", p.linePlace(at)}) {
			v.Waived[i].Grant = append(v.Waived[i].Grant, htmlPair{upperFirst(pair.Name), pair.Value})
		}
		v.Waived[i].Raw = "not met"
		if f.Status == finding.Unanswered {
			v.Waived[i].Raw = "unanswered"
		}
	}
	v.Idle = htmlIdle(p, d, d.IdleWaivers)
	v.Passed = shownFindings(p, sections[passed])
	v.NotInForce = shownFindings(p, sections[notInForce])
	for i := range d.Findings {
		for _, note := range d.Findings[i].Notes {
			v.Watch = append(v.Watch, reasonShown{
				Text: p.code(&d.Findings[i]) + ": " + p.sentence(note.Said()), Place: p.linePlace(note.Position),
			})
		}
	}
	for _, problem := range d.Problems {
		v.Problems = append(v.Problems, htmlProblem{
			Place: p.place(problem.Position), Message: p.sentence(problem.Message), Hint: p.sentence(problem.Hint),
		})
	}
	v.Decision = htmlDecisionOf(d, len(vendor), len(asked), len(member))
	v.Tier = htmlTierOf(p, d)
	v.tiles(sections)
	return v
}

// tiles are the counts at a glance; what there is none of is left out, but for
// what blocks and what passed.
func (v *htmlVendor) tiles(sections [sectionCount][]*finding.Finding) {
	for _, tile := range []struct {
		s           section
		label, kind string
		always      bool
	}{
		{broken, "could not be judged", "undecided", false},
		{blocks, "not met and blocking", "rejected", true},
		{asks, "unanswered and blocking", "undecided", true},
		{below, "advice only", "quiet", false},
		{deferred, "due at signature", "quiet", false},
		{waived, "waived", "quiet", false},
		{passed, "passed", "approved", true},
		{notInForce, "not applicable", "quiet", false},
	} {
		if n := len(sections[tile.s]); n > 0 || tile.always {
			kind := tile.kind
			if n == 0 {
				kind = "quiet"
			}
			v.Tiles = append(v.Tiles, htmlTile{N: n, Label: tile.label, Kind: kind})
		}
	}
	if len(v.Passed)+len(v.Open)+len(v.NotInForce)+len(v.Advice)+len(v.Deferred)+len(v.Waived) == 0 {
		v.Tiles = nil
	}
}

func htmlDecisionOf(d *finding.Decision, vendor, asked, member int) htmlDecision {
	switch d.Verdict {
	case finding.Approved:
		says := "Nothing that would block approval was found."
		if d.Counts.Waived > 0 {
			says = fmt.Sprintf("Nothing blocks approval, because %s waived for now.", isOrAre(d.Counts.Waived, "point"))
		}
		return htmlDecision{Class: "approved", Mark: "✓", Word: "Approved", rank: 3, Says: says}
	case finding.Rejected:
		var parts []string
		for _, part := range []struct {
			n    int
			noun string
			tail string
		}{
			{vendor, "point", "for the vendor to put right"},
			{asked, "question", "for the vendor to answer"},
			{member, "point", "for the member itself to settle"},
		} {
			if part.n > 0 {
				parts = append(parts, count(part.n, part.noun)+" "+part.tail)
			}
		}
		return htmlDecision{
			Class: "rejected", Mark: "✗", Word: "Not approved", rank: 2,
			Says: "Approval is blocked by " + sentenceList(parts) + ".",
		}
	case finding.Undecided:
	}
	return htmlDecision{
		Class: "undecided", Mark: "!", Word: "Undecided", rank: 1,
		Says: "No decision was reached, so this vendor is not approved.",
		Why:  undecidedBecause(d.Fault),
	}
}

// isOrAre is "1 point is" and "2 points are".
func isOrAre(n int, noun string) string {
	if n == 1 {
		return count(n, noun) + " is"
	}
	return count(n, noun) + " are"
}

// sentenceList is "a, b and c".
func sentenceList(parts []string) string {
	if len(parts) < 2 {
		return orNone(parts)
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

func htmlTierOf(p *printer, d *finding.Decision) *htmlTier {
	if d.Tier == nil {
		return nil
	}
	t := &htmlTier{Heading: "Tier " + p.value(d.Tier.Name), Assumed: d.Tier.Assumed}
	if rank, known := tierRanks[d.Tier.Name]; known {
		t.Heading += ", " + rank
	}
	if d.Engagement == nil {
		t.Reasons = []reasonShown{{Text: "No engagement was given, so the strictest tier stands and whatever might apply does. " +
			"The engagement says what this purchase is about; it may well lower the bar."}}
		return t
	}
	for _, reason := range d.Tier.Reasons {
		r := reasonShown{Text: p.sentence(reason.Message)}
		if len(reason.Answers) > 0 {
			r.Place = p.linePlace(reason.Answers[0].Position)
		}
		t.Reasons = append(t.Reasons, r)
		for _, q := range reason.Questions {
			t.Questions = append(t.Questions, p.value(inDocument(q)))
		}
	}
	return t
}

// htmlGroups puts findings under their considerations: the one with the heaviest
// finding first, and of equally heavy ones the one with the most.
func htmlGroups(p *printer, findings []*finding.Finding) []htmlGroup {
	var groups []htmlGroup
	for _, group := range byConsideration(findings) {
		slices.SortStableFunc(group, heaviestFirst)
		groups = append(groups, htmlGroup{
			Name: finding.ConsiderationHeading(group[0].Consideration), Findings: shownFindings(p, group), weight: group[0].Severity.Weight()*1000 + len(group),
		})
	}
	slices.SortStableFunc(groups, func(a, b htmlGroup) int { return cmp.Compare(b.weight, a.weight) })
	return groups
}

func heaviestFirst(a, b *finding.Finding) int {
	return cmp.Compare(b.Severity.Weight(), a.Severity.Weight())
}

func shownFindings(p *printer, findings []*finding.Finding) []findingShown {
	out := make([]findingShown, len(findings))
	for i, f := range findings {
		out[i] = shownFinding(p, f)
	}
	return out
}

// shownReasons is how many reasons of one finding are shown.
const shownReasons = 8

func shownFinding(p *printer, f *finding.Finding) findingShown {
	out := findingShown{
		Anchor: anchor(f.Control), Code: p.code(f), Title: p.sentence(f.Title), Severity: p.value(string(f.Severity)),
		Status: statusWords(f), Own: f.Side == finding.MemberSide, Waiver: p.value(f.Waiver), Applies: appliesBecause(p, f),
	}
	switch {
	case f.Status == finding.Error:
		out.Error = p.sentence(f.Error)
	case sectionOf(f) == broken:
		out.Error = fmt.Sprintf("there is no status %q", string(f.Status))
		out.Error = p.sentence(out.Error)
	}
	if f.Status == finding.NotApplicable {
		return out
	}
	chosen, left := p.choose(f)
	out.More = left
	names, fieldUnits := p.names(chosen)
	for i, a := range chosen {
		shown := answerShown{Name: names[i], Value: p.answer(a, fieldUnits[i]), Place: p.linePlace(a.Position)}
		if _, inEngagement := engagementPath(a.Path); inEngagement {
			out.Knows = append(out.Knows, shown)
		} else {
			out.Has = append(out.Has, shown)
		}
	}
	for _, r := range f.Demands() {
		out.Needs = append(out.Needs, needShown{Text: p.requirement(r), SetBy: p.setBy(r)})
	}
	if f.Status == finding.Pass {
		return out
	}
	for i, r := range f.Reasons {
		if i == shownReasons && len(f.Reasons) > shownReasons+1 {
			out.MoreReasons = len(f.Reasons) - i
			break
		}
		out.Reasons = append(out.Reasons, reasonShown{Text: p.reason(r), Place: p.linePlace(r.Position)})
	}
	out.Remediation = p.sentence(f.Remediation)
	if f.Status != finding.Unanswered {
		return out
	}
	for _, a := range f.Answers {
		if !a.Missing() {
			continue
		}
		missing := answerShown{Name: p.value(inDocument(a.Path)), Value: p.value(a.Label), Place: p.linePlace(a.Position)}
		if _, inEngagement := engagementPath(a.Path); inEngagement {
			out.MemberAnswers = append(out.MemberAnswers, missing)
		} else {
			out.VendorAnswers = append(out.VendorAnswers, missing)
		}
	}
	if len(out.VendorAnswers)+len(out.MemberAnswers)+len(out.Reasons) == 0 {
		out.Settled = "whether this applies depends on what the engagement does not say yet"
		if f.AppliesWhen != nil {
			out.Settled += ": " + words(p.value(f.AppliesWhen.Name))
		}
	}
	return out
}

// statusWords says what became of a control, for people.
func statusWords(f *finding.Finding) string {
	switch sectionOf(f) {
	case broken:
		return "could not be judged"
	case blocks:
		return "not met"
	case asks:
		return "unanswered"
	case below:
		if f.Status == finding.Unanswered {
			return "unanswered, advice"
		}
		return "not met, advice"
	case deferred:
		return "due at signature"
	case waived:
		return "waived"
	case passed:
		return "passed"
	case notInForce, sectionCount:
	}
	return "not applicable"
}

// appliesBecause is why a control is not in force.
func appliesBecause(p *printer, f *finding.Finding) string {
	switch {
	case f.Status != finding.NotApplicable:
		return ""
	case f.AppliesWhen == nil || f.AppliesWhen.Value:
		return "the requirements do not ask for it in this tier, or not yet, or not at all"
	}
	return words(p.value(f.AppliesWhen.Name)) + ": no, says the engagement"
}

// htmlIdle lists the waivers that cover nothing.
func htmlIdle(p *printer, d *finding.Decision, waivers []finding.IdleWaiver) []reasonShown {
	var out []reasonShown
	for i, w := range waivers {
		if i == mostIdle {
			return append(out, reasonShown{Text: fmt.Sprintf("and %d more, which the JSON report names", len(waivers)-i)})
		}
		out = append(out, reasonShown{Text: p.idle(d, w), Place: p.linePlace(w.Position)})
	}
	return out
}

func htmlWeakenings(p *printer, weakenings []finding.Weakening) []htmlWeakening {
	var out []htmlWeakening
	for _, w := range weakenings {
		what := w.Control
		if what == "" {
			what = w.Name
		}
		out = append(out, htmlWeakening{
			What: p.value(what), How: p.sentence(w.What), Reason: p.sentence(w.Reason), Place: p.linePlace(w.Position),
		})
	}
	return out
}

// failOn says in words from which severity on a control blocks.
func failOn(p *printer, threshold string) string {
	switch threshold {
	case "":
		return ""
	case string(finding.Critical):
		return "critical controls block approval"
	}
	return "controls of " + p.value(threshold) + " severity and above block approval"
}

// htmlProvenance is what has to be known to run the check again.
func htmlProvenance(p *printer, r *finding.Report) []htmlPair {
	var out []htmlPair
	add := func(name, value string) {
		if value != "" {
			out = append(out, htmlPair{name, p.value(value)})
		}
	}
	v := r.Provenance
	add("Date of the check", v.AsOf)
	add("Controls", fmt.Sprint(v.Controls))
	add("Threshold", failOn(p, v.FailOn))
	for _, layer := range r.Requirements {
		name := layer.Name
		if layer.File != "" {
			name += " (" + layer.File + ")"
		}
		add("Minimums", name)
		add("SHA-256 of these minimums", layer.SHA256)
	}
	add("vendorgate", v.Tool)
	add("OPA", v.OPA)
	add("Known-answer test", v.KnownAnswers)
	add("SHA-256 of the policies", v.PolicySHA256)
	add("SHA-256 of the schemas", v.SchemaSHA256)
	add("SHA-256 of the minimums in force", v.SettingsSHA256)
	add("SHA-256 of the waivers", v.WaiversSHA256)
	return out
}

func documentDigests(p *printer, d *finding.Decision) []htmlPair {
	out := []htmlPair{{"Profile", p.value(d.Profile.File)}}
	if d.Profile.SHA256 != "" {
		out = append(out, htmlPair{"SHA-256 of the profile", p.value(d.Profile.SHA256)})
	}
	if d.Engagement != nil {
		out = append(out, htmlPair{"Engagement", p.value(d.Engagement.File)})
		if d.Engagement.SHA256 != "" {
			out = append(out, htmlPair{"SHA-256 of the engagement", p.value(d.Engagement.SHA256)})
		}
	}
	return out
}

package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// textRecorder writes the report for people: what was decided, what stands in
// the way, what was asked and not answered, and only then the rest.
type textRecorder struct {
	*printer
	head  *finding.Report
	first *finding.Decision // until it is known whether there is a second
	lines summaryLines
}

func recordText(w io.Writer, o Options) Recorder {
	return &textRecorder{printer: newPrinter(w, o)}
}

func (t *textRecorder) Begin(head *finding.Report) error {
	t.head = head
	return nil
}

func (t *textRecorder) Decision(d *finding.Decision) error {
	t.lines.add(d)
	switch {
	case t.lines.profiles == 1:
		first := *d
		t.first = &first
		return nil
	case t.first != nil:
		t.decision(t.first, nil)
		t.first = nil
	}
	t.decision(d, nil)
	return t.flush()
}

func (t *textRecorder) End(whole *finding.Report) error {
	switch {
	case t.lines.profiles == 0 && whole.Since != nil && whole.Since.Unchanged > 0: // said below
	case t.lines.profiles == 0:
		t.paragraph(0, span{}, "No profile was checked, so nothing was decided.", bold)
		t.gap()
	case t.first != nil:
		t.decision(t.first, t.head.Weakenings)
	default:
		t.weakenings(t.head.Weakenings) // once, since they bear on all of them
		t.summary(whole.Summary, &t.lines)
	}
	if !whole.Complete {
		t.gap()
		t.paragraph(0, span{"INTERRUPTED  ", yellow},
			"The run was stopped before its end. This is what was finished; it is not the whole answer.", plain)
	}
	if left := leftOut(whole); left != "" {
		t.gap()
		t.paragraph(0, span{}, upperFirst(left)+".", plain)
	}
	t.idleWaivers(nil, whole.IdleWaivers)
	t.provenance(whole)
	return t.flush()
}

// summaryLines keeps of every decision what the summary shows of it. It keeps
// only so many: a table of thousands is no summary, and the memory of a run
// must not grow with it.
type summaryLines struct {
	profiles int
	lines    []summaryLine
	vendors  map[string]int
}

type summaryLine struct {
	vendor, file      string
	verdict           finding.Verdict
	judged            bool
	block, unanswered int
}

const mostSummaryLines = 500

func (s *summaryLines) add(d *finding.Decision) {
	s.profiles++
	if len(s.lines) == mostSummaryLines {
		return
	}
	line := summaryLine{vendor: d.Vendor, file: d.Profile.File, verdict: d.Verdict, judged: len(d.Findings) > 0}
	for i := range d.Findings {
		switch sectionOf(&d.Findings[i]) {
		case blocks:
			line.block++
		case asks:
			line.unanswered++
		case broken, below, deferred, waived, passed, notInForce, sectionCount:
		}
	}
	if s.vendors == nil {
		s.vendors = map[string]int{}
	}
	s.vendors[line.vendor]++
	s.lines = append(s.lines, line)
}

// A section of a decision. Every finding belongs to exactly one.
type section int

const (
	broken   section = iota // the control could not be judged
	blocks                  // not met, and that prevents approval
	asks                    // not answered, and that prevents approval
	below                   // not met or not answered, below the threshold
	deferred                // due only later
	waived                  // excepted by the member
	passed
	notInForce // does not apply
	sectionCount
)

// sectionOf sorts a finding. What the model does not know is shown as broken,
// never among what passed.
func sectionOf(f *finding.Finding) section {
	switch {
	case f.Status == finding.Error:
		return broken
	case f.Blocking && f.Status == finding.Unanswered:
		return asks
	case f.Blocking:
		return blocks
	case f.Status == finding.Fail || f.Status == finding.Unanswered:
		if f.Waiver != "" {
			return waived
		}
		return below
	case f.Status == finding.Deferred:
		return deferred
	case f.Status == finding.Pass:
		return passed
	case f.Status == finding.NotApplicable:
		return notInForce
	}
	return broken
}

// decision writes everything about one profile.
func (p *printer) decision(d *finding.Decision, weakenings []finding.Weakening) {
	var sections [sectionCount][]*finding.Finding
	for i := range d.Findings {
		f := &d.Findings[i]
		sections[sectionOf(f)] = append(sections[sectionOf(f)], f)
	}

	p.verdict(d)
	p.counts(d, sections)
	p.undecided(d)
	p.broken(sections[broken])
	p.tier(d)
	p.blocks(sections[blocks])
	p.asks(d, sections[asks])
	p.entries("Below the threshold: advice", "These do not stand in the way of approval.", sections[below])
	p.entries("Deferred", "These can only be true once the contract is signed. They count again when it is awarded.", sections[deferred])
	p.weakenings(weakenings)
	p.waived(d, sections[waived])
	p.idleWaivers(d, d.IdleWaivers)
	p.watch(d)
	p.rest(sections[passed], sections[notInForce])
	p.gap()
}

// verdict writes the line that everybody looks for.
func (p *printer) verdict(d *finding.Decision) {
	word := "UNDECIDED"
	if d.Verdict == finding.Approved || d.Verdict == finding.Rejected {
		word = strings.ToUpper(string(d.Verdict))
	}
	color := verdictColor(d.Verdict)
	word += "  "
	indent := len(word)
	if p.Width < narrow {
		indent = 2
	}
	file := p.value(d.Profile.File)
	if d.Vendor == "" {
		p.paragraph(0, span{word, color}, file, bold)
	} else {
		p.paragraph(0, span{word, color}, p.value(d.Vendor), bold)
		p.paragraph(indent, span{}, file, plain)
	}
	if d.Engagement != nil {
		p.paragraph(indent, span{}, "for the engagement "+p.value(d.Engagement.File), plain)
	}
	p.line(0, span{strings.Repeat(p.glyph("━", "="), p.Width), color})
}

func verdictColor(v finding.Verdict) style {
	switch v {
	case finding.Approved:
		return green
	case finding.Rejected:
		return red
	default:
		return yellow
	}
}

// counts writes how many findings each section has, and who has to act.
func (p *printer) counts(d *finding.Decision, sections [sectionCount][]*finding.Finding) {
	var parts []string
	add := func(s section, words string) {
		if n := len(sections[s]); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(broken, "in error")
	add(blocks, "block")
	add(asks, "unanswered")
	add(below, "below the threshold")
	add(deferred, "deferred")
	add(waived, "waived")
	add(passed, "pass")
	add(notInForce, "not applicable")
	if len(parts) == 0 {
		return
	}
	p.enumeration("", parts)
	if d.Verdict != finding.Rejected {
		return
	}

	var vendor, member, both int
	for _, f := range append(append([]*finding.Finding{}, sections[blocks]...), sections[asks]...) {
		switch byVendor, byMember := actors(f); {
		case byVendor && byMember:
			both++
		case byMember:
			member++
		default:
			vendor++
		}
	}
	parts = nil
	for _, a := range []struct {
		n   int
		who string
	}{{vendor, "by the vendor"}, {member, "by the member"}, {both, "by both together"}} {
		if a.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", a.n, a.who))
		}
	}
	if len(parts) > 0 {
		p.enumeration("To settle:", parts)
	}
}

// actors says who has to act on a finding. A question belongs to whoever
// writes the document that lacks the answer, whichever side the control is on.
func actors(f *finding.Finding) (vendor, member bool) {
	if f.Status == finding.Unanswered {
		for _, a := range f.Answers {
			if a.Missing() {
				_, inEngagement := engagementPath(a.Path)
				vendor, member = vendor || !inEngagement, member || inEngagement
			}
		}
	}
	if !vendor && !member && f.Status == finding.Unanswered && f.AppliesWhen != nil && f.AppliesWhen.Assumed {
		return false, true // whether the control applies is for the engagement to say
	}
	if !vendor && !member {
		vendor, member = f.Side != finding.MemberSide, f.Side == finding.MemberSide
		member = member || slices.ContainsFunc(f.Reasons, finding.Reason.Own)
	}
	return vendor, member
}

// undecided writes why there is no decision and who can change that.
func (p *printer) undecided(d *finding.Decision) {
	if d.Verdict == finding.Approved || d.Verdict == finding.Rejected {
		return
	}
	p.paragraph(0, span{}, undecidedBecause(d.Fault), plain)
	if len(d.Problems) > 0 {
		p.gap()
	}
	for _, problem := range d.Problems {
		lead := ""
		if at := p.place(problem.Position); at != "" {
			lead = at + ": "
		}
		for i, text := range wrapAfter(max(0, cells(lead)-2), p.sentence(problem.Message), p.Width-4) {
			if i > 0 {
				lead = "  "
			}
			p.line(2, span{lead + text, plain})
		}
		if problem.Hint != "" {
			p.paragraph(4, span{"hint: ", bold}, p.sentence(problem.Hint), plain)
		}
	}
}

// title begins a section.
func (p *printer) title(text string, n int) {
	p.gap()
	if n > 0 {
		text = fmt.Sprintf("%s (%d)", text, n)
	}
	p.paragraph(0, span{}, text, bold)
	p.line(0, span{strings.Repeat(p.glyph("─", "-"), min(cells(text), p.Width)), dim})
}

// glyph is the ornament that the output can show.
func (p *printer) glyph(unicode, ascii string) string {
	if p.ASCII {
		return ascii
	}
	return unicode
}

// broken comes before everything else: as long as there is one, nobody knows
// whether the vendor complies.
func (p *printer) broken(findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	p.title("Errors", len(findings))
	p.paragraph(0, span{}, "These controls could not be judged, and nothing is approved until they are. "+
		"The member's policy team has to act.", plain)
	for _, f := range findings {
		p.gap()
		p.heading(f)
		text := f.Error
		if f.Status != finding.Error {
			text = fmt.Sprintf("there is no status %q", string(f.Status))
		}
		p.labelled("error:", func(width int) []row { return withPlace(p.sentence(text), "", width) })
		p.details(f)
	}
}

// tier writes how strictly the profile was measured and why.
func (p *printer) tier(d *finding.Decision) {
	if d.Tier == nil {
		return
	}
	p.gap()
	name := p.value(d.Tier.Name)
	if d.Engagement == nil {
		p.paragraph(0, span{}, "Tier "+name+", because no engagement was given", bold)
		p.paragraph(2, span{}, fmt.Sprintf("Everything was checked at %s, and whatever might apply does. The engagement says what this purchase "+
			"is about: data, connections, importance. Add yours with -e engagement.yaml; it may well lower the bar.", name), plain)
		return
	}
	heading := "Tier " + name
	if rank, known := tierRanks[d.Tier.Name]; known {
		heading += ", " + rank
	}
	if d.Tier.Assumed {
		heading += ", assumed"
	}
	if mode, known := modes[d.Mode]; known {
		heading += "; checked " + mode
	}
	p.paragraph(0, span{}, heading, bold)
	questions := false
	for _, reason := range d.Tier.Reasons {
		questions = questions || len(reason.Questions) > 0
		p.rows(2, bullets(p.tierReason(reason, p.Width-4)))
	}
	if !d.Tier.Assumed {
		return
	}
	p.paragraph(2, span{}, "The tier is not settled: it is the strictest that the answers so far allow, and the missing ones can still lower it.", plain)
	if questions {
		p.paragraph(2, span{}, "To settle it, answer in the engagement:", plain)
	}
	for _, reason := range d.Tier.Reasons {
		for _, q := range reason.Questions {
			p.paragraph(4, span{"? ", yellow}, p.value(inDocument(q)), plain)
		}
	}
}

// tierRanks says how strict a tier is to a reader who meets it for the first
// time.
var tierRanks = map[string]string{
	"T1": "the strictest", "T2": "second of four", "T3": "third of four", "T4": "the lightest",
}

// modes says at which point of the purchase a profile was checked.
var modes = map[string]string{
	"pre_award": "before the award", "award": "for the award", "monitoring": "while the contract runs",
}

// tierReason is a conclusion with the places of the answers it rests on.
func (p *printer) tierReason(reason finding.TierReason, width int) []row {
	message := p.sentence(reason.Message)
	if len(reason.Answers) == 0 {
		return withPlace(message, "", width)
	}
	rows := withPlace(message, p.shortPlace(reason.Answers[0].Position), width)
	for _, a := range reason.Answers[1:] {
		if at := p.shortPlace(a.Position); at != "" {
			rows = append(rows, row{{at, dim}})
		}
	}
	return rows
}

// blocks writes what is not met, by consideration, in the order of the report.
func (p *printer) blocks(findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	p.title("What blocks approval", len(findings))
	for _, group := range byConsideration(findings) {
		p.gap()
		p.paragraph(0, span{}, finding.ConsiderationHeading(group[0].Consideration), bold)
		for _, f := range group {
			p.gap()
			p.heading(f)
			p.details(f)
		}
	}
}

// byConsideration groups findings; the first of each group decides where it
// stands.
func byConsideration(findings []*finding.Finding) [][]*finding.Finding {
	var groups [][]*finding.Finding
	index := map[int]int{}
	for _, f := range findings {
		i, known := index[f.Consideration]
		if !known {
			i = len(groups)
			index[f.Consideration] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// asks writes the questions to which the answer is missing.
func (p *printer) asks(d *finding.Decision, findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	p.title("Unanswered", len(findings))
	p.paragraph(0, span{}, "These hold approval up until somebody answers: the vendor in its profile, the member in its engagement. "+
		"Each line says which field is missing and where it belongs.", plain)
	for _, f := range findings {
		p.gap()
		p.heading(f)
		if p.Verbose {
			p.details(f)
			continue
		}
		p.questions(d, f)
		p.reasons(f)
	}
}

// questions lists the missing fields of a finding by who answers them.
func (p *printer) questions(d *finding.Decision, f *finding.Finding) {
	var vendor, member []finding.Answer
	for _, a := range f.Answers {
		if !a.Missing() {
			continue
		}
		if _, inEngagement := engagementPath(a.Path); inEngagement {
			member = append(member, a)
		} else {
			vendor = append(vendor, a)
		}
	}
	if len(vendor) > 0 {
		p.labelled("vendor:", func(width int) []row { return p.questionRows(vendor, width) })
	}
	if len(member) > 0 {
		p.labelled("member:", func(width int) []row { return p.questionRows(member, width) })
	}
	if len(vendor) == 0 && len(member) == 0 && len(f.Reasons) == 0 {
		text := "whether this control applies depends on what the engagement does not say yet"
		if d.Engagement == nil {
			text = "whether this control applies depends on the engagement, which was not given"
		}
		if f.AppliesWhen != nil {
			text += ": " + words(p.value(f.AppliesWhen.Name))
		}
		p.labelled("member:", func(width int) []row { return withPlace(text, "", width) })
	}
}

func (p *printer) questionRows(answers []finding.Answer, width int) []row {
	const limit = 8
	var rows []row
	for i, a := range answers {
		if i == limit {
			return append(rows, row{{fmt.Sprintf("and %d more (-v)", len(answers)-i), dim}})
		}
		field := p.value(inDocument(a.Path))
		if a.Label != "" {
			field += " (" + p.value(a.Label) + ")"
		}
		place := p.linePlace(a.Position)
		if place == "" {
			place = "in an engagement (-e engagement.yaml)"
		}
		rows = append(rows, withPlace(field, place, width)...)
	}
	return rows
}

// entries writes findings of which one line each says enough.
func (p *printer) entries(title, what string, findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	p.title(title, len(findings))
	p.paragraph(0, span{}, what, plain)
	for _, f := range findings {
		if p.Verbose {
			p.gap()
		}
		p.heading(f)
		if p.Verbose {
			p.details(f)
		}
	}
}

// heading writes mark, code, title and severity of a finding.
func (p *printer) heading(f *finding.Finding) {
	mark, color := p.mark(f)
	code := p.code(f)
	severity := p.value(string(f.Severity))
	weight := plain
	if f.Severity.Weight() >= finding.High.Weight() {
		weight = bold
	}
	title := p.sentence(f.Title)
	if f.Status == finding.Unanswered && !f.Blocking {
		title += " (unanswered)"
	}
	const indent = 2
	if p.Width < narrow {
		p.paragraph(indent, span{mark + " ", color}, code+" ("+severity+")", bold)
		p.paragraph(detailIndent, span{}, title, plain)
		return
	}
	lead := pad(code, codeCells) + "  "
	at := indent + 2 + codeCells + 2
	column := p.Width - len(finding.Critical)
	lines := wrap(title, column-at-2)
	if cells(code) > codeCells { // a member's own control, which has a name only
		lead, lines = "", append(wrap(code, column-at-2), lines...)
	}
	for i, text := range lines {
		if i > 0 {
			p.line(at, span{text, plain})
			continue
		}
		p.line(indent, span{mark + " ", color}, span{lead, bold},
			span{pad(text, column-indent-2-cells(lead)), plain}, span{severity, weight})
	}
}

// code is the short reference of a control, or its id where it has none.
func (p *printer) code(f *finding.Finding) string {
	if f.Code == "" {
		return p.value(f.Control)
	}
	return p.value(f.Code)
}

// codeCells is the room for a code such as INS-05.
const codeCells = 6

// mark is the sign of a status. Each has its own, so that it can be read
// without color.
func (p *printer) mark(f *finding.Finding) (string, style) {
	switch {
	case f.Waiver != "":
		return "~", dim
	case f.Status == finding.Fail:
		return p.glyph("✗", "x"), red
	case f.Status == finding.Unanswered:
		return "?", yellow
	case f.Status == finding.Deferred:
		return ">", dim
	case f.Status == finding.Pass:
		return p.glyph("✓", "+"), green
	case f.Status == finding.NotApplicable:
		return "-", dim
	}
	return "!", red
}

// details writes what a finding rests on: the answers, what they were measured
// against, why that is not enough and what to do.
func (p *printer) details(f *finding.Finding) {
	if p.Verbose {
		p.labelled("control:", func(width int) []row { return withPlace(p.value(f.Control), "", width) })
	}
	p.applies(f)
	p.answers(f)
	if demands := f.Demands(); len(demands) > 0 {
		p.labelled("required:", func(width int) []row {
			var rows []row
			for _, r := range demands {
				rows = append(rows, withPlace(p.requirement(r), p.setBy(r), width)...)
			}
			return rows
		})
	}
	p.reasons(f)
	open := f.Status != finding.Pass && f.Status != finding.NotApplicable
	if open && f.Remediation != "" {
		label := "to fix:"
		if f.Side == finding.MemberSide {
			label = "the member's own to fix:"
		}
		p.labelled(label, func(width int) []row { return withPlace(p.sentence(f.Remediation), "", width) })
	}
}

// applies says in the verbose report why a control is in force or is not.
func (p *printer) applies(f *finding.Finding) {
	if !p.Verbose {
		return
	}
	fact := f.AppliesWhen
	var text string
	switch {
	case f.Status == finding.NotApplicable && (fact == nil || fact.Value):
		text = "no: the requirements do not ask for it in this tier, or not yet, or not at all"
	case fact == nil:
		return
	default:
		text = words(p.value(fact.Name)) + ": no"
		if fact.Value {
			text = words(p.value(fact.Name)) + ": yes"
		}
		if fact.Assumed {
			text += ", assumed because nobody answered"
		}
	}
	p.labelled("applies:", func(width int) []row { return withPlace(text, "", width) })
}

// answers writes what the vendor's profile says and, apart from it, what the
// member's engagement says.
func (p *printer) answers(f *finding.Finding) {
	chosen, left := p.choose(f)
	var vendor, engagement []finding.Answer
	for _, a := range chosen {
		if _, inEngagement := engagementPath(a.Path); inEngagement {
			engagement = append(engagement, a)
		} else {
			vendor = append(vendor, a)
		}
	}
	groups := []struct {
		label   string
		answers []finding.Answer
	}{{"vendor has:", vendor}, {"engagement:", engagement}}
	for i, g := range groups {
		if len(g.answers) == 0 {
			continue
		}
		last := i == len(groups)-1 || len(groups[i+1].answers) == 0
		p.labelled(g.label, func(width int) []row {
			rows := p.answerRows(g.answers, width)
			if last && left > 0 {
				rows = append(rows, row{{fmt.Sprintf("and %s (-v)", count(left, "more answer")), dim}})
			}
			return rows
		})
	}
}

// answerRows lays answers out in three columns: name, value and place. A value
// that is too long for its column is wrapped and has its place below. Where
// there is no room for columns, each answer is a line of text.
func (p *printer) answerRows(answers []finding.Answer, width int) []row {
	names, fieldUnits := p.names(answers)
	values, places := make([]string, len(answers)), make([]string, len(answers))
	nameCells, placeCells := 0, 0
	for i, a := range answers {
		values[i], places[i] = p.answer(a, fieldUnits[i]), p.shortPlace(a.Position)
		nameCells, placeCells = max(nameCells, cells(names[i])), max(placeCells, cells(places[i]))
	}
	nameCells = min(nameCells, width*2/5)
	if p.Width < narrow || nameCells+2+placeCells > width {
		var rows []row
		for i := range answers {
			rows = append(rows, withPlace(names[i]+": "+values[i], places[i], width)...)
		}
		return rows
	}
	valueCells, room := 0, width-nameCells-2-2-placeCells
	for _, v := range values {
		if cells(v) <= room {
			valueCells = max(valueCells, cells(v))
		}
	}

	var rows []row
	for i := range answers {
		name, value := wrap(names[i], nameCells), wrap(values[i], width-nameCells-2)
		beside := len(value) == 1 && cells(value[0]) <= valueCells && places[i] != ""
		if !beside && places[i] != "" {
			value = append(value, "")
		}
		for j := range max(len(name), len(value)) {
			var r row
			if j < len(name) {
				r = append(r, span{pad(name[j], nameCells) + "  ", plain})
			} else {
				r = append(r, span{pad("", nameCells) + "  ", plain})
			}
			switch {
			case j == 0 && beside:
				r = append(r, span{pad(value[0], valueCells) + "  ", plain}, span{places[i], dim})
			case j == len(value)-1 && !beside && places[i] != "":
				r = append(r, span{places[i], dim})
			case j < len(value):
				r = append(r, span{value[j], plain})
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// reasons writes why the control did not pass, element by element.
func (p *printer) reasons(f *finding.Finding) {
	if len(f.Reasons) == 0 {
		return
	}
	const limit = 8
	p.labelled("because:", func(width int) []row {
		var rows []row
		for i, r := range f.Reasons {
			if i == limit && !p.Verbose && len(f.Reasons) > limit+1 {
				rows = append(rows, row{{fmt.Sprintf("and %d more (-v)", len(f.Reasons)-i), dim}})
				break
			}
			rows = append(rows, bullets(withPlace(p.reason(r), p.reasonPlace(f, r), width-2))...)
		}
		return rows
	})
}

// reasonPlace is where the element stands that a reason speaks of: the line
// alone where the answers just above are all from the same file.
func (p *printer) reasonPlace(f *finding.Finding, r finding.Reason) string {
	shown, _ := p.choose(f)
	elsewhere := func(a finding.Answer) bool { return a.Position.File != r.Position.File }
	if len(shown) > 0 && r.Position.Line > 0 && !slices.ContainsFunc(shown, elsewhere) {
		return fmt.Sprintf("line %d", r.Position.Line)
	}
	return p.linePlace(r.Position)
}

// weakenings writes what the member switched off, lowered or postponed.
func (p *printer) weakenings(weakenings []finding.Weakening) {
	if len(weakenings) == 0 {
		return
	}
	p.title("What the member weakened", len(weakenings))
	p.paragraph(0, span{}, "These are the member's own decisions; they are named in every report.", plain)
	for _, w := range weakenings {
		p.rows(2, bullets(withPlace(p.weakening(w), p.linePlace(w.Position), p.Width-4)))
	}
}

// watch writes the advice that findings of any status carry.
func (p *printer) watch(d *finding.Decision) {
	n := 0
	for _, f := range d.Findings {
		n += len(f.Notes)
	}
	if n == 0 {
		return
	}
	p.title("Watch", n)
	for i := range d.Findings {
		f := &d.Findings[i]
		for _, note := range f.Notes {
			text := p.code(f) + ": " + p.sentence(note.Said())
			p.rows(2, bullets(withPlace(text, p.linePlace(note.Position), p.Width-4)))
		}
	}
}

// rest counts what needs no attention, and lists it in the verbose report.
func (p *printer) rest(passed, notInForce []*finding.Finding) {
	if len(passed)+len(notInForce) == 0 {
		return
	}
	if p.Verbose {
		p.entries("Passed", "The answers meet the requirements.", passed)
		p.entries("Not applicable", "These do not concern this purchase.", notInForce)
		return
	}
	var parts []string
	if n := len(passed); n > 0 {
		parts = append(parts, count(n, "control")+" passed")
	}
	switch n := len(notInForce); {
	case n == 1:
		parts = append(parts, "1 does not apply")
	case n > 1:
		parts = append(parts, fmt.Sprintf("%d do not apply", n))
	}
	p.gap()
	p.paragraph(0, span{}, strings.Join(parts, ", ")+"; -v lists them.", plain)
}

// summary compares the profiles of a run.
func (p *printer) summary(s finding.Summary, table *summaryLines) {
	p.title("Summary", 0)
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(s.Approved, "approved")
	add(s.Rejected, "rejected")
	add(s.Undecided, "undecided")
	p.enumeration(count(s.Profiles, "profile")+":", parts)
	parts = nil
	add(s.Invalid, "invalid")
	add(s.Unreadable, "unreadable")
	add(s.Errors, "with policy errors")
	add(s.Internal, "with internal errors")
	add(s.Cancelled, "not reached")
	if len(parts) > 0 {
		p.enumeration("Undecided:", parts)
	}
	p.gap()

	if p.Width >= narrow {
		p.line(2, span{"decision   block  unanswered  vendor", bold})
	}
	for _, l := range table.lines {
		p.summaryLine(l, table.vendors[l.vendor] > 1)
	}
	if more := table.profiles - len(table.lines); more > 0 {
		p.line(2, span{fmt.Sprintf("and %s more", count(more, "profile")), plain})
	}
}

func (p *printer) summaryLine(l summaryLine, ambiguous bool) {
	// The file tells vendors of one name apart.
	name := p.value(l.vendor)
	switch {
	case l.vendor == "":
		name = p.value(l.file)
	case ambiguous:
		name += " (" + p.value(l.file) + ")"
	}
	block, unanswered := "-", "-"
	if l.judged {
		block, unanswered = strconv.Itoa(l.block), strconv.Itoa(l.unanswered)
	}
	verdict, color := p.value(string(l.verdict)), verdictColor(l.verdict)
	if p.Width < narrow {
		p.paragraph(2, span{}, name, plain)
		if l.judged {
			p.line(4, span{verdict, color}, span{fmt.Sprintf(": %s block, %s unanswered", block, unanswered), plain})
		} else {
			p.line(4, span{verdict, color})
		}
		return
	}
	columns := fmt.Sprintf("%7s  %10s  ", block, unanswered)
	at := 2 + len("undecided") + len(columns)
	for j, part := range wrap(name, p.Width-at) {
		if j > 0 {
			p.line(at, span{part, plain})
			continue
		}
		p.line(2, span{pad(verdict, len("undecided")), color}, span{columns, plain}, span{part, plain})
	}
}

// provenance says what was run, so that it can be run again.
func (p *printer) provenance(r *finding.Report) {
	p.gap()
	v := r.Provenance
	var parts []string
	add := func(value, format string) {
		if value != "" {
			parts = append(parts, fmt.Sprintf(format, p.value(value)))
		}
	}
	if r.Member != nil {
		add(r.Member.Name, "%s.")
	}
	add(v.AsOf, "As of %s.")
	controls := count(v.Controls, "control")
	switch v.FailOn {
	case "":
		controls += "."
	case string(finding.Critical):
		controls += "; critical ones block approval."
	default:
		controls += "; " + p.value(v.FailOn) + " and above block approval."
	}
	parts = append(parts, controls)
	var layers []string
	for _, layer := range r.Requirements {
		name := p.value(layer.Name)
		if layer.Version != "" {
			name += " " + p.value(layer.Version)
		}
		if layer.File != "" {
			name += " (" + p.value(layer.File) + ")"
		}
		layers = append(layers, name)
	}
	if len(layers) > 0 {
		parts = append(parts, "Minimums: "+strings.Join(layers, ", then ")+".")
	}
	p.hanging(strings.Join(parts, " "), dim)

	parts = nil
	add(v.Tool, "vendorgate %s")
	add(v.OPA, "OPA %s")
	add(v.KnownAnswers, "known-answer test: %s")
	if len(parts) > 0 {
		p.hanging(strings.Join(parts, ", ")+".", dim)
	}
	if !p.Verbose {
		return
	}
	digest := func(what, sum string) {
		if sum != "" {
			p.hanging("sha256 of "+what+" "+p.value(sum), dim)
		}
	}
	digest("the policies", v.PolicySHA256)
	digest("the schemas", v.SchemaSHA256)
	digest("the effective requirements", v.SettingsSHA256)
	digest("the waivers", v.WaiversSHA256)
	for _, layer := range r.Requirements {
		digest("the requirements of "+p.value(layer.Name), layer.SHA256)
	}
	for _, d := range r.Decisions {
		digest(p.value(d.Profile.File), d.Profile.SHA256)
		if d.Engagement != nil {
			digest(p.value(d.Engagement.File), d.Engagement.SHA256)
		}
	}
}

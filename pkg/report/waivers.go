package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// grant is a waiver in words: what a reader has to know to rely on it.
func (p *printer) grant(w finding.Waiver) []htmlPair {
	var approved []string
	for _, a := range w.Approvals {
		approved = append(approved, fmt.Sprintf("%s (%s, %s)", p.sentence(a.Name), p.sentence(a.Role), p.value(a.On)))
	}
	var out []htmlPair
	add := func(name, value string) {
		if value != "" {
			out = append(out, htmlPair{name, value})
		}
	}
	add("waiver", fmt.Sprintf("%s, from %s through %s", p.value(w.ID), p.value(w.GrantedOn), p.value(w.ExpiresOn)))
	add("reason", p.sentence(w.Reason))
	add("instead", p.list(w.CompensatingControls))
	add("risk left", p.sentence(w.ResidualRisk))
	add("conditions", p.list(w.Conditions))
	add("asked by", p.sentence(w.RequestedBy))
	add("approved by", strings.Join(approved, ", "))
	return out
}

func (p *printer) list(texts []string) string {
	var out []string
	for _, t := range texts {
		out = append(out, p.sentence(t))
	}
	return strings.Join(out, "; ")
}

// grantOf is the waiver that covers a finding; only its id where the report says
// no more of it.
func (p *printer) grantOf(d *finding.Decision, f *finding.Finding) (pairs []htmlPair, at source.Position) {
	i := slices.IndexFunc(d.Waivers, func(w finding.Waiver) bool { return w.ID == f.Waiver })
	if i < 0 {
		return []htmlPair{{"waiver", p.value(f.Waiver)}}, source.Position{}
	}
	return p.grant(d.Waivers[i]), d.Waivers[i].Position
}

// idle is a waiver that covers nothing and why, in words.
func (p *printer) idle(d *finding.Decision, w finding.IdleWaiver) string {
	control := p.value(w.Control)
	if d != nil {
		for i := range d.Findings {
			if d.Findings[i].Control == w.Control {
				control = p.code(&d.Findings[i])
			}
		}
	}
	if control != "" {
		control = " for " + control
	}
	return fmt.Sprintf("%s%s: %s", p.value(w.Waiver), control, p.sentence(w.Message))
}

// waived writes what the member accepts for now: that it is not met stays said.
func (p *printer) waived(d *finding.Decision, findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	p.title("Waived", len(findings))
	p.paragraph(0, span{}, "The member accepts these for now, by a waiver. They are not met or not answered all the same.", plain)
	for _, f := range findings {
		p.gap()
		p.heading(f)
		pairs, at := p.grantOf(d, f)
		for i, pair := range pairs {
			place := ""
			if i == 0 {
				place = p.linePlace(at)
			}
			p.labelled(pair.Name+":", func(width int) []row { return withPlace(pair.Value, place, width) })
		}
		if p.Verbose {
			p.details(f)
		}
	}
}

// mostIdle is how many idle waivers the reports for people list: a member has
// one document for all its vendors, and checks one of them.
const mostIdle = 20

// idleWaivers writes the waivers that nobody can rely on.
func (p *printer) idleWaivers(d *finding.Decision, waivers []finding.IdleWaiver) {
	if len(waivers) == 0 {
		return
	}
	if d == nil {
		p.title("Waivers for other profiles", len(waivers))
		p.paragraph(0, span{}, "They cover nothing in this run.", plain)
	} else {
		p.title("Waivers that cover nothing", len(waivers))
		p.paragraph(0, span{}, "Nobody can rely on these: everything was judged as if they did not exist.", plain)
	}
	for i, w := range waivers {
		if i == mostIdle {
			p.paragraph(2, span{"- ", plain}, fmt.Sprintf("and %d more, which the JSON report names", len(waivers)-i), plain)
			return
		}
		p.rows(2, bullets(withPlace(p.idle(d, w), p.linePlace(w.Position), p.Width-4)))
	}
}

// mostWaived is how many lines about waivers a format that gathers them keeps.
const mostWaived = 50

// waiverLines gathers over a run what a format says of waivers in one place. It
// keeps only so many, and counts the rest.
type waiverLines struct {
	lines []waiverLine
	more  int
}

type waiverLine struct {
	text string
	idle bool
	at   source.Position
}

func (l *waiverLines) add(line waiverLine) {
	if len(l.lines) == mostWaived {
		l.more++
		return
	}
	l.lines = append(l.lines, line)
}

// decision gathers what the waivers do for one vendor.
func (l *waiverLines) decision(d *finding.Decision) {
	for i := range d.Findings {
		if f := &d.Findings[i]; sectionOf(f) == waived {
			_, at := plainly.grantOf(d, f)
			if at.IsZero() {
				at = stands(d, f)
			}
			l.add(waiverLine{text: waivedLine(d, f), at: at})
		}
	}
	for _, w := range d.IdleWaivers {
		l.add(waiverLine{text: whose(d) + ": a waiver that covers nothing, " + plainly.idle(d, w), idle: true, at: w.Position})
	}
}

// run gathers the waivers for no profile of the run.
func (l *waiverLines) run(r *finding.Report) {
	for _, w := range r.IdleWaivers {
		l.add(waiverLine{text: "a waiver that covers nothing, " + plainly.idle(nil, w), idle: true, at: w.Position})
	}
	if l.more > 0 {
		last := l.lines[len(l.lines)-1]
		l.lines = append(l.lines, waiverLine{text: fmt.Sprintf("and %d more about waivers, which the JSON report names", l.more), at: last.at})
	}
}

// waivedLine says in a line that a finding is waived, and what it is all the
// same.
func waivedLine(d *finding.Decision, f *finding.Finding) string {
	text := fmt.Sprintf("%s: %s is waived and stays what it is: %s; waiver %s", whose(d), label(f), plainly.value(string(f.Status)), plainly.value(f.Waiver))
	for _, w := range d.Waivers {
		if w.ID == f.Waiver {
			text += fmt.Sprintf(" through %s: %s", plainly.value(w.ExpiresOn), plainly.sentence(w.Reason))
		}
	}
	return text
}

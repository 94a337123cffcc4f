package report

import (
	"cmp"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// csvRecorder writes one row for each finding of each vendor, and one for each
// problem of a profile that could not be judged. What the member weakened goes
// before them, in rows without a vendor.
type csvRecorder struct{ w *csv.Writer }

func recordCSV(w io.Writer, _ Options) Recorder {
	c := csv.NewWriter(w)
	c.UseCRLF = true // RFC 4180
	return &csvRecorder{c}
}

var csvColumns = []string{
	"vendor", "profile", "verdict", "tier", "code", "control", "consideration", "title", "severity", "status",
	"blocking", "side", "vendor has", "required", "because", "to do", "file", "line", "waiver",
}

func (c *csvRecorder) Begin(head *finding.Report) error {
	// What the writer holds back is written after each decision.
	if err := c.w.Write(csvColumns); err != nil {
		return err
	}
	for _, w := range head.Weakenings {
		err := c.row([]string{"", "", "", ""}, "", plainly.value(cmp.Or(w.Control, w.Name)), "", plainly.sentence(w.What), "", "weakened",
			"false", string(finding.MemberSide), "", "", plainly.sentence(w.Reason), "", plainly.value(w.Position.File), number(w.Position.Line), "")
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *csvRecorder) Decision(d *finding.Decision) error {
	tier := ""
	if d.Tier != nil {
		tier = d.Tier.Name
	}
	about := []string{whose(d), plainly.value(d.Profile.File), string(verdictOf(d)), tier}
	if verdictOf(d) == finding.Undecided {
		if err := c.undecided(d, about); err != nil {
			return err
		}
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		s, at := say(f), stands(d, f)
		todo := ""
		if wants(f) {
			todo = plainly.sentence(f.Remediation)
		}
		err := c.row(about, plainly.value(f.Code), plainly.value(f.Control), finding.ConsiderationHeading(f.Consideration),
			plainly.sentence(f.Title), string(f.Severity), plainly.value(string(f.Status)), strconv.FormatBool(f.Blocking),
			string(f.Side), strings.Join(s.has, "; "), strings.Join(s.required, "; "), strings.Join(s.because, "; "),
			todo, plainly.value(at.File), number(at.Line), plainly.value(f.Waiver))
		if err != nil {
			return err
		}
	}
	for _, w := range d.IdleWaivers {
		if err := c.idle(about, w); err != nil {
			return err
		}
	}
	c.w.Flush()
	return c.w.Error()
}

// idle writes a waiver that covers nothing.
func (c *csvRecorder) idle(about []string, w finding.IdleWaiver) error {
	return c.row(about, "", plainly.value(w.Control), "", "a waiver that covers nothing", "", "idle", "false", string(finding.MemberSide), "", "",
		plainly.sentence(w.Message), "", plainly.value(w.Position.File), number(w.Position.Line), plainly.value(w.Waiver))
}

// undecided writes why a profile was not judged. It is a row even when nobody
// could say: no row would look like no finding.
func (c *csvRecorder) undecided(d *finding.Decision, about []string) error {
	row := func(because, hint, file string, line int) error {
		return c.row(about, "", "", "", whyUndecided(d), "", "error", "true", "", "", "", because, hint, plainly.value(file), number(line), "")
	}
	if len(d.Problems) == 0 {
		return row("", "", d.Profile.File, 0)
	}
	for _, p := range d.Problems {
		if err := row(plainly.sentence(p.Message), plainly.sentence(p.Hint), p.File, p.Line); err != nil {
			return err
		}
	}
	return nil
}

func (c *csvRecorder) End(whole *finding.Report) error {
	for _, w := range whole.IdleWaivers {
		if err := c.idle([]string{"", "", "", ""}, w); err != nil {
			return err
		}
	}
	c.w.Flush()
	return c.w.Error()
}

func (c *csvRecorder) row(about []string, cells ...string) error {
	row := append([]string{}, about...)
	row = append(row, cells...)
	for i, cell := range row {
		row[i] = noFormula(cell)
	}
	return c.w.Write(row)
}

// noFormula keeps a spreadsheet from calculating what a vendor wrote: text that
// begins like a formula gets an apostrophe before it.
func noFormula(cell string) string {
	if strings.HasPrefix(cell, "'") || strings.ContainsAny(firstOf(strings.TrimLeft(cell, " ")), "=+-@|%＝＋－＠") {
		return "'" + cell
	}
	return cell
}

func firstOf(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func number(line int) string {
	if line == 0 {
		return ""
	}
	return strconv.Itoa(line)
}

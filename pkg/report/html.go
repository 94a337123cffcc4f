package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// The HTML report is one file that needs nothing else: no network, no script
// (the script only adds sorting and filtering), no fonts. Its own policy, in
// the head, forbids everything but the style and the script that stand in it,
// by their digests, so that even a gap in the escaping would run nothing.

//go:embed html.tmpl
var htmlTemplates string

//go:embed html.css
var htmlStyle string

//go:embed html.js
var htmlScript string

// htmlPages are the templates of the page. html/template escapes what they
// show for the place where it stands.
var htmlPages = template.Must(template.New("html").Parse(htmlTemplates))

// htmlRecorder writes the page of one vendor, or of many. What the top of a page
// of many says is known only at the end, so it keeps, of each decision, the lines
// that the page shows of it.
type htmlRecorder struct {
	w     io.Writer
	p     *printer
	head  *finding.Report
	first *finding.Decision // until it is known whether there is a second
	many  portfolio
}

func recordHTML(w io.Writer, _ Options) Recorder {
	return &htmlRecorder{w: w, p: newPrinter(io.Discard, Options{}), many: newPortfolio()}
}

func (h *htmlRecorder) Begin(head *finding.Report) error {
	h.head = head
	return nil
}

func (h *htmlRecorder) Decision(d *finding.Decision) error {
	if h.many.profiles == 0 && h.first == nil {
		first := *d
		h.first = &first
		return nil
	}
	if h.first != nil {
		if err := h.many.add(h.p, h.first); err != nil {
			return err
		}
		h.first = nil
	}
	return h.many.add(h.p, d)
}

func (h *htmlRecorder) End(whole *finding.Report) error {
	page := htmlPage{
		Style: template.CSS(htmlStyle), Script: template.JS(htmlScript), //nolint:gosec // our own, embedded
		Policy:     contentPolicy(),
		Incomplete: !whole.Complete,
		Member:     htmlMember(h.p, whole.Member),
		Weakenings: htmlWeakenings(h.p, h.head.Weakenings),
		Idle:       htmlIdle(h.p, nil, whole.IdleWaivers),
		Provenance: htmlProvenance(h.p, whole),
		AsOf:       h.p.value(whole.Provenance.AsOf),
		FailOn:     failOn(h.p, whole.Provenance.FailOn),
	}
	if left := leftOut(whole); left != "" {
		page.LeftOut = upperFirst(left) + "."
	}
	name := "nothing"
	switch {
	case h.first != nil:
		name = "single"
		page.Vendor = htmlVendorOf(h.p, h.first)
		page.Provenance = append(page.Provenance, documentDigests(h.p, h.first)...)
		page.Title = page.Vendor.Decision.Word + ": " + page.Vendor.Name
	case h.many.profiles > 0:
		name = "portfolio"
		page.Portfolio = h.many.view(whole.Summary)
		page.Title = fmt.Sprintf("%s: %d approved, %d rejected, %d undecided",
			count(whole.Summary.Profiles, "vendor profile"), whole.Summary.Approved, whole.Summary.Rejected, whole.Summary.Undecided)
	default:
		page.Title = "No profile was checked"
	}
	if page.Incomplete {
		page.Title = "Interrupted run. " + page.Title
	}
	var b bytes.Buffer
	if err := htmlPages.ExecuteTemplate(&b, name, &page); err != nil {
		return err
	}
	return writeAll(h.w, b.Bytes())
}

// htmlPage is everything that a page shows.
type htmlPage struct {
	Title, Policy, AsOf, FailOn string
	LeftOut                     string // what was not checked because it had not changed
	Member                      string
	Style                       template.CSS
	Script                      template.JS
	Incomplete                  bool
	Vendor                      *htmlVendor
	Portfolio                   *htmlPortfolio
	Weakenings                  []htmlWeakening
	Idle                        []reasonShown // waivers for none of these profiles
	Provenance                  []htmlPair
}

func htmlMember(p *printer, m *finding.Member) string {
	if m == nil {
		return ""
	}
	return p.value(m.Name)
}

// contentPolicy lets the page use its own style and script and nothing else.
func contentPolicy() string {
	digest := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + digest(htmlStyle) + "; script-src " + digest(htmlScript) + "; base-uri 'none'; form-action 'none'"
}

// A portfolio gathers what a page of many vendors shows.
type portfolio struct {
	profiles       int
	rows           []htmlRow
	controls       map[string]*htmlControl
	considerations map[int]bool
	spent          int // bytes of the details so far
}

func newPortfolio() portfolio {
	return portfolio{controls: map[string]*htmlControl{}, considerations: map[int]bool{}}
}

// detailBytes is how much the details of all vendors may come to. A page has to
// open at once; the vendors beyond are listed with the codes of their points.
const detailBytes = 4_000_000

// htmlRow is one vendor in the table, and its details.
type htmlRow struct {
	ID             string
	Name, File     string
	Decision       htmlDecision
	Tier           string
	Judged         bool
	Block, Asked   int
	considerations map[int]htmlCell
	Cells          []htmlCell
	Details        template.HTML
	pos            int
}

// htmlCell is one consideration of one vendor: how many of its controls block.
type htmlCell struct {
	Open, Applicable int
	Level            string
}

// htmlControl is one control in the chart and in the list of what they ask.
type htmlControl struct {
	Anchor, Code, Title, Severity, Remediation string
	Fails, Asks                                int
	FailWidth, AskWidth, AskAt                 int
	Own                                        bool
	consideration                              int
	id                                         string
}

func (h *portfolio) add(p *printer, d *finding.Decision) error {
	h.profiles++
	v := htmlVendorOf(p, d)
	row := htmlRow{
		ID: fmt.Sprintf("v%d", h.profiles), Name: v.Name, File: v.File, Decision: v.Decision, Judged: len(d.Findings) > 0,
		considerations: map[int]htmlCell{}, pos: h.profiles,
	}
	if d.Tier != nil {
		row.Tier = p.value(d.Tier.Name)
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		h.considerations[f.Consideration] = true
		cell := row.considerations[f.Consideration]
		s := sectionOf(f)
		if s != notInForce {
			cell.Applicable++
		}
		if s == broken || s == blocks || s == asks {
			cell.Open++
			control := h.control(p, f)
			if s == asks {
				row.Asked++
				control.Asks++
			} else {
				row.Block++
				control.Fails++
			}
		}
		row.considerations[f.Consideration] = cell
	}
	v.ID, v.Brief = row.ID, h.spent > detailBytes
	var b bytes.Buffer
	if err := htmlPages.ExecuteTemplate(&b, "entry", v); err != nil {
		return err
	}
	h.spent += b.Len()
	row.Details = template.HTML(b.String()) //nolint:gosec // escaped by the template that wrote it
	h.rows = append(h.rows, row)
	return nil
}

// control finds or adds the control of a finding. The severity that it shows is
// the heaviest it had for any vendor.
func (h *portfolio) control(p *printer, f *finding.Finding) *htmlControl {
	c := h.controls[f.Control]
	if c == nil {
		c = &htmlControl{
			Anchor: anchor(f.Control), Code: p.code(f), Title: p.sentence(f.Title), Severity: p.value(string(f.Severity)),
			Remediation: p.sentence(f.Remediation), Own: f.Side == finding.MemberSide, consideration: f.Consideration, id: f.Control,
		}
		h.controls[f.Control] = c
	}
	if f.Severity.Weight() > finding.Severity(c.Severity).Weight() {
		c.Severity = string(f.Severity)
	}
	if c.Remediation == "" {
		c.Remediation = p.sentence(f.Remediation)
	}
	return c
}

// anchor is the fragment under which a control is found, which may hold nothing
// but letters, digits, dashes and underscores.
func anchor(control string) string {
	return "c-" + strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '-'
	}, control)
}

// htmlPortfolio is what the page of many vendors shows above their details.
type htmlPortfolio struct {
	Summary        finding.Summary
	Shares         []htmlShare
	Considerations []htmlConsideration
	Rows           []htmlRow
	Chart          []*htmlControl
	Controls       []*htmlControl
	Tiers          []string
	Doubts         []htmlPair
	Left           int
}

// htmlShare is a stretch of the bar that shows how the decisions are divided.
type htmlShare struct {
	Class       string
	Start, Size int
}

type htmlConsideration struct{ Short, Name string }

// chartLength is how many controls the chart shows: about as many as fit on a
// screen beside their names.
const chartLength = 15

func (h *portfolio) view(s finding.Summary) *htmlPortfolio {
	v := &htmlPortfolio{Summary: s, Rows: h.rows}
	numbers := slices.SortedFunc(maps.Keys(h.considerations), func(a, b int) int {
		return cmp.Compare(uint32(a), uint32(b)) //nolint:gosec // -1, the member's own, goes last
	})
	for _, n := range numbers {
		v.Considerations = append(v.Considerations, htmlConsideration{Short: shortConsideration(n), Name: finding.ConsiderationHeading(n)})
	}
	tiers := map[string]bool{}
	for i := range v.Rows {
		row := &v.Rows[i]
		if row.Tier != "" {
			tiers[row.Tier] = true
		}
		for _, n := range numbers {
			cell := row.considerations[n]
			cell.Level = heat(cell)
			row.Cells = append(row.Cells, cell)
		}
	}
	// What needs somebody comes first: no decision, then the most that blocks.
	slices.SortStableFunc(v.Rows, func(a, b htmlRow) int {
		return cmp.Or(
			cmp.Compare(a.Decision.rank, b.Decision.rank),
			cmp.Compare(b.Block+b.Asked, a.Block+a.Asked),
			cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.pos, b.pos),
		)
	})
	v.Tiers = slices.Sorted(maps.Keys(tiers))

	v.Controls = slices.SortedFunc(maps.Values(h.controls), func(a, b *htmlControl) int {
		return cmp.Or(
			cmp.Compare(uint32(a.consideration), uint32(b.consideration)), //nolint:gosec // as above
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.id, b.id),
		)
	})
	v.Chart = slices.Clone(v.Controls)
	slices.SortStableFunc(v.Chart, func(a, b *htmlControl) int { return cmp.Or(cmp.Compare(b.Fails, a.Fails), cmp.Compare(b.Asks, a.Asks)) })
	v.Left = max(0, len(v.Chart)-chartLength)
	v.Chart = v.Chart[:min(chartLength, len(v.Chart))]
	most := 0
	for _, c := range v.Chart {
		most = max(most, c.Fails+c.Asks)
	}
	for _, c := range v.Chart {
		c.FailWidth = c.Fails * barWidth / most
		c.AskAt = c.FailWidth
		c.AskWidth = (c.Fails+c.Asks)*barWidth/most - c.FailWidth
	}

	at := 0
	for _, part := range []struct {
		class string
		n     int
	}{{"approved", s.Approved}, {"rejected", s.Rejected}, {"undecided", s.Undecided}} {
		end := at
		if s.Profiles > 0 {
			end = at + part.n*barWidth/s.Profiles
		}
		v.Shares = append(v.Shares, htmlShare{Class: part.class, Start: at, Size: end - at})
		at = end
	}
	for _, part := range []struct {
		n     int
		words string
	}{
		{s.Invalid, "not valid by the schema: for whoever wrote the file to correct"},
		{s.Unreadable, "could not be read: for whoever sent the file to put right"},
		{s.Errors, "a policy failed: for the member's policy team"},
		{s.Internal, "vendorgate itself failed: for its makers"},
		{s.Cancelled, "not reached before the run was stopped: to be run again"},
	} {
		if part.n > 0 {
			v.Doubts = append(v.Doubts, htmlPair{Name: fmt.Sprint(part.n), Value: part.words})
		}
	}
	return v
}

// barWidth is the length of the longest bar, in units of the drawing.
const barWidth = 1000

// heat says how dark a cell is. It depends on the number that stands in the cell
// and on nothing else, so that the shade says nothing the number does not.
func heat(c htmlCell) string {
	switch {
	case c.Applicable == 0:
		return "off"
	case c.Open == 0:
		return "h0"
	case c.Open <= 2:
		return "h1"
	case c.Open <= 5:
		return "h2"
	}
	return "h3"
}

// shortConsideration heads a narrow column.
func shortConsideration(n int) string {
	short := map[int]string{
		-1: "Own", 0: "Contract", 1: "Diligence", 2: "Insurance", 3: "Continuity", 4: "Scope", 5: "Security",
		6: "Reviews", 7: "Termination", 8: "Incidents", 9: "Access", 10: "Legal",
	}
	if word, known := short[n]; known {
		return word
	}
	return fmt.Sprint(n)
}

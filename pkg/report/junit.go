package report

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// junitRecorder writes what test dashboards read: a suite for each profile, a
// case for each control. What does not apply, is deferred or is waived is
// skipped, with the reason; what does not block is a case that passes and says
// so in its output. A profile that could not be judged is a suite with an
// error. What the member weakened is a suite of skipped cases.
type junitRecorder struct{ w io.Writer }

func recordJUnit(w io.Writer, _ Options) Recorder { return &junitRecorder{w} }

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string         `xml:"name,attr"`
	Classname string         `xml:"classname,attr"`
	Skipped   *junitSkipped  `xml:"skipped"`
	Error     *junitProblem  `xml:"error"`
	Failure   *junitProblem  `xml:"failure"`
	Output    *junitCharData `xml:"system-out"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitCharData struct {
	Text string `xml:",chardata"`
}

func (j *junitRecorder) Begin(head *finding.Report) error {
	if err := writeAll(j.w, []byte(xml.Header+"<testsuites>\n")); err != nil || len(head.Weakenings) == 0 {
		return err
	}
	suite := junitSuite{Name: "What the member weakened"}
	for _, w := range head.Weakenings {
		suite.Cases = append(suite.Cases, junitCase{
			Name: plainly.weakening(w), Classname: plainly.value(cmp.Or(w.Control, w.Name)), Skipped: &junitSkipped{"the member's own decision"},
		})
	}
	suite.Skipped = len(suite.Cases)
	return j.write(suite)
}

func (j *junitRecorder) Decision(d *finding.Decision) error {
	suite := junitSuite{Name: whose(d)}
	if verdictOf(d) == finding.Undecided {
		var lines []string
		for _, p := range d.Problems {
			lines = append(lines, plainly.sentence(p.Error()))
		}
		suite.Cases = append(suite.Cases, junitCase{
			Name: "decision", Classname: "vendorgate",
			Error: &junitProblem{Message: whyUndecided(d), Type: "undecided", Text: strings.Join(lines, "\n")},
		})
		suite.Errors++
	}
	for i := range d.Findings {
		suite.add(d, &d.Findings[i])
	}
	return j.write(suite)
}

func (j *junitRecorder) write(suite junitSuite) error {
	suite.Tests = len(suite.Cases)
	var b bytes.Buffer
	e := xml.NewEncoder(&b)
	e.Indent("  ", "  ")
	if err := e.Encode(suite); err != nil {
		return err
	}
	return writeAll(j.w, b.Bytes(), []byte("\n"))
}

func (s *junitSuite) add(d *finding.Decision, f *finding.Finding) {
	c := junitCase{Name: strings.TrimSpace(plainly.value(f.Code) + " " + plainly.sentence(f.Title)), Classname: plainly.value(f.Control)}
	problem := &junitProblem{Message: plainly.sentence(f.Title), Type: string(f.Severity), Text: junitText(d, f)}
	switch sectionOf(f) {
	case blocks, asks:
		c.Failure = problem
		s.Failures++
	case broken:
		c.Error = problem
		s.Errors++
	case below:
		c.Output = &junitCharData{"does not block: " + problem.Text}
	case deferred:
		c.Skipped = &junitSkipped{"due at the award"}
	case waived:
		c.Skipped = &junitSkipped{plainly.value(string(f.Status)) + ", waived by " + plainly.value(f.Waiver)}
	case notInForce:
		c.Skipped = &junitSkipped{"does not apply"}
	case passed, sectionCount:
	}
	if c.Skipped != nil {
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// junitText says everything about a finding. The place stands in it, because
// not every reader takes it as attributes.
func junitText(d *finding.Decision, f *finding.Finding) string {
	s := say(f)
	var lines []string
	add := func(lead string, parts []string) {
		for _, part := range parts {
			lines = append(lines, lead+part)
		}
	}
	lines = append(lines, fmt.Sprintf("%s, %s, %s", plainly.place(stands(d, f)), plainly.value(string(f.Status)), f.Severity))
	add("vendor has: ", s.has)
	add("required: ", s.required)
	add("because: ", s.because)
	if f.Remediation != "" {
		lines = append(lines, "to do: "+plainly.sentence(f.Remediation))
	}
	return strings.Join(lines, "\n")
}

func (j *junitRecorder) End(*finding.Report) error {
	return writeAll(j.w, []byte("</testsuites>\n"))
}

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// sarifRecorder writes SARIF 2.1.0: a rule for each control, and a result for
// each finding that somebody has to act on, at the vendor's answer or where a
// missing one belongs. A profile that could not be judged is a result as well,
// so that it does not look clean, and makes the run one that did not succeed.
//
// GitHub refuses a run of more than 25,000 results, and of those it takes shows
// the 5,000 most severe. So there are never more: what does not block gives way
// first, and the last result counts what there was no room for. One run is kept
// to, since results that moved from run to run as vendors come and go would be
// closed and opened again as if they were others.
type sarifRecorder struct {
	w       io.Writer
	rules   map[string]int
	results int
	leftOut int
	first   source.Position // of what was left out
	waivers waiverLines
}

const (
	sarifMost    = 25000 // results of a run
	sarifMostLow = 20000 // results after which only those that block are taken
)

func recordSARIF(w io.Writer, _ Options) Recorder {
	return &sarifRecorder{w: w, rules: map[string]int{}}
}

// The rules of results that are about no control.
const (
	sarifUndecided = "vendorgate/undecided" // a profile without a decision
	sarifLeftOut   = "vendorgate/left-out"  // the results beyond the most there may be
)

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID                   string          `json:"id"`
	Name                 string          `json:"name,omitempty"`
	ShortDescription     sarifText       `json:"shortDescription"`
	FullDescription      sarifText       `json:"fullDescription"`
	DefaultConfiguration sarifLevel      `json:"defaultConfiguration"`
	Help                 sarifText       `json:"help"`
	Properties           sarifProperties `json:"properties"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifProperties struct {
	Tags     []string `json:"tags"`
	Severity string   `json:"problem.severity"`
	// Security is how GitHub ranks: above 9 critical, 7 high, 4 medium.
	Security string `json:"security-severity"`
}

type sarifResult struct {
	RuleID              string            `json:"ruleId"`
	RuleIndex           *int              `json:"ruleIndex,omitempty"`
	Level               string            `json:"level"`
	Message             sarifText         `json:"message"`
	Locations           []sarifLocation   `json:"locations"`
	PartialFingerprints map[string]string `json:"partialFingerprints"`
	Properties          map[string]string `json:"properties,omitempty"`
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region sarifRegion `json:"region"`
	} `json:"physicalLocation"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitzero"`
}

// A sarifInvocation is how the run went. What the member weakened or waived is no
// result: no vendor can mend it.
type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Configuration []sarifNotification `json:"toolConfigurationNotifications,omitempty"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

func (s *sarifRecorder) Begin(head *finding.Report) error {
	rules := []sarifRule{
		ownRule(sarifUndecided, "Undecided", "The profile could not be judged",
			"Mend the documents as the message says and run the check again. Nothing that was not judged is approved."),
		ownRule(sarifLeftOut, "LeftOut", "There was no room for every result",
			"Read the JSON, CSV or HTML report of the same run, which holds all of them, or check fewer vendors at a time."),
	}
	for _, c := range head.Controls {
		s.rules[c.ID] = len(rules)
		rules = append(rules, sarifRuleOf(c))
	}
	data, err := json.Marshal(map[string]any{"driver": map[string]any{
		"name":            "vendorgate",
		"organization":    "vendorgate",
		"informationUri":  "https://github.com/vendorgate/vendorgate",
		"semanticVersion": head.Provenance.Tool,
		"rules":           rules,
	}}, json.Deterministic(true), jsontext.WithIndentPrefix("      "), jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	return writeAll(s.w, []byte(`{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "columnKind": "unicodeCodePoints",
      "tool": `), inert(data), []byte(`,
      "results": [`))
}

// ownRule is a rule about the run itself.
func ownRule(id, name, title, help string) sarifRule {
	return sarifRule{
		ID: id, Name: name,
		ShortDescription:     sarifText{Text: title},
		FullDescription:      sarifText{Text: title + ". " + help},
		DefaultConfiguration: sarifLevel{"error"},
		Help:                 sarifText{Text: help},
		Properties:           sarifProperties{Tags: []string{"vendorgate"}, Severity: "error", Security: "9.5"},
	}
}

func sarifRuleOf(c finding.Control) sarifRule {
	id := c.Code
	if id == "" {
		id = c.ID
	}
	tags := []string{"vendorgate", "consideration-" + considerationTag(c.Consideration)}
	for _, name := range slices.Sorted(maps.Keys(c.Frameworks)) {
		for _, of := range c.Frameworks[name] {
			if len(tags) < 10 { // GitHub shows no more
				tags = append(tags, name+"/"+of)
			}
		}
	}
	// GitHub wants both descriptions, and a member's control may have but one.
	description := c.Description
	if description == "" {
		description = c.Title
	}
	return sarifRule{
		ID:                   id,
		Name:                 camel(c.ID),
		ShortDescription:     sarifText{Text: plainly.sentence(c.Title)},
		FullDescription:      sarifText{Text: plainly.sentence(description)},
		DefaultConfiguration: sarifLevel{sarifLevelOf(c.Severity)},
		Help: sarifText{
			Text:     plainly.sentence(description + " To do: " + c.Remediation),
			Markdown: md(plainly.sentence(description)) + "\n\n**To do:** " + md(plainly.sentence(c.Remediation)),
		},
		Properties: sarifProperties{Tags: tags, Severity: sarifProblem(c.Severity), Security: securitySeverity(c.Severity)},
	}
}

func considerationTag(n int) string {
	if n < 0 {
		return "own"
	}
	return fmt.Sprint(n)
}

// camel makes a name of an id, as rules are named: InsuranceCyberLimits.
func camel(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return r == '.' || r == '_' }) {
		b.WriteString(upperFirst(word))
	}
	return b.String()
}

func sarifLevelOf(s finding.Severity) string {
	switch s {
	case finding.Critical, finding.High:
		return "error"
	case finding.Medium:
		return "warning"
	case finding.Low:
	}
	return "note"
}

func sarifProblem(s finding.Severity) string {
	if level := sarifLevelOf(s); level != "note" {
		return level
	}
	return "recommendation"
}

func securitySeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "9.5"
	case finding.High:
		return "8.0"
	case finding.Medium:
		return "5.5"
	case finding.Low:
	}
	return "2.0"
}

func (s *sarifRecorder) Decision(d *finding.Decision) error {
	s.waivers.decision(d)
	if verdictOf(d) == finding.Undecided {
		if err := s.undecided(d); err != nil {
			return err
		}
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if !wants(f) {
			continue
		}
		blocks := f.Blocking || f.Status == finding.Error
		if !s.room(blocks, stands(d, f)) {
			continue
		}
		level := sarifLevelOf(f.Severity)
		if blocks {
			level = "error"
		}
		words := say(f)
		text := []string{fmt.Sprintf("%s, %s: %s.", whose(d), plainly.value(string(f.Status)), plainly.sentence(f.Title))}
		for _, part := range []struct {
			lead  string
			parts []string
		}{{"Vendor has: ", words.has}, {"Required: ", words.required}, {"Because: ", words.because}} {
			if len(part.parts) > 0 {
				text = append(text, part.lead+strings.Join(part.parts, "; ")+".")
			}
		}
		if f.Remediation != "" {
			text = append(text, "To do: "+plainly.sentence(f.Remediation))
		}
		r := sarifResult{
			RuleID: label(f), Level: level, Message: sarifText{Text: strings.Join(text, " ")},
			Locations:           []sarifLocation{locate(stands(d, f))},
			Properties:          map[string]string{"status": string(f.Status), "severity": string(f.Severity), "side": string(f.Side)},
			PartialFingerprints: fingerprint(d, f.Control),
		}
		if index, ok := s.rules[f.Control]; ok {
			r.RuleIndex = &index
		}
		if err := s.add(r); err != nil {
			return err
		}
	}
	return nil
}

func (s *sarifRecorder) undecided(d *finding.Decision) error {
	index := 0
	problems := d.Problems
	if len(problems) == 0 {
		problems = []source.Problem{{Position: source.Position{File: d.Profile.File}, Message: whyUndecided(d)}}
	}
	for _, p := range problems {
		text := whose(d) + " is undecided: " + plainly.sentence(p.Message)
		if p.Hint != "" {
			text += " (hint: " + plainly.sentence(p.Hint) + ")"
		}
		at := p.Position
		if at.File == "" {
			at.File = d.Profile.File
		}
		if !s.room(true, at) {
			continue
		}
		err := s.add(sarifResult{
			RuleID: sarifUndecided, RuleIndex: &index, Level: "error", Message: sarifText{Text: text},
			Locations:           []sarifLocation{locate(at)},
			PartialFingerprints: fingerprint(d, sarifUndecided+" "+p.Message),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sarifFingerprint names how fingerprints are made.
const sarifFingerprint = "vendorgate/v1"

// fingerprint tells a finding from the others, whatever line it stands on.
func fingerprint(d *finding.Decision, control string) map[string]string {
	who := d.ProfileID
	if who == "" {
		who = filepath.ToSlash(d.Profile.File)
	}
	sum := sha256.Sum256([]byte(who + "\x00" + control))
	return map[string]string{sarifFingerprint: hex.EncodeToString(sum[:16])}
}

func locate(at source.Position) sarifLocation {
	var l sarifLocation
	l.PhysicalLocation.ArtifactLocation.URI = fileURI(at.File)
	// A file as a whole is shown at its first line: readers ask for a line.
	l.PhysicalLocation.Region = sarifRegion{StartLine: max(at.Line, 1), StartColumn: at.Column}
	return l
}

// room reports whether one more result fits, and counts those that do not.
func (s *sarifRecorder) room(blocks bool, at source.Position) bool {
	if s.results < sarifMostLow || blocks && s.results < sarifMost-1 {
		return true
	}
	if s.leftOut == 0 {
		s.first = at
	}
	s.leftOut++
	return false
}

// sayLeftOut writes the result that stands for those there was no room for.
func (s *sarifRecorder) sayLeftOut() error {
	if s.leftOut == 0 {
		return nil
	}
	index := 1
	return s.add(sarifResult{
		RuleID: sarifLeftOut, RuleIndex: &index, Level: "error",
		Message: sarifText{Text: fmt.Sprintf("There was no room for %s, the first of which stands here: GitHub takes %d results of a run. "+
			"The JSON, CSV and HTML reports of the run hold all of them.", count(s.leftOut, "more result"), sarifMost)},
		Locations:           []sarifLocation{locate(s.first)},
		PartialFingerprints: map[string]string{sarifFingerprint: sarifLeftOut},
	})
}

func (s *sarifRecorder) add(r sarifResult) error {
	data, err := json.Marshal(r, json.Deterministic(true), jsontext.WithIndentPrefix("        "), jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	separator := "\n        "
	if s.results > 0 {
		separator = "," + separator
	}
	s.results++
	return writeAll(s.w, []byte(separator), inert(data))
}

func (s *sarifRecorder) End(whole *finding.Report) error {
	if err := s.sayLeftOut(); err != nil {
		return err
	}
	end := "]"
	if s.results > 0 {
		end = "\n      ]"
	}
	invocation := sarifInvocation{Successful: whole.Complete && whole.Summary.Undecided == 0}
	for _, w := range whole.Weakenings {
		invocation.Configuration = append(invocation.Configuration, sarifNotification{
			Level: "note", Message: sarifText{Text: "Weakened by the member: " + plainly.weakening(w)}, Locations: []sarifLocation{locate(w.Position)},
		})
	}
	s.waivers.run(whole)
	for _, line := range s.waivers.lines {
		level := "note"
		if line.idle {
			level = "warning"
		}
		invocation.Configuration = append(invocation.Configuration, sarifNotification{
			Level: level, Message: sarifText{Text: upperFirst(line.text)}, Locations: []sarifLocation{locate(line.at)},
		})
	}
	data, err := json.Marshal([]sarifInvocation{invocation},
		json.Deterministic(true), jsontext.WithIndentPrefix("      "), jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	return writeAll(s.w, []byte(end+",\n      \"invocations\": "), inert(data), []byte("\n    }\n  ]\n}\n"))
}

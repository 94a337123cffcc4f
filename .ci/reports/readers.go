package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"github.com/defenseunicorns/go-oscal/src/pkg/validation"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// readers has who judges each format, and the envelopes that are signed of one. Where it is nil, it is not this program:
// text and github are for people and for a runner, and html has a browser.
var readers = map[string]func([]byte) error{
	"csv":      readCSV,
	"dsse":     readDSSE,
	"github":   nil,
	"html":     nil,
	"intoto":   readInToto,
	"json":     readJSON,
	"junit":    readJUnit,
	"letter":   readMarkdown,
	"markdown": readMarkdown,
	"ndjson":   readNDJSON,
	"oscal":    readOSCAL,
	"sarif":    readSARIF,
	"text":     nil,
}

//go:embed official/sarif-schema-2.1.0.json
var sarifSchema []byte

// readCSV takes what encoding/csv takes: every row as many cells as the first.
func readCSV(data []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return err
	}
	if len(rows) == 0 || rows[0][0] != "vendor" {
		return errors.New("the first row is not the header")
	}
	for i, row := range rows {
		for _, cell := range row {
			if cell = strings.TrimLeft(cell, " \t\r\n"); cell != "" && strings.ContainsAny(cell[:1], "=+-@|%") {
				return fmt.Errorf("row %d: a spreadsheet would calculate %q", i+1, cell)
			}
		}
	}
	return nil
}

// reportSchema is the product's own description of its saved form.
const reportSchema = "../../schemas/report.json"

func readJSON(data []byte) error {
	c := jsonschema.NewCompiler()
	schema, err := c.Compile(reportSchema)
	if err != nil {
		return err
	}
	return validate(schema, data)
}

// readNDJSON puts the lines together again: they are a report, or they are
// wrong.
func readNDJSON(data []byte) error {
	whole := map[string]json.RawMessage{}
	decisions := []json.RawMessage{}
	last := ""
	for line := range bytes.Lines(data) {
		var parts map[string]json.RawMessage
		if err := json.Unmarshal(line, &parts); err != nil {
			return err
		}
		if len(parts) != 1 || last == "end" || (last == "") != (parts["head"] != nil) {
			return fmt.Errorf("a line that is not the next one: %.80s", line)
		}
		for kind, part := range parts {
			last = kind
			if kind == "decision" {
				decisions = append(decisions, part)
				continue
			}
			if err := json.Unmarshal(part, &whole); err != nil {
				return err
			}
		}
	}
	if last != "end" {
		return errors.New("the last line is no end")
	}
	all, err := json.Marshal(decisions)
	if err != nil {
		return err
	}
	whole["decisions"] = all
	data, err = json.Marshal(whole)
	if err != nil {
		return err
	}
	return readJSON(data)
}

func validate(schema *jsonschema.Schema, data []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

// readJUnit compares the counts of each suite with its cases, which no schema
// does. The schema is asked by xmllint.
func readJUnit(data []byte) error {
	var suites struct {
		XMLName xml.Name `xml:"testsuites"`
		Suites  []struct {
			Name     string `xml:"name,attr"`
			Tests    int    `xml:"tests,attr"`
			Failures int    `xml:"failures,attr"`
			Errors   int    `xml:"errors,attr"`
			Skipped  int    `xml:"skipped,attr"`
			Cases    []struct {
				Failure *struct{} `xml:"failure"`
				Error   *struct{} `xml:"error"`
				Skipped *struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&suites); err != nil {
		return err
	}
	if token, err := d.Token(); err != io.EOF && strings.TrimSpace(fmt.Sprintf("%s", token)) != "" {
		return fmt.Errorf("after the end stands %s", token)
	}
	for _, s := range suites.Suites {
		failures, errs, skipped := 0, 0, 0
		for _, c := range s.Cases {
			switch {
			case c.Failure != nil:
				failures++
			case c.Error != nil:
				errs++
			case c.Skipped != nil:
				skipped++
			}
		}
		if len(s.Cases) != s.Tests || failures != s.Failures || errs != s.Errors || skipped != s.Skipped {
			return fmt.Errorf("the suite %s does not count its cases", s.Name)
		}
	}
	return nil
}

// What GitHub takes of a SARIF file before it refuses all of it.
const (
	mostRuns    = 20
	mostResults = 25000
	mostRules   = 25000
	mostTags    = 20
	mostBytes   = 10 << 20 // compressed
)

// readSARIF asks the schema of OASIS, the limits of GitHub, and whether each
// result points to its own rule.
func readSARIF(data []byte) error {
	c := jsonschema.NewCompiler()
	official, err := jsonschema.UnmarshalJSON(bytes.NewReader(sarifSchema))
	if err != nil {
		return err
	}
	if err := c.AddResource("sarif.json", official); err != nil {
		return err
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		return err
	}
	if err := validate(schema, data); err != nil {
		return err
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID         string
						Properties struct{ Tags []string }
					}
				}
			}
			Results []struct {
				RuleID              string
				RuleIndex           *int
				Locations           []json.RawMessage
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal(data, &log); err != nil {
		return err
	}
	if len(log.Runs) == 0 || len(log.Runs) > mostRuns {
		return fmt.Errorf("%d runs", len(log.Runs))
	}
	for _, run := range log.Runs {
		if len(run.Results) > mostResults || len(run.Tool.Driver.Rules) > mostRules {
			return fmt.Errorf("%d results of %d rules", len(run.Results), len(run.Tool.Driver.Rules))
		}
		for _, rule := range run.Tool.Driver.Rules {
			if len(rule.Properties.Tags) > mostTags {
				return fmt.Errorf("the rule %s has %d tags", rule.ID, len(rule.Properties.Tags))
			}
		}
		for _, result := range run.Results {
			if len(result.Locations) != 1 || len(result.PartialFingerprints) == 0 {
				return fmt.Errorf("a result of %s has %d locations and %d fingerprints", result.RuleID, len(result.Locations), len(result.PartialFingerprints))
			}
			if i := result.RuleIndex; i != nil && (*i >= len(run.Tool.Driver.Rules) || run.Tool.Driver.Rules[*i].ID != result.RuleID) {
				return fmt.Errorf("a result of %s points to another rule", result.RuleID)
			}
		}
	}
	var small bytes.Buffer
	z := gzip.NewWriter(&small)
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if small.Len() > mostBytes {
		return fmt.Errorf("%d bytes compressed", small.Len())
	}
	return nil
}

var (
	tag = regexp.MustCompile(`<[^>]*>`)
	// called is what GitHub makes a link of after rendering: a person, an issue.
	called = regexp.MustCompile(`@\w|#\d|\bGH-\d`)
)

// readOSCAL asks the schema of NIST, whether no identifier stands there twice, and
// whether each reference leads somewhere.
func readOSCAL(data []byte) error {
	validator, err := validation.NewValidatorDesiredVersion(data, "1.2.2")
	if err != nil {
		return err
	}
	if err := validator.Validate(); err != nil {
		return err
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	version, made, named := "", map[string]int{}, []string{}
	collect(v, func(field, value string) {
		switch field {
		case "oscal-version":
			version = value
		case "uuid":
			made[value]++
		case "observation-uuid":
			named = append(named, value)
		case "href":
			if id, ok := strings.CutPrefix(value, "#"); ok {
				named = append(named, id)
			}
		}
	})
	if version != "1.2.2" {
		return fmt.Errorf("it says that it is of version %s", version)
	}
	for id, n := range made {
		if n > 1 {
			return fmt.Errorf("the identifier %s stands there %d times", id, n)
		}
	}
	for _, id := range named {
		if made[id] == 0 {
			return fmt.Errorf("nothing has the identifier %s", id)
		}
	}
	return nil
}

// collect visits every field of a JSON value whose value is a text.
func collect(v any, visit func(field, value string)) {
	switch v := v.(type) {
	case map[string]any:
		for field, value := range v {
			if text, ok := value.(string); ok {
				visit(field, text)
			}
			collect(value, visit)
		}
	case []any:
		for _, value := range v {
			collect(value, visit)
		}
	}
}

// readMarkdown reads as GitHub does, and wants text and nothing that could
// act: no HTML but a line break, no link, no image, nobody called.
func readMarkdown(data []byte) error {
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	var page bytes.Buffer
	if err := markdown.Convert(data, &page); err != nil {
		return err
	}
	if name := called.FindString(html.UnescapeString(tag.ReplaceAllString(page.String(), ""))); name != "" {
		return fmt.Errorf("GitHub would make a link of %q", name)
	}
	return ast.Walk(markdown.Parser().Parse(text.NewReader(data)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			if raw := string(n.Segments.Value(data)); raw != "<br>" {
				return ast.WalkStop, fmt.Errorf("HTML is passed on: %q", raw)
			}
		case *ast.HTMLBlock:
			return ast.WalkStop, fmt.Errorf("HTML is passed on: %q", n.Lines().Value(data))
		case *ast.Link:
			return ast.WalkStop, fmt.Errorf("there is a link to %q", n.Destination)
		case *ast.AutoLink:
			return ast.WalkStop, fmt.Errorf("there is a link to %q", n.URL(data))
		case *ast.Image:
			return ast.WalkStop, fmt.Errorf("there is an image from %q", n.Destination)
		}
		return ast.WalkContinue, nil
	})
}

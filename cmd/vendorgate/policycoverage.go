package main

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

func (p *program) policyCoverageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "coverage [DIR|FILE…]",
		Short: "Show which answers and minimums the controls use",
		Long: `coverage ties what is asked to what reads it: for every answer of the profile and
the engagement, and for every minimum, the controls that use it. Text lists what
no rule reads; JSON and HTML hold the whole matrix. That no control reads what is
not asked is seen to by check, which refuses it.`,
		Example: `  vendorgate policy coverage
  vendorgate policy coverage -o html policies/ > coverage.html`,
	}
	settingFlags(cmd, "requirements")
	format := formatFlag(cmd, "text", "json", "html")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		sources, _, err := openSources(cmd, names)
		if err != nil {
			return err
		}
		coverage, err := sources.Coverage()
		if err != nil {
			return err
		}
		switch format.value {
		case "json":
			return printJSON(p.stdout, coverage)
		case "html":
			return coverageHTML.Execute(p.stdout, coverage)
		}
		return coverageText(p.stdout, coverage)
	}
	return cmd
}

func coverageText(w io.Writer, c *authoring.Coverage) error {
	var fields, required, minimums [][]string
	for _, f := range c.Fields {
		row := []string{f.Path, cmp.Or(f.Reason, "no reason is known")}
		if f.Unread() {
			fields = append(fields, row)
		}
		if f.Required && len(f.Controls) == 0 {
			required = append(required, []string{f.Path, cmp.Or(strings.Join(f.Others, ", "), row[1])})
		}
	}
	for _, r := range c.Requirements {
		if r.Unread() {
			minimums = append(minimums, []string{r.Name, cmp.Or(r.Reason, "no reason is known")})
		}
	}
	for _, part := range []struct {
		title string
		rows  [][]string
		of    int
	}{
		{"Answers that no rule reads", fields, len(c.Fields)},
		{"Required answers that no control reads", required, len(c.Fields)},
		{"Minimums that no rule reads", minimums, len(c.Requirements)},
	} {
		if _, err := fmt.Fprintf(w, "%s: %d of %d\n", part.title, len(part.rows), part.of); err != nil {
			return err
		}
		if err := printTable(w, "  ", part.rows); err != nil {
			return err
		}
	}
	return nil
}

// page is how the HTML pages of policy look.
const page = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ccc;padding:.3rem .6rem}
td{overflow-wrap:anywhere}.none{background:#fff3cd}</style>`

var coverageHTML = template.Must(template.New("coverage").Parse(`<!doctype html>
<html lang="en"><head><title>Answers, minimums and the controls that use them</title>` + page + `</head><body>
<h1>Answers, minimums and the controls that use them</h1>
<h2>Answers</h2>
<table><thead><tr><th>answer</th><th>controls</th><th>other rules</th><th>why nothing reads it</th></tr></thead><tbody>
{{range .Fields}}<tr{{if .Unread}} class="none"{{end}}><td>{{.Path}}{{if .Required}} (required){{end}}</td><td>{{range .Controls}}{{.}}<br>{{end}}</td><td>{{range .Others}}{{.}}<br>{{end}}</td><td>{{.Reason}}</td></tr>
{{end}}</tbody></table>
<h2>Minimums</h2>
<table><thead><tr><th>minimum</th><th>controls</th><th>other rules</th><th>why nothing reads it</th></tr></thead><tbody>
{{range .Requirements}}<tr{{if .Unread}} class="none"{{end}}><td>{{.Name}}</td><td>{{range .Controls}}{{.}}<br>{{end}}</td><td>{{range .Others}}{{.}}<br>{{end}}</td><td>{{.Reason}}</td></tr>
{{end}}</tbody></table></body></html>
`))

func (p *program) policyDocsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "docs [DIR|FILE…]",
		Short: "Write the catalogue of controls for people",
		Long: `docs writes the catalogue from the metadata of the controls: those of the folders
named, with the minimums they measure against, or the shipped ones when none is
named.`,
		Example: `  vendorgate policy docs policies/ > controls.md
  vendorgate policy docs -r county.yaml -o html policies/ > controls.html`,
	}
	settingFlags(cmd, "requirements", "policies")
	format := formatFlag(cmd, "markdown", "html")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		for _, name := range names {
			if err := cmd.Flags().Set("policy", name); err != nil {
				return err
			}
		}
		g, s, err := makeGate(cmd)
		if err != nil {
			return err
		}
		list := controlsOf(g)
		if len(s.Policies) > 0 {
			list = slices.DeleteFunc(list, func(c control) bool { return c.Shipped })
		}
		c := catalogue{list, policy.Tiers}
		if format.value == "html" {
			return catalogueHTML.Execute(p.stdout, c.chapters())
		}
		return writeText(p.stdout, c.markdown())
	}
	return cmd
}

// A chapter is one consideration of the catalogue.
type chapter struct {
	Title    string
	Controls []entry
}

// An entry is a control as the HTML catalogue shows it.
type entry struct {
	Name, Title, Description, Severity, Tiers, Applies, Minimums, Remediation, Frameworks string
}

func (l catalogue) chapters() []chapter {
	var out []chapter
	for i, c := range l.controls {
		if i == 0 || c.Consideration != l.controls[i-1].Consideration {
			out = append(out, chapter{Title: finding.ConsiderationHeading(c.Consideration)})
		}
		last := &out[len(out)-1]
		last.Controls = append(last.Controls, entry{
			Name: strings.TrimSpace(c.Code + " " + c.ID), Title: c.Title, Description: c.Description,
			Severity: c.severity(""), Tiers: tierRange(c.InForce.Tiers), Applies: c.applies(),
			Minimums: c.minimumsLine(l.tiers), Remediation: c.Remediation, Frameworks: c.frameworksLine(),
		})
	}
	return out
}

var catalogueHTML = template.Must(template.New("catalogue").Parse(`<!doctype html>
<html lang="en"><head><title>The controls</title>` + page + `</head><body>
<h1>The controls</h1>
{{range .}}<h2>{{.Title}}</h2>
{{range .Controls}}<h3>{{.Title}}</h3>
<p><code>{{.Name}}</code>, {{.Severity}}, {{.Tiers}}</p>
{{with .Description}}<p>{{.}}</p>
{{end}}<p>Applies {{.Applies}}.</p>
{{with .Minimums}}<p>Measured against: {{.}}.</p>
{{end}}<p>Ask for: {{.Remediation}}</p>
{{with .Frameworks}}<p>In other catalogues: {{.}}.</p>
{{end}}{{end}}{{end}}</body></html>
`))

package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/schema"
)

// derived are the schemas that the policy compiler sees: what a control reads,
// as one document. They are for the type checkers of other tools, such as
// opa check --schema.
var derived = map[string]func() map[string]any{
	"input":     schema.Input,
	"effective": schema.Effective,
}

func schemaNames() []string { return append(schema.Names(), "input", "effective") }

func (p *program) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print the JSON Schema of a kind of document",
		Long: `schema prints the JSON Schema (draft-07) of a kind of document. An editor that
knows it completes field names, explains them and marks mistakes while you type.
Without a name it lists the schemas, and the line by which a YAML file tells
an editor of its schema.

input and effective are derived from the others, for tools that check Rego:
what a control reads as input, and as data.requirements.`,
		Example: `  vendorgate schema
  vendorgate schema profile > profile.schema.json
  vendorgate schema input > input.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(cmd, "name one schema", "")
			}
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions(schemaNames(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.listSchemas()
			}
			return p.printSchema(cmd, args[0])
		},
	}
}

func (p *program) printSchema(cmd *cobra.Command, name string) error {
	if derive, ok := derived[name]; ok {
		return printJSON(p.stdout, derive())
	}
	kind, ok := schema.KindOf(name)
	if !ok {
		if i := slices.IndexFunc(schema.Names(), func(n string) bool {
			k, _ := schema.KindOf(n)
			return strings.EqualFold(string(k), name)
		}); i >= 0 {
			return usage(cmd, fmt.Sprintf("there is no schema %q", name), fmt.Sprintf("did you mean %q?", schema.Names()[i]))
		}
		return unknown(cmd, "schema", name, schemaNames())
	}
	text, err := schema.Source(kind)
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(text)
	return err
}

func (p *program) listSchemas() error {
	var b strings.Builder
	b.WriteString("Save a schema beside your files, and put its line at the top of a YAML file:\n")
	for _, name := range schema.Names() {
		kind, _ := schema.KindOf(name)
		text, err := schema.Source(kind)
		if err != nil {
			return err
		}
		var about struct{ Title, Description string }
		if err := json.Unmarshal(text, &about); err != nil {
			return fmt.Errorf("read the schema %s: %w", name, err)
		}
		fmt.Fprintf(&b, "\n%s: %s\n", name, about.Title)
		if kind == schema.Report || kind == schema.Control {
			continue // no YAML file of its own
		}
		fmt.Fprintf(&b, "  vendorgate schema %[1]s > %[1]s.schema.json\n  # yaml-language-server: $schema=%[1]s.schema.json\n", name)
	}
	b.WriteString("\nDerived, for tools that check Rego:\n" +
		"\ninput: what a control reads as input\neffective: what a control reads as data.requirements\n")
	_, err := p.stdout.Write([]byte(b.String()))
	return err
}

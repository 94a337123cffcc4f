package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func (p *program) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show what is set, and where",
		Long: `config shows the value of every setting and where it comes from. A flag goes
before a variable, a variable before the configuration file, and the file before
the default. A list is taken whole from one place; in a variable its values are
separated by commas. Paths in the file are relative to the file.

The configuration file is vendorgate.yaml in this folder, or what --config or
VENDORGATE_CONFIG names:

  requirements: county.yaml
  waivers: waivers.yaml
  policies: [policies/]
  fail_on: high
  outputs: [text, json=report.json]`,
		Example: `  vendorgate config
  VENDORGATE_FAIL_ON=high vendorgate config -o json`,
		Args: noArguments,
	}
	settingFlags(cmd, "requirements", "waivers", "policies", "as_of", "fail_on", "color", "timeout", "workers", "verify_key")
	format := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := loadSettings(cmd)
		if err != nil {
			return err
		}
		if format.value == "json" {
			return p.configJSON(s)
		}
		return p.configText(s)
	}
	return cmd
}

func (p *program) configJSON(s *settings) error {
	type line struct {
		Name  string `json:"name"`
		Value any    `json:"value"` // null: nothing is set
		From  origin `json:"from"`
	}
	var lines []line
	for _, known := range allSettings() {
		lines = append(lines, line{known.key, s.shown(known.key), s.origins[known.key]})
	}
	return printJSON(p.stdout, lines)
}

func (p *program) configText(s *settings) error {
	var rows [][]string
	for _, known := range allSettings() {
		var value string
		switch v := s.shown(known.key).(type) {
		case nil:
			value = "-"
		case []string:
			value = strings.Join(v, ", ")
			if len(v) == 0 {
				value = "-"
			}
		default:
			value = fmt.Sprint(v)
		}
		rows = append(rows, []string{known.key, visible(value), visible(s.origins[known.key].String())})
	}
	return printTable(p.stdout, "", rows)
}

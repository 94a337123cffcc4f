package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
)

func (p *program) policyEditorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "editor [DIR]",
		Short: "Write what editors need to know of controls and documents",
		Long: `editor writes the schemas of all documents, the METADATA that tells OPA's type
checker which document has which, and a configuration of regal that fits controls,
into hidden folders of DIR (default: this folder): .vendorgate and .regal. Run it
again after an update of vendorgate. A configuration of regal that exists is kept.`,
		Example: `  vendorgate policy editor
  opa check --strict --schema .vendorgate/schemas .vendorgate/rego policies`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(cmd, "name one folder", "")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			folder := strings.Join(append(args, ".")[:1], "")
			written, kept, err := authoring.WriteEditor(folder)
			if err != nil {
				return err
			}
			for _, name := range written {
				if _, err := fmt.Fprintln(p.stdout, visible(name)); err != nil {
					return err
				}
			}
			if kept != "" {
				_, err = fmt.Fprintf(p.stdout, "%s is kept as it is\n", visible(kept))
			}
			return err
		},
	}
}

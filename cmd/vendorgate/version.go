package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

func (p *program) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Show what this program is made of",
		Example: "  vendorgate version -o json",
		Args:    noArguments,
	}
	format := formatFlag(cmd, "text", "json")
	cmd.RunE = func(*cobra.Command, []string) error {
		v := struct {
			Vendorgate string `json:"vendorgate"`
			OPA        string `json:"opa"`
			Go         string `json:"go"`
			Platform   string `json:"platform"`
			Schemas    string `json:"schemas_sha256"`
		}{gate.Version, policy.OPAVersion(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, schema.Digest()}
		if format.value == "json" {
			return printJSON(p.stdout, v)
		}
		_, err := fmt.Fprintf(p.stdout, "vendorgate %s\nopa        %s\ngo         %s %s\nschemas    %s\n",
			v.Vendorgate, v.OPA, v.Go, v.Platform, v.Schemas)
		return err
	}
	return cmd
}

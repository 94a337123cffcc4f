package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/authoring"
)

func (p *program) policyNewCommand() *cobra.Command {
	var o authoring.NewOptions
	var atLeast, atMost string
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Write a control with its tests",
		Long: `new writes a control, its metadata and its tests, which compile and pass as they
are. NAME is a package of your own and a rule: county.cap_is_high.

--field names the answer that the control is about; its type in the schema
decides the rule, the tests at its boundaries, and the reason that names the
element of a list. A control is about one question: for another, write another.`,
		Example: `  vendorgate policy new county.cap_is_high
  vendorgate policy new county.claim_limit --field insurance.policies[].limits.per_claim --at-least 2000000
  vendorgate policy new county.encrypted --field security.encryption.at_rest --value all`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd, "name one control", "write a package of your own and a rule: county.cap_is_high")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&o.Field, "field", "", "the answer that it is about (default: contract.liability.cap_amount)")
	cmd.Flags().StringVar(&o.Dir, "dir", "policies", "folder of your policies")
	cmd.Flags().StringVar(&atLeast, "at-least", "", "smallest number that passes")
	cmd.Flags().StringVar(&atMost, "at-most", "", "largest number that passes")
	cmd.Flags().StringVar(&o.Value, "value", "", "word, or true or false, that passes")
	cmd.MarkFlagsMutuallyExclusive("at-least", "at-most", "value")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.Name = args[0]
		o.AtLeast, o.AtMost = cmd.Flags().Changed("at-least"), cmd.Flags().Changed("at-most")
		switch {
		case o.AtLeast:
			o.Value = atLeast
		case o.AtMost:
			o.Value = atMost
		}
		control, test, err := authoring.New(o)
		var refused *authoring.Refusal
		if errors.As(err, &refused) {
			return usage(cmd, refused.Message, refused.Hint)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.stdout, "%s\n%s\nrun 'vendorgate policy test %s', then make the control say what you require\n", control, test, o.Dir)
		return err
	}
	return cmd
}

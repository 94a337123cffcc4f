package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

func TestComplain(t *testing.T) {
	t.Parallel()
	at := source.Position{File: "county.yaml", Line: 3, Column: 5}
	for _, tc := range []struct {
		err  error
		want string
	}{
		{
			fmt.Errorf("%w: %w", gate.ErrRequirements, source.Problems{
				{Position: at, Message: "unknown field \"cap_mn\"", Hint: "did you mean \"cap_min\"?"},
				{Position: source.Position{File: "b.yaml"}, Message: "there is no such file"},
			}),
			"vendorgate: the requirements are wrong\n" +
				"county.yaml:3:5: unknown field \"cap_mn\"\n  hint: did you mean \"cap_min\"?\n" +
				"b.yaml: there is no such file\n",
		},
		{
			source.Problem{Position: at, Message: "wrong", Hint: "put it right"},
			"county.yaml:3:5: wrong\n  hint: put it right\n",
		},
		{
			&usageError{command: "vendorgate check", message: "there is no flag --otput", hint: "did you mean --output?"},
			"vendorgate: there is no flag --otput\n  hint: did you mean --output?\nrun 'vendorgate check --help'\n",
		},
		{
			source.Problems{{Position: source.Position{File: "::error::a"}, Message: "\x1b[2J##[group]\u202e\nnext\u009b"}},
			`\x3a:error::a: \x1b[2J#\x23[group]\u202e next\u009b` + "\n",
		},
	} {
		var b strings.Builder
		complain(&b, tc.err)
		if diff := cmp.Diff(tc.want, b.String()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tc.err, diff)
		}
	}
}

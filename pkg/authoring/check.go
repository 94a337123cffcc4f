package authoring

import (
	"fmt"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// Check returns the controls of the policies and everything that is wrong with
// them, under the requirements that they are meant for.
func (s *Sources) Check(set *requirements.Set) ([]policy.Control, source.Problems) {
	controls, problems := policy.Check(s.Shipped, s.Own)
	for i := range controls {
		problems = append(problems, unset(&controls[i], set)...)
	}
	return controls, problems.Sorted()
}

// unset finds the parameters that a control measures against and that nothing
// sets: it could never pass. A control that names no tiers is on wherever its
// parameters are set, so one tier is enough for it. Shipped controls are written
// for minimums that hold in some tiers only, and read those as not required in
// the others; a member's control is held to what a check would refuse.
func unset(c *policy.Control, set *requirements.Set) source.Problems {
	var problems source.Problems
	for _, name := range c.Requirements {
		var without []string
		for _, tier := range c.Tiers {
			if _, ok := set.Lookup(tier, name); !ok {
				without = append(without, tier)
			}
		}
		somewhere := len(without) < len(c.Tiers)
		if len(without) == 0 || (somewhere && (c.AnyTier() || c.Shipped)) {
			continue
		}
		problems = append(problems, source.Problem{
			Position: c.Position,
			Message:  fmt.Sprintf("the control %s measures against data.requirements.%s, which nothing sets in %s", c.ID, name, strings.Join(without, ", ")),
			Hint:     fmt.Sprintf("set %s in your requirements under minimums or under tiers, and name that file with -r; or leave those tiers out of the control's `tiers`", name),
		})
	}
	return problems
}

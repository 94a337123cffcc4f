package finding

import "fmt"

var considerations = map[int]string{
	-1: "The member's own controls",
	0:  "Written contract",
	1:  "Due diligence",
	2:  "Insurance and indemnification",
	3:  "Business continuity",
	4:  "Scope of service",
	5:  "Security obligations and government data",
	6:  "Performance review",
	7:  "Termination",
	8:  "Cyber incidents",
	9:  "Definitions, purchasing and data access",
	10: "Legal and risk review",
}

// ConsiderationHeading is the heading over the controls of a consideration,
// with its number where the guide has one: 0 is what the guide asks for before
// its sections, -1 what a member adds.
func ConsiderationHeading(consideration int) string {
	name, known := considerations[consideration]
	switch {
	case !known:
		return fmt.Sprintf("Consideration %d", consideration)
	case consideration > 0:
		return fmt.Sprintf("%d %s", consideration, name)
	}
	return name
}

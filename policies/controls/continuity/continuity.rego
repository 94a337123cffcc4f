# What happens to the service when something happens to the vendor: its duties, its
# plan, and the notice it owes before it changes.
package controls.continuity

# METADATA
# title: The contract demands business continuity and redundancy
# description: >-
#   A vendor can lose its building, its key people or its solvency from one week to the next, and the member's work
#   stops with it. Only a duty in the contract makes a second site or a second technician more than a sales argument.
# custom:
#   code: BCP-01
#   severity: high
#   consideration: 3
#   tiers: [T1, T2, T3]
#   applies_when: continuity_matters
#   request: >-
#     Please accept a clause that obliges you to keep business continuity arrangements and spare capacity for this
#     service, abrupt changes in your own business included.
#   remediation: >-
#     Add a clause that obliges the vendor to keep business continuity arrangements and spare capacity for this
#     service, abrupt changes in its own business included.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     csf_2_0: [GV.SC-08]
#     nist_800_53r5: [CP-2]
#     iso_27001_2022: [A.5.30]
#     ccm_4_0_7: [BCR-03]
clause if {
	input.contract.continuity.bc_clause == true
	input.contract.continuity.redundancy_clause == true
}

# METADATA
# title: The member has received the vendor's continuity plan
# description: >-
#   Whoever has read the plan knows what the vendor will do on a bad day and what the member has to do itself. A
#   vendor that will not show a plan may well have none.
# custom:
#   code: BCP-02
#   severity: high
#   consideration: 3
#   tiers: [T1, T2, T3]
#   applies_when: continuity_matters
#   request: Please send us a copy of your continuity plan; confidential passages may be blacked out.
#   remediation: >-
#     Ask for a copy of the continuity plan and file it with the evidence. Offer to accept passages blacked out, or a
#     summary where your requirements allow one, before you take no for an answer.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     nist_800_53r5: [CP-2]
#     ccm_4_0_7: [BCR-04, BCR-05]
#     hecvat_4_14: [DOCU-01]
plan_provided if {
	enough_of_the_plan
	plan_is_on_file
}

enough_of_the_plan if input.continuity.bcp.provided == "full"

enough_of_the_plan if {
	input.continuity.bcp.provided == "summary"
	data.requirements.continuity.accept_summary == true
}

plan_is_on_file if {
	some document in input.evidence
	document.id == input.continuity.bcp.evidence
}

reasons contains {
	"control": "plan_provided",
	"path": ["continuity", "bcp", "provided"],
	"message": "red flag: the vendor refuses to show its plan",
} if {
	not plan_provided
	input.continuity.bcp.provided == "refused"
}

reasons contains {
	"control": "plan_provided",
	"path": ["continuity", "bcp", "evidence"],
	"message": "no entry of the evidence has this id",
} if {
	not plan_provided
	input.continuity.bcp.evidence
	every document in input.evidence {
		document.id != input.continuity.bcp.evidence
	}
}

# METADATA
# title: The continuity plan is current and covers an abrupt change in the vendor's business
# description: >-
#   Plans are usually written for fire and flood, while small IT firms more often fail through insolvency, a sale or
#   the loss of one person. A plan that nobody has reviewed for long names staff and systems that are gone.
# custom:
#   code: BCP-03
#   severity: medium
#   consideration: 3
#   tiers: [T1, T2]
#   applies_when: continuity_matters
#   request: >-
#     Please review your plan, add what you will do in each event that is missing, and send us the date of the
#     review.
#   remediation: >-
#     Ask the vendor to review its plan, to add what it will do in each event that is missing, and to send the date of
#     the review.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     iso_27001_2022: [A.5.29]
#     ccm_4_0_7: [BCR-02]
#     hecvat_4_14: [DATA-21]
plan_current if {
	input.continuity.bcp.reviewed_on <= data.context.as_of
	data.calendar.days(
		input.continuity.bcp.reviewed_on,
		data.context.as_of,
	) <= data.requirements.continuity.plan_max_age_days
	every scenario in data.requirements.continuity.required_scenarios {
		scenario in input.continuity.bcp.scenarios
	}
}

reasons contains {
	"control": "plan_current",
	"path": ["continuity", "bcp", "reviewed_on"],
	"message": "the date lies after the date of this check",
} if {
	not plan_current
	input.continuity.bcp.reviewed_on > data.context.as_of
}

reasons contains {
	"control": "plan_current",
	"path": ["continuity", "bcp", "scenarios"],
	"message": sprintf("the plan has no answer to: %s", [concat(", ", lacking)]),
} if {
	not plan_current
	input.continuity.bcp.scenarios
	lacking := [replace(scenario, "_", " ") |
		some scenario in data.requirements.continuity.required_scenarios
		not scenario in input.continuity.bcp.scenarios
	]
	count(lacking) > 0
}

# METADATA
# title: The vendor announces a sale, insolvency or the end of the service in good time
# description: >-
#   Finding another provider takes a public body months, budget and board meetings included. A duty to announce the
#   change gives the member these months while the old vendor still works.
# custom:
#   code: BCP-08
#   severity: medium
#   consideration: 3
#   tiers: [T1, T2, T3]
#   request: >-
#     Please accept a duty to announce a change of control, insolvency, closure or retirement of the service at
#     least the required number of days ahead.
#   remediation: >-
#     Add a duty to announce a change of control, insolvency, closure or retirement of the service at least the
#     required number of days ahead.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     nist_800_53r5: [SR-8]
#     hecvat_4_14: [DATA-06, DATA-21]
change_notice if {
	input.contract.continuity.change_notice_days >= data.requirements.continuity.change_notice_days_min
}

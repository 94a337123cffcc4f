# What the contract says about telling the member of an incident.
package controls.incident

# METADATA
# title: The contract says how the vendor reports an incident, and to whom
# description: >-
#   The member has to tell its risk pool and the state about an incident even when it happened at the vendor, and it
#   can do that only if the vendor's call reaches somebody. Nobody should have to look for a phone number in the
#   middle of an emergency.
# custom:
#   code: INC-01
#   severity: critical
#   tier_severity: {T4: medium}
#   consideration: 8
#   request: >-
#     Please accept a notice clause that names a contact of ours who can be reached at any hour and a channel that
#     still works when the affected system does not.
#   remediation: >-
#     Add a notice clause that names a contact of yours who can be reached at any hour and a channel that still works
#     when the affected system does not.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     csf_2_0: [RS.CO-02]
#     nist_800_53r5: [IR-6(3)]
#     iso_27001_2022: [A.5.24]
#     ccm_4_0_7: [SEF-07]
#     cis_v8_1: ["15.4"]
#     cisa_cpg_2_0: ["1.D"]
notice_clause if {
	input.contract.incident.notice_clause == true
	input.contract.incident.member_contact_named == true
	input.contract.incident.notice_channel in {"phone", "email", "portal", "phone_and_email"}
}

# METADATA
# title: The vendor reports an incident within the member's longest acceptable time
# description: >-
#   The state expects the member's own report within hours, and the vendor's silence uses up that time. "Immediately"
#   is judged by the outer bound that the contract sets beside it, business days are counted across a weekend and a
#   holiday, and wording without any number is no limit at all.
# custom:
#   code: INC-02
#   severity: critical
#   consideration: 8
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   aside: [incident.business_day_worst_case_hours, incident.notice_hours_max_by_class]
#   request: >-
#     Please accept a duty to notify us at once, with the required number of hours after discovery as the outer
#     bound.
#   remediation: >-
#     Ask for notice at once, with the required number of hours after discovery as the outer bound. In the profile
#     enter that bound as notice_value with its notice_unit, or 0 where the contract says "immediately" and sets none.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     csf_2_0: [RS.CO-02]
#     nist_800_53r5: [IR-6(3), SR-8]
#     cisa_cpg_2_0: ["1.E"]
#     mvsp_3_0: ["1.7"]
#     cjis_5_9_5: [IR-6]
notice_period if {
	effective_notice_hours <= data.requirements.incident.notice_hours_max
	every class, hours in data.requirements.incident.notice_hours_max_by_class {
		notice_suits_class(class, hours)
	}
}

# A class of data with a shorter maximum of its own matters only where the notice
# takes longer than that; then the class must not be among the vendor's data.
notice_suits_class(_, hours) if effective_notice_hours <= hours

notice_suits_class(class, _) if {
	every present in input.engagement.data.classes {
		present != class
	}
}

# The longest that the contract lets the vendor wait. Where it promises no time
# ("without undue delay", or nothing) there is no such number, whatever else is
# filled in. Zero is zero in any unit, so there the unit is not asked for.
effective_notice_hours := 0 if {
	input.contract.incident.notice_standard in {"immediate", "fixed_period"}
	input.contract.incident.notice_value == 0
}

effective_notice_hours := input.contract.incident.notice_value * hours_per_notice_unit if {
	input.contract.incident.notice_standard in {"immediate", "fixed_period"}
	input.contract.incident.notice_value > 0
}

hours_per_notice_unit := 1 if input.contract.incident.notice_unit == "hours"

hours_per_notice_unit := 24 if input.contract.incident.notice_unit == "calendar_days"

hours_per_notice_unit := data.requirements.incident.business_day_worst_case_hours if {
	input.contract.incident.notice_unit == "business_days"
}

reasons contains {
	"control": "notice_period",
	"path": ["contract", "incident", "notice_standard"],
	"message": "the words \"without undue delay\" set no limit that anybody could hold the vendor to",
} if {
	not notice_period
	input.contract.incident.notice_standard == "without_undue_delay"
}

reasons contains {
	"control": "notice_period",
	"path": ["contract", "incident", "notice_standard"],
	"message": "the contract does not say how soon the vendor has to report",
} if {
	not notice_period
	input.contract.incident.notice_standard == "silent"
}

reasons contains {
	"control": "notice_period",
	"path": ["contract", "incident", "notice_value"],
	"message": "the outer bound is not given: enter 0 if the contract says \"immediately\" and sets none",
	"unanswered": true,
} if {
	not notice_period
	input.contract.incident.notice_standard == "immediate"
	not input.contract.incident.notice_value
}

reasons contains {
	"control": "notice_period",
	"path": ["contract", "incident", "notice_unit"],
	"message": sprintf("a business day can last %d hours, across a weekend and a holiday", [hours_per_notice_unit]),
} if {
	not notice_period
	input.contract.incident.notice_standard in {"immediate", "fixed_period"}
	input.contract.incident.notice_unit == "business_days"
}

reasons contains {
	"control": "notice_period",
	"path": ["engagement", "data", "classes", i],
	"message": sprintf("for data of the class %s the longest acceptable time is %d hours", [words, hours]),
} if {
	not notice_period
	some i, class in input.engagement.data.classes
	words := replace(class, "_", " ")
	hours := data.requirements.incident.notice_hours_max_by_class[class]
	effective_notice_hours > hours
}

# METADATA
# title: The time to report runs from the discovery of a suspected incident
# description: >-
#   A short notice period is worth little if it begins only when the vendor has confirmed a breach, which can take
#   weeks. The member's own duties begin with the suspicion, and so must the vendor's.
# custom:
#   code: INC-03
#   severity: high
#   consideration: 8
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please accept that a suspected incident is enough to require notice, and that the time runs from the moment
#     you discover it.
#   remediation: >-
#     Redraft the clause so that a suspected incident is enough to require notice and the time runs from the moment
#     the vendor discovers it.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     csf_2_0: [RS.CO-02]
#     ccm_4_0_7: [SEF-07]
notice_trigger if {
	input.contract.incident.trigger == "suspected_or_confirmed"
	input.contract.incident.starts_at == "discovery"
}

# METADATA
# title: The vendor also reports incidents in its own systems and at its subcontractors
# description: >-
#   State reporting covers incidents at a vendor when they affect the member, and the member cannot see into the
#   vendor's systems. A duty that stops at the member's own network leaves the likelier places out.
# custom:
#   code: INC-04
#   severity: high
#   consideration: 8
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please extend the duty to notify us to every incident that affects us, whether it happens in our systems, in
#     yours or at one of your subcontractors.
#   remediation: >-
#     Extend the notice duty to every incident that affects you, whether it happens in your systems, in the vendor's
#     or at one of its subcontractors.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     csf_2_0: [GV.SC-08]
#     nist_800_53r5: [IR-4(10)]
covers_vendor_side if {
	input.contract.incident.covers_vendor_systems == true
	subcontractors_are_covered
}

subcontractors_are_covered if input.engagement.uses_subcontractors == false

subcontractors_are_covered if input.contract.incident.covers_subcontractors == true

# METADATA
# title: The contract says what a report contains and how often it is updated
# description: >-
#   The member has to describe the incident to its risk pool, to the state and perhaps to the people affected, and it
#   knows only what the vendor tells it. A bare "we had an incident" starts the member's clock and gives it nothing to
#   report.
# custom:
#   code: INC-05
#   severity: medium
#   consideration: 8
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please accept the list of what every incident report has to contain, and the number of hours between two
#     updates until the incident is closed.
#   remediation: >-
#     Add to the notice clause the list of what every report has to contain, and the number of hours between two
#     updates until the incident is closed.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     nist_800_53r5: [IR-6]
#     mvsp_3_0: ["1.7"]
notice_content if {
	every item in data.requirements.incident.required_content {
		item in input.contract.incident.content
	}
	input.contract.incident.updates_every_hours <= data.requirements.incident.updates_hours_max
}

reasons contains {
	"control": "notice_content",
	"path": ["contract", "incident", "content"],
	"message": sprintf("a report need not contain: %s", [concat(", ", lacking)]),
} if {
	not notice_content
	lacking := words_lacking(data.requirements.incident.required_content, input.contract.incident.content)
	count(lacking) > 0
}

# The demanded words that the given list lacks, as a reader would write them.
words_lacking(demanded, given) := [replace(word, "_", " ") |
	some word in demanded
	not word in given
]

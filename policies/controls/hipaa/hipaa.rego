# The business associate agreement that protected health information calls for.
package controls.hipaa

# METADATA
# title: A business associate agreement is signed before the vendor sees health information
# description: >-
#   Under 45 CFR 164.504(e) and 164.314(a) a vendor may receive protected health information only once it has signed.
#   Handing it over without the agreement is a violation in itself, even if nothing happens to the data.
# custom:
#   code: HIP-01
#   severity: critical
#   consideration: 5
#   tiers: [T1]
#   applies_when: handles_phi
#   due: award
#   waivable: false
#   request: Please sign a business associate agreement with us before any health information reaches you.
#   remediation: >-
#     Sign a business associate agreement with the vendor before any health information reaches it. Where work has
#     already begun without one, stop the flow of data and call counsel.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     iso_27001_2022: [A.5.31]
agreement if {
	input.contract.hipaa.baa_executed == true
	input.contract.hipaa.baa_signed_on <= data.context.as_of
	input.contract.hipaa.baa_signed_on <= input.engagement.term.start
}

reasons contains {
	"control": "agreement",
	"path": ["contract", "hipaa", "baa_signed_on"],
	"message": "the date of signature lies after the date of this check",
} if {
	not agreement
	input.contract.hipaa.baa_signed_on > data.context.as_of
}

reasons contains {
	"control": "agreement",
	"path": ["contract", "hipaa", "baa_signed_on"],
	"message": "the vendor's first day comes before the signature",
} if {
	not agreement
	input.contract.hipaa.baa_signed_on > input.engagement.term.start
}

# METADATA
# title: The business associate agreement contains every element that federal law requires
# description: >-
#   45 CFR 164.504(e)(2) and 164.314(a)(2) list what the agreement has to say, and a paper that merely bears the title
#   does not count. The elements are also what gives the member a say when something goes wrong.
# custom:
#   code: HIP-02
#   severity: high
#   consideration: 5
#   tiers: [T1]
#   applies_when: handles_phi
#   request: >-
#     Please add the missing elements to the business associate agreement, or use the sample provisions that the
#     federal health department publishes.
#   remediation: >-
#     Have the missing elements added to the business associate agreement, or use the sample provisions that the
#     federal health department publishes.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
agreement_elements if {
	every element in data.requirements.hipaa.required_elements {
		element in input.contract.hipaa.baa_elements
	}
}

reasons contains {
	"control": "agreement_elements",
	"path": ["contract", "hipaa", "baa_elements"],
	"message": sprintf("the agreement lacks: %s", [concat(", ", lacking)]),
} if {
	not agreement_elements
	input.contract.hipaa.baa_elements
	lacking := [replace(element, "_", " ") |
		some element in data.requirements.hipaa.required_elements
		not element in input.contract.hipaa.baa_elements
	]
}

# METADATA
# title: The business associate agreement makes the vendor report a breach soon enough
# description: >-
#   45 CFR 164.410 lets a business associate take up to 60 days, and many forms simply repeat that. The member's own
#   duties towards the state and its risk pool are counted in hours.
# custom:
#   code: HIP-03
#   severity: high
#   consideration: 8
#   tiers: [T1]
#   applies_when: handles_phi
#   aside: [incident.business_day_worst_case_hours]
#   request: >-
#     Please accept the required number of hours after discovery as the period in the business associate agreement,
#     and let it agree with the notice clause of the main contract.
#   remediation: >-
#     Have the period in the business associate agreement shortened to the required number of hours after discovery,
#     and let it agree with the notice clause of the main contract.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
breach_notice if notice_hours <= data.requirements.hipaa.notice_hours_max

# The longest that the period can last. Zero is zero in any unit, so there the unit
# is not asked for.
notice_hours := 0 if input.contract.hipaa.notice_value == 0

notice_hours := input.contract.hipaa.notice_value * longest_hours_per_unit if input.contract.hipaa.notice_value > 0

longest_hours_per_unit := 1 if input.contract.hipaa.notice_unit == "hours"

longest_hours_per_unit := 24 if input.contract.hipaa.notice_unit == "calendar_days"

longest_hours_per_unit := data.requirements.incident.business_day_worst_case_hours if {
	input.contract.hipaa.notice_unit == "business_days"
}

# 60 days, the most that 45 CFR 164.410 allows.
legal_maximum_hours := 1440

# The least that the period lasts, since nobody is to be accused of breaking the law
# because of a weekend that may not come.
shortest_notice_hours := input.contract.hipaa.notice_value if input.contract.hipaa.notice_unit == "hours"

shortest_notice_hours := input.contract.hipaa.notice_value * 24 if {
	input.contract.hipaa.notice_unit in {"calendar_days", "business_days"}
}

reasons contains {
	"control": "breach_notice",
	"path": ["contract", "hipaa", "notice_value"],
	"message": "the period is longer than the 60 days that 45 CFR 164.410 allows at the most, and so unlawful",
} if {
	not breach_notice
	shortest_notice_hours > legal_maximum_hours
}

reasons contains {
	"control": "breach_notice",
	"path": ["contract", "hipaa", "notice_unit"],
	"message": sprintf("a business day can last %d hours, across a weekend and a holiday", [longest_hours_per_unit]),
} if {
	not breach_notice
	input.contract.hipaa.notice_unit == "business_days"
}

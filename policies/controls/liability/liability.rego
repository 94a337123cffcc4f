# How much of a loss the contract lets the member recover from the vendor.
package controls.liability

# METADATA
# title: The vendor's liability is not tied to its fees alone
# description: >-
#   What a breach costs has nothing to do with what the service costs: a contract over a few thousand dollars can expose
#   the records of a whole county. A cap at the fees, or at a multiple of them, leaves you with the difference.
# custom:
#   code: LIA-01
#   severity: critical
#   consideration: 2
#   tiers: [T1, T2, T3]
#   request: >-
#     Please strike the cap that follows your fees, or replace it by a fixed amount. "The greater of the fees and"
#     an amount that reaches our floor is acceptable too.
#   remediation: >-
#     Strike the cap, or replace it by a fixed amount. "The greater of the fees and" an amount that reaches your floor
#     is acceptable too.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [STA-09]
cap_not_fees_only if more_than_fees

more_than_fees if input.contract.liability.cap_kind in {"none", "silent", "fixed"}

more_than_fees if {
	input.contract.liability.cap_kind == "greater_of"
	input.contract.liability.cap_amount >= data.requirements.liability.cap_min
}

# METADATA
# title: The liability cap comes to at least the member's floor
# description: >-
#   Behind every formula stands an amount, and that is all you can recover for most failures. It has to be in proportion
#   to what a serious incident would cost you.
# custom:
#   code: LIA-02
#   severity: high
#   consideration: 2
#   request: >-
#     Please raise the cap on your liability to our floor. The insurance that we require lets you carry such an
#     amount.
#   remediation: >-
#     Ask the vendor to raise the cap to your floor. The insurance that you require lets it carry such an amount.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
cap_reaches_floor if cap_reaches(data.requirements.liability.cap_min)

notes contains {
	"control": "cap_reaches_floor",
	"path": ["contract", "liability", "fee_basis"],
	"message": "the cap grows with the fees already paid, so it is close to nothing when the work begins",
} if {
	input.contract.liability.cap_kind in {"fees_multiple", "greater_of", "lesser_of"}
	input.contract.liability.fee_basis in {"fees_paid_12mo", "fees_paid_to_date"}
}

# METADATA
# title: Data breach, confidentiality and indemnity stand outside the general cap
# description: >-
#   A general cap is sized for ordinary disputes over the service. The duties that matter in a breach need to be free of
#   it, or under a higher cap that is large enough for one.
# custom:
#   code: LIA-03
#   severity: critical
#   consideration: 2
#   tiers: [T1, T2, T3]
#   request: >-
#     Please list each missing duty among the exceptions to the cap, either without any limit or under an increased
#     cap of at least our minimum.
#   remediation: >-
#     Have each missing duty listed among the exceptions to the cap, either without any limit or under an increased cap
#     of at least your minimum.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
breach_outside_cap if {
	every kind in data.requirements.liability.required_carveouts {
		carved_out(kind)
	}
}

carved_out(_) if no_cap

# An exception that a contract states twice has to hold both times.
carved_out(kind) if {
	stated(kind)
	every carveout in input.contract.liability.carveouts {
		above_general_cap(carveout, kind)
	}
}

stated(kind) if {
	some carveout in input.contract.liability.carveouts
	carveout.kind == kind
}

above_general_cap(carveout, kind) if carveout.kind != kind

above_general_cap(carveout, _) if carveout.treatment == "uncapped"

above_general_cap(carveout, _) if {
	carveout.treatment == "super_cap"
	input.contract.liability.super_cap >= data.requirements.liability.super_cap_min
}

reasons contains {
	"control": "breach_outside_cap",
	"path": ["contract", "liability", "carveouts"],
	"message": sprintf("no exception to the cap is made for: %s", [concat(", ", lacking)]),
} if {
	not breach_outside_cap
	input.contract.liability.carveouts
	lacking := not_stated(data.requirements.liability.required_carveouts)
	count(lacking) > 0
}

reasons contains {
	"control": "breach_outside_cap",
	"path": ["contract", "liability", "carveouts", i, "treatment"],
	"message": "the contract names this exception and then puts it back under the general cap",
} if {
	not breach_outside_cap
	some i, carveout in input.contract.liability.carveouts
	carveout.kind in data.requirements.liability.required_carveouts
	carveout.treatment == "general_cap"
}

reasons contains {
	"control": "breach_outside_cap",
	"path": ["contract", "liability", "super_cap"],
	"message": sprintf("the higher cap for this exception is itself below your minimum: %s", [words(carveout.kind)]),
} if {
	not breach_outside_cap
	input.contract.liability.super_cap < data.requirements.liability.super_cap_min
	some carveout in input.contract.liability.carveouts
	carveout.kind in data.requirements.liability.required_carveouts
	carveout.treatment == "super_cap"
}

# METADATA
# title: The cap leaves the vendor's own insurance within reach
# description: >-
#   An insurer pays what the vendor owes, and the cap limits just that. With a cap below the policy's limit, part of the
#   insurance that you asked for can never be paid to you.
# custom:
#   code: LIA-04
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2, T3]
#   request: >-
#     Please add a sentence that the cap is never lower than the insurance proceeds available for the loss, or raise
#     the cap to your largest professional or cyber limit.
#   remediation: >-
#     Add a sentence that the cap is never lower than the insurance proceeds available for the loss, or raise the cap to
#     the largest professional or cyber limit.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
cap_covers_insurance if insurance_within_cap

insurance_within_cap if no_cap

insurance_within_cap if data.requirements.liability.cap_vs_insurance == "off"

insurance_within_cap if {
	some policy in input.insurance.policies
	policy.line in compared_lines
	every other in input.insurance.policies {
		payable_under_cap(other)
	}
}

payable_under_cap(policy) if not policy.line in compared_lines

payable_under_cap(policy) if cap_reaches(policy.limits.per_claim)

compared_lines := {"professional_eo", "tech_eo", "cyber", "tech_eo_cyber_combined"}

reasons contains {
	"control": "cap_covers_insurance",
	"path": ["insurance", "policies"],
	"message": "there is no professional or cyber policy to compare the cap with",
} if {
	not cap_covers_insurance
	every policy in input.insurance.policies {
		not policy.line in compared_lines
	}
}

reasons contains {
	"control": "cap_covers_insurance",
	"path": ["insurance", "policies", i, "limits", "per_claim"],
	"message": "what is known of the cap is less than this policy pays for one claim",
} if {
	not cap_covers_insurance
	cap_reaches(0) # the amount of the cap is answered
	some i, policy in input.insurance.policies
	policy.line in compared_lines
	not cap_reaches(policy.limits.per_claim)
}

# METADATA
# title: A waiver of indirect damages does not take back the costs of a breach
# description: >-
#   Notification, credit monitoring and forensics are easily argued to be indirect damages. Then one sentence that
#   waives those undoes what the indemnity promises.
# custom:
#   code: LIA-05
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   request: >-
#     Please strike the waiver, or add that notification, credit monitoring, forensics, fines and the restoration of
#     data count as direct damages.
#   remediation: >-
#     Strike the waiver, or add that notification, credit monitoring, forensics, fines and the restoration of data count
#     as direct damages.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
breach_costs_recoverable if breach_costs_not_waived

breach_costs_not_waived if input.contract.liability.consequential_waiver == "none"

breach_costs_not_waived if input.contract.liability.consequential_waiver_excludes_breach_costs == true

# METADATA
# title: Gross negligence, willful misconduct, fraud and bodily injury are not capped
# description: >-
#   A cap is a price for honest mistakes. Where the vendor acts deliberately or recklessly, or somebody is hurt, there
#   is no reason for you to bear what lies above it.
# custom:
#   code: LIA-06
#   severity: high
#   consideration: 2
#   request: Please list each of the missing kinds as an exception to the cap, without any limit.
#   remediation: Have each of the missing kinds listed as an exception to the cap, without any limit.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
wilful_harm_uncapped if {
	every kind in data.requirements.liability.always_uncapped {
		uncapped(kind)
	}
}

uncapped(_) if no_cap

uncapped(kind) if {
	stated(kind)
	every carveout in input.contract.liability.carveouts {
		unlimited(carveout, kind)
	}
}

unlimited(carveout, kind) if carveout.kind != kind

unlimited(carveout, _) if carveout.treatment == "uncapped"

reasons contains {
	"control": "wilful_harm_uncapped",
	"path": ["contract", "liability", "carveouts"],
	"message": sprintf("no exception to the cap is made for: %s", [concat(", ", lacking)]),
} if {
	not wilful_harm_uncapped
	input.contract.liability.carveouts
	lacking := not_stated(data.requirements.liability.always_uncapped)
	count(lacking) > 0
}

reasons contains {
	"control": "wilful_harm_uncapped",
	"path": ["contract", "liability", "carveouts", i, "treatment"],
	"message": "this still has a limit, and must have none",
} if {
	not wilful_harm_uncapped
	some i, carveout in input.contract.liability.carveouts
	carveout.kind in data.requirements.liability.always_uncapped
	carveout.treatment in {"general_cap", "super_cap"}
}

# What the contract does not limit, because it says so or says nothing.
no_cap if input.contract.liability.cap_kind in {"none", "silent"}

# The cap is at least so much. The greater of two amounts reaches it when one of
# them does, so nobody is asked for the other; the lesser when both do.
cap_reaches(_) if no_cap

cap_reaches(amount) if {
	input.contract.liability.cap_kind == "fixed"
	input.contract.liability.cap_amount >= amount
}

cap_reaches(amount) if {
	input.contract.liability.cap_kind == "fees_multiple"
	fees_counted >= amount
}

cap_reaches(amount) if {
	input.contract.liability.cap_kind == "greater_of"
	input.contract.liability.cap_amount >= amount
}

cap_reaches(amount) if {
	input.contract.liability.cap_kind == "greater_of"
	fees_counted >= amount
}

cap_reaches(amount) if {
	input.contract.liability.cap_kind == "lesser_of"
	input.contract.liability.cap_amount >= amount
	fees_counted >= amount
}

# To the cent, because numbers with a fraction are not exact: 0.13 times a million
# comes out a hair too low.
fees_counted := round((input.contract.liability.fee_multiple * fee_basis) * 100) / 100

# What twelve months' fees will have come to is taken to be a year's fees.
fee_basis := input.engagement.annual_fees if {
	input.contract.liability.fee_basis in {"annual_fees", "fees_paid_12mo"}
}

fee_basis := input.engagement.total_contract_value if {
	input.contract.liability.fee_basis == "total_contract_value"
}

fee_basis := input.contract.liability.fees_paid_to_date if {
	input.contract.liability.fee_basis == "fees_paid_to_date"
}

not_stated(kinds) := [words(kind) |
	some kind in kinds
	not stated(kind)
]

words(kind) := replace(kind, "_", " ")

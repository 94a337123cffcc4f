# How much of a loss the vendor answers for.
package controls.liability

# METADATA
# title: The vendor's liability is not capped at its fees
# description: >-
#   A cap at the fees, or a multiple of them, has nothing to do with what a breach costs: a contract for a few
#   thousand dollars can expose the data of a whole county.
# custom:
#   code: LIA-01
#   severity: critical
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: >-
#     Ask the vendor to strike the cap, or to replace it by the greater of its fees and a fixed amount that reaches
#     your floor.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [STA-09]
cap_not_fees_only if input.contract.liability.cap_kind in {"none", "silent", "fixed"}

cap_not_fees_only if {
	input.contract.liability.cap_kind == "greater_of"
	input.contract.liability.cap_amount >= data.requirements.liability.cap_min
}

# METADATA
# title: The liability cap reaches the member's floor
# description: >-
#   Whatever the formula, the cap comes to an amount. It has to reach what a serious incident would cost, or the rest
#   falls on the member.
# custom:
#   code: LIA-02
#   severity: high
#   consideration: 2
#   remediation: Ask the vendor to raise the cap to at least your floor, which is no lower than the insurance you require.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
cap_reaches_floor if uncapped

cap_reaches_floor if effective_cap >= data.requirements.liability.cap_min

notes contains {
	"control": "cap_reaches_floor",
	"path": ["contract", "liability", "fee_basis"],
	"message": "the cap is counted in fees paid so far: it starts near zero on the first day",
} if {
	input.contract.liability.cap_kind in {"fees_multiple", "greater_of", "lesser_of"}
	input.contract.liability.fee_basis in {"fees_paid_12mo", "fees_paid_to_date"}
}

# METADATA
# title: Data breach, confidentiality and indemnity are outside the cap
# description: >-
#   The general cap is made for late deliveries, not for a breach. What a breach costs has to be uncapped, or have a
#   higher cap of its own.
# custom:
#   code: LIA-03
#   severity: critical
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: >-
#     Ask the vendor to take data breach, confidentiality and indemnification out of the cap, or to set an increased
#     cap for them that reaches your minimum.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
breach_outside_cap if uncapped

breach_outside_cap if {
	every kind in data.requirements.liability.required_carveouts {
		carved_out(kind)
	}
}

carved_out(kind) if treatment(kind) == "uncapped"

carved_out(kind) if {
	treatment(kind) == "super_cap"
	input.contract.liability.super_cap >= data.requirements.liability.super_cap_min
}

reasons contains {
	"control": "breach_outside_cap",
	"path": ["contract", "liability", "carveouts"],
	"message": sprintf("%s is not taken out of the cap", [replace(kind, "_", " ")]),
} if {
	not breach_outside_cap
	input.contract.liability.carveouts
	some kind in data.requirements.liability.required_carveouts
	not named(kind)
}

reasons contains {
	"control": "breach_outside_cap",
	"path": ["contract", "liability", "carveouts", i],
	"message": sprintf("%s stays under the general cap", [replace(carveout.kind, "_", " ")]),
} if {
	not breach_outside_cap
	some i, carveout in input.contract.liability.carveouts
	carveout.kind in data.requirements.liability.required_carveouts
	carveout.treatment == "general_cap"
}

reasons contains {
	"control": "breach_outside_cap",
	"path": ["contract", "liability", "super_cap"],
	"message": "the increased cap is itself below your minimum",
} if {
	not breach_outside_cap
	some carveout in input.contract.liability.carveouts
	carveout.kind in data.requirements.liability.required_carveouts
	carveout.treatment == "super_cap"
	input.contract.liability.super_cap < data.requirements.liability.super_cap_min
}

# METADATA
# title: The cap does not strand the insurance that the vendor carries
# description: >-
#   A policy for five million is worth one million to the member when the contract caps the vendor's liability there.
#   The insurer pays what the vendor owes and not more.
# custom:
#   code: LIA-04
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: Ask for a sentence that the cap is never below the insurance proceeds that are available for the loss.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
cap_covers_insurance if uncapped

cap_covers_insurance if {
	data.requirements.liability.cap_vs_insurance == "off"
	input.contract.liability.cap_kind
}

cap_covers_insurance if {
	data.requirements.liability.cap_vs_insurance == "at_least_insurance"
	every policy in input.insurance.policies {
		within_cap(policy)
	}
}

within_cap(policy) if not policy.line in liability_lines

within_cap(policy) if effective_cap >= policy.limits.per_claim

liability_lines := {"professional_eo", "tech_eo", "cyber", "tech_eo_cyber_combined"}

# METADATA
# title: A waiver of consequential damages does not swallow the costs of a breach
# description: >-
#   Notification, monitoring and forensics can be argued to be consequential damages. A waiver of such damages then
#   takes back what the indemnity gives.
# custom:
#   code: LIA-05
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: >-
#     Ask the vendor to deem notification, credit monitoring, forensics, fines and restoration of data to be direct
#     damages, or to strike the waiver.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
breach_costs_recoverable if input.contract.liability.consequential_waiver == "none"

breach_costs_recoverable if {
	input.contract.liability.consequential_waiver in {"mutual", "vendor_only"}
	input.contract.liability.consequential_waiver_excludes_breach_costs == true
}

# METADATA
# title: Gross negligence, wilful misconduct, fraud and injury are uncapped
# description: >-
#   Nobody should be able to limit what deliberate or reckless harm costs them. These exclusions are market custom, and
#   a vendor that refuses them says something about itself.
# custom:
#   code: LIA-06
#   severity: high
#   consideration: 2
#   remediation: Ask the vendor to exclude each of these from the cap without any limit.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
wilful_harm_uncapped if uncapped

wilful_harm_uncapped if {
	every kind in data.requirements.liability.always_uncapped {
		treatment(kind) == "uncapped"
	}
}

reasons contains {
	"control": "wilful_harm_uncapped",
	"path": ["contract", "liability", "carveouts"],
	"message": sprintf("%s is not taken out of the cap without limit", [replace(kind, "_", " ")]),
} if {
	not wilful_harm_uncapped
	input.contract.liability.carveouts
	some kind in data.requirements.liability.always_uncapped
	not treatment(kind) == "uncapped"
}

uncapped if input.contract.liability.cap_kind in {"none", "silent"}

# How the contract treats one kind of claim. A kind that is named twice is
# treated as the worse of the two.
treatment(kind) := treatments[min([rank |
	some carveout in input.contract.liability.carveouts
	carveout.kind == kind
	rank := data.ratings.carveout[carveout.treatment]
])]

treatments := {rank: word | some word, rank in data.ratings.carveout}

named(kind) if {
	some carveout in input.contract.liability.carveouts
	carveout.kind == kind
}

# What the cap comes to, in the document's currency.
effective_cap := input.contract.liability.cap_amount if input.contract.liability.cap_kind == "fixed"

effective_cap := fees if input.contract.liability.cap_kind == "fees_multiple"

effective_cap := max([fees, input.contract.liability.cap_amount]) if {
	input.contract.liability.cap_kind == "greater_of"
}

effective_cap := min([fees, input.contract.liability.cap_amount]) if {
	input.contract.liability.cap_kind == "lesser_of"
}

fees := input.contract.liability.fee_multiple * fee_base

fee_base := input.engagement.annual_fees if {
	input.contract.liability.fee_basis in {"annual_fees", "fees_paid_12mo"}
}

fee_base := input.engagement.total_contract_value if {
	input.contract.liability.fee_basis == "total_contract_value"
}

fee_base := input.contract.liability.fees_paid_to_date if {
	input.contract.liability.fee_basis == "fees_paid_to_date"
}

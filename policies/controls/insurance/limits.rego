# Whether the vendor's insurance is large enough, line by line.
package controls.insurance

# METADATA
# title: Commercial general liability reaches the member's minimums
# description: >-
#   General liability pays when somebody is hurt or property is damaged in the course of the work. It is the first
#   policy that every contractor carries, with an umbrella above it where it is small.
# custom:
#   code: INS-01
#   severity: high
#   consideration: 2
#   remediation: Ask the vendor to raise its general liability or to add an umbrella that sits over it, and for a new certificate.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     nist_800_53r5: [SA-9]
#     iso_27001_2022: [A.5.20]
general_liability_limits if {
	some policy in input.insurance.policies
	policy.line == "cgl"
	reaches(policy, "per_occurrence", data.requirements.insurance.cgl.per_occurrence)
	reaches(policy, "aggregate", data.requirements.insurance.cgl.aggregate)
}

# METADATA
# title: Automobile liability reaches the member's minimum
# description: >-
#   Technicians drive to the member's buildings. Hired and private cars are the usual gap in a small vendor's cover.
# custom:
#   code: INS-02
#   severity: low
#   consideration: 2
#   tiers: [T1, T2, T3]
#   applies_when: uses_vehicles
#   remediation: Ask the vendor for automobile liability at your minimum, at least for hired and non-owned vehicles.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
auto_liability_limits if {
	some policy in input.insurance.policies
	policy.line == "auto"
	reaches(policy, "combined_single", data.requirements.insurance.auto.combined_single)
}

# METADATA
# title: Workers' compensation is statutory and employer's liability reaches the minimums
# description: >-
#   An injured technician without cover turns to whoever owns the building. A vendor with employees needs the statutory
#   cover; a sole proprietor may lawfully have none.
# custom:
#   code: INS-03
#   severity: medium
#   consideration: 2
#   remediation: >-
#     Ask the vendor for its workers' compensation certificate; a sole proprietor without employees sends the insurer's
#     or the state's letter that exempts it.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
workers_compensation if {
	some policy in input.insurance.policies
	policy.line == "wc_el"
	policy.limits.statutory == true
	policy.limits.el_each_accident >= data.requirements.insurance.wc.el_each_accident
	policy.limits.el_disease_policy >= data.requirements.insurance.wc.el_disease_policy
	policy.limits.el_disease_employee >= data.requirements.insurance.wc.el_disease_employee
}

workers_compensation if exempt_proprietor

# METADATA
# title: Professional liability reaches the member's minimums
# description: >-
#   Errors and omissions cover pays for bad advice, bad work and work not done. For an IT vendor it is the policy that
#   answers for its mistakes. A total that is shared with cyber cover has to be enough for both.
# custom:
#   code: INS-04
#   severity: high
#   consideration: 2
#   remediation: Ask the vendor to raise its professional liability, or to split the total that it shares with another line.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [STA-09]
professional_liability_limits if {
	some policy in input.insurance.policies
	policy.line in professional_lines
	reaches(policy, "per_claim", data.requirements.insurance.eo.per_claim)
	reaches(policy, "aggregate", professional_aggregate(policy))
}

# METADATA
# title: Cyber liability reaches the member's minimums
# description: >-
#   General and professional policies usually exclude data breaches. Cyber cover pays for the incident itself, and the
#   size it needs follows from the data and the access that the vendor has.
# custom:
#   code: INS-05
#   severity: critical
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: Ask the vendor to buy or raise cyber liability cover; its broker can offer an excess policy that drops down.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     hecvat_4_14: [HFIH-04]
cyber_limits if {
	some policy in input.insurance.policies
	policy.line in cyber_lines
	reaches(policy, "per_claim", data.requirements.insurance.cyber.per_claim)
	reaches(policy, "aggregate", cyber_aggregate(policy))
}

notes contains {
	"control": "cyber_limits",
	"path": ["insurance", "policies", i, "defense_inside_limits"],
	"message": "lawyers' fees are paid out of the limit: less is left for the loss",
} if {
	some i, policy in input.insurance.policies
	policy.line in cyber_lines
	policy.defense_inside_limits == true
}

# METADATA
# title: Cyber cover pays what the member would face, without hollow sublimits
# description: >-
#   A policy of five million may pay fifty thousand for ransomware. What counts is whether each cost that would fall on
#   the member is covered, and up to how much.
# custom:
#   code: INS-06
#   severity: high
#   consideration: 2
#   tiers: [T1, T2]
#   remediation: Ask the vendor to add the missing cover and to have its insurer raise or remove the sublimits and the coinsurance.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     hecvat_4_14: [HFIH-04]
cyber_coverage if {
	some policy in input.insurance.policies
	policy.line in cyber_lines
	every peril in data.requirements.insurance.cyber.required_coverages {
		peril in policy.coverages
	}
	every sublimit in policy.sublimits {
		bearable(sublimit)
	}
}

bearable(sublimit) if not sublimit.peril in data.requirements.insurance.cyber.required_coverages

bearable(sublimit) if {
	sublimit.amount >= data.requirements.insurance.cyber.sublimit_min
	sublimit.coinsurance_percent <= data.requirements.insurance.cyber.coinsurance_percent_max
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies", i, "coverages"],
	"message": sprintf("does not cover %s", [replace(peril, "_", " ")]),
} if {
	not cyber_coverage
	some i, policy in input.insurance.policies
	policy.line in cyber_lines
	policy.coverages
	some peril in data.requirements.insurance.cyber.required_coverages
	not peril in policy.coverages
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies", i, "sublimits", k, "amount"],
	"message": sprintf("pays less than your minimum for %s", [replace(sublimit.peril, "_", " ")]),
} if {
	not cyber_coverage
	some i, policy in input.insurance.policies
	policy.line in cyber_lines
	some k, sublimit in policy.sublimits
	sublimit.peril in data.requirements.insurance.cyber.required_coverages
	sublimit.amount < data.requirements.insurance.cyber.sublimit_min
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies", i, "sublimits", k, "coinsurance_percent"],
	"message": sprintf("leaves a larger share of %s with the vendor than you accept", [replace(sublimit.peril, "_", " ")]),
} if {
	not cyber_coverage
	some i, policy in input.insurance.policies
	policy.line in cyber_lines
	some k, sublimit in policy.sublimits
	sublimit.peril in data.requirements.insurance.cyber.required_coverages
	sublimit.coinsurance_percent > data.requirements.insurance.cyber.coinsurance_percent_max
}

# METADATA
# title: A bond or crime policy covers what the vendor's staff could take from the member
# description: >-
#   Staff with administrative rights or purchasing power can steal from the member. Cover for employee theft alone pays
#   the vendor; only client cover pays the member.
# custom:
#   code: INS-07
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2]
#   applies_when: privileged_or_purchasing
#   remediation: Ask the vendor for a crime policy or fidelity bond with a client property endorsement at your minimum.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
crime_bond if {
	some policy in input.insurance.policies
	policy.line in crime_lines
	policy.limits.per_loss >= data.requirements.insurance.crime.per_loss
	"client_property" in policy.coverages
}

# METADATA
# title: Deductibles and self-insured retentions are bearable
# description: >-
#   A vendor that cannot pay its deductible cannot use its policy. For a small vendor a large retention is as good as
#   no cover for most losses.
# custom:
#   code: INS-14
#   severity: low
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: Ask the vendor to lower the retention, or to show that it can pay it.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
deductibles if {
	every line in {"professional", "cyber"} {
		held(line)
	}
	every policy in input.insurance.policies {
		deductible_bearable(policy)
	}
}

deductible_bearable(policy) if not policy.line in professional_lines | cyber_lines

deductible_bearable(policy) if policy.deductible <= data.requirements.insurance.deductible_max

reasons contains {
	"control": "deductibles",
	"path": ["insurance", "policies", i, "deductible"],
	"message": "is more than you accept",
} if {
	not deductibles
	some i, policy in input.insurance.policies
	policy.line in professional_lines | cyber_lines
	policy.deductible > data.requirements.insurance.deductible_max
}

# The limit of a policy, with the umbrellas that sit over it.
reaches(policy, limit, minimum) if policy.limits[limit] >= minimum

reaches(policy, limit, minimum) if {
	policy.limits[limit] < minimum
	policy.limits[limit] + umbrella(policy, limit) >= minimum
}

umbrella(policy, limit) := sum([amount |
	some over in input.insurance.policies
	over.line == "umbrella"
	policy.id in over.underlying_for
	amount := over.limits[umbrella_limit[limit]]
])

# An umbrella states its limits per occurrence, whatever lies under it.
umbrella_limit := {
	"per_occurrence": "per_occurrence",
	"per_claim": "per_occurrence",
	"combined_single": "per_occurrence",
	"aggregate": "aggregate",
}

professional_aggregate(policy) := data.requirements.insurance.eo.aggregate if {
	not shares_total(policy)
}

professional_aggregate(policy) := shared_aggregate if shares_total(policy)

cyber_aggregate(policy) := data.requirements.insurance.cyber.aggregate if not shares_total(policy)

cyber_aggregate(policy) := shared_aggregate if shares_total(policy)

# What one total has to reach that stands for professional and cyber losses. In
# a tier without cyber minimums it stands for professional losses alone.
shared_aggregate := data.requirements.insurance.eo.aggregate + data.requirements.insurance.cyber.aggregate if {
	data.requirements.insurance.shared_aggregate_rule == "sum"
}

shared_aggregate := max([data.requirements.insurance.eo.aggregate, data.requirements.insurance.cyber.aggregate]) if {
	data.requirements.insurance.shared_aggregate_rule == "max"
}

shared_aggregate := data.requirements.insurance.eo.aggregate if not data.requirements.insurance.cyber.aggregate

shares_total(policy) if policy.line == "tech_eo_cyber_combined"

shares_total(policy) if {
	policy.line in professional_lines | cyber_lines
	some other in input.insurance.policies
	other.line in professional_lines | cyber_lines
	other.id in policy.shared_aggregate_with
}

shares_total(policy) if {
	policy.line in professional_lines | cyber_lines
	some other in input.insurance.policies
	other.line in professional_lines | cyber_lines
	policy.id in other.shared_aggregate_with
}

professional_lines := {"professional_eo", "tech_eo", "tech_eo_cyber_combined"}

cyber_lines := {"cyber", "tech_eo_cyber_combined"}

crime_lines := {"crime", "fidelity_bond"}

# A sole proprietor without employees may lawfully have no workers'
# compensation; the insurer's letter says so.
exempt_proprietor if {
	input.vendor.entity_type == "sole_proprietor"
	every policy in input.insurance.policies {
		policy.line != "wc_el"
	}
	some document in input.evidence
	document.id == "workers-compensation-exemption"
	document.kind == "insurer_letter"
}

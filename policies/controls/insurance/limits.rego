# Whether each line of insurance pays as much as the member requires.
package controls.insurance

# METADATA
# title: Commercial general liability reaches the member's minimums
# description: >-
#   This policy pays when the vendor's work hurts somebody or damages property. An umbrella helps only if it sits above
#   this very policy; one above another line adds nothing here.
# custom:
#   code: INS-01
#   severity: high
#   consideration: 2
#   request: >-
#     Please raise your general liability limits, or buy an umbrella above that policy, and have your broker send us
#     a new certificate.
#   remediation: >-
#     Ask the vendor to raise its general liability limits, or to buy an umbrella above that policy, and to have its
#     broker send a new certificate.
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

reasons contains {
	"control": "general_liability_limits",
	"path": ["insurance", "policies"],
	"message": no_policy("general"),
} if {
	not general_liability_limits
	"general" in missing
}

reasons contains {
	"control": "general_liability_limits",
	"path": ["insurance", "policies", i, "limits", limit],
	"message": short_limit(limit),
} if {
	not general_liability_limits
	some i, policy in input.insurance.policies
	policy.line == "cgl"
	some limit in ["per_occurrence", "aggregate"]
	policy.limits[limit] >= 0
	not reaches(policy, limit, data.requirements.insurance.cgl[limit])
}

# METADATA
# title: Automobile liability reaches the member's minimum
# description: >-
#   The vendor's people drive to your sites, and an accident on the way is theirs to answer for. Rented cars and the
#   staff's own are what a small vendor most often leaves out, so the limit has to hold for those too.
# custom:
#   code: INS-02
#   severity: low
#   consideration: 2
#   tiers: [T1, T2, T3]
#   applies_when: uses_vehicles
#   request: >-
#     Please show us automobile liability at our minimum. If you own no vehicles, cover for hired and non-owned ones
#     is enough.
#   remediation: >-
#     Ask the vendor for automobile liability at your minimum. If it owns no vehicles, cover for hired and non-owned
#     ones is enough.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
auto_liability_limits if {
	some policy in input.insurance.policies
	policy.line == "auto"
	reaches(policy, "combined_single", data.requirements.insurance.auto.combined_single)
}

reasons contains {
	"control": "auto_liability_limits",
	"path": ["insurance", "policies"],
	"message": no_policy("auto"),
} if {
	not auto_liability_limits
	"auto" in missing
}

reasons contains {
	"control": "auto_liability_limits",
	"path": ["insurance", "policies", i, "limits", "combined_single"],
	"message": short_limit("combined_single"),
} if {
	not auto_liability_limits
	some i, policy in input.insurance.policies
	policy.line == "auto"
	policy.limits.combined_single >= 0
	not reaches(policy, "combined_single", data.requirements.insurance.auto.combined_single)
}

# METADATA
# title: Workers' compensation is in place, with employer's liability at the member's minimums
# description: >-
#   A technician who is hurt in your building and has no cover will look to you. The benefits are set by statute; the
#   employer's liability part beside them has limits of its own. Only a sole proprietor may lawfully go without.
# custom:
#   code: INS-03
#   severity: medium
#   consideration: 2
#   aside: [insurance.certificate_max_age_days]
#   request: >-
#     Please send us a certificate of your workers' compensation policy, or your insurer's letter if you are exempt
#     as a sole proprietor.
#   remediation: >-
#     Ask the vendor for a certificate of its workers' compensation policy. A sole proprietor who is exempt enters the
#     insurer's letter that says so as evidence with the id workers-compensation-exemption.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
workers_compensation if injuries_insured

injuries_insured if {
	some policy in input.insurance.policies
	policy.line == "wc_el"
	policy.limits.statutory == true
	policy.limits.el_each_accident >= data.requirements.insurance.wc.el_each_accident
	policy.limits.el_disease_policy >= data.requirements.insurance.wc.el_disease_policy
	policy.limits.el_disease_employee >= data.requirements.insurance.wc.el_disease_employee
}

injuries_insured if exempt_proprietor

reasons contains {
	"control": "workers_compensation",
	"path": ["insurance", "policies"],
	"message": no_policy("workers"),
} if {
	not workers_compensation
	"workers" in missing
}

reasons contains {
	"control": "workers_compensation",
	"path": ["insurance", "policies", i, "limits", "statutory"],
	"message": "the policy does not pay the benefits that the statute sets",
} if {
	not workers_compensation
	some i, policy in input.insurance.policies
	policy.line == "wc_el"
	policy.limits.statutory == false
}

reasons contains {
	"control": "workers_compensation",
	"path": ["insurance", "policies", i, "limits", limit],
	"message": concat(" ", ["its limit", words, "is below your minimum"]),
} if {
	not workers_compensation
	some i, policy in input.insurance.policies
	policy.line == "wc_el"
	some limit in ["el_each_accident", "el_disease_policy", "el_disease_employee"]
	words := limit_words[limit]
	policy.limits[limit] < data.requirements.insurance.wc[limit]
}

reasons contains {
	"control": "workers_compensation",
	"path": ["evidence", k, "issued_on"],
	"message": sprintf("the letter about the exemption is older than %d days, or dated in the future", [oldest]),
} if {
	not workers_compensation
	"workers" in missing
	oldest := data.requirements.insurance.certificate_max_age_days
	input.vendor.entity_type == "sole_proprietor"
	some k, document in input.evidence
	document.id == exemption_letter
	document.issued_on
	not recent(document)
}

# METADATA
# title: Professional liability reaches the member's minimums
# description: >-
#   Errors and omissions cover is what answers for an IT vendor's own mistakes: wrong settings, lost data, work left
#   undone. A yearly total that cyber losses can also use up has to be large enough for both.
# custom:
#   code: INS-04
#   severity: high
#   consideration: 2
#   aside: [insurance.cyber.aggregate, insurance.shared_aggregate_rule]
#   request: >-
#     Please raise your professional liability limits. Where the yearly total serves cyber losses too, we need a
#     total of its own for each.
#   remediation: >-
#     Ask the vendor to raise its professional liability limits. Where the yearly total serves cyber losses too, ask
#     for a total of its own for each.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [STA-09]
professional_liability_limits if {
	some policy in input.insurance.policies
	policy.line in policy_words.professional
	reaches(policy, "per_claim", data.requirements.insurance.eo.per_claim)
	reaches(policy, "aggregate", data.requirements.insurance.eo.aggregate)
	enough_for_both(policy)
}

reasons contains {
	"control": "professional_liability_limits",
	"path": ["insurance", "policies"],
	"message": no_policy("professional"),
} if {
	not professional_liability_limits
	"professional" in missing
}

reasons contains {
	"control": "professional_liability_limits",
	"path": ["insurance", "policies", i, "limits", limit],
	"message": short_limit(limit),
} if {
	not professional_liability_limits
	some i, policy in input.insurance.policies
	policy.line in policy_words.professional
	some limit in ["per_claim", "aggregate"]
	policy.limits[limit] >= 0
	not reaches(policy, limit, data.requirements.insurance.eo[limit])
}

reasons contains {
	"control": "professional_liability_limits",
	"path": ["insurance", "policies", i, "limits", "aggregate"],
	"message": short_total,
} if {
	not professional_liability_limits
	some i, policy in input.insurance.policies
	policy.line in policy_words.professional
	reaches(policy, "aggregate", data.requirements.insurance.eo.aggregate)
	not enough_for_both(policy)
}

# METADATA
# title: Cyber liability reaches the member's minimums
# description: >-
#   General liability policies usually leave data breaches out, so this is the policy that pays for an incident. How
#   large it has to be follows from the data and the access that you give the vendor.
# custom:
#   code: INS-05
#   severity: critical
#   consideration: 2
#   tiers: [T1, T2, T3]
#   aside: [insurance.eo.aggregate, insurance.shared_aggregate_rule]
#   request: >-
#     Please buy cyber liability insurance or raise its limits. Your broker can also place an excess policy above
#     the one you have.
#   remediation: >-
#     Ask the vendor to buy cyber liability insurance or to raise its limits. Its broker can also place an excess
#     policy above the one it has.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     hecvat_4_14: [HFIH-04]
cyber_limits if {
	some policy in input.insurance.policies
	policy.line in policy_words.cyber
	reaches(policy, "per_claim", data.requirements.insurance.cyber.per_claim)
	reaches(policy, "aggregate", data.requirements.insurance.cyber.aggregate)
	enough_for_both(policy)
}

reasons contains {
	"control": "cyber_limits",
	"path": ["insurance", "policies"],
	"message": no_policy("cyber"),
} if {
	not cyber_limits
	"cyber" in missing
}

reasons contains {
	"control": "cyber_limits",
	"path": ["insurance", "policies", i, "limits", limit],
	"message": short_limit(limit),
} if {
	not cyber_limits
	some i, policy in input.insurance.policies
	policy.line in policy_words.cyber
	some limit in ["per_claim", "aggregate"]
	policy.limits[limit] >= 0
	not reaches(policy, limit, data.requirements.insurance.cyber[limit])
}

reasons contains {
	"control": "cyber_limits",
	"path": ["insurance", "policies", i, "limits", "aggregate"],
	"message": short_total,
} if {
	not cyber_limits
	some i, policy in input.insurance.policies
	policy.line in policy_words.cyber
	reaches(policy, "aggregate", data.requirements.insurance.cyber.aggregate)
	not enough_for_both(policy)
}

notes contains {
	"control": "cyber_limits",
	"path": ["insurance", "policies", i, "defense_inside_limits"],
	"message": "lawyers are paid out of the same limit, so less than its full amount is left for the loss",
} if {
	some i, policy in input.insurance.policies
	policy.line in policy_words.cyber
	policy.defense_inside_limits == true
}

short_limit(limit) := sprintf(
	"its limit %s is below your minimum, with every umbrella counted that names the policy",
	[limit_words[limit]],
)

# A policy may fall short of several limits, and each is told by its name.
limit_words := {
	"per_occurrence": "per occurrence",
	"per_claim": "per claim",
	"aggregate": "for all losses of a year",
	"combined_single": "for one accident",
	"el_each_accident": "for one accident",
	"el_disease_policy": "for disease in all",
	"el_disease_employee": "for the disease of one employee",
}

short_total := sprintf(
	"one yearly total serves professional and cyber losses alike, so it has to reach %s in all",
	[grouped(total_for_both)],
)

# A whole number with commas between its thousands.
grouped(number) := sprintf("%d,%03d,%03d", [floor(number / 1000000), floor(number / 1000) % 1000, number % 1000]) if {
	number >= 1000000
}

grouped(number) := sprintf("%d,%03d", [floor(number / 1000), number % 1000]) if {
	number >= 1000
	number < 1000000
}

grouped(number) := sprintf("%d", [number]) if number < 1000

# A limit counts together with the umbrellas that name the policy, but nobody is
# asked about these where the policy reaches the minimum by itself.
reaches(policy, limit, minimum) if policy.limits[limit] >= minimum

reaches(policy, limit, minimum) if {
	above := sum([amount |
		some umbrella in input.insurance.policies
		umbrella.line == "umbrella"
		policy.id in umbrella.underlying_for
		amount := umbrella.limits[umbrella_limit[limit]]
	])
	policy.limits[limit] + above >= minimum
}

# An umbrella has one limit for an event, whatever the policy below it calls its
# own.
umbrella_limit := {
	"per_occurrence": "per_occurrence",
	"per_claim": "per_occurrence",
	"combined_single": "per_occurrence",
	"aggregate": "aggregate",
}

# The yearly total suffices for all that draws on it. A total that reaches what
# both lines need together does so however it is shared.
enough_for_both(policy) if reaches(policy, "aggregate", total_for_both)

enough_for_both(policy) if not shares_total(policy)

total_for_both := data.requirements.insurance.eo.aggregate if cyber_not_required

total_for_both := data.requirements.insurance.eo.aggregate + data.requirements.insurance.cyber.aggregate if {
	not cyber_not_required
	data.requirements.insurance.shared_aggregate_rule == "sum"
}

total_for_both := max([data.requirements.insurance.eo.aggregate, data.requirements.insurance.cyber.aggregate]) if {
	not cyber_not_required
	data.requirements.insurance.shared_aggregate_rule == "max"
}

# One total for professional and cyber losses, whichever policy says so.
shares_total(policy) if policy.line == "tech_eo_cyber_combined"

shares_total(policy) if {
	some other in input.insurance.policies
	across_lines(policy, other)
	other.id in policy.shared_aggregate_with
}

shares_total(policy) if {
	some other in input.insurance.policies
	across_lines(policy, other)
	policy.id in other.shared_aggregate_with
}

across_lines(policy, other) if {
	policy.line in policy_words.professional
	other.line in policy_words.cyber
}

across_lines(policy, other) if {
	policy.line in policy_words.cyber
	other.line in policy_words.professional
}

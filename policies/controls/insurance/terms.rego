# Whether the terms of the policies, and of the contract about them, serve the
# member.
package controls.insurance

# METADATA
# title: The member is an additional insured by endorsement
# description: >-
#   An additional insured can turn to the insurer directly when a claim over the vendor's work arrives. That right
#   comes from an endorsement to the policy; a box ticked on a certificate gives none.
# custom:
#   code: INS-10
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   due: award
#   request: >-
#     Please send us a copy of the endorsement that adds us as additional insured, for ongoing and for completed
#     work, or of the blanket endorsement that includes us.
#   remediation: >-
#     Ask for a copy of the endorsement that adds you as additional insured, for ongoing and for completed work, or of
#     the blanket endorsement that includes you.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
additional_insured if {
	every line in data.requirements.insurance.additional_insured_lines {
		can_name_member(line)
	}
	every policy in input.insurance.policies {
		names_member(policy)
	}
}

# The two lines on which a member is usually named have to be there for that. The
# others are judged where the vendor has them.
can_name_member("cgl") if held("general")

can_name_member("auto") if auto_present

can_name_member(line) if not line in {"cgl", "auto"}

names_member(policy) if not policy.line in data.requirements.insurance.additional_insured_lines

names_member(policy) if outside_required_lines(policy)

names_member(policy) if policy.additional_insured in {"endorsement", "blanket_endorsement"}

reasons contains {
	"control": "additional_insured",
	"path": ["insurance", "policies"],
	"message": no_policies({line}),
} if {
	not additional_insured
	some line, word in {"general": "cgl", "auto": "auto"}
	line in missing
	word in data.requirements.insurance.additional_insured_lines
}

reasons contains {
	"control": "additional_insured",
	"path": ["insurance", "policies", i, "additional_insured"],
	"message": "the policy itself does not name you",
} if {
	not additional_insured
	some i, policy in input.insurance.policies
	policy.additional_insured in {"none", "certificate_only"}
	not names_member(policy)
}

# METADATA
# title: The policies pay first, and the member hears of a cancellation in time
# description: >-
#   Without primary wording the insurer can make your own insurance share the loss, and without a waiver it can come
#   back to you for what it paid. Early word of a cancellation gives you time to have the gap closed.
# custom:
#   code: INS-11
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2, T3]
#   aside: [insurance.certificate_max_age_days]
#   request: >-
#     Please send us the endorsements that are missing. Where your insurer promises no notice of cancellation,
#     please accept that duty in the contract.
#   remediation: >-
#     Ask the vendor for the endorsements that are missing. Where its insurer promises no notice of cancellation, put
#     the duty on the vendor in the contract.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
policy_conditions if {
	every_line_present
	every policy in input.insurance.policies {
		conditions_met(policy)
	}
}

conditions_met(policy) if spare(policy)

conditions_met(policy) if {
	pays_first(policy)
	waives_recovery(policy)
	cancellation_announced(policy)
}

pays_first(_) if data.requirements.insurance.primary_required == false

# Only against these lines could the member's own insurance be made to share a loss,
# and only for them do insurers write such an endorsement.
pays_first(policy) if not policy.line in {"cgl", "auto", "umbrella"}

pays_first(policy) if policy.primary_noncontributory == true

waives_recovery(_) if data.requirements.insurance.subrogation_waiver_required == false

waives_recovery(policy) if policy.waiver_of_subrogation == true

cancellation_announced(policy) if {
	policy.cancellation_notice_days >= data.requirements.insurance.cancellation_notice_days_min
}

cancellation_announced(_) if {
	days := input.contract.insurance_terms.cancellation_notice_days
	days >= data.requirements.insurance.cancellation_notice_days_min
}

reasons contains {
	"control": "policy_conditions",
	"path": ["insurance", "policies"],
	"message": no_policies(missing),
} if {
	not policy_conditions
	count(missing) > 0
}

reasons contains {
	"control": "policy_conditions",
	"path": ["insurance", "policies", i, "primary_noncontributory"],
	"message": "the policy does not pay before your own insurance",
} if {
	not policy_conditions
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.primary_noncontributory == false
	not pays_first(policy)
}

reasons contains {
	"control": "policy_conditions",
	"path": ["insurance", "policies", i, "waiver_of_subrogation"],
	"message": "the insurer may recover from you what it paid",
} if {
	not policy_conditions
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.waiver_of_subrogation == false
	not waives_recovery(policy)
}

reasons contains {
	"control": "policy_conditions",
	"path": ["insurance", "policies", i, "cancellation_notice_days"],
	"message": "neither the policy nor the contract announces a cancellation early enough",
} if {
	not policy_conditions
	input.contract.insurance_terms.cancellation_notice_days >= 0
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.cancellation_notice_days >= 0
	not cancellation_announced(policy)
}

# METADATA
# title: Claims-made policies reach back to the contract's start and on beyond its end
# description: >-
#   A claims-made policy answers only claims that arrive while it runs, for acts after its retroactive date. A breach
#   is often found years later, so both ends of the cover have to lie outside the time of the work.
# custom:
#   code: INS-12
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   aside: [insurance.certificate_max_age_days]
#   request: >-
#     Please have the retroactive date moved to the start of the contract or before it, and accept a duty to keep
#     the cover, or an extended reporting period, alive for the months that we require.
#   remediation: >-
#     Ask the vendor to have the retroactive date moved to the start of the contract or before it. Add a clause that
#     keeps the cover, or an extended reporting period, alive for the months you require.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
claims_made_tail if {
	every_line_present
	every policy in input.insurance.policies {
		spans_contract(policy)
	}
}

# Crime policies and bonds pay for losses, not for claims by others: they end on
# terms of their own, which this control does not judge.
spans_contract(policy) if policy.line in policy_words.crime

spans_contract(policy) if spare(policy)

spans_contract(policy) if policy.basis == "occurrence"

spans_contract(policy) if {
	policy.basis == "claims_made"
	reaches_back(policy)
	tail_is_long_enough
}

reaches_back(policy) if policy.full_prior_acts == true

reaches_back(policy) if policy.retro_date <= input.contract.effective_on

tail_is_long_enough if {
	input.contract.insurance_terms.tail_months >= data.requirements.insurance.tail_months_min
}

reasons contains {
	"control": "claims_made_tail",
	"path": ["insurance", "policies"],
	"message": no_policies(missing),
} if {
	not claims_made_tail
	count(missing) > 0
}

reasons contains {
	"control": "claims_made_tail",
	"path": ["insurance", "policies", i, "retro_date"],
	"message": "the policy leaves out what was done between the contract's start and this date",
} if {
	not claims_made_tail
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.basis == "claims_made"
	policy.retro_date > input.contract.effective_on
	not reaches_back(policy)
}

reasons contains {
	"control": "claims_made_tail",
	"path": ["insurance", "policies", i, "basis"],
	"message": "the policy is claims-made, and the contract does not keep it alive for long enough",
} if {
	not claims_made_tail
	input.contract.insurance_terms.tail_months >= 0
	not tail_is_long_enough
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.basis == "claims_made"
}

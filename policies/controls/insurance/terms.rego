# Whether the insurance that the member counts on is there when it is needed.
package controls.insurance

# METADATA
# title: Certificates show the insurance, not only the vendor's word
# description: >-
#   A certificate from the insurer or broker is the only proof of cover that a member can keep on file. It ages: a
#   policy may have been cancelled since.
# custom:
#   code: INS-08
#   severity: high
#   consideration: 2
#   remediation: Ask the vendor's broker for a current ACORD 25 certificate that names you as certificate holder, one for each policy.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     cis_v8_1: ["15.5"]
certificates if {
	every line in required_lines {
		held(line)
	}
	every policy in input.insurance.policies {
		certified(policy)
	}
}

certified(policy) if not required(policy)

certified(policy) if {
	some document in input.evidence
	document.id == policy.evidence
	document.kind in {"acord_25", "policy_declaration", "insurer_letter"}
	document.issued_on <= data.context.as_of
	data.calendar.days(document.issued_on, data.context.as_of) <= data.requirements.insurance.certificate_max_age_days
}

reasons contains {
	"control": "certificates",
	"path": ["insurance", "policies", i],
	"message": "has no current certificate from the insurer or broker",
} if {
	not certificates
	some i, policy in input.insurance.policies
	required(policy)
	policy.evidence
	not certified(policy)
}

# METADATA
# title: Every required policy is in force, and stays so through the contract
# description: >-
#   A policy that ends before the contract does covers only the first part of it, and one that ended yesterday covers
#   nothing. Policies usually end in the first minute of their last day.
# custom:
#   code: INS-09
#   severity: critical
#   consideration: 2
#   remediation: >-
#     Ask for the renewal certificate now, and for a clause that obliges the vendor to send one before each policy
#     ends.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     cis_v8_1: ["15.6"]
in_force if {
	every line in required_lines {
		held(line)
	}
	every policy in input.insurance.policies {
		covers_contract(policy)
	}
}

covers_contract(policy) if not required(policy)

covers_contract(policy) if {
	covers_today(policy)
	input.contract.insurance_terms.renewal_certificates_required == true
}

covers_contract(policy) if {
	covers_today(policy)
	policy.expires_on >= input.contract.expires_on
}

covers_today(policy) if {
	policy.effective_on <= data.context.as_of
	data.context.as_of < policy.expires_on
}

covers_today(policy) if {
	data.requirements.insurance.expiry_day_counts == true
	policy.effective_on <= data.context.as_of
	data.context.as_of == policy.expires_on
}

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "expires_on"],
	"message": "is not in force today",
} if {
	not in_force
	some i, policy in input.insurance.policies
	required(policy)
	policy.effective_on
	policy.expires_on
	not covers_today(policy)
}

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "expires_on"],
	"message": "ends before the contract does, and no clause asks for the renewal",
} if {
	not in_force
	some i, policy in input.insurance.policies
	required(policy)
	covers_today(policy)
	policy.expires_on < input.contract.expires_on
	input.contract.insurance_terms.renewal_certificates_required == false
}

notes contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "expires_on"],
	"message": sprintf("ends in %d days: ask for the renewal", [left]),
} if {
	some i, policy in input.insurance.policies
	required(policy)
	left := data.calendar.days(data.context.as_of, policy.expires_on)
	left > 0
	left <= data.requirements.insurance.expiry_warn_days
}

# METADATA
# title: The member is an additional insured by endorsement
# description: >-
#   As an additional insured the member can call on the vendor's policy itself. A tick on a certificate gives no such
#   right; the policy has to say it.
# custom:
#   code: INS-10
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: Ask the vendor for a copy of the endorsement that makes you an additional insured, or of its blanket endorsement.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
additional_insured if {
	every line in data.requirements.insurance.additional_insured_lines {
		names_member(line)
	}
}

# Lines that the purchase does not require, and umbrellas, count only where the
# vendor has them.
names_member("auto") if data.facts.uses_vehicles == false

names_member("umbrella") if {
	every policy in input.insurance.policies {
		policy.line != "umbrella"
	}
}

names_member(line) if {
	some policy in input.insurance.policies
	policy.line == line
	every same in input.insurance.policies {
		endorsed(same, line)
	}
}

endorsed(policy, line) if policy.line != line

endorsed(policy, _) if policy.additional_insured in {"endorsement", "blanket_endorsement"}

reasons contains {
	"control": "additional_insured",
	"path": ["insurance", "policies"],
	"message": sprintf("there is no %s policy that could name you", [line_names[line]]),
} if {
	not additional_insured
	input.insurance.policies
	some line in data.requirements.insurance.additional_insured_lines
	not names_member(line)
	every policy in input.insurance.policies {
		policy.line != line
	}
}

reasons contains {
	"control": "additional_insured",
	"path": ["insurance", "policies", i, "additional_insured"],
	"message": "names you on the certificate at most, not in the policy",
} if {
	not additional_insured
	some i, policy in input.insurance.policies
	policy.line in data.requirements.insurance.additional_insured_lines
	policy.additional_insured in {"none", "certificate_only"}
}

# METADATA
# title: Policies are primary, and their cancellation is announced
# description: >-
#   Primary cover pays before the member's own; notice of cancellation leaves time to act. Both are a matter of an
#   endorsement or a clause.
# custom:
#   code: INS-11
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: >-
#     Ask for the missing endorsements, and for a clause that obliges the vendor itself to announce a cancellation in
#     time.
policy_conditions if {
	every line in required_lines {
		held(line)
	}
	every policy in input.insurance.policies {
		conditions_met(policy)
	}
}

conditions_met(policy) if not required(policy)

conditions_met(policy) if {
	primary(policy)
	subrogation_waived(policy)
	cancellation_announced(policy)
}

primary(_) if data.requirements.insurance.primary_required == false

primary(policy) if policy.line in {"wc_el", "professional_eo", "tech_eo", "crime", "fidelity_bond"}

primary(policy) if policy.primary_noncontributory == true

subrogation_waived(_) if data.requirements.insurance.subrogation_waiver_required == false

subrogation_waived(policy) if policy.waiver_of_subrogation == true

cancellation_announced(policy) if {
	policy.cancellation_notice_days >= data.requirements.insurance.cancellation_notice_days_min
}

cancellation_announced(_) if {
	input.contract.insurance_terms.cancellation_notice_days >= data.requirements.insurance.cancellation_notice_days_min
}

# METADATA
# title: Claims-made policies reach back to the start and on after the end
# description: >-
#   A claims-made policy pays only for claims made while it runs. Breaches surface years later, so it has to reach back
#   to the start of the contract and go on after its end.
# custom:
#   code: INS-12
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: >-
#     Ask the vendor to move the retroactive date to the start of the contract or earlier, and to keep the cover or buy
#     extended reporting for the time you require.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
claims_made_tail if {
	every line in required_lines {
		held(line)
	}
	every policy in input.insurance.policies {
		reaches_over_contract(policy)
	}
}

reaches_over_contract(policy) if not required(policy)

reaches_over_contract(policy) if policy.basis == "occurrence"

reaches_over_contract(policy) if {
	policy.basis == "claims_made"
	reaches_back(policy)
	input.contract.insurance_terms.tail_months >= data.requirements.insurance.tail_months_min
}

reaches_back(policy) if policy.full_prior_acts == true

reaches_back(policy) if policy.retro_date <= input.contract.effective_on

# METADATA
# title: The insurers are strong enough to pay
# description: >-
#   A policy is worth what its insurer can pay. Rating agencies grade that; pools and Lloyd's syndicates are judged in
#   other ways.
# custom:
#   code: INS-13
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: Ask the vendor to place the policy with an insurer of the rating you require, or approve this insurer yourself.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
carrier_strength if {
	every line in required_lines {
		held(line)
	}
	every policy in input.insurance.policies {
		strong(policy)
	}
}

strong(policy) if not required(policy)

strong(policy) if {
	policy.line == "wc_el"
	policy.carrier.kind == "state_fund"
}

strong(policy) if policy.carrier.kind in data.requirements.insurance.unrated_carriers_accepted

strong(policy) if {
	data.ratings.am_best[policy.carrier.am_best_rating] >= data.ratings.am_best[data.requirements.insurance.am_best_min]
	data.ratings.am_best_size[policy.carrier.am_best_fsc] >= data.ratings.am_best_size[data.requirements.insurance.am_best_fsc_min]
}

reasons contains {
	"control": "certificates",
	"path": ["insurance", "policies"],
	"message": sprintf("there is no %s policy", [line_names[line]]),
} if {
	not certificates
	some line in missing_lines
}

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies"],
	"message": sprintf("there is no %s policy", [line_names[line]]),
} if {
	not in_force
	some line in missing_lines
}

reasons contains {
	"control": "policy_conditions",
	"path": ["insurance", "policies"],
	"message": sprintf("there is no %s policy", [line_names[line]]),
} if {
	not policy_conditions
	some line in missing_lines
}

reasons contains {
	"control": "claims_made_tail",
	"path": ["insurance", "policies"],
	"message": sprintf("there is no %s policy", [line_names[line]]),
} if {
	not claims_made_tail
	some line in missing_lines
}

reasons contains {
	"control": "carrier_strength",
	"path": ["insurance", "policies"],
	"message": sprintf("there is no %s policy", [line_names[line]]),
} if {
	not carrier_strength
	some line in missing_lines
}

missing_lines contains line if {
	input.insurance.policies
	some line in required_lines
	not held(line)
}

# The lines of insurance that the member requires for this purchase.
required_lines contains "cgl"

required_lines contains "wc_el" if not exempt_proprietor

required_lines contains "professional"

required_lines contains "cyber" if data.requirements.insurance.cyber.per_claim

required_lines contains "auto" if {
	data.requirements.insurance.auto.combined_single
	data.facts.uses_vehicles
}

required_lines contains "crime" if {
	data.requirements.insurance.crime.per_loss
	data.facts.privileged_or_purchasing
}

line_policies := {
	"cgl": {"cgl"},
	"wc_el": {"wc_el"},
	"professional": professional_lines,
	"cyber": cyber_lines,
	"auto": {"auto"},
	"crime": crime_lines,
	"umbrella": {"umbrella"},
}

line_names := {
	"cgl": "general liability",
	"wc_el": "workers' compensation",
	"professional": "professional liability",
	"cyber": "cyber liability",
	"auto": "automobile liability",
	"crime": "crime or fidelity",
	"umbrella": "umbrella",
}

# The vendor has a policy of the line.
held(line) if {
	some policy in input.insurance.policies
	policy.line in line_policies[line]
}

# The policy is of a line that the member requires.
required(policy) if {
	some line in required_lines
	policy.line in line_policies[line]
}

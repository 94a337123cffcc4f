# Whether the insurance exists, is in force, and is written by an insurer that can
# pay.
package controls.insurance

# METADATA
# title: A recent certificate proves each required policy
# description: >-
#   What the vendor says of its insurance binds nobody; a certificate or letter comes from the insurer or the broker.
#   It also ages, because a policy can be cancelled the day after it was issued.
# custom:
#   code: INS-08
#   severity: high
#   consideration: 2
#   due: award
#   request: >-
#     Please have your broker send an ACORD 25 certificate for each policy, with us as certificate holder and with
#     you or a listed affiliate as the insured.
#   remediation: >-
#     Have the vendor's broker send an ACORD 25 certificate for each policy, with you as certificate holder, and check
#     that it names the vendor or one of its listed affiliates as the insured.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     cis_v8_1: ["15.5"]
certificates if {
	every_line_present
	every policy in input.insurance.policies {
		proven(policy)
	}
}

proven(policy) if spare(policy)

proven(policy) if {
	some document in input.evidence
	document.id == policy.evidence
	document.kind in proof_kinds
	recent(document)
}

proof_kinds := {"acord_25", "policy_declaration", "insurer_letter"}

reasons contains {
	"control": "certificates",
	"path": ["insurance", "policies"],
	"message": no_policies(missing),
} if {
	not certificates
	count(missing) > 0
}

reasons contains {
	"control": "certificates",
	"path": ["insurance", "policies", i, "evidence"],
	"message": "no entry of the evidence has this id",
} if {
	not certificates
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.evidence
	every document in input.evidence {
		document.id != policy.evidence
	}
}

reasons contains {
	"control": "certificates",
	"path": ["evidence", k, "kind"],
	"message": sprintf("a document of this kind does not prove the policy %s", [policy.id]),
} if {
	not certificates
	some policy in input.insurance.policies
	not spare(policy)
	some k, document in input.evidence
	document.id == policy.evidence
	not document.kind in proof_kinds
}

reasons contains {
	"control": "certificates",
	"path": ["evidence", k, "issued_on"],
	"message": sprintf("the proof of the policy %s is too old, or dated in the future", [policy.id]),
} if {
	not certificates
	some policy in input.insurance.policies
	not spare(policy)
	some k, document in input.evidence
	document.id == policy.evidence
	document.issued_on
	not recent(document)
}

# METADATA
# title: Each required policy is in force, and stays so for the contract's term
# description: >-
#   Insurance that has lapsed pays nothing, whatever its limits were. A policy that ends before the contract does leaves
#   a gap unless the vendor has to prove each renewal; most end in the first minute of their expiry day.
# custom:
#   code: INS-09
#   severity: critical
#   consideration: 2
#   aside: [insurance.certificate_max_age_days]
#   request: >-
#     Please send us the certificate of the renewed policy, and accept a duty to send a new one before any policy
#     expires.
#   remediation: >-
#     Ask for the certificate of the renewed policy. Add a clause that obliges the vendor to send you a new certificate
#     before any policy expires.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     cis_v8_1: ["15.6"]
in_force if {
	every_line_present
	every policy in input.insurance.policies {
		stays_in_force(policy)
	}
}

stays_in_force(policy) if spare(policy)

stays_in_force(policy) if {
	has_begun(policy)
	has_not_ended(policy)
	lasts(policy)
}

has_begun(policy) if policy.effective_on <= data.context.as_of

has_not_ended(policy) if data.context.as_of < policy.expires_on

has_not_ended(policy) if {
	data.requirements.insurance.expiry_day_counts == true
	data.context.as_of == policy.expires_on
}

lasts(_) if input.contract.insurance_terms.renewal_certificates_required == true

lasts(policy) if policy.expires_on >= input.contract.expires_on

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies"],
	"message": no_policies(missing),
} if {
	not in_force
	count(missing) > 0
}

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "effective_on"],
	"message": "the policy has not begun yet",
} if {
	not in_force
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.effective_on > data.context.as_of
}

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "expires_on"],
	"message": "the policy has ended",
} if {
	not in_force
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.expires_on <= data.context.as_of
	not has_not_ended(policy)
}

reasons contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "expires_on"],
	"message": "the policy ends before the contract does, and the vendor need not prove its renewal",
} if {
	not in_force
	input.contract.insurance_terms.renewal_certificates_required == false
	some i, policy in input.insurance.policies
	not spare(policy)
	policy.expires_on < input.contract.expires_on
}

notes contains {
	"control": "in_force",
	"path": ["insurance", "policies", i, "expires_on"],
	"message": "the policy ends soon: ask for the certificate of its renewal now",
} if {
	some i, policy in input.insurance.policies
	not spare(policy)
	has_not_ended(policy)
	left := data.calendar.days(data.context.as_of, policy.expires_on)
	left <= data.requirements.insurance.expiry_warn_days
}

# METADATA
# title: The insurers are strong enough to pay a large claim
# description: >-
#   A policy is a promise to pay years from now, and worth as much as the company that made it. AM Best grades the
#   strength and the size of insurers; pools and Lloyd's are judged by other means.
# custom:
#   code: INS-13
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2, T3]
#   aside: [insurance.certificate_max_age_days]
#   request: Please move the policy to an insurer with the rating and size that we require.
#   remediation: >-
#     Ask the vendor to move the policy to an insurer with the rating and size you require. If you accept this insurer
#     all the same, record that as a waiver.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
carrier_strength if {
	every_line_present
	every policy in input.insurance.policies {
		strong(policy)
	}
}

strong(policy) if spare(policy)

# A state fund for workers' compensation has the state behind it, and no rating.
strong(policy) if {
	policy.line == "wc_el"
	policy.carrier.kind == "state_fund"
}

strong(policy) if policy.carrier.kind in data.requirements.insurance.unrated_carriers_accepted

strong(policy) if {
	rated(policy)
	sized(policy)
}

rated(policy) if {
	least := data.ratings.am_best[data.requirements.insurance.am_best_min]
	data.ratings.am_best[policy.carrier.am_best_rating] >= least
}

sized(policy) if {
	least := data.ratings.am_best_size[data.requirements.insurance.am_best_fsc_min]
	data.ratings.am_best_size[policy.carrier.am_best_fsc] >= least
}

reasons contains {
	"control": "carrier_strength",
	"path": ["insurance", "policies"],
	"message": no_policies(missing),
} if {
	not carrier_strength
	count(missing) > 0
}

reasons contains {
	"control": "carrier_strength",
	"path": ["insurance", "policies", i, "carrier", "am_best_rating"],
	"message": "the insurer's rating is below your minimum",
} if {
	not carrier_strength
	some i, policy in input.insurance.policies
	not strong(policy)
	policy.carrier.am_best_rating
	not rated(policy)
}

reasons contains {
	"control": "carrier_strength",
	"path": ["insurance", "policies", i, "carrier", "am_best_fsc"],
	"message": "the insurer is in a smaller size category than you accept",
} if {
	not carrier_strength
	some i, policy in input.insurance.policies
	not strong(policy)
	policy.carrier.am_best_fsc
	not sized(policy)
}

# Whether the insurance pays for what the member would face, and how much of it
# stays with the vendor.
package controls.insurance

# METADATA
# title: The cyber policy pays for the costs the member would face, at more than token amounts
# description: >-
#   A policy over five million may pay only fifty thousand of it for ransomware, or leave a fifth of that to the vendor.
#   What counts is whether every cost that would reach you is covered, and up to what amount.
# custom:
#   code: INS-06
#   severity: high
#   consideration: 2
#   tiers: [T1, T2]
#   request: >-
#     Please have the missing cost added to your cyber policy, and its sublimits raised and coinsurance removed for
#     the costs that we require.
#   remediation: >-
#     Ask the vendor to have the missing cost added to its cyber policy, and its sublimits raised and coinsurance
#     removed for the costs you require.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     hecvat_4_14: [HFIH-04]
cyber_coverage if {
	some policy in input.insurance.policies
	policy.line in policy_words.cyber
	every cost in data.requirements.insurance.cyber.required_coverages {
		cost in policy.coverages
	}
	every sublimit in policy.sublimits {
		substantial(sublimit)
	}
}

substantial(sublimit) if not sublimit.peril in data.requirements.insurance.cyber.required_coverages

substantial(sublimit) if {
	sublimit.amount >= data.requirements.insurance.cyber.sublimit_min
	sublimit.coinsurance_percent <= data.requirements.insurance.cyber.coinsurance_percent_max
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies"],
	"message": no_policies({"cyber"}),
} if {
	not cyber_coverage
	"cyber" in missing
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies", i, "coverages"],
	"message": sprintf("the policy does not cover: %s", [concat(", ", lacking)]),
} if {
	not cyber_coverage
	some i, policy in input.insurance.policies
	policy.line in policy_words.cyber
	lacking := [words(cost) |
		some cost in data.requirements.insurance.cyber.required_coverages
		not cost in policy.coverages
	]
	count(lacking) > 0
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies", i, "sublimits", k, "amount"],
	"message": sprintf("for %s the policy pays less than you require", [words(sublimit.peril)]),
} if {
	not cyber_coverage
	some i, policy in input.insurance.policies
	policy.line in policy_words.cyber
	some k, sublimit in policy.sublimits
	sublimit.peril in data.requirements.insurance.cyber.required_coverages
	sublimit.amount < data.requirements.insurance.cyber.sublimit_min
}

reasons contains {
	"control": "cyber_coverage",
	"path": ["insurance", "policies", i, "sublimits", k, "coinsurance_percent"],
	"message": sprintf("for %s the vendor bears a larger share than you accept", [words(sublimit.peril)]),
} if {
	not cyber_coverage
	some i, policy in input.insurance.policies
	policy.line in policy_words.cyber
	some k, sublimit in policy.sublimits
	sublimit.peril in data.requirements.insurance.cyber.required_coverages
	sublimit.coinsurance_percent > data.requirements.insurance.cyber.coinsurance_percent_max
}

# METADATA
# title: A crime policy or bond pays for what the vendor's staff could take from the member
# description: >-
#   People with administrator rights, or with authority to buy, are in a position to steal from you. A policy against
#   employee theft alone pays the vendor for its own loss; only cover for a client's property pays for yours.
# custom:
#   code: INS-07
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2]
#   applies_when: privileged_or_purchasing
#   request: >-
#     Please show us a crime policy or a fidelity bond at our minimum, with the endorsement that extends it to
#     property of clients.
#   remediation: >-
#     Ask the vendor for a crime policy or a fidelity bond at your minimum, with the endorsement that extends it to
#     property of clients.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
crime_bond if {
	some policy in input.insurance.policies
	policy.line in policy_words.crime
	policy.limits.per_loss >= data.requirements.insurance.crime.per_loss
	"client_property" in policy.coverages
}

reasons contains {
	"control": "crime_bond",
	"path": ["insurance", "policies"],
	"message": no_policy("crime"),
} if {
	not crime_bond
	"crime" in missing
}

reasons contains {
	"control": "crime_bond",
	"path": ["insurance", "policies", i, "limits", "per_loss"],
	"message": "the limit is below your minimum",
} if {
	not crime_bond
	some i, policy in input.insurance.policies
	policy.line in policy_words.crime
	policy.limits.per_loss < data.requirements.insurance.crime.per_loss
}

reasons contains {
	"control": "crime_bond",
	"path": ["insurance", "policies", i, "coverages"],
	"message": "the policy does not extend to property of clients, so it pays the vendor and not you",
} if {
	not crime_bond
	some i, policy in input.insurance.policies
	policy.line in policy_words.crime
	not "client_property" in policy.coverages
}

# METADATA
# title: The vendor can bear the deductibles of its professional and cyber policies
# description: >-
#   The insurer pays only above the deductible, and the vendor has to find that money first. To a small company a large
#   retention can mean that the policy never pays at all.
# custom:
#   code: INS-14
#   severity: low
#   consideration: 2
#   tiers: [T1, T2, T3]
#   request: Please lower the deductible or retention, or show us that you can carry it.
#   remediation: >-
#     Ask the vendor to lower the deductible or retention. If it proves that it can carry a larger one, put your
#     consent on file.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
deductibles if {
	held("professional")
	cyber_present
	every policy in input.insurance.policies {
		bearable(policy)
	}
}

bearable(policy) if not policy.line in (policy_words.professional | policy_words.cyber)

bearable(policy) if policy.deductible <= data.requirements.insurance.deductible_max

reasons contains {
	"control": "deductibles",
	"path": ["insurance", "policies"],
	"message": no_policies(lacking),
} if {
	not deductibles
	lacking := {"professional", "cyber"} & missing
	count(lacking) > 0
}

reasons contains {
	"control": "deductibles",
	"path": ["insurance", "policies", i, "deductible"],
	"message": "the vendor pays more of each claim than you accept",
} if {
	not deductibles
	some i, policy in input.insurance.policies
	policy.line in (policy_words.professional | policy_words.cyber)
	policy.deductible > data.requirements.insurance.deductible_max
}

words(word) := replace(word, "_", " ")

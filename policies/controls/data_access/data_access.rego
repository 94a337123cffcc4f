# What the vendor may reach of the member's data, and who keeps an eye on it.
package controls.data_access

# METADATA
# title: The vendor's access rights go no further than the service needs
# description: >-
#   Each right that the service does not need is one more way to the data for whoever takes over the vendor's
#   account. The rights that exist are compared with the data and the levels that the member said the service needs.
# custom:
#   code: ACC-01
#   severity: critical
#   consideration: 9
#   tiers: [T1, T2, T3]
#   applies_when: holds_grants
#   request: >-
#     Please give up the rights that are listed, or accept a lower level or single data sets. If the service does
#     need one of them, tell us why.
#   remediation: >-
#     Remove the rights that are listed, or lower their level; replace a right to everything with rights to single
#     data sets. If the service does need one of them, add it to needed_data.
#   guide: "Section 9, Other Considerations for MSP Agreements, MSP's Access to Data"
#   frameworks:
#     csf_2_0: [PR.AA-05]
#     nist_800_53r5: [AC-6]
#     iso_27001_2022: [A.8.3]
#     ccm_4_0_7: [IAM-05]
#     cisa_cpg_2_0: ["3.H"]
#     mvsp_3_0: ["4.2"]
least_privilege if {
	every grant in input.engagement.access.grants {
		grant.dataset != "*"
		some need in input.engagement.needed_data
		need.dataset == grant.dataset
		data.ratings.access[need.level] >= data.ratings.access[grant.level]
	}
}

reasons contains {
	"control": "least_privilege",
	"path": ["engagement", "access", "grants", i, "dataset"],
	"message": sprintf("%s has a right to every data set", [grant.principal]),
} if {
	not least_privilege
	some i, grant in input.engagement.access.grants
	grant.dataset == "*"
}

reasons contains {
	"control": "least_privilege",
	"path": ["engagement", "access", "grants", i, "dataset"],
	"message": sprintf("%s has a right to %s, which the service does not need", [grant.principal, grant.dataset]),
} if {
	not least_privilege
	some i, grant in input.engagement.access.grants
	grant.dataset != "*"
	every need in input.engagement.needed_data {
		need.dataset != grant.dataset
	}
}

reasons contains {
	"control": "least_privilege",
	"path": ["engagement", "access", "grants", i, "level"],
	"message": sprintf("%s has a higher right to %s than the service needs", [grant.principal, grant.dataset]),
} if {
	not least_privilege
	some i, grant in input.engagement.access.grants
	grant.dataset != "*"
	needs := [need | some need in input.engagement.needed_data; need.dataset == grant.dataset]
	count(needs) > 0
	every need in needs {
		data.ratings.access[need.level] < data.ratings.access[grant.level]
	}
}

# METADATA
# title: The contract limits access to the data, and its use, to the purpose of the service
# description: >-
#   Technical limits change with every ticket; the contract is what still holds when they fail. It also has to rule
#   out other uses of the data, such as analytics, resale or the training of machine learning models.
# custom:
#   code: ACC-02
#   severity: high
#   consideration: 9
#   tiers: [T1, T2, T3]
#   applies_when: reaches_member_data
#   request: >-
#     Please accept that you may reach our data only as far as the service requires and use it for nothing else;
#     analytics, resale and machine learning included.
#   remediation: >-
#     Add a clause that the vendor may reach your data only as far as the service requires and may use it for nothing
#     else; analytics, resale and machine learning included.
#   guide: >-
#     Section 9, Other Considerations for MSP Agreements, MSP's Access to Data; Section 5, Detail Security Implications,
#     Obligations
#   frameworks:
#     nist_800_53r5: [SA-9]
#     iso_27001_2022: [A.5.20]
purpose_limited if {
	input.contract.security.least_privilege_clause == true
	input.contract.security.secondary_use_prohibited == true
}

# METADATA
# title: The vendor's access rights are reviewed, and none lies unused for long
# description: >-
#   People leave the vendor and projects end, but their accounts stay until somebody looks. An account that nobody
#   uses is one whose misuse nobody notices.
# custom:
#   code: ACC-03
#   severity: medium
#   consideration: 9
#   tiers: [T1, T2, T3]
#   applies_when: holds_grants
#   due: award
#   side: member
#   remediation: >-
#     Go through the vendor's accounts with its current list of staff, remove those that are no longer used, and record
#     the date of the review and when each remaining account was last used.
#   guide: "Section 9, Other Considerations for MSP Agreements, MSP's Access to Data; Section 7, Termination Procedures"
#   frameworks:
#     nist_800_53r5: [AC-2]
#     iso_27001_2022: [A.5.18]
#     ccm_4_0_7: [IAM-08]
#     cisa_cpg_2_0: ["3.D"]
#     hecvat_4_14: [PPPR-13]
access_reviewed if {
	input.engagement.access.last_review_on <= data.context.as_of
	data.calendar.days(
		input.engagement.access.last_review_on,
		data.context.as_of,
	) <= data.requirements.access.review_max_age_days
	every grant in input.engagement.access.grants {
		is_in_use(grant)
	}
}

is_in_use(grant) if {
	grant.last_used_on <= data.context.as_of
	data.calendar.days(grant.last_used_on, data.context.as_of) <= data.requirements.access.stale_days_max
}

# An account for emergencies is at its best when nobody has had to use it.
is_in_use(grant) if grant.kind == "break_glass"

reasons contains {
	"control": "access_reviewed",
	"path": ["engagement", "access", "grants", i, "last_used_on"],
	"message": sprintf("%s has left the right to %s unused for too long", [grant.principal, dataset_words(grant.dataset)]),
} if {
	not access_reviewed
	some i, grant in input.engagement.access.grants
	grant.kind in {"standard", "service"}
	data.calendar.days(grant.last_used_on, data.context.as_of) > data.requirements.access.stale_days_max
}

dataset_words(dataset) := dataset if dataset != "*"

dataset_words(dataset) := "every data set" if dataset == "*"

reasons contains {
	"control": "access_reviewed",
	"path": ["engagement", "access", "grants", i, "last_used_on"],
	"message": sprintf("the last use by %s lies after the date of this check", [grant.principal]),
} if {
	not access_reviewed
	some i, grant in input.engagement.access.grants
	grant.kind in {"standard", "service"}
	grant.last_used_on > data.context.as_of
}

# METADATA
# title: Administrative rights are few, justified and held in separate accounts
# description: >-
#   An administrator's account opens every door, so each one needs a reason to exist. Where administrators read their
#   mail with the same account, one careless click is enough to lose the member's systems.
# custom:
#   code: ACC-04
#   severity: high
#   consideration: 9
#   tiers: [T1, T2]
#   applies_when: holds_grants
#   request: >-
#     Please reduce the number of your administrative accounts, move each remaining one to an account of its own,
#     and tell us why it is needed.
#   remediation: >-
#     Reduce the number of administrative accounts, move each remaining one to an account of its own, and write down
#     why it is needed; rights that are granted only for the hour they are used are better still.
#   guide: >-
#     Section 9, Other Considerations for MSP Agreements, MSP's Access to Data; Section 1, Conduct Due Diligence on
#     Potential Vendor
#   frameworks:
#     nist_800_53r5: [AC-6]
#     iso_27001_2022: [A.8.2]
#     ccm_4_0_7: [IAM-09]
#     cisa_cpg_2_0: ["3.G"]
privileged_access if {
	every grant in input.engagement.access.grants {
		is_sound(grant)
	}
	number_of_privileged_grants <= data.requirements.access.privileged_grants_max
}

is_sound(grant) if grant.privileged == false

is_sound(grant) if {
	grant.privileged == true
	grant.justification != ""
	grant.separate_account == true
}

number_of_privileged_grants := count([grant |
	some grant in input.engagement.access.grants
	grant.privileged == true
])

reasons contains {
	"control": "privileged_access",
	"path": ["engagement", "access", "grants", i, "separate_account"],
	"message": sprintf("%s does ordinary work with the same account", [grant.principal]),
} if {
	not privileged_access
	some i, grant in input.engagement.access.grants
	grant.privileged == true
	grant.separate_account == false
}

reasons contains {
	"control": "privileged_access",
	"path": ["engagement", "access", "grants"],
	"message": sprintf("%d administrative rights are more than the tier allows", [number_of_privileged_grants]),
} if {
	not privileged_access
	number_of_privileged_grants > data.requirements.access.privileged_grants_max
}

# What the vendor does in its own house: policies, people and technical measures.
package controls.security

# METADATA
# title: The vendor has written security policies on each required topic and reviews them
# description: >-
#   A policy tells the vendor's people what to do before they have to ask. One that has not been looked at for years
#   describes systems that are gone.
# custom:
#   code: SEC-06
#   severity: medium
#   consideration: 1
#   tiers: [T1, T2, T3]
#   request: >-
#     Please list your security policies with the date of the last review of each, and give a date by which the
#     missing ones will exist.
#   remediation: >-
#     Ask for a list of the vendor's security policies with the date of the last review of each, and for a date by
#     which the missing ones will exist.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     iso_27001_2022: [A.5.1]
#     ccm_4_0_7: [GRC-03]
#     hecvat_4_14: [PPPR-08]
policies_reviewed if {
	every topic in data.requirements.policies.required_topics {
		has_current_policy(topic)
	}
}

has_current_policy(topic) if {
	some policy in input.security.policies
	policy.topic == topic
	policy.reviewed_on <= data.context.as_of
	data.calendar.days(policy.reviewed_on, data.context.as_of) <= data.requirements.policies.max_age_days
}

reasons contains {
	"control": "policies_reviewed",
	"path": ["security", "policies"],
	"message": sprintf("there is no policy on: %s", [replace(concat(", ", lacking), "_", " ")]),
} if {
	not policies_reviewed
	input.security.policies
	lacking := [topic |
		some topic in data.requirements.policies.required_topics
		every policy in input.security.policies {
			policy.topic != topic
		}
	]
	count(lacking) > 0
}

reasons contains {
	"control": "policies_reviewed",
	"path": ["security", "policies", i, "reviewed_on"],
	"message": sprintf("the policy on %s was reviewed too long ago", [replace(policy.topic, "_", " ")]),
} if {
	not policies_reviewed
	some i, policy in input.security.policies
	policy.topic in data.requirements.policies.required_topics
	not has_current_policy(policy.topic)
	data.calendar.days(policy.reviewed_on, data.context.as_of) > data.requirements.policies.max_age_days
}

reasons contains {
	"control": "policies_reviewed",
	"path": ["security", "policies", i, "reviewed_on"],
	"message": sprintf(
		"the review of the policy on %s lies after the date of this check",
		[replace(policy.topic, "_", " ")],
	),
} if {
	not policies_reviewed
	some i, policy in input.security.policies
	policy.topic in data.requirements.policies.required_topics
	not has_current_policy(policy.topic)
	policy.reviewed_on > data.context.as_of
}

# METADATA
# title: The vendor explains how it controls access to data that is not public
# description: >-
#   Locks, systems and rules for people protect data only together, and a vendor that does all three can say how.
#   Whether the explanation is good enough is for a person to judge; that it exists can be seen here.
# custom:
#   code: SEC-07
#   severity: high
#   consideration: 1
#   tiers: [T1, T2]
#   applies_when: holds_not_public_data
#   request: >-
#     Please send us about a page each on your physical, technical and administrative control of access to our data,
#     or a document that covers them.
#   remediation: >-
#     Ask the vendor for about a page each on its physical, technical and administrative control of access to your
#     data, or for a document that covers them.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     csf_2_0: [GV.SC-06]
#     ccm_4_0_7: [STA-05]
#     iso_27001_2022: [A.5.20]
control_narrative if {
	explains(input.security.control_narrative.physical)
	explains(input.security.control_narrative.technical)
	explains(input.security.control_narrative.administrative)
}

# Prose has spaces and an id has none, so that a long id which leads nowhere is not
# taken for an explanation.
explains(narrative) if {
	is_prose(narrative)
	count(trim_space(narrative)) >= 40
}

explains(narrative) if {
	not is_prose(narrative)
	some document in input.evidence
	document.id == narrative
}

is_prose(narrative) if regex.match(`\s`, trim_space(narrative))

narratives contains {"domain": "physical", "text": input.security.control_narrative.physical}

narratives contains {"domain": "technical", "text": input.security.control_narrative.technical}

narratives contains {"domain": "administrative", "text": input.security.control_narrative.administrative}

reasons contains {
	"control": "control_narrative",
	"path": ["security", "control_narrative", narrative.domain],
	"message": sprintf("the text on %s control is too short to explain anything", [narrative.domain]),
} if {
	not control_narrative
	some narrative in narratives
	is_prose(narrative.text)
	not explains(narrative.text)
}

reasons contains {
	"control": "control_narrative",
	"path": ["security", "control_narrative", narrative.domain],
	"message": "this is no explanation, and no entry of the evidence has it as its id",
} if {
	not control_narrative
	some narrative in narratives
	not is_prose(narrative.text)
	every document in input.evidence {
		document.id != narrative.text
	}
}

# METADATA
# title: The vendor's people are trained in data protection
# description: >-
#   Most breaches begin with a person who clicks, answers or forwards. Training has to be recent, and it has to reach
#   those who can touch the member's data.
# custom:
#   code: SEC-08
#   severity: medium
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please tell us the date of your last security training and the share of your people who completed it, and by
#     when the others will.
#   remediation: >-
#     Ask for the date of the vendor's last training and the share of its people who completed it, and for a date by
#     which the others will.
#   guide: >-
#     Section 1, Conduct Due Diligence on Potential Vendor;
#     Section 5, Detail Security Implications, Obligations, Cyber-,
#     Physical Access Security Provisions
#   frameworks:
#     nist_800_53r5: [AT-2, AT-3]
#     ccm_4_0_7: [HRS-11]
#     mvsp_3_0: ["1.5"]
#     hecvat_4_14: [PPPR-12]
#     cjis_5_9_5: [AT-2]
staff_trained if {
	input.security.training.last_completed_on <= data.context.as_of
	data.calendar.days(
		input.security.training.last_completed_on,
		data.context.as_of,
	) <= data.requirements.training.max_age_days
	input.security.training.completion_percent >= data.requirements.training.min_completion_percent
}

reasons contains {
	"control": "staff_trained",
	"path": ["security", "training", "last_completed_on"],
	"message": "the date lies after the date of this check",
} if {
	not staff_trained
	input.security.training.last_completed_on > data.context.as_of
}

# METADATA
# title: The vendor patches in time, guards its computers and keeps its logs
# description: >-
#   Attackers use a published flaw within days, and an intrusion often comes to light only months later. Without quick
#   fixes, detection and long logs nobody stops it, and nobody can tell afterwards what was taken.
# custom:
#   code: SEC-09
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please commit yourselves to the required times for fixes, run detection software on every computer used for
#     us, and keep logs for the required number of days.
#   remediation: >-
#     Ask the vendor to commit itself to the required times for fixes, to run detection software on every computer
#     used for you, and to keep logs for the required number of days.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [SI-2, RA-5, AU-11]
#     ccm_4_0_7: [TVM-03, LOG-11]
#     cisa_cpg_2_0: ["2.B", "3.Q"]
#     mvsp_3_0: ["2.7", "3.4"]
technical_minimums if {
	input.security.vulnerability.patch_days_kev <= data.requirements.vulnerability.patch_days_kev_max
	input.security.vulnerability.patch_days_critical <= data.requirements.vulnerability.patch_days_critical_max
	input.security.endpoint.edr == true
	input.security.logging.retention_days >= data.requirements.logging.retention_days_min
	input.security.logging.privileged_actions_logged == true
}

reasons contains {
	"control": "technical_minimums",
	"path": ["security", "vulnerability", "patch_days_kev"],
	"message": "flaws that attackers already use are fixed too late",
} if {
	not technical_minimums
	input.security.vulnerability.patch_days_kev > data.requirements.vulnerability.patch_days_kev_max
}

reasons contains {
	"control": "technical_minimums",
	"path": ["security", "vulnerability", "patch_days_critical"],
	"message": "critical flaws are fixed too late",
} if {
	not technical_minimums
	input.security.vulnerability.patch_days_critical > data.requirements.vulnerability.patch_days_critical_max
}

reasons contains {
	"control": "technical_minimums",
	"path": ["security", "endpoint", "edr"],
	"message": "not every computer used for this work runs detection software",
} if {
	not technical_minimums
	input.security.endpoint.edr == false
}

reasons contains {
	"control": "technical_minimums",
	"path": ["security", "logging", "retention_days"],
	"message": "logs are not kept long enough",
} if {
	not technical_minimums
	input.security.logging.retention_days < data.requirements.logging.retention_days_min
}

reasons contains {
	"control": "technical_minimums",
	"path": ["security", "logging", "privileged_actions_logged"],
	"message": "an administrator's actions are not recorded, or the administrator can alter the record",
} if {
	not technical_minimums
	input.security.logging.privileged_actions_logged == false
}

# How the vendor and the member act once an incident is known.
package controls.incident

# METADATA
# title: The vendor has an incident response plan that is current and exercised
# description: >-
#   A written plan shows that the vendor has thought about a breach before it happens, and an exercise shows that the
#   plan works. A plan that nobody has looked at for years names people who left and systems that are gone.
# custom:
#   code: INC-06
#   severity: high
#   consideration: 8
#   tiers: [T1, T2]
#   request: >-
#     Please send us your written incident response plan, the date of its last review and a note on its last
#     exercise.
#   remediation: >-
#     Ask the vendor for its written incident response plan, the date of its last review and a note on its last
#     exercise, and file the plan with the evidence.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     nist_800_53r5: [IR-8]
#     ccm_4_0_7: [SEF-03, SEF-04]
#     cis_v8_1: ["15.5"]
#     cisa_cpg_2_0: ["1.C"]
#     hecvat_4_14: [HFIH-01]
response_plan if {
	input.incident_response.plan.provided == true
	plan_is_on_file
	input.incident_response.plan.reviewed_on <= data.context.as_of
	data.calendar.days(
		input.incident_response.plan.reviewed_on,
		data.context.as_of,
	) <= data.requirements.incident.plan_max_age_days
	input.incident_response.last_exercise_on <= data.context.as_of
	data.calendar.days(
		input.incident_response.last_exercise_on,
		data.context.as_of,
	) <= data.requirements.incident.exercise_max_age_days
}

plan_is_on_file if {
	some document in input.evidence
	document.id == input.incident_response.plan.evidence
}

# METADATA
# title: The vendor has to cooperate with the member, its risk pool and their experts
# description: >-
#   An investigation needs the vendor's logs, its people and its quick answers, and the risk pool's forensic and legal
#   partners are strangers to the vendor unless the contract names them. Without a duty to cooperate, each question
#   can become a negotiation or an invoice.
# custom:
#   code: INC-07
#   severity: critical
#   consideration: 8
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please accept a duty to cooperate with us, our risk pool or insurer and the experts it appoints, and in the
#     work with victims and the public.
#   remediation: >-
#     Add a clause that obliges the vendor to cooperate, and name in it your risk pool or insurer, the experts it
#     appoints, and the work with victims and the public.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident, Require Cooperation"
#   frameworks:
#     csf_2_0: [GV.SC-08, RS.MA-01]
#     nist_800_53r5: [IR-4(10)]
#     iso_27001_2022: [A.5.26]
cooperation if {
	every duty in data.requirements.incident.required_cooperation {
		duty in input.contract.incident.cooperation
	}
}

reasons contains {
	"control": "cooperation",
	"path": ["contract", "incident", "cooperation"],
	"message": sprintf("the duty to cooperate leaves out: %s", [concat(", ", lacking)]),
} if {
	not cooperation
	lacking := words_lacking(data.requirements.incident.required_cooperation, input.contract.incident.cooperation)
}

# METADATA
# title: The member decides what happens after an incident, and the vendor helps to carry it out
# description: >-
#   Whom to tell, what to say in public and how to resolve the matter are the member's to decide, with its risk pool
#   and counsel. A vendor that speaks first, or has a vote, speaks with its own liability in mind.
# custom:
#   code: INC-08
#   severity: high
#   consideration: 8
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please accept that we alone decide on the resolution and on every word to victims and the public, and that you
#     carry out your part of our plan when we ask for it.
#   remediation: >-
#     State that you alone decide on the resolution and on every word to victims and the public, and that the vendor
#     carries out its part of your plan when you ask for it.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident, Require Cooperation"
#   frameworks:
#     csf_2_0: [RS.CO-02, RS.CO-03]
member_decides if {
	input.contract.incident.decision_authority == "member"
	input.contract.incident.communications_control == "member"
	input.contract.incident.plan_execution_support == true
}

# METADATA
# title: The vendor accepts that it may be left out of privileged conversations
# description: >-
#   Advice between the member, its risk pool and their lawyers stays confidential only as long as outsiders are kept
#   out of the room. A vendor that has agreed to this beforehand will not take it for a lack of cooperation.
# custom:
#   code: INC-09
#   severity: medium
#   consideration: 8
#   tiers: [T1, T2]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please acknowledge that you may be excluded from conversations between us, our risk pool and counsel, so that
#     they stay privileged.
#   remediation: >-
#     Add the vendor's acknowledgement that it may be excluded from conversations between you, your risk pool and
#     counsel, so that they stay privileged.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident, Require Cooperation"
privilege_respected if input.contract.incident.privilege_acknowledged == true

# METADATA
# title: The vendor preserves evidence and logs after an incident
# description: >-
#   Forensic work often begins after ordinary retention has already deleted the traces. A duty to preserve them for a
#   stated time keeps open the questions of what was taken and who has to be told.
# custom:
#   code: INC-10
#   severity: medium
#   consideration: 8
#   tiers: [T1, T2]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please accept a duty to preserve logs and other evidence of an incident for at least the required number of
#     days.
#   remediation: >-
#     Add a duty to preserve logs and other evidence of an incident for at least the required number of days.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident, Require Cooperation"
#   frameworks:
#     csf_2_0: [RS.AN-07]
#     nist_800_53r5: [AU-11]
#     iso_27001_2022: [A.5.28]
evidence_preserved if {
	input.contract.incident.evidence_preservation_days >= data.requirements.incident.evidence_preservation_days_min
}

# METADATA
# title: The member knows who reports an incident, and the vendor supplies the facts
# description: >-
#   Telling the risk pool and the state is the member's own duty, and coverage can depend on how fast it is done. It
#   works in an emergency only if a person and a stand-in know where to call and which form to use, and if the vendor
#   owes them the facts.
# custom:
#   code: INC-11
#   severity: high
#   consideration: 8
#   side: member
#   remediation: >-
#     Name the person who reports incidents and another who stands in, and give both the risk pool's contact and the
#     state's form. Above tier T4 also add the vendor's duty to supply the facts for statutory reports.
#   guide: "Section 8, Set Expectations in Event of Cyber Incident"
#   frameworks:
#     csf_2_0: [RS.CO-02]
#     iso_27001_2022: [A.5.5]
#     cisa_cpg_2_0: ["5.B"]
reporting_chain if {
	input.engagement.incident_owner.name != ""
	input.engagement.incident_owner.backup != ""
	input.engagement.incident_owner.backup != input.engagement.incident_owner.name
	input.engagement.incident_owner.knows_pool_contact == true
	input.engagement.incident_owner.knows_state_form == true
	vendor_supports_reports
}

vendor_supports_reports if data.facts.tier == "T4"

vendor_supports_reports if input.contract.incident.supports_statutory_reports == true

reasons contains {
	"control": "reporting_chain",
	"path": ["engagement", "incident_owner", "backup"],
	"message": "the same person is named to report an incident and to stand in when that person is away",
} if {
	not reporting_chain
	input.engagement.incident_owner.backup == input.engagement.incident_owner.name
}

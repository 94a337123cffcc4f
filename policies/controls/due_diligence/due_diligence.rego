# What the member finds out about the vendor before it commits itself, and what it
# makes of it.
package controls.due_diligence

# METADATA
# title: The vendor has completed a security questionnaire, and it is on file
# description: >-
#   The answers show how the vendor protects data while the member can still choose another one. They also serve as
#   proof of what the vendor said, should it turn out differently.
# custom:
#   code: DD-01
#   severity: high
#   consideration: 1
#   tiers: [T1, T2, T3]
#   request: >-
#     Please complete one of the questionnaires that we accept, such as HECVAT, CAIQ or MVSP, and send us the
#     answers.
#   remediation: >-
#     Ask the vendor to complete one of the accepted questionnaires, such as HECVAT, CAIQ, MVSP or your risk pool's
#     own, and file the answers with the evidence.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     csf_2_0: [GV.SC-06]
#     nist_800_53r5: [SR-6, RA-3(1)]
#     iso_27001_2022: [A.5.19]
#     ccm_4_0_7: [STA-14]
#     cis_v8_1: ["15.5"]
questionnaire if {
	input.due_diligence.questionnaire.completed_on <= data.context.as_of
	input.due_diligence.questionnaire.kind in data.requirements.due_diligence.accepted_questionnaires
	questionnaire_is_on_file
}

questionnaire_is_on_file if {
	some document in input.evidence
	document.id == input.due_diligence.questionnaire.evidence
}

reasons contains {
	"control": "questionnaire",
	"path": ["due_diligence", "questionnaire", "evidence"],
	"message": "no entry of the evidence has this id",
} if {
	not questionnaire
	input.due_diligence.questionnaire.evidence
	every document in input.evidence {
		document.id != input.due_diligence.questionnaire.evidence
	}
}

# METADATA
# title: The answers to the questionnaire are recent
# description: >-
#   Systems, staff and owners change within months, and old answers describe a vendor that may no longer exist. A
#   vendor that stands by its answers can confirm them again in a day.
# custom:
#   code: DD-02
#   severity: medium
#   consideration: 1
#   tiers: [T1, T2, T3]
#   request: Please go through your answers again and confirm or correct them with today's date.
#   remediation: >-
#     Ask the vendor to go through its answers again and to confirm or correct them with today's date.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     csf_2_0: [GV.SC-07]
#     mvsp_3_0: ["1.3"]
#     cis_v8_1: ["15.6"]
questionnaire_recent if {
	input.due_diligence.questionnaire.completed_on <= data.context.as_of
	data.calendar.days(
		input.due_diligence.questionnaire.completed_on,
		data.context.as_of,
	) <= data.requirements.due_diligence.max_age_days
}

reasons contains {
	"control": "questionnaire_recent",
	"path": ["due_diligence", "questionnaire", "completed_on"],
	"message": "the date lies after the date of this check",
} if {
	not questionnaire_recent
	input.due_diligence.questionnaire.completed_on > data.context.as_of
}

# METADATA
# title: The questionnaire asks about each topic that the member has to understand
# description: >-
#   A long questionnaire can still leave out passwords or remote access, and what was not asked was not examined. The
#   guide names the topics on which a member needs an answer before it decides.
# custom:
#   code: DD-03
#   severity: medium
#   consideration: 1
#   tiers: [T1, T2, T3]
#   request: Please answer our supplement on the topics that your questionnaire leaves out.
#   remediation: >-
#     Send the vendor a short supplement with questions on the topics that are missing, and file its answers with the
#     questionnaire.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     csf_2_0: [GV.SC-06]
#     iso_27001_2022: [A.5.19]
#     ccm_4_0_7: [STA-14]
questionnaire_topics if {
	every topic in data.requirements.due_diligence.required_topics {
		topic in input.due_diligence.questionnaire.topics
	}
}

reasons contains {
	"control": "questionnaire_topics",
	"path": ["due_diligence", "questionnaire", "topics"],
	"message": sprintf("the questionnaire does not ask about: %s", [concat(", ", lacking)]),
} if {
	not questionnaire_topics
	input.due_diligence.questionnaire.topics
	lacking := [topic |
		some topic in data.requirements.due_diligence.required_topics
		not topic in input.due_diligence.questionnaire.topics
	]
}

# METADATA
# title: The member decided for the vendor on the basis of its answers, before signing
# description: >-
#   An evaluation that comes after the signature can no longer change anything. A record of who decided what, and
#   when, shows auditors and the risk pool that the risk was weighed and not overlooked.
# custom:
#   code: DD-04
#   severity: high
#   consideration: 1
#   tiers: [T1, T2, T3]
#   side: member
#   remediation: >-
#     Record who evaluated the vendor, on which day, with what result and under which conditions, and sign only
#     afterwards. If you have signed already, evaluate the vendor now and ask for a waiver that names the conditions.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     csf_2_0: [GV.SC-06]
#     nist_800_53r5: [SA-9(1)]
#     iso_27001_2022: [A.5.19]
#     cis_v8_1: ["15.5"]
decision_recorded if {
	vendor_is_accepted
	input.engagement.due_diligence.decision.decided_by != ""
	input.engagement.due_diligence.decision.decided_on <= data.context.as_of
	rests_on_the_answers(input.engagement.due_diligence.decision.decided_on)
	decided_before_signature
}

rests_on_the_answers(decided_on) if decided_on >= input.due_diligence.questionnaire.completed_on

# Answers are renewed every year, and the decision was about the first ones.
rests_on_the_answers(decided_on) if {
	decided_on >= input.due_diligence.questionnaire.first_completed_on
	input.due_diligence.questionnaire.first_completed_on <= input.due_diligence.questionnaire.completed_on
}

vendor_is_accepted if input.engagement.due_diligence.decision.outcome == "accepted"

vendor_is_accepted if {
	input.engagement.due_diligence.decision.outcome == "accepted_with_conditions"
	count(input.engagement.due_diligence.decision.conditions) > 0
}

decided_before_signature if input.contract.status in {"draft", "negotiating"}

decided_before_signature if {
	input.contract.status in {"executed", "expired", "terminated"}
	input.engagement.due_diligence.decision.decided_on <= input.contract.signed_on
}

reasons contains {
	"control": "decision_recorded",
	"path": ["engagement", "due_diligence", "decision", "conditions"],
	"message": "the acceptance has conditions, and none is recorded",
} if {
	not decision_recorded
	input.engagement.due_diligence.decision.outcome == "accepted_with_conditions"
	count(input.engagement.due_diligence.decision.conditions) == 0
}

reasons contains {
	"control": "decision_recorded",
	"path": ["engagement", "due_diligence", "decision", "decided_on"],
	"message": "the date lies after the date of this check",
} if {
	not decision_recorded
	input.engagement.due_diligence.decision.decided_on > data.context.as_of
}

reasons contains {
	"control": "decision_recorded",
	"path": ["engagement", "due_diligence", "decision", "decided_on"],
	"message": "the decision came before the vendor's answers to the questionnaire",
} if {
	not decision_recorded
	input.engagement.due_diligence.decision.decided_on < input.due_diligence.questionnaire.completed_on
	input.engagement.due_diligence.decision.decided_on < input.due_diligence.questionnaire.first_completed_on
}

# A decision that is still to be made is a question, and nobody's fault.
reasons contains {
	"control": "decision_recorded",
	"path": ["engagement", "due_diligence", "decision", "outcome"],
	"message": "the member has not decided yet",
	"unanswered": true,
} if {
	not decision_recorded
	input.engagement.due_diligence.decision.outcome == "pending"
}

reasons contains {
	"control": "decision_recorded",
	"path": ["engagement", "due_diligence", "decision", "decided_on"],
	"message": "the decision came after the signature",
} if {
	not decision_recorded
	input.contract.status in {"executed", "expired", "terminated"}
	input.engagement.due_diligence.decision.decided_on > input.contract.signed_on
}

# METADATA
# title: The member's own staff who deal with the vendor are trained in data protection
# description: >-
#   Staff who send the vendor too much, or open a door for it because it asked, undo what the contract protects. They
#   have to know which data is not public and what the vendor may see of it.
# custom:
#   code: DD-05
#   severity: low
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: holds_not_public_data
#   side: member
#   remediation: >-
#     Train the staff who deal with the vendor in data practices and in working with outside companies, and record
#     the day on which they finished.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [AT-2]
#     iso_27001_2022: [A.6.3]
#     cisa_cpg_2_0: ["3.J"]
member_staff_trained if {
	input.engagement.due_diligence.member_staff_trained_on <= data.context.as_of
	data.calendar.days(
		input.engagement.due_diligence.member_staff_trained_on,
		data.context.as_of,
	) <= data.requirements.training.max_age_days
}

reasons contains {
	"control": "member_staff_trained",
	"path": ["engagement", "due_diligence", "member_staff_trained_on"],
	"message": "the date lies after the date of this check",
} if {
	not member_staff_trained
	input.engagement.due_diligence.member_staff_trained_on > data.context.as_of
}

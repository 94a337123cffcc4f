# The agreement itself: whether it is signed, whom it binds and how long it lasts.
package controls.contract

# METADATA
# title: The whole agreement is signed before the vendor begins
# description: >-
#   Until everybody has signed, the vendor owes the member none of what this report goes on to ask for. An exhibit
#   that was left unsigned does not bind either, and it is often the one about data or insurance.
# custom:
#   code: CON-01
#   severity: critical
#   consideration: 0
#   tier_severity: {T4: medium}
#   due: award
#   waivable: false
#   request: >-
#     Please sign the agreement and each of its attachments before any work or access begins, and return a
#     countersigned set to us.
#   remediation: >-
#     Have all parties sign the agreement and each of its attachments before you give the vendor access or let it
#     begin, and keep the countersigned set.
#   guide: "Introduction, Outsourcing Has Its Own Issues"
#   frameworks:
#     csf_2_0: [GV.SC-05]
#     nist_800_53r5: [SA-9, SA-4]
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [STA-09]
#     cis_v8_1: ["15.4"]
executed if {
	input.contract.status == "executed"
	count(input.contract.documents) > 0
	every document in input.contract.documents {
		document.executed == true
	}
	input.contract.signed_on <= data.context.as_of
	input.contract.signed_on <= input.engagement.term.start
}

reasons contains {
	"control": "executed",
	"path": ["contract", "documents"],
	"message": "no document is listed that the parties could have signed",
} if {
	not executed
	count(input.contract.documents) == 0
}

reasons contains {
	"control": "executed",
	"path": ["contract", "documents", i, "executed"],
	"message": sprintf("%s is not signed by all parties", [document.id]),
} if {
	not executed
	some i, document in input.contract.documents
	document.executed == false
}

reasons contains {
	"control": "executed",
	"path": ["contract", "signed_on"],
	"message": "the date of signature lies after the date of this check",
} if {
	not executed
	input.contract.signed_on > data.context.as_of
}

reasons contains {
	"control": "executed",
	"path": ["contract", "signed_on"],
	"message": "the vendor's first day comes before the signature",
} if {
	not executed
	input.contract.signed_on > input.engagement.term.start
}

# METADATA
# title: Each subcontractor that handles the member's data is bound by a written agreement
# description: >-
#   A vendor can hand on its duties only to a company that it has a contract with. Where there is none, nobody can be
#   held to account for the data at the far end of the chain.
# custom:
#   code: CON-02
#   severity: high
#   consideration: 0
#   tiers: [T1, T2, T3]
#   applies_when: uses_subcontractors
#   request: >-
#     Please name all your subcontractors, hosting providers included, and confirm that a written agreement passes
#     your duties on to each one that handles our data.
#   remediation: >-
#     Ask for a list of all subcontractors, hosting providers included, and for confirmation that a written agreement
#     passes the vendor's duties on to each one that handles your data.
#   guide: "Introduction, Outsourcing Has Its Own Issues"
#   frameworks:
#     csf_2_0: [GV.SC-05]
#     nist_800_53r5: [SR-3(3)]
#     iso_27001_2022: [A.5.21]
#     ccm_4_0_7: [STA-12]
#     mvsp_3_0: ["4.3"]
#     hecvat_4_14: [THRD-02]
parties_under_contract if {
	count(input.subcontractors) > 0
	every company in input.subcontractors {
		is_bound(company)
	}
}

is_bound(company) if company.handles_member_data == false

is_bound(company) if company.written_agreement == true

reasons contains {
	"control": "parties_under_contract",
	"path": ["subcontractors"],
	"message": "no subcontractor is listed, though the engagement does not rule them out",
	"unanswered": true,
} if {
	not parties_under_contract
	count(input.subcontractors) == 0
}

reasons contains {
	"control": "parties_under_contract",
	"path": ["subcontractors", i, "written_agreement"],
	"message": sprintf("%s handles the member's data without a written agreement", [company.name]),
} if {
	not parties_under_contract
	some i, company in input.subcontractors
	company.handles_member_data == true
	company.written_agreement == false
}

# METADATA
# title: The agreement is in force on the date of the check, and its end is known
# description: >-
#   Work that goes on after the last day of an agreement is work without its protections. Whoever knows the end in
#   time can renew, renegotiate or prepare the way out. At the award the agreement may begin on a later day.
# custom:
#   code: CON-03
#   severity: medium
#   consideration: 0
#   applies_when: in_contract
#   request: >-
#     Please tell us the first and last day of the current term. Where it has run out, we need a renewal before you
#     go on.
#   remediation: >-
#     Ask for the first and last day of the current term. Where it has run out, sign a renewal or begin the exit
#     before the vendor goes on.
#   guide: "Introduction, Outsourcing Has Its Own Issues; Section 9, Other Considerations for MSP Agreements"
#   frameworks:
#     nist_800_53r5: [SA-9]
#     iso_27001_2022: [A.5.22]
#     cis_v8_1: ["15.1"]
in_term if {
	input.contract.status in {"draft", "negotiating", "executed"}
	has_begun
	has_not_ended
}

has_begun if input.contract.effective_on <= data.context.as_of

# At the award the agreement may well begin later.
has_begun if {
	input.engagement.mode == "award"
	input.contract.effective_on > data.context.as_of
}

has_not_ended if data.context.as_of <= input.contract.expires_on

has_not_ended if input.contract.renewal == "evergreen"

reasons contains {
	"control": "in_term",
	"path": ["contract", "status"],
	"message": sprintf("the agreement is said to be %s", [input.contract.status]),
} if {
	not in_term
	input.contract.status in {"expired", "terminated"}
}

reasons contains {
	"control": "in_term",
	"path": ["contract", "effective_on"],
	"message": "the agreement has not begun yet",
} if {
	not in_term
	input.engagement.mode == "monitoring"
	input.contract.effective_on > data.context.as_of
}

reasons contains {
	"control": "in_term",
	"path": ["contract", "expires_on"],
	"message": "the last day of the agreement has passed",
} if {
	not in_term
	input.contract.expires_on < data.context.as_of
}

notes contains {
	"control": "in_term",
	"path": ["contract", "expires_on"],
	"message": "the agreement ends soon: plan its renewal or the way out",
} if {
	data.facts.in_contract
	data.context.as_of <= input.contract.expires_on
	data.calendar.days(
		data.context.as_of,
		input.contract.expires_on,
	) <= data.requirements.contract.expiry_warn_days
}

notes contains {
	"control": "in_term",
	"path": ["contract", "expires_on"],
	"message": "this last day has passed, yet the agreement is said to have no end: one of the two answers is wrong",
} if {
	data.facts.in_contract
	input.contract.renewal == "evergreen"
	input.contract.expires_on < data.context.as_of
}

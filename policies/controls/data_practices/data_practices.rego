# The duties under the Minnesota Government Data Practices Act, Minn. Stat. ch. 13.
package controls.data_practices

# METADATA
# title: The contract places the vendor's government function under the Data Practices Act
# description: >-
#   Minn. Stat. 13.05, subd. 11, demands that a contract for one of the member's own functions says so: all the data
#   is subject to the Act, and the vendor has to comply as if it were a government entity. The statute leaves the
#   member no choice here.
# custom:
#   code: MGD-01
#   state: US-MN
#   severity: critical
#   consideration: 5
#   applies_when: performs_government_function
#   waivable: false
#   request: >-
#     Please accept the clause that Minn. Stat. 13.05, subd. 11, requires: whatever data you create, collect,
#     receive, store, use, maintain or disseminate in the function is subject to chapter 13, and you comply with it
#     as a government entity would.
#   remediation: >-
#     Insert the clause that Minn. Stat. 13.05, subd. 11, requires: whatever data the vendor creates, collects,
#     receives, stores, uses, maintains or disseminates in the function is subject to chapter 13, and the vendor
#     complies with it as a government entity would.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     iso_27001_2022: [A.5.31]
government_function if input.contract.data_practices.mgdpa_function_clause == true

# METADATA
# title: The contract obliges the vendor to handle data on individuals as the Data Practices Act demands
# description: >-
#   Under Minn. Stat. 13.05, subd. 6, a contract that gives data on individuals out of the member's hands has to bind
#   the recipient to the Act. Without the clause the member itself breaks the law with the first record it hands over.
# custom:
#   code: MGD-02
#   state: US-MN
#   severity: critical
#   consideration: 5
#   applies_when: holds_data_on_individuals
#   waivable: false
#   request: >-
#     Please accept the clause that Minn. Stat. 13.05, subd. 6, requires: you administer the data on individuals in
#     accordance with chapter 13.
#   remediation: >-
#     Insert the clause that Minn. Stat. 13.05, subd. 6, requires: the vendor administers the data on individuals in
#     accordance with chapter 13.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     iso_27001_2022: [A.5.34]
data_on_individuals if input.contract.data_practices.mgdpa_individual_data_clause == true

# METADATA
# title: The member promises no more secrecy than the Data Practices Act lets it keep
# description: >-
#   Government data is public unless a law says otherwise, whatever a vendor's standard form calls confidential. A
#   member that has promised more must break either its promise or the law, so counsel answers this question.
# custom:
#   code: MGD-03
#   state: US-MN
#   severity: high
#   consideration: 5
#   side: member
#   remediation: >-
#     Have counsel read the confidentiality terms and record what they found. Where the terms exceed Minn. Stat. ch. 13,
#     negotiate them back to what it allows and add that they are subject to it.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     iso_27001_2022: [A.6.6]
confidentiality_within_act if input.contract.confidentiality.present == false

confidentiality_within_act if input.engagement.reviews.legal.confidentiality_position == "within_act"

reasons contains {
	"control": "confidentiality_within_act",
	"path": ["engagement", "reviews", "legal", "confidentiality_position"],
	"message": "counsel has not yet said whether the confidentiality terms stay within the Act",
	"unanswered": true,
} if {
	not confidentiality_within_act
	input.engagement.reviews.legal.confidentiality_position == "not_reviewed"
}

notes contains {
	"control": "confidentiality_within_act",
	"path": ["contract", "confidentiality", "present"],
	"message": "counsel found terms that exceed the Act, yet the profile says there are none: one of the two is wrong",
} if {
	input.contract.confidentiality.present == false
	input.engagement.reviews.legal.confidentiality_position == "exceeds_act"
}

# METADATA
# title: The data stays the member's, and the vendor passes requests for it on
# description: >-
#   Whether a request for data is granted is the member's decision under the Act, with deadlines that run while a
#   letter lies at the vendor. And the member must be able to get its data back without an argument about who owns
#   it.
# custom:
#   code: MGD-04
#   state: US-MN
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_member_data
#   request: >-
#     Please accept that you tell us of each request for data at once and then follow our instructions, and that our
#     data remains ours.
#   remediation: >-
#     Add that the vendor tells you of each request for data at once and then follows your instructions, and that your
#     data remains yours.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     hecvat_4_14: [DATA-20]
requests_and_ownership if {
	input.contract.data_practices.request_referral in {"immediate", "fixed"}
	input.contract.data_practices.member_owns_data == true
}

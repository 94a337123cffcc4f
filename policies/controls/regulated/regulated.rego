# The law beyond data practices: papers that particular data calls for, and the
# vendor's general duty to comply.
package controls.regulated

# METADATA
# title: Tax, payment card and education data each have the paper they call for
# description: >-
#   Tax data may leave the member only with the safeguarding language of IRS Publication 1075, which also demands 45
#   days' notice to the IRS; card data calls for the vendor's yearly attestation of compliance, education records for
#   terms under FERPA. The member answers for it if one is missing.
# custom:
#   code: REG-01
#   severity: critical
#   consideration: 5
#   tiers: [T1, T2]
#   applies_when: handles_other_regulated_data
#   due: award
#   waivable: false
#   aside: [regulated.aoc_max_age_days]
#   request: >-
#     Please sign the addendum for each class that lacks one, and for payment cards send us a recent attestation of
#     compliance.
#   remediation: >-
#     Obtain the signed addendum for each class that lacks one, for payment cards a recent attestation of compliance,
#     and file it with the evidence.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     iso_27001_2022: [A.5.31]
addenda if {
	every class, paper in data.requirements.regulated.addenda_by_class {
		is_satisfied(class, paper)
	}
}

is_satisfied(class, _) if {
	every present in input.engagement.data.classes {
		present != class
	}
}

is_satisfied(class, paper) if {
	some addendum in input.contract.regulated_addenda
	addendum.class == class
	addendum.executed == true
	some document in input.evidence
	document.id == addendum.evidence
	is_current(document, paper)
}

longest_age_of_attestation := data.requirements.regulated.aoc_max_age_days

is_current(_, paper) if paper != "aoc"

# Attestations of compliance are renewed every year. Other addenda last as long as
# the contract.
is_current(document, "aoc") if {
	document.issued_on <= data.context.as_of
	data.calendar.days(document.issued_on, data.context.as_of) <= data.requirements.regulated.aoc_max_age_days
}

reasons contains {
	"control": "addenda",
	"path": ["engagement", "data", "classes", i],
	"message": sprintf("no signed addendum is listed for the class %s", [class]),
} if {
	not addenda
	some i, class in input.engagement.data.classes
	data.requirements.regulated.addenda_by_class[class]
	every addendum in input.contract.regulated_addenda {
		is_no_signed_addendum_for(addendum, class)
	}
}

is_no_signed_addendum_for(addendum, class) if addendum.class != class

is_no_signed_addendum_for(addendum, _) if addendum.executed == false

reasons contains {
	"control": "addenda",
	"path": ["contract", "regulated_addenda", i, "evidence"],
	"message": "no entry of the evidence has this id",
} if {
	not addenda
	some i, addendum in input.contract.regulated_addenda
	addendum.class in input.engagement.data.classes
	addendum.evidence
	every document in input.evidence {
		document.id != addendum.evidence
	}
}

reasons contains {
	"control": "addenda",
	"path": ["evidence", i, "issued_on"],
	"message": sprintf("the attestation of compliance is older than %d days", [longest_age_of_attestation]),
} if {
	not addenda
	some addendum in input.contract.regulated_addenda
	addendum.class in input.engagement.data.classes
	data.requirements.regulated.addenda_by_class[addendum.class] == "aoc"
	some i, document in input.evidence
	document.id == addendum.evidence
	data.calendar.days(document.issued_on, data.context.as_of) > data.requirements.regulated.aoc_max_age_days
}

reasons contains {
	"control": "addenda",
	"path": ["evidence", i, "issued_on"],
	"message": "the date lies after the date of this check",
} if {
	not addenda
	some addendum in input.contract.regulated_addenda
	addendum.class in input.engagement.data.classes
	data.requirements.regulated.addenda_by_class[addendum.class] == "aoc"
	some i, document in input.evidence
	document.id == addendum.evidence
	document.issued_on > data.context.as_of
}

# METADATA
# title: The contract binds the vendor and its people to the laws that apply
# description: >-
#   The breach of a statute becomes a breach of contract, with the remedies of one, only if the contract says so. It
#   has to reach the people who do the work: officers, employees and contractors, not only the company.
# custom:
#   code: REG-02
#   severity: medium
#   consideration: 5
#   request: >-
#     Please accept a clause that obliges you, your officers, employees and contractors to comply with all laws that
#     apply to the data and the work.
#   remediation: >-
#     Add a clause that obliges the vendor, its officers, employees and contractors to comply with all laws that apply
#     to the data and the work.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     iso_27001_2022: [A.5.31]
#     mvsp_3_0: ["1.6"]
legal_compliance if {
	input.contract.security.law_compliance_clause == true
	every group in {"officers", "employees", "contractors"} {
		group in input.contract.security.law_compliance_binds
	}
}

# The vendor's security as a whole: its written program, and the standard it is held
# to.
package controls.security_program

# METADATA
# title: The contract requires a written security program, and the member has it
# description: >-
#   A written program shows that the vendor's security is planned and does not hang on one person. The document without
#   the clause can be dropped tomorrow, and the clause without the document proves nothing.
# custom:
#   code: WSP-01
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please accept a clause that obliges you to maintain a written information security program, and send us a
#     copy.
#   remediation: >-
#     Add a clause that obliges the vendor to maintain a written information security program, ask for a copy, and
#     file it with the evidence.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [PM-1]
#     ccm_4_0_7: [GRC-05]
#     iso_27001_2022: [A.5.1]
#     hecvat_4_14: [PPPR-08]
written_program if {
	input.contract.security.wisp_required == true
	input.security.wisp.provided == true
	program_is_on_file
}

program_is_on_file if {
	some document in input.evidence
	document.id == input.security.wisp.evidence
}

reasons contains {
	"control": "written_program",
	"path": ["contract", "security", "wisp_required"],
	"message": "the contract does not require a written program",
} if {
	not written_program
	input.contract.security.wisp_required == false
}

reasons contains {
	"control": "written_program",
	"path": ["security", "wisp", "provided"],
	"message": "the vendor has not handed over its program",
} if {
	not written_program
	input.security.wisp.provided == false
}

reasons contains {
	"control": "written_program",
	"path": ["security", "wisp", "evidence"],
	"message": "no entry of the evidence has this id",
} if {
	not written_program
	input.security.wisp.evidence
	every document in input.evidence {
		document.id != input.security.wisp.evidence
	}
}

# METADATA
# title: The written program covers all kinds of safeguards and states its aims
# description: >-
#   A program that speaks only of technology forgets doors and people. The guide lists the aims that a member's data
#   calls for, from confidentiality and availability to compliance with the law.
# custom:
#   code: WSP-02
#   severity: high
#   consideration: 5
#   tiers: [T1, T2]
#   applies_when: reaches_data_or_systems
#   request: Please add the safeguards and aims that your security program leaves out, and send us the new version.
#   remediation: >-
#     Ask for the program if you do not have it. Tell the vendor which safeguards and aims it leaves out, and ask for a
#     version that covers them.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [PM-1]
#     ccm_4_0_7: [GRC-05]
program_scope if {
	input.security.wisp.provided == true
	every safeguard in ["physical", "technical", "administrative"] {
		safeguard in input.security.wisp.covers
	}
	every aim in ["cia_stored", "cia_transmitted", "anticipated_threats", "unauthorized_access", "legal_compliance"] {
		aim in input.security.wisp.objectives
	}
}

reasons contains {
	"control": "program_scope",
	"path": ["security", "wisp", "provided"],
	"message": "the vendor has not handed over its program, so there is nothing to read",
} if {
	not program_scope
	input.security.wisp.provided == false
}

reasons contains {
	"control": "program_scope",
	"path": ["security", "wisp", "covers"],
	"message": sprintf("the program has no %s safeguards", [safeguard]),
} if {
	not program_scope
	input.security.wisp.provided == true
	input.security.wisp.covers
	some safeguard in ["physical", "technical", "administrative"]
	not safeguard in input.security.wisp.covers
}

reasons contains {
	"control": "program_scope",
	"path": ["security", "wisp", "objectives"],
	"message": sprintf("the program does not aim at %s", [aim_in_words]),
} if {
	not program_scope
	input.security.wisp.provided == true
	input.security.wisp.objectives
	some aim, aim_in_words in {
		"cia_stored": "the confidentiality, integrity and availability of stored data",
		"cia_transmitted": "the confidentiality, integrity and availability of data on the way",
		"anticipated_threats": "protection against the threats that can be expected",
		"unauthorized_access": "protection against unauthorized access, use and disclosure",
		"legal_compliance": "compliance with the law",
	}
	not aim in input.security.wisp.objectives
}

# METADATA
# title: The written program is approved by an executive and reviewed
# description: >-
#   A program binds the vendor's people only if somebody with authority stands behind it. Threats and systems change,
#   and a program that nobody goes back to soon describes another company.
# custom:
#   code: WSP-03
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please tell us who approved your security program and when it was last reviewed, and review it in each year.
#   remediation: >-
#     Ask for the program if you do not have it, ask who approved it and when it was last reviewed, and ask for a review
#     in each year.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     ccm_4_0_7: [GRC-03]
#     iso_27001_2022: [A.5.1]
program_reviewed if {
	input.security.wisp.provided == true
	input.security.wisp.approved_by != ""
	input.security.wisp.reviewed_on <= data.context.as_of
	data.calendar.days(
		input.security.wisp.reviewed_on,
		data.context.as_of,
	) <= data.requirements.wisp.max_age_days
}

reasons contains {
	"control": "program_reviewed",
	"path": ["security", "wisp", "provided"],
	"message": "the vendor has not handed over its program, so there is nothing to read",
} if {
	not program_reviewed
	input.security.wisp.provided == false
}

reasons contains {
	"control": "program_reviewed",
	"path": ["security", "wisp", "reviewed_on"],
	"message": "the date lies after the date of this check",
} if {
	not program_reviewed
	input.security.wisp.reviewed_on > data.context.as_of
}

# METADATA
# title: The vendor has to meet a recognized security standard, and shows that it does
# description: >-
#   A published standard spares the member from inventing measures of its own, and others have tested it. The contract
#   has to name one, and a recent assessment has to show that the vendor follows one.
# custom:
#   code: NST-01
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   request: >-
#     Please name an accepted standard in the agreement, such as the NIST Cybersecurity Framework or the CIS
#     Controls, and send us the result of your latest assessment against it.
#   remediation: >-
#     Name an accepted standard in the agreement, such as the NIST Cybersecurity Framework or the CIS Controls, and ask
#     for the result of the vendor's latest assessment against it.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     csf_2_0: [GV.SC-05]
#     cis_v8_1: ["15.4"]
#     hecvat_4_14: [DOCU-04]
#     mvsp_3_0: ["1.6"]
minimum_standard if {
	contract_names_a_standard
	vendor_follows_a_standard
}

contract_names_a_standard if {
	some standard in input.contract.security.minimum_standard
	standard in data.requirements.frameworks.accepted
}

vendor_follows_a_standard if {
	some framework in input.security.frameworks
	is_shown(framework)
}

is_shown(framework) if {
	framework.name in data.requirements.frameworks.accepted
	is_vouched_for(framework)
	framework.as_of <= data.context.as_of
	data.calendar.days(framework.as_of, data.context.as_of) <= data.requirements.frameworks.max_age_days
}

is_vouched_for(framework) if {
	strength := data.ratings.attestation[framework.attestation]
	strength >= data.ratings.attestation[data.requirements.frameworks.attestation_min]
}

reasons contains {
	"control": "minimum_standard",
	"path": ["contract", "security", "minimum_standard"],
	"message": "the contract names none of the accepted standards",
} if {
	not minimum_standard
	input.contract.security.minimum_standard
	not contract_names_a_standard
}

reasons contains {
	"control": "minimum_standard",
	"path": ["security", "frameworks"],
	"message": "the vendor follows none of the accepted standards",
} if {
	not minimum_standard
	every framework in input.security.frameworks {
		not framework.name in data.requirements.frameworks.accepted
	}
}

reasons contains {
	"control": "minimum_standard",
	"path": ["security", "frameworks", i, "attestation"],
	"message": sprintf("the assessment against %s is not independent enough", [framework.name]),
} if {
	not minimum_standard
	not vendor_follows_a_standard
	some i, framework in input.security.frameworks
	framework.name in data.requirements.frameworks.accepted
	framework.attestation
	not is_vouched_for(framework)
}

reasons contains {
	"control": "minimum_standard",
	"path": ["security", "frameworks", i, "as_of"],
	"message": sprintf("the assessment against %s is too old", [framework.name]),
} if {
	not minimum_standard
	not vendor_follows_a_standard
	some i, framework in input.security.frameworks
	framework.name in data.requirements.frameworks.accepted
	data.calendar.days(framework.as_of, data.context.as_of) > data.requirements.frameworks.max_age_days
}

reasons contains {
	"control": "minimum_standard",
	"path": ["security", "frameworks", i, "as_of"],
	"message": sprintf("the assessment against %s is dated after this check", [framework.name]),
} if {
	not minimum_standard
	not vendor_follows_a_standard
	some i, framework in input.security.frameworks
	framework.name in data.requirements.frameworks.accepted
	framework.as_of > data.context.as_of
}

# The words on which the rest of the agreement rests.
package controls.definitions

# METADATA
# title: The agreement defines its key terms, in line with the law where the tier asks for it
# description: >-
#   Whether the vendor has to call in the night can turn on what counts as an incident. Terms that follow the statutes
#   mean to the vendor what they mean to the member, its attorney and a court.
# custom:
#   code: DEF-01
#   severity: medium
#   tier_severity: {T4: low}
#   consideration: 9
#   request: Please accept a section that defines each term that is missing, by the statutes that give its meaning.
#   remediation: >-
#     Add a section that defines each term that is missing, and refer to the statutes for their meaning, in
#     Minnesota Minn. Stat. 13.02, 13.055 and 16E.36.
#   guide: "Section 9, Other Considerations for MSP Agreements, Define Terms"
#   frameworks:
#     ccm_4_0_7: [STA-09]
#     iso_27001_2022: [A.5.20]
terms if {
	every term in data.requirements.definitions.required_terms {
		some definition in input.contract.definitions
		definition.term == term
		definition.defined == true
		is_aligned(definition)
	}
}

is_aligned(_) if data.requirements.definitions.require_statutory_alignment == false

is_aligned(definition) if {
	data.requirements.definitions.require_statutory_alignment == true
	count(definition.aligned_with) > 0
}

reasons contains {
	"control": "terms",
	"path": ["contract", "definitions"],
	"message": sprintf("no entry for: %s", [concat(", ", lacking)]),
} if {
	not terms
	input.contract.definitions
	entered := {definition.term | some definition in input.contract.definitions}
	lacking := [replace(term, "_", " ") |
		some term in data.requirements.definitions.required_terms
		not term in entered
	]
	count(lacking) > 0
}

reasons contains {
	"control": "terms",
	"path": ["contract", "definitions", i, "defined"],
	"message": sprintf("the agreement uses the term %s without defining it", [replace(definition.term, "_", " ")]),
} if {
	not terms
	some i, definition in input.contract.definitions
	definition.term in data.requirements.definitions.required_terms
	definition.defined == false
}

reasons contains {
	"control": "terms",
	"path": ["contract", "definitions", i, "aligned_with"],
	"message": sprintf("the definition of %s follows no statute or standard", [replace(definition.term, "_", " ")]),
} if {
	not terms
	data.requirements.definitions.require_statutory_alignment == true
	some i, definition in input.contract.definitions
	definition.term in data.requirements.definitions.required_terms
	definition.defined == true
	count(definition.aligned_with) == 0
}

# The documents behind the answers.
package controls.evidence

# METADATA
# title: Each document that an answer names is on file, unaltered and still valid
# description: >-
#   An answer with a document behind it is worth more than one without, if the document can be found. Each document that
#   backs an answer which counts in this tier has to be listed once, with its digest where the tier asks for one, and
#   must not have run out.
# custom:
#   code: EVD-01
#   severity: high
#   consideration: 1
#   tiers: [T1, T2, T3]
#   aside: [frameworks.accepted, frameworks.attestation_min, frameworks.max_age_days]
#   request: Please send us the present edition of each document that is listed, and say until when it is valid.
#   remediation: >-
#     File each document that is listed once more, in its present edition, and enter it once under evidence with its
#     digest and its last day, or with no_expiry if it has none.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     cis_v8_1: ["15.5"]
on_file if {
	is_on_file(input.due_diligence.questionnaire.evidence)
	every document in input.contract.documents {
		is_on_file(document.evidence)
	}
	every policy in input.insurance.policies {
		is_on_file(policy.evidence)
	}
	framework_is_on_file
	program_is_on_file
	continuity_plan_is_on_file
	recovery_tests_are_on_file
	response_plan_is_on_file
	certifications_are_on_file
	addenda_are_on_file
	policies_are_on_file
	checks_are_on_file
}

# One assessment is enough, as it is for NST-01. The vendor may list further ones
# without a document, as it may those that count for nothing in this tier.
framework_is_on_file if {
	some framework in input.security.frameworks
	framework.name in data.requirements.frameworks.accepted
	vouched_for(framework) >= least_vouched_for
	framework.as_of <= data.context.as_of
	days_since_assessment(framework) <= data.requirements.frameworks.max_age_days
	is_on_file(framework.evidence)
}

framework_is_on_file if {
	every framework in input.security.frameworks {
		counts_for_nothing(framework)
	}
}

counts_for_nothing(framework) if not framework.name in data.requirements.frameworks.accepted

counts_for_nothing(framework) if vouched_for(framework) < least_vouched_for

counts_for_nothing(framework) if framework.as_of > data.context.as_of

counts_for_nothing(framework) if {
	days_since_assessment(framework) > data.requirements.frameworks.max_age_days
}

vouched_for(framework) := data.ratings.attestation[framework.attestation]

least_vouched_for := data.ratings.attestation[data.requirements.frameworks.attestation_min]

days_since_assessment(framework) := data.calendar.days(framework.as_of, data.context.as_of)

# What no control of this purchase asks about needs no document either.
program_is_on_file if data.facts.reaches_data_or_systems == false

program_is_on_file if input.security.wisp.provided == false

program_is_on_file if is_on_file(input.security.wisp.evidence)

continuity_plan_is_on_file if data.facts.continuity_matters == false

continuity_plan_is_on_file if input.continuity.bcp.provided in {"none", "refused"}

continuity_plan_is_on_file if is_on_file(input.continuity.bcp.evidence)

recovery_tests_are_on_file if data.facts.tier == "T3"

recovery_tests_are_on_file if data.facts.loss_matters == false

recovery_tests_are_on_file if {
	every test in input.continuity.tests {
		is_on_file(test.evidence)
	}
}

response_plan_is_on_file if data.facts.tier == "T3"

response_plan_is_on_file if input.incident_response.plan.provided == false

response_plan_is_on_file if is_on_file(input.incident_response.plan.evidence)

certifications_are_on_file if data.facts.tier == "T3"

certifications_are_on_file if {
	every certificate in input.assurance.certifications {
		is_on_file(certificate.evidence)
	}
}

addenda_are_on_file if data.facts.tier == "T3"

addenda_are_on_file if data.facts.handles_other_regulated_data == false

addenda_are_on_file if {
	every addendum in input.contract.regulated_addenda {
		is_on_file(addendum.evidence)
	}
}

policies_are_on_file if {
	is_on_web_or_file(input.assurance.ethics_policy)
	is_on_web_or_file(input.assurance.csr_policy)
}

# The id of a document never contains these characters, so what has them is a web
# address.
is_on_web_or_file(policy) if contains(policy, "://")

is_on_web_or_file(policy) if is_on_file(policy)

checks_are_on_file if data.facts.tier == "T3"

checks_are_on_file if {
	every assertion in input.engagement.assertions {
		is_backed(assertion)
	}
}

is_backed(assertion) if assertion.basis == "claimed"

is_backed(assertion) if {
	every id in assertion.evidence {
		is_on_file(id)
	}
}

is_on_file(id) if {
	documents := [document | some document in input.evidence; document.id == id]
	count(documents) == 1
	every document in documents {
		has_digest(document)
		is_valid(document)
	}
}

has_digest(_) if data.requirements.evidence.require_sha256 == false

has_digest(document) if {
	data.requirements.evidence.require_sha256 == true
	document.sha256 != ""
}

is_valid(document) if document.no_expiry == true

is_valid(document) if {
	data.calendar.days(
		document.expires_on,
		data.context.as_of,
	) <= data.requirements.evidence.expiry_grace_days
}

reasons contains {
	"control": "on_file",
	"path": citation.path,
	"message": sprintf("%s is not among the evidence", [citation.id]),
} if {
	not on_file
	some citation in citations
	every document in input.evidence {
		document.id != citation.id
	}
}

reasons contains {
	"control": "on_file",
	"path": ["evidence", i, "id"],
	"message": sprintf("%s stands for more than one document", [document.id]),
} if {
	not on_file
	some i, document in input.evidence
	some citation in citations
	citation.id == document.id
	count([other | some other in input.evidence; other.id == document.id]) > 1
}

reasons contains {
	"control": "on_file",
	"path": ["evidence", i, "expires_on"],
	"message": sprintf("%s has run out", [document.id]),
} if {
	not on_file
	some i, document in input.evidence
	some citation in citations
	citation.id == document.id
	not is_valid(document)
	document.expires_on < data.context.as_of
}

# Where the answers that count name a document.
citations contains {"path": ["due_diligence", "questionnaire", "evidence"], "id": id} if {
	id := input.due_diligence.questionnaire.evidence
}

citations contains {"path": ["contract", "documents", i, "evidence"], "id": document.evidence} if {
	some i, document in input.contract.documents
}

citations contains {"path": ["insurance", "policies", i, "evidence"], "id": policy.evidence} if {
	some i, policy in input.insurance.policies
}

citations contains {"path": ["security", "frameworks", i, "evidence"], "id": framework.evidence} if {
	not framework_is_on_file
	some i, framework in input.security.frameworks
}

citations contains {"path": ["security", "wisp", "evidence"], "id": input.security.wisp.evidence} if {
	not program_is_on_file
}

citations contains {"path": ["continuity", "bcp", "evidence"], "id": input.continuity.bcp.evidence} if {
	not continuity_plan_is_on_file
}

citations contains {"path": ["continuity", "tests", i, "evidence"], "id": test.evidence} if {
	not recovery_tests_are_on_file
	some i, test in input.continuity.tests
}

citations contains {
	"path": ["incident_response", "plan", "evidence"],
	"id": input.incident_response.plan.evidence,
} if {
	not response_plan_is_on_file
}

citations contains {"path": ["assurance", "certifications", i, "evidence"], "id": certificate.evidence} if {
	not certifications_are_on_file
	some i, certificate in input.assurance.certifications
}

citations contains {"path": ["contract", "regulated_addenda", i, "evidence"], "id": addendum.evidence} if {
	not addenda_are_on_file
	some i, addendum in input.contract.regulated_addenda
}

citations contains {"path": ["assurance", "ethics_policy"], "id": id} if {
	id := input.assurance.ethics_policy
	not contains(id, "://")
}

citations contains {"path": ["assurance", "csr_policy"], "id": id} if {
	id := input.assurance.csr_policy
	not contains(id, "://")
}

citations contains {"path": ["engagement", "assertions", i, "evidence", j], "id": id} if {
	not checks_are_on_file
	some i, assertion in input.engagement.assertions
	not is_backed(assertion)
	some j, id in assertion.evidence
}

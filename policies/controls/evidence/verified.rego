package controls.evidence

# METADATA
# title: The member has checked the answers on which most depends
# description: >-
#   A vendor fills in its own profile, and nobody is a good judge in their own cause. For the answers that a serious
#   loss would turn on, somebody outside the vendor has to have looked at the document or the fact itself, and not too
#   long ago.
# custom:
#   code: EVD-02
#   severity: high
#   consideration: 1
#   tiers: [T1, T2]
#   side: member
#   aside: [evidence.must_verify]
#   remediation: >-
#     Have your staff check each answer that is listed against its document, and record under assertions who checked
#     it, on which day and on what basis.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     csf_2_0: [GV.SC-06]
#     nist_800_53r5: [SR-6]
#     ccm_4_0_7: [STA-14]
#     cis_v8_1: ["15.5"]
verified if {
	every code in data.requirements.evidence.must_verify {
		is_settled(code)
	}
}

# A control that does not apply leaves nothing to check.
is_settled(code) if does_not_apply(code)

# A code that no control has settles nothing.
is_settled(code) if {
	every pointer in answers_behind[code] {
		is_checked(pointer)
	}
}

# Of a control that is not in the table below, such as a member's own, every answer
# that it reads counts.
answers_behind := object.union(
	{control.code: control.answers | some control in data.catalogue; control.code != ""},
	decisive,
)

# The answers that decide each control, as JSON Pointers into the profile with the
# engagement mounted in it. Where a control weighs a whole part of the agreement
# against itself, that part is to be checked as a whole.
decisive := {
	"ACC-01": ["/engagement/access/grants"],
	"BCP-02": ["/continuity/bcp"],
	"BCP-04": ["/continuity/tests"],
	"CJI-01": [
		"/contract/cjis/addendum_executed",
		"/contract/cjis/personnel_certifications_on_file",
	],
	"CON-01": ["/contract/documents"],
	"ENC-01": [
		"/contract/security/transit_encryption_required",
		"/security/encryption/in_transit",
	],
	"ENC-03": [
		"/security/encryption/at_rest",
		"/security/encryption/backups",
		"/security/encryption/removable_media",
	],
	"HIP-01": [
		"/contract/hipaa/baa_executed",
		"/contract/hipaa/baa_signed_on",
	],
	"HIP-02": ["/contract/hipaa/baa_elements"],
	"IND-01": ["/contract/indemnity"],
	"IND-02": ["/contract/indemnity"],
	"IND-03": ["/contract/indemnity"],
	"IND-04": ["/contract/indemnity"],
	"IND-05": ["/contract/indemnity"],
	"IND-06": ["/contract/indemnity"],
	"INC-02": [
		"/contract/incident/notice_standard",
		"/contract/incident/notice_value",
		"/contract/incident/notice_unit",
	],
	"INS-01": ["/insurance/policies"],
	"INS-02": ["/insurance/policies"],
	"INS-03": ["/insurance/policies"],
	"INS-04": ["/insurance/policies"],
	"INS-05": ["/insurance/policies"],
	"INS-06": ["/insurance/policies"],
	"INS-07": ["/insurance/policies"],
	"INS-08": ["/insurance/policies"],
	"INS-09": ["/insurance/policies"],
	"INS-10": ["/insurance/policies"],
	"INS-11": ["/insurance/policies"],
	"INS-13": ["/insurance/policies"],
	"INS-14": ["/insurance/policies"],
	"LIA-01": ["/contract/liability"],
	"LIA-02": ["/contract/liability"],
	"LIA-03": ["/contract/liability"],
	"LIA-04": ["/contract/liability"],
	"LIA-05": ["/contract/liability"],
	"LIA-06": ["/contract/liability"],
	"MGD-01": ["/contract/data_practices/mgdpa_function_clause"],
	"MGD-02": ["/contract/data_practices/mgdpa_individual_data_clause"],
	"REG-01": ["/contract/regulated_addenda"],
	"REV-02": ["/assurance/certifications"],
	"REV-06": ["/assurance/pentest"],
	"SEC-03": ["/security/mfa/remote_access"],
	"SEC-04": [
		"/security/mfa/privileged",
		"/security/mfa/management_plane",
		"/security/mfa/strongest_factor",
	],
	"TRM-03": ["/contract/termination/access_revocation_hours"],
	"TRM-05": [
		"/contract/termination/destruction_clause",
		"/contract/termination/destruction_days",
		"/contract/termination/destruction_method",
		"/contract/termination/destruction_standard",
	],
	"WSP-01": ["/security/wisp"],
}

# A control that is not in the table says itself when it applies.
does_not_apply(code) if {
	some control in data.catalogue
	control.code == code
	every known, _ in decisive {
		known != code
	}
	data.facts[control.applies_when] == false
}

does_not_apply("ACC-01") if data.facts.holds_grants == false

does_not_apply("BCP-02") if data.facts.continuity_matters == false

does_not_apply("BCP-04") if data.facts.loss_matters == false

does_not_apply("CJI-01") if data.facts.handles_cji == false

does_not_apply("ENC-01") if data.facts.holds_not_public_data == false

does_not_apply("ENC-03") if data.facts.stores_member_data == false

does_not_apply(code) if {
	code in {"HIP-01", "HIP-02"}
	data.facts.handles_phi == false
}

does_not_apply(code) if {
	code in {"IND-03", "IND-04"}
	data.facts.holds_not_public_data == false
}

does_not_apply("INC-02") if data.facts.reaches_data_or_systems == false

does_not_apply("INS-02") if data.facts.uses_vehicles == false

does_not_apply("INS-07") if data.facts.privileged_or_purchasing == false

does_not_apply("MGD-01") if data.facts.performs_government_function == false

does_not_apply("MGD-02") if data.facts.holds_data_on_individuals == false

does_not_apply("REG-01") if data.facts.handles_other_regulated_data == false

does_not_apply("REV-06") if data.facts.reaches_data_or_systems == false

does_not_apply("SEC-03") if data.facts.connects_beyond_saas == false

does_not_apply("SEC-04") if data.facts.reaches_data_or_systems == false

does_not_apply("TRM-03") if data.facts.reaches_data_systems_or_premises == false

does_not_apply("TRM-05") if data.facts.stores_member_data == false

does_not_apply("WSP-01") if data.facts.reaches_data_or_systems == false

is_checked(pointer) if {
	some assertion in input.engagement.assertions
	includes(assertion.pointer, pointer)
	data.ratings.basis[assertion.basis] >= data.ratings.basis[data.requirements.evidence.min_basis]
	assertion.verified_on <= data.context.as_of
	data.calendar.days(
		assertion.verified_on,
		data.context.as_of,
	) <= data.requirements.evidence.verified_max_age_days
	comparable(assertion.verified_by) != comparable(input.vendor.legal_name)
}

# Who checked a whole part of the profile has checked each answer in it.
includes(part, pointer) if part == pointer

includes(part, pointer) if startswith(pointer, sprintf("%s/", [part]))

comparable(name) := lower(trim_space(name))

reasons contains {
	"control": "verified",
	"path": ["engagement", "assertions"],
	"message": sprintf("%s: no check that counts is on record for %s", [code, concat(", ", unchecked)]),
} if {
	not verified
	some code in data.requirements.evidence.must_verify
	not does_not_apply(code)
	unchecked := sort([pointer | some pointer in answers_behind[code]; not is_checked(pointer)])
	count(unchecked) > 0
	input.engagement.assertions
}

reasons contains {
	"control": "verified",
	"path": ["engagement", "assertions"],
	"message": sprintf("your requirements demand checked answers for %s, and no control has this code", [code]),
} if {
	not verified
	some code in data.requirements.evidence.must_verify
	not answers_behind[code]
}

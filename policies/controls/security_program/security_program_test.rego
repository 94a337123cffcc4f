package controls.security_program_test

as_of := "2026-11-23"

minimums := {
	"wisp": {"max_age_days": 365},
	"frameworks": {
		"accepted": ["nist_csf_2_0", "cis_v8_1", "iso_27001"],
		"attestation_min": "third_party",
		"max_age_days": 730,
	},
}

# A vendor on whom every control of this package passes.
organised := {
	"contract": {"security": {"wisp_required": true, "minimum_standard": ["other", "cis_v8_1"]}},
	"security": {
		"wisp": {
			"provided": true,
			"evidence": "ev-wisp",
			"covers": ["administrative", "physical", "technical"],
			"objectives": [
				"anticipated_threats",
				"cia_stored",
				"cia_transmitted",
				"legal_compliance",
				"unauthorized_access",
			],
			"approved_by": "Chief executive",
			"reviewed_on": "2026-02-10",
		},
		"frameworks": [
			{"name": "soc2", "attestation": "certified", "as_of": "2026-06-30"},
			{"name": "iso_27001", "attestation": "third_party", "as_of": "2026-01-15"},
		],
	},
	"evidence": [{"id": "ev-msa"}, {"id": "ev-wisp"}],
}

verdict(control, document) := verdict_under(control, document, minimums)

verdict_under(control, document, requirements) if passes(control, document, requirements)

verdict_under(control, document, requirements) := false if not passes(control, document, requirements)

passes(control, document, requirements) if {
	data.controls.security_program[control] == true with input as document
		with data.requirements as requirements
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.security_program.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

reason(control, path, message) := {"control": control, "path": path, "message": message}

written_program_cases := {
	"as organised": {"change": [], "passes": true},
	"not required": {"change": [answer("/contract/security/wisp_required", false)], "passes": false},
	"requirement unanswered": {"change": [no_answer("/contract/security/wisp_required")], "passes": false},
	"not provided": {"change": [answer("/security/wisp/provided", false)], "passes": false},
	"provision unanswered": {"change": [no_answer("/security/wisp/provided")], "passes": false},
	"evidence that does not exist": {"change": [answer("/security/wisp/evidence", "ev-program")], "passes": false},
	"evidence unanswered": {"change": [no_answer("/security/wisp/evidence")], "passes": false},
	"no evidence at all": {"change": [answer("/evidence", [])], "passes": false},
	"list of evidence unanswered": {"change": [no_answer("/evidence")], "passes": false},
	"program unanswered": {"change": [no_answer("/security/wisp")], "passes": false},
	"contract unanswered": {"change": [no_answer("/contract")], "passes": false},
}

test_written_program[name] if {
	some name, case in written_program_cases
	verdict("written_program", json.patch(organised, case.change)) == case.passes
}

not_required := reason(
	"written_program", ["contract", "security", "wisp_required"],
	"the contract does not require a written program",
)

not_provided := reason(
	"written_program", ["security", "wisp", "provided"],
	"the vendor has not handed over its program",
)

not_on_file := reason(
	"written_program", ["security", "wisp", "evidence"],
	"no entry of the evidence has this id",
)

written_program_reasons := {
	"passed": {"change": [], "want": set()},
	"program unanswered": {"change": [no_answer("/security/wisp")], "want": set()},
	"evidence unanswered, none listed": {
		"change": [no_answer("/security/wisp/evidence"), answer("/evidence", [])],
		"want": set(),
	},
	"list of evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"not required": {"change": [answer("/contract/security/wisp_required", false)], "want": {not_required}},
	"not provided": {"change": [answer("/security/wisp/provided", false)], "want": {not_provided}},
	"evidence that does not exist": {
		"change": [answer("/security/wisp/evidence", "ev-program")],
		"want": {not_on_file},
	},
	"nothing in order": {
		"change": [
			answer("/contract/security/wisp_required", false),
			answer("/security/wisp/provided", false),
			answer("/evidence", []),
		],
		"want": {not_required, not_provided, not_on_file},
	},
}

test_written_program_reasons[name] if {
	some name, case in written_program_reasons
	reasons_for("written_program", json.patch(organised, case.change)) == case.want
}

test_program_scope_as_organised if verdict("program_scope", organised)

test_program_scope_without[name] if {
	some field in ["covers", "objectives"]
	some name in organised.security.wisp[field]
	others := [word | some word in organised.security.wisp[field]; word != name]
	verdict("program_scope", json.patch(organised, [answer(sprintf("/security/wisp/%s", [field]), others)])) == false
}

program_scope_cases := {
	"no safeguards": {"change": [answer("/security/wisp/covers", [])], "passes": false},
	"safeguards unanswered": {"change": [no_answer("/security/wisp/covers")], "passes": false},
	"no aims": {"change": [answer("/security/wisp/objectives", [])], "passes": false},
	"aims unanswered": {"change": [no_answer("/security/wisp/objectives")], "passes": false},
	"program unanswered": {"change": [no_answer("/security/wisp")], "passes": false},
	"no program": {"change": [answer("/security/wisp/provided", false)], "passes": false},
	"whether there is a program unanswered": {"change": [no_answer("/security/wisp/provided")], "passes": false},
}

test_program_scope[name] if {
	some name, case in program_scope_cases
	verdict("program_scope", json.patch(organised, case.change)) == case.passes
}

no_program(control) := reason(
	control, ["security", "wisp", "provided"],
	"the vendor has not handed over its program, so there is nothing to read",
)

no_safeguards(kind) := reason(
	"program_scope", ["security", "wisp", "covers"],
	sprintf("the program has no %s safeguards", [kind]),
)

no_aim(aim) := reason(
	"program_scope", ["security", "wisp", "objectives"],
	sprintf("the program does not aim at %s", [aim]),
)

program_scope_reasons := {
	"no program": {"change": [answer("/security/wisp/provided", false)], "want": {no_program("program_scope")}},
	"no program, and no content either": {
		"change": [answer("/security/wisp", {"provided": false, "covers": [], "objectives": []})],
		"want": {no_program("program_scope")},
	},
	"no program, and nothing said of its content": {
		"change": [answer("/security/wisp", {"provided": false})],
		"want": {no_program("program_scope")},
	},
	"passed": {"change": [], "want": set()},
	"program unanswered": {"change": [no_answer("/security/wisp")], "want": set()},
	"aims unanswered, technology only": {
		"change": [no_answer("/security/wisp/objectives"), answer("/security/wisp/covers", ["technical"])],
		"want": {no_safeguards("physical"), no_safeguards("administrative")},
	},
	"safeguards unanswered, two aims": {
		"change": [
			no_answer("/security/wisp/covers"),
			answer("/security/wisp/objectives", ["cia_stored", "legal_compliance"]),
		],
		"want": {
			no_aim("the confidentiality, integrity and availability of data on the way"),
			no_aim("protection against the threats that can be expected"),
			no_aim("protection against unauthorized access, use and disclosure"),
		},
	},
	"the other aims": {
		"change": [answer(
			"/security/wisp/objectives",
			["cia_transmitted", "anticipated_threats", "unauthorized_access"],
		)],
		"want": {
			no_aim("the confidentiality, integrity and availability of stored data"),
			no_aim("compliance with the law"),
		},
	},
}

test_program_scope_reasons[name] if {
	some name, case in program_scope_reasons
	reasons_for("program_scope", json.patch(organised, case.change)) == case.want
}

reviewed(date) := answer("/security/wisp/reviewed_on", date)

program_reviewed_cases := {
	"as organised": {"change": [], "passes": true},
	"364 days ago": {"change": [reviewed("2025-11-24")], "passes": true},
	"365 days ago": {"change": [reviewed("2025-11-23")], "passes": true},
	"366 days ago": {"change": [reviewed("2025-11-22")], "passes": false},
	"today": {"change": [reviewed("2026-11-23")], "passes": true},
	"tomorrow": {"change": [reviewed("2026-11-24")], "passes": false},
	"review unanswered": {"change": [no_answer("/security/wisp/reviewed_on")], "passes": false},
	"approved by nobody": {"change": [answer("/security/wisp/approved_by", "")], "passes": false},
	"approval unanswered": {"change": [no_answer("/security/wisp/approved_by")], "passes": false},
	"program unanswered": {"change": [no_answer("/security/wisp")], "passes": false},
	"no program": {"change": [answer("/security/wisp/provided", false)], "passes": false},
	"whether there is a program unanswered": {"change": [no_answer("/security/wisp/provided")], "passes": false},
}

test_program_reviewed[name] if {
	some name, case in program_reviewed_cases
	verdict("program_reviewed", json.patch(organised, case.change)) == case.passes
}

program_reviewed_reasons := {
	"no program": {"change": [answer("/security/wisp/provided", false)], "want": {no_program("program_reviewed")}},
	"passed today": {"change": [reviewed("2026-11-23")], "want": set()},
	"approved by nobody, reviewed today": {
		"change": [answer("/security/wisp/approved_by", ""), reviewed("2026-11-23")],
		"want": set(),
	},
	"too long ago": {"change": [reviewed("2025-11-22")], "want": set()},
	"unanswered": {"change": [no_answer("/security/wisp/reviewed_on")], "want": set()},
	"tomorrow": {
		"change": [reviewed("2026-11-24")],
		"want": {reason(
			"program_reviewed", ["security", "wisp", "reviewed_on"],
			"the date lies after the date of this check",
		)},
	},
}

test_program_reviewed_reasons[name] if {
	some name, case in program_reviewed_reasons
	reasons_for("program_reviewed", json.patch(organised, case.change)) == case.want
}

standards(words) := answer("/contract/security/minimum_standard", words)

framework(field, value) := answer(sprintf("/security/frameworks/1/%s", [field]), value)

no_framework(field) := no_answer(sprintf("/security/frameworks/1/%s", [field]))

minimum_standard_cases := {
	"as organised": {"change": [], "passes": true},
	# The contract
	"the same standard": {"change": [standards(["iso_27001"])], "passes": true},
	"standards that are not accepted": {"change": [standards(["other", "soc2"])], "passes": false},
	"no standards": {"change": [standards([])], "passes": false},
	"standards unanswered": {"change": [no_answer("/contract/security/minimum_standard")], "passes": false},
	"contract unanswered": {"change": [no_answer("/contract")], "passes": false},
	# The frameworks
	"a framework that is not accepted": {"change": [framework("name", "hipaa_security_rule")], "passes": false},
	"another accepted framework": {"change": [framework("name", "nist_csf_2_0")], "passes": true},
	"no frameworks": {"change": [answer("/security/frameworks", [])], "passes": false},
	"frameworks unanswered": {"change": [no_answer("/security/frameworks")], "passes": false},
	# Who vouches for it
	"certified": {"change": [framework("attestation", "certified")], "passes": true},
	"the vendor's own word": {"change": [framework("attestation", "self")], "passes": false},
	"attestation unanswered": {"change": [no_framework("attestation")], "passes": false},
	# Its age: 730 days
	"729 days old": {"change": [framework("as_of", "2024-11-24")], "passes": true},
	"730 days old": {"change": [framework("as_of", "2024-11-23")], "passes": true},
	"731 days old": {"change": [framework("as_of", "2024-11-22")], "passes": false},
	"of today": {"change": [framework("as_of", "2026-11-23")], "passes": true},
	"of tomorrow": {"change": [framework("as_of", "2026-11-24")], "passes": false},
	"day unanswered": {"change": [no_framework("as_of")], "passes": false},
	# One framework has to have it all
	"one is certified, another recent": {
		"change": [answer("/security/frameworks", [
			{"name": "cis_v8_1", "attestation": "self", "as_of": "2026-06-30"},
			{"name": "iso_27001", "attestation": "certified", "as_of": "2024-11-22"},
		])],
		"passes": false,
	},
	"one beside a weak one": {
		"change": [answer("/security/frameworks/-", {"name": "cis_v8_1", "attestation": "self", "as_of": "2020-01-01"})],
		"passes": true,
	},
}

test_minimum_standard[name] if {
	some name, case in minimum_standard_cases
	verdict("minimum_standard", json.patch(organised, case.change)) == case.passes
}

# By the member's minimum: what each answer comes to.
attestation_words := {
	"self": {"self": true, "third_party": true, "certified": true},
	"third_party": {"self": false, "third_party": true, "certified": true},
	"certified": {"self": false, "third_party": false, "certified": true},
}

test_minimum_standard_as_the_member_sets_it[name] if {
	some minimum, words in attestation_words
	some word, want in words
	name := sprintf("%s where %s is required", [word, minimum])
	verdict_under(
		"minimum_standard", json.patch(organised, [framework("attestation", word)]),
		json.patch(minimums, [answer("/frameworks/attestation_min", minimum)]),
	) == want
}

no_standard := reason(
	"minimum_standard", ["contract", "security", "minimum_standard"],
	"the contract names none of the accepted standards",
)

no_accepted_framework := reason(
	"minimum_standard", ["security", "frameworks"],
	"the vendor follows none of the accepted standards",
)

framework_reason(i, field, message) := reason("minimum_standard", ["security", "frameworks", i, field], message)

minimum_standard_reasons := {
	"passed": {"change": [], "want": set()},
	"passed beside a weak one": {
		"change": [answer("/security/frameworks/-", {"name": "cis_v8_1", "attestation": "self", "as_of": "2020-01-01"})],
		"want": set(),
	},
	"everything unanswered": {"change": [no_answer("/contract"), no_answer("/security")], "want": set()},
	"attestation and day unanswered": {
		"change": [no_framework("attestation"), no_framework("as_of")],
		"want": set(),
	},
	"no standards": {"change": [standards([])], "want": {no_standard}},
	"no accepted standard, a weak framework beside a strong one": {
		"change": [
			standards(["soc2"]),
			answer("/security/frameworks/-", {"name": "cis_v8_1", "attestation": "self", "as_of": "2020-01-01"}),
			answer("/security/frameworks/-", {"name": "nist_csf_2_0", "attestation": "certified", "as_of": "2027-01-01"}),
		],
		"want": {no_standard},
	},
	"no frameworks": {"change": [answer("/security/frameworks", [])], "want": {no_accepted_framework}},
	"no accepted framework": {"change": [framework("name", "other")], "want": {no_accepted_framework}},
	"the vendor's own word": {
		"change": [framework("attestation", "self")],
		"want": {framework_reason(1, "attestation", "the assessment against iso_27001 is not independent enough")},
	},
	"the vendor's own word, on the last possible day": {
		"change": [framework("attestation", "self"), framework("as_of", "2024-11-23")],
		"want": {framework_reason(1, "attestation", "the assessment against iso_27001 is not independent enough")},
	},
	"the vendor's own word, today": {
		"change": [framework("attestation", "self"), framework("as_of", "2026-11-23")],
		"want": {framework_reason(1, "attestation", "the assessment against iso_27001 is not independent enough")},
	},
	"too old, beside weak ones that are not accepted": {
		"change": [
			framework("as_of", "2024-11-22"),
			answer("/security/frameworks/-", {"name": "soc2", "attestation": "self", "as_of": "2020-01-01"}),
			answer("/security/frameworks/-", {"name": "other", "attestation": "certified", "as_of": "2027-01-01"}),
		],
		"want": {framework_reason(1, "as_of", "the assessment against iso_27001 is too old")},
	},
	"too old": {
		"change": [framework("as_of", "2024-11-22")],
		"want": {framework_reason(1, "as_of", "the assessment against iso_27001 is too old")},
	},
	"of tomorrow": {
		"change": [framework("as_of", "2026-11-24")],
		"want": {framework_reason(1, "as_of", "the assessment against iso_27001 is dated after this check")},
	},
}

test_minimum_standard_reasons[name] if {
	some name, case in minimum_standard_reasons
	reasons_for("minimum_standard", json.patch(organised, case.change)) == case.want
}

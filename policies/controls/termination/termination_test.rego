package controls.termination_test

as_of := "2026-11-23"

minimums := {"termination": {
	"required_steps": ["notice", "data_return", "destruction"],
	"transition_days_min": 60,
	"access_revocation_hours_max": 24,
	"return_days_max": 30,
	"formats_accepted": ["csv", "native"],
	"destruction_days_max": 90,
	"destruction_methods_accepted": ["purge", "physical_destroy", "crypto_erase"],
	"destruction_standards_accepted": ["nist_800_88", "ieee_2883"],
	"convenience_notice_days_max": 60,
}}

# An agreement on which every control of this package passes.
agreed := {
	"contract": {"termination": {
		"steps_defined": true,
		"steps": ["notice", "data_return", "destruction"],
		"transition_assistance": true,
		"transition_days": 60,
		"access_revocation_hours": 24,
		"return_days": 30,
		"return_formats": ["native"],
		"return_conditioned_on_payment": false,
		"destruction_clause": true,
		"destruction_days": 90,
		"destruction_method": "purge",
		"destruction_standard": "nist_800_88",
		"destruction_includes_backups": true,
		"destruction_includes_subcontractors": true,
		"destruction_certificate": true,
		"destruction_after_confirmation": true,
		"for_convenience": true,
		"for_convenience_notice_days": 60,
		"for_security_breach": true,
		"credentials_handover": true,
	}},
	"engagement": {"data": {"classes": ["private_on_individuals"]}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.termination[control] == true with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.termination.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

steps_cases := {
	"as agreed": {"change": [], "passes": true},
	"steps described: no": {"change": [answer("/contract/termination/steps_defined", false)], "passes": false},
	"steps described unanswered": {"change": [no_answer("/contract/termination/steps_defined")], "passes": false},
	"more steps than needed": {"change": [answer("/contract/termination/steps/-", "contact_points")], "passes": true},
	"a step is missing": {"change": [no_answer("/contract/termination/steps/0")], "passes": false},
	"no steps": {"change": [answer("/contract/termination/steps", [])], "passes": false},
	"steps unanswered": {"change": [no_answer("/contract/termination/steps")], "passes": false},
}

test_steps[name] if {
	some name, case in steps_cases
	verdict("steps", json.patch(agreed, case.change)) == case.passes
}

steps_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/contract/termination/steps")], "want": set()},
	"not described": {"change": [answer("/contract/termination/steps_defined", false)], "want": set()},
	"a step is missing": {
		"change": [no_answer("/contract/termination/steps/1")],
		"want": {{
			"control": "steps",
			"path": ["contract", "termination", "steps"],
			"message": "the agreement does not describe: data return",
		}},
	},
}

test_steps_reasons[name] if {
	some name, case in steps_reasons
	reasons_for("steps", json.patch(agreed, case.change)) == case.want
}

transition_cases := {
	"as agreed": {"change": [], "passes": true},
	"help: no": {"change": [answer("/contract/termination/transition_assistance", false)], "passes": false},
	"help unanswered": {"change": [no_answer("/contract/termination/transition_assistance")], "passes": false},
	"days at the bound": {"change": [answer("/contract/termination/transition_days", 60)], "passes": true},
	"days just below": {"change": [answer("/contract/termination/transition_days", 59)], "passes": false},
	"days just above": {"change": [answer("/contract/termination/transition_days", 61)], "passes": true},
	"days unanswered": {"change": [no_answer("/contract/termination/transition_days")], "passes": false},
}

test_transition[name] if {
	some name, case in transition_cases
	verdict("transition", json.patch(agreed, case.change)) == case.passes
}

access_revoked_cases := {
	"hours at the bound": {"change": [answer("/contract/termination/access_revocation_hours", 24)], "passes": true},
	"hours just below": {"change": [answer("/contract/termination/access_revocation_hours", 23)], "passes": true},
	"hours just above": {"change": [answer("/contract/termination/access_revocation_hours", 25)], "passes": false},
	"hours unanswered": {"change": [no_answer("/contract/termination/access_revocation_hours")], "passes": false},
	"at once": {"change": [answer("/contract/termination/access_revocation_hours", 0)], "passes": true},
}

test_access_revoked[name] if {
	some name, case in access_revoked_cases
	verdict("access_revoked", json.patch(agreed, case.change)) == case.passes
}

data_returned_cases := {
	"as agreed": {"change": [], "passes": true},
	"days at the bound": {"change": [answer("/contract/termination/return_days", 30)], "passes": true},
	"days just below": {"change": [answer("/contract/termination/return_days", 29)], "passes": true},
	"days just above": {"change": [answer("/contract/termination/return_days", 31)], "passes": false},
	"days unanswered": {"change": [no_answer("/contract/termination/return_days")], "passes": false},
	"held back: yes": {"change": [answer("/contract/termination/return_conditioned_on_payment", true)], "passes": false},
	"held back unanswered": {"change": [no_answer("/contract/termination/return_conditioned_on_payment")], "passes": false},
	"pictures of pages beside data": {"change": [answer("/contract/termination/return_formats", ["pdf_only", "csv"])], "passes": true},
	"only pictures of pages": {"change": [answer("/contract/termination/return_formats", ["pdf_only"])], "passes": false},
	"no format": {"change": [answer("/contract/termination/return_formats", [])], "passes": false},
	"formats unanswered": {"change": [no_answer("/contract/termination/return_formats")], "passes": false},
}

test_data_returned[name] if {
	some name, case in data_returned_cases
	verdict("data_returned", json.patch(agreed, case.change)) == case.passes
}

data_destroyed_cases := {
	"as agreed": {"change": [], "passes": true},
	"clause: no": {"change": [answer("/contract/termination/destruction_clause", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/termination/destruction_clause")], "passes": false},
	"days at the bound": {"change": [answer("/contract/termination/destruction_days", 90)], "passes": true},
	"days just below": {"change": [answer("/contract/termination/destruction_days", 89)], "passes": true},
	"days just above": {"change": [answer("/contract/termination/destruction_days", 91)], "passes": false},
	"days unanswered": {"change": [no_answer("/contract/termination/destruction_days")], "passes": false},
	"another accepted standard": {"change": [answer("/contract/termination/destruction_standard", "ieee_2883")], "passes": true},
	"a standard that is not accepted": {"change": [answer("/contract/termination/destruction_standard", "dod_5220_22m")], "passes": false},
	"no standard": {"change": [answer("/contract/termination/destruction_standard", "none")], "passes": false},
	"the CJIS standard without such data": {"change": [answer("/contract/termination/destruction_standard", "cjis_mp_6"), answer("/engagement", {"data": {"classes": ["phi"]}})], "passes": false},
	"the CJIS standard, classes unanswered": {"change": [answer("/contract/termination/destruction_standard", "cjis_mp_6"), answer("/engagement", {})], "passes": false},
	"the CJIS standard with such data": {"change": [answer("/contract/termination/destruction_standard", "cjis_mp_6"), answer("/contract/termination/destruction_method", "degauss"), answer("/engagement", {"data": {"classes": ["cji"]}})], "passes": true},
	"standard unanswered": {"change": [no_answer("/contract/termination/destruction_standard")], "passes": false},
	"method crypto_erase": {"change": [answer("/contract/termination/destruction_method", "crypto_erase")], "passes": true},
	"method physical_destroy": {"change": [answer("/contract/termination/destruction_method", "physical_destroy")], "passes": true},
	"method clear": {"change": [answer("/contract/termination/destruction_method", "clear")], "passes": false},
	"method degauss": {"change": [answer("/contract/termination/destruction_method", "degauss")], "passes": false},
	"method overwrite_3_pass": {"change": [answer("/contract/termination/destruction_method", "overwrite_3_pass")], "passes": false},
	"method delete_only": {"change": [answer("/contract/termination/destruction_method", "delete_only")], "passes": false},
	"method unspecified": {"change": [answer("/contract/termination/destruction_method", "unspecified")], "passes": false},
	"method unanswered": {"change": [no_answer("/contract/termination/destruction_method")], "passes": false},
	"no classes": {"change": [answer("/engagement/data/classes", [])], "passes": true},
	"classes unanswered": {"change": [no_answer("/engagement/data/classes")], "passes": false},
}

test_data_destroyed[name] if {
	some name, case in data_destroyed_cases
	verdict("data_destroyed", json.patch(agreed, case.change)) == case.passes
}

# With criminal justice information only the methods of the CJIS policy count.
cjis_cases := {
	"physical_destroy": true,
	"degauss": true,
	"overwrite_3_pass": true,
	"purge": false,
	"crypto_erase": false,
	"clear": false,
	"delete_only": false,
	"unspecified": false,
}

with_cji(method) := json.patch(agreed, [
	answer("/engagement/data/classes/-", "cji"),
	answer("/contract/termination/destruction_method", method),
])

test_data_destroyed_with_cji[method] if {
	some method, passes in cjis_cases
	verdict("data_destroyed", with_cji(method)) == passes
}

test_data_destroyed_with_cji_by_another_standard if {
	document := json.patch(with_cji("degauss"), [answer("/contract/termination/destruction_standard", "dod_5220_22m")])
	verdict("data_destroyed", document) == false
	reasons_for("data_destroyed", document) == set()
}

test_data_destroyed_reasons if {
	reasons_for("data_destroyed", with_cji("purge")) == {{
		"control": "data_destroyed",
		"path": ["contract", "termination", "destruction_method"],
		"message": "for criminal justice information the CJIS policy allows only: degauss, overwrite 3 pass, physical destroy",
	}}
	reasons_for("data_destroyed", with_cji("degauss")) == set()
	reasons_for("data_destroyed", json.patch(
		agreed,
		[answer("/contract/termination/destruction_method", "clear")],
	)) == set()
}

destruction_complete_cases := {
	"as agreed": {"change": [], "passes": true},
	"backups: no": {"change": [answer("/contract/termination/destruction_includes_backups", false)], "passes": false},
	"backups unanswered": {"change": [no_answer("/contract/termination/destruction_includes_backups")], "passes": false},
	"subcontractors: no": {"change": [answer("/contract/termination/destruction_includes_subcontractors", false)], "passes": false},
	"subcontractors unanswered": {"change": [no_answer("/contract/termination/destruction_includes_subcontractors")], "passes": false},
	"certificate: no": {"change": [answer("/contract/termination/destruction_certificate", false)], "passes": false},
	"certificate unanswered": {"change": [no_answer("/contract/termination/destruction_certificate")], "passes": false},
}

test_destruction_complete[name] if {
	some name, case in destruction_complete_cases
	verdict("destruction_complete", json.patch(agreed, case.change)) == case.passes
}

destruction_sequenced_cases := {
	"as agreed": {"change": [], "passes": true},
	"after confirmation: no": {"change": [answer("/contract/termination/destruction_after_confirmation", false)], "passes": false},
	"after confirmation unanswered": {"change": [no_answer("/contract/termination/destruction_after_confirmation")], "passes": false},
	"destroyed a day after return": {"change": [answer("/contract/termination/destruction_days", 31)], "passes": true},
	"destroyed on the day of return": {"change": [answer("/contract/termination/destruction_days", 30)], "passes": false},
	"destroyed before return": {"change": [answer("/contract/termination/destruction_days", 29)], "passes": false},
	"day of destruction unanswered": {"change": [no_answer("/contract/termination/destruction_days")], "passes": false},
	"day of return unanswered": {"change": [no_answer("/contract/termination/return_days")], "passes": false},
}

test_destruction_sequenced[name] if {
	some name, case in destruction_sequenced_cases
	verdict("destruction_sequenced", json.patch(agreed, case.change)) == case.passes
}

exit_rights_cases := {
	"as agreed": {"change": [], "passes": true},
	"for convenience: no": {"change": [answer("/contract/termination/for_convenience", false)], "passes": false},
	"for convenience unanswered": {"change": [no_answer("/contract/termination/for_convenience")], "passes": false},
	"after a security failure: no": {"change": [answer("/contract/termination/for_security_breach", false)], "passes": false},
	"after a security failure unanswered": {"change": [no_answer("/contract/termination/for_security_breach")], "passes": false},
	"credentials: no": {"change": [answer("/contract/termination/credentials_handover", false)], "passes": false},
	"credentials unanswered": {"change": [no_answer("/contract/termination/credentials_handover")], "passes": false},
	"notice at the bound": {"change": [answer("/contract/termination/for_convenience_notice_days", 60)], "passes": true},
	"notice just below": {"change": [answer("/contract/termination/for_convenience_notice_days", 59)], "passes": true},
	"notice just above": {"change": [answer("/contract/termination/for_convenience_notice_days", 61)], "passes": false},
	"notice unanswered": {"change": [no_answer("/contract/termination/for_convenience_notice_days")], "passes": false},
}

test_exit_rights[name] if {
	some name, case in exit_rights_cases
	verdict("exit_rights", json.patch(agreed, case.change)) == case.passes
}

package controls.data_practices_test

# A contract on which every control of this package passes.
agreed := {
	"contract": {
		"data_practices": {
			"mgdpa_function_clause": true,
			"mgdpa_individual_data_clause": true,
			"request_referral": "immediate",
			"member_owns_data": true,
		},
		"confidentiality": {"present": true},
	},
	"engagement": {"reviews": {"legal": {"confidentiality_position": "within_act"}}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.data_practices[control] == true with input as document
}

reasons(document) := found if {
	found := data.controls.data_practices.reasons with input as document
}

notes(document) := found if {
	found := data.controls.data_practices.notes with input as document
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

government_function_cases := {
	"as agreed": {"change": [], "passes": true},
	"no clause": {"change": [answer("/contract/data_practices/mgdpa_function_clause", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/data_practices/mgdpa_function_clause")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/data_practices")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

test_government_function[name] if {
	some name, case in government_function_cases
	verdict("government_function", json.patch(agreed, case.change)) == case.passes
}

data_on_individuals_cases := {
	"as agreed": {"change": [], "passes": true},
	"no clause": {"change": [answer("/contract/data_practices/mgdpa_individual_data_clause", false)], "passes": false},
	"clause unanswered": {
		"change": [no_answer("/contract/data_practices/mgdpa_individual_data_clause")],
		"passes": false,
	},
	"section unanswered": {"change": [no_answer("/contract/data_practices")], "passes": false},
}

test_data_on_individuals[name] if {
	some name, case in data_on_individuals_cases
	verdict("data_on_individuals", json.patch(agreed, case.change)) == case.passes
}

confidentiality_within_act_cases := {
	"within the Act": {"change": [], "passes": true},
	"beyond the Act": {"change": [position("exceeds_act")], "passes": false},
	"not reviewed": {"change": [position("not_reviewed")], "passes": false},
	"position unanswered": {"change": [no_answer("/engagement/reviews/legal/confidentiality_position")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	# No such terms
	"no terms, not reviewed": {"change": [no_terms, position("not_reviewed")], "passes": true},
	"no terms, position unanswered": {"change": [no_terms, no_answer("/engagement")], "passes": true},
	"terms unanswered, within the Act": {"change": [no_answer("/contract/confidentiality")], "passes": true},
	"terms unanswered, beyond the Act": {
		"change": [no_answer("/contract/confidentiality"), position("exceeds_act")],
		"passes": false,
	},
}

no_terms := answer("/contract/confidentiality/present", false)

position(word) := answer("/engagement/reviews/legal/confidentiality_position", word)

test_confidentiality_within_act[name] if {
	some name, case in confidentiality_within_act_cases
	verdict("confidentiality_within_act", json.patch(agreed, case.change)) == case.passes
}

confidentiality_within_act_reasons := {
	"passed": {"change": [], "want": set()},
	"no terms, not reviewed": {"change": [no_terms, position("not_reviewed")], "want": set()},
	"beyond the Act explains itself": {"change": [position("exceeds_act")], "want": set()},
	"position unanswered": {"change": [no_answer("/engagement")], "want": set()},
	"not reviewed": {
		"change": [position("not_reviewed")],
		"want": {{
			"control": "confidentiality_within_act",
			"path": ["engagement", "reviews", "legal", "confidentiality_position"],
			"message": "counsel has not yet said whether the confidentiality terms stay within the Act",
			"unanswered": true,
		}},
	},
}

test_confidentiality_within_act_reasons[name] if {
	some name, case in confidentiality_within_act_reasons
	reasons(json.patch(agreed, case.change)) == case.want
}

contradiction := {
	"control": "confidentiality_within_act",
	"path": ["contract", "confidentiality", "present"],
	"message": "counsel found terms that exceed the Act, yet the profile says there are none: one of the two is wrong",
}

notes_cases := {
	"within the Act": {"change": [], "want": set()},
	"beyond the Act": {"change": [position("exceeds_act")], "want": set()},
	"no terms": {"change": [no_terms], "want": set()},
	"no terms, not reviewed": {"change": [no_terms, position("not_reviewed")], "want": set()},
	"terms unanswered, beyond the Act": {
		"change": [no_answer("/contract/confidentiality"), position("exceeds_act")],
		"want": set(),
	},
	"no terms, beyond the Act": {"change": [no_terms, position("exceeds_act")], "want": {contradiction}},
}

test_notes[name] if {
	some name, case in notes_cases
	notes(json.patch(agreed, case.change)) == case.want
}

requests_and_ownership_cases := {
	"at once": {"change": [], "passes": true},
	"within a fixed time": {"change": [answer("/contract/data_practices/request_referral", "fixed")], "passes": true},
	"never": {"change": [answer("/contract/data_practices/request_referral", "none")], "passes": false},
	"silent": {"change": [answer("/contract/data_practices/request_referral", "silent")], "passes": false},
	"referral unanswered": {"change": [no_answer("/contract/data_practices/request_referral")], "passes": false},
	"not the member's data": {"change": [answer("/contract/data_practices/member_owns_data", false)], "passes": false},
	"ownership unanswered": {"change": [no_answer("/contract/data_practices/member_owns_data")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/data_practices")], "passes": false},
}

test_requests_and_ownership[name] if {
	some name, case in requests_and_ownership_cases
	verdict("requests_and_ownership", json.patch(agreed, case.change)) == case.passes
}

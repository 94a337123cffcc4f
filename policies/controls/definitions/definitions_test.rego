package controls.definitions_test

as_of := "2026-11-23"

minimums := {"definitions": {"required_terms": ["private_data", "data_breach"], "require_statutory_alignment": true}}

# An agreement on which the control passes.
defined := {"contract": {"definitions": [
	{"term": "private_data", "defined": true, "aligned_with": ["Minn. Stat. 13.02"]},
	{"term": "data_breach", "defined": true, "aligned_with": ["Minn. Stat. 13.055"]},
	{"term": "other", "defined": true, "aligned_with": []},
]}}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.definitions[control] == true with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.definitions.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

field(i, name) := sprintf("/contract/definitions/%d/%s", [i, name])

terms_cases := {
	"as defined": {"change": [], "passes": true},
	"a term is missing": {"change": [no_answer("/contract/definitions/1")], "passes": false},
	"an entry for another term": {"change": [answer(field(1, "term"), "cyber_incident")], "passes": false},
	"a term is not defined": {"change": [answer(field(0, "defined"), false)], "passes": false},
	"definition unanswered": {"change": [no_answer(field(0, "defined"))], "passes": false},
	"a term of no law": {"change": [answer(field(1, "aligned_with"), [])], "passes": false},
	"alignment unanswered": {"change": [no_answer(field(1, "aligned_with"))], "passes": false},
	"no terms": {"change": [answer("/contract/definitions", [])], "passes": false},
	"terms unanswered": {"change": [no_answer("/contract/definitions")], "passes": false},
	"a second entry makes up for the first": {
		"change": [
			answer(field(0, "defined"), false),
			answer("/contract/definitions/-", {"term": "private_data", "defined": true, "aligned_with": ["Minn. Stat. 13.02"]}),
		],
		"passes": true,
	},
}

test_terms[name] if {
	some name, case in terms_cases
	verdict("terms", json.patch(defined, case.change)) == case.passes
}

without_alignment := {
	"of no law": {"change": [answer(field(1, "aligned_with"), [])], "passes": true},
	"alignment unanswered": {"change": [no_answer(field(1, "aligned_with"))], "passes": true},
	"not defined": {"change": [answer(field(1, "defined"), false)], "passes": false},
	"a term is missing": {"change": [no_answer("/contract/definitions/1")], "passes": false},
}

test_terms_without_alignment[name] if {
	some name, case in without_alignment
	lenient := json.patch(minimums, [answer("/definitions/require_statutory_alignment", false)])
	verdict("terms", json.patch(defined, case.change)) == case.passes with minimums as lenient
}

reason(path, message) := {
	"control": "terms",
	"path": array.concat(["contract", "definitions"], path),
	"message": message,
}

terms_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/contract/definitions")], "want": set()},
	"a term is missing": {
		"change": [no_answer("/contract/definitions/0")],
		"want": {reason([], "no entry for: private data")},
	},
	"a term is missing, and another that nobody asked for is not defined": {
		"change": [
			no_answer("/contract/definitions/0"),
			answer("/contract/definitions/-", {"term": "cyber_incident", "defined": false}),
		],
		"want": {reason([], "no entry for: private data")},
	},
	"no terms": {
		"change": [answer("/contract/definitions", [])],
		"want": {reason([], "no entry for: private data, data breach")},
	},
	"not defined, and of no law": {
		"change": [
			answer(field(0, "defined"), false),
			answer(field(0, "aligned_with"), []),
			answer(field(1, "aligned_with"), []),
		],
		"want": {
			reason([0, "defined"], "the agreement uses the term private data without defining it"),
			reason([1, "aligned_with"], "the definition of data breach follows no statute or standard"),
		},
	},
}

# Where the tier asks for no law, a definition without one is nobody's fault.
test_terms_reasons_without_alignment if {
	changed := json.patch(defined, [answer(field(0, "defined"), false), answer(field(1, "aligned_with"), [])])
	found := reasons_for("terms", changed) with minimums as json.patch(minimums, [answer("/definitions/require_statutory_alignment", false)])
	found == {reason([0, "defined"], "the agreement uses the term private data without defining it")}
}

test_terms_reasons[name] if {
	some name, case in terms_reasons
	reasons_for("terms", json.patch(defined, case.change)) == case.want
}

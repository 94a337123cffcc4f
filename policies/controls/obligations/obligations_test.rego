package controls.obligations_test

# An agreement and an engagement on which every control of this package passes.
agreed := {
	"contract": {"security": {
		"implications_described": true,
		"connectivity_types": ["rmm_agent", "client_vpn"],
		"data_classes": ["public", "phi", "private_on_individuals"],
	}},
	"security": {"pathways": [{"type": "client_vpn"}, {"type": "rmm_agent"}, {"type": "client_vpn"}]},
	"engagement": {
		"connectivity": {"types": ["client_vpn", "rmm_agent"]},
		"data": {"classes": ["private_on_individuals", "phi"]},
	},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.obligations[control] == true with input as document
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.obligations.reasons with input as document
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(control, path, message) := {"control": control, "path": path, "message": message}

implications_cases := {
	"described": {"change": [], "passes": true},
	"not described": {"change": [answer("/contract/security/implications_described", false)], "passes": false},
	"unanswered": {"change": [no_answer("/contract/security/implications_described")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/security")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

test_implications[name] if {
	some name, case in implications_cases
	verdict("implications", json.patch(agreed, case.change)) == case.passes
}

connectivity_cases := {
	"all three agree": {"change": [], "passes": true},
	"fewer paths than connections": {"change": [paths([])], "passes": true},
	# Each list has one too many
	"one more in the engagement": {"change": [answer("/engagement/connectivity/types/-", "ztna")], "passes": false},
	"one more in the agreement": {
		"change": [answer("/contract/security/connectivity_types/-", "ztna")],
		"passes": false,
	},
	"one more path": {"change": [answer("/security/pathways/-", {"type": "ztna"})], "passes": false},
	"one more path, agreed but not in the engagement": {
		"change": [
			answer("/security/pathways/-", {"type": "ztna"}),
			answer("/contract/security/connectivity_types/-", "ztna"),
		],
		"passes": false,
	},
	"one more path, in the engagement but not agreed": {
		"change": [
			answer("/security/pathways/-", {"type": "ztna"}),
			answer("/engagement/connectivity/types/-", "ztna"),
		],
		"passes": false,
	},
	"one more everywhere": {
		"change": [
			answer("/security/pathways/-", {"type": "ztna"}),
			answer("/engagement/connectivity/types/-", "ztna"),
			answer("/contract/security/connectivity_types/-", "ztna"),
		],
		"passes": true,
	},
	# No connection
	"none in both": {"change": connections(["none"], ["none"], []), "passes": true},
	"none, and an empty list": {"change": connections(["none"], [], [{"type": "none"}]), "passes": true},
	"an empty list, and none": {"change": connections([], ["none"], []), "passes": true},
	"none, but a path": {"change": connections(["none"], ["none"], [{"type": "ztna"}]), "passes": false},
	"none, but one agreed": {"change": connections(["none"], ["ztna"], []), "passes": false},
	"one, but none agreed": {"change": connections(["ztna"], ["none"], []), "passes": false},
	# Unanswered
	"engagement unanswered": {"change": [no_answer("/engagement/connectivity/types")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	"agreement unanswered": {"change": [no_answer("/contract/security/connectivity_types")], "passes": false},
	"paths unanswered": {"change": [no_answer("/security/pathways")], "passes": false},
}

paths(list) := answer("/security/pathways", list)

connections(engagement, contract, pathways) := [
	answer("/engagement/connectivity/types", engagement),
	answer("/contract/security/connectivity_types", contract),
	paths(pathways),
]

test_connectivity[name] if {
	some name, case in connectivity_cases
	verdict("connectivity", json.patch(agreed, case.change)) == case.passes
}

connectivity_reasons := {
	"passed": {"change": [], "want": set()},
	"engagement unanswered": {"change": [no_answer("/engagement/connectivity/types")], "want": set()},
	"agreement unanswered": {"change": [no_answer("/contract/security/connectivity_types")], "want": set()},
	"paths unanswered": {"change": [no_answer("/security/pathways")], "want": set()},
	"one more in the engagement": {
		"change": [answer("/engagement/connectivity/types/-", "ztna")],
		"want": {explanation(
			"connectivity", ["engagement", "connectivity", "types", 2],
			"the agreement does not mention the connection ztna",
		)},
	},
	"one more in the agreement": {
		"change": [answer("/contract/security/connectivity_types/0", "ztna")],
		"want": {explanation(
			"connectivity", ["contract", "security", "connectivity_types", 0],
			"the agreement names the connection ztna, which the engagement does not",
		)},
	},
	"one more path": {
		"change": [answer("/security/pathways/1", {"type": "ztna"})],
		"want": {
			explanation(
				"connectivity", ["security", "pathways", 1, "type"],
				"the agreement does not mention the vendor's path ztna",
			),
			explanation(
				"connectivity", ["security", "pathways", 1, "type"],
				"the engagement does not mention the vendor's path ztna",
			),
		},
	},
}

test_connectivity_reasons[name] if {
	some name, case in connectivity_reasons
	reasons_for("connectivity", json.patch(agreed, case.change)) == case.want
}

data_classes_cases := {
	"more than needed": {"change": [], "passes": true},
	"exactly the same": {
		"change": [answer("/contract/security/data_classes", ["phi", "private_on_individuals"])],
		"passes": true,
	},
	"one is missing": {"change": [answer("/contract/security/data_classes", ["phi", "public"])], "passes": false},
	"one more in play": {"change": [answer("/engagement/data/classes/-", "cji")], "passes": false},
	"no classes agreed": {"change": [answer("/contract/security/data_classes", [])], "passes": false},
	"agreement unanswered": {"change": [no_answer("/contract/security/data_classes")], "passes": false},
	"no classes in play": {"change": [answer("/engagement/data/classes", [])], "passes": true},
	"engagement unanswered": {"change": [no_answer("/engagement/data/classes")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
}

test_data_classes[name] if {
	some name, case in data_classes_cases
	verdict("data_classes", json.patch(agreed, case.change)) == case.passes
}

data_classes_reasons := {
	"passed": {"change": [], "want": set()},
	"agreement unanswered": {"change": [no_answer("/contract/security/data_classes")], "want": set()},
	"engagement unanswered": {"change": [no_answer("/engagement/data/classes")], "want": set()},
	"one is missing": {
		"change": [answer("/contract/security/data_classes", ["private_on_individuals"])],
		"want": {explanation(
			"data_classes", ["engagement", "data", "classes", 1],
			"the agreement does not name the class phi",
		)},
	},
}

test_data_classes_reasons[name] if {
	some name, case in data_classes_reasons
	reasons_for("data_classes", json.patch(agreed, case.change)) == case.want
}

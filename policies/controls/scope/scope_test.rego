package controls.scope_test

minimums := {
	"mechanisms_accepted": ["negotiation", "mediation", "litigation"],
	"governing_law_accepted": ["US-MN"],
}

# An agreement on which every control of this package passes.
agreed := {
	"contract": {
		"scope": {
			"services": [
				{"code": "helpdesk", "description": "calls answered", "in_scope": true, "fee_stated": true},
				{"code": "patching", "description": "monthly updates", "in_scope": true, "fee_stated": true},
			],
			"security_services_statement": "mixed_itemised",
			"security_services": [
				{"code": "patching", "owner": "vendor"},
				{"code": "backup", "owner": "member"},
				{"code": "siem", "owner": "third_party", "party": "Watch Ltd"},
			],
			"ongoing_support": "included",
			"service_hours_stated": true,
			"pricing_stated": true,
		},
		"dispute_resolution": {
			"present": true,
			"mechanisms": ["negotiation", "mediation"],
			"governing_law": "US-MN",
		},
	},
	"engagement": {
		"needed_services": ["patching", "helpdesk"],
		"needed_security_services": ["siem", "patching", "backup"],
		"engagement_kind": "ongoing",
	},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.scope[control] == true with input as document
		with data.requirements.dispute as minimums
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.scope.reasons with input as document
		with data.requirements.dispute as minimums
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(control, path, message) := {"control": control, "path": path, "message": message}

services_listed_cases := {
	"as agreed": {"change": [], "passes": true},
	"one service": {"change": [no_answer("/contract/scope/services/1")], "passes": true},
	"no services": {"change": [answer("/contract/scope/services", [])], "passes": false},
	"services unanswered": {"change": [no_answer("/contract/scope/services")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/scope")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
	# Each service
	"one without a description": {"change": [no_answer("/contract/scope/services/0/description")], "passes": false},
	"one with a blank description": {
		"change": [answer("/contract/scope/services/0/description", "")],
		"passes": false,
	},
	"one without a fee": {"change": [answer("/contract/scope/services/1/fee_stated", false)], "passes": false},
	"fee unanswered": {"change": [no_answer("/contract/scope/services/1/fee_stated")], "passes": false},
	"whether one is promised unanswered": {
		"change": [no_answer("/contract/scope/services/1/in_scope")],
		"passes": true,
	},
	"whether any is promised unanswered": {
		"change": [
			no_answer("/contract/scope/services/0/in_scope"),
			no_answer("/contract/scope/services/1/in_scope"),
		],
		"passes": false,
	},
	"whether promised and fee unanswered": {
		"change": [
			no_answer("/contract/scope/services/1/in_scope"),
			no_answer("/contract/scope/services/1/fee_stated"),
		],
		"passes": false,
	},
	# Left out of the agreement
	"one left out has no fee": {
		"change": [answer("/contract/scope/services/1", {"code": "siem", "in_scope": false, "fee_stated": false})],
		"passes": true,
	},
	"all left out": {
		"change": [answer("/contract/scope/services", [{"code": "siem", "in_scope": false}])],
		"passes": false,
	},
	"all left out, yet with a fee": {
		"change": [
			answer("/contract/scope/services/0/in_scope", false),
			answer("/contract/scope/services/1/in_scope", false),
		],
		"passes": false,
	},
}

test_services_listed[name] if {
	some name, case in services_listed_cases
	verdict("services_listed", json.patch(agreed, case.change)) == case.passes
}

services_listed_reasons := {
	"passed": {"change": [], "want": set()},
	"services unanswered": {"change": [no_answer("/contract/scope/services")], "want": set()},
	"fee unanswered": {"change": [no_answer("/contract/scope/services/1/fee_stated")], "want": set()},
	"no services": {
		"change": [answer("/contract/scope/services", [])],
		"want": {explanation("services_listed", ["contract", "scope", "services"], "the agreement promises no service")},
	},
	"all left out": {
		"change": [answer("/contract/scope/services", [{"code": "siem", "in_scope": false, "fee_stated": false}])],
		"want": {explanation("services_listed", ["contract", "scope", "services"], "the agreement promises no service")},
	},
	"one without a fee": {
		"change": [answer("/contract/scope/services/1/fee_stated", false)],
		"want": {explanation(
			"services_listed", ["contract", "scope", "services", 1, "fee_stated"],
			"no fee is stated for patching",
		)},
	},
	"both without a fee": {
		"change": [
			answer("/contract/scope/services/0/fee_stated", false),
			answer("/contract/scope/services/1/fee_stated", false),
		],
		"want": {
			explanation(
				"services_listed", ["contract", "scope", "services", 0, "fee_stated"],
				"no fee is stated for helpdesk",
			),
			explanation(
				"services_listed", ["contract", "scope", "services", 1, "fee_stated"],
				"no fee is stated for patching",
			),
		},
	},
	"one without a fee, perhaps left out": {
		"change": [
			answer("/contract/scope/services/1/fee_stated", false),
			no_answer("/contract/scope/services/1/in_scope"),
		],
		"want": set(),
	},
}

test_services_listed_reasons[name] if {
	some name, case in services_listed_reasons
	reasons_for("services_listed", json.patch(agreed, case.change)) == case.want
}

nothing_missing_cases := {
	"as agreed": {"change": [], "passes": true},
	"one is not mentioned": {"change": [answer("/engagement/needed_services/-", "hosting")], "passes": false},
	"one is left out": {"change": [answer("/contract/scope/services/0/in_scope", false)], "passes": false},
	"one unanswered": {"change": [no_answer("/contract/scope/services/0/in_scope")], "passes": false},
	"one that nobody needs is left out": {
		"change": [answer("/contract/scope/services/-", {"code": "hosting", "in_scope": false})],
		"passes": true,
	},
	"left out here, promised there": {
		"change": [answer("/contract/scope/services/-", {"code": "patching", "in_scope": false})],
		"passes": true,
	},
	"nothing is needed": {"change": [answer("/engagement/needed_services", [])], "passes": true},
	"needs unanswered": {"change": [no_answer("/engagement/needed_services")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	"no services": {"change": [answer("/contract/scope/services", [])], "passes": false},
	"services unanswered": {"change": [no_answer("/contract/scope/services")], "passes": false},
}

test_nothing_missing[name] if {
	some name, case in nothing_missing_cases
	verdict("nothing_missing", json.patch(agreed, case.change)) == case.passes
}

missing(i, needed) := explanation(
	"nothing_missing", ["engagement", "needed_services", i],
	sprintf("the agreement does not oblige the vendor to provide %s", [needed]),
)

nothing_missing_reasons := {
	"passed": {"change": [], "want": set()},
	"services unanswered": {"change": [no_answer("/contract/scope/services")], "want": set()},
	"needs unanswered": {"change": [no_answer("/engagement/needed_services")], "want": set()},
	"one unanswered": {"change": [no_answer("/contract/scope/services/0/in_scope")], "want": set()},
	"no services": {
		"change": [answer("/contract/scope/services", [])],
		"want": {missing(0, "patching"), missing(1, "helpdesk")},
	},
	"one not mentioned, one left out": {
		"change": [
			answer("/engagement/needed_services/-", "hosting"),
			answer("/contract/scope/services/1/in_scope", false),
		],
		"want": {missing(0, "patching"), missing(2, "hosting")},
	},
}

test_nothing_missing_reasons[name] if {
	some name, case in nothing_missing_reasons
	reasons_for("nothing_missing", json.patch(agreed, case.change)) == case.want
}

disputes_cases := {
	"as agreed": {"change": [], "passes": true},
	"no steps": {"change": [answer("/contract/dispute_resolution/present", false)], "passes": false},
	"steps unanswered": {"change": [no_answer("/contract/dispute_resolution/present")], "passes": false},
	# The means
	"one accepted means": {"change": [mechanisms(["litigation"])], "passes": true},
	"binding arbitration alone": {"change": [mechanisms(["binding_arbitration"])], "passes": false},
	"binding arbitration as the last step": {"change": [mechanisms(["negotiation", "binding_arbitration"])], "passes": false},
	"binding arbitration as the first step": {"change": [mechanisms(["binding_arbitration", "mediation"])], "passes": false},
	"no means": {"change": [mechanisms([])], "passes": false},
	"means unanswered": {"change": [no_answer("/contract/dispute_resolution/mechanisms")], "passes": false},
	# The law
	"another state": {"change": [answer("/contract/dispute_resolution/governing_law", "US-DE")], "passes": false},
	"the country alone": {"change": [answer("/contract/dispute_resolution/governing_law", "US")], "passes": false},
	"law unanswered": {"change": [no_answer("/contract/dispute_resolution/governing_law")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/dispute_resolution")], "passes": false},
}

mechanisms(list) := answer("/contract/dispute_resolution/mechanisms", list)

test_disputes_reasons if {
	reasons_for("disputes", agreed) == set()
	reasons_for("disputes", json.patch(agreed, [no_answer("/contract/dispute_resolution/mechanisms")])) == set()
	reasons_for("disputes", json.patch(agreed, [mechanisms(["negotiation", "binding_arbitration"])])) == {{
		"control": "disputes",
		"path": ["contract", "dispute_resolution", "mechanisms", 1],
		"message": "the member does not accept binding arbitration",
	}}
}

test_disputes[name] if {
	some name, case in disputes_cases
	verdict("disputes", json.patch(agreed, case.change)) == case.passes
}

security_stated_cases := {
	"itemized": {"change": [], "passes": true},
	"included": {"change": [statement("explicit_included")], "passes": true},
	"excluded": {"change": [statement("explicit_excluded")], "passes": true},
	"silent": {"change": [statement("silent")], "passes": false},
	"unanswered": {"change": [no_answer("/contract/scope/security_services_statement")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/scope")], "passes": false},
}

statement(word) := answer("/contract/scope/security_services_statement", word)

test_security_stated[name] if {
	some name, case in security_stated_cases
	verdict("security_stated", json.patch(agreed, case.change)) == case.passes
}

security_owned_cases := {
	"as assigned": {"change": [], "passes": true},
	# The owner
	"owner unanswered": {"change": [no_answer("/contract/scope/security_services/0/owner")], "passes": false},
	"owner unanswered, a third party named": {
		"change": [no_answer("/contract/scope/security_services/2/owner")],
		"passes": false,
	},
	"third party unnamed": {"change": [no_answer("/contract/scope/security_services/2/party")], "passes": false},
	"third party blank": {"change": [answer("/contract/scope/security_services/2/party", "")], "passes": false},
	# Exactly one entry
	"no entry": {"change": [no_answer("/contract/scope/security_services/1")], "passes": false},
	"two entries": {
		"change": [answer("/contract/scope/security_services/-", {"code": "backup", "owner": "vendor"})],
		"passes": false,
	},
	"two equal entries": {
		"change": [answer("/contract/scope/security_services/-", {"code": "backup", "owner": "member"})],
		"passes": false,
	},
	"two entries for what nobody needs": {
		"change": [
			answer("/contract/scope/security_services/-", {"code": "edr", "owner": "member"}),
			answer("/contract/scope/security_services/-", {"code": "edr", "owner": "vendor"}),
		],
		"passes": true,
	},
	# The needs
	"another need": {"change": [answer("/engagement/needed_security_services/-", "edr")], "passes": false},
	"nothing is needed": {"change": [answer("/engagement/needed_security_services", [])], "passes": true},
	"needs unanswered": {"change": [no_answer("/engagement/needed_security_services")], "passes": false},
	"no entries": {"change": [answer("/contract/scope/security_services", [])], "passes": false},
	"entries unanswered": {"change": [no_answer("/contract/scope/security_services")], "passes": false},
}

test_security_owned[name] if {
	some name, case in security_owned_cases
	verdict("security_owned", json.patch(agreed, case.change)) == case.passes
}

security_owned_reasons := {
	"passed": {"change": [], "want": set()},
	"entries unanswered": {"change": [no_answer("/contract/scope/security_services")], "want": set()},
	"owner unanswered": {"change": [no_answer("/contract/scope/security_services/0/owner")], "want": set()},
	"no entry": {
		"change": [no_answer("/contract/scope/security_services/1")],
		"want": {explanation(
			"security_owned", ["engagement", "needed_security_services", 2],
			"nobody is made responsible for backup",
		)},
	},
	"two entries": {
		"change": [answer("/contract/scope/security_services/-", {"code": "siem", "owner": "vendor"})],
		"want": {explanation(
			"security_owned", ["engagement", "needed_security_services", 0],
			"siem is assigned more than once",
		)},
	},
}

test_security_owned_reasons[name] if {
	some name, case in security_owned_reasons
	reasons_for("security_owned", json.patch(agreed, case.change)) == case.want
}

support_and_pricing_cases := {
	"as agreed": {"change": [], "passes": true},
	"no hours": {"change": [answer("/contract/scope/service_hours_stated", false)], "passes": false},
	"hours unanswered": {"change": [no_answer("/contract/scope/service_hours_stated")], "passes": false},
	"no prices": {"change": [answer("/contract/scope/pricing_stated", false)], "passes": false},
	"prices unanswered": {"change": [no_answer("/contract/scope/pricing_stated")], "passes": false},
	# Support
	"project, support silent": {"change": support("project", "silent"), "passes": true},
	"ongoing, support silent": {"change": support("ongoing", "silent"), "passes": true},
	"subscription, support silent": {"change": support("subscription", "silent"), "passes": true},
	"setup, support included": {"change": support("one_time_setup", "included"), "passes": true},
	"setup, support excluded": {"change": support("one_time_setup", "excluded_explicit"), "passes": true},
	"setup, support silent": {"change": support("one_time_setup", "silent"), "passes": false},
	"setup, support unanswered": {
		"change": [
			answer("/engagement/engagement_kind", "one_time_setup"),
			no_answer("/contract/scope/ongoing_support"),
		],
		"passes": false,
	},
	"ongoing, support unanswered": {"change": [no_answer("/contract/scope/ongoing_support")], "passes": true},
	"kind unanswered, support included": {"change": [no_answer("/engagement/engagement_kind")], "passes": true},
	"kind unanswered, support silent": {
		"change": [no_answer("/engagement/engagement_kind"), answer("/contract/scope/ongoing_support", "silent")],
		"passes": false,
	},
	"section unanswered": {"change": [no_answer("/contract/scope")], "passes": false},
}

support(kind, word) := [
	answer("/engagement/engagement_kind", kind),
	answer("/contract/scope/ongoing_support", word),
]

test_support_and_pricing[name] if {
	some name, case in support_and_pricing_cases
	verdict("support_and_pricing", json.patch(agreed, case.change)) == case.passes
}

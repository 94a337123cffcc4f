package controls.subcontractors_test

# A vendor and a contract on which every control of this package passes.
open_about_it := {
	"contract": {"subcontracting": {"flowdown": ["incident_notice", "insurance", "security"]}},
	"security": {"data_locations": ["US"]},
	"engagement": {"uses_subcontractors": true, "data": {"vendor_role": ["access"]}},
	"subcontractors": [
		{"name": "Cloud Ltd", "service": "hosting", "handles_member_data": true, "countries": ["US", "CA"]},
		{"name": "Cabling Co", "service": "cables", "handles_member_data": false, "countries": []},
	],
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.subcontractors[control] == true with input as document
		with data.requirements.subcontracting as {"required_flowdown": ["security", "incident_notice"]}
		with data.requirements.location as {"allowed_countries": ["CA", "US"]}
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.subcontractors.reasons with input as document
		with data.requirements.subcontracting as {"required_flowdown": ["security", "incident_notice"]}
		with data.requirements.location as {"allowed_countries": ["CA", "US"]}
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(control, path, message) := {"control": control, "path": path, "message": message}

uses(any_at_all) := answer("/engagement/uses_subcontractors", any_at_all)

disclosed_cases := {
	"as listed": {"change": [], "passes": true},
	"one company": {"change": [no_answer("/subcontractors/1")], "passes": true},
	"a service unanswered": {"change": [no_answer("/subcontractors/1/service")], "passes": false},
	"a service left blank": {"change": [answer("/subcontractors/1/service", "")], "passes": false},
	"a service in name only": {"change": [answer("/subcontractors/1/service", " N/A ")], "passes": false},
	"a short service": {"change": [answer("/subcontractors/1/service", "DNS")], "passes": true},
	"its part in the data unanswered": {
		"change": [no_answer("/subcontractors/0/handles_member_data")],
		"passes": false,
	},
	"no companies": {"change": [answer("/subcontractors", [])], "passes": false},
	"companies unanswered": {"change": [no_answer("/subcontractors")], "passes": false},
}

test_disclosed[name] if {
	some name, case in disclosed_cases
	verdict("disclosed", json.patch(open_about_it, case.change)) == case.passes
}

disclosed_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/subcontractors")], "want": set()},
	"a service unanswered": {"change": [no_answer("/subcontractors/1/service")], "want": set()},
	"no companies": {
		"change": [answer("/subcontractors", [])],
		"want": {explanation(
			"disclosed", ["subcontractors"],
			"the vendor lists no subcontractor, though the engagement says that it uses some",
		)},
	},
	"a service in name only": {
		"change": [answer("/subcontractors/1/service", "Various")],
		"want": {explanation("disclosed", ["subcontractors", 1, "service"], "this does not say what Cabling Co does")},
	},
	"no companies, and the member has not said": {
		"change": [answer("/subcontractors", []), no_answer("/engagement")],
		"want": set(),
	},
	"no companies, and the member says so too": {
		"change": [answer("/subcontractors", []), uses(false)],
		"want": set(),
	},
}

test_disclosed_reasons[name] if {
	some name, case in disclosed_reasons
	reasons_for("disclosed", json.patch(open_about_it, case.change)) == case.want
}

flow_down_cases := {
	"more than demanded": {"change": [], "passes": true},
	"exactly what is demanded": {"change": [flowdown(["security", "incident_notice"])], "passes": true},
	"one duty is missing": {"change": [flowdown(["security", "insurance"])], "passes": false},
	"the other duty is missing": {"change": [flowdown(["incident_notice", "mgdpa"])], "passes": false},
	"no duties": {"change": [flowdown([])], "passes": false},
	"duties unanswered": {"change": [no_answer("/contract/subcontracting/flowdown")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/subcontracting")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

flowdown(list) := answer("/contract/subcontracting/flowdown", list)

test_flow_down[name] if {
	some name, case in flow_down_cases
	verdict("flow_down", json.patch(open_about_it, case.change)) == case.passes
}

flow_down_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/contract/subcontracting/flowdown")], "want": set()},
	"one duty is missing": {
		"change": [flowdown(["security"])],
		"want": {explanation(
			"flow_down", ["contract", "subcontracting", "flowdown"],
			"the clause does not pass on: incident notice",
		)},
	},
	"no duties": {
		"change": [flowdown([])],
		"want": {explanation(
			"flow_down", ["contract", "subcontracting", "flowdown"],
			"the clause does not pass on: security, incident notice",
		)},
	},
}

test_flow_down_reasons[name] if {
	some name, case in flow_down_reasons
	reasons_for("flow_down", json.patch(open_about_it, case.change)) == case.want
}

nowhere_with(roles) := [answer("/security/data_locations", []), answer("/engagement/data/vendor_role", roles)]

locations_cases := {
	"as stated": {"change": [], "passes": true},
	# The vendor
	"the vendor also abroad": {"change": [answer("/security/data_locations/-", "IN")], "passes": false},
	"never leaves the premises": {"change": [answer("/security/data_locations", [])], "passes": true},
	"never leaves, and yet is stored": {"change": nowhere_with(["access", "store"]), "passes": false},
	"never leaves, and yet is maintained": {"change": nowhere_with(["maintain"]), "passes": false},
	"never leaves, and yet is collected": {"change": nowhere_with(["collect"]), "passes": false},
	"never leaves, and is only seen": {"change": nowhere_with(["access", "manipulate", "transmit"]), "passes": true},
	"never leaves, and nothing reaches the vendor": {"change": nowhere_with([]), "passes": true},
	"never leaves, with the vendor's part unanswered": {
		"change": [answer("/security/data_locations", []), no_answer("/engagement/data/vendor_role")],
		"passes": false,
	},
	"stored where it may be": {"change": [answer("/engagement/data/vendor_role", ["store"])], "passes": true},
	"stored, with the vendor's part unanswered": {"change": [no_answer("/engagement/data/vendor_role")], "passes": true},
	"vendor unanswered": {"change": [no_answer("/security/data_locations")], "passes": false},
	"section unanswered": {"change": [no_answer("/security")], "passes": false},
	# The subcontractors
	"a subcontractor also abroad": {"change": [answer("/subcontractors/0/countries/-", "IN")], "passes": false},
	"one abroad that is said to handle no data": {
		"change": [answer("/subcontractors/1/countries/-", "IN")],
		"passes": false,
	},
	"a subcontractor unanswered": {"change": [no_answer("/subcontractors/0/countries")], "passes": false},
	"no subcontractors": {"change": [answer("/subcontractors", [])], "passes": true},
	"subcontractors unanswered": {"change": [no_answer("/subcontractors")], "passes": false},
	"subcontractors unanswered, and the member rules them out": {
		"change": [no_answer("/subcontractors"), uses(false)],
		"passes": true,
	},
	"the member rules them out, the vendor also abroad": {
		"change": [uses(false), answer("/security/data_locations/-", "IN")],
		"passes": false,
	},
	"use unanswered": {"change": [no_answer("/engagement")], "passes": true},
	"use and list unanswered": {"change": [no_answer("/engagement"), no_answer("/subcontractors")], "passes": false},
}

test_locations[name] if {
	some name, case in locations_cases
	verdict("locations", json.patch(open_about_it, case.change)) == case.passes
}

locations_reasons := {
	"never leaves, and yet is stored": {
		"change": nowhere_with(["access", "store"]),
		"want": {explanation(
			"locations", ["security", "data_locations"],
			concat("", [
				"the vendor names no country, as if the data never left the member's premises, though the engagement ",
				"says that the vendor keeps data",
			]),
		)},
	},
	"kept in a country that is told, another is abroad": {
		"change": [answer("/security/data_locations/-", "IN"), answer("/engagement/data/vendor_role", ["store"])],
		"want": {explanation("locations", ["security", "data_locations", 1], "IN is not among the allowed countries")},
	},
	"never leaves and is not kept, a subcontractor is abroad": {
		"change": array.concat(nowhere_with(["access"]), [answer("/subcontractors/0/countries/1", "PH")]),
		"want": {explanation(
			"locations", ["subcontractors", 0, "countries", 1],
			"Cloud Ltd works in PH, which is not among the allowed countries",
		)},
	},
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/security"), no_answer("/subcontractors")], "want": set()},
	"a subcontractor unanswered": {"change": [no_answer("/subcontractors/0/countries")], "want": set()},
	"both abroad": {
		"change": [answer("/security/data_locations/-", "IN"), answer("/subcontractors/0/countries/1", "PH")],
		"want": {
			explanation(
				"locations", ["security", "data_locations", 1],
				"IN is not among the allowed countries",
			),
			explanation(
				"locations", ["subcontractors", 0, "countries", 1],
				"Cloud Ltd works in PH, which is not among the allowed countries",
			),
		},
	},
}

test_locations_reasons[name] if {
	some name, case in locations_reasons
	reasons_for("locations", json.patch(open_about_it, case.change)) == case.want
}

notes_for(document) := found if {
	found := data.controls.subcontractors.notes with input as document
}

test_notes if {
	notes_for(open_about_it) == set()
	notes_for(json.patch(open_about_it, [no_answer("/engagement")])) == set()
	notes_for(json.patch(open_about_it, [uses(false), answer("/subcontractors", [])])) == set()
	notes_for(json.patch(open_about_it, [uses(false), no_answer("/subcontractors/1")])) == {explanation(
		"locations", ["subcontractors", 0, "name"],
		"Cloud Ltd is listed, though the engagement says that no subcontractor is used: find out which is true",
	)}
}

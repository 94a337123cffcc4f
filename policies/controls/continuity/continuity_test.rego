package controls.continuity_test

as_of := "2026-11-23"

minimums := {
	"accept_summary": true,
	"plan_max_age_days": 364,
	"required_scenarios": ["insolvency", "loss_of_key_staff"],
	"test_max_age_days": 365,
	"test_kinds_accepted": ["failover", "restore"],
	"results_every_months_max": 12,
	"change_notice_days_min": 60,
}

# A vendor and a contract on which every control of this package passes.
prepared := {
	"contract": {"continuity": {
		"bc_clause": true,
		"redundancy_clause": true,
		"dr_results_clause": true,
		"dr_results_every_months": 12,
		"rto_hours": 8,
		"rpo_hours": 4,
		"change_notice_days": 60,
	}},
	"continuity": {
		"bcp": {
			"provided": "full",
			"evidence": "ev-plan",
			"reviewed_on": "2026-03-01",
			"scenarios": ["loss_of_key_staff", "ransomware", "insolvency"],
		},
		"tests": [
			{
				"kind": "restore",
				"performed_on": "2026-05-04",
				"outcome": "passed",
				"achieved_rto_hours": 8,
				"achieved_rpo_hours": 4,
				"evidence": "ev-restore",
			},
			{"kind": "failover", "performed_on": "2024-05-04", "outcome": "failed"},
			{"kind": "tabletop", "performed_on": "2026-09-01", "outcome": "failed"},
		],
	},
	"evidence": [{"id": "ev-other"}, {"id": "ev-plan"}, {"id": "ev-restore"}],
	"engagement": {"max_tolerable_downtime_hours": 8, "max_tolerable_data_loss_hours": 4},
}

verdict(control, document, required) if passes(control, document, required)

verdict(control, document, required) := false if not passes(control, document, required)

passes(control, document, required) if {
	data.controls.continuity[control] == true with input as document
		with data.requirements.continuity as required
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.continuity.reasons with input as document
		with data.requirements.continuity as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(control, path, message) := {"control": control, "path": path, "message": message}

clause_cases := {
	"as agreed": {"change": [], "passes": true},
	"no continuity": {"change": [answer("/contract/continuity/bc_clause", false)], "passes": false},
	"continuity unanswered": {"change": [no_answer("/contract/continuity/bc_clause")], "passes": false},
	"no redundancy": {"change": [answer("/contract/continuity/redundancy_clause", false)], "passes": false},
	"redundancy unanswered": {"change": [no_answer("/contract/continuity/redundancy_clause")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/continuity")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

test_clause[name] if {
	some name, case in clause_cases
	verdict("clause", json.patch(prepared, case.change), minimums) == case.passes
}

plan_provided_cases := {
	"the full plan": {"change": [], "accept_summary": true, "passes": true},
	"the full plan, where a summary would not do": {"change": [], "accept_summary": false, "passes": true},
	"a summary": {"change": [provided("summary")], "accept_summary": true, "passes": true},
	"a summary, where it does not do": {"change": [provided("summary")], "accept_summary": false, "passes": false},
	"refused": {"change": [provided("refused")], "accept_summary": true, "passes": false},
	"no plan": {"change": [provided("none")], "accept_summary": true, "passes": false},
	"unanswered": {"change": [no_answer("/continuity/bcp/provided")], "accept_summary": true, "passes": false},
	# The copy
	"no such evidence": {
		"change": [answer("/continuity/bcp/evidence", "ev-lost")],
		"accept_summary": true,
		"passes": false,
	},
	"copy unanswered": {"change": [no_answer("/continuity/bcp/evidence")], "accept_summary": true, "passes": false},
	"no evidence": {"change": [answer("/evidence", [])], "accept_summary": true, "passes": false},
	"evidence unanswered": {"change": [no_answer("/evidence")], "accept_summary": true, "passes": false},
	"section unanswered": {"change": [no_answer("/continuity")], "accept_summary": true, "passes": false},
}

provided(extent) := answer("/continuity/bcp/provided", extent)

test_plan_provided[name] if {
	some name, case in plan_provided_cases
	required := object.union(minimums, {"accept_summary": case.accept_summary})
	verdict("plan_provided", json.patch(prepared, case.change), required) == case.passes
}

plan_provided_reasons := {
	"passed": {"change": [], "want": set()},
	"a summary passes": {"change": [provided("summary")], "want": set()},
	"unanswered": {"change": [no_answer("/continuity")], "want": set()},
	"copy unanswered": {"change": [no_answer("/continuity/bcp/evidence")], "want": set()},
	"no plan explains itself": {"change": [provided("none")], "want": set()},
	"refused": {
		"change": [provided("refused")],
		"want": {explanation(
			"plan_provided", ["continuity", "bcp", "provided"],
			"red flag: the vendor refuses to show its plan",
		)},
	},
	"no such evidence": {
		"change": [answer("/continuity/bcp/evidence", "ev-lost")],
		"want": {explanation("plan_provided", ["continuity", "bcp", "evidence"], "no entry of the evidence has this id")},
	},
	"evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"copy unanswered, none listed": {
		"change": [no_answer("/continuity/bcp/evidence"), answer("/evidence", [])],
		"want": set(),
	},
}

test_plan_provided_reasons[name] if {
	some name, case in plan_provided_reasons
	reasons_for("plan_provided", json.patch(prepared, case.change)) == case.want
}

plan_current_cases := {
	"as kept": {"change": [], "passes": true},
	# The review: 364 days
	"reviewed just in time": {"change": [reviewed("2025-11-24")], "passes": true},
	"reviewed a day later": {"change": [reviewed("2025-11-25")], "passes": true},
	"reviewed a day too early": {"change": [reviewed("2025-11-23")], "passes": false},
	"reviewed today": {"change": [reviewed("2026-11-23")], "passes": true},
	"reviewed tomorrow": {"change": [reviewed("2026-11-24")], "passes": false},
	"review unanswered": {"change": [no_answer("/continuity/bcp/reviewed_on")], "passes": false},
	# The events
	"exactly what is demanded": {"change": [scenarios(["insolvency", "loss_of_key_staff"])], "passes": true},
	"one event is missing": {"change": [scenarios(["insolvency", "ransomware"])], "passes": false},
	"the other event is missing": {"change": [scenarios(["loss_of_key_staff"])], "passes": false},
	"no events": {"change": [scenarios([])], "passes": false},
	"events unanswered": {"change": [no_answer("/continuity/bcp/scenarios")], "passes": false},
	"plan unanswered": {"change": [no_answer("/continuity/bcp")], "passes": false},
}

reviewed(date) := answer("/continuity/bcp/reviewed_on", date)

scenarios(list) := answer("/continuity/bcp/scenarios", list)

test_plan_current[name] if {
	some name, case in plan_current_cases
	verdict("plan_current", json.patch(prepared, case.change), minimums) == case.passes
}

plan_current_reasons := {
	"passed": {"change": [], "want": set()},
	"passed today": {"change": [reviewed("2026-11-23")], "want": set()},
	"unanswered": {"change": [no_answer("/continuity/bcp")], "want": set()},
	"too old explains itself": {"change": [reviewed("2025-11-23")], "want": set()},
	"review lies ahead": {
		"change": [reviewed("2026-11-24")],
		"want": {explanation(
			"plan_current", ["continuity", "bcp", "reviewed_on"],
			"the date lies after the date of this check",
		)},
	},
	"reviewed today, an event is missing": {
		"change": [reviewed("2026-11-23"), scenarios(["insolvency"])],
		"want": {explanation(
			"plan_current", ["continuity", "bcp", "scenarios"],
			"the plan has no answer to: loss of key staff",
		)},
	},
	"events unanswered": {"change": [no_answer("/continuity/bcp/scenarios")], "want": set()},
	"events are missing": {
		"change": [scenarios([])],
		"want": {explanation(
			"plan_current", ["continuity", "bcp", "scenarios"],
			"the plan has no answer to: insolvency, loss of key staff",
		)},
	},
}

test_plan_current_reasons[name] if {
	some name, case in plan_current_reasons
	reasons_for("plan_current", json.patch(prepared, case.change)) == case.want
}

change_notice_cases := {
	"at the minimum": {"change": [], "passes": true},
	"above the minimum": {"change": [answer("/contract/continuity/change_notice_days", 61)], "passes": true},
	"below the minimum": {"change": [answer("/contract/continuity/change_notice_days", 59)], "passes": false},
	"no such duty": {"change": [answer("/contract/continuity/change_notice_days", 0)], "passes": false},
	"unanswered": {"change": [no_answer("/contract/continuity/change_notice_days")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/continuity")], "passes": false},
}

test_change_notice[name] if {
	some name, case in change_notice_cases
	verdict("change_notice", json.patch(prepared, case.change), minimums) == case.passes
}

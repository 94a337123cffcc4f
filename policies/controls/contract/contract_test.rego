package controls.contract_test

as_of := "2026-11-23"

# A signed agreement on which every control of this package passes.
signed := {
	"contract": {
		"status": "executed",
		"signed_on": "2026-06-10",
		"effective_on": "2026-06-15",
		"expires_on": "2027-06-14",
		"renewal": "manual",
		"documents": [
			{"id": "msa", "kind": "msa", "executed": true},
			{"id": "sow-1", "kind": "sow", "executed": true},
		],
	},
	"subcontractors": [
		{"name": "Cloud Ltd", "handles_member_data": true, "written_agreement": true},
		{"name": "Cabling Co", "handles_member_data": false, "written_agreement": false},
	],
	"engagement": {"term": {"start": "2026-07-01"}, "uses_subcontractors": true},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.contract[control] == true with input as document
		with data.requirements.contract as {"expiry_warn_days": 90}
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.contract.reasons with input as document
		with data.requirements.contract as {"expiry_warn_days": 90}
		with data.context.as_of as as_of
}

notes(document) := found if {
	found := data.controls.contract.notes with input as document
		with data.requirements.contract as {"expiry_warn_days": 90}
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(control, path, message) := {"control": control, "path": path, "message": message}

executed_cases := {
	"as signed": {"change": [], "passes": true},
	# The status
	"status unanswered": {"change": [no_answer("/contract/status")], "passes": false},
	"a draft": {"change": [answer("/contract/status", "draft")], "passes": false},
	"under negotiation": {"change": [answer("/contract/status", "negotiating")], "passes": false},
	"expired": {"change": [answer("/contract/status", "expired")], "passes": false},
	"terminated": {"change": [answer("/contract/status", "terminated")], "passes": false},
	# The documents
	"documents unanswered": {"change": [no_answer("/contract/documents")], "passes": false},
	"no documents": {"change": [answer("/contract/documents", [])], "passes": false},
	"one document": {"change": [no_answer("/contract/documents/1")], "passes": true},
	"the main agreement unsigned": {"change": [answer("/contract/documents/0/executed", false)], "passes": false},
	"an attachment unsigned": {"change": [answer("/contract/documents/1/executed", false)], "passes": false},
	"an attachment unanswered": {"change": [no_answer("/contract/documents/1/executed")], "passes": false},
	# The date against the first day of work, 1 July
	"signed the day before": {"change": [answer("/contract/signed_on", "2026-06-30")], "passes": true},
	"signed on the first day": {"change": [answer("/contract/signed_on", "2026-07-01")], "passes": true},
	"signed the day after": {"change": [answer("/contract/signed_on", "2026-07-02")], "passes": false},
	"signature unanswered": {"change": [no_answer("/contract/signed_on")], "passes": false},
	"first day unanswered": {"change": [no_answer("/engagement/term/start")], "passes": false},
	"engagement unanswered": {"change": [no_answer("/engagement")], "passes": false},
	# The date against the day of the check
	"signed today": {
		"change": [answer("/contract/signed_on", "2026-11-23"), answer("/engagement/term/start", "2027-01-01")],
		"passes": true,
	},
	"signed yesterday": {
		"change": [answer("/contract/signed_on", "2026-11-22"), answer("/engagement/term/start", "2027-01-01")],
		"passes": true,
	},
	"signed tomorrow": {
		"change": [answer("/contract/signed_on", "2026-11-24"), answer("/engagement/term/start", "2027-01-01")],
		"passes": false,
	},
	"contract unanswered": {"change": [no_answer("/contract")], "passes": false},
}

test_executed[name] if {
	some name, case in executed_cases
	verdict("executed", json.patch(signed, case.change)) == case.passes
}

executed_reasons := {
	"passed": {"change": [], "want": set()},
	"documents unanswered": {"change": [no_answer("/contract/documents")], "want": set()},
	"an attachment unanswered": {"change": [no_answer("/contract/documents/1/executed")], "want": set()},
	"signed in time, but a draft": {
		"change": [answer("/contract/status", "draft"), answer("/contract/signed_on", "2026-07-01")],
		"want": set(),
	},
	"no documents": {
		"change": [answer("/contract/documents", [])],
		"want": {explanation(
			"executed", ["contract", "documents"],
			"no document is listed that the parties could have signed",
		)},
	},
	"an attachment unsigned": {
		"change": [answer("/contract/documents/1/executed", false)],
		"want": {explanation(
			"executed", ["contract", "documents", 1, "executed"],
			"sow-1 is not signed by all parties",
		)},
	},
	"signed late": {
		"change": [answer("/contract/signed_on", "2026-07-02")],
		"want": {explanation(
			"executed", ["contract", "signed_on"],
			"the vendor's first day comes before the signature",
		)},
	},
	"signed today, but unsigned attachment": {
		"change": [
			answer("/contract/signed_on", "2026-11-23"),
			answer("/engagement/term/start", "2027-01-01"),
			answer("/contract/documents/0/executed", false),
		],
		"want": {explanation(
			"executed", ["contract", "documents", 0, "executed"],
			"msa is not signed by all parties",
		)},
	},
	"signed tomorrow": {
		"change": [answer("/contract/signed_on", "2026-11-24"), answer("/engagement/term/start", "2027-01-01")],
		"want": {explanation(
			"executed", ["contract", "signed_on"],
			"the date of signature lies after the date of this check",
		)},
	},
}

test_executed_reasons[name] if {
	some name, case in executed_reasons
	reasons_for("executed", json.patch(signed, case.change)) == case.want
}

parties_under_contract_cases := {
	"as listed": {"change": [], "passes": true},
	"one company": {"change": [no_answer("/subcontractors/1")], "passes": true},
	"list unanswered": {"change": [no_answer("/subcontractors")], "passes": false},
	"empty list": {"change": [answer("/subcontractors", [])], "passes": false},
	"no agreement": {"change": [answer("/subcontractors/0/written_agreement", false)], "passes": false},
	"agreement unanswered": {"change": [no_answer("/subcontractors/0/written_agreement")], "passes": false},
	"no agreement, no data": {"change": [answer("/subcontractors/0/handles_member_data", false)], "passes": true},
	"agreement unanswered, no data": {"change": [no_answer("/subcontractors/1/written_agreement")], "passes": true},
	"the other handles data too": {
		"change": [answer("/subcontractors/1/handles_member_data", true)],
		"passes": false,
	},
	"data unanswered, no agreement": {"change": [no_answer("/subcontractors/1/handles_member_data")], "passes": false},
	"data unanswered, but an agreement": {
		"change": [no_answer("/subcontractors/0/handles_member_data")],
		"passes": true,
	},
	"nothing but a name": {"change": [answer("/subcontractors", [{"name": "Cloud Ltd"}])], "passes": false},
}

test_parties_under_contract[name] if {
	some name, case in parties_under_contract_cases
	verdict("parties_under_contract", json.patch(signed, case.change)) == case.passes
}

parties_under_contract_reasons := {
	"passed": {"change": [], "want": set()},
	"list unanswered": {"change": [no_answer("/subcontractors")], "want": set()},
	"agreement unanswered": {"change": [no_answer("/subcontractors/0/written_agreement")], "want": set()},
	"data unanswered": {"change": [no_answer("/subcontractors/1/handles_member_data")], "want": set()},
	"empty list": {
		"change": [answer("/subcontractors", [])],
		"want": {{
			"control": "parties_under_contract",
			"path": ["subcontractors"],
			"message": "no subcontractor is listed, though the engagement does not rule them out",
			"unanswered": true,
		}},
	},
	"no agreement": {
		"change": [answer("/subcontractors/0/written_agreement", false)],
		"want": {explanation(
			"parties_under_contract", ["subcontractors", 0, "written_agreement"],
			"Cloud Ltd handles the member's data without a written agreement",
		)},
	},
}

test_parties_under_contract_reasons[name] if {
	some name, case in parties_under_contract_reasons
	reasons_for("parties_under_contract", json.patch(signed, case.change)) == case.want
}

mode(word) := answer("/engagement/mode", word)

in_term_cases := {
	"as agreed": {"change": [], "passes": true},
	"begins today": {"change": [answer("/contract/effective_on", "2026-11-23")], "passes": true},
	"began yesterday": {"change": [answer("/contract/effective_on", "2026-11-22")], "passes": true},
	"begins tomorrow": {"change": [answer("/contract/effective_on", "2026-11-24")], "passes": false},
	"begins tomorrow, at the award": {
		"change": [answer("/contract/effective_on", "2026-11-24"), mode("award")],
		"passes": true,
	},
	"begins tomorrow, while it runs": {
		"change": [answer("/contract/effective_on", "2026-11-24"), mode("monitoring")],
		"passes": false,
	},
	"beginning unanswered, at the award": {"change": [no_answer("/contract/effective_on"), mode("award")], "passes": false},
	"ended, at the award": {"change": [answer("/contract/expires_on", "2026-11-22"), mode("award")], "passes": false},
	"a draft": {"change": [answer("/contract/status", "draft")], "passes": true},
	"under negotiation": {"change": [answer("/contract/status", "negotiating")], "passes": true},
	"said to be expired": {"change": [answer("/contract/status", "expired")], "passes": false},
	"said to be terminated": {"change": [answer("/contract/status", "terminated")], "passes": false},
	"status unanswered": {"change": [no_answer("/contract/status")], "passes": false},
	"beginning unanswered": {"change": [no_answer("/contract/effective_on")], "passes": false},
	"ends today": {"change": [answer("/contract/expires_on", "2026-11-23")], "passes": true},
	"ends tomorrow": {"change": [answer("/contract/expires_on", "2026-11-24")], "passes": true},
	"ended yesterday": {"change": [answer("/contract/expires_on", "2026-11-22")], "passes": false},
	"end unanswered": {"change": [no_answer("/contract/expires_on")], "passes": false},
	"end unanswered, renews by itself": {
		"change": [no_answer("/contract/expires_on"), answer("/contract/renewal", "auto")],
		"passes": false,
	},
	"end and renewal unanswered": {
		"change": [no_answer("/contract/expires_on"), no_answer("/contract/renewal")],
		"passes": false,
	},
	"renewal unanswered": {"change": [no_answer("/contract/renewal")], "passes": true},
	"ended, though it renews by itself": {
		"change": [answer("/contract/expires_on", "2026-11-22"), answer("/contract/renewal", "auto")],
		"passes": false,
	},
	"no end": {
		"change": [no_answer("/contract/expires_on"), answer("/contract/renewal", "evergreen")],
		"passes": true,
	},
	"no end, and no beginning yet": {
		"change": [
			no_answer("/contract/expires_on"),
			answer("/contract/renewal", "evergreen"),
			answer("/contract/effective_on", "2026-11-24"),
		],
		"passes": false,
	},
	"no end, beginning unanswered": {
		"change": [
			no_answer("/contract/expires_on"),
			answer("/contract/renewal", "evergreen"),
			no_answer("/contract/effective_on"),
		],
		"passes": false,
	},
}

test_in_term[name] if {
	some name, case in in_term_cases
	verdict("in_term", json.patch(signed, case.change)) == case.passes
}

in_term_reasons := {
	"passed": {"change": [], "want": set()},
	"passed on the last day": {"change": [answer("/contract/expires_on", "2026-11-23")], "want": set()},
	"end unanswered": {"change": [no_answer("/contract/expires_on")], "want": set()},
	"terminated": {
		"change": [answer("/contract/status", "terminated")],
		"want": {explanation("in_term", ["contract", "status"], "the agreement is said to be terminated")},
	},
	"expired": {
		"change": [answer("/contract/status", "expired")],
		"want": {explanation("in_term", ["contract", "status"], "the agreement is said to be expired")},
	},
	"terminated while it ran": {
		"change": [answer("/contract/status", "terminated"), mode("monitoring")],
		"want": {explanation("in_term", ["contract", "status"], "the agreement is said to be terminated")},
	},
	"terminated on its only day": {
		"change": [
			answer("/contract/status", "terminated"),
			answer("/contract/effective_on", "2026-11-23"),
			answer("/contract/expires_on", "2026-11-23"),
			mode("monitoring"),
		],
		"want": {explanation("in_term", ["contract", "status"], "the agreement is said to be terminated")},
	},
	"terminated before it began, at the award": {
		"change": [
			answer("/contract/status", "terminated"),
			answer("/contract/effective_on", "2026-11-24"),
			mode("award"),
		],
		"want": {explanation("in_term", ["contract", "status"], "the agreement is said to be terminated")},
	},
	"begins tomorrow, at the award": {
		"change": [answer("/contract/effective_on", "2026-11-24"), mode("award")],
		"want": set(),
	},
	"begins tomorrow": {
		"change": [answer("/contract/effective_on", "2026-11-24"), mode("monitoring")],
		"want": {explanation("in_term", ["contract", "effective_on"], "the agreement has not begun yet")},
	},
	"ended yesterday": {
		"change": [answer("/contract/expires_on", "2026-11-22")],
		"want": {explanation("in_term", ["contract", "expires_on"], "the last day of the agreement has passed")},
	},
}

test_in_term_reasons[name] if {
	some name, case in in_term_reasons
	reasons_for("in_term", json.patch(signed, case.change)) == case.want
}

ends_soon := explanation(
	"in_term", ["contract", "expires_on"],
	"the agreement ends soon: plan its renewal or the way out",
)

contradiction := explanation(
	"in_term", ["contract", "expires_on"],
	"this last day has passed, yet the agreement is said to have no end: one of the two answers is wrong",
)

notes_cases := {
	"ends in a year": {"change": [], "want": set()},
	"end unanswered": {"change": [no_answer("/contract/expires_on")], "want": set()},
	"ends in 91 days": {"change": [answer("/contract/expires_on", "2027-02-22")], "want": set()},
	"ends in 90 days": {"change": [answer("/contract/expires_on", "2027-02-21")], "want": {ends_soon}},
	"ends in 89 days": {"change": [answer("/contract/expires_on", "2027-02-20")], "want": {ends_soon}},
	"ends today": {"change": [answer("/contract/expires_on", "2026-11-23")], "want": {ends_soon}},
	"ended yesterday": {"change": [answer("/contract/expires_on", "2026-11-22")], "want": set()},
	"ends today, before the award": {
		"change": [answer("/contract/expires_on", "2026-11-23"), answer("/engagement/mode", "pre_award")],
		"want": set(),
	},
	"ended yesterday and never, before the award": {
		"change": [
			answer("/contract/expires_on", "2026-11-22"),
			answer("/contract/renewal", "evergreen"),
			answer("/engagement/mode", "pre_award"),
		],
		"want": set(),
	},
	"ended yesterday and never": {
		"change": [answer("/contract/expires_on", "2026-11-22"), answer("/contract/renewal", "evergreen")],
		"want": {contradiction},
	},
	"ends today and never": {
		"change": [answer("/contract/expires_on", "2026-11-23"), answer("/contract/renewal", "evergreen")],
		"want": {ends_soon},
	},
}

test_notes[name] if {
	some name, case in notes_cases
	notes(json.patch(signed, case.change)) == case.want
}

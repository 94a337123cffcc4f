package controls.due_diligence_test

as_of := "2026-11-23"

minimums := {
	"accepted_questionnaires": ["hecvat", "caiq"],
	"max_age_days": 365,
	"required_topics": ["passwords", "mfa", "encryption"],
}

# A vendor that was examined in May and signed in June, on whom every control of
# this package passes.
examined := {
	"contract": {"status": "executed", "signed_on": "2026-06-10"},
	"due_diligence": {"questionnaire": {
		"kind": "hecvat",
		"completed_on": "2026-05-04",
		"topics": ["passwords", "mfa", "encryption", "continuity"],
		"evidence": "ev-hecvat",
	}},
	"evidence": [{"id": "ev-msa"}, {"id": "ev-hecvat"}],
	"engagement": {"due_diligence": {
		"decision": {
			"outcome": "accepted_with_conditions",
			"conditions": ["multifactor authentication by July"],
			"decided_by": "IT director",
			"decided_on": "2026-05-20",
		},
		"member_staff_trained_on": "2026-03-02",
	}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.due_diligence[control] == true with input as document
		with data.requirements.due_diligence as minimums
		with data.requirements.training as {"max_age_days": 365}
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.due_diligence.reasons with input as document
		with data.requirements.due_diligence as minimums
		with data.requirements.training as {"max_age_days": 365}
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

reason(control, path, message) := {"control": control, "path": path, "message": message}

in_the_future := "the date lies after the date of this check"

completed(date) := answer("/due_diligence/questionnaire/completed_on", date)

questionnaire_cases := {
	"as examined": {"change": [], "passes": true},
	"also accepted": {"change": [answer("/due_diligence/questionnaire/kind", "caiq")], "passes": true},
	"of a kind that is not accepted": {"change": [answer("/due_diligence/questionnaire/kind", "sig")], "passes": false},
	"kind unanswered": {"change": [no_answer("/due_diligence/questionnaire/kind")], "passes": false},
	"completed long ago": {"change": [completed("2020-01-01")], "passes": true},
	"completed yesterday": {"change": [completed("2026-11-22")], "passes": true},
	"completed today": {"change": [completed("2026-11-23")], "passes": true},
	"completed tomorrow": {"change": [completed("2026-11-24")], "passes": false},
	"completion unanswered": {"change": [no_answer("/due_diligence/questionnaire/completed_on")], "passes": false},
	"evidence unanswered": {"change": [no_answer("/due_diligence/questionnaire/evidence")], "passes": false},
	"evidence that does not exist": {
		"change": [answer("/due_diligence/questionnaire/evidence", "ev-caiq")],
		"passes": false,
	},
	"no evidence at all": {"change": [answer("/evidence", [])], "passes": false},
	"list of evidence unanswered": {"change": [no_answer("/evidence")], "passes": false},
	"questionnaire unanswered": {"change": [no_answer("/due_diligence/questionnaire")], "passes": false},
	"due diligence unanswered": {"change": [no_answer("/due_diligence")], "passes": false},
}

test_questionnaire[name] if {
	some name, case in questionnaire_cases
	verdict("questionnaire", json.patch(examined, case.change)) == case.passes
}

not_on_file := reason(
	"questionnaire", ["due_diligence", "questionnaire", "evidence"],
	"no entry of the evidence has this id",
)

questionnaire_reasons := {
	"passed": {"change": [], "want": set()},
	"another kind": {"change": [answer("/due_diligence/questionnaire/kind", "sig")], "want": set()},
	"evidence unanswered": {"change": [no_answer("/due_diligence/questionnaire/evidence")], "want": set()},
	"evidence unanswered, none listed": {
		"change": [no_answer("/due_diligence/questionnaire/evidence"), answer("/evidence", [])],
		"want": set(),
	},
	"list of evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"evidence that does not exist": {
		"change": [answer("/due_diligence/questionnaire/evidence", "ev-caiq")],
		"want": {not_on_file},
	},
	"no evidence at all": {"change": [answer("/evidence", [])], "want": {not_on_file}},
}

test_questionnaire_reasons[name] if {
	some name, case in questionnaire_reasons
	reasons_for("questionnaire", json.patch(examined, case.change)) == case.want
}

questionnaire_recent_cases := {
	"as examined": {"change": [], "passes": true},
	"364 days old": {"change": [completed("2025-11-24")], "passes": true},
	"365 days old": {"change": [completed("2025-11-23")], "passes": true},
	"366 days old": {"change": [completed("2025-11-22")], "passes": false},
	"of today": {"change": [completed("2026-11-23")], "passes": true},
	"of tomorrow": {"change": [completed("2026-11-24")], "passes": false},
	"unanswered": {"change": [no_answer("/due_diligence/questionnaire/completed_on")], "passes": false},
}

test_questionnaire_recent[name] if {
	some name, case in questionnaire_recent_cases
	verdict("questionnaire_recent", json.patch(examined, case.change)) == case.passes
}

questionnaire_recent_reasons := {
	"passed today": {"change": [completed("2026-11-23")], "want": set()},
	"too old": {"change": [completed("2025-11-22")], "want": set()},
	"unanswered": {"change": [no_answer("/due_diligence/questionnaire/completed_on")], "want": set()},
	"of tomorrow": {
		"change": [completed("2026-11-24")],
		"want": {reason("questionnaire_recent", ["due_diligence", "questionnaire", "completed_on"], in_the_future)},
	},
}

test_questionnaire_recent_reasons[name] if {
	some name, case in questionnaire_recent_reasons
	reasons_for("questionnaire_recent", json.patch(examined, case.change)) == case.want
}

topics(words) := answer("/due_diligence/questionnaire/topics", words)

questionnaire_topics_cases := {
	"more than asked": {"change": [], "passes": true},
	"exactly as asked": {"change": [topics(["encryption", "mfa", "passwords"])], "passes": true},
	"first missing": {"change": [topics(["mfa", "encryption"])], "passes": false},
	"second missing": {"change": [topics(["passwords", "encryption"])], "passes": false},
	"third missing": {"change": [topics(["passwords", "mfa"])], "passes": false},
	"none": {"change": [topics([])], "passes": false},
	"unanswered": {"change": [no_answer("/due_diligence/questionnaire/topics")], "passes": false},
}

test_questionnaire_topics[name] if {
	some name, case in questionnaire_topics_cases
	verdict("questionnaire_topics", json.patch(examined, case.change)) == case.passes
}

questionnaire_topics_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/due_diligence/questionnaire/topics")], "want": set()},
	"two missing": {
		"change": [topics(["mfa"])],
		"want": {reason(
			"questionnaire_topics", ["due_diligence", "questionnaire", "topics"],
			"the questionnaire does not ask about: passwords, encryption",
		)},
	},
	"none": {
		"change": [topics([])],
		"want": {reason(
			"questionnaire_topics", ["due_diligence", "questionnaire", "topics"],
			"the questionnaire does not ask about: passwords, mfa, encryption",
		)},
	},
}

test_questionnaire_topics_reasons[name] if {
	some name, case in questionnaire_topics_reasons
	reasons_for("questionnaire_topics", json.patch(examined, case.change)) == case.want
}

decision(field, value) := answer(sprintf("/engagement/due_diligence/decision/%s", [field]), value)

no_decision(field) := no_answer(sprintf("/engagement/due_diligence/decision/%s", [field]))

unsigned(status) := [answer("/contract/status", status), no_answer("/contract/signed_on")]

decision_recorded_cases := {
	"as recorded": {"change": [], "passes": true},
	"after the first answers, the last unanswered": {
		"change": [
			answer("/due_diligence/questionnaire/first_completed_on", "2026-05-01"),
			no_answer("/due_diligence/questionnaire/completed_on"),
		],
		"passes": false,
	},
	# The outcome and its conditions
	"accepted": {"change": [decision("outcome", "accepted"), decision("conditions", [])], "passes": true},
	"accepted, conditions unanswered": {
		"change": [decision("outcome", "accepted"), no_decision("conditions")],
		"passes": true,
	},
	"conditions that nobody wrote down": {"change": [decision("conditions", [])], "passes": false},
	"conditions unanswered": {"change": [no_decision("conditions")], "passes": false},
	"rejected": {"change": [decision("outcome", "rejected")], "passes": false},
	"pending": {"change": [decision("outcome", "pending")], "passes": false},
	"outcome unanswered": {"change": [no_decision("outcome")], "passes": false},
	# Who decided
	"nobody's decision": {"change": [decision("decided_by", "")], "passes": false},
	"decider unanswered": {"change": [no_decision("decided_by")], "passes": false},
	# After the questionnaire of 4 May
	"a day after the questionnaire": {"change": [decision("decided_on", "2026-05-05")], "passes": true},
	"on the day of the questionnaire": {"change": [decision("decided_on", "2026-05-04")], "passes": true},
	"a day before the questionnaire": {"change": [decision("decided_on", "2026-05-03")], "passes": false},
	"questionnaire unanswered": {
		"change": [no_answer("/due_diligence/questionnaire/completed_on")],
		"passes": false,
	},
	# The answers of 4 May are renewed
	"after the first answers": {"change": [decision("decided_on", "2026-03-02"), first_answers("2026-03-01")], "passes": true},
	"on the day of the first answers": {"change": [decision("decided_on", "2026-03-01"), first_answers("2026-03-01")], "passes": true},
	"before the first answers": {"change": [decision("decided_on", "2026-02-28"), first_answers("2026-03-01")], "passes": false},
	"first answers on the day of the present ones": {"change": [decision("decided_on", "2026-05-04"), first_answers("2026-05-04")], "passes": true},
	"first answers that came later": {
		"change": [
			answer("/due_diligence/questionnaire/completed_on", "2026-06-08"),
			first_answers("2026-06-09"), decision("decided_on", "2026-06-07"),
		],
		"passes": false,
	},
	# Before the signature of 10 June
	"a day before the signature": {"change": [decision("decided_on", "2026-06-09")], "passes": true},
	"on the day of the signature": {"change": [decision("decided_on", "2026-06-10")], "passes": true},
	"a day after the signature": {"change": [decision("decided_on", "2026-06-11")], "passes": false},
	"day unanswered": {"change": [no_decision("decided_on")], "passes": false},
	"signature unanswered": {"change": [no_answer("/contract/signed_on")], "passes": false},
	"status unanswered": {"change": [no_answer("/contract/status")], "passes": false},
	"expired since": {"change": [answer("/contract/status", "expired")], "passes": true},
	"expired since, decided late": {
		"change": [answer("/contract/status", "expired"), decision("decided_on", "2026-06-11")],
		"passes": false,
	},
	"terminated since": {"change": [answer("/contract/status", "terminated")], "passes": true},
	"terminated since, decided late": {
		"change": [answer("/contract/status", "terminated"), decision("decided_on", "2026-06-11")],
		"passes": false,
	},
	# Unsigned: by today
	"a draft": {"change": unsigned("draft"), "passes": true},
	"under negotiation": {"change": unsigned("negotiating"), "passes": true},
	"unsigned, decided yesterday": {
		"change": array.concat(unsigned("draft"), [decision("decided_on", "2026-11-22")]),
		"passes": true,
	},
	"unsigned, decided today": {
		"change": array.concat(unsigned("draft"), [decision("decided_on", "2026-11-23")]),
		"passes": true,
	},
	"unsigned, decided tomorrow": {
		"change": array.concat(unsigned("draft"), [decision("decided_on", "2026-11-24")]),
		"passes": false,
	},
	"decided and signed tomorrow": {
		"change": [decision("decided_on", "2026-11-24"), answer("/contract/signed_on", "2026-11-24")],
		"passes": false,
	},
	"decision unanswered": {"change": [no_answer("/engagement/due_diligence/decision")], "passes": false},
	"engagement unanswered": {"change": [no_answer("/engagement")], "passes": false},
}

test_decision_recorded[name] if {
	some name, case in decision_recorded_cases
	verdict("decision_recorded", json.patch(examined, case.change)) == case.passes
}

decision_reason(field, message) := reason(
	"decision_recorded", ["engagement", "due_diligence", "decision", field],
	message,
)

first_answers(date) := answer("/due_diligence/questionnaire/first_completed_on", date)

decision_recorded_reasons := {
	"passed": {"change": [], "want": set()},
	"rejected": {"change": [decision("outcome", "rejected")], "want": set()},
	"rejected, first answers after the last": {
		"change": [
			decision("outcome", "rejected"),
			answer("/due_diligence/questionnaire/first_completed_on", "2026-06-01"),
		],
		"want": set(),
	},
	"rejected on the day of the last answers, first answers later": {
		"change": [
			decision("outcome", "rejected"),
			decision("decided_on", "2026-05-04"),
			answer("/due_diligence/questionnaire/first_completed_on", "2026-06-01"),
		],
		"want": set(),
	},
	"rejected on the day of the first answers": {
		"change": [
			decision("outcome", "rejected"),
			decision("decided_on", "2026-05-01"),
			answer("/due_diligence/questionnaire/first_completed_on", "2026-05-01"),
		],
		"want": set(),
	},
	"rejected, on the first possible day": {
		"change": [decision("outcome", "rejected"), decision("decided_on", "2026-05-04")],
		"want": set(),
	},
	"rejected, on the last possible day": {
		"change": [decision("outcome", "rejected"), decision("decided_on", "2026-06-10")],
		"want": set(),
	},
	"rejected today, unsigned": {
		"change": array.concat(
			unsigned("draft"),
			[decision("outcome", "rejected"), decision("decided_on", "2026-11-23")],
		),
		"want": set(),
	},
	"a draft with a date of signature": {
		"change": [
			answer("/contract/status", "draft"),
			decision("outcome", "rejected"),
			decision("decided_on", "2026-06-11"),
		],
		"want": set(),
	},
	"conditions unanswered": {"change": [no_decision("conditions")], "want": set()},
	"no conditions": {
		"change": [decision("conditions", [])],
		"want": {decision_reason("conditions", "the acceptance has conditions, and none is recorded")},
	},
	"no conditions to record": {
		"change": [decision("outcome", "rejected"), decision("conditions", [])],
		"want": set(),
	},
	"pending": {
		"change": [decision("outcome", "pending")],
		"want": {object.union(
			decision_reason("outcome", "the member has not decided yet"),
			{"unanswered": true},
		)},
	},
	"before the present answers, the first ones unanswered": {"change": [decision("decided_on", "2026-05-03")], "want": set()},
	"too early": {
		"change": [decision("decided_on", "2026-05-03"), first_answers("2026-05-04")],
		"want": {decision_reason("decided_on", "the decision came before the vendor's answers to the questionnaire")},
	},
	"too late": {
		"change": [decision("decided_on", "2026-06-11")],
		"want": {decision_reason("decided_on", "the decision came after the signature")},
	},
	"tomorrow": {
		"change": array.concat(unsigned("negotiating"), [decision("decided_on", "2026-11-24")]),
		"want": {decision_reason("decided_on", in_the_future)},
	},
}

test_decision_recorded_reasons[name] if {
	some name, case in decision_recorded_reasons
	reasons_for("decision_recorded", json.patch(examined, case.change)) == case.want
}

trained(date) := answer("/engagement/due_diligence/member_staff_trained_on", date)

member_staff_trained_cases := {
	"as trained": {"change": [], "passes": true},
	"364 days ago": {"change": [trained("2025-11-24")], "passes": true},
	"365 days ago": {"change": [trained("2025-11-23")], "passes": true},
	"366 days ago": {"change": [trained("2025-11-22")], "passes": false},
	"today": {"change": [trained("2026-11-23")], "passes": true},
	"tomorrow": {"change": [trained("2026-11-24")], "passes": false},
	"unanswered": {"change": [no_answer("/engagement/due_diligence/member_staff_trained_on")], "passes": false},
	"engagement unanswered": {"change": [no_answer("/engagement")], "passes": false},
}

test_member_staff_trained[name] if {
	some name, case in member_staff_trained_cases
	verdict("member_staff_trained", json.patch(examined, case.change)) == case.passes
}

member_staff_trained_reasons := {
	"passed today": {"change": [trained("2026-11-23")], "want": set()},
	"too long ago": {"change": [trained("2025-11-22")], "want": set()},
	"unanswered": {"change": [no_answer("/engagement/due_diligence/member_staff_trained_on")], "want": set()},
	"tomorrow": {
		"change": [trained("2026-11-24")],
		"want": {reason(
			"member_staff_trained", ["engagement", "due_diligence", "member_staff_trained_on"],
			in_the_future,
		)},
	},
}

test_member_staff_trained_reasons[name] if {
	some name, case in member_staff_trained_reasons
	reasons_for("member_staff_trained", json.patch(examined, case.change)) == case.want
}

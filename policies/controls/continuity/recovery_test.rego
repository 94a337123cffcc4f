package controls.continuity_test

recovery_tested_cases := {
	"as sent": {"change": [], "passes": true},
	# The age: 365 days
	"just in time": {"change": [performed("2025-11-23")], "passes": true},
	"a day later": {"change": [performed("2025-11-24")], "passes": true},
	"a day too early": {"change": [performed("2025-11-22")], "passes": false},
	"today": {"change": [performed("2026-11-23")], "passes": true},
	"tomorrow": {"change": [performed("2026-11-24")], "passes": false},
	"date unanswered": {"change": [no_answer("/continuity/tests/0/performed_on")], "passes": false},
	# The kind
	"the other accepted kind": {"change": [answer("/continuity/tests/0/kind", "failover")], "passes": true},
	"only talked through": {"change": [answer("/continuity/tests/0/kind", "tabletop")], "passes": false},
	"no accepted test": {
		"change": [no_answer("/continuity/tests/1"), no_answer("/continuity/tests/0")],
		"passes": false,
	},
	"a kind that does not count may lack its date": {
		"change": [no_answer("/continuity/tests/2/performed_on")],
		"passes": true,
	},
	# The report
	"no such evidence": {"change": [answer("/continuity/tests/0/evidence", "ev-lost")], "passes": false},
	"report unanswered": {"change": [no_answer("/continuity/tests/0/evidence")], "passes": false},
	"no evidence": {"change": [answer("/evidence", [])], "passes": false},
	"evidence unanswered": {"change": [no_answer("/evidence")], "passes": false},
	# The newest test decides
	"the newest comes last": {
		"change": [
			answer("/continuity/tests/0", prepared.continuity.tests[1]),
			answer("/continuity/tests/-", prepared.continuity.tests[0]),
		],
		"passes": true,
	},
	"a newer one without a report": {
		"change": [answer("/continuity/tests/1/performed_on", "2026-05-05")],
		"passes": false,
	},
	"one of the same day without a report": {
		"change": [answer("/continuity/tests/1/performed_on", "2026-05-04")],
		"passes": false,
	},
	"one of the day before without a report": {
		"change": [answer("/continuity/tests/1/performed_on", "2026-05-03")],
		"passes": true,
	},
	"the other's date unanswered": {"change": [no_answer("/continuity/tests/1/performed_on")], "passes": false},
	# The list
	"no tests": {"change": [answer("/continuity/tests", [])], "passes": false},
	"tests unanswered": {"change": [no_answer("/continuity/tests")], "passes": false},
	"section unanswered": {"change": [no_answer("/continuity")], "passes": false},
}

performed(date) := answer("/continuity/tests/0/performed_on", date)

test_recovery_tested[name] if {
	some name, case in recovery_tested_cases
	verdict("recovery_tested", json.patch(prepared, case.change), minimums) == case.passes
}

recovery_tested_reasons := {
	"passed": {"change": [], "want": set()},
	"passed on the last day": {"change": [performed("2025-11-23")], "want": set()},
	"tests unanswered": {"change": [no_answer("/continuity/tests")], "want": set()},
	"date unanswered": {"change": [no_answer("/continuity/tests/0/performed_on")], "want": set()},
	"report unanswered": {"change": [no_answer("/continuity/tests/0/evidence")], "want": set()},
	"evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"no tests": {
		"change": [answer("/continuity/tests", [])],
		"want": {explanation("recovery_tested", ["continuity", "tests"], "no test of an accepted kind is listed")},
	},
	"no test that counts": {
		"change": [no_answer("/continuity/tests/1"), no_answer("/continuity/tests/0")],
		"want": {explanation("recovery_tested", ["continuity", "tests"], "no test of an accepted kind is listed")},
	},
	"too old": {
		"change": [performed("2025-11-22")],
		"want": {explanation(
			"recovery_tested", ["continuity", "tests", 0, "performed_on"],
			"the newest accepted test is too old",
		)},
	},
	"lies ahead": {
		"change": [performed("2026-11-24")],
		"want": {explanation(
			"recovery_tested", ["continuity", "tests", 0, "performed_on"],
			"the date lies after the date of this check",
		)},
	},
	"today, but no such evidence": {
		"change": [performed("2026-11-23"), answer("/continuity/tests/0/evidence", "ev-lost")],
		"want": {explanation(
			"recovery_tested", ["continuity", "tests", 0, "evidence"],
			"no entry of the evidence has this id",
		)},
	},
	"a year and a day ago, but no such evidence": {
		"change": [performed("2025-11-22"), answer("/continuity/tests/0/evidence", "ev-lost")],
		"want": {
			explanation(
				"recovery_tested", ["continuity", "tests", 0, "performed_on"],
				"the newest accepted test is too old",
			),
			explanation(
				"recovery_tested", ["continuity", "tests", 0, "evidence"],
				"no entry of the evidence has this id",
			),
		},
	},
	"too old, others lie ahead or have no such evidence": {
		"change": [
			performed("2025-11-22"),
			answer("/continuity/tests/1/evidence", "ev-lost"),
			answer("/continuity/tests/2/performed_on", "2026-11-24"),
		],
		"want": {explanation(
			"recovery_tested", ["continuity", "tests", 0, "performed_on"],
			"the newest accepted test is too old",
		)},
	},
	"report unanswered, none listed": {
		"change": [no_answer("/continuity/tests/0/evidence"), answer("/evidence", [])],
		"want": set(),
	},
	"just in time, but no such evidence": {
		"change": [performed("2025-11-23"), answer("/continuity/tests/0/evidence", "ev-lost")],
		"want": {explanation(
			"recovery_tested", ["continuity", "tests", 0, "evidence"],
			"no entry of the evidence has this id",
		)},
	},
}

test_recovery_tested_reasons[name] if {
	some name, case in recovery_tested_reasons
	reasons_for("recovery_tested", json.patch(prepared, case.change)) == case.want
}

recovery_sufficient_cases := {
	"as tested": {"change": [], "passes": true},
	# The outcome
	"problems were fixed": {"change": [outcome("passed_with_issues_closed")], "passes": true},
	"problems are open": {"change": [outcome("passed_with_open_issues")], "passes": false},
	"failed": {"change": [outcome("failed")], "passes": false},
	"outcome unanswered": {"change": [no_answer("/continuity/tests/0/outcome")], "passes": false},
	# The downtime: 8 hours
	"an hour less downtime": {"change": [answer("/continuity/tests/0/achieved_rto_hours", 7)], "passes": true},
	"an hour more downtime": {"change": [answer("/continuity/tests/0/achieved_rto_hours", 9)], "passes": false},
	"no downtime": {"change": [answer("/continuity/tests/0/achieved_rto_hours", 0)], "passes": true},
	"downtime unanswered": {"change": [no_answer("/continuity/tests/0/achieved_rto_hours")], "passes": false},
	"need of service unanswered": {
		"change": [no_answer("/engagement/max_tolerable_downtime_hours")],
		"passes": false,
	},
	# The loss of data: 4 hours
	"an hour less lost": {"change": [answer("/continuity/tests/0/achieved_rpo_hours", 3)], "passes": true},
	"an hour more lost": {"change": [answer("/continuity/tests/0/achieved_rpo_hours", 5)], "passes": false},
	"nothing lost": {"change": [answer("/continuity/tests/0/achieved_rpo_hours", 0)], "passes": true},
	"loss unanswered": {"change": [no_answer("/continuity/tests/0/achieved_rpo_hours")], "passes": false},
	"need of data unanswered": {
		"change": [no_answer("/engagement/max_tolerable_data_loss_hours")],
		"passes": false,
	},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	# The newest test decides
	"a newer one failed": {"change": [answer("/continuity/tests/1/performed_on", "2026-05-05")], "passes": false},
	"one of the same day failed": {
		"change": [answer("/continuity/tests/1/performed_on", "2026-05-04")],
		"passes": false,
	},
	"one of the day before failed": {
		"change": [answer("/continuity/tests/1/performed_on", "2026-05-03")],
		"passes": true,
	},
	"the date of the failed one unanswered": {
		"change": [no_answer("/continuity/tests/1/performed_on")],
		"passes": false,
	},
	"the only one that counts needs no date": {
		"change": [no_answer("/continuity/tests/1"), no_answer("/continuity/tests/0/performed_on")],
		"passes": true,
	},
	# Talk beside a restoration
	"talk of today hides no failure": {
		"change": [outcome("failed"), answer("/continuity/tests/-", talk("2026-11-20", "passed"))],
		"minimums": talk_counts,
		"passes": false,
	},
	"talk that failed does not undo a restoration": {
		"change": [answer("/continuity/tests/-", talk("2026-11-20", "failed"))],
		"minimums": talk_counts,
		"passes": true,
	},
	"talk without hours asks for none beside a restoration": {
		"change": [answer("/continuity/tests/-", {"kind": "tabletop", "performed_on": "2026-11-20"})],
		"minimums": talk_counts,
		"passes": true,
	},
	"only talk, and that counts": {
		"change": [answer("/continuity/tests", [talk("2026-11-20", "passed")])],
		"minimums": talk_counts,
		"passes": true,
	},
	"only talk, the newer of two failed": {
		"change": [answer("/continuity/tests", [talk("2026-11-20", "passed"), talk("2026-11-21", "failed")])],
		"minimums": talk_counts,
		"passes": false,
	},
	"only talk, the older of two failed": {
		"change": [answer("/continuity/tests", [talk("2026-11-20", "failed"), talk("2026-11-21", "passed")])],
		"minimums": talk_counts,
		"passes": true,
	},
	"a restoration of a kind that does not count yields to talk": {
		"change": [answer("/continuity/tests", [
			object.union(talk("2026-11-22", "failed"), {"kind": "walkthrough"}),
			talk("2026-11-21", "passed"),
		])],
		"minimums": talk_counts,
		"passes": true,
	},
	"a newer one of a kind that does not count hides no failure": {
		"change": [outcome("failed"), answer("/continuity/tests/-", uncounted("passed"))],
		"passes": false,
	},
	# The list
	"only talked through": {
		"change": [no_answer("/continuity/tests/1"), no_answer("/continuity/tests/0")],
		"passes": false,
	},
	"no tests": {"change": [answer("/continuity/tests", [])], "passes": false},
	"tests unanswered": {"change": [no_answer("/continuity/tests")], "passes": false},
}

outcome(word) := answer("/continuity/tests/0/outcome", word)

test_recovery_sufficient[name] if {
	some name, case in recovery_sufficient_cases
	least := object.get(case, "minimums", minimums)
	verdict("recovery_sufficient", json.patch(prepared, case.change), least) == case.passes
}

talk(day, how) := {
	"kind": "tabletop",
	"performed_on": day,
	"outcome": how,
	"achieved_rto_hours": 1,
	"achieved_rpo_hours": 1,
}

uncounted(how) := object.union(talk("2026-11-22", how), {"kind": "walkthrough"})

talk_counts := json.patch(minimums, [answer("/test_kinds_accepted", ["failover", "functional", "restore", "tabletop"])])

# Of talk beside a restoration nothing is told: it is the restoration that failed.
test_recovery_sufficient_reason_is_the_restoration if {
	every kind in ["failover", "functional", "restore"] {
		reason_is_the_restoration(kind)
	}
}

reason_is_the_restoration(kind) if {
	document := json.patch(prepared, [
		answer("/continuity/tests/0/kind", kind),
		answer("/continuity/tests/0/achieved_rto_hours", 9),
		answer("/continuity/tests/-", talk("2026-11-20", "failed")),
	])
	found := data.controls.continuity.reasons with input as document
		with data.requirements.continuity as talk_counts
		with data.context.as_of as "2026-11-23"
	{reason.path | some reason in found; reason.control == "recovery_sufficient"} == {[
		"continuity", "tests", 0, "achieved_rto_hours",
	]}
}

test_recovery_sufficient_reason_of_talk_alone if {
	document := json.patch(prepared, [answer("/continuity/tests", [talk("2026-11-20", "failed")])])
	found := data.controls.continuity.reasons with input as document
		with data.requirements.continuity as talk_counts
		with data.context.as_of as "2026-11-23"
	{reason.path | some reason in found; reason.control == "recovery_sufficient"} == {[
		"continuity", "tests", 0, "outcome",
	]}
}

test_recovery_sufficient_reason_of_the_newer_talk if {
	document := json.patch(prepared, [answer("/continuity/tests", [
		talk("2026-11-20", "failed"),
		talk("2026-11-21", "failed"),
	])])
	found := data.controls.continuity.reasons with input as document
		with data.requirements.continuity as talk_counts
		with data.context.as_of as "2026-11-23"
	{reason.path | some reason in found; reason.control == "recovery_sufficient"} == {[
		"continuity", "tests", 1, "outcome",
	]}
}

recovery_sufficient_reasons := {
	"passed": {"change": [], "want": set()},
	"tests unanswered": {"change": [no_answer("/continuity/tests")], "want": set()},
	"outcome unanswered": {"change": [no_answer("/continuity/tests/0/outcome")], "want": set()},
	"newest unknown": {
		"change": [outcome("failed"), no_answer("/continuity/tests/1/performed_on")],
		"want": set(),
	},
	"no tests": {
		"change": [answer("/continuity/tests", [])],
		"want": {explanation("recovery_sufficient", ["continuity", "tests"], "no test of an accepted kind is listed")},
	},
	"failed": {
		"change": [outcome("failed")],
		"want": {explanation(
			"recovery_sufficient", ["continuity", "tests", 0, "outcome"],
			"the newest test that counts was not passed, or left problems open",
		)},
	},
	"failed, like a newer one that does not count": {
		"change": [outcome("failed"), answer("/continuity/tests/-", uncounted("failed"))],
		"want": {explanation(
			"recovery_sufficient", ["continuity", "tests", 0, "outcome"],
			"the newest test that counts was not passed, or left problems open",
		)},
	},
	"a newer one left problems open": {
		"change": [
			answer("/continuity/tests/1/performed_on", "2026-05-05"),
			answer("/continuity/tests/1/outcome", "passed_with_open_issues"),
		],
		"want": {explanation(
			"recovery_sufficient", ["continuity", "tests", 1, "outcome"],
			"the newest test that counts was not passed, or left problems open",
		)},
	},
	"failed, an older one was slow": {
		"change": [
			outcome("failed"),
			answer("/continuity/tests/1/achieved_rto_hours", 99),
			answer("/continuity/tests/1/achieved_rpo_hours", 99),
		],
		"want": {explanation(
			"recovery_sufficient", ["continuity", "tests", 0, "outcome"],
			"the newest test that counts was not passed, or left problems open",
		)},
	},
	"an hour too long": {
		"change": [answer("/continuity/tests/0/achieved_rto_hours", 9)],
		"want": {explanation(
			"recovery_sufficient", ["continuity", "tests", 0, "achieved_rto_hours"],
			"the recovery took longer than the member can be without the service",
		)},
	},
	"an hour too much lost": {
		"change": [answer("/continuity/tests/0/achieved_rpo_hours", 5)],
		"want": {explanation(
			"recovery_sufficient", ["continuity", "tests", 0, "achieved_rpo_hours"],
			"the recovery lost more recent data than the member can bear",
		)},
	},
}

test_recovery_sufficient_reasons[name] if {
	some name, case in recovery_sufficient_reasons
	reasons_for("recovery_sufficient", json.patch(prepared, case.change)) == case.want
}

results_clause_cases := {
	"as agreed": {"change": [], "passes": true},
	"a month sooner": {"change": [answer("/contract/continuity/dr_results_every_months", 11)], "passes": true},
	"a month later": {"change": [answer("/contract/continuity/dr_results_every_months", 13)], "passes": false},
	"interval unanswered": {"change": [no_answer("/contract/continuity/dr_results_every_months")], "passes": false},
	"no clause": {"change": [answer("/contract/continuity/dr_results_clause", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/continuity/dr_results_clause")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/continuity")], "passes": false},
}

test_results_clause[name] if {
	some name, case in results_clause_cases
	verdict("results_clause", json.patch(prepared, case.change), minimums) == case.passes
}

recovery_targets_cases := {
	"as agreed": {"change": [], "passes": true},
	"an hour less downtime": {"change": [answer("/contract/continuity/rto_hours", 7)], "passes": true},
	"an hour more downtime": {"change": [answer("/contract/continuity/rto_hours", 9)], "passes": false},
	"no downtime": {"change": [answer("/contract/continuity/rto_hours", 0)], "passes": true},
	"downtime unanswered": {"change": [no_answer("/contract/continuity/rto_hours")], "passes": false},
	"need of service unanswered": {
		"change": [no_answer("/engagement/max_tolerable_downtime_hours")],
		"passes": false,
	},
	"an hour less lost": {"change": [answer("/contract/continuity/rpo_hours", 3)], "passes": true},
	"an hour more lost": {"change": [answer("/contract/continuity/rpo_hours", 5)], "passes": false},
	"nothing lost": {"change": [answer("/contract/continuity/rpo_hours", 0)], "passes": true},
	"loss unanswered": {"change": [no_answer("/contract/continuity/rpo_hours")], "passes": false},
	"need of data unanswered": {
		"change": [no_answer("/engagement/max_tolerable_data_loss_hours")],
		"passes": false,
	},
	"section unanswered": {"change": [no_answer("/contract/continuity")], "passes": false},
}

test_recovery_targets[name] if {
	some name, case in recovery_targets_cases
	verdict("recovery_targets", json.patch(prepared, case.change), minimums) == case.passes
}

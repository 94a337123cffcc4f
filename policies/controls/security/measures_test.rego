package controls.security_test

# Exactly as long as an explanation has to be at least.
forty_characters := "Doors are locked and visitors signed in."

# A vendor on whom every control of the measures passes.
diligent := {
	"security": {
		"policies": [
			{"topic": "access_control", "reviewed_on": "2026-03-02"},
			{"topic": "incident_response", "reviewed_on": "2026-04-01"},
			{"topic": "acceptable_use"},
		],
		"control_narrative": {
			"physical": forty_characters,
			"technical": "ev-technical",
			"administrative": "New staff are screened, trained, and given access by their manager only.",
		},
		"training": {"last_completed_on": "2026-02-10", "completion_percent": 97.5},
		"vulnerability": {"patch_days_kev": 7, "patch_days_critical": 20},
		"endpoint": {"edr": true},
		"logging": {"retention_days": 365, "privileged_actions_logged": true},
	},
	"evidence": [{"id": "ev-msa"}, {"id": "ev-technical"}],
}

reviewed(i, date) := answer(sprintf("/security/policies/%d/reviewed_on", [i]), date)

policies_reviewed_cases := {
	"as kept": {"change": [], "passes": true},
	"one missing": {"change": [no_answer("/security/policies/0")], "passes": false},
	"none": {"change": [answer("/security/policies", [])], "passes": false},
	"unanswered": {"change": [no_answer("/security/policies")], "passes": false},
	"review unanswered": {"change": [no_answer("/security/policies/1/reviewed_on")], "passes": false},
	"364 days ago": {"change": [reviewed(1, "2025-11-24")], "passes": true},
	"365 days ago": {"change": [reviewed(1, "2025-11-23")], "passes": true},
	"366 days ago": {"change": [reviewed(1, "2025-11-22")], "passes": false},
	"today": {"change": [reviewed(0, "2026-11-23")], "passes": true},
	"tomorrow": {"change": [reviewed(0, "2026-11-24")], "passes": false},
	"another topic is old": {"change": [reviewed(2, "2019-01-01")], "passes": true},
	"an old policy beside its successor": {
		"change": [answer("/security/policies/-", {"topic": "access_control", "reviewed_on": "2019-01-01"})],
		"passes": true,
	},
}

test_policies_reviewed[name] if {
	some name, case in policies_reviewed_cases
	verdict("policies_reviewed", json.patch(diligent, case.change)) == case.passes
}

no_policy(words) := reason(
	"policies_reviewed", ["security", "policies"],
	sprintf("there is no policy on: %s", [words]),
)

policies_reviewed_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/security/policies")], "want": set()},
	"review unanswered": {"change": [no_answer("/security/policies/1/reviewed_on")], "want": set()},
	"none": {
		"change": [answer("/security/policies", [])],
		"want": {no_policy("access control, incident response")},
	},
	"one missing, one old": {
		"change": [answer("/security/policies", [{"topic": "incident_response", "reviewed_on": "2025-11-22"}])],
		"want": {
			no_policy("access control"),
			reason(
				"policies_reviewed", ["security", "policies", 0, "reviewed_on"],
				"the policy on incident response was reviewed too long ago",
			),
		},
	},
	"one reviewed tomorrow, another today": {
		"change": [reviewed(0, "2026-11-24"), reviewed(1, "2026-11-23")],
		"want": {reason(
			"policies_reviewed", ["security", "policies", 0, "reviewed_on"],
			"the review of the policy on access control lies after the date of this check",
		)},
	},
	"one of tomorrow that nobody asked for": {
		"change": [answer("/security/policies", [
			{"topic": "access_control", "reviewed_on": "2025-11-23"},
			{"topic": "acceptable_use", "reviewed_on": "2026-11-24"},
		])],
		"want": {no_policy("incident response")},
	},
	"old ones that do not matter": {
		"change": [answer("/security/policies", [
			{"topic": "access_control", "reviewed_on": "2025-11-23"},
			{"topic": "access_control", "reviewed_on": "2019-01-01"},
			{"topic": "access_control", "reviewed_on": "2027-01-01"},
			{"topic": "acceptable_use", "reviewed_on": "2019-01-01"},
		])],
		"want": {no_policy("incident response")},
	},
}

test_policies_reviewed_reasons[name] if {
	some name, case in policies_reviewed_reasons
	reasons_for("policies_reviewed", json.patch(diligent, case.change)) == case.want
}

domains := ["physical", "technical", "administrative"]

narrative(domain, text) := answer(sprintf("/security/control_narrative/%s", [domain]), text)

# What may stand in each of the three fields.
control_narrative_cases := {
	"forty characters": {"text": forty_characters, "passes": true},
	"forty-one characters": {"text": sprintf("%s.", [forty_characters]), "passes": true},
	"thirty-nine characters": {"text": substring(forty_characters, 0, 39), "passes": false},
	"thirty-nine characters and blanks": {
		"text": sprintf("  %s  ", [substring(forty_characters, 0, 39)]),
		"passes": false,
	},
	"an id": {"text": "ev-msa", "passes": true},
	"an id that does not exist": {"text": "ev-physical", "passes": false},
	"a long id that does not exist": {
		"text": "ev-physical-technical-and-administrative-controls",
		"passes": false,
	},
	"one word": {"text": "yes", "passes": false},
	"one word and blanks": {
		"text": "yes                                         ",
		"passes": false,
	},
	"nothing": {"text": "", "passes": false},
}

test_control_narrative[name] if {
	some domain in domains
	some text, case in control_narrative_cases
	name := sprintf("%s: %s", [domain, text])
	verdict("control_narrative", json.patch(diligent, [narrative(domain, case.text)])) == case.passes
}

test_control_narrative_as_given if verdict("control_narrative", diligent)

test_control_narrative_unanswered[pointer] if {
	some pointer in [
		"/security/control_narrative/physical",
		"/security/control_narrative/technical",
		"/security/control_narrative/administrative",
		"/security/control_narrative",
		"/evidence",
	]
	verdict("control_narrative", json.patch(diligent, [no_answer(pointer)])) == false
}

test_control_narrative_without_evidence if {
	texts := [narrative("technical", forty_characters), no_answer("/evidence")]
	verdict("control_narrative", json.patch(diligent, texts))
}

narrative_reason(domain, message) := reason(
	"control_narrative", ["security", "control_narrative", domain],
	message,
)

control_narrative_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/security/control_narrative/physical")], "want": set()},
	"evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"too short": {
		"change": [narrative("physical", "We lock our doors.")],
		"want": {narrative_reason("physical", "the text on physical control is too short to explain anything")},
	},
	"an id that does not exist": {
		"change": [narrative("technical", "ev-tech")],
		"want": {narrative_reason(
			"technical",
			"this is no explanation, and no entry of the evidence has it as its id",
		)},
	},
	"one word, no evidence": {
		"change": [narrative("technical", forty_characters), narrative("administrative", "yes"), answer("/evidence", [])],
		"want": {narrative_reason(
			"administrative",
			"this is no explanation, and no entry of the evidence has it as its id",
		)},
	},
}

test_control_narrative_reasons[name] if {
	some name, case in control_narrative_reasons
	reasons_for("control_narrative", json.patch(diligent, case.change)) == case.want
}

training(field, value) := answer(sprintf("/security/training/%s", [field]), value)

staff_trained_cases := {
	"as trained": {"change": [], "passes": true},
	"364 days ago": {"change": [training("last_completed_on", "2025-11-24")], "passes": true},
	"365 days ago": {"change": [training("last_completed_on", "2025-11-23")], "passes": true},
	"366 days ago": {"change": [training("last_completed_on", "2025-11-22")], "passes": false},
	"today": {"change": [training("last_completed_on", "2026-11-23")], "passes": true},
	"tomorrow": {"change": [training("last_completed_on", "2026-11-24")], "passes": false},
	"day unanswered": {"change": [no_answer("/security/training/last_completed_on")], "passes": false},
	"95 percent": {"change": [training("completion_percent", 95)], "passes": true},
	"just below 95 percent": {"change": [training("completion_percent", 94.9)], "passes": false},
	"just above 95 percent": {"change": [training("completion_percent", 95.1)], "passes": true},
	"nobody": {"change": [training("completion_percent", 0)], "passes": false},
	"share unanswered": {"change": [no_answer("/security/training/completion_percent")], "passes": false},
	"unanswered": {"change": [no_answer("/security/training")], "passes": false},
}

test_staff_trained[name] if {
	some name, case in staff_trained_cases
	verdict("staff_trained", json.patch(diligent, case.change)) == case.passes
}

staff_trained_reasons := {
	"passed today": {"change": [training("last_completed_on", "2026-11-23")], "want": set()},
	"too few, today": {
		"change": [training("completion_percent", 94), training("last_completed_on", "2026-11-23")],
		"want": set(),
	},
	"too long ago": {"change": [training("last_completed_on", "2025-11-22")], "want": set()},
	"unanswered": {"change": [no_answer("/security/training")], "want": set()},
	"tomorrow": {
		"change": [training("last_completed_on", "2026-11-24")],
		"want": {reason(
			"staff_trained", ["security", "training", "last_completed_on"],
			"the date lies after the date of this check",
		)},
	},
}

test_staff_trained_reasons[name] if {
	some name, case in staff_trained_reasons
	reasons_for("staff_trained", json.patch(diligent, case.change)) == case.want
}

kev(days) := answer("/security/vulnerability/patch_days_kev", days)

critical(days) := answer("/security/vulnerability/patch_days_critical", days)

retention(days) := answer("/security/logging/retention_days", days)

technical_minimums_cases := {
	"as measured": {"change": [], "passes": true},
	"all at the boundary": {"change": [kev(14), critical(30), retention(180)], "passes": true},
	# Flaws that are exploited already: 14 days
	"exploited, at once": {"change": [kev(0)], "passes": true},
	"exploited, a day early": {"change": [kev(13)], "passes": true},
	"exploited, in time": {"change": [kev(14)], "passes": true},
	"exploited, a day late": {"change": [kev(15)], "passes": false},
	"exploited, unanswered": {"change": [no_answer("/security/vulnerability/patch_days_kev")], "passes": false},
	# Critical flaws: 30 days
	"critical, a day early": {"change": [critical(29)], "passes": true},
	"critical, in time": {"change": [critical(30)], "passes": true},
	"critical, a day late": {"change": [critical(31)], "passes": false},
	"critical, unanswered": {"change": [no_answer("/security/vulnerability/patch_days_critical")], "passes": false},
	# Detection
	"no detection": {"change": [answer("/security/endpoint/edr", false)], "passes": false},
	"detection unanswered": {"change": [no_answer("/security/endpoint")], "passes": false},
	# Logs: 180 days
	"logs a day longer": {"change": [retention(181)], "passes": true},
	"logs long enough": {"change": [retention(180)], "passes": true},
	"logs a day too short": {"change": [retention(179)], "passes": false},
	"no logs": {"change": [retention(0)], "passes": false},
	"logs unanswered": {"change": [no_answer("/security/logging/retention_days")], "passes": false},
	"administrators leave no trace": {
		"change": [answer("/security/logging/privileged_actions_logged", false)],
		"passes": false,
	},
	"administrators unanswered": {
		"change": [no_answer("/security/logging/privileged_actions_logged")],
		"passes": false,
	},
	"everything unanswered": {"change": [no_answer("/security")], "passes": false},
}

test_technical_minimums[name] if {
	some name, case in technical_minimums_cases
	verdict("technical_minimums", json.patch(diligent, case.change)) == case.passes
}

minimum_reason(path, message) := reason("technical_minimums", array.concat(["security"], path), message)

technical_minimums_reasons := {
	"passed at the boundary": {"change": [kev(14), critical(30), retention(180)], "want": set()},
	"everything unanswered": {"change": [no_answer("/security")], "want": set()},
	"no detection, the rest at the boundary": {
		"change": [kev(14), critical(30), retention(180), answer("/security/endpoint/edr", false)],
		"want": {minimum_reason(["endpoint", "edr"], "not every computer used for this work runs detection software")},
	},
	"all but detection": {
		"change": [kev(15), critical(31), retention(179), answer("/security/logging/privileged_actions_logged", false)],
		"want": {
			minimum_reason(["vulnerability", "patch_days_kev"], "flaws that attackers already use are fixed too late"),
			minimum_reason(["vulnerability", "patch_days_critical"], "critical flaws are fixed too late"),
			minimum_reason(["logging", "retention_days"], "logs are not kept long enough"),
			minimum_reason(
				["logging", "privileged_actions_logged"],
				"an administrator's actions are not recorded, or the administrator can alter the record",
			),
		},
	},
}

test_technical_minimums_reasons[name] if {
	some name, case in technical_minimums_reasons
	reasons_for("technical_minimums", json.patch(diligent, case.change)) == case.want
}

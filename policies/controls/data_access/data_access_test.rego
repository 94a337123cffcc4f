package controls.data_access_test

as_of := "2026-11-23"

minimums := {
	"review_max_age_days": 180,
	"stale_days_max": 45,
	"privileged_grants_max": 2,
}

# An engagement and a contract on which every control of this package passes.
modest := {
	"contract": {"security": {"least_privilege_clause": true, "secondary_use_prohibited": true}},
	"engagement": {
		"needed_data": [
			{"dataset": "tickets", "level": "write"},
			{"dataset": "servers", "level": "admin"},
		],
		"access": {
			"last_review_on": "2026-10-01",
			"grants": [
				{
					"principal": "desk",
					"dataset": "tickets",
					"level": "write",
					"privileged": false,
					"kind": "standard",
					"last_used_on": "2026-11-20",
				},
				{
					"principal": "ops",
					"dataset": "servers",
					"level": "admin",
					"privileged": true,
					"justification": "patching",
					"separate_account": true,
					"kind": "service",
					"last_used_on": "2026-11-20",
				},
			],
		},
	},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.data_access[control] == true with input as document
		with data.requirements.access as minimums
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.data_access.reasons with input as document
		with data.requirements.access as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

grant(i, field) := sprintf("/engagement/access/grants/%d/%s", [i, field])

grant_reason(control, path, message) := {
	"control": control,
	"path": array.concat(["engagement", "access", "grants"], path),
	"message": message,
}

least_privilege_cases := {
	"as needed": {"change": [], "passes": true},
	"no grants": {"change": [answer("/engagement/access/grants", [])], "passes": true},
	"grants unanswered": {"change": [no_answer("/engagement/access/grants")], "passes": false},
	"access unanswered": {"change": [no_answer("/engagement/access")], "passes": false},
	# The level
	"a lower level": {"change": [answer(grant(0, "level"), "read")], "passes": true},
	"no level to speak of": {"change": [answer(grant(0, "level"), "none")], "passes": true},
	"a higher level": {"change": [answer(grant(0, "level"), "admin")], "passes": false},
	"level unanswered": {"change": [no_answer(grant(0, "level"))], "passes": false},
	"needed level is lower": {"change": [answer("/engagement/needed_data/0/level", "read")], "passes": false},
	"needed level is higher": {"change": [answer("/engagement/needed_data/0/level", "admin")], "passes": true},
	"needed level unanswered": {"change": [no_answer("/engagement/needed_data/0/level")], "passes": false},
	"the higher of two needs": {
		"change": [answer("/engagement/needed_data/0", {"dataset": "tickets", "level": "read"})],
		"passes": true,
	},
	# The data set
	"a data set that is not needed": {"change": [answer(grant(1, "dataset"), "payroll")], "passes": false},
	"not needed, though at no level": {
		"change": [answer(grant(1, "dataset"), "payroll"), answer(grant(1, "level"), "none")],
		"passes": false,
	},
	"nothing is needed": {"change": [answer("/engagement/needed_data", [])], "passes": false},
	"needs unanswered": {"change": [no_answer("/engagement/needed_data")], "passes": false},
	"a right to everything": {"change": [answer(grant(0, "dataset"), "*")], "passes": false},
	"a right to everything, even where everything is needed": {
		"change": [
			answer(grant(0, "dataset"), "*"),
			answer("/engagement/needed_data/-", {"dataset": "*", "level": "admin"}),
		],
		"passes": false,
	},
}

test_least_privilege[name] if {
	some name, case in least_privilege_cases
	verdict("least_privilege", json.patch(modest, case.change)) == case.passes
}

least_privilege_reasons := {
	"passed": {"change": [], "want": set()},
	"needs unanswered": {"change": [no_answer("/engagement/needed_data")], "want": set()},
	"level unanswered": {"change": [no_answer(grant(0, "level"))], "want": set()},
	"needed level unanswered": {"change": [no_answer("/engagement/needed_data/0/level")], "want": set()},
	"one of two needs unanswered": {
		"change": [
			answer("/engagement/needed_data/0/level", "read"),
			answer("/engagement/needed_data/-", {"dataset": "tickets"}),
		],
		"want": set(),
	},
	"a higher level": {
		"change": [answer(grant(0, "level"), "admin")],
		"want": {grant_reason("least_privilege", [0, "level"], "desk has a higher right to tickets than the service needs")},
	},
	"a data set that is not needed": {
		"change": [answer(grant(1, "dataset"), "payroll")],
		"want": {grant_reason(
			"least_privilege", [1, "dataset"],
			"ops has a right to payroll, which the service does not need",
		)},
	},
	"nothing is needed": {
		"change": [answer("/engagement/needed_data", [])],
		"want": {
			grant_reason("least_privilege", [0, "dataset"], "desk has a right to tickets, which the service does not need"),
			grant_reason("least_privilege", [1, "dataset"], "ops has a right to servers, which the service does not need"),
		},
	},
	"a right to everything": {
		"change": [answer(grant(1, "dataset"), "*")],
		"want": {grant_reason("least_privilege", [1, "dataset"], "ops has a right to every data set")},
	},
	"a right to everything is told once": {
		"change": [
			answer(grant(1, "dataset"), "*"),
			answer("/engagement/needed_data/-", {"dataset": "*", "level": "read"}),
		],
		"want": {grant_reason("least_privilege", [1, "dataset"], "ops has a right to every data set")},
	},
}

test_least_privilege_reasons[name] if {
	some name, case in least_privilege_reasons
	reasons_for("least_privilege", json.patch(modest, case.change)) == case.want
}

purpose_limited_cases := {
	"as agreed": {"change": [], "passes": true},
	"no limit of access": {"change": [answer("/contract/security/least_privilege_clause", false)], "passes": false},
	"limit of access unanswered": {"change": [no_answer("/contract/security/least_privilege_clause")], "passes": false},
	"other uses allowed": {"change": [answer("/contract/security/secondary_use_prohibited", false)], "passes": false},
	"other uses unanswered": {"change": [no_answer("/contract/security/secondary_use_prohibited")], "passes": false},
}

test_purpose_limited[name] if {
	some name, case in purpose_limited_cases
	verdict("purpose_limited", json.patch(modest, case.change)) == case.passes
}

access_reviewed_cases := {
	"as kept": {"change": [], "passes": true},
	# The review: 180 days
	"reviewed just in time": {"change": [answer("/engagement/access/last_review_on", "2026-05-27")], "passes": true},
	"reviewed a day later": {"change": [answer("/engagement/access/last_review_on", "2026-05-28")], "passes": true},
	"reviewed a day too early": {"change": [answer("/engagement/access/last_review_on", "2026-05-26")], "passes": false},
	"reviewed today": {"change": [answer("/engagement/access/last_review_on", "2026-11-23")], "passes": true},
	"reviewed tomorrow": {"change": [answer("/engagement/access/last_review_on", "2026-11-24")], "passes": false},
	"review unanswered": {"change": [no_answer("/engagement/access/last_review_on")], "passes": false},
	# The last use: 45 days
	"used just in time": {"change": [answer(grant(1, "last_used_on"), "2026-10-09")], "passes": true},
	"used a day later": {"change": [answer(grant(1, "last_used_on"), "2026-10-10")], "passes": true},
	"used a day too early": {"change": [answer(grant(1, "last_used_on"), "2026-10-08")], "passes": false},
	"used today": {"change": [answer(grant(1, "last_used_on"), "2026-11-23")], "passes": true},
	"used tomorrow": {"change": [answer(grant(1, "last_used_on"), "2026-11-24")], "passes": false},
	"use unanswered": {"change": [no_answer(grant(1, "last_used_on"))], "passes": false},
	"kind unanswered, used in time": {"change": [no_answer(grant(1, "kind"))], "passes": true},
	"kind unanswered, used too early": {
		"change": [no_answer(grant(1, "kind")), answer(grant(1, "last_used_on"), "2026-10-08")],
		"passes": false,
	},
	"an account for emergencies, used too early": {
		"change": [answer(grant(1, "kind"), "break_glass"), answer(grant(1, "last_used_on"), "2020-01-01")],
		"passes": true,
	},
	"an account for emergencies, never used": {
		"change": [answer(grant(1, "kind"), "break_glass"), no_answer(grant(1, "last_used_on"))],
		"passes": true,
	},
	"no grants": {"change": [answer("/engagement/access/grants", [])], "passes": true},
	"no grants, but no review": {
		"change": [answer("/engagement/access", {"grants": []})],
		"passes": false,
	},
	"grants unanswered": {"change": [no_answer("/engagement/access/grants")], "passes": false},
}

test_access_reviewed[name] if {
	some name, case in access_reviewed_cases
	verdict("access_reviewed", json.patch(modest, case.change)) == case.passes
}

access_reviewed_reasons := {
	"passed": {"change": [answer(grant(1, "last_used_on"), "2026-10-09")], "want": set()},
	"review too old": {"change": [answer("/engagement/access/last_review_on", "2026-05-26")], "want": set()},
	"use unanswered": {"change": [no_answer(grant(1, "last_used_on"))], "want": set()},
	"not of an account for emergencies": {
		"change": [
			answer("/engagement/access/last_review_on", "2026-05-26"),
			answer(grant(0, "kind"), "break_glass"),
			answer(grant(0, "last_used_on"), "2020-01-01"),
			answer(grant(1, "kind"), "break_glass"),
			answer(grant(1, "last_used_on"), "2026-11-24"),
		],
		"want": set(),
	},
	"review too old, used just in time and today": {
		"change": [
			answer("/engagement/access/last_review_on", "2026-05-26"),
			answer(grant(0, "last_used_on"), "2026-10-09"),
			answer(grant(1, "last_used_on"), "2026-11-23"),
		],
		"want": set(),
	},
	"everything unused": {
		"change": [
			answer(grant(0, "last_used_on"), "2026-10-08"),
			answer(grant(0, "dataset"), "*"),
		],
		"want": {grant_reason(
			"access_reviewed", [0, "last_used_on"],
			"desk has left the right to every data set unused for too long",
		)},
	},
	"unused and impossible": {
		"change": [
			answer(grant(0, "last_used_on"), "2026-10-08"),
			answer(grant(1, "last_used_on"), "2026-11-24"),
		],
		"want": {
			grant_reason("access_reviewed", [0, "last_used_on"], "desk has left the right to tickets unused for too long"),
			grant_reason("access_reviewed", [1, "last_used_on"], "the last use by ops lies after the date of this check"),
		},
	},
}

test_access_reviewed_reasons[name] if {
	some name, case in access_reviewed_reasons
	reasons_for("access_reviewed", json.patch(modest, case.change)) == case.want
}

administrator := {
	"principal": "root",
	"dataset": "servers",
	"level": "admin",
	"privileged": true,
	"justification": "backups",
	"separate_account": true,
	"last_used_on": "2026-11-20",
}

privileged_access_cases := {
	"below the maximum": {"change": [], "passes": true},
	"at the maximum": {"change": [answer("/engagement/access/grants/-", administrator)], "passes": true},
	"at the maximum, and an account of its own for everyday work": {
		"change": [answer("/engagement/access/grants/-", administrator), answer(grant(0, "separate_account"), true)],
		"passes": true,
	},
	"above the maximum": {
		"change": [
			answer("/engagement/access/grants/-", administrator),
			answer("/engagement/access/grants/-", administrator),
		],
		"passes": false,
	},
	"no grants": {"change": [answer("/engagement/access/grants", [])], "passes": true},
	"grants unanswered": {"change": [no_answer("/engagement/access/grants")], "passes": false},
	"no administrators": {
		"change": [
			answer(grant(1, "privileged"), false),
			no_answer(grant(1, "justification")),
			no_answer(grant(1, "separate_account")),
		],
		"passes": true,
	},
	"privilege unanswered": {"change": [no_answer(grant(0, "privileged"))], "passes": false},
	"privilege unanswered, all else in order": {"change": [no_answer(grant(1, "privileged"))], "passes": false},
	"an administrator without a reason": {"change": [answer(grant(1, "justification"), "")], "passes": false},
	"reason unanswered": {"change": [no_answer(grant(1, "justification"))], "passes": false},
	"an everyday account": {"change": [answer(grant(1, "separate_account"), false)], "passes": false},
	"account unanswered": {"change": [no_answer(grant(1, "separate_account"))], "passes": false},
}

test_privileged_access[name] if {
	some name, case in privileged_access_cases
	verdict("privileged_access", json.patch(modest, case.change)) == case.passes
}

privileged_access_reasons := {
	"passed at the maximum": {"change": [answer("/engagement/access/grants/-", administrator)], "want": set()},
	"reason unanswered at the maximum": {
		"change": [
			answer("/engagement/access/grants/-", administrator),
			no_answer(grant(1, "justification")),
		],
		"want": set(),
	},
	"everyday accounts": {
		"change": [answer(grant(1, "separate_account"), false), answer(grant(0, "separate_account"), false)],
		"want": {grant_reason("privileged_access", [1, "separate_account"], "ops does ordinary work with the same account")},
	},
	"too many": {
		"change": [
			answer("/engagement/access/grants/-", administrator),
			answer("/engagement/access/grants/-", administrator),
		],
		"want": {grant_reason("privileged_access", [], "3 administrative rights are more than the tier allows")},
	},
}

test_privileged_access_reasons[name] if {
	some name, case in privileged_access_reasons
	reasons_for("privileged_access", json.patch(modest, case.change)) == case.want
}

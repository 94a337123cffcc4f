package controls.incident_test

# A contract on which every control of the notice passes.
agreed := {
	"contract": {"incident": {
		"notice_clause": true,
		"notice_channel": "phone_and_email",
		"member_contact_named": true,
		"notice_standard": "fixed_period",
		"notice_value": 24,
		"notice_unit": "hours",
		"trigger": "suspected_or_confirmed",
		"starts_at": "discovery",
		"covers_vendor_systems": true,
		"covers_subcontractors": true,
		"content": ["contact", "nature", "data_affected", "individuals_affected"],
		"updates_every_hours": 48,
	}},
	"engagement": {
		"data": {"classes": ["private_on_individuals"]},
		"uses_subcontractors": true,
	},
}

notice_clause_cases := {
	"as agreed": {"change": [], "passes": true},
	"by phone": {"change": [answer("/contract/incident/notice_channel", "phone")], "passes": true},
	"by mail": {"change": [answer("/contract/incident/notice_channel", "email")], "passes": true},
	"by portal": {"change": [answer("/contract/incident/notice_channel", "portal")], "passes": true},
	"no channel": {"change": [answer("/contract/incident/notice_channel", "none")], "passes": false},
	"channel unanswered": {"change": [no_answer("/contract/incident/notice_channel")], "passes": false},
	"no clause": {"change": [answer("/contract/incident/notice_clause", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/incident/notice_clause")], "passes": false},
	"no contact": {"change": [answer("/contract/incident/member_contact_named", false)], "passes": false},
	"contact unanswered": {"change": [no_answer("/contract/incident/member_contact_named")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/incident")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

test_notice_clause[name] if {
	some name, case in notice_clause_cases
	verdict("notice_clause", json.patch(agreed, case.change)) == case.passes
}

notice_period_cases := {
	# In hours
	"at the maximum": {"change": period("fixed_period", 24, "hours"), "passes": true},
	"below the maximum": {"change": period("fixed_period", 23, "hours"), "passes": true},
	"above the maximum": {"change": period("fixed_period", 25, "hours"), "passes": false},
	"zero hours": {"change": period("fixed_period", 0, "hours"), "passes": true},
	# In days
	"one calendar day": {"change": period("fixed_period", 1, "calendar_days"), "passes": true},
	"two calendar days": {"change": period("fixed_period", 2, "calendar_days"), "passes": false},
	"zero calendar days": {"change": period("fixed_period", 0, "calendar_days"), "passes": true},
	"one business day": {"change": period("fixed_period", 1, "business_days"), "passes": false},
	"zero business days": {"change": period("fixed_period", 0, "business_days"), "passes": true},
	# Immediately
	"immediately, no outer bound": {
		"change": [
			answer("/contract/incident/notice_standard", "immediate"),
			answer("/contract/incident/notice_value", 0),
			no_answer("/contract/incident/notice_unit"),
		],
		"passes": true,
	},
	"immediately, at the maximum": {"change": period("immediate", 24, "hours"), "passes": true},
	"immediately, above the maximum": {"change": period("immediate", 25, "hours"), "passes": false},
	"immediately, two calendar days": {"change": period("immediate", 2, "calendar_days"), "passes": false},
	"immediately, bound unanswered": {
		"change": [
			answer("/contract/incident/notice_standard", "immediate"),
			no_answer("/contract/incident/notice_value"),
		],
		"passes": false,
	},
	# No promise
	"without undue delay, with a small number": {"change": period("without_undue_delay", 1, "hours"), "passes": false},
	"without undue delay, with zero": {"change": period("without_undue_delay", 0, "hours"), "passes": false},
	"silent, with a small number": {"change": period("silent", 1, "hours"), "passes": false},
	"silent, with zero": {"change": period("silent", 0, "hours"), "passes": false},
	# Unanswered
	"standard unanswered": {"change": [no_answer("/contract/incident/notice_standard")], "passes": false},
	"number unanswered": {"change": [no_answer("/contract/incident/notice_value")], "passes": false},
	"unit unanswered": {"change": [no_answer("/contract/incident/notice_unit")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/incident")], "passes": false},
	# Classes with a maximum of their own
	"cji within its hour": {"change": period_for(1, ["public", "cji"]), "passes": true},
	"cji above its hour": {"change": period_for(2, ["public", "cji"]), "passes": false},
	"fti below its maximum": {"change": period_for(11, ["fti"]), "passes": true},
	"fti at its maximum": {"change": period_for(12, ["fti"]), "passes": true},
	"fti above its maximum": {"change": period_for(13, ["fti"]), "passes": false},
	"the strictest class decides": {"change": period_for(12, ["fti", "cji"]), "passes": false},
	"no classes in play": {"change": period_for(24, []), "passes": true},
	"classes unanswered and decisive": {"change": [no_answer("/engagement/data/classes")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	"classes unanswered, but soon enough for any": {
		"change": [
			answer("/contract/incident/notice_value", 1),
			no_answer("/engagement/data/classes"),
		],
		"passes": true,
	},
	"classes unanswered, soon enough for one of two": {
		"change": [
			answer("/contract/incident/notice_value", 12),
			no_answer("/engagement/data/classes"),
		],
		"passes": false,
	},
}

period(standard, value, unit) := [
	answer("/contract/incident/notice_standard", standard),
	answer("/contract/incident/notice_value", value),
	answer("/contract/incident/notice_unit", unit),
]

period_for(hours, classes) := [
	answer("/contract/incident/notice_value", hours),
	answer("/engagement/data/classes", classes),
]

test_notice_period[name] if {
	some name, case in notice_period_cases
	verdict("notice_period", json.patch(agreed, case.change)) == case.passes
}

test_notice_period_without_classes_of_their_own if {
	data.controls.incident.notice_period with input as json.patch(agreed, [no_answer("/engagement")])
		with data.requirements.incident as json.patch(minimums, [answer("/notice_hours_max_by_class", {})])
}

# A member that counts a business day as 24 hours may accept one.
test_business_days_are_counted_as_the_member_says[hours] if {
	some hours, want in {"24": true, "25": false}
	value := [true |
		data.controls.incident.notice_period with input as json.patch(agreed, period("fixed_period", 1, "business_days"))
			with data.requirements.incident as json.patch(
				minimums,
				[answer("/business_day_worst_case_hours", to_number(hours))],
			)
	]
	count(value) == 1 == want
}

# A tier that sets no maximum does not let everything pass.
test_notice_period_without_a_maximum if {
	not data.controls.incident.notice_period with input as agreed
		with data.requirements.incident as {}
}

period_reason(path, message) := {"control": "notice_period", "path": path, "message": message}

notice_period_reasons := {
	"passed": {"change": [], "want": set()},
	"above the maximum speaks for itself": {"change": period("fixed_period", 25, "hours"), "want": set()},
	"without undue delay": {
		"change": [answer("/contract/incident/notice_standard", "without_undue_delay")],
		"want": {period_reason(
			["contract", "incident", "notice_standard"],
			"the words \"without undue delay\" set no limit that anybody could hold the vendor to",
		)},
	},
	"silent": {
		"change": [answer("/contract/incident/notice_standard", "silent")],
		"want": {period_reason(
			["contract", "incident", "notice_standard"],
			"the contract does not say how soon the vendor has to report",
		)},
	},
	"immediately, bound unanswered": {
		"change": [
			answer("/contract/incident/notice_standard", "immediate"),
			no_answer("/contract/incident/notice_value"),
		],
		"want": {object.union(
			period_reason(
				["contract", "incident", "notice_value"],
				"the outer bound is not given: enter 0 if the contract says \"immediately\" and sets none",
			),
			{"unanswered": true},
		)},
	},
	"immediately, above the maximum": {"change": period("immediate", 25, "hours"), "want": set()},
	"fixed period, number unanswered": {"change": [no_answer("/contract/incident/notice_value")], "want": set()},
	"one business day": {
		"change": period("fixed_period", 1, "business_days"),
		"want": {period_reason(
			["contract", "incident", "notice_unit"],
			"a business day can last 96 hours, across a weekend and a holiday",
		)},
	},
	"immediately, one business day": {
		"change": period("immediate", 1, "business_days"),
		"want": {period_reason(
			["contract", "incident", "notice_unit"],
			"a business day can last 96 hours, across a weekend and a holiday",
		)},
	},
	"silent, with a left-over unit": {
		"change": period("silent", 1, "business_days"),
		"want": {period_reason(
			["contract", "incident", "notice_standard"],
			"the contract does not say how soon the vendor has to report",
		)},
	},
	"every class that is decisive": {
		"change": period_for(13, ["public", "fti", "cji"]),
		"want": {
			period_reason(
				["engagement", "data", "classes", 1],
				"for data of the class fti the longest acceptable time is 12 hours",
			),
			period_reason(
				["engagement", "data", "classes", 2],
				"for data of the class cji the longest acceptable time is 1 hours",
			),
		},
	},
	"only the class that is decisive": {
		"change": period_for(12, ["public", "fti", "cji"]),
		"want": {period_reason(
			["engagement", "data", "classes", 2],
			"for data of the class cji the longest acceptable time is 1 hours",
		)},
	},
}

test_notice_period_reasons[name] if {
	some name, case in notice_period_reasons
	reasons_for("notice_period", json.patch(agreed, case.change)) == case.want
}

notice_trigger_cases := {
	"as agreed": {"change": [], "passes": true},
	"confirmed incident": {
		"change": [answer("/contract/incident/trigger", "confirmed_incident")],
		"passes": false,
	},
	"confirmed breach": {
		"change": [answer("/contract/incident/trigger", "confirmed_breach_of_member_data")],
		"passes": false,
	},
	"trigger unanswered": {"change": [no_answer("/contract/incident/trigger")], "passes": false},
	"from confirmation": {"change": [answer("/contract/incident/starts_at", "confirmation")], "passes": false},
	"from determination": {"change": [answer("/contract/incident/starts_at", "determination")], "passes": false},
	"start unanswered": {"change": [no_answer("/contract/incident/starts_at")], "passes": false},
}

test_notice_trigger[name] if {
	some name, case in notice_trigger_cases
	verdict("notice_trigger", json.patch(agreed, case.change)) == case.passes
}

covers_vendor_side_cases := {
	"as agreed": {"change": [], "passes": true},
	"vendor's systems left out": {
		"change": [answer("/contract/incident/covers_vendor_systems", false)],
		"passes": false,
	},
	"vendor's systems unanswered": {
		"change": [no_answer("/contract/incident/covers_vendor_systems")],
		"passes": false,
	},
	"subcontractors left out": {
		"change": [answer("/contract/incident/covers_subcontractors", false)],
		"passes": false,
	},
	"subcontractors unanswered": {
		"change": [no_answer("/contract/incident/covers_subcontractors")],
		"passes": false,
	},
	"none used, and left out": {
		"change": [
			answer("/contract/incident/covers_subcontractors", false),
			answer("/engagement/uses_subcontractors", false),
		],
		"passes": true,
	},
	"none used, and unanswered": {
		"change": [
			no_answer("/contract/incident/covers_subcontractors"),
			answer("/engagement/uses_subcontractors", false),
		],
		"passes": true,
	},
	"not known whether any are used, and covered": {
		"change": [no_answer("/engagement/uses_subcontractors")],
		"passes": true,
	},
	"not known whether any are used, and left out": {
		"change": [
			answer("/contract/incident/covers_subcontractors", false),
			no_answer("/engagement/uses_subcontractors"),
		],
		"passes": false,
	},
}

test_covers_vendor_side[name] if {
	some name, case in covers_vendor_side_cases
	verdict("covers_vendor_side", json.patch(agreed, case.change)) == case.passes
}

notice_content_cases := {
	"as agreed": {"change": [], "passes": true},
	"one item lacking": {
		"change": [answer("/contract/incident/content", ["nature", "contact"])],
		"passes": false,
	},
	"nothing demanded of the report": {"change": [answer("/contract/incident/content", [])], "passes": false},
	"content unanswered": {"change": [no_answer("/contract/incident/content")], "passes": false},
	"updates more often": {"change": [answer("/contract/incident/updates_every_hours", 47)], "passes": true},
	"updates too seldom": {"change": [answer("/contract/incident/updates_every_hours", 49)], "passes": false},
	"updates unanswered": {"change": [no_answer("/contract/incident/updates_every_hours")], "passes": false},
}

test_notice_content[name] if {
	some name, case in notice_content_cases
	verdict("notice_content", json.patch(agreed, case.change)) == case.passes
}

content_reason(message) := {
	"control": "notice_content",
	"path": ["contract", "incident", "content"],
	"message": message,
}

notice_content_reasons := {
	"passed": {"change": [], "want": set()},
	"updates too seldom": {"change": [answer("/contract/incident/updates_every_hours", 49)], "want": set()},
	"content unanswered": {"change": [no_answer("/contract/incident/content")], "want": set()},
	"one item lacking": {
		"change": [answer("/contract/incident/content", ["nature", "contact"])],
		"want": {content_reason("a report need not contain: data affected")},
	},
	"all items lacking": {
		"change": [answer("/contract/incident/content", ["timeline"])],
		"want": {content_reason("a report need not contain: nature, data affected, contact")},
	},
}

test_notice_content_reasons[name] if {
	some name, case in notice_content_reasons
	reasons_for("notice_content", json.patch(agreed, case.change)) == case.want
}

# A calendar day is 24 hours, and nothing is no hour.
test_notice_period_to_the_hour[name] if {
	some name, case in {
		"a day": {"change": period("fixed_period", 1, "calendar_days"), "max": 23, "passes": false},
		"nothing": {"change": period("fixed_period", 0, "hours"), "max": 0, "passes": true},
		"an hour": {"change": period("fixed_period", 1, "hours"), "max": 0, "passes": false},
	}
	strict := json.patch(minimums, [answer("/notice_hours_max", case.max), answer("/notice_hours_max_by_class", {})])
	verdict("notice_period", json.patch(agreed, case.change)) == case.passes with minimums as strict
}

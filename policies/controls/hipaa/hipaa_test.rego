package controls.hipaa_test

as_of := "2026-11-23"

# An agreement on which every control of this package passes.
signed := {
	"contract": {"hipaa": {
		"baa_executed": true,
		"baa_signed_on": "2026-06-10",
		"baa_elements": ["return_or_destroy", "permitted_uses", "termination_for_breach"],
		"notice_value": 120,
		"notice_unit": "hours",
	}},
	"engagement": {"term": {"start": "2026-07-01"}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.hipaa[control] == true with input as document
		with data.requirements.hipaa as {
			"required_elements": ["permitted_uses", "return_or_destroy"],
			"notice_hours_max": 120,
		}
		with data.requirements.incident as {"business_day_worst_case_hours": 96}
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.hipaa.reasons with input as document
		with data.requirements.hipaa as {
			"required_elements": ["permitted_uses", "return_or_destroy"],
			"notice_hours_max": 120,
		}
		with data.requirements.incident as {"business_day_worst_case_hours": 96}
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(control, path, message) := {"control": control, "path": path, "message": message}

agreement_cases := {
	"as signed": {"change": [], "passes": true},
	"not signed": {"change": [answer("/contract/hipaa/baa_executed", false)], "passes": false},
	"unanswered": {"change": [no_answer("/contract/hipaa/baa_executed")], "passes": false},
	# Against the first day of work, 1 July
	"signed the day before": {"change": [signed_on("2026-06-30")], "passes": true},
	"signed on the first day": {"change": [signed_on("2026-07-01")], "passes": true},
	"signed the day after": {"change": [signed_on("2026-07-02")], "passes": false},
	"date unanswered": {"change": [no_answer("/contract/hipaa/baa_signed_on")], "passes": false},
	"first day unanswered": {"change": [no_answer("/engagement/term/start")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	# Against the day of the check
	"signed yesterday": {"change": [begins_next_year, signed_on("2026-11-22")], "passes": true},
	"signed today": {"change": [begins_next_year, signed_on("2026-11-23")], "passes": true},
	"signed tomorrow": {"change": [begins_next_year, signed_on("2026-11-24")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/hipaa")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

signed_on(date) := answer("/contract/hipaa/baa_signed_on", date)

begins_next_year := answer("/engagement/term/start", "2027-01-01")

test_agreement[name] if {
	some name, case in agreement_cases
	verdict("agreement", json.patch(signed, case.change)) == case.passes
}

agreement_reasons := {
	"passed": {"change": [signed_on("2026-07-01")], "want": set()},
	"unanswered": {"change": [no_answer("/contract/hipaa")], "want": set()},
	"not signed, in good time": {
		"change": [answer("/contract/hipaa/baa_executed", false), signed_on("2026-07-01")],
		"want": set(),
	},
	"not signed, dated today": {
		"change": [answer("/contract/hipaa/baa_executed", false), begins_next_year, signed_on("2026-11-23")],
		"want": set(),
	},
	"signed tomorrow": {
		"change": [begins_next_year, signed_on("2026-11-24")],
		"want": {explanation(
			"agreement", ["contract", "hipaa", "baa_signed_on"],
			"the date of signature lies after the date of this check",
		)},
	},
	"signed the day after": {
		"change": [signed_on("2026-07-02")],
		"want": {explanation(
			"agreement", ["contract", "hipaa", "baa_signed_on"],
			"the vendor's first day comes before the signature",
		)},
	},
}

test_agreement_reasons[name] if {
	some name, case in agreement_reasons
	reasons_for("agreement", json.patch(signed, case.change)) == case.want
}

agreement_elements_cases := {
	"more than demanded": {"change": [], "passes": true},
	"exactly what is demanded": {"change": [elements(["permitted_uses", "return_or_destroy"])], "passes": true},
	"one is missing": {"change": [elements(["permitted_uses", "termination_for_breach"])], "passes": false},
	"the other is missing": {"change": [elements(["return_or_destroy"])], "passes": false},
	"no elements": {"change": [elements([])], "passes": false},
	"elements unanswered": {"change": [no_answer("/contract/hipaa/baa_elements")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/hipaa")], "passes": false},
}

elements(list) := answer("/contract/hipaa/baa_elements", list)

test_agreement_elements[name] if {
	some name, case in agreement_elements_cases
	verdict("agreement_elements", json.patch(signed, case.change)) == case.passes
}

agreement_elements_reasons := {
	"passed": {"change": [], "want": set()},
	"elements unanswered": {"change": [no_answer("/contract/hipaa/baa_elements")], "want": set()},
	"no elements": {
		"change": [elements([])],
		"want": {explanation(
			"agreement_elements", ["contract", "hipaa", "baa_elements"],
			"the agreement lacks: permitted uses, return or destroy",
		)},
	},
	"one is missing": {
		"change": [elements(["permitted_uses"])],
		"want": {explanation(
			"agreement_elements", ["contract", "hipaa", "baa_elements"],
			"the agreement lacks: return or destroy",
		)},
	},
}

test_agreement_elements_reasons[name] if {
	some name, case in agreement_elements_reasons
	reasons_for("agreement_elements", json.patch(signed, case.change)) == case.want
}

breach_notice_cases := {
	# In hours
	"at the maximum": {"change": [], "passes": true},
	"below the maximum": {"change": period(119, "hours"), "passes": true},
	"above the maximum": {"change": period(121, "hours"), "passes": false},
	"zero hours": {"change": period(0, "hours"), "passes": true},
	# In days
	"four calendar days": {"change": period(4, "calendar_days"), "passes": true},
	"five calendar days": {"change": period(5, "calendar_days"), "passes": true},
	"six calendar days": {"change": period(6, "calendar_days"), "passes": false},
	"sixty calendar days": {"change": period(60, "calendar_days"), "passes": false},
	"one business day": {"change": period(1, "business_days"), "passes": true},
	"two business days": {"change": period(2, "business_days"), "passes": false},
	# Unanswered
	"zero, unit unanswered": {
		"change": [answer("/contract/hipaa/notice_value", 0), no_answer("/contract/hipaa/notice_unit")],
		"passes": true,
	},
	"unit unanswered": {"change": [no_answer("/contract/hipaa/notice_unit")], "passes": false},
	"number unanswered": {"change": [no_answer("/contract/hipaa/notice_value")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/hipaa")], "passes": false},
}

period(value, unit) := [
	answer("/contract/hipaa/notice_value", value),
	answer("/contract/hipaa/notice_unit", unit),
]

test_breach_notice[name] if {
	some name, case in breach_notice_cases
	verdict("breach_notice", json.patch(signed, case.change)) == case.passes
}

unlawful := explanation(
	"breach_notice", ["contract", "hipaa", "notice_value"],
	"the period is longer than the 60 days that 45 CFR 164.410 allows at the most, and so unlawful",
)

across_a_weekend := explanation(
	"breach_notice", ["contract", "hipaa", "notice_unit"],
	"a business day can last 96 hours, across a weekend and a holiday",
)

breach_notice_reasons := {
	"passed": {"change": [], "want": set()},
	"one business day passes": {"change": period(1, "business_days"), "want": set()},
	"unanswered": {"change": [no_answer("/contract/hipaa")], "want": set()},
	"unit unanswered": {
		"change": [answer("/contract/hipaa/notice_value", 2000), no_answer("/contract/hipaa/notice_unit")],
		"want": set(),
	},
	"1440 hours": {"change": period(1440, "hours"), "want": set()},
	"1441 hours": {"change": period(1441, "hours"), "want": {unlawful}},
	"60 calendar days": {"change": period(60, "calendar_days"), "want": set()},
	"61 calendar days": {"change": period(61, "calendar_days"), "want": {unlawful}},
	"60 business days": {"change": period(60, "business_days"), "want": {across_a_weekend}},
	"61 business days": {"change": period(61, "business_days"), "want": {unlawful, across_a_weekend}},
}

test_breach_notice_reasons[name] if {
	some name, case in breach_notice_reasons
	reasons_for("breach_notice", json.patch(signed, case.change)) == case.want
}

# Five calendar days are 120 hours, and nothing is no hour.
test_breach_notice_to_the_hour[name] if {
	some name, case in {
		"five days": {"change": period(5, "calendar_days"), "max": 119, "passes": false},
		"nothing": {"change": period(0, "hours"), "max": 0, "passes": true},
		"an hour": {"change": period(1, "hours"), "max": 0, "passes": false},
	}
	passed := [true |
		data.controls.hipaa.breach_notice with input as json.patch(signed, case.change)
			with data.requirements.hipaa as {"notice_hours_max": case.max}
			with data.requirements.incident as {"business_day_worst_case_hours": 96}
	]
	count(passed) == 1 == case.passes
}

package controls.performance_test

as_of := "2026-11-23"

minimums := {
	"assurance": {
		"accepted_certifications": ["iso_27001", "soc2_type2"],
		"soc2_max_age_days": 365,
		"bridge_letter_max_days": 92,
		"pentest_max_age_days": 364,
	},
	"review": {"cadence_months_max": 12},
}

# A vendor and an engagement on which every control of this package passes.
open_books := {
	"contract": {"review_rights": {
		"monitoring_clause": true,
		"audit_right": "on_site",
		"breach_history_reporting": true,
		"cadence_months": 6,
	}},
	"assurance": {
		"certifications": [
			{"kind": "soc2_type1", "period_end": "2020-01-01", "opinion": "adverse"},
			{"kind": "soc2_type2", "period_end": "2026-06-30", "opinion": "unqualified"},
		],
		"incident_history_statement": "listed",
		"incident_history": [{"occurred_on": "2026-08-01", "reported_on": "2026-08-02"}],
		"ethics_policy": "ev-1",
		"csr_policy": "https://vendor.example/responsibility",
		"pentest": {"performed_on": "2026-06-05", "independent": true, "open_critical_findings": 0},
	},
	"evidence": [{"id": "ev-1"}],
	"engagement": {
		"term": {"start": "2024-01-01"},
		"assurance": {
			"certifications_covering_service": ["iso_27001", "soc2_type2"],
			"reporting_assessment": {"assessed_on": "2026-08-20"},
		},
		"reviews": {"performance": {"last_on": "2026-10-01"}},
	},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.performance[control] == true with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.performance.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

monitoring_right_cases := {
	"as agreed": {"change": [], "passes": true},
	"no clause": {"change": [answer("/contract/review_rights/monitoring_clause", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/review_rights/monitoring_clause")], "passes": false},
	"by questionnaire": {"change": [answer("/contract/review_rights/audit_right", "questionnaire")], "passes": true},
	"by reports": {"change": [answer("/contract/review_rights/audit_right", "report_review")], "passes": true},
	"no audit": {"change": [answer("/contract/review_rights/audit_right", "none")], "passes": false},
	"audit unanswered": {"change": [no_answer("/contract/review_rights/audit_right")], "passes": false},
}

test_monitoring_right[name] if {
	some name, case in monitoring_right_cases
	verdict("monitoring_right", json.patch(open_books, case.change)) == case.passes
}

certification_cases := {
	"as agreed": {"change": [], "passes": true},
	"none": {"change": [answer("/assurance/certifications", [])], "passes": false},
	"certifications unanswered": {"change": [no_answer("/assurance/certifications")], "passes": false},
	"covers nothing": {"change": [answer("/engagement/assurance/certifications_covering_service", [])], "passes": false},
	"covers another": {"change": [answer("/engagement/assurance/certifications_covering_service", ["hitrust_r2"])], "passes": false},
	"coverage unanswered": {"change": [no_answer("/engagement/assurance/certifications_covering_service")], "passes": false},
	"certificate on its last day": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-23", "opinion": "not_applicable"}])], "passes": true},
	"certificate a day later": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-24", "opinion": "not_applicable"}])], "passes": true},
	"certificate a day over": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-22", "opinion": "not_applicable"}])], "passes": false},
	"certificate, end unanswered": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "opinion": "not_applicable"}])], "passes": false},
	"certificate with a clean opinion": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-23", "opinion": "unqualified"}])], "passes": true},
	"certificate with a qualified opinion": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-23", "opinion": "qualified"}])], "passes": false},
	"certificate, opinion unanswered": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2027-01-01"}])], "passes": false},
	"a kind that is not accepted": {"change": [answer("/assurance/certifications", [{"kind": "hitrust_r2", "valid_until": "2027-01-01", "opinion": "not_applicable"}]), answer("/engagement/assurance/certifications_covering_service", ["hitrust_r2"])], "passes": false},
	"a certificate that has run out, with a period": {"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-22", "period_end": "2026-06-30", "opinion": "unqualified"}])], "passes": false},
	"report at its oldest": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "unqualified"}])], "passes": true},
	"report a day younger": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-24", "opinion": "unqualified"}])], "passes": true},
	"report a day too old": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-22", "opinion": "unqualified"}])], "passes": false},
	"report of today": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2026-11-23", "opinion": "unqualified"}])], "passes": true},
	"report of tomorrow": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2026-11-24", "opinion": "unqualified"}])], "passes": false},
	"report of tomorrow, bridged": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2026-11-24", "opinion": "unqualified", "bridge_until": "2027-01-01"}])], "passes": false},
	"report, period unanswered": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "opinion": "unqualified"}])], "passes": false},
	"report valid until some day": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-22", "opinion": "unqualified", "valid_until": "2030-01-01"}])], "passes": false},
	"report, qualified": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "qualified"}])], "passes": false},
	"report, adverse": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "adverse"}])], "passes": false},
	"report, not_applicable": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "not_applicable"}])], "passes": false},
	"report, opinion unanswered": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2026-06-30"}])], "passes": false},
	"bridged to the end": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-23", "opinion": "unqualified", "bridge_until": "2026-11-23"}])], "passes": true},
	"bridged longer": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-23", "opinion": "unqualified", "bridge_until": "2027-06-30"}])], "passes": true},
	"bridge a day short": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-23", "opinion": "unqualified", "bridge_until": "2026-11-22"}])], "passes": false},
	"bridged a day less": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-24", "opinion": "unqualified", "bridge_until": "2026-11-23"}])], "passes": true},
	"bridged a day too far": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-22", "opinion": "unqualified", "bridge_until": "2026-11-23"}])], "passes": false},
	"bridged, qualified": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-23", "opinion": "qualified", "bridge_until": "2026-11-23"}])], "passes": false},
	"Type 1 for a Type 2": {"change": [answer("/assurance/certifications", [{"kind": "soc2_type1", "period_end": "2025-11-23", "opinion": "unqualified"}]), answer("/engagement/assurance/certifications_covering_service/-", "soc2_type1")], "passes": false},
}

test_certification[name] if {
	some name, case in certification_cases
	verdict("certification", json.patch(open_books, case.change)) == case.passes
}

with_type_1 := json.patch(minimums, [answer("/assurance/accepted_certifications/-", "soc2_type1")])

type_1_cases := {
	"at its oldest": {"change": {}, "passes": true},
	"a day younger": {"change": {"period_end": "2025-11-24"}, "passes": true},
	"a day too old": {"change": {"period_end": "2025-11-22"}, "passes": false},
	"a bridge does not help": {"change": {"period_end": "2025-11-22", "bridge_until": "2027-01-01"}, "passes": false},
	"of today": {"change": {"period_end": "2026-11-23"}, "passes": true},
	"of tomorrow": {"change": {"period_end": "2026-11-24"}, "passes": false},
	"qualified": {"change": {"opinion": "qualified"}, "passes": false},
}

type_1(change) := json.patch(open_books, [
	answer("/assurance/certifications", [object.union(
		{"kind": "soc2_type1", "period_end": "2025-11-23", "opinion": "unqualified"},
		change,
	)]),
	answer("/engagement/assurance/certifications_covering_service", ["soc2_type1"]),
])

test_certification_of_type_1[name] if {
	some name, case in type_1_cases
	verdict("certification", type_1(case.change)) == case.passes with minimums as with_type_1
}

certificate_reason(path, message) := {
	"control": "certification",
	"path": array.concat(["assurance", "certifications"], path),
	"message": message,
}

certification_reasons := {
	"passed": {
		"change": [],
		"want": set(),
	},
	"unanswered": {
		"change": [no_answer("/assurance/certifications")],
		"want": set(),
	},
	"none": {
		"change": [answer("/assurance/certifications", [])],
		"want": {certificate_reason([], "no certification is listed")},
	},
	"not accepted": {
		"change": [answer("/assurance/certifications", [{"kind": "hitrust_r2", "valid_until": "2027-01-01", "opinion": "not_applicable"}]), answer("/engagement/assurance/certifications_covering_service", ["hitrust_r2"])],
		"want": {certificate_reason([0, "kind"], "the tier does not accept this kind of certification")},
	},
	"does not cover the service": {
		"change": [answer("/engagement/assurance/certifications_covering_service", []), answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-23", "opinion": "not_applicable"}])],
		"want": {certificate_reason([0, "kind"], "the engagement does not say that its scope covers this service")},
	},
	"qualified": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "qualified"}])],
		"want": {certificate_reason([0, "opinion"], "the auditor did not give a clean opinion")},
	},
	"run out": {
		"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-22", "opinion": "not_applicable"}])],
		"want": {certificate_reason([0, "valid_until"], "the certificate has run out")},
	},
	"too old to bridge": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-22", "opinion": "unqualified", "bridge_until": "2026-11-23"}])],
		"want": {certificate_reason([0, "period_end"], "the report looks at a time that is too long past")},
	},
	"bridge has ended": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-23", "opinion": "unqualified", "bridge_until": "2026-11-22"}])],
		"want": {certificate_reason([0, "period_end"], "the report looks at a time that is too long past")},
	},
	"bridge unanswered": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-22", "opinion": "unqualified"}])],
		"want": set(),
	},
	"qualified, and valid until a day that is over": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "qualified", "valid_until": "2026-01-01"}])],
		"want": {certificate_reason([0, "opinion"], "the auditor did not give a clean opinion")},
	},
	"qualified, and bridged to the end": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-08-23", "opinion": "qualified", "bridge_until": "2026-11-23"}])],
		"want": {certificate_reason([0, "opinion"], "the auditor did not give a clean opinion")},
	},
	"qualified at its oldest, the bridge has ended": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2025-11-23", "opinion": "qualified", "bridge_until": "2026-11-22"}])],
		"want": {certificate_reason([0, "opinion"], "the auditor did not give a clean opinion")},
	},
	"qualified, of today": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2026-11-23", "opinion": "qualified"}])],
		"want": {certificate_reason([0, "opinion"], "the auditor did not give a clean opinion")},
	},
	"run out, with an old period and a bridge": {
		"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-22", "period_end": "2020-01-01", "bridge_until": "2021-01-01"}])],
		"want": {certificate_reason([0, "valid_until"], "the certificate has run out")},
	},
	"run out, with a period that has not ended": {
		"change": [answer("/assurance/certifications", [{"kind": "iso_27001", "valid_until": "2026-11-22", "period_end": "2027-01-01"}])],
		"want": {certificate_reason([0, "valid_until"], "the certificate has run out")},
	},
	"of tomorrow": {
		"change": [answer("/assurance/certifications", [{"kind": "soc2_type2", "period_end": "2026-11-24", "opinion": "unqualified"}])],
		"want": {certificate_reason([0, "period_end"], "the period ends after the date of this check")},
	},
}

test_certification_reasons[name] if {
	some name, case in certification_reasons
	reasons_for("certification", json.patch(open_books, case.change)) == case.want
}

test_certification_of_type_1_reasons[name] if {
	some name, case in {
		"too old": {
			"change": {"period_end": "2025-11-22"},
			"want": {certificate_reason([0, "period_end"], "the report looks at a time that is too long past")},
		},
		"of tomorrow": {
			"change": {"period_end": "2026-11-24"},
			"want": {certificate_reason([0, "period_end"], "the period ends after the date of this check")},
		},
		"qualified, at its oldest": {
			"change": {"opinion": "qualified"},
			"want": {certificate_reason([0, "opinion"], "the auditor did not give a clean opinion")},
		},
	}
	found := reasons_for("certification", type_1(case.change)) with minimums as with_type_1
	found == case.want
}

breach_history_cases := {
	"as agreed": {"change": [], "passes": true},
	"no duty": {"change": [answer("/contract/review_rights/breach_history_reporting", false)], "passes": false},
	"duty unanswered": {"change": [no_answer("/contract/review_rights/breach_history_reporting")], "passes": false},
	"none known": {"change": [answer("/assurance/incident_history_statement", "none_known"), answer("/assurance/incident_history", [])], "passes": true},
	"none known, yet one listed": {"change": [answer("/assurance/incident_history_statement", "none_known")], "passes": false},
	"none known, list unanswered": {"change": [answer("/assurance/incident_history_statement", "none_known"), no_answer("/assurance/incident_history")], "passes": false},
	"listed, yet none is": {"change": [answer("/assurance/incident_history", [])], "passes": false},
	"listed, list unanswered": {"change": [no_answer("/assurance/incident_history")], "passes": false},
	"declined": {"change": [answer("/assurance/incident_history_statement", "declined")], "passes": false},
	"statement unanswered": {"change": [no_answer("/assurance/incident_history_statement")], "passes": false},
	"not reported": {"change": [no_answer("/assurance/incident_history/0/reported_on")], "passes": false},
	"event without a date": {"change": [no_answer("/assurance/incident_history/0/occurred_on")], "passes": false},
	"reported on the same day": {"change": [answer("/assurance/incident_history/0/reported_on", "2026-08-01")], "passes": true},
	"reported a day before": {"change": [answer("/assurance/incident_history/0/reported_on", "2026-07-31")], "passes": false},
	"reported today": {"change": [answer("/assurance/incident_history/0/reported_on", "2026-11-23")], "passes": true},
	"reported tomorrow": {"change": [answer("/assurance/incident_history/0/reported_on", "2026-11-24")], "passes": false},
	"assessed the day after": {"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-08-02")], "passes": true},
	"assessed on the day of the event": {"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-08-01")], "passes": false},
	"assessed the day before": {"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-07-31")], "passes": false},
	"assessed today": {"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-11-23")], "passes": true},
	"assessed tomorrow": {"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-11-24")], "passes": false},
	"assessment unanswered": {"change": [no_answer("/engagement/assurance/reporting_assessment/assessed_on")], "passes": false},
	"none known and not assessed": {"change": [answer("/assurance/incident_history_statement", "none_known"), answer("/assurance/incident_history", []), no_answer("/engagement/assurance/reporting_assessment/assessed_on")], "passes": false},
	"a newer event": {"change": [answer("/assurance/incident_history/-", {"occurred_on": "2026-10-01", "reported_on": "2026-10-02"})], "passes": false},
}

test_breach_history[name] if {
	some name, case in breach_history_cases
	verdict("breach_history", json.patch(open_books, case.change)) == case.passes
}

no_duty_to_report := {
	"control": "breach_history",
	"path": ["contract", "review_rights", "breach_history_reporting"],
	"message": "the agreement does not oblige the vendor to report such events",
}

declined_to_state := {
	"control": "breach_history",
	"path": ["assurance", "incident_history_statement"],
	"message": "the vendor declined to state its record",
}

breach_history_reasons := {
	"passed": {
		"change": [],
		"want": set(),
	},
	"unanswered": {
		"change": [no_answer("/assurance/incident_history_statement")],
		"want": set(),
	},
	"no duty": {
		"change": [answer("/contract/review_rights/breach_history_reporting", false)],
		"want": {no_duty_to_report},
	},
	"declined": {
		"change": [answer("/assurance/incident_history_statement", "declined")],
		"want": {declined_to_state},
	},
	"none known, yet one listed": {
		"change": [answer("/assurance/incident_history_statement", "none_known")],
		"want": {{"control": "breach_history", "path": ["assurance", "incident_history"], "message": "the vendor states that it knows of no such event, and lists one"}},
	},
	"listed, yet none is": {
		"change": [answer("/assurance/incident_history", [])],
		"want": {{"control": "breach_history", "path": ["assurance", "incident_history"], "message": "the vendor states that it lists its events, and the list is empty"}},
	},
	"not assessed since": {
		"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-08-01")],
		"want": {{"control": "breach_history", "path": ["assurance", "incident_history", 0, "occurred_on"], "message": "the member has not assessed the vendor's record since this event", "side": "member"}},
	},
	"reported before": {
		"change": [answer("/assurance/incident_history/0/reported_on", "2026-07-31")],
		"want": {{"control": "breach_history", "path": ["assurance", "incident_history", 0, "reported_on"], "message": "the report is dated before the event"}},
	},
	"reported tomorrow": {
		"change": [answer("/assurance/incident_history/0/reported_on", "2026-11-24")],
		"want": {{"control": "breach_history", "path": ["assurance", "incident_history", 0, "reported_on"], "message": "the report lies after the date of this check"}},
	},
	"assessed tomorrow": {
		"change": [answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-11-24")],
		"want": {{"control": "breach_history", "path": ["engagement", "assurance", "reporting_assessment", "assessed_on"], "message": "the date lies after the date of this check", "side": "member"}},
	},
}

# On their boundaries the dates are in order: what is said is about the rest.
test_breach_history_reasons_without_a_duty[name] if {
	some name, case in {
		"reported on the same day": {"change": answer("/assurance/incident_history/0/reported_on", "2026-08-01"), "want": set()},
		"reported today": {"change": answer("/assurance/incident_history/0/reported_on", "2026-11-23"), "want": set()},
		"assessed today": {"change": answer("/engagement/assurance/reporting_assessment/assessed_on", "2026-11-23"), "want": set()},
		"declined": {"change": answer("/assurance/incident_history_statement", "declined"), "want": {declined_to_state}},
	}
	no_duty := answer("/contract/review_rights/breach_history_reporting", false)
	reasons_for("breach_history", json.patch(open_books, [no_duty, case.change])) == case.want | {no_duty_to_report}
}

test_breach_history_reasons_of_an_empty_list[statement] if {
	some statement, want in {"declined": {declined_to_state}, "none_known": set()}
	document := json.patch(open_books, [
		answer("/contract/review_rights/breach_history_reporting", false),
		answer("/assurance/incident_history_statement", statement),
		answer("/assurance/incident_history", []),
	])
	reasons_for("breach_history", document) == want | {no_duty_to_report}
}

test_breach_history_reasons[name] if {
	some name, case in breach_history_reasons
	reasons_for("breach_history", json.patch(open_books, case.change)) == case.want
}

ethics_policies_cases := {
	"as agreed": {"change": [], "passes": true},
	"evidence unanswered": {"change": [no_answer("/evidence")], "passes": false},
	"both on the web, evidence unanswered": {"change": [no_answer("/evidence"), answer("/assurance/ethics_policy", "http://vendor.example/ethics")], "passes": true},
	"ethics_policy on file": {"change": [answer("/assurance/ethics_policy", "ev-1")], "passes": true},
	"ethics_policy on the web": {"change": [answer("/assurance/ethics_policy", "https://vendor.example/policy")], "passes": true},
	"ethics_policy not on file": {"change": [answer("/assurance/ethics_policy", "ev-2")], "passes": false},
	"ethics_policy unanswered": {"change": [no_answer("/assurance/ethics_policy")], "passes": false},
	"csr_policy on file": {"change": [answer("/assurance/csr_policy", "ev-1")], "passes": true},
	"csr_policy on the web": {"change": [answer("/assurance/csr_policy", "https://vendor.example/policy")], "passes": true},
	"csr_policy not on file": {"change": [answer("/assurance/csr_policy", "ev-2")], "passes": false},
	"csr_policy unanswered": {"change": [no_answer("/assurance/csr_policy")], "passes": false},
	"no evidence": {"change": [answer("/evidence", [])], "passes": false},
}

test_ethics_policies[name] if {
	some name, case in ethics_policies_cases
	verdict("ethics_policies", json.patch(open_books, case.change)) == case.passes
}

ethics_policies_reasons := {
	"passed": {
		"change": [],
		"want": set(),
	},
	"unanswered": {
		"change": [no_answer("/evidence")],
		"want": set(),
	},
	"not on file, the other unanswered": {
		"change": [answer("/assurance/ethics_policy", "ev-2"), no_answer("/assurance/csr_policy")],
		"want": {{"control": "ethics_policies", "path": ["assurance", "ethics_policy"], "message": "no entry of the evidence has this id"}},
	},
	"one on the web, one not on file": {
		"change": [answer("/assurance/ethics_policy", "https://vendor.example/ethics"), answer("/assurance/csr_policy", "ev-3")],
		"want": {{"control": "ethics_policies", "path": ["assurance", "csr_policy"], "message": "no entry of the evidence has this id"}},
	},
	"one on file beside others, one not": {
		"change": [answer("/evidence/-", {"id": "ev-9"}), answer("/assurance/csr_policy", "ev-3")],
		"want": {{"control": "ethics_policies", "path": ["assurance", "csr_policy"], "message": "no entry of the evidence has this id"}},
	},
	"neither is on file": {
		"change": [answer("/assurance/ethics_policy", "ev-2"), answer("/assurance/csr_policy", "ev-3")],
		"want": {{"control": "ethics_policies", "path": ["assurance", "ethics_policy"], "message": "no entry of the evidence has this id"}, {"control": "ethics_policies", "path": ["assurance", "csr_policy"], "message": "no entry of the evidence has this id"}},
	},
}

test_ethics_policies_reasons[name] if {
	some name, case in ethics_policies_reasons
	reasons_for("ethics_policies", json.patch(open_books, case.change)) == case.want
}

reviewed_on_schedule_cases := {
	"as agreed": {"change": [], "passes": true},
	"cadence at the bound": {"change": [answer("/contract/review_rights/cadence_months", 12)], "passes": true},
	"cadence just below": {"change": [answer("/contract/review_rights/cadence_months", 11)], "passes": true},
	"cadence just above": {"change": [answer("/contract/review_rights/cadence_months", 13)], "passes": false},
	"cadence unanswered": {"change": [no_answer("/contract/review_rights/cadence_months")], "passes": false},
	"reviewed just in time": {"change": [answer("/engagement/reviews/performance/last_on", "2026-05-23")], "passes": true},
	"reviewed a day later": {"change": [answer("/engagement/reviews/performance/last_on", "2026-05-24")], "passes": true},
	"reviewed a day too early": {"change": [answer("/engagement/reviews/performance/last_on", "2026-05-22")], "passes": false},
	"reviewed today": {"change": [answer("/engagement/reviews/performance/last_on", "2026-11-23")], "passes": true},
	"reviewed tomorrow": {"change": [answer("/engagement/reviews/performance/last_on", "2026-11-24")], "passes": false},
	"never reviewed": {"change": [no_answer("/engagement/reviews/performance/last_on")], "passes": false},
	"start does not matter": {"change": [no_answer("/engagement/term/start")], "passes": true},
	"never reviewed, begun a day less than one interval ago": {"change": [no_answer("/engagement/reviews/performance/last_on"), answer("/engagement/term/start", "2026-05-24")], "passes": true},
	"never reviewed, begun one interval ago": {"change": [no_answer("/engagement/reviews/performance/last_on"), answer("/engagement/term/start", "2026-05-23")], "passes": false},
	"never reviewed, begun longer ago": {"change": [no_answer("/engagement/reviews/performance/last_on"), answer("/engagement/term/start", "2026-05-22")], "passes": false},
	"never reviewed, start unanswered": {"change": [no_answer("/engagement/reviews/performance/last_on"), no_answer("/engagement/term/start")], "passes": false},
	"new, cadence too long": {"change": [answer("/contract/review_rights/cadence_months", 13), answer("/engagement/term/start", "2026-11-01")], "passes": false},
	"new, cadence unanswered": {"change": [no_answer("/contract/review_rights/cadence_months"), answer("/engagement/term/start", "2026-11-01")], "passes": false},
}

test_reviewed_on_schedule[name] if {
	some name, case in reviewed_on_schedule_cases
	verdict("reviewed_on_schedule", json.patch(open_books, case.change)) == case.passes
}

reviewed_on_schedule_reasons := {
	"passed": {
		"change": [],
		"want": set(),
	},
	"unanswered": {
		"change": [no_answer("/engagement/reviews/performance/last_on")],
		"want": set(),
	},
	"cadence too long": {
		"change": [answer("/contract/review_rights/cadence_months", 13)],
		"want": set(),
	},
	"cadence too long, reviewed today": {
		"change": [answer("/contract/review_rights/cadence_months", 13), answer("/engagement/reviews/performance/last_on", "2026-11-23")],
		"want": set(),
	},
	"cadence too long, due today": {
		"change": [answer("/contract/review_rights/cadence_months", 13), answer("/engagement/reviews/performance/last_on", "2025-10-23")],
		"want": set(),
	},
	"overdue": {
		"change": [answer("/engagement/reviews/performance/last_on", "2026-05-22")],
		"want": {{"control": "reviewed_on_schedule", "path": ["engagement", "reviews", "performance", "last_on"], "message": "the next review was due on 2026-11-22"}},
	},
	"tomorrow": {
		"change": [answer("/engagement/reviews/performance/last_on", "2026-11-24")],
		"want": {{"control": "reviewed_on_schedule", "path": ["engagement", "reviews", "performance", "last_on"], "message": "the date lies after the date of this check"}},
	},
}

test_reviewed_on_schedule_reasons[name] if {
	some name, case in reviewed_on_schedule_reasons
	reasons_for("reviewed_on_schedule", json.patch(open_books, case.change)) == case.want
}

penetration_test_cases := {
	"as agreed": {"change": [], "passes": true},
	"at its oldest": {"change": [answer("/assurance/pentest/performed_on", "2025-11-24")], "passes": true},
	"a day younger": {"change": [answer("/assurance/pentest/performed_on", "2025-11-25")], "passes": true},
	"a day too old": {"change": [answer("/assurance/pentest/performed_on", "2025-11-23")], "passes": false},
	"today": {"change": [answer("/assurance/pentest/performed_on", "2026-11-23")], "passes": true},
	"tomorrow": {"change": [answer("/assurance/pentest/performed_on", "2026-11-24")], "passes": false},
	"date unanswered": {"change": [no_answer("/assurance/pentest/performed_on")], "passes": false},
	"by its own people": {"change": [answer("/assurance/pentest/independent", false)], "passes": false},
	"independence unanswered": {"change": [no_answer("/assurance/pentest/independent")], "passes": false},
	"one critical finding open": {"change": [answer("/assurance/pentest/open_critical_findings", 1)], "passes": false},
	"findings unanswered": {"change": [no_answer("/assurance/pentest/open_critical_findings")], "passes": false},
	"no test": {"change": [no_answer("/assurance/pentest")], "passes": false},
}

test_penetration_test[name] if {
	some name, case in penetration_test_cases
	verdict("penetration_test", json.patch(open_books, case.change)) == case.passes
}

penetration_test_reasons := {
	"passed": {
		"change": [],
		"want": set(),
	},
	"too old": {
		"change": [answer("/assurance/pentest/performed_on", "2025-11-23")],
		"want": set(),
	},
	"today, by its own people": {
		"change": [answer("/assurance/pentest/performed_on", "2026-11-23"), answer("/assurance/pentest/independent", false)],
		"want": set(),
	},
	"tomorrow": {
		"change": [answer("/assurance/pentest/performed_on", "2026-11-24")],
		"want": {{"control": "penetration_test", "path": ["assurance", "pentest", "performed_on"], "message": "the date lies after the date of this check"}},
	},
}

test_penetration_test_reasons[name] if {
	some name, case in penetration_test_reasons
	reasons_for("penetration_test", json.patch(open_books, case.change)) == case.want
}

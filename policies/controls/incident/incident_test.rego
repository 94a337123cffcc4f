package controls.incident_test

# What the tests of this package share: the minimums, and a way to ask one control
# about one document.

as_of := "2026-11-23"

minimums := {
	"notice_hours_max": 24,
	"notice_hours_max_by_class": {"cji": 1, "fti": 12},
	"business_day_worst_case_hours": 96,
	"required_content": ["nature", "data_affected", "contact"],
	"updates_hours_max": 48,
	"plan_max_age_days": 365,
	"exercise_max_age_days": 180,
	"required_cooperation": ["member_investigation", "risk_pool", "forensic_partner"],
	"evidence_preservation_days_min": 90,
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.incident[control] == true with input as document
		with data.requirements.incident as minimums
		with data.context.as_of as as_of
		with data.facts.tier as "T2"
}

reasons(document) := found if {
	found := data.controls.incident.reasons with input as document
		with data.requirements.incident as minimums
		with data.context.as_of as as_of
		with data.facts.tier as "T2"
}

reasons_for(control, document) := {reason | some reason in reasons(document); reason.control == control}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

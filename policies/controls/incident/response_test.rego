package controls.incident_test

# A vendor and a member on whom every control of the response passes.
prepared := {
	"incident_response": {
		"plan": {"provided": true, "evidence": "ir-plan", "reviewed_on": "2026-06-01"},
		"last_exercise_on": "2026-09-01",
	},
	"evidence": [{"id": "certificate"}, {"id": "ir-plan"}],
	"contract": {"incident": {
		"cooperation": ["forensic_partner", "risk_pool", "member_investigation", "law_enforcement"],
		"decision_authority": "member",
		"communications_control": "member",
		"plan_execution_support": true,
		"privilege_acknowledged": true,
		"evidence_preservation_days": 90,
		"supports_statutory_reports": true,
	}},
	"engagement": {"incident_owner": {
		"name": "R. Field",
		"backup": "S. Lake",
		"knows_pool_contact": true,
		"knows_state_form": true,
	}},
}

response_plan_cases := {
	"as prepared": {"change": [], "passes": true},
	"not provided": {"change": [answer("/incident_response/plan/provided", false)], "passes": false},
	"provided unanswered": {"change": [no_answer("/incident_response/plan/provided")], "passes": false},
	"evidence unanswered": {"change": [no_answer("/incident_response/plan/evidence")], "passes": false},
	"evidence not on file": {"change": [answer("/incident_response/plan/evidence", "other")], "passes": false},
	"no evidence at all": {"change": [answer("/evidence", [])], "passes": false},
	"evidence list unanswered": {"change": [no_answer("/evidence")], "passes": false},
	# The review: 365 days
	"reviewed just in time": {"change": [answer("/incident_response/plan/reviewed_on", "2025-11-23")], "passes": true},
	"reviewed a day later": {"change": [answer("/incident_response/plan/reviewed_on", "2025-11-24")], "passes": true},
	"reviewed a day too early": {"change": [answer("/incident_response/plan/reviewed_on", "2025-11-22")], "passes": false},
	"reviewed today": {"change": [answer("/incident_response/plan/reviewed_on", "2026-11-23")], "passes": true},
	"reviewed tomorrow": {"change": [answer("/incident_response/plan/reviewed_on", "2026-11-24")], "passes": false},
	"review unanswered": {"change": [no_answer("/incident_response/plan/reviewed_on")], "passes": false},
	# The exercise: 180 days
	"exercised just in time": {"change": [answer("/incident_response/last_exercise_on", "2026-05-27")], "passes": true},
	"exercised a day later": {"change": [answer("/incident_response/last_exercise_on", "2026-05-28")], "passes": true},
	"exercised a day too early": {"change": [answer("/incident_response/last_exercise_on", "2026-05-26")], "passes": false},
	"exercised today": {"change": [answer("/incident_response/last_exercise_on", "2026-11-23")], "passes": true},
	"exercised tomorrow": {"change": [answer("/incident_response/last_exercise_on", "2026-11-24")], "passes": false},
	"exercise unanswered": {"change": [no_answer("/incident_response/last_exercise_on")], "passes": false},
	"section unanswered": {"change": [no_answer("/incident_response")], "passes": false},
}

test_response_plan[name] if {
	some name, case in response_plan_cases
	verdict("response_plan", json.patch(prepared, case.change)) == case.passes
}

cooperation_cases := {
	"as prepared": {"change": [], "passes": true},
	"one party lacking": {
		"change": [answer("/contract/incident/cooperation", ["member_investigation", "risk_pool"])],
		"passes": false,
	},
	"no duty": {"change": [answer("/contract/incident/cooperation", [])], "passes": false},
	"unanswered": {"change": [no_answer("/contract/incident/cooperation")], "passes": false},
}

test_cooperation[name] if {
	some name, case in cooperation_cases
	verdict("cooperation", json.patch(prepared, case.change)) == case.passes
}

cooperation_reason(message) := {
	"control": "cooperation",
	"path": ["contract", "incident", "cooperation"],
	"message": message,
}

cooperation_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/contract/incident/cooperation")], "want": set()},
	"one party lacking": {
		"change": [answer("/contract/incident/cooperation", ["member_investigation", "risk_pool"])],
		"want": {cooperation_reason("the duty to cooperate leaves out: forensic partner")},
	},
	"no duty": {
		"change": [answer("/contract/incident/cooperation", [])],
		"want": {cooperation_reason("the duty to cooperate leaves out: member investigation, risk pool, forensic partner")},
	},
}

test_cooperation_reasons[name] if {
	some name, case in cooperation_reasons
	reasons_for("cooperation", json.patch(prepared, case.change)) == case.want
}

member_decides_cases := {
	"as prepared": {"change": [], "passes": true},
	"decided jointly": {"change": [answer("/contract/incident/decision_authority", "joint")], "passes": false},
	"decided by the vendor": {"change": [answer("/contract/incident/decision_authority", "vendor")], "passes": false},
	"silent on who decides": {"change": [answer("/contract/incident/decision_authority", "silent")], "passes": false},
	"who decides unanswered": {"change": [no_answer("/contract/incident/decision_authority")], "passes": false},
	"spoken jointly": {"change": [answer("/contract/incident/communications_control", "joint")], "passes": false},
	"spoken by the vendor": {"change": [answer("/contract/incident/communications_control", "vendor")], "passes": false},
	"silent on who speaks": {"change": [answer("/contract/incident/communications_control", "silent")], "passes": false},
	"who speaks unanswered": {"change": [no_answer("/contract/incident/communications_control")], "passes": false},
	"no help": {"change": [answer("/contract/incident/plan_execution_support", false)], "passes": false},
	"help unanswered": {"change": [no_answer("/contract/incident/plan_execution_support")], "passes": false},
}

test_member_decides[name] if {
	some name, case in member_decides_cases
	verdict("member_decides", json.patch(prepared, case.change)) == case.passes
}

privilege_respected_cases := {
	"as prepared": {"change": [], "passes": true},
	"not acknowledged": {"change": [answer("/contract/incident/privilege_acknowledged", false)], "passes": false},
	"unanswered": {"change": [no_answer("/contract/incident/privilege_acknowledged")], "passes": false},
}

test_privilege_respected[name] if {
	some name, case in privilege_respected_cases
	verdict("privilege_respected", json.patch(prepared, case.change)) == case.passes
}

evidence_preserved_cases := {
	"at the minimum": {"change": [], "passes": true},
	"below the minimum": {"change": [answer("/contract/incident/evidence_preservation_days", 89)], "passes": false},
	"above the minimum": {"change": [answer("/contract/incident/evidence_preservation_days", 91)], "passes": true},
	"no duty": {"change": [answer("/contract/incident/evidence_preservation_days", 0)], "passes": false},
	"unanswered": {"change": [no_answer("/contract/incident/evidence_preservation_days")], "passes": false},
}

test_evidence_preserved[name] if {
	some name, case in evidence_preserved_cases
	verdict("evidence_preserved", json.patch(prepared, case.change)) == case.passes
}

reporting_chain_cases := {
	"as prepared": {"change": [], "passes": true},
	"nobody named": {"change": [answer("/engagement/incident_owner/name", "")], "passes": false},
	"owner unanswered": {"change": [no_answer("/engagement/incident_owner/name")], "passes": false},
	"nobody stands in": {"change": [answer("/engagement/incident_owner/backup", "")], "passes": false},
	"stand-in unanswered": {"change": [no_answer("/engagement/incident_owner/backup")], "passes": false},
	"one person for both": {"change": [answer("/engagement/incident_owner/backup", "R. Field")], "passes": false},
	"pool contact not known": {"change": [answer("/engagement/incident_owner/knows_pool_contact", false)], "passes": false},
	"pool contact unanswered": {"change": [no_answer("/engagement/incident_owner/knows_pool_contact")], "passes": false},
	"state form not known": {"change": [answer("/engagement/incident_owner/knows_state_form", false)], "passes": false},
	"state form unanswered": {"change": [no_answer("/engagement/incident_owner/knows_state_form")], "passes": false},
	"section unanswered": {"change": [no_answer("/engagement/incident_owner")], "passes": false},
	"vendor owes no facts": {"change": [answer("/contract/incident/supports_statutory_reports", false)], "passes": false},
	"vendor's duty unanswered": {"change": [no_answer("/contract/incident/supports_statutory_reports")], "passes": false},
}

test_reporting_chain[name] if {
	some name, case in reporting_chain_cases
	verdict("reporting_chain", json.patch(prepared, case.change)) == case.passes
}

# Only in T4 does the vendor owe no facts for the reports.
test_reporting_chain_by_tier[name] if {
	some tier, want in {"T1": false, "T2": false, "T3": false, "T4": true}
	some change in [
		answer("/contract/incident/supports_statutory_reports", false),
		no_answer("/contract/incident/supports_statutory_reports"),
		no_answer("/contract"),
	]
	name := sprintf("%s, %s %s", [tier, change.op, change.path])
	value := [true |
		data.controls.incident.reporting_chain with input as json.patch(prepared, [change])
			with data.facts.tier as tier
	]
	count(value) == 1 == want
}

reporting_chain_reasons := {
	"passed": {"change": [], "want": set()},
	"stand-in unanswered": {"change": [no_answer("/engagement/incident_owner/backup")], "want": set()},
	"two people, vendor owes no facts": {
		"change": [answer("/contract/incident/supports_statutory_reports", false)],
		"want": set(),
	},
	"one person for both": {
		"change": [answer("/engagement/incident_owner/backup", "R. Field")],
		"want": {{
			"control": "reporting_chain",
			"path": ["engagement", "incident_owner", "backup"],
			"message": "the same person is named to report an incident and to stand in when that person is away",
		}},
	},
}

test_reporting_chain_reasons[name] if {
	some name, case in reporting_chain_reasons
	reasons_for("reporting_chain", json.patch(prepared, case.change)) == case.want
}

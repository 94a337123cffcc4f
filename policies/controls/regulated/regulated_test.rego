package controls.regulated_test

as_of := "2026-11-23"

# A contract on which every control of this package passes.
covered := {
	"contract": {
		"regulated_addenda": [
			{"class": "fti", "executed": true, "evidence": "ev-1075"},
			{"class": "pci_chd", "executed": true, "evidence": "ev-aoc"},
		],
		"security": {
			"law_compliance_clause": true,
			"law_compliance_binds": ["contractors", "officers", "employees", "agents"],
		},
	},
	"evidence": [
		{"id": "ev-1075", "issued_on": "2020-02-03"},
		{"id": "ev-aoc", "issued_on": "2026-02-03"},
	],
	"engagement": {"data": {"classes": ["private_on_individuals", "fti", "pci_chd"]}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.regulated[control] == true with input as document
		with data.requirements.regulated as papers
		with data.context.as_of as as_of
}

reasons(document) := found if {
	found := data.controls.regulated.reasons with input as document
		with data.requirements.regulated as papers
		with data.context.as_of as as_of
}

papers := {
	"addenda_by_class": {"fti": "pub1075", "pci_chd": "aoc", "education": "ferpa_terms"},
	"aoc_max_age_days": 365,
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

explanation(path, message) := {"control": "addenda", "path": path, "message": message}

addenda_cases := {
	"as signed": {"change": [], "passes": true},
	"no such data": {"change": [answer("/engagement/data/classes", ["phi"]), no_addenda], "passes": true},
	"no data": {"change": [answer("/engagement/data/classes", []), no_addenda], "passes": true},
	# The classes
	"a class without an addendum": {"change": [answer("/engagement/data/classes/-", "education")], "passes": false},
	"classes unanswered": {"change": [no_answer("/engagement/data/classes")], "passes": false},
	"no engagement": {"change": [no_answer("/engagement")], "passes": false},
	"classes unanswered, all covered": {
		"change": [
			no_answer("/engagement/data/classes"),
			answer("/contract/regulated_addenda/-", {"class": "education", "executed": true, "evidence": "ev-1075"}),
		],
		"passes": true,
	},
	# The addenda
	"one is missing": {"change": [no_answer("/contract/regulated_addenda/0")], "passes": false},
	"one is for something else": {"change": [answer("/contract/regulated_addenda/0/class", "other")], "passes": false},
	"one is not signed": {"change": [answer("/contract/regulated_addenda/0/executed", false)], "passes": false},
	"whether signed unanswered": {"change": [no_answer("/contract/regulated_addenda/0/executed")], "passes": false},
	"an unsigned one beside a signed one": {
		"change": [answer("/contract/regulated_addenda/-", {"class": "fti", "executed": false})],
		"passes": true,
	},
	"no addenda": {"change": [no_addenda], "passes": false},
	"addenda unanswered": {"change": [no_answer("/contract/regulated_addenda")], "passes": false},
	# The copies
	"no such evidence": {"change": [answer("/contract/regulated_addenda/0/evidence", "ev-lost")], "passes": false},
	"copy unanswered": {"change": [no_answer("/contract/regulated_addenda/0/evidence")], "passes": false},
	"no evidence": {"change": [answer("/evidence", [])], "passes": false},
	"evidence unanswered": {"change": [no_answer("/evidence")], "passes": false},
	"date of the addendum unanswered": {"change": [no_answer("/evidence/0/issued_on")], "passes": true},
	# The attestation: 365 days
	"attested just in time": {"change": [attested("2025-11-23")], "passes": true},
	"attested a day later": {"change": [attested("2025-11-24")], "passes": true},
	"attested a day too early": {"change": [attested("2025-11-22")], "passes": false},
	"attested today": {"change": [attested("2026-11-23")], "passes": true},
	"attested tomorrow": {"change": [attested("2026-11-24")], "passes": false},
	"attestation undated": {"change": [no_answer("/evidence/1/issued_on")], "passes": false},
}

no_addenda := answer("/contract/regulated_addenda", [])

attested(date) := answer("/evidence/1/issued_on", date)

test_addenda[name] if {
	some name, case in addenda_cases
	verdict("addenda", json.patch(covered, case.change)) == case.passes
}

none_for(i, class) := explanation(
	["engagement", "data", "classes", i],
	sprintf("no signed addendum is listed for the class %s", [class]),
)

addenda_reasons := {
	"passed": {"change": [], "want": set()},
	"addenda unanswered": {"change": [no_answer("/contract/regulated_addenda")], "want": set()},
	"classes unanswered": {"change": [no_answer("/engagement")], "want": set()},
	"whether signed unanswered": {"change": [no_answer("/contract/regulated_addenda/0/executed")], "want": set()},
	"evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"attestation undated": {"change": [no_answer("/evidence/1/issued_on")], "want": set()},
	"no addenda": {"change": [no_addenda], "want": {none_for(1, "fti"), none_for(2, "pci_chd")}},
	"one is not signed": {
		"change": [answer("/contract/regulated_addenda/0/executed", false)],
		"want": {none_for(1, "fti")},
	},
	"no such evidence": {
		"change": [answer("/contract/regulated_addenda/0/evidence", "ev-lost")],
		"want": {explanation(
			["contract", "regulated_addenda", 0, "evidence"],
			"no entry of the evidence has this id",
		)},
	},
	"no such evidence, for a class that is not in play": {
		"change": [
			answer("/contract/regulated_addenda/-", {"class": "education", "evidence": "ev-lost"}),
			answer("/contract/regulated_addenda/0/executed", false),
		],
		"want": {none_for(1, "fti")},
	},
	"attested a day too early": {
		"change": [attested("2025-11-22")],
		"want": {explanation(
			["evidence", 1, "issued_on"],
			"the attestation of compliance is older than 365 days",
		)},
	},
	"attested tomorrow": {
		"change": [attested("2026-11-24")],
		"want": {explanation(["evidence", 1, "issued_on"], "the date lies after the date of this check")},
	},
	"no paper is named or listed": {
		"change": [
			no_answer("/contract/regulated_addenda/0/evidence"),
			no_answer("/contract/regulated_addenda/1/evidence"),
			answer("/evidence", []),
		],
		"want": set(),
	},
	"attested too early for a class that is not in play": {
		"change": [
			attested("2025-11-22"),
			answer("/engagement/data/classes", ["private_on_individuals", "fti"]),
			answer("/contract/regulated_addenda/0/executed", false),
		],
		"want": {none_for(1, "fti")},
	},
	"attested tomorrow for a class that is not in play": {
		"change": [
			attested("2026-11-24"),
			answer("/engagement/data/classes", ["private_on_individuals", "fti"]),
			answer("/contract/regulated_addenda/0/executed", false),
		],
		"want": {none_for(1, "fti")},
	},
	"a paper of tomorrow that is no attestation": {
		"change": [
			answer("/evidence/0/issued_on", "2026-11-24"),
			answer("/contract/regulated_addenda/0/executed", false),
		],
		"want": {none_for(1, "fti")},
	},
	"attested today, another one unsigned": {
		"change": [attested("2026-11-23"), answer("/contract/regulated_addenda/0/executed", false)],
		"want": {none_for(1, "fti")},
	},
	"attested just in time, another one unsigned": {
		"change": [attested("2025-11-23"), answer("/contract/regulated_addenda/0/executed", false)],
		"want": {none_for(1, "fti")},
	},
}

test_addenda_reasons[name] if {
	some name, case in addenda_reasons
	reasons(json.patch(covered, case.change)) == case.want
}

legal_compliance_cases := {
	"as agreed": {"change": [], "passes": true},
	"exactly the three groups": {"change": [binds(["officers", "employees", "contractors"])], "passes": true},
	"no officers": {"change": [binds(["employees", "contractors", "agents"])], "passes": false},
	"no employees": {"change": [binds(["officers", "contractors", "agents"])], "passes": false},
	"no contractors": {"change": [binds(["officers", "employees", "agents"])], "passes": false},
	"nobody": {"change": [binds([])], "passes": false},
	"groups unanswered": {"change": [no_answer("/contract/security/law_compliance_binds")], "passes": false},
	"no clause": {"change": [answer("/contract/security/law_compliance_clause", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/security/law_compliance_clause")], "passes": false},
	"section unanswered": {"change": [no_answer("/contract/security")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

binds(groups) := answer("/contract/security/law_compliance_binds", groups)

test_legal_compliance[name] if {
	some name, case in legal_compliance_cases
	verdict("legal_compliance", json.patch(covered, case.change)) == case.passes
}

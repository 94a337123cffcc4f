package controls.evidence_test

as_of := "2026-11-23"

minimums := {
	"evidence": {
		"require_sha256": true,
		"expiry_grace_days": 0,
		"min_basis": "documented",
		"verified_max_age_days": 365,
		"must_verify": ["SEC-03", "INS-05"],
	},
	"frameworks": frameworks,
}

# What an assessment must be to count, so that its document does too.
frameworks := {"accepted": ["cis_v8_1", "iso_27001"], "attestation_min": "third_party", "max_age_days": 365}

# Everything applies, as where the engagement says nothing.
facts := {
	"tier": "T1",
	"connects_beyond_saas": true,
	"continuity_matters": true,
	"handles_cji": true,
	"handles_other_regulated_data": true,
	"handles_phi": true,
	"holds_data_on_individuals": true,
	"holds_grants": true,
	"holds_not_public_data": true,
	"loss_matters": true,
	"performs_government_function": true,
	"privileged_or_purchasing": true,
	"reaches_data_or_systems": true,
	"reaches_data_systems_or_premises": true,
	"stores_member_data": true,
	"uses_vehicles": true,
}

# A profile in which each place that can name a document names the same one.
filed := {
	"due_diligence": {"questionnaire": {"evidence": "ev"}},
	"contract": {
		"documents": [{"id": "msa", "evidence": "ev"}],
		"regulated_addenda": [{"class": "fti", "evidence": "ev"}],
	},
	"insurance": {"policies": [{"id": "cgl", "line": "cgl", "evidence": "ev"}]},
	"security": {"frameworks": [assessment], "wisp": {"evidence": "ev"}},
	"continuity": {"bcp": {"evidence": "ev"}, "tests": [{"kind": "restore", "evidence": "ev"}]},
	"incident_response": {"plan": {"evidence": "ev"}},
	"assurance": {
		"certifications": [{"kind": "iso_27001", "evidence": "ev"}],
		"ethics_policy": "ev",
		"csr_policy": "ev",
	},
	"evidence": [{"id": "ev", "sha256": "a", "no_expiry": true}],
	"engagement": {"assertions": [{"pointer": "/x", "basis": "documented", "evidence": ["ev"]}]},
}

# An engagement in which what has to be checked is.
checked := {
	"vendor": {"legal_name": "Acme LLC"},
	"engagement": {"assertions": [
		{
			"pointer": "/security/mfa/remote_access",
			"basis": "documented",
			"verified_by": "IT director",
			"verified_on": "2026-10-01",
		},
		{
			"pointer": "/insurance/policies",
			"basis": "verified",
			"verified_by": "Risk manager",
			"verified_on": "2026-10-01",
		},
	]},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.evidence[control] == true with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
		with data.facts as facts
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.evidence.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
		with data.facts as facts
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

# Every place that names a document, with its path in the reasons.
places := {
	"/due_diligence/questionnaire/evidence": ["due_diligence", "questionnaire", "evidence"],
	"/contract/documents/0/evidence": ["contract", "documents", 0, "evidence"],
	"/insurance/policies/0/evidence": ["insurance", "policies", 0, "evidence"],
	"/security/frameworks/0/evidence": ["security", "frameworks", 0, "evidence"],
	"/security/wisp/evidence": ["security", "wisp", "evidence"],
	"/continuity/bcp/evidence": ["continuity", "bcp", "evidence"],
	"/continuity/tests/0/evidence": ["continuity", "tests", 0, "evidence"],
	"/incident_response/plan/evidence": ["incident_response", "plan", "evidence"],
	"/assurance/certifications/0/evidence": ["assurance", "certifications", 0, "evidence"],
	"/contract/regulated_addenda/0/evidence": ["contract", "regulated_addenda", 0, "evidence"],
	"/assurance/ethics_policy": ["assurance", "ethics_policy"],
	"/assurance/csr_policy": ["assurance", "csr_policy"],
	"/engagement/assertions/0/evidence/0": ["engagement", "assertions", 0, "evidence", 0],
}

test_on_file_in_each_place[pointer] if {
	some pointer, path in places
	elsewhere := json.patch(filed, [answer(pointer, "ev-none")])
	verdict("on_file", elsewhere) == false
	reasons_for("on_file", elsewhere) == {{
		"control": "on_file",
		"path": path,
		"message": "ev-none is not among the evidence",
	}}
}

test_on_file_unanswered_in_each_place[pointer] if {
	some pointer, _ in object.remove(places, {"/engagement/assertions/0/evidence/0"})
	silent := json.patch(filed, [no_answer(pointer)])
	verdict("on_file", silent) == false
	reasons_for("on_file", silent) == set()
}

lists := {
	"/contract/documents",
	"/insurance/policies",
	"/security/frameworks",
	"/continuity/tests",
	"/assurance/certifications",
	"/contract/regulated_addenda",
	"/engagement/assertions",
}

test_on_file_with_empty_list[pointer] if {
	some pointer in lists
	verdict("on_file", json.patch(filed, [answer(pointer, [])])) == true
}

test_on_file_with_absent_list[pointer] if {
	some pointer in lists
	verdict("on_file", json.patch(filed, [no_answer(pointer)])) == false
}

on_file_cases := {
	"as filed": {"change": [], "passes": true},
	"expires today": {"change": [answer("/evidence/0/expires_on", "2026-11-23"), answer("/evidence/0/no_expiry", false)], "passes": true},
	"expires tomorrow": {"change": [answer("/evidence/0/expires_on", "2026-11-24"), no_answer("/evidence/0/no_expiry")], "passes": true},
	"expired yesterday": {"change": [answer("/evidence/0/expires_on", "2026-11-22"), answer("/evidence/0/no_expiry", false)], "passes": false},
	"expiry unanswered": {"change": [no_answer("/evidence/0/no_expiry")], "passes": false},
	"expires some day, which one is unanswered": {"change": [answer("/evidence/0/no_expiry", false)], "passes": false},
	"digest unanswered": {"change": [no_answer("/evidence/0/sha256")], "passes": false},
	"two documents of one name": {"change": [answer("/evidence/-", {"id": "ev", "sha256": "a", "no_expiry": true})], "passes": false},
	"another document that has run out": {"change": [answer("/evidence/-", {"id": "old", "sha256": "a", "expires_on": "2020-01-01"})], "passes": true},
	"no evidence": {"change": [answer("/evidence", [])], "passes": false},
	"evidence unanswered": {"change": [no_answer("/evidence")], "passes": false},
	"both policies on the web": {"change": [answer("/assurance/ethics_policy", "https://v.example/e"), answer("/assurance/csr_policy", "http://v.example/c")], "passes": true},
	"no program": {"change": [answer("/security/wisp", {"provided": false, "evidence": "ev-none"})], "passes": true},
	"a program, said so": {"change": [answer("/security/wisp", {"provided": true, "evidence": "ev"})], "passes": true},
	"a program without a document": {"change": [answer("/security/wisp", {"provided": true})], "passes": false},
	"no plan for an interruption": {"change": [answer("/continuity/bcp", {"provided": "none", "evidence": "ev-none"})], "passes": true},
	"refused plan": {"change": [answer("/continuity/bcp", {"provided": "refused"})], "passes": true},
	"a full plan without a document": {"change": [answer("/continuity/bcp", {"provided": "full"})], "passes": false},
	"no plan for incidents": {"change": [answer("/incident_response/plan", {"provided": false, "evidence": "ev-none"})], "passes": true},
	"a plan for incidents without a document": {"change": [answer("/incident_response/plan", {"provided": true})], "passes": false},
	"claimed, on a document that is missing": {"change": [answer("/engagement/assertions/0", {"pointer": "/x", "basis": "claimed", "evidence": ["ev-none"]})], "passes": true},
	"documented, documents unanswered": {"change": [answer("/engagement/assertions/0", {"pointer": "/x", "basis": "documented"})], "passes": false},
	"documented without documents": {"change": [answer("/engagement/assertions/0", {"pointer": "/x", "basis": "documented", "evidence": []})], "passes": true},
}

test_on_file[name] if {
	some name, case in on_file_cases
	verdict("on_file", json.patch(filed, case.change)) == case.passes
}

assessment := {"name": "cis_v8_1", "attestation": "third_party", "as_of": "2026-06-01", "evidence": "ev"}

# One framework more, or another one alone, with no document that could be found.
without_document(change) := object.union(object.remove(assessment, {"evidence"}), change)

framework_cases := {
	"one more without a document": {"frameworks": [assessment, without_document({"name": "iso_27001"})], "passes": true},
	"the first without a document": {"frameworks": [without_document({"name": "iso_27001"}), assessment], "passes": true},
	"one more on a missing document": {"frameworks": [assessment, without_document({"evidence": "ev-none"})], "passes": true},
	"alone without a document": {"frameworks": [without_document({})], "passes": false},
	"not accepted": {"frameworks": [without_document({"name": "soc2"})], "passes": true},
	"not accepted, on a missing document": {"frameworks": [without_document({"name": "soc2", "evidence": "ev-none"})], "passes": true},
	"the vendor's own word": {"frameworks": [without_document({"attestation": "self"})], "passes": true},
	"certified": {"frameworks": [without_document({"attestation": "certified"})], "passes": false},
	"365 days old": {"frameworks": [without_document({"as_of": "2025-11-23"})], "passes": false},
	"365 days old, on file": {"frameworks": [object.union(assessment, {"as_of": "2025-11-23"})], "passes": true},
	"366 days old": {"frameworks": [without_document({"as_of": "2025-11-22"})], "passes": true},
	"of today": {"frameworks": [without_document({"as_of": as_of})], "passes": false},
	"of today, on file": {"frameworks": [object.union(assessment, {"as_of": as_of})], "passes": true},
	"of tomorrow": {"frameworks": [without_document({"as_of": "2026-11-24"})], "passes": true},
	"attestation unanswered": {"frameworks": [object.remove(assessment, {"attestation"})], "passes": false},
	"date unanswered": {"frameworks": [object.remove(assessment, {"as_of"})], "passes": false},
	"the one that counts without a document, another on file": {
		"frameworks": [without_document({}), object.union(assessment, {"name": "soc2"})],
		"passes": false,
	},
	"the one that counts without a document, one of tomorrow on file": {
		"frameworks": [without_document({}), object.union(assessment, {"as_of": "2026-11-24"})],
		"passes": false,
	},
	"the one that counts without a document, an old one on file": {
		"frameworks": [without_document({}), object.union(assessment, {"as_of": "2025-11-22"})],
		"passes": false,
	},
}

test_frameworks_on_file[name] if {
	some name, case in framework_cases
	verdict("on_file", json.patch(filed, [answer("/security/frameworks", case.frameworks)])) == case.passes
}

lenient := {"evidence": {"require_sha256": false, "expiry_grace_days": 10}, "frameworks": frameworks}

lenient_cases := {
	"no digest": {"change": [no_answer("/evidence/0/sha256")], "passes": true},
	"expired within the grace": {
		"change": [no_answer("/evidence/0/no_expiry"), answer("/evidence/0/expires_on", "2026-11-14")],
		"passes": true,
	},
	"on the last day of the grace": {
		"change": [no_answer("/evidence/0/no_expiry"), answer("/evidence/0/expires_on", "2026-11-13")],
		"passes": true,
	},
	"a day beyond the grace": {
		"change": [no_answer("/evidence/0/no_expiry"), answer("/evidence/0/expires_on", "2026-11-12")],
		"passes": false,
	},
}

test_on_file_lenient[name] if {
	some name, case in lenient_cases
	verdict("on_file", json.patch(filed, case.change)) == case.passes with minimums as lenient
}

# What the controls of a tier, or of a purchase, do not ask about needs no document.
out_of_scope := {
	"tests in T3": {"pointer": "/continuity/tests", "facts": {"tier": "T3"}},
	"tests where no loss matters": {"pointer": "/continuity/tests", "facts": {"loss_matters": false}},
	"plan for incidents in T3": {"pointer": "/incident_response", "facts": {"tier": "T3"}},
	"certifications in T3": {"pointer": "/assurance/certifications", "facts": {"tier": "T3"}},
	"assertions in T3": {"pointer": "/engagement/assertions", "facts": {"tier": "T3"}},
	"addenda in T3": {"pointer": "/contract/regulated_addenda", "facts": {"tier": "T3"}},
	"addenda without such data": {
		"pointer": "/contract/regulated_addenda",
		"facts": {"handles_other_regulated_data": false},
	},
	"program without a connection": {"pointer": "/security/wisp", "facts": {"reaches_data_or_systems": false}},
	"plan where continuity does not matter": {"pointer": "/continuity/bcp", "facts": {"continuity_matters": false}},
}

test_on_file_out_of_scope[name] if {
	some name, case in out_of_scope
	without := json.patch(filed, [no_answer(case.pointer)])
	verdict("on_file", without) == true with facts as object.union(facts, case.facts)
}

on_file_reasons := {
	"passed": {"change": [], "want": set()},
	"evidence unanswered": {"change": [no_answer("/evidence")], "want": set()},
	"run out": {
		"change": [no_answer("/evidence/0/no_expiry"), answer("/evidence/0/expires_on", "2026-11-22")],
		"want": {{"control": "on_file", "path": ["evidence", 0, "expires_on"], "message": "ev has run out"}},
	},
	"two of one name": {
		"change": [answer("/evidence/-", {"id": "ev", "sha256": "a", "no_expiry": true})],
		"want": {
			{"control": "on_file", "path": ["evidence", 0, "id"], "message": "ev stands for more than one document"},
			{"control": "on_file", "path": ["evidence", 1, "id"], "message": "ev stands for more than one document"},
		},
	},
	"run out, beside others": {
		"change": [
			no_answer("/evidence/0/no_expiry"),
			answer("/evidence/0/expires_on", "2026-11-22"),
			answer("/evidence/-", {"id": "other", "sha256": "a", "no_expiry": true}),
			answer("/contract/documents/0/evidence", "other"),
		],
		"want": {{"control": "on_file", "path": ["evidence", 0, "expires_on"], "message": "ev has run out"}},
	},
	"two of one name, beside others": {
		"change": [
			answer("/evidence/-", {"id": "ev", "sha256": "a", "no_expiry": true}),
			answer("/evidence/-", {"id": "other", "sha256": "a", "no_expiry": true}),
			answer("/contract/documents/0/evidence", "other"),
		],
		"want": {
			{"control": "on_file", "path": ["evidence", 0, "id"], "message": "ev stands for more than one document"},
			{"control": "on_file", "path": ["evidence", 1, "id"], "message": "ev stands for more than one document"},
		},
	},
	"two of one name and one that has run out, which nobody names": {
		"change": [
			no_answer("/evidence/0/sha256"),
			answer("/evidence/-", {"id": "other", "sha256": "a", "no_expiry": true}),
			answer("/evidence/-", {"id": "other", "sha256": "a", "no_expiry": true}),
			answer("/evidence/-", {"id": "old", "sha256": "a", "expires_on": "2020-01-01"}),
		],
		"want": set(),
	},
	"one that does not run out, with a day": {
		"change": [no_answer("/evidence/0/sha256"), answer("/evidence/0/expires_on", "2020-01-01")],
		"want": set(),
	},
	"expiry unanswered": {"change": [no_answer("/evidence/0/no_expiry")], "want": set()},
	"policies on the web, another document missing": {
		"change": [
			answer("/contract/documents/0/evidence", "ev-missing"),
			answer("/assurance/ethics_policy", "https://v.example/e"),
			answer("/assurance/csr_policy", "https://v.example/c"),
		],
		"want": {missing_contract},
	},
	"a framework that need not be on file, another document missing": {
		"change": [
			answer("/contract/documents/0/evidence", "ev-missing"),
			answer("/security/frameworks/-", without_document({"evidence": "ev-none"})),
		],
		"want": {missing_contract},
	},
	"a claim on a missing document, beside a document that is missing": {
		"change": [answer("/engagement/assertions", [
			{"pointer": "/x", "basis": "claimed", "evidence": ["ev-none"]},
			{"pointer": "/y", "basis": "documented", "evidence": ["ev-missing"]},
		])],
		"want": {{
			"control": "on_file",
			"path": ["engagement", "assertions", 1, "evidence", 0],
			"message": "ev-missing is not among the evidence",
		}},
	},
}

missing_contract := {
	"control": "on_file",
	"path": ["contract", "documents", 0, "evidence"],
	"message": "ev-missing is not among the evidence",
}

# What needs no document is not named beside what does.
test_on_file_reasons_out_of_scope[name] if {
	some name, case in {
		"tests": {"pointer": "/continuity/tests/0/evidence", "facts": {"loss_matters": false}},
		"plan for incidents": {"pointer": "/incident_response/plan/evidence", "facts": {"tier": "T3"}},
		"certifications": {"pointer": "/assurance/certifications/0/evidence", "facts": {"tier": "T3"}},
		"assertions": {"pointer": "/engagement/assertions/0/evidence/0", "facts": {"tier": "T3"}},
		"addenda": {
			"pointer": "/contract/regulated_addenda/0/evidence",
			"facts": {"handles_other_regulated_data": false},
		},
		"program": {"pointer": "/security/wisp/evidence", "facts": {"reaches_data_or_systems": false}},
		"plan": {"pointer": "/continuity/bcp/evidence", "facts": {"continuity_matters": false}},
	}
	elsewhere := json.patch(filed, [
		answer(case.pointer, "ev-none"),
		answer("/contract/documents/0/evidence", "ev-missing"),
	])
	found := reasons_for("on_file", elsewhere) with facts as object.union(facts, case.facts)
	found == {missing_contract}
}

test_on_file_reasons[name] if {
	some name, case in on_file_reasons
	reasons_for("on_file", json.patch(filed, case.change)) == case.want
}

verified_cases := {
	"as checked": {"change": [], "passes": true},
	"basis below": {"change": [answer("/engagement/assertions/0/basis", "claimed")], "passes": false},
	"basis above": {"change": [answer("/engagement/assertions/0/basis", "verified")], "passes": true},
	"basis unanswered": {"change": [no_answer("/engagement/assertions/0/basis")], "passes": false},
	"at its oldest": {"change": [answer("/engagement/assertions/0/verified_on", "2025-11-23")], "passes": true},
	"a day younger": {"change": [answer("/engagement/assertions/0/verified_on", "2025-11-24")], "passes": true},
	"a day too old": {"change": [answer("/engagement/assertions/0/verified_on", "2025-11-22")], "passes": false},
	"today": {"change": [answer("/engagement/assertions/0/verified_on", "2026-11-23")], "passes": true},
	"tomorrow": {"change": [answer("/engagement/assertions/0/verified_on", "2026-11-24")], "passes": false},
	"date unanswered": {"change": [no_answer("/engagement/assertions/0/verified_on")], "passes": false},
	"by the vendor": {"change": [answer("/engagement/assertions/0/verified_by", "Acme LLC")], "passes": false},
	"by the vendor in other letters": {"change": [answer("/engagement/assertions/0/verified_by", " ACME llc ")], "passes": false},
	"by an unnamed person": {"change": [no_answer("/engagement/assertions/0/verified_by")], "passes": false},
	"another answer": {"change": [answer("/engagement/assertions/0/pointer", "/security/mfa/privileged")], "passes": false},
	"a part of the name": {"change": [answer("/engagement/assertions/0/pointer", "/security/mfa/remote")], "passes": false},
	"the whole part": {"change": [answer("/engagement/assertions/0/pointer", "/security/mfa")], "passes": true},
	"the wider part": {"change": [answer("/engagement/assertions/0/pointer", "/security")], "passes": true},
	"something below": {"change": [answer("/engagement/assertions/0/pointer", "/security/mfa/remote_access/x")], "passes": false},
	"the part of another control": {"change": [no_answer("/engagement/assertions/1")], "passes": false},
	"nothing checked": {"change": [answer("/engagement/assertions", [])], "passes": false},
	"assertions unanswered": {"change": [no_answer("/engagement/assertions")], "passes": false},
	"a newer check beside an old one": {"change": [answer("/engagement/assertions/-", {"pointer": "/security/mfa/remote_access", "basis": "claimed"})], "passes": true},
}

test_verified[name] if {
	some name, case in verified_cases
	verdict("verified", json.patch(checked, case.change)) == case.passes
}

# The fact without which there is nothing to check behind a control.
fact_behind := {
	"ACC-01": "holds_grants",
	"BCP-02": "continuity_matters",
	"BCP-04": "loss_matters",
	"CJI-01": "handles_cji",
	"ENC-01": "holds_not_public_data",
	"ENC-03": "stores_member_data",
	"HIP-01": "handles_phi",
	"HIP-02": "handles_phi",
	"IND-03": "holds_not_public_data",
	"IND-04": "holds_not_public_data",
	"INC-02": "reaches_data_or_systems",
	"INS-02": "uses_vehicles",
	"INS-07": "privileged_or_purchasing",
	"MGD-01": "performs_government_function",
	"MGD-02": "holds_data_on_individuals",
	"REG-01": "handles_other_regulated_data",
	"REV-06": "reaches_data_or_systems",
	"SEC-03": "connects_beyond_saas",
	"SEC-04": "reaches_data_or_systems",
	"TRM-03": "reaches_data_systems_or_premises",
	"TRM-05": "stores_member_data",
	"WSP-01": "reaches_data_or_systems",
}

test_verified_where_not_applicable[code] if {
	some code, fact in fact_behind
	one := json.patch(minimums, [answer("/evidence/must_verify", [code])])
	none := json.patch(checked, [answer("/engagement/assertions", [])])
	verdict("verified", none) == false with minimums as one
	verdict("verified", none) == true with minimums as one with facts as object.union(facts, {fact: false})
}

# That one control does not apply settles no other.
test_verified_where_others_do_not_apply[code] if {
	some code, own in fact_behind
	one := json.patch(minimums, [answer("/evidence/must_verify", [code])])
	none := json.patch(checked, [answer("/engagement/assertions", [])])
	others := {fact: value | some fact in fact_behind; value := fact == own}
	verdict("verified", none) == false with minimums as one with facts as object.union(facts, others)
}

test_verified_every_answer_behind if {
	one := json.patch(minimums, [answer("/evidence/must_verify", ["SEC-04"])])
	part := json.patch(checked, [answer("/engagement/assertions/0/pointer", "/security/mfa/privileged")])
	verdict("verified", part) == false with minimums as one
}

test_verified_reasons_where_not_applicable if {
	none := json.patch(checked, [answer("/engagement/assertions", [])])
	found := reasons_for("verified", none) with facts as object.union(facts, {"connects_beyond_saas": false})
	found == {{
		"control": "verified",
		"path": ["engagement", "assertions"],
		"message": "INS-05: no check that counts is on record for /insurance/policies",
	}}
}

test_verified_reasons_by_control if {
	some_checked := json.patch(checked, [answer(
		"/engagement/assertions/0/pointer",
		"/contract/termination/destruction_days",
	)])
	one := json.patch(minimums, [answer("/evidence/must_verify", ["TRM-05"])])
	found := reasons_for("verified", some_checked) with minimums as one
	found == {{
		"control": "verified",
		"path": ["engagement", "assertions"],
		"message": concat("", [
			"TRM-05: no check that counts is on record for /contract/termination/destruction_clause, ",
			"/contract/termination/destruction_method, /contract/termination/destruction_standard",
		]),
	}}
}

everything_checked := json.patch(checked, [answer("/engagement/assertions", [assertion |
	some part in ["/assurance", "/continuity", "/contract", "/engagement", "/insurance", "/security"]
	assertion := {"pointer": part, "basis": "documented", "verified_by": "Clerk", "verified_on": "2026-10-01"}
])])

test_verified_for_every_known_code[code] if {
	some code, _ in data.controls.evidence.decisive
	one := json.patch(minimums, [answer("/evidence/must_verify", [code])])
	verdict("verified", everything_checked) == true with minimums as one
}

# The code of no control settles nothing, whatever was checked.
test_verified_for_an_unknown_code if {
	one := json.patch(minimums, [answer("/evidence/must_verify", ["OWN-02"])])
	verdict("verified", everything_checked) == false with minimums as one with data.catalogue as own_controls
	found := reasons_for("verified", everything_checked) with minimums as one with data.catalogue as own_controls
	found == {{
		"control": "verified",
		"path": ["engagement", "assertions"],
		"message": "your requirements demand checked answers for OWN-02, and no control has this code",
	}}
}

own_controls := {
	"acme.restore": {
		"code": "OWN-01",
		"applies_when": "on_site",
		"answers": ["/continuity/tests", "/contract/continuity/bc_clause"],
	},
	"acme.always": {"code": "OWN-03", "applies_when": "", "answers": ["/assurance/pentest/independent"]},
	"acme.without_code": {"code": "", "applies_when": "", "answers": ["/vendor"]},
	"acme.without_code_either": {"code": "", "applies_when": "", "answers": ["/contract"]},
	"data_access.inventory": {"code": "ACC-01", "applies_when": "on_site", "answers": ["/vendor"]},
}

# A control that only the catalogue knows rests on every answer that it reads.
own_demands := {
	"everything checked": {"code": "OWN-01", "checked": ["/continuity", "/contract"], "want": true},
	"each answer checked": {
		"code": "OWN-01",
		"checked": ["/continuity/tests", "/contract/continuity/bc_clause"],
		"want": true,
	},
	"one answer left": {"code": "OWN-01", "checked": ["/continuity"], "want": false},
	"the other answer left": {"code": "OWN-01", "checked": ["/contract"], "want": false},
	"nothing checked": {"code": "OWN-01", "checked": [], "want": false},
	"another control's answer": {"code": "OWN-03", "checked": ["/continuity", "/contract"], "want": false},
	"its own answer": {"code": "OWN-03", "checked": ["/assurance/pentest"], "want": true},
}

test_verified_for_own_controls[name] if {
	some name, row in own_demands
	one := json.patch(minimums, [answer("/evidence/must_verify", [row.code])])
	some_checked := json.patch(checked, [answer("/engagement/assertions", [assertion |
		some part in row.checked
		assertion := {"pointer": part, "basis": "documented", "verified_by": "Clerk", "verified_on": "2026-10-01"}
	])])
	verdict("verified", some_checked) == row.want with minimums as one with data.catalogue as own_controls
}

# A control of the member's own that does not apply leaves nothing to check.
test_verified_where_own_control_does_not_apply if {
	none := json.patch(checked, [answer("/engagement/assertions", [])])
	own := json.patch(minimums, [answer("/evidence/must_verify", ["OWN-01"])])
	always := json.patch(minimums, [answer("/evidence/must_verify", ["OWN-03"])])
	off := {"on_site": false}
	verdict("verified", none) == true with minimums as own with data.catalogue as own_controls with facts as off
	verdict("verified", none) == false with minimums as always with data.catalogue as own_controls with facts as off

	# When a shipped control applies is said beside its answers, and nowhere else.
	shipped := json.patch(minimums, [answer("/evidence/must_verify", ["ACC-01"])])
	verdict("verified", none) == false with minimums as shipped with data.catalogue as own_controls with facts as off
}

test_verified_without_demands if {
	none := json.patch(minimums, [answer("/evidence/must_verify", [])])
	verdict("verified", json.patch(checked, [no_answer("/engagement/assertions")])) == true with minimums as none
}

verified_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/engagement/assertions")], "want": set()},
	"too old": {
		"change": [answer("/engagement/assertions/0/verified_on", "2025-11-22")],
		"want": {{
			"control": "verified",
			"path": ["engagement", "assertions"],
			"message": "SEC-03: no check that counts is on record for /security/mfa/remote_access",
		}},
	},
}

test_verified_reasons[name] if {
	some name, case in verified_reasons
	reasons_for("verified", json.patch(checked, case.change)) == case.want
}

package controls.insurance_test

proof(field, value) := {"op": "add", "path": sprintf("/evidence/0/%s", [field]), "value": value}

no_proof(field) := {"op": "remove", "path": sprintf("/evidence/0/%s", [field])}

certificate_cases := {
	"declarations page": {"change": [proof("kind", "policy_declaration")], "passes": true},
	"insurer's letter": {"change": [proof("kind", "insurer_letter")], "passes": true},
	"endorsement": {"change": [proof("kind", "endorsement")], "passes": false},
	"other document": {"change": [proof("kind", "other")], "passes": false},
	"kind unanswered": {"change": [no_proof("kind")], "passes": false},
	"one day too old": {"change": [proof("issued_on", "2025-11-22")], "passes": false},
	"one day younger": {"change": [proof("issued_on", "2025-11-24")], "passes": true},
	"of today": {"change": [proof("issued_on", "2026-11-23")], "passes": true},
	"of tomorrow": {"change": [proof("issued_on", "2026-11-24")], "passes": false},
	"date unanswered": {"change": [no_proof("issued_on")], "passes": false},
	"id of no document": {"change": [answer("cgl", "evidence", "acord-2")], "passes": false},
	"no id": {"change": [no_answer("cgl", "evidence")], "passes": false},
	"no evidence": {"change": [{"op": "add", "path": "/evidence", "value": []}], "passes": false},
	"evidence unanswered": {"change": [{"op": "remove", "path": "/evidence"}], "passes": false},
	"one document for each policy": {
		"change": [
			answer("cyber", "evidence", "letter-1"),
			{"op": "add", "path": "/evidence/-", "value": {
				"id": "letter-1",
				"kind": "insurer_letter",
				"issued_on": "2026-11-01",
			}},
		],
		"passes": true,
	},
	"a document that no policy names": {
		"change": [{"op": "add", "path": "/evidence/-", "value": {"id": "plan-1"}}],
		"passes": true,
	},
}

test_certificates[name] if {
	some name, case in certificate_cases
	verdict("certificates", case) == case.passes
}

expires(date) := [
	answer("cgl", "expires_on", date),
	term("insurance_terms/renewal_certificates_required", true),
]

in_force_cases := {
	"begins tomorrow": {"change": [answer("cgl", "effective_on", "2026-11-24")], "passes": false},
	"began yesterday": {"change": [answer("cgl", "effective_on", "2026-11-22")], "passes": true},
	"beginning unanswered": {"change": [no_answer("cgl", "effective_on")], "passes": false},
	"expires tomorrow": {"change": expires("2026-11-24"), "passes": true},
	"expires today": {"change": expires("2026-11-23"), "passes": false},
	"expired yesterday": {"change": expires("2026-11-22"), "passes": false},
	"expiry unanswered": {"change": [no_answer("cgl", "expires_on")], "passes": false},
	"expires today, and the day counts": {
		"change": expires("2026-11-23"),
		"minimums": [minimum("expiry_day_counts", true)],
		"passes": true,
	},
	"expired yesterday, and the day counts": {
		"change": expires("2026-11-22"),
		"minimums": [minimum("expiry_day_counts", true)],
		"passes": false,
	},
	"expires after the contract": {"change": [term("expires_on", "2027-06-29")], "passes": true},
	"expires before the contract": {"change": [term("expires_on", "2027-07-01")], "passes": false},
	"expires before the contract, renewals are proven": {
		"change": [
			term("expires_on", "2027-07-01"),
			term("insurance_terms/renewal_certificates_required", true),
		],
		"passes": true,
	},
	"expires before the contract, renewals unanswered": {
		"change": [
			term("expires_on", "2027-07-01"),
			no_term("insurance_terms/renewal_certificates_required"),
		],
		"passes": false,
	},
	"end of the contract unanswered": {"change": [no_term("expires_on")], "passes": false},
	"end of the contract unanswered, renewals are proven": {
		"change": [
			no_term("expires_on"),
			term("insurance_terms/renewal_certificates_required", true),
		],
		"passes": true,
	},
	"nothing of the contract answered": {
		"change": [{"op": "remove", "path": "/contract"}],
		"passes": false,
	},
}

test_in_force[name] if {
	some name, case in in_force_cases
	verdict("in_force", case) == case.passes
}

expiry_note := {[
	"in_force",
	"insurance/policies/0/expires_on",
	"the policy ends soon: ask for the certificate of its renewal now",
]}

expiry_notes := {
	"in thirty days": {"change": expires("2026-12-23"), "notes": expiry_note},
	"in thirty-one days": {"change": expires("2026-12-24"), "notes": set()},
	"tomorrow": {"change": expires("2026-11-24"), "notes": expiry_note},
	"today": {"change": expires("2026-11-23"), "notes": set()},
	"today, and the day counts": {
		"change": expires("2026-11-23"),
		"minimums": [minimum("expiry_day_counts", true)],
		"notes": expiry_note,
	},
	"unanswered": {"change": [no_answer("cgl", "expires_on")], "notes": set()},
	"of a policy that is not required": {
		"change": [answer("auto", "expires_on", "2026-11-24")],
		"facts": {"uses_vehicles": false},
		"notes": set(),
	},
}

test_expiry_note[name] if {
	some name, case in expiry_notes
	notes(case) == case.notes
}

carrier_cases := {
	"better rating": {"change": [answer("cgl", "carrier/am_best_rating", "A++")], "passes": true},
	"lower rating": {"change": [answer("cgl", "carrier/am_best_rating", "B++")], "passes": false},
	"not rated": {"change": [answer("cgl", "carrier/am_best_rating", "NR")], "passes": false},
	"rating unanswered": {"change": [no_answer("cgl", "carrier/am_best_rating")], "passes": false},
	"larger": {"change": [answer("cgl", "carrier/am_best_fsc", "VIII")], "passes": true},
	"larger, though the word sorts lower": {"change": [answer("cgl", "carrier/am_best_fsc", "IX")], "passes": true},
	"smaller": {"change": [answer("cgl", "carrier/am_best_fsc", "VI")], "passes": false},
	"smaller, though the word sorts higher": {
		"change": [answer("cgl", "carrier/am_best_fsc", "V")],
		"minimums": [minimum("am_best_fsc_min", "IX")],
		"passes": false,
	},
	"size unanswered": {"change": [no_answer("cgl", "carrier/am_best_fsc")], "passes": false},
	"kind does not matter to a rated carrier": {"change": [no_answer("cgl", "carrier/kind")], "passes": true},
	"pool": {"change": [answer("cgl", "carrier", {"kind": "pool"})], "passes": true},
	"Lloyd's": {"change": [answer("cgl", "carrier", {"kind": "lloyds"})], "passes": true},
	"pool that is not accepted": {
		"change": [answer("cgl", "carrier", {"kind": "pool"})],
		"minimums": [minimum("unrated_carriers_accepted", ["lloyds"])],
		"passes": false,
	},
	"surplus lines": {"change": [answer("cgl", "carrier", {"kind": "surplus_lines"})], "passes": false},
	"surplus lines that are accepted": {
		"change": [answer("cgl", "carrier", {"kind": "surplus_lines"})],
		"minimums": [minimum("unrated_carriers_accepted", ["surplus_lines"])],
		"passes": true,
	},
	"state fund for workers' compensation": {
		"change": [answer("wc_el", "carrier", {"kind": "state_fund"})],
		"passes": true,
	},
	"state fund for another line": {
		"change": [answer("cgl", "carrier", {"kind": "state_fund"})],
		"passes": false,
	},
	"carrier unanswered": {"change": [no_answer("cgl", "carrier")], "passes": false},
}

test_carrier_strength[name] if {
	some name, case in carrier_cases
	verdict("carrier_strength", case) == case.passes
}

standing_reasons := {
	"id of no document": {
		"control": "certificates",
		"change": [answer("cyber", "evidence", "acord-2")],
		"reasons": {["insurance/policies/4/evidence", "no entry of the evidence has this id"]},
	},
	"document of another kind": {
		"control": "certificates",
		"change": [
			answer("cyber", "evidence", "memo-1"),
			{"op": "add", "path": "/evidence/-", "value": {
				"id": "memo-1",
				"kind": "review_memo",
				"issued_on": "2026-11-01",
			}},
		],
		"reasons": {["evidence/1/kind", "a document of this kind does not prove the policy cyber-1"]},
	},
	"document that is too old": {
		"control": "certificates",
		"change": [
			answer("crime", "evidence", "acord-0"),
			{"op": "add", "path": "/evidence/-", "value": {
				"id": "acord-0",
				"kind": "acord_25",
				"issued_on": "2025-11-22",
			}},
		],
		"reasons": {[
			"evidence/1/issued_on",
			"the proof of the policy crime-1 is too old, or dated in the future",
		]},
	},
	"document without a date": {
		"control": "certificates",
		"change": [
			answer("crime", "evidence", "acord-0"),
			{"op": "add", "path": "/evidence/-", "value": {"id": "acord-0", "kind": "acord_25"}},
		],
		"reasons": set(),
	},
	"no id and no documents": {
		"control": "certificates",
		"change": [
			without("crime"), without("cyber"), without("tech_eo"), without("wc_el"), without("auto"),
			no_answer("cgl", "evidence"),
			{"op": "add", "path": "/evidence", "value": []},
		],
		"reasons": {["insurance/policies", concat("", [
			"the vendor does not list: a crime policy or fidelity bond (see INS-07), automobile liability (see INS-02), ",
			"cyber liability (see INS-05), professional liability (see INS-04), workers' compensation (see INS-03)",
		])]},
	},
	"end unanswered": {
		"control": "in_force",
		"change": [no_answer("cgl", "expires_on")],
		"reasons": set(),
	},
	"low rating alone": {
		"control": "carrier_strength",
		"change": [answer("cgl", "carrier/am_best_rating", "B++")],
		"reasons": {["insurance/policies/0/carrier/am_best_rating", "the insurer's rating is below your minimum"]},
	},
	"small size alone": {
		"control": "carrier_strength",
		"change": [answer("cgl", "carrier/am_best_fsc", "VI")],
		"reasons": {[
			"insurance/policies/0/carrier/am_best_fsc",
			"the insurer is in a smaller size category than you accept",
		]},
	},
	"no id": {
		"control": "certificates",
		"change": [no_answer("cyber", "evidence")],
		"reasons": set(),
	},
	"not begun": {
		"control": "in_force",
		"change": [answer("cgl", "effective_on", "2026-11-24")],
		"reasons": {["insurance/policies/0/effective_on", "the policy has not begun yet"]},
	},
	"ended": {
		"control": "in_force",
		"change": expires("2026-11-23"),
		"reasons": {["insurance/policies/0/expires_on", "the policy has ended"]},
	},
	"ends before the contract": {
		"control": "in_force",
		"change": [answer("cgl", "expires_on", "2027-06-29")],
		"reasons": {[
			"insurance/policies/0/expires_on",
			"the policy ends before the contract does, and the vendor need not prove its renewal",
		]},
	},
	"low rating, small size": {
		"control": "carrier_strength",
		"change": [
			answer("cgl", "carrier/am_best_rating", "B++"),
			answer("cgl", "carrier/am_best_fsc", "VI"),
		],
		"reasons": {
			["insurance/policies/0/carrier/am_best_rating", "the insurer's rating is below your minimum"],
			[
				"insurance/policies/0/carrier/am_best_fsc",
				"the insurer is in a smaller size category than you accept",
			],
		},
	},
	"carrier unanswered": {
		"control": "carrier_strength",
		"change": [no_answer("cgl", "carrier")],
		"reasons": set(),
	},
}

test_standing_reasons[name] if {
	some name, case in standing_reasons
	reasons(case.control, case) == case.reasons
}

test_ends_today_and_counts if {
	case := {
		"change": [answer("cgl", "expires_on", "2026-11-23")],
		"minimums": [minimum("expiry_day_counts", true)],
	}
	reasons("in_force", case) == {[
		"insurance/policies/0/expires_on",
		"the policy ends before the contract does, and the vendor need not prove its renewal",
	]}
}

# What is wrong with a policy that nobody asked for is not told beside what counts:
# every reason is about the first one.
spare_policies := {
	"no proof": {
		"control": "certificates",
		"change": [answer("cgl", "evidence", "acord-9")],
		"spare": {"evidence": "acord-8"},
	},
	"another kind of proof": {
		"control": "certificates",
		"change": [
			answer("cgl", "evidence", "acord-9"),
			{"op": "add", "path": "/evidence/-", "value": {
				"id": "memo-1",
				"kind": "review_memo",
				"issued_on": "2026-11-01",
			}},
		],
		"spare": {"evidence": "memo-1"},
	},
	"an old proof": {
		"control": "certificates",
		"change": [
			answer("cgl", "evidence", "acord-9"),
			{"op": "add", "path": "/evidence/-", "value": {
				"id": "acord-0",
				"kind": "acord_25",
				"issued_on": "2020-01-01",
			}},
		],
		"spare": {"evidence": "acord-0"},
	},
	"not begun": {
		"control": "in_force",
		"change": [answer("cgl", "effective_on", "2026-11-24")],
		"spare": {"effective_on": "2026-11-24"},
	},
	"ended": {"control": "in_force", "change": expires("2026-11-23"), "spare": {"expires_on": "2026-11-23"}},
	"ends before the contract": {
		"control": "in_force",
		"change": [answer("cgl", "expires_on", "2027-06-29")],
		"spare": {"expires_on": "2027-06-29"},
	},
	"weak insurer": {
		"control": "carrier_strength",
		"change": [answer("cgl", "carrier", {"am_best_rating": "B", "am_best_fsc": "V"})],
		"spare": {"carrier": {"am_best_rating": "B", "am_best_fsc": "V"}},
	},
	"not primary": {
		"control": "policy_conditions",
		"change": [answer("cgl", "primary_noncontributory", false)],
		"spare": {"primary_noncontributory": false},
	},
	"no waiver": {
		"control": "policy_conditions",
		"change": [answer("cgl", "waiver_of_subrogation", false)],
		"spare": {"waiver_of_subrogation": false},
	},
	"late notice": {
		"control": "policy_conditions",
		"change": [
			term("insurance_terms/cancellation_notice_days", 1),
			answer("cgl", "cancellation_notice_days", 1),
		],
		"spare": {"cancellation_notice_days": 1},
	},
	"late retroactive date": {
		"control": "claims_made_tail",
		"change": [answer("cgl", "basis", "claims_made"), answer("cgl", "retro_date", "2026-02-01")],
		"spare": {"basis": "claims_made", "retro_date": "2026-02-01"},
	},
	"short tail": {
		"control": "claims_made_tail",
		"change": [
			term("insurance_terms/tail_months", 1),
			answer("cgl", "basis", "claims_made"),
			answer("cyber", "basis", "occurrence"),
			answer("cgl", "retro_date", "2026-01-15"),
		],
		"spare": {"basis": "claims_made", "retro_date": "2026-01-15"},
	},
}

test_reasons_of_spare_policies[name] if {
	some name, case in spare_policies
	spare := policy("umbrella-1", "umbrella", object.union({"underlying_for": []}, case.spare))
	told := reasons(case.control, {"change": array.concat(case.change, [with_policy(spare)])})
	count(told) > 0
	every reason in told {
		startswith(reason[0], "insurance/policies/0/")
	}
}

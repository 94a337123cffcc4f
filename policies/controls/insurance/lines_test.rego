package controls.insurance_test

# The controls that look at every policy of a required line, each with a change to
# one policy that breaks it.
broken_by := {
	"certificates": {"evidence": "acord-2"},
	"in_force": {"expires_on": "2026-11-23"},
	"policy_conditions": {"waiver_of_subrogation": false},
	"claims_made_tail": {"basis": "claims_made", "retro_date": "2026-01-16"},
	"carrier_strength": {"carrier": {"kind": "admitted", "am_best_rating": "B++", "am_best_fsc": "VII"}},
}

# A second policy that would break them, and whether the member counts on it.
second_policies := {
	"general liability": {"line": "cgl", "counts": true},
	"automobile": {"line": "auto", "counts": true},
	"workers' compensation": {"line": "wc_el", "counts": true},
	"professional": {"line": "professional_eo", "counts": true},
	"technology": {"line": "tech_eo", "counts": true},
	"cyber": {"line": "cyber", "counts": true},
	"combined": {"line": "tech_eo_cyber_combined", "counts": true},
	"crime": {"line": "crime", "counts": true},
	"bond": {"line": "fidelity_bond", "counts": true},
	"umbrella above a required policy": {"line": "umbrella", "underlying_for": ["cgl-1"], "counts": true},
	"umbrella above several": {"line": "umbrella", "underlying_for": ["crime-1", "cgl-1"], "counts": true},
	"umbrella above an umbrella": {"line": "umbrella", "underlying_for": ["extra-1"], "counts": true},
	"umbrella above none": {"line": "umbrella", "underlying_for": [], "counts": false},
	"umbrella above one that is not listed": {"line": "umbrella", "underlying_for": ["gone-1"], "counts": false},
	"umbrella of unknown reach": {"line": "umbrella", "counts": true},
	"umbrella above none, under the name of a line": {"line": "cgl", "underlying_for": [], "counts": true},
	"another line, no vehicles used": {"line": "cgl", "facts": {"uses_vehicles": false}, "counts": true},
	"another line, no privileges": {"line": "cgl", "facts": {"privileged_or_purchasing": false}, "counts": true},
	"another line, no cyber minimum": {"line": "cgl", "minimums": [no_minimum("cyber")], "counts": true},
	"automobile, no vehicles used": {"line": "auto", "facts": {"uses_vehicles": false}, "counts": false},
	"automobile, no minimum": {"line": "auto", "minimums": [no_minimum("auto")], "counts": false},
	"cyber, no minimum": {"line": "cyber", "minimums": [no_minimum("cyber")], "counts": false},
	"combined, no cyber minimum": {
		"line": "tech_eo_cyber_combined",
		"minimums": [no_minimum("cyber")],
		"counts": true,
	},
	"crime, no privileges": {"line": "crime", "facts": {"privileged_or_purchasing": false}, "counts": false},
	"bond, no minimum": {"line": "fidelity_bond", "minimums": [no_minimum("crime")], "counts": false},
	"umbrella above automobile, no vehicles used": {
		"line": "umbrella",
		"underlying_for": ["auto-1"],
		"facts": {"uses_vehicles": false},
		"counts": false,
	},
}

# All five controls know a spare policy by the same rule, so one of them stands for
# all; that each asks it, the test after this shows.
test_second_policy[name] if {
	some name, second in second_policies
	verdict("carrier_strength", with_second(second, broken_by.carrier_strength)) != second.counts
}

test_second_policy_in_each_control[control] if {
	some control, fault in broken_by
	verdict(control, with_second(second_policies.professional, fault)) == false
	verdict(control, with_second(second_policies["umbrella above none"], fault))
}

# Crime policies and bonds answer for losses, and are not asked how long they
# answer for claims.
test_second_crime_policy[control] if {
	some control, fault in object.remove(broken_by, ["claims_made_tail"])
	verdict(control, with_second(second_policies.bond, fault)) == false
	verdict(control, with_second(second_policies["bond, no minimum"], fault))
}

test_second_crime_policy_has_no_tail if {
	verdict("claims_made_tail", with_second(second_policies.bond, broken_by.claims_made_tail))
}

with_second(second, fault) := {
	"change": [with_policy(policy("extra-1", second.line, object.union(
		object.filter(second, ["underlying_for"]),
		fault,
	)))],
	"minimums": object.get(second, "minimums", []),
	"facts": object.get(second, "facts", {}),
}

missing_lines := {
	"general liability": [without("cgl")],
	"workers' compensation": [without("wc_el")],
	"professional": [without("tech_eo")],
	"cyber": [without("cyber")],
	"automobile": [without("auto")],
	"crime": [without("crime")],
}

test_missing_line[name] if {
	some name, change in missing_lines
	every control, _ in broken_by {
		verdict(control, {"change": change}) == false
	}
}

# What is missing is told once for each control, not once for each policy.
test_missing_lines_reason if {
	told := {reason |
		some reason in all_reasons({"change": [without("cyber"), without("auto")]})
		reason.control in object.keys(broken_by)
	}
	told == {{
		"control": control,
		"path": ["insurance", "policies"],
		"message": "the vendor does not list: automobile liability (see INS-02), cyber liability (see INS-05)",
	} |
		some control, _ in broken_by
	}
}

test_one_missing_line_reason if {
	told := {reason |
		some reason in all_reasons({"change": [without("auto")]})
		reason.control in object.keys(broken_by)
	}
	told == {{
		"control": control,
		"path": ["insurance", "policies"],
		"message": "the vendor does not list: automobile liability (see INS-02)",
	} |
		some control, _ in broken_by
	}
}

# A minimum of nothing is a minimum: the line is asked for.
test_line_required_at_zero if {
	case := {"change": [without("cyber")], "minimums": [minimum("cyber/per_claim", 0)]}
	every control, _ in broken_by {
		verdict(control, case) == false
	}
}

line_not_required := {
	"automobile, no vehicles used": {"change": [without("auto")], "facts": {"uses_vehicles": false}},
	"automobile, no minimum": {"change": [without("auto")], "minimums": [no_minimum("auto")]},
	"cyber, no minimum": {"change": [without("cyber")], "minimums": [no_minimum("cyber")]},
	"crime, no privileges": {"change": [without("crime")], "facts": {"privileged_or_purchasing": false}},
	"crime, no minimum": {"change": [without("crime")], "minimums": [no_minimum("crime")]},
	"all three, no minimums": {
		"change": [without("crime"), without("cyber"), without("auto")],
		"minimums": [no_minimum("crime"), no_minimum("cyber"), no_minimum("auto")],
	},
}

test_line_not_required[name] if {
	some name, case in line_not_required
	every control, _ in broken_by {
		verdict(control, case)
	}
}

# One policy for both lines stands for both.
test_combined_policy if {
	case := {"change": [
		without("cyber"),
		without("tech_eo"),
		with_policy(policy("both-1", "tech_eo_cyber_combined", {})),
	]}
	every control, _ in broken_by {
		verdict(control, case)
	}
}

letter := {"id": "workers-compensation-exemption", "kind": "insurer_letter", "issued_on": "2025-11-23"}

proprietor(document) := [
	without("wc_el"),
	{"op": "add", "path": "/vendor/entity_type", "value": "sole_proprietor"},
	{"op": "add", "path": "/evidence/-", "value": document},
]

exemption_cases := {
	"with the letter": {"change": proprietor(letter), "passes": true},
	"letter of today": {"change": proprietor(object.union(letter, {"issued_on": "2026-11-23"})), "passes": true},
	"letter of tomorrow": {"change": proprietor(object.union(letter, {"issued_on": "2026-11-24"})), "passes": false},
	"old letter": {"change": proprietor(object.union(letter, {"issued_on": "2025-11-22"})), "passes": false},
	"letter without a date": {"change": proprietor(object.remove(letter, ["issued_on"])), "passes": false},
	"letter under another id": {"change": proprietor(object.union(letter, {"id": "letter-1"})), "passes": false},
	"other kind of document": {"change": proprietor(object.union(letter, {"kind": "other"})), "passes": false},
	"kind unanswered": {"change": proprietor(object.remove(letter, ["kind"])), "passes": false},
	"a company": {
		"change": array.concat(
			proprietor(letter),
			[{"op": "add", "path": "/vendor/entity_type", "value": "llc"}],
		),
		"passes": false,
	},
	"form unanswered": {
		"change": array.concat(proprietor(letter), [{"op": "remove", "path": "/vendor/entity_type"}]),
		"passes": false,
	},
	"no evidence": {
		"change": array.concat(proprietor(letter), [{"op": "add", "path": "/evidence", "value": []}]),
		"passes": false,
	},
	"evidence unanswered": {
		"change": array.concat(proprietor(letter), [{"op": "remove", "path": "/evidence"}]),
		"passes": false,
	},
	# Who has a policy is not exempt, whatever letter is on file.
	"a policy that is too small": {
		"change": array.concat(
			proprietor(letter),
			[with_policy(policy("wc-2", "wc_el", {"limits": {"statutory": false}}))],
		),
		"passes": false,
	},
	"list of policies unanswered": {
		"change": array.concat(proprietor(letter), [policies_unanswered]),
		"passes": false,
	},
}

test_exemption[name] if {
	some name, case in exemption_cases
	verdict("workers_compensation", case) == case.passes
}

test_exemption_suffices_for_the_line if {
	every control, _ in broken_by {
		verdict(control, {"change": proprietor(letter)})
		verdict(control, {"change": proprietor(object.union(letter, {"kind": "other"}))}) == false
	}
}

package controls.liability_test

minimums := {
	"cap_min": 2000000,
	"required_carveouts": ["data_breach", "confidentiality"],
	"super_cap_min": 5000000,
	"cap_vs_insurance": "at_least_insurance",
	"always_uncapped": ["fraud", "bodily_injury"],
}

# A contract on which every control passes, with each amount at its boundary.
agreed := {
	"contract": {"liability": {
		"cap_kind": "fixed",
		"cap_amount": 2000000,
		"fee_multiple": 2,
		"fee_basis": "annual_fees",
		"fees_paid_to_date": 0,
		"super_cap": 5000000,
		"carveouts": [
			{"kind": "data_breach", "treatment": "super_cap"},
			{"kind": "confidentiality", "treatment": "uncapped"},
			{"kind": "fraud", "treatment": "uncapped"},
			{"kind": "bodily_injury", "treatment": "uncapped"},
			{"kind": "ip", "treatment": "super_cap"},
		],
		"consequential_waiver": "none",
		"consequential_waiver_excludes_breach_costs": false,
	}},
	"insurance": {"policies": [
		{"id": "eo-1", "line": "tech_eo", "limits": {"per_claim": 2000000}},
		{"id": "cyber-1", "line": "cyber", "limits": {"per_claim": 1000000}},
		{"id": "cgl-1", "line": "cgl", "limits": {"per_claim": 9000000}},
	]},
	"engagement": {"annual_fees": 1000000, "total_contract_value": 3000000},
}

verdict(control, case) if passes(control, case)

verdict(control, case) := false if not passes(control, case)

passes(control, case) if {
	passed(control) with input as json.patch(agreed, case.change)
		with data.requirements.liability as json.patch(minimums, object.get(case, "minimums", []))
		with data.facts as {}
}

# By name, because OPA's type checker trips over data.controls.liability[control].
passed("cap_not_fees_only") if data.controls.liability.cap_not_fees_only == true

passed("cap_reaches_floor") if data.controls.liability.cap_reaches_floor == true

passed("breach_outside_cap") if data.controls.liability.breach_outside_cap == true

passed("cap_covers_insurance") if data.controls.liability.cap_covers_insurance == true

passed("breach_costs_recoverable") if data.controls.liability.breach_costs_recoverable == true

passed("wilful_harm_uncapped") if data.controls.liability.wilful_harm_uncapped == true

reasons(control, case) := {[concat("/", path), reason.message] |
	some reason in all_reasons(case)
	reason.control == control
	path := [sprintf("%v", [step]) | some step in reason.path]
}

all_reasons(case) := found if {
	found := data.controls.liability.reasons with input as json.patch(agreed, case.change)
		with data.requirements.liability as json.patch(minimums, object.get(case, "minimums", []))
		with data.facts as {}
}

notes(change) := found if {
	found := data.controls.liability.notes with input as json.patch(agreed, change)
		with data.requirements.liability as minimums
		with data.facts as {}
}

answer(field, value) := {"op": "add", "path": sprintf("/contract/liability/%s", [field]), "value": value}

no_answer(field) := {"op": "remove", "path": sprintf("/contract/liability/%s", [field])}

fees(field, value) := {"op": "add", "path": sprintf("/engagement/%s", [field]), "value": value}

no_fees(field) := {"op": "remove", "path": sprintf("/engagement/%s", [field])}

policies(list) := {"op": "add", "path": "/insurance/policies", "value": list}

with_policy(line, per_claim) := {
	"op": "add",
	"path": "/insurance/policies/-",
	"value": {"id": "added-1", "line": line, "limits": {"per_claim": per_claim}},
}

minimum(field, value) := {"op": "add", "path": sprintf("/%s", [field]), "value": value}

controls := {
	"cap_not_fees_only", "cap_reaches_floor", "breach_outside_cap", "cap_covers_insurance",
	"breach_costs_recoverable", "wilful_harm_uncapped",
}

# What a contract without a cap leaves open does not matter.
without_cap := {
	"cap_not_fees_only", "cap_reaches_floor", "breach_outside_cap", "cap_covers_insurance",
	"wilful_harm_uncapped",
}

test_in_order[control] if {
	some control in controls
	verdict(control, {"change": []})
}

test_nothing_to_explain_in_order if {
	all_reasons({"change": []}) == set()
	notes([]) == set()
}

test_nothing_answered[control] if {
	some control in controls
	verdict(control, {"change": [{"op": "replace", "path": "", "value": {}}]}) == false
}

# What a control would say of a contract with a cap, it does not say of one without.
test_nothing_to_explain_without_cap if {
	some_of_everything := [
		answer("cap_kind", "none"),
		answer("super_cap", 1),
		answer("carveouts", [
			{"kind": "data_breach", "treatment": "super_cap"},
			{"kind": "fraud", "treatment": "general_cap"},
			{"kind": "confidentiality", "treatment": "general_cap"},
		]),
	]
	all_reasons({"change": some_of_everything}) == set()
	all_reasons({"change": array.concat(some_of_everything, [policies([])])}) == set()
}

test_nothing_to_explain_where_not_compared[name] if {
	some name, list in {"none": [], "large": [{"id": "eo-1", "line": "tech_eo", "limits": {"per_claim": 9000000}}]}
	all_reasons({
		"change": [policies(list)],
		"minimums": [minimum("cap_vs_insurance", "off")],
	}) == set()
}

test_nothing_to_explain_without_answers if {
	all_reasons({"change": [{"op": "replace", "path": "", "value": {}}]}) == set()
}

test_without_cap[sprintf("%s: %s", [kind, control])] if {
	some kind in ["none", "silent"]
	some control in without_cap
	verdict(control, {"change": [
		{"op": "replace", "path": "/contract/liability", "value": {"cap_kind": kind}},
		{"op": "remove", "path": "/insurance"},
		{"op": "remove", "path": "/engagement"},
	]})
}

test_cap_unanswered[control] if {
	some control in {"cap_not_fees_only", "cap_reaches_floor", "cap_covers_insurance"}
	verdict(control, {"change": [no_answer("cap_kind")]}) == false
}

# Exceptions that are stated count whatever the cap is.
test_exceptions_without_the_kind_of_cap[control] if {
	some control in {"breach_outside_cap", "wilful_harm_uncapped"}
	verdict(control, {"change": [no_answer("cap_kind")]})
}

fees_only_cases := {
	"fixed, whatever the amount": {"change": [answer("cap_amount", 1)], "passes": true},
	"fees, however large": {
		"change": [answer("cap_kind", "fees_multiple"), answer("fee_multiple", 1000)],
		"passes": false,
	},
	"lesser, however large": {
		"change": [answer("cap_kind", "lesser_of"), answer("cap_amount", 9000000)],
		"passes": false,
	},
	"greater, at the floor": {"change": [answer("cap_kind", "greater_of")], "passes": true},
	"greater, above the floor": {
		"change": [answer("cap_kind", "greater_of"), answer("cap_amount", 2000001)],
		"passes": true,
	},
	"greater, below the floor": {
		"change": [answer("cap_kind", "greater_of"), answer("cap_amount", 1999999)],
		"passes": false,
	},
	# The amount has to do it alone: fees that happen to be high do not count.
	"greater, below the floor, high fees": {
		"change": [
			answer("cap_kind", "greater_of"),
			answer("cap_amount", 1999999),
			answer("fee_multiple", 1000),
		],
		"passes": false,
	},
	"greater, amount unanswered": {
		"change": [answer("cap_kind", "greater_of"), no_answer("cap_amount")],
		"passes": false,
	},
}

test_cap_not_fees_only[name] if {
	some name, case in fees_only_cases
	verdict("cap_not_fees_only", case) == case.passes
}

formula(kind, amount, multiple, basis) := [
	answer("cap_kind", kind),
	answer("cap_amount", amount),
	answer("fee_multiple", multiple),
	answer("fee_basis", basis),
]

floor_cases := {
	"fixed below": {"change": [answer("cap_amount", 1999999)], "passes": false},
	"fixed above": {"change": [answer("cap_amount", 2000001)], "passes": true},
	"fixed unanswered": {"change": [no_answer("cap_amount")], "passes": false},
	"fixed needs no fees": {
		"change": [no_answer("fee_multiple"), no_answer("fee_basis"), no_fees("annual_fees")],
		"passes": true,
	},
	"fees of a year": {"change": formula("fees_multiple", 0, 2, "annual_fees"), "passes": true},
	"fees of a year, below": {"change": formula("fees_multiple", 0, 1.999999, "annual_fees"), "passes": false},
	"fees of the last twelve months": {"change": formula("fees_multiple", 0, 2, "fees_paid_12mo"), "passes": true},
	"fees of the last twelve months, below": {
		"change": array.concat(
			formula("fees_multiple", 0, 2, "fees_paid_12mo"),
			[fees("annual_fees", 999999)],
		),
		"passes": false,
	},
	"fees of the whole contract": {
		"change": array.concat(
			formula("fees_multiple", 0, 1, "total_contract_value"),
			[fees("total_contract_value", 2000000)],
		),
		"passes": true,
	},
	"fees of the whole contract, below": {
		"change": array.concat(
			formula("fees_multiple", 0, 1, "total_contract_value"),
			[fees("total_contract_value", 1999999)],
		),
		"passes": false,
	},
	"fees paid so far": {
		"change": array.concat(
			formula("fees_multiple", 0, 1, "fees_paid_to_date"),
			[answer("fees_paid_to_date", 2000000)],
		),
		"passes": true,
	},
	"fees paid so far, on the first day": {
		"change": formula("fees_multiple", 0, 1000, "fees_paid_to_date"),
		"passes": false,
	},
	"no multiple": {
		"change": array.concat(
			formula("fees_multiple", 0, 2, "annual_fees"),
			[no_answer("fee_multiple")],
		),
		"passes": false,
	},
	"no basis": {
		"change": array.concat(
			formula("fees_multiple", 0, 2, "annual_fees"),
			[no_answer("fee_basis")],
		),
		"passes": false,
	},
	"fees of a year unanswered": {
		"change": array.concat(
			formula("fees_multiple", 0, 2, "annual_fees"),
			[no_fees("annual_fees")],
		),
		"passes": false,
	},
	"fees of the whole contract unanswered": {
		"change": array.concat(
			formula("fees_multiple", 0, 1, "total_contract_value"),
			[no_fees("total_contract_value")],
		),
		"passes": false,
	},
	"fees paid so far unanswered": {
		"change": array.concat(
			formula("fees_multiple", 0, 1, "fees_paid_to_date"),
			[no_answer("fees_paid_to_date")],
		),
		"passes": false,
	},
	# As the engine multiplies, 0.13 times a million is a hair less than 130,000.
	"a multiple that is not exact": {
		"change": formula("fees_multiple", 0, 0.13, "annual_fees"),
		"minimums": [minimum("cap_min", 130000)],
		"passes": true,
	},
	"greater, by its amount": {"change": formula("greater_of", 2000000, 0, "annual_fees"), "passes": true},
	"greater, by its fees": {"change": formula("greater_of", 0, 2, "annual_fees"), "passes": true},
	"greater, both below": {"change": formula("greater_of", 1999999, 1, "annual_fees"), "passes": false},
	"greater, the two do not add up": {"change": formula("greater_of", 1000000, 1, "annual_fees"), "passes": false},
	"greater, fees unanswered": {
		"change": array.concat(
			formula("greater_of", 2000000, 0, "annual_fees"),
			[no_answer("fee_multiple"), no_answer("fee_basis")],
		),
		"passes": true,
	},
	"greater, amount unanswered": {
		"change": array.concat(formula("greater_of", 0, 2, "annual_fees"), [no_answer("cap_amount")]),
		"passes": true,
	},
	"lesser, both at the floor": {"change": formula("lesser_of", 2000000, 2, "annual_fees"), "passes": true},
	"lesser, amount below": {"change": formula("lesser_of", 1999999, 9, "annual_fees"), "passes": false},
	"lesser, fees below": {"change": formula("lesser_of", 9000000, 1, "annual_fees"), "passes": false},
	"lesser, fees unanswered": {
		"change": array.concat(formula("lesser_of", 9000000, 2, "annual_fees"), [no_answer("fee_basis")]),
		"passes": false,
	},
	"lesser, amount unanswered": {
		"change": array.concat(formula("lesser_of", 0, 2, "annual_fees"), [no_answer("cap_amount")]),
		"passes": false,
	},
}

test_cap_reaches_floor[name] if {
	some name, case in floor_cases
	verdict("cap_reaches_floor", case) == case.passes
}

note_cases := {
	"fees paid so far": {"change": formula("fees_multiple", 0, 1, "fees_paid_to_date"), "noted": true},
	"fees paid in twelve months": {"change": formula("greater_of", 9, 1, "fees_paid_12mo"), "noted": true},
	"lesser of fees paid": {"change": formula("lesser_of", 9, 1, "fees_paid_12mo"), "noted": true},
	"fees of a year": {"change": formula("fees_multiple", 0, 1, "annual_fees"), "noted": false},
	"fees of the whole contract": {"change": formula("lesser_of", 9, 1, "total_contract_value"), "noted": false},
	"fixed": {"change": formula("fixed", 9, 1, "fees_paid_to_date"), "noted": false},
	"no cap": {"change": formula("none", 9, 1, "fees_paid_to_date"), "noted": false},
}

test_fees_paid_note[name] if {
	some name, case in note_cases
	told := {note | case.noted; note := {
		"control": "cap_reaches_floor",
		"path": ["contract", "liability", "fee_basis"],
		"message": "the cap grows with the fees already paid, so it is close to nothing when the work begins",
	}}
	notes(case.change) == told
}

breach_cases := {
	"without a higher cap for others": {"change": [no_answer("carveouts/4")], "passes": true},
	"super-cap above": {"change": [answer("super_cap", 5000001)], "passes": true},
	"super-cap below": {"change": [answer("super_cap", 4999999)], "passes": false},
	"super-cap unanswered": {"change": [no_answer("super_cap")], "passes": false},
	"super-cap does not matter to what is uncapped": {
		"change": [answer("carveouts/0/treatment", "uncapped"), no_answer("super_cap")],
		"passes": true,
	},
	"back under the general cap": {"change": [answer("carveouts/0/treatment", "general_cap")], "passes": false},
	"treatment unanswered": {"change": [no_answer("carveouts/1/treatment")], "passes": false},
	"one is missing": {"change": [no_answer("carveouts/0")], "passes": false},
	"none": {"change": [answer("carveouts", [])], "passes": false},
	"unanswered": {"change": [no_answer("carveouts")], "passes": false},
	"treatment of another kind": {
		"change": [answer("carveouts/-", {"kind": "ip", "treatment": "general_cap"})],
		"passes": true,
	},
	"stated twice, once under the cap": {
		"change": [answer("carveouts/-", {"kind": "data_breach", "treatment": "general_cap"})],
		"passes": false,
	},
	"stated twice, both outside": {
		"change": [answer("carveouts/-", {"kind": "data_breach", "treatment": "uncapped"})],
		"passes": true,
	},
}

test_breach_outside_cap[name] if {
	some name, case in breach_cases
	verdict("breach_outside_cap", case) == case.passes
}

insurance_cases := {
	"policy one above": {
		"change": [{"op": "replace", "path": "/insurance/policies/0/limits/per_claim", "value": 2000001}],
		"passes": false,
	},
	"cap one below": {"change": [answer("cap_amount", 1999999)], "passes": false},
	"by fees": {"change": formula("fees_multiple", 0, 2, "annual_fees"), "passes": true},
	"by fees, below": {"change": formula("fees_multiple", 0, 1, "annual_fees"), "passes": false},
	"the larger is the cyber policy": {
		"change": [{"op": "replace", "path": "/insurance/policies/1/limits/per_claim", "value": 2000001}],
		"passes": false,
	},
	"professional": {"change": [with_policy("professional_eo", 2000001)], "passes": false},
	"combined": {"change": [with_policy("tech_eo_cyber_combined", 2000001)], "passes": false},
	"crime": {"change": [with_policy("crime", 2000001)], "passes": true},
	"only a professional policy": {
		"change": [policies([{"id": "eo-1", "line": "professional_eo", "limits": {"per_claim": 2000000}}])],
		"passes": true,
	},
	"only a combined policy": {
		"change": [policies([{"id": "both-1", "line": "tech_eo_cyber_combined", "limits": {"per_claim": 2000000}}])],
		"passes": true,
	},
	"limit unanswered": {
		"change": [{"op": "remove", "path": "/insurance/policies/1/limits/per_claim"}],
		"passes": false,
	},
	"other lines only": {
		"change": [policies([{"id": "cgl-1", "line": "cgl", "limits": {"per_occurrence": 1}}])],
		"passes": false,
	},
	"no policies": {"change": [policies([])], "passes": false},
	"policies unanswered": {"change": [{"op": "remove", "path": "/insurance/policies"}], "passes": false},
	"not compared": {
		"change": [answer("cap_amount", 1), policies([])],
		"minimums": [minimum("cap_vs_insurance", "off")],
		"passes": true,
	},
}

test_cap_covers_insurance[name] if {
	some name, case in insurance_cases
	verdict("cap_covers_insurance", case) == case.passes
}

waiver_cases := {
	"mutual": {"change": [answer("consequential_waiver", "mutual")], "passes": false},
	"one-sided": {"change": [answer("consequential_waiver", "vendor_only")], "passes": false},
	"mutual, breach costs excepted": {
		"change": [
			answer("consequential_waiver", "mutual"),
			answer("consequential_waiver_excludes_breach_costs", true),
		],
		"passes": true,
	},
	"mutual, exception unanswered": {
		"change": [
			answer("consequential_waiver", "mutual"),
			no_answer("consequential_waiver_excludes_breach_costs"),
		],
		"passes": false,
	},
	"none, exception unanswered": {
		"change": [no_answer("consequential_waiver_excludes_breach_costs")],
		"passes": true,
	},
	"unanswered": {"change": [no_answer("consequential_waiver")], "passes": false},
	"unanswered, breach costs excepted": {
		"change": [
			no_answer("consequential_waiver"),
			answer("consequential_waiver_excludes_breach_costs", true),
		],
		"passes": true,
	},
}

test_breach_costs_recoverable[name] if {
	some name, case in waiver_cases
	verdict("breach_costs_recoverable", case) == case.passes
}

wilful_cases := {
	"under the higher cap": {"change": [answer("carveouts/2/treatment", "super_cap")], "passes": false},
	"under the general cap": {"change": [answer("carveouts/3/treatment", "general_cap")], "passes": false},
	"treatment unanswered": {"change": [no_answer("carveouts/2/treatment")], "passes": false},
	"one is missing": {"change": [no_answer("carveouts/3")], "passes": false},
	"none": {"change": [answer("carveouts", [])], "passes": false},
	"unanswered": {"change": [no_answer("carveouts")], "passes": false},
	"another kind under the cap": {"change": [answer("carveouts/0/treatment", "general_cap")], "passes": true},
	"stated twice, once with a limit": {
		"change": [answer("carveouts/-", {"kind": "fraud", "treatment": "super_cap"})],
		"passes": false,
	},
}

test_wilful_harm_uncapped[name] if {
	some name, case in wilful_cases
	verdict("wilful_harm_uncapped", case) == case.passes
}

below_policy := "what is known of the cap is less than this policy pays for one claim"

reason_cases := {
	"no exceptions": {
		"control": "breach_outside_cap",
		"change": [answer("carveouts", [])],
		"reasons": {[
			"contract/liability/carveouts",
			"no exception to the cap is made for: data breach, confidentiality",
		]},
	},
	"exceptions unanswered": {
		"control": "breach_outside_cap",
		"change": [no_answer("carveouts")],
		"reasons": set(),
	},
	"treatment unanswered": {
		"control": "wilful_harm_uncapped",
		"change": [no_answer("carveouts/2/treatment")],
		"reasons": set(),
	},
	"exception under the general cap": {
		"control": "breach_outside_cap",
		"change": [
			answer("carveouts/1/treatment", "general_cap"),
			answer("carveouts/2/treatment", "general_cap"),
		],
		"reasons": {[
			"contract/liability/carveouts/1/treatment",
			"the contract names this exception and then puts it back under the general cap",
		]},
	},
	"low super-cap": {
		"control": "breach_outside_cap",
		"change": [answer("super_cap", 4999999)],
		"reasons": {[
			"contract/liability/super_cap",
			"the higher cap for this exception is itself below your minimum: data breach",
		]},
	},
	"limit above the cap": {
		"control": "cap_covers_insurance",
		"change": [answer("cap_amount", 1999999)],
		"reasons": {["insurance/policies/0/limits/per_claim", below_policy]},
	},
	"limit above the cap, the other unanswered": {
		"control": "cap_covers_insurance",
		"change": [
			answer("cap_amount", 1),
			{"op": "remove", "path": "/insurance/policies/0/limits/per_claim"},
		],
		"reasons": {["insurance/policies/1/limits/per_claim", below_policy]},
	},
	"cap unanswered": {
		"control": "cap_covers_insurance",
		"change": [no_answer("cap_amount")],
		"reasons": set(),
	},
	"nothing to compare": {
		"control": "cap_covers_insurance",
		"change": [policies([{"id": "cgl-1", "line": "cgl"}])],
		"reasons": {["insurance/policies", "there is no professional or cyber policy to compare the cap with"]},
	},
	"one exception for a breach": {
		"control": "breach_outside_cap",
		"change": [answer("carveouts", [{"kind": "data_breach", "treatment": "uncapped"}])],
		"reasons": {["contract/liability/carveouts", "no exception to the cap is made for: confidentiality"]},
	},
	"one exception for wilful harm": {
		"control": "wilful_harm_uncapped",
		"change": [answer("carveouts", [{"kind": "fraud", "treatment": "uncapped"}])],
		"reasons": {["contract/liability/carveouts", "no exception to the cap is made for: bodily injury"]},
	},
	"a cap of nothing": {
		"control": "cap_covers_insurance",
		"change": [answer("cap_amount", 0)],
		"reasons": {
			["insurance/policies/0/limits/per_claim", below_policy],
			["insurance/policies/1/limits/per_claim", below_policy],
		},
	},
	"no exceptions for wilful harm": {
		"control": "wilful_harm_uncapped",
		"change": [answer("carveouts", [])],
		"reasons": {[
			"contract/liability/carveouts",
			"no exception to the cap is made for: fraud, bodily injury",
		]},
	},
	"limited exceptions for wilful harm": {
		"control": "wilful_harm_uncapped",
		"change": [
			answer("carveouts/2/treatment", "super_cap"),
			answer("carveouts/3/treatment", "general_cap"),
		],
		"reasons": {
			["contract/liability/carveouts/2/treatment", "this still has a limit, and must have none"],
			["contract/liability/carveouts/3/treatment", "this still has a limit, and must have none"],
		},
	},
}

test_reasons[name] if {
	some name, case in reason_cases
	reasons(case.control, case) == case.reasons
}

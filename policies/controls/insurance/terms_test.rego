package controls.insurance_test

additional_insured_cases := {
	"blanket endorsement": {"change": [answer("cgl", "additional_insured", "blanket_endorsement")], "passes": true},
	"certificate only": {"change": [answer("cgl", "additional_insured", "certificate_only")], "passes": false},
	"not named": {"change": [answer("auto", "additional_insured", "none")], "passes": false},
	"unanswered": {"change": [no_answer("cgl", "additional_insured")], "passes": false},
	"not named on a line that is not listed": {
		"change": [answer("tech_eo", "additional_insured", "none"), no_answer("wc_el", "additional_insured")],
		"passes": true,
	},
	"umbrella names it": {"change": [umbrella(1, 1, ["cgl-1"])], "passes": true},
	"umbrella does not": {
		"change": [umbrella(1, 1, ["cgl-1"]), answer("added", "additional_insured", "none")],
		"passes": false,
	},
	"one of two does not": {
		"change": [with_policy(policy("cgl-2", "cgl", {"additional_insured": "certificate_only"}))],
		"passes": false,
	},
	"no general liability": {"change": [without("cgl")], "passes": false},
	"no automobile policy": {"change": [without("auto")], "passes": false},
	"no automobile policy, no vehicles used": {
		"change": [without("auto")],
		"facts": {"uses_vehicles": false},
		"passes": true,
	},
	"not named on automobile, no vehicles used": {
		"change": [answer("auto", "additional_insured", "none")],
		"facts": {"uses_vehicles": false},
		"passes": true,
	},
	"not named on automobile, no minimum": {
		"change": [answer("auto", "additional_insured", "none")],
		"minimums": [no_minimum("auto")],
		"passes": true,
	},
	"general liability does not name the member, no vehicles used": {
		"change": [answer("cgl", "additional_insured", "none")],
		"facts": {"uses_vehicles": false},
		"passes": false,
	},
	"automobile is not listed": {
		"change": [without("auto")],
		"minimums": [minimum("additional_insured_lines", ["cgl"])],
		"passes": true,
	},
	"crime is listed": {
		"change": [answer("crime", "additional_insured", "none")],
		"minimums": [minimum("additional_insured_lines", ["cgl", "crime"])],
		"passes": false,
	},
	"crime is listed, no privileges": {
		"change": [answer("crime", "additional_insured", "none")],
		"minimums": [minimum("additional_insured_lines", ["cgl", "crime"])],
		"facts": {"privileged_or_purchasing": false},
		"passes": true,
	},
	"cyber is listed": {
		"change": [
			with_policy(policy("cyber-1", "cyber", {"additional_insured": "none"})),
			answer("crime", "additional_insured", "endorsement"),
		],
		"minimums": [minimum("additional_insured_lines", ["cgl", "crime", "cyber"])],
		"passes": false,
	},
	"cyber is listed, no minimum": {
		"change": [
			with_policy(policy("cyber-1", "cyber", {"additional_insured": "none"})),
			answer("crime", "additional_insured", "endorsement"),
		],
		"minimums": [minimum("additional_insured_lines", ["cgl", "crime", "cyber"]), no_minimum("cyber")],
		"passes": true,
	},
	"nothing is listed": {
		"change": [answer("cgl", "additional_insured", "none")],
		"minimums": [minimum("additional_insured_lines", [])],
		"passes": true,
	},
}

test_additional_insured[name] if {
	some name, case in additional_insured_cases
	verdict("additional_insured", case) == case.passes
}

contract_notice(days) := term("insurance_terms/cancellation_notice_days", days)

conditions_cases := {
	"not primary": {"change": [answer("cgl", "primary_noncontributory", false)], "passes": false},
	"primary unanswered": {"change": [no_answer("cgl", "primary_noncontributory")], "passes": false},
	"an umbrella is not primary": {
		"change": [umbrella(1, 1, ["cgl-1"]), answer("added", "primary_noncontributory", false)],
		"passes": false,
	},
	"automobile liability is not primary": {
		"change": [answer("auto", "primary_noncontributory", false)],
		"passes": false,
	},
	"professional liability pays beside nobody": {
		"change": [answer("tech_eo", "primary_noncontributory", false)],
		"passes": true,
	},
	"cyber liability pays beside nobody": {
		"change": [no_answer("cyber", "primary_noncontributory")],
		"passes": true,
	},
	"a crime policy pays beside nobody": {
		"change": [answer("crime", "primary_noncontributory", false)],
		"passes": true,
	},
	"workers' compensation is not primary": {
		"change": [answer("wc_el", "primary_noncontributory", false)],
		"passes": true,
	},
	"workers' compensation primary unanswered": {
		"change": [no_answer("wc_el", "primary_noncontributory")],
		"passes": true,
	},
	"primary is not required": {
		"change": [answer("cgl", "primary_noncontributory", false)],
		"minimums": [minimum("primary_required", false)],
		"passes": true,
	},
	"no waiver": {"change": [answer("wc_el", "waiver_of_subrogation", false)], "passes": false},
	"waiver unanswered": {"change": [no_answer("cgl", "waiver_of_subrogation")], "passes": false},
	"waiver is not required": {
		"change": [no_answer("cgl", "waiver_of_subrogation")],
		"minimums": [minimum("subrogation_waiver_required", false)],
		"passes": true,
	},
	"notice by the insurer alone": {"change": [contract_notice(29)], "passes": true},
	"notice by the vendor alone": {"change": [answer("cgl", "cancellation_notice_days", 0)], "passes": true},
	"both below": {
		"change": [contract_notice(29), answer("cgl", "cancellation_notice_days", 29)],
		"passes": false,
	},
	"both above": {
		"change": [contract_notice(31), answer("cgl", "cancellation_notice_days", 31)],
		"passes": true,
	},
	"the two do not add up": {
		"change": [contract_notice(15), answer("cgl", "cancellation_notice_days", 15)],
		"passes": false,
	},
	"insurer's notice unanswered": {
		"change": [contract_notice(29), no_answer("cgl", "cancellation_notice_days")],
		"passes": false,
	},
	"vendor's notice unanswered": {
		"change": [
			no_term("insurance_terms/cancellation_notice_days"),
			answer("cgl", "cancellation_notice_days", 29),
		],
		"passes": false,
	},
	"insurer's notice unanswered, vendor's is enough": {
		"change": [no_answer("cgl", "cancellation_notice_days")],
		"passes": true,
	},
}

test_policy_conditions[name] if {
	some name, case in conditions_cases
	verdict("policy_conditions", case) == case.passes
}

tail_cases := {
	"basis of the one with a retroactive date unanswered": {"change": [no_answer("cyber", "basis")], "passes": false},
	"retroactive date earlier": {"change": [answer("cyber", "retro_date", "2026-01-14")], "passes": true},
	"retroactive date later": {"change": [answer("cyber", "retro_date", "2026-01-16")], "passes": false},
	"retroactive date unanswered": {"change": [no_answer("cyber", "retro_date")], "passes": false},
	"all prior acts": {
		"change": [answer("cyber", "full_prior_acts", true), no_answer("cyber", "retro_date")],
		"passes": true,
	},
	"all prior acts, whatever the date": {
		"change": [answer("cyber", "full_prior_acts", true), answer("cyber", "retro_date", "2026-11-01")],
		"passes": true,
	},
	"prior acts unanswered, date early enough": {"change": [no_answer("cyber", "full_prior_acts")], "passes": true},
	"start of the contract unanswered": {"change": [no_term("effective_on")], "passes": false},
	"start of the contract unanswered, all prior acts": {
		"change": [no_term("effective_on"), answer("cyber", "full_prior_acts", true)],
		"passes": true,
	},
	"tail longer": {"change": [term("insurance_terms/tail_months", 37)], "passes": true},
	"tail shorter": {"change": [term("insurance_terms/tail_months", 35)], "passes": false},
	"tail unanswered": {"change": [no_term("insurance_terms/tail_months")], "passes": false},
	"tail does not matter to occurrence policies": {
		"change": [no_term("insurance_terms"), answer("cyber", "basis", "occurrence")],
		"passes": true,
	},
	"basis unanswered": {"change": [no_answer("cgl", "basis")], "passes": false},
	"another claims-made policy": {
		"change": [answer("cgl", "basis", "claims_made")],
		"passes": false,
	},
}

test_claims_made_tail[name] if {
	some name, case in tail_cases
	verdict("claims_made_tail", case) == case.passes
}

terms_reasons := {
	"no automobile policy": {
		"control": "additional_insured",
		"change": [without("auto")],
		"reasons": {["insurance/policies", "the vendor does not list: automobile liability (see INS-02)"]},
	},
	"naming unanswered": {
		"control": "additional_insured",
		"change": [no_answer("cgl", "additional_insured")],
		"reasons": set(),
	},
	"primary unanswered": {
		"control": "policy_conditions",
		"change": [no_answer("cgl", "primary_noncontributory")],
		"reasons": set(),
	},
	"waiver unanswered": {
		"control": "policy_conditions",
		"change": [no_answer("cgl", "waiver_of_subrogation")],
		"reasons": set(),
	},
	"no days of notice at all": {
		"control": "policy_conditions",
		"change": [contract_notice(0), answer("cgl", "cancellation_notice_days", 0)],
		"reasons": {[
			"insurance/policies/0/cancellation_notice_days",
			"neither the policy nor the contract announces a cancellation early enough",
		]},
	},
	"insurer's notice unanswered": {
		"control": "policy_conditions",
		"change": [contract_notice(29), no_answer("cgl", "cancellation_notice_days")],
		"reasons": set(),
	},
	"retroactive date unanswered": {
		"control": "claims_made_tail",
		"change": [no_answer("cyber", "retro_date")],
		"reasons": set(),
	},
	"basis unanswered, late retroactive date": {
		"control": "claims_made_tail",
		"change": [no_answer("cyber", "basis"), answer("cyber", "retro_date", "2026-02-01")],
		"reasons": set(),
	},
	"all prior acts, late retroactive date, short tail": {
		"control": "claims_made_tail",
		"change": [
			answer("cyber", "full_prior_acts", true),
			answer("cyber", "retro_date", "2026-02-01"),
			term("insurance_terms/tail_months", 35),
		],
		"reasons": {[
			"insurance/policies/4/basis",
			"the policy is claims-made, and the contract does not keep it alive for long enough",
		]},
	},
	"no tail": {
		"control": "claims_made_tail",
		"change": [term("insurance_terms/tail_months", 0)],
		"reasons": {[
			"insurance/policies/4/basis",
			"the policy is claims-made, and the contract does not keep it alive for long enough",
		]},
	},
	"tail unanswered": {
		"control": "claims_made_tail",
		"change": [no_term("insurance_terms/tail_months")],
		"reasons": set(),
	},
	"certificate only": {
		"control": "additional_insured",
		"change": [
			answer("cgl", "additional_insured", "certificate_only"),
			answer("tech_eo", "additional_insured", "none"),
		],
		"reasons": {["insurance/policies/0/additional_insured", "the policy itself does not name you"]},
	},
	"no general liability": {
		"control": "additional_insured",
		"change": [without("cgl")],
		"reasons": {["insurance/policies", "the vendor does not list: commercial general liability (see INS-01)"]},
	},
	"no automobile policy, not listed either": {
		"control": "additional_insured",
		"change": [without("auto"), answer("cgl", "additional_insured", "none")],
		"minimums": [minimum("additional_insured_lines", ["cgl"])],
		"reasons": {["insurance/policies/0/additional_insured", "the policy itself does not name you"]},
	},
	"conditions": {
		"control": "policy_conditions",
		"change": [
			answer("cgl", "primary_noncontributory", false),
			answer("wc_el", "primary_noncontributory", false),
			answer("auto", "waiver_of_subrogation", false),
			answer("crime", "cancellation_notice_days", 10),
			contract_notice(10),
		],
		"reasons": {
			[
				"insurance/policies/0/primary_noncontributory",
				"the policy does not pay before your own insurance",
			],
			[
				"insurance/policies/1/waiver_of_subrogation",
				"the insurer may recover from you what it paid",
			],
			[
				"insurance/policies/5/cancellation_notice_days",
				"neither the policy nor the contract announces a cancellation early enough",
			],
		},
	},
	"notice unanswered": {
		"control": "policy_conditions",
		"change": [
			no_term("insurance_terms/cancellation_notice_days"),
			answer("crime", "cancellation_notice_days", 10),
		],
		"reasons": set(),
	},
	"late retroactive date": {
		"control": "claims_made_tail",
		"change": [answer("cyber", "retro_date", "2026-01-16")],
		"reasons": {[
			"insurance/policies/4/retro_date",
			"the policy leaves out what was done between the contract's start and this date",
		]},
	},
	"short tail": {
		"control": "claims_made_tail",
		"change": [term("insurance_terms/tail_months", 35)],
		"reasons": {[
			"insurance/policies/4/basis",
			"the policy is claims-made, and the contract does not keep it alive for long enough",
		]},
	},
	"basis unanswered": {
		"control": "claims_made_tail",
		"change": [no_answer("cyber", "basis")],
		"reasons": set(),
	},
}

test_terms_reasons[name] if {
	some name, case in terms_reasons
	reasons(case.control, case) == case.reasons
}

# Only what the member asks for is told.
test_waiver_is_not_required_reason if {
	case := {
		"change": [answer("cgl", "waiver_of_subrogation", false), answer("cgl", "primary_noncontributory", false)],
		"minimums": [minimum("subrogation_waiver_required", false)],
	}
	reasons("policy_conditions", case) == {[
		"insurance/policies/0/primary_noncontributory",
		"the policy does not pay before your own insurance",
	]}
}

test_no_general_liability_where_automobile_alone_is_listed if {
	case := {
		"change": [answer("auto", "additional_insured", "none"), without("cgl")],
		"minimums": [minimum("additional_insured_lines", ["auto"])],
	}
	reasons("additional_insured", case) == {[
		"insurance/policies/0/additional_insured",
		"the policy itself does not name you",
	]}
}

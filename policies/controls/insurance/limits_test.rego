package controls.insurance_test

general_liability_cases := {
	"above": {
		"change": [
			answer("cgl", "limits/per_occurrence", 2000001),
			answer("cgl", "limits/aggregate", 3000001),
		],
		"passes": true,
	},
	"occurrence below": {"change": [answer("cgl", "limits/per_occurrence", 1999999)], "passes": false},
	"aggregate below": {"change": [answer("cgl", "limits/aggregate", 2999999)], "passes": false},
	"occurrence unanswered": {"change": [no_answer("cgl", "limits/per_occurrence")], "passes": false},
	"aggregate unanswered": {"change": [no_answer("cgl", "limits/aggregate")], "passes": false},
	"limits unanswered": {"change": [no_answer("cgl", "limits")], "passes": false},
	"no policy": {"change": [without("cgl")], "passes": false},
	"another line": {"change": [answer("cgl", "line", "umbrella")], "passes": false},
	"two halves are no whole": {
		"change": [
			answer("cgl", "limits/aggregate", 2999999),
			with_policy(policy("cgl-2", "cgl", {"limits": {"per_occurrence": 1999999, "aggregate": 3000000}})),
		],
		"passes": false,
	},
	"the second policy is large enough": {
		"change": [
			answer("cgl", "limits/aggregate", 0),
			with_policy(policy("cgl-2", "cgl", {"limits": {"per_occurrence": 2000000, "aggregate": 3000000}})),
		],
		"passes": true,
	},
	"umbrella fills the gap": {
		"change": [
			answer("cgl", "limits/per_occurrence", 500000),
			answer("cgl", "limits/aggregate", 1000000),
			umbrella(1500000, 2000000, ["auto-1", "cgl-1"]),
		],
		"passes": true,
	},
	"umbrella one short per occurrence": {
		"change": [answer("cgl", "limits/per_occurrence", 500000), umbrella(1499999, 9000000, ["cgl-1"])],
		"passes": false,
	},
	"umbrella one short in the aggregate": {
		"change": [answer("cgl", "limits/aggregate", 1000000), umbrella(9000000, 1999999, ["cgl-1"])],
		"passes": false,
	},
	"umbrella above another policy": {
		"change": [answer("cgl", "limits/per_occurrence", 500000), umbrella(9000000, 9000000, ["auto-1"])],
		"passes": false,
	},
	"umbrella above none": {
		"change": [answer("cgl", "limits/per_occurrence", 500000), umbrella(9000000, 9000000, [])],
		"passes": false,
	},
	"reach of the umbrella unanswered": {
		"change": [
			answer("cgl", "limits/per_occurrence", 500000),
			umbrella(9000000, 9000000, ["cgl-1"]),
			no_answer("added", "underlying_for"),
		],
		"passes": false,
	},
	"limit of the umbrella unanswered": {
		"change": [
			answer("cgl", "limits/per_occurrence", 500000),
			umbrella(9000000, 9000000, ["cgl-1"]),
			no_answer("added", "limits/per_occurrence"),
		],
		"passes": false,
	},
	"two umbrellas add up": {
		"change": [
			answer("cgl", "limits/per_occurrence", 500000),
			umbrella(500000, 0, ["cgl-1"]),
			umbrella(1000000, 0, ["cgl-1"]),
		],
		"passes": true,
	},
	"not every excess is an umbrella": {
		"change": [
			answer("cgl", "limits/per_occurrence", 500000),
			umbrella(9000000, 9000000, ["cgl-1"]),
			answer("added", "line", "professional_eo"),
		],
		"passes": false,
	},
	"without the umbrella's help": {"change": [umbrella(0, 0, ["cgl-1"])], "passes": true},
}

test_general_liability_limits[name] if {
	some name, case in general_liability_cases
	verdict("general_liability_limits", case) == case.passes
}

auto_cases := {
	"above": {"change": [answer("auto", "limits/combined_single", 1000001)], "passes": true},
	"below": {"change": [answer("auto", "limits/combined_single", 999999)], "passes": false},
	"unanswered": {"change": [no_answer("auto", "limits/combined_single")], "passes": false},
	"no policy": {"change": [without("auto")], "passes": false},
	"another line": {"change": [answer("auto", "line", "umbrella")], "passes": false},
	"umbrella fills the gap": {
		"change": [answer("auto", "limits/combined_single", 400000), umbrella(600000, 0, ["auto-1"])],
		"passes": true,
	},
	"umbrella one short": {
		"change": [answer("auto", "limits/combined_single", 400000), umbrella(599999, 9000000, ["auto-1"])],
		"passes": false,
	},
}

test_auto_liability_limits[name] if {
	some name, case in auto_cases
	verdict("auto_liability_limits", case) == case.passes
}

workers_cases := {
	"not statutory": {"change": [answer("wc_el", "limits/statutory", false)], "passes": false},
	"statutory unanswered": {"change": [no_answer("wc_el", "limits/statutory")], "passes": false},
	"accident above": {"change": [answer("wc_el", "limits/el_each_accident", 100001)], "passes": true},
	"accident below": {"change": [answer("wc_el", "limits/el_each_accident", 99999)], "passes": false},
	"accident unanswered": {"change": [no_answer("wc_el", "limits/el_each_accident")], "passes": false},
	"disease total above": {"change": [answer("wc_el", "limits/el_disease_policy", 500001)], "passes": true},
	"disease total below": {"change": [answer("wc_el", "limits/el_disease_policy", 499999)], "passes": false},
	"disease total unanswered": {"change": [no_answer("wc_el", "limits/el_disease_policy")], "passes": false},
	"disease of one above": {"change": [answer("wc_el", "limits/el_disease_employee", 110001)], "passes": true},
	"disease of one below": {"change": [answer("wc_el", "limits/el_disease_employee", 109999)], "passes": false},
	"disease of one unanswered": {"change": [no_answer("wc_el", "limits/el_disease_employee")], "passes": false},
	"no policy": {"change": [without("wc_el")], "passes": false},
	"another line": {"change": [answer("wc_el", "line", "umbrella")], "passes": false},
}

test_workers_compensation[name] if {
	some name, case in workers_cases
	verdict("workers_compensation", case) == case.passes
}

combined(total) := [
	without("cyber"),
	without("tech_eo"),
	with_policy(policy("both-1", "tech_eo_cyber_combined", {"limits": {"per_claim": 4000000, "aggregate": total}})),
]

professional_cases := {
	"professional": {"change": [answer("tech_eo", "line", "professional_eo")], "passes": true},
	"claim above": {"change": [answer("tech_eo", "limits/per_claim", 2000001)], "passes": true},
	"claim below": {"change": [answer("tech_eo", "limits/per_claim", 1999999)], "passes": false},
	"claim unanswered": {"change": [no_answer("tech_eo", "limits/per_claim")], "passes": false},
	"total above": {"change": [answer("tech_eo", "limits/aggregate", 3000001)], "passes": true},
	"total below": {"change": [answer("tech_eo", "limits/aggregate", 2999999)], "passes": false},
	"total unanswered": {"change": [no_answer("tech_eo", "limits/aggregate")], "passes": false},
	"no policy": {"change": [without("tech_eo")], "passes": false},
	"another line": {"change": [answer("tech_eo", "line", "crime")], "passes": false},
	"umbrella fills the gap": {
		"change": [
			answer("tech_eo", "limits/per_claim", 1000000),
			answer("tech_eo", "limits/aggregate", 2000000),
			umbrella(1000000, 1000000, ["eo-1"]),
		],
		"passes": true,
	},
	"umbrella one short": {
		"change": [answer("tech_eo", "limits/per_claim", 1000000), umbrella(999999, 1000000, ["eo-1"])],
		"passes": false,
	},
	"shares with cyber, says this policy": {
		"change": [answer("tech_eo", "shared_aggregate_with", ["cyber-1"])],
		"passes": false,
	},
	"shares with cyber, says the other": {
		"change": [answer("cyber", "shared_aggregate_with", ["eo-1"])],
		"passes": false,
	},
	"shares with cyber, enough for both": {
		"change": [
			answer("tech_eo", "shared_aggregate_with", ["cyber-1"]),
			answer("tech_eo", "limits/aggregate", 8000000),
		],
		"passes": true,
	},
	"shares with cyber, one short for both": {
		"change": [
			answer("tech_eo", "shared_aggregate_with", ["cyber-1"]),
			answer("tech_eo", "limits/aggregate", 7999999),
		],
		"passes": false,
	},
	"shares with cyber, enough with the umbrella": {
		"change": [
			answer("tech_eo", "shared_aggregate_with", ["cyber-1"]),
			umbrella(0, 5000000, ["eo-1"]),
		],
		"passes": true,
	},
	"shares with another line": {
		"change": [answer("tech_eo", "shared_aggregate_with", ["cgl-1"])],
		"passes": true,
	},
	"shares with another professional policy": {
		"change": [
			with_policy(policy("eo-2", "professional_eo", {"shared_aggregate_with": ["eo-1"]})),
			answer("tech_eo", "shared_aggregate_with", ["eo-2"]),
		],
		"passes": true,
	},
	"shares with a combined policy": {
		"change": [
			with_policy(policy("both-1", "tech_eo_cyber_combined", {"shared_aggregate_with": []})),
			answer("tech_eo", "shared_aggregate_with", ["both-1"]),
		],
		"passes": false,
	},
	"combined, enough for both": {"change": combined(8000000), "passes": true},
	"combined, one short for both": {"change": combined(7999999), "passes": false},
	"combined, the larger suffices": {
		"change": combined(5000000),
		"minimums": [minimum("shared_aggregate_rule", "max")],
		"passes": true,
	},
	"combined, one short of the larger": {
		"change": combined(4999999),
		"minimums": [minimum("shared_aggregate_rule", "max")],
		"passes": false,
	},
	"combined, the larger is professional": {
		"change": combined(6000000),
		"minimums": [minimum("shared_aggregate_rule", "max"), minimum("eo/aggregate", 6000000)],
		"passes": true,
	},
	"combined, one short of the larger professional": {
		"change": combined(5999999),
		"minimums": [minimum("shared_aggregate_rule", "max"), minimum("eo/aggregate", 6000000)],
		"passes": false,
	},
	"combined, no cyber minimum": {
		"change": combined(3000000),
		"minimums": [no_minimum("cyber")],
		"passes": true,
	},
	"combined, cyber minimum for the total alone": {
		"change": combined(3000000),
		"minimums": [no_minimum("cyber/per_claim")],
		"passes": true,
	},
	"combined, cyber minimum for the larger total alone": {
		"change": combined(3000000),
		"minimums": [no_minimum("cyber/per_claim"), minimum("shared_aggregate_rule", "max")],
		"passes": true,
	},
	"combined, no cyber minimum, below": {
		"change": combined(2999999),
		"minimums": [no_minimum("cyber")],
		"passes": false,
	},
}

test_professional_liability_limits[name] if {
	some name, case in professional_cases
	verdict("professional_liability_limits", case) == case.passes
}

cyber_cases := {
	"claim above": {"change": [answer("cyber", "limits/per_claim", 4000001)], "passes": true},
	"claim below": {"change": [answer("cyber", "limits/per_claim", 3999999)], "passes": false},
	"claim unanswered": {"change": [no_answer("cyber", "limits/per_claim")], "passes": false},
	"total above": {"change": [answer("cyber", "limits/aggregate", 5000001)], "passes": true},
	"total below": {"change": [answer("cyber", "limits/aggregate", 4999999)], "passes": false},
	"total unanswered": {"change": [no_answer("cyber", "limits/aggregate")], "passes": false},
	"no policy": {"change": [without("cyber")], "passes": false},
	"another line": {"change": [answer("cyber", "line", "crime")], "passes": false},
	"umbrella fills the gap": {
		"change": [
			answer("cyber", "limits/per_claim", 3000000),
			answer("cyber", "limits/aggregate", 3000000),
			umbrella(1000000, 2000000, ["cyber-1"]),
		],
		"passes": true,
	},
	"umbrella above general liability": {
		"change": [answer("cyber", "limits/per_claim", 3000000), umbrella(5000000, 5000000, ["cgl-1"])],
		"passes": false,
	},
	"shares with professional, says this policy": {
		"change": [answer("cyber", "shared_aggregate_with", ["eo-1"])],
		"passes": false,
	},
	"shares with professional, says the other": {
		"change": [answer("tech_eo", "shared_aggregate_with", ["cyber-1"])],
		"passes": false,
	},
	"shares with professional, enough for both": {
		"change": [
			answer("tech_eo", "shared_aggregate_with", ["cyber-1"]),
			answer("cyber", "limits/aggregate", 8000000),
		],
		"passes": true,
	},
	"shares with another line": {
		"change": [answer("cyber", "shared_aggregate_with", ["crime-1"])],
		"passes": true,
	},
	"shares with a second cyber policy": {
		"change": [
			with_policy(policy("cyber-2", "cyber", {"shared_aggregate_with": ["cyber-1"]})),
			answer("cyber", "shared_aggregate_with", ["cyber-2"]),
		],
		"passes": true,
	},
	"shares, the larger suffices": {
		"change": [answer("cyber", "shared_aggregate_with", ["eo-1"])],
		"minimums": [minimum("shared_aggregate_rule", "max")],
		"passes": true,
	},
	"combined, enough for both": {"change": combined(8000000), "passes": true},
	"combined, one short for both": {"change": combined(7999999), "passes": false},
}

test_cyber_limits[name] if {
	some name, case in cyber_cases
	verdict("cyber_limits", case) == case.passes
}

short(limit) := sprintf("its limit %s is below your minimum, with every umbrella counted that names the policy", [
	{
		"per_occurrence": "per occurrence",
		"per_claim": "per claim",
		"aggregate": "for all losses of a year",
		"combined_single": "for one accident",
	}[limit],
])

too_small_for_both := concat(" ", [
	"one yearly total serves professional and cyber losses alike,",
	"so it has to reach 8,000,000 in all",
])

old_letter := [
	"evidence/1/issued_on",
	"the letter about the exemption is older than 365 days, or dated in the future",
]

no_workers_policy := ["insurance/policies", "the vendor does not list: workers' compensation"]

test_grouped[number] if {
	some number, want in {
		0: "0",
		999: "999",
		1000: "1,000",
		999000: "999,000",
		999999: "999,999",
		1000000: "1,000,000",
		5999999: "5,999,999",
	}
	data.controls.insurance.grouped(number) == want
}

# The total that two lines need together is told in numbers, whatever its size.
test_total_for_both_told[total] if {
	some each, total in {400: "800", 400000: "800,000", 4000250: "8,000,500"}
	case := {
		"change": [
			answer("cyber", "limits/per_claim", each),
			answer("cyber", "limits/aggregate", each),
			answer("cyber", "shared_aggregate_with", ["eo-1"]),
		],
		"minimums": [
			minimum("eo/aggregate", each),
			minimum("cyber/aggregate", each),
			minimum("cyber/per_claim", 1),
		],
	}
	reasons("cyber_limits", case) == {[
		"insurance/policies/4/limits/aggregate",
		concat("", [
			"one yearly total serves professional and cyber losses alike, so it has to reach ",
			total,
			" in all",
		]),
	]}
}

limit_reasons := {
	"general_liability_limits": {
		"both limits": {
			"change": [
				answer("cgl", "limits/per_occurrence", 1999999),
				answer("cgl", "limits/aggregate", 2999999),
			],
			"reasons": {
				["insurance/policies/0/limits/per_occurrence", short("per_occurrence")],
				["insurance/policies/0/limits/aggregate", short("aggregate")],
			},
		},
		"one unanswered": {
			"change": [no_answer("cgl", "limits/per_occurrence")],
			"reasons": set(),
		},
		"none": {
			"change": [without("cgl")],
			"reasons": {["insurance/policies", "the vendor does not list: commercial general liability"]},
		},
	},
	"auto_liability_limits": {
		"short": {
			"change": [answer("auto", "limits/combined_single", 999999)],
			"reasons": {["insurance/policies/1/limits/combined_single", short("combined_single")]},
		},
		"unanswered": {
			"change": [no_answer("auto", "limits/combined_single")],
			"reasons": set(),
		},
		"one of two": {
			"change": [
				no_answer("auto", "limits/combined_single"),
				with_policy(policy("auto-2", "auto", {"limits": {"combined_single": 999999}})),
			],
			"reasons": {["insurance/policies/6/limits/combined_single", short("combined_single")]},
		},
		"none": {
			"change": [without("auto")],
			"reasons": {["insurance/policies", "the vendor does not list: automobile liability"]},
		},
	},
	"workers_compensation": {
		"not statutory": {
			"change": [answer("wc_el", "limits/statutory", false)],
			"reasons": {[
				"insurance/policies/2/limits/statutory",
				"the policy does not pay the benefits that the statute sets",
			]},
		},
		"one limit": {
			"change": [answer("wc_el", "limits/el_disease_policy", 499999)],
			"reasons": {["insurance/policies/2/limits/el_disease_policy", "its limit for disease in all is below your minimum"]},
		},
		"none": {
			"change": [without("wc_el")],
			"reasons": {["insurance/policies", "the vendor does not list: workers' compensation"]},
		},
		"an old letter of exemption": {
			"change": proprietor(object.union(letter, {"issued_on": "2025-11-22"})),
			"reasons": {["insurance/policies", "the vendor does not list: workers' compensation"], old_letter},
		},
		"a letter of exemption from tomorrow": {
			"change": proprietor(object.union(letter, {"issued_on": "2026-11-24"})),
			"reasons": {["insurance/policies", "the vendor does not list: workers' compensation"], old_letter},
		},
		"an old letter of one who is no sole proprietor": {
			"change": array.concat(
				proprietor(object.union(letter, {"issued_on": "2025-11-22"})),
				[{"op": "add", "path": "/vendor/entity_type", "value": "company"}],
			),
			"reasons": {no_workers_policy},
		},
		"an old letter about something else": {
			"change": proprietor(object.union(letter, {"id": "ev-letter", "issued_on": "2025-11-22"})),
			"reasons": {no_workers_policy},
		},
		"a letter of exemption without a date": {
			"change": proprietor(object.remove(letter, ["issued_on"])),
			"reasons": {no_workers_policy},
		},
		"a recent letter that is none of an insurer's": {
			"change": proprietor(object.union(letter, {"kind": "policy"})),
			"reasons": {no_workers_policy},
		},
		"an old letter beside a policy": {
			"change": array.concat(
				proprietor(object.union(letter, {"issued_on": "2025-11-22"})),
				[with_policy(policy("wc-2", "wc_el", {"limits": {"statutory": false}}))],
			),
			"reasons": {[
				"insurance/policies/5/limits/statutory",
				"the policy does not pay the benefits that the statute sets",
			]},
		},
	},
	"professional_liability_limits": {
		"short": {
			"change": [answer("tech_eo", "limits/per_claim", 1999999)],
			"reasons": {["insurance/policies/3/limits/per_claim", short("per_claim")]},
		},
		"claims short, total enough for both": {
			"change": [
				answer("tech_eo", "limits/per_claim", 1999999),
				answer("tech_eo", "limits/aggregate", 8000000),
				answer("tech_eo", "shared_aggregate_with", ["cyber-1"]),
			],
			"reasons": {["insurance/policies/3/limits/per_claim", short("per_claim")]},
		},
		"shared and short even for itself": {
			"change": [
				answer("tech_eo", "limits/aggregate", 2999999),
				answer("tech_eo", "shared_aggregate_with", ["cyber-1"]),
			],
			"reasons": {["insurance/policies/3/limits/aggregate", short("aggregate")]},
		},
		"claims unanswered": {
			"change": [no_answer("tech_eo", "limits/per_claim")],
			"reasons": set(),
		},
		"shared": {
			"change": [answer("tech_eo", "shared_aggregate_with", ["cyber-1"])],
			"reasons": {["insurance/policies/3/limits/aggregate", too_small_for_both]},
		},
		"none": {
			"change": [without("tech_eo")],
			"reasons": {["insurance/policies", "the vendor does not list: professional liability"]},
		},
	},
	"cyber_limits": {
		"short": {
			"change": [answer("cyber", "limits/aggregate", 4999999)],
			"reasons": {["insurance/policies/4/limits/aggregate", short("aggregate")]},
		},
		"claims short, total enough for both": {
			"change": [
				answer("cyber", "limits/per_claim", 3999999),
				answer("cyber", "limits/aggregate", 8000000),
				answer("cyber", "shared_aggregate_with", ["eo-1"]),
			],
			"reasons": {["insurance/policies/4/limits/per_claim", short("per_claim")]},
		},
		"shared and short even for itself": {
			"change": [
				answer("cyber", "limits/aggregate", 4999999),
				answer("cyber", "shared_aggregate_with", ["eo-1"]),
			],
			"reasons": {["insurance/policies/4/limits/aggregate", short("aggregate")]},
		},
		"claims unanswered": {
			"change": [no_answer("cyber", "limits/per_claim")],
			"reasons": set(),
		},
		"shared": {
			"change": [answer("cyber", "shared_aggregate_with", ["eo-1"])],
			"reasons": {["insurance/policies/4/limits/aggregate", too_small_for_both]},
		},
		"shared with one of the same total": {
			"change": [answer("cyber", "shared_aggregate_with", ["eo-1"]), answer("tech_eo", "limits/aggregate", 5000000)],
			"reasons": {["insurance/policies/4/limits/aggregate", too_small_for_both]},
		},
		"none": {
			"change": [without("cyber")],
			"reasons": {["insurance/policies", "the vendor does not list: cyber liability"]},
		},
	},
}

# A policy of no account, whose limits say nothing about any line.
stray := with_policy(policy("stray-1", "umbrella", {
	"limits": {
		"per_occurrence": 1,
		"per_claim": 1,
		"per_loss": 1,
		"aggregate": 1,
		"combined_single": 1,
		"statutory": false,
		"el_each_accident": 1,
		"el_disease_policy": 1,
		"el_disease_employee": 1,
	},
	"underlying_for": [],
}))

told(control, change) := reasons(control, {"change": array.concat(change, [stray])})

test_general_liability_limits_reasons[name] if {
	some name, case in limit_reasons.general_liability_limits
	told("general_liability_limits", case.change) == case.reasons
}

test_auto_liability_limits_reasons[name] if {
	some name, case in limit_reasons.auto_liability_limits
	told("auto_liability_limits", case.change) == case.reasons
}

test_workers_compensation_reasons[name] if {
	some name, case in limit_reasons.workers_compensation
	told("workers_compensation", case.change) == case.reasons
}

test_professional_liability_limits_reasons[name] if {
	some name, case in limit_reasons.professional_liability_limits
	told("professional_liability_limits", case.change) == case.reasons
}

test_cyber_limits_reasons[name] if {
	some name, case in limit_reasons.cyber_limits
	told("cyber_limits", case.change) == case.reasons
}

test_defense_note if {
	notes({"change": [answer("cyber", "defense_inside_limits", true)]}) == {[
		"cyber_limits",
		"insurance/policies/4/defense_inside_limits",
		"lawyers are paid out of the same limit, so less than its full amount is left for the loss",
	]}
}

test_no_defense_note[name] if {
	some name, change in {
		"another line": [answer("tech_eo", "defense_inside_limits", true)],
		"unanswered": [no_answer("cyber", "defense_inside_limits")],
	}
	notes({"change": change}) == set()
}

# A limit of nothing is an answer, and below every minimum.
test_limit_of_nothing[control] if {
	some control, limit in {
		"general_liability_limits": ["cgl", "per_occurrence"],
		"auto_liability_limits": ["auto", "combined_single"],
		"professional_liability_limits": ["tech_eo", "per_claim"],
		"cyber_limits": ["cyber", "per_claim"],
	}
	path := sprintf("limits/%s", [limit[1]])
	told(control, [answer(limit[0], path, 0)]) == {[
		sprintf("insurance/policies/%d/%s", [place[limit[0]], path]),
		short(limit[1]),
	]}
}

test_cyber_limits_by_the_larger_of_two_totals if {
	case := {
		"change": [answer("cyber", "shared_aggregate_with", ["eo-1"])],
		"minimums": [minimum("shared_aggregate_rule", "max"), minimum("eo/aggregate", 6000000)],
	}
	verdict("cyber_limits", case) == false
}

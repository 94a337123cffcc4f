package controls.insurance_test

sublimit(value) := answer("cyber", "sublimits", [object.union({"peril": "notification"}, value)])

coverage_cases := {
	"a cost is not covered": {"change": [answer("cyber", "coverages", ["notification", "media"])], "passes": false},
	"no cost is covered": {"change": [answer("cyber", "coverages", [])], "passes": false},
	"coverages unanswered": {"change": [no_answer("cyber", "coverages")], "passes": false},
	"no sublimits": {"change": [answer("cyber", "sublimits", [])], "passes": true},
	"sublimits unanswered": {"change": [no_answer("cyber", "sublimits")], "passes": false},
	"amount above": {"change": [sublimit({"amount": 500001, "coinsurance_percent": 0})], "passes": true},
	"amount below": {"change": [sublimit({"amount": 499999, "coinsurance_percent": 0})], "passes": false},
	"amount unanswered": {"change": [sublimit({"coinsurance_percent": 0})], "passes": false},
	"share below": {"change": [sublimit({"amount": 500000, "coinsurance_percent": 19.9})], "passes": true},
	"share above": {"change": [sublimit({"amount": 500000, "coinsurance_percent": 20.1})], "passes": false},
	"share unanswered": {"change": [sublimit({"amount": 500000})], "passes": false},
	"of no required cost": {
		"change": [answer("cyber", "sublimits", [{"peril": "media", "amount": 1, "coinsurance_percent": 90}])],
		"passes": true,
	},
	"the second of two": {
		"change": [answer("cyber", "sublimits", [
			{"peril": "notification", "amount": 500000, "coinsurance_percent": 0},
			{"peril": "data_restoration", "amount": 1, "coinsurance_percent": 0},
		])],
		"passes": false,
	},
	"no policy": {"change": [without("cyber")], "passes": false},
	"covered by another line": {"change": [answer("cyber", "line", "tech_eo")], "passes": false},
	"covered by a combined policy": {"change": [answer("cyber", "line", "tech_eo_cyber_combined")], "passes": true},
}

test_cyber_coverage[name] if {
	some name, case in coverage_cases
	verdict("cyber_coverage", case) == case.passes
}

crime_cases := {
	"bond": {"change": [answer("crime", "line", "fidelity_bond")], "passes": true},
	"another line": {"change": [answer("crime", "line", "cyber")], "passes": false},
	"limit above": {"change": [answer("crime", "limits/per_loss", 500001)], "passes": true},
	"limit below": {"change": [answer("crime", "limits/per_loss", 499999)], "passes": false},
	"limit unanswered": {"change": [no_answer("crime", "limits/per_loss")], "passes": false},
	"employee theft only": {"change": [answer("crime", "coverages", [])], "passes": false},
	"coverages unanswered": {"change": [no_answer("crime", "coverages")], "passes": false},
	"no policy": {"change": [without("crime")], "passes": false},
	"limit of one, cover of another": {
		"change": [
			answer("crime", "coverages", []),
			with_policy(policy("crime-2", "crime", {"limits": {"per_loss": 1}, "coverages": ["client_property"]})),
		],
		"passes": false,
	},
}

test_crime_bond[name] if {
	some name, case in crime_cases
	verdict("crime_bond", case) == case.passes
}

deductible_cases := {
	"professional below": {"change": [answer("tech_eo", "deductible", 49999)], "passes": true},
	"professional above": {"change": [answer("tech_eo", "deductible", 50001)], "passes": false},
	"professional unanswered": {"change": [no_answer("tech_eo", "deductible")], "passes": false},
	"cyber none": {"change": [answer("cyber", "deductible", 0)], "passes": true},
	"cyber above": {"change": [answer("cyber", "deductible", 50001)], "passes": false},
	"cyber unanswered": {"change": [no_answer("cyber", "deductible")], "passes": false},
	"of another line": {"change": [answer("cgl", "deductible", 900000)], "passes": true},
	"of a second policy": {
		"change": [with_policy(policy("cyber-2", "cyber", {"deductible": 50001}))],
		"passes": false,
	},
	"no professional policy": {"change": [without("tech_eo")], "passes": false},
	"no cyber policy": {"change": [without("cyber")], "passes": false},
	"no cyber policy, none required": {
		"change": [without("cyber")],
		"minimums": [no_minimum("cyber")],
		"passes": true,
	},
}

test_deductibles[name] if {
	some name, case in deductible_cases
	verdict("deductibles", case) == case.passes
}

coverage_reasons := {
	"costs not covered": {
		"control": "cyber_coverage",
		"change": [answer("cyber", "coverages", ["media"])],
		"reasons": {[
			"insurance/policies/4/coverages",
			"the policy does not cover: notification, data restoration",
		]},
	},
	"one cost not covered": {
		"control": "cyber_coverage",
		"change": [answer("cyber", "coverages", ["notification"])],
		"reasons": {["insurance/policies/4/coverages", "the policy does not cover: data restoration"]},
	},
	"hollow sublimits": {
		"control": "cyber_coverage",
		"change": [answer("cyber", "sublimits", [
			{"peril": "media", "amount": 1, "coinsurance_percent": 90},
			{"peril": "data_restoration", "amount": 499999, "coinsurance_percent": 21},
		])],
		"reasons": {
			[
				"insurance/policies/4/sublimits/1/amount",
				"for data restoration the policy pays less than you require",
			],
			[
				"insurance/policies/4/sublimits/1/coinsurance_percent",
				"for data restoration the vendor bears a larger share than you accept",
			],
		},
	},
	"coverages unanswered, sublimits of another line": {
		"control": "cyber_coverage",
		"change": [
			no_answer("cyber", "coverages"),
			answer("cgl", "sublimits", [{"peril": "notification", "amount": 1, "coinsurance_percent": 90}]),
		],
		"reasons": set(),
	},
	"no cyber policy": {
		"control": "cyber_coverage",
		"change": [without("cyber")],
		"reasons": {["insurance/policies", "the vendor does not list: cyber liability (see INS-05)"]},
	},
	"small bond": {
		"control": "crime_bond",
		"change": [answer("crime", "limits/per_loss", 499999)],
		"reasons": {["insurance/policies/5/limits/per_loss", "the limit is below your minimum"]},
	},
	"bond for the vendor itself": {
		"control": "crime_bond",
		"change": [answer("crime", "coverages", [])],
		"reasons": {[
			"insurance/policies/5/coverages",
			"the policy does not extend to property of clients, so it pays the vendor and not you",
		]},
	},
	"bond of unknown coverage": {
		"control": "crime_bond",
		"change": [no_answer("crime", "coverages"), answer("cgl", "limits/per_loss", 1)],
		"reasons": set(),
	},
	"no bond": {
		"control": "crime_bond",
		"change": [without("crime")],
		"reasons": {["insurance/policies", "the vendor does not list: a crime policy or fidelity bond"]},
	},
	"deductible": {
		"control": "deductibles",
		"change": [answer("tech_eo", "deductible", 50001), answer("cgl", "deductible", 900000)],
		"reasons": {["insurance/policies/3/deductible", "the vendor pays more of each claim than you accept"]},
	},
	"deductible without one of the policies": {
		"control": "deductibles",
		"change": [without("cyber")],
		"reasons": {["insurance/policies", "the vendor does not list: cyber liability (see INS-05)"]},
	},
	"deductible without policies": {
		"control": "deductibles",
		"change": [no_policies],
		"reasons": {["insurance/policies", "the vendor does not list: cyber liability (see INS-05), professional liability (see INS-04)"]},
	},
}

test_coverage_reasons[name] if {
	some name, case in coverage_reasons
	reasons(case.control, case) == case.reasons
}

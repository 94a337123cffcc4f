package controls.insurance_test

# What the tests of this package share: a vendor that is well insured, the member's
# minimums, and a way to ask one control about a change to either.

as_of := "2026-11-23"

minimums := {
	"cgl": {"per_occurrence": 2000000, "aggregate": 3000000},
	"auto": {"combined_single": 1000000},
	"wc": {"el_each_accident": 100000, "el_disease_policy": 500000, "el_disease_employee": 110000},
	"eo": {"per_claim": 2000000, "aggregate": 3000000},
	"cyber": {
		"per_claim": 4000000,
		"aggregate": 5000000,
		"required_coverages": ["notification", "data_restoration"],
		"sublimit_min": 500000,
		"coinsurance_percent_max": 20,
	},
	"crime": {"per_loss": 500000},
	"shared_aggregate_rule": "sum",
	"certificate_max_age_days": 365,
	"expiry_day_counts": false,
	"expiry_warn_days": 30,
	"additional_insured_lines": ["cgl", "umbrella", "auto"],
	"primary_required": true,
	"subrogation_waiver_required": true,
	"cancellation_notice_days_min": 30,
	"tail_months_min": 36,
	"am_best_min": "A-",
	"am_best_fsc_min": "VII",
	"unrated_carriers_accepted": ["pool", "lloyds"],
	"deductible_max": 50000,
}

facts := {"uses_vehicles": true, "privileged_or_purchasing": true}

# Every number and date stands at its boundary.
insured := {
	"vendor": {"legal_name": "Acme Managed Services LLC", "entity_type": "llc"},
	"insurance": {"policies": [
		policy("cgl-1", "cgl", {"limits": {"per_occurrence": 2000000, "aggregate": 3000000}}),
		policy("auto-1", "auto", {"limits": {"combined_single": 1000000}}),
		policy("wc-1", "wc_el", {"limits": {
			"statutory": true,
			"el_each_accident": 100000,
			"el_disease_policy": 500000,
			"el_disease_employee": 110000,
		}}),
		policy("eo-1", "tech_eo", {
			"limits": {"per_claim": 2000000, "aggregate": 3000000},
			"shared_aggregate_with": [],
			"deductible": 50000,
		}),
		policy("cyber-1", "cyber", {
			"basis": "claims_made",
			"retro_date": "2026-01-15",
			"full_prior_acts": false,
			"limits": {"per_claim": 4000000, "aggregate": 5000000},
			"shared_aggregate_with": [],
			"coverages": ["notification", "data_restoration", "media"],
			"sublimits": [{"peril": "notification", "amount": 500000, "coinsurance_percent": 20}],
			"defense_inside_limits": false,
			"deductible": 50000,
		}),
		policy("crime-1", "crime", {"limits": {"per_loss": 500000}, "coverages": ["client_property"]}),
	]},
	"contract": {
		"effective_on": "2026-01-15",
		"expires_on": "2027-06-30",
		"insurance_terms": {
			"renewal_certificates_required": false,
			"cancellation_notice_days": 30,
			"tail_months": 36,
		},
	},
	"evidence": [{"id": "acord-1", "kind": "acord_25", "issued_on": "2025-11-23"}],
}

policy(id, line, of_its_own) := object.union(
	{
		"id": id,
		"line": line,
		"basis": "occurrence",
		"effective_on": "2026-11-23",
		"expires_on": "2027-06-30",
		"additional_insured": "endorsement",
		"primary_noncontributory": true,
		"waiver_of_subrogation": true,
		"cancellation_notice_days": 30,
		"carrier": {"kind": "admitted", "am_best_rating": "A-", "am_best_fsc": "VII"},
		"evidence": "acord-1",
	},
	of_its_own,
)

# Where each line stands in the list, and where what is added to it does.
place := {"cgl": 0, "auto": 1, "wc_el": 2, "tech_eo": 3, "cyber": 4, "crime": 5, "added": 6}

answer(line, field, value) := {"op": "add", "path": pointer(line, field), "value": value}

no_answer(line, field) := {"op": "remove", "path": pointer(line, field)}

pointer(line, field) := sprintf("/insurance/policies/%d/%s", [place[line], field])

without(line) := {"op": "remove", "path": sprintf("/insurance/policies/%d", [place[line]])}

with_policy(policy) := {"op": "add", "path": "/insurance/policies/-", "value": policy}

no_policies := {"op": "add", "path": "/insurance/policies", "value": []}

policies_unanswered := {"op": "remove", "path": "/insurance/policies"}

term(field, value) := {"op": "add", "path": sprintf("/contract/%s", [field]), "value": value}

no_term(field) := {"op": "remove", "path": sprintf("/contract/%s", [field])}

umbrella(per_occurrence, aggregate, underlying) := with_policy(policy("umbrella-1", "umbrella", {
	"limits": {"per_occurrence": per_occurrence, "aggregate": aggregate},
	"underlying_for": underlying,
}))

minimum(field, value) := {"op": "add", "path": sprintf("/%s", [field]), "value": value}

no_minimum(field) := {"op": "remove", "path": sprintf("/%s", [field])}

# A case holds changes to the documents, and may hold others to the minimums and
# the facts.
verdict(control, case) if passes(control, case)

verdict(control, case) := false if not passes(control, case)

passes(control, case) if {
	data.controls.insurance[control] == true with input as json.patch(insured, case.change)
		with data.requirements.insurance as json.patch(minimums, object.get(case, "minimums", []))
		with data.facts as object.union(facts, object.get(case, "facts", {}))
		with data.context.as_of as as_of
}

reasons(control, case) := {[concat("/", path), reason.message] |
	some reason in all_reasons(case)
	reason.control == control
	path := [sprintf("%v", [step]) | some step in reason.path]
}

all_reasons(case) := found if {
	found := data.controls.insurance.reasons with input as json.patch(insured, case.change)
		with data.requirements.insurance as json.patch(minimums, object.get(case, "minimums", []))
		with data.facts as object.union(facts, object.get(case, "facts", {}))
		with data.context.as_of as as_of
}

notes(case) := {[note.control, concat("/", path), note.message] |
	some note in all_notes(case)
	path := [sprintf("%v", [step]) | some step in note.path]
}

all_notes(case) := found if {
	found := data.controls.insurance.notes with input as json.patch(insured, case.change)
		with data.requirements.insurance as json.patch(minimums, object.get(case, "minimums", []))
		with data.facts as object.union(facts, object.get(case, "facts", {}))
		with data.context.as_of as as_of
}

controls := {
	"general_liability_limits", "auto_liability_limits", "workers_compensation",
	"professional_liability_limits", "cyber_limits", "cyber_coverage", "crime_bond",
	"certificates", "in_force", "additional_insured", "policy_conditions",
	"claims_made_tail", "carrier_strength", "deductibles",
}

test_in_order[control] if {
	some control in controls
	verdict(control, {"change": []})
}

test_nothing_to_explain_in_order if {
	all_reasons({"change": []}) == set()
	all_notes({"change": []}) == set()
}

# One policy of a line that is large enough suffices, and then nothing is said of a
# second one that is not.
test_nothing_to_explain_beside_a_good_policy if {
	case := {"change": [
		with_policy(policy("cgl-2", "cgl", {"limits": {"per_occurrence": 1, "aggregate": 1}})),
		with_policy(policy("auto-2", "auto", {"limits": {"combined_single": 1}})),
		with_policy(policy("wc-2", "wc_el", {"limits": {"statutory": false, "el_each_accident": 1}})),
		with_policy(policy("eo-2", "professional_eo", {"limits": {"per_claim": 1, "aggregate": 1}, "deductible": 0})),
		with_policy(policy("eo-3", "professional_eo", {
			"limits": {"per_claim": 1, "aggregate": 3000000},
			"shared_aggregate_with": ["cyber-3"],
			"deductible": 0,
		})),
		with_policy(policy("cyber-2", "cyber", {
			"limits": {"per_claim": 1, "aggregate": 1},
			"coverages": ["media"],
			"sublimits": [{"peril": "notification", "amount": 1, "coinsurance_percent": 90}],
			"deductible": 0,
		})),
		with_policy(policy("cyber-3", "cyber", {
			"limits": {"per_claim": 1, "aggregate": 5000000},
			"shared_aggregate_with": ["eo-3"],
			"deductible": 0,
		})),
		with_policy(policy("crime-2", "crime", {"limits": {"per_loss": 1}, "coverages": []})),
	]}
	every control in controls {
		verdict(control, case)
	}
	all_reasons(case) == set()
}

# The vendor carries nothing: no control of insurance is passed.
test_no_policies[control] if {
	some control in controls
	verdict(control, {"change": [no_policies]}) == false
}

test_policies_unanswered[control] if {
	some control in controls
	verdict(control, {"change": [policies_unanswered]}) == false
}

test_nothing_answered[control] if {
	some control in controls
	case := {"change": [{"op": "replace", "path": "", "value": {}}]}
	verdict(control, case) == false
}

test_nothing_to_explain_without_answers if {
	all_reasons({"change": [{"op": "replace", "path": "", "value": {}}]}) == set()
}

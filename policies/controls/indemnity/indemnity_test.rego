package controls.indemnity_test

minimums := {
	"triggers_accepted": ["negligence", "any_act_or_omission"],
	"required_costs": ["forensics", "credit_monitoring"],
	"member_indemnity_accepted": ["no", "limited_to_statutory"],
}

agreed := {"contract": {"indemnity": {
	"vendor_indemnifies": true,
	"hold_harmless": true,
	"trigger": "negligence",
	"survives_termination": true,
	"covers": ["attorney_fees", "breach_notification", "forensics", "credit_monitoring"],
	"claim_parties": "first_and_third_party",
	"member_indemnifies_vendor": "no",
}}}

verdict(control, change) if passes(control, change)

verdict(control, change) := false if not passes(control, change)

passes(control, change) if {
	data.controls.indemnity[control] == true with input as json.patch(agreed, change)
		with data.requirements.indemnity as minimums
		with data.facts as {}
}

reasons(change) := found if {
	found := data.controls.indemnity.reasons with input as json.patch(agreed, change)
		with data.requirements.indemnity as minimums
		with data.facts as {}
}

answer(field, value) := [{"op": "add", "path": sprintf("/contract/indemnity/%s", [field]), "value": value}]

no_answer(field) := [{"op": "remove", "path": sprintf("/contract/indemnity/%s", [field])}]

nothing := [{"op": "remove", "path": "/contract/indemnity"}]

controls := {
	"vendor_negligence", "attorney_fees", "breach_notification_costs", "incident_costs",
	"first_party_losses", "member_not_indemnifying",
}

test_in_order[control] if {
	some control in controls
	verdict(control, [])
}

test_nothing_answered[control] if {
	some control in controls
	verdict(control, nothing) == false
}

cases := {
	"vendor_negligence": {
		"any act": {"change": answer("trigger", "any_act_or_omission"), "passes": true},
		"gross negligence only": {"change": answer("trigger", "gross_negligence_only"), "passes": false},
		"intellectual property only": {"change": answer("trigger", "ip_only"), "passes": false},
		"a trigger the member does not accept": {
			"change": answer("trigger", "breach_of_contract_or_negligence"),
			"passes": false,
		},
		"trigger unanswered": {"change": no_answer("trigger"), "passes": false},
		"no indemnity": {"change": answer("vendor_indemnifies", false), "passes": false},
		"indemnity unanswered": {"change": no_answer("vendor_indemnifies"), "passes": false},
		"not held harmless": {"change": answer("hold_harmless", false), "passes": false},
		"hold harmless unanswered": {"change": no_answer("hold_harmless"), "passes": false},
		"ends with the contract": {"change": answer("survives_termination", false), "passes": false},
		"survival unanswered": {"change": no_answer("survives_termination"), "passes": false},
	},
	"attorney_fees": {
		"alone": {"change": answer("covers", ["attorney_fees"]), "passes": true},
		"not covered": {"change": answer("covers", ["breach_notification"]), "passes": false},
		"nothing covered": {"change": answer("covers", []), "passes": false},
		"covers unanswered": {"change": no_answer("covers"), "passes": false},
		"no indemnity": {"change": answer("vendor_indemnifies", false), "passes": false},
		"indemnity unanswered": {"change": no_answer("vendor_indemnifies"), "passes": false},
	},
	"breach_notification_costs": {
		"alone": {"change": answer("covers", ["breach_notification"]), "passes": true},
		"not covered": {"change": answer("covers", ["attorney_fees"]), "passes": false},
		"nothing covered": {"change": answer("covers", []), "passes": false},
		"covers unanswered": {"change": no_answer("covers"), "passes": false},
		"no indemnity": {"change": answer("vendor_indemnifies", false), "passes": false},
	},
	"incident_costs": {
		"alone": {"change": answer("covers", ["credit_monitoring", "forensics"]), "passes": true},
		"one not covered": {"change": answer("covers", ["forensics"]), "passes": false},
		"nothing covered": {"change": answer("covers", []), "passes": false},
		"covers unanswered": {"change": no_answer("covers"), "passes": false},
		"no indemnity": {"change": answer("vendor_indemnifies", false), "passes": false},
	},
	"first_party_losses": {
		# Costs that the clause lists are still only those of others.
		"third parties only": {"change": answer("claim_parties", "third_party_only"), "passes": false},
		"unanswered": {"change": no_answer("claim_parties"), "passes": false},
		"no indemnity": {"change": answer("vendor_indemnifies", false), "passes": false},
		"indemnity unanswered": {"change": no_answer("vendor_indemnifies"), "passes": false},
		"covers unanswered": {"change": no_answer("covers"), "passes": true},
	},
	"member_not_indemnifying": {
		"within the statute": {
			"change": answer("member_indemnifies_vendor", "limited_to_statutory"),
			"passes": true,
		},
		"mutual": {"change": answer("member_indemnifies_vendor", "mutual"), "passes": false},
		"yes": {"change": answer("member_indemnifies_vendor", "yes"), "passes": false},
		"unanswered": {"change": no_answer("member_indemnifies_vendor"), "passes": false},
	},
}

test_controls[sprintf("%s: %s", [control, name])] if {
	some control, rows in cases
	some name, case in rows
	verdict(control, case.change) == case.passes
}

test_no_reasons[name] if {
	some name, change in {
		"in order": [],
		"nothing answered": nothing,
		"covers unanswered": no_answer("covers"),
		# That there is no indemnity, the first control says.
		"no indemnity": answer("vendor_indemnifies", false),
		"fees not covered": answer("covers", ["forensics", "credit_monitoring"]),
	}
	reasons(change) == set()
}

test_reason_for_costs if {
	reasons(answer("covers", ["attorney_fees", "forensics"])) == {{
		"control": "incident_costs",
		"path": ["contract", "indemnity", "covers"],
		"message": "the indemnity does not name: credit monitoring",
	}}
}

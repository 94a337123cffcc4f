package vendorgate_test

control := {
	"id": "a.b",
	"tiers": ["T1", "T2"],
	"disabled": false,
	"effective_on": "",
	"applies_when": "reaches",
	"due": "",
}

# What the companion of a control says when it failed and nothing is in doubt.
companion := {
	"facts": {"reaches"},
	"passed": {},
	"held": {},
	"unknown": {"a.b": set()},
	"unknown_facts": {"reaches": set(), "tier": set()},
	"reasons": {},
}

question := {"path": ["x"]}

# The one status of the control, with its settings, its companion, the facts, the
# engagement and the contract changed.
status(settings, says, facts, engagement, contract) := result if {
	statuses := data.vendorgate.statuses with data.catalogue as {"a.b": object.union(control, settings)}
		with data.vendorgate.companion as object.union(companion, says)
		with data.facts as object.union({"tier": "T1", "reaches": true}, facts)
		with data.context.as_of as "2026-11-23"
		with input as {"engagement": object.union({"mode": "award"}, engagement), "contract": contract}
	count(statuses) == 1
	result := statuses["a.b"]
}

cases := {
	"fails": {"want": "fail"},
	"passes": {"says": {"passed": {"a.b": true}, "held": {"a.b": true}}, "want": "pass"},
	"holds without proof": {"says": {"held": {"a.b": true}}, "want": "unanswered"},
	"unknown": {"says": {"unknown": {"a.b": {question}}}, "want": "unanswered"},
	"passes, whatever is unknown": {
		"says": {"passed": {"a.b": true}, "unknown": {"a.b": {question}}, "unknown_facts": {"reaches": {question}}},
		"want": "pass",
	},
	"unknown, and the contract is silent on it": {
		"says": {"unknown": {"a.b": {{"path": ["contract", "x"]}}}},
		"contract": {"silent_on": ["/contract/x"]},
		"want": "fail",
	},
	"unknown, and the contract is silent on another answer": {
		"says": {"unknown": {"a.b": {{"path": ["contract", "x"]}}}},
		"contract": {"silent_on": ["/contract/y", "/contract/x/y", "/contract"]},
		"want": "unanswered",
	},
	"one of two unknown, and silence on the other": {
		"says": {"unknown": {"a.b": {{"path": ["contract", "x"]}, question}}},
		"contract": {"silent_on": ["/contract/x"]},
		"want": "unanswered",
	},
	"an answer of an element, which no contract is silent on": {
		"says": {"unknown": {"a.b": {{"of": {"id": "e"}, "path": ["contract", "x"]}}}},
		"contract": {"silent_on": ["/contract/x"]},
		"want": "unanswered",
	},
	"passes, whatever the contract is silent on": {
		"says": {"passed": {"a.b": true}, "unknown": {"a.b": {{"path": ["contract", "x"]}}}},
		"contract": {"silent_on": ["/contract/x"]},
		"want": "pass",
	},
	"holds without proof, and the contract is silent": {
		"says": {"held": {"a.b": true}, "unknown": {"a.b": {{"path": ["contract", "x"]}}}},
		"contract": {"silent_on": ["/contract/x"]},
		"want": "unanswered",
	},
	"never unknown": {"says": {"unknown": {}}, "want": "fail"},
	"another tier": {"facts": {"tier": "T3"}, "says": {"passed": {"a.b": true}}, "want": "not_applicable"},
	"disabled": {"settings": {"disabled": true}, "says": {"passed": {"a.b": true}}, "want": "not_applicable"},
	"effective later": {"settings": {"effective_on": "2026-11-24"}, "want": "not_applicable"},
	"effective today": {"settings": {"effective_on": "2026-11-23"}, "want": "fail"},
	"does not apply": {"facts": {"reaches": false}, "want": "not_applicable"},
	"applies always": {"settings": {"applies_when": ""}, "want": "fail"},
	"may not apply": {"says": {"unknown_facts": {"reaches": {question}}}, "want": "unanswered"},
	"due at the award, before it": {
		"settings": {"due": "award"},
		"engagement": {"mode": "pre_award"},
		"want": "deferred",
	},
	"due at the award, after it": {"settings": {"due": "award"}, "want": "fail"},
	"due now, before the award": {"engagement": {"mode": "pre_award"}, "want": "fail"},
	"a reason that is a question": {
		"says": {"reasons": {"a.b": {{"control": "b", "message": "m", "unanswered": true}}}},
		"want": "unanswered",
	},
	"a reason that is a question beside one that accuses": {
		"says": {"reasons": {"a.b": {
			{"control": "b", "message": "m", "unanswered": true},
			{"control": "b", "message": "n", "unanswered": false},
		}}},
		"want": "unanswered",
	},
	"a reason that accuses": {
		"says": {"reasons": {"a.b": {{"control": "b", "message": "m", "unanswered": false}}}},
		"want": "fail",
	},
}

test_status[name] if {
	some name, case in cases
	status(
		object.get(case, "settings", {}),
		object.get(case, "says", {}),
		object.get(case, "facts", {}),
		object.get(case, "engagement", {}),
		object.get(case, "contract", {}),
	) == case.want
}

# Without any engagement nothing is in question: the member has the profile
# judged as if everything applied.
test_no_engagement if {
	statuses := data.vendorgate.statuses with data.catalogue as {"a.b": control}
		with data.vendorgate.companion as object.union(companion, {"unknown_facts": {"reaches": {question}}})
		with data.facts as {"tier": "T1", "reaches": true}
		with data.context.as_of as "2026-11-23"
		with input as {}
	statuses == {"a.b": "fail"}
}

outcome(says, document) := result if {
	result := data.vendorgate.outcome with data.catalogue as {"a.b": control}
		with data.vendorgate.companion as object.union(companion, says)
		with data.facts as {"tier": "T2", "reaches": true, "tier_reasons": set()}
		with data.context.as_of as "2026-11-23"
		with input as document
}

test_questions_of_the_control if {
	result := outcome({"unknown": {"a.b": {question}}}, {"engagement": {"mode": "award"}})
	result.questions == {"a.b": {question}}
	result.facts == {"reaches": {"value": true, "assumed": false}}
	result.tier_assumed == false
}

test_questions_of_the_fact if {
	fact_question := {"path": ["engagement", "y"]}
	says := {"unknown": {"a.b": {question}}, "unknown_facts": {"reaches": {fact_question}, "tier": {fact_question}}}
	result := outcome(says, {"engagement": {"mode": "monitoring"}})
	result.questions == {"a.b": {fact_question}}
	result.facts == {"reaches": {"value": true, "assumed": true}}
	result.tier_assumed == true
	result.mode == "monitoring"
}

test_outcome_is_whole_without_reasons_and_notes if {
	result := outcome({}, {})
	result.statuses == {"a.b": "fail"}
	result.reasons == {}
	result.notes == {}
	result.questions == {}
	result.tier == "T2"
	result.mode == "award"
}

# What a silent contract leaves open is told where the list says so, beside what the
# control says of itself.
test_silence_is_a_reason if {
	says := {
		"unknown": {"a.b": {{"path": ["contract", "x"]}}},
		"reasons": {"a.b": {{"control": "b", "path": ["y"], "message": "m"}}},
	}
	document := {"contract": {"silent_on": ["/contract/y", "/contract/x"]}, "engagement": {"mode": "award"}}
	silence := {"control": "a.b", "path": ["contract", "silent_on", 1], "message": "the contract says nothing on this"}
	result := outcome(says, document)
	result.reasons == {"a.b": {silence, {"control": "b", "path": ["y"], "message": "m"}}}
	alone := outcome(object.remove(says, ["reasons"]), document)
	alone.reasons == {"a.b": {silence}}
}

test_silence_is_no_reason_where_something_is_asked if {
	says := {"unknown": {"a.b": {{"path": ["contract", "x"]}, question}}, "reasons": {"a.b": set()}}
	result := outcome(says, {"contract": {"silent_on": ["/contract/x"]}, "engagement": {"mode": "award"}})
	result.reasons == {"a.b": set()}
	result.questions == {"a.b": {question}}
}

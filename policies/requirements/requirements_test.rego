package requirements_test

groups := {
	"access", "assurance", "cjis", "continuity", "contract", "definitions", "dispute", "due_diligence", "encryption",
	"evidence", "frameworks", "hipaa", "incident", "indemnity", "insurance", "liability", "location", "logging", "mfa",
	"passwords", "personnel", "policies", "procurement", "regulated", "review", "reviews", "subcontracting",
	"termination", "training", "vulnerability", "wisp",
}

minimums[tier] := {group: {"of": sprintf("%s in %s", [group, tier])} | some group in groups} if {
	some tier in {"T1", "T2", "T3", "T4"}
}

test_the_tier_selects_every_group[tier] if {
	some tier, want in minimums
	got := data.requirements with data.minimums as minimums with data.facts.tier as tier
	got == want
}

test_the_engagement_selects_the_tier if {
	got := data.requirements.incident with data.minimums as minimums
		with input.engagement as {"criticality": "critical"}
	got == minimums.T1.incident
}

# What a tier does not set is undefined: nothing stands in for it.
test_a_group_that_the_tier_does_not_set_is_undefined if {
	got := data.requirements with data.minimums as {"T1": {"cjis": {"key_bits_min": 128}}, "T4": {}}
		with data.facts.tier as "T4"
	got == {}
}

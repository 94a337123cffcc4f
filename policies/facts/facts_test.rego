package facts_test

# Engagements that settle a fact: nothing is left to assume.
settled := {
	"reaches_member_data": [{"data": {"vendor_role": []}}],
	"stores_member_data": [
		{"data": {"vendor_role": []}},
		{"data": {"vendor_role": ["access", "manipulate", "transmit"]}},
	],
	"holds_not_public_data": [
		{"data": {"vendor_role": []}},
		{"data": {"classes": []}},
		{"data": {"vendor_role": ["store"], "classes": ["public", "public_on_individuals"]}},
	],
	"holds_data_on_individuals": [
		{"data": {"vendor_role": []}},
		{"data": {"classes": []}},
		{"data": {
			"vendor_role": ["store"],
			"classes": ["public", "nonpublic", "protected_nonpublic", "security_information", "pci_chd"],
		}},
	],
	"handles_phi": [{"data": {"classes": []}}, {"data": {"classes": ["cji", "fti"]}}],
	"handles_cji": [{"data": {"classes": []}}, {"data": {"classes": ["phi", "fti"]}}],
	"handles_other_regulated_data": [{"data": {"classes": []}}, {"data": {"classes": ["phi", "cji", "ssn"]}}],
	"connects_to_member": [
		{"connectivity": {"types": []}},
		{"connectivity": {"types": ["none"]}},
	],
	"connects_beyond_saas": [
		{"connectivity": {"types": [], "privileged": false}},
		{"connectivity": {"types": ["none"], "privileged": false}},
		{"connectivity": {"types": ["internet_only_saas"], "privileged": false}},
	],
	"reaches_data_or_systems": [{"data": {"vendor_role": []}, "connectivity": {"types": ["none"]}}],
	"reaches_data_systems_or_premises": [{
		"data": {"vendor_role": []},
		"connectivity": {"types": ["none"]},
		"on_site": false,
	}],
	"privileged_access": [{"connectivity": {"privileged": false}}],
	"privileged_or_purchasing": [{"connectivity": {"privileged": false}, "vendor_procures_assets": false}],
	"on_site": [{"on_site": false}],
	"vendor_devices": [{"vendor_devices": false}],
	"uses_vehicles": [{"vehicles_used": false}],
	"procures_assets": [{"vendor_procures_assets": false}],
	"uses_subcontractors": [{"uses_subcontractors": false}],
	"performs_government_function": [{"performs_government_function": false}],
	"needs_services": [{"needed_services": []}],
	"needs_security_services": [{"needed_security_services": []}],
	"loss_matters": [{"criticality": "low"}],
	"continuity_matters": [
		{"criticality": "low", "data": {"vendor_role": []}},
		{"criticality": "low", "data": {"vendor_role": ["access"]}},
	],
	"holds_grants": [{"data": {"vendor_role": []}, "access": {"grants": []}}],
	"in_contract": [{"mode": "pre_award"}],
}

# Engagements that leave a fact true, because they say that it is or because they
# answer only a part of what would settle it.
unsettled := {
	"reaches_member_data": [{"data": {"vendor_role": ["transmit"]}}, {"data": {"classes": []}}],
	"stores_member_data": [
		{"data": {"vendor_role": ["store"]}},
		{"data": {"vendor_role": ["access", "maintain"]}},
		{"data": {"vendor_role": ["collect"]}},
	],
	"holds_not_public_data": [
		{"data": {"classes": ["public", "nonpublic"]}},
		{"data": {"vendor_role": ["access"]}},
		{"data": {"classes": ["a class of next year"]}},
	],
	"holds_data_on_individuals": [
		{"data": {"classes": ["public", "public_on_individuals"]}},
		{"data": {"vendor_role": ["access"]}},
		{"data": {"classes": ["a class of next year"]}},
	],
	"handles_phi": [{"data": {"classes": ["public", "phi"]}}, {"data": {"vendor_role": []}}],
	"handles_cji": [{"data": {"classes": ["public", "cji"]}}, {"data": {"vendor_role": []}}],
	"handles_other_regulated_data": [
		{"data": {"classes": ["public", "fti"]}},
		{"data": {"classes": ["pci_chd"]}},
		{"data": {"classes": ["education"]}},
		{"data": {"vendor_role": []}},
	],
	"connects_to_member": [
		{"connectivity": {"types": ["internet_only_saas"]}},
		{"connectivity": {"types": ["none", "client_vpn"]}},
		{"connectivity": {"privileged": false}},
	],
	"connects_beyond_saas": [
		{"connectivity": {"types": ["internet_only_saas"], "privileged": true}},
		{"connectivity": {"types": ["internet_only_saas"]}},
		{"connectivity": {"types": ["internet_only_saas", "api_integration"], "privileged": false}},
		{"connectivity": {"privileged": false}},
	],
	"reaches_data_or_systems": [
		{"data": {"vendor_role": ["access"]}, "connectivity": {"types": ["none"]}},
		{"data": {"vendor_role": []}, "connectivity": {"types": ["ztna"]}},
		{"data": {"vendor_role": []}},
		{"connectivity": {"types": ["none"]}},
	],
	"reaches_data_systems_or_premises": [
		{"data": {"vendor_role": []}, "connectivity": {"types": ["none"]}, "on_site": true},
		{"data": {"vendor_role": []}, "connectivity": {"types": ["none"]}},
		{"data": {"vendor_role": ["access"]}, "connectivity": {"types": ["none"]}, "on_site": false},
		{"on_site": false},
	],
	"privileged_access": [{"connectivity": {"privileged": true}}],
	"privileged_or_purchasing": [
		{"connectivity": {"privileged": true}, "vendor_procures_assets": false},
		{"connectivity": {"privileged": false}, "vendor_procures_assets": true},
		{"connectivity": {"privileged": false}},
		{"vendor_procures_assets": false},
	],
	"on_site": [{"on_site": true}],
	"vendor_devices": [{"vendor_devices": true}],
	"uses_vehicles": [{"vehicles_used": true}],
	"procures_assets": [{"vendor_procures_assets": true}],
	"uses_subcontractors": [{"uses_subcontractors": true}],
	"performs_government_function": [{"performs_government_function": true}],
	"needs_services": [{"needed_services": ["backup"]}],
	"needs_security_services": [{"needed_security_services": ["edr"]}],
	"loss_matters": [{"criticality": "moderate"}, {"criticality": "high"}, {"criticality": "critical"}],
	"continuity_matters": [
		{"criticality": "low", "data": {"vendor_role": ["store"]}},
		{"criticality": "moderate", "data": {"vendor_role": []}},
		{"criticality": "low"},
		{"data": {"vendor_role": []}},
	],
	"holds_grants": [
		{"data": {"vendor_role": []}, "access": {"grants": [{"principal": "p", "dataset": "d"}]}},
		{"data": {"vendor_role": ["access"]}, "access": {"grants": []}},
		{"data": {"vendor_role": []}},
		{"access": {"grants": []}},
	],
	"in_contract": [{"mode": "award"}, {"mode": "monitoring"}],
}

test_settled[name] if {
	some fact, engagements in settled
	some i, engagement in engagements
	name := sprintf("%s, case %d", [fact, i])
	data.facts[fact] == false with input.engagement as engagement
}

test_unsettled[name] if {
	some fact, engagements in unsettled
	some i, engagement in engagements
	name := sprintf("%s, case %d", [fact, i])
	data.facts[fact] == true with input.engagement as engagement
}

# Without answers every fact holds, and every fact that exists is tested above.
test_nothing_answered[name] if {
	some name, document in {
		"no engagement": {},
		"an empty engagement": {"engagement": {}},
		"an empty section": {"engagement": {"data": {}, "connectivity": {}, "access": {}}},
	}
	facts := {fact: value | some fact, value in data.facts; is_boolean(value)} with input as document
	facts == {fact: true | some fact in object.keys(settled)}
	object.keys(settled) == object.keys(unsettled)
}

# Taking an answer away never settles a fact.
test_removed_answer[name] if {
	some fact, engagements in unsettled
	some i, engagement in engagements
	some path in {
		"criticality", "on_site", "vendor_devices", "vehicles_used", "vendor_procures_assets", "uses_subcontractors",
		"performs_government_function", "needed_services", "needed_security_services", "mode",
		"data", "data/vendor_role", "data/classes", "connectivity", "connectivity/types", "connectivity/privileged",
		"access", "access/grants",
	}
	name := sprintf("%s, case %d, without %s", [fact, i, path])
	data.facts[fact] == true with input.engagement as json.remove(engagement, [path])
}

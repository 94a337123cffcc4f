package controls.access_security_test

# A vendor on whom every control of this package passes in every tier.
careful := {
	"contract": {"security": {
		"physical_access_terms": true,
		"vendor_device_terms": true,
		"cyber_access_terms": true,
	}},
	"security": {
		"physical": {"devices_encrypted": true, "devices_managed": true},
		"segmentation": {"vendor_access_segmented": true},
		"pathways": [
			{"type": "rmm_agent", "time_bound": true},
			{"type": "client_vpn", "time_bound": true},
		],
		"personnel": {"background_checks": "standard"},
	},
	"engagement": {"connectivity": {"privileged": true}},
}

verdict(control, document, tier) if passes(control, document, tier)

verdict(control, document, tier) := false if not passes(control, document, tier)

passes(control, document, tier) if {
	data.controls.access_security[control] == true with input as document
		with data.requirements.personnel as {"screening_min": "standard"}
		with data.facts.tier as tier
}

reasons(document, tier) := found if {
	found := data.controls.access_security.reasons with input as document
		with data.facts.tier as tier
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

# The answers that have to be yes, and nothing else.
booleans := {
	"physical_terms": ["/contract/security/physical_access_terms"],
	"vendor_devices": [
		"/contract/security/vendor_device_terms",
		"/security/physical/devices_encrypted",
		"/security/physical/devices_managed",
	],
	"login_terms": [
		"/contract/security/cyber_access_terms",
		"/security/segmentation/vendor_access_segmented",
	],
}

test_as_given[control] if {
	some control in ["physical_terms", "vendor_devices", "login_terms", "screening"]
	verdict(control, careful, "T1")
}

test_no[name] if {
	some control, pointers in booleans
	some name in pointers
	verdict(control, json.patch(careful, [answer(name, false)]), "T2") == false
}

test_unanswered[name] if {
	some control, pointers in booleans
	some name in pointers
	verdict(control, json.patch(careful, [no_answer(name)]), "T2") == false
}

test_section_unanswered[name] if {
	some control in ["physical_terms", "vendor_devices", "login_terms"]
	some section in ["/contract", "/contract/security"]
	name := sprintf("%s without %s", [control, section])
	verdict(control, json.patch(careful, [no_answer(section)]), "T2") == false
}

open_path := answer("/security/pathways/1/time_bound", false)

not_privileged := answer("/engagement/connectivity/privileged", false)

login_terms_cases := {
	"in time": {"change": [], "in_t1": true, "below_t1": true},
	"one path is always open": {"change": [open_path], "in_t1": false, "below_t1": true},
	"time unanswered": {"change": [no_answer("/security/pathways/0/time_bound")], "in_t1": false, "below_t1": true},
	"no paths": {"change": [answer("/security/pathways", [])], "in_t1": true, "below_t1": true},
	"paths unanswered": {"change": [no_answer("/security/pathways")], "in_t1": false, "below_t1": true},
	"always open, without privileges": {"change": [open_path, not_privileged], "in_t1": true, "below_t1": true},
	"paths unanswered, without privileges": {
		"change": [no_answer("/security/pathways"), not_privileged],
		"in_t1": true,
		"below_t1": true,
	},
	"privileges unanswered": {
		"change": [no_answer("/engagement/connectivity/privileged")],
		"in_t1": true,
		"below_t1": true,
	},
	"always open, privileges unanswered": {
		"change": [open_path, no_answer("/engagement/connectivity/privileged")],
		"in_t1": false,
		"below_t1": true,
	},
	"no rules, without privileges": {
		"change": [answer("/contract/security/cyber_access_terms", false), not_privileged],
		"in_t1": false,
		"below_t1": false,
	},
	"not segmented, without privileges": {
		"change": [answer("/security/segmentation/vendor_access_segmented", false), not_privileged],
		"in_t1": false,
		"below_t1": false,
	},
}

test_login_terms[name] if {
	some name, case in login_terms_cases
	verdict("login_terms", json.patch(careful, case.change), "T1") == case.in_t1
}

test_login_terms_below_t1[name] if {
	some tier in ["T2", "T3", "T4"]
	some change, case in login_terms_cases
	name := sprintf("%s: %s", [tier, change])
	verdict("login_terms", json.patch(careful, case.change), tier) == case.below_t1
}

reason(path, message) := {"control": "login_terms", "path": path, "message": message}

no_rules := reason(["contract", "security", "cyber_access_terms"], "the contract does not say how the vendor may log in")

always_open := reason(
	["security", "pathways", 1, "time_bound"],
	"the path client_vpn is always open, and administrative access is not ruled out",
)

login_terms_reasons := {
	"passed": {"tier": "T1", "change": [], "want": set()},
	"always open": {"tier": "T1", "change": [open_path], "want": {always_open}},
	"always open below T1": {"tier": "T2", "change": [open_path], "want": set()},
	"always open and no rules below T1": {
		"tier": "T2",
		"change": [open_path, answer("/contract/security/cyber_access_terms", false)],
		"want": {no_rules},
	},
	"always open and no rules": {
		"tier": "T1",
		"change": [open_path, answer("/contract/security/cyber_access_terms", false)],
		"want": {always_open, no_rules},
	},
	"not segmented": {
		"tier": "T1",
		"change": [answer("/security/segmentation/vendor_access_segmented", false)],
		"want": {reason(
			["security", "segmentation", "vendor_access_segmented"],
			"from the vendor's connection the rest of the network can be reached",
		)},
	},
	"paths unanswered": {"tier": "T1", "change": [no_answer("/security/pathways")], "want": set()},
	"time unanswered": {"tier": "T1", "change": [no_answer("/security/pathways/0/time_bound")], "want": set()},
}

test_login_terms_reasons[name] if {
	some name, case in login_terms_reasons
	reasons(json.patch(careful, case.change), case.tier) == case.want
}

# By the member's minimum: what each answer comes to.
screening_words := {
	"none": {"none": true, "standard": true, "fingerprint_based": true},
	"standard": {"none": false, "standard": true, "fingerprint_based": true},
	"fingerprint_based": {"none": false, "standard": false, "fingerprint_based": true},
}

test_screening[name] if {
	some minimum, words in screening_words
	some word, want in words
	name := sprintf("%s where %s is required", [word, minimum])
	found := [true |
		data.controls.access_security.screening with data.requirements.personnel as {"screening_min": minimum}
			with input as json.patch(careful, [answer("/security/personnel/background_checks", word)])
	]
	count(found) == 1 == want
}

test_screening_unanswered[name] if {
	some name in ["/security/personnel/background_checks", "/security/personnel", "/security"]
	verdict("screening", json.patch(careful, [no_answer(name)]), "T3") == false
}

package controls.encryption_test

minimums := {
	"min_tls": "1.2",
	"key_custody_accepted": ["member", "vendor_hsm"],
}

# A vendor on whom every control of this package passes.
encrypted := {
	"contract": {"security": {"transit_encryption_required": true}},
	"security": {"encryption": {
		"in_transit": "all",
		"min_tls": "1.2",
		"at_rest": "all",
		"removable_media": "all",
		"backups": "all",
		"key_custody": "vendor_hsm",
	}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.encryption[control] == true with input as document
		with data.requirements.encryption as minimums
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

in_transit_cases := {
	"as encrypted": {"change": [], "passes": true},
	"all that is not public": {
		"change": [answer("/security/encryption/in_transit", "all_not_public")],
		"passes": true,
	},
	"some": {"change": [answer("/security/encryption/in_transit", "some")], "passes": false},
	"none": {"change": [answer("/security/encryption/in_transit", "none")], "passes": false},
	"practice unanswered": {"change": [no_answer("/security/encryption/in_transit")], "passes": false},
	"no clause": {"change": [answer("/contract/security/transit_encryption_required", false)], "passes": false},
	"clause unanswered": {"change": [no_answer("/contract/security/transit_encryption_required")], "passes": false},
	"nothing answered": {"change": [no_answer("/contract"), no_answer("/security")], "passes": false},
}

test_in_transit[name] if {
	some name, case in in_transit_cases
	verdict("in_transit", json.patch(encrypted, case.change)) == case.passes
}

transport_floor_cases := {
	"at the floor": {"change": [], "passes": true},
	"above the floor": {"change": [answer("/security/encryption/min_tls", "1.3")], "passes": true},
	"just below the floor": {"change": [answer("/security/encryption/min_tls", "1.1")], "passes": false},
	"far below the floor": {"change": [answer("/security/encryption/min_tls", "1.0")], "passes": false},
	"over ssh": {"change": [answer("/security/encryption/min_tls", "ssh2")], "passes": true},
	"over ipsec": {"change": [answer("/security/encryption/min_tls", "ipsec")], "passes": true},
	"unanswered": {"change": [no_answer("/security/encryption/min_tls")], "passes": false},
	"section unanswered": {"change": [no_answer("/security/encryption")], "passes": false},
}

test_transport_floor[name] if {
	some name, case in transport_floor_cases
	verdict("transport_floor", json.patch(encrypted, case.change)) == case.passes
}

test_transport_floor_as_the_member_sets_it[minimum] if {
	some minimum, want in {"1.1": true, "1.2": true, "1.3": false}
	value := [true |
		data.controls.encryption.transport_floor with input as encrypted
			with data.requirements.encryption as {"min_tls": minimum}
	]
	count(value) == 1 == want
}

at_rest_words := {
	"at_rest": {"all": true, "all_not_public": true, "some": false, "none": false},
	"removable_media": {"all": true, "all_not_public": true, "some": false, "none": false, "prohibited": true},
	"backups": {"all": true, "all_not_public": true, "some": false, "none": false},
}

test_at_rest[name] if {
	some field, words in at_rest_words
	some word, want in words
	name := sprintf("%s: %s", [field, word])
	pointer := sprintf("/security/encryption/%s", [field])
	verdict("at_rest", json.patch(encrypted, [answer(pointer, word)])) == want
}

test_at_rest_unanswered[field] if {
	some field in ["at_rest", "removable_media", "backups"]
	pointer := sprintf("/security/encryption/%s", [field])
	verdict("at_rest", json.patch(encrypted, [no_answer(pointer)])) == false
}

key_custody_cases := {
	"accepted": {"change": [], "passes": true},
	"also accepted": {"change": [answer("/security/encryption/key_custody", "member")], "passes": true},
	"not in the list": {"change": [answer("/security/encryption/key_custody", "vendor_kms")], "passes": false},
	"in software": {"change": [answer("/security/encryption/key_custody", "vendor_software")], "passes": false},
	"not known": {"change": [answer("/security/encryption/key_custody", "unknown_to_vendor")], "passes": false},
	"unanswered": {"change": [no_answer("/security/encryption/key_custody")], "passes": false},
}

test_key_custody[name] if {
	some name, case in key_custody_cases
	verdict("key_custody", json.patch(encrypted, case.change)) == case.passes
}

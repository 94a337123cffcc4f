package controls.cjis_test

# A vendor and a contract on which every control of this package passes.
cleared := {
	"contract": {"cjis": {
		"addendum_executed": true,
		"personnel_certifications_on_file": true,
		"access_mode": "unescorted_unencrypted",
	}},
	"security": {
		"personnel": {"background_checks": "fingerprint_based"},
		"encryption": {"fips_validated": true, "symmetric_key_bits": 128},
	},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.cjis[control] == true with input as document
		with data.requirements.cjis as {"key_bits_min": 128}
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

addendum_cases := {
	"as signed": {"change": [], "passes": true},
	"no addendum": {"change": [answer("/contract/cjis/addendum_executed", false)], "passes": false},
	"addendum unanswered": {"change": [no_answer("/contract/cjis/addendum_executed")], "passes": false},
	"no certifications": {
		"change": [answer("/contract/cjis/personnel_certifications_on_file", false)],
		"passes": false,
	},
	"certifications unanswered": {
		"change": [no_answer("/contract/cjis/personnel_certifications_on_file")],
		"passes": false,
	},
	"section unanswered": {"change": [no_answer("/contract/cjis")], "passes": false},
	"no contract": {"change": [no_answer("/contract")], "passes": false},
}

test_addendum[name] if {
	some name, case in addendum_cases
	verdict("addendum", json.patch(cleared, case.change)) == case.passes
}

personnel_screened_cases := {
	"unescorted, fingerprinted": {"change": screening("unescorted_unencrypted", "fingerprint_based"), "passes": true},
	"unescorted, standard": {"change": screening("unescorted_unencrypted", "standard"), "passes": false},
	"unescorted, not checked": {"change": screening("unescorted_unencrypted", "none"), "passes": false},
	"escorted, not checked": {"change": screening("escorted_only", "none"), "passes": true},
	"encrypted, not checked": {"change": screening("encrypted_only_no_keys", "none"), "passes": true},
	# Unanswered
	"unescorted, check unanswered": {"change": [no_answer("/security/personnel")], "passes": false},
	"escorted, check unanswered": {
		"change": [answer("/contract/cjis/access_mode", "escorted_only"), no_answer("/security/personnel")],
		"passes": true,
	},
	"access unanswered, fingerprinted": {"change": [no_answer("/contract/cjis/access_mode")], "passes": true},
	"access unanswered, standard": {
		"change": [
			no_answer("/contract/cjis/access_mode"),
			answer("/security/personnel/background_checks", "standard"),
		],
		"passes": false,
	},
	"both unanswered": {"change": [no_answer("/contract/cjis"), no_answer("/security")], "passes": false},
}

screening(access, checks) := [
	answer("/contract/cjis/access_mode", access),
	answer("/security/personnel/background_checks", checks),
]

test_personnel_screened[name] if {
	some name, case in personnel_screened_cases
	verdict("personnel_screened", json.patch(cleared, case.change)) == case.passes
}

encryption_cases := {
	"at the minimum": {"change": [], "passes": true},
	"longer keys": {"change": [answer("/security/encryption/symmetric_key_bits", 129)], "passes": true},
	"shorter keys": {"change": [answer("/security/encryption/symmetric_key_bits", 127)], "passes": false},
	"key length unanswered": {"change": [no_answer("/security/encryption/symmetric_key_bits")], "passes": false},
	"not validated": {"change": [answer("/security/encryption/fips_validated", false)], "passes": false},
	"validation unanswered": {"change": [no_answer("/security/encryption/fips_validated")], "passes": false},
	"section unanswered": {"change": [no_answer("/security")], "passes": false},
}

test_encryption[name] if {
	some name, case in encryption_cases
	verdict("encryption", json.patch(cleared, case.change)) == case.passes
}

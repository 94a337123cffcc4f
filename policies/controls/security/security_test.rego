package controls.security_test

# What the tests of this package share: the minimums, and a way to ask one control
# about one document.

as_of := "2026-11-23"

minimums := {
	"passwords": {"min_length_single_factor": 15, "min_length_with_mfa": 8, "require_blocklist": true},
	"mfa": {"remote_access_min": "all", "privileged_factor_min": "app"},
	"policies": {"required_topics": ["access_control", "incident_response"], "max_age_days": 365},
	"training": {"max_age_days": 365, "min_completion_percent": 95},
	"vulnerability": {"patch_days_kev_max": 14, "patch_days_critical_max": 30},
	"logging": {"retention_days_min": 180},
}

verdict(control, document) := verdict_under(control, document, minimums)

verdict_under(control, document, requirements) if passes(control, document, requirements)

verdict_under(control, document, requirements) := false if not passes(control, document, requirements)

passes(control, document, requirements) if {
	data.controls.security[control] == true with input as document
		with data.requirements as requirements
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.security.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

reason(control, path, message) := {"control": control, "path": path, "message": message}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

package controls.purchasing_test

as_of := "2026-11-23"

minimums := {"procurement": {"vendor_held_accepted": ["rmm_agent"], "renewal_notice_days": 60}}

# A contract and purchases on which every control of this package passes.
bought := {
	"contract": {"procurement": {"terms_present": true, "renewals_managed": true}},
	"procurement": {"assets": [
		{
			"id": "tenant",
			"kind": "saas_tenant",
			"owner": "member",
			"licensee": "member",
			"contract_holder": "member",
			"expires_on": "2028-06-30",
			"auto_renew": false,
			"tenant_admin": ["member"],
		},
		{
			"id": "agent",
			"kind": "rmm_agent",
			"owner": "vendor",
			"licensee": "vendor",
			"contract_holder": "vendor",
			"auto_renew": false,
		},
	]},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.purchasing[control] == true with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.purchasing.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

terms_cases := {
	"as agreed": {"change": [], "passes": true},
	"no terms": {"change": [answer("/contract/procurement/terms_present", false)], "passes": false},
	"terms unanswered": {"change": [no_answer("/contract/procurement/terms_present")], "passes": false},
	"renewals left open": {"change": [answer("/contract/procurement/renewals_managed", false)], "passes": false},
	"renewals unanswered": {"change": [no_answer("/contract/procurement/renewals_managed")], "passes": false},
}

test_terms[name] if {
	some name, case in terms_cases
	verdict("terms", json.patch(bought, case.change)) == case.passes
}

member_holds_title_cases := {
	"as agreed": {"change": [], "passes": true},
	"nothing bought": {"change": [answer("/procurement/assets", [])], "passes": true},
	"assets unanswered": {"change": [no_answer("/procurement")], "passes": false},
	"owner is the vendor": {"change": [answer("/procurement/assets/0/owner", "vendor")], "passes": false},
	"owner unanswered": {"change": [no_answer("/procurement/assets/0/owner")], "passes": false},
	"owner of an accepted kind unanswered": {"change": [no_answer("/procurement/assets/1/owner")], "passes": true},
	"licensee is the vendor": {"change": [answer("/procurement/assets/0/licensee", "vendor")], "passes": false},
	"licensee unanswered": {"change": [no_answer("/procurement/assets/0/licensee")], "passes": false},
	"licensee of an accepted kind unanswered": {"change": [no_answer("/procurement/assets/1/licensee")], "passes": true},
	"contract_holder is the vendor": {"change": [answer("/procurement/assets/0/contract_holder", "vendor")], "passes": false},
	"contract_holder unanswered": {"change": [no_answer("/procurement/assets/0/contract_holder")], "passes": false},
	"contract_holder of an accepted kind unanswered": {"change": [no_answer("/procurement/assets/1/contract_holder")], "passes": true},
	"owner is a lessor": {"change": [answer("/procurement/assets/0/owner", "lessor")], "passes": false},
	"a license of the member's": {"change": [answer("/procurement/assets/0/kind", "licence")], "passes": true},
	"the accepted kind is another": {"change": [answer("/procurement/assets/1/kind", "licence")], "passes": false},
	"equipment of the member's needs no licensee": {"change": [answer("/procurement/assets/-", object.union(leased, {"owner": "member"}))], "passes": true},
	"equipment on the member's lease": {"change": [answer("/procurement/assets/-", leased)], "passes": true},
	"equipment on the vendor's lease": {"change": [answer("/procurement/assets/-", object.union(leased, {"contract_holder": "vendor"}))], "passes": false},
	"equipment of the vendor's": {"change": [answer("/procurement/assets/-", object.union(leased, {"owner": "vendor"}))], "passes": false},
	"whose equipment it is unanswered": {"change": [answer("/procurement/assets/-", object.remove(leased, ["owner"]))], "passes": false},
	"whose lease it is unanswered": {"change": [answer("/procurement/assets/-", object.remove(leased, ["contract_holder"]))], "passes": false},
}

leased := {"id": "copier", "kind": "hardware", "owner": "lessor", "contract_holder": "member"}

test_member_holds_title[name] if {
	some name, case in member_holds_title_cases
	verdict("member_holds_title", json.patch(bought, case.change)) == case.passes
}

asset_reason(control, path, message) := {
	"control": control,
	"path": array.concat(["procurement", "assets"], path),
	"message": message,
}

member_holds_title_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/procurement/assets/0/owner")], "want": set()},
	"all the vendor's": {
		"change": [
			answer("/procurement/assets/0/owner", "vendor"),
			answer("/procurement/assets/0/licensee", "vendor"),
			answer("/procurement/assets/0/contract_holder", "vendor"),
		],
		"want": {
			asset_reason("member_holds_title", [0, "owner"], "tenant does not belong to the member"),
			asset_reason("member_holds_title", [0, "licensee"], "tenant is licensed to the vendor"),
			asset_reason("member_holds_title", [0, "contract_holder"], "the contract for tenant is the vendor's"),
		},
	},
	"licensed to the vendor alone": {
		"change": [answer("/procurement/assets/0/licensee", "vendor")],
		"want": {asset_reason("member_holds_title", [0, "licensee"], "tenant is licensed to the vendor")},
	},
	"contracted by the vendor alone": {
		"change": [answer("/procurement/assets/0/contract_holder", "vendor")],
		"want": {asset_reason("member_holds_title", [0, "contract_holder"], "the contract for tenant is the vendor's")},
	},
	"leased": {
		"change": [answer("/procurement/assets/0/owner", "lessor"), no_answer("/procurement/assets/0/licensee")],
		"want": {asset_reason("member_holds_title", [0, "owner"], "tenant does not belong to the member")},
	},
}

# Equipment: a lessor may own it, and nobody licenses it.
test_member_holds_title_reasons_of_equipment if {
	document := json.patch(bought, [answer("/procurement/assets/-", object.union(leased, {
		"licensee": "vendor",
		"contract_holder": "vendor",
	}))])
	reasons_for("member_holds_title", document) == {asset_reason(
		"member_holds_title", [2, "contract_holder"],
		"the contract for copier is the vendor's",
	)}
}

test_member_holds_title_reasons_of_a_license if {
	document := json.patch(bought, [
		answer("/procurement/assets/0/kind", "licence"),
		answer("/procurement/assets/0/owner", "lessor"),
		answer("/procurement/assets/0/licensee", "vendor"),
	])
	reasons_for("member_holds_title", document) == {
		asset_reason("member_holds_title", [0, "owner"], "tenant does not belong to the member"),
		asset_reason("member_holds_title", [0, "licensee"], "tenant is licensed to the vendor"),
	}
}

test_member_holds_title_reasons[name] if {
	some name, case in member_holds_title_reasons
	reasons_for("member_holds_title", json.patch(bought, case.change)) == case.want
}

renewals_cases := {
	"as agreed": {"change": [], "passes": true},
	"nothing bought": {"change": [answer("/procurement/assets", [])], "passes": true},
	"assets unanswered": {"change": [no_answer("/procurement")], "passes": false},
	"the member's asset renews by itself": {"change": [answer("/procurement/assets/0/auto_renew", true)], "passes": true},
	"renewal of the member's asset unanswered": {"change": [no_answer("/procurement/assets/0/auto_renew")], "passes": true},
	"what the vendor may hold renews by itself": {"change": [answer("/procurement/assets/1/auto_renew", true)], "passes": true},
	"renewal of what the vendor may hold unanswered": {"change": [no_answer("/procurement/assets/1/auto_renew")], "passes": true},
	"what the vendor may not hold renews by itself": {"change": [answer("/procurement/assets/1/kind", "licence"), answer("/procurement/assets/1/auto_renew", true)], "passes": false},
	"renewal of what the vendor may not hold unanswered": {"change": [answer("/procurement/assets/1/kind", "licence"), no_answer("/procurement/assets/1/auto_renew")], "passes": false},
	"leased equipment on the member's lease renews by itself": {"change": [answer("/procurement/assets/-", object.union(leased, {"auto_renew": true}))], "passes": true},
	"leased equipment on the vendor's lease renews by itself": {"change": [answer("/procurement/assets/-", object.union(leased, {"auto_renew": true, "contract_holder": "vendor"}))], "passes": false},
	"renews by itself, and the owner is the vendor": {"change": [answer("/procurement/assets/0/auto_renew", true), answer("/procurement/assets/0/owner", "vendor")], "passes": false},
	"renews by itself, owner unanswered": {"change": [answer("/procurement/assets/0/auto_renew", true), no_answer("/procurement/assets/0/owner")], "passes": false},
	"renews by itself, and the licensee is the vendor": {"change": [answer("/procurement/assets/0/auto_renew", true), answer("/procurement/assets/0/licensee", "vendor")], "passes": false},
	"renews by itself, licensee unanswered": {"change": [answer("/procurement/assets/0/auto_renew", true), no_answer("/procurement/assets/0/licensee")], "passes": false},
	"renews by itself, and the contract_holder is the vendor": {"change": [answer("/procurement/assets/0/auto_renew", true), answer("/procurement/assets/0/contract_holder", "vendor")], "passes": false},
	"renews by itself, contract_holder unanswered": {"change": [answer("/procurement/assets/0/auto_renew", true), no_answer("/procurement/assets/0/contract_holder")], "passes": false},
	"in the vendor's name, and ends by itself": {"change": [answer("/procurement/assets/1/kind", "licence")], "passes": true},
	"only the vendor administers the tenant": {"change": [answer("/procurement/assets/0/tenant_admin", ["vendor"])], "passes": false},
	"nobody administers the tenant": {"change": [answer("/procurement/assets/0/tenant_admin", [])], "passes": false},
	"administrators unanswered": {"change": [no_answer("/procurement/assets/0/tenant_admin")], "passes": false},
	"both administer the tenant": {"change": [answer("/procurement/assets/0/tenant_admin", ["vendor", "member"])], "passes": true},
	"not a tenant": {"change": [answer("/procurement/assets/0/kind", "licence"), no_answer("/procurement/assets/0/tenant_admin")], "passes": true},
}

test_renewals[name] if {
	some name, case in renewals_cases
	verdict("renewals", json.patch(bought, case.change)) == case.passes
}

renewals_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/procurement/assets/1/auto_renew")], "want": set()},
	"no administrator": {
		"change": [answer("/procurement/assets/0/tenant_admin", ["vendor"])],
		"want": {asset_reason("renewals", [0, "tenant_admin"], "the member is no administrator of tenant")},
	},
	"of two that renew by themselves, the vendor's": {
		"change": [
			answer("/procurement/assets/0/auto_renew", true),
			answer("/procurement/assets/1/auto_renew", true),
			answer("/procurement/assets/1/kind", "licence"),
		],
		"want": {asset_reason("renewals", [1, "auto_renew"], "agent renews by itself and is not wholly in the member's name")},
	},
	"both administer the tenant, the vendor the agent": {
		"change": [
			answer("/procurement/assets/0/tenant_admin", ["vendor", "member"]),
			answer("/procurement/assets/1/tenant_admin", ["vendor"]),
			answer("/procurement/assets/1/auto_renew", true),
			answer("/procurement/assets/1/kind", "licence"),
		],
		"want": {asset_reason("renewals", [1, "auto_renew"], "agent renews by itself and is not wholly in the member's name")},
	},
	"owned by the vendor": {
		"change": [
			answer("/procurement/assets/1/kind", "licence"),
			answer("/procurement/assets/1/auto_renew", true),
			no_answer("/procurement/assets/1/licensee"),
			no_answer("/procurement/assets/1/contract_holder"),
		],
		"want": {asset_reason("renewals", [1, "auto_renew"], "agent renews by itself and is not wholly in the member's name")},
	},
	"not of what the vendor may hold": {
		"change": [
			answer("/procurement/assets/0/auto_renew", true),
			answer("/procurement/assets/0/owner", "vendor"),
			answer("/procurement/assets/1/auto_renew", true),
		],
		"want": {asset_reason("renewals", [0, "auto_renew"], "tenant renews by itself and is not wholly in the member's name")},
	},
	"in the vendor's name, and ends by itself": {
		"change": [
			answer("/procurement/assets/0/tenant_admin", ["vendor"]),
			answer("/procurement/assets/1/kind", "licence"),
		],
		"want": {asset_reason("renewals", [0, "tenant_admin"], "the member is no administrator of tenant")},
	},
	"equipment is not licensed": {
		"change": [
			answer("/procurement/assets/0/tenant_admin", ["vendor"]),
			answer("/procurement/assets/-", object.union(leased, {"auto_renew": true, "licensee": "vendor"})),
		],
		"want": {asset_reason("renewals", [0, "tenant_admin"], "the member is no administrator of tenant")},
	},
	"a license of the vendor's alone": {
		"change": [
			answer("/procurement/assets/0/kind", "licence"),
			answer("/procurement/assets/0/auto_renew", true),
			answer("/procurement/assets/0/licensee", "vendor"),
		],
		"want": {asset_reason("renewals", [0, "auto_renew"], "tenant renews by itself and is not wholly in the member's name")},
	},
	"licensed to the vendor": {
		"change": [answer("/procurement/assets/0/auto_renew", true), answer("/procurement/assets/0/licensee", "vendor")],
		"want": {asset_reason("renewals", [0, "auto_renew"], "tenant renews by itself and is not wholly in the member's name")},
	},
	"contracted by the vendor": {
		"change": [answer("/procurement/assets/0/auto_renew", true), answer("/procurement/assets/0/contract_holder", "vendor")],
		"want": {asset_reason("renewals", [0, "auto_renew"], "tenant renews by itself and is not wholly in the member's name")},
	},
}

test_renewals_reasons[name] if {
	some name, case in renewals_reasons
	reasons_for("renewals", json.patch(bought, case.change)) == case.want
}

notes_of(document) := found if {
	found := data.controls.purchasing.notes with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

# Notice of 60 days.
renewals_notes := {
	"none": {"expires_on": "2028-06-30", "want": set()},
	"a day before the notice": {"expires_on": "2027-01-23", "want": set()},
	"on the day of the notice": {"expires_on": "2027-01-22", "want": {"tenant ends in 60 days: decide on its renewal"}},
	"a day after the notice": {"expires_on": "2027-01-21", "want": {"tenant ends in 59 days: decide on its renewal"}},
	"on the last day": {"expires_on": "2026-11-23", "want": {"tenant ends in 0 days: decide on its renewal"}},
	"after the last day": {"expires_on": "2026-11-22", "want": {"tenant has ended"}},
}

test_renewals_notes[name] if {
	some name, case in renewals_notes
	notes := notes_of(json.patch(bought, [answer("/procurement/assets/0/expires_on", case.expires_on)]))
	{note.message | some note in notes} == case.want
	every note in notes {
		note.path == ["procurement", "assets", 0, "expires_on"]
		note.control == "renewals"
	}
}

test_renewals_notes_unanswered if notes_of(json.patch(bought, [no_answer("/procurement/assets/0/expires_on")])) == set()

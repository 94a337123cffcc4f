package controls.security_test

# A vendor on whom every control of the sign-in passes.
guarded := {
	"security": {
		"passwords": {
			"policy_documented": true,
			"min_length_single_factor": 16,
			"min_length_with_mfa": 10,
			"blocklist_screened": true,
		},
		"accounts": {"unique_named": true, "shared_accounts_used": false},
		"mfa": {
			"remote_access": "all",
			"privileged": "all",
			"management_plane": "all",
			"strongest_factor": "app",
		},
		"pathways": [
			{"type": "rmm_agent", "encrypted": true, "logged": true, "inbound_exposed": false},
			{"type": "client_vpn", "encrypted": true, "logged": true, "inbound_exposed": false},
		],
	},
	"engagement": {
		"connectivity": {
			"types": ["client_vpn", "rmm_agent"],
			"approved_pathways": ["client_vpn", "rmm_agent", "ztna"],
		},
		"access": {"grants": [
			{"principal": "desk", "dataset": "tickets", "kind": "standard"},
			{"principal": "firecall", "dataset": "*", "kind": "break_glass"},
		]},
	},
}

password(field, value) := answer(sprintf("/security/passwords/%s", [field]), value)

no_password(field) := no_answer(sprintf("/security/passwords/%s", [field]))

passwords_cases := {
	"as guarded": {"change": [], "passes": true},
	"no policy": {"change": [password("policy_documented", false)], "passes": false},
	"policy unanswered": {"change": [no_password("policy_documented")], "passes": false},
	# A password alone: 15
	"alone, a character more": {"change": [password("min_length_single_factor", 16)], "passes": true},
	"alone, as long as required": {"change": [password("min_length_single_factor", 15)], "passes": true},
	"alone, a character short": {"change": [password("min_length_single_factor", 14)], "passes": false},
	"alone, no length": {"change": [password("min_length_single_factor", 0)], "passes": false},
	"alone, never": {"change": [password("min_length_single_factor", "not_used")], "passes": true},
	"alone, unanswered": {"change": [no_password("min_length_single_factor")], "passes": false},
	# A password with a second factor: 8
	"with a factor, a character more": {"change": [password("min_length_with_mfa", 9)], "passes": true},
	"with a factor, as long as required": {"change": [password("min_length_with_mfa", 8)], "passes": true},
	"with a factor, a character short": {"change": [password("min_length_with_mfa", 7)], "passes": false},
	"with a factor, no length": {"change": [password("min_length_with_mfa", 0)], "passes": false},
	"with a factor, never": {"change": [password("min_length_with_mfa", "not_used")], "passes": true},
	"with a factor, unanswered": {"change": [no_password("min_length_with_mfa")], "passes": false},
	"no passwords at all": {
		"change": [password("min_length_single_factor", "not_used"), password("min_length_with_mfa", "not_used")],
		"passes": true,
	},
	"never alone, and too short with a factor": {
		"change": [password("min_length_single_factor", "not_used"), password("min_length_with_mfa", 7)],
		"passes": false,
	},
	# Leaked passwords
	"leaked ones are taken": {"change": [password("blocklist_screened", false)], "passes": false},
	"leaked ones unanswered": {"change": [no_password("blocklist_screened")], "passes": false},
	"section unanswered": {"change": [no_answer("/security/passwords")], "passes": false},
}

test_passwords[name] if {
	some name, case in passwords_cases
	verdict("passwords", json.patch(guarded, case.change)) == case.passes
}

without_blocklist := json.patch(minimums, [answer("/passwords/require_blocklist", false)])

passwords_without_blocklist_cases := {
	"leaked ones are refused": {"change": [], "passes": true},
	"leaked ones are taken": {"change": [password("blocklist_screened", false)], "passes": true},
	"leaked ones unanswered": {"change": [no_password("blocklist_screened")], "passes": true},
	"too short": {"change": [password("min_length_single_factor", 14)], "passes": false},
}

test_passwords_where_no_blocklist_is_required[name] if {
	some name, case in passwords_without_blocklist_cases
	verdict_under("passwords", json.patch(guarded, case.change), without_blocklist) == case.passes
}

shared(value) := answer("/security/accounts/shared_accounts_used", value)

named_accounts_cases := {
	"as guarded": {"change": [], "passes": true},
	"not everybody has a name": {"change": [answer("/security/accounts/unique_named", false)], "passes": false},
	"names unanswered": {"change": [no_answer("/security/accounts/unique_named")], "passes": false},
	"shared logins": {"change": [shared(true)], "passes": false},
	"shared logins unanswered": {"change": [no_answer("/security/accounts/shared_accounts_used")], "passes": false},
	"no grants": {"change": [answer("/engagement/access/grants", [])], "passes": true},
	"grants unanswered": {"change": [no_answer("/engagement/access")], "passes": true},
	"section unanswered": {"change": [no_answer("/security/accounts")], "passes": false},
}

test_named_accounts[name] if {
	some name, case in named_accounts_cases
	verdict("named_accounts", json.patch(guarded, case.change)) == case.passes
}

emergency_account := reason(
	"named_accounts", ["security", "accounts", "shared_accounts_used"],
	"the emergency account firecall does not count as shared: if it is the only one, the answer is false",
)

named_accounts_reasons := {
	"passed": {"change": [], "want": set()},
	"names missing, nothing shared": {"change": [answer("/security/accounts/unique_named", false)], "want": set()},
	"shared beside an emergency account": {"change": [shared(true)], "want": {emergency_account}},
	"shared and not named, beside an emergency account": {
		"change": [shared(true), answer("/security/accounts/unique_named", false)],
		"want": {emergency_account},
	},
	"shared without an emergency account": {
		"change": [shared(true), no_answer("/engagement/access/grants/1")],
		"want": set(),
	},
	"kind of the account unanswered": {
		"change": [shared(true), no_answer("/engagement/access/grants/1/kind")],
		"want": set(),
	},
	"grants unanswered": {"change": [shared(true), no_answer("/engagement/access")], "want": set()},
}

test_named_accounts_reasons[name] if {
	some name, case in named_accounts_reasons
	reasons_for("named_accounts", json.patch(guarded, case.change)) == case.want
}

# By the member's minimum: what each answer comes to.
mfa_remote_words := {
	"all": {"all": true, "some": false, "none": false},
	"some": {"all": true, "some": true, "none": false},
	"none": {"all": true, "some": true, "none": true},
}

test_mfa_remote[name] if {
	some minimum, words in mfa_remote_words
	some word, want in words
	name := sprintf("%s where %s is required", [word, minimum])
	verdict_under(
		"mfa_remote", json.patch(guarded, [answer("/security/mfa/remote_access", word)]),
		json.patch(minimums, [answer("/mfa/remote_access_min", minimum)]),
	) == want
}

test_mfa_remote_unanswered[name] if {
	some name in ["/security/mfa/remote_access", "/security/mfa", "/security"]
	verdict("mfa_remote", json.patch(guarded, [no_answer(name)])) == false
}

mfa_privileged_words := {
	"privileged": {"all": true, "some": false, "none": false},
	"management_plane": {"all": true, "some": false, "none": false},
	"strongest_factor": {"phishing_resistant": true, "app": true, "sms": false, "none": false},
}

test_mfa_privileged[name] if {
	some field, words in mfa_privileged_words
	some word, want in words
	name := sprintf("%s: %s", [field, word])
	pointer := sprintf("/security/mfa/%s", [field])
	verdict("mfa_privileged", json.patch(guarded, [answer(pointer, word)])) == want
}

test_mfa_privileged_unanswered[field] if {
	some field in ["privileged", "management_plane", "strongest_factor"]
	pointer := sprintf("/security/mfa/%s", [field])
	verdict("mfa_privileged", json.patch(guarded, [no_answer(pointer)])) == false
}

test_mfa_privileged_as_the_member_sets_it[factor] if {
	some factor, want in {"none": true, "sms": true, "app": true, "phishing_resistant": false}
	stricter := json.patch(minimums, [answer("/mfa/privileged_factor_min", factor)])
	verdict_under("mfa_privileged", guarded, stricter) == want
}

pathway(i, field) := sprintf("/security/pathways/%d/%s", [i, field])

types(words) := answer("/engagement/connectivity/types", words)

approved(words) := answer("/engagement/connectivity/approved_pathways", words)

console := {"type": "physical_console", "encrypted": true, "logged": true, "inbound_exposed": false}

pathways_cases := {
	"as guarded": {"change": [], "passes": true},
	# The kinds of connection
	"fewer kinds than paths": {"change": [types(["rmm_agent"])], "passes": true},
	"a kind without a path": {"change": [types(["client_vpn", "rmm_agent", "ztna"])], "passes": false},
	"none beside others": {"change": [types(["none", "client_vpn"])], "passes": true},
	"a website without a path": {"change": [types(["internet_only_saas"])], "passes": false},
	"kinds unanswered": {"change": [no_answer("/engagement/connectivity/types")], "passes": false},
	"no paths": {"change": [answer("/security/pathways", [])], "passes": false},
	"no paths, no connection": {"change": [answer("/security/pathways", []), types(["none"])], "passes": true},
	"paths unanswered": {"change": [no_answer("/security/pathways")], "passes": false},
	"paths unanswered, no connection": {"change": [no_answer("/security/pathways"), types(["none"])], "passes": false},
	"two paths of one kind": {
		"change": [answer("/security/pathways/-", guarded.security.pathways[0])],
		"passes": true,
	},
	"two paths of one kind, one of them open": {
		"change": [
			answer("/security/pathways/-", guarded.security.pathways[0]),
			answer(pathway(2, "inbound_exposed"), true),
		],
		"passes": false,
	},
	# Each path
	"not encrypted": {"change": [answer(pathway(1, "encrypted"), false)], "passes": false},
	"encryption unanswered": {"change": [no_answer(pathway(1, "encrypted"))], "passes": false},
	"not logged": {"change": [answer(pathway(0, "logged"), false)], "passes": false},
	"logs unanswered": {"change": [no_answer(pathway(0, "logged"))], "passes": false},
	"exposed": {"change": [answer(pathway(1, "inbound_exposed"), true)], "passes": false},
	"exposure unanswered": {"change": [no_answer(pathway(1, "inbound_exposed"))], "passes": false},
	# The member's approval
	"exactly these approved": {"change": [approved(["rmm_agent", "client_vpn"])], "passes": true},
	"one not approved": {"change": [approved(["client_vpn"])], "passes": false},
	"none approved": {"change": [approved([])], "passes": false},
	"approval unanswered": {"change": [no_answer("/engagement/connectivity/approved_pathways")], "passes": false},
	"a further path that is not approved": {"change": [answer("/security/pathways/-", console)], "passes": false},
	"a further path that is approved": {
		"change": [
			answer("/security/pathways/-", console),
			approved(["rmm_agent", "client_vpn", "physical_console"]),
		],
		"passes": true,
	},
	"connectivity unanswered": {"change": [no_answer("/engagement/connectivity")], "passes": false},
	"engagement unanswered": {"change": [no_answer("/engagement")], "passes": false},
}

test_pathways[name] if {
	some name, case in pathways_cases
	verdict("pathways", json.patch(guarded, case.change)) == case.passes
}

not_described(i, kind) := reason(
	"pathways", ["engagement", "connectivity", "types", i],
	sprintf("the vendor describes no path of the kind %s", [kind]),
)

pathway_reason(i, field, message) := reason("pathways", ["security", "pathways", i, field], message)

not_approved(i, kind) := object.union(
	pathway_reason(i, "type", sprintf("the member has not approved the path %s", [kind])),
	{"side": "member"},
)

pathways_reasons := {
	"passed": {"change": [types(["none", "client_vpn"])], "want": set()},
	"paths unanswered": {"change": [no_answer("/security/pathways")], "want": set()},
	"a field unanswered": {"change": [no_answer(pathway(0, "logged"))], "want": set()},
	"approval unanswered": {"change": [no_answer("/engagement/connectivity/approved_pathways")], "want": set()},
	"a kind without a path": {
		"change": [types(["none", "client_vpn", "ztna"])],
		"want": {not_described(2, "ztna")},
	},
	"no paths": {"change": [answer("/security/pathways", [])], "want": {not_described(0, "client_vpn"), not_described(1, "rmm_agent")}},
	"everything wrong with one": {
		"change": [
			answer(pathway(1, "inbound_exposed"), true),
			answer(pathway(1, "encrypted"), false),
			answer(pathway(1, "logged"), false),
			approved(["rmm_agent"]),
		],
		"want": {
			pathway_reason(1, "inbound_exposed", "the path client_vpn can be reached directly from the internet"),
			pathway_reason(1, "encrypted", "the path client_vpn is not encrypted"),
			pathway_reason(1, "logged", "the use of the path client_vpn is not recorded"),
			not_approved(1, "client_vpn"),
		},
	},
	"not encrypted alone": {
		"change": [answer(pathway(1, "encrypted"), false)],
		"want": {pathway_reason(1, "encrypted", "the path client_vpn is not encrypted")},
	},
	"not logged alone": {
		"change": [answer(pathway(1, "logged"), false)],
		"want": {pathway_reason(1, "logged", "the use of the path client_vpn is not recorded")},
	},
	"none approved": {
		"change": [approved([])],
		"want": {
			not_approved(0, "rmm_agent"),
			not_approved(1, "client_vpn"),
		},
	},
}

test_pathways_reasons[name] if {
	some name, case in pathways_reasons
	reasons_for("pathways", json.patch(guarded, case.change)) == case.want
}

# How the vendor's people prove who they are, and the paths on which they come.
package controls.security

# METADATA
# title: The vendor's password rules are written down and strong enough
# description: >-
#   Short passwords, and passwords that have leaked before, are tried out by machine within hours. A written rule
#   shows that their strength is not left to each technician.
# custom:
#   code: SEC-01
#   severity: medium
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please send us your password policy. Where it falls short, please raise the minimum length and refuse
#     passwords that are known to have leaked.
#   remediation: >-
#     Ask for the vendor's password policy. Where it falls short, ask the vendor to raise the minimum length and to
#     refuse passwords that are known to have leaked.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [IA-5(1)]
#     ccm_4_0_7: [IAM-02]
#     cisa_cpg_2_0: ["3.B"]
#     mvsp_3_0: ["2.4"]
passwords if {
	input.security.passwords.policy_documented == true
	long_enough(
		input.security.passwords.min_length_single_factor,
		data.requirements.passwords.min_length_single_factor,
	)
	long_enough(
		input.security.passwords.min_length_with_mfa,
		data.requirements.passwords.min_length_with_mfa,
	)
	leaked_passwords_are_refused
}

# Where no password of the kind exists, none is too short.
long_enough(length, _) if length == "not_used"

# Rego counts every word as more than every number, hence the first condition.
long_enough(length, minimum) if {
	length != "not_used"
	length >= minimum
}

leaked_passwords_are_refused if data.requirements.passwords.require_blocklist == false

leaked_passwords_are_refused if input.security.passwords.blocklist_screened == true

# METADATA
# title: Each of the vendor's people signs in with an account of their own
# description: >-
#   A shared login hides who did what, and its password stays with everybody who has left. Named accounts can be
#   traced, limited and closed one by one.
# custom:
#   code: SEC-02
#   severity: high
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_or_systems
#   request: Please give each technician a named account and retire the shared ones.
#   remediation: >-
#     Ask the vendor to give each technician a named account and to retire the shared ones. An account for
#     emergencies may stay if you have registered it among the grants as break_glass.
#   guide: >-
#     Section 1, Conduct Due Diligence on Potential Vendor;
#     Section 5, Detail Security Implications, Obligations, Cyber-,
#     Physical Access Security Provisions
#   frameworks:
#     nist_800_53r5: [AC-2]
#     ccm_4_0_7: [IAM-13]
#     cisa_cpg_2_0: ["3.C"]
#     iso_27001_2022: [A.5.16]
named_accounts if {
	input.security.accounts.unique_named == true
	input.security.accounts.shared_accounts_used == false
}

reasons contains {
	"control": "named_accounts",
	"path": ["security", "accounts", "shared_accounts_used"],
	"message": sprintf(
		"the emergency account %s does not count as shared: if it is the only one, the answer is false",
		[grant.principal],
	),
} if {
	not named_accounts
	input.security.accounts.shared_accounts_used == true
	some grant in input.engagement.access.grants
	grant.kind == "break_glass"
}

# METADATA
# title: Remote access to the member's systems takes more than a password
# description: >-
#   A stolen password is the commonest way in, and vendors are attacked for the sake of their customers. A second
#   factor stops most of it, but only if no path is left out.
# custom:
#   code: SEC-03
#   severity: critical
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: connects_beyond_saas
#   request: >-
#     Please demand a second factor on every account and every path by which you reach our systems. We keep a path
#     closed until it does.
#   remediation: >-
#     Ask the vendor to demand a second factor on every account and every path by which it reaches your systems, and
#     keep a path closed until it does.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [IA-2(1), IA-2(2), AC-17]
#     ccm_4_0_7: [IAM-14]
#     cisa_cpg_2_0: ["3.F"]
#     mvsp_3_0: ["4.2"]
#     cjis_5_9_5: [IA-2(1)]
mfa_remote if {
	extent := data.ratings.extent[input.security.mfa.remote_access]
	extent >= data.ratings.extent[data.requirements.mfa.remote_access_min]
}

# METADATA
# title: The vendor's administrators and its management tools are behind a strong second factor
# description: >-
#   Remote management, cloud consoles and backup systems reach all of a vendor's customers at once, so whoever takes
#   over one administrator has them all. Text messages and codes can be intercepted; security keys cannot.
# custom:
#   code: SEC-04
#   severity: critical
#   consideration: 1
#   tiers: [T1, T2]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please protect every administrator account and every management tool with the second factor that we require,
#     security keys or smart cards at best.
#   remediation: >-
#     Ask the vendor to protect every administrator account and every management tool with the required kind of second
#     factor, security keys or smart cards at best.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [IA-2(1)]
#     ccm_4_0_7: [IAM-10]
#     cisa_cpg_2_0: ["3.F"]
#     iso_27001_2022: [A.8.2]
mfa_privileged if {
	input.security.mfa.privileged == "all"
	input.security.mfa.management_plane == "all"
	strength := data.ratings.factor[input.security.mfa.strongest_factor]
	strength >= data.ratings.factor[data.requirements.mfa.privileged_factor_min]
}

# METADATA
# title: Each path between the vendor and the member's systems is known, approved and secured
# description: >-
#   Forgotten paths are the ones that nobody patches or watches. A remote desktop or management port that is open to
#   the internet is found by attackers within minutes.
# custom:
#   code: SEC-05
#   severity: high
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: connects_beyond_saas
#   request: >-
#     Please list every path into and out of our systems, encrypt and log each, and put exposed ports behind a VPN
#     or gateway.
#   remediation: >-
#     Approve the kinds of connection that you allow. Where a path is missing, unencrypted, not logged or open to the
#     internet, ask the vendor to list it, to encrypt and log it, or to put it behind a VPN or gateway.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [AC-17, SA-9(2)]
#     cisa_cpg_2_0: ["3.S"]
#     ccm_4_0_7: [IAM-05]
#     iso_27001_2022: [A.8.20]
pathways if {
	every connection in input.engagement.connectivity.types {
		is_described(connection)
	}
	every pathway in input.security.pathways {
		pathway.inbound_exposed == false
		pathway.encrypted == true
		pathway.logged == true
		pathway.type in input.engagement.connectivity.approved_pathways
	}
}

is_described(connection) if connection == "none"

is_described(connection) if {
	some pathway in input.security.pathways
	pathway.type == connection
}

reasons contains {
	"control": "pathways",
	"path": ["engagement", "connectivity", "types", i],
	"message": sprintf("the vendor describes no path of the kind %s", [connection]),
} if {
	not pathways
	some i, connection in input.engagement.connectivity.types
	connection != "none"
	every pathway in input.security.pathways {
		pathway.type != connection
	}
}

reasons contains {
	"control": "pathways",
	"path": ["security", "pathways", i, "inbound_exposed"],
	"message": sprintf("the path %s can be reached directly from the internet", [pathway.type]),
} if {
	not pathways
	some i, pathway in input.security.pathways
	pathway.inbound_exposed == true
}

reasons contains {
	"control": "pathways",
	"path": ["security", "pathways", i, "encrypted"],
	"message": sprintf("the path %s is not encrypted", [pathway.type]),
} if {
	not pathways
	some i, pathway in input.security.pathways
	pathway.encrypted == false
}

reasons contains {
	"control": "pathways",
	"path": ["security", "pathways", i, "logged"],
	"message": sprintf("the use of the path %s is not recorded", [pathway.type]),
} if {
	not pathways
	some i, pathway in input.security.pathways
	pathway.logged == false
}

reasons contains {
	"control": "pathways",
	"path": ["security", "pathways", i, "type"],
	"message": sprintf("the member has not approved the path %s", [pathway.type]),
	"side": "member",
} if {
	not pathways
	some i, pathway in input.security.pathways
	every approved in input.engagement.connectivity.approved_pathways {
		approved != pathway.type
	}
}

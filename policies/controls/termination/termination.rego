# How the relationship ends: who does what, by when, and what becomes of the data.
package controls.termination

# METADATA
# title: The steps of a termination are written down in detail
# description: >-
#   When a contract ends in a dispute, each side reads its gaps in its own favor. A list of steps that was agreed on in
#   good times keeps the member's services running through bad ones.
# custom:
#   code: TRM-01
#   severity: high
#   consideration: 7
#   tiers: [T1, T2, T3]
#   request: Please accept an exit schedule that describes each step that is missing, with who takes it and by when.
#   remediation: >-
#     Add an exit schedule to the agreement that describes each step that is missing, with who takes it and by when.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     csf_2_0: [GV.SC-10]
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [IPY-04]
#     cis_v8_1: ["15.7"]
steps if {
	input.contract.termination.steps_defined == true
	every step in data.requirements.termination.required_steps {
		step in input.contract.termination.steps
	}
}

reasons contains {
	"control": "steps",
	"path": ["contract", "termination", "steps"],
	"message": sprintf("the agreement does not describe: %s", [concat(", ", lacking)]),
} if {
	not steps
	input.contract.termination.steps
	lacking := [replace(step, "_", " ") |
		some step in data.requirements.termination.required_steps
		not step in input.contract.termination.steps
	]
	count(lacking) > 0
}

# METADATA
# title: The vendor helps with the move to another vendor for long enough
# description: >-
#   Nobody but the old vendor knows how the systems were set up, and without its help a change of vendor can stop the
#   member's work. The guide calls this help the least that an agreement should contain.
# custom:
#   code: TRM-02
#   severity: high
#   consideration: 7
#   tiers: [T1, T2, T3]
#   request: >-
#     Please accept a period of transition help at the contract's rates, owed to us or to our next vendor and
#     whatever the reason for the end, a breach on our side included.
#   remediation: >-
#     Add a period of transition help at the contract's rates, owed to you or to your next vendor and whatever the
#     reason for the end, a breach on your side included.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     csf_2_0: [GV.SC-10]
#     ccm_4_0_7: [IPY-04]
#     hecvat_4_14: [DATA-05, DATA-21]
transition if {
	input.contract.termination.transition_assistance == true
	input.contract.termination.transition_days >= data.requirements.termination.transition_days_min
}

# METADATA
# title: All of the vendor's access ends within a set time
# description: >-
#   A former vendor's account is a door that nobody watches anymore. The contract has to name the hours after which
#   every account, key and remote tool is gone.
# custom:
#   code: TRM-03
#   severity: critical
#   consideration: 7
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_systems_or_premises
#   request: Please accept the number of hours within which all your access ends once the contract does.
#   remediation: >-
#     Write into the agreement the number of hours within which all access ends, and keep the means to cut it off
#     yourself.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     nist_800_53r5: [PS-7, PS-4]
#     cisa_cpg_2_0: ["3.D"]
#     cis_v8_1: ["15.7"]
#     csf_2_0: [GV.SC-10]
#     iso_27001_2022: [A.5.18]
access_revoked if {
	input.contract.termination.access_revocation_hours <= data.requirements.termination.access_revocation_hours_max
}

# METADATA
# title: The vendor returns the data in a usable form, by a set day and without conditions
# description: >-
#   Data that comes back as pictures of pages, or only once a disputed invoice is paid, leaves the member unable to
#   work. The data belongs to the member and is no security for the vendor's fees.
# custom:
#   code: TRM-04
#   severity: high
#   consideration: 7
#   tiers: [T1, T2, T3]
#   applies_when: reaches_member_data
#   request: >-
#     Please accept the number of days and at least one accepted format in which you return our data, and strike any
#     wording that lets you hold data back until you are paid.
#   remediation: >-
#     Name the number of days and at least one accepted format in the agreement, and strike any wording that lets the
#     vendor hold data back until it is paid.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     csf_2_0: [GV.SC-10]
#     ccm_4_0_7: [IPY-04]
#     hecvat_4_14: [DATA-09, DATA-10]
data_returned if {
	input.contract.termination.return_days <= data.requirements.termination.return_days_max
	input.contract.termination.return_conditioned_on_payment == false
	some format in input.contract.termination.return_formats
	format in data.requirements.termination.formats_accepted
}

# METADATA
# title: The contract says when and how the vendor destroys the data
# description: >-
#   Data that a former vendor still holds can be stolen from it years later, and the member will have to notify the
#   people concerned. Deleting is not destroying: the contract has to name a day, a method and a standard.
# custom:
#   code: TRM-05
#   severity: high
#   consideration: 7
#   tiers: [T1, T2, T3]
#   applies_when: stores_member_data
#   request: >-
#     Please accept a duty to destroy our data within a number of days, by a method of NIST SP 800-88, purge or
#     destroy; where criminal justice information is involved, physically.
#   remediation: >-
#     Add a destruction clause with a number of days and a method by NIST SP 800-88, purge or destroy. Where criminal
#     justice information is involved, ask for physical destruction, which satisfies the CJIS policy as well.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     nist_800_53r5: [MP-6, SR-12]
#     mvsp_3_0: ["1.8"]
#     ccm_4_0_7: [DSP-16]
#     iso_27001_2022: [A.8.10]
#     hecvat_4_14: [DATA-16]
#     cis_v8_1: ["15.7"]
data_destroyed if {
	input.contract.termination.destruction_clause == true
	input.contract.termination.destruction_days <= data.requirements.termination.destruction_days_max
	standard_is_accepted
	method_is_accepted
}

standard_is_accepted if {
	input.contract.termination.destruction_standard in data.requirements.termination.destruction_standards_accepted
}

# The CJIS policy has a standard of its own.
standard_is_accepted if {
	input.contract.termination.destruction_standard == "cjis_mp_6"
	"cji" in input.engagement.data.classes
}

# How the CJIS Security Policy, MP-6, has media sanitized. It is the FBI's list and
# no member's to change.
cjis_methods := {"overwrite_3_pass", "degauss", "physical_destroy"}

method_is_accepted if {
	input.contract.termination.destruction_method in cjis_methods
	"cji" in input.engagement.data.classes
}

method_is_accepted if {
	input.contract.termination.destruction_method in data.requirements.termination.destruction_methods_accepted
	every class in input.engagement.data.classes {
		class != "cji"
	}
}

reasons contains {
	"control": "data_destroyed",
	"path": ["contract", "termination", "destruction_method"],
	"message": sprintf(
		"for criminal justice information the CJIS policy allows only: %s",
		[concat(", ", sort([replace(method, "_", " ") | some method in cjis_methods]))],
	),
} if {
	not data_destroyed
	"cji" in input.engagement.data.classes
	input.contract.termination.destruction_method
	not input.contract.termination.destruction_method in cjis_methods
}

# METADATA
# title: Destruction covers backups and subcontractors, and the vendor certifies it
# description: >-
#   Copies outlive the original in backups and at other companies. A certificate is what the member can show when
#   somebody asks years later where the data went.
# custom:
#   code: TRM-06
#   severity: medium
#   consideration: 7
#   tiers: [T1, T2, T3]
#   applies_when: stores_member_data
#   request: >-
#     Please extend the duty to destroy data to backups and to every subcontractor, and to a certificate in writing
#     of what was destroyed, when and how.
#   remediation: >-
#     Extend the destruction clause to backups and to every subcontractor, and have the vendor certify in writing what
#     it destroyed, when and how.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     nist_800_53r5: ["MP-6(1)"]
#     ccm_4_0_7: [DSP-16]
destruction_complete if {
	input.contract.termination.destruction_includes_backups == true
	input.contract.termination.destruction_includes_subcontractors == true
	input.contract.termination.destruction_certificate == true
}

# METADATA
# title: Nothing is destroyed before the member has confirmed that it has its data back
# description: >-
#   A vendor that destroys on the day it should return can take the only copy with it. The records laws and a lawsuit
#   can also forbid destruction, and only the member knows whether they do.
# custom:
#   code: TRM-07
#   severity: high
#   consideration: 7
#   tiers: [T1, T2, T3]
#   applies_when: stores_member_data
#   request: >-
#     Please accept the order of return, then our written confirmation, then destruction, with the last day for
#     destruction later than the last day for return.
#   remediation: >-
#     Put the order into the clause: return, then your written confirmation, then destruction, with the last day for
#     destruction later than the last day for return.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     nist_800_53r5: [SI-12]
destruction_sequenced if {
	input.contract.termination.destruction_after_confirmation == true
	input.contract.termination.destruction_days > input.contract.termination.return_days
}

# METADATA
# title: The member can leave when it wants to or after a security failure, and takes over all credentials
# description: >-
#   Without a right to leave, a member has to stay with a vendor that it no longer trusts. And without administrator
#   passwords, settings and licenses it cannot leave in fact, whatever the contract says.
# custom:
#   code: TRM-08
#   severity: medium
#   consideration: 7
#   tiers: [T1, T2, T3]
#   request: >-
#     Please accept our right to end the agreement for convenience on short notice and at once after a security
#     failure, and your duty to hand over administrator credentials, configurations, documentation and licenses.
#   remediation: >-
#     Add the right to end the agreement for convenience on short notice and at once after a security failure, and
#     the duty to hand over administrator credentials, configurations, documentation and licenses.
#   guide: "Section 7, Termination Procedures"
#   frameworks:
#     csf_2_0: [GV.SC-10]
#     iso_27001_2022: [A.5.20]
exit_rights if {
	input.contract.termination.for_convenience == true
	input.contract.termination.for_convenience_notice_days <= data.requirements.termination.convenience_notice_days_max
	input.contract.termination.for_security_breach == true
	input.contract.termination.credentials_handover == true
}

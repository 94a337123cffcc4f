# The terms on which the vendor's people and devices enter the member's buildings
# and systems.
package controls.access_security

# METADATA
# title: The contract sets rules for the vendor's people on the member's premises
# description: >-
#   Whoever is inside can reach unlocked screens, network sockets and paper. Rules on badges, escorts, sign-in and the
#   return of keys tell the vendor's people where they may be, and the member's staff when to ask.
# custom:
#   code: PHY-01
#   severity: medium
#   consideration: 5
#   applies_when: on_site
#   request: >-
#     Please accept rules for visits: a badge, an escort where it matters, a sign-in and sign-out, and the return of
#     keys and cards when the work ends.
#   remediation: >-
#     Add rules for visits: a badge, an escort where it matters, a sign-in and sign-out, and the return of keys and
#     cards when the work ends.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [PE-2, PE-3]
#     iso_27001_2022: [A.7.2]
#     mvsp_3_0: ["4.1"]
physical_terms if input.contract.security.physical_access_terms == true

# METADATA
# title: Devices that the vendor brings along are encrypted, managed and covered by the contract
# description: >-
#   A technician's laptop has been in other customers' networks before it joins the member's, and it may be lost on the
#   way home with data on it. Encryption and central management limit both, and the contract makes them a duty.
# custom:
#   code: PHY-02
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: vendor_devices
#   request: >-
#     Please use only devices that are encrypted, patched and centrally managed, or devices that we issue, and
#     accept this in the agreement.
#   remediation: >-
#     Allow only devices that are encrypted, patched and centrally managed, or devices that you issue yourself, and
#     write this into the agreement.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [AC-20(3), MA-5]
#     cisa_cpg_2_0: ["3.R"]
#     ccm_4_0_7: [UEM-14]
vendor_devices if {
	input.contract.security.vendor_device_terms == true
	input.security.physical.devices_encrypted == true
	input.security.physical.devices_managed == true
}

# METADATA
# title: The vendor's logins have rules, and a segment of the network to themselves
# description: >-
#   In the breach of Target in 2013 the attackers came in through a contractor for heating and cooling and went on from
#   there. A separate segment ends such a journey at its beginning; in tier T1, administrative access must also be
#   open only while it is used.
# custom:
#   code: PHY-03
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: connects_beyond_saas
#   request: >-
#     Please accept rules on how you log in, and let your connections end in a segment from which only the systems
#     that you serve can be reached.
#   remediation: >-
#     Add rules on how the vendor logs in, and let its connections end in a segment from which only the systems that
#     it serves can be reached. In tier T1, open administrative access for each task and close it afterwards.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [AC-17, MA-4]
#     cisa_cpg_2_0: ["3.I"]
#     iso_27001_2022: [A.8.22]
login_terms if {
	input.contract.security.cyber_access_terms == true
	input.security.segmentation.vendor_access_segmented == true
	no_door_stands_open
}

no_door_stands_open if data.facts.tier != "T1"

no_door_stands_open if input.engagement.connectivity.privileged == false

no_door_stands_open if {
	every pathway in input.security.pathways {
		pathway.time_bound == true
	}
}

reasons contains {
	"control": "login_terms",
	"path": ["contract", "security", "cyber_access_terms"],
	"message": "the contract does not say how the vendor may log in",
} if {
	not login_terms
	input.contract.security.cyber_access_terms == false
}

reasons contains {
	"control": "login_terms",
	"path": ["security", "segmentation", "vendor_access_segmented"],
	"message": "from the vendor's connection the rest of the network can be reached",
} if {
	not login_terms
	input.security.segmentation.vendor_access_segmented == false
}

reasons contains {
	"control": "login_terms",
	"path": ["security", "pathways", i, "time_bound"],
	"message": sprintf("the path %s is always open, and administrative access is not ruled out", [pathway.type]),
} if {
	not login_terms
	not no_door_stands_open
	some i, pathway in input.security.pathways
	pathway.time_bound == false
}

# METADATA
# title: The vendor's people with access have been screened
# description: >-
#   Access to data, systems or buildings is trust in a person whom the member did not choose. A background check by
#   the vendor is the least that shows that somebody did choose.
# custom:
#   code: PHY-04
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_data_systems_or_premises
#   request: >-
#     Please check the background of everybody who works for us before they are given access, and confirm that you
#     have done so.
#   remediation: >-
#     Ask the vendor to check the background of everybody who works for you before they are given access, and to
#     confirm that it has done so.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [PS-3, PS-7]
#     iso_27001_2022: [A.6.1]
#     ccm_4_0_7: [HRS-01]
#     hecvat_4_14: [PPPR-06]
screening if {
	thoroughness := data.ratings.screening[input.security.personnel.background_checks]
	thoroughness >= data.ratings.screening[data.requirements.personnel.screening_min]
}

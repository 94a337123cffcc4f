# Data that is unreadable to whoever intercepts it, finds it or steals it.
package controls.encryption

# METADATA
# title: Data that is not public travels only encrypted
# description: >-
#   Data in transit passes networks that neither side controls, and whoever listens can read what is not encrypted.
#   The contract has to demand it and the vendor has to do it: either one alone is a promise without practice or a
#   practice that may stop.
# custom:
#   code: ENC-01
#   severity: critical
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: holds_not_public_data
#   request: >-
#     Please accept a clause that forbids sending data that is not public without encryption, and confirm that you
#     encrypt all such data on the way.
#   remediation: >-
#     Add a clause that forbids sending data that is not public without encryption, and ask the vendor to confirm
#     that it encrypts all such data on the way.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     csf_2_0: [PR.DS-02]
#     nist_800_53r5: [SC-8, SC-8(1)]
#     ccm_4_0_7: [CEK-03]
#     cisa_cpg_2_0: ["3.K"]
#     mvsp_3_0: ["2.8"]
#     hecvat_4_14: [DATA-02]
in_transit if {
	input.contract.security.transit_encryption_required == true
	input.security.encryption.in_transit in {"all", "all_not_public"}
}

# METADATA
# title: The weakest encryption protocol that the vendor accepts is strong enough
# description: >-
#   An attacker chooses the oldest protocol that a server still accepts, so the weakest one decides. Old versions of
#   TLS have published weaknesses and are no longer maintained.
# custom:
#   code: ENC-02
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: holds_not_public_data
#   request: Please switch off every protocol version below the required one on all systems that carry our data.
#   remediation: >-
#     Ask the vendor to switch off every protocol version below the required one on all systems that carry your data.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [SC-13]
#     ccm_4_0_7: [CEK-04]
#     mvsp_3_0: ["2.2"]
transport_floor if {
	data.ratings.tls[input.security.encryption.min_tls] >= data.ratings.tls[data.requirements.encryption.min_tls]
}

# METADATA
# title: Data that is not public is encrypted at rest, on removable media and in backups
# description: >-
#   Lost laptops, mislaid drives and stolen backups turn into data breaches only when they can be read. A disk that is
#   encrypted in the data centre helps little if its backup is not.
# custom:
#   code: ENC-03
#   severity: high
#   consideration: 1
#   tiers: [T1, T2, T3]
#   applies_when: stores_member_data
#   request: >-
#     Please encrypt the storage and the backups that hold our data, and encrypt removable media or forbid their
#     use.
#   remediation: >-
#     Ask the vendor to encrypt the storage and the backups that hold your data, and to encrypt removable media or
#     forbid their use.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor; Section 5, Detail Security Implications, Obligations"
#   frameworks:
#     csf_2_0: [PR.DS-01]
#     nist_800_53r5: [SC-28, SC-28(1), CP-9(8)]
#     ccm_4_0_7: [UEM-08]
#     hecvat_4_14: [DATA-03, DATA-14]
at_rest if {
	input.security.encryption.at_rest in {"all", "all_not_public"}
	input.security.encryption.removable_media in {"all", "all_not_public", "prohibited"}
	input.security.encryption.backups in {"all", "all_not_public"}
}

# METADATA
# title: It is known who holds the encryption keys, and the member accepts it
# description: >-
#   Whoever holds the keys can read the data, hand it over or lock it away. Keys that lie beside the data in ordinary
#   software, or that the vendor cannot account for, protect against little.
# custom:
#   code: ENC-04
#   severity: low
#   consideration: 1
#   tiers: [T1]
#   applies_when: stores_member_data
#   request: Please describe how you manage keys, and move them to one of the kinds of custody that we accept.
#   remediation: >-
#     Ask the vendor to describe how it manages keys, and to move them to one of the accepted kinds of custody.
#   guide: "Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [SC-12, SA-9(6)]
#     ccm_4_0_7: [CEK-08]
#     hecvat_4_14: [DATA-23]
key_custody if input.security.encryption.key_custody in data.requirements.encryption.key_custody_accepted

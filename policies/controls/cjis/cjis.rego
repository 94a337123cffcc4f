# What the FBI's CJIS Security Policy demands of a vendor near criminal justice information.
package controls.cjis

# METADATA
# title: The CJIS Security Addendum is part of the contract and each employee has certified it
# description: >-
#   The FBI allows a private company near criminal justice information only under its own addendum, signed by the
#   company and certified by each person. An agency that goes without can lose its connection to the state and
#   federal databases.
# custom:
#   code: CJI-01
#   severity: critical
#   consideration: 5
#   tiers: [T1]
#   applies_when: handles_cji
#   due: award
#   waivable: false
#   request: >-
#     Please sign the CJIS Security Addendum as part of the contract, and send us the certification page of each
#     employee with access.
#   remediation: >-
#     Make the CJIS Security Addendum part of the contract, have it signed, and collect the certification page from
#     each vendor employee with access.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     cjis_5_9_5: ["5.1.1.5"]
addendum if {
	input.contract.cjis.addendum_executed == true
	input.contract.cjis.personnel_certifications_on_file == true
}

# METADATA
# title: Staff who can read criminal justice information unescorted are screened by fingerprint
# description: >-
#   The CJIS Security Policy demands a check against law enforcement records for whoever is alone with readable data.
#   It is not needed for staff who are always escorted, or who see the data only encrypted and have no keys.
# custom:
#   code: CJI-02
#   severity: critical
#   consideration: 5
#   tiers: [T1]
#   applies_when: handles_cji
#   waivable: false
#   request: >-
#     Please have your staff fingerprinted through our state's CJIS agency, in Minnesota the Bureau of Criminal
#     Apprehension, before they get access, or restrict them to escorted work or to encrypted data without the keys.
#   remediation: >-
#     Have the vendor's staff fingerprinted through your state's CJIS agency, in Minnesota the Bureau of Criminal
#     Apprehension, before they get access, or restrict them to escorted work or to encrypted data without the keys.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     nist_800_53r5: [PS-3]
#     cjis_5_9_5: ["5.12.1"]
personnel_screened if input.contract.cjis.access_mode in {"escorted_only", "encrypted_only_no_keys"}

personnel_screened if input.security.personnel.background_checks == "fingerprint_based"

# METADATA
# title: Criminal justice information is protected by validated encryption with keys that are long enough
# description: >-
#   Outside a secure location, on the way and at rest, the CJIS Security Policy accepts only encryption modules that a
#   government laboratory has validated. A vendor's word that it encrypts says nothing about the module.
# custom:
#   code: CJI-03
#   severity: critical
#   consideration: 5
#   tiers: [T1]
#   applies_when: handles_cji
#   request: >-
#     Please tell us the numbers of the FIPS 140 certificates of the modules in use and the shortest key length, and
#     replace whatever falls short.
#   remediation: >-
#     Ask for the numbers of the FIPS 140 certificates of the modules in use and for the shortest key length, and have
#     whatever falls short replaced.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     nist_800_53r5: [SC-13]
#     hecvat_4_14: [DATA-04]
#     cjis_5_9_5: [SC-13, SC-28]
encryption if {
	input.security.encryption.fips_validated == true
	input.security.encryption.symmetric_key_bits >= data.requirements.cjis.key_bits_min
}

# What the vendor pays when its mistakes cost the member money.
package controls.indemnity

# METADATA
# title: The vendor indemnifies the member and holds it harmless for ordinary negligence
# description: >-
#   If the vendor's carelessness does harm, this clause decides who pays for it. Wording that wants gross negligence, or
#   that ends with the contract, leaves most of the bill with you.
# custom:
#   code: IND-01
#   severity: critical
#   consideration: 2
#   request: >-
#     Please accept a clause by which you indemnify us and hold us harmless for your negligent acts, and which
#     outlives the contract.
#   remediation: >-
#     Add a clause by which the vendor indemnifies you and holds you harmless for its negligent acts, and state that it
#     outlives the contract.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
#   frameworks:
#     iso_27001_2022: [A.5.20]
#     ccm_4_0_7: [STA-09]
vendor_negligence if {
	input.contract.indemnity.vendor_indemnifies == true
	input.contract.indemnity.hold_harmless == true
	input.contract.indemnity.trigger in data.requirements.indemnity.triggers_accepted
	input.contract.indemnity.survives_termination == true
}

# METADATA
# title: The indemnity pays attorney fees
# description: >-
#   A claim can cost more to defend than to settle. Unless the contract says otherwise, each side usually pays its own
#   lawyers, even the side that did nothing wrong.
# custom:
#   code: IND-02
#   severity: high
#   consideration: 2
#   request: Please add reasonable attorney fees and court costs to the losses that you indemnify.
#   remediation: Add reasonable attorney fees and court costs to the losses that the vendor indemnifies.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
attorney_fees if pays_for("attorney_fees")

# METADATA
# title: The indemnity pays for notifying people of a breach
# description: >-
#   Letters to everybody whose data was exposed are often the first large bill after a breach. The duty to send them is
#   yours, so the contract has to pass the cost to the vendor whose mistake it was.
# custom:
#   code: IND-03
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   applies_when: holds_not_public_data
#   request: Please name the costs of breach notification among the losses that you indemnify.
#   remediation: Name the costs of breach notification among the losses that the vendor indemnifies.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
breach_notification_costs if pays_for("breach_notification")

# METADATA
# title: The indemnity pays the other costs that an incident usually brings
# description: >-
#   Experts, hotlines, monitoring and fines follow a breach within days. A cost that the clause does not name is one to
#   be argued over at the worst possible time.
# custom:
#   code: IND-04
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2]
#   applies_when: holds_not_public_data
#   request: Please name each of the missing costs among the losses that you indemnify.
#   remediation: Name each of the missing costs among the losses that the vendor indemnifies.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
incident_costs if {
	every cost in data.requirements.indemnity.required_costs {
		pays_for(cost)
	}
}

reasons contains {
	"control": "incident_costs",
	"path": ["contract", "indemnity", "covers"],
	"message": sprintf("the indemnity does not name: %s", [concat(", ", lacking)]),
} if {
	not incident_costs
	lacking := [replace(cost, "_", " ") |
		some cost in data.requirements.indemnity.required_costs
		not cost in input.contract.indemnity.covers
	]
	count(lacking) > 0
}

# METADATA
# title: The indemnity reaches the member's own losses
# description: >-
#   Most costs of a breach are nobody's claim against you: they are your own bills. An indemnity against the claims of
#   third parties pays none of them, even if it lists notification or forensics.
# custom:
#   code: IND-05
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   request: >-
#     Please extend the indemnity to losses that we suffer ourselves, beside claims that others bring against us.
#   remediation: Extend the clause to losses that you suffer yourself, beside claims that others bring against you.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
first_party_losses if {
	input.contract.indemnity.vendor_indemnifies == true
	input.contract.indemnity.claim_parties == "first_and_third_party"
}

# METADATA
# title: The member does not indemnify the vendor
# description: >-
#   Statute limits what a public body can be made to pay. A promise to indemnify the vendor can give that limit away,
#   for a loss that your own coverage does not include.
# custom:
#   code: IND-06
#   severity: medium
#   consideration: 2
#   request: >-
#     Please strike the clause by which we indemnify you, or subject it to the limits that our state's law sets to
#     claims against local governments, in Minnesota those of chapter 466.
#   remediation: >-
#     Strike the clause by which you indemnify the vendor, or subject it to the limits that your state's law sets
#     to claims against local governments, in Minnesota those of chapter 466.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
member_not_indemnifying if {
	input.contract.indemnity.member_indemnifies_vendor in data.requirements.indemnity.member_indemnity_accepted
}

# A list of costs is worth nothing where the vendor indemnifies nobody.
pays_for(cost) if {
	input.contract.indemnity.vendor_indemnifies == true
	cost in input.contract.indemnity.covers
}

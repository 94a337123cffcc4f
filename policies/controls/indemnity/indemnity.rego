# What the vendor pays for when its mistakes cost the member money.
package controls.indemnity

# METADATA
# title: The vendor indemnifies the member and holds it harmless for negligence
# description: >-
#   When the vendor's carelessness causes harm, somebody pays for it. Without an indemnity that reaches ordinary
#   negligence and outlives the contract, that is the member, however clear the vendor's fault.
# custom:
#   code: IND-01
#   severity: critical
#   consideration: 2
#   remediation: >-
#     Add a clause in which the vendor indemnifies you and holds you harmless for its negligence, and which stays in
#     force after the agreement ends.
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
#   Defending a claim can cost more than the claim. An indemnity that does not name attorney fees usually leaves each
#   side to pay its own.
# custom:
#   code: IND-02
#   severity: high
#   consideration: 2
#   remediation: Ask the vendor to add reasonable attorney fees and court costs to what the indemnity covers.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
attorney_fees if "attorney_fees" in input.contract.indemnity.covers

# METADATA
# title: The indemnity pays the cost of notifying people of a breach
# description: >-
#   Letters to everyone whose data was exposed are often the first and largest bill after a breach. The law puts the
#   duty on the member, so the contract has to put the cost on the vendor that caused it.
# custom:
#   code: IND-03
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   applies_when: holds_not_public_data
#   remediation: Ask the vendor to name the cost of breach notification expressly among what the indemnity covers.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
breach_notification_costs if "breach_notification" in input.contract.indemnity.covers

# METADATA
# title: The indemnity pays the other costs that an incident brings
# description: >-
#   Forensics, credit monitoring, call centres and fines follow most breaches. A general phrase invites a dispute over
#   each of them at the worst moment.
# custom:
#   code: IND-04
#   severity: medium
#   consideration: 2
#   tiers: [T1, T2]
#   applies_when: holds_not_public_data
#   remediation: Ask the vendor to list each missing kind of cost in the indemnity.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
incident_costs if {
	every cost in data.requirements.indemnity.required_costs {
		cost in input.contract.indemnity.covers
	}
}

reasons contains {
	"control": "incident_costs",
	"path": ["contract", "indemnity", "covers"],
	"message": sprintf("does not cover %s", [replace(cost, "_", " ")]),
} if {
	not incident_costs
	some cost in data.requirements.indemnity.required_costs
	not cost in input.contract.indemnity.covers
	input.contract.indemnity.covers
}

# METADATA
# title: The indemnity reaches the member's own losses, not only claims of others
# description: >-
#   Most of what a breach costs is the member's own: notification, restoration, lost working days. An indemnity for
#   claims of third parties pays none of that, even when it lists such costs.
# custom:
#   code: IND-05
#   severity: high
#   consideration: 2
#   tiers: [T1, T2, T3]
#   remediation: Ask the vendor to extend the indemnity to losses that the member suffers itself, beside claims of third parties.
#   guide: "Section 2, Include Insurance, Indemnification Provisions"
first_party_losses if input.contract.indemnity.claim_parties == "first_and_third_party"

# METADATA
# title: The member does not indemnify the vendor
# description: >-
#   A public body's liability is limited by statute. A promise to indemnify the vendor gives that limit away and may
#   not be covered by the member's risk pool.
# custom:
#   code: IND-06
#   severity: medium
#   consideration: 2
#   remediation: Strike the clause in which the member indemnifies the vendor, or limit it to what the tort liability statute allows.
member_not_indemnifying if {
	input.contract.indemnity.member_indemnifies_vendor in data.requirements.indemnity.member_indemnity_accepted
}

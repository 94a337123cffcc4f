# What the vendor buys for the member, and in whose name.
package controls.purchasing

# METADATA
# title: The contract spells out how the vendor buys and renews for the member
# description: >-
#   A vendor that buys for the member also decides, if nobody else does, what it costs and when it renews. The
#   agreement has to say how purchases are approved and who looks after each renewal.
# custom:
#   code: PUR-01
#   severity: medium
#   consideration: 9
#   applies_when: procures_assets
#   request: >-
#     Please accept terms on how you choose, buy and bill software and hardware for us, and on who decides on each
#     renewal and by when.
#   remediation: >-
#     Add terms on how the vendor chooses, buys and bills software and hardware for you, and on who decides on each
#     renewal and by when.
#   guide: "Section 9, Other Considerations for MSP Agreements, Software, Hardware Purchasing"
#   frameworks:
#     nist_800_53r5: [SA-4]
#     iso_27001_2022: [A.5.20]
terms if {
	input.contract.procurement.terms_present == true
	input.contract.procurement.renewals_managed == true
}

# METADATA
# title: The member itself owns, licenses and contracts for what it uses
# description: >-
#   A license or a domain in the vendor's name stays with the vendor when it leaves, and the member's work stays with
#   it. Only tools that belong to the vendor's own way of working may be in its name.
# custom:
#   code: PUR-02
#   severity: high
#   consideration: 9
#   applies_when: procures_assets
#   request: Please move the title, the license and the contract of each asset that is listed to our name.
#   remediation: >-
#     Have the title, the license and the contract of each asset that is listed moved to your own name, before a
#     separation makes it hard.
#   guide: "Section 9, Other Considerations for MSP Agreements, Software, Hardware Purchasing"
#   frameworks:
#     cis_v8_1: ["15.7"]
#     iso_27001_2022: [A.5.9]
member_holds_title if {
	every asset in input.procurement.assets {
		is_held_rightly(asset)
	}
}

is_held_rightly(asset) if may_be_the_vendors(asset)

is_held_rightly(asset) if is_the_members(asset)

# The tools of the vendor's own trade, as the member sees it.
may_be_the_vendors(asset) if asset.kind in data.requirements.procurement.vendor_held_accepted

# Equipment comes without a license of its own, and leased equipment belongs to the
# lessor: there it is the lease that has to be in the member's name.
is_the_members(asset) if {
	asset.kind == "hardware"
	asset.owner in {"member", "lessor"}
	asset.contract_holder == "member"
}

is_the_members(asset) if {
	asset.kind != "hardware"
	asset.owner == "member"
	asset.licensee == "member"
	asset.contract_holder == "member"
}

reasons contains {
	"control": "member_holds_title",
	"path": ["procurement", "assets", i, "owner"],
	"message": sprintf("%s does not belong to the member", [asset.id]),
} if {
	not member_holds_title
	some i, asset in input.procurement.assets
	not may_be_the_vendors(asset)
	owner_is_another(asset)
}

owner_is_another(asset) if asset.owner == "vendor"

owner_is_another(asset) if {
	asset.kind != "hardware"
	asset.owner == "lessor"
}

reasons contains {
	"control": "member_holds_title",
	"path": ["procurement", "assets", i, "licensee"],
	"message": sprintf("%s is licensed to the vendor", [asset.id]),
} if {
	not member_holds_title
	some i, asset in input.procurement.assets
	not may_be_the_vendors(asset)
	asset.kind != "hardware"
	asset.licensee == "vendor"
}

reasons contains {
	"control": "member_holds_title",
	"path": ["procurement", "assets", i, "contract_holder"],
	"message": sprintf("the contract for %s is the vendor's", [asset.id]),
} if {
	not member_holds_title
	some i, asset in input.procurement.assets
	not may_be_the_vendors(asset)
	asset.contract_holder == "vendor"
}

# METADATA
# title: Nothing renews itself in the vendor's name, and the member administers its own cloud tenants
# description: >-
#   A contract in the vendor's name that renews by itself can tie the member to a vendor it has left. A cloud tenant in
#   which only the vendor is administrator is a lock to which the vendor alone has the key.
# custom:
#   code: PUR-03
#   severity: medium
#   consideration: 9
#   tiers: [T1, T2, T3]
#   applies_when: procures_assets
#   aside: [procurement.vendor_held_accepted]
#   request: >-
#     Please switch off automatic renewal where you are the owner, licensee or contract holder, and set up an
#     administrator account of our own in each cloud tenant.
#   remediation: >-
#     Switch off automatic renewal where the vendor is the owner, licensee or contract holder, and have an
#     administrator account of your own set up in each cloud tenant.
#   guide: "Section 9, Other Considerations for MSP Agreements, Software, Hardware Purchasing"
#   frameworks:
#     nist_800_53r5: [CM-8]
#     iso_27001_2022: [A.5.9]
renewals if {
	every asset in input.procurement.assets {
		does_not_outrun(asset)
		member_administers(asset)
	}
}

# Nothing records that notice against a renewal was given, so one that would come
# by itself counts as coming.
does_not_outrun(asset) if may_be_the_vendors(asset)

does_not_outrun(asset) if asset.auto_renew == false

does_not_outrun(asset) if is_the_members(asset)

member_administers(asset) if asset.kind != "saas_tenant"

member_administers(asset) if {
	asset.kind == "saas_tenant"
	"member" in asset.tenant_admin
}

reasons contains {
	"control": "renewals",
	"path": ["procurement", "assets", i, "auto_renew"],
	"message": sprintf("%s renews by itself and is not wholly in the member's name", [asset.id]),
} if {
	not renewals
	some i, asset in input.procurement.assets
	asset.auto_renew == true
	not may_be_the_vendors(asset)
	is_in_other_hands(asset)
}

is_in_other_hands(asset) if owner_is_another(asset)

is_in_other_hands(asset) if {
	asset.kind != "hardware"
	asset.licensee == "vendor"
}

is_in_other_hands(asset) if asset.contract_holder == "vendor"

reasons contains {
	"control": "renewals",
	"path": ["procurement", "assets", i, "tenant_admin"],
	"message": sprintf("the member is no administrator of %s", [asset.id]),
} if {
	not renewals
	some i, asset in input.procurement.assets
	asset.kind == "saas_tenant"
	every party in asset.tenant_admin {
		party != "member"
	}
}

notes contains {
	"control": "renewals",
	"path": ["procurement", "assets", i, "expires_on"],
	"message": sprintf("%s ends in %d days: decide on its renewal", [asset.id, days_left]),
} if {
	some i, asset in input.procurement.assets
	days_left := data.calendar.days(data.context.as_of, asset.expires_on)
	days_left >= 0
	days_left <= data.requirements.procurement.renewal_notice_days
}

notes contains {
	"control": "renewals",
	"path": ["procurement", "assets", i, "expires_on"],
	"message": sprintf("%s has ended", [asset.id]),
} if {
	some i, asset in input.procurement.assets
	asset.expires_on < data.context.as_of
}

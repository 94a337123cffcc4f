# What the vendor has to do for its fee, who looks after security, and how a
# disagreement is settled.
package controls.scope

# METADATA
# title: The agreement lists each service with what is delivered and what it costs
# description: >-
#   A fee without a list of services is a fee for whatever the vendor thinks it has sold. The list is what both sides
#   will turn to in the first disagreement.
# custom:
#   code: SCO-01
#   severity: high
#   consideration: 4
#   request: >-
#     Please attach a statement of work that describes what is delivered for each service, and gives its fee or
#     names the fee that includes it.
#   remediation: >-
#     Attach a statement of work that describes what is delivered for each service, and gives its fee or names the fee
#     that includes it.
#   guide: "Section 4, Establish Scope of Service"
#   frameworks:
#     csf_2_0: [GV.SC-05]
#     nist_800_53r5: [SA-4]
#     ccm_4_0_7: [STA-09]
#     cisa_cpg_2_0: ["1.E"]
services_listed if {
	some promised in input.contract.scope.services
	promised.in_scope == true
	every service in input.contract.scope.services {
		is_spelled_out_if_promised(service)
	}
}

# A service that the agreement mentions only to leave it out has no fee.
is_spelled_out_if_promised(service) if service.in_scope == false

is_spelled_out_if_promised(service) if {
	service.description != ""
	service.fee_stated == true
}

reasons contains {
	"control": "services_listed",
	"path": ["contract", "scope", "services"],
	"message": "the agreement promises no service",
} if {
	not services_listed
	every service in input.contract.scope.services {
		service.in_scope == false
	}
}

reasons contains {
	"control": "services_listed",
	"path": ["contract", "scope", "services", i, "fee_stated"],
	"message": sprintf("no fee is stated for %s", [service.code]),
} if {
	not services_listed
	some i, service in input.contract.scope.services
	service.fee_stated == false
	service.in_scope == true
}

# METADATA
# title: The agreement obliges the vendor to provide each service that the member counts on
# description: >-
#   What the agreement does not mention, the vendor need not do, however often it was talked about. The member learns
#   of the gap otherwise when it first needs the service.
# custom:
#   code: SCO-02
#   severity: high
#   consideration: 4
#   applies_when: needs_services
#   request: Please add the services that are missing to the statement of work.
#   remediation: >-
#     Add the services that are missing to the statement of work. If somebody else provides one of them, take it off
#     the list of services needed here and record who that is.
#   guide: "Section 4, Establish Scope of Service"
#   frameworks:
#     csf_2_0: [GV.SC-05]
#     ccm_4_0_7: [STA-04]
#     cisa_cpg_2_0: ["1.E"]
nothing_missing if {
	every needed in input.engagement.needed_services {
		some service in input.contract.scope.services
		service.code == needed
		service.in_scope == true
	}
}

reasons contains {
	"control": "nothing_missing",
	"path": ["engagement", "needed_services", i],
	"message": sprintf("the agreement does not oblige the vendor to provide %s", [needed]),
} if {
	not nothing_missing
	some i, needed in input.engagement.needed_services
	every service in input.contract.scope.services {
		is_no_promise_of(service, needed)
	}
}

is_no_promise_of(service, needed) if service.code != needed

is_no_promise_of(service, _) if service.in_scope == false

# METADATA
# title: The agreement says how a disagreement is settled, by means and under a law the member accepts
# description: >-
#   A disagreement is cheaper to settle by rules that were agreed while everybody was friendly. Under another state's
#   law the member would need counsel there, and binding arbitration leaves it no appeal.
# custom:
#   code: SCO-03
#   severity: medium
#   consideration: 4
#   request: >-
#     Please accept steps for settling disagreements, such as negotiation, then mediation, then the courts, under
#     the law and before the courts of our state.
#   remediation: >-
#     Add steps for settling disagreements, such as negotiation, then mediation, then the courts; strike steps that
#     you do not accept, and make the law and the courts of your own state apply.
#   guide: "Section 4, Establish Scope of Service"
#   frameworks:
#     ccm_4_0_7: [STA-09]
disputes if {
	input.contract.dispute_resolution.present == true
	input.contract.dispute_resolution.governing_law in data.requirements.dispute.governing_law_accepted
	count(input.contract.dispute_resolution.mechanisms) > 0

	# A ladder leads to its last step, so each of them has to be acceptable.
	every mechanism in input.contract.dispute_resolution.mechanisms {
		mechanism in data.requirements.dispute.mechanisms_accepted
	}
}

reasons contains {
	"control": "disputes",
	"path": ["contract", "dispute_resolution", "mechanisms", i],
	"message": sprintf("the member does not accept %s", [replace(mechanism, "_", " ")]),
} if {
	not disputes
	some i, mechanism in input.contract.dispute_resolution.mechanisms
	not mechanism in data.requirements.dispute.mechanisms_accepted
}

# METADATA
# title: The agreement says expressly which security services are included and which are not
# description: >-
#   A member that believes its network provider also guards the network finds out after the attack that nobody did. An
#   express exclusion is acceptable here: it tells the member what it has to arrange elsewhere.
# custom:
#   code: SCO-04
#   severity: high
#   consideration: 4
#   tiers: [T1, T2, T3]
#   request: >-
#     Please add a sentence to the statement of work that says which security services you provide, and that you
#     provide no others.
#   remediation: >-
#     Ask for a sentence in the statement of work that says which security services the vendor provides, and that it
#     provides no others.
#   guide: "Section 4, Establish Scope of Service"
#   frameworks:
#     csf_2_0: [GV.SC-02]
#     ccm_4_0_7: [STA-04]
#     cisa_cpg_2_0: ["1.E"]
security_stated if {
	input.contract.scope.security_services_statement in {"explicit_included", "explicit_excluded", "mixed_itemised"}
}

# METADATA
# title: Each security function that the member needs is in exactly one party's hands
# description: >-
#   A function that nobody owns is not carried out, and one that two parties own is left by each to the other. Patches
#   and backups are where this is usually noticed too late.
# custom:
#   code: SCO-05
#   severity: high
#   consideration: 4
#   tiers: [T1, T2, T3]
#   applies_when: needs_security_services
#   request: >-
#     Please complete a table of responsibilities with one line for each security function and one party on each
#     line.
#   remediation: >-
#     Complete a table of responsibilities with one line for each security function and one party on each line; name
#     the company where it is neither you nor the vendor.
#   guide: "Section 4, Establish Scope of Service"
#   frameworks:
#     csf_2_0: [GV.SC-02]
#     iso_27001_2022: [A.5.23]
#     ccm_4_0_7: [STA-04]
security_owned if {
	every needed in input.engagement.needed_security_services {
		some function in input.contract.scope.security_services
		function.code == needed
		is_owned(function)
		number_of_entries(needed) == 1
	}
}

is_owned(function) if function.owner in {"vendor", "member"}

is_owned(function) if {
	function.owner == "third_party"
	function.party != ""
}

number_of_entries(needed) := count([function |
	some function in input.contract.scope.security_services
	function.code == needed
])

reasons contains {
	"control": "security_owned",
	"path": ["engagement", "needed_security_services", i],
	"message": sprintf("nobody is made responsible for %s", [needed]),
} if {
	not security_owned
	some i, needed in input.engagement.needed_security_services
	every function in input.contract.scope.security_services {
		function.code != needed
	}
}

reasons contains {
	"control": "security_owned",
	"path": ["engagement", "needed_security_services", i],
	"message": sprintf("%s is assigned more than once", [needed]),
} if {
	not security_owned
	some i, needed in input.engagement.needed_security_services
	number_of_entries(needed) > 1
}

# METADATA
# title: The agreement settles service hours, prices and support after installation
# description: >-
#   These are the first questions of everyday work: when somebody answers, what an extra hour costs, and whether help
#   after the installation is part of the deal. A one-time setup without a word on support usually has none.
# custom:
#   code: SCO-06
#   severity: low
#   consideration: 4
#   request: >-
#     Please add the service hours and the prices, and for a one-time setup a sentence on whether troubleshooting
#     afterwards is included.
#   remediation: >-
#     Add the service hours and the prices, and for a one-time setup a sentence on whether troubleshooting afterwards
#     is included.
#   guide: "Section 4, Establish Scope of Service; Introduction, Outsourcing Has Its Own Issues"
#   frameworks:
#     ccm_4_0_7: [STA-09]
support_and_pricing if {
	input.contract.scope.service_hours_stated == true
	input.contract.scope.pricing_stated == true
	support_is_settled
}

support_is_settled if input.engagement.engagement_kind in {"project", "ongoing", "subscription"}

support_is_settled if input.contract.scope.ongoing_support in {"included", "excluded_explicit"}

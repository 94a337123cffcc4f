# The companies behind the vendor: who they are, what binds them and where they work.
package controls.subcontractors

# METADATA
# title: The vendor names each subcontractor, its part in the service and whether it handles the member's data
# description: >-
#   Much of a service is often another company's, from the data center to the night shift of the help desk. The member
#   can judge neither the risk nor the rest of this contract without knowing who they are.
# custom:
#   code: SUB-01
#   severity: medium
#   consideration: 0
#   tiers: [T1, T2, T3]
#   applies_when: uses_subcontractors
#   request: >-
#     Please name all companies that take part in the service, hosting providers included, with what each one does
#     and whether it could see our data.
#   remediation: >-
#     Ask for a list of all companies that take part in the service, hosting providers included, with what each one
#     does and whether it could see your data.
#   guide: "Introduction, What Is a Managed Service Provider?"
#   frameworks:
#     iso_27001_2022: [A.5.21]
#     ccm_4_0_7: [STA-07]
#     mvsp_3_0: ["4.3"]
disclosed if {
	count(input.subcontractors) > 0
	every company in input.subcontractors {
		says_what_it_does(company)
		company.handles_member_data in {true, false}
	}
}

# Words that are written where a form wants something and the writer has nothing
# to say. They tell the member as little as a name that is not listed at all.
says_nothing := {
	"", "-", "--", ".", "?", "n/a", "na", "none", "not applicable", "other", "service", "services",
	"subcontractor", "tba", "tbd", "to be determined", "unknown", "various", "vendor",
}

says_what_it_does(company) if not lower(trim_space(company.service)) in says_nothing

# An empty list beside an engagement that says there are subcontractors is no
# missing answer but a wrong one: the vendor hides whom the member knows of. What a
# listed company leaves open is a question.
reasons contains {
	"control": "disclosed",
	"path": ["subcontractors"],
	"message": "the vendor lists no subcontractor, though the engagement says that it uses some",
} if {
	not disclosed
	input.engagement.uses_subcontractors == true
	count(input.subcontractors) == 0
}

reasons contains {
	"control": "disclosed",
	"path": ["subcontractors", i, "service"],
	"message": sprintf("this does not say what %s does", [company.name]),
} if {
	not disclosed
	some i, company in input.subcontractors
	lower(trim_space(company.service)) in says_nothing
}

# METADATA
# title: The vendor has to pass its own duties on to its subcontractors
# description: >-
#   A subcontractor owes the member nothing directly; it keeps only the promises that the vendor made it give. The
#   duties that matter for data and incidents therefore have to be named in the clause.
# custom:
#   code: SUB-02
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: uses_subcontractors
#   request: >-
#     Please impose the missing duties on each subcontractor, and send us the subcontractors' certificates of
#     insurance where insurance is among them.
#   remediation: >-
#     Add a clause that obliges the vendor to impose the missing duties on each subcontractor, and ask for the
#     subcontractors' certificates of insurance where insurance is among them.
#   guide: "Section 5, Detail Security Implications, Obligations, Cyber-, Physical Access Security Provisions"
#   frameworks:
#     nist_800_53r5: [SR-3(3)]
#     iso_27001_2022: [A.5.21]
#     ccm_4_0_7: [STA-12]
#     hecvat_4_14: [THRD-03]
flow_down if {
	every duty in data.requirements.subcontracting.required_flowdown {
		duty in input.contract.subcontracting.flowdown
	}
}

reasons contains {
	"control": "flow_down",
	"path": ["contract", "subcontracting", "flowdown"],
	"message": sprintf("the clause does not pass on: %s", [concat(", ", lacking)]),
} if {
	not flow_down
	input.contract.subcontracting.flowdown
	lacking := [replace(duty, "_", " ") |
		some duty in data.requirements.subcontracting.required_flowdown
		not duty in input.contract.subcontracting.flowdown
	]
}

# METADATA
# title: The member's data stays in, and is reached from, the countries that the member allows
# description: >-
#   Where data lies, and where the people sit who can open it, decides which courts can demand it and whether the
#   member can enforce its contract. Technicians abroad count as much as servers abroad.
# custom:
#   code: SUB-03
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_member_data
#   request: >-
#     Please name each country where our data lies or from which your people reach it, restrict both to the countries
#     that we allow, your subcontractors included, and accept this in the contract.
#   remediation: >-
#     Ask the vendor to name each country where your data lies or from which its people reach it, to restrict both to
#     the countries you allow, its subcontractors included, and to put that into the contract.
#   guide: "Section 5, Detail Security Implications, Obligations"
#   frameworks:
#     nist_800_53r5: [SA-9(5), SA-9(8)]
#     ccm_4_0_7: [DSP-19]
#     hecvat_4_14: [PDAT-04]
locations if {
	every country in input.security.data_locations {
		country in data.requirements.location.allowed_countries
	}
	its_place_is_told
	the_others_stay_within
}

# Who names no country says that the data never leaves the member's premises, which
# cannot be so where the vendor keeps it.
its_place_is_told if count(input.security.data_locations) > 0

its_place_is_told if {
	every role in input.engagement.data.vendor_role {
		not role in keeping
	}
}

keeping := {"store", "maintain", "collect"}

# Where the member says that there are none, the vendor owes no list of them.
the_others_stay_within if input.engagement.uses_subcontractors == false

the_others_stay_within if {
	every company in input.subcontractors {
		every country in company.countries {
			country in data.requirements.location.allowed_countries
		}
	}
}

reasons contains {
	"control": "locations",
	"path": ["security", "data_locations", i],
	"message": sprintf("%s is not among the allowed countries", [country]),
} if {
	not locations
	some i, country in input.security.data_locations
	not country in data.requirements.location.allowed_countries
}

reasons contains {
	"control": "locations",
	"path": ["subcontractors", i, "countries", j],
	"message": sprintf("%s works in %s, which is not among the allowed countries", [company.name, country]),
} if {
	not locations
	some i, company in input.subcontractors
	some j, country in company.countries
	not country in data.requirements.location.allowed_countries
}

reasons contains {
	"control": "locations",
	"path": ["security", "data_locations"],
	"message": concat("", [
		"the vendor names no country, as if the data never left the member's premises, though the engagement ",
		"says that the vendor keeps data",
	]),
} if {
	not locations
	input.security.data_locations == []
	some role in input.engagement.data.vendor_role
	role in keeping
}

notes contains {
	"control": "locations",
	"path": ["subcontractors", i, "name"],
	"message": sprintf(
		"%s is listed, though the engagement says that no subcontractor is used: find out which is true",
		[company.name],
	),
} if {
	input.engagement.uses_subcontractors == false
	some i, company in input.subcontractors
}

# What the agreement says about its own consequences for security: the effect of the
# service, the connections it needs and the data it touches.
package controls.obligations

# METADATA
# title: The agreement says how the service affects the security of the member's information
# description: >-
#   Whoever has to write down what a product opens, moves or weakens has thought about it, and the member can respond
#   elsewhere in the contract. The insurance that it asks for, for instance, depends on this.
# custom:
#   code: OBL-01
#   severity: medium
#   consideration: 5
#   tiers: [T1, T2, T3]
#   request: >-
#     Please send us a short statement of what your product or service means for the security of our systems and
#     data, to be attached to the agreement.
#   remediation: >-
#     Ask the vendor for a short statement of what the product or service means for the security of your systems and
#     data, and attach it to the agreement.
#   guide: "Section 5, Detail Security Implications, Obligations"
#   frameworks:
#     csf_2_0: [GV.SC-05]
#     iso_27001_2022: [A.5.20]
implications if input.contract.security.implications_described == true

# METADATA
# title: The agreement names exactly the connections to the member's systems that exist
# description: >-
#   Each connection is a way in, and one that no paper mentions is one that nobody watches or remembers to close. A
#   connection that exists only on paper is an invitation to open it later without being asked.
# custom:
#   code: OBL-02
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   request: Please list each connection and its purpose in an exhibit, and close what it does not explain.
#   remediation: >-
#     List each connection and its purpose in an exhibit and bring the engagement, the agreement and the vendor's list
#     of paths into line; have closed what none of them can explain.
#   guide: "Section 5, Detail Security Implications, Obligations"
#   frameworks:
#     nist_800_53r5: [CA-3, SA-9(2)]
#     iso_27001_2022: [A.8.21]
connectivity if {
	every connection in input.engagement.connectivity.types {
		is_agreed(connection)
	}
	every connection in input.contract.security.connectivity_types {
		is_real(connection)
	}
	every pathway in input.security.pathways {
		is_agreed(pathway.type)
		is_real(pathway.type)
	}
}

# "none" and an empty list say the same, so the word itself is not compared.
is_agreed("none")

is_agreed(connection) if connection in input.contract.security.connectivity_types

is_real("none")

is_real(connection) if connection in input.engagement.connectivity.types

reasons contains {
	"control": "connectivity",
	"path": ["engagement", "connectivity", "types", i],
	"message": sprintf("the agreement does not mention the connection %s", [connection]),
} if {
	not connectivity
	input.contract.security.connectivity_types
	some i, connection in input.engagement.connectivity.types
	not is_agreed(connection)
}

reasons contains {
	"control": "connectivity",
	"path": ["contract", "security", "connectivity_types", i],
	"message": sprintf("the agreement names the connection %s, which the engagement does not", [connection]),
} if {
	not connectivity
	input.engagement.connectivity.types
	some i, connection in input.contract.security.connectivity_types
	not is_real(connection)
}

reasons contains {
	"control": "connectivity",
	"path": ["security", "pathways", i, "type"],
	"message": sprintf("the agreement does not mention the vendor's path %s", [pathway.type]),
} if {
	not connectivity
	input.contract.security.connectivity_types
	some i, pathway in input.security.pathways
	not is_agreed(pathway.type)
}

reasons contains {
	"control": "connectivity",
	"path": ["security", "pathways", i, "type"],
	"message": sprintf("the engagement does not mention the vendor's path %s", [pathway.type]),
} if {
	not connectivity
	input.engagement.connectivity.types
	some i, pathway in input.security.pathways
	not is_real(pathway.type)
}

# METADATA
# title: The agreement names each class of data that the vendor comes into touch with
# description: >-
#   Different laws protect health, tax or court data, and the vendor can follow only those it was told of. A class that
#   the agreement leaves out is one whose special duties the vendor never took on.
# custom:
#   code: OBL-03
#   severity: high
#   consideration: 5
#   tiers: [T1, T2, T3]
#   applies_when: reaches_member_data
#   request: >-
#     Please accept an exhibit that lists the data within your reach by class, with the classes that are missing.
#   remediation: >-
#     Attach an exhibit that lists the data within the vendor's reach by class, and add the classes that are missing.
#   guide: "Section 5, Detail Security Implications, Obligations, Data Practices Requirements"
#   frameworks:
#     csf_2_0: [ID.AM-07]
#     iso_27001_2022: [A.5.12]
#     mvsp_3_0: ["3.1"]
data_classes if {
	every class in input.engagement.data.classes {
		class in input.contract.security.data_classes
	}
}

reasons contains {
	"control": "data_classes",
	"path": ["engagement", "data", "classes", i],
	"message": sprintf("the agreement does not name the class %s", [class]),
} if {
	not data_classes
	input.contract.security.data_classes
	some i, class in input.engagement.data.classes
	not class in input.contract.security.data_classes
}

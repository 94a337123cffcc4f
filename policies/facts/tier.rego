package facts

# The tier is the risk class of the purchase, from T1 (most sensitive) to T4. It
# starts at T1 and comes down only as far as the engagement's answers prove that
# it may, so an answer that is missing keeps the tier at the highest one that is
# still possible.
default tier := "T1"

tier := "T2" if {
	below_t1
	not below_t2
}

tier := "T3" if {
	below_t1
	below_t2
	not below_t3
}

tier := "T4" if {
	below_t1
	below_t2
	below_t3
}

# Nothing in the engagement calls for T1.
below_t1 if {
	every class in input.engagement.data.classes {
		class in classes_below_t1
	}
	input.engagement.connectivity.privileged == false
	input.engagement.criticality in {"low", "moderate", "high"}
	few_individuals
}

# Nothing in the engagement calls for T2.
below_t2 if {
	every class in input.engagement.data.classes {
		class in public_classes
	}
	every connection in input.engagement.connectivity.types {
		connection in connections_below_t2
	}
	input.engagement.criticality in {"low", "moderate"}
}

# Nothing in the engagement calls for T3.
below_t3 if {
	input.engagement.data.vendor_role == []
	every connection in input.engagement.connectivity.types {
		connection == "none"
	}
	input.engagement.on_site == false
	input.engagement.vendor_devices == false
	input.engagement.criticality == "low"
}

# People are counted only where the vendor has a part in data about them. Where it
# has none the count says nothing, answered or not.
few_individuals if input.engagement.data.vendor_role == []

few_individuals if {
	every class in input.engagement.data.classes {
		class in classes_not_on_individuals
	}
}

few_individuals if input.engagement.data.individuals_count < data.settings.individuals_t1

# Both lists name what is known to be tolerable, so a class or a kind of connection
# that is added later counts as sensitive until somebody decides otherwise.
classes_below_t1 := public_classes | {"private_on_individuals", "nonpublic", "education"}

connections_below_t2 := {"none", "internet_only_saas", "api_integration", "physical_console"}

# tier_reasons explains the tier in force: the answers that call for it, or, when
# no answer does, the questions that have to be answered before it can come down.
# T4 needs no explanation.
tier_reasons contains reason if {
	some reason in tier_triggers
	reason.tier == tier
}

tier_reasons contains reason if {
	every trigger in tier_triggers {
		trigger.tier != tier
	}
	some reason in tier_questions
	reason.tier == tier
}

# The answers that call for a tier or a higher one, for every tier. What calls for a
# higher one is left out of a lower tier's reasons, because that tier is not in force.
tier_triggers contains {
	"tier": "T1",
	"message": sprintf("the vendor handles %s", [class_in_words(class)]),
	"path": ["engagement", "data", "classes", i],
} if {
	some i, class in input.engagement.data.classes
	not class in classes_below_t1
}

tier_triggers contains {
	"tier": "T1",
	"message": "the vendor works with administrative rights",
	"path": ["engagement", "connectivity", "privileged"],
} if {
	input.engagement.connectivity.privileged == true
}

tier_triggers contains {
	"tier": "T1",
	"message": "the service is critical to the member",
	"path": ["engagement", "criticality"],
} if {
	input.engagement.criticality == "critical"
}

tier_triggers contains {
	"tier": "T1",
	"message": sprintf("the data is about %d people or more", [data.settings.individuals_t1]),
	"path": ["engagement", "data", "individuals_count"],
} if {
	not few_individuals
	input.engagement.data.individuals_count >= data.settings.individuals_t1
}

tier_triggers contains {
	"tier": "T2",
	"message": sprintf("the vendor handles %s", [class_in_words(class)]),
	"path": ["engagement", "data", "classes", i],
} if {
	some i, class in input.engagement.data.classes
	not class in public_classes
}

tier_triggers contains {
	"tier": "T2",
	"message": sprintf("the vendor is connected through %s", [connection_in_words(connection)]),
	"path": ["engagement", "connectivity", "types", i],
} if {
	some i, connection in input.engagement.connectivity.types
	not connection in connections_below_t2
}

tier_triggers contains {
	"tier": "T2",
	"message": "the service is of high importance to the member",
	"path": ["engagement", "criticality"],
} if {
	input.engagement.criticality == "high"
}

tier_triggers contains {
	"tier": "T3",
	"message": "the vendor has a part in the member's data",
	"path": ["engagement", "data", "vendor_role"],
} if {
	count(input.engagement.data.vendor_role) > 0
}

tier_triggers contains {
	"tier": "T3",
	"message": sprintf("the vendor is connected through %s", [connection_in_words(connection)]),
	"path": ["engagement", "connectivity", "types", i],
} if {
	some i, connection in input.engagement.connectivity.types
	connection != "none"
}

tier_triggers contains {
	"tier": "T3",
	"message": "the vendor's people work on site",
	"path": ["engagement", "on_site"],
} if {
	input.engagement.on_site == true
}

tier_triggers contains {
	"tier": "T3",
	"message": "the vendor brings or connects devices of its own",
	"path": ["engagement", "vendor_devices"],
} if {
	input.engagement.vendor_devices == true
}

tier_triggers contains {
	"tier": "T3",
	"message": "the service is of moderate importance to the member",
	"path": ["engagement", "criticality"],
} if {
	input.engagement.criticality == "moderate"
}

# The questions that keep a tier from coming down. They are shown only where
# nothing triggers that tier, so an answer that is not the harmless one is missing.
tier_questions contains {
	"tier": "T1",
	"message": "it is not said which classes of data the vendor reaches",
	"path": ["engagement", "data", "classes"],
	"unanswered": true,
} if {
	not input.engagement.data.classes
}

tier_questions contains {
	"tier": "T1",
	"message": "it is not said whether the vendor works with administrative rights",
	"path": ["engagement", "connectivity", "privileged"],
	"unanswered": true,
} if {
	not input.engagement.connectivity.privileged == false
}

tier_questions contains {
	"tier": "T1",
	"message": "it is not said how important the service is to the member",
	"path": ["engagement", "criticality"],
	"unanswered": true,
} if {
	not input.engagement.criticality
}

tier_questions contains {
	"tier": "T1",
	"message": "it is not said how many people the data is about",
	"path": ["engagement", "data", "individuals_count"],
	"unanswered": true,
} if {
	not few_individuals
}

tier_questions contains {
	"tier": "T2",
	"message": "it is not said how the vendor is connected to the member's systems",
	"path": ["engagement", "connectivity", "types"],
	"unanswered": true,
} if {
	not input.engagement.connectivity.types
}

tier_questions contains {
	"tier": "T3",
	"message": "it is not said what part the vendor has in the member's data",
	"path": ["engagement", "data", "vendor_role"],
	"unanswered": true,
} if {
	not input.engagement.data.vendor_role
}

tier_questions contains {
	"tier": "T3",
	"message": "it is not said whether the vendor's people work on site",
	"path": ["engagement", "on_site"],
	"unanswered": true,
} if {
	not input.engagement.on_site == false
}

tier_questions contains {
	"tier": "T3",
	"message": "it is not said whether the vendor brings or connects devices of its own",
	"path": ["engagement", "vendor_devices"],
	"unanswered": true,
} if {
	not input.engagement.vendor_devices == false
}

# A data class as a reader would name it. The word of the document follows, so that
# the sentence can be matched with the line it comes from.
class_in_words(class) := sprintf("%s (%s)", [class_names[class], class])

class_in_words(class) := sprintf("data of the class %s", [class]) if not class_names[class]

class_names := {
	"private_on_individuals": "private data on individuals",
	"confidential_on_individuals": "confidential data on individuals",
	"nonpublic": "nonpublic data",
	"protected_nonpublic": "protected nonpublic data",
	"security_information": "security information",
	"phi": "protected health information",
	"cji": "criminal justice information",
	"fti": "federal tax information",
	"pci_chd": "payment card data",
	"education": "education records",
	"ssn": "Social Security numbers",
	"welfare": "welfare data",
}

# A kind of connection as a reader would name it.
connection_in_words(connection) := sprintf("%s (%s)", [connection_names[connection], connection])

connection_in_words(connection) := sprintf("a connection of the kind %s", [connection]) if {
	not connection_names[connection]
}

connection_names := {
	"internet_only_saas": "a service on the internet",
	"site_to_site_vpn": "a site-to-site VPN",
	"client_vpn": "a client VPN",
	"ztna": "zero-trust network access",
	"rmm_agent": "a remote management agent",
	"remote_desktop_gateway": "a remote desktop gateway",
	"api_integration": "an API integration",
	"onprem_device": "a device on the member's network",
	"cloud_tenant_admin": "administration of a cloud tenant",
	"physical_console": "a console on site",
}

# Package facts draws the conclusions about a purchase that decide which
# controls apply and which tier's minimums they measure against. Everything here
# comes from the member's engagement document, so a vendor cannot choose its own
# bar.
#
# Each fact starts at its cautious value, true, and becomes false only where the
# engagement says so. Every condition is therefore a positive one: an answer that
# is missing leaves the fact true, and taking an answer away can only do the same.
package facts

# The data classes that anybody may see. A class that is missing from this list
# counts as not public, so a new class is protected from the day it is added.
public_classes := {"public", "public_on_individuals"}

# The data classes that say nothing about a person. A class that is missing from
# this list counts as data on individuals.
classes_not_on_individuals := {
	"public",
	"nonpublic",
	"protected_nonpublic",
	"security_information",
	"pci_chd",
}

# The roles in which a vendor keeps no copy of the data.
roles_without_storage := {"access", "manipulate", "transmit"}

# The vendor has a part in the member's data, whatever its class
default reaches_member_data := true

reaches_member_data := false if input.engagement.data.vendor_role == []

# The vendor keeps the member's data in its own systems
default stores_member_data := true

stores_member_data := false if {
	every role in input.engagement.data.vendor_role {
		role in roles_without_storage
	}
}

# Some of the data in the vendor's reach is not public
default holds_not_public_data := true

holds_not_public_data := false if input.engagement.data.vendor_role == []

holds_not_public_data := false if {
	every class in input.engagement.data.classes {
		class in public_classes
	}
}

# Some of the data in the vendor's reach is about people
default holds_data_on_individuals := true

holds_data_on_individuals := false if input.engagement.data.vendor_role == []

holds_data_on_individuals := false if {
	every class in input.engagement.data.classes {
		class in classes_not_on_individuals
	}
}

# The data includes protected health information
default handles_phi := true

handles_phi := false if {
	every class in input.engagement.data.classes {
		class != "phi"
	}
}

# The data includes criminal justice information
default handles_cji := true

handles_cji := false if {
	every class in input.engagement.data.classes {
		class != "cji"
	}
}

# The data includes tax, payment card or education records
default handles_other_regulated_data := true

handles_other_regulated_data := false if {
	every class in input.engagement.data.classes {
		class != "fti"
		class != "pci_chd"
		class != "education"
	}
}

# The service is connected to the member's systems in some way
default connects_to_member := true

connects_to_member := false if {
	every connection in input.engagement.connectivity.types {
		connection == "none"
	}
}

# The connection is more than an ordinary user's visit to a website
default connects_beyond_saas := true

connects_beyond_saas := false if {
	input.engagement.connectivity.privileged == false
	every connection in input.engagement.connectivity.types {
		connection in {"none", "internet_only_saas"}
	}
}

# The vendor has a part in the data or a connection to the systems
default reaches_data_or_systems := true

reaches_data_or_systems := false if {
	reaches_member_data == false
	connects_to_member == false
}

# The vendor has a part in the data, a connection to the systems, or work to do on site
default reaches_data_systems_or_premises := true

reaches_data_systems_or_premises := false if {
	reaches_data_or_systems == false
	on_site == false
}

# The vendor works with administrative rights
default privileged_access := true

privileged_access := false if input.engagement.connectivity.privileged == false

# The vendor has administrative rights or buys on the member's behalf
default privileged_or_purchasing := true

privileged_or_purchasing := false if {
	privileged_access == false
	procures_assets == false
}

# The vendor's people come to the member's premises
default on_site := true

on_site := false if input.engagement.on_site == false

# The vendor brings or connects devices of its own
default vendor_devices := true

vendor_devices := false if input.engagement.vendor_devices == false

# The vendor drives in the course of the work
default uses_vehicles := true

uses_vehicles := false if input.engagement.vehicles_used == false

# The vendor buys or renews hardware, software or services for the member
default procures_assets := true

procures_assets := false if input.engagement.vendor_procures_assets == false

# Other companies take part in the service
default uses_subcontractors := true

uses_subcontractors := false if input.engagement.uses_subcontractors == false

# The vendor carries out one of the member's own public functions
default performs_government_function := true

performs_government_function := false if input.engagement.performs_government_function == false

# The member counts on particular services from this agreement
default needs_services := true

needs_services := false if input.engagement.needed_services == []

# The member counts on particular security services from somebody
default needs_security_services := true

needs_security_services := false if input.engagement.needed_security_services == []

# An outage of the service would hurt the member
default loss_matters := true

loss_matters := false if input.engagement.criticality == "low"

# An abrupt end of the vendor's business would hurt the member, in service or in data
default continuity_matters := true

continuity_matters := false if {
	loss_matters == false
	stores_member_data == false
}

# The vendor has, or may have, access rights to the member's data
default holds_grants := true

holds_grants := false if {
	reaches_member_data == false
	input.engagement.access.grants == []
}

# The contract is, or should be, signed: the run is not a look ahead before the award
default in_contract := true

in_contract := false if input.engagement.mode == "pre_award"

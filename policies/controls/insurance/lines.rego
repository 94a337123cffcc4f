# Which policies the member counts on, and what it is told of those that are not
# there.
package controls.insurance

# The words for a policy, by the line of insurance that it belongs to. A policy
# for errors and omissions and for cyber together belongs to both lines.
policy_words := {
	"general": {"cgl"},
	"workers": {"wc_el"},
	"professional": {"professional_eo", "tech_eo", "tech_eo_cyber_combined"},
	"cyber": {"cyber", "tech_eo_cyber_combined"},
	"auto": {"auto"},
	"crime": {"crime", "fidelity_bond"},
}

held(line) if {
	some policy in input.insurance.policies
	policy.line in policy_words[line]
}

# Each line that the member requires of this vendor has a policy. General and
# professional liability are required of every vendor.
every_line_present if {
	held("general")
	held("professional")
	workers_present
	cyber_present
	auto_present
	crime_present
}

workers_present if held("workers")

workers_present if exempt_proprietor

cyber_present if held("cyber")

cyber_present if cyber_not_required

auto_present if held("auto")

auto_present if auto_not_required

crime_present if held("crime")

crime_present if crime_not_required

cyber_not_required if not data.requirements.insurance.cyber.per_claim

auto_not_required if not data.requirements.insurance.auto.combined_single

auto_not_required if data.facts.uses_vehicles == false

crime_not_required if not data.requirements.insurance.crime.per_loss

crime_not_required if data.facts.privileged_or_purchasing == false

# A spare policy is one that the member does not count on: of a line that is not
# required, or an umbrella above no other policies than such. It is not judged.
spare(policy) if outside_required_lines(policy)

spare(policy) if {
	policy.line == "umbrella"
	every other in input.insurance.policies {
		beside(other, policy)
	}
}

outside_required_lines(policy) if {
	policy.line == "cyber"
	cyber_not_required
}

outside_required_lines(policy) if {
	policy.line == "auto"
	auto_not_required
}

outside_required_lines(policy) if {
	policy.line in policy_words.crime
	crime_not_required
}

beside(other, _) if outside_required_lines(other)

beside(other, umbrella) if not other.id in umbrella.underlying_for

# A sole proprietor without staff may lawfully have no workers' compensation. No
# field of a profile stands for the exemption, so the vendor declares it by the id
# under which it files the letter: any other letter of an insurer proves cover.
exemption_letter := "workers-compensation-exemption"

exempt_proprietor if {
	input.vendor.entity_type == "sole_proprietor"
	every policy in input.insurance.policies {
		policy.line != "wc_el"
	}
	some document in input.evidence
	document.id == exemption_letter
	document.kind == "insurer_letter"
	recent(document)
}

recent(document) if {
	document.issued_on <= data.context.as_of
	age := data.calendar.days(document.issued_on, data.context.as_of)
	age <= data.requirements.insurance.certificate_max_age_days
}

# The lines without a policy, for reasons: only of a list that was answered.
missing contains "general" if {
	input.insurance.policies
	not held("general")
}

missing contains "professional" if {
	input.insurance.policies
	not held("professional")
}

missing contains "workers" if {
	input.insurance.policies
	not workers_present
}

missing contains "cyber" if {
	input.insurance.policies
	not cyber_present
}

missing contains "auto" if {
	input.insurance.policies
	not auto_present
}

missing contains "crime" if {
	input.insurance.policies
	not crime_present
}

# The control that is about the line, and those that ask about every policy and so
# cannot pass without it. These say which one is at the root.
no_policy(line) := sprintf("the vendor does not list: %s", [policy_names[line]])

no_policies(lines) := sprintf("the vendor does not list: %s", [concat(", ", {named |
	some line in lines
	named := sprintf("%s (see %s)", [policy_names[line], asked_by[line]])
})])

asked_by := {
	"general": "INS-01",
	"workers": "INS-03",
	"professional": "INS-04",
	"cyber": "INS-05",
	"auto": "INS-02",
	"crime": "INS-07",
}

policy_names := {
	"general": "commercial general liability",
	"workers": "workers' compensation",
	"professional": "professional liability",
	"cyber": "cyber liability",
	"auto": "automobile liability",
	"crime": "a crime policy or fidelity bond",
}

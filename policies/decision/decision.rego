# One status for every control of the catalogue, from what the controls say and
# what their companions know of it. The companions (package
# vendorgate.companion) are written by the compiler from the controls
# themselves: they tell a missing answer from a wrong one.
package vendorgate

outcome := object.union(frame, {
	"statuses": statuses,
	"questions": questions,
	"reasons": reasons,
	"notes": {id: list | some id, list in data.vendorgate.companion.notes},
})

# What holds for the engagement as a whole.
frame := {
	"tier": data.facts.tier,
	"tier_assumed": tier_assumed,
	"tier_reasons": data.facts.tier_reasons,
	"mode": mode,
	"facts": facts,
}

statuses[id] := status(control) if some id, control in data.catalogue

# The order matters: what does not apply is not judged, and only what is proven
# passes. Whatever is left over is a fail.
status(control) := "not_applicable" if {
	not in_force(control)
} else := "not_applicable" if {
	data.facts[control.applies_when] == false
} else := "pass" if {
	data.vendorgate.companion.passed[control.id] == true
} else := "deferred" if {
	control.due == "award"
	mode == "pre_award"
} else := "unanswered" if {
	unanswered(control)
} else := "fail"

# What the member switched off, by name or for this tier, or made effective
# only later.
in_force(control) if {
	not control.disabled
	data.facts.tier in control.tiers
	control.effective_on <= data.context.as_of
}

# Ask before accusing: the verdict, or whether the control applies at all,
# rests on a question that nobody answered.
unanswered(control) if {
	some question in data.vendorgate.companion.unknown[control.id]
	not is_settled(question)
}

unanswered(control) if data.vendorgate.companion.held[control.id] == true

unanswered(control) if in_question(control)

unanswered(control) if {
	some reason in data.vendorgate.companion.reasons[control.id]
	reason.unanswered == true
}

# Somebody has read the contract for the answer, and it gives none: there is
# nothing left to ask. Where that is so of every answer that a control lacks, it
# fails; a control that could still pass by another answer waits for that one.
is_settled(question) if {
	not question.of
	pointer(question) in input.contract.silent_on
}

pointer(question) := sprintf("/%s", [concat("/", question.path)])

# What the controls say of themselves, and what the contract does not say.
reasons[id] := data.vendorgate.companion.reasons[id] | silences(id) if {
	some id, _ in data.vendorgate.companion.reasons
}

reasons[id] := silences(id) if {
	some id, _ in data.catalogue
	not data.vendorgate.companion.reasons[id]
	count(silences(id)) > 0
}

silences(id) := {{
	"control": id,
	"path": ["contract", "silent_on", i],
	"message": "the contract says nothing on this",
} |
	statuses[id] == "fail"
	some question in data.vendorgate.companion.unknown[id]
	some i, silent in input.contract.silent_on
	silent == pointer(question)
}

# The questions behind each control that is unanswered.
questions[id] := {question | some question in asked(data.catalogue[id])} if {
	some id, "unanswered" in statuses
}

asked(control) := {question |
	some question in data.vendorgate.companion.unknown[control.id]
	not is_settled(question)
} if {
	not in_question(control)
}

asked(control) := data.vendorgate.companion.unknown_facts[control.applies_when] if {
	in_question(control)
}

# Whether the control applies rests on a question that the engagement leaves
# open. Without any engagement the member has the profile judged as if
# everything applied: then nothing is in question.
in_question(control) if {
	input.engagement
	assumed(control.applies_when)
}

facts[name] := {"value": data.facts[name], "assumed": name in assumed_facts} if {
	some name in data.vendorgate.companion.facts
}

assumed_facts contains name if {
	some name in data.vendorgate.companion.facts
	assumed(name)
}

assumed(name) if count(data.vendorgate.companion.unknown_facts[name]) > 0

default tier_assumed := false

tier_assumed if assumed("tier")

default mode := "award"

mode := input.engagement.mode

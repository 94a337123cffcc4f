# What a stock OPA does in place of the program around the policies: it holds the
# two documents against their schemas, takes out the answers that are null, puts
# the engagement below the profile, and decides. It is part of every bundle.
#
# Whatever goes wrong here leaves the verdict undecided: approved is concluded
# from proof alone, and nothing else falls back to it.
package vendorgate.stock

default decision := {
	"verdict": "undecided",
	"fault": "evaluation",
	"problems": [{"message": "the policies gave no outcome"}],
	"findings": {},
}

decision := {
	"verdict": "undecided",
	"fault": "invalid",
	"problems": sort(problems),
	"findings": {},
} if {
	count(problems) > 0
}

decision := {
	"verdict": verdict,
	"fault": fault,
	"problems": sort(faults),
	"as_of": as_of,
	"tier": outcome.tier,
	"tier_assumed": outcome.tier_assumed,
	"mode": outcome.mode,
	"counts": counts,
	"findings": findings,
	"questions": outcome.questions,
	"reasons": {id: list |
		some id, list in outcome.reasons
		count(list) > 0
		not outcome.statuses[id] in {"pass", "not_applicable"}
	},
} if {
	count(problems) == 0
}

# The input: a profile, the engagement where there is one, and the day of the
# check where it is not today.

problems contains {"message": "the input is no object with a profile and an engagement"} if not is_object(input)

problems contains {"message": sprintf("the input has a field %q", [name])} if {
	is_object(input)
	some name in (object.keys(input) - {"profile", "engagement", "as_of"})
}

problems contains {"document": "profile", "message": "there is no profile, or it is no object"} if {
	not is_object(input.profile)
}

problems contains {"document": "engagement", "message": "the engagement is no object"} if {
	engagement_given
	not is_object(input.engagement)
}

problems contains {"message": "as_of is no day, want YYYY-MM-DD"} if not as_of

problems contains {
	"document": document,
	"field": fault.field,
	"message": fault.desc,
} if {
	some document, result in matched
	some fault in result[1]
}

# The document that fits is proven to; a validator that gives no answer has
# proven nothing.
problems contains {"document": document, "message": "it does not fit its schema"} if {
	some document in documents
	not matched[document][0] == true
}

problems contains {
	"document": document,
	"field": "currency",
	"message": sprintf("the requirements are in %s, and the document does not say that its amounts are", [currency]),
} if {
	some document in documents
	not input[document].currency == currency
}

# What a contract is said to be silent on is an answer that a contract can give,
# and that this one does not.

problems contains {
	"document": "profile",
	"field": sprintf("contract.silent_on.%d", [i]),
	"message": sprintf("there is no answer %q", [pointer]),
} if {
	some i, pointer in input.profile.contract.silent_on
	not pointer in data.vendorgate.schemas.contract_answers
}

problems contains {
	"document": "profile",
	"field": sprintf("contract.silent_on.%d", [i]),
	"message": sprintf("the contract is said to be silent on %s, which is answered", [pointer]),
} if {
	some i, pointer in input.profile.contract.silent_on
	path := split(trim_prefix(pointer, "/"), "/")
	object.get(input.profile, path, null) != null
}

engagement_given if "engagement" in object.keys(input)

documents contains "profile"

documents contains "engagement" if engagement_given

currency := data.vendorgate.bundle.currency

matched[document] := json.match_schema(input[document], data.vendorgate.schemas[document]) if {
	some document in documents
	is_object(input[document])
}

as_of := input.as_of if {
	regex.match(`^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$`, input.as_of)
	is_number(time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [input.as_of])))
}

as_of := time.format([time.now_ns(), "UTC", "2006-01-02"]) if {
	not "as_of" in object.keys(input)
}

# What the policies read: nothing that is null, and the purchase below the
# profile.

subject := object.union(answered("profile"), {"as_of": as_of}) if not engagement_given

subject := object.union(answered("profile"), {
	"as_of": as_of,
	"engagement": answered("engagement"),
}) if {
	engagement_given
}

answered(document) := input[document] if count(nulls(input[document])) == 0

answered(document) := json.remove(input[document], nulls(input[document])) if count(nulls(input[document])) > 0

# In the paths of json.remove the index of a list is a text.
nulls(document) := {[sprintf("%v", [step]) | some step in path] | walk(document, [path, null])}

outcome := value if {
	value := data.vendorgate.outcome with input as subject
}

# The decision.

faults contains {"message": sprintf("the requirements apply from %s", [data.vendorgate.bundle.effective_on])} if {
	not data.vendorgate.bundle.effective_on <= as_of
}

faults contains {"message": "the policies gave no tier or no mode"} if {
	not outcome.tier in {"T1", "T2", "T3", "T4"}
}

faults contains {"message": "the policies gave no tier or no mode"} if not count(outcome.mode) > 0

faults contains {"message": "the catalogue is empty"} if count(data.catalogue) == 0

faults contains {"control": id, "message": "the control has no status, or none that exists"} if {
	some id, _ in data.catalogue
	not outcome.statuses[id] in statuses
}

faults contains {"control": id, "message": "the control has a status, and is not in the catalogue"} if {
	some id, _ in outcome.statuses
	not data.catalogue[id]
}

faults contains {"control": id, "message": "the control passed, yet a reason says why it did not"} if {
	some id, "pass" in outcome.statuses
	count(outcome.reasons[id]) > 0
}

faults contains {"control": id, "message": sprintf("one of its %s has no message", [kind])} if {
	some kind in ["reasons", "notes"]
	some id, list in outcome[kind]
	some one in list
	not trim_space(one.message) != ""
}

statuses := {"pass", "fail", "unanswered", "not_applicable", "deferred"}

findings[id] := {
	"status": status,
	"severity": severity,
	"blocking": blocking(status, severity),
} if {
	some id, _ in data.catalogue
	severity := data.vendorgate.bundle.severities[id][outcome.tier]
	status := status_of(id)
}

status_of(id) := "error" if {
	some fault in faults
	fault.control == id
}

status_of(id) := outcome.statuses[id] if {
	every fault in faults {
		object.get(fault, "control", "") != id
	}
}

default blocking(_, _) := true

blocking("pass", _) := false

blocking("not_applicable", _) := false

blocking("deferred", _) := false

blocking(status, severity) := false if {
	status in {"fail", "unanswered"}
	weights[severity] < weights[data.vendorgate.bundle.fail_on]
}

weights := {"critical": 4, "high": 3, "medium": 2, "low": 1}

counts := object.union(
	{status: count([id | some id, finding in findings; finding.status == status]) |
		some status in (statuses | {"error"})
	},
	{"blocking": count([id | some id, finding in findings; finding.blocking]), "total": count(findings)},
)

whole if {
	count(faults) == 0
	count(data.catalogue) > 0
	count(findings) == count(data.catalogue)
}

default fault := "evaluation"

fault := "" if whole

default verdict := "undecided"

verdict := "approved" if {
	whole
	every id, _ in data.catalogue {
		findings[id].blocking == false
	}
}

verdict := "rejected" if {
	whole
	some finding in findings
	finding.blocking == true
}

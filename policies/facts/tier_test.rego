package facts_test

# Nothing in this engagement calls for any tier above T4.
quiet := {
	"criticality": "low",
	"data": {"vendor_role": [], "classes": []},
	"connectivity": {"types": ["none"], "privileged": false},
	"on_site": false,
	"vendor_devices": false,
}

settings := {"individuals_t1": 50000}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

trigger(tier, path, message) := {"tier": tier, "path": array.concat(["engagement"], path), "message": message}

question(tier, path, message) := object.union(trigger(tier, path, message), {"unanswered": true})

class_question := question(
	"T1", ["data", "classes"],
	"it is not said which classes of data the vendor reaches",
)

privilege_question := question(
	"T1", ["connectivity", "privileged"],
	"it is not said whether the vendor works with administrative rights",
)

criticality_question := question(
	"T1", ["criticality"],
	"it is not said how important the service is to the member",
)

count_question := question(
	"T1", ["data", "individuals_count"],
	"it is not said how many people the data is about",
)

connection_question := question(
	"T2", ["connectivity", "types"],
	"it is not said how the vendor is connected to the member's systems",
)

role_question := question(
	"T3", ["data", "vendor_role"],
	"it is not said what part the vendor has in the member's data",
)

site_question := question(
	"T3", ["on_site"],
	"it is not said whether the vendor's people work on site",
)

device_question := question(
	"T3", ["vendor_devices"],
	"it is not said whether the vendor brings or connects devices of its own",
)

role_trigger := trigger("T3", ["data", "vendor_role"], "the vendor has a part in the member's data")

crowd_trigger := trigger("T1", ["data", "individuals_count"], "the data is about 50000 people or more")

cases := {
	"nothing calls for more": {"change": [], "tier": "T4", "reasons": set()},
	"no connections instead of none": {
		"change": [answer("/connectivity/types", [])],
		"tier": "T4",
		"reasons": set(),
	},
	"public data alone": {
		"change": [answer("/data/classes", ["public"])],
		"tier": "T4",
		"reasons": set(),
	},
	# T1
	"administrative rights": {
		"change": [answer("/connectivity/privileged", true)],
		"tier": "T1",
		"reasons": {trigger("T1", ["connectivity", "privileged"], "the vendor works with administrative rights")},
	},
	"critical": {
		"change": [answer("/criticality", "critical")],
		"tier": "T1",
		"reasons": {trigger("T1", ["criticality"], "the service is critical to the member")},
	},
	"every T1 trigger is told, and none of a lower tier": {
		"change": [
			answer("/data", {"vendor_role": ["store"], "classes": ["private_on_individuals", "phi"], "individuals_count": 50000}),
			answer("/criticality", "critical"),
			answer("/connectivity", {"types": ["client_vpn"], "privileged": true}),
			answer("/on_site", true),
		],
		"tier": "T1",
		"reasons": {
			trigger("T1", ["data", "classes", 1], "the vendor handles protected health information (phi)"),
			trigger("T1", ["criticality"], "the service is critical to the member"),
			trigger("T1", ["connectivity", "privileged"], "the vendor works with administrative rights"),
			crowd_trigger,
		},
	},
	"a trigger silences the questions": {
		"change": [answer("/criticality", "critical"), no_answer("/connectivity/privileged")],
		"tier": "T1",
		"reasons": {trigger("T1", ["criticality"], "the service is critical to the member")},
	},
	"an unknown class": {
		"change": [answer("/data/classes", ["next_years_class"])],
		"tier": "T1",
		"reasons": {trigger("T1", ["data", "classes", 0], "the vendor handles data of the class next_years_class")},
	},
	# The count of people
	"just below the threshold": {
		"change": [answer("/data", {
			"vendor_role": ["access"],
			"classes": ["public_on_individuals"],
			"individuals_count": 49999,
		})],
		"tier": "T3",
		"reasons": {role_trigger},
	},
	"at the threshold": {
		"change": [answer("/data", {
			"vendor_role": ["access"],
			"classes": ["public_on_individuals"],
			"individuals_count": 50000,
		})],
		"tier": "T1",
		"reasons": {crowd_trigger},
	},
	"above the threshold": {
		"change": [answer("/data", {
			"vendor_role": ["access"],
			"classes": ["public_on_individuals"],
			"individuals_count": 50001,
		})],
		"tier": "T1",
		"reasons": {crowd_trigger},
	},
	"nobody is counted where no class is about people": {
		"change": [answer("/data", {"vendor_role": ["access"], "classes": ["public"], "individuals_count": 50000})],
		"tier": "T3",
		"reasons": {role_trigger},
	},
	"nobody is counted where the vendor has no part in the data": {
		"change": [answer("/data", {"vendor_role": [], "classes": ["public_on_individuals"], "individuals_count": 50000})],
		"tier": "T4",
		"reasons": set(),
	},
	"a count of nobody's data is no reason": {
		"change": [
			answer("/criticality", "critical"),
			answer("/data", {"vendor_role": [], "classes": ["public_on_individuals"], "individuals_count": 50000}),
		],
		"tier": "T1",
		"reasons": {trigger("T1", ["criticality"], "the service is critical to the member")},
	},
	"people not counted": {
		"change": [answer("/data", {"vendor_role": ["access"], "classes": ["public_on_individuals"]})],
		"tier": "T1",
		"reasons": {count_question},
	},
	"people not counted, role not known": {
		"change": [answer("/data", {"classes": ["public_on_individuals"]})],
		"tier": "T1",
		"reasons": {count_question},
	},
	# Questions that hold the tier at T1
	"no classes": {
		"change": [no_answer("/data/classes")],
		"tier": "T1",
		"reasons": {class_question},
	},
	"no word on administrative rights": {
		"change": [no_answer("/connectivity/privileged")],
		"tier": "T1",
		"reasons": {privilege_question},
	},
	"no criticality": {
		"change": [no_answer("/criticality")],
		"tier": "T1",
		"reasons": {criticality_question},
	},
	"no data section": {
		"change": [no_answer("/data")],
		"tier": "T1",
		"reasons": {class_question, count_question},
	},
	"a T2 trigger does not hide the T1 question": {
		"change": [no_answer("/criticality"), answer("/connectivity/types", ["client_vpn"])],
		"tier": "T1",
		"reasons": {criticality_question},
	},
	# T2
	"high": {
		"change": [answer("/criticality", "high")],
		"tier": "T2",
		"reasons": {trigger("T2", ["criticality"], "the service is of high importance to the member")},
	},
	"an unknown connection": {
		"change": [answer("/connectivity/types", ["none", "next_years_link"])],
		"tier": "T2",
		"reasons": {trigger(
			"T2", ["connectivity", "types", 1],
			"the vendor is connected through a connection of the kind next_years_link",
		)},
	},
	"no word on connections": {
		"change": [no_answer("/connectivity/types")],
		"tier": "T2",
		"reasons": {connection_question},
	},
	# T3
	"a part in the data": {
		"change": [answer("/data/vendor_role", ["transmit"])],
		"tier": "T3",
		"reasons": {role_trigger},
	},
	"on site": {
		"change": [answer("/on_site", true)],
		"tier": "T3",
		"reasons": {trigger("T3", ["on_site"], "the vendor's people work on site")},
	},
	"own devices": {
		"change": [answer("/vendor_devices", true)],
		"tier": "T3",
		"reasons": {trigger("T3", ["vendor_devices"], "the vendor brings or connects devices of its own")},
	},
	"moderate": {
		"change": [answer("/criticality", "moderate")],
		"tier": "T3",
		"reasons": {trigger("T3", ["criticality"], "the service is of moderate importance to the member")},
	},
	"no role": {
		"change": [no_answer("/data/vendor_role")],
		"tier": "T3",
		"reasons": {role_question},
	},
	"no word on site": {
		"change": [no_answer("/on_site")],
		"tier": "T3",
		"reasons": {site_question},
	},
	"no word on devices": {
		"change": [no_answer("/vendor_devices")],
		"tier": "T3",
		"reasons": {device_question},
	},
}

test_tier[name] if {
	some name, case in cases
	engagement := json.patch(quiet, case.change)
	tier := data.facts.tier with input.engagement as engagement with data.settings as settings
	reasons := data.facts.tier_reasons with input.engagement as engagement with data.settings as settings
	tier == case.tier
	reasons == case.reasons
}

class_cases := {
	"public": "T4",
	"public_on_individuals": "T4",
	"private_on_individuals": "T2",
	"nonpublic": "T2",
	"education": "T2",
	"confidential_on_individuals": "T1",
	"protected_nonpublic": "T1",
	"security_information": "T1",
	"phi": "T1",
	"cji": "T1",
	"fti": "T1",
	"pci_chd": "T1",
	"ssn": "T1",
	"welfare": "T1",
}

test_tier_by_class[class] if {
	some class, want in class_cases
	engagement := json.patch(quiet, [answer("/data/classes", ["public", class])])
	tier := data.facts.tier with input.engagement as engagement
	reasons := data.facts.tier_reasons with input.engagement as engagement
	tier == want
	named([reason.message | some reason in reasons], class, want)
}

connection_cases := {
	"none": "T4",
	"internet_only_saas": "T3",
	"api_integration": "T3",
	"physical_console": "T3",
	"site_to_site_vpn": "T2",
	"client_vpn": "T2",
	"ztna": "T2",
	"rmm_agent": "T2",
	"remote_desktop_gateway": "T2",
	"cloud_tenant_admin": "T2",
	"onprem_device": "T2",
}

test_tier_by_connection[connection] if {
	some connection, want in connection_cases
	engagement := json.patch(quiet, [answer("/connectivity/types", ["none", connection])])
	tier := data.facts.tier with input.engagement as engagement
	reasons := data.facts.tier_reasons with input.engagement as engagement
	tier == want
	named([reason.message | some reason in reasons], connection, want)
}

# The one sentence names the word of the document in brackets, after plain words.
named([], _, "T4")

named([message], word, tier) if {
	tier != "T4"
	endswith(message, sprintf(" (%s)", [word]))
}

# Without the threshold nobody can say that few people are concerned.
test_no_threshold if {
	engagement := json.patch(quiet, [answer("/data", {
		"vendor_role": ["access"],
		"classes": ["public_on_individuals"],
		"individuals_count": 1,
	})])
	data.facts.tier == "T1" with input.engagement as engagement with data.settings as {}
}

test_nothing_answered_is_t1[name] if {
	some name, document in {"no engagement": {}, "an empty engagement": {"engagement": {}}}
	tier := data.facts.tier with input as document with data.settings as settings
	reasons := data.facts.tier_reasons with input as document with data.settings as settings
	tier == "T1"
	reasons == {class_question, privilege_question, criticality_question, count_question}
}

# Taking an answer away never lowers the tier.
test_removed_answer_never_lowers_the_tier[name] if {
	some case_name, case in cases
	engagement := json.patch(quiet, case.change)
	some path in {
		"criticality", "on_site", "vendor_devices",
		"data", "data/vendor_role", "data/classes", "data/individuals_count",
		"connectivity", "connectivity/types", "connectivity/privileged",
	}
	name := sprintf("%s, without %s", [case_name, path])
	before := data.facts.tier with input.engagement as engagement with data.settings as settings
	after := data.facts.tier with input.engagement as json.remove(engagement, [path]) with data.settings as settings
	after <= before
}

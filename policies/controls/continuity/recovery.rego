# Whether the service comes back after an outage: as promised, and as tested.
package controls.continuity

# METADATA
# title: The vendor has tested its disaster recovery recently and sent the results
# description: >-
#   A backup that was never restored is a hope. A recent report shows that somebody has tried, and it is the only part
#   of a recovery plan that a member can examine before the emergency.
# custom:
#   code: BCP-04
#   severity: high
#   consideration: 3
#   tiers: [T1, T2]
#   applies_when: loss_matters
#   request: >-
#     Please send us the report of your latest disaster recovery test. If that test is too old, tell us the date of
#     the next one and send us its report.
#   remediation: >-
#     Ask for the report of the latest disaster recovery test of an accepted kind and file it with the evidence. If
#     that test is too old, ask for the date of the next one and its report.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     nist_800_53r5: [CP-4]
#     ccm_4_0_7: [BCR-06, BCR-10]
#     mvsp_3_0: ["4.4"]
#     hecvat_4_14: [DOCU-02]
recovery_tested if {
	some accepted in input.continuity.tests
	is_accepted(accepted)
	every test in input.continuity.tests {
		is_recent_if_newest(test)
	}
}

is_recent_if_newest(test) if is_passed_over(test)

is_recent_if_newest(test) if {
	test.performed_on <= data.context.as_of
	data.calendar.days(test.performed_on, data.context.as_of) <= data.requirements.continuity.test_max_age_days
	some document in input.evidence
	document.id == test.evidence
}

is_accepted(test) if test.kind in data.requirements.continuity.test_kinds_accepted

# The newest accepted test decides. Every other test is passed over, so that a
# failure cannot hide behind an older success; of several on the newest day none is.
is_passed_over(test) if not is_accepted(test)

is_passed_over(test) if {
	some later in input.continuity.tests
	is_accepted(later)
	later.performed_on > test.performed_on
}

# The counterpart of is_passed_over for the reasons, which speak only of a test that
# is certainly the newest.
is_newest(test) if {
	is_accepted(test)
	every other in input.continuity.tests {
		is_no_newer(other, test)
	}
}

is_no_newer(other, _) if not is_accepted(other)

is_no_newer(other, test) if other.performed_on <= test.performed_on

no_test_is_accepted if {
	every test in input.continuity.tests {
		not is_accepted(test)
	}
}

reasons contains {
	"control": "recovery_tested",
	"path": ["continuity", "tests"],
	"message": "no test of an accepted kind is listed",
} if {
	not recovery_tested
	no_test_is_accepted
}

reasons contains {
	"control": "recovery_tested",
	"path": ["continuity", "tests", i, "performed_on"],
	"message": "the newest accepted test is too old",
} if {
	not recovery_tested
	some i, test in input.continuity.tests
	is_newest(test)
	data.calendar.days(test.performed_on, data.context.as_of) > data.requirements.continuity.test_max_age_days
}

reasons contains {
	"control": "recovery_tested",
	"path": ["continuity", "tests", i, "performed_on"],
	"message": "the date lies after the date of this check",
} if {
	not recovery_tested
	some i, test in input.continuity.tests
	is_newest(test)
	test.performed_on > data.context.as_of
}

reasons contains {
	"control": "recovery_tested",
	"path": ["continuity", "tests", i, "evidence"],
	"message": "no entry of the evidence has this id",
} if {
	not recovery_tested
	some i, test in input.continuity.tests
	is_newest(test)
	test.evidence
	every document in input.evidence {
		document.id != test.evidence
	}
}

# METADATA
# title: The latest recovery test showed that the vendor restores the service soon enough
# description: >-
#   The report of a test is worth its result: how long the service was gone and how much data was missing afterwards.
#   Both are compared with what the member said it can bear, since the vendor's own targets may be modest.
# custom:
#   code: BCP-05
#   severity: high
#   consideration: 3
#   tiers: [T1, T2]
#   applies_when: loss_matters
#   request: Please fix what the test showed, test again, and send us the result.
#   remediation: >-
#     Ask the vendor to fix what the test showed and to test again. If it cannot recover any sooner, plan how you will
#     work without the service for so long, and correct what you said you can bear.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     csf_2_0: [PR.IR-03]
#     nist_800_53r5: [CP-10]
#     ccm_4_0_7: [BCR-09]
recovery_sufficient if {
	some accepted in input.continuity.tests
	is_accepted(accepted)
	every test in input.continuity.tests {
		is_sufficient_if_newest(test)
	}
}

is_sufficient_if_newest(test) if is_set_aside(test)

is_sufficient_if_newest(test) if {
	test.outcome in {"passed", "passed_with_issues_closed"}
	test.achieved_rto_hours <= input.engagement.max_tolerable_downtime_hours
	test.achieved_rpo_hours <= input.engagement.max_tolerable_data_loss_hours
}

is_set_aside(test) if not is_accepted(test)

is_set_aside(test) if {
	some other in input.continuity.tests
	is_accepted(other)
	comes_before(other, test)
}

# A discussion at a table restores nothing. Where something was restored in
# earnest, the newest such test decides, so that talk cannot hide a failure.
comes_before(other, test) if {
	other.kind != "tabletop"
	test.kind == "tabletop"
}

comes_before(other, test) if {
	other.kind != "tabletop"
	other.performed_on > test.performed_on
}

comes_before(other, test) if {
	test.kind == "tabletop"
	other.performed_on > test.performed_on
}

# The counterpart of is_set_aside for the reasons, which speak only of a test that
# certainly decides.
decides(test) if {
	is_accepted(test)
	every other in input.continuity.tests {
		gives_way(other, test)
	}
}

gives_way(other, _) if not is_accepted(other)

gives_way(other, test) if {
	other.kind == "tabletop"
	test.kind != "tabletop"
}

gives_way(other, test) if {
	other.kind == "tabletop"
	other.performed_on <= test.performed_on
}

gives_way(other, test) if {
	test.kind != "tabletop"
	other.performed_on <= test.performed_on
}

reasons contains {
	"control": "recovery_sufficient",
	"path": ["continuity", "tests"],
	"message": "no test of an accepted kind is listed",
} if {
	not recovery_sufficient
	no_test_is_accepted
}

reasons contains {
	"control": "recovery_sufficient",
	"path": ["continuity", "tests", i, "outcome"],
	"message": "the newest test that counts was not passed, or left problems open",
} if {
	not recovery_sufficient
	some i, test in input.continuity.tests
	decides(test)
	test.outcome in {"failed", "passed_with_open_issues"}
}

reasons contains {
	"control": "recovery_sufficient",
	"path": ["continuity", "tests", i, "achieved_rto_hours"],
	"message": "the recovery took longer than the member can be without the service",
} if {
	not recovery_sufficient
	some i, test in input.continuity.tests
	decides(test)
	test.achieved_rto_hours > input.engagement.max_tolerable_downtime_hours
}

reasons contains {
	"control": "recovery_sufficient",
	"path": ["continuity", "tests", i, "achieved_rpo_hours"],
	"message": "the recovery lost more recent data than the member can bear",
} if {
	not recovery_sufficient
	some i, test in input.continuity.tests
	decides(test)
	test.achieved_rpo_hours > input.engagement.max_tolerable_data_loss_hours
}

# METADATA
# title: The vendor has to deliver its recovery test results regularly
# description: >-
#   One good report ages with every change of staff and systems. A standing duty brings the next one without anybody
#   having to remember to ask, and without the vendor choosing which results to show.
# custom:
#   code: BCP-06
#   severity: medium
#   consideration: 3
#   tiers: [T1, T2]
#   applies_when: loss_matters
#   request: >-
#     Please accept a duty to send us the results of each disaster recovery test, with the longest interval between
#     two of them in months.
#   remediation: >-
#     Add a duty to send you the results of each disaster recovery test, and name the longest interval between two of
#     them in months.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     nist_800_53r5: [CP-4]
#     cis_v8_1: ["15.6"]
results_clause if {
	input.contract.continuity.dr_results_clause == true
	input.contract.continuity.dr_results_every_months <= data.requirements.continuity.results_every_months_max
}

# METADATA
# title: The recovery times in the contract meet the member's need
# description: >-
#   Without agreed limits the vendor recovers when it can and the member has no claim. With limits that exceed what
#   the member can bear, the contract is kept while the member's work stands still.
# custom:
#   code: BCP-07
#   severity: medium
#   consideration: 3
#   tiers: [T1, T2]
#   applies_when: loss_matters
#   request: >-
#     Please put into the service levels how many hours the service may be gone and how many hours of data may be
#     lost at the most.
#   remediation: >-
#     Put into the service levels how many hours the service may be gone and how many hours of data may be lost at the
#     most, both no higher than you can bear.
#   guide: "Section 3, Understand Business Continuity Plans"
#   frameworks:
#     csf_2_0: [PR.IR-03]
#     ccm_4_0_7: [BCR-02]
recovery_targets if {
	input.contract.continuity.rto_hours <= input.engagement.max_tolerable_downtime_hours
	input.contract.continuity.rpo_hours <= input.engagement.max_tolerable_data_loss_hours
}

package controls.review_test

as_of := "2026-11-23"

minimums := {"reviews": {"declined_allowed_severity": "medium", "match_by": "sha256"}}

# An agreement and reviews on which every control of this package passes.
reviewed := {
	"contract": {
		"status": "executed",
		"signed_on": "2026-06-29",
		"last_amended_on": "2026-06-20",
		"version_sha256": "a",
	},
	"engagement": {"reviews": {
		"legal": {"reviewer": "County attorney", "completed_on": "2026-06-24", "reviewed_sha256": "a"},
		"risk": {"reviewer": "Risk manager", "completed_on": "2026-06-23"},
		"recommendations": [
			{"id": "legal-1", "severity": "critical", "disposition": "implemented"},
			{"id": "risk-1", "severity": "medium", "disposition": "declined"},
		],
	}},
}

verdict(control, document) if passes(control, document)

verdict(control, document) := false if not passes(control, document)

passes(control, document) if {
	data.controls.review[control] == true with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

reasons_for(control, document) := {reason | some reason in found; reason.control == control} if {
	found := data.controls.review.reasons with input as document
		with data.requirements as minimums
		with data.context.as_of as as_of
}

answer(pointer, value) := {"op": "add", "path": pointer, "value": value}

no_answer(pointer) := {"op": "remove", "path": pointer}

review_reason(control, path, message) := {
	"control": control,
	"path": array.concat(["engagement", "reviews"], path),
	"message": message,
}

legal_cases := {
	"as agreed": {"change": [], "passes": true},
	"on the day of signature": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-29")], "passes": true},
	"a day before": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-28")], "passes": true},
	"a day after": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-30")], "passes": false},
	"date unanswered": {"change": [no_answer("/engagement/reviews/legal/completed_on")], "passes": false},
	"reviewer unanswered": {"change": [no_answer("/engagement/reviews/legal/reviewer")], "passes": false},
	"a blank reviewer": {"change": [answer("/engagement/reviews/legal/reviewer", "")], "passes": false},
	"no review": {"change": [no_answer("/engagement/reviews/legal")], "passes": false},
	"the other review is missing": {"change": [no_answer("/engagement/reviews/risk")], "passes": true},
	"signature unanswered": {"change": [no_answer("/contract/signed_on")], "passes": false},
	"status unanswered": {"change": [no_answer("/contract/status")], "passes": false},
	"an agreement that is expired": {"change": [answer("/contract/status", "expired")], "passes": true},
	"an agreement that is expired, reviewed a day late": {"change": [answer("/contract/status", "expired"), answer("/engagement/reviews/legal/completed_on", "2026-06-30")], "passes": false},
	"an agreement that is terminated": {"change": [answer("/contract/status", "terminated")], "passes": true},
	"an agreement that is terminated, reviewed a day late": {"change": [answer("/contract/status", "terminated"), answer("/engagement/reviews/legal/completed_on", "2026-06-30")], "passes": false},
	"draft, reviewed today": {"change": [answer("/contract/status", "draft"), no_answer("/contract/signed_on"), answer("/engagement/reviews/legal/completed_on", "2026-11-23")], "passes": true},
	"draft, reviewed yesterday": {"change": [answer("/contract/status", "draft"), no_answer("/contract/signed_on"), answer("/engagement/reviews/legal/completed_on", "2026-11-22")], "passes": true},
	"draft, reviewed tomorrow": {"change": [answer("/contract/status", "draft"), no_answer("/contract/signed_on"), answer("/engagement/reviews/legal/completed_on", "2026-11-24")], "passes": false},
	"negotiating, reviewed today": {"change": [answer("/contract/status", "negotiating"), no_answer("/contract/signed_on"), answer("/engagement/reviews/legal/completed_on", "2026-11-23")], "passes": true},
	"negotiating, reviewed yesterday": {"change": [answer("/contract/status", "negotiating"), no_answer("/contract/signed_on"), answer("/engagement/reviews/legal/completed_on", "2026-11-22")], "passes": true},
	"negotiating, reviewed tomorrow": {"change": [answer("/contract/status", "negotiating"), no_answer("/contract/signed_on"), answer("/engagement/reviews/legal/completed_on", "2026-11-24")], "passes": false},
	"amended, reviewed before the amendment": {"change": amended("legal", "2026-10-01"), "passes": true},
	"amended, reviewed on the day of the amendment": {"change": amended("legal", "2026-10-02"), "passes": true},
	"amended, reviewed a day too late": {"change": amended("legal", "2026-10-03"), "passes": false},
	"amended while a draft, reviewed after the signature": {"change": [answer("/contract/last_amended_on", "2026-06-29"), answer("/engagement/reviews/legal/completed_on", "2026-06-30")], "passes": false},
	"expired and amended": {"change": array.concat(amended("legal", "2026-10-02"), [answer("/contract/status", "expired")]), "passes": true},
	"last change unanswered, reviewed after the signature": {"change": [no_answer("/contract/last_amended_on"), answer("/engagement/reviews/legal/completed_on", "2026-06-30")], "passes": false},
	"amended in the future, reviewed in the future": {"change": [answer("/contract/last_amended_on", "2027-01-01"), answer("/engagement/reviews/legal/completed_on", "2026-11-24")], "passes": false},
	"signed and reviewed in the future": {"change": [answer("/contract/signed_on", "2027-01-01"), answer("/engagement/reviews/legal/completed_on", "2026-11-24")], "passes": false},
	"signed and reviewed today": {"change": [answer("/contract/signed_on", "2026-11-23"), answer("/engagement/reviews/legal/completed_on", "2026-11-23")], "passes": true},
	"amended and reviewed today": {"change": [answer("/contract/last_amended_on", "2026-11-23"), answer("/engagement/reviews/legal/completed_on", "2026-11-23")], "passes": true},
	"terminated and amended": {"change": array.concat(amended("legal", "2026-10-02"), [answer("/contract/status", "terminated")]), "passes": true},
	"amended, status unanswered": {"change": array.concat(amended("legal", "2026-10-02"), [no_answer("/contract/status")]), "passes": false},
}

test_legal[name] if {
	some name, case in legal_cases
	verdict("legal", json.patch(reviewed, case.change)) == case.passes
}

# A review of one kind, on a day, of an amendment of 2 October.
amended(kind, day) := [
	answer("/contract/last_amended_on", "2026-10-02"),
	answer(sprintf("/engagement/reviews/%s/completed_on", [kind]), day),
]

legal_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/engagement/reviews/legal/completed_on")], "want": set()},
	"too late": {
		"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-30")],
		"want": {review_reason("legal", ["legal", "completed_on"], "the review came after the signature")},
	},
	"after the amendment": {
		"change": amended("legal", "2026-10-03"),
		"want": {review_reason("legal", ["legal", "completed_on"], "the review came after the amendment was signed")},
	},
	"in the future": {
		"change": [answer("/engagement/reviews/legal/completed_on", "2026-11-24")],
		"want": {review_reason("legal", ["legal", "completed_on"], "the date lies after the date of this check")},
	},
	"no signature needed yet": {
		"change": [answer("/contract/status", "draft"), answer("/engagement/reviews/legal/reviewer", "")],
		"want": set(),
	},
	"amended, in the future": {
		"change": amended("legal", "2026-11-24"),
		"want": {review_reason("legal", ["legal", "completed_on"], "the date lies after the date of this check")},
	},
	"in time, by nobody": {"change": [answer("/engagement/reviews/legal/reviewer", "")], "want": set()},
	"on the day of signature, by nobody": {
		"change": [answer("/engagement/reviews/legal/reviewer", ""), answer("/engagement/reviews/legal/completed_on", "2026-06-29")],
		"want": set(),
	},
	"on the day of the amendment, by nobody": {
		"change": array.concat(amended("legal", "2026-10-02"), [answer("/engagement/reviews/legal/reviewer", "")]),
		"want": set(),
	},
	"too late, status unanswered": {
		"change": [no_answer("/contract/status"), answer("/engagement/reviews/legal/completed_on", "2026-06-30")],
		"want": set(),
	},
	"after the amendment, status unanswered": {
		"change": array.concat(amended("legal", "2026-10-03"), [no_answer("/contract/status")]),
		"want": set(),
	},
}

# Today is a day like any other; so is an amendment on the day of the signature.
# What was signed is signed, whether it has ended since or not.
test_legal_too_late[name] if {
	some name, changes in {
		"today": [answer("/engagement/reviews/legal/completed_on", "2026-11-23")],
		"amended on the day of signature": [
			answer("/contract/last_amended_on", "2026-06-29"),
			answer("/engagement/reviews/legal/completed_on", "2026-06-30"),
		],
		"expired": [answer("/contract/status", "expired"), answer("/engagement/reviews/legal/completed_on", "2026-06-30")],
		"terminated": [
			answer("/contract/status", "terminated"),
			answer("/engagement/reviews/legal/completed_on", "2026-06-30"),
		],
	}
	reasons_for("legal", json.patch(reviewed, changes)) == {review_reason(
		"legal", ["legal", "completed_on"],
		"the review came after the signature",
	)}
}

test_legal_after_the_amendment[name] if {
	some name, changes in {
		"today": amended("legal", "2026-11-23"),
		"expired": array.concat(amended("legal", "2026-10-03"), [answer("/contract/status", "expired")]),
		"terminated": array.concat(amended("legal", "2026-10-03"), [answer("/contract/status", "terminated")]),
	}
	reasons_for("legal", json.patch(reviewed, changes)) == {review_reason(
		"legal", ["legal", "completed_on"],
		"the review came after the amendment was signed",
	)}
}

test_legal_reasons[name] if {
	some name, case in legal_reasons
	reasons_for("legal", json.patch(reviewed, case.change)) == case.want
}

risk_cases := {
	"as agreed": {"change": [], "passes": true},
	"on the day of signature": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-29")], "passes": true},
	"a day before": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-28")], "passes": true},
	"a day after": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-30")], "passes": false},
	"date unanswered": {"change": [no_answer("/engagement/reviews/risk/completed_on")], "passes": false},
	"reviewer unanswered": {"change": [no_answer("/engagement/reviews/risk/reviewer")], "passes": false},
	"a blank reviewer": {"change": [answer("/engagement/reviews/risk/reviewer", "")], "passes": false},
	"no review": {"change": [no_answer("/engagement/reviews/risk")], "passes": false},
	"the other review is missing": {"change": [no_answer("/engagement/reviews/legal")], "passes": true},
	"signature unanswered": {"change": [no_answer("/contract/signed_on")], "passes": false},
	"status unanswered": {"change": [no_answer("/contract/status")], "passes": false},
	"an agreement that is expired": {"change": [answer("/contract/status", "expired")], "passes": true},
	"an agreement that is expired, reviewed a day late": {"change": [answer("/contract/status", "expired"), answer("/engagement/reviews/risk/completed_on", "2026-06-30")], "passes": false},
	"an agreement that is terminated": {"change": [answer("/contract/status", "terminated")], "passes": true},
	"an agreement that is terminated, reviewed a day late": {"change": [answer("/contract/status", "terminated"), answer("/engagement/reviews/risk/completed_on", "2026-06-30")], "passes": false},
	"draft, reviewed today": {"change": [answer("/contract/status", "draft"), no_answer("/contract/signed_on"), answer("/engagement/reviews/risk/completed_on", "2026-11-23")], "passes": true},
	"draft, reviewed yesterday": {"change": [answer("/contract/status", "draft"), no_answer("/contract/signed_on"), answer("/engagement/reviews/risk/completed_on", "2026-11-22")], "passes": true},
	"draft, reviewed tomorrow": {"change": [answer("/contract/status", "draft"), no_answer("/contract/signed_on"), answer("/engagement/reviews/risk/completed_on", "2026-11-24")], "passes": false},
	"negotiating, reviewed today": {"change": [answer("/contract/status", "negotiating"), no_answer("/contract/signed_on"), answer("/engagement/reviews/risk/completed_on", "2026-11-23")], "passes": true},
	"negotiating, reviewed yesterday": {"change": [answer("/contract/status", "negotiating"), no_answer("/contract/signed_on"), answer("/engagement/reviews/risk/completed_on", "2026-11-22")], "passes": true},
	"negotiating, reviewed tomorrow": {"change": [answer("/contract/status", "negotiating"), no_answer("/contract/signed_on"), answer("/engagement/reviews/risk/completed_on", "2026-11-24")], "passes": false},
	"signed and reviewed in the future": {"change": [answer("/contract/signed_on", "2027-01-01"), answer("/engagement/reviews/risk/completed_on", "2026-11-24")], "passes": false},
}

test_risk[name] if {
	some name, case in risk_cases
	verdict("risk", json.patch(reviewed, case.change)) == case.passes
}

risk_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/engagement/reviews/risk/completed_on")], "want": set()},
	"too late": {
		"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-30")],
		"want": {review_reason("risk", ["risk", "completed_on"], "the review came after the signature")},
	},
	"in the future": {
		"change": [answer("/engagement/reviews/risk/completed_on", "2026-11-24")],
		"want": {review_reason("risk", ["risk", "completed_on"], "the date lies after the date of this check")},
	},
	"no signature needed yet": {
		"change": [answer("/contract/status", "draft"), answer("/engagement/reviews/risk/reviewer", "")],
		"want": set(),
	},
}

test_risk_reasons[name] if {
	some name, case in risk_reasons
	reasons_for("risk", json.patch(reviewed, case.change)) == case.want
}

recommendations_closed_cases := {
	"as agreed": {"change": [], "passes": true},
	"none made": {"change": [answer("/engagement/reviews/recommendations", [])], "passes": true},
	"unanswered": {"change": [no_answer("/engagement/reviews/recommendations")], "passes": false},
	"open": {"change": [answer("/engagement/reviews/recommendations/0/disposition", "open")], "passes": false},
	"a light one, open": {"change": [answer("/engagement/reviews/recommendations/1/disposition", "open")], "passes": false},
	"disposition unanswered": {"change": [no_answer("/engagement/reviews/recommendations/0/disposition")], "passes": false},
	"no longer applies": {"change": [answer("/engagement/reviews/recommendations/0/disposition", "not_applicable")], "passes": true},
	"severity of one that was made unanswered": {"change": [no_answer("/engagement/reviews/recommendations/0/severity")], "passes": true},
	"declined, a light one": {"change": [answer("/engagement/reviews/recommendations/1/severity", "low")], "passes": true},
	"declined, at the bound": {"change": [answer("/engagement/reviews/recommendations/1/severity", "medium")], "passes": true},
	"declined, just above": {"change": [answer("/engagement/reviews/recommendations/1/severity", "high")], "passes": false},
	"declined, a critical one": {"change": [answer("/engagement/reviews/recommendations/1/severity", "critical")], "passes": false},
	"declined, severity unanswered": {"change": [no_answer("/engagement/reviews/recommendations/1/severity")], "passes": false},
}

test_recommendations_closed[name] if {
	some name, case in recommendations_closed_cases
	verdict("recommendations_closed", json.patch(reviewed, case.change)) == case.passes
}

recommendations_closed_reasons := {
	"passed": {"change": [], "want": set()},
	"unanswered": {"change": [no_answer("/engagement/reviews/recommendations/1/severity")], "want": set()},
	"open": {
		"change": [answer("/engagement/reviews/recommendations/0/disposition", "open")],
		"want": {review_reason("recommendations_closed", ["recommendations", 0, "disposition"], "legal-1 is still open")},
	},
	"too heavy": {
		"change": [answer("/engagement/reviews/recommendations/1/severity", "high")],
		"want": {review_reason(
			"recommendations_closed", ["recommendations", 1, "severity"],
			"risk-1 was declined and weighs more than the tier lets you decline",
		)},
	},
}

test_recommendations_closed_reasons[name] if {
	some name, case in recommendations_closed_reasons
	reasons_for("recommendations_closed", json.patch(reviewed, case.change)) == case.want
}

of_this_version_cases := {
	"as agreed": {"change": [], "passes": true},
	"another file": {"change": [answer("/contract/version_sha256", "b")], "passes": false},
	"file of the contract unanswered": {"change": [no_answer("/contract/version_sha256")], "passes": false},
	"reviewed file unanswered": {"change": [no_answer("/engagement/reviews/legal/reviewed_sha256")], "passes": false},
	"dates do not matter": {"change": [no_answer("/engagement/reviews/legal/completed_on"), no_answer("/engagement/reviews/risk"), no_answer("/contract/last_amended_on")], "passes": true},
}

test_of_this_version[name] if {
	some name, case in of_this_version_cases
	verdict("of_this_version", json.patch(reviewed, case.change)) == case.passes
}

by_date := json.patch(minimums, [answer("/reviews/match_by", "date")])

of_this_version_by_date_cases := {
	"both after the last change": {"change": [], "passes": true},
	"files do not matter": {"change": [no_answer("/engagement/reviews/legal/reviewed_sha256")], "passes": true},
	"other files do not matter": {"change": [answer("/contract/version_sha256", "b")], "passes": true},
	"last change unanswered": {"change": [no_answer("/contract/last_amended_on")], "passes": false},
	"legal: a day after": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-21")], "passes": true},
	"legal: on the same day": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-20")], "passes": false},
	"legal: a day before": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-19")], "passes": false},
	"legal: today": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-11-23")], "passes": true},
	"legal: tomorrow": {"change": [answer("/engagement/reviews/legal/completed_on", "2026-11-24")], "passes": false},
	"legal: unanswered": {"change": [no_answer("/engagement/reviews/legal/completed_on")], "passes": false},
	"risk: a day after": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-21")], "passes": true},
	"risk: on the same day": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-20")], "passes": false},
	"risk: a day before": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-06-19")], "passes": false},
	"risk: today": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-11-23")], "passes": true},
	"risk: tomorrow": {"change": [answer("/engagement/reviews/risk/completed_on", "2026-11-24")], "passes": false},
	"amendment: both reviewed for it": {"change": array.concat(amended("legal", "2026-10-01"), amended("risk", "2026-06-30")), "passes": true},
	"amendment: reviewed after it": {"change": array.concat(amended("legal", "2026-10-03"), amended("risk", "2026-10-03")), "passes": true},
	"amendment: legal of the first signature only": {"change": array.concat(amended("legal", "2026-06-29"), amended("risk", "2026-10-01")), "passes": false},
	"amendment: risk of the first signature only": {"change": array.concat(amended("legal", "2026-10-01"), amended("risk", "2026-06-29")), "passes": false},
	"amendment: reviewed tomorrow": {"change": array.concat(amended("legal", "2026-11-24"), amended("risk", "2026-10-01")), "passes": false},
	"amended and reviewed today": {
		"change": array.flatten([
			amended("legal", "2026-11-23"), amended("risk", "2026-11-23"),
			answer("/contract/last_amended_on", "2026-11-23"),
		]),
		"passes": true,
	},
	"amendment, expired since": {"change": reviewed_for_amendment("expired"), "passes": true},
	"amendment, terminated since": {"change": reviewed_for_amendment("terminated"), "passes": true},
	"amendment of a draft, both reviewed before it": {"change": reviewed_for_amendment("draft"), "passes": false},
	"amendment of a draft": {"change": array.concat(amended("legal", "2026-10-01"), [answer("/contract/status", "draft")]), "passes": false},
	"risk: unanswered": {"change": [no_answer("/engagement/reviews/risk/completed_on")], "passes": false},
}

test_of_this_version_by_date[name] if {
	some name, case in of_this_version_by_date_cases
	verdict("of_this_version", json.patch(reviewed, case.change)) == case.passes with minimums as by_date
}

# Both reviews in time for an amendment of an agreement with a status.
reviewed_for_amendment(status) := array.flatten([
	amended("legal", "2026-10-01"), amended("risk", "2026-10-01"),
	answer("/contract/status", status),
])

test_of_this_version_reasons if {
	reasons_for("of_this_version", reviewed) == set()
	reasons_for("of_this_version", json.patch(reviewed, [no_answer("/engagement/reviews/legal/reviewed_sha256")])) == set()
	reasons_for("of_this_version", json.patch(reviewed, [no_answer("/contract/version_sha256")])) == set()
	reasons_for("of_this_version", json.patch(reviewed, [answer("/contract/version_sha256", "b")])) == {review_reason(
		"of_this_version", ["legal", "reviewed_sha256"],
		"counsel reviewed another file than the one whose terms are described",
	)}
}

# On the same day nobody can tell which came first, so both reviews have to be
# done again, in whatever course the agreement took.
test_of_this_version_by_date_reasons[name] if {
	some name, changes in {
		"before the signature": [
			answer("/contract/last_amended_on", "2026-06-24"),
			answer("/engagement/reviews/risk/completed_on", "2026-06-24"),
		],
		"amended, reviewed before the signature": [answer("/contract/last_amended_on", "2026-10-02")],
		"a draft": [answer("/contract/last_amended_on", "2026-06-24"), answer("/contract/status", "draft"), no_answer("/contract/signed_on")],
	}
	found := reasons_for("of_this_version", json.patch(reviewed, changes)) with minimums as by_date
	found == {
		review_reason(
			"of_this_version", ["legal", "completed_on"],
			"counsel's review does not come after the last change of the wording",
		),
		review_reason(
			"of_this_version", ["risk", "completed_on"],
			"risk management's review does not come after the last change of the wording",
		),
	}
}

legal_too_early := review_reason(
	"of_this_version", ["legal", "completed_on"],
	"counsel's review does not come after the last change of the wording",
)

risk_too_early := review_reason(
	"of_this_version", ["risk", "completed_on"],
	"risk management's review does not come after the last change of the wording",
)

# Only the review that has to be done again is named.
test_of_this_version_by_date_one_of_two[name] if {
	some name, case in {
		"risk, of a signed agreement": {
			"change": [answer("/contract/last_amended_on", "2026-06-23")],
			"want": {risk_too_early},
		},
		"risk, of a draft": {
			"change": [answer("/contract/last_amended_on", "2026-06-23"), answer("/contract/status", "draft")],
			"want": {risk_too_early},
		},
		"risk, of an amended agreement": {"change": amended("legal", "2026-10-01"), "want": {risk_too_early}},
		"risk, of an amended agreement, on the day of its signature": {
			"change": array.concat(amended("legal", "2026-10-01"), amended("risk", "2026-06-29")),
			"want": {risk_too_early},
		},
		"legal": {
			"change": [answer("/engagement/reviews/legal/completed_on", "2026-06-20")],
			"want": {legal_too_early},
		},
		"both, changed on the day of signature": {
			"change": [answer("/contract/last_amended_on", "2026-06-29")],
			"want": {legal_too_early, risk_too_early},
		},
		"files do not matter": {
			"change": [answer("/contract/version_sha256", "b"), answer("/engagement/reviews/legal/completed_on", "2026-06-20")],
			"want": {legal_too_early},
		},
	}
	found := reasons_for("of_this_version", json.patch(reviewed, case.change)) with minimums as by_date
	found == case.want
}

test_of_this_version_by_file_whatever_the_dates if {
	changes := [answer("/contract/version_sha256", "b"), answer("/contract/last_amended_on", "2026-06-29")]
	reasons_for("of_this_version", json.patch(reviewed, changes)) == {review_reason(
		"of_this_version", ["legal", "reviewed_sha256"],
		"counsel reviewed another file than the one whose terms are described",
	)}
}

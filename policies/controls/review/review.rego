# What the member's counsel and risk management made of the agreement.
package controls.review

# METADATA
# title: Legal counsel reviewed the agreement before it was signed
# description: >-
#   After the signature counsel can only explain what the member has agreed to. A review beforehand is the last chance
#   to change it.
# custom:
#   code: LEG-01
#   severity: critical
#   tier_severity: {T4: medium}
#   consideration: 10
#   side: member
#   remediation: >-
#     Send the agreement to the county attorney or other counsel before anybody signs, and record who reviewed it and
#     on which day. If it is signed already, have it reviewed now, bring what counsel recommends into the next
#     amendment or renewal, and ask for a waiver until then.
#   guide: "Section 10, Seek Legal, Risk Management Advice"
#   frameworks:
#     csf_2_0: [GV.OC-03]
#     nist_800_53r5: ["SA-9(1)"]
legal if {
	input.engagement.reviews.legal.reviewer != ""
	came_before_signature(input.engagement.reviews.legal.completed_on)
}

# METADATA
# title: Risk management reviewed the agreement before it was signed
# description: >-
#   Counsel asks whether the agreement is sound in law; risk management asks whether the member could live with what
#   may go wrong, and whether insurance would pay. Neither answers the other's question.
# custom:
#   code: LEG-02
#   severity: high
#   tier_severity: {T4: medium}
#   consideration: 10
#   side: member
#   remediation: >-
#     Send the draft to your risk manager or to the risk pool's consultant, to somebody other than whoever asked for
#     the purchase, and record the name and the day. If it is signed already, have it reviewed now, bring what they
#     recommend into the next amendment or renewal, and ask for a waiver until then.
#   guide: "Section 10, Seek Legal, Risk Management Advice"
#   frameworks:
#     csf_2_0: [GV.SC-06]
#     nist_800_53r5: ["SA-9(1)"]
risk if {
	input.engagement.reviews.risk.reviewer != ""
	came_before_signature(input.engagement.reviews.risk.completed_on)
}

came_before_signature(completed_on) if {
	input.contract.status in {"draft", "negotiating"}
	completed_on <= data.context.as_of
}

came_before_signature(completed_on) if {
	input.contract.status in {"executed", "expired", "terminated"}
	completed_on <= data.context.as_of
	completed_on <= input.contract.signed_on
}

# An amendment is signed on the day of the last change: its review comes before
# that day, and after the first signature.
came_before_signature(completed_on) if {
	input.contract.status in {"executed", "expired", "terminated"}
	completed_on <= data.context.as_of
	input.contract.last_amended_on > input.contract.signed_on
	completed_on <= input.contract.last_amended_on
}

reasons contains {
	"control": "legal",
	"path": ["engagement", "reviews", "legal", "completed_on"],
	"message": what_is_wrong_with(input.engagement.reviews.legal.completed_on),
} if {
	not legal
}

reasons contains {
	"control": "risk",
	"path": ["engagement", "reviews", "risk", "completed_on"],
	"message": what_is_wrong_with(input.engagement.reviews.risk.completed_on),
} if {
	not risk
}

what_is_wrong_with(completed_on) := "the date lies after the date of this check" if {
	completed_on > data.context.as_of
}

what_is_wrong_with(completed_on) := "the review came after the signature" if {
	completed_on <= data.context.as_of
	input.contract.status in {"executed", "expired", "terminated"}
	completed_on > input.contract.signed_on
	input.contract.last_amended_on <= input.contract.signed_on
}

what_is_wrong_with(completed_on) := "the review came after the amendment was signed" if {
	completed_on <= data.context.as_of
	input.contract.status in {"executed", "expired", "terminated"}
	input.contract.last_amended_on > input.contract.signed_on
	completed_on > input.contract.last_amended_on
}

# METADATA
# title: Each change that the reviewers recommended was made or formally declined
# description: >-
#   A recommendation that nobody acted on is worse than none: it proves that the member knew. Light ones may be
#   declined; a heavy one that is declined anyway belongs into a waiver, where somebody signs for it.
# custom:
#   code: LEG-03
#   severity: high
#   tier_severity: {T4: medium}
#   consideration: 10
#   side: member
#   remediation: >-
#     Negotiate each open change into the agreement, or decline it formally if it weighs no more than the tier allows,
#     and record the outcome.
#   guide: "Section 10, Seek Legal, Risk Management Advice"
#   frameworks:
#     csf_2_0: [GV.SC-06]
recommendations_closed if {
	every recommendation in input.engagement.reviews.recommendations {
		is_closed(recommendation)
	}
}

is_closed(recommendation) if recommendation.disposition in {"implemented", "not_applicable"}

is_closed(recommendation) if {
	recommendation.disposition == "declined"
	data.ratings.severity[recommendation.severity] <= heaviest_declined
}

heaviest_declined := data.ratings.severity[data.requirements.reviews.declined_allowed_severity]

reasons contains {
	"control": "recommendations_closed",
	"path": ["engagement", "reviews", "recommendations", i, "disposition"],
	"message": sprintf("%s is still open", [recommendation.id]),
} if {
	not recommendations_closed
	some i, recommendation in input.engagement.reviews.recommendations
	recommendation.disposition == "open"
}

reasons contains {
	"control": "recommendations_closed",
	"path": ["engagement", "reviews", "recommendations", i, "severity"],
	"message": sprintf("%s was declined and weighs more than the tier lets you decline", [recommendation.id]),
} if {
	not recommendations_closed
	some i, recommendation in input.engagement.reviews.recommendations
	recommendation.disposition == "declined"
	data.ratings.severity[recommendation.severity] > heaviest_declined
}

# METADATA
# title: The reviews are of this version of the agreement
# description: >-
#   A review says nothing about wording that came later, and each renewal or change is an agreement of its own. The
#   digest of the file shows that not a letter has changed. Where only dates are compared, the reviews have to come
#   after the last change of the draft and, for an amendment of a signed agreement, after the first signature.
# custom:
#   code: LEG-04
#   severity: high
#   tier_severity: {T4: medium}
#   consideration: 10
#   side: member
#   remediation: >-
#     Send the present wording back to the reviewers and record the new dates, with the digest of the file that
#     counsel read.
#   guide: "Section 10, Seek Legal, Risk Management Advice"
#   frameworks:
#     cis_v8_1: ["15.4"]
of_this_version if {
	data.requirements.reviews.match_by == "sha256"
	input.engagement.reviews.legal.reviewed_sha256 == input.contract.version_sha256
}

# On one and the same day nobody can tell which came first.
of_this_version if {
	data.requirements.reviews.match_by == "date"
	comes_after_last_change(input.engagement.reviews.legal.completed_on)
	comes_after_last_change(input.engagement.reviews.risk.completed_on)
}

comes_after_last_change(completed_on) if {
	completed_on <= data.context.as_of
	completed_on > input.contract.last_amended_on
}

# What was signed is the wording up to the amendment, so a review of the
# amendment is the one that came after the signature.
comes_after_last_change(completed_on) if {
	completed_on <= data.context.as_of
	input.contract.status in {"executed", "expired", "terminated"}
	input.contract.last_amended_on > input.contract.signed_on
	completed_on > input.contract.signed_on
}

precedes_last_change(completed_on) if {
	input.contract.status in {"draft", "negotiating"}
	completed_on <= input.contract.last_amended_on
}

precedes_last_change(completed_on) if {
	input.contract.last_amended_on <= input.contract.signed_on
	completed_on <= input.contract.last_amended_on
}

precedes_last_change(completed_on) if {
	input.contract.last_amended_on > input.contract.signed_on
	completed_on <= input.contract.signed_on
}

reasons contains {
	"control": "of_this_version",
	"path": ["engagement", "reviews", "legal", "reviewed_sha256"],
	"message": "counsel reviewed another file than the one whose terms are described",
} if {
	not of_this_version
	data.requirements.reviews.match_by == "sha256"
	input.engagement.reviews.legal.reviewed_sha256 != input.contract.version_sha256
}

reasons contains {
	"control": "of_this_version",
	"path": ["engagement", "reviews", "legal", "completed_on"],
	"message": "counsel's review does not come after the last change of the wording",
} if {
	not of_this_version
	data.requirements.reviews.match_by == "date"
	precedes_last_change(input.engagement.reviews.legal.completed_on)
}

reasons contains {
	"control": "of_this_version",
	"path": ["engagement", "reviews", "risk", "completed_on"],
	"message": "risk management's review does not come after the last change of the wording",
} if {
	not of_this_version
	data.requirements.reviews.match_by == "date"
	precedes_last_change(input.engagement.reviews.risk.completed_on)
}

# What lets the member see, year after year, whether the vendor keeps its word.
package controls.performance

# METADATA
# title: The contract lets the member monitor how the vendor meets its obligations
# description: >-
#   Promises about security wear off when nobody is allowed to look. A right to ask, to read reports or to visit has
#   to stand in the contract, because a vendor in trouble is the least likely to grant it later.
# custom:
#   code: REV-01
#   severity: high
#   consideration: 6
#   tiers: [T1, T2, T3]
#   request: >-
#     Please accept a clause that lets us monitor your obligations, and that names how: by questionnaire, by reading
#     your audit reports or by a visit on site.
#   remediation: >-
#     Add a clause that lets you monitor the vendor's obligations, and name how: by questionnaire, by reading its
#     audit reports or by a visit on site.
#   guide: "Section 6, Review Performance Regularly"
#   frameworks:
#     csf_2_0: [GV.SC-07]
#     nist_800_53r5: [SA-9]
#     iso_27001_2022: [A.5.22]
#     ccm_4_0_7: ["A&A-02"]
#     cis_v8_1: ["15.6"]
monitoring_right if {
	input.contract.review_rights.monitoring_clause == true
	input.contract.review_rights.audit_right in {"questionnaire", "report_review", "on_site"}
}

# METADATA
# title: An accepted certification of the vendor is current and covers this service
# description: >-
#   A certificate is an outsider's word that the vendor's security was examined. It says nothing if it has run out, if
#   the auditor objected, or if the examination left out the service that the member buys.
# custom:
#   code: REV-02
#   severity: high
#   consideration: 6
#   tiers: [T1, T2]
#   request: >-
#     Please send us a current report or certificate of an accepted kind, with a bridge letter if the period of your
#     SOC 2 report ended too long ago.
#   remediation: >-
#     Ask the vendor for a current report or certificate of an accepted kind, with a bridge letter if the period of
#     its SOC 2 report ended too long ago. Read its scope, and list its kind in your engagement if it covers the
#     service.
#   guide: "Section 6, Review Performance Regularly"
#   frameworks:
#     csf_2_0: [GV.SC-07]
#     iso_27001_2022: [A.5.22]
#     ccm_4_0_7: [STA-11]
#     cisa_cpg_2_0: ["2.C"]
#     hecvat_4_14: [DOCU-03]
certification if {
	some certificate in input.assurance.certifications
	certificate.kind in data.requirements.assurance.accepted_certifications
	certificate.kind in input.engagement.assurance.certifications_covering_service
	is_in_good_standing(certificate)
}

# An auditor always gives an opinion in a SOC 2 report, so there "not applicable"
# is no answer. A bridge letter carries on from the audited period of a Type 2; a
# Type 1 looks at one day and has no period to carry on from.
is_in_good_standing(certificate) if {
	certificate.kind == "soc2_type2"
	certificate.opinion == "unqualified"
	certificate.period_end <= data.context.as_of
	days_since_period(certificate) <= data.requirements.assurance.soc2_max_age_days
}

is_in_good_standing(certificate) if {
	certificate.kind == "soc2_type2"
	certificate.opinion == "unqualified"
	certificate.period_end <= data.context.as_of
	days_since_period(certificate) <= longest_bridged_days
	certificate.bridge_until >= data.context.as_of
}

is_in_good_standing(certificate) if {
	certificate.kind == "soc2_type1"
	certificate.opinion == "unqualified"
	certificate.period_end <= data.context.as_of
	days_since_period(certificate) <= data.requirements.assurance.soc2_max_age_days
}

is_in_good_standing(certificate) if {
	not certificate.kind in {"soc2_type1", "soc2_type2"}
	certificate.opinion in {"unqualified", "not_applicable"}
	certificate.valid_until >= data.context.as_of
}

days_since_period(certificate) := data.calendar.days(certificate.period_end, data.context.as_of)

longest_bridged_days := sum([
	data.requirements.assurance.soc2_max_age_days,
	data.requirements.assurance.bridge_letter_max_days,
])

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications"],
	"message": "no certification is listed",
} if {
	not certification
	count(input.assurance.certifications) == 0
}

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications", i, "kind"],
	"message": "the tier does not accept this kind of certification",
} if {
	not certification
	some i, certificate in input.assurance.certifications
	not certificate.kind in data.requirements.assurance.accepted_certifications
}

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications", i, "kind"],
	"message": "the engagement does not say that its scope covers this service",
} if {
	not certification
	some i, certificate in input.assurance.certifications
	every kind in input.engagement.assurance.certifications_covering_service {
		kind != certificate.kind
	}
}

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications", i, "opinion"],
	"message": "the auditor did not give a clean opinion",
} if {
	not certification
	some i, certificate in input.assurance.certifications
	certificate.opinion in {"qualified", "adverse"}
}

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications", i, "valid_until"],
	"message": "the certificate has run out",
} if {
	not certification
	some i, certificate in input.assurance.certifications
	not certificate.kind in {"soc2_type1", "soc2_type2"}
	certificate.valid_until < data.context.as_of
}

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications", i, "period_end"],
	"message": "the report looks at a time that is too long past",
} if {
	not certification
	some i, certificate in input.assurance.certifications
	is_outdated(certificate)
}

is_outdated(certificate) if {
	certificate.kind == "soc2_type1"
	days_since_period(certificate) > data.requirements.assurance.soc2_max_age_days
}

is_outdated(certificate) if {
	certificate.kind == "soc2_type2"
	days_since_period(certificate) > longest_bridged_days
}

is_outdated(certificate) if {
	certificate.kind == "soc2_type2"
	days_since_period(certificate) > data.requirements.assurance.soc2_max_age_days
	certificate.bridge_until < data.context.as_of
}

reasons contains {
	"control": "certification",
	"path": ["assurance", "certifications", i, "period_end"],
	"message": "the period ends after the date of this check",
} if {
	not certification
	some i, certificate in input.assurance.certifications
	certificate.kind in {"soc2_type1", "soc2_type2"}
	certificate.period_end > data.context.as_of
}

# METADATA
# title: The vendor reports breaches, fraud and irregularities, and the member has assessed how faithfully
# description: >-
#   How a vendor dealt with earlier trouble shows best how it will deal with the next. The contract has to oblige it to
#   tell, the vendor has to say what it knows of, and somebody at the member has to look at the record since the newest
#   event.
# custom:
#   code: REV-03
#   severity: high
#   consideration: 6
#   tiers: [T1, T2, T3]
#   request: >-
#     Please accept a duty to report all known material breaches, fraud and irregularities, and send us a signed
#     statement of your record.
#   remediation: >-
#     Assess the vendor's record, and note the day. Where they are missing, add the duty to report all known material
#     breaches, fraud and irregularities, and ask for a signed statement of the record.
#   guide: "Section 6, Review Performance Regularly"
#   frameworks:
#     csf_2_0: [GV.SC-07]
#     nist_800_53r5: [SR-8]
#     cis_v8_1: ["15.6"]
breach_history if {
	input.contract.review_rights.breach_history_reporting == true
	vendor_states_its_record
	every event in input.assurance.incident_history {
		event.occurred_on <= event.reported_on
		event.reported_on <= data.context.as_of
		event.occurred_on < input.engagement.assurance.reporting_assessment.assessed_on
	}
	input.engagement.assurance.reporting_assessment.assessed_on <= data.context.as_of
}

# The statement and the list have to agree: who knows of none lists none.
vendor_states_its_record if {
	input.assurance.incident_history_statement == "none_known"
	count(input.assurance.incident_history) == 0
}

vendor_states_its_record if {
	input.assurance.incident_history_statement == "listed"
	count(input.assurance.incident_history) > 0
}

reasons contains {
	"control": "breach_history",
	"path": ["contract", "review_rights", "breach_history_reporting"],
	"message": "the agreement does not oblige the vendor to report such events",
} if {
	not breach_history
	input.contract.review_rights.breach_history_reporting == false
}

reasons contains {
	"control": "breach_history",
	"path": ["assurance", "incident_history_statement"],
	"message": "the vendor declined to state its record",
} if {
	not breach_history
	input.assurance.incident_history_statement == "declined"
}

reasons contains {
	"control": "breach_history",
	"path": ["assurance", "incident_history"],
	"message": "the vendor states that it knows of no such event, and lists one",
} if {
	not breach_history
	input.assurance.incident_history_statement == "none_known"
	count(input.assurance.incident_history) > 0
}

reasons contains {
	"control": "breach_history",
	"path": ["assurance", "incident_history"],
	"message": "the vendor states that it lists its events, and the list is empty",
} if {
	not breach_history
	input.assurance.incident_history_statement == "listed"
	count(input.assurance.incident_history) == 0
}

reasons contains {
	"control": "breach_history",
	"path": ["assurance", "incident_history", i, "occurred_on"],
	"message": "the member has not assessed the vendor's record since this event",
	"side": "member",
} if {
	not breach_history
	some i, event in input.assurance.incident_history
	event.occurred_on >= input.engagement.assurance.reporting_assessment.assessed_on
}

reasons contains {
	"control": "breach_history",
	"path": ["assurance", "incident_history", i, "reported_on"],
	"message": "the report is dated before the event",
} if {
	not breach_history
	some i, event in input.assurance.incident_history
	event.reported_on < event.occurred_on
}

reasons contains {
	"control": "breach_history",
	"path": ["assurance", "incident_history", i, "reported_on"],
	"message": "the report lies after the date of this check",
} if {
	not breach_history
	some i, event in input.assurance.incident_history
	event.reported_on > data.context.as_of
}

reasons contains {
	"control": "breach_history",
	"path": ["engagement", "assurance", "reporting_assessment", "assessed_on"],
	"message": "the date lies after the date of this check",
	"side": "member",
} if {
	not breach_history
	input.engagement.assurance.reporting_assessment.assessed_on > data.context.as_of
}

# METADATA
# title: The vendor's ethics and social responsibility policies can be read
# description: >-
#   What a company expects of its own people tells a public body whom it is dealing with. A policy that is on file or
#   on the vendor's website can be held up to it; one that is only mentioned cannot.
# custom:
#   code: REV-04
#   severity: low
#   consideration: 6
#   tiers: [T1, T2, T3]
#   request: Please send us your code of ethics and your social responsibility policy, or their web addresses.
#   remediation: >-
#     Ask the vendor for its code of ethics and its social responsibility policy, and file the copies or note their
#     web addresses.
#   guide: "Section 6, Review Performance Regularly"
#   frameworks:
#     iso_27001_2022: [A.5.19]
ethics_policies if {
	can_be_read(input.assurance.ethics_policy)
	can_be_read(input.assurance.csr_policy)
}

# The id of a document never contains these characters, so what has them is a web
# address.
can_be_read(policy) if contains(policy, "://")

can_be_read(policy) if {
	some document in input.evidence
	document.id == policy
}

reasons contains {
	"control": "ethics_policies",
	"path": ["assurance", "ethics_policy"],
	"message": "no entry of the evidence has this id",
} if {
	not ethics_policies
	is_missing(input.assurance.ethics_policy)
}

reasons contains {
	"control": "ethics_policies",
	"path": ["assurance", "csr_policy"],
	"message": "no entry of the evidence has this id",
} if {
	not ethics_policies
	is_missing(input.assurance.csr_policy)
}

is_missing(policy) if {
	not contains(policy, "://")
	every document in input.evidence {
		document.id != policy
	}
}

# METADATA
# title: The member reviews the vendor's performance on schedule
# description: >-
#   A contract runs for years, and a vendor that was good at the start can decline without a single alarm. A review at
#   fixed intervals notices it while there is still time to act.
# custom:
#   code: REV-05
#   severity: medium
#   consideration: 6
#   tiers: [T1, T2, T3]
#   applies_when: in_contract
#   side: member
#   remediation: >-
#     Hold the review that is due, keep its minutes and note the date. If the contract foresees reviews too seldom,
#     or none, agree on a shorter interval.
#   guide: "Section 6, Review Performance Regularly"
#   frameworks:
#     iso_27001_2022: [A.5.22]
#     cis_v8_1: ["15.6"]
#     ccm_4_0_7: [STA-13]
reviewed_on_schedule if {
	input.contract.review_rights.cadence_months <= data.requirements.review.cadence_months_max
	no_review_is_overdue
}

no_review_is_overdue if {
	input.engagement.reviews.performance.last_on <= data.context.as_of
	next_review_after(input.engagement.reviews.performance.last_on) >= data.context.as_of
}

# In the first interval there is nothing to review yet. The member's own first day
# counts, not a date of the vendor's.
no_review_is_overdue if next_review_after(input.engagement.term.start) > data.context.as_of

next_review_after(date) := data.calendar.add_months(date, input.contract.review_rights.cadence_months)

reasons contains {
	"control": "reviewed_on_schedule",
	"path": ["engagement", "reviews", "performance", "last_on"],
	"message": sprintf("the next review was due on %s", [due_on]),
} if {
	not reviewed_on_schedule
	due_on := next_review_after(input.engagement.reviews.performance.last_on)
	due_on < data.context.as_of
}

reasons contains {
	"control": "reviewed_on_schedule",
	"path": ["engagement", "reviews", "performance", "last_on"],
	"message": "the date lies after the date of this check",
} if {
	not reviewed_on_schedule
	input.engagement.reviews.performance.last_on > data.context.as_of
}

# METADATA
# title: An independent test has looked for weaknesses recently, and no critical one is open
# description: >-
#   Somebody from outside who tries to break in finds what questionnaires miss. A test by the vendor's own people, or
#   one whose worst findings are still open, gives no such comfort.
# custom:
#   code: REV-06
#   severity: medium
#   consideration: 6
#   tiers: [T1, T2]
#   applies_when: reaches_data_or_systems
#   request: >-
#     Please send us the summary letter of a recent penetration test by an independent firm, and confirm that every
#     critical finding is closed.
#   remediation: >-
#     Ask for the summary letter of a recent penetration test by an independent firm, and for confirmation that every
#     critical finding is closed.
#   guide: "Section 6, Review Performance Regularly; Section 1, Conduct Due Diligence on Potential Vendor"
#   frameworks:
#     nist_800_53r5: [CA-8]
#     ccm_4_0_7: [TVM-06]
#     mvsp_3_0: ["1.4"]
#     hecvat_4_14: [VULN-04]
#     cisa_cpg_2_0: ["2.C"]
penetration_test if {
	input.assurance.pentest.performed_on <= data.context.as_of
	data.calendar.days(
		input.assurance.pentest.performed_on,
		data.context.as_of,
	) <= data.requirements.assurance.pentest_max_age_days
	input.assurance.pentest.independent == true
	input.assurance.pentest.open_critical_findings == 0
}

reasons contains {
	"control": "penetration_test",
	"path": ["assurance", "pentest", "performed_on"],
	"message": "the date lies after the date of this check",
} if {
	not penetration_test
	input.assurance.pentest.performed_on > data.context.as_of
}

package secondopinion

import (
	"slices"
	"strings"
)

// Considerations 3, 4, 6 and 7: continuity, the scope of the service and who
// else takes part, performance, termination.

var promised = map[string]opinion{
	"BCP-01": {least: "T3", applies: continuityMatters, passes: func(v *view) tri {
		return all(v.says("contract.continuity.bc_clause").isTrue(), v.says("contract.continuity.redundancy_clause").isTrue())
	}},
	"BCP-02": {least: "T3", applies: continuityMatters, passes: func(v *view) tri {
		provided := v.says("continuity.bcp.provided")
		return all(
			either(provided.is("full"), all(v.asks("continuity.accept_summary").isTrue(), provided.is("summary"))),
			v.onFile(v.says("continuity.bcp.evidence")))
	}},
	"BCP-03": {least: "T2", applies: continuityMatters, passes: func(v *view) tri {
		return all(
			v.fresh(v.says("continuity.bcp.reviewed_on"), v.asks("continuity.plan_max_age_days")),
			v.says("continuity.bcp.scenarios").has(v.asks("continuity.required_scenarios").words()...))
	}},
	"BCP-04": {least: "T2", applies: lossMatters, passes: func(v *view) tri {
		tests := v.acceptedTests()
		return all(tests.notEmpty(), tests.every(func(t answer) tri {
			newest := tests.every(func(o answer) tri { return o.get("performed_on").upTo(t.get("performed_on")) })
			return either(not(newest), all(v.fresh(t.get("performed_on"), v.asks("continuity.test_max_age_days")), v.onFile(t.get("evidence"))))
		}))
	}},
	"BCP-05": {least: "T2", applies: lossMatters, passes: func(v *view) tri {
		tests := v.acceptedTests()
		tabletop := func(t answer) bool { return t.get("kind").word() == "tabletop" }
		return all(tests.notEmpty(), tests.every(func(t answer) tri {
			decides := tests.every(func(o answer) tri {
				switch {
				case tabletop(t) && !tabletop(o):
					return no
				case tabletop(o) && !tabletop(t):
					return yes
				}
				return o.get("performed_on").upTo(t.get("performed_on"))
			})
			return either(not(decides), all(
				t.get("outcome").is("passed", "passed_with_issues_closed"),
				t.get("achieved_rto_hours").atMost(v.says("engagement.max_tolerable_downtime_hours")),
				t.get("achieved_rpo_hours").atMost(v.says("engagement.max_tolerable_data_loss_hours"))))
		}))
	}},
	"BCP-06": {least: "T2", applies: lossMatters, passes: func(v *view) tri {
		return all(
			v.says("contract.continuity.dr_results_clause").isTrue(),
			v.says("contract.continuity.dr_results_every_months").atMost(v.asks("continuity.results_every_months_max")))
	}},
	"BCP-07": {least: "T2", applies: lossMatters, passes: func(v *view) tri {
		return all(
			v.says("contract.continuity.rto_hours").atMost(v.says("engagement.max_tolerable_downtime_hours")),
			v.says("contract.continuity.rpo_hours").atMost(v.says("engagement.max_tolerable_data_loss_hours")))
	}},
	"BCP-08": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.says("contract.continuity.change_notice_days").atLeast(v.asks("continuity.change_notice_days_min"))
	}},

	"SCO-01": {least: "T4", applies: always, passes: func(v *view) tri {
		services := v.says("contract.scope.services")
		// What the agreement names only to leave it out has no fee.
		return all(
			services.some(func(s answer) tri { return s.get("in_scope").isTrue() }),
			services.every(func(s answer) tri {
				return either(s.get("in_scope").isFalse(), all(s.get("description").answered(), s.get("fee_stated").isTrue()))
			}))
	}},
	"SCO-02": {least: "T4", applies: needsServices, passes: func(v *view) tri {
		return v.says("engagement.needed_services").every(func(needed answer) tri {
			return v.says("contract.scope.services").some(func(s answer) tri {
				return all(when(s.get("code").word() == needed.word()), s.get("in_scope").isTrue())
			})
		})
	}},
	"SCO-03": {least: "T4", applies: always, passes: func(v *view) tri {
		d := v.says("contract.dispute_resolution")
		return all(
			d.get("present").isTrue(),
			d.get("mechanisms").notEmpty(),
			d.get("mechanisms").within(v.asks("dispute.mechanisms_accepted").words()...),
			d.get("governing_law").is(v.asks("dispute.governing_law_accepted").words()...))
	}},
	"SCO-04": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.says("contract.scope.security_services_statement").is("explicit_included", "explicit_excluded", "mixed_itemised")
	}},
	"SCO-05": {least: "T3", applies: needsSecurityServices, passes: func(v *view) tri {
		records := v.says("contract.scope.security_services")
		return v.says("engagement.needed_security_services").every(func(needed answer) tri {
			same := records.only(func(r answer) bool { return r.get("code").word() == needed.word() })
			return all(same.known(func() bool { return len(same.list()) == 1 }), same.every(func(r answer) tri {
				return either(r.get("owner").is("vendor", "member"), all(r.get("owner").is("third_party"), r.get("party").answered()))
			}))
		})
	}},
	"SCO-06": {least: "T4", applies: always, passes: func(v *view) tri {
		s := v.says("contract.scope")
		return all(
			s.get("service_hours_stated").isTrue(),
			s.get("pricing_stated").isTrue(),
			either(not(v.says("engagement.engagement_kind").is("one_time_setup")), s.get("ongoing_support").is("included", "excluded_explicit")))
	}},

	"SUB-01": {least: "T3", applies: usesSubcontractors, passes: func(v *view) tri {
		says := []string{
			"", "-", "--", ".", "?", "n/a", "na", "none", "not applicable", "other", "service", "services", "subcontractor",
			"tba", "tbd", "to be determined", "unknown", "various", "vendor",
		}
		return all(v.says("subcontractors").notEmpty(), v.says("subcontractors").every(func(s answer) tri {
			service := s.get("service")
			return all(
				service.known(func() bool { return !slices.Contains(says, strings.ToLower(strings.TrimSpace(service.word()))) }),
				s.get("handles_member_data").answered())
		}))
	}},
	"SUB-02": {least: "T3", applies: usesSubcontractors, passes: func(v *view) tri {
		return v.says("contract.subcontracting.flowdown").has(v.asks("subcontracting.required_flowdown").words()...)
	}},
	"SUB-03": {least: "T3", applies: reachesMemberData, passes: func(v *view) tri {
		allowed := v.asks("location.allowed_countries").words()
		return all(
			v.says("security.data_locations").within(allowed...),
			either(v.says("security.data_locations").notEmpty(), not(storesMemberData(v))),
			either(
				v.says("engagement.uses_subcontractors").isFalse(),
				v.says("subcontractors").every(func(s answer) tri { return s.get("countries").within(allowed...) })))
	}},

	"REV-01": {least: "T3", applies: always, passes: func(v *view) tri {
		return all(
			v.says("contract.review_rights.monitoring_clause").isTrue(),
			v.says("contract.review_rights.audit_right").is("questionnaire", "report_review", "on_site"))
	}},
	"REV-02": {least: "T2", applies: always, passes: func(v *view) tri {
		return v.says("assurance.certifications").some(func(c answer) tri {
			kind := c.get("kind")
			ended, longest := c.get("period_end"), v.asks("assurance.soc2_max_age_days")
			// A SOC 2 report always has an opinion, and only a Type 2 has a period
			// that a letter can carry on from.
			standing := either(
				all(
					kind.is("soc2_type1", "soc2_type2"),
					c.get("opinion").is("unqualified"),
					either(v.fresh(ended, longest), all(
						kind.is("soc2_type2"),
						v.today.upTo(c.get("bridge_until")),
						v.fresh(ended, longest.plus(v.asks("assurance.bridge_letter_max_days")))))),
				all(
					not(kind.is("soc2_type1", "soc2_type2")),
					c.get("opinion").is("unqualified", "not_applicable"),
					v.today.upTo(c.get("valid_until"))))
			return all(
				kind.is(v.asks("assurance.accepted_certifications").words()...),
				v.says("engagement.assurance.certifications_covering_service").has(kind.word()),
				standing)
		})
	}},
	"REV-03": {least: "T3", applies: always, passes: func(v *view) tri {
		events := v.says("assurance.incident_history")
		statement := v.says("assurance.incident_history_statement")
		assessed := v.says("engagement.assurance.reporting_assessment.assessed_on")
		return all(
			v.says("contract.review_rights.breach_history_reporting").isTrue(),
			assessed.upTo(v.today),
			either(
				all(statement.is("none_known"), not(events.notEmpty())),
				all(statement.is("listed"), events.notEmpty())),
			events.every(func(e answer) tri {
				happened, reported := e.get("occurred_on"), e.get("reported_on")
				return all(happened.upTo(reported), reported.upTo(v.today), assessed.after(happened))
			}))
	}},
	"REV-04": {least: "T3", applies: always, passes: func(v *view) tri {
		available := func(where answer) tri {
			return either(where.known(func() bool { return strings.Contains(where.word(), "://") }), v.onFile(where))
		}
		return all(available(v.says("assurance.ethics_policy")), available(v.says("assurance.csr_policy")))
	}},
	"REV-05": {least: "T3", applies: inContract, passes: func(v *view) tri {
		cadence := v.says("contract.review_rights.cadence_months")
		next := func(date answer) answer {
			if !date.given() || !cadence.given() {
				return answer{lacks: slices.Concat(date.missing(), cadence.missing())}
			}
			return answer{value: monthsAfter(date.word(), cadence)}
		}
		reviewed, began := v.says("engagement.reviews.performance.last_on"), v.says("engagement.term.start")
		return all(
			cadence.atMost(v.asks("review.cadence_months_max")),
			either(all(reviewed.upTo(v.today), v.today.upTo(next(reviewed))), next(began).after(v.today)))
	}},
	"REV-06": {least: "T2", applies: reachesDataOrSystems, passes: func(v *view) tri {
		p := v.says("assurance.pentest")
		return all(
			v.fresh(p.get("performed_on"), v.asks("assurance.pentest_max_age_days")),
			p.get("independent").isTrue(),
			p.get("open_critical_findings").atMost(number(0)))
	}},

	"TRM-01": {least: "T3", applies: always, passes: func(v *view) tri {
		t := v.says("contract.termination")
		return all(t.get("steps_defined").isTrue(), t.get("steps").has(v.asks("termination.required_steps").words()...))
	}},
	"TRM-02": {least: "T3", applies: always, passes: func(v *view) tri {
		t := v.says("contract.termination")
		return all(t.get("transition_assistance").isTrue(), t.get("transition_days").atLeast(v.asks("termination.transition_days_min")))
	}},
	"TRM-03": {least: "T3", applies: reachesDataSystemsOrPremises, passes: func(v *view) tri {
		return v.says("contract.termination.access_revocation_hours").atMost(v.asks("termination.access_revocation_hours_max"))
	}},
	"TRM-04": {least: "T3", applies: reachesMemberData, passes: func(v *view) tri {
		t := v.says("contract.termination")
		return all(
			t.get("return_days").atMost(v.asks("termination.return_days_max")),
			t.get("return_formats").hasAny(v.asks("termination.formats_accepted").words()...),
			t.get("return_conditioned_on_payment").isFalse())
	}},
	"TRM-05": {least: "T3", applies: storesMemberData, passes: func(v *view) tri {
		t := v.says("contract.termination")
		justice := v.says("engagement.data.classes").has("cji")
		method, standard := t.get("destruction_method"), t.get("destruction_standard")
		return all(
			t.get("destruction_clause").isTrue(),
			t.get("destruction_days").atMost(v.asks("termination.destruction_days_max")),
			either(
				all(justice, method.is("overwrite_3_pass", "degauss", "physical_destroy")),
				all(not(justice), method.is(v.asks("termination.destruction_methods_accepted").words()...))),
			either(
				standard.is(v.asks("termination.destruction_standards_accepted").words()...),
				all(standard.is("cjis_mp_6"), justice)))
	}},
	"TRM-06": {least: "T3", applies: storesMemberData, passes: func(v *view) tri {
		t := v.says("contract.termination")
		return all(
			t.get("destruction_includes_backups").isTrue(),
			t.get("destruction_includes_subcontractors").isTrue(),
			t.get("destruction_certificate").isTrue())
	}},
	"TRM-07": {least: "T3", applies: storesMemberData, passes: func(v *view) tri {
		t := v.says("contract.termination")
		return all(t.get("destruction_after_confirmation").isTrue(), t.get("destruction_days").over(t.get("return_days")))
	}},
	"TRM-08": {least: "T3", applies: always, passes: func(v *view) tri {
		t := v.says("contract.termination")
		return all(
			t.get("for_convenience").isTrue(),
			t.get("for_convenience_notice_days").atMost(v.asks("termination.convenience_notice_days_max")),
			t.get("for_security_breach").isTrue(),
			t.get("credentials_handover").isTrue())
	}},
}

func (v *view) acceptedTests() answer {
	accepted := v.asks("continuity.test_kinds_accepted").words()
	return v.says("continuity.tests").only(func(t answer) bool { return slices.Contains(accepted, t.get("kind").word()) })
}

// monthsAfter is the date a number of months later; a day that the month lacks
// is its last.
func monthsAfter(date string, months answer) string {
	d := answer{value: date}.day()
	n := int(months.number().Num().Int64())
	first := d.AddDate(0, 0, 1-d.Day()).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(d.Day(), last.Day())-1).Format("2006-01-02")
}

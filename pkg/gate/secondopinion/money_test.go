package secondopinion

import "slices"

// Consideration 2: insurance, the limit of liability, indemnification.

var (
	eoLines    = []string{"professional_eo", "tech_eo", "tech_eo_cyber_combined"}
	cyberLines = []string{"cyber", "tech_eo_cyber_combined"}
	crimeLines = []string{"crime", "fidelity_bond"}
)

var insured = map[string]opinion{
	"INS-01": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.policies("cgl").some(func(p answer) tri {
			return all(
				v.reaches(p, "per_occurrence", "per_occurrence", v.asks("insurance.cgl.per_occurrence")),
				v.reaches(p, "aggregate", "aggregate", v.asks("insurance.cgl.aggregate")))
		})
	}},
	"INS-02": {least: "T3", applies: usesVehicles, passes: func(v *view) tri {
		return v.policies("auto").some(func(p answer) tri {
			return v.reaches(p, "combined_single", "per_occurrence", v.asks("insurance.auto.combined_single"))
		})
	}},
	"INS-03": {least: "T4", applies: always, passes: func(v *view) tri {
		return either(v.exemptProprietor(), v.policies("wc_el").some(func(p answer) tri {
			out := p.get("limits.statutory").isTrue()
			for _, limit := range []string{"el_each_accident", "el_disease_policy", "el_disease_employee"} {
				out = all(out, p.get("limits."+limit).atLeast(v.asks("insurance.wc."+limit)))
			}
			return out
		}))
	}},
	"INS-04": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.policies(eoLines...).some(func(p answer) tri { return v.carries(p, "eo", "cyber", cyberLines) })
	}},
	"INS-05": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.policies(cyberLines...).some(func(p answer) tri { return v.carries(p, "cyber", "eo", eoLines) })
	}},
	"INS-06": {least: "T2", applies: always, passes: func(v *view) tri {
		wanted := v.asks("insurance.cyber.required_coverages").words()
		return v.policies(cyberLines...).some(func(p answer) tri {
			return all(p.get("coverages").has(wanted...), p.get("sublimits").every(func(s answer) tri {
				return either(not(s.get("peril").is(wanted...)), all(
					s.get("amount").atLeast(v.asks("insurance.cyber.sublimit_min")),
					s.get("coinsurance_percent").atMost(v.asks("insurance.cyber.coinsurance_percent_max"))))
			}))
		})
	}},
	"INS-07": {least: "T2", applies: privilegedOrPurchasing, passes: func(v *view) tri {
		return v.policies(crimeLines...).some(func(p answer) tri {
			return all(p.get("limits.per_loss").atLeast(v.asks("insurance.crime.per_loss")), p.get("coverages").has("client_property"))
		})
	}},
	"INS-08": {least: "T4", applies: always, signed: true, passes: func(v *view) tri {
		return v.required(func(p answer) tri {
			return v.document(p.get("evidence"), func(e answer) tri {
				return all(
					e.get("kind").is("acord_25", "policy_declaration", "insurer_letter"),
					v.fresh(e.get("issued_on"), v.asks("insurance.certificate_max_age_days")))
			})
		})
	}},
	"INS-09": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.required(func(p answer) tri {
			ends := p.get("expires_on")
			return all(
				p.get("effective_on").upTo(v.today),
				either(ends.after(v.today), all(v.asks("insurance.expiry_day_counts").isTrue(), v.today.upTo(ends))),
				either(v.says("contract.expires_on").upTo(ends), v.says("contract.insurance_terms.renewal_certificates_required").isTrue()))
		})
	}},
	"INS-10": {least: "T3", applies: always, signed: true, passes: func(v *view) tri {
		// The policies are asked for even where no line has to name the member.
		out := v.says("insurance.policies").answered()
		for _, line := range v.asks("insurance.additional_insured_lines").words() {
			// Cover that the member needs anyway has to be there to name it.
			if line == "cgl" || line == "auto" {
				out = all(out, either(v.lineOff(line), v.policies(line).notEmpty()))
			}
			out = all(out, v.policies(line).every(func(p answer) tri {
				return either(v.lineOff(line), p.get("additional_insured").is("endorsement", "blanket_endorsement"))
			}))
		}
		return out
	}},
	"INS-11": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.required(func(p answer) tri {
			least := v.asks("insurance.cancellation_notice_days_min")
			return all(
				either(v.asks("insurance.primary_required").isFalse(), not(p.get("line").is("cgl", "auto", "umbrella")), p.get("primary_noncontributory").isTrue()),
				either(v.asks("insurance.subrogation_waiver_required").isFalse(), p.get("waiver_of_subrogation").isTrue()),
				either(p.get("cancellation_notice_days").atLeast(least), v.says("contract.insurance_terms.cancellation_notice_days").atLeast(least)))
		})
	}},
	"INS-12": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.required(func(p answer) tri {
			return either(p.get("line").is(crimeLines...), p.get("basis").is("occurrence"), all(
				p.get("basis").is("claims_made"),
				either(p.get("full_prior_acts").isTrue(), p.get("retro_date").upTo(v.says("contract.effective_on"))),
				v.says("contract.insurance_terms.tail_months").atLeast(v.asks("insurance.tail_months_min"))))
		})
	}},
	"INS-13": {least: "T3", applies: always, passes: func(v *view) tri {
		ratings := []string{"NR", "S", "F", "E", "D", "C-", "C", "C+", "C++", "B-", "B", "B+", "B++", "A-", "A", "A+", "A++"}
		sizes := []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"}
		return v.required(func(p answer) tri {
			return either(
				p.get("carrier.kind").is(v.asks("insurance.unrated_carriers_accepted").words()...),
				all(p.get("line").is("wc_el"), p.get("carrier.kind").is("state_fund")),
				all(
					p.get("carrier.am_best_rating").rank(ratings, v.asks("insurance.am_best_min")),
					p.get("carrier.am_best_fsc").rank(sizes, v.asks("insurance.am_best_fsc_min"))))
		})
	}},
	"INS-14": {least: "T3", applies: always, passes: func(v *view) tri {
		return all(
			v.policies(eoLines...).notEmpty(),
			v.policies(cyberLines...).notEmpty(),
			v.policies(slices.Concat(eoLines, cyberLines)...).every(func(p answer) tri {
				return p.get("deductible").atMost(v.asks("insurance.deductible_max"))
			}))
	}},

	"LIA-01": {least: "T3", applies: always, passes: func(v *view) tri {
		kind := v.says("contract.liability.cap_kind")
		return either(kind.is("none", "silent", "fixed"), chosen(
			kind.is("greater_of"), v.says("contract.liability.cap_amount").atLeast(v.asks("liability.cap_min"))))
	}},
	"LIA-02": {least: "T4", applies: always, passes: func(v *view) tri { return v.capReaches(v.asks("liability.cap_min")) }},
	"LIA-03": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.eachOutsideCap("liability.required_carveouts", func(c answer) tri {
			return either(c.get("treatment").is("uncapped"), all(
				c.get("treatment").is("super_cap"),
				v.says("contract.liability.super_cap").atLeast(v.asks("liability.super_cap_min"))))
		})
	}},
	"LIA-04": {least: "T3", applies: always, passes: func(v *view) tri {
		if v.asks("liability.cap_vs_insurance").word() == "off" {
			return yes
		}
		policies := v.policies(slices.Concat(eoLines, cyberLines)...)
		return either(v.uncapped(), all(policies.notEmpty(), policies.every(func(p answer) tri {
			return all(p.get("limits.per_claim").answered(), v.capReaches(p.get("limits.per_claim")))
		})))
	}},
	"LIA-05": {least: "T3", applies: always, passes: func(v *view) tri {
		return either(
			v.says("contract.liability.consequential_waiver").is("none"),
			v.says("contract.liability.consequential_waiver_excludes_breach_costs").isTrue())
	}},
	"LIA-06": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.eachOutsideCap("liability.always_uncapped", func(c answer) tri { return c.get("treatment").is("uncapped") })
	}},

	"IND-01": {least: "T4", applies: always, passes: func(v *view) tri {
		i := v.says("contract.indemnity")
		return all(
			i.get("vendor_indemnifies").isTrue(),
			i.get("hold_harmless").isTrue(),
			i.get("trigger").is(v.asks("indemnity.triggers_accepted").words()...),
			i.get("survives_termination").isTrue())
	}},
	"IND-02": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.pays("attorney_fees")
	}},
	"IND-03": {least: "T3", applies: holdsNotPublicData, passes: func(v *view) tri {
		return v.pays("breach_notification")
	}},
	"IND-04": {least: "T2", applies: holdsNotPublicData, passes: func(v *view) tri {
		return v.pays(v.asks("indemnity.required_costs").words()...)
	}},
	"IND-05": {least: "T3", applies: always, passes: func(v *view) tri {
		return all(v.says("contract.indemnity.vendor_indemnifies").isTrue(), v.says("contract.indemnity.claim_parties").is("first_and_third_party"))
	}},
	"IND-06": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.says("contract.indemnity.member_indemnifies_vendor").is(v.asks("indemnity.member_indemnity_accepted").words()...)
	}},
}

// policies are the insurance policies of some lines.
func (v *view) policies(lines ...string) answer {
	return v.says("insurance.policies").only(func(p answer) bool { return slices.Contains(lines, p.get("line").word()) })
}

// lineOff is yes for a line of insurance that this purchase does not need.
func (v *view) lineOff(line string) tri {
	switch line {
	case "cyber":
		return when(!v.asks("insurance.cyber.per_claim").given())
	case "auto":
		return either(when(!v.asks("insurance.auto.combined_single").given()), not(usesVehicles(v)))
	case "crime", "fidelity_bond":
		return either(when(!v.asks("insurance.crime.per_loss").given()), not(privilegedOrPurchasing(v)))
	}
	return no
}

// spare is yes for a policy that the member does not count on: its line is off,
// or it is an umbrella over no other policies than such.
func (v *view) spare(p answer) tri {
	if p.get("line").word() != "umbrella" {
		return v.lineOff(p.get("line").word())
	}
	return v.says("insurance.policies").every(func(o answer) tri {
		return either(v.lineOff(o.get("line").word()), not(p.get("underlying_for").has(o.get("id").word())))
	})
}

// required asks for a policy of each line that is needed, and puts a condition
// to every policy that the member counts on.
func (v *view) required(condition func(answer) tri) tri {
	return all(
		v.policies("cgl").notEmpty(),
		v.policies(eoLines...).notEmpty(),
		either(v.policies("wc_el").notEmpty(), v.exemptProprietor()),
		either(v.policies(cyberLines...).notEmpty(), v.lineOff("cyber")),
		either(v.policies("auto").notEmpty(), v.lineOff("auto")),
		either(v.policies(crimeLines...).notEmpty(), v.lineOff("crime")),
		v.says("insurance.policies").every(func(p answer) tri { return either(v.spare(p), condition(p)) }))
}

// exemptProprietor is yes for somebody who works alone and has filed the letter
// that says so, under the id the product sets for it.
func (v *view) exemptProprietor() tri {
	return all(
		v.says("vendor.entity_type").is("sole_proprietor"),
		not(v.policies("wc_el").notEmpty()),
		v.says("evidence").some(func(e answer) tri {
			if e.get("id").word() != "workers-compensation-exemption" {
				return no
			}
			return all(e.get("kind").is("insurer_letter"), v.fresh(e.get("issued_on"), v.asks("insurance.certificate_max_age_days")))
		}))
}

// reaches is yes when a policy, with the umbrellas scheduled over it, has a
// limit of at least an amount.
func (v *view) reaches(p answer, limit, ofUmbrella string, least answer) tri {
	sum := p.get("limits." + limit)
	for _, u := range v.policies("umbrella").list() {
		switch u.get("underlying_for").has(p.get("id").word()).truth {
		case isOpen:
			sum = answer{lacks: []string{somewhere}}
		case isYes:
			sum = sum.plus(u.get("limits." + ofUmbrella))
		case isNo:
		}
	}
	return either(p.get("limits."+limit).atLeast(least), sum.atLeast(least))
}

// carries is yes when a policy of errors and omissions or of cyber has its
// limits, and more where one aggregate serves both.
func (v *view) carries(p answer, kind, other string, otherLines []string) tri {
	aggregate := v.asks("insurance." + kind + ".aggregate")
	both := aggregate
	if o := v.asks("insurance." + other + ".aggregate"); o.given() {
		if v.asks("insurance.shared_aggregate_rule").word() == "sum" {
			both = aggregate.plus(o)
		} else if o.over(aggregate).truth == isYes {
			both = o
		}
	}
	shared := p.get("line").is("tech_eo_cyber_combined")
	for _, o := range v.policies(otherLines...).list() {
		shared = either(shared, p.get("shared_aggregate_with").has(o.get("id").word()), o.get("shared_aggregate_with").has(p.get("id").word()))
	}
	reach := func(limit string, least answer) tri {
		return v.reaches(p, limit, map[string]string{"per_claim": "per_occurrence", "aggregate": "aggregate"}[limit], least)
	}
	return all(
		reach("per_claim", v.asks("insurance."+kind+".per_claim")),
		reach("aggregate", aggregate),
		either(not(shared), reach("aggregate", both)))
}

// pays is yes when the vendor indemnifies at all, and for these costs.
func (v *view) pays(costs ...string) tri {
	indemnifies := either(when(len(costs) == 0), v.says("contract.indemnity.vendor_indemnifies").isTrue())
	return all(indemnifies, v.says("contract.indemnity.covers").has(costs...))
}

func (v *view) uncapped() tri { return v.says("contract.liability.cap_kind").is("none", "silent") }

// capReaches is yes when the vendor's general cap comes to an amount.
func (v *view) capReaches(least answer) tri {
	l := v.says("contract.liability")
	kind, fixed := l.get("cap_kind"), l.get("cap_amount")
	basis := l.get("fee_basis")
	switch basis.word() {
	case "annual_fees", "fees_paid_12mo":
		basis = v.says("engagement.annual_fees")
	case "total_contract_value":
		basis = v.says("engagement.total_contract_value")
	case "fees_paid_to_date":
		basis = l.get("fees_paid_to_date")
	}
	fees := l.get("fee_multiple").times(basis)
	lesser := all(fixed.atLeast(least), fees.atLeast(least))
	if !fixed.given() {
		// The product asks for an absent amount although the fees alone are too
		// low already: there the question comes before the verdict.
		lesser = all(fixed.answered(), either(fees.atLeast(least), not(fees.atLeast(least))))
	}
	return either(
		v.uncapped(),
		chosen(kind.is("fixed", "greater_of"), fixed.atLeast(least)),
		chosen(kind.is("fees_multiple", "greater_of"), fees.atLeast(least)),
		chosen(kind.is("lesser_of"), lesser))
}

// eachOutsideCap is yes when there is no cap, or each kind of claim of a minimum
// has an exception to it, which holds each time the contract states it. The
// question for a cap belongs to each kind: what is still to be asked about one of
// them is asked although another is not excepted at all.
func (v *view) eachOutsideCap(kinds string, holds func(answer) tri) tri {
	out := yes
	for _, kind := range v.asks(kinds).words() {
		same := v.says("contract.liability.carveouts").only(func(c answer) bool { return c.get("kind").word() == kind })
		out = all(out, either(v.uncapped(), all(same.notEmpty(), same.every(holds))))
	}
	return out
}

package secondopinion

import (
	"strings"
	"unicode/utf8"
)

// Considerations 1 and 5: the security measures, and what the agreement says of
// security, data practices and access.

var secured = map[string]opinion{
	"SEC-01": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		p := v.says("security.passwords")
		long := func(field string) tri {
			return either(p.get(field).is("not_used"), p.get(field).atLeast(v.asks("passwords."+field)))
		}
		return all(
			p.get("policy_documented").isTrue(),
			long("min_length_single_factor"),
			long("min_length_with_mfa"),
			either(v.asks("passwords.require_blocklist").isFalse(), p.get("blocklist_screened").isTrue()))
	}},
	"SEC-02": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return all(v.says("security.accounts.unique_named").isTrue(), v.says("security.accounts.shared_accounts_used").isFalse())
	}},
	"SEC-03": {least: "T3", applies: connectsBeyondSaaS, passes: func(v *view) tri {
		return v.says("security.mfa.remote_access").rank([]string{"none", "some", "all"}, v.asks("mfa.remote_access_min"))
	}},
	"SEC-04": {least: "T2", applies: reachesDataOrSystems, passes: func(v *view) tri {
		m := v.says("security.mfa")
		return all(
			m.get("privileged").is("all"),
			m.get("management_plane").is("all"),
			m.get("strongest_factor").rank([]string{"none", "sms", "app", "phishing_resistant"}, v.asks("mfa.privileged_factor_min")))
	}},
	"SEC-05": {least: "T3", applies: connectsBeyondSaaS, passes: func(v *view) tri {
		paths := v.says("security.pathways")
		return all(
			v.says("engagement.connectivity.types").every(func(t answer) tri {
				return either(t.is("none"), paths.some(func(p answer) tri { return p.get("type").is(t.word()) }))
			}),
			paths.every(func(p answer) tri {
				return all(
					p.get("encrypted").isTrue(),
					p.get("logged").isTrue(),
					p.get("inbound_exposed").isFalse(),
					v.says("engagement.connectivity.approved_pathways").has(p.get("type").word()))
			}))
	}},
	"SEC-06": {least: "T3", applies: always, passes: func(v *view) tri {
		out := yes
		for _, topic := range v.asks("policies.required_topics").words() {
			out = all(out, v.says("security.policies").some(func(p answer) tri {
				return all(p.get("topic").is(topic), v.fresh(p.get("reviewed_on"), v.asks("policies.max_age_days")))
			}))
		}
		return out
	}},
	"SEC-07": {least: "T2", applies: holdsNotPublicData, passes: func(v *view) tri {
		out := yes
		for _, domain := range []string{"physical", "technical", "administrative"} {
			text := v.says("security.control_narrative." + domain)
			out = all(out, either(
				all(not(isWord(text)), text.known(func() bool { return utf8.RuneCountInString(strings.TrimSpace(text.word())) >= 40 })),
				all(isWord(text), v.onFile(text))))
		}
		return out
	}},
	"SEC-08": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		t := v.says("security.training")
		return all(
			v.fresh(t.get("last_completed_on"), v.asks("training.max_age_days")),
			t.get("completion_percent").atLeast(v.asks("training.min_completion_percent")))
	}},
	"SEC-09": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		s := v.says("security")
		return all(
			s.get("vulnerability.patch_days_kev").atMost(v.asks("vulnerability.patch_days_kev_max")),
			s.get("vulnerability.patch_days_critical").atMost(v.asks("vulnerability.patch_days_critical_max")),
			s.get("endpoint.edr").isTrue(),
			s.get("logging.retention_days").atLeast(v.asks("logging.retention_days_min")),
			s.get("logging.privileged_actions_logged").isTrue())
	}},

	"OBL-01": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.says("contract.security.implications_described").isTrue()
	}},
	"OBL-02": {least: "T3", applies: always, passes: func(v *view) tri {
		written, used := v.says("contract.security.connectivity_types"), v.says("engagement.connectivity.types")
		in := func(list, t answer) tri { return either(t.is("none"), list.has(t.word())) } // none is no connection to compare
		return all(
			written.every(func(t answer) tri { return in(used, t) }),
			used.every(func(t answer) tri { return in(written, t) }),
			v.says("security.pathways").every(func(p answer) tri { return all(in(used, p.get("type")), in(written, p.get("type"))) }))
	}},
	"OBL-03": {least: "T3", applies: reachesMemberData, passes: func(v *view) tri {
		return v.says("engagement.data.classes").every(func(c answer) tri { return v.says("contract.security.data_classes").has(c.word()) })
	}},

	"MGD-01": {least: "T4", state: "US-MN", applies: performsGovernmentFunction, passes: func(v *view) tri {
		return v.says("contract.data_practices.mgdpa_function_clause").isTrue()
	}},
	"MGD-02": {least: "T4", state: "US-MN", applies: holdsDataOnIndividuals, passes: func(v *view) tri {
		return v.says("contract.data_practices.mgdpa_individual_data_clause").isTrue()
	}},
	"MGD-03": {least: "T4", state: "US-MN", applies: always, passes: func(v *view) tri {
		position := v.says("engagement.reviews.legal.confidentiality_position")
		within := position.is("within_act")
		if position.word() == "not_reviewed" {
			within = unknown
		}
		return either(v.says("contract.confidentiality.present").isFalse(), within)
	}},
	"MGD-04": {least: "T3", state: "US-MN", applies: reachesMemberData, passes: func(v *view) tri {
		d := v.says("contract.data_practices")
		return all(d.get("request_referral").is("immediate", "fixed"), d.get("member_owns_data").isTrue())
	}},

	"HIP-01": {least: "T1", applies: handlesHealthData, signed: true, passes: func(v *view) tri {
		return all(
			v.says("contract.hipaa.baa_executed").isTrue(),
			v.says("contract.hipaa.baa_signed_on").upTo(v.today),
			v.says("contract.hipaa.baa_signed_on").upTo(v.says("engagement.term.start")))
	}},
	"HIP-02": {least: "T1", applies: handlesHealthData, passes: func(v *view) tri {
		return v.says("contract.hipaa.baa_elements").has(v.asks("hipaa.required_elements").words()...)
	}},
	"HIP-03": {least: "T1", applies: handlesHealthData, passes: func(v *view) tri {
		return v.hours(v.says("contract.hipaa")).atMost(v.asks("hipaa.notice_hours_max"))
	}},
	"CJI-01": {least: "T1", applies: handlesCriminalJustice, signed: true, passes: func(v *view) tri {
		return all(v.says("contract.cjis.addendum_executed").isTrue(), v.says("contract.cjis.personnel_certifications_on_file").isTrue())
	}},
	"CJI-02": {least: "T1", applies: handlesCriminalJustice, passes: func(v *view) tri {
		return either(
			v.says("security.personnel.background_checks").is("fingerprint_based"),
			v.says("contract.cjis.access_mode").is("encrypted_only_no_keys", "escorted_only"))
	}},
	"CJI-03": {least: "T1", applies: handlesCriminalJustice, passes: func(v *view) tri {
		e := v.says("security.encryption")
		return all(e.get("fips_validated").isTrue(), e.get("symmetric_key_bits").atLeast(v.asks("cjis.key_bits_min")))
	}},
	"REG-01": {least: "T2", applies: handlesOtherRegulated, signed: true, passes: func(v *view) tri {
		out := yes
		for _, class := range []string{"fti", "pci_chd", "education"} {
			current := func(e answer) tri {
				return either(when(class != "pci_chd"), v.fresh(e.get("issued_on"), v.asks("regulated.aoc_max_age_days")))
			}
			addendum := v.says("contract.regulated_addenda").some(func(a answer) tri {
				if a.get("class").word() != class {
					return no
				}
				return all(a.get("executed").isTrue(), v.document(a.get("evidence"), current))
			})
			// Where no document is on file, or none that is current, no list of addenda
			// helps. Dates matter only once there is a list that names the documents.
			onFile := v.says("evidence").some(func(answer) tri { return yes })
			out = all(out, either(
				not(v.says("engagement.data.classes").has(class)),
				all(onFile, chosen(addendum, v.says("evidence").some(current)))))
		}
		return out
	}},
	"REG-02": {least: "T4", applies: always, passes: func(v *view) tri {
		s := v.says("contract.security")
		return all(s.get("law_compliance_clause").isTrue(), s.get("law_compliance_binds").has("officers", "employees", "contractors"))
	}},

	"PHY-01": {least: "T4", applies: onSite, passes: func(v *view) tri { return v.says("contract.security.physical_access_terms").isTrue() }},
	"PHY-02": {least: "T3", applies: vendorDevices, passes: func(v *view) tri {
		return all(
			v.says("contract.security.vendor_device_terms").isTrue(),
			v.says("security.physical.devices_encrypted").isTrue(),
			v.says("security.physical.devices_managed").isTrue())
	}},
	"PHY-03": {least: "T3", applies: connectsBeyondSaaS, passes: func(v *view) tri {
		bounded := either(
			not(v.inTier("T1")),
			v.says("engagement.connectivity.privileged").isFalse(),
			v.says("security.pathways").every(func(p answer) tri { return p.get("time_bound").isTrue() }))
		return all(
			v.says("contract.security.cyber_access_terms").isTrue(),
			v.says("security.segmentation.vendor_access_segmented").isTrue(),
			bounded)
	}},
	"PHY-04": {least: "T3", applies: reachesDataSystemsOrPremises, passes: func(v *view) tri {
		return v.says("security.personnel.background_checks").rank([]string{"none", "standard", "fingerprint_based"}, v.asks("personnel.screening_min"))
	}},

	"WSP-01": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return all(
			v.says("contract.security.wisp_required").isTrue(),
			v.says("security.wisp.provided").isTrue(),
			v.onFile(v.says("security.wisp.evidence")))
	}},
	"WSP-02": {least: "T2", applies: reachesDataOrSystems, passes: func(v *view) tri {
		w := v.says("security.wisp")
		return all(
			w.get("provided").isTrue(),
			w.get("covers").has("physical", "technical", "administrative"),
			w.get("objectives").has("cia_stored", "cia_transmitted", "anticipated_threats", "unauthorized_access", "legal_compliance"))
	}},
	"WSP-03": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		w := v.says("security.wisp")
		return all(w.get("provided").isTrue(), w.get("approved_by").answered(), v.fresh(w.get("reviewed_on"), v.asks("wisp.max_age_days")))
	}},
	"NST-01": {least: "T3", applies: always, passes: func(v *view) tri {
		accepted := v.asks("frameworks.accepted").words()
		return all(
			v.says("contract.security.minimum_standard").hasAny(accepted...),
			v.says("security.frameworks").some(v.vouchedFor))
	}},

	"ENC-01": {least: "T3", applies: holdsNotPublicData, passes: func(v *view) tri {
		return all(
			v.says("contract.security.transit_encryption_required").isTrue(),
			v.says("security.encryption.in_transit").is("all", "all_not_public"))
	}},
	"ENC-02": {least: "T3", applies: holdsNotPublicData, passes: func(v *view) tri {
		tls := v.says("security.encryption.min_tls")
		return either(tls.is("ipsec", "ssh2"), tls.rank([]string{"1.0", "1.1", "1.2", "1.3"}, v.asks("encryption.min_tls")))
	}},
	"ENC-03": {least: "T3", applies: storesMemberData, passes: func(v *view) tri {
		e := v.says("security.encryption")
		return all(
			e.get("at_rest").is("all", "all_not_public"),
			e.get("removable_media").is("all", "all_not_public", "prohibited"),
			e.get("backups").is("all", "all_not_public"))
	}},
	"ENC-04": {least: "T1", applies: storesMemberData, passes: func(v *view) tri {
		return v.says("security.encryption.key_custody").is(v.asks("encryption.key_custody_accepted").words()...)
	}},
}

// isWord is yes for a text without a space, which explains nothing by itself:
// the id of a document.
func isWord(text answer) tri {
	return text.known(func() bool { return !strings.ContainsAny(strings.TrimSpace(text.word()), " \t\n\f\r") })
}

// hours is a period for notice in hours; a business day counts with the weekend
// and the holiday that may follow it.
func (v *view) hours(period answer) answer {
	value, unit := period.get("notice_value"), period.get("notice_unit")
	switch unit.word() {
	case "hours":
		unit = number(1)
	case "calendar_days":
		unit = number(24)
	case "business_days":
		unit = v.asks("incident.business_day_worst_case_hours")
	}
	if value.atMost(number(0)).truth == isYes {
		return number(0) // in any unit
	}
	return value.times(unit)
}

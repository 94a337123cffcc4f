package secondopinion

import "strings"

// Consideration 8: what happens when something goes wrong; and the last of
// consideration 1, how well the answers are checked.

var watched = map[string]opinion{
	"INC-01": {least: "T4", applies: always, passes: func(v *view) tri {
		i := v.says("contract.incident")
		return all(
			i.get("notice_clause").isTrue(),
			i.get("notice_channel").is("portal", "email", "phone", "phone_and_email"),
			i.get("member_contact_named").isTrue())
	}},
	"INC-02": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		i := v.says("contract.incident")
		least := func(hours answer) tri {
			classes := v.says("engagement.data.classes")
			inTime := hours.atMost(v.asks("incident.notice_hours_max"))
			byClass, _ := v.asks("incident.notice_hours_max_by_class").value.(map[string]any)
			for class, limit := range byClass {
				inTime = all(inTime, either(not(classes.has(class)), hours.atMost(answer{value: limit})))
			}
			return inTime
		}
		standard, value := i.get("notice_standard"), i.get("notice_value")
		if standard.word() == "immediate" && !value.given() {
			return unknown // a text that says no more than "immediately" means 0
		}
		hours := v.hours(i)
		if !standard.given() {
			hours = answer{lacks: standard.missing()} // whether there are any hours is open
		}
		return all(standard.is("immediate", "fixed_period"), least(hours))
	}},
	"INC-03": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return all(
			v.says("contract.incident.trigger").is("suspected_or_confirmed"),
			v.says("contract.incident.starts_at").is("discovery"))
	}},
	"INC-04": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return all(
			v.says("contract.incident.covers_vendor_systems").isTrue(),
			either(v.says("contract.incident.covers_subcontractors").isTrue(), v.says("engagement.uses_subcontractors").isFalse()))
	}},
	"INC-05": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		i := v.says("contract.incident")
		return all(
			i.get("content").has(v.asks("incident.required_content").words()...),
			i.get("updates_every_hours").atMost(v.asks("incident.updates_hours_max")))
	}},
	"INC-06": {least: "T2", applies: always, passes: func(v *view) tri {
		r := v.says("incident_response")
		return all(
			r.get("plan.provided").isTrue(),
			v.onFile(r.get("plan.evidence")),
			v.fresh(r.get("plan.reviewed_on"), v.asks("incident.plan_max_age_days")),
			v.fresh(r.get("last_exercise_on"), v.asks("incident.exercise_max_age_days")))
	}},
	"INC-07": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return v.says("contract.incident.cooperation").has(v.asks("incident.required_cooperation").words()...)
	}},
	"INC-08": {least: "T3", applies: reachesDataOrSystems, passes: func(v *view) tri {
		i := v.says("contract.incident")
		return all(
			i.get("decision_authority").is("member"),
			i.get("communications_control").is("member"),
			i.get("plan_execution_support").isTrue())
	}},
	"INC-09": {least: "T2", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return v.says("contract.incident.privilege_acknowledged").isTrue()
	}},
	"INC-10": {least: "T2", applies: reachesDataOrSystems, passes: func(v *view) tri {
		return v.says("contract.incident.evidence_preservation_days").atLeast(v.asks("incident.evidence_preservation_days_min"))
	}},
	"INC-11": {least: "T4", applies: always, passes: func(v *view) tri {
		o := v.says("engagement.incident_owner")
		return all(
			o.get("name").answered(),
			o.get("backup").known(func() bool { return o.get("backup").word() != o.get("name").word() }),
			o.get("knows_pool_contact").isTrue(),
			o.get("knows_state_form").isTrue(),
			either(v.inTier("T4"), v.says("contract.incident.supports_statutory_reports").isTrue()))
	}},
	"EVD-02": {least: "T2", applies: always, passes: func(v *view) tri {
		bases := []string{"claimed", "documented", "verified"}
		out := yes
		for _, code := range v.asks("evidence.must_verify").words() {
			applies := no
			if o := v.opinions[code]; v.tier <= o.least {
				applies = o.applies(v)
			}
			for _, pointer := range decisive[code] {
				out = all(out, either(not(applies), v.says("engagement.assertions").some(func(a answer) tri {
					if !covers(a.get("pointer").word(), pointer) {
						return no
					}
					return all(
						a.get("basis").rank(bases, v.asks("evidence.min_basis")),
						a.get("verified_by").known(func() bool { return !sameName(a.get("verified_by"), v.says("vendor.legal_name")) }),
						v.fresh(a.get("verified_on"), v.asks("evidence.verified_max_age_days")))
				})))
			}
		}
		return out
	}},
}

// decisive are the answers that the controls worth verifying turn on.
var decisive = map[string][]string{
	"INS-05": {"/insurance/policies"},
	"INS-09": {"/insurance/policies"},
	"INS-10": {"/insurance/policies"},
	"SEC-03": {"/security/mfa/remote_access"},
	"SEC-04": {"/security/mfa/privileged", "/security/mfa/management_plane", "/security/mfa/strongest_factor"},
	"ENC-01": {"/contract/security/transit_encryption_required", "/security/encryption/in_transit"},
	"ENC-03": {"/security/encryption/at_rest", "/security/encryption/removable_media", "/security/encryption/backups"},
	"BCP-02": {"/continuity/bcp"},
	"BCP-04": {"/continuity/tests"},
	"INC-02": {"/contract/incident/notice_standard", "/contract/incident/notice_value", "/contract/incident/notice_unit"},
	"ACC-01": {"/engagement/access/grants"},
	"MGD-01": {"/contract/data_practices/mgdpa_function_clause"},
	"HIP-01": {"/contract/hipaa/baa_executed", "/contract/hipaa/baa_signed_on"},
	"CJI-01": {"/contract/cjis/addendum_executed", "/contract/cjis/personnel_certifications_on_file"},
}

func sameName(a, b answer) bool {
	return strings.EqualFold(strings.TrimSpace(a.word()), strings.TrimSpace(b.word()))
}

// covers is true when a pointer is a place or a section around it.
func covers(pointer, place string) bool {
	return place == pointer || len(place) > len(pointer) && place[:len(pointer)+1] == pointer+"/"
}

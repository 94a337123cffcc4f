package secondopinion

import "strings"

// The introduction and considerations 1, 9 and 10: the contract as such, what is
// known of the vendor before it is signed, who reads it, and the papers behind
// the answers.

var entering = map[string]opinion{
	"CON-01": {least: "T4", applies: always, signed: true, passes: func(v *view) tri {
		return all(
			v.says("contract.status").is("executed"),
			v.says("contract.documents").notEmpty(),
			v.says("contract.documents").every(func(d answer) tri { return d.get("executed").isTrue() }),
			v.says("contract.signed_on").upTo(v.today),
			v.says("contract.signed_on").upTo(v.says("engagement.term.start")))
	}},
	"CON-02": {least: "T3", applies: usesSubcontractors, passes: func(v *view) tri {
		if v.says("subcontractors").notEmpty().truth != isYes {
			return unknown // the list is still to come
		}
		return v.says("subcontractors").every(func(s answer) tri {
			return either(s.get("handles_member_data").isFalse(), s.get("written_agreement").isTrue())
		})
	}},
	"CON-03": {least: "T4", applies: inContract, passes: func(v *view) tri {
		starts, ends := v.says("contract.effective_on"), v.says("contract.expires_on")
		return all(
			v.says("contract.status").is("draft", "negotiating", "executed"),
			either(starts.upTo(v.today), all(v.says("engagement.mode").is("award"), starts.after(v.today))),
			either(v.today.upTo(ends), v.says("contract.renewal").is("evergreen")))
	}},

	"DD-01": {least: "T3", applies: always, passes: func(v *view) tri {
		q := v.says("due_diligence.questionnaire")
		return all(
			q.get("completed_on").upTo(v.today),
			q.get("kind").is(v.asks("due_diligence.accepted_questionnaires").words()...),
			v.onFile(q.get("evidence")))
	}},
	"DD-02": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.fresh(v.says("due_diligence.questionnaire.completed_on"), v.asks("due_diligence.max_age_days"))
	}},
	"DD-03": {least: "T3", applies: always, passes: func(v *view) tri {
		return v.says("due_diligence.questionnaire.topics").has(v.asks("due_diligence.required_topics").words()...)
	}},
	"DD-04": {least: "T3", applies: always, passes: func(v *view) tri {
		decision, q := v.says("engagement.due_diligence.decision"), v.says("due_diligence.questionnaire")
		decided := decision.get("decided_on")
		if decision.get("outcome").word() == "pending" {
			return unknown // still to be decided: a question, whatever else there is
		}
		return all(
			either(
				decision.get("outcome").is("accepted"),
				all(decision.get("outcome").is("accepted_with_conditions"), decision.get("conditions").notEmpty())),
			decision.get("decided_by").answered(),
			decided.upTo(v.today),
			either(
				v.says("contract.status").is(unsignedStatuses...),
				chosen(v.says("contract.status").is(signedStatuses...), decided.upTo(v.says("contract.signed_on")))),
			either(
				q.get("completed_on").upTo(decided),
				all(q.get("first_completed_on").upTo(decided), q.get("first_completed_on").upTo(q.get("completed_on")))))
	}},
	"DD-05": {least: "T3", applies: holdsNotPublicData, passes: func(v *view) tri {
		return v.fresh(v.says("engagement.due_diligence.member_staff_trained_on"), v.asks("training.max_age_days"))
	}},

	"DEF-01": {least: "T4", applies: always, passes: func(v *view) tri {
		out := yes
		for _, term := range v.asks("definitions.required_terms").words() {
			out = all(out, v.says("contract.definitions").some(func(d answer) tri {
				if d.get("term").word() != term {
					return no
				}
				return all(d.get("defined").isTrue(), either(
					v.asks("definitions.require_statutory_alignment").isFalse(),
					d.get("aligned_with").notEmpty()))
			}))
		}
		return out
	}},
	"PUR-01": {least: "T4", applies: procuresAssets, passes: func(v *view) tri {
		return all(v.says("contract.procurement.terms_present").isTrue(), v.says("contract.procurement.renewals_managed").isTrue())
	}},
	"PUR-02": {least: "T4", applies: procuresAssets, passes: func(v *view) tri {
		return v.says("procurement.assets").every(func(a answer) tri { return either(v.vendorHeld(a), isMembers(a)) })
	}},
	"PUR-03": {least: "T3", applies: procuresAssets, passes: func(v *view) tri {
		return v.says("procurement.assets").every(func(a answer) tri {
			return all(
				either(v.vendorHeld(a), a.get("auto_renew").isFalse(), isMembers(a)),
				either(not(a.get("kind").is("saas_tenant")), a.get("tenant_admin").has("member")))
		})
	}},
	"ACC-01": {least: "T3", applies: holdsGrants, passes: func(v *view) tri {
		levels := []string{"none", "read", "write", "admin"}
		return v.says("engagement.access.grants").every(func(g answer) tri {
			if g.get("dataset").word() == "*" {
				return no
			}
			return v.says("engagement.needed_data").some(func(n answer) tri {
				if n.get("dataset").word() != g.get("dataset").word() {
					return no
				}
				return all(g.get("level").answered(), n.get("level").rank(levels, g.get("level")))
			})
		})
	}},
	"ACC-02": {least: "T3", applies: reachesMemberData, passes: func(v *view) tri {
		return all(v.says("contract.security.least_privilege_clause").isTrue(), v.says("contract.security.secondary_use_prohibited").isTrue())
	}},
	"ACC-03": {least: "T3", applies: holdsGrants, signed: true, passes: func(v *view) tri {
		return all(
			v.fresh(v.says("engagement.access.last_review_on"), v.asks("access.review_max_age_days")),
			v.says("engagement.access.grants").every(func(g answer) tri {
				return either(g.get("kind").is("break_glass"), v.fresh(g.get("last_used_on"), v.asks("access.stale_days_max")))
			}))
	}},
	"ACC-04": {least: "T2", applies: holdsGrants, passes: func(v *view) tri {
		grants := v.says("engagement.access.grants")
		sure, maybe := int64(0), int64(0)
		for _, g := range grants.list() {
			switch g.get("privileged").isTrue().truth {
			case isYes:
				sure++
			case isOpen:
				maybe++
			case isNo:
			}
		}
		// What is counted has to be known whole, even where enough is counted already.
		few := v.asks("access.privileged_grants_max").atLeast(number(sure))
		if maybe > 0 {
			few = unknown
		}
		return all(few, grants.every(func(g answer) tri {
			return either(g.get("privileged").isFalse(), all(g.get("justification").answered(), g.get("separate_account").isTrue()))
		}))
	}},

	"LEG-01": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.reviewedBeforeSigning("engagement.reviews.legal")
	}},
	"LEG-02": {least: "T4", applies: always, passes: func(v *view) tri {
		return v.reviewedBeforeSigning("engagement.reviews.risk")
	}},
	"LEG-03": {least: "T4", applies: always, passes: func(v *view) tri {
		severities := []string{"low", "medium", "high", "critical"}
		allowed := severities[:1+indexOf(severities, v.asks("reviews.declined_allowed_severity").word())]
		return v.says("engagement.reviews.recommendations").every(func(r answer) tri {
			return either(
				r.get("disposition").is("implemented", "not_applicable"),
				all(r.get("disposition").is("declined"), r.get("severity").is(allowed...)))
		})
	}},
	"LEG-04": {least: "T4", applies: always, passes: func(v *view) tri {
		if v.asks("reviews.match_by").word() == "sha256" {
			read, text := v.says("engagement.reviews.legal.reviewed_sha256"), v.says("contract.version_sha256")
			return bothKnown(read, text, func() bool { return read.word() == text.word() })
		}
		out := yes
		for _, who := range []string{"legal", "risk"} {
			done := v.says("engagement.reviews." + who + ".completed_on")
			amended, signed := v.says("contract.last_amended_on"), v.says("contract.signed_on")
			out = all(out, done.upTo(v.today), either(
				done.after(amended),
				chosen(v.says("contract.status").is(signedStatuses...), amended.after(signed), done.after(signed))))
		}
		return out
	}},

	"EVD-01": {least: "T3", applies: always, passes: func(v *view) tri {
		backed := func(list, exempt string) tri {
			return v.says(list).every(func(e answer) tri {
				return either(when(exempt != "" && e.get("basis").word() == exempt), v.sound(e.get("evidence")))
			})
		}
		late := func(t tri) tri { return either(v.inTier("T3"), t) } // what T3 does not ask about
		return all(
			v.sound(v.says("due_diligence.questionnaire.evidence")),
			backed("contract.documents", ""),
			backed("insurance.policies", ""),
			v.frameworkOnFile(),
			either(not(reachesDataOrSystems(v)), v.says("security.wisp.provided").isFalse(), v.sound(v.says("security.wisp.evidence"))),
			either(not(continuityMatters(v)), v.says("continuity.bcp.provided").is("none", "refused"), v.sound(v.says("continuity.bcp.evidence"))),
			late(either(not(lossMatters(v)), backed("continuity.tests", ""))),
			late(either(v.says("incident_response.plan.provided").isFalse(), v.sound(v.says("incident_response.plan.evidence")))),
			late(backed("assurance.certifications", "")),
			late(either(not(handlesOtherRegulated(v)), backed("contract.regulated_addenda", ""))),
			v.onWebOrSound(v.says("assurance.ethics_policy")),
			v.onWebOrSound(v.says("assurance.csr_policy")),
			late(v.says("engagement.assertions").every(func(a answer) tri {
				return either(a.get("basis").is("claimed"), a.get("evidence").every(v.sound))
			})))
	}},
}

func indexOf(list []string, word string) int {
	for i, w := range list {
		if w == word {
			return i
		}
	}
	return -1
}

// vendorHeld is yes for a kind of asset the member lets the vendor hold.
func (v *view) vendorHeld(a answer) tri {
	return a.get("kind").is(v.asks("procurement.vendor_held_accepted").words()...)
}

// isMembers is yes when the asset belongs to the member on paper. Equipment may
// be leased, and needs no licence.
func isMembers(a answer) tri {
	return either(
		all(a.get("kind").is("hardware"), a.get("owner").is("member", "lessor"), a.get("contract_holder").is("member")),
		all(not(a.get("kind").is("hardware")), a.get("owner").is("member"), a.get("licensee").is("member"), a.get("contract_holder").is("member")))
}

func (v *view) reviewedBeforeSigning(path string) tri {
	done := v.says(path + ".completed_on")
	amended, signed := v.says("contract.last_amended_on"), v.says("contract.signed_on")
	return all(
		v.says(path+".reviewer").answered(),
		done.upTo(v.today),
		either(
			v.says("contract.status").is(unsignedStatuses...),
			chosen(v.says("contract.status").is(signedStatuses...), either(
				done.upTo(signed),
				all(amended.after(signed), done.upTo(amended))))))
}

// sound is yes when exactly one document has the id, with the digest the tier
// asks for, and still holds.
func (v *view) sound(id answer) tri {
	if found := v.onFile(id); found.truth != isYes {
		return found
	}
	documents := v.records(id)
	if len(documents) != 1 {
		return no
	}
	return all(
		either(v.asks("evidence.require_sha256").isFalse(), documents[0].get("sha256").answered()),
		either(documents[0].get("no_expiry").isTrue(), v.lastsUntilToday(documents[0])))
}

func (v *view) onWebOrSound(where answer) tri {
	return either(where.known(func() bool { return strings.Contains(where.word(), "://") }), v.sound(where))
}

// frameworkOnFile is yes when one assessment that counts has its document, or
// when none counts.
func (v *view) frameworkOnFile() tri {
	list := v.says("security.frameworks")
	return either(
		list.some(func(f answer) tri { return all(v.vouchedFor(f), v.sound(f.get("evidence"))) }),
		list.every(func(f answer) tri { return not(v.vouchedFor(f)) }))
}

// vouchedFor is yes for an assessment against an accepted standard that is
// strong and recent enough.
func (v *view) vouchedFor(f answer) tri {
	return all(
		f.get("name").is(v.asks("frameworks.accepted").words()...),
		f.get("attestation").rank([]string{"self", "third_party", "certified"}, v.asks("frameworks.attestation_min")),
		v.fresh(f.get("as_of"), v.asks("frameworks.max_age_days")))
}

func (v *view) lastsUntilToday(e answer) tri {
	return e.get("expires_on").known(func() bool {
		late := int64(v.today.day().Sub(e.get("expires_on").day()).Hours() / 24)
		return number(late).atMost(v.asks("evidence.expiry_grace_days")).truth == isYes
	})
}

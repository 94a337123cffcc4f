package requirements

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Direction says which of two values of a parameter is the stricter one. For
// a parameter that is keyed by class of data it holds class by class.
type Direction string

// The directions.
const (
	// Neutral: no value is stricter than another.
	Neutral Direction = "neutral"
	// Higher: the higher number is stricter, as in the least a policy must pay.
	Higher Direction = "higher"
	// Lower: the lower number is stricter, as in the most hours a notice may take.
	Lower Direction = "lower"
	// Longer: a list of what is required, stricter with every entry more.
	Longer Direction = "longer"
	// Shorter: a list of what is accepted, stricter with every entry less.
	Shorter Direction = "shorter"
	// True: true is stricter.
	True Direction = "true"
	// False: false is stricter.
	False Direction = "false"
	// Ranked: one of several words that have an order.
	Ranked Direction = "ranked"
)

// A rule is what the program has to know of a parameter beyond its schema.
type rule struct {
	direction Direction
	ranks     []string // of a Ranked parameter, the weakest word first
	money     bool
	byClass   bool
}

func ranked(weakestFirst ...string) rule { return rule{direction: Ranked, ranks: weakestFirst} }

var (
	higher       = rule{direction: Higher}
	higherAmount = rule{direction: Higher, money: true}
	lower        = rule{direction: Lower}
	lowerAmount  = rule{direction: Lower, money: true}
	lowerByClass = rule{direction: Lower, byClass: true}
	required     = rule{direction: Longer}
	accepted     = rule{direction: Shorter}
	whenTrue     = rule{direction: True}
	whenFalse    = rule{direction: False}
)

// rules has an entry for every parameter of the schema; a test holds the two
// together.
var rules = map[string]rule{
	"access.privileged_grants_max":              lower,
	"access.review_max_age_days":                lower,
	"access.stale_days_max":                     lower,
	"assurance.accepted_certifications":         accepted,
	"assurance.bridge_letter_max_days":          lower,
	"assurance.pentest_max_age_days":            lower,
	"assurance.soc2_max_age_days":               lower,
	"cjis.key_bits_min":                         higher,
	"continuity.accept_summary":                 whenFalse,
	"continuity.change_notice_days_min":         higher,
	"continuity.plan_max_age_days":              lower,
	"continuity.required_scenarios":             required,
	"continuity.results_every_months_max":       lower,
	"continuity.test_kinds_accepted":            accepted,
	"continuity.test_max_age_days":              lower,
	"contract.expiry_warn_days":                 higher,
	"definitions.require_statutory_alignment":   whenTrue,
	"definitions.required_terms":                required,
	"dispute.governing_law_accepted":            accepted,
	"dispute.mechanisms_accepted":               accepted,
	"due_diligence.accepted_questionnaires":     accepted,
	"due_diligence.max_age_days":                lower,
	"due_diligence.required_topics":             required,
	"encryption.key_custody_accepted":           accepted,
	"encryption.min_tls":                        ranked("1.0", "1.1", "1.2", "1.3"),
	"evidence.expiry_grace_days":                lower,
	"evidence.min_basis":                        ranked("claimed", "documented", "verified"),
	"evidence.must_verify":                      required,
	"evidence.require_sha256":                   whenTrue,
	"evidence.verified_max_age_days":            lower,
	"frameworks.accepted":                       accepted,
	"frameworks.attestation_min":                ranked("self", "third_party", "certified"),
	"frameworks.max_age_days":                   lower,
	"hipaa.notice_hours_max":                    lower,
	"hipaa.required_elements":                   required,
	"incident.business_day_worst_case_hours":    higher, // the longer a promised day counts, the harder it is to keep
	"incident.evidence_preservation_days_min":   higher,
	"incident.exercise_max_age_days":            lower,
	"incident.member_processing_hours":          {direction: Neutral}, // the member's own time, nothing asked of a vendor
	"incident.member_processing_hours_by_class": {direction: Neutral, byClass: true},
	"incident.notice_hours_max":                 lower,
	"incident.notice_hours_max_by_class":        lowerByClass,
	"incident.plan_max_age_days":                lower,
	"incident.required_content":                 required,
	"incident.required_cooperation":             required,
	"incident.updates_hours_max":                lower,
	"indemnity.member_indemnity_accepted":       accepted,
	"indemnity.required_costs":                  required,
	"indemnity.triggers_accepted":               accepted,
	"insurance.additional_insured_lines":        required,
	"insurance.am_best_fsc_min": ranked("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
		"XI", "XII", "XIII", "XIV", "XV"),
	"insurance.am_best_min": ranked("D", "C-", "C", "C+", "C++", "B-", "B", "B+", "B++",
		"A-", "A", "A+", "A++"),
	"insurance.auto.combined_single":             higherAmount,
	"insurance.cancellation_notice_days_min":     higher,
	"insurance.certificate_max_age_days":         lower,
	"insurance.cgl.aggregate":                    higherAmount,
	"insurance.cgl.per_occurrence":               higherAmount,
	"insurance.crime.per_loss":                   higherAmount,
	"insurance.cyber.aggregate":                  higherAmount,
	"insurance.cyber.coinsurance_percent_max":    lower,
	"insurance.cyber.per_claim":                  higherAmount,
	"insurance.cyber.required_coverages":         required,
	"insurance.cyber.sublimit_min":               higherAmount,
	"insurance.deductible_max":                   lowerAmount,
	"insurance.eo.aggregate":                     higherAmount,
	"insurance.eo.per_claim":                     higherAmount,
	"insurance.expiry_day_counts":                whenFalse,
	"insurance.expiry_warn_days":                 higher,
	"insurance.primary_required":                 whenTrue,
	"insurance.shared_aggregate_rule":            ranked("max", "sum"),
	"insurance.subrogation_waiver_required":      whenTrue,
	"insurance.tail_months_min":                  higher,
	"insurance.unrated_carriers_accepted":        accepted,
	"insurance.wc.el_disease_employee":           higherAmount,
	"insurance.wc.el_disease_policy":             higherAmount,
	"insurance.wc.el_each_accident":              higherAmount,
	"liability.always_uncapped":                  required,
	"liability.cap_min":                          higherAmount,
	"liability.cap_vs_insurance":                 ranked("off", "at_least_insurance"),
	"liability.required_carveouts":               required,
	"liability.super_cap_min":                    higherAmount,
	"location.allowed_countries":                 accepted,
	"logging.retention_days_min":                 higher,
	"mfa.privileged_factor_min":                  ranked("none", "sms", "app", "phishing_resistant"),
	"mfa.remote_access_min":                      ranked("none", "some", "all"),
	"passwords.min_length_single_factor":         higher,
	"passwords.min_length_with_mfa":              higher,
	"passwords.require_blocklist":                whenTrue,
	"personnel.screening_min":                    ranked("none", "standard", "fingerprint_based"),
	"policies.max_age_days":                      lower,
	"policies.required_topics":                   required,
	"procurement.renewal_notice_days":            higher,
	"procurement.vendor_held_accepted":           accepted,
	"regulated.aoc_max_age_days":                 lower,
	"regulated.addenda_by_class":                 {direction: Longer, byClass: true},
	"review.cadence_months_max":                  lower,
	"reviews.declined_allowed_severity":          ranked("critical", "high", "medium", "low"),
	"reviews.match_by":                           ranked("date", "sha256"),
	"subcontracting.required_flowdown":           required,
	"termination.access_revocation_hours_max":    lower,
	"termination.convenience_notice_days_max":    lower,
	"termination.destruction_days_max":           lower,
	"termination.destruction_methods_accepted":   accepted,
	"termination.destruction_standards_accepted": accepted,
	"termination.formats_accepted":               accepted,
	"termination.required_steps":                 required,
	"termination.return_days_max":                lower,
	"termination.transition_days_min":            higher,
	"training.max_age_days":                      lower,
	"training.min_completion_percent":            higher,
	"vulnerability.patch_days_critical_max":      lower,
	"vulnerability.patch_days_kev_max":           lower,
	"wisp.max_age_days":                          lower,
}

// settingRules has an entry for every setting of the schema.
var settingRules = map[string]rule{
	individualsT1:                   lower, // the fewer people it takes, the more purchases are T1
	stateClockHours:                 lower,
	stateClockHours + byClassSuffix: lowerByClass,
}

const (
	individualsT1   = "individuals_t1"
	stateClockHours = "state_clock_hours"
)

// loosened says in words how to asks for less than from, or "" where it does
// not. Lists count entry by entry: what requires one thing more and another
// one less has been loosened too.
func (r rule) loosened(from, to any) string {
	switch {
	case r.direction == Longer:
		if gone := without(entries(from), entries(to)); len(gone) > 0 {
			return "no longer requires " + strings.Join(gone, ", ")
		}
	case r.direction == Shorter:
		if added := without(entries(to), entries(from)); len(added) > 0 {
			return "also accepts " + strings.Join(added, ", ")
		}
	case r.byClass:
		return r.loosenedByClass(from, to)
	case r.weaker(from, to):
		return words(from) + " → " + words(to)
	}
	return ""
}

func (r rule) loosenedByClass(from, to any) string {
	before, _ := from.(map[string]any)
	after, _ := to.(map[string]any)
	var changes []string
	for _, class := range slices.Sorted(maps.Keys(before)) {
		switch value, set := after[class]; {
		case !set && r.direction != Neutral:
			changes = append(changes, "no longer limits "+class)
		case r.weaker(before[class], value):
			changes = append(changes, fmt.Sprintf("%s: %s → %s", class, words(before[class]), words(value)))
		}
	}
	return strings.Join(changes, ", ")
}

// weaker tells whether the single value to asks for less than from.
func (r rule) weaker(from, to any) bool {
	switch r.direction {
	case Higher:
		return compare(to, from) < 0
	case Lower:
		return compare(to, from) > 0
	case True:
		return from == true && to == false
	case False:
		return from == false && to == true
	case Ranked:
		return slices.Index(r.ranks, words(to)) < slices.Index(r.ranks, words(from))
	default: // lists are weighed entry by entry, and what is neutral not at all
		return false
	}
}

// entries are what a list holds, or what a map by class asks for.
func entries(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			out = append(out, words(e))
		}
	case map[string]any:
		for _, class := range slices.Sorted(maps.Keys(v)) {
			out = append(out, words(v[class])+" for "+class)
		}
	}
	return out
}

// without returns the entries of list that are not in other.
func without(list, other []string) []string {
	return slices.DeleteFunc(list, func(e string) bool { return slices.Contains(other, e) })
}

// words writes a single value the way a person would.
func words(v any) string { return fmt.Sprint(v) }

// compare orders two numbers.
func compare(a, b any) int { return cmp.Compare(number(a), number(b)) }

// number is exact: the schema allows no number that a float64 could not count.
func number(v any) float64 {
	n, _ := v.(json.Number)
	f, _ := n.Float64()
	return f
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

package requirements

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/schema"
)

// Label names the parameter where no group stands above it: "Liability
// cap", and of one of several insurance policies "Cyber insurance, limit per claim".
func (p *Parameter) Label() string {
	_, policy, ok := strings.Cut(p.GroupTitle, ": ")
	if !ok {
		return p.Title
	}
	return policy + ", " + strings.ToLower(p.Title[:1]) + p.Title[1:]
}

// Say puts a value of the parameter into words: "at least 5,000,000 USD", "all of:
// ransomware, loss of site". Amounts are in currency.
func (p *Parameter) Say(value any, currency string) string {
	bound := ""
	if !slices.Contains(counted, p.Name) {
		bound = map[Direction]string{Higher: "at least ", Lower: "at most "}[p.Direction]
	}
	switch v := value.(type) {
	case bool:
		return p.yesNo(v)
	case json.Number:
		if v == "0" && p.Name == "evidence.expiry_grace_days" {
			return "none"
		}
		switch said := p.quantity(v, currency); said {
		case "0 %":
			return "none"
		case "100 %":
			return "all, " + said
		default:
			return bound + said
		}
	case string:
		return p.choice(v)
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, p.word(fmt.Sprint(item)))
		}
		if len(items) == 0 {
			return "none"
		}
		joined := strings.Join(items, ", ")
		switch {
		case len(items) > 1 && p.Direction == Longer:
			return "all of: " + joined
		case len(items) > 1 && p.Direction == Shorter:
			return "any of: " + joined
		}
		return joined
	case map[string]any:
		var items []string
		for _, class := range slices.Sorted(maps.Keys(v)) {
			of := p.word(fmt.Sprint(v[class]))
			if n, ok := v[class].(json.Number); ok {
				of = p.quantity(n, currency)
			}
			items = append(items, of+" for "+schema.Word(class))
		}
		if len(items) == 0 {
			return "none"
		}
		return bound + strings.Join(items, ", ")
	}
	return fmt.Sprint(value)
}

// Demands reports whether a value asks anything of anybody: a switch that is off,
// an empty list of what is required and a rule that does not compare ask nothing.
func (p *Parameter) Demands(value any) bool {
	switch v := value.(type) {
	case bool:
		return v == (p.Direction == True) || p.Name == acceptSummary
	case string:
		return !slices.Contains([]string{"off", "none"}, v)
	case []any:
		return len(v) > 0 || p.Direction != Longer
	case map[string]any:
		return len(v) > 0
	}
	return true
}

// counted are the numbers that are reckoned with as they are: neither is the least
// nor the most of anything.
var counted = []string{
	"contract.expiry_warn_days", "incident.business_day_worst_case_hours", "insurance.expiry_warn_days", "procurement.renewal_notice_days",
}

const acceptSummary = "continuity.accept_summary"

// yesNo says a switch. One that is stricter when it is on asks for something.
func (p *Parameter) yesNo(on bool) string {
	words := []string{"no", "yes"}
	switch {
	case p.Direction == True:
		words = []string{"not required", "required"}
	case p.Name == acceptSummary:
		words = []string{"not accepted", "accepted"}
	}
	if on {
		return words[1]
	}
	return words[0]
}

// choice says one of several words, and whether better ones will do as well.
func (p *Parameter) choice(word string) string {
	said := p.word(word)
	if _, whole := phrases[p.Name][word]; whole || p.Direction != Ranked || len(p.Ranks) == 0 || word == p.Ranks[len(p.Ranks)-1] {
		return said
	}
	switch p.Name {
	case "encryption.min_tls":
		return said + " or newer"
	case "insurance.am_best_fsc_min":
		return said + " or larger"
	}
	return said + " or better"
}

// word shows a word of the parameter as people write it.
func (p *Parameter) word(word string) string {
	if phrase, ok := phrases[p.Name][word]; ok {
		return phrase
	}
	return schema.Word(word)
}

// phrases say what a word asks for where the word alone would be a riddle.
var phrases = map[string]map[string]string{
	"due_diligence.accepted_questionnaires": {"custom": "the member's own"},
	"encryption.key_custody_accepted":       {"member": "the member"},
	"evidence.min_basis": {
		"claimed":    "the vendor's word is enough",
		"documented": "by a document, or verified",
		"verified":   "verified by somebody who checked",
	},
	"frameworks.attestation_min": {
		"self":        "the vendor itself, or better a third party",
		"third_party": "a third party, or better a certificate",
		"certified":   "a certificate",
	},
	"indemnity.member_indemnity_accepted": {
		"no":                   "none",
		"limited_to_statutory": "no more than the statute allows",
		"yes":                  "unlimited",
	},
	"indemnity.triggers_accepted": {
		"negligence":                       "negligence",
		"breach_of_contract_or_negligence": "negligence or breach of contract",
		"gross_negligence_only":            "gross negligence only",
	},
	"insurance.shared_aggregate_rule": {
		"max": "as much as the larger of the two minimums",
		"sum": "as much as both minimums together",
	},
	"liability.cap_vs_insurance": {
		"at_least_insurance": "the cap is no lower than the limits of the vendor's insurance",
		"off":                "not compared",
	},
	"mfa.privileged_factor_min": {
		"app":                "a code or prompt in an app, or better",
		"phishing_resistant": "phishing-resistant (a security key or smart card)",
		"sms":                "a text message, or better",
	},
	"mfa.remote_access_min": {"all": "all of it", "some": "at least some of it"},
	"personnel.screening_min": {
		"none":              "none",
		"standard":          "a standard check, or better",
		"fingerprint_based": "based on fingerprints",
	},
	"reviews.declined_allowed_severity": {
		"low": "of low severity", "medium": "of medium severity", "high": "of high severity", "critical": "of any severity",
	},
	"reviews.match_by": {"date": "by the date", "sha256": "by the SHA-256 digest of the file"},
}

// units are the words in the name of a number that say its unit.
var units = []string{"hours", "days", "months", "percent", "bits"}

func (p *Parameter) quantity(n json.Number, currency string) string {
	number := schema.Grouped(n.String())
	if p.Money {
		return number + " " + currency
	}
	if p.Group == "passwords" {
		return number + " characters"
	}
	fields := strings.FieldsFunc(p.Name, func(r rune) bool { return r == '.' || r == '_' })
	for _, unit := range units {
		switch {
		case !slices.Contains(fields, unit):
		case unit == "percent":
			return number + " %"
		case number == "1":
			return number + " " + strings.TrimSuffix(unit, "s")
		default:
			return number + " " + unit
		}
	}
	return number
}

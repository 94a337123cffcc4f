package schema_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/policies"
)

// shippedDefaults returns the shipped minimums, decoded.
func shippedDefaults(t *testing.T) map[string]any {
	t.Helper()
	text, err := policies.FS.ReadFile("requirements/defaults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, string(asJSON)).(map[string]any)
}

func TestDefaultsAreValid(t *testing.T) {
	if problems := schema.Validate(schema.Requirements, shippedDefaults(t), nil); problems != nil {
		t.Errorf("the shipped defaults are refused:\n%v", problems)
	}
}

// parameters returns every parameter of the minimums with its schema. A table
// keyed by data class is one parameter.
func parameters(node map[string]any, prefix string) map[string]map[string]any {
	out := map[string]map[string]any{}
	for name, sub := range node["properties"].(map[string]any) {
		sub := sub.(map[string]any)
		if sub["properties"] == nil || strings.HasSuffix(name, "_by_class") {
			out[prefix+name] = sub
			continue
		}
		maps.Copy(out, parameters(sub, prefix+name+"."))
	}
	return out
}

// values returns the parameters a block of minimums sets.
func values(node map[string]any, prefix string) map[string]any {
	out := map[string]any{}
	for name, v := range node {
		if sub, ok := v.(map[string]any); ok && !strings.HasSuffix(name, "_by_class") {
			maps.Copy(out, values(sub, prefix+name+"."))
			continue
		}
		out[prefix+name] = v
	}
	return out
}

func TestDefaultsAreComplete(t *testing.T) {
	doc := shippedDefaults(t)
	known := parameters(schema.Effective(), "")
	if len(known) != 113 {
		t.Errorf("there are %d parameters, want 113", len(known))
	}
	everywhere := values(doc["minimums"].(map[string]any), "")
	tiers := map[string]map[string]any{}
	for name, tier := range doc["tiers"].(map[string]any) {
		tiers[name] = values(tier.(map[string]any), "")
	}
	if got := strings.Join(slices.Sorted(maps.Keys(tiers)), " "); got != "T1 T2 T3 T4" {
		t.Errorf("the tiers are %s", got)
	}
	for name := range known {
		_, always := everywhere[name]
		_, inT1 := tiers["T1"][name]
		if always == inT1 {
			t.Errorf("%s: want a default for T1 either among the minimums for every tier or under T1", name)
		}
	}
	// What a more sensitive tier does without, a less sensitive one cannot have.
	for less, more := range map[string]string{"T4": "T3", "T3": "T2", "T2": "T1"} {
		for name := range tiers[less] {
			if _, ok := tiers[more][name]; !ok {
				t.Errorf("%s is set for %s but not for %s", name, less, more)
			}
		}
	}
	for name, v := range tiers["T1"] { // the same in all four belongs in one place
		same := 0
		for _, tier := range []string{"T2", "T3", "T4"} {
			a, _ := json.Marshal(v)
			if b, _ := json.Marshal(tiers[tier][name]); string(a) == string(b) {
				same++
			}
		}
		if same == 3 {
			t.Errorf("%s is the same in all four tiers and belongs under minimums", name)
		}
	}
}

// sourced is the last sentence of a parameter's description: which sort of
// source the default has, and which one.
var sourced = regexp.MustCompile(`\. Default: (none|the guide|law|standard|market practice|our judgement)\b.*\.$`)

func TestEveryDefaultNamesItsSource(t *testing.T) {
	for name, node := range parameters(schema.Effective(), "") {
		nodes := map[string]map[string]any{name: node}
		if node["properties"] != nil {
			maps.Copy(nodes, parameters(node, name+"."))
		}
		for name, node := range nodes {
			text, _ := node["description"].(string)
			if strings.Count(text, "Default: ") != 1 || !sourced.MatchString(text) {
				t.Errorf("%s: the description does not end with the source of the default: %s", name, text)
			}
		}
	}
}

// TestSameWordsAsTheProfile holds the words of a requirement to those of the
// answer it is measured against: a word that no profile can hold would make a
// minimum that nobody reaches, or that nothing is compared with.
func TestSameWordsAsTheProfile(t *testing.T) {
	answers := map[string]string{
		"due_diligence.accepted_questionnaires":      "due_diligence.questionnaire.kind",
		"due_diligence.required_topics":              "due_diligence.questionnaire.topics.0",
		"mfa.remote_access_min":                      "security.mfa.remote_access",
		"mfa.privileged_factor_min":                  "security.mfa.strongest_factor",
		"insurance.cyber.required_coverages":         "insurance.policies.0.coverages.0",
		"insurance.additional_insured_lines":         "insurance.policies.0.line",
		"insurance.am_best_min":                      "insurance.policies.0.carrier.am_best_rating",
		"insurance.am_best_fsc_min":                  "insurance.policies.0.carrier.am_best_fsc",
		"insurance.unrated_carriers_accepted":        "insurance.policies.0.carrier.kind",
		"liability.required_carveouts":               "contract.liability.carveouts.0.kind",
		"liability.always_uncapped":                  "contract.liability.carveouts.0.kind",
		"indemnity.triggers_accepted":                "contract.indemnity.trigger",
		"indemnity.required_costs":                   "contract.indemnity.covers.0",
		"indemnity.member_indemnity_accepted":        "contract.indemnity.member_indemnifies_vendor",
		"continuity.required_scenarios":              "continuity.bcp.scenarios.0",
		"continuity.test_kinds_accepted":             "continuity.tests.0.kind",
		"dispute.mechanisms_accepted":                "contract.dispute_resolution.mechanisms.0",
		"subcontracting.required_flowdown":           "contract.subcontracting.flowdown.0",
		"hipaa.required_elements":                    "contract.hipaa.baa_elements.0",
		"personnel.screening_min":                    "security.personnel.background_checks",
		"frameworks.accepted":                        "security.frameworks.0.name",
		"frameworks.attestation_min":                 "security.frameworks.0.attestation",
		"encryption.min_tls":                         "security.encryption.min_tls",
		"encryption.key_custody_accepted":            "security.encryption.key_custody",
		"assurance.accepted_certifications":          "assurance.certifications.0.kind",
		"termination.required_steps":                 "contract.termination.steps.0",
		"termination.formats_accepted":               "contract.termination.return_formats.0",
		"termination.destruction_methods_accepted":   "contract.termination.destruction_method",
		"termination.destruction_standards_accepted": "contract.termination.destruction_standard",
		"incident.required_content":                  "contract.incident.content.0",
		"incident.required_cooperation":              "contract.incident.cooperation.0",
		"definitions.required_terms":                 "contract.definitions.0.term",
		"procurement.vendor_held_accepted":           "procurement.assets.0.kind",
	}
	// Minimums on a scale leave out the answers that are no place on it.
	offScale := map[string][]string{
		"insurance.am_best_min": {"NR", "S", "F", "E"},
		"encryption.min_tls":    {"ipsec", "ssh2"},
	}
	// Words of the requirements alone.
	own := []string{"insurance.shared_aggregate_rule", "liability.cap_vs_insurance", "reviews.declined_allowed_severity", "reviews.match_by", "evidence.min_basis"}

	for name, node := range parameters(schema.Effective(), "") {
		if items, ok := node["items"].(map[string]any); ok {
			node = items
		}
		enum, ok := node["enum"].([]any)
		if !ok {
			continue
		}
		path, measured := answers[name]
		if !measured {
			if !slices.Contains(own, name) {
				t.Errorf("%s: no answer is named whose words it shares", name)
			}
			continue
		}
		var got []string
		for _, w := range enum {
			got = append(got, w.(string))
		}
		got = append(got, offScale[name]...)
		slices.Sort(got)
		want := words(schema.VendorProfile, path)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has the words %v, the answer %s has %v", name, got, path, want)
		}
	}

	var classes []string
	for _, table := range []string{"notice_hours_max_by_class", "member_processing_hours_by_class"} {
		classes = slices.Sorted(maps.Keys(parameters(schema.Effective(), "")["incident."+table]["properties"].(map[string]any)))
		want := words(schema.Engagement, "data.classes.0")
		slices.Sort(want)
		if !slices.Equal(classes, want) {
			t.Errorf("incident.%s has the classes %v, the engagement %v", table, classes, want)
		}
	}
}

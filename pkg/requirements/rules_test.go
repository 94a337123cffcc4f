package requirements

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/policies"
)

func TestRulesMatchTheSchema(t *testing.T) {
	described := map[string]map[string]any{} // leaves of the schema by name
	var walk func(prefix string, node map[string]any)
	walk = func(prefix string, node map[string]any) {
		if node["type"] == "object" && !strings.HasSuffix(prefix, "_by_class") {
			for name, field := range node["properties"].(map[string]any) {
				walk(strings.TrimPrefix(prefix+"."+name, "."), field.(map[string]any))
			}
			return
		}
		described[prefix] = node
	}
	walk("", schema.Effective())
	if len(described) < 100 {
		t.Fatalf("the schema has only %d parameters", len(described))
	}
	checkRules(t, rules, described)

	names := slices.Sorted(maps.Keys(described))
	if diff := cmp.Diff(names, (&Set{}).Names()); diff != "" {
		t.Errorf("names: -schema +ours:\n%s", diff)
	}
	for _, p := range Parameters() {
		if p.Type != described[p.Name]["type"] || p.Title == "" || p.Description == "" || p.Direction == "" ||
			p.GroupTitle == "" || !strings.HasPrefix(p.Name, p.Group+".") {
			t.Errorf("incomplete parameter %+v", p)
		}
	}
}

func TestSettingRulesMatchTheSchema(t *testing.T) {
	doc, err := schema.Source(schema.Requirements)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := document.Parse("requirements.json", doc, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	node, ok := parsed.Lookup([]string{"properties", "settings", "properties"})
	if !ok {
		t.Fatal("the schema has no settings")
	}
	described := map[string]map[string]any{}
	for name, field := range node.(map[string]any) {
		described[name] = field.(map[string]any)
	}
	checkRules(t, settingRules, described)
}

// checkRules holds a table of rules against what the schema says of the same
// parameters.
func checkRules(t *testing.T, table map[string]rule, described map[string]map[string]any) {
	t.Helper()
	for name := range table {
		if described[name] == nil {
			t.Errorf("%s is in the table and not in the schema", name)
		}
	}
	for name, node := range described {
		r, ok := table[name]
		if !ok {
			t.Errorf("%s is in the schema and not in the table", name)
			continue
		}
		kind := text(node, "type")
		fits := map[Direction][]string{
			Neutral: {"integer", "number", "object"},
			Higher:  {"integer", "number", "object"},
			Lower:   {"integer", "number", "object"},
			Longer:  {"array", "object"},
			Shorter: {"array"},
			True:    {"boolean"},
			False:   {"boolean"},
			Ranked:  {"string"},
		}
		if !slices.Contains(fits[r.direction], kind) {
			t.Errorf("%s: a %s cannot be %s", name, kind, r.direction)
		}
		if r.byClass != (kind == "object") {
			t.Errorf("%s: by class: %t, type %s", name, r.byClass, kind)
		}
		if money := strings.Contains(text(node, "description"), "whole units of the currency"); r.money != money {
			t.Errorf("%s: an amount: %t, by its description: %t", name, r.money, money)
		}
		words, _ := node["enum"].([]any)
		if !cmp.Equal(entries(words), r.ranks, cmpopts.EquateEmpty(), cmpopts.SortSlices(strings.Compare)) {
			t.Errorf("%s ranks %q, the schema has %q", name, r.ranks, words)
		}
		for suffix, want := range map[string]Direction{
			"_min": Higher, "_max": Lower, "_accepted": Shorter,
			"_max_age_days": Lower, "_max_by_class": Lower,
		} {
			if strings.HasSuffix(name, suffix) && r.direction != want && r.direction != Ranked {
				t.Errorf("%s is %s", name, r.direction)
			}
		}
		if _, last, _ := strings.Cut(name, "."); strings.HasPrefix(last, "required_") && r.direction != Longer {
			t.Errorf("%s is %s", name, r.direction)
		}
	}
}

// The linter trusts the shipped values and looks at what a member wrote. So the
// defaults are handed in here as if a member had written every one of them.
func TestDefaultsAreFreeOfLint(t *testing.T) {
	set, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := policies.FS.ReadFile(defaultsPath)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document.Parse("member.yaml", data, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	own, err := Load(doc)
	if err != nil {
		t.Fatal(err)
	}
	if got := own.Lowered(); len(got) != 0 {
		t.Errorf("the defaults are weaker than themselves: %v", got)
	}
	if own.Digest() != set.Digest() {
		t.Error("the defaults over themselves have another digest")
	}
	for _, tier := range allTiers {
		for name, c := range own.minimums[tier] {
			if !c.fromMember() {
				t.Errorf("%s in %s was not looked at", name, tier)
			}
		}
	}
}

// Every default is there on purpose: no shipped parameter is off in all tiers.
func TestEveryParameterHasADefaultSomewhere(t *testing.T) {
	set, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range set.Names() {
		if !slices.ContainsFunc(allTiers, func(tier string) bool { _, ok := set.Lookup(tier, name); return ok }) {
			t.Errorf("%s has no default in any tier", name)
		}
	}
}

func TestLoosened(t *testing.T) {
	byClass := func(pairs ...any) map[string]any {
		out := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i].(string)] = pairs[i+1]
		}
		return out
	}
	for _, tc := range []struct {
		name     string
		rule     rule
		from, to any
		want     string
	}{
		{"one class more, one less", lowerByClass, byClass("cji", num("1"), "fti", num("12")), byClass("cji", num("4"), "phi", num("9")), "cji: 1 → 4, no longer limits fti"},
		{"addendum gone", rules["regulated.addenda_by_class"], byClass("fti", "pub1075", "pci_chd", "aoc"), byClass("pci_chd", "aoc"), "no longer requires pub1075 for fti"},
		{"addendum added", rules["regulated.addenda_by_class"], byClass("fti", "pub1075"), byClass("fti", "pub1075", "pci_chd", "aoc"), ""},
		{"a fraction", lower, num("20"), num("20.5"), "20 → 20.5"},
		{"a decimal of another length", lower, num("9.5"), num("10"), "9.5 → 10"},
		{"neutral", rule{direction: Neutral, byClass: true}, byClass("cji", num("1")), byClass(), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.rule.loosened(tc.from, tc.to); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func num(s string) json.Number { return json.Number(s) }

package requirements_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/policies"
)

// head is the three lines that open every member's document here, so that what
// a test adds starts at line 4.
const head = "apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\n"

func parse(t *testing.T, text string) *document.Document {
	t.Helper()
	doc, err := document.Parse("member.yaml", []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func load(t *testing.T, body string) *requirements.Set {
	t.Helper()
	set, err := requirements.Load(parse(t, head+body))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func shipped(t *testing.T) *requirements.Set {
	t.Helper()
	set, err := requirements.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// refused returns what Load says about a document, problem by problem.
func refused(t *testing.T, text string) []string {
	t.Helper()
	set, err := requirements.Load(parse(t, text))
	if err == nil {
		return nil
	}
	if set != nil {
		t.Error("a Set came with an error")
	}
	var problems source.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("the error is a %T", err)
	}
	var out []string
	for _, p := range problems {
		out = append(out, p.Error()+"\n"+p.Hint)
	}
	return out
}

// inDefaults finds the line and column of the first match after a heading of
// the shipped defaults.
func inDefaults(t *testing.T, after, pattern string) source.Position {
	t.Helper()
	data, err := policies.FS.ReadFile("requirements/defaults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	start := strings.Index(text, "\n"+after+"\n")
	if start < 0 {
		t.Fatalf("the defaults have no line %q", after)
	}
	found := regexp.MustCompile(pattern).FindStringSubmatchIndex(text[start:])
	if found == nil {
		t.Fatalf("the defaults have no %s after %q", pattern, after)
	}
	before := text[:start+found[2]]
	line := strings.LastIndex(before, "\n") + 1
	return source.Position{
		File:   "vendorgate:requirements/defaults.yaml",
		Line:   strings.Count(before, "\n") + 1,
		Column: len(before) - line + 1,
	}
}

func TestEveryLayerWinsOnce(t *testing.T) {
	set := load(t, `minimums:
  insurance:
    tail_months_min: 48
    cancellation_notice_days_min: 45
tiers:
  T1:
    insurance: {tail_months_min: 60}
  T4: {training: {max_age_days: 400}}
`)
	member := func(line, column int) source.Position {
		return source.Position{File: "member.yaml", Line: line, Column: column}
	}
	for _, tc := range []struct {
		tier, name, value, layer string
		at                       source.Position
	}{
		{"T1", "insurance.expiry_warn_days", "30", "default", inDefaults(t, "minimums:", `expiry_warn_days: (30)`)},
		{"T4", "insurance.expiry_warn_days", "30", "default", inDefaults(t, "minimums:", `expiry_warn_days: (30)`)},
		{"T1", "liability.cap_min", "5000000", "default:T1", inDefaults(t, "  T1:", ` cap_min: (5)`)},
		{"T4", "liability.cap_min", "500000", "default:T4", inDefaults(t, "  T4:", `cap_min: (5)`)},
		{"T1", "insurance.cancellation_notice_days_min", "45", "member", member(7, 35)},
		{"T2", "insurance.tail_months_min", "48", "member", member(6, 22)},
		{"T4", "insurance.tail_months_min", "48", "member", member(6, 22)}, // no default in T4
		{"T1", "insurance.tail_months_min", "60", "member:T1", member(10, 34)},
		{"T4", "training.max_age_days", "400", "member:T4", member(11, 33)},
		{"T3", "training.max_age_days", "365", "default:T3", inDefaults(t, "  T3:", `training:\n\s+max_age_days: (3)`)},
	} {
		t.Run(tc.tier+"/"+tc.name, func(t *testing.T) {
			got, ok := set.Lookup(tc.tier, tc.name)
			want := requirements.Value{Value: json.Number(tc.value), Layer: tc.layer, Position: tc.at}
			if diff := cmp.Diff(want, got); !ok || diff != "" {
				t.Errorf("found: %t, -want +got:\n%s", ok, diff)
			}
		})
	}
}

func TestWhatNoLayerSetsIsUndefined(t *testing.T) {
	set := shipped(t)
	for _, tc := range [][2]string{
		{"T4", "training.max_age_days"},
		{"T2", "cjis.key_bits_min"},
		{"T1", "training.max_age_day"},
		{"T5", "liability.cap_min"},
	} {
		if v, ok := set.Lookup(tc[0], tc[1]); ok {
			t.Errorf("%s has %s: %v", tc[0], tc[1], v)
		}
	}
	if _, ok := set.Minimums()["T4"].(map[string]any)["training"]; ok {
		t.Error("T4 has a group without parameters")
	}
}

func TestListsReplaceAsAWhole(t *testing.T) {
	set := load(t, "minimums: {dispute: {mechanisms_accepted: [mediation]}}\n")
	got, _ := set.Lookup("T3", "dispute.mechanisms_accepted")
	if diff := cmp.Diff([]any{"mediation"}, got.Value); diff != "" {
		t.Error(diff)
	}
}

func TestClassesMergeOneByOne(t *testing.T) {
	set := load(t, `minimums:
  incident: {notice_hours_max_by_class: {phi: 20}}
tiers:
  T1:
    incident:
      notice_hours_max_by_class:
        fti: 8
        phi: 10
`)
	const name = "incident.notice_hours_max_by_class"
	for _, tc := range []struct {
		tier, layer string
		line        int
		want        map[string]any
	}{
		{"T1", "member:T1", 10, map[string]any{"cji": json.Number("1"), "fti": json.Number("8"), "phi": json.Number("10")}},
		{"T2", "member", 5, map[string]any{"cji": json.Number("1"), "fti": json.Number("12"), "phi": json.Number("20")}},
		{"T4", "member", 5, map[string]any{"phi": json.Number("20")}},
	} {
		got, _ := set.Lookup(tc.tier, name)
		if diff := cmp.Diff(tc.want, got.Value); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.tier, diff)
		}
		if got.Layer != tc.layer || got.Position.File != "member.yaml" || got.Position.Line != tc.line {
			t.Errorf("%s comes from %s at %s, want %s in line %d", tc.tier, got.Layer, got.Position, tc.layer, tc.line)
		}
	}

	set = load(t, "settings: {state_clock_hours_by_class: {phi: 90}, individuals_t1: 20000}\n")
	want := map[string]any{
		"individuals_t1":             json.Number("20000"),
		"state_clock_hours":          json.Number("72"),
		"state_clock_hours_by_class": map[string]any{"cji": json.Number("24"), "fti": json.Number("24"), "phi": json.Number("90")},
	}
	if diff := cmp.Diff(want, set.Settings()); diff != "" {
		t.Error(diff)
	}
	got, ok := set.LookupSetting("individuals_t1")
	if !ok || got.Layer != "member" || got.Position.String() != "member.yaml:4:67" {
		t.Errorf("individuals_t1 comes from %s at %s", got.Layer, got.Position)
	}
}

func TestMinimumsAreATree(t *testing.T) {
	minimums := load(t, "tiers: {T1: {insurance: {cyber: {per_claim: 4000000}}}}\n").Minimums()
	t1 := minimums["T1"].(map[string]any)["insurance"].(map[string]any)
	if got := t1["cyber"].(map[string]any)["per_claim"]; got != json.Number("4000000") {
		t.Errorf("per_claim is %v", got)
	}
	if got := t1["cgl"].(map[string]any)["aggregate"]; got != json.Number("2000000") {
		t.Errorf("aggregate is %v", got)
	}
	if len(minimums) != 4 {
		t.Errorf("%d tiers", len(minimums))
	}
}

func TestDocumentAgainstTheSchema(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string // each a part of one problem
	}{
		{
			"unknown parameter", head + "minimums:\n  liability:\n    cap_mim: 3000000\n",
			[]string{`member.yaml:6:5: unknown field "cap_mim" in minimums.liability` + "\n" + `did you mean "cap_min"?`},
		},
		{
			"unknown group and tier", head + "minimums: {libility: {cap_min: 1}}\ntiers: {T5: {}}\n",
			[]string{`member.yaml:4:12: unknown field "libility"`, `member.yaml:5:9: unknown field "T5"`},
		},
		{
			"wrong type", head + "tiers: {T1: {liability: {cap_min: plenty}}}\n",
			[]string{"member.yaml:4:35: tiers.T1.liability.cap_min is"},
		},
		{
			"null", head + "minimums: {liability: {cap_min: null}}\n",
			[]string{"member.yaml:4:33: minimums.liability.cap_min is"},
		},
		{
			"no currency", "apiVersion: vendorgate/v1\nkind: Requirements\n",
			[]string{`missing field "currency"`},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := refused(t, tc.text)
			if len(got) != len(tc.want) {
				t.Fatalf("want %d problems, got %q", len(tc.want), got)
			}
			for i, want := range tc.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("got %q, want %q in it", got[i], want)
				}
			}
		})
	}
}

func TestControls(t *testing.T) {
	at := func(line, column int) source.Position {
		return source.Position{File: "member.yaml", Line: line, Column: column}
	}
	set := load(t, `controls:
  - {control: insurance.carrier_strength, severity: low, reason: the pool insures us}
  - control: INS-14
    disabled: {reason: no deductible matters here}
  - {control: insurance.auto_liability, tiers: [T1, T2]}
  - {control: insurance.bond, effective_on: 2027-01-01}
`)
	want := []requirements.Setting{
		{
			Control: "insurance.carrier_strength", Severity: finding.Low, Reason: "the pool insures us",
			Position: at(5, 5), ControlPosition: at(5, 15),
		},
		{
			Control: "INS-14", Disabled: true, Reason: "no deductible matters here",
			Position: at(6, 5), ControlPosition: at(6, 14),
		},
		{Control: "insurance.auto_liability", Tiers: []string{"T1", "T2"}, Position: at(8, 5), ControlPosition: at(8, 15)},
		{Control: "insurance.bond", EffectiveOn: "2027-01-01", Position: at(9, 5), ControlPosition: at(9, 15)},
	}
	if diff := cmp.Diff(want, set.Controls()); diff != "" {
		t.Error(diff)
	}
	if got := shipped(t).Controls(); len(got) != 0 {
		t.Errorf("the defaults set controls: %v", got)
	}
}

func TestWhoseRequirements(t *testing.T) {
	set := load(t, "member: {name: Example County, state: US-MN}\nversion: \"2026-1\"\neffective_on: 2026-07-01\n")
	if name, state := set.Member(); name != "Example County" || state != "US-MN" {
		t.Errorf("the member is %q in %q", name, state)
	}
	if version, on := set.Edition(); version != "2026-1" || on != "2026-07-01" {
		t.Errorf("the edition is %q from %q", version, on)
	}
	if problems := set.InForce("2026-07-01"); problems != nil {
		t.Errorf("on its first day: %v", problems)
	}
	if problems := set.InForce("2026-06-30"); len(problems) != 1 || problems[0].Position.Line != 6 || !strings.Contains(problems[0].Message, "apply from 2026-07-01") {
		t.Errorf("on the day before its first: %v", problems)
	}
	if problems := shipped(t).InForce("2000-01-01"); problems != nil {
		t.Errorf("the defaults have no first day: %v", problems)
	}
	if set.Currency() != "USD" {
		t.Errorf("the currency is %q", set.Currency())
	}
	layers := set.Layers()
	if len(layers) != 2 || layers[0].Name != "default" || layers[0].File != requirements.DefaultsName ||
		layers[1].Name != "member" || layers[1].File != "member.yaml" || len(layers[0].SHA256) != 64 || len(layers[1].SHA256) != 64 {
		t.Errorf("the layers are %+v", layers)
	}
	if name, state := shipped(t).Member(); name != "" || state != "" {
		t.Errorf("without a document the member is %q in %q", name, state)
	}
}

func TestLint(t *testing.T) {
	const tooManyHours = "the vendor's hours and yours to report an incident are too many together in "
	for _, tc := range []struct {
		name, body string
		want       []string
	}{
		// L1: 24 + 48 = 72 is the default.
		{"clock met exactly", "minimums: {incident: {notice_hours_max: 24}}\n", nil},
		{
			"clock missed by an hour", "minimums: {incident: {notice_hours_max: 25}}\n",
			[]string{"member.yaml:4:41: " + tooManyHours + "T1, T2, T3 and T4\n25 h for the vendor + 48 h for you = 73 h, over the state's 72 h: lower one of them"},
		},
		{
			"clock missed by the member's own hours", "tiers: {T2: {incident: {member_processing_hours: 49}}}\n",
			[]string{"member.yaml:4:50: " + tooManyHours + "T2\n24 h for the vendor + 49 h for you = 73 h, over the state's 72 h: lower one of them"},
		},
		{"another division of the hours", "minimums: {incident: {notice_hours_max: 12, member_processing_hours: 60}}\n", nil},
		{
			"clock of a stricter state", "settings: {state_clock_hours: 71}\n",
			[]string{"member.yaml:4:31: " + tooManyHours + "T1, T2 and T3\n24 h for the vendor + 48 h for you = 72 h, over the state's 71 h: lower one of them"},
		},
		{"clock of a laxer state", "settings: {state_clock_hours: 96}\nminimums: {incident: {notice_hours_max: 48}}\n", nil},
		{
			"class clock met exactly",
			"minimums: {incident: {notice_hours_max_by_class: {cji: 12}, member_processing_hours_by_class: {fti: 12}}}\n", nil,
		},
		{
			"class clock missed by an hour", "tiers: {T1: {incident: {notice_hours_max_by_class: {cji: 1, fti: 13}}}}\n",
			[]string{
				"member.yaml:4:52: incident.notice_hours_max_by_class asks for less in T1 than in T2, where less is at risk\nfrom T2 to T1: fti: 12 → 13; make T1 at least as strict as T2, or relax T2",
				"member.yaml:4:66: the vendor's hours and yours to report an incident with fti data are too many together in T1\n13 h for the vendor + 12 h for you = 25 h, over the 24 h for fti: lower one of them",
			},
		},
		{
			"class clock missed by the member's own hours", "minimums: {incident: {member_processing_hours_by_class: {fti: 13}}}\n",
			[]string{"member.yaml:4:63: the vendor's hours and yours to report an incident with fti data are too many together in T1, T2 and T3\n12 h for the vendor + 13 h for you = 25 h, over the 24 h for fti: lower one of them"},
		},
		{
			"the shorter of both notices counts", "minimums: {incident: {notice_hours_max: 12, notice_hours_max_by_class: {cji: 20}}}\n", nil,
		},
		{
			"member's own class clock, without hours for it", "settings: {state_clock_hours_by_class: {phi: 60}}\n",
			[]string{"member.yaml:4:46: the vendor's hours and yours to report an incident with phi data are too many together in T1, T2 and T3\n24 h for the vendor + 48 h for you = 72 h, over the 60 h for phi: lower one of them"},
		},
		{
			"member's own class clock, with hours for it",
			"settings: {state_clock_hours_by_class: {phi: 60}}\nminimums: {incident: {notice_hours_max_by_class: {phi: 12}}}\n", nil,
		},
		{"stricter notice in every tier", "minimums: {incident: {notice_hours_max: 20}}\n", nil},

		// L2 and L3
		{"cap level with the cyber limit", "tiers: {T1: {insurance: {cyber: {per_claim: 5000000}}, liability: {cap_min: 5000000}}}\n", nil},
		{
			"cap below the cyber limit", "tiers: {T1: {liability: {cap_min: 4999999}}}\n",
			[]string{"member.yaml:4:35: liability.cap_min is below insurance.cyber.per_claim in T1\n4999999 is 1 short of 5000000, so insurance would pay for more than the vendor is liable for: raise the one or lower the other"},
		},
		{
			"cyber limit above the cap", "tiers: {T1: {insurance: {cyber: {per_claim: 6000000, aggregate: 6000000}}}}\n",
			[]string{"member.yaml:4:45: liability.cap_min is below insurance.cyber.per_claim in T1\n5000000 is 1000000 short of 6000000, so insurance would pay for more than the vendor is liable for: raise the one or lower the other"},
		},
		{"higher cap level with the cap", "tiers: {T1: {liability: {cap_min: 10000000}}}\n", nil},
		{
			"higher cap below the cap", "tiers: {T1: {liability: {cap_min: 10000001}}}\n",
			[]string{"member.yaml:4:35: liability.super_cap_min is below liability.cap_min in T1\n10000000 is 1 short of 10000001, so the higher cap would be the lower one: raise the one or lower the other"},
		},

		// L4
		{"T1 as strict as T2", "tiers: {T2: {logging: {retention_days_min: 365}}}\n", nil},
		{
			"number", "tiers: {T2: {logging: {retention_days_min: 366}}}\n",
			[]string{"member.yaml:4:44: logging.retention_days_min asks for less in T1 than in T2, where less is at risk\nfrom T2 to T1: 366 → 365; make T1 at least as strict as T2, or relax T2"},
		},
		{
			"number of the higher tier", "tiers: {T1: {access: {stale_days_max: 46}}}\n",
			[]string{"member.yaml:4:39: access.stale_days_max asks for less in T1 than in T2, where less is at risk\nfrom T2 to T1: 45 → 46; make T1 at least as strict as T2, or relax T2"},
		},
		{
			"what is accepted", "tiers: {T1: {insurance: {unrated_carriers_accepted: [pool, lloyds, admitted]}}}\n",
			[]string{"member.yaml:4:53: insurance.unrated_carriers_accepted asks for less in T1 than in T2, where less is at risk\nfrom T2 to T1: also accepts admitted; make T1 at least as strict as T2, or relax T2"},
		},
		{
			"what is required", "tiers: {T3: {subcontracting: {required_flowdown: [security, incident_notice, hipaa]}}}\n",
			[]string{"member.yaml:4:50: subcontracting.required_flowdown asks for less in T2 than in T3, where less is at risk\nfrom T3 to T2: no longer requires hipaa; make T2 at least as strict as T3, or relax T3"},
		},
		{
			"switch", "tiers: {T3: {insurance: {subrogation_waiver_required: true}}}\n",
			[]string{"member.yaml:4:55: insurance.subrogation_waiver_required asks for less in T2 than in T3, where less is at risk\nfrom T3 to T2: true → false; make T2 at least as strict as T3, or relax T3"},
		},
		{
			"word", "tiers: {T4: {reviews: {match_by: sha256}}}\n",
			[]string{"member.yaml:4:34: reviews.match_by asks for less in T3 than in T4, where less is at risk\nfrom T4 to T3: sha256 → date"},
		},
		{"a tier without the parameter is passed over", "tiers: {T4: {logging: {retention_days_min: 180}}}\n", nil},
		{
			"a class that only the lower tier limits", "tiers: {T2: {incident: {notice_hours_max_by_class: {phi: 10}}}}\n",
			[]string{"member.yaml:4:52: incident.notice_hours_max_by_class asks for less in T1 than in T2, where less is at risk\nfrom T2 to T1: no longer limits phi; make T1 at least as strict as T2, or relax T2"},
		},

		{
			"several at once, in the order of the file",
			"minimums:\n  incident: {notice_hours_max: 25}\ntiers:\n  T1: {liability: {cap_min: 1000000}}\n",
			[]string{
				"member.yaml:5:32: " + tooManyHours,
				"member.yaml:7:29: liability.cap_min asks for less in T1 than in T2",
				"member.yaml:7:29: liability.cap_min is below",
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := refused(t, head+tc.body)
			if len(got) != len(tc.want) {
				t.Fatalf("want %d problems, got %d:\n%s", len(tc.want), len(got), strings.Join(got, "\n"))
			}
			for i, want := range tc.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("got:\n%s\nwant:\n%s", got[i], want)
				}
			}
		})
	}
}

func TestAnotherCurrencyLeavesNoShippedAmount(t *testing.T) {
	const open = "apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: CAD\n"
	got := refused(t, open+"minimums: {liability: {cap_min: 7000000}, incident: {notice_hours_max: 25}}\n")
	if !slices.ContainsFunc(got, func(p string) bool {
		return strings.HasPrefix(p, "member.yaml:3:11: the amounts are in CAD, but insurance.cgl.aggregate is still the shipped 2000000 USD in T1, T2, T3 and T4\nset insurance.cgl.aggregate in CAD")
	}) {
		t.Errorf("the shipped amount was not found: %q", got)
	}
	for _, p := range got {
		if strings.Contains(p, "but liability.cap_min") || strings.Contains(p, "is below") {
			t.Errorf("amounts of two currencies were compared: %q", p)
		}
	}
	if !strings.Contains(strings.Join(got, "\n"), "= 73 h") {
		t.Error("what has no currency was not looked at")
	}

	own := open + "minimums:\n"
	for _, p := range requirements.Parameters() {
		if p.Money {
			own += fmt.Sprintf("  %s: 9000000\n", p.Name)
		}
	}
	set, err := requirements.Load(parse(t, nested(own)))
	if err != nil {
		t.Fatal(err)
	}
	if set.Currency() != "CAD" {
		t.Errorf("the currency is %q", set.Currency())
	}
	want := finding.Weakening{Name: "insurance.deductible_max", What: "for T1, T2 and T3: 50000 USD → 9000000 CAD"}
	lowered := set.Lowered()
	if len(lowered) != 2 {
		t.Fatalf("lowered: %+v", lowered)
	}
	for i := range lowered {
		lowered[i].Position = source.Position{}
	}
	if !slices.Contains(lowered, want) {
		t.Errorf("lowered: %+v", lowered)
	}
}

// nested turns lines such as "  a.b.c: 1" below the last heading into a YAML
// document.
func nested(flat string) string {
	var out, last []string
	for _, line := range strings.Split(strings.TrimSpace(flat), "\n") {
		path, value, found := strings.Cut(strings.TrimSpace(line), ": ")
		if !found || !strings.HasPrefix(line, "  ") {
			out = append(out, line)
			continue
		}
		segments := strings.Split(path, ".")
		for i, segment := range segments {
			indent := strings.Repeat("  ", i+1)
			if i == len(segments)-1 {
				out = append(out, indent+segment+": "+value)
			} else if i >= len(last) || !slices.Equal(last[:i+1], segments[:i+1]) {
				out = append(out, indent+segment+":")
			}
		}
		last = segments[:len(segments)-1]
	}
	return strings.Join(out, "\n") + "\n"
}

func TestLowered(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       []string
	}{
		{
			"higher is stricter", "minimums: {logging: {retention_days_min: 179}}\n",
			[]string{"logging.retention_days_min for T1: 365 → 179", "logging.retention_days_min for T2 and T3: 180 → 179"},
		},
		{"higher, raised", "minimums: {logging: {retention_days_min: 366}}\n", nil},
		{"higher, the same", "minimums: {logging: {retention_days_min: 365}}\n", nil},
		{
			"amounts",
			"minimums: {liability: {cap_min: 1000000}, insurance: {cyber: {per_claim: 1000000}}}\ntiers: {T3: {liability: {cap_min: 2000000}}, T2: {liability: {cap_min: 2000000}}, T1: {liability: {cap_min: 5000000}}}\n",
			[]string{"insurance.cyber.per_claim for T1: 5000000 → 1000000", "insurance.cyber.per_claim for T2 and T3: 2000000 → 1000000"},
		},
		{"lower is stricter", "tiers: {T3: {access: {stale_days_max: 91}}}\n", []string{"access.stale_days_max for T3: 90 → 91"}},
		{"lower, tightened", "minimums: {access: {stale_days_max: 7}}\n", nil},
		{
			"what is required", "minimums: {definitions: {required_terms: [private_data, cyber_incident, security_incident]}}\n",
			[]string{"definitions.required_terms for T1, T2, T3 and T4: no longer requires nonpublic_data, data_breach"},
		},
		{"what is required, in another order", "minimums: {liability: {always_uncapped: [bodily_injury, fraud, wilful_misconduct, gross_negligence]}}\n", nil},
		{
			"what is accepted", "minimums: {procurement: {vendor_held_accepted: [rmm_agent, licence]}}\n",
			[]string{"procurement.vendor_held_accepted for T1, T2, T3 and T4: also accepts licence"},
		},
		{"what is accepted, less", "minimums: {procurement: {vendor_held_accepted: []}}\n", nil},
		{
			"true is stricter", "tiers: {T2: {insurance: {primary_required: false}}}\n",
			[]string{"insurance.primary_required for T2: true → false"},
		},
		{"true, tightened", "minimums: {insurance: {primary_required: true}}\n", nil},
		{
			"false is stricter", "tiers: {T4: {insurance: {expiry_day_counts: true}}}\n",
			[]string{"insurance.expiry_day_counts for T4: false → true"},
		},
		{"false, tightened", "minimums: {continuity: {accept_summary: false}}\n", nil},
		{
			"words", "tiers: {T3: {insurance: {am_best_min: B++}}}\n",
			[]string{"insurance.am_best_min for T3: A- → B++"},
		},
		{"words, tightened", "minimums: {insurance: {am_best_min: A+}}\n", nil},
		{
			"words, where the lighter is stricter", "tiers: {T4: {reviews: {declined_allowed_severity: high}}}\n",
			[]string{"reviews.declined_allowed_severity for T4: medium → high"},
		},
		{
			"class by class", "tiers: {T3: {incident: {notice_hours_max_by_class: {cji: 2}}}}\n",
			[]string{"incident.notice_hours_max_by_class for T3: cji: 1 → 2"},
		},
		{
			"neutral", "minimums: {incident: {member_processing_hours: 10, member_processing_hours_by_class: {cji: 1}}}\n", nil,
		},
		{
			"no default in the tier", "tiers: {T4: {access: {stale_days_max: 400}}}\n", nil,
		},
		{
			"settings", "settings: {individuals_t1: 50001, state_clock_hours: 73, state_clock_hours_by_class: {cji: 25, phi: 100}}\n",
			[]string{
				"settings.individuals_t1 50000 → 50001",
				"settings.state_clock_hours 72 → 73",
				"settings.state_clock_hours_by_class cji: 24 → 25",
			},
		},
		{"settings, tightened", "settings: {individuals_t1: 1}\n", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, w := range load(t, tc.body).Lowered() {
				if w.Position.File != "member.yaml" || w.Position.Column == 0 {
					t.Errorf("%s stands at %s", w.Name, w.Position)
				}
				got = append(got, w.Name+" "+w.What)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if got := shipped(t).Lowered(); len(got) != 0 {
		t.Errorf("the defaults lower themselves: %v", got)
	}
}

func TestDigest(t *testing.T) {
	base := load(t, `minimums: {liability: {cap_min: 6000000, super_cap_min: 10000000}, training: {min_completion_percent: 100}}
controls: [{control: a.b, severity: low}, {control: c.d, disabled: {reason: x}, tiers: [T1, T2]}]
settings: {individuals_t1: 10}
`).Digest()
	if len(base) != 64 || base == shipped(t).Digest() {
		t.Fatalf("digest %q", base)
	}
	same := load(t, `settings: {individuals_t1: 10}
# a comment
controls:
  - {disabled: {reason: another reason}, control: c.d, tiers: [T2, T1]}
  - {control: a.b, severity: low}
minimums: {training: {min_completion_percent: 100.0}, liability: {super_cap_min: 10000000.0, cap_min: 6000000}}
version: "label"
member: {name: Example County}
`).Digest()
	if same != base {
		t.Error("the order of keys, a comment or a label changed the digest")
	}
	for name, body := range map[string]string{
		"minimum":  "minimums: {liability: {super_cap_min: 10000001}}\n",
		"list":     "minimums: {location: {allowed_countries: [US, CA]}}\n",
		"tier":     "tiers: {T1: {liability: {cap_min: 6000000}}}\n",
		"setting":  "settings: {individuals_t1: 11}\n",
		"severity": "controls: [{control: a.b, severity: high}]\n",
		"disabled": "controls: [{control: a.b, disabled: {reason: x}}]\n",
		"tiers":    "controls: [{control: a.b, tiers: [T1]}]\n",
		"date":     "controls: [{control: a.b, effective_on: 2027-01-01}]\n",
		"state":    "member: {name: Example County, state: US-WI}\n",
	} {
		if got := load(t, body).Digest(); got == base || got == shipped(t).Digest() {
			t.Errorf("%s: the digest did not change", name)
		}
	}
	if load(t, "version: nothing else\n").Digest() != shipped(t).Digest() {
		t.Error("a document that sets nothing changed the digest")
	}
}

func TestSetIsImmutable(t *testing.T) {
	const body = `minimums:
  incident: {notice_hours_max_by_class: {phi: 3}}
  location: {allowed_countries: [US, CA]}
  logging: {retention_days_min: 10}
controls: [{control: a.b, tiers: [T1]}]
`
	set, fresh := load(t, body), load(t, body)

	minimums := set.Minimums()
	incident := minimums["T1"].(map[string]any)["incident"].(map[string]any)
	incident["notice_hours_max"] = json.Number("999")
	incident["notice_hours_max_by_class"].(map[string]any)["phi"] = json.Number("999")
	minimums["T1"].(map[string]any)["location"].(map[string]any)["allowed_countries"].([]any)[0] = "XX"
	set.Settings()["individuals_t1"] = json.Number("1")
	set.Settings()["state_clock_hours_by_class"].(map[string]any)["cji"] = json.Number("1")
	v, _ := set.Lookup("T1", "location.allowed_countries")
	v.Value.([]any)[0] = "XX"
	v, _ = set.LookupSetting("state_clock_hours_by_class")
	v.Value.(map[string]any)["cji"] = json.Number("1")
	set.Controls()[0].Tiers[0] = "T9"
	set.Lowered()[0].Name = "changed"
	set.Layers()[0].Name = "changed"
	set.Names()[0] = "changed"
	lines := set.Exhibit("T1")
	for _, g := range lines {
		for _, l := range g.Lines {
			if list, ok := l.Value.([]any); ok && len(list) > 0 {
				list[0] = "changed"
			}
			if len(l.Ranks) > 0 {
				l.Ranks[0] = "changed"
			}
		}
	}
	requirements.Parameters()[0].Name = "changed"

	for what, pair := range map[string][2]any{
		"minimums": {fresh.Minimums(), set.Minimums()},
		"settings": {fresh.Settings(), set.Settings()},
		"controls": {fresh.Controls(), set.Controls()},
		"lowered":  {fresh.Lowered(), set.Lowered()},
		"layers":   {fresh.Layers(), set.Layers()},
		"names":    {fresh.Names(), set.Names()},
		"exhibit":  {fresh.Exhibit("T1"), set.Exhibit("T1")},
	} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("%s changed:\n%s", what, diff)
		}
	}
	if v, _ := shipped(t).Lookup("T1", "logging.retention_days_min"); v.Value != json.Number("365") {
		t.Errorf("a member's document changed the defaults: %v", v.Value)
	}
}

func TestLoadDoesNotKeepTheDocument(t *testing.T) {
	doc := parse(t, head+"minimums: {location: {allowed_countries: [US, CA]}}\n")
	set, err := requirements.Load(doc)
	if err != nil {
		t.Fatal(err)
	}
	doc.Value()["minimums"].(map[string]any)["location"].(map[string]any)["allowed_countries"].([]any)[0] = "XX"
	v, _ := set.Lookup("T1", "location.allowed_countries")
	if diff := cmp.Diff([]any{"US", "CA"}, v.Value); diff != "" {
		t.Error(diff)
	}
}

func TestExhibit(t *testing.T) {
	set := load(t, "tiers: {T2: {insurance: {cyber: {per_claim: 2000001}}, liability: {cap_min: 2000001}}}\n")
	groups := set.Exhibit("T2")
	if !slices.IsSortedFunc(groups, func(a, b requirements.ExhibitGroup) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the groups are not sorted")
	}
	count := 0
	for _, g := range groups {
		count += len(g.Lines)
		if g.Title == "" || len(g.Lines) == 0 {
			t.Errorf("group %q has the title %q and %d lines", g.Name, g.Title, len(g.Lines))
		}
		for _, l := range g.Lines {
			if l.Group != g.Name || l.Title == "" || l.Description == "" || l.Layer == "" || l.Position.IsZero() {
				t.Errorf("incomplete line %+v", l)
			}
			if want, ok := set.Lookup("T2", l.Name); !ok || !cmp.Equal(want, requirements.Value{Value: l.Value, Layer: l.Layer, Position: l.Position}) {
				t.Errorf("%s is not what Lookup gives", l.Name)
			}
		}
		if g.Name == "insurance.cyber" {
			i := slices.IndexFunc(g.Lines, func(l requirements.ExhibitLine) bool { return l.Name == "insurance.cyber.per_claim" })
			if l := g.Lines[i]; l.Value != json.Number("2000001") || l.Layer != "member:T2" || !l.Money || !strings.HasPrefix(g.Title, "Insurance: ") {
				t.Errorf("%s: %+v", g.Title, l)
			}
		}
	}
	set2 := 0
	for _, name := range set.Names() {
		if _, ok := set.Lookup("T2", name); ok {
			set2++
		}
	}
	if count != set2 {
		t.Errorf("%d lines for %d minimums", count, set2)
	}
	if got := set.Exhibit("T9"); got != nil {
		t.Errorf("there is no T9: %v", got)
	}
}

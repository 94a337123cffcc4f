package schema_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/schema"
)

// TestReportMatchesTheModel walks the Go types of a report beside its schema:
// every field of one is a field of the other, of the same type, and required
// exactly when Go always writes it.
func TestReportMatchesTheModel(t *testing.T) {
	text, err := schema.Source(schema.Report)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	compareType(t, root, root, reflect.TypeFor[finding.Report](), "report", used)
	for name := range root["definitions"].(map[string]any) {
		if !used[name] {
			t.Errorf("definition %s describes nothing", name)
		}
	}
}

func compareType(t *testing.T, root, node map[string]any, goType reflect.Type, at string, used map[string]bool) {
	t.Helper()
	if ref, ok := node["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/definitions/")
		node = root["definitions"].(map[string]any)[name].(map[string]any)
		if used[name] && node["type"] == "object" {
			return
		}
		used[name] = true
	}
	if goType.Kind() == reflect.Pointer {
		goType = goType.Elem()
	}
	if goType == reflect.TypeFor[json.RawMessage]() { // any JSON value
		if node["type"] != nil {
			t.Errorf("%s: the schema limits the type to %v", at, node["type"])
		}
		return
	}
	want := map[reflect.Kind]string{
		reflect.Struct: "object", reflect.Map: "object", reflect.Slice: "array", reflect.String: "string", reflect.Bool: "boolean", reflect.Int: "integer",
	}[goType.Kind()]
	if node["type"] != want {
		t.Errorf("%s: the schema says %v, Go writes %s", at, node["type"], want)
		return
	}
	switch goType.Kind() {
	case reflect.Map:
		for name, of := range node["properties"].(map[string]any) {
			compareType(t, root, of.(map[string]any), goType.Elem(), at+"."+name, used)
		}
	case reflect.Slice:
		compareType(t, root, node["items"].(map[string]any), goType.Elem(), at+"[]", used)
	case reflect.Struct:
		fields, required := map[string]reflect.Type{}, []string{}
		for f := range jsonFields(goType) {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields[name] = f.Type
			if !strings.Contains(options, "omitempty") {
				required = append(required, name)
			}
		}
		inSchema := node["properties"].(map[string]any)
		if got, want := slices.Sorted(maps.Keys(inSchema)), slices.Sorted(maps.Keys(fields)); !slices.Equal(got, want) {
			t.Errorf("%s: the schema has the fields %v, Go writes %v", at, got, want)
			return
		}
		var always []string
		for _, name := range asList(node["required"]) {
			always = append(always, name.(string))
		}
		slices.Sort(always)
		slices.Sort(required)
		if !slices.Equal(always, required) {
			t.Errorf("%s: the schema requires %v, Go always writes %v", at, always, required)
		}
		for name, goType := range fields {
			compareType(t, root, inSchema[name].(map[string]any), goType, at+"."+name, used)
		}
	}
}

// jsonFields yields the fields that encoding/json writes, those of embedded
// types without a tag among them.
func jsonFields(goType reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range goType.NumField() {
			f := goType.Field(i)
			if f.Anonymous && f.Tag.Get("json") == "" {
				for inner := range jsonFields(f.Type) {
					if !yield(inner) {
						return
					}
				}
				continue
			}
			if !yield(f) {
				return
			}
		}
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// TestReportEnums keeps the words of the schema those of the model.
func TestReportEnums(t *testing.T) {
	inSchema := func(name string) []string {
		text, _ := schema.Source(schema.Report)
		var root struct {
			Definitions map[string]struct {
				Enum       []string
				Properties map[string]struct{ Enum []string }
			}
		}
		if err := json.Unmarshal(text, &root); err != nil {
			t.Fatal(err)
		}
		definition, field, isField := strings.Cut(name, ".")
		if isField {
			return slices.Sorted(slices.Values(root.Definitions[definition].Properties[field].Enum))
		}
		return slices.Sorted(slices.Values(root.Definitions[definition].Enum))
	}
	rows := map[string][]string{
		"status":         asStrings(finding.Statuses...),
		"severity":       asStrings(finding.Severities...),
		"verdict":        asStrings(finding.Approved, finding.Rejected, finding.Undecided),
		"decision.fault": asStrings(finding.FaultInternal, finding.FaultEvaluation, finding.FaultUnreadable, finding.FaultInvalid, finding.FaultCancelled),
		"finding.side":   asStrings(finding.VendorSide, finding.MemberSide),
		"control.side":   asStrings(finding.VendorSide, finding.MemberSide),
	}
	for name, want := range rows {
		if got := inSchema(name); !slices.Equal(got, want) {
			t.Errorf("%s has the words %v, the model %v", name, got, want)
		}
	}
}

func asStrings[S ~string](words ...S) []string {
	var out []string
	for _, w := range words {
		out = append(out, string(w))
	}
	slices.Sort(out)
	return out
}

// aReport is a small report with every list filled or empty, none nil.
func aReport() finding.Report {
	sha := strings.Repeat("0", 64)
	return finding.Report{
		APIVersion: finding.Version, Kind: "Report",
		Decisions: []finding.Decision{{
			Profile: finding.Document{File: "acme.yaml", SHA256: sha}, Verdict: finding.Rejected,
			Tier:   &finding.Tier{Name: "T1", Reasons: []finding.TierReason{{Message: "it is not said", Questions: []string{"criticality"}}}},
			Counts: finding.Counts{Fail: 1, Blocking: 1, Total: 1},
			Findings: []finding.Finding{{
				Control: "liability.cap_reaches_floor", Code: "LIA-02", Title: "The cap reaches the floor", Consideration: 2,
				Severity: finding.High, Status: finding.Fail, Blocking: true, Side: finding.VendorSide,
				Answers:  []finding.Answer{{Path: "contract.liability.cap_amount", Value: json.RawMessage("1")}, {Path: "contract.liability.cap_kind"}},
				Required: []finding.Requirement{{Name: "liability.cap_min", Title: "Smallest liability cap", Value: json.RawMessage("2"), Text: "at least 2 USD", Layer: "member:T1"}},
			}},
		}},
		Controls: []finding.Control{{
			ID: "liability.cap_reaches_floor", Code: "LIA-02", Title: "The cap reaches the floor", Consideration: 2,
			Severity: finding.High, Side: finding.VendorSide, Remediation: "Ask for a higher cap.",
			Frameworks: map[string][]string{"csf_2_0": {"GV.SC-05"}},
		}},
		Weakenings: []finding.Weakening{}, Requirements: []finding.Layer{{Name: "default"}},
		Summary: finding.Summary{Profiles: 1, Rejected: 1},
		Provenance: finding.Provenance{
			Tool: "dev", OPA: "1.22.2", AsOf: "2026-11-23", FailOn: "medium", Controls: 1,
			PolicySHA256: sha, SchemaSHA256: sha, SettingsSHA256: sha, KnownAnswers: "ok",
		},
		Complete: true,
	}
}

func TestReportIsValid(t *testing.T) {
	asValue := func(r finding.Report) any {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return decoded(t, string(text))
	}
	if problems := schema.Validate(schema.Report, asValue(aReport()), nil); problems != nil {
		t.Errorf("a good report is refused:\n%v", problems)
	}
	spoiled := map[string]func(*finding.Report){
		"controls is null: want a list":                               func(r *finding.Report) { r.Controls = nil },
		"decisions[0].findings is null: want a list":                  func(r *finding.Report) { r.Decisions[0].Findings = nil },
		"weakenings is null: want a list":                             func(r *finding.Report) { r.Weakenings = nil },
		`decisions[0].verdict is "": want one of`:                     func(r *finding.Report) { r.Decisions[0].Verdict = "" },
		`decisions[0].findings[0].status is "passed": want one of`:    func(r *finding.Report) { r.Decisions[0].Findings[0].Status = "passed" },
		`provenance.as_of is "today": want a date`:                    func(r *finding.Report) { r.Provenance.AsOf = "today" },
		`provenance.policy_sha256 is "sha256:0", which`:               func(r *finding.Report) { r.Provenance.PolicySHA256 = "sha256:0" },
		`decisions[0].findings[0].consideration is 11: want -1 to 10`: func(r *finding.Report) { r.Decisions[0].Findings[0].Consideration = 11 },
	}
	for want, spoil := range spoiled {
		r := aReport()
		spoil(&r)
		problems := schema.Validate(schema.Report, asValue(r), nil)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Message, want) {
			t.Errorf("%v, want one problem: %s", problems, want)
		}
	}
}

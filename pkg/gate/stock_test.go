package gate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
)

// stockOPA is the path of the official program. VENDORGATE_OPA names it, as
// .ci/run does; without it the tool of the repository is built. Where that
// cannot be done, the test is skipped.
var stockOPA = sync.OnceValues(func() (string, error) {
	if named := os.Getenv("VENDORGATE_OPA"); named != "" {
		return named, nil
	}
	out, err := exec.Command(filepath.Join("..", "..", ".ci", "tool"), "opa").Output()
	return strings.TrimSpace(string(out)), err
})

func opaOrSkip(t *testing.T) string {
	t.Helper()
	opa, err := stockOPA()
	if err != nil {
		t.Skipf("opa cannot be built here, and VENDORGATE_OPA does not name it: %v", err)
	}
	return opa
}

// opaOutput runs the program and returns what it prints.
func opaOutput(t *testing.T, args ...string) []byte {
	t.Helper()
	var problems bytes.Buffer
	cmd := exec.Command(opaOrSkip(t), args...)
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("opa %s: %v\n%s%s", args[0], err, problems.Bytes(), out)
	}
	return out
}

// stockDecision is what both sides say of a purchase.
type stockDecision struct {
	Verdict  finding.Verdict         `json:"verdict"`
	Fault    finding.Fault           `json:"fault"`
	Tier     string                  `json:"tier"`
	Assumed  bool                    `json:"tier_assumed"`
	Mode     string                  `json:"mode"`
	Findings map[string]stockFinding `json:"findings"`
}

type stockFinding struct {
	Status   finding.Status   `json:"status"`
	Severity finding.Severity `json:"severity"`
	Blocking bool             `json:"blocking"`
}

func stockOf(d finding.Decision) stockDecision {
	out := stockDecision{Verdict: d.Verdict, Fault: d.Fault, Mode: d.Mode, Findings: map[string]stockFinding{}}
	if d.Tier != nil {
		out.Tier, out.Assumed = d.Tier.Name, d.Tier.Assumed
	}
	for _, f := range d.Findings {
		out.Findings[f.Control] = stockFinding{f.Status, f.Severity, f.Blocking}
	}
	return out
}

// input is a purchase as a stock OPA takes it.
func (p purchase) input() map[string]any {
	in := map[string]any{"profile": p.profile, "as_of": asOf}
	if p.engagement != nil {
		in["engagement"] = p.engagement
	}
	return in
}

// bundleOf writes the bundle of a gate to a file.
func bundleOf(t *testing.T, g *gate.Gate, own []policy.Module, requirements gate.Source) string {
	t.Helper()
	b, err := g.Bundle(own, requirements)
	if err != nil {
		t.Fatal(err)
	}
	data, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// serve starts an OPA server with a bundle, and returns what asks it for its
// decision on an input.
func serve(t *testing.T, bundle string) func(input any) ([]byte, error) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	server := exec.Command(opaOrSkip(t), "run", "--server", "--addr", address, "--log-level", "error", "--bundle", bundle)
	server.Stdout, server.Stderr = &log, &log
	server.Env = append(os.Environ(), "GOGC=400") // it has much to do in a short life
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 8}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := errors.Join(server.Process.Kill(), ignoreExit(server.Wait())); err != nil {
			t.Error(err)
		}
	})
	client := &http.Client{Transport: transport, Timeout: time.Minute}
	ask := func(input any) ([]byte, error) {
		body, err := json.Marshal(map[string]any{"input": input})
		if err != nil {
			return nil, err
		}
		response, err := client.Post("http://"+address+"/v1/data/vendorgate/decision", "application/json", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		if response.StatusCode != http.StatusOK {
			err = fmt.Errorf("%s: %s", response.Status, answer)
		}
		return answer, err
	}
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		_, err := ask(map[string]any{})
		if err == nil {
			return ask
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("the server does not answer: %v\n%s", err, log.Bytes())
		}
	}
}

// ignoreExit drops the error of a program that was killed.
func ignoreExit(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}

func fromServer(answer []byte) (stockDecision, error) {
	var body struct {
		Result *stockDecision `json:"result"`
	}
	if err := json.Unmarshal(answer, &body); err != nil {
		return stockDecision{}, err
	}
	if body.Result == nil {
		return stockDecision{}, fmt.Errorf("no result: %s", answer)
	}
	return *body.Result, nil
}

// nulled puts null in the place of some answers: not answered, like those that
// are left out.
func (g *generator) nulled(v any, top bool) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if _, list := v[key].([]any); !top && g.IntN(40) == 0 || list && g.IntN(60) == 0 {
				out[key] = nil
				continue
			}
			out[key] = g.nulled(v[key], false)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = g.nulled(element, false)
		}
		return out
	}
	return v
}

// TestStockServerDecidesTheSame: an OPA server with the bundle comes to the same
// verdict, tier, status, severity and blocking as the gate, for every control of
// random purchases.
func TestStockServerDecidesTheSame(t *testing.T) {
	g := newGate(t, gate.Options{})
	ask := serve(t, bundleOf(t, g, nil, gate.Source{}))
	random := newGenerator(t, 7)
	cases := make(chan purchase)
	var (
		asking     sync.WaitGroup
		guard      sync.Mutex
		verdicts   = map[finding.Verdict]int{}
		statuses   = map[finding.Status]int{}
		difference string
		different  int
	)
	for range 4 {
		asking.Go(func() {
			for p := range cases {
				want := stockOf(g.Check(context.Background(), p.request(t, "json", encoded)))
				answer, err := ask(p.input())
				var got stockDecision
				if err == nil {
					got, err = fromServer(answer)
				}
				guard.Lock()
				if err != nil || !cmp.Equal(want, got) {
					different++
					difference = fmt.Sprintf("%v\n%s\nprofile %s\nengagement %s\nanswer %.2000s", err, cmp.Diff(want, got), encoded(p.profile), encoded(p.engagement), answer)
				}
				verdicts[want.Verdict]++
				for _, f := range want.Findings {
					statuses[f.Status]++
				}
				guard.Unlock()
			}
		})
	}
	wanted := propertyCases(t, 100)
	for i := range wanted {
		p := random.purchase()
		if i%4 == 0 {
			p.profile = random.nulled(p.profile, true).(map[string]any)
			if p.engagement != nil {
				p.engagement = random.nulled(p.engagement, true).(map[string]any)
			}
		}
		if i%3 == 0 {
			p.profile = random.silenced(p.profile)
		}
		cases <- p
	}
	close(cases)
	asking.Wait()
	if different > 0 {
		t.Errorf("%d of %d decisions differ, one of them (-gate +opa):\n%s", different, wanted, difference)
	}
	t.Logf("%d purchases: %v, %v", wanted, verdicts, statuses)
	for _, v := range []finding.Verdict{finding.Approved, finding.Rejected, finding.Undecided} {
		if verdicts[v] == 0 {
			t.Errorf("no purchase is %s, so this compares too little", v)
		}
	}
	for _, s := range []finding.Status{finding.Pass, finding.Fail, finding.Unanswered, finding.NotApplicable, finding.Deferred} {
		if statuses[s] == 0 {
			t.Errorf("no control is %s, so this compares too little", s)
		}
	}
}

// memberRequirements change what a member can change.
const memberRequirements = `apiVersion: vendorgate/v1
kind: Requirements
member: {name: Example County, state: US-MN}
currency: USD
effective_on: 2026-01-01
tiers:
  T1: {liability: {cap_min: 9000000}}
controls:
  - {control: insurance.carrier_strength, severity: low, reason: another rating is taken}
  - {control: insurance.deductibles, disabled: {reason: the broker checks it}}
  - {control: insurance.auto_liability_limits, tiers: [T1], reason: no cars elsewhere}
  - {control: insurance.crime_bond, effective_on: 2027-01-01, reason: from next year}
settings: {individuals_t1: 100}
`

const memberControl = `package controls.county

# METADATA
# title: The vendor is not from nowhere
# custom:
#   severity: high
#   applies_when: reaches_member_data
#   remediation: Ask the vendor for its name.
named if not input.vendor.legal_name == "Nowhere Inc"
`

// TestStockProgramsDecideTheSame: `opa eval` and `opa exec` decide like the gate
// on every example, with a member's own requirements and controls.
func TestStockProgramsDecideTheSame(t *testing.T) {
	opaOrSkip(t)
	own := []policy.Module{{Name: "county.rego", Text: memberControl}}
	requirements := gate.Bytes("requirements.yaml", []byte(memberRequirements))
	g := newGate(t, gate.Options{Modules: own, Requirements: requirements, FailOn: finding.High})
	file := bundleOf(t, g, own, requirements)

	folder := t.TempDir()
	want := map[string]stockDecision{}
	var inputs []any
	var wanted []stockDecision
	args := []string{"exec", "--bundle", file, "--decision", "vendorgate/decision"}
	for _, name := range []string{"common-paper", "copier-repair", "in-breach", "in-order", "managed-service", "misspelt", "pre-award", "questionnaire"} {
		for _, with := range []bool{true, false} {
			p := readPurchase(t, name)
			if !with {
				p.engagement = nil
			}
			path := filepath.Join(folder, fmt.Sprintf("%s-%t.json", name, with))
			if err := os.WriteFile(path, encoded(p.input()), 0o600); err != nil {
				t.Fatal(err)
			}
			decision := stockOf(g.Check(context.Background(), p.request(t, "json", encoded)))
			want[path] = decision
			args, inputs, wanted = append(args, path), append(inputs, p.input()), append(wanted, decision)
		}
	}

	var executed struct {
		Result []struct {
			Path   string        `json:"path"`
			Result stockDecision `json:"result"`
		} `json:"result"`
	}
	if err := json.Unmarshal(opaOutput(t, args...), &executed); err != nil {
		t.Fatal(err)
	}
	got := map[string]stockDecision{}
	for _, r := range executed.Result {
		got[r.Path] = r.Result
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("opa exec decides otherwise (-gate +opa):\n%s", diff)
	}

	all := filepath.Join(folder, "all.json")
	if err := os.WriteFile(all, encoded(inputs), 0o600); err != nil {
		t.Fatal(err)
	}
	var evaluated []stockDecision
	query := "[d | some one in input; d := data.vendorgate.decision with input as one]"
	if err := json.Unmarshal(opaOutput(t, "eval", "--bundle", file, "--input", all, "--format", "raw", query), &evaluated); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, evaluated); diff != "" {
		t.Errorf("opa eval decides otherwise (-gate +opa):\n%s", diff)
	}
}

// TestStockApprovesNothingMalformed: whatever is not a purchase as the schemas
// have it is undecided, however near to an approved one it is.
func TestStockApprovesNothingMalformed(t *testing.T) {
	good := readPurchase(t, "in-order")
	g := newGate(t, gate.Options{})
	file := bundleOf(t, g, nil, gate.Source{})
	changed := func(change func(in map[string]any)) map[string]any {
		var in map[string]any
		d := json.NewDecoder(bytes.NewReader(encoded(good.input())))
		d.UseNumber()
		if err := d.Decode(&in); err != nil {
			t.Fatal(err)
		}
		change(in)
		return in
	}
	inside := func(document, field string, v any) any {
		return changed(func(in map[string]any) { in[document].(map[string]any)[field] = v })
	}
	inputs := []struct {
		name string
		in   any
	}{
		{"approved", changed(func(map[string]any) {})},
		{"as of today", changed(func(in map[string]any) { delete(in, "as_of") })},
		{"null", nil},
		{"a text", "x"},
		{"a list", []any{good.input()}},
		{"nothing", map[string]any{}},
		{"no profile", changed(func(in map[string]any) { delete(in, "profile") })},
		{"the profile is null", changed(func(in map[string]any) { in["profile"] = nil })},
		{"the profile is a text", changed(func(in map[string]any) { in["profile"] = string(encoded(good.profile)) })},
		{"the profile is a list", changed(func(in map[string]any) { in["profile"] = []any{good.profile} })},
		{"the engagement is null", changed(func(in map[string]any) { in["engagement"] = nil })},
		{"the engagement is empty", changed(func(in map[string]any) { in["engagement"] = map[string]any{} })},
		{"the engagement is in the profile", inside("profile", "engagement", good.engagement)},
		{"the profile is the engagement", changed(func(in map[string]any) { in["engagement"] = good.profile })},
		{"the profile itself is the input", good.profile},
		{"another field", changed(func(in map[string]any) { in["requirements"] = map[string]any{} })},
		{"a misspelt field", inside("profile", "insurence", map[string]any{})},
		{"a wrong type", inside("profile", "insurance", []any{})},
		{"another version", inside("profile", "apiVersion", "vendorgate/v2")},
		{"another currency", inside("profile", "currency", "CAD")},
		{"no currency", changed(func(in map[string]any) { delete(in["profile"].(map[string]any), "currency") })},
		{"another currency in the engagement", inside("engagement", "currency", "CAD")},
		{"the contract is silent on what it says", changed(func(in map[string]any) {
			in["profile"].(map[string]any)["contract"].(map[string]any)["silent_on"] = []any{"/contract/continuity/rto_hours"}
		})},
		{"the contract is silent on what is no answer", changed(func(in map[string]any) {
			in["profile"].(map[string]any)["contract"].(map[string]any)["silent_on"] = []any{"/contract/continuity"}
		})},
		{"the day is no day", changed(func(in map[string]any) { in["as_of"] = "2026-02-30" })},
		{"the day is a time", changed(func(in map[string]any) { in["as_of"] = "2026-11-23T00:00:00Z" })},
		{"the day is null", changed(func(in map[string]any) { in["as_of"] = nil })},
		{"the day is a number", changed(func(in map[string]any) { in["as_of"] = 20261123 })},
	}
	folder := t.TempDir()
	args := []string{"exec", "--bundle", file, "--decision", "vendorgate/decision"}
	names := map[string]string{}
	for i, one := range inputs {
		path := filepath.Join(folder, fmt.Sprintf("%02d.json", i))
		if err := os.WriteFile(path, encoded(one.in), 0o600); err != nil {
			t.Fatal(err)
		}
		names[path] = one.name
		args = append(args, path)
	}
	var executed struct {
		Result []struct {
			Path   string `json:"path"`
			Result *struct {
				Verdict  finding.Verdict  `json:"verdict"`
				Fault    finding.Fault    `json:"fault"`
				Problems []map[string]any `json:"problems"`
			} `json:"result"`
		} `json:"result"`
	}
	if err := json.Unmarshal(opaOutput(t, args...), &executed); err != nil {
		t.Fatal(err)
	}
	if len(executed.Result) != len(inputs) {
		t.Fatalf("%d decisions on %d inputs", len(executed.Result), len(inputs))
	}
	for _, r := range executed.Result {
		name := names[r.Path]
		switch {
		case r.Result == nil:
			t.Errorf("%s: no decision", name)
		case name == "approved":
			if r.Result.Verdict != finding.Approved {
				t.Errorf("the example in order is %s: %v", r.Result.Verdict, r.Result.Problems)
			}
		case name == "as of today":
			if r.Result.Verdict == finding.Undecided {
				t.Errorf("%s: %v", name, r.Result.Problems)
			}
		case r.Result.Verdict != finding.Undecided || len(r.Result.Problems) == 0:
			t.Errorf("%s: %s, %v", name, r.Result.Verdict, r.Result.Problems)
		}
	}
}

package gate_test

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// One Gate is made once and checks any number of profiles.
func Example() {
	ctx := context.Background()
	g, err := gate.New(ctx, gate.Options{AsOf: "2026-11-23"})
	if err != nil {
		fmt.Println(err)
		return
	}
	decision := g.Check(ctx, gate.Request{
		Profile:    gate.File("../../testdata/examples/copier-repair/profile.yaml"),
		Engagement: gate.File("../../testdata/examples/copier-repair/engagement.yaml"),
	})
	fmt.Println(decision.Verdict, decision.Tier.Name)
	// Output: approved T4
}

// A finding names the control, the answer with its line, and the requirement.
func ExampleGate_Check() {
	ctx := context.Background()
	g, err := gate.New(ctx, gate.Options{AsOf: "2026-11-23"})
	if err != nil {
		fmt.Println(err)
		return
	}
	decision := g.Check(ctx, gate.Request{
		Profile:    gate.File("../../testdata/examples/common-paper/profile.yaml"),
		Engagement: gate.File("../../testdata/examples/common-paper/engagement.yaml"),
	})
	for _, f := range decision.Findings {
		if f.Control != "incident.notice_period" {
			continue
		}
		fmt.Println(f.Code, f.Status, f.Severity)
		for _, a := range f.Answers {
			if a.Path == "contract.incident.notice_value" {
				fmt.Println(a.Path, string(a.Value), a.Position.Line > 0)
			}
		}
	}
	// Output:
	// INC-02 fail critical
	// contract.incident.notice_value 72 true
}

// Many profiles are checked as a stream, in order.
func ExampleGate_CheckAll() {
	ctx := context.Background()
	g, err := gate.New(ctx, gate.Options{AsOf: "2026-11-23"})
	if err != nil {
		fmt.Println(err)
		return
	}
	requests := gate.Selection{Paths: []string{
		"../../testdata/examples/managed-service/engagement.yaml",
		"../../testdata/examples/malformed/profile.yaml",
		"../../testdata/examples/common-paper/engagement.yaml",
	}}.Requests()
	for decision := range g.CheckAll(ctx, requests) {
		fmt.Printf("%s (fault: %q)\n", decision.Verdict, decision.Fault)
	}
	// Output:
	// approved (fault: "")
	// undecided (fault: "unreadable")
	// rejected (fault: "")
}

// A profile need not be a file.
func ExampleBytes() {
	ctx := context.Background()
	g, err := gate.New(ctx, gate.Options{AsOf: "2026-11-23"})
	if err != nil {
		fmt.Println(err)
		return
	}
	decision := g.Check(ctx, gate.Request{Profile: gate.Bytes("acme.json", []byte(`{
  "apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme", "currency": "USD",
  "vendor": {"legal_name": "Acme"},
  "contract": {"incident": {"notice_valeu": 24}}
}`))})
	fmt.Println(decision.Verdict, decision.Fault)
	for _, p := range decision.Problems {
		fmt.Println(p.Position, p.Hint)
	}
	// Output:
	// undecided invalid
	// acme.json:4:29 did you mean "notice_value"?
}

// What is wrong with the requirements or the policies comes with its place.
func ExampleNew() {
	_, err := gate.New(context.Background(), gate.Options{
		Requirements: gate.Bytes("county.yaml", []byte("apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\nminimums: {incident: {notice_hours: 12}}\n")),
	})
	var problems source.Problems
	fmt.Println(errors.Is(err, gate.ErrRequirements), errors.As(err, &problems))
	for _, p := range problems {
		fmt.Println(p.Position, p.Message)
	}
	// Output:
	// true true
	// county.yaml:4:23 unknown field "notice_hours" in minimums.incident
}

// The report of a run is made from its decisions.
func ExampleGate_Report() {
	ctx := context.Background()
	g, err := gate.New(ctx, gate.Options{AsOf: "2026-11-23"})
	if err != nil {
		fmt.Println(err)
		return
	}
	requests := gate.Selection{Paths: []string{"../../testdata/examples/copier-repair"}}.Requests()
	report := g.Report(slices.Collect(g.CheckAll(ctx, requests)), true)
	fmt.Println(report.Summary.Profiles, report.Summary.Approved, gate.Worst(report.Summary) == finding.FaultNone)
	// Output: 1 1 true
}

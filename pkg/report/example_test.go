package report_test

import (
	"fmt"
	"os"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

// A saved report can be rendered in any format later on.
func ExampleReadJSON() {
	saved := []byte(`{
		"apiVersion": "vendorgate/v1",
		"kind": "Report",
		"decisions": [{
			"profile": {"file": "northwoods.yaml"},
			"vendor": "Northwoods Managed IT LLC",
			"verdict": "undecided",
			"fault": "unreadable",
			"problems": [{"file": "northwoods.yaml", "message": "the file is empty"}]
		}],
		"provenance": {"as_of": "2026-11-23", "controls": 100, "fail_on": "high"},
		"complete": true
	}`)
	r, err := report.ReadJSON(saved)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := report.Write(os.Stdout, "text", r, report.Options{Width: 60, ASCII: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// UNDECIDED  Northwoods Managed IT LLC
	//            northwoods.yaml
	// ============================================================
	// The file could not be read whole, so nothing in it was
	// judged. Whoever provides it puts right what is said below.
	//
	//   northwoods.yaml: the file is empty
	//
	// As of 2026-11-23. 100 controls; high and above block
	//   approval.
}

func ExampleWrite() {
	r := &finding.Report{APIVersion: finding.Version, Kind: "Report"}
	fmt.Println(report.Write(os.Stdout, "jsom", r, report.Options{}))
	// Output: there is no report format "jsom", did you mean "json"?
}

package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/report"
)

func rendered(t *testing.T, format string, r *finding.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWaivedIsTold: every format names the waiver and says that the control is
// not met all the same, of one vendor and of many; whom to write to is not told
// what the member accepts.
func TestWaivedIsTold(t *testing.T) {
	one := func() finding.Decision {
		d := northwoods(finding.Approved, append([]finding.Finding{waivedRating}, quiet(2, 0)...)...)
		d.Waivers = []finding.Waiver{rating}
		d.IdleWaivers = []finding.IdleWaiver{{Waiver: "2025-031", Control: "insurance.cyber_limits", Message: "it expired on 2026-06-30", Position: at(waiversFile, 31, 9)}}
		return d
	}
	alone := run(one())
	two := one()
	two.Profile.File = "vendors/second.yaml"
	many := run(one(), two)
	for _, r := range []*finding.Report{alone, many} {
		for _, f := range []struct{ format, raw string }{
			{"text", "not met or not answered"},
			{"html", "not met"},
			{"html", "Nothing blocks approval, because 1 point is waived for now."},
			{"markdown", "(medium, fail)"},
			{"json", `"status": "fail"`},
			{"ndjson", `"status":"fail"`},
			{"csv", ",fail,false,"},
			{"github", "stays what it is: fail"},
			{"sarif", "stays what it is: fail"},
			{"junit", "fail, waived by 2026-007"},
			{"oscal", "waived by 2026-007"},
		} {
			text := rendered(t, f.format, r)
			if !strings.Contains(text, "2026-007") || !strings.Contains(text, f.raw) {
				t.Errorf("%s of %d vendors does not tell the waiver 2026-007 with %q", f.format, len(r.Decisions), f.raw)
			}
			if f.format != "junit" && f.format != "oscal" && !strings.Contains(text, "it expired on 2026-06-30") {
				t.Errorf("%s of %d vendors does not tell the waiver that expired", f.format, len(r.Decisions))
			}
		}
		if text := rendered(t, "letter", r); strings.Contains(text, "2026-0") {
			t.Errorf("the letter to the vendor names a waiver:\n%s", text)
		}
	}
}

// TestManyIdleWaivers: a member's other waivers do not crowd out the report of
// one vendor, and how many there are is said.
func TestManyIdleWaivers(t *testing.T) {
	r := run(northwoods(finding.Approved, quiet(2, 0)...))
	for i := range 70 {
		r.IdleWaivers = append(r.IdleWaivers, finding.IdleWaiver{
			Waiver: fmt.Sprintf("2026-%03d", i), Message: "no profile of this run has the profile_id lakeside", Position: at(waiversFile, 10*i+4, 5),
		})
	}
	for format, tc := range map[string]struct {
		last, left string
	}{
		"text":     {"2026-019", "and 50 more, which the JSON report names"},
		"html":     {"2026-019", "and 50 more, which the JSON report names"},
		"markdown": {"2026-019", "and 50 more, which the JSON report names"},
		"github":   {"2026-049", "nd 20 more about waivers, which the JSON report names"},
		"sarif":    {"2026-049", "nd 20 more about waivers, which the JSON report names"},
		"json":     {"2026-069", ""},
		"csv":      {"2026-069", ""},
	} {
		text := rendered(t, format, r)
		if !strings.Contains(text, tc.last) || !strings.Contains(text, tc.left) {
			t.Errorf("%s does not go as far as %s, or does not say %q", format, tc.last, tc.left)
		}
		if tc.left != "" && strings.Contains(text, "2026-050") {
			t.Errorf("%s lists them all", format)
		}
	}
}

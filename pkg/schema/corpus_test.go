package schema_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"

	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// smallest holds the smallest valid document of each kind.
var smallest = map[schema.Kind]string{
	schema.VendorProfile: `{"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profile_id": "acme", "vendor": {"legal_name": "Acme"}}`,
	schema.Engagement:    `{"apiVersion": "vendorgate/v1", "kind": "Engagement", "id": "e-1"}`,
	schema.Requirements:  `{"apiVersion": "vendorgate/v1", "kind": "Requirements", "currency": "USD"}`,
	schema.Waivers: `{"apiVersion": "vendorgate/v1", "kind": "Waivers", "waivers": [{"id": "w-1", "match": {"profile_id": "acme"},
		"controls": [{"control": "LIA-02", "observed": "` + sixtyFour + `"}], "reason": "Soon.", "requested_by": "Ana",
		"approvals": [{"name": "Lee", "role": "administrator", "on": "2026-11-02"}], "granted_on": "2026-11-03", "expires_on": "2026-12-31"}]}`,
	schema.Control: `{"title": "It holds", "custom": {"severity": "low", "remediation": "Ask."}}`,
}

// sixtyFour are digits as a digest has them.
var sixtyFour = strings.Repeat("0", 64)

// A rejected case is the smallest document with one part set to a wrong value,
// and everything that has to be said about it.
type rejected struct {
	kind  schema.Kind
	path  string // of the part that is set; "" replaces the whole document
	value string // JSON; "" removes the part
	want  []string
}

// told writes a problem as the tables do: where it points, what it says, and the
// hint. A place that starts with @ is the name of a field.
func told(p source.Problem) string {
	place := p.File
	if p.Line == 2 {
		place = "@" + place
	}
	return place + ": " + p.Message + " | " + p.Hint
}

const (
	profile      = schema.VendorProfile
	engagement   = schema.Engagement
	requirements = schema.Requirements
	waivers      = schema.Waivers
	control      = schema.Control
)

var rejects = []rejected{
	// The document as a whole.
	{profile, "", `null`, []string{`: the document is null: want a block of fields | `}},
	{profile, "", `[]`, []string{`: the document is a list: want a block of fields | ` + fields(profile, "")}},
	{engagement, "", `"x"`, []string{`: the document is the text "x": want a block of fields | ` + fields(engagement, "")}},
	{requirements, "", `7`, []string{`: the document is 7: want a block of fields | ` + fields(requirements, "")}},
	{requirements, "", `{}`, []string{
		`: missing field "apiVersion" | write apiVersion: vendorgate/v1`,
		`: missing field "currency" | ` + about(requirements, "currency"),
		`: missing field "kind" | write kind: Requirements`,
	}},

	// const and required.
	{profile, "apiVersion", `"vendorgate/v2"`, []string{`apiVersion: apiVersion is "vendorgate/v2": want "vendorgate/v1" | `}},
	{profile, "apiVersion", ``, []string{`: missing field "apiVersion" | write apiVersion: vendorgate/v1`}},
	{profile, "kind", `"Engagement"`, []string{`kind: kind is "Engagement": want "VendorProfile" | `}},
	{engagement, "kind", `"VendorProfile"`, []string{`kind: kind is "VendorProfile": want "Engagement" | `}},
	{requirements, "kind", `"requirements"`, []string{`kind: kind is "requirements": want "Requirements" | `}},
	{profile, "vendor", `{}`, []string{`vendor: missing field "legal_name" in vendor | ` + about(profile, "vendor.legal_name")}},
	{profile, "vendor", ``, []string{`: missing field "vendor" | ` + about(profile, "vendor")}},
	{profile, "insurance.policies", `[{"id": "c"}]`, []string{`insurance.policies.0: missing field "line" in insurance.policies[0] | ` + about(profile, "insurance.policies.0.line")}},
	{engagement, "id", ``, []string{`: missing field "id" | ` + about(engagement, "id")}},
	{requirements, "member", `{"state": "US-MN"}`, []string{`member: missing field "name" in member | ` + about(requirements, "member.name")}},
	{requirements, "controls", `[{"control": "INS-05", "disabled": {}}]`, []string{`controls.0.disabled: missing field "reason" in controls[0].disabled | ` + about(requirements, "controls.0.disabled.reason")}},

	// Unknown fields.
	{profile, "profil_id", `"acme"`, []string{`@profil_id: unknown field "profil_id" | "profile_id" is there already; remove one of the two`}},
	{profile, "contract", `{"incident": {"notice_valeu": 24}}`, []string{`@contract.incident.notice_valeu: unknown field "notice_valeu" in contract.incident | did you mean "notice_value"?`}},
	{profile, "", `{"apiVersion": "vendorgate/v1", "kind": "VendorProfile", "profil_id": "acme", "vendor": {"legal_name": "Acme"}}`, []string{`@profil_id: unknown field "profil_id" | did you mean "profile_id"?`}},
	{profile, "notice_value", `24`, []string{`@notice_value: unknown field "notice_value" | "notice_value" belongs in contract.hipaa or in contract.incident`}},
	{profile, "am_best_rating", `"A"`, []string{`@am_best_rating: unknown field "am_best_rating" | "am_best_rating" belongs in insurance.policies[].carrier`}},
	{profile, "engagement", `{}`, []string{`@engagement: unknown field "engagement" | the engagement is a document of its own, which only the member writes: kind: Engagement`}},
	{profile, "criticality", `"low"`, []string{`@criticality: unknown field "criticality" | only the member answers this, in its own document, kind: Engagement`}},
	{profile, "due_diligence", `{"decision": {"outcome": "accepted"}}`, []string{`@due_diligence.decision: unknown field "decision" in due_diligence | only the member answers this, in its own document, kind: Engagement`}},
	{engagement, "insurance", `{}`, []string{`@insurance: unknown field "insurance" | the vendor's profile answers this, kind: VendorProfile`}},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "premium": 5}]`, []string{`@insurance.policies.0.premium: unknown field "premium" in insurance.policies[0] | ` + fields(profile, "insurance.policies.0")}},
	{engagement, "connectivity", `{"speed": 1}`, []string{`@connectivity.speed: unknown field "speed" in connectivity | ` + fields(engagement, "connectivity")}},
	{requirements, "settings", `{"everybody": 1}`, []string{`@settings.everybody: unknown field "everybody" in settings | ` + fields(requirements, "settings")}},
	{requirements, "minimums", `{"liability": {"capmin": 1}}`, []string{`@minimums.liability.capmin: unknown field "capmin" in minimums.liability | did you mean "cap_min"?`}},
	{requirements, "cap_min", `1`, []string{`@cap_min: unknown field "cap_min" | ` + fields(requirements, "")}},
	{requirements, "tiers", `{"high": {}}`, []string{`@tiers.high: unknown field "high" in tiers | the fields here are T1, T2, T3, T4`}},
	{profile, "vendor.n\u0430me", `"x"`, []string{`@vendor.n` + "\u0430" + `me: unknown field "n\u0430me" in vendor | ` + fields(profile, "vendor")}},
	{profile, "x\u001b[31m", `1`, []string{"@x\x1b[31m: unknown field \"x\\x1b[31m\" | " + fields(profile, "")}},
	{profile, strings.Repeat("x", 80), `1`, []string{"@" + strings.Repeat("x", 80) + `: unknown field "` + strings.Repeat("x", 57) + `..." | ` + fields(profile, "")}},
	{control, "custom.frameworks", `{"csf_2": ["GV.SC-05"]}`, []string{`@custom.frameworks.csf_2: unknown field "csf_2" in custom.frameworks | ` + fields(control, "custom.frameworks")}},
	{control, "custom.notes", `"x"`, []string{`@custom.notes: unknown field "notes" in custom | ` + fields(control, "custom")}},

	// enum.
	{profile, "contract", `{"status": "signed"}`, []string{`contract.status: contract.status is "signed": want one of draft, negotiating, executed, expired, terminated | `}},
	{profile, "contract", `{"status": "Executed"}`, []string{`contract.status: contract.status is "Executed": want one of draft, negotiating, executed, expired, terminated | did you mean "executed"?`}},
	{profile, "contract", `{"status": "negotating"}`, []string{`contract.status: contract.status is "negotating": want one of draft, negotiating, executed, expired, terminated | did you mean "negotiating"?`}},
	{profile, "contract", `{"liability": {"cap_kind": "Greater of"}}`, []string{`contract.liability.cap_kind: contract.liability.cap_kind is "Greater of": want one of none, silent, fixed, fees_multiple, greater_of, lesser_of | did you mean "greater_of"?`}},
	{profile, "contract", `{"indemnity": {"member_indemnifies_vendor": false}}`, []string{`contract.indemnity.member_indemnifies_vendor: contract.indemnity.member_indemnifies_vendor is false: want one of "yes", mutual, limited_to_statutory, "no" | write "no", in quotes`}},
	{profile, "security", `{"encryption": {"min_tls": 1.2}}`, []string{`security.encryption.min_tls: security.encryption.min_tls is 1.2: want one of "1.0", "1.1", "1.2", "1.3", ipsec, ssh2 | put it in quotes: "1.2"`}},
	{profile, "security", `{"encryption": {"min_tls": 1.10}}`, []string{`security.encryption.min_tls: security.encryption.min_tls is 1.10: want one of "1.0", "1.1", "1.2", "1.3", ipsec, ssh2 | put it in quotes: "1.1"`}},
	{engagement, "criticality", `"N/A"`, []string{`criticality: criticality is "N/A": want one of low, moderate, high, critical | leave the field out when there is nothing to say`}},
	{engagement, "data", `{"classes": ["phi", "pii"]}`, []string{`data.classes.1: data.classes[1] is "pii": want one of ` + strings.Join(words(engagement, "data.classes.0"), ", ") + ` | did you mean "phi"?`}},
	{engagement, "mode", `["award"]`, []string{`mode: mode is a list: want one of pre_award, award, monitoring | this field takes one value: write it without the brackets`}},
	{engagement, "mode", `["award", "monitoring"]`, []string{`mode: mode is a list: want one of pre_award, award, monitoring | this field takes one value, not a list`}},
	{requirements, "minimums", `{"encryption": {"min_tls": 1.3}}`, []string{`minimums.encryption.min_tls: minimums.encryption.min_tls is 1.3: want one of "1.0", "1.1", "1.2", "1.3" | put it in quotes: "1.3"`}},
	{requirements, "controls", `[{"control": "INS-05", "severity": "severe"}]`, []string{`controls.0.severity: controls[0].severity is "severe": want one of low, medium, high, critical | `}},
	{control, "custom.due", `"signature"`, []string{`custom.due: custom.due is "signature": want award | `}},

	// type.
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "limits": {"per_claim": "$2M"}}]`, []string{`insurance.policies.0.limits.per_claim: insurance.policies[0].limits.per_claim is the text "$2M": want a whole number | write 2000000, without quotes or signs`}},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "deductible": "1,000,000"}]`, []string{`insurance.policies.0.deductible: insurance.policies[0].deductible is the text "1,000,000": want a whole number | write 1000000, without quotes or signs`}},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "deductible": "2.5 million dollars"}]`, []string{`insurance.policies.0.deductible: insurance.policies[0].deductible is the text "2.5 million dollars": want a whole number | write 2500000, without quotes or signs`}},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "deductible": "$2,500.50"}]`, []string{`insurance.policies.0.deductible: insurance.policies[0].deductible is the text "$2,500.50": want a whole number | write a plain number without quotes, such as 2000000`}},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "deductible": 2500.5}]`, []string{`insurance.policies.0.deductible: insurance.policies[0].deductible is 2500.5: want a whole number | `}},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "deductible": null}, null]`, []string{`insurance.policies.1: insurance.policies[1] is null: want a block of fields | remove the entry`}},
	{profile, "insurance.policies", `{"id": "c", "line": "cyber"}`, []string{`insurance.policies: insurance.policies is a block of fields: want a list | put it in a list: begin each entry with "- "`}},
	{profile, "insurance", `[]`, []string{`insurance: insurance is a list: want a block of fields | ` + fields(profile, "insurance")}},
	{profile, "contract", `{"incident": {"notice_value": "24 hours"}}`, []string{`contract.incident.notice_value: contract.incident.notice_value is the text "24 hours": want a whole number | write the number alone, without quotes and without the unit`}},
	{profile, "contract", `{"incident": {"content": "nature, contact"}}`, []string{`contract.incident.content: contract.incident.content is the text "nature, contact": want a list | put it in a list: [nature, contact]`}},
	{profile, "contract", `{"incident": {"content": "none"}}`, []string{`contract.incident.content: contract.incident.content is the text "none": want a list | write [] when there are none`}},
	{profile, "contract", `{"incident": "yes"}`, []string{`contract.incident: contract.incident is the text "yes": want a block of fields | ` + fields(profile, "contract.incident")}},
	{profile, "contract", `{"indemnity": {"hold_harmless": "yes"}}`, []string{`contract.indemnity.hold_harmless: contract.indemnity.hold_harmless is the text "yes": want true or false | write true, without quotes`}},
	{profile, "contract", `{"indemnity": {"hold_harmless": "No"}}`, []string{`contract.indemnity.hold_harmless: contract.indemnity.hold_harmless is the text "No": want true or false | write false, without quotes`}},
	{profile, "contract", `{"indemnity": {"hold_harmless": 1}}`, []string{`contract.indemnity.hold_harmless: contract.indemnity.hold_harmless is 1: want true or false | write true or false`}},
	{profile, "contract", `{"indemnity": {"hold_harmless": "not applicable"}}`, []string{`contract.indemnity.hold_harmless: contract.indemnity.hold_harmless is the text "not applicable": want true or false | leave the field out when there is nothing to say`}},
	{profile, "vendor.legal_name", `2026`, []string{`vendor.legal_name: vendor.legal_name is 2026: want text | put it in quotes: "2026"`}},
	{profile, "vendor.legal_name", `null`, []string{`vendor.legal_name: vendor.legal_name is null: want text | ` + about(profile, "vendor.legal_name")}},
	{profile, "security", `{"passwords": {"min_length_with_mfa": true}}`, []string{`security.passwords.min_length_with_mfa: security.passwords.min_length_with_mfa is true: want a whole number or "not_used" | `}},
	{profile, "security", `{"training": {"completion_percent": "97.5%"}}`, []string{`security.training.completion_percent: security.training.completion_percent is the text "97.5%": want a number | write 97.5, without quotes or signs`}},
	{engagement, "data", `{"individuals_count": "50k"}`, []string{`data.individuals_count: data.individuals_count is the text "50k": want a whole number | write 50000, without quotes or signs`}},
	{engagement, "on_site", `"maybe"`, []string{`on_site: on_site is the text "maybe": want true or false | `}},
	{requirements, "minimums", `{"liability": null}`, []string{`minimums.liability: minimums.liability is null: want a block of fields | leave the field out when there is nothing to say`}},
	{requirements, "minimums", `{"liability": {"cap_min": null}}`, []string{`minimums.liability.cap_min: minimums.liability.cap_min is null: want a whole number | leave the field out when there is nothing to say`}},
	{requirements, "tiers", `{"T1": {"access": {"privileged_grants_max": {"a": 1}}}}`, []string{`tiers.T1.access.privileged_grants_max: tiers.T1.access.privileged_grants_max is a block of fields: want a whole number | `}},
	{requirements, "minimums", `{"location": {"allowed_countries": "US"}}`, []string{`minimums.location.allowed_countries: minimums.location.allowed_countries is the text "US": want a list | put it in a list: [US]`}},
	{requirements, "minimums", `{"policies": {"required_topics": [1]}}`, []string{`minimums.policies.required_topics.0: minimums.policies.required_topics[0] is 1: want text | put it in quotes: "1"`}},
	{requirements, "controls", `["INS-05"]`, []string{`controls.0: controls[0] is the text "INS-05": want a block of fields | ` + fields(requirements, "controls.0")}},
	{requirements, "controls", `[{"control": "INS-05", "tiers": 1}]`, []string{`controls.0.tiers: controls[0].tiers is 1: want a list | put it in a list: [1]`}},
	{control, "custom.frameworks", `{"mvsp_3_0": [1.7]}`, []string{`custom.frameworks.mvsp_3_0.0: custom.frameworks.mvsp_3_0[0] is 1.7: want text | put it in quotes: "1.7"`}},

	// format and pattern.
	{profile, "contract", `{"signed_on": "7/1/2026"}`, []string{`contract.signed_on: contract.signed_on is "7/1/2026": want a date such as 2026-07-01 | write year, month and day, such as 2026-07-01`}},
	{profile, "contract", `{"signed_on": "2026-07-01T00:00:00Z"}`, []string{`contract.signed_on: contract.signed_on is "2026-07-01T00:00:00Z": want a date such as 2026-07-01 | write the date alone: 2026-07-01`}},
	{profile, "contract", `{"signed_on": "2026-02-30"}`, []string{`contract.signed_on: contract.signed_on is "2026-02-30": want a date such as 2026-07-01 | the calendar has no such day`}},
	{profile, "contract", `{"signed_on": "2023-02-29"}`, []string{`contract.signed_on: contract.signed_on is "2023-02-29": want a date such as 2026-07-01 | the calendar has no such day`}},
	{profile, "contract", `{"signed_on": "2026-07-01 "}`, []string{`contract.signed_on: contract.signed_on is "2026-07-01 ": want a date such as 2026-07-01 | write the date alone: 2026-07-01`}},
	{profile, "contract", `{"signed_on": "2026-7-1"}`, []string{`contract.signed_on: contract.signed_on is "2026-7-1": want a date such as 2026-07-01 | write year, month and day, such as 2026-07-01`}},
	{profile, "contract", `{"signed_on": "1850-01-01"}`, []string{`contract.signed_on: contract.signed_on is "1850-01-01": want a date from 1900-01-01 to 2199-12-31 | `}},
	{profile, "contract", `{"signed_on": 20260701}`, []string{`contract.signed_on: contract.signed_on is 20260701: want a date such as 2026-07-01 | put it in quotes: "20260701"`}},
	{profile, "vendor.security_contact", `{"email": "nobody"}`, []string{`vendor.security_contact.email: vendor.security_contact.email is "nobody": want an email address | `}},
	{profile, "vendor.security_contact", `{"email": "soc@-acme.example"}`, []string{`vendor.security_contact.email: vendor.security_contact.email is "soc@-acme.example": want an email address | `}},
	{profile, "vendor.security_contact", `{"email": "sicherheit@müller.example"}`, []string{`vendor.security_contact.email: vendor.security_contact.email is "sicherheit@müller.example": want an email address | `}},
	{profile, "vendor.security_contact", `{"email": "<soc@acme.example>"}`, []string{`vendor.security_contact.email: vendor.security_contact.email is "<soc@acme.example>": want an email address | `}},
	{profile, "vendor.website", `"https://acme.example:port/"`, []string{`vendor.website: vendor.website is "https://acme.example:port/": want an address such as https://example.com/file | `}},
	{profile, "vendor.website", `"acme.example"`, []string{`vendor.website: vendor.website is "acme.example": want an address such as https://example.com/file | `}},
	{profile, "profile_id", `"ACME Ltd"`, []string{`profile_id: profile_id is "ACME Ltd", which this field cannot hold | did you mean "acme_ltd"?`}},
	{profile, "profile_id", `"a"`, []string{`profile_id: profile_id is "a", which this field cannot hold | ` + about(profile, "profile_id")}},
	{profile, "currency", `"usd"`, []string{`currency: currency is "usd", which this field cannot hold | did you mean "USD"?`}},
	{profile, "security", `{"data_locations": ["US", "USA"]}`, []string{`security.data_locations.1: security.data_locations[1] is "USA", which this field cannot hold | ` + about(profile, "security.data_locations")}},
	{profile, "security", `{"passwords": {"min_length_with_mfa": "none"}}`, []string{`security.passwords.min_length_with_mfa: security.passwords.min_length_with_mfa is "none": want a whole number or "not_used" | ` + about(profile, "security.passwords.min_length_with_mfa")}},
	{profile, "contract", `{"version_sha256": "` + strings.Repeat("A", 64) + `"}`, []string{`contract.version_sha256: contract.version_sha256 is "` + strings.Repeat("A", 57) + `...", which this field cannot hold | did you mean "` + strings.Repeat("a", 57) + `..."?`}},
	{engagement, "assertions", `[{"pointer": "security"}]`, []string{`assertions.0.pointer: assertions[0].pointer is "security", which this field cannot hold | ` + about(engagement, "assertions.0.pointer")}},
	{requirements, "member", `{"name": "Example County", "state": "MN"}`, []string{`member.state: member.state is "MN", which this field cannot hold | ` + about(requirements, "member.state")}},
	{requirements, "effective_on", `"next year"`, []string{`effective_on: effective_on is "next year": want a date such as 2026-07-01 | write year, month and day, such as 2026-07-01`}},
	{requirements, "controls", `[{"control": "Cyber limits", "severity": "low"}]`, []string{`controls.0.control: controls[0].control is "Cyber limits", which this field cannot hold | ` + about(requirements, "controls.0.control")}},
	{requirements, "minimums", `{"evidence": {"must_verify": ["ins-05"]}}`, []string{`minimums.evidence.must_verify.0: minimums.evidence.must_verify[0] is "ins-05", which this field cannot hold | did you mean "INS-05"?`}},

	// Lengths and limits.
	{profile, "vendor.legal_name", `""`, []string{`vendor.legal_name: vendor.legal_name is empty | ` + about(profile, "vendor.legal_name")}},
	{profile, "vendor.legal_name", `"   "`, []string{`vendor.legal_name: vendor.legal_name is "   ", which this field cannot hold | ` + about(profile, "vendor.legal_name")}},
	{profile, "vendor.legal_name", `"` + strings.Repeat("é", 201) + `"`, []string{`vendor.legal_name: vendor.legal_name is "` + strings.Repeat("é", 57) + `...": want at most 200 characters | `}},
	{profile, "contract", `{"liability": {"cap_amount": -1}}`, []string{`contract.liability.cap_amount: contract.liability.cap_amount is -1: want 0 to 1000000000000 | `}},
	{profile, "contract", `{"liability": {"cap_amount": 1000000000001}}`, []string{`contract.liability.cap_amount: contract.liability.cap_amount is 1000000000001: want 0 to 1000000000000 | `}},
	{profile, "contract", `{"liability": {"cap_amount": 1e10000000}}`, []string{`contract.liability.cap_amount: contract.liability.cap_amount is a number out of all proportion | write the number in full, with at most 40 digits`}},
	{profile, "security", `{"training": {"completion_percent": 100.5}}`, []string{`security.training.completion_percent: security.training.completion_percent is 100.5: want 0 to 100 | `}},
	{profile, "evidence", `[{"id": "a", "size_bytes": 9007199254740993}]`, []string{`evidence.0.size_bytes: evidence[0].size_bytes is 9007199254740993: want 0 to 1000000000000000 | `}},
	{profile, "evidence", `[{"id": "a", "size_bytes": 1000000000000000.0000000001}]`, []string{`evidence.0.size_bytes: evidence[0].size_bytes is 1000000000000000.0000000001: want a whole number | `}},
	{profile, "revision", `1e100`, []string{`revision: revision is a number out of all proportion | write the number in full, with at most 40 digits`}},
	{profile, "revision", `0`, []string{`revision: revision is 0: want 1 to 1000000 | `}},
	{requirements, "settings", `{"individuals_t1": 0}`, []string{`settings.individuals_t1: settings.individuals_t1 is 0: want 1 to 1000000 | `}},
	{requirements, "minimums", `{"insurance": {"cyber": {"coinsurance_percent_max": 101}}}`, []string{`minimums.insurance.cyber.coinsurance_percent_max: minimums.insurance.cyber.coinsurance_percent_max is 101: want 0 to 100 | `}},
	{requirements, "minimums", `{"incident": {"notice_hours_max_by_class": {"cji": -1}}}`, []string{`minimums.incident.notice_hours_max_by_class.cji: minimums.incident.notice_hours_max_by_class.cji is -1: want 0 to 1000000 | `}},
	{control, "custom.consideration", `11`, []string{`custom.consideration: custom.consideration is 11: want -1 to 10 | `}},

	// Lists and blocks.
	{profile, "security", `{"data_locations": ["US", "CA", "US", "CA"]}`, []string{
		`security.data_locations.2: security.data_locations[2] repeats entry [0]: "US" | remove one of the two`,
		`security.data_locations.3: security.data_locations[3] repeats entry [1]: "CA" | remove one of the two`,
	}},
	{profile, "vendor.affiliates", `["` + strings.Join(numbered(501), `", "`) + `"]`, []string{`vendor.affiliates: vendor.affiliates has 501 entries: want at most 500 | `}},
	{requirements, "minimums", `{"dispute": {"mechanisms_accepted": []}}`, []string{`minimums.dispute.mechanisms_accepted: minimums.dispute.mechanisms_accepted has no entries: want at least 1 | `}},
	{requirements, "controls", `[{"control": "INS-05"}]`, []string{`controls.0: controls[0] has 1 field: want at least 2 | ` + fields(requirements, "controls.0")}},
	{requirements, "controls", `[{"control": "INS-05", "tiers": ["T1", "T1"]}]`, []string{`controls.0.tiers.1: controls[0].tiers[1] repeats entry [0]: "T1" | remove one of the two`}},

	// Waivers: nothing that is wider than one control of one profile, and an end.
	{waivers, "waivers", `null`, []string{`waivers: waivers is null: want a list | ` + about(waivers, "waivers")}},
	{waivers, "waivers.0.expires_on", ``, []string{`waivers.0: missing field "expires_on" in waivers[0] | ` + about(waivers, "waivers.0.expires_on")}},
	{waivers, "waivers.0.expires_on", `"never"`, []string{`waivers.0.expires_on: waivers[0].expires_on is "never": want a date such as 2026-07-01 | write year, month and day, such as 2026-07-01`}},
	{waivers, "waivers.0.match.profile_id", `"*"`, []string{`waivers.0.match.profile_id: waivers[0].match.profile_id is "*", which this field cannot hold | ` + about(waivers, "waivers.0.match.profile_id")}},
	{waivers, "waivers.0.controls", `[]`, []string{`waivers.0.controls: waivers[0].controls has no entries: want at least 1 | `}},
	{waivers, "waivers.0.controls.0.control", `"*"`, []string{`waivers.0.controls.0.control: waivers[0].controls[0].control is "*", which this field cannot hold | ` + about(waivers, "waivers.0.controls.0.control")}},
	{waivers, "waivers.0.controls.0.observed", `"any"`, []string{`waivers.0.controls.0.observed: waivers[0].controls[0].observed is "any", which this field cannot hold | ` + about(waivers, "waivers.0.controls.0.observed")}},
	{waivers, "waivers.0.approvals.0.role", ``, []string{`waivers.0.approvals.0: missing field "role" in waivers[0].approvals[0] | ` + about(waivers, "waivers.0.approvals.0.role")}},
	{waivers, "waivers.0.max_uses", `3`, []string{`@waivers.0.max_uses: unknown field "max_uses" in waivers[0] | ` + fields(waivers, "waivers.0")}},

	// Several faults at once: each is told once, and nothing else is.
	{profile, "contract", `{"status": 1, "stauts": "executed", "liability": {"cap_amount": "1", "cap_kind": "fees"}}`, []string{
		`contract.liability.cap_amount: contract.liability.cap_amount is the text "1": want a whole number | write 1, without quotes or signs`,
		`contract.liability.cap_kind: contract.liability.cap_kind is "fees": want one of none, silent, fixed, fees_multiple, greater_of, lesser_of | `,
		`contract.status: contract.status is 1: want one of draft, negotiating, executed, expired, terminated | `,
		`@contract.stauts: unknown field "stauts" in contract | "status" is there already; remove one of the two`,
	}},
}

var accepts = []struct {
	kind        schema.Kind
	path, value string
}{
	{profile, "vendor.legal_name", `"Åkerström & Söner"`},
	{profile, "contract", `null`},
	{profile, "contract", `{}`},
	{profile, "contract", `{"status": null, "signed_on": null, "documents": null}`},
	{profile, "contract", `{"status": "executed", "signed_on": "2024-02-29", "documents": []}`},
	{profile, "contract", `{"liability": {"cap_kind": "greater_of", "cap_amount": 2000000, "fee_multiple": 1.5}}`},
	{profile, "contract", `{"liability": {"cap_amount": 2e6}}`},
	{profile, "contract", `{"liability": {"cap_amount": 2000000.0}}`},
	{profile, "contract", `{"liability": {"cap_amount": 1000000000000}}`},
	{profile, "contract", `{"liability": {"cap_amount": -0}}`},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber", "limits": {"per_claim": 0}, "sublimits": []}]`},
	{profile, "insurance.policies", `[{"id": "c", "line": "cyber"}, {"id": "c", "line": "cyber"}]`},
	{profile, "security", `{"passwords": {"min_length_single_factor": "not_used", "min_length_with_mfa": 8}}`},
	{profile, "security", `{"encryption": {"min_tls": "1.2"}, "data_locations": ["NO"], "training": {"completion_percent": 99.5}}`},
	{profile, "vendor.website", `"https://acme.example/"`},
	{profile, "vendor.website", `"https://acme.example/\\about"`},
	{profile, "revision", `1.0`},
	{profile, "evidence", `[{"id": "a", "size_bytes": 1e15, "uri": "s3://bucket/key"}]`},
	{profile, "vendor.security_contact", `{"email": "soc@acme.example", "available_24x7": false}`},
	{engagement, "data", `{"vendor_role": [], "classes": ["phi"], "individuals_count": 0}`},
	{engagement, "profile", `"./acme.yaml"`},
	{engagement, "assertions", `[{"pointer": "/security/mfa/remote_access", "basis": "verified"}]`},
	{requirements, "minimums", `{}`},
	{requirements, "minimums", `{"liability": {"cap_min": 3000000}, "insurance": {"cyber": {"required_coverages": []}}}`},
	{requirements, "tiers", `{"T1": {"liability": {"cap_min": 10000000}}, "T4": {}}`},
	{requirements, "controls", `[{"control": "insurance.auto_liability", "tiers": ["T1", "T2"]}, {"control": "INS-13", "severity": "low"}]`},
	{requirements, "controls", `[{"control": "insurance.deductible", "disabled": {"reason": "Large vendors only."}}, {"control": "insurance.bond", "effective_on": "2027-01-01", "reason": "New."}]`},
	{requirements, "minimums", `{"incident": {"notice_hours_max_by_class": {"ssn": 4}}, "regulated": {"addenda_by_class": {"fti": "pub1075"}}}`},
	{requirements, "settings", `{"individuals_t1": 1}`},
	{waivers, "waivers", `[]`},
	{waivers, "waivers.0.match", `{"profile_id": "acme", "contract_version_sha256": "` + strings.Repeat("a", 64) + `"}`},
	{waivers, "waivers.0.conditions", `["An amendment by June."]`},
	{waivers, "waivers.0.controls.0.control", `"liability.cap_reaches_floor"`},
	{control, "custom", `{"code": "LIA-02", "severity": "high", "consideration": -1, "tiers": ["T1"], "tier_severity": {"T4": "low"}, "applies_when": "reaches_member_data", "due": "award", "side": "member", "waivable": false, "remediation": "Ask.", "guide": "Section 2", "aliases": ["liability.cap"], "frameworks": {"ccm_4_0_7": ["A&A-02"], "cis_v8_1": ["15.4"], "cjis_5_9_5": ["IA-2(1)"]}, "deprecated": true}`},
}

// differences are the documents on which the second validator disagrees, with
// the reason. A document that is listed here and on which both agree fails the
// test.
var differences = map[string]string{
	nameOf(profile, "vendor.website", `"https://acme.example/\\about"`):                  "the second refuses a backslash in any address",
	nameOf(profile, "vendor.security_contact", `{"email": "soc@-acme.example"}`):         "the second does not look at the labels of a host name",
	nameOf(profile, "vendor.security_contact", `{"email": "sicherheit@müller.example"}`): "the second takes letters outside ASCII in a host name",
	nameOf(profile, "vendor.security_contact", `{"email": "<soc@acme.example>"}`):        "the second reads the value as a header of a mail, which may have brackets",
}

func TestProblems(t *testing.T) {
	if len(rejects) < 60 {
		t.Fatalf("the corpus has %d rejected documents, want 60 or more", len(rejects))
	}
	for _, c := range rejects {
		t.Run(nameOf(c.kind, c.path, c.value), func(t *testing.T) {
			var got []string
			for _, p := range schema.Validate(c.kind, documentOf(t, c.kind, c.path, c.value), pathLocator{}) {
				got = append(got, told(p))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
		})
	}
	for _, c := range accepts {
		t.Run(nameOf(c.kind, c.path, c.value), func(t *testing.T) {
			if problems := schema.Validate(c.kind, documentOf(t, c.kind, c.path, c.value), nil); problems != nil {
				t.Errorf("a valid document is refused:\n%v", problems)
			}
		})
	}
}

// TestSecondOpinion asks another validator, written by other people, for its
// verdict on every document of the corpus.
func TestSecondOpinion(t *testing.T) {
	second := map[schema.Kind]*gojsonschema.Schema{}
	for kind := range smallest {
		second[kind] = secondValidator(t, kind)
	}
	stale := map[string]bool{}
	for name := range differences {
		stale[name] = true
	}
	compare := func(kind schema.Kind, path, value string, valid bool) {
		name := nameOf(kind, path, value)
		result, err := second[kind].Validate(gojsonschema.NewGoLoader(documentOf(t, kind, path, value)))
		if err != nil {
			t.Errorf("%s: the second validator failed: %v", name, err)
			return
		}
		reason, expected := differences[name]
		delete(stale, name)
		switch differ := result.Valid() != valid; {
		case differ && !expected:
			t.Errorf("%s: we say valid=%t, the second validator says %t: %v", name, valid, result.Valid(), result.Errors())
		case !differ && expected:
			t.Errorf("%s: listed as a difference (%s), but both agree", name, reason)
		}
	}
	for _, c := range rejects {
		if strings.Contains(c.value, "1e10000000") {
			continue // the second validator computes with it for minutes; the first never sees it
		}
		compare(c.kind, c.path, c.value, false)
	}
	for _, c := range accepts {
		compare(c.kind, c.path, c.value, true)
	}
	for name := range stale {
		t.Errorf("%s: listed as a difference, but not in the corpus", name)
	}
}

func secondValidator(t *testing.T, kind schema.Kind) *gojsonschema.Schema {
	t.Helper()
	text, err := schema.Source(kind)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	delete(root, "$id") // it would be looked up in the network
	s, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(root))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pathLocator answers with the path itself, so that the tables can say which
// part a problem points to; line 2 stands for the name of a field.
type pathLocator struct{}

func (pathLocator) Position(path []string) source.Position {
	return source.Position{File: strings.Join(path, "."), Line: 1}
}

func (pathLocator) KeyPosition(path []string) source.Position {
	return source.Position{File: strings.Join(path, "."), Line: 2}
}

// documentOf returns the smallest document of a kind with one part changed.
func documentOf(t *testing.T, kind schema.Kind, path, value string) any {
	t.Helper()
	if path == "" {
		return decoded(t, value)
	}
	doc := decoded(t, smallest[kind]).(map[string]any)
	at := doc
	steps := strings.Split(path, ".")
	for i, step := range steps[:len(steps)-1] {
		if _, err := strconv.Atoi(step); err == nil {
			continue // an entry of a list, entered with the list
		}
		if _, ok := at[step]; !ok {
			at[step] = map[string]any{}
		}
		if list, ok := at[step].([]any); ok {
			entry, err := strconv.Atoi(steps[i+1])
			if err != nil {
				t.Fatal(err)
			}
			at = list[entry].(map[string]any)
			continue
		}
		at = at[step].(map[string]any)
	}
	last := steps[len(steps)-1]
	if value == "" {
		delete(at, last)
	} else {
		at[last] = decoded(t, value)
	}
	return doc
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func nameOf(kind schema.Kind, path, value string) string {
	if len(value) > 100 {
		value = value[:100]
	}
	return fmt.Sprintf("%s %s=%s", kind, path, value)
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "n" + strconv.Itoa(i)
	}
	return out
}

// part returns the schema of a part of a document; 0 stands for the entries of a
// list.
func part(kind schema.Kind, path string) map[string]any {
	text, err := schema.Source(kind)
	if err != nil {
		panic(err)
	}
	var node map[string]any
	if err := json.Unmarshal(text, &node); err != nil {
		panic(err)
	}
	for step := range strings.SplitSeq(path, ".") {
		switch step {
		case "":
		case "0":
			node = node["items"].(map[string]any)
		default:
			node = node["properties"].(map[string]any)[step].(map[string]any)
		}
	}
	return node
}

// about is the hint that repeats what the schema says of a field.
func about(kind schema.Kind, path string) string {
	node := part(kind, path)
	return fmt.Sprintf("%s: %s", node["title"], node["description"])
}

// fields is the hint that lists the fields of a block.
func fields(kind schema.Kind, path string) string {
	names := slices.Sorted(maps.Keys(part(kind, path)["properties"].(map[string]any)))
	switch {
	case len(names) == 1:
		return "the only field here is " + names[0]
	case len(names) > 12:
		return fmt.Sprintf("the fields here are %s and %d more", strings.Join(names[:12], ", "), len(names)-12)
	}
	return "the fields here are " + strings.Join(names, ", ")
}

// words are the words a field may hold.
func words(kind schema.Kind, path string) (out []string) {
	for _, w := range part(kind, path)["enum"].([]any) {
		if w, ok := w.(string); ok {
			out = append(out, w)
		}
	}
	return out
}

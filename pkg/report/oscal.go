package report

import (
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// oscalVersion is the version of OSCAL that is written.
const oscalVersion = "1.2.2"

// oscalNamespace is where the names of our own properties belong.
const oscalNamespace = "https://vendorgate.dev/ns/oscal"

// oscalRecorder writes OSCAL assessment results: a result for each profile, with
// a finding for each control that applies and an observation of what it rests
// on. Controls that do not apply are excluded from what was reviewed, never
// satisfied. A profile that could not be judged has a finding that says so, and
// is not satisfied either.
//
// The fields of a JSON object have no order, so those that are known only at the
// end stand there, the identifier among them: it is made of everything before
// it, and the same run gets the same one.
type oscalRecorder struct {
	w         io.Writer
	sum       hash.Hash // of what has been written
	asOf      string
	run       string // tells this run from others
	decisions int
}

func recordOSCAL(w io.Writer, _ Options) Recorder {
	sum := sha256.New()
	return &oscalRecorder{w: io.MultiWriter(w, sum), sum: sum}
}

type oscalProperty struct {
	Name      string `json:"name"`
	Namespace string `json:"ns"`
	Value     string `json:"value"`
}

type oscalControl struct {
	ID string `json:"control-id"`
}

// oscalDecision stands for the decision itself where no control was judged: a
// selection is of something.
const oscalDecision = "vendorgate.decision"

type oscalSelection struct {
	Include []oscalControl `json:"include-controls"`
	Exclude []oscalControl `json:"exclude-controls,omitempty"`
}

type oscalReviewed struct {
	Selections []oscalSelection `json:"control-selections"`
}

type oscalResult struct {
	UUID         string             `json:"uuid"`
	Title        string             `json:"title"`
	Description  string             `json:"description"`
	Start        string             `json:"start"`
	Props        []oscalProperty    `json:"props,omitempty"`
	Reviewed     oscalReviewed      `json:"reviewed-controls"`
	Observations []oscalObservation `json:"observations,omitempty"`
	Findings     []oscalFinding     `json:"findings,omitempty"`
}

type oscalObservation struct {
	UUID        string          `json:"uuid"`
	Description string          `json:"description"`
	Methods     []string        `json:"methods"`
	Types       []string        `json:"types"`
	Evidence    []oscalEvidence `json:"relevant-evidence"`
	Collected   string          `json:"collected"`
}

type oscalEvidence struct {
	Description string `json:"description"`
}

type oscalFinding struct {
	UUID         string          `json:"uuid"`
	Title        string          `json:"title"`
	Description  string          `json:"description"`
	Props        []oscalProperty `json:"props"`
	Target       oscalTarget     `json:"target"`
	Observations []oscalObserved `json:"related-observations"`
	Remarks      string          `json:"remarks,omitempty"`
}

type oscalTarget struct {
	Type   string      `json:"type"`
	ID     string      `json:"target-id"`
	Status oscalStatus `json:"status"`
}

type oscalStatus struct {
	State  string `json:"state"`
	Reason string `json:"reason"`
}

type oscalObserved struct {
	UUID string `json:"observation-uuid"`
}

type oscalResource struct {
	UUID        string          `json:"uuid"`
	Title       string          `json:"title"`
	Description string          `json:"description,omitempty"`
	Links       []oscalLink     `json:"rlinks,omitempty"`
	Props       []oscalProperty `json:"props,omitempty"`
}

type oscalLink struct {
	Href   string      `json:"href"`
	Hashes []oscalHash `json:"hashes,omitempty"`
}

type oscalHash struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"`
}

func (o *oscalRecorder) Begin(head *finding.Report) error {
	p := head.Provenance
	o.asOf = p.AsOf + "T00:00:00Z"
	o.run = strings.Join([]string{p.Tool, p.OPA, p.AsOf, p.FailOn, p.PolicySHA256, p.SchemaSHA256, p.SettingsSHA256}, " ")
	if p.WaiversSHA256 != "" {
		o.run += " " + p.WaiversSHA256
	}
	return writeAll(o.w, []byte("{\n  \"assessment-results\": {\n    \"results\": ["))
}

func (o *oscalRecorder) Decision(d *finding.Decision) error {
	return o.result(o.resultOf(d))
}

func (o *oscalRecorder) result(r oscalResult) error {
	separator := "\n      "
	if o.decisions > 0 {
		separator = "," + separator
	}
	o.decisions++
	if err := writeAll(o.w, []byte(separator)); err != nil {
		return err
	}
	return o.write(r, "      ")
}

func (o *oscalRecorder) write(v any, prefix string) error {
	data, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndentPrefix(prefix), jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	return writeAll(o.w, inert(data))
}

func (o *oscalRecorder) resultOf(d *finding.Decision) oscalResult {
	// The number keeps two checks of one and the same file apart.
	who := strings.Join([]string{o.run, strconv.Itoa(o.decisions), d.Profile.File, d.Profile.SHA256}, " ")
	properties := []oscalProperty{}
	add := func(name, value string) { properties = appendProperty(properties, name, value) }
	add("verdict", string(verdictOf(d)))
	add("fault", string(d.Fault))
	if d.Tier != nil {
		add("tier", d.Tier.Name)
	}
	add("mode", d.Mode)
	add("profile", d.Profile.File)
	add("profile-sha256", d.Profile.SHA256)
	if d.Engagement != nil {
		add("engagement", d.Engagement.File)
		add("engagement-sha256", d.Engagement.SHA256)
		who += " " + d.Engagement.File + " " + d.Engagement.SHA256
	}
	r := oscalResult{
		UUID:        nameUUID(who),
		Title:       md(whose(d)),
		Description: md(fmt.Sprintf("%s is %s.", whose(d), verdictOf(d))),
		Start:       o.asOf,
		Props:       properties,
	}
	if verdictOf(d) == finding.Undecided {
		o.undecided(d, &r)
	}
	var selection oscalSelection
	for i := range d.Findings {
		f := &d.Findings[i]
		id := oscalControl{token(f.Control)}
		if sectionOf(f) == notInForce {
			selection.Exclude = append(selection.Exclude, id)
			continue
		}
		selection.Include = append(selection.Include, id)
		o.finding(d, f, &r)
	}
	if len(selection.Include) == 0 {
		selection.Include = []oscalControl{{oscalDecision}}
	}
	r.Reviewed.Selections = []oscalSelection{selection}
	return r
}

func (o *oscalRecorder) finding(d *finding.Decision, f *finding.Finding, r *oscalResult) {
	words := say(f)
	var seen []string
	for _, part := range []struct {
		lead  string
		parts []string
	}{{"Vendor has: ", words.has}, {"Required: ", words.required}, {"Because: ", words.because}} {
		if len(part.parts) > 0 {
			seen = append(seen, part.lead+strings.Join(part.parts, "; ")+".")
		}
	}
	if len(seen) == 0 {
		seen = []string{"The documents were read."}
	}
	observation := oscalObservation{
		UUID:        nameUUID(r.UUID + " observation " + f.Control),
		Description: md(strings.Join(seen, " ")),
		Methods:     []string{"EXAMINE"},
		Types:       []string{"control-objective"},
		Evidence:    []oscalEvidence{{md(plainly.place(stands(d, f)))}},
		Collected:   o.asOf,
	}
	status := oscalStatus{State: "not-satisfied", Reason: "other"}
	remarks := ""
	switch sectionOf(f) {
	case passed:
		status = oscalStatus{State: "satisfied", Reason: "pass"}
	case deferred:
		remarks = "It is due at the award, and does not block before."
	case waived:
		remarks = "It is waived by " + plainly.value(f.Waiver) + "."
	case broken, blocks, asks, below, notInForce, sectionCount:
		if f.Status == finding.Fail {
			status.Reason = "fail"
		}
	}
	if wants(f) {
		remarks = plainly.sentence(f.Remediation)
	}
	properties := appendProperty(nil, "status", string(f.Status))
	properties = appendProperty(properties, "severity", string(f.Severity))
	properties = appendProperty(properties, "blocking", strconv.FormatBool(f.Blocking))
	properties = appendProperty(properties, "code", f.Code)
	r.Observations = append(r.Observations, observation)
	r.Findings = append(r.Findings, oscalFinding{
		UUID:         nameUUID(r.UUID + " finding " + f.Control),
		Title:        md(cmp.Or(plainly.sentence(f.Title), label(f))),
		Description:  md(fmt.Sprintf("%s is %s.", label(f), plainly.value(string(f.Status)))),
		Props:        properties,
		Target:       oscalTarget{Type: "objective-id", ID: token(f.Control), Status: status},
		Observations: []oscalObserved{{observation.UUID}},
		Remarks:      md(remarks),
	})
}

// undecided adds the finding that stands for a profile that was not judged.
func (o *oscalRecorder) undecided(d *finding.Decision, r *oscalResult) {
	why := upperFirst(whyUndecided(d)) + "."
	observation := oscalObservation{
		UUID: nameUUID(r.UUID + " observation"), Description: md(why),
		Methods: []string{"EXAMINE"}, Types: []string{"finding"}, Collected: o.asOf,
		Evidence: []oscalEvidence{{md(cmp.Or(plainly.value(d.Profile.File), "no file"))}},
	}
	for _, p := range d.Problems {
		observation.Evidence = append(observation.Evidence, oscalEvidence{md(cmp.Or(plainly.sentence(p.Error()), why))})
	}
	r.Observations = append(r.Observations, observation)
	r.Findings = append(r.Findings, oscalFinding{
		UUID:         nameUUID(r.UUID + " finding"),
		Title:        "The profile could not be judged",
		Description:  md(why),
		Props:        appendProperty(nil, "status", string(finding.Undecided)),
		Target:       oscalTarget{Type: "objective-id", ID: oscalDecision, Status: oscalStatus{State: "not-satisfied", Reason: "other"}},
		Observations: []oscalObserved{{observation.UUID}},
		Remarks:      "Nothing that was not judged is approved.",
	})
}

func (o *oscalRecorder) End(whole *finding.Report) error {
	if o.decisions == 0 { // there has to be a result
		err := o.result(oscalResult{
			UUID: nameUUID(o.run), Title: "No profile was checked", Description: "There was nothing to check, so nothing is approved.", Start: o.asOf,
			Reviewed: oscalReviewed{[]oscalSelection{{Include: []oscalControl{{oscalDecision}}}}},
		})
		if err != nil {
			return err
		}
	}
	if err := writeAll(o.w, []byte("\n    ],\n    \"import-ap\": ")); err != nil {
		return err
	}
	resources := o.resources(whole)
	for _, part := range []struct {
		value any
		after string
	}{
		// What was to be assessed is what the policies say.
		{map[string]string{"href": "#" + resources[0].UUID}, ",\n    \"back-matter\": "},
		{map[string]any{"resources": resources}, ",\n    \"metadata\": "},
		{o.metadata(whole), ",\n    \"uuid\": "},
	} {
		if err := o.write(part.value, "    "); err != nil {
			return err
		}
		if err := writeAll(o.w, []byte(part.after)); err != nil {
			return err
		}
	}
	return writeAll(o.w, []byte(`"`+nameUUID(hex.EncodeToString(o.sum.Sum(nil)))+"\"\n  }\n}\n"))
}

// resources are what the run judged by.
func (o *oscalRecorder) resources(whole *finding.Report) []oscalResource {
	p := whole.Provenance
	resource := func(title, description, sum string) oscalResource {
		return oscalResource{
			UUID: nameUUID(o.run + " " + title), Title: title, Description: description, Props: appendProperty(nil, "sha256", sum),
		}
	}
	resources := []oscalResource{
		resource("Policies", fmt.Sprintf("The %s in force.", count(p.Controls, "control")), p.PolicySHA256),
		resource("Schemas", "What the documents have to follow.", p.SchemaSHA256),
		resource("Requirements in force", "The minimums and the settings of the member over the shipped ones.", p.SettingsSHA256),
	}
	for _, layer := range whole.Requirements {
		r := resource("Requirements: "+md(plainly.value(layer.Name)), "", layer.SHA256)
		if layer.File != "" {
			link := oscalLink{Href: fileURI(layer.File)}
			if layer.SHA256 != "" {
				link.Hashes = []oscalHash{{"SHA-256", plainly.value(layer.SHA256)}}
			}
			r.Links = []oscalLink{link}
		}
		resources = append(resources, r)
	}
	return resources
}

func (o *oscalRecorder) metadata(whole *finding.Report) any {
	p := whole.Provenance
	var properties []oscalProperty
	for _, property := range [][2]string{
		{"complete", strconv.FormatBool(whole.Complete)},
		{"vendorgate", p.Tool},
		{"opa", p.OPA},
		{"fail-on", p.FailOn},
		{"known-answers", p.KnownAnswers},
	} {
		properties = appendProperty(properties, property[0], property[1])
	}
	remarks := upperFirst(tally(whole)) + "."
	for _, w := range whole.Weakenings {
		remarks += "\n\nWeakened by the member: " + md(plainly.weakening(w))
	}
	return struct {
		Title    string          `json:"title"`
		Modified string          `json:"last-modified"`
		Version  string          `json:"version"`
		OSCAL    string          `json:"oscal-version"`
		Props    []oscalProperty `json:"props"`
		Remarks  string          `json:"remarks"`
	}{"Vendor compliance", o.asOf, cmp.Or(strings.TrimSpace(plainly.value(p.AsOf)), "none"), oscalVersion, properties, remarks}
}

// appendProperty adds a property, unless it has no value: OSCAL has no empty one.
func appendProperty(properties []oscalProperty, name, value string) []oscalProperty {
	if value = strings.TrimSpace(plainly.value(value)); value == "" {
		return properties
	}
	return append(properties, oscalProperty{name, oscalNamespace, value})
}

// token makes an id one that OSCAL takes. The ids of controls are.
func token(id string) string {
	id = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune(".-_", r) {
			return r
		}
		return '_'
	}, id)
	if id == "" || !unicode.IsLetter([]rune(id)[0]) {
		return "_" + id
	}
	return id
}

// uuids is the name space of our identifiers: a random one, for good.
var uuids = [16]byte{0x5d, 0x1f, 0x2c, 0x0e, 0x8b, 0x3a, 0x4f, 0x57, 0x9c, 0x61, 0xe4, 0x7a, 0x30, 0xb8, 0x12, 0xd9}

// nameUUID returns the UUID of version 5 for a name, the same whenever it is
// asked for.
func nameUUID(name string) string {
	// RFC 9562 makes it with SHA-1. Nothing is kept safe by it.
	sum := sha1.Sum(append(uuids[:], name...))
	u := sum[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

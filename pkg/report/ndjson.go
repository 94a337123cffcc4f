package report

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// ndjsonRecorder writes the JSON report in lines, for programs that take one
// decision after the other: {"head": …} first, {"decision": …} for every
// profile, and {"end": …} last. A stream without an end is not whole.
type ndjsonRecorder struct{ w io.Writer }

func recordNDJSON(w io.Writer, _ Options) Recorder { return &ndjsonRecorder{w} }

func (n *ndjsonRecorder) Begin(head *finding.Report) error {
	return n.line(map[string]any{"head": struct {
		APIVersion   string              `json:"apiVersion"`
		Kind         string              `json:"kind"`
		Member       *finding.Member     `json:"member,omitempty"`
		Controls     []finding.Control   `json:"controls"`
		Weakenings   []finding.Weakening `json:"weakenings"`
		Requirements []finding.Layer     `json:"requirements"`
		Provenance   finding.Provenance  `json:"provenance"`
	}{head.APIVersion, head.Kind, head.Member, head.Controls, head.Weakenings, head.Requirements, head.Provenance}})
}

func (n *ndjsonRecorder) Decision(d *finding.Decision) error {
	return n.line(map[string]any{"decision": d})
}

func (n *ndjsonRecorder) End(whole *finding.Report) error {
	return n.line(map[string]any{"end": struct {
		Since       *finding.Since       `json:"since,omitempty"`
		IdleWaivers []finding.IdleWaiver `json:"idle_waivers,omitempty"`
		Summary     finding.Summary      `json:"summary"`
		Complete    bool                 `json:"complete"`
	}{whole.Since, whole.IdleWaivers, whole.Summary, whole.Complete}})
}

func (n *ndjsonRecorder) line(v any) error {
	data, err := compact(v)
	if err != nil {
		return err
	}
	return writeAll(n.w, data, []byte("\n"))
}

// compact writes a value as JSON on one line.
func compact(v any) ([]byte, error) {
	data, err := json.Marshal(v,
		jsontext.AllowInvalidUTF8(true),
		json.Deterministic(true),
		jsonv1.OmitEmptyWithLegacySemantics(true),
	)
	return inert(data), err
}

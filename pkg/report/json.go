package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// jsonRecorder writes the saved form: indented, in the field order of package
// finding, lists always as lists, and one line feed at the end.
type jsonRecorder struct {
	w         io.Writer
	decisions int
}

func recordJSON(w io.Writer, _ Options) Recorder { return &jsonRecorder{w: w} }

// noDecisions is where the decisions go in the text of a report without any.
const noDecisions = `"decisions": []`

func (j *jsonRecorder) Begin(head *finding.Report) error {
	before, _, err := j.around(head)
	if err != nil {
		return err
	}
	return j.write(before, []byte(`"decisions": [`))
}

func (j *jsonRecorder) Decision(d *finding.Decision) error {
	data, err := marshal(d, "    ")
	if err != nil {
		return err
	}
	separator := "\n    "
	if j.decisions > 0 {
		separator = "," + separator
	}
	j.decisions++
	return j.write([]byte(separator), data)
}

func (j *jsonRecorder) End(whole *finding.Report) error {
	_, after, err := j.around(whole)
	if err != nil {
		return err
	}
	end := "]"
	if j.decisions > 0 {
		end = "\n  ]"
	}
	return j.write([]byte(end), after, []byte("\n"))
}

// around returns the text of a report before and after its decisions.
func (j *jsonRecorder) around(r *finding.Report) (before, after []byte, err error) {
	without := *r
	without.Decisions = nil
	data, err := marshal(&without, "")
	if err != nil {
		return nil, nil, err
	}
	before, after, found := bytes.Cut(data, []byte(noDecisions))
	if !found {
		return nil, nil, errors.New("the report has no decisions field")
	}
	return before, after, nil
}

func marshal(v any, prefix string) ([]byte, error) {
	data, err := json.Marshal(v,
		// A file name may hold any bytes; JSON cannot, so they become U+FFFD.
		jsontext.AllowInvalidUTF8(true),
		jsontext.WithIndentPrefix(prefix),
		jsontext.WithIndent("  "),
		json.Deterministic(true),
		// The tags of package finding mean what they mean to encoding/json.
		jsonv1.OmitEmptyWithLegacySemantics(true),
	)
	return inert(data), err
}

func (j *jsonRecorder) write(texts ...[]byte) error {
	for _, text := range texts {
		n, err := j.w.Write(text)
		if err == nil && n < len(text) {
			err = io.ErrShortWrite
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// inert writes the characters of JSON text that could act on a terminal or a
// build log as JSON's own escapes, which changes no value. Only strings can
// hold such characters, so no parsing is needed.
func inert(text []byte) []byte {
	out := make([]byte, 0, len(text)+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == '\n' || r != '#' && !acts(r):
			out = append(out, text[i:i+size]...)
		case r == '#' && !bytes.HasSuffix(out, []byte("#")):
			out = append(out, '#')
		case r > 0xFFFF:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += size
	}
	return out
}

// ReadJSON reads what [Write] wrote in the format json. It is strict: another
// version, a field that does not exist or stands there twice, and a word that
// no status, severity, verdict, fault or side has are all refused, because
// whatever is ignored here would be missing in the next rendering without
// anybody noticing.
//
// A fault in the data is a [source.Problem] without a file name; the caller,
// who knows the file, adds it.
func ReadJSON(data []byte) (*finding.Report, error) {
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, problemIn(data, err)
	}
	if head.APIVersion != finding.Version || head.Kind != "Report" {
		return nil, source.Problem{
			Message: fmt.Sprintf("this is no report of version %s: apiVersion is %q and kind is %q", finding.Version, head.APIVersion, head.Kind),
			Hint:    "render the file with the version of vendorgate that wrote it, or run the check again",
		}
	}
	var r finding.Report
	if err := json.Unmarshal(data, &r, json.RejectUnknownMembers(true)); err != nil {
		return nil, problemIn(data, err)
	}
	if err := checkWords(&r); err != nil {
		return nil, err
	}
	return &r, nil
}

// problemIn says where in the data the decoder stumbled, in lines and columns
// instead of its byte offset.
func problemIn(data []byte, err error) error {
	var offset int64
	var pointer jsontext.Pointer
	cause := err
	var syntactic *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.As(err, &syntactic):
		offset, pointer, cause = syntactic.ByteOffset, syntactic.JSONPointer, syntactic.Err
	case errors.As(err, &semantic):
		offset, pointer, cause = semantic.ByteOffset, semantic.JSONPointer, semantic.Err
		if cause == nil {
			cause = fmt.Errorf("a %v does not belong here", semantic.JSONKind)
		}
	}
	before := data[:min(max(offset, 0), int64(len(data)))]
	last := before[bytes.LastIndexByte(before, '\n')+1:]
	message := "the report cannot be read: " + cause.Error()
	if pointer != "" {
		message += fmt.Sprintf(" (at %q)", string(pointer))
	}
	return source.Problem{
		Position: source.Position{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(last)},
		Message:  message,
	}
}

// checkWords refuses words that the model does not have. An unknown status
// that slipped through could be taken for a harmless one.
func checkWords(r *finding.Report) error {
	refuse := func(place, what, word string) error {
		return source.Problem{Message: fmt.Sprintf("%s: there is no %s %q", place, what, word)}
	}
	for i, d := range r.Decisions {
		place := fmt.Sprintf("decisions[%d]", i)
		switch d.Verdict {
		case finding.Approved, finding.Rejected, finding.Undecided:
		default:
			return refuse(place, "verdict", string(d.Verdict))
		}
		switch d.Fault {
		case finding.FaultNone, finding.FaultInternal, finding.FaultEvaluation, finding.FaultUnreadable,
			finding.FaultInvalid, finding.FaultCancelled:
		default:
			return refuse(place, "fault", string(d.Fault))
		}
		for j, f := range d.Findings {
			place := fmt.Sprintf("decisions[%d].findings[%d]", i, j)
			if !slices.Contains(finding.Statuses, f.Status) {
				return refuse(place, "status", string(f.Status))
			}
			if !slices.Contains(finding.Severities, f.Severity) {
				return refuse(place, "severity", string(f.Severity))
			}
			if f.Side != finding.VendorSide && f.Side != finding.MemberSide {
				return refuse(place, "side", string(f.Side))
			}
			for _, reason := range f.Reasons {
				if reason.Side != "" && reason.Side != finding.MemberSide {
					return refuse(place, "side of a reason", string(reason.Side))
				}
			}
		}
	}
	return nil
}

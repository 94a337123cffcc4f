package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// value shows a word or a name from a file.
func (p *printer) value(s string) string { return escape(s, valueRunes, p.ASCII) }

// sentence shows prose. Its line breaks are those of the file it was written
// in, so they count as spaces.
func (p *printer) sentence(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if p.ASCII {
		s = strings.ReplaceAll(s, "→", "->")
	}
	return escape(s, sentenceRunes, p.ASCII)
}

// reason says which element a reason speaks of, unless its words do.
func (p *printer) reason(r finding.Reason) string {
	text := r.Said()
	if r.Label == "" || strings.Contains(text, r.Label) || strings.Contains(text, words(r.Label)) {
		return p.sentence(text)
	}
	return p.value(r.Label) + ": " + p.sentence(text)
}

// weakening says what the member changed, and why.
func (p *printer) weakening(w finding.Weakening) string {
	reason := "no reason given"
	if w.Reason != "" {
		reason = p.sentence(w.Reason)
	}
	return p.value(cmp.Or(w.Control, w.Name)) + ": " + p.sentence(w.What) + " (" + reason + ")"
}

// place shows file:line:column, or nothing when no place is known.
func (p *printer) place(at source.Position) string {
	if at.IsZero() {
		return ""
	}
	at.File = p.value(at.File)
	return at.String()
}

// shortPlace is place without the folders of the file, which the head of the
// decision names; -v shows them.
func (p *printer) shortPlace(at source.Position) string {
	if !p.Verbose && at.File != "" {
		at.File = path.Base(at.File)
	}
	return p.place(at)
}

// linePlace is place without the column.
func (p *printer) linePlace(at source.Position) string {
	at.Column = 0
	return p.shortPlace(at)
}

// answer shows the value of an answer as a person would write it.
func (p *printer) answer(a finding.Answer, unit string) string {
	if a.Missing() {
		return notAnswered
	}
	if a.Text != "" {
		return p.sentence(a.Text)
	}
	return p.json(a.Value, unit)
}

const (
	notAnswered = "not answered"
	// shownItems is how many elements of a list are shown.
	shownItems = 12
)

// json shows one JSON value. What is no JSON is shown as it is.
func (p *printer) json(raw json.RawMessage, unit string) string {
	v, ok := decoded(raw)
	if !ok {
		return p.value(string(raw))
	}
	return p.shown(v, unit)
}

// decoded reads exactly one JSON value and keeps the digits of its numbers.
func decoded(raw json.RawMessage) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&v) != nil || d.More() {
		return nil, false
	}
	return v, true
}

// shown is a value as people write it: numbers with separators, yes and no,
// lists as enumerations.
func (p *printer) shown(v any, unit string) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case json.Number:
		return withUnit(p.value(separated(v.String())), unit)
	case string:
		switch v {
		case "":
			return `""`
		case "silent":
			return "silent (the contract says nothing)"
		}
		return p.value(v)
	case []any:
		var parts []string
		for i, item := range v {
			if i == shownItems && !p.Verbose && len(v) > shownItems+1 {
				parts = append(parts, fmt.Sprintf("and %d more", len(v)-i))
				break
			}
			parts = append(parts, p.shown(item, ""))
		}
		return orNone(parts)
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, p.value(name)+": "+p.shown(v[name], ""))
		}
		return orNone(parts)
	}
	return notAnswered // null
}

func orNone(parts []string) string {
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// separated puts commas into the whole part of a decimal number.
func separated(number string) string {
	whole, rest := number, ""
	if i := strings.IndexAny(number, ".eE"); i >= 0 {
		whole, rest = number[:i], number[i:]
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + rest
}

// withUnit puts the unit behind a number: "24 hours", "1 hour", "95 %".
func withUnit(number, unit string) string {
	switch {
	case unit == "":
		return number
	case unit == "percent":
		return number + " %"
	case number == "1":
		return number + " " + strings.TrimSuffix(unit, "s")
	}
	return number + " " + unit
}

// units are the words with which the name of a number says its unit.
var units = []string{"hours", "days", "months", "percent", "bits"}

// abbreviations are written in capitals where names are shown as words.
var abbreviations = []string{
	"bc", "cgl", "cji", "cjis", "dr", "fti", "hipaa", "id", "ip", "kev", "mfa", "mgdpa", "phi", "rpo", "rto", "sla",
	"ssn", "tls", "url", "wisp",
}

// words turns a name from a document into words: cap_amount into "cap amount".
func words(name string) string {
	fields := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '.' })
	for i, f := range fields {
		if slices.Contains(abbreviations, f) {
			fields[i] = strings.ToUpper(f)
		}
	}
	return strings.Join(fields, " ")
}

// cutUnit takes the unit off the end of a field's name: rto_hours is "rto" in
// "hours". A name that is nothing but a unit keeps it.
func cutUnit(name string) (rest, unit string) {
	for _, u := range units {
		if rest, ok := strings.CutSuffix(name, "_"+u); ok {
			return rest, u
		}
	}
	return name, ""
}

// requirement shows a minimum as "Liability cap: at least 5,000,000 USD".
func (p *printer) requirement(r finding.Requirement) string {
	return p.sentence(r.Title) + ": " + p.sentence(r.Text)
}

// defaultLayer is what package finding calls the shipped requirements.
const defaultLayer = "default"

// isDefault reports whether a layer is the shipped one, for all tiers or one.
func isDefault(layer string) bool {
	return layer == defaultLayer || strings.HasPrefix(layer, defaultLayer+":")
}

// setBy says which of the member's documents set a requirement; nothing for
// the shipped default, which most of them are.
func (p *printer) setBy(r finding.Requirement) string {
	var parts []string
	if p.Verbose { // the name under which the member can set it
		parts = append(parts, p.value(r.Name))
	}
	switch {
	case r.Layer != "" && !isDefault(r.Layer):
		parts = append(parts, "set by "+p.value(strings.Replace(r.Layer, ":", " for ", 1)))
		if at := p.linePlace(r.Position); at != "" {
			parts = append(parts, at)
		}
	case p.Verbose:
		parts = append(parts, defaultLayer)
	}
	return strings.Join(parts, ", ")
}

// engagementPath cuts the root off the path of an answer that the engagement
// gives: inside that document, fields stand without it.
func engagementPath(path string) (inDocument string, ok bool) {
	return strings.CutPrefix(path, "engagement.")
}

// inDocument is the path of a field within the document it belongs to.
func inDocument(path string) string {
	rest, _ := engagementPath(path)
	return rest
}

// names gives each answer the shortest name that tells it from the others:
// its own field, or as many of the fields around it as it takes.
func (p *printer) names(answers []finding.Answer) (names, fieldUnits []string) {
	names, fieldUnits = make([]string, len(answers)), make([]string, len(answers))
	for i, a := range answers {
		_, fieldUnits[i] = cutUnit(a.Path[strings.LastIndexByte(a.Path, '.')+1:])
	}
	for depth, open := 1, len(answers); open > 0; depth++ {
		paths := map[string]string{} // of the answer with that name, "" when there are several
		for _, a := range answers {
			name, _ := fieldName(a, max(depth, leastDepth(a)))
			if other, taken := paths[name]; taken && other != a.Path {
				paths[name] = ""
			} else {
				paths[name] = a.Path
			}
		}
		for i, a := range answers {
			if names[i] != "" {
				continue
			}
			name, whole := fieldName(a, max(depth, leastDepth(a)))
			if whole || paths[name] == a.Path {
				names[i] = orUnnamed(p.value(name))
				open--
			}
		}
	}
	return names, fieldUnits
}

// orUnnamed keeps a name from being empty, which no field of a schema is.
func orUnnamed(name string) string {
	if name == "" {
		return "-"
	}
	return name
}

// leastDepth is 2 for an answer whose own field is a single word, such as
// "done", which says too little without the field around it. A label says it
// as well.
func leastDepth(a finding.Answer) int {
	if name, _ := fieldName(a, 1); a.Label == "" && !strings.Contains(name, " ") {
		return 2
	}
	return 1
}

// fieldName names an answer by the last fields of its path, depth of them; whole
// says that there are no more. The label of its list element goes first.
// Elements are counted from one, as people do.
func fieldName(a finding.Answer, depth int) (name string, whole bool) {
	fields := strings.Split(inDocument(a.Path), ".")
	whole = depth >= len(fields)
	if !whole {
		fields = fields[len(fields)-depth:]
	}
	for i, f := range fields {
		if i == len(fields)-1 {
			f, _ = cutUnit(f)
		}
		if list, index, ok := strings.Cut(f, "["); ok {
			if n, err := strconv.Atoi(strings.TrimSuffix(index, "]")); err == nil {
				f = fmt.Sprintf("%s.#%d", list, n+1)
			}
		}
		fields[i] = f
	}
	name = words(strings.Join(fields, "."))
	if a.Label != "" {
		name = a.Label + " " + name
	}
	return name, whole
}

// within reports whether one of two paths is the other or lies below it.
func within(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// choose picks the answers that explain a finding: where reasons name the
// places, those at or around them, else the first ones. It returns how many
// were left out.
func (p *printer) choose(f *finding.Finding) (shown []finding.Answer, left int) {
	shown, limit := f.Answers, 8
	if p.Verbose {
		return shown, 0
	}
	if len(f.Reasons) > 0 {
		limit = 4
		related := slices.DeleteFunc(slices.Clone(f.Answers), func(a finding.Answer) bool {
			return !slices.ContainsFunc(f.Reasons, func(r finding.Reason) bool {
				return r.Path != "" && within(a.Path, r.Path)
			})
		})
		if len(related) > 0 {
			shown = related
		}
	}
	shown = shown[:min(limit, len(shown))]
	return shown, len(f.Answers) - len(shown)
}

// count puts a number before a noun in the right form.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// undecidedBecause says why there is no decision and who can change that.
func undecidedBecause(fault finding.Fault) string {
	switch fault {
	case finding.FaultInvalid:
		return "The file can be read but does not follow the schema, so no control was judged by it. " +
			"Whoever wrote it corrects the places below and sends it again."
	case finding.FaultUnreadable:
		return "The file could not be read whole, so nothing in it was judged. Whoever provides it puts right what is said below."
	case finding.FaultEvaluation:
		return "A policy did not work as it should, so not every control has an answer. " +
			"The member's policy team has to act before anybody else does."
	case finding.FaultCancelled:
		return "The run was stopped before this profile was judged. Whoever stopped it runs the check again."
	case finding.FaultInternal:
		return "vendorgate itself failed, which says nothing about the vendor. " +
			"Please report it to the makers of vendorgate with the lines below."
	case finding.FaultNone:
	}
	return "No decision was reached. The lines below say why; whoever ran the check has to look into it."
}

package secondopinion

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An editor makes one edit.
type editor struct {
	*rand.Rand
	*generator
	documents map[string]any
	// element says which element of a list the edit is about. It is the same one
	// in all its steps: a condition on a thing rests on several answers about it.
	element int
}

// pick is one of the elements of a list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// answerAnything gives some answer, or takes it away. Half of the answers are
// chosen by control, so that one which reads few is tried as often as another.
func (e *editor) answerAnything() {
	f := pick(e.Rand, e.fields)
	if e.IntN(2) == 0 {
		f = pick(e.Rand, pick(e.Rand, e.readings).fields)
	}
	holder, name := e.holder(f.path)
	if holder == nil {
		return
	}
	if e.IntN(5) == 0 && !f.needed {
		delete(holder, name)
		return
	}
	if v := e.value(name, f.shape, holder[name], 0); v != nil {
		holder[name] = v
	}
}

// probe tries one control where all that it reads is in order, so that the few
// answers changed here decide. Where any of several things would do, it may be
// that only one is left.
func (e *editor) probe() {
	r := pick(e.Rand, e.readings)
	changes := 1 + e.IntN(3)
	if len(r.lists) > 0 && e.IntN(4) == 0 {
		changes++
		f := pick(e.Rand, r.lists)
		if holder, name := e.holder(f.path); holder != nil {
			if elements, _ := holder[name].([]any); len(elements) > 1 {
				holder[name] = []any{elements[e.element%len(elements)]}
			}
		}
	}
	for range changes {
		f := pick(e.Rand, r.fields)
		// Every control that reads it chooses an answer, and may fail with it.
		for range 5 {
			if e.IntN(f.readers) < 5 {
				break
			}
			f = pick(e.Rand, r.fields)
		}
		e.change(f, r)
	}
}

// change gives another answer to what a control reads: one that is near to where
// it changes its mind.
func (e *editor) change(f field, r reading) {
	holder, name := e.holder(f.path)
	if holder == nil {
		return
	}
	switch {
	case e.IntN(10) == 0 && !f.needed:
		delete(holder, name)
		return
	case slices.ContainsFunc(kindsOf(f.shape), isNumeric) && e.IntN(8) > 0:
		holder[name] = e.within(f.shape, e.limit(r)+int64(e.IntN(3))-1)
	case f.shape["format"] == "date" && e.IntN(8) > 0:
		holder[name] = e.deadline(r).AddDate(0, 0, e.IntN(3)-1).Format(time.DateOnly)
	case isText(f.shape) && e.IntN(2) == 0:
		e.renameOne(f)
	case slices.Contains(kindsOf(f.shape), "array") && e.IntN(6) == 0:
		holder[name] = []any{}
	default:
		if v := e.value(name, f.shape, holder[name], 0); v != nil {
			holder[name] = v
		}
	}
	if e.IntN(6) == 0 && !f.needed {
		e.spread(f, holder[name])
	}
}

// spread gives the same answer on each thing of a list.
func (e *editor) spread(f field, v any) {
	own := e.element
	for i := range 12 {
		e.element = i
		if holder, name := e.holder(f.path); holder != nil {
			holder[name] = copied(v)
		}
	}
	e.element = own
}

// meetBorder moves an answer to where a control changes its mind, or beside it.
func (e *editor) meetBorder() {
	r := pick(e.Rand, e.readings)
	for len(r.numbers)+len(r.dates) == 0 {
		r = pick(e.Rand, e.readings)
	}
	i := e.IntN(len(r.numbers) + len(r.dates))
	if i < len(r.numbers) {
		f := r.numbers[i]
		if holder, name := e.holder(f.path); holder != nil {
			holder[name] = e.within(f.shape, e.limit(r)+int64(e.IntN(3))-1)
		}
		return
	}
	if holder, name := e.holder(r.dates[i-len(r.numbers)].path); holder != nil {
		holder[name] = e.deadline(r).AddDate(0, 0, e.IntN(3)-1).Format(time.DateOnly)
	}
}

// limit is a number that a control may measure an answer against: a minimum,
// another answer, or what two of them make together.
func (e *editor) limit(r reading) int64 {
	measures := slices.Clone(r.minimums)
	for _, f := range r.numbers {
		if n, ok := whole(e.current(f)); ok {
			measures = append(measures, n)
		}
	}
	if len(measures) == 0 {
		return pick(e.Rand, e.numbers)
	}
	one, other := pick(e.Rand, measures), pick(e.Rand, measures)
	switch e.IntN(15) {
	case 0:
		return one + other
	case 1:
		return max(one, other) - min(one, other)
	case 2:
		return max(one, other) / max(1, min(one, other))
	case 3:
		return one / 24 // hours against days
	}
	return one
}

// deadline is a day that a control may measure an answer against: today or the
// date of another answer, or as long before or after it as a minimum says.
func (e *editor) deadline(r reading) time.Time {
	days := []string{asOf}
	for _, f := range r.dates {
		if day, ok := e.current(f).(string); ok {
			days = append(days, day)
		}
	}
	day := answer{value: pick(e.Rand, days)}.day()
	periods := slices.DeleteFunc(slices.Clone(r.minimums), func(n int64) bool { return n > 2000 })
	for _, f := range r.numbers {
		if n, ok := whole(e.current(f)); ok && n < 100 {
			periods = append(periods, n)
		}
	}
	if len(periods) == 0 || e.IntN(3) == 0 {
		return day
	}
	period := int(pick(e.Rand, periods))
	switch e.IntN(6) {
	case 0:
		return day.AddDate(0, min(period, 100), 0)
	case 1:
		return day.AddDate(0, -min(period, 100), 0)
	case 2:
		return day.AddDate(0, 0, period)
	case 3:
		return day.AddDate(0, 0, -period-int(pick(e.Rand, periods)))
	}
	return day.AddDate(0, 0, -period)
}

// stayUnread has the contract say nothing on an answer, or on all that it does
// not give.
func (e *editor) stayUnread() {
	contract, ok := e.documents["contract"].(map[string]any)
	if !ok {
		return
	}
	pointers := e.answers
	if e.IntN(4) > 0 {
		pointers = []string{pick(e.Rand, e.answers)}
		if holder, name := e.holder(strings.Split(pointers[0], "/")[1:]); holder != nil {
			delete(holder, name)
		}
	}
	silent, _ := contract["silent_on"].([]any)
	for _, pointer := range pointers {
		silent = appendNew(silent, pointer)
	}
	contract["silent_on"] = silent
}

// leaveOutSection leaves a whole section unanswered.
func (e *editor) leaveOutSection() {
	at := e.documents
	for range 3 {
		name := pick(e.Rand, slices.Sorted(maps.Keys(at)))
		inner, ok := at[name].(map[string]any)
		if !ok || len(inner) == 0 || name == "vendor" {
			return
		}
		if name != "engagement" && e.IntN(2) == 0 {
			delete(at, name)
			return
		}
		at = inner
	}
}

func (e *editor) leaveOutEngagement() { delete(e.documents, "engagement") }

func (e *editor) changeMode() {
	if engagement, ok := e.documents["engagement"].(map[string]any); ok {
		engagement["mode"] = pick(e.Rand, []string{"pre_award", "pre_award", "award", "monitoring"})
	}
}

// rename gives something another name wherever it is named: what refers to it
// still does.
func (e *editor) rename() {
	var texts []field
	for _, f := range pick(e.Rand, e.readings).fields {
		if isText(f.shape) {
			texts = append(texts, f)
		}
	}
	if len(texts) > 0 {
		e.renameOne(pick(e.Rand, texts))
	}
}

func (e *editor) renameOne(f field) {
	old, isText := e.current(f).(string)
	name, isName := e.text(f.path[len(f.path)-1], f.shape).(string)
	// Neither a word of an enumeration nor an address is anybody's name.
	if isText && isName && !e.words[old] && !strings.Contains(name, "/") {
		replace(e.documents, old, name)
	}
}

// isText is true for an answer in words of one's own.
func isText(shape map[string]any) bool {
	return shape["enum"] == nil && shape["format"] == nil && slices.Contains(kindsOf(shape), "string")
}

// replace puts a text in the place of every other that is the same, but where a
// list of words has it already.
func replace(tree any, old string, text any) {
	switch v := tree.(type) {
	case map[string]any:
		for name, inner := range v {
			if inner == old {
				v[name] = text
			}
			replace(inner, old, text)
		}
	case []any:
		for i, inner := range v {
			if inner == old && !slices.ContainsFunc(v, func(other any) bool { return other == text }) {
				v[i] = text
			}
			replace(inner, old, text)
		}
	}
}

// checkInParts has the member check single answers where it checked a section,
// and now and then overlook one.
func (e *editor) checkInParts() {
	engagement, _ := e.documents["engagement"].(map[string]any)
	checks, _ := engagement["assertions"].([]any)
	if len(checks) == 0 {
		return
	}
	i := e.IntN(len(checks))
	section, _ := checks[i].(map[string]any)
	at, _ := section["pointer"].(string)
	parts := []any{}
	for _, pointer := range pointers() {
		if pointer != at && covers(at, pointer) {
			part := maps.Clone(section)
			part["pointer"] = pointer
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return
	}
	if e.IntN(2) == 0 {
		overlooked := e.IntN(len(parts))
		parts = slices.Delete(parts, overlooked, overlooked+1)
	}
	engagement["assertions"] = slices.Concat(checks[:i], parts, checks[i+1:])
}

// workAlone makes the vendor somebody without staff, who has filed something under
// the id of the letter that excuses from workers' compensation.
func (e *editor) workAlone() {
	vendor, _ := e.documents["vendor"].(map[string]any)
	vendor["entity_type"] = "sole_proprietor"
	insurance, _ := e.documents["insurance"].(map[string]any)
	if policies, ok := insurance["policies"].([]any); ok {
		insurance["policies"] = slices.DeleteFunc(slices.Clone(policies), func(p any) bool {
			return answer{value: p}.get("line").word() == "wc_el"
		})
	}
	files, _ := e.documents["evidence"].([]any)
	e.documents["evidence"] = append(slices.Clone(files), map[string]any{
		"id":        "workers-compensation-exemption",
		"kind":      pick(e.Rand, []string{"insurer_letter", "insurer_letter", "acord_25"}),
		"issued_on": answer{value: asOf}.day().AddDate(0, 0, pick(e.Rand, []int{-366, -365, -1, 0, 1})).Format(time.DateOnly),
	})
}

// situate makes the purchase one of another tier, with paths to the member's
// systems that the profile describes as they should be: one answer alone seldom
// changes a tier.
func (e *editor) situate() {
	engagement, ok := e.documents["engagement"].(map[string]any)
	if !ok {
		return
	}
	level := e.IntN(len(tiers))
	classes := [][]string{slices.Concat(veryPrivate, private), private, {}, {}}[level]
	types := [][]string{{"rmm_agent", "cloud_tenant_admin"}, {"client_vpn", "site_to_site_vpn"}, {"internet_only_saas"}, {"none"}}[level]
	roles := []any{}
	if level < 3 {
		roles = []any{"access", pick(e.Rand, []string{"store", "transmit"})}
	}
	engagement["data"] = map[string]any{
		"vendor_role":       roles,
		"classes":           e.some(append([]string{"public"}, classes...)),
		"individuals_count": json.Number(strconv.Itoa(49998 + e.IntN(4))),
	}
	used := e.some(types)
	engagement["connectivity"] = map[string]any{"types": used, "privileged": level == 0, "approved_pathways": used}
	engagement["criticality"] = []any{"critical", "high", "moderate", "low"}[level]
	engagement["on_site"] = level < 3
	engagement["vendor_devices"] = level < 3
	for _, part := range []string{"vehicles_used", "vendor_procures_assets", "uses_subcontractors", "performs_government_function"} {
		if e.IntN(4) == 0 {
			engagement[part] = false
		}
	}
	for _, list := range []string{"needed_services", "needed_security_services"} {
		if e.IntN(12) == 0 {
			engagement[list] = []any{}
		}
	}
	paths := []any{}
	for _, kind := range used {
		if kind != "none" {
			paths = append(paths, map[string]any{"type": kind, "encrypted": true, "logged": true, "inbound_exposed": false, "time_bound": true})
		}
	}
	if holder, name := e.holder([]string{"contract", "security", "connectivity_types"}); holder != nil {
		holder[name] = used
	}
	if holder, name := e.holder([]string{"security", "pathways"}); holder != nil {
		holder[name] = paths
	}
}

// some are one or more of the words.
func (e *editor) some(words []string) []any {
	out := []any{}
	for _, i := range e.Perm(len(words))[:1+e.IntN(len(words))] {
		out = append(out, words[i])
	}
	return out
}

// holder is the object that has, or would have, the field at a path. Sections on
// the way are made where they are missing, and of a list one element is taken;
// there is no holder in an empty list or an engagement that is not there.
func (e *editor) holder(path []string) (fields map[string]any, name string) {
	fields = e.documents
	if path[0] == "engagement" && fields["engagement"] == nil {
		return nil, ""
	}
	for i, step := range path[:len(path)-1] {
		if step == "[]" {
			continue
		}
		if path[i+1] == "[]" {
			elements, _ := fields[step].([]any)
			if len(elements) == 0 {
				return nil, ""
			}
			fields, _ = elements[e.element%len(elements)].(map[string]any)
			continue
		}
		inner, ok := fields[step].(map[string]any)
		if !ok {
			inner = map[string]any{}
			fields[step] = inner
		}
		fields = inner
	}
	return fields, path[len(path)-1]
}

// current is the answer that a field has, in some element where it is in a list.
func (e *editor) current(f field) any {
	var at any = e.documents
	for _, step := range f.path {
		if step == "[]" {
			elements, _ := at.([]any)
			if len(elements) == 0 {
				return nil
			}
			at = pick(e.Rand, elements)
			continue
		}
		fields, _ := at.(map[string]any)
		at = fields[step]
	}
	return at
}

// value is some answer of the right kind; nil where none comes to mind.
func (e *editor) value(name string, shape map[string]any, old any, depth int) any {
	if words, ok := shape["enum"].([]any); ok {
		return pick(e.Rand, slices.DeleteFunc(slices.Clone(words), func(w any) bool { return w == nil }))
	}
	switch pick(e.Rand, kindsOf(shape)) {
	case "boolean":
		return e.IntN(2) == 0
	case "integer", "number":
		return e.within(shape, pick(e.Rand, e.numbers)+int64(e.IntN(3))-1)
	case "string":
		if shape["format"] == "date" {
			return e.date()
		}
		return e.text(name, shape)
	case "array":
		return e.listOf(name, shape, old, depth)
	case "object":
		return e.object(shape, depth)
	}
	return nil
}

// within is a number as near as the schema allows; where it allows fractions,
// it now and then lies half-way to the next.
func (e *editor) within(shape map[string]any, n int64) any {
	n = max(n, bound(shape, "minimum", 0))
	n = min(n, bound(shape, "maximum", n))
	if slices.Contains(kindsOf(shape), "number") && n > 0 && e.IntN(3) == 0 {
		return json.Number(fmt.Sprintf("%d.5", n-1))
	}
	return json.Number(strconv.FormatInt(n, 10))
}

func bound(shape map[string]any, name string, none int64) int64 {
	if n, ok := whole(shape[name]); ok {
		return n
	}
	return none
}

// date is a day around today.
func (e *editor) date() string {
	today := answer{value: asOf}.day()
	return today.AddDate(0, 0, pick(e.Rand, []int{-1200, -400, -30, -1, 0, 1, 30, 400, 1200})).Format(time.DateOnly)
}

// prose is longer than any control asks for.
const prose = "doors are locked, and somebody sees to it that they are"

// corners are texts that no example has and some control tells apart.
var corners = map[string][]string{
	"physical":                 {"ev-msa", "a text of thirty-nine characters, no more", "Locked.", prose[:39], prose[:40], strings.Repeat("x", 40)},
	"technical":                {"ev-wisp", prose[:39], prose[:40], strings.Repeat("x", 40), "ev-nowhere"},
	"administrative":           {prose[:39], " " + prose[:39], prose[:40], strings.Repeat("x", 40)},
	"service":                  {"n/a", " TBD ", "Various", "none", "backup hosting"},
	"countries":                {"CA", "US", "IN"},
	"governing_law":            {"US-WI", "US-MN", "DE"},
	"dataset":                  {"*"},
	"sha256":                   {strings.Repeat("a", 64)},
	"ethics_policy":            {"ev-nowhere", "ev-msa", "https://vendor.example/ethics"},
	"csr_policy":               {"ev-nowhere", "ev-msa", "https://vendor.example/csr"},
	"pointer":                  pointers(),
	"verified_by":              {"Northfork Managed Technology LLC", " northfork MANAGED technology llc ", " lakeline PUBLIC systems inc. "},
	"min_length_single_factor": {"not_used"},
	"min_length_with_mfa":      {"not_used"},
	"topic":                    {"access_control"},
}

// pointers are the answers worth verifying, and what they are part of.
func pointers() []string {
	out := []string{"/nowhere", "/contract/security", "/engagement/access"}
	for _, places := range decisive {
		for _, place := range places {
			out = append(out, place, place[:strings.LastIndex(place, "/")])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (e *editor) text(name string, shape map[string]any) any {
	name = stock(name)
	values := e.texts[name]
	if extra := corners[name]; len(extra) > 0 && (len(values) == 0 || e.IntN(2) == 0) {
		values = extra
	}
	switch {
	case len(kindsOf(shape)) > 1:
		return "not_used"
	case len(values) == 0:
		return nil
	}
	return pick(e.Rand, values)
}

// listOf is a list with an element more or less, or a fresh one.
func (e *editor) listOf(name string, shape map[string]any, old any, depth int) any {
	items, _ := shape["items"].(map[string]any)
	elements, _ := old.([]any)
	elements = slices.Clone(elements)
	switch e.IntN(6) {
	case 0:
		return []any{}
	case 1, 2:
		if len(elements) > 0 {
			i := e.IntN(len(elements))
			return slices.Delete(elements, i, i+1)
		}
	case 3:
		// Twice the same, and then one of them changed: the case where which
		// element counts is decided.
		if len(elements) > 0 {
			if fields, ok := copied(pick(e.Rand, elements)).(map[string]any); ok {
				e.shake(fields, items)
				return append(elements, fields)
			}
		}
	case 4:
		if _, words := items["enum"]; words {
			elements = nil
			for range 1 + e.IntN(6) {
				elements = appendNew(elements, e.value(name, items, nil, depth+1))
			}
			return elements
		}
	}
	return appendNew(elements, e.value(name, items, nil, depth+1))
}

// shake changes some fields of an element.
func (e *editor) shake(element, shape map[string]any) {
	fields, _ := shape["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		inner := fields[name].(map[string]any)
		switch e.IntN(6) {
		case 0:
			if v := e.value(name, inner, element[name], 1); v != nil {
				element[name] = v
			}
		case 1:
			if !isNeeded(shape, name) {
				delete(element, name)
			}
		}
	}
}

// appendNew keeps lists of words free of repetition, as the schema demands.
func appendNew(list []any, v any) []any {
	if list == nil {
		list = []any{}
	}
	if _, isText := v.(string); v == nil || isText && slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

func (e *editor) object(shape map[string]any, depth int) any {
	out := map[string]any{}
	fields, _ := shape["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		inner := fields[name].(map[string]any)
		if !isNeeded(shape, name) && (depth > 3 || e.IntN(8) == 0) {
			continue
		}
		if v := e.value(name, inner, nil, depth+1); v != nil {
			out[name] = v
		}
	}
	return out
}

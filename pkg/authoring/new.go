package authoring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// NewOptions say which control to write.
type NewOptions struct {
	Name  string // package and rule: acme.cap_is_high
	Field string // what it reads; empty: contract.liability.cap_amount
	Dir   string // the folder of the member's policies
	// Value is what the answer is measured against; empty: one that fits the
	// field's type.
	Value string
	// AtMost makes a number an upper bound. Left out, the name of the field
	// decides: periods and deductibles are bounded from above.
	AtMost, AtLeast bool
	Severity        finding.Severity // empty: medium
}

// ErrNew wraps what is wrong with the options of [New].
var ErrNew = errors.New("cannot write the control")

var controlName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$`)

// keywords cannot name a package or a rule; reasons and notes have a meaning of
// their own beside controls.
var keywords = []string{
	"as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not",
	"notes", "null", "package", "reasons", "some", "true", "with",
}

// A draft is a control that is being written.
type draft struct {
	NewOptions
	pkg, rule string
	field     field
}

// New writes a control with its metadata and its tests, which compile and pass,
// and returns the names of the two files. Nothing is written when anything is in
// the way.
func New(o NewOptions) (control, test string, err error) {
	d := &draft{NewOptions: o}
	if err := d.name(); err != nil {
		return "", "", err
	}
	if d.field, err = fieldAt(o.Field); err != nil {
		return "", "", err
	}
	if err := d.complete(); err != nil {
		return "", "", err
	}
	folder := filepath.Join(o.Dir, filepath.FromSlash(strings.ReplaceAll(d.pkg, ".", "/")))
	control, test = filepath.Join(folder, d.rule+".rego"), filepath.Join(folder, d.rule+"_test.rego")
	for _, name := range []string{control, test} {
		if _, err := os.Lstat(name); err == nil {
			return "", "", refusal(name+" exists already", "choose another name; nothing was written")
		}
	}
	if err := d.free(); err != nil {
		return "", "", err
	}
	text := d.control()
	shipped, err := policy.Shipped()
	if err != nil {
		return "", "", err
	}
	if _, problems := policy.Check(shipped, []policy.Module{{Name: control, Text: text}}); len(problems) > 0 {
		return "", "", fmt.Errorf("%w: the control would not compile: %w", ErrNew, problems)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // a folder of source files
		return "", "", err
	}
	if err := write(control, text); err != nil {
		return "", "", err
	}
	if err := write(test, d.test()); err != nil {
		return "", "", errors.Join(err, os.Remove(control))
	}
	return control, test, nil
}

// write writes a file that must not exist.
func write(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // a source file, read by colleagues
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// A Refusal says why a control is not written, and what to do about it.
type Refusal struct{ Message, Hint string }

func (r *Refusal) Error() string { return r.Message }

func refusal(message, hint string) error {
	return fmt.Errorf("%w: %w", ErrNew, &Refusal{message, hint})
}

func (d *draft) name() error {
	if !controlName.MatchString(d.Name) {
		return refusal(fmt.Sprintf("%q is no name of a control", d.Name),
			"write a package and a rule with a dot between, in small letters, digits and _: acme.cap_is_high")
	}
	for part := range strings.SplitSeq(d.Name, ".") {
		if slices.Contains(keywords, part) {
			return refusal(fmt.Sprintf("%q in the name has a meaning in Rego", part), "choose another word")
		}
	}
	i := strings.LastIndexByte(d.Name, '.')
	d.pkg, d.rule = d.Name[:i], d.Name[i+1:]
	return nil
}

// free refuses a package that is shipped and a rule that is there.
func (d *draft) free() error {
	modules, err := policy.Shipped()
	if err != nil {
		return err
	}
	controls, problems := policy.Check(modules, nil)
	if len(problems) > 0 {
		return problems
	}
	for _, c := range controls {
		taken := c.ID[:strings.LastIndexByte(c.ID, '.')]
		if d.pkg == taken || strings.HasPrefix(d.pkg, taken+".") || strings.HasPrefix(taken, d.pkg+".") {
			return refusal(fmt.Sprintf("the package controls.%s is shipped with vendorgate", taken),
				fmt.Sprintf("put your controls in a package of your own: `vendorgate policy new yours.%s`", d.rule))
		}
	}
	own, err := policy.Read(d.Dir)
	if err != nil {
		own = nil // a folder that is not there yet, or has no policy in it
	}
	rule := regexp.MustCompile(`(?m)^(default )?` + regexp.QuoteMeta(d.rule) + `\b`)
	line := regexp.MustCompile(`(?m)^package controls\.` + regexp.QuoteMeta(d.pkg) + `\s*$`)
	for _, m := range own {
		if at := rule.FindStringIndex(m.Text); at != nil && line.MatchString(m.Text) {
			return refusal(fmt.Sprintf("there is a rule %s already, at %s:%d", d.Name, m.Name, 1+strings.Count(m.Text[:at[0]], "\n")), "choose another name; nothing was written")
		}
	}
	return nil
}

// A field is an answer of the profile or the engagement, by its schema.
type field struct {
	path  []string // names; a list has the element [] after it
	title string
	typ   string // number, boolean, word, date, text, words, list
	enum  []string
	least *float64 // bounds that the schema sets
	most  *float64
}

// fieldAt finds a field of the schema by its path, such as
// insurance.policies[].limits.per_claim.
func fieldAt(path string) (field, error) {
	if path == "" {
		path = "contract.liability.cap_amount"
	}
	f := field{}
	node := schema.Input()
	clean := strings.TrimPrefix(path, "input.")
	for step := range strings.SplitSeq(clean, ".") {
		name, element := strings.CutSuffix(step, "[]")
		fields, _ := node["properties"].(map[string]any)
		next, ok := fields[name].(map[string]any)
		if !ok {
			return f, unknownField(f.path, name, fields)
		}
		f.path, node = append(f.path, name), next
		f.title, _ = next["title"].(string)
		items, isList := node["items"].(map[string]any)
		switch {
		case element && !isList:
			return f, refusal(fmt.Sprintf("%s is no list", joined(f.path)), "write it without []")
		case element:
			f.path, node = append(f.path, "[]"), items
		case isList && clean != joined(f.path):
			return f, refusal(fmt.Sprintf("%s is a list", joined(f.path)), fmt.Sprintf("write %s[] to look at each of its elements", joined(f.path)))
		}
	}
	err := f.typed(node)
	return f, err
}

func unknownField(above []string, name string, fields map[string]any) error {
	names := make([]string, 0, len(fields))
	for n := range fields {
		if n != "apiVersion" && n != "kind" {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	where := "the profile"
	if len(above) > 0 {
		where = joined(above)
	}
	if len(names) == 0 {
		return refusal(fmt.Sprintf("%s is one answer, it has no field %q", where, name), "leave the rest of the path out")
	}
	hint := "the fields are " + strings.Join(names, ", ")
	if near := source.Nearest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return refusal(fmt.Sprintf("unknown field %q in %s", name, where), hint)
}

// joined writes a path as people do: insurance.policies[].line.
func joined(path []string) string {
	return strings.ReplaceAll(strings.Join(path, "."), ".[]", "[]")
}

// typed finds out what kind of answer the schema asks for.
func (f *field) typed(node map[string]any) error {
	alternatives := []map[string]any{node}
	for _, key := range []string{"oneOf", "anyOf"} {
		list, _ := node[key].([]any)
		for _, one := range list {
			if m, ok := one.(map[string]any); ok {
				alternatives = append(alternatives, m)
			}
		}
	}
	for _, a := range alternatives {
		words, _ := a["enum"].([]any)
		for _, w := range words {
			if s, ok := w.(string); ok {
				f.enum = append(f.enum, s)
			}
		}
		for bound, into := range map[string]**float64{"minimum": &f.least, "maximum": &f.most} {
			if v, err := strconv.ParseFloat(fmt.Sprint(a[bound]), 64); err == nil {
				*into = &v
			}
		}
		switch typ := fmt.Sprint(a["type"]); {
		case len(f.enum) > 0 && (f.typ == "" || f.typ == "text"):
			f.typ = "word"
		case typ == "number" || typ == "integer":
			f.typ = "number"
		case typ == "boolean":
			f.typ = "boolean"
		case typ == "string" && a["format"] == "date":
			f.typ = "date"
		case typ == "string" && f.typ == "":
			f.typ = "text"
		case typ == "array":
			items, _ := a["items"].(map[string]any)
			f.typ = "list"
			inner := field{}
			if err := inner.typed(items); err != nil { // its elements are blocks
				return refusal(fmt.Sprintf("%s is a list of blocks", joined(f.path)), fmt.Sprintf("name a field of its elements: %s[].…", joined(f.path)))
			}
			if inner.typ == "word" {
				f.typ, f.enum = "words", inner.enum
			}
		}
	}
	if f.typ == "" {
		fields, _ := node["properties"].(map[string]any)
		names := make([]string, 0, len(fields))
		for n := range fields {
			names = append(names, joined(f.path)+"."+n)
		}
		slices.Sort(names)
		return refusal(fmt.Sprintf("%s is a block of fields", joined(f.path)), "name one of them: "+strings.Join(names, ", "))
	}
	return nil
}

// complete checks the value, or chooses one that fits.
func (d *draft) complete() error {
	f := &d.field
	if (d.AtMost || d.AtLeast) && f.typ != "number" {
		return refusal(fmt.Sprintf("%s is no number", joined(f.path)), "leave out --at-least and --at-most")
	}
	switch f.typ {
	case "number":
		if !d.AtMost && !d.AtLeast {
			last := f.path[len(f.path)-1]
			d.AtMost = slices.ContainsFunc([]string{"_hours", "_days", "_minutes", "_months", "deductible", "retention", "notice_value"}, func(s string) bool { return strings.HasSuffix(last, s) })
		}
		if d.Value == "" {
			d.Value = "10"
			if strings.Contains(f.title, "amount") || slices.Contains([]string{"cap_amount", "per_claim", "aggregate", "super_cap"}, f.path[len(f.path)-1]) {
				d.Value = "1000000"
			}
		}
		v, err := strconv.Atoi(d.Value)
		if err != nil {
			return refusal(fmt.Sprintf("%q is no whole number", d.Value), "write digits alone: 1000000")
		}
		for _, n := range []int{v - 1, v + 1} {
			if (f.least != nil && float64(n) < *f.least) || (f.most != nil && float64(n) > *f.most) {
				return refusal(fmt.Sprintf("%s cannot be %d, so a test at the boundary %d is not possible", joined(f.path), n, v), "choose a value further inside what the schema allows")
			}
		}
	case "word", "words":
		if d.Value == "" {
			d.Value = f.enum[0]
		}
		if !slices.Contains(f.enum, d.Value) {
			hint := "it is one of " + strings.Join(f.enum, ", ")
			if near := source.Nearest(d.Value, f.enum); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			return refusal(fmt.Sprintf("%s is never %q", joined(f.path), d.Value), hint)
		}
	case "boolean":
		if d.Value == "" {
			d.Value = "true"
		}
		if d.Value != "true" && d.Value != "false" {
			return refusal(fmt.Sprintf("%q is neither true nor false", d.Value), "")
		}
	default:
		if d.Value != "" {
			return refusal(fmt.Sprintf("%s takes no value to measure against", joined(f.path)), "leave it out and edit the rule")
		}
	}
	return nil
}

// holds is the condition on an answer, and fails what a reason says of one that
// does not meet it.
func (d *draft) holds(answer string) (holds, fails, words string) {
	switch d.field.typ {
	case "number":
		if d.AtMost {
			return answer + " <= " + d.Value, answer + " > " + d.Value, "at most " + d.Value
		}
		return answer + " >= " + d.Value, answer + " < " + d.Value, "at least " + d.Value
	case "boolean":
		other := "true"
		if d.Value == "true" {
			other = "false"
		}
		return answer + " == " + d.Value, answer + " == " + other, map[string]string{"true": "yes", "false": "no"}[d.Value]
	case "word":
		return fmt.Sprintf("%s == %q", answer, d.Value), fmt.Sprintf("%s != %q", answer, d.Value), d.Value
	case "words":
		return fmt.Sprintf("%q in %s", d.Value, answer), fmt.Sprintf("not %q in %s", d.Value, answer), "with " + d.Value
	case "date":
		return answer + " >= data.context.as_of", answer + " < data.context.as_of", "not in the past"
	case "list":
		return "count(" + answer + ") > 0", "count(" + answer + ") == 0", "not empty"
	}
	return answer + ` != ""`, answer + ` == ""`, "given"
}

// samples are answers that pass and answers that do not, as Rego, by what the
// tests call them.
func (d *draft) samples() (good, bad [][2]string) {
	switch d.field.typ {
	case "number":
		v, _ := strconv.Atoi(d.Value) // complete has seen to it
		at, below, above := [2]string{"at_the_boundary", d.Value}, [2]string{"just_below", strconv.Itoa(v - 1)}, [2]string{"just_above", strconv.Itoa(v + 1)}
		if d.AtMost {
			return [][2]string{at, below}, [][2]string{above}
		}
		return [][2]string{at, above}, [][2]string{below}
	case "boolean":
		other := "true"
		if d.Value == "true" {
			other = "false"
		}
		return [][2]string{{d.Value, d.Value}}, [][2]string{{other, other}}
	case "word":
		good = [][2]string{{d.Value, strconv.Quote(d.Value)}}
		for _, w := range d.field.enum {
			if w != d.Value {
				bad = append(bad, [2]string{w, strconv.Quote(w)})
			}
		}
		return good, bad
	case "words":
		return [][2]string{{"with_it", fmt.Sprintf("[%q]", d.Value)}}, [][2]string{{"none", "[]"}}
	case "date":
		return [][2]string{{"today", `"2026-11-23"`}, {"tomorrow", `"2026-11-24"`}}, [][2]string{{"yesterday", `"2026-11-22"`}}
	case "list":
		return [][2]string{{"one", `["one"]`}}, [][2]string{{"none", "[]"}}
	}
	return [][2]string{{"given", `"given"`}}, [][2]string{{"empty", `""`}}
}

// lists is how many lists the path goes through.
func (d *draft) lists() int {
	return strings.Count(joined(d.field.path), "[]")
}

// control is the text of the control's file.
func (d *draft) control() string {
	_, _, words := d.holds("")
	subject := d.field.title
	if subject == "" {
		subject = joined(d.field.path)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "package controls.%s\n\n# METADATA\n", d.pkg)
	fmt.Fprintf(&b, "# title: %q\n", subject+": "+words)
	fmt.Fprintf(&b, "# description: %q\n", "Say here in two sentences, for a procurement officer, why this matters to you.")
	severity := d.Severity
	if severity == "" {
		severity = finding.Medium
	}
	fmt.Fprintf(&b, "# custom:\n#   severity: %s\n#   remediation: %q\n", severity, "Ask the vendor to meet this: "+subject+", "+words+".")
	body, reasons := d.rules()
	fmt.Fprintf(&b, "%s if %s\n", d.rule, body)
	if reasons != "" {
		b.WriteString("\n" + reasons)
	}
	return b.String()
}

// rules are the condition of the control, and the rule that says which element
// did not meet it.
func (d *draft) rules() (body, reasons string) {
	names := []string{"one", "inner", "innermost"}
	at, depth := "input", 0
	var some, every, nonEmpty, path []string
	for _, step := range d.field.path {
		if step != "[]" {
			at += "." + step
			path = append(path, strconv.Quote(step))
			continue
		}
		name := names[min(depth, len(names)-1)]
		every = append(every, fmt.Sprintf("every %s in %s", name, at))
		nonEmpty = append(nonEmpty, fmt.Sprintf("count(%s) > 0", at))
		some = append(some, fmt.Sprintf("\tsome %s_at, %s in %s\n", name, name, at))
		path = append(path, name+"_at")
		at = name
		depth++
	}
	holds, fails, words := d.holds(at)
	body = holds
	// Whatever is asked of every element is true of no element at all.
	for i := len(every) - 1; i >= 0; i-- {
		body = nonEmpty[i] + "\n" + every[i] + " {\n" + indented(body) + "}"
	}
	if len(every) > 0 {
		body = "{\n" + indented(body) + "}"
	}
	if len(every) == 0 { // the answer and what it is measured against say it all
		return body, ""
	}
	return body, fmt.Sprintf("reasons contains {\n\t\"control\": %q,\n\t\"path\": [%s],\n\t\"message\": %q,\n} if {\n\tnot %s\n%s\t%s\n}\n",
		d.rule, strings.Join(path, ", "), "we ask for: "+words, d.rule, strings.Join(some, ""), fails)
}

func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("\t" + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}

// test is the text of the control's tests.
func (d *draft) test() string {
	var b strings.Builder
	path := "data.controls." + d.pkg + "." + d.rule
	asOf := ""
	if d.field.typ == "date" {
		asOf = "\n\twith data.context.as_of as \"2026-11-23\""
	}
	add := func(name, not, document string) {
		fmt.Fprintf(&b, "\ntest_%s_%s if %s%s with input as %s%s\n", d.rule, name, not, path, document, asOf)
	}
	fmt.Fprintf(&b, "package controls.%s_test\n", d.pkg)
	good, bad := d.samples()
	for _, s := range good {
		add(s[0]+"_passes", "", d.document(s[1]))
	}
	for _, s := range bad {
		add(s[0]+"_fails", "not ", d.document(s[1]))
	}
	add("without_an_answer_is_no_pass", "not ", "{}")
	for list := range d.lists() {
		of, mixed := "", d.sideBySide(list, good[0][1], bad[0][1])
		if list > 0 {
			of = "_inner"
		}
		add("of_an_empty"+of+"_list_fails", "not ", d.emptyList(list))
		add("with_one"+of+"_that_fails_fails", "not ", mixed)
		fmt.Fprintf(&b, "\n# The reason names the one element that is not as it should be.\ntest_%s_reason%s if {\n\tfound := data.controls.%s.reasons with input as %s%s\n\t{r.path | some r in found; r.control == %q} == {[%s]}\n}\n",
			d.rule, of, d.pkg, mixed, strings.ReplaceAll(asOf, "\n\t", "\n\t\t"), d.rule, d.pathTo(list, 1))
	}
	return b.String()
}

// emptyList is an input in which a list on the way to the field, counted from the
// outermost, is empty.
func (d *draft) emptyList(list int) string {
	short := *d
	for i, step := range d.field.path {
		if step != "[]" {
			continue
		}
		if list--; list < 0 {
			short.field.path = d.field.path[:i]
			break
		}
	}
	return short.document("[]")
}

// pathTo is the path of the field in one element of a list, and in the first one of
// every other list.
func (d *draft) pathTo(list, element int) string {
	var path []string
	for _, step := range d.field.path {
		if step != "[]" {
			path = append(path, strconv.Quote(step))
			continue
		}
		index := 0
		if list == 0 {
			index = element
		}
		list--
		path = append(path, strconv.Itoa(index))
	}
	return strings.Join(path, ", ")
}

// document is an input in which the field has a value.
func (d *draft) document(value string) string { return d.sideBySide(0, value) }

// sideBySide is an input in which a list on the way to the field, counted from the
// outermost, has an element for each of the values.
func (d *draft) sideBySide(list int, values ...string) string {
	depth := d.lists()
	for _, step := range slices.Backward(d.field.path) {
		if step == "[]" {
			if depth--; depth == list {
				values = []string{strings.Join(values, ", ")}
			}
		}
		for i, v := range values {
			if step == "[]" {
				values[i] = "[" + v + "]"
			} else {
				values[i] = fmt.Sprintf("{%q: %s}", step, v)
			}
		}
	}
	return values[0]
}

package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// quotedLength is how many characters of a vendor's text a message repeats.
const quotedLength = 60

// shortened cuts text to what a message can hold.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > quotedLength {
		return string(runes[:quotedLength-3]) + "..."
	}
	return text
}

// quote shows text from a document, cut to size and with everything escaped that
// could act on a terminal. The fields of the schemas are ASCII, so a name that is
// not shows its code points: a Cyrillic letter in it would look right.
func quote(text string) string {
	if plain(text) {
		return `"` + shortened(text) + `"`
	}
	return fmt.Sprintf("%+q", shortened(text))
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

func plain(name string) bool { return plainName.MatchString(name) && len(name) <= quotedLength }

// inWords shows a value of a document. Text is called text where the schema wants
// something else, because quotes alone are easily overlooked.
func inWords(v any, node map[string]any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case string:
		if t := types(node); len(t) > 0 && !slices.Contains(t, "string") {
			return fmt.Sprintf("the text %q", shortened(v))
		}
		return fmt.Sprintf("%q", shortened(v))
	case json.Number:
		return shortened(string(v))
	case []any:
		return "a list"
	case map[string]any:
		return "a block of fields"
	default:
		return shortened(fmt.Sprint(v))
	}
}

// number is "no entries", "1 entry" or "3 entries".
func number(n int, one, many string) string {
	switch n {
	case 0:
		return "no " + many
	case 1:
		return "1 " + one
	default:
		return fmt.Sprintf("%d %s", n, many)
	}
}

// wanted says what a schema accepts, or "" where only the description can. The
// rule is the one that was broken; limits are only told when they were.
func wanted(root, node map[string]any, rule jsonschema.ErrorKind) string {
	node = dereferenced(root, node)
	switch rule := rule.(type) {
	case *kind.Minimum, *kind.Maximum:
		low, hasLow := node["minimum"].(json.Number)
		high, hasHigh := node["maximum"].(json.Number)
		switch {
		case hasLow && hasHigh:
			return fmt.Sprintf("%s to %s", low, high)
		case hasLow:
			return fmt.Sprintf("%s or more", low)
		default:
			return fmt.Sprintf("at most %s", high)
		}
	case *kind.MinLength:
		return fmt.Sprintf("at least %s", number(rule.Want, "character", "characters"))
	case *kind.MaxLength:
		return fmt.Sprintf("at most %s", number(rule.Want, "character", "characters"))
	case *kind.Pattern:
		switch {
		case node["format"] == "date":
			return "a date from 1900-01-01 to 2199-12-31"
		case !literalPattern(node):
			return ""
		}
	}
	if constant, ok := node["const"].(string); ok {
		return fmt.Sprintf("%q", constant)
	}
	if words := enumWords(node); len(words) > 0 {
		shown := make([]string, len(words))
		for i, w := range words {
			shown[i] = w
			if !plain(w) || looksLikeOther(w) {
				shown[i] = fmt.Sprintf("%q", w)
			}
		}
		if len(shown) == 1 {
			return shown[0]
		}
		return "one of " + strings.Join(shown, ", ")
	}
	var forms []string
	for _, t := range types(node) {
		forms = append(forms, typeInWords(t, node))
	}
	for _, keyword := range []string{"anyOf", "oneOf"} {
		list, _ := node[keyword].([]any)
		for _, sub := range list {
			if form, ok := sub.(map[string]any); ok {
				if w := wanted(root, form, nil); w != "" {
					forms = append(forms, w)
				}
			}
		}
	}
	return strings.Join(forms, " or ")
}

// typeInWords says what a value of a JSON type is, for somebody who never heard
// of JSON types.
func typeInWords(t string, node map[string]any) string {
	switch t {
	case "object":
		return "a block of fields"
	case "array":
		return "a list"
	case "integer":
		return "a whole number"
	case "number":
		return "a number"
	case "boolean":
		return "true or false"
	}
	switch {
	case literalPattern(node):
		return fmt.Sprintf("%q", literal(node))
	case node["format"] == "date":
		return "a date such as 2026-07-01"
	case node["format"] == "email":
		return "an email address"
	case node["format"] == "uri":
		return "an address such as https://example.com/file"
	}
	return "text"
}

var onlyWord = regexp.MustCompile(`^\^[a-z_]+\$$`)

// literalPattern reports whether a schema's pattern matches one word only.
func literalPattern(node map[string]any) bool {
	pattern, _ := node["pattern"].(string)
	return onlyWord.MatchString(pattern)
}

func literal(node map[string]any) string {
	pattern, _ := node["pattern"].(string)
	return strings.Trim(pattern, "^$")
}

// types returns the JSON types a schema accepts, null left out: people are not
// told to write it.
func types(node map[string]any) []string {
	switch t := node["type"].(type) {
	case string:
		return []string{t}
	case []any:
		var out []string
		for _, v := range t {
			if name, ok := v.(string); ok && name != "null" {
				out = append(out, name)
			}
		}
		return out
	}
	return nil
}

// enumWords returns the words a schema lists.
func enumWords(node map[string]any) []string {
	list, _ := node["enum"].([]any)
	var out []string
	for _, v := range list {
		if word, ok := v.(string); ok {
			out = append(out, word)
		}
	}
	return out
}

// looksLikeOther reports words that some YAML readers take for true or false.
func looksLikeOther(word string) bool {
	return slices.Contains([]string{"yes", "no", "on", "off", "true", "false", "null"}, strings.ToLower(word))
}

// fieldList names the fields of a block, at most twelve.
func fieldList(node map[string]any) string {
	names := slices.Sorted(maps.Keys(properties(node)))
	switch n := len(names); {
	case n == 0:
		return ""
	case n > 12:
		return fmt.Sprintf("the fields here are %s and %d more", strings.Join(names[:12], ", "), n-12)
	case n == 1:
		return "the only field here is " + names[0]
	default:
		return "the fields here are " + strings.Join(names, ", ")
	}
}

// slip recognises the usual ways of writing a value wrong and says how to write
// it right; "" when it recognises none.
func slip(root, node map[string]any, v any) string {
	node = dereferenced(root, node)
	accepts := func(t string) bool { return slices.Contains(types(node), t) }
	switch v := v.(type) {
	case string:
		return slipOfText(node, v)
	case bool:
		word := map[bool]string{true: "yes", false: "no"}[v]
		if slices.Contains(enumWords(node), word) {
			return fmt.Sprintf("write %q, in quotes", word)
		}
	case json.Number:
		if word := sameNumber(enumWords(node), v); word != "" {
			return fmt.Sprintf("put it in quotes: %q", word)
		}
		switch {
		case accepts("boolean") && (v == "0" || v == "1"):
			return "write true or false"
		case accepts("string") && len(enumWords(node)) == 0 && !literalPattern(node):
			return fmt.Sprintf("put it in quotes: %q", string(v))
		}
	case []any:
		switch {
		case accepts("array") || accepts("object"):
		case len(v) == 1:
			return "this field takes one value: write it without the brackets"
		default:
			return "this field takes one value, not a list"
		}
	case map[string]any:
		if accepts("array") {
			return `put it in a list: begin each entry with "- "`
		}
	}
	switch {
	case accepts("array"): // a number, or true or false
		return fmt.Sprintf("put it in a list: [%v]", v)
	case accepts("object"):
		return fieldList(node)
	}
	return ""
}

// noAnswer reports whether a value is a way of saying that there is no answer.
func noAnswer(v any) bool {
	text, isText := v.(string)
	return v == nil || isText && slices.Contains(noAnswers, strings.ToLower(strings.TrimSpace(text)))
}

var noAnswers = []string{"", "n/a", "na", "not applicable", "not_applicable", "tbd", "unknown", "?", "-", "null", "nil"}

// slipOfText is slip for text.
func slipOfText(node map[string]any, text string) string {
	trimmed := strings.TrimSpace(text)
	lower := strings.ToLower(trimmed)
	words := enumWords(node)
	accepts := func(t string) bool { return slices.Contains(types(node), t) }
	if len(words) > 0 {
		return slipOfWord(words, trimmed)
	}
	if accepts("boolean") {
		switch lower {
		case "yes", "y", "true", "on":
			return "write true, without quotes"
		case "no", "n", "false", "off":
			return "write false, without quotes"
		}
	}
	if accepts("integer") || accepts("number") {
		if n := amount(trimmed, accepts("number")); n != "" {
			return fmt.Sprintf("write %s, without quotes or signs", n)
		}
		if withUnit.MatchString(trimmed) {
			return "write the number alone, without quotes and without the unit"
		}
		if !literalPattern(node) {
			return "write a plain number without quotes, such as 2000000"
		}
	}
	if accepts("array") {
		if lower == "none" {
			return "write [] when there are none"
		}
		return fmt.Sprintf("put it in a list: [%s]", inList(text))
	}
	if accepts("object") {
		return fieldList(node)
	}
	if node["format"] == "date" {
		if len(text) == len("2026-07-01") && isoDate.MatchString(text) {
			if _, err := time.Parse(time.DateOnly, text); err == nil {
				return ""
			}
			return "the calendar has no such day"
		}
		if date := isoDate.FindString(trimmed); date != "" && date != text {
			return "write the date alone: " + date
		}
		return "write year, month and day, such as 2026-07-01"
	}
	if pattern, err := regexp.Compile(patternOf(node)); err == nil && !pattern.MatchString(text) {
		for _, better := range []string{trimmed, strings.ToUpper(trimmed), lower, wordOf(trimmed)} {
			if better != text && pattern.MatchString(better) {
				return fmt.Sprintf("did you mean %q?", shortened(better))
			}
		}
	}
	return ""
}

var (
	withUnit  = regexp.MustCompile(`(?i)^[0-9]+(\.[0-9]+)?\s*-?\s*(x|times|minutes?|h|hrs?|hours?|d|(calendar |business |working )?days?|weeks?|months?|years?|bits?|characters?)$`)
	isoDate   = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}`)
	notInWord = regexp.MustCompile(`[^a-z0-9]+`)
)

func patternOf(node map[string]any) string {
	pattern, _ := node["pattern"].(string)
	return pattern
}

// wordOf turns "In Progress" into in_progress, the form of the schemas' words.
func wordOf(text string) string {
	return strings.Trim(notInWord.ReplaceAllString(strings.ToLower(text), "_"), "_")
}

// slipOfWord finds the listed word that was meant.
func slipOfWord(words []string, text string) string {
	for _, w := range words {
		if strings.EqualFold(w, text) || w == wordOf(text) {
			return fmt.Sprintf("did you mean %q?", w)
		}
	}
	if near := source.Nearest(text, words); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if near := source.Nearest(wordOf(text), words); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}

// inList shows text as the entries of a YAML list: several words with commas
// between them are several entries.
func inList(text string) string {
	entries := strings.Split(text, ",")
	for i, entry := range entries {
		entries[i] = strings.TrimSpace(entry)
		if !plain(entries[i]) || looksLikeOther(entries[i]) {
			return fmt.Sprintf("%q", shortened(text))
		}
	}
	return strings.Join(entries, ", ")
}

// sameNumber returns the word that names the same number, so that 1.20 finds
// "1.2" and 1 finds "1.0".
func sameNumber(words []string, n json.Number) string {
	got, ok := new(big.Rat).SetString(string(n))
	for _, w := range words {
		if want, isNumber := new(big.Rat).SetString(w); ok && isNumber && want.Cmp(got) == 0 {
			return w
		}
	}
	return ""
}

var money = regexp.MustCompile(`(?i)^(?:usd|us\$|\$)?\s*([0-9]{1,15}|[0-9]{1,3}(?:[, _'][0-9]{3}){1,5})(\.[0-9]{1,6})?\s*(k|thousand|m|mm|million|bn|billion|%|percent)?\s*(?:usd|us\$|\$|dollars?)?$`)

var separators = strings.NewReplacer(",", "", " ", "", "_", "", "'", "")

// amount reads a number as people write amounts of money or shares: "$2M",
// "1,000,000", "2.5 million", "10%". It returns the number in plain digits, or ""
// when the text can be read in two ways ("2.000") or has a fraction that is not
// welcome.
func amount(text string, fraction bool) string {
	m := money.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	whole, decimals, unit := separators.Replace(m[1]), m[2], strings.ToLower(m[3])
	if len(decimals) == len(".000") && unit == "" {
		return ""
	}
	n, _ := new(big.Rat).SetString(whole + decimals)
	switch unit {
	case "k", "thousand":
		n.Mul(n, big.NewRat(1_000, 1))
	case "m", "mm", "million":
		n.Mul(n, big.NewRat(1_000_000, 1))
	case "bn", "billion":
		n.Mul(n, big.NewRat(1_000_000_000, 1))
	}
	switch {
	case n.IsInt():
		return n.Num().String()
	case fraction:
		return strings.TrimRight(n.FloatString(6), "0")
	}
	return ""
}

package requirements

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Label names the parameter where no group stands above it: "Smallest liability
// cap", and of one of several insurance policies "Cyber insurance, limit per claim".
func (p *Parameter) Label() string {
	_, policy, ok := strings.Cut(p.GroupTitle, ": ")
	if !ok {
		return p.Title
	}
	return policy + ", " + strings.ToLower(p.Title[:1]) + p.Title[1:]
}

// Say puts a value of the parameter into words: "at least 5,000,000 USD", "all of:
// ransomware, loss of site". Amounts are in currency.
func (p *Parameter) Say(value any, currency string) string {
	bound := map[Direction]string{Higher: "at least ", Lower: "at most "}[p.Direction]
	switch v := value.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case json.Number:
		return bound + p.quantity(v, currency)
	case string:
		if p.Direction == Ranked && len(p.Ranks) > 0 && v != p.Ranks[len(p.Ranks)-1] {
			return spaced(v) + " or better"
		}
		return spaced(v)
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, spaced(fmt.Sprint(item)))
		}
		if len(items) == 0 {
			return "none"
		}
		joined := strings.Join(items, ", ")
		switch {
		case len(items) > 1 && p.Direction == Longer:
			return "all of: " + joined
		case len(items) > 1 && p.Direction == Shorter:
			return "any of: " + joined
		}
		return joined
	case map[string]any:
		var items []string
		for _, class := range slices.Sorted(maps.Keys(v)) {
			of := spaced(fmt.Sprint(v[class]))
			if n, ok := v[class].(json.Number); ok {
				of = p.quantity(n, currency)
			}
			items = append(items, of+" for "+spaced(class))
		}
		if len(items) == 0 {
			return "none"
		}
		return bound + strings.Join(items, ", ")
	}
	return fmt.Sprint(value)
}

// units are the words in the name of a number that say its unit.
var units = []string{"hours", "days", "months", "percent"}

func (p *Parameter) quantity(n json.Number, currency string) string {
	number := grouped(n.String())
	if p.Money {
		return number + " " + currency
	}
	fields := strings.FieldsFunc(p.Name, func(r rune) bool { return r == '.' || r == '_' })
	for _, unit := range units {
		switch {
		case !slices.Contains(fields, unit):
		case unit == "percent":
			return number + " %"
		case number == "1":
			return number + " " + strings.TrimSuffix(unit, "s")
		default:
			return number + " " + unit
		}
	}
	return number
}

// grouped puts commas into a whole number.
func grouped(number string) string {
	if strings.ContainsAny(number, ".eE-") {
		return number
	}
	for i := len(number) - 3; i > 0; i -= 3 {
		number = number[:i] + "," + number[i:]
	}
	return number
}

// spaced shows a word of a document as people write it.
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

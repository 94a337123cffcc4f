package document

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// isNumber reports whether s is a number by the grammar of JSON.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, s := digits(s)
	if whole == "" || len(whole) > 1 && whole[0] == '0' {
		return false
	}
	if after, ok := strings.CutPrefix(s, "."); ok {
		var fraction string
		if fraction, s = digits(after); fraction == "" {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		var power string
		if power, s = digits(s); power == "" {
			return false
		}
	}
	return s == ""
}

// digits splits the decimal digits off the front of s.
func digits(s string) (front, rest string) {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return s[:n], s[n:]
}

// otherNumber matches what one YAML reader or another takes for a number and
// JSON does not know: signs, leading zeros, other bases, underscores, base 60,
// bare points, infinity. To read such a word as a text would be as much of a
// guess as to read it as a number.
var otherNumber = regexp.MustCompile(`^(?:` +
	`[-+]?(?:` +
	`0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+` +
	`|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]+)?` +
	`|\.[0-9][0-9_]*(?:[eE][-+]?[0-9_]+)?` +
	`|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?` +
	`|\.inf|\.Inf|\.INF|Infinity)` +
	`|\.nan|\.NaN|\.NAN|NaN)$`)

// canonical writes a number of JSON in its plain form, without a power of ten
// and without idle zeros, so that equal numbers look equal to everything after
// this package. A plain form longer than most stays as it was written.
func canonical(literal string, most int) json.Number {
	sign, rest := "", literal
	if after, ok := strings.CutPrefix(literal, "-"); ok {
		sign, rest = "-", after
	}
	whole, rest := digits(rest)
	if rest == "" && (whole != "0" || sign == "") {
		return json.Number(literal)
	}
	fraction := ""
	if after, ok := strings.CutPrefix(rest, "."); ok {
		fraction, rest = digits(after)
	}
	power := 0
	if rest != "" {
		var err error
		if power, err = strconv.Atoi(strings.TrimPrefix(rest[1:], "+")); err != nil {
			return json.Number(literal)
		}
	}

	figures := strings.TrimLeft(whole+fraction, "0")
	point := len(whole) + power - (len(whole+fraction) - len(figures)) // where the point stands in figures
	figures = strings.TrimRight(figures, "0")
	if figures == "" {
		return "0"
	}
	length := len(sign) + max(len(figures)+1, point, len(figures)-point+2)
	if length > most+1 { // before any zeros are made
		return json.Number(literal)
	}
	var plain string
	switch {
	case point <= 0:
		plain = sign + "0." + strings.Repeat("0", -point) + figures
	case point >= len(figures):
		plain = sign + figures + strings.Repeat("0", point-len(figures))
	default:
		plain = sign + figures[:point] + "." + figures[point:]
	}
	if len(plain) > most {
		return json.Number(literal)
	}
	return json.Number(plain)
}

// outOfRange says what is wrong with a number of JSON that is too long or too
// large; both are empty when nothing is.
func outOfRange(literal string, limits Limits) (message, hint string) {
	if len(literal) > limits.NumberChars {
		message = fmt.Sprintf("a number of %d characters is out of range", len(literal))
	} else if at := strings.IndexAny(literal, "eE"); at >= 0 {
		power, err := strconv.Atoi(strings.TrimPrefix(literal[at+1:], "+"))
		if err != nil || power > limits.Exponent || power < -limits.Exponent {
			message = "the number " + literal + " is out of range"
		}
	}
	if message != "" {
		hint = fmt.Sprintf("a number may have %d characters and a power of ten up to %d", limits.NumberChars, limits.Exponent)
	}
	return message, hint
}

package policy

import (
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// pure lists the builtins that policies may use: functions of their arguments
// that end soon. What is not on the list does not exist for a policy: network,
// clock, environment, randomness, cryptography, parsers of other languages, and
// arithmetic whose cost grows with a number rather than with the document.
var pure = []string{
	"abs", "all", "and", "any", "array.concat", "array.flatten", "array.reverse", "array.slice", "assign",
	"ceil", "concat", "contains", "count", "div", "endswith", "eq", "equal", "floor", "format_int",
	"glob.match", "gt", "gte", "indexof", "indexof_n", "internal.member_2", "internal.member_3",
	"internal.print", "internal.template_string", "internal.test_case", "intersection",
	"is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string",
	"json.filter", "json.remove", "lower", "lt", "lte", "max", "min", "minus", "mul", "neq",
	"object.filter", "object.get", "object.keys", "object.remove", "object.subset", "object.union", "object.union_n",
	"or", "plus", "print", "regex.is_valid", "regex.match", "regex.replace", "regex.split", "rem", "replace", "round",
	"semver.compare", "semver.is_valid", "sort", "split", "sprintf", "startswith",
	"strings.any_prefix_match", "strings.any_suffix_match", "strings.count", "strings.replace_n", "strings.reverse",
	"substring", "sum", "time.add_date", "time.date", "time.diff", "time.format", "time.parse_rfc3339_ns", "time.weekday",
	"to_number", "trim", "trim_left", "trim_prefix", "trim_right", "trim_space", "trim_suffix", "type_name",
	"union", "upper", "walk",
}

// Capabilities are what policies may use of Rego. A stock OPA can be held to
// the same with `opa check --capabilities`.
var Capabilities = sync.OnceValue(func() *ast.Capabilities {
	caps := ast.CapabilitiesForThisVersion()
	caps.Builtins = slices.DeleteFunc(slices.Clone(caps.Builtins), func(b *ast.Builtin) bool {
		return !slices.Contains(pure, b.Name)
	})
	caps.AllowNet = []string{}
	return caps
})

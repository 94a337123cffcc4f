# What the policy tests leave out, from the report of `opa test --coverage`.
package coverage

# Undefined, which fails the step, when the report covers nothing.
summary := sprintf("%d of %d lines in %d files", [covered, covered + missed, count(policies)]) if covered > 0

gaps := concat("\n", [sprintf("%s: no test reaches line %s", [path, concat(", ", unreached)]) |
	some path, file in policies
	unreached := [line | some [_, line] in sort(missing(file))]
	count(unreached) > 0
])

# Each line or run of lines once, by number.
missing(file) := {[range.start.row, lines(range.start.row, range.end.row)] | some range in file.not_covered}

lines(first, last) := sprintf("%d", [first]) if first == last

lines(first, last) := sprintf("%d-%d", [first, last]) if first != last

policies[path] := file if {
	some path, file in input.files
	not endswith(path, "_test.rego")
}

covered := sum([object.get(file, "covered_lines", 0) | some file in policies])

missed := sum([object.get(file, "not_covered_lines", 0) | some file in policies])

# What the policy tests leave out, from the report of `opa test --coverage`.
package coverage

# Undefined, which fails the step, when the report covers nothing.
summary := sprintf("%d of %d lines in %d files", [covered, covered + missed, count(policies)]) if covered > 0

gaps := concat("\n", sort([sprintf("%s:%d-%d is reached by no test", [path, range.start.row, range.end.row]) |
	some path, file in policies
	some range in file.not_covered
]))

policies[path] := file if {
	some path, file in input.files
	not endswith(path, "_test.rego")
}

covered := sum([object.get(file, "covered_lines", 0) | some file in policies])

missed := sum([object.get(file, "not_covered_lines", 0) | some file in policies])

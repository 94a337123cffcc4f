#!/usr/bin/env bash
# Compares vendorgate with conftest on one profile and the same policies: first
# that both find the same, then how long each takes as a whole process.
#
#   .ci/bench/conftest.sh VENDORGATE PROFILE ENGAGEMENT STOCK [RUNS]
#
# STOCK is a folder with what vendorgate adds to the policies for a stock OPA:
#
#   *.rego     the companion of the controls
#   data.json  catalogue, context, minimums and settings
#
# conftest is built from .ci/tools, at its pinned version; CONFTEST names another.
# conftest gets the engagement already merged into the profile, the data already
# computed and no YAML to read, which is to its advantage.
set -euo pipefail

if [[ $# -lt 4 || $# -gt 5 ]]; then
	sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
	exit 2
fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
repo="$(cd "$here/../.." && pwd)"
vendorgate="$1" profile="$2" engagement="$3" stock="$4" runs="${5:-21}"
conftest="${CONFTEST:-$("$repo/.ci/tool" conftest)}"
opa="$("$repo/.ci/tool" opa)"
as_of="$("$opa" eval --format raw --fail --data "$stock/data.json" data.context.as_of)"

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/policy" "$scratch/data"

# The policies, without their tests, and what vendorgate adds to them.
(cd "$repo/policies" && find . -name '*.rego' ! -name '*_test.rego' -print0 | tar -c --null -T -) |
	tar -x -C "$scratch/policy"
cp "$stock"/*.rego "$scratch/policy/"
cp "$stock/data.json" "$scratch/data/"

# What conftest asks for: one message for every control that a vendor or a
# member has to do something about.
cat >"$scratch/policy/main.rego" <<'REGO'
package main

deny contains message if {
	some id, status in data.vendorgate.outcome.statuses
	status in {"fail", "unanswered", "error"}
	message := sprintf("%s %s", [id, status])
}
REGO

# One document, as the policies read it: the engagement in its place in the
# profile, and no nulls.
cat >"$scratch/merge.rego" <<'REGO'
package merge

document := json.remove(whole, [path | walk(whole, [path, null])])

whole := object.union(data.profile, {"engagement": data.engagement})
REGO
"$opa" eval --format raw --fail --data "$scratch/merge.rego" --data "profile:$profile" --data "engagement:$engagement" \
	data.merge.document >"$scratch/input.json"

ours=("$vendorgate" check --as-of "$as_of" --engagement "$engagement" "$profile")
theirs=("$conftest" test --no-color --policy "$scratch/policy" --data "$scratch/data" "$scratch/input.json")

# verdict FILE COMMAND... keeps what a command reports. It exits with 0 or 1, and
# with 1 conftest also says that it could decide nothing: then there is no report.
verdict() {
	local report="$1" code=0
	shift
	"$@" --output json >"$report" || code=$?
	[[ $code -le 1 && -s "$report" ]] || {
		echo "no verdict (exit code $code): $*" >&2
		return 1
	}
}
verdict "$scratch/ours.json" "${ours[@]}"
verdict "$scratch/theirs.json" "${theirs[@]}"

cat >"$scratch/compare.rego" <<'REGO'
package compare

ours contains sprintf("%s %s", [finding.control, finding.status]) if {
	some decision in data.ours.decisions
	some finding in decision.findings
	finding.status in {"fail", "unanswered", "error"}
}

theirs contains failure.msg if {
	some result in data.theirs
	some failure in result.failures
}

difference := {"vendorgate alone": ours - theirs, "conftest alone": theirs - ours}
REGO
compare() {
	"$opa" eval --format "$1" --fail --data "$scratch/compare.rego" \
		--data "ours:$scratch/ours.json" --data "theirs:$scratch/theirs.json" "$2"
}
if [[ "$(compare raw 'data.compare.ours == data.compare.theirs')" != true ]]; then
	echo "the two find different things, so their times do not compare:" >&2
	compare pretty data.compare.difference >&2
	exit 1
fi
echo "both find the same $(compare raw 'count(data.compare.ours)') controls that did not pass"

quoted() {
	local words
	printf -v words '%q ' "$@"
	echo "${words% }"
}
"$here/pair.sh" "$(quoted "${ours[@]}")" "$(quoted "${theirs[@]}")" "$runs"

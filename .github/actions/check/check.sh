#!/usr/bin/env bash
# Checks, writes the reports, and tells the steps that follow how it went. It
# fails only when it could not do that; verdict.sh fails for the vendors.
#
# It reads GATE_PATHS, GATE_CHANGED_ONLY, GATE_SINCE, GATE_BASE, GATE_CONFIG,
# GATE_REQUIREMENTS, GATE_WAIVERS, GATE_POLICIES, GATE_FAIL_ON and GATE_AS_OF. All
# but the first may be empty. None begins with VENDORGATE_, which are settings of the
# program's own.
set -euo pipefail

reports="$RUNNER_TEMP/vendorgate/reports"
rm -rf -- "$reports"
mkdir -p "$reports"

args=(check --quiet -o github -o "json=$reports/report.json" -o "sarif=$reports/report.sarif" -o "markdown=$reports/comment.md")

# flag NAME VALUE gives a flag, unless its value is empty. In one word, a value
# that begins with a dash is no flag.
flag() {
	if [[ -n "$2" ]]; then
		args+=("--$1=$2")
	fi
}

# lines TEXT prints the lines of an input that are not blank.
lines() {
	local line
	while IFS= read -r line || [[ -n "$line" ]]; do
		line="${line%$'\r'}"
		if [[ -n "${line//[[:space:]]/}" ]]; then
			printf '%s\n' "$line"
		fi
	done <<<"$1"
}

# quoted prints text as the value of a workflow command.
quoted() {
	local text="${1//'%'/%25}"
	text="${text//$'\r'/%0D}"
	printf '%s' "${text//$'\n'/%0A}"
}

# finish CODE tells how it went.
finish() {
	local name
	cat "$reports/comment.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
	{
		echo "exit-code=$1"
		echo "checked=$checked"
		echo "markdown=$reports/comment.md"
		for name in json sarif; do
			if [[ -f "$reports/report.$name" ]]; then
				echo "$name=$reports/report.$name"
			fi
		done
	} >>"$GITHUB_OUTPUT"
	exit 0
}

# undecided CODE FILE makes a comment of what the program said in place of a
# report.
undecided() {
	{
		printf '## vendorgate\n\nNothing was decided (exit code %s), so nobody is approved.\n\n<pre>\n' "$1"
		# A comment takes 65,536 characters.
		head -n 40 "$2" | cut -c -500 | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
		printf '</pre>\n'
	} >"$reports/comment.md"
}

checked=0

# There the checkout is what the pull request goes into, and no change of it.
if [[ "${GITHUB_EVENT_NAME:-}" == pull_request_target ]]; then
	echo 'pull_request_target checks out the branch that the pull request goes into: run on pull_request' >"$reports/said"
	echo "::error title=vendorgate::$(quoted "$(cat "$reports/said")")"
	undecided 2 "$reports/said"
	finish 2
fi

since="$GATE_SINCE"
if [[ -z "$since" && "$GATE_CHANGED_ONLY" == true ]]; then
	since="$GATE_BASE"
fi
flag since "$since"
flag config "$GATE_CONFIG"
flag requirements "$GATE_REQUIREMENTS"
flag waivers "$GATE_WAIVERS"
flag fail-on "$GATE_FAIL_ON"
flag as-of "$GATE_AS_OF"
while IFS= read -r line; do
	flag policy "$line"
done < <(lines "$GATE_POLICIES")
args+=(--)
while IFS= read -r line; do
	args+=("$line")
done < <(lines "$GATE_PATHS")

code=0
vendorgate "${args[@]}" 2>"$reports/said" || code=$?

if [[ -s "$reports/said" ]]; then
	# Whatever a file is called, it commands nothing.
	token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
	printf '::stop-commands::%s\n' "$token"
	cat "$reports/said"
	printf '\n::%s::\n' "$token"
fi
if [[ -f "$reports/report.json" ]]; then
	checked="$(vendorgate report -o ndjson "$reports/report.json" 2>>"$reports/said" | grep -c '^{"decision"')" || true
fi
if [[ ! -f "$reports/comment.md" ]]; then
	echo "::error title=vendorgate::$(quoted "nothing was decided (exit code $code): $(head -n 1 "$reports/said")")"
	undecided "$code" "$reports/said"
fi
finish "$code"

#!/usr/bin/env bash
# Posts the report on the pull request, or puts it in the place of the one that
# an earlier run of this job posted. A comment that cannot be posted, as on a
# pull request from a fork, is a warning: it decides nothing.
#
# It reads GATE_PULL_REQUEST, GATE_AUTHOR, GATE_MARKDOWN, GATE_EXIT_CODE,
# GATE_CHECKED, and GH_TOKEN for gh.
set -euo pipefail

# warn TEXT says why there is no comment, and ends.
warn() {
	local text="${1//'%'/%25}"
	text="${text//$'\r'/%0D}"
	echo "::warning title=vendorgate::${text//$'\n'/%0A}"
	exit 0
}

if [[ ! "$GATE_PULL_REQUEST" =~ ^[0-9]+$ ]]; then
	warn 'no comment: the pull request has no number'
fi
if [[ ! "$GATE_AUTHOR" =~ ^[A-Za-z0-9-]+(\[bot\])?$ ]]; then
	warn 'no comment: comment-author is no login'
fi
if ! command -v gh >/dev/null; then
	warn 'no comment: gh is not installed on this runner'
fi

# Nothing of a report can look like this: it has no markup of others.
mark="$(printf '%s %s' "${GITHUB_WORKFLOW:-}" "${GITHUB_JOB:-}" | tr -cs 'A-Za-z0-9' -)"
mark="<!-- vendorgate:$mark -->"
comments="repos/$GITHUB_REPOSITORY/issues"
failed="$(mktemp)"
trap 'rm -f "$failed"' EXIT

found="$(gh api --paginate "$comments/$GATE_PULL_REQUEST/comments?per_page=100" \
	--jq ".[] | select(.user.login == \"$GATE_AUTHOR\" and (.body | startswith(\"$mark\"))) | .id" 2>"$failed")" ||
	warn "no comment: $(head -n 3 "$failed")"
id="${found%%$'\n'*}"
if [[ -z "$id" && "$GATE_EXIT_CODE" == 0 && "$GATE_CHECKED" == 0 ]]; then
	exit 0 # nothing changed, and nothing was said before
fi

body="$(dirname "$GATE_MARKDOWN")/body.md"
{
	echo "$mark"
	cat "$GATE_MARKDOWN"
} >"$body"
if [[ "$id" =~ ^[0-9]+$ ]]; then
	gh api --method PATCH "$comments/comments/$id" -F "body=@$body" --silent 2>"$failed" || warn "no comment: $(head -n 3 "$failed")"
else
	gh api --method POST "$comments/$GATE_PULL_REQUEST/comments" -F "body=@$body" --silent 2>"$failed" || warn "no comment: $(head -n 3 "$failed")"
fi

#!/usr/bin/env bash
# Compares an OPA server that has the bundle with a batch of vendorgate: processor
# time and memory for the same decisions, and that they are the same.
#
#   .ci/bench/fleet.sh VENDORGATE [DECISIONS]
#
# Processor time counts user and system together, of the server or of the process;
# what curl takes to ask is not in it. It says more than the time on the wall where
# a machine has other work, but take the least of several runs all the same.
# Needs Linux, for /proc.
set -euo pipefail
export LC_ALL=C

if [[ $# -lt 1 || $# -gt 2 || ! "${2:-2000}" =~ ^[1-9][0-9]*$ ]]; then
	sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
	exit 2
fi
repo="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
vendorgate="$(realpath "$1")" decisions="${2:-2000}"
opa="$("$repo/.ci/tool" opa)"
day=2026-11-23

scratch="$(mktemp -d)"
server=''
finish() {
	[[ -z "$server" ]] || kill "$server" 2>/dev/null || true
	rm -rf "$scratch"
}
trap finish EXIT
cd "$scratch"

# The same examples over and over, each with the day.
for example in common-paper copier-repair in-breach in-order managed-service pre-award questionnaire; do
	"$vendorgate" policy input "$repo/testdata/examples/$example"
done >some.ndjson
while (($(cat lines 2>/dev/null | wc -l) < decisions)); do cat some.ndjson >>lines; done
head -n "$decisions" lines >batch.ndjson

# spent PID prints the processor time of a process in milliseconds, and peak PID
# the most memory it had, in MB.
spent() {
	local stat
	stat="$(<"/proc/$1/stat")"
	set -- ${stat##*) }
	echo $(((${12} + ${13}) * 1000 / $(getconf CLK_TCK)))
}
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$1/status"; }

row() { printf '%-28s %8s ms each %8s a second and core %6s MB at its peak\n' "$1" "$2" "$3" "$4"; }
each() { awk -v t="$1" -v n="$2" 'BEGIN { printf "%.2f", t / n }'; }
rate() { awk -v t="$1" -v n="$2" 'BEGIN { printf "%.0f", n * 1000 / t }'; }

# vendorgate, all decisions in one process; its start is in the figure. What it
# spent is asked for as long as it lives.
"$vendorgate" check --quiet --as-of "$day" -o ndjson=ours.ndjson - <batch.ndjson 2>said &
batch=$!
took=0 most=0
while kill -0 "$batch" 2>/dev/null && [[ -r "/proc/$batch/status" ]]; do
	now="$(spent "$batch" 2>/dev/null)" && took="$now" || true
	now="$(peak "$batch" 2>/dev/null)" && most="${now:-$most}" || true
	sleep 0.02
done
wait "$batch" || [[ $? -eq 1 ]]
row 'vendorgate check' "$(each "$took" "$decisions")" "$(rate "$took" "$decisions")" "$most"

# A server of OPA, asked over connections that stay open.
"$vendorgate" policy build -o bundle.tar.gz >built
"$opa" run --server --addr 127.0.0.1:0 --addr unix://"$scratch/socket" --log-level error --bundle bundle.tar.gz >server.log 2>&1 &
server=$!
for ((i = 0; ; i++)); do
	curl -sf --unix-socket socket http://opa/health >ready && break
	((i < 600)) || { cat server.log >&2; exit 1; }
	sleep 0.1
done
mkdir questions answers
(cd questions && sed "s/}\$/,\"as_of\":\"$day\"}}/; s/^/{\"input\":/" ../batch.ndjson | split -l 1 -a 6 - '')
# ask FIRST LAST puts a range of the questions, one after the other.
ask() {
	(cd questions && ls) | awk -v first="$1" -v last="$2" 'NR >= first && NR <= last {
		if (n++) print "next"
		printf "unix-socket = \"socket\"\nurl = \"http://opa/v1/data/vendorgate/decision\"\n"
		printf "data-binary = \"@questions/%s\"\noutput = \"answers/%s\"\n", $1, $1
	}' >asked
	curl -sS -K asked
}
# The first decisions are dearer, while memory and caches fill.
ask 1 20
before="$(spent "$server")"
ask 1 "$decisions"
row 'opa run --server' "$(each $(($(spent "$server") - before)) "$decisions")" "$(rate $(($(spent "$server") - before)) "$decisions")" "$(peak "$server")"

# The same verdicts, in the same order.
grep -o '"verdict":"[a-z]*"' ours.ndjson >ours
for name in answers/*; do grep -o '"verdict":"[a-z]*"' "$name"; done >theirs
cmp ours theirs
printf '%d decisions, the same by both: ' "$(wc -l <ours)"
sort ours | uniq -c | tr -s ' \n' ' '
echo

#!/usr/bin/env bash
# Times two commands as whole processes, in turn, and prints what the first takes
# of the second's time.
#
#   .ci/bench/pair.sh 'vendorgate check acme.yaml' 'conftest test acme.yaml' 21
#
# Each command is one string, split as a shell splits words but run without a
# shell. Their output is thrown away and their exit codes are printed: commands
# that reject what they are given exit with 1, and that is no failure here.
# Quote medians and the ratio; single times tell of the machine's mood.
set -euo pipefail
export LC_ALL=C # EPOCHREALTIME with a point, whatever the locale

if [[ $# -lt 2 || $# -gt 3 || ! "${3:-21}" =~ ^[1-9][0-9]*$ ]]; then
	echo "usage: .ci/bench/pair.sh A_COMMAND B_COMMAND [RUNS]" >&2
	exit 2
fi
if [[ -z "${EPOCHREALTIME:-}" ]]; then
	echo "pair.sh needs bash 5 or newer, for its clock" >&2
	exit 2
fi
a=() b=()
eval "a=($1)"
eval "b=($2)"
runs="${3:-21}"

# timed COMMAND... sets took, in microseconds, and code.
timed() {
	local began=$EPOCHREALTIME ended
	code=0
	"$@" </dev/null >/dev/null 2>&1 || code=$?
	ended=$EPOCHREALTIME
	took=$((${ended/./} - ${began/./}))
}

# median NUMBER... is the middle one, or the mean of the middle two.
median() {
	printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

row() {
	local name="$1" codes="$2"
	shift 2
	printf '%s\n' "$@" | sort -n | awk -v name="$name" -v codes="$codes" '
		{ v[NR] = $1 / 1000 }
		END {
			printf "%s  median %8.2f ms   min %8.2f   max %8.2f   exit code %s\n",
				name, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[1], v[NR], codes
		}'
}

a_times=() b_times=() ratios=()
a_codes=() b_codes=()
one() {
	case $1 in
	a)
		timed "${a[@]}"
		a_took=$took a_code=$code
		;;
	b)
		timed "${b[@]}"
		b_took=$took b_code=$code
		;;
	esac
	if [[ $code -ge 126 ]]; then
		echo "cannot run: $([[ $1 == a ]] && echo "${a[0]}" || echo "${b[0]}")" >&2
		exit 1
	fi
}

# The first round fills the caches and is not counted. Who goes first changes
# from round to round, so that neither always finds the other's warm processor.
for ((i = 0; i <= runs; i++)); do
	if ((i % 2)); then
		one a
		one b
	else
		one b
		one a
	fi
	((i > 0)) || continue
	a_times+=("$a_took")
	b_times+=("$b_took")
	a_codes+=("$a_code")
	b_codes+=("$b_code")
	ratios+=("$(awk -v a="$a_took" -v b="$b_took" 'BEGIN { printf "%.4f", a / b }')")
done

distinct() { printf '%s\n' "$@" | sort -un | paste -sd, -; }

echo "A: $1"
echo "B: $2"
echo "$runs runs of each, in turn, after one that is not counted"
row A "$(distinct "${a_codes[@]}")" "${a_times[@]}"
row B "$(distinct "${b_codes[@]}")" "${b_times[@]}"
printf 'A/B  %.3f (median of the ratios of the pairs)\n' "$(median "${ratios[@]}")"

#!/usr/bin/env bash
# Ends with the exit code of the check, GATE_EXIT_CODE. Without one, the check
# did not come so far, which is trouble and no approval.
set -euo pipefail

code="${GATE_EXIT_CODE:-}"
case "$code" in
0) ;;
1) echo 'vendorgate: a vendor is rejected; the annotations, the summary and the comment say why' ;;
[2-6] | 130 | 143) echo "vendorgate: exit code $code; the summary says why" ;;
*)
	echo 'vendorgate: the check did not come to an end'
	code=2
	;;
esac
exit "$code"

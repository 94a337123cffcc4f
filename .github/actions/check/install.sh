#!/usr/bin/env bash
# Builds vendorgate from the commit of this action, so that whoever pins the
# action pins the program, and puts it into PATH for the steps that follow.
set -euo pipefail

folder="$RUNNER_TEMP/vendorgate/bin"
mkdir -p "$folder"
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
GOFLAGS=-mod=readonly GOWORK=off go build -trimpath -buildvcs=false -o "$folder/vendorgate$(go env GOEXE)" ./cmd/vendorgate
echo "$folder" >>"$GITHUB_PATH"

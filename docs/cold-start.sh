#!/usr/bin/env bash
# Measures a cold start: from starting ./hachi run samples/counter to its first answered call.
# Usage: docs/cold-start.sh [RUNS]; HACHI is the launcher (default: the checkout's).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly RUNS=${1:-9}
readonly HACHI=${HACHI:-./hachi}
readonly TRIES=2000 # of 5 ms and a curl each

main() {
  local figures=() run
  start_once >/dev/null # builds and records what is missing
  for ((run = 0; run < RUNS; run++)); do
    figures+=("$(start_once)")
  done
  printf '%s\n' "${figures[@]}" | sort -n | awk '
    { wall[NR] = $1; cpu += $2; line = line " " $1 }
    END { printf "ms:%s\nmedian %d ms; mean CPU %d ms; ", line, wall[int((NR + 1) / 2)], cpu / NR }'
  echo "load $(cut -d' ' -f1 /proc/loadavg)"
}

start_once() { # prints milliseconds to the first answer, and of CPU until then
  local port=$((15000 + RANDOM % 5000)) begin=${EPOCHREALTIME/./} end pid ticks try
  "$HACHI" run samples/counter --port "$port" --metrics-port "$((port + 5000))" >&2 2>/dev/null &
  pid=$!
  for ((try = 0; try < TRIES; try++)); do
    [ "$(curl -s -d 5 "localhost:$port/alice/add")" != 5 ] || break
    sleep 0.005
  done
  end=${EPOCHREALTIME/./}
  [ "$try" -lt "$TRIES" ] || { echo "no answer on port $port" >&2 && exit 1; }
  ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
  kill "$pid"
  wait "$pid" || true
  echo "$(((end - begin) / 1000)) $((ticks * 1000 / $(getconf CLK_TCK)))"
}

main

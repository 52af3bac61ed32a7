#!/usr/bin/env bash
# The steps of ./test, in order. With --long, the proofs run too that take too long for each change. The last line adds up all test projects; the exit code is 0 only when tests ran, none failed
# and no project crashed.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Two projects run at once, the longest first; those that are not named here follow in the order of their names.
long=
case "${1:-}" in
  '') ;;
  --long) long=yes ;;
  *) echo "unknown argument $1; the only one is --long" >&2; exit 2 ;;
esac
longest_first=(DelningsNav.Browser DelningsNav.Hub.Tests DelningsNav.Web.Tests DelningsNav.Cedar.Tests)
at_once=2

# The files of the tests are in memory where there is room for them: nothing of them is needed after the run, and on a disk a third of the tests' time is spent waiting for it.
in_memory=
if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] && [ "$(df --output=avail -B1G /dev/shm | tail -1)" -ge 14 ]; then
  in_memory=$(mktemp -d -p /dev/shm delningsnav-test-XXXXXX)
  chmod 1777 "$in_memory" # as /tmp: PostgreSQL runs as another user
  export TMPDIR=$in_memory
fi
results=$(mktemp -d)
# One compiler for all projects, for this run only: each project would otherwise start a compiler with all analyzers anew.
compiler=delningsnav-$$
# Each project is a group of processes, so that an interrupted run leaves none of them behind.
set -m
end_compiler() {
  local base
  base=$(dotnet --info | sed -n 's/^ *Base Path: *//p')
  "${base}Roslyn/bincore/VBCSCompiler" -shutdown "-pipename:$compiler" >/dev/null 2>&1 || true
}
end() {
  end_compiler
  for job in $(jobs -rp); do kill -- "-$job" 2>/dev/null || true; done
  rm -rf "$results" ${in_memory:+"$in_memory"}
}
trap end EXIT
trap 'exit 130' INT TERM

times=
step_name=
step() { # the step before is over; its time is for the table
  if [ -n "$step_name" ]; then times+=$(printf '%-32s %5d s' "$step_name" $((SECONDS - step_began)))$'\n'; fi
  step_name=$1 step_began=$SECONDS
  if [ -n "$1" ]; then printf '\n== %s\n' "$1"; fi
}

needs_packages() {
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
  command -v chromium >/dev/null 2>&1 || echo chromium
  command -v node >/dev/null 2>&1 || echo nodejs
  command -v npm >/dev/null 2>&1 || echo npm
}

projects() { # the names of the test projects, in the order in which they start
  local name
  { printf '%s\n' "${longest_first[@]}"
    for file in tests/*/*.csproj; do basename "$file" .csproj; done
  } | grep -vx DelningsNav.Benchmarks | awk '!seen[$0]++' | while read -r name; do
    if [ -f "tests/$name/$name.csproj" ]; then echo "$name"; fi
  done
}

run_project() { # what it says is printed in one piece when it ends, so that two projects do not mix
  local name=$1 began=$SECONDS code=0
  local which=()
  # One explicit test is the process that another test kills.
  if [ -n "$long" ]; then which=(-explicit on -method- '*waits_to_be_killed*'); fi
  dotnet "artifacts/bin/$name/release/$name.dll" -xml "$results/$name.xml" -noColor "${which[@]}" >"$results/$name.log" 2>&1 || code=$?
  echo "$code $((SECONDS - began))" >"$results/$name.ended"
  { flock 9; printf '\n-- %s\n' "$name"; cat "$results/$name.log"; } 9>"$results/printing"
}

sum() { # an attribute of the results of all projects, or of one
  cat "$results"/${2:-*}.xml 2>/dev/null | grep -o "<assembly [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' |
    awk '{ n += $1 } END { print n + 0 }'
}

step 'What the tests need'
packages=$(needs_packages)
if [ -n "$packages" ]; then
  if [ "$(id -u)" -eq 0 ]; then as_root=(); else as_root=(sudo); fi
  "${as_root[@]}" apt-get update -qq
  # shellcheck disable=SC2086 # one word each
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq $packages >/dev/null
fi
# The official Cedar build, which tests compare with, is an npm package.
peers=tests/interop
if [ ! "$peers/node_modules/.package-lock.json" -nt "$peers/package-lock.json" ]; then
  npm ci --prefix "$peers" --no-audit --no-fund --loglevel=error >/dev/null
fi
echo 'PostgreSQL, Chromium and the node peers are here.'

step 'Restore'
dotnet restore DelningsNav.sln --locked-mode

step 'Format'
# Whitespace only: the build checks the code style itself, as warnings that are errors. Read as files, which needs no loaded solution.
dotnet format whitespace . --folder --verify-no-changes --exclude artifacts tests/interop/node_modules

step 'Build'
dotnet build DelningsNav.sln --configuration Release --no-restore --nologo \
  -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler"
dotnet pack src/DelningsNav.Cedar --configuration Release --no-build --nologo
end_compiler

step 'Bill of materials'
eng/sbom.sh --check

step 'Tests'
echo "$at_once projects at once; each is printed when it ends."
for name in $(projects); do
  while [ "$(jobs -rp | wc -l)" -ge "$at_once" ]; do wait -n || true; done
  run_project "$name" &
done
wait

step ''
ended=
for name in $(projects); do
  # A project's own failure is told below; the others run all the same.
  read -r code seconds <"$results/$name.ended"
  if [ "$code" -ne 0 ]; then ended+="$name ended with exit code $code"$'\n'; fi
  times+=$(printf '  %-30s %5d s %6d tests' "$name" "$seconds" "$(sum total "$name")")$'\n'
done
printf '\n== Times\n%s%-32s %5d s\n\n' "$times" 'In all' "$SECONDS"

passed=$(sum passed); broken=$(( $(sum failed) + $(sum errors) )); skipped=$(sum skipped)
# Last, where nobody has to look for it.
cat "$results"/*.xml | grep -o '<test [^>]*result="Fail"[^>]*>' | grep -o ' name="[^"]*"' | sed 's/^ name=/failed: /' || true
printf '%s' "$ended"
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$broken" "$skipped"
[ -z "$ended" ] && [ "$broken" -eq 0 ] && [ "$passed" -gt 0 ]

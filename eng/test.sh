#!/usr/bin/env bash
# The steps of ./test, in order. The last line adds up all test projects; the exit code is 0 only when tests ran and none failed.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

step() { printf '\n== %s\n' "$1"; }

needs_packages() {
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
  command -v chromium >/dev/null 2>&1 || echo chromium
  command -v node >/dev/null 2>&1 || echo nodejs
  command -v npm >/dev/null 2>&1 || echo npm
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
# Whitespace only: the build holds the code style itself, as warnings that are errors.
dotnet format whitespace DelningsNav.sln --no-restore --verify-no-changes

step 'Build'
dotnet build DelningsNav.sln --configuration Release --no-restore --nologo
dotnet pack src/DelningsNav.Cedar --configuration Release --no-build --nologo

step 'Tests'
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
ended=
for project in tests/*/; do
  name=$(basename "$project")
  [ "$name" = DelningsNav.Benchmarks ] && continue
  [ -f "$project/$name.csproj" ] || continue
  echo "-- $name"
  # A project's own failure is told below; the others run all the same.
  dotnet "artifacts/bin/$name/release/$name.dll" -xml "$results/$name.xml" -noColor || { ended="$ended$name ended with exit code $?"$'\n'; }
done

sum() { cat "$results"/*.xml | grep -o "<assembly [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed); broken=$(( $(sum failed) + $(sum errors) )); skipped=$(sum skipped)
# Last, where nobody has to look for it.
cat "$results"/*.xml | grep -o '<test [^>]*result="Fail"[^>]*>' | grep -o ' name="[^"]*"' | sed 's/^ name=/failed: /' || true
printf '%s' "$ended"
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$broken" "$skipped"
[ -z "$ended" ] && [ "$broken" -eq 0 ] && [ "$passed" -gt 0 ]

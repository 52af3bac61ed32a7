#!/usr/bin/env bash
# Asks the package sources for known vulnerabilities of every package, also of tests. Exit code: 0 none is known, 1 some are,
# 2 a source could not answer, so that nothing was checked.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A source without data about vulnerabilities says "none" about everything. So it is first asked about a package that is known to be
# vulnerable (GHSA-5crp-9r3c-p9vr).
canary=$(mktemp -d)
trap 'rm -rf "$canary"' EXIT
cp NuGet.config "$canary/"
cat >"$canary/canary.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
PROJECT
cannot() { echo "nothing was checked: $1" >&2; exit 2; }
dotnet restore "$canary/canary.csproj" >/dev/null || cannot 'the package source does not answer'
asked=$(dotnet list "$canary/canary.csproj" package --vulnerable) || cannot 'the package source does not answer'
grep -q 'GHSA-5crp-9r3c-p9vr' <<<"$asked" || cannot 'the package source has no data about vulnerabilities'

found=$(dotnet list DelningsNav.sln package --vulnerable --include-transitive) || cannot 'the solution must be restored first'
code=0
if grep -q 'has the following vulnerable packages' <<<"$found"; then
  printf '%s\n' "$found"
  code=1
fi
npm audit --prefix tests/interop --package-lock-only || code=1
exit "$code"

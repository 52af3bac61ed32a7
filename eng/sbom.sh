#!/usr/bin/env bash
# Writes a bill of materials (CycloneDX 1.6, JSON) for each program that is shipped, to artifacts/sbom/, and the licences of what they
# contain, to THIRD-PARTY-LICENCES.md. With --check, the list is compared and not written. The packages must have been restored.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# The version of a bill is the commit that it describes; outside a clone it is unknown.
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
dotnet tool restore >/dev/null
rm -rf artifacts/sbom
for program in DelningsNav.Web DelningsNav.Cli; do
  # The tool also prints every project that it reads; that is shown only when it fails.
  said=$(dotnet tool run dotnet-CycloneDX "src/$program/$program.csproj" --recursive --include-project-references \
    --disable-package-restore --output-format Json --spec-version 1.6 --set-name "$program" --set-version "0.0.0+$commit" \
    --output artifacts/sbom --filename "$program.cdx.json" 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
done
node eng/licences.mjs "$@" artifacts/sbom/*.cdx.json

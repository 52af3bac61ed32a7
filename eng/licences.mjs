// Checks bills of materials against the lock files, and lists the licences of what the programs contain. Called by eng/sbom.sh.
// Every package of a bill must be pinned by a lock file, and have a hash and a licence that is allowed here. The hash in a bill is that of
// the package file with its signature. It differs from the hash of a lock file, which is of the content and which the restore checks.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const list = 'THIRD-PARTY-LICENCES.md';
const check = process.argv[2] === '--check';
const bills = process.argv.slice(check ? 3 : 2).map((file) => JSON.parse(readFileSync(file, 'utf8')));

// Licences that may be combined with and shipped under the Apache License 2.0. A new one is a decision: read it, then add it here.
const allowed = new Set(['MIT', 'Apache-2.0', 'PostgreSQL', 'BSD-2-Clause', 'BSD-3-Clause', 'blessing']);
// Packages whose own description names no licence by its SPDX name, and where the licence was read.
const read = { 'SourceGear.sqlite3': { licence: 'blessing', where: 'LICENSE.txt of the package: SQLite is in the public domain' } };

const pinned = new Set();
for (const project of readdirSync('src')) {
  const lock = JSON.parse(readFileSync(`src/${project}/packages.lock.json`, 'utf8'));
  for (const framework of Object.values(lock.dependencies)) {
    for (const [name, { resolved, contentHash }] of Object.entries(framework)) {
      if (contentHash) pinned.add(`${name}@${resolved}`.toLowerCase());
    }
  }
}

const faults = [];
const rows = new Map();
for (const bill of bills) {
  if (bill.bomFormat !== 'CycloneDX' || bill.specVersion !== '1.6') faults.push('a bill is not CycloneDX 1.6');
  for (const part of bill.components) {
    // Projects of this repository are parts too, and analyzers help the compiler only.
    if (part.name.startsWith('DelningsNav.') || part.scope === 'excluded') continue;
    const name = `${part.name}@${part.version}`;
    if (!pinned.has(name.toLowerCase())) faults.push(`${name}: no lock file pins this version`);
    if (!part.hashes?.some(({ alg }) => alg === 'SHA-512')) faults.push(`${name}: the bill has no SHA-512 hash`);
    const named = part.licenses?.map(({ license, expression }) => expression ?? license.id).filter(Boolean) ?? [];
    const licence = read[part.name]?.licence ?? named.join(' AND ');
    if (!allowed.has(licence)) faults.push(`${name}: the licence \`${licence}\` is not among those that are allowed in eng/licences.mjs`);
    const from = (part.externalReferences ?? []).find(({ type }) => type === 'website')?.url ?? '';
    rows.set(name, `| ${part.name} | ${part.version} | ${licence} | ${(part.copyright ?? '').replace(/\s+/g, ' ').trim()} | ${from} |`);
  }
}
if (rows.size === 0) faults.push('the bills contain no package');
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

const text = `${readFileSync('eng/licences-head.md', 'utf8')}${[...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row).join('\n')}

${readFileSync('eng/licences-texts.md', 'utf8')}`;
if (!check) {
  writeFileSync(list, text);
} else if (readFileSync(list, 'utf8') !== text) {
  console.error(`${list} is not current: run eng/sbom.sh and commit what it writes`);
  process.exit(1);
}
console.log(`${bills.length} bills of materials in artifacts/sbom, ${rows.size} packages, each pinned, with a hash and a licence.`);

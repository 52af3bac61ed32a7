// How fast the official Cedar build decides, asked by the benchmarks over stdin and stdout, one JSON value a line.
// The first line holds the policies by id and named lists of calls; the answer says what each call came to. Every further line
// names a list and a time in milliseconds; the answer says how many decisions were made in how long.
import { createInterface } from "node:readline";
import cedar from "@cedar-policy/cedar-wasm/nodejs";

const answer = value => process.stdout.write(`${JSON.stringify(value)}\n`);

const succeeded = result => {
  if (result.type !== "success") {
    throw new Error(JSON.stringify(result));
  }
  return result;
};

let lists;

function prepare({ policies, calls }) {
  succeeded(cedar.preparsePolicySet("policies", { staticPolicies: policies }));
  const whole = call => ({ ...call, preparsedPolicySetId: "policies", validateRequest: false });
  lists = Object.fromEntries(Object.entries(calls).map(([name, list]) => [name, list.map(whole)]));
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map(outcome)]));
}

function outcome(call) {
  const { decision, diagnostics } = succeeded(cedar.statefulIsAuthorized(call)).response;
  return { decision, reasons: diagnostics.reason.sort(), errors: diagnostics.errors.map(e => e.policyId).sort() };
}

function run({ list, milliseconds }) {
  const calls = lists[list];
  const start = process.hrtime.bigint();
  const end = start + BigInt(milliseconds) * 1_000_000n;
  let count = 0;
  let now;
  do {
    for (const call of calls) {
      cedar.statefulIsAuthorized(call);
    }
    count += calls.length;
    now = process.hrtime.bigint();
  } while (now < end);
  return { count, seconds: Number(now - start) / 1e9 };
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  answer(lists ? run(asked) : prepare(asked));
}

// Calls the official Cedar build for tests, over standard input and output: a line for each call, a line for each answer.
// A call is the function's name and its arguments, each as JSON, with tabs between; an answer is JSON.
//
// The official build speaks JSON through JSON.stringify and JSON.parse, which would round the large numbers that Cedar has.
// Here both hand the text through as it is.
import { createInterface } from "node:readline";

const { parse, stringify } = JSON;
JSON.stringify = (value) => (value instanceof Json ? value.text : stringify(value));
JSON.parse = (text) => text;

class Json {
  constructor(text) {
    this.text = text;
  }
}

const { default: cedar } = await import("@cedar-policy/cedar-wasm/nodejs");

// The first argument of these is a plain string; all others are JSON.
const named = new Set(["policySetTextToParts", "preparsePolicySet", "preparseSchema"]);

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const [name, ...rest] = line.split("\t");
  const values = rest.map((text, i) => (i === 0 && named.has(name) ? parse(text) : new Json(text)));
  let answer;
  try {
    answer = cedar[name](...values);
  } catch (error) {
    answer = stringify({ type: "thrown", message: String(error) });
  }
  process.stdout.write(`${name.startsWith("get") ? stringify(answer) : answer}\n`);
}

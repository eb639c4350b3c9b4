// One client of OpenAI's API, unmodified, that does as it is told: on each line of standard input a feature and a base
// URL, on each line of standard output what the client saw of it.
//
// usage: node client.mjs openai|ai|langchain
import { createInterface } from "node:readline";

const client = await import(`./${process.argv[2]}.mjs`);

for await (const line of createInterface({ input: process.stdin })) {
  const { feature, baseURL } = JSON.parse(line);
  let seen;
  try {
    seen = await client[feature](baseURL);
  } catch (error) {
    seen = { failed: String(error?.stack ?? error) };
  }
  console.log(JSON.stringify(seen));
}

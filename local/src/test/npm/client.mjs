// One client, unmodified, that does as it is told: on each line of standard input a feature, the URL of a cloud and what
// else the feature takes, on each line of standard output what the client saw of it.
//
// usage: node client.mjs PROGRAM [DOOR]
import { createInterface } from "node:readline";

const [program, door] = process.argv.slice(2);
const module = await import(`./${program}.mjs`);
const client = door === undefined ? module : module.doors[door];

// A stream that fails, and is not asked for again: a client either throws, or takes what came for the answer.
const others = {
  async failedStream(url) {
    try {
      return { text: (await client.stream(url, { maxRetries: 0 })).text };
    } catch (error) {
      return { error: error.constructor.name };
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let seen;
  try {
    seen = await (client[asked.feature] ?? others[asked.feature])(asked.url, asked);
  } catch (error) {
    seen = { failed: String(error?.stack ?? error) };
  }
  console.log(JSON.stringify(seen));
}

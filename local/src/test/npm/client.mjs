// One client of OpenAI's API, unmodified, that does as it is told: on each line of standard input a feature, a base URL
// and what else the feature takes, on each line of standard output what the client saw of it.
//
// usage: node client.mjs openai|ai|langchain|agent-ai|agent-langgraph
import { createInterface } from "node:readline";

const client = await import(`./${process.argv[2]}.mjs`);

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let seen;
  try {
    seen = await client[asked.feature](asked.baseURL, asked);
  } catch (error) {
    seen = { failed: String(error?.stack ?? error) };
  }
  console.log(JSON.stringify(seen));
}

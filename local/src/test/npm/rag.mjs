// The client `openai` with its own helpers for files and vector stores, which upload, attach and poll.
import OpenAI, { toFile } from "openai";

const LAKES = "# Lakes\n\nThe Bodensee is a lake of three countries.\n";
const BREAD = "# Bread\n\nRye bread rises slowly with sourdough.\n";

export async function files(url) {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "not-needed" });
  const soon = { pollIntervalMs: 200 };
  const store = await client.vectorStores.create({ name: "notes" });
  const lakes = await client.vectorStores.files.uploadAndPoll(store.id, await toFile(Buffer.from(LAKES), "lakes.md"), soon);
  const files = [await toFile(Buffer.from(BREAD), "bread.md"), await toFile(Buffer.from("GIF89a"), "a.txt")];
  const batch = await client.vectorStores.fileBatches.uploadAndPoll(store.id, { files }, soon);
  const listed = [];
  for await (const file of client.vectorStores.files.list(store.id, { limit: 2, order: "asc" })) {
    listed.push(file.status);
  }
  const found = [];
  for await (const one of client.vectorStores.search(store.id, { query: "lake of three countries" })) {
    found.push(one.filename);
  }
  const answer = await client.responses.create({
    model: "chat",
    input: 'file_search {"queries": ["lake of three countries"]}',
    tools: [{ type: "file_search", vector_store_ids: [store.id], max_num_results: 1 }],
    include: ["file_search_call.results"],
  });
  const content = await (await client.files.content(lakes.id)).text();
  await client.vectorStores.delete(store.id);
  const all = [];
  for await (const file of client.files.list()) {
    all.push((await client.files.delete(file.id)).deleted);
  }
  return {
    status: lakes.status,
    counts: batch.file_counts,
    listed,
    found,
    search: answer.output[0],
    annotations: answer.output.at(-1).content[0].annotations,
    content,
    deleted: all,
  };
}

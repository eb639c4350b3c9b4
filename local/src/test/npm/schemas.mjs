// Prints schemas as their makers write them: zod's, and the tools of a public MCP server, each as it is.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";

const order = z.object({
  "order-id": z.uuid(),
  quantity: z.int().min(1).max(100),
  price: z.number().positive().multipleOf(0.01),
  email: z.email().optional(),
  tags: z.array(z.string().min(1)).max(5).default([]),
  status: z.enum(["open", "closed"]).nullable(),
  place: z.tuple([z.number(), z.number()]),
  extra: z.record(z.string(), z.string()).optional(),
  either: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("a"), a: z.string() }),
    z.object({ kind: z.literal("b"), b: z.boolean() }),
  ]),
  both: z.intersection(z.object({ left: z.string() }), z.object({ right: z.string() })),
  at: z.iso.datetime(),
});

const tree = z.object({
  name: z.string(),
  get children() {
    return z.array(tree);
  },
});

const strict = z.object({ name: z.string().min(1).max(20), age: z.int().min(0), kind: z.enum(["cat", "dog"]) });

async function tools() {
  const server = spawn(process.execPath, ["node_modules/@modelcontextprotocol/server-everything/dist/index.js", "stdio"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const send = (message) => server.stdin.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
  send({
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "trefoil-tests", version: "1" } },
  });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const message = JSON.parse(line);
      if (message.id === 1) {
        send({ method: "notifications/initialized" });
        send({ id: 2, method: "tools/list", params: {} });
      } else if (message.id === 2) {
        return message.result.tools;
      }
    }
    throw new Error("the MCP server ended");
  } finally {
    server.kill();
  }
}

console.log(
  JSON.stringify({
    zod: [order, tree].map((schema) => z.toJSONSchema(schema)),
    input: [order].map((schema) => z.toJSONSchema(schema, { io: "input", target: "draft-7" })),
    strict: z.toJSONSchema(strict),
    mcp: await tools(),
  }),
);

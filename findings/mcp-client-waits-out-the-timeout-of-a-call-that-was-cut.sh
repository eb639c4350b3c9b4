#!/usr/bin/env bash
# Software: npm @modelcontextprotocol/sdk 1.32.2, its client over Streamable HTTP.
# Guess:    a tool call whose response ends without a result fails when it ends, as one that is refused by a status
#           does.
# Seen:     the call waits on until its own timeout (60 seconds unless set), then says "Request timed out". Of a
#           connection that broke the transport tells `onerror` at once, of a response that ended nobody.
# Matters:  a serverless function that is stopped, scaled in or out of memory in the midst of a call leaves its caller
#           waiting for the whole timeout, an agent's turn with it, and the log blames slowness. A gateway in front does
#           better to end the stream by an error under the request's id; a refusal by status reaches the caller at once.
# Needs:    npm with Node 20.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
packages @modelcontextprotocol/sdk@1.32.2

cat >"$work/main.mjs" <<'JS'
import http from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const begin = (response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': working\n\n');
const ends = {
  'refused by a status': (response) => response.writeHead(503).end('busy'),
  'ended without a result': (response) => { begin(response); setTimeout(() => response.end(), 50); },
  'cut': (response) => { begin(response); setTimeout(() => response.destroy(), 50); },
};

async function call(name) {
  let calls = 0;
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const message = body ? JSON.parse(body) : {};
    const reply = (result) => response.writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
    if (request.method !== 'POST') response.writeHead(405).end();
    else if (message.method === 'initialize') reply({
      protocolVersion: message.params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 's', version: '1' },
    });
    else if (message.method === 'tools/call') { calls++; ends[name](response); }
    else response.writeHead(202).end();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const client = new Client({ name: 'c', version: '1' });
  let told = 'nothing';
  client.onerror = (error) => { if (told === 'nothing') told = error.message; };
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${server.address().port}/mcp`)));
  try {
    await client.callTool({ name: 'tool', arguments: {} }, undefined, { timeout: 5000 });
  } catch (error) {
    console.log(`${name}, the call: ${error.message}`);
  }
  console.log(`${name}, onerror: ${told}`);
  console.log(`${name}, sent: ${calls}`);
  await client.close();
  server.closeAllConnections();
  server.close();
}
for (const name of Object.keys(ends)) await call(name);
JS
run node "$work/main.mjs"
check "refused by a status, the call" "Streamable HTTP error: Error POSTing to endpoint: busy"
for end in "ended without a result" cut; do
  check "$end, the call" "MCP error -32001: Request timed out"
  check "$end, sent" 1
done
check "cut, onerror" "SSE stream disconnected: TypeError: terminated"
exit "$changed"

#!/usr/bin/env bash
# Software: npm @openai/codex 0.171.0, `codex exec` with openai_base_url.
# Guess:    Codex goes on by plain HTTP as soon as a server answers its WebSocket upgrade with any 4xx.
# Seen:     after 404 it asks for the WebSocket seven times, with pauses, before the first POST; after 426 once.
# Matters:  a gateway that has no WebSocket answers an unknown GET with 404, or a known path's with 405, and every start
#           of the agent waits for seconds. One status makes the difference.
# Needs:    npm with Node 20, Linux on x86-64 or Arm, for which the package brings a binary.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
packages @openai/codex@0.171.0

cat >"$work/main.mjs" <<'JS'
import http from 'node:http';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';

const item = {
  id: 'msg_1', type: 'message', role: 'assistant', status: 'completed',
  content: [{ type: 'output_text', text: 'done', annotations: [], logprobs: [] }],
};
const response = {
  id: 'resp_1', object: 'response', created_at: 1, model: 'm', status: 'completed', output: [item],
  usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2, input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } },
};
const events = [
  { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
  { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
  { type: 'response.output_item.done', output_index: 0, item },
  { type: 'response.completed', response },
];

async function start(status) {
  let upgrades = 0;
  let posts = 0;
  const refuse = (socket) => socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  const server = http.createServer(async (request, answer) => {
    for await (const part of request) part;
    if (request.method !== 'POST') return answer.writeHead(404).end();
    posts++;
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    events.forEach((event, i) => answer.write(`event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: i })}\n\n`));
    answer.end();
  });
  server.on('upgrade', (request, socket) => { upgrades++; refuse(socket); });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const home = mkdtempSync(`${process.cwd()}/home`);
  const codex = spawn('node_modules/.bin/codex', [
    'exec', '-m', 'm', '-c', `openai_base_url=http://127.0.0.1:${server.address().port}/v1`, '--skip-git-repo-check', 'say done',
  ], { stdio: 'ignore', env: { PATH: process.env.PATH, HOME: home, CODEX_HOME: home, CODEX_API_KEY: 'k' } });
  const exit = await new Promise((done) => codex.on('exit', done));
  console.log(`${status}, WebSockets asked for: ${upgrades}`);
  console.log(`${status}, exit: ${exit}`);
  server.closeAllConnections();
  server.close();
}
await start(404);
await start(426);
JS
cd "$work"
run node "$work/main.mjs"
check "404, WebSockets asked for" 7
check "404, exit" 0
check "426, WebSockets asked for" 1
check "426, exit" 0
exit "$changed"

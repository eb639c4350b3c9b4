#!/usr/bin/env bash
# Software: npm @anthropic-ai/sdk 1.14.0, its tool runner (client.beta.messages.toolRunner).
# Guess:    the Messages API is stateless: each turn of a tool loop sends the whole conversation, as it always has.
# Seen:     see the checks below: the first turn asks for a thread, and once an answer comes, the next sends what is new
#           alone, unless the service refuses threads by one code in its error's details.
# Matters:  a gateway that takes the member for one that it does not know and drops it answers the first turn well, and
#           the second without the question: the model sees a tool's result that belongs to nothing.
# Needs:    npm with Node 20.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
packages @anthropic-ai/sdk@1.14.0

cat >"$work/main.mjs" <<'JS'
import http from 'node:http';
import Anthropic from '@anthropic-ai/sdk';

const message = (content, reason) => ({
  id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content, stop_reason: reason, stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
});
const refusal = {
  type: 'error',
  error: { type: 'invalid_request_error', message: 'no threads', details: { error_code: 'thread_unsupported_request' } },
};

async function loop(name, refuses) {
  const bodies = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const asked = JSON.parse(body);
    const send = (status, json) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (refuses && asked.thread) return send(400, refusal);
    bodies.push(asked);
    send(200, bodies.length === 1
      ? message([{ type: 'tool_use', id: 'toolu_1', name: 'add', input: {} }], 'tool_use')
      : message([{ type: 'text', text: 'done' }], 'end_turn'));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const client = new Anthropic({ apiKey: 'k', baseURL: `http://127.0.0.1:${server.address().port}`, maxRetries: 0 });
  try {
    await client.beta.messages.toolRunner({
      model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'add' }],
      tools: [{ type: 'custom', name: 'add', input_schema: { type: 'object' }, run: () => '2', parse: (x) => x }],
    });
  } catch (error) {
    console.log(`${name}, error: ${error.message}`);
  }
  bodies.forEach((body, i) => {
    console.log(`${name}, turn ${i + 1}, thread: ${JSON.stringify(body.thread)}`);
    console.log(`${name}, turn ${i + 1}, messages: ${body.messages.map((m) => m.role).join(' ')}`);
  });
  server.closeAllConnections();
  server.close();
}
await loop('taken', false);
await loop('refused', true);
JS
run node "$work/main.mjs"
check "taken, turn 1, thread" '{"type":"create"}'
check "taken, turn 2, thread" '{"type":"continue","previous_message_id":"msg_1"}'
check "taken, turn 2, messages" "user"
check "refused, turn 2, thread" "undefined"
check "refused, turn 2, messages" "user assistant user"
exit "$changed"

#!/usr/bin/env bash
# Software: npm openai 7.59.0, ai 6.0.326 with @ai-sdk/openai 3.0.141; for comparison @anthropic-ai/sdk 1.14.0.
# Guess:    with a longer Retry-After a client waits longer, or gives up.
# Seen:     after `Retry-After: 30` all of them wait; after `Retry-After: 90` openai and ai take the header for none and
#           retry after their own half second or two. Anthropic's client waits.
# Matters:  whoever answers 429 with the honest time until a quota is there again (a minute window and more, a daily
#           budget) gets each such call back at once, as many times as the client retries: the load grows with the
#           length of the outage. With less than 60 seconds in the header all of them keep to it.
# Needs:    npm with Node 20.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
packages openai@7.59.0 ai@6.0.326 @ai-sdk/openai@3.0.141 @anthropic-ai/sdk@1.14.0

cat >"$work/main.mjs" <<'JS'
import http from 'node:http';
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { generateText } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';

const messages = [{ role: 'user', content: 'hello' }];
const clients = {
  openai: (base, signal) => new OpenAI({ apiKey: 'key', baseURL: base + '/v1', maxRetries: 1 })
    .chat.completions.create({ model: 'm', messages }, { signal }),
  ai: (base, signal) => generateText({
    model: createOpenAI({ apiKey: 'key', baseURL: base + '/v1' }).chat('m'),
    prompt: 'hello', maxRetries: 1, abortSignal: signal,
  }),
  anthropic: (base, signal) => new Anthropic({ apiKey: 'key', baseURL: base, maxRetries: 1 })
    .messages.create({ model: 'm', max_tokens: 5, messages }, { signal }),
};

/** How many requests of a client that may retry once arrive within six seconds. */
async function count(client, seconds) {
  let requests = 0;
  const server = http.createServer((request, response) => {
    requests++;
    request.resume().on('end', () => response
      .writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': seconds })
      .end('{"type":"error","error":{"type":"rate_limit_error","message":"try later"}}'));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  try {
    await clients[client](`http://127.0.0.1:${server.address().port}`, AbortSignal.timeout(6000));
  } catch (error) {
    console.error(client, seconds, error.message);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return `${client} after Retry-After ${seconds}: ${requests} requests`;
}

const all = Object.keys(clients).flatMap((client) => [30, 90].map((seconds) => count(client, String(seconds))));
for (const line of await Promise.all(all)) console.log(line);
JS
run node "$work/main.mjs"
for client in openai ai anthropic; do check "$client after Retry-After 30" "1 requests"; done
check "openai after Retry-After 90" "2 requests"
check "ai after Retry-After 90" "2 requests"
check "anthropic after Retry-After 90" "1 requests"
exit "$changed"

// One plain and one streamed call with the openai client; says on standard output what came back.
import OpenAI from "openai";

const [baseURL, text] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "not-needed", maxRetries: 0 });
const messages = [{ role: "user", content: text }];

const plain = await client.chat.completions.create({ model: "chat", messages });

const stream = await client.chat.completions.create({
  model: "chat",
  messages,
  stream: true,
  stream_options: { include_usage: true },
});
let streamed = "";
let finish = null;
let usage = null;
for await (const chunk of stream) {
  streamed += chunk.choices[0]?.delta?.content ?? "";
  finish = chunk.choices[0]?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}

console.log(
  JSON.stringify({
    plain: plain.choices[0].message.content,
    plainFinish: plain.choices[0].finish_reason,
    plainTokens: plain.usage.total_tokens,
    streamed,
    finish,
    tokens: usage?.total_tokens ?? null,
  }),
);

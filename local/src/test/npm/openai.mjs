// The client `openai`, with its own retries.
import OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TEXTS, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

const client = (baseURL) => new OpenAI({ baseURL, apiKey: "not-needed" });
const user = (content) => [{ role: "user", content }];

export async function plain(baseURL) {
  const answer = await client(baseURL).chat.completions.create({ model: "chat", messages: user(TEXT) });
  return { text: answer.choices[0].message.content, tokens: answer.usage.total_tokens };
}

export async function stream(baseURL) {
  const chunks = await client(baseURL).chat.completions.create({
    model: "chat",
    messages: user(TEXT),
    stream: true,
    stream_options: { include_usage: true },
  });
  const pieces = [];
  let tokens = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk.choices[0]?.delta?.content ?? "");
    tokens = chunk.usage?.total_tokens ?? tokens;
  }
  return { text: pieces.join(""), tokens };
}

export async function tools(baseURL) {
  const calls = [];
  const runner = client(baseURL).chat.completions.runTools({
    model: "chat",
    messages: user(TOOLS_TEXT),
    tools: Object.entries(TOOLS).map(([name, tool]) =>
      zodFunction({
        name,
        description: tool.description,
        parameters: tool.parameters,
        function: (given) => {
          calls.push(`${name} ${JSON.stringify(given)}`);
          return tool.result;
        },
      }),
    ),
  });
  return { text: await runner.finalContent(), calls };
}

export async function structured(baseURL) {
  const answer = await client(baseURL).chat.completions.parse({
    model: "chat",
    messages: user(STRUCTURED_TEXT),
    response_format: zodResponseFormat(PLACE, "place"),
  });
  return { object: answer.choices[0].message.parsed };
}

export async function image(baseURL) {
  const answer = await client(baseURL).chat.completions.create({
    model: "chat",
    messages: user([
      { type: "text", text: IMAGE_TEXT },
      { type: "image_url", image_url: { url: `data:image/png;base64,${IMAGE}` } },
    ]),
  });
  return { text: answer.choices[0].message.content };
}

export async function embeddings(baseURL) {
  const answer = await client(baseURL).embeddings.create({ model: "embed", input: TEXTS });
  return { vectors: answer.data.map((one) => one.embedding) };
}

const failure = (error) => ({
  error: error.constructor.name,
  status: error.status,
  retryAfter: error.headers.get("retry-after"),
});

export async function unknownModel(baseURL) {
  return failure(
    await thrown(() => client(baseURL).chat.completions.create({ model: "no-such-model", messages: user(TEXT) })),
  );
}

export async function throttled(baseURL) {
  return failure(await thrown(() => client(baseURL).chat.completions.create({ model: "chat", messages: user(TEXT) })));
}

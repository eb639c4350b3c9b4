// The client `ai` with @ai-sdk/openai's model of chat completions.
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, Output, embedMany, generateText, stepCountIs, streamText, tool } from "ai";
import { IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TEXTS, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false; // Standard output is for the answers.

const provider = (baseURL) => createOpenAI({ baseURL, apiKey: "not-needed" });
const chat = (baseURL, name = "chat") => provider(baseURL).chat(name);

export async function plain(baseURL) {
  const answer = await generateText({ model: chat(baseURL), prompt: TEXT });
  return { text: answer.text, tokens: answer.usage.totalTokens };
}

export async function stream(baseURL) {
  const answer = streamText({ model: chat(baseURL), prompt: TEXT });
  const pieces = [];
  for await (const piece of answer.textStream) {
    pieces.push(piece);
  }
  return { text: pieces.join(""), tokens: (await answer.usage).totalTokens };
}

export async function tools(baseURL) {
  const calls = [];
  const answer = await generateText({
    model: chat(baseURL),
    prompt: TOOLS_TEXT,
    stopWhen: stepCountIs(2),
    tools: Object.fromEntries(
      Object.entries(TOOLS).map(([name, one]) => [
        name,
        tool({
          description: one.description,
          inputSchema: one.parameters,
          execute: (given) => {
            calls.push(`${name} ${JSON.stringify(given)}`);
            return one.result;
          },
        }),
      ]),
    ),
  });
  return { text: answer.text, calls };
}

export async function structured(baseURL) {
  const answer = await generateText({
    model: chat(baseURL),
    prompt: STRUCTURED_TEXT,
    output: Output.object({ schema: PLACE }),
  });
  return { object: answer.output };
}

export async function image(baseURL) {
  const answer = await generateText({
    model: chat(baseURL),
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: IMAGE_TEXT },
          { type: "image", image: `data:image/png;base64,${IMAGE}` },
        ],
      },
    ],
  });
  return { text: answer.text };
}

export async function embeddings(baseURL) {
  const answer = await embedMany({ model: provider(baseURL).embedding("embed"), values: TEXTS });
  return { vectors: answer.embeddings };
}

const failure = (error) => ({
  error: APICallError.isInstance(error) ? "APICallError" : error.constructor.name,
  status: error.statusCode,
  retryAfter: error.responseHeaders?.["retry-after"],
});

// It does not know x-should-retry, so it is told not to retry.
const refused = (baseURL, name) =>
  thrown(() => generateText({ model: chat(baseURL, name), prompt: TEXT, maxRetries: 0 }));

export async function unknownModel(baseURL) {
  return failure(await refused(baseURL, "no-such-model"));
}

export async function throttled(baseURL) {
  return failure(await refused(baseURL, "chat"));
}

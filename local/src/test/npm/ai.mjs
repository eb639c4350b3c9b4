// The client `ai`: with @ai-sdk/openai's models of chat completions and of Responses, which is its default, and with
// @ai-sdk/anthropic's.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, Output, embedMany, generateText, isStepCount, streamText, tool } from "ai";
import { IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TEXTS, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false; // Standard output is for the answers.

const openAi = (url) => createOpenAI({ baseURL: `${url}/v1`, apiKey: "not-needed" });
const anthropic = (url) => createAnthropic({ baseURL: `${url}/v1`, apiKey: "not-needed" });

const failure = (error) => ({
  error: APICallError.isInstance(error) ? "APICallError" : error.constructor.name,
  status: error.statusCode,
  retryAfter: error.responseHeaders?.["retry-after"],
});

function features(model) {
  // It does not know x-should-retry, so it is told not to retry.
  const refused = (url, name) =>
    thrown(() => generateText({ model: model(url, name), prompt: TEXT, maxRetries: 0 }));

  const withTools = (url, calls) => ({
    model: model(url, "chat"),
    prompt: TOOLS_TEXT,
    stopWhen: isStepCount(2),
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

  return {
    async plain(url) {
      const answer = await generateText({ model: model(url, "chat"), prompt: TEXT });
      return { text: answer.text, tokens: answer.usage.totalTokens };
    },

    async stream(url) {
      const answer = streamText({ model: model(url, "chat"), prompt: TEXT });
      const pieces = [];
      for await (const piece of answer.textStream) {
        pieces.push(piece);
      }
      return { text: pieces.join(""), tokens: (await answer.usage).totalTokens };
    },

    // What fails is told beside the text, and to onError.
    async failedStream(url) {
      const errors = [];
      const answer = streamText({
        model: model(url, "chat"),
        prompt: TEXT,
        maxRetries: 0,
        onError: ({ error }) => errors.push(error.constructor.name),
      });
      let text = "";
      for await (const piece of answer.textStream) {
        text += piece;
      }
      return errors.length === 0 ? { text } : { error: errors[0] };
    },

    async tools(url) {
      const calls = [];
      return { text: (await generateText(withTools(url, calls))).text, calls };
    },

    async streamedTools(url) {
      const calls = [];
      return { text: await streamText(withTools(url, calls)).text, calls };
    },

    async structured(url) {
      const answer = await generateText({
        model: model(url, "chat"),
        prompt: STRUCTURED_TEXT,
        output: Output.object({ schema: PLACE }),
      });
      return { object: answer.output };
    },

    async image(url) {
      const answer = await generateText({
        model: model(url, "chat"),
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
    },

    async embeddings(url) {
      const answer = await embedMany({ model: openAi(url).embedding("embed"), values: TEXTS });
      return { vectors: answer.embeddings };
    },

    unknownModel: async (url) => failure(await refused(url, "no-such-model")),

    throttled: async (url) => failure(await refused(url, "chat")),
  };
}

export const doors = {
  chat: features((url, name) => openAi(url).chat(name)),
  responses: features((url, name) => openAi(url)(name)),
  messages: features((url, name) => anthropic(url)(name)),
};

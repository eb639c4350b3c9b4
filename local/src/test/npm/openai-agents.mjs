// OpenAI's Agents SDK with its default, which is Responses.
import { Agent, OpenAIConversationsSession, OpenAIProvider, Runner, tool } from "@openai/agents";
import { CONVERSATION, PLACE, STRUCTURED_TEXT, TEXT, TOOLS, TOOLS_TEXT, IMAGE, IMAGE_TEXT, thrown } from "./asked.mjs";

async function run(url, input, { model = "chat", stream = false, session = undefined, ...more } = {}) {
  const runner = new Runner({
    modelProvider: new OpenAIProvider({ baseURL: `${url}/v1`, apiKey: "not-needed" }),
    tracingDisabled: true,
  });
  const result = await runner.run(new Agent({ name: "test", model, ...more }), input, { stream, session });
  if (stream) {
    await result.completed;
  }
  return result;
}

const failure = (error) => ({
  error: error.constructor.name,
  status: error.status,
  retryAfter: error.headers?.get("retry-after"),
});

async function tools(url, stream) {
  const calls = [];
  const result = await run(url, TOOLS_TEXT, {
    stream,
    tools: Object.entries(TOOLS).map(([name, one]) =>
      tool({
        name,
        description: one.description,
        parameters: one.parameters,
        execute: (given) => {
          calls.push(`${name} ${JSON.stringify(given)}`);
          return one.result;
        },
      }),
    ),
  });
  return { text: result.finalOutput, calls };
}

const answered = (result) => ({ text: result.finalOutput, tokens: result.state.usage.totalTokens });

export const doors = {
  responses: {
    plain: async (url) => answered(await run(url, TEXT)),

    stream: async (url) => answered(await run(url, TEXT, { stream: true })),

    tools: (url) => tools(url, false),

    streamedTools: (url) => tools(url, true),

    structured: async (url) => ({ object: (await run(url, STRUCTURED_TEXT, { outputType: PLACE })).finalOutput }),

    image: async (url) =>
      answered(
        await run(url, [
          {
            role: "user",
            content: [
              { type: "input_text", text: IMAGE_TEXT },
              { type: "input_image", image: `data:image/png;base64,${IMAGE}` },
            ],
          },
        ]),
      ),

    // Its session keeps what was said; the newest item is taken back and said again.
    async conversation(url) {
      const session = new OpenAIConversationsSession({ baseURL: `${url}/v1`, apiKey: "not-needed" });
      for (const input of CONVERSATION) {
        await run(url, input, { session });
      }
      await session.addItems([await session.popItem()]);
      const texts = (await session.getItems()).flatMap((item) =>
        typeof item.content === "string" ? [item.content] : item.content.map((part) => part.text),
      );
      const id = await session.getSessionId();
      await session.clearSession();
      const ended = new OpenAIConversationsSession({
        conversationId: id,
        baseURL: `${url}/v1`,
        apiKey: "not-needed",
      });
      return { texts, deleted: true, then: (await thrown(() => ended.getItems())).status };
    },

    unknownModel: async (url) => failure(await thrown(() => run(url, TEXT, { model: "no-such-model" }))),

    throttled: async (url) => failure(await thrown(() => run(url, TEXT))),
  },
};

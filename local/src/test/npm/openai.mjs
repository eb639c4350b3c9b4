// The client `openai`, with its own retries, by chat completions and by Responses; each as OpenAI and as AzureOpenAI.
import OpenAI, { AzureOpenAI } from "openai";
import { zodFunction, zodResponseFormat, zodResponsesFunction, zodTextFormat } from "openai/helpers/zod";
import { CONVERSATION, IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TEXTS, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

const openAi = (url) => new OpenAI({ baseURL: `${url}/v1`, apiKey: "not-needed" });
const azure = (url) => new AzureOpenAI({ endpoint: url, apiKey: "not-needed", apiVersion: "2024-10-21" });
const user = (content) => [{ role: "user", content }];

const failure = (error) => ({
  error: error.constructor.name,
  status: error.status,
  retryAfter: error.headers.get("retry-after"),
});

function chat(client) {
  const asked = { model: "chat", messages: user(TEXT) };

  async function toolsBy(url, more) {
    const calls = [];
    const runner = client(url).chat.completions.runTools({
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
      ...more,
    });
    return { text: await runner.finalContent(), calls };
  }

  return {
    async plain(url) {
      const answer = await client(url).chat.completions.create(asked);
      return { text: answer.choices[0].message.content, tokens: answer.usage.total_tokens };
    },

    async stream(url) {
      const chunks = await client(url).chat.completions.create({
        ...asked,
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
    },

    tools: (url) => toolsBy(url, {}),

    streamedTools: (url) => toolsBy(url, { stream: true }),

    async structured(url) {
      const answer = await client(url).chat.completions.parse({
        model: "chat",
        messages: user(STRUCTURED_TEXT),
        response_format: zodResponseFormat(PLACE, "place"),
      });
      return { object: answer.choices[0].message.parsed };
    },

    async image(url) {
      const answer = await client(url).chat.completions.create({
        model: "chat",
        messages: user([
          { type: "text", text: IMAGE_TEXT },
          { type: "image_url", image_url: { url: `data:image/png;base64,${IMAGE}` } },
        ]),
      });
      return { text: answer.choices[0].message.content };
    },

    async embeddings(url) {
      const answer = await client(url).embeddings.create({ model: "embed", input: TEXTS });
      return { vectors: answer.data.map((one) => one.embedding) };
    },

    unknownModel: async (url) =>
      failure(await thrown(() => client(url).chat.completions.create({ ...asked, model: "no-such-model" }))),

    throttled: async (url) => failure(await thrown(() => client(url).chat.completions.create(asked))),
  };
}

function responses(client) {
  const asked = { model: "chat", input: TEXT };
  const offered = Object.entries(TOOLS).map(([name, tool]) =>
    zodResponsesFunction({ name, description: tool.description, parameters: tool.parameters }),
  );

  // Each item that came goes back as it came.
  async function toolsBy(url, answer) {
    const input = user(TOOLS_TEXT);
    const called = await answer(client(url), { model: "chat", input, tools: offered });
    const calls = [];
    input.push(...called.output);
    for (const item of called.output.filter((one) => one.type === "function_call")) {
      calls.push(`${item.name} ${JSON.stringify(item.parsed_arguments)}`);
      input.push({ type: "function_call_output", call_id: item.call_id, output: TOOLS[item.name].result });
    }
    return { text: (await answer(client(url), { model: "chat", input, tools: offered })).output_text, calls };
  }

  return {
    async plain(url) {
      const answer = await client(url).responses.create(asked);
      return { text: answer.output_text, tokens: answer.usage.total_tokens };
    },

    async stream(url) {
      const events = client(url).responses.stream(asked);
      const pieces = [];
      for await (const event of events) {
        if (event.type === "response.output_text.delta") {
          pieces.push(event.delta);
        }
      }
      return { text: pieces.join(""), tokens: (await events.finalResponse()).usage.total_tokens };
    },

    tools: (url) => toolsBy(url, (one, body) => one.responses.parse(body)),

    streamedTools: (url) => toolsBy(url, (one, body) => one.responses.stream(body).finalResponse()),

    async structured(url) {
      const answer = await client(url).responses.parse({
        model: "chat",
        input: STRUCTURED_TEXT,
        text: { format: zodTextFormat(PLACE, "place") },
      });
      return { object: answer.output_parsed };
    },

    async image(url) {
      const answer = await client(url).responses.create({
        model: "chat",
        input: user([
          { type: "input_text", text: IMAGE_TEXT },
          { type: "input_image", detail: "auto", image_url: `data:image/png;base64,${IMAGE}` },
        ]),
      });
      return { text: answer.output_text };
    },

    // Two turns, listed page by page, and the end of it.
    async conversation(url) {
      const one = client(url);
      const made = await one.conversations.create({ metadata: { a: "b" } });
      for (const input of CONVERSATION) {
        await one.responses.create({ model: "chat", input, conversation: made.id });
      }
      const texts = [];
      for await (const item of one.conversations.items.list(made.id, { limit: 3, order: "asc" })) {
        texts.push(...item.content.map((part) => part.text));
      }
      const { deleted } = await one.conversations.delete(made.id);
      return { texts, deleted, then: (await thrown(() => one.conversations.retrieve(made.id))).status };
    },

    // Asked for, polled until it is there, and cancelled when it is too late for that.
    async background(url) {
      const one = client(url);
      const queued = await one.responses.create({ ...asked, background: true });
      let answer = queued;
      while (answer.status !== "completed") {
        answer = await one.responses.retrieve(queued.id);
      }
      const { status } = await one.responses.cancel(queued.id);
      return { queued: queued.status, text: answer.output_text, cancelled: status };
    },

    unknownModel: async (url) =>
      failure(await thrown(() => client(url).responses.create({ ...asked, model: "no-such-model" }))),

    throttled: async (url) => failure(await thrown(() => client(url).responses.create(asked))),
  };
}

export const doors = {
  chat: chat(openAi),
  responses: responses(openAi),
  azureChat: chat(azure),
  azureResponses: responses(azure),
};

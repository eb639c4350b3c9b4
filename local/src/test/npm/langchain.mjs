// The clients @langchain/openai, by chat completions and by Responses, and @langchain/anthropic.
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TEXTS, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

const settings = (url) => ({ apiKey: "not-needed", configuration: { baseURL: `${url}/v1` } });

const failure = (error) => ({
  error: error.lc_error_code ?? error.constructor.name,
  status: error.status,
  retryAfter: error.headers?.get("retry-after"),
});

function features(chat) {
  const streamed = async (model, input) => {
    let whole;
    for await (const chunk of await model.stream(input)) {
      whole = whole === undefined ? chunk : whole.concat(chunk);
    }
    return whole;
  };

  // It does not know x-should-retry, so it is told not to retry.
  const refused = (url, model) => thrown(() => chat(url, { model, maxRetries: 0 }).invoke(TEXT));

  async function toolsBy(url, answer) {
    const calls = [];
    const bound = Object.entries(TOOLS).map(([name, one]) =>
      tool(
        (given) => {
          calls.push(`${name} ${JSON.stringify(given)}`);
          return one.result;
        },
        { name, description: one.description, schema: one.parameters },
      ),
    );
    const model = chat(url).bindTools(bound);
    const asked = new HumanMessage(TOOLS_TEXT);
    const called = await answer(model, [asked]);
    const results = [];
    for (const call of called.tool_calls) {
      const content = await bound.find((one) => one.name === call.name).invoke(call.args);
      results.push(new ToolMessage({ content, tool_call_id: call.id }));
    }
    return { text: (await answer(model, [asked, called, ...results])).text, calls };
  }

  return {
    async plain(url) {
      const answer = await chat(url).invoke(TEXT);
      return { text: answer.text, tokens: answer.usage_metadata.total_tokens };
    },

    async stream(url, { maxRetries } = {}) {
      const answer = await streamed(chat(url, maxRetries === undefined ? {} : { maxRetries }), TEXT);
      return { text: answer.text, tokens: answer.usage_metadata.total_tokens };
    },

    tools: (url) => toolsBy(url, (model, input) => model.invoke(input)),

    streamedTools: (url) => toolsBy(url, streamed),

    async structured(url) {
      const model = chat(url).withStructuredOutput(PLACE, { name: "place", method: "jsonSchema" });
      return { object: await model.invoke(STRUCTURED_TEXT) };
    },

    async image(url) {
      const answer = await chat(url).invoke([
        new HumanMessage({
          content: [
            { type: "text", text: IMAGE_TEXT },
            { type: "image_url", image_url: { url: `data:image/png;base64,${IMAGE}` } },
          ],
        }),
      ]);
      return { text: answer.text };
    },

    async embeddings(url) {
      return { vectors: await new OpenAIEmbeddings({ model: "embed", ...settings(url) }).embedDocuments(TEXTS) };
    },

    unknownModel: async (url) => failure(await refused(url, "no-such-model")),

    throttled: async (url) => failure(await refused(url, "chat")),
  };
}

export const doors = {
  chat: features((url, more) => new ChatOpenAI({ model: "chat", ...settings(url), ...more })),
  responses: features(
    (url, more) => new ChatOpenAI({ model: "chat", useResponsesApi: true, ...settings(url), ...more }),
  ),
  messages: features(
    (url, more) => new ChatAnthropic({ model: "chat", apiKey: "not-needed", anthropicApiUrl: url, ...more }),
  ),
};

// The client @langchain/openai.
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TEXTS, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

const settings = (baseURL) => ({ apiKey: "not-needed", configuration: { baseURL } });
const chat = (baseURL, more) => new ChatOpenAI({ model: "chat", ...settings(baseURL), ...more });

export async function plain(baseURL) {
  const answer = await chat(baseURL).invoke(TEXT);
  return { text: answer.text, tokens: answer.usage_metadata.total_tokens };
}

export async function stream(baseURL) {
  const pieces = [];
  let tokens = 0;
  for await (const chunk of await chat(baseURL).stream(TEXT)) {
    pieces.push(chunk.text);
    tokens = chunk.usage_metadata?.total_tokens ?? tokens;
  }
  return { text: pieces.join(""), tokens };
}

export async function tools(baseURL) {
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
  const model = chat(baseURL).bindTools(bound);
  const asked = new HumanMessage(TOOLS_TEXT);
  const called = await model.invoke([asked]);
  const results = [];
  for (const call of called.tool_calls) {
    const content = await bound.find((one) => one.name === call.name).invoke(call.args);
    results.push(new ToolMessage({ content, tool_call_id: call.id }));
  }
  const answer = await model.invoke([asked, called, ...results]);
  return { text: answer.text, calls };
}

export async function structured(baseURL) {
  const model = chat(baseURL).withStructuredOutput(PLACE, { name: "place", method: "jsonSchema" });
  return { object: await model.invoke(STRUCTURED_TEXT) };
}

export async function image(baseURL) {
  const answer = await chat(baseURL).invoke([
    new HumanMessage({
      content: [
        { type: "text", text: IMAGE_TEXT },
        { type: "image_url", image_url: { url: `data:image/png;base64,${IMAGE}` } },
      ],
    }),
  ]);
  return { text: answer.text };
}

export async function embeddings(baseURL) {
  return { vectors: await new OpenAIEmbeddings({ model: "embed", ...settings(baseURL) }).embedDocuments(TEXTS) };
}

const failure = (error) => ({
  error: error.lc_error_code ?? error.constructor.name,
  status: error.status,
  retryAfter: error.headers?.get("retry-after"),
});

// It does not know x-should-retry, so it is told not to retry.
const refused = (baseURL, model) => thrown(() => chat(baseURL, { model, maxRetries: 0 }).invoke(TEXT));

export async function unknownModel(baseURL) {
  return failure(await refused(baseURL, "no-such-model"));
}

export async function throttled(baseURL) {
  return failure(await refused(baseURL, "chat"));
}

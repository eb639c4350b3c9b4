// The client @anthropic-ai/sdk, with its own retries.
import Anthropic from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { IMAGE, IMAGE_TEXT, PLACE, STRUCTURED_TEXT, TEXT, TOOLS, TOOLS_TEXT, thrown } from "./asked.mjs";

const messages = (url) => client(url).messages;
const client = (url) => new Anthropic({ baseURL: url, apiKey: "not-needed" });
const asking = (content) => ({ model: "chat", max_tokens: 200, messages: [{ role: "user", content }] });
const text = (answer) =>
  answer.content
    .filter((block) => block.type === "text")
    .map((block) => block.text)
    .join("");
const answered = (answer) => ({ text: text(answer), tokens: answer.usage.input_tokens + answer.usage.output_tokens });

const failure = (error) => ({
  error: error.constructor.name,
  status: error.status,
  retryAfter: error.headers.get("retry-after"),
});

async function tools(url, stream) {
  const calls = [];
  const runner = client(url).beta.messages.toolRunner({
    ...asking(TOOLS_TEXT),
    stream,
    tools: Object.entries(TOOLS).map(([name, one]) =>
      betaZodTool({
        name,
        description: one.description,
        inputSchema: one.parameters,
        run: (given) => {
          calls.push(`${name} ${JSON.stringify(given)}`);
          return one.result;
        },
      }),
    ),
  });
  return { text: text(await runner.runUntilDone()), calls };
}

export const doors = {
  messages: {
    plain: async (url) => answered(await messages(url).create(asking(TEXT))),

    stream: async (url) => answered(await messages(url).stream(asking(TEXT)).finalMessage()),

    tools: (url) => tools(url, false),

    streamedTools: (url) => tools(url, true),

    async structured(url) {
      const answer = await messages(url).parse({
        ...asking(STRUCTURED_TEXT),
        output_config: { format: zodOutputFormat(PLACE) },
      });
      return { object: answer.parsed_output };
    },

    image: async (url) =>
      answered(
        await messages(url).create(
          asking([
            { type: "text", text: IMAGE_TEXT },
            { type: "image", source: { type: "base64", media_type: "image/png", data: IMAGE } },
          ]),
        ),
      ),

    async count(url) {
      const { model, messages: turns } = asking(TEXT);
      return { tokens: (await messages(url).countTokens({ model, messages: turns })).input_tokens };
    },

    unknownModel: async (url) =>
      failure(await thrown(() => messages(url).create({ ...asking(TEXT), model: "no-such-model" }))),

    throttled: async (url) => failure(await thrown(() => messages(url).create(asking(TEXT)))),
  },
};

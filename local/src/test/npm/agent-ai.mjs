// An agent of `ai`: its own loop over steps, by @ai-sdk/openai-compatible's model.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, isStepCount, streamText, tool } from "ai";
import { TURNS, tools, watching } from "./agents.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false; // Standard output is for the answers.

export async function agent(url, asked) {
  const steps = [];
  const baseURL = `${url}/v1`;
  const provider = createOpenAICompatible({ name: "trefoil", baseURL, apiKey: "not-needed", fetch: watching(steps) });
  const settings = {
    model: provider("chat"),
    maxRetries: 0,
    stopWhen: isStepCount(4),
    providerOptions: { trefoil: { reasoningEffort: "low" } },
    tools: Object.fromEntries(
      await tools(asked, (name, { description, parameters }, execute) => [
        name,
        tool({ description, inputSchema: parameters, execute }),
      ]),
    ),
  };
  const messages = [];
  const texts = [];
  let thoughts = 0;
  for (const content of TURNS) {
    messages.push({ role: "user", content });
    const answer = asked.stream
      ? streamText({ ...settings, messages, onError: () => {} })
      : await generateText({ ...settings, messages });
    texts.push(await answer.text);
    for (const step of await answer.steps) {
      thoughts += step.reasoning.length;
    }
    messages.push(...(await answer.response).messages);
  }
  return { texts, thoughts, steps };
}

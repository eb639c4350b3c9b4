// LangGraph's agent for calling tools, with its memory, by @langchain/openai's model.
import { tool } from "@langchain/core/tools";
import { MemorySaver } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { TURNS, tools, watching } from "./agents.mjs";

export async function agent(url, asked) {
  const steps = [];
  const llm = new ChatOpenAI({
    model: "chat",
    apiKey: "not-needed",
    maxRetries: 0,
    modelKwargs: { reasoning_effort: "low" },
    configuration: { baseURL: `${url}/v1`, fetch: watching(steps) },
  });
  const graph = createReactAgent({
    llm,
    checkpointSaver: new MemorySaver(),
    tools: await tools(asked, (name, { description, parameters }, execute) =>
      tool(execute, { name, description, schema: parameters }),
    ),
  });
  const texts = [];
  const memory = { configurable: { thread_id: "one" } };
  for (const content of TURNS) {
    const said = { messages: [{ role: "user", content }] };
    if (asked.stream) {
      // This has the model stream. Its own `streaming: true` counts tokens by a table that it fetches from the web.
      const pieces = await graph.stream(said, { ...memory, streamMode: "messages" });
      while (!(await pieces.next()).done);
    } else {
      await graph.invoke(said, memory);
    }
    const { values } = await graph.getState(memory);
    texts.push(values.messages.at(-1).text);
  }
  return { texts, steps };
}

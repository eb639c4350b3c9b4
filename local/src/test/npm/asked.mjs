// What every client asks.
import { z } from "zod";

export const TEXT = "one two three";
export const TOOLS_TEXT = "Use get_weather and get_time.";
export const STRUCTURED_TEXT = "Where is it?";
export const IMAGE_TEXT = "what is this";
export const IMAGE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const CONVERSATION = ["one two three", "four five"];
export const TEXTS = ["alpha", "beta gamma"];

// Each tool's parameters, and what it gives back.
export const TOOLS = {
  get_weather: {
    description: "The weather of a city",
    parameters: z.object({ city: z.enum(["Paris"]) }),
    result: "sunny",
  },
  get_time: {
    description: "The time of a zone",
    parameters: z.object({ zone: z.enum(["CET"]) }),
    result: "noon",
  },
};

export const PLACE = z.object({ city: z.string(), population: z.number() });

// What an error that the client threw says.
export async function thrown(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("no error was thrown");
}

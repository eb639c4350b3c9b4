// What the agents of both libraries share: the conversation, and tools whose calls move it from one service to another.
import { TOOLS } from "./asked.mjs";

const SERVICES = ["bedrock", "azure", "vertex_ai"];

// The first turn is begun by one service and finished by the other, the second one the other way round.
export const TURNS = ["Use get_weather.", "Now use get_time."];

// Has a service answer, and the others be down.
async function only(switchboard, service) {
  for (const one of SERVICES) {
    const down = one !== service;
    const response = await fetch(`${switchboard}/faults/${one}`, {
      method: down ? "PUT" : "DELETE",
      body: down ? '{"kind": "outage"}' : undefined,
    });
    if (!response.ok) {
      throw new Error(`the switchboard says ${response.status} of ${one}`);
    }
  }
}

// What is called for each model call of the library, in the place of fetch; notes who answered.
export function watching(steps) {
  return async (url, options) => {
    const response = await fetch(url, options);
    const trail = response.headers.get("x-trefoil-trail");
    steps.push({ status: response.status, service: response.headers.get("x-trefoil-provider"), trail });
    return response;
  };
}

// The tools, each with what a call of it does besides: the service that asked for it dies, the other one comes back.
export async function tools({ switchboard, from, to }, make) {
  await only(switchboard, from);
  const moves = { get_weather: to, get_time: from };
  return Object.entries(TOOLS).map(([name, one]) =>
    make(name, one, async () => {
      await only(switchboard, moves[name]);
      return one.result;
    }),
  );
}

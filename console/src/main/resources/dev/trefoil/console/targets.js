// The view of targets: what the process knows of each, and how calls that the page has seen fared there.
import { h, millis, moment, problem, table, tone } from "./dom.js";
import { line, stacked } from "./plot.js";

const EVERY_MILLIS = 2000;
const SLOTS = 30;
const SLOT_MILLIS = 10000;
const LAST = 60;

export const title = "Targets";

export function render(root, { api, calls }) {
  const out = h("div", {});
  const filter = h("input", { type: "search", id: "target-filter", autocomplete: "off", oninput: () => draw() });
  let targets;
  let timer;
  let ended = false;

  async function ask() {
    try {
      targets = (await api.get("targets")).data;
      draw();
    } catch (error) {
      out.replaceChildren(problem(error));
    }
    if (!ended) timer = setTimeout(ask, EVERY_MILLIS);
  }

  function draw() {
    if (targets === undefined || ended) return;
    const seen = fared(calls.all);
    const rows = targets.filter((target) => target.id.toLowerCase().includes(filter.value.toLowerCase()));
    out.replaceChildren(
      table(
        "Targets of the routes, and all others that were called",
        [
          { name: "Target", of: (one) => one.id },
          { name: "Breaker", of: (one) => h("span", { class: tone(one.state) }, one.state + (one.opened_at === undefined ? "" : ` since ${moment(one.opened_at)}`)) },
          { name: "Requests", number: true, of: (one) => one.requests },
          { name: "Errors", number: true, of: (one) => one.errors },
          { name: "First token", number: true, of: (one) => millis(one.first_token_ms) },
          { name: "95th percentile", number: true, of: (one) => millis(one.first_token_p95_ms) },
          { name: "Latency", of: (one) => latency(one.id, seen.get(one.id)) },
          { name: "Errors, last 5 min", of: (one) => errors(one.id, seen.get(one.id)) },
          { name: "Capacity", of: (one) => capacity(one.capacity) },
          { name: "Last error", of: (one) => (one.last_error === undefined ? "" : `${one.last_error.kind}: ${one.last_error.message} (${moment(one.last_error.at)})`) },
        ],
        rows,
        "No target.",
      ),
    );
  }

  root.append(h("h2", {}, title), h("div", { class: "tools", role: "search", "aria-label": "Filters" }, h("label", {}, "Filter", filter)), out);
  ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Of each target the times of its last attempts, and how many were good and bad in each slot of time. */
function fared(all) {
  const now = Date.now();
  const seen = new Map();
  for (const call of all) {
    const began = Date.parse(call.began_at);
    for (const attempt of call.attempts) {
      if (!seen.has(attempt.target)) seen.set(attempt.target, { times: [], slots: Array.from({ length: SLOTS }, () => [0, 0]) });
      const one = seen.get(attempt.target);
      const kind = tone(attempt.outcome);
      if (kind === "ok") one.times.push(attempt.end_ms - attempt.start_ms);
      const slot = SLOTS - 1 - Math.max(0, Math.floor((now - began - attempt.end_ms) / SLOT_MILLIS));
      if (slot >= 0 && slot < SLOTS && kind !== "other") one.slots[slot][kind === "ok" ? 0 : 1]++;
    }
  }
  return seen;
}

function latency(id, seen) {
  if (seen === undefined || seen.times.length === 0) return "";
  const times = seen.times.slice(-LAST);
  return line(`Latency of ${id}: ${times.length} answers, the last in ${millis(Math.round(times[times.length - 1]))}, at most ${millis(Math.round(Math.max(...times)))}`, times);
}

function errors(id, seen) {
  if (seen === undefined) return "";
  const good = seen.slots.reduce((sum, [ok]) => sum + ok, 0);
  const bad = seen.slots.reduce((sum, [, failed]) => sum + failed, 0);
  return stacked(`Attempts at ${id} in five minutes: ${good} good, ${bad} failed`, seen.slots);
}

function capacity(bought) {
  return bought === undefined ? "" : `${bought.used} of ${bought.tokens_per_minute} tokens a minute (overflow above ${Math.round(bought.share * 100)}%)`;
}

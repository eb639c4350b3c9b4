// The view of the switchboard of `./trefoil up`: which emulated service fails how.
import { choice, field, h, problem, table } from "./dom.js";

const EVERY_MILLIS = 2000;
const KINDS = ["outage", "throttle", "reset", "silent", "slow", "malformed", "content_filter", "context_length"];
const SLOW_MILLIS = 3000;

export const title = "Switchboard";

export function render(root, { site, say }) {
  const service = choice(site.services, site.services[0], { id: "fault-service" });
  const kind = choice(KINDS, KINDS[0], { id: "fault-kind" });
  const times = h("input", { id: "fault-times", type: "number", min: 1, max: 100000, placeholder: "until cleared" });
  const out = h("div", {});
  let timer;
  let ended = false;

  async function call(method, path, body) {
    const response = await fetch(new URL(path, `${site.switchboard}/`), { method, body: body && JSON.stringify(body), credentials: "omit", redirect: "error" });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    draw(answer.faults);
  }

  async function attempt(method, path, body) {
    try {
      await call(method, path, body);
    } catch (error) {
      out.replaceChildren(problem(error));
    }
  }

  function draw(faults) {
    const rows = Object.entries(faults);
    const shape = JSON.stringify(faults);
    if (out.dataset.shape === shape && out.childElementCount > 0) return;
    out.dataset.shape = shape;
    out.replaceChildren(
      table(
        "What goes wrong now",
        [
          { name: "Service", of: ([name]) => name },
          { name: "Fault", of: ([, fault]) => JSON.stringify(fault) },
          { name: "End it", of: ([name]) => h("button", { type: "button", "aria-label": `Clear the fault of ${name}`, onclick: () => attempt("DELETE", `faults/${encodeURIComponent(name)}`) }, "Clear") },
        ],
        rows,
        "Nothing.",
      ),
    );
  }

  async function set(event) {
    event.preventDefault();
    const fault = { kind: kind.value };
    if (kind.value === "slow") fault.delayMs = SLOW_MILLIS;
    if (times.value !== "") fault.times = Number(times.value);
    await attempt("PUT", `faults/${encodeURIComponent(service.value)}`, fault);
    say(`${service.value}: ${kind.value}`);
  }

  async function ask() {
    await attempt("GET", "faults");
    if (!ended) timer = setTimeout(ask, EVERY_MILLIS);
  }

  root.append(
    h("h2", {}, title),
    h("form", { onsubmit: set, "aria-label": "Make a service fail" }, field("Service", service), field("Fault", kind), field("Times", times), h("button", { type: "submit" }, "Set"), h("button", { type: "button", onclick: () => attempt("DELETE", "faults") }, "Clear all")),
    out,
  );
  ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

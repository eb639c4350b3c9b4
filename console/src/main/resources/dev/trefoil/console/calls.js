// The view of live calls: a list with filters, and of the call that is chosen its trail as a waterfall.
import { choice, clock, dollars, facts, field, h, millis, table, tone } from "./dom.js";
import { VirtualList } from "./list.js";

const SAY_MILLIS = 5000;

export const title = "Calls";

export function render(root, { calls, say }) {
  let shown = [];
  let paused = false;
  let news = 0;
  const words = h("input", { type: "search", id: "words", autocomplete: "off", placeholder: "caller, route, target, id", oninput: () => all() });
  const outcome = choice(["every outcome", "answered", "failed", "abandoned"], "every outcome", { id: "outcome", onchange: () => all() });
  const several = h("input", { type: "checkbox", id: "several", onchange: () => all() });
  const pause = h("button", { type: "button", "aria-pressed": "false", onclick: () => hold() }, "Pause");
  const count = h("p", { class: "note", id: "count" });
  const details = h("section", { class: "details", "aria-label": "The chosen call", tabindex: 0 }, h("p", { class: "note" }, "Choose a call to see its trail."));
  const list = new VirtualList("Calls, the newest first", COLUMNS, (call) => details.replaceChildren(...trail(call)));

  function wanted(call) {
    const last = outcome.value;
    return (
      (last === "every outcome" || call.outcome === last) &&
      (!several.checked || call.attempts.length > 1) &&
      words.value.toLowerCase().split(/\s+/).every((word) => call.words.includes(word))
    );
  }

  function all() {
    shown = calls.all.filter(wanted).reverse();
    update(0);
  }

  function update(added) {
    list.show(shown, added);
    const missed = calls.missed === 0 ? "" : `; ${calls.missed} came and were gone before they could be had`;
    count.textContent = `${shown.length} of ${calls.all.length} calls${missed}`;
  }

  function hold() {
    paused = !paused;
    pause.setAttribute("aria-pressed", paused);
    pause.textContent = paused ? "Go on" : "Pause";
    if (!paused) all();
  }

  const unlisten = calls.listen((fresh) => {
    if (paused) return;
    news += fresh.length;
    const more = fresh.filter(wanted).reverse();
    shown = more.concat(shown);
    // What the page has forgotten stands at the end.
    while (shown.length > 0 && shown[shown.length - 1].serial < calls.all[0].serial) shown.pop();
    update(more.length);
  });
  const timer = setInterval(() => {
    if (news > 0) say(`${news} new calls`);
    news = 0;
  }, SAY_MILLIS);

  root.append(
    h(
      "div",
      { class: "calls" },
      h("h2", {}, title),
      h("div", { class: "tools", role: "search", "aria-label": "Filters" }, field("Filter", words), field("Outcome", outcome), field("more than one attempt", several, "check"), pause, count),
      h("div", { class: "split" }, list.element, details),
    ),
  );
  all();
  return () => {
    unlisten();
    clearInterval(timer);
    list.end();
  };
}

function last(call) {
  return call.attempts[call.attempts.length - 1];
}

/** Into the text that is there: rows are filled anew with every frame of scrolling. */
function put(cell, value) {
  if (cell.firstChild === null) cell.append(String(value));
  else cell.firstChild.data = value;
}

function text(of) {
  return (cell, call) => {
    put(cell, of(call) ?? "");
  };
}

const COLUMNS = [
  { name: "Began", fill: text((call) => clock(call.began_at)) },
  {
    name: "Outcome",
    fill: (cell, call) => {
      put(cell, call.outcome);
      cell.className = `cell ${tone(call.outcome)}`;
    },
  },
  { name: "Caller", fill: text((call) => (call.tenant === undefined ? call.caller : `${call.tenant}/${call.caller}`)) },
  { name: "Route", fill: text((call) => call.route) },
  { name: "Target", fill: text((call) => last(call)?.target) },
  { name: "Tries", number: true, fill: text((call) => call.attempts.length) },
  { name: "Took", number: true, fill: text((call) => millis(call.ms)) },
  {
    name: "Trail",
    fill: (cell, call) => {
      if (cell.firstChild === null) cell.append(h("div", { class: "mini", "aria-hidden": "true" }), h("span", { class: "unseen" }));
      cell.firstChild.style.backgroundImage = call.attempts.map((attempt) => strip(attempt, call.ms)).join(", ");
      put(cell.lastChild, call.attempts.map((attempt) => `${attempt.why} ${attempt.outcome}`).join(", "));
    },
  },
];

/** One layer of a background: no element of its own. */
function strip(one, whole) {
  const scale = 100 / Math.max(whole, 0.1);
  const from = Math.min(98, one.start_ms * scale).toFixed(1);
  const to = Math.min(100, Math.max(Number(from) + 2, one.end_ms * scale)).toFixed(1);
  return `linear-gradient(to right, transparent ${from}%, var(--${tone(one.outcome)}) ${from}% ${to}%, transparent ${to}%)`;
}

function bar(one, whole, kind = tone(one.outcome)) {
  const element = h("div", { class: `bar ${kind}` });
  const scale = 100 / Math.max(whole, 0.1);
  element.style.left = `${Math.min(99, one.start_ms * scale)}%`;
  element.style.width = `${Math.min(100, Math.max(0.5, (one.end_ms - one.start_ms) * scale))}%`;
  return element;
}

/** The waterfall for the eye, and the same as a table. */
function trail(call) {
  const whole = Math.max(call.ms, ...call.attempts.map((one) => one.end_ms));
  const checks = call.checks ?? [];
  const lines = [
    ...checks.filter((check) => check.side === "input").map((check) => [`${check.guardrail} (${check.side})`, bar(check, whole, "check")]),
    ...call.attempts.map((attempt) => [`${attempt.number} ${attempt.target}`, bar(attempt, whole), attempt.first_content_ms]),
    ...checks.filter((check) => check.side !== "input").map((check) => [`${check.guardrail} (${check.side})`, bar(check, whole, "check")]),
  ];
  return [
    h("h2", {}, `Call ${call.request_id}`),
    facts([
      ["Outcome", call.outcome],
      ["Caller", call.tenant === undefined ? call.caller : `${call.caller} of ${call.tenant}`],
      ["Route", call.route],
      ["Asked for", `${call.operation}${call.stream ? ", streamed" : ""}`],
      ["Began", call.began_at],
      ["Took", millis(call.ms)],
      ["First content", call.first_content_ms === undefined ? "" : `after ${millis(call.first_content_ms)}`],
      ["Tokens", call.prompt_tokens === undefined ? "" : `${call.prompt_tokens} in (${call.cached_tokens} cached), ${call.completion_tokens} out`],
      ["Cost", dollars(call.cost_usd)],
      ["Trace", call.trace_id],
    ]),
    h(
      "div",
      { class: "fall", "aria-hidden": "true" },
      lines.map(([name, shape, first]) => [h("div", { class: "name" }, name), h("div", { class: "track" }, shape, first !== undefined && mark(first, whole))]),
      h("div", {}),
      h("div", { class: "axis" }, h("span", {}, "0"), h("span", {}, millis(Math.round(whole * 5) / 10)), h("span", {}, millis(whole))),
    ),
    table(
      "Attempts, in the order in which they began",
      [
        { name: "Attempt", of: (one) => `${one.number}, ${one.why}` },
        { name: "Target", of: (one) => one.target },
        { name: "Outcome", of: (one) => h("span", { class: tone(one.outcome) }, one.outcome + (one.limit === undefined ? "" : ` (${one.limit})`)) },
        { name: "From", number: true, of: (one) => millis(one.start_ms) },
        { name: "To", number: true, of: (one) => millis(one.end_ms) },
        { name: "Cost", number: true, of: (one) => dollars(one.cost_usd) },
        { name: "Breaker after it", of: (one) => one.breaker },
        { name: "Keeps data in", of: (one) => one.residency },
        { name: "Said", of: (one) => one.message ?? "" },
      ],
      call.attempts,
      "No target was asked.",
    ),
    checks.length > 0 &&
      table(
        "Guardrails that asked others",
        [
          { name: "Guardrail", of: (one) => one.guardrail },
          { name: "Side", of: (one) => one.side },
          { name: "Outcome", of: (one) => one.outcome },
          { name: "From", number: true, of: (one) => millis(one.start_ms) },
          { name: "To", number: true, of: (one) => millis(one.end_ms) },
        ],
        checks,
      ),
  ].filter((element) => element !== false);
}

function mark(first, whole) {
  const element = h("div", { class: "first" });
  element.style.left = `${Math.min(100, (first / whole) * 100)}%`;
  return element;
}

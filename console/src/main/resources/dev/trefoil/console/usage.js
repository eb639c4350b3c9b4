// The view of usage and budgets: what calls have used and cost, by day and by what they are told apart by.
import { choice, dollars, field, h, moment, problem, table } from "./dom.js";
import { bars } from "./plot.js";

export const title = "Usage";

const BUDGET_MILLIS = 5000;
const GROUPS = ["route", "target", "model", "caller", "tenant"];

function day(date) {
  return date.toISOString().slice(0, 10);
}

export function render(root, { api, calls, say }) {
  const now = new Date();
  const from = h("input", { type: "date", id: "from", value: day(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))), required: true });
  const to = h("input", { type: "date", id: "to", value: day(now), required: true });
  const group = choice(GROUPS, "route", { id: "group" });
  const out = h("div", {});
  const budgets = h("div", {});
  const warnings = h("div", {});
  let timer;
  let ended = false;

  function query(columns) {
    return `usage?from=${encodeURIComponent(from.value)}&to=${encodeURIComponent(to.value)}&group_by=${columns}`;
  }

  async function ask(event) {
    event?.preventDefault();
    try {
      const [byDay, byGroup] = await Promise.all([api.get(query("day")), api.get(query(group.value))]);
      out.replaceChildren(...found(byDay, byGroup, group.value));
      say(`${byGroup.data.length} rows of usage`);
    } catch (error) {
      out.replaceChildren(problem(error));
    }
  }

  async function download() {
    try {
      const text = await api.text(`${query(`day,${GROUPS.join(",")}`)}&format=csv`, "text/csv");
      const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      h("a", { href: url, download: `usage-${from.value}-${to.value}.csv` }).click();
      URL.revokeObjectURL(url);
    } catch (error) {
      out.replaceChildren(problem(error));
    }
  }

  async function stand() {
    try {
      budgets.replaceChildren(standing((await api.get("trefoil/budgets")).data));
    } catch (error) {
      budgets.replaceChildren(h("p", { class: "note" }, error.message));
    }
    warned();
    if (!ended) timer = setTimeout(stand, BUDGET_MILLIS);
  }

  function warned() {
    warnings.replaceChildren(
      table(
        "Budgets that this process has found to be spent beyond their soft limit",
        [
          { name: "At", of: (one) => moment(one.at) },
          { name: "Budget", of: (one) => one.warning },
          { name: "Found by a call of", of: (one) => one.caller },
          { name: "to", of: (one) => one.route },
        ],
        calls.warnings,
        "None.",
      ),
    );
  }

  root.append(
    h("h2", {}, title),
    h("form", { onsubmit: ask, "aria-label": "Usage" }, field("From", from), field("To", to), field("By", group), h("button", { type: "submit" }, "Show"), h("button", { type: "button", onclick: download }, "CSV")),
    out,
    h("h3", {}, "Budgets"),
    budgets,
    warnings,
  );
  ask();
  stand();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Each bound with a bar of how much of it is used. */
function standing(bounds) {
  const shown = (bound, value) => (bound.bound.startsWith("usd") ? dollars(value) : String(Math.round(value)));
  return table(
    "Budgets of accounts that the configuration names",
    [
      { name: "Account", of: (bound) => (bound.account === "all" ? "all calls" : `${bound.account} ${bound.name}`) },
      { name: "Budget", of: (bound) => bound.bound },
      { name: "Used", number: true, of: (bound) => shown(bound, bound.used) },
      { name: "of", number: true, of: (bound) => shown(bound, bound.most) },
      { name: "Reserved", number: true, of: (bound) => shown(bound, bound.reserved) },
      { name: "Share", of: (bound) => h("meter", { min: 0, max: 100, high: 80, optimum: 0, value: percent(bound), "aria-label": `${percent(bound)}% of ${bound.bound} of ${bound.account} ${bound.name}` }) },
      { name: "Begins anew", of: (bound) => moment(bound.resets_at) },
    ],
    bounds,
  );
}

function percent(bound) {
  return bound.most === 0 ? 100 : Math.min(100, Math.round((bound.used / bound.most) * 100));
}

function found(byDay, byGroup, column) {
  const days = byDay.data.toSorted((a, b) => a.day.localeCompare(b.day));
  const names = days.map((row) => row.day);
  const rows = byGroup.data.toSorted((a, b) => b.cost_usd - a.cost_usd);
  return [
    h(
      "div",
      { class: "pair" },
      bars("Cost a day", names, days.map((row) => row.cost_usd), dollars),
      bars("Tokens a day", names, days.map((row) => row.input_tokens + row.output_tokens), String),
    ),
    table(
      `Usage by ${column}, ${byGroup.from} to ${byGroup.to}`,
      [
        { name: column, of: (row) => row[column] ?? "Total" },
        { name: "Calls", number: true, of: (row) => row.calls },
        { name: "Failed", number: true, of: (row) => row.failed_calls },
        { name: "Attempts", number: true, of: (row) => row.attempts },
        { name: "Tokens in", number: true, of: (row) => row.input_tokens },
        { name: "Cached", number: true, of: (row) => row.cached_tokens },
        { name: "Tokens out", number: true, of: (row) => row.output_tokens },
        { name: "Cost", number: true, of: (row) => dollars(row.cost_usd) },
        { name: "Estimated", number: true, of: (row) => row.estimated_attempts },
        { name: "Without a price", number: true, of: (row) => row.unpriced_attempts },
      ],
      rows.length === 0 ? rows : [...rows, byGroup.total],
      "Nothing was used.",
    ),
  ];
}

// The view of issued keys: listed, issued, rotated and revoked by whoever the gateway takes for an operator.
import { field, h, moment, problem, table } from "./dom.js";

const DAY_SECONDS = 86400;

export const title = "Keys";

export function render(root, { api, say }) {
  const name = h("input", { id: "key-name", required: true, maxlength: 128, autocomplete: "off" });
  const tenant = h("input", { id: "key-tenant", maxlength: 128, autocomplete: "off" });
  const routes = h("input", { id: "key-routes", autocomplete: "off", placeholder: "every one" });
  const days = h("input", { id: "key-days", type: "number", min: 1, max: 3660, placeholder: "never" });
  const overlap = h("input", { id: "key-overlap", type: "number", min: 0, value: 3600, required: true });
  const filter = h("input", { type: "search", id: "key-filter", autocomplete: "off", oninput: () => draw() });
  const told = h("div", { role: "status" });
  const out = h("div", {});
  let keys = [];
  let sure = "";

  async function list() {
    try {
      keys = (await api.get("admin/keys")).data;
      draw();
    } catch (error) {
      out.replaceChildren(problem(error));
    }
  }

  function draw() {
    const word = filter.value.toLowerCase();
    out.replaceChildren(
      table(
        "Issued keys; those of the configuration are not among them",
        [
          { name: "Id", of: (key) => key.id },
          { name: "Name", of: (key) => key.name },
          { name: "Tenant", of: (key) => key.tenant ?? "" },
          { name: "May ask for", of: (key) => (key.routes === undefined ? "everything" : key.routes.join(", ")) },
          { name: "Issued", of: (key) => moment(key.created_at * 1000) },
          { name: "Ends", of: (key) => (key.expires_at === undefined ? "never" : moment(key.expires_at * 1000)) },
          { name: "Change", of: actions },
        ],
        keys.filter((key) => `${key.id} ${key.name} ${key.tenant ?? ""}`.toLowerCase().includes(word)),
        "No key is issued.",
      ),
    );
  }

  function actions(key) {
    const revoke = h(
      "button",
      { type: "button", "aria-label": `${sure === key.id ? "Yes, revoke" : "Revoke"} the key ${key.id} of ${key.name}`, onclick: () => (sure === key.id ? remove(key) : ask(key)) },
      sure === key.id ? "Yes, revoke" : "Revoke",
    );
    return h("span", {}, h("button", { type: "button", "aria-label": `Rotate the key ${key.id} of ${key.name}`, onclick: () => rotate(key) }, "Rotate"), " ", revoke);
  }

  /** Twice, since nothing brings a revoked key back. */
  function ask(key) {
    sure = key.id;
    draw();
    out.querySelector(`button[aria-label^="Yes"]`)?.focus();
  }

  async function change(work, words) {
    try {
      const answer = await work();
      if (answer.key !== undefined) tell(answer);
      say(words);
      sure = "";
      await list();
    } catch (error) {
      told.replaceChildren(problem(error));
    }
  }

  function issue(event) {
    event.preventDefault();
    const body = { name: name.value };
    if (tenant.value !== "") body.tenant = tenant.value;
    if (routes.value.trim() !== "") body.routes = routes.value.split(",").map((route) => route.trim());
    if (days.value !== "") body.expires_in_seconds = Number(days.value) * DAY_SECONDS;
    change(() => api.json("POST", "admin/keys", { body }), `A key of ${name.value} is issued`);
  }

  function rotate(key) {
    change(() => api.json("POST", `admin/keys/${encodeURIComponent(key.id)}/rotate`, { body: { overlap_seconds: Number(overlap.value) } }), `The key of ${key.name} is rotated`);
  }

  function remove(key) {
    change(() => api.json("DELETE", `admin/keys/${encodeURIComponent(key.id)}`), `The key of ${key.name} is revoked`);
  }

  function tell(answer) {
    told.replaceChildren(
      h(
        "div",
        { class: "box" },
        h("p", {}, `The key ${answer.id} of ${answer.name}, shown this once:`),
        h("p", { class: "secret", id: "new-key" }, answer.key),
        h("button", { type: "button", onclick: () => told.replaceChildren() }, "Forget it"),
      ),
    );
  }

  root.append(
    h("h2", {}, title),
    h("form", { onsubmit: issue, "aria-label": "Issue a key" }, field("Name", name), field("Tenant", tenant), field("Routes, by commas", routes), field("Days", days), h("button", { type: "submit" }, "Issue")),
    told,
    h("div", { class: "tools", role: "search", "aria-label": "Filters" }, field("Filter", filter), field("Overlap of a rotation, seconds", overlap)),
    out,
  );
  list();
  return () => {};
}

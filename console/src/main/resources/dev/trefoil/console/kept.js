// The view of what is kept: a response (a run of an agent is one), a conversation or a job, by its id. The doors decide who may see it.
import { field, h, problem } from "./dom.js";

export const title = "Kept";

/** What is asked of the doors for an id, by how it begins. */
const KINDS = [
  { begins: "resp_", name: "Response", paths: (id) => [["The response", `responses/${id}`], ["What it was asked", `responses/${id}/input_items?limit=100`]] },
  { begins: "conv_", name: "Conversation", paths: (id) => [["The conversation", `conversations/${id}`], ["Its items", `conversations/${id}/items?limit=100`]] },
  { begins: "job_", name: "Job", paths: (id) => [["The job", `jobs/${id}`]] },
];

export function render(root, { api, say }) {
  const id = h("input", { id: "kept-id", required: true, maxlength: 256, autocomplete: "off", size: 50, placeholder: "resp_…, conv_… or job_…" });
  const out = h("div", {});

  async function show(event) {
    event.preventDefault();
    const wanted = id.value.trim();
    const kind = KINDS.find((one) => wanted.startsWith(one.begins));
    if (kind === undefined) {
      out.replaceChildren(problem({ message: "An id begins with resp_, conv_ or job_." }));
      return;
    }
    const parts = [h("h3", {}, `${kind.name} ${wanted}`)];
    for (const [what, path] of kind.paths(encodeURIComponent(wanted))) {
      try {
        parts.push(h("h3", {}, what), h("pre", { tabindex: 0, role: "region", "aria-label": what }, JSON.stringify(await api.get(path), null, 2)));
      } catch (error) {
        parts.push(problem(error));
        break;
      }
    }
    out.replaceChildren(...parts);
    say(`${kind.name} ${wanted}`);
  }

  root.append(
    h("h2", {}, "Kept responses, conversations, runs and jobs"),
    h("p", { class: "note" }, "They are shown to whom they belong: the key decides. A run of an agent is the response that it answers."),
    h("form", { onsubmit: show, "aria-label": "Find by id" }, field("Id", id), h("button", { type: "submit" }, "Show")),
    out,
  );
  return () => {};
}

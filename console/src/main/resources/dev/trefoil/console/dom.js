// Elements made of parts. A text is always put in as text, whoever wrote it: nothing here takes markup.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; attributes whose name begins with "on" are listeners. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function s(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter(isThere).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

function isThere(child) {
  return child !== undefined && child !== null && child !== false;
}

/** A table; a column is {name, of(row), number}, of which "of" gives a text or an element. */
export function table(caption, columns, rows, none = "None.") {
  return h(
    "table",
    {},
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", class: column.number && "number" }, column.name)))),
    h(
      "tbody",
      {},
      rows.length === 0 && h("tr", {}, h("td", { colspan: columns.length, class: "note" }, none)),
      rows.map((row) => h("tr", {}, columns.map((column) => h("td", { class: column.number && "number" }, column.of(row))))),
    ),
  );
}

/** Names and values, without those that are absent. */
export function facts(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(([, value]) => isThere(value) && value !== "").map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** A labelled control. */
export function field(label, control, kind = "") {
  return kind === "check" ? h("label", { class: "check" }, control, label) : h("label", {}, label, control);
}

export function choice(options, chosen, attributes = {}) {
  return h("select", attributes, options.map((option) => h("option", { value: option, selected: option === chosen }, option)));
}

export function problem(error) {
  return h("p", { class: "problem", role: "alert" }, error.message ?? String(error));
}

export function millis(value) {
  if (value === undefined) return "";
  return value >= 10000 ? `${(value / 1000).toFixed(1)} s` : `${value >= 100 ? Math.round(value) : value} ms`;
}

export function dollars(value) {
  if (value === undefined) return "";
  return value === 0 ? "$0" : value >= 0.01 ? `$${value.toFixed(2)}` : `$${value.toPrecision(2)}`;
}

/** By hand: a locale's own form takes longer than all else of a row. */
export function clock(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

export function moment(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString([], { hour12: false });
}

/** How an outcome is coloured; the word stands beside it always. */
export function tone(outcome) {
  if (["answered", "ok", "cached", "closed"].includes(outcome)) return "ok";
  return ["abandoned", "outrun", "started", "rejected", "half_open"].includes(outcome) ? "other" : "bad";
}

// A list of any length of which only what can be seen is in the page: some fifty rows, filled anew while it is scrolled.
import { h } from "./dom.js";

const ROW = 28;
const BEYOND = 4;

export class VirtualList {
  #items = [];
  #rows = [];
  #chosen;
  #asked = false;
  #columns;
  #onChoose;
  #space = h("div", { class: "space", role: "rowgroup" });
  #scroll;
  #watch;

  /**
   * @param label of the list
   * @param columns each {name, number, fill(cell, item)}
   * @param onChoose is told the item that is chosen, by a click or by the keyboard
   */
  constructor(label, columns, onChoose) {
    this.#columns = columns;
    this.#onChoose = onChoose;
    this.#scroll = h("div", { class: "scroll", tabindex: -1, role: "presentation", onscroll: () => this.#draw() }, this.#space);
    this.element = h(
      "div",
      { class: "grid", role: "grid", tabindex: 0, "aria-label": label, "aria-colcount": columns.length, onkeydown: (event) => this.#key(event) },
      h("div", { role: "rowgroup" }, h("div", { class: "row head", role: "row" }, columns.map((column) => h("div", { class: column.number ? "cell number" : "cell", role: "columnheader" }, column.name)))),
      this.#scroll,
    );
    this.#watch = new ResizeObserver(() => this.#draw());
    this.#watch.observe(this.#scroll);
  }

  /** @param added how many of them are new, at the top: what is read stays where it is */
  show(items, added) {
    this.#items = items;
    this.#space.style.height = `${items.length * ROW}px`;
    this.element.setAttribute("aria-rowcount", items.length + 1);
    if (added > 0 && this.#scroll.scrollTop > 0) this.#scroll.scrollTop += added * ROW;
    this.#draw();
  }

  end() {
    this.#watch.disconnect();
  }

  /** Once a frame, however often it is asked for. */
  #draw() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#fill();
    });
  }

  #fill() {
    const from = Math.max(0, Math.floor(this.#scroll.scrollTop / ROW) - BEYOND);
    const count = Math.min(this.#items.length - from, Math.ceil(this.#scroll.clientHeight / ROW) + 2 * BEYOND);
    while (this.#rows.length < count) this.#rows.push(this.#row());
    this.#rows.forEach((row, at) => {
      row.element.hidden = at >= count;
      if (at < count) this.#put(row, from + at);
    });
    const active = this.#rows.find((row) => !row.element.hidden && row.item === this.#chosen && row.item !== undefined);
    if (active) this.element.setAttribute("aria-activedescendant", active.element.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  #row() {
    const cells = this.#columns.map((column) => h("div", { class: column.number ? "cell number" : "cell", role: "gridcell" }));
    const row = { item: undefined, at: -1, cells, element: h("div", { class: "row", role: "row", id: `row-${this.#rows.length}` }, cells) };
    row.element.addEventListener("click", () => this.#choose(row.at));
    this.#space.append(row.element);
    return row;
  }

  #put(row, at) {
    const item = this.#items[at];
    if (row.item !== item) {
      row.item = item;
      this.#columns.forEach((column, i) => column.fill(row.cells[i], item));
    }
    if (row.at !== at) {
      row.at = at;
      row.element.style.transform = `translateY(${at * ROW}px)`;
      row.element.setAttribute("aria-rowindex", at + 2);
    }
    row.element.setAttribute("aria-selected", item === this.#chosen);
  }

  #choose(at) {
    const item = this.#items[at];
    if (item === undefined) return;
    this.#chosen = item;
    const top = at * ROW;
    const { scrollTop, clientHeight } = this.#scroll;
    if (top < scrollTop) this.#scroll.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.#scroll.scrollTop = top + ROW - clientHeight;
    this.#draw();
    this.#onChoose(item);
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.#scroll.clientHeight / ROW) - 1);
    const at = this.#items.indexOf(this.#chosen);
    const last = this.#items.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last }[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    this.#choose(Math.min(last, Math.max(0, to)));
  }
}

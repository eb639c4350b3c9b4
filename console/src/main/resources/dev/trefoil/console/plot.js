// Plots as SVG, each with the words of what it shows.
import { h, s } from "./dom.js";

const WIDTH = 600;
const HEIGHT = 100;
const WIDE = 60;

function plot(words, ...shapes) {
  return s("svg", { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": words }, shapes);
}

/** A line through numbers; null leaves a gap. */
export function line(words, values) {
  const most = Math.max(1, ...values.filter((value) => value !== null));
  let path = "";
  values.forEach((value, i) => {
    if (value === null) return;
    const begins = path === "" || values[i - 1] === null;
    const x = values.length < 2 ? WIDTH / 2 : (i / (values.length - 1)) * WIDTH;
    path += `${begins ? "M" : "L"}${x.toFixed(1)} ${(HEIGHT - 4 - (value / most) * (HEIGHT - 8)).toFixed(1)}`;
    if (begins && (i === values.length - 1 || values[i + 1] === null)) path += "h2";
  });
  return plot(words, s("path", { class: "line", d: path }));
}

/** Bars of good and bad, one upon the other. */
export function stacked(words, pairs) {
  const most = Math.max(1, ...pairs.map(([good, bad]) => good + bad));
  const wide = WIDTH / Math.max(1, pairs.length);
  return plot(
    words,
    pairs.flatMap(([good, bad], i) => {
      const x = (i * wide).toFixed(1);
      const width = Math.max(1, wide - 1).toFixed(1);
      const up = (good / most) * HEIGHT;
      const more = (bad / most) * HEIGHT;
      return [
        good > 0 && s("rect", { class: "ok", x, width, y: (HEIGHT - up).toFixed(1), height: up.toFixed(1) }),
        bad > 0 && s("rect", { class: "bad", x, width, y: (HEIGHT - up - more).toFixed(1), height: more.toFixed(1) }),
      ];
    }),
  );
}

/** A figure of bars with names below, first and last. */
export function bars(title, names, values, shown) {
  const most = Math.max(...values, 0) || 1;
  const wide = Math.min(WIDE, WIDTH / Math.max(1, values.length));
  const words = `${title}: ${names.map((name, i) => `${name} ${shown(values[i])}`).join(", ") || "nothing"}`;
  return h(
    "figure",
    {},
    plot(
      words,
      values.map((value, i) => {
        const up = (value / most) * (HEIGHT - 4);
        return s("rect", { class: "bars", x: (i * wide).toFixed(1), width: Math.max(1, wide - 2).toFixed(1), y: (HEIGHT - up).toFixed(1), height: up.toFixed(1) }, s("title", {}, `${names[i]}: ${shown(value)}`));
      }),
    ),
    h("div", { class: "days" }, h("span", {}, names[0] ?? ""), h("span", {}, names.length > 1 ? names[names.length - 1] : "")),
    h("figcaption", {}, `${title}, at most ${shown(Math.max(...values, 0))}`),
  );
}

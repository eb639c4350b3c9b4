// The frame: who is asked, with which key, and which view is shown. The key is held here and, if that is wished, by the tab's own storage.
import { Api, Refusal } from "./api.js";
import * as calls from "./calls.js";
import { field, h, problem } from "./dom.js";
import { Calls, Feed } from "./feed.js";
import * as kept from "./kept.js";
import * as keys from "./keys.js";
import * as switchboard from "./switchboard.js";
import * as targets from "./targets.js";
import * as usage from "./usage.js";

const STORED = "trefoil-console-key";
const UNAUTHORIZED = 401;

const place = (id) => document.getElementById(id);
const main = place("view");
const nav = place("views");
const gateways = place("gateway");
const signOut = place("sign-out");

let site = { gateways: [] };
let views = {};
let session;
let end = () => {};

/** Tells whoever listens to the page, politely. */
function say(words) {
  place("said").textContent = words;
}

function state(words) {
  if (place("live").textContent !== words) place("live").textContent = words;
}

async function start() {
  try {
    const response = await fetch("site.json", { cache: "no-store" });
    if (response.ok) site = await response.json();
  } catch {
    // From a bucket without one: the gateway is asked for.
  }
  if (site.switchboard !== undefined) site.switchboard = new URL(site.switchboard, document.baseURI).href.replace(/\/$/, "");
  views = { calls, targets, usage, keys, kept, ...(site.switchboard === undefined ? {} : { switchboard }) };
  gateways.replaceChildren(...site.gateways.map((gateway) => h("option", { value: gateway.url }, gateway.name)));
  const several = site.gateways.length > 1;
  gateways.hidden = !several;
  place("gateway-label").hidden = !several;
  gateways.addEventListener("change", () => enter(session?.key ?? sessionStorage.getItem(STORED) ?? ""));
  signOut.addEventListener("click", leave);
  // The fragment names the view: it is not to name the place that is skipped to.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  addEventListener("hashchange", show);
  if (site.gateways.length === 0) signIn();
  else await enter(sessionStorage.getItem(STORED) ?? "");
}

/** Begins with a key, where the gateway takes it; where it does not, another is asked for. */
async function enter(key, url = gateways.value) {
  const api = new Api(new URL(url, document.baseURI).href, key);
  try {
    await api.get("targets");
  } catch (error) {
    stop();
    signIn(error instanceof Refusal && error.status === UNAUTHORIZED && key === "" ? undefined : error);
    return;
  }
  stop();
  const seen = new Calls();
  session = { key, api, calls: seen, feed: new Feed(api, seen, state).start() };
  signOut.hidden = key === "";
  nav.hidden = false;
  show();
}

function stop() {
  end();
  end = () => {};
  session?.feed.stop();
  session = undefined;
  signOut.hidden = true;
  nav.hidden = true;
  state("");
}

function leave() {
  sessionStorage.removeItem(STORED);
  stop();
  signIn();
}

function signIn(error) {
  const key = h("input", { type: "password", id: "key", autocomplete: "off", spellcheck: "false" });
  const keep = h("input", { type: "checkbox", id: "keep" });
  const url = h("input", { type: "url", id: "url", placeholder: "https://gateway.example/v1", required: true });
  const unnamed = site.gateways.length === 0;
  const submit = async (event) => {
    event.preventDefault();
    const value = key.value.trim();
    if (keep.checked) sessionStorage.setItem(STORED, value);
    else sessionStorage.removeItem(STORED);
    await enter(value, unnamed ? url.value : gateways.value);
  };
  main.replaceChildren(
    h("h2", {}, "Sign in"),
    h("p", { class: "note" }, "With a key of the gateway. An operator sees everybody's calls and usage, everybody else their own."),
    error === undefined ? "" : problem(error),
    h("form", { onsubmit: submit, "aria-label": "Sign in" }, unnamed ? field("Gateway", url) : "", field("Key", key), field("keep it until this tab is closed", keep, "check"), h("button", { type: "submit" }, "Sign in")),
  );
  key.focus();
}

/** The view that the URL's fragment names. */
function show() {
  if (session === undefined) return;
  const name = Object.hasOwn(views, location.hash.slice(1)) ? location.hash.slice(1) : "calls";
  end();
  nav.replaceChildren(...Object.entries(views).map(([id, view]) => h("a", { href: `#${id}`, "aria-current": id === name && "page" }, view.title)));
  const root = h("div", { id: `view-${name}` });
  if (name === "calls") root.classList.add("whole");
  main.replaceChildren(root);
  end = views[name].render(root, { ...session, site, say });
  document.title = `${views[name].title}, Trefoil console`;
  main.focus({ preventScroll: true });
}

await start();

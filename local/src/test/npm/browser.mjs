// Chromium, which does as it is told: what ConsoleTest does with the console's page.
import { chromium } from "playwright-core";

const PATIENCE = 20000;
const FRAMES = 60;

let browser;
let page;
let seen;
let origin;

/** What the page's own scripts cannot see: what it asks of others, and what would be run or is refused. */
function watch() {
  seen = { foreign: [], refused: [], dialogs: [], errors: [] };
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "blob:") seen.foreign.push(request.url());
    if (url.href.includes("trefoil-")) seen.foreign.push(`a key in ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) seen.refused.push(message.text());
  });
}

/** Opens a page as in a new tab. */
export async function open(url, { chromium: executablePath }) {
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  await page?.context().close();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(PATIENCE);
  origin = new URL(url).origin;
  watch();
  await page.addInitScript(() => {
    window.frames50 = [];
    document.addEventListener("securitypolicyviolation", (event) => console.error(`Content Security Policy: ${event.violatedDirective}`));
    new PerformanceObserver((list) => window.frames50.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "long-animation-frame", buffered: true });
  });
  await page.goto(url);
  await page.locator("#view h2").waitFor();
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime));
  return { url: page.url(), title: await page.title(), firstPaintMs: paint[0] ?? -1 };
}

/** Steps in order, each of a name, a selector and what else it takes. */
export async function act(_, { steps }) {
  for (const [what, selector, value] of steps) {
    const element = page.locator(selector).first();
    if (what === "fill") await element.fill(value);
    else if (what === "click") await element.click();
    else if (what === "check") await element.check();
    else if (what === "select") await element.selectOption(value);
    else if (what === "press") await element.press(value);
    else if (what === "wait") await page.locator(selector).filter({ hasText: value }).first().waitFor();
    else if (what === "gone") await page.locator(selector).filter({ hasText: value }).first().waitFor({ state: "detached" });
    else throw new Error(`unknown step ${what}`);
  }
  return {};
}

/** The texts of all elements of a selector. */
export async function texts(_, { selector }) {
  return { texts: await page.locator(selector).allInnerTexts() };
}

export async function count(_, { selector }) {
  return { count: await page.locator(selector).count() };
}

export async function attributes(_, { selector, name }) {
  return { values: await page.locator(selector).evaluateAll((all, wanted) => all.map((one) => one.getAttribute(wanted) ?? ""), name) };
}

/** What the page is and holds, as text. */
export async function evaluate(_, { script }) {
  return { value: String(await page.evaluate(script)) };
}

/** The gateway holds events back, as a function does. */
export async function withoutEvents() {
  await page.route("**/v1/trefoil/calls*", (route) => route.continue({ headers: { ...route.request().headers(), accept: "application/json" } }));
  return {};
}

/** The gateway has so many calls, and a hundred more each time that it is asked again. */
export async function manyCalls(_, { calls }) {
  await page.route("**/v1/trefoil/calls*", (route) => {
    const after = Number(new URL(route.request().url()).searchParams.get("after")?.split("-")[1] ?? 0);
    const until = Math.min(after + 1000, after < calls ? calls : after + 100);
    const data = Array.from({ length: until - after }, (_unused, i) => call(after + i + 1));
    return route.fulfill({ json: { object: "list", process: "many", data, next: `many-${until}`, has_more: until < calls, missed: 0, budget_warnings: [] } });
  });
  return {};
}

function call(number) {
  const attempt = (n, target, outcome, start, end) => ({ number: n, target, why: n === 1 ? "first" : "fallback", outcome, start_ms: start, end_ms: end, breaker: "closed", residency: "eu" });
  const fails = number % 3 === 0;
  return {
    id: `many-${number}`,
    request_id: `call-${number}`,
    caller: `caller-${number % 20}`,
    route: "chat",
    operation: "chat",
    stream: true,
    began_at: new Date(1800000000000 + number * 100).toISOString(),
    ms: 100 + (number % 400),
    outcome: number % 10 === 0 ? "failed" : "answered",
    cost_usd: 0.001,
    prompt_tokens: 10,
    completion_tokens: 20,
    cached_tokens: 0,
    attempts: fails ? [attempt(1, "bedrock/claude", "timeout", 0, 50), attempt(2, "azure/gpt", "ok", 51, 100)] : [attempt(1, "azure/gpt", "ok", 0, 99)],
  };
}

/** Scrolls through the list: the longest frame meanwhile and since the page was opened, and how much of a processor a frame took. */
export async function scroll(_, { selector }) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => (await session.send("Performance.getMetrics")).metrics.find((metric) => metric.name === "TaskDuration").value;
  const before = await busy();
  const frames = await page.locator(selector).evaluate(async (element, times) => {
    const before = window.frames50.length;
    let longest = 0;
    let last = performance.now();
    for (let i = 1; i <= times; i++) {
      element.scrollTop = (i * 7919) % element.scrollHeight;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    await new Promise((done) => setTimeout(done, 300));
    return { longestMs: longest, over50: window.frames50.length - before, longestSinceOpenedMs: Math.max(0, ...window.frames50) };
  }, FRAMES);
  return { ...frames, cpuMs: (((await busy()) - before) * 1000) / FRAMES };
}

export async function scheme(_, { dark }) {
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  return { back: await page.evaluate(() => getComputedStyle(document.body).backgroundColor) };
}

export async function draw(_, { file }) {
  await page.screenshot({ path: file });
  return {};
}

export async function refusals() {
  return seen;
}

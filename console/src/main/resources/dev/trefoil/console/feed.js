// The calls that the page knows, and what brings them: events where they can be had, otherwise a question every 2 s.

const MOST = 5000;
const PAGE = 1000;
const MOST_PROCESSES = 16;
const POLL_MILLIS = 2000;
const AGAIN_MILLIS = 1000;
const LONGEST_PAUSE_MILLIS = 30000;

/** Calls in the order in which they came, the last 5,000. */
export class Calls {
  all = [];
  warnings = [];
  missed = 0;
  #came = 0;
  #ids = new Set();
  #listeners = new Set();

  add(calls) {
    const fresh = calls.filter((call) => !this.#ids.has(call.id));
    if (fresh.length === 0) return;
    for (const call of fresh) {
      this.#ids.add(call.id);
      call.serial = ++this.#came;
      // What filters look into; made once.
      call.words = [call.request_id, call.trace_id, call.caller, call.tenant, call.route, ...call.attempts.map((one) => one.target)].join(" ").toLowerCase();
    }
    this.all.push(...fresh);
    if (this.all.length > MOST) {
      for (const call of this.all.splice(0, this.all.length - MOST)) this.#ids.delete(call.id);
    }
    for (const listener of this.#listeners) listener(fresh);
  }

  /** Tells a listener of calls that come; gives what ends that. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Brings calls until it is stopped. */
export class Feed {
  #api;
  #calls;
  #tell;
  #end = new AbortController();
  #after = new Map();
  #waiting = [];
  #timer;

  /** @param tell is told in words how calls come */
  constructor(api, calls, tell) {
    this.#api = api;
    this.#calls = calls;
    this.#tell = tell;
  }

  start() {
    this.#run();
    return this;
  }

  stop() {
    this.#end.abort();
    clearTimeout(this.#timer);
  }

  async #run() {
    let pause = AGAIN_MILLIS;
    while (!this.#end.signal.aborted) {
      try {
        while (await this.#list(await this.#api.get(this.#path(`limit=${PAGE}`), this.#end.signal)));
        pause = AGAIN_MILLIS;
        if (await this.#streamed()) {
          await this.#sleep(AGAIN_MILLIS / 4);
        } else {
          this.#tell("Live, asked for every 2 s");
          await this.#sleep(POLL_MILLIS);
        }
      } catch (error) {
        if (this.#end.signal.aborted) return;
        this.#tell(error.status === 501 ? "No live calls: the gateway's configuration lacks console: true" : `No live calls: ${error.message}`);
        await this.#sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** Whether there is more already. */
  #list(page) {
    const process = page.process;
    const more = page.has_more && this.#after.get(process) !== page.next;
    // What was gone before the page was opened is not missed.
    if (this.#after.has(process)) this.#calls.missed += page.missed;
    this.#reached(process, page.next);
    this.#flush();
    this.#calls.warnings = page.budget_warnings;
    this.#calls.add(page.data);
    return more;
  }

  /** Whether there were events, which have ended by now. */
  async #streamed() {
    const open = () => this.#tell("Live");
    const instead = await this.#api.events(this.#path(""), this.#end.signal, open, (call) => {
      this.#reached(call.id.split("-")[0], call.id);
      this.#waiting.push(call);
      // Together, so that a burst is drawn once.
      this.#timer ??= setTimeout(() => this.#flush(), 50);
    });
    if (instead === undefined) return true;
    this.#list(instead);
    return false;
  }

  /** Behind one name there may be many processes, and none of them lives for ever. */
  #reached(process, call) {
    this.#after.delete(process);
    this.#after.set(process, call);
    if (this.#after.size > MOST_PROCESSES) this.#after.delete(this.#after.keys().next().value);
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#calls.add(this.#waiting.splice(0));
  }

  #path(query) {
    const parts = [...this.#after.values()].map((next) => `after=${encodeURIComponent(next)}`);
    if (query !== "") parts.push(query);
    return `trefoil/calls${parts.length === 0 ? "" : "?"}${parts.join("&")}`;
  }

  #sleep(time) {
    const signal = this.#end.signal;
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        done();
      };
      const timer = setTimeout(end, time);
      signal.addEventListener("abort", end);
    });
  }
}

// The admin door, by fetch: the key goes into a header, never into a URL.

/** What a door answers that is no answer. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export class Api {
  #base;
  #key;

  /** @param base the URL up to /v1, absolute */
  constructor(base, key) {
    this.#base = base.replace(/\/$/, "");
    this.#key = key;
  }

  /** A response whose status is good. */
  async #fetch(method, path, { body, accept = "application/json", signal } = {}) {
    const headers = { accept };
    if (this.#key !== "") headers.authorization = `Bearer ${this.#key}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    let response;
    try {
      response = await fetch(`${this.#base}/${path}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
      });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Refusal(0, "The gateway cannot be reached.");
    }
    if (!response.ok) throw new Refusal(response.status, await words(response));
    return response;
  }

  async json(method, path, options) {
    return (await this.#fetch(method, path, options)).json();
  }

  get(path, signal) {
    return this.json("GET", path, { signal });
  }

  async text(path, accept) {
    return (await this.#fetch("GET", path, { accept })).text();
  }

  /** Reads events until they end; what is no stream of them is given as the JSON that it is. */
  async events(path, signal, onOpen, onEvent) {
    const response = await this.#fetch("GET", path, { accept: "text/event-stream", signal });
    if (!(response.headers.get("content-type") ?? "").startsWith("text/event-stream")) return response.json();
    onOpen();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const data = event
          .split("\n")
          .filter((line) => line.startsWith("data: "))
          .map((line) => line.slice("data: ".length))
          .join("\n");
        if (data !== "") onEvent(JSON.parse(data));
      }
    }
  }
}

async function words(response) {
  let said = "";
  try {
    said = (await response.json()).error?.message ?? "";
  } catch {
    // It is no problem in our form; its status says enough.
  }
  return said === "" ? `The gateway answered ${response.status}.` : said;
}

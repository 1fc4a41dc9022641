/** A stand-in for the web channel behind `fetch`: sessions, replies, and failures on request. */

export const BASE = "https://chat.example/webhooks/web/";
export const ABOUT = { name: "Hepatica", longest: 2000 };

export class Server {
  /** Every request: method, path below the channel, token, body. */
  requests = [];
  /** What happens to the next requests, first in first out; answered properly when empty. */
  next = [];
  turns = [];
  #sessions = 0;

  fetch = async (address, { method, headers, body, signal }) => {
    const request = {
      method,
      path: address.slice(BASE.length),
      token: headers.Authorization?.replace("Bearer ", ""),
      body: body && JSON.parse(body),
    };
    signal.throwIfAborted();
    this.requests.push(request);
    const step = this.next.shift();
    return step ? step(request, signal) : this.#answer(request);
  };

  /** The requests of one path. */
  to(path) {
    return this.requests.filter((request) => request.path === path);
  }

  /** The texts of the messages that were sent, in their order. */
  get sent() {
    return this.to("webhook").map(({ body }) => body.message);
  }

  #answer({ method, path, token, body }) {
    if (method === "DELETE" || path === "feedback") return new Response(null, { status: 204 });
    if (path === "health") return json({ status: "ok" });
    if (path === "session") return json({ token: `token ${++this.#sessions}`, about: ABOUT });
    if (path === "history") return json({ token, about: ABOUT, turns: this.turns });
    return json({ id: body.id, token, messages: [{ text: `re: ${body.message}` }] });
  }
}

export function json(data, status = 200, headers = {}) {
  return new Response(JSON.stringify(data), { status, headers });
}

/** A step that answers with a status. */
export function status(code, headers = {}) {
  return () => json({ error: "code", detail: "Raw words of a server." }, code, headers);
}

/** A step without a network. */
export function noNetwork() {
  throw new TypeError("Failed to fetch");
}

/** A step that never answers. */
export function silence(_, signal) {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

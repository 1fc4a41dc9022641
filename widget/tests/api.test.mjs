import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { BASE, Server, json, noNetwork, silence, status } from "./server.mjs";

const { Api } = await load("api.ts");
const MESSAGE = { id: "1", message: "What is HCC?", language: "en" };

function setUp({ next = [], online = true, ...settings } = {}) {
  const server = new Server();
  server.next = next;
  const short = { timeout: 5000, pause: 1, online: () => online, ...settings };
  return { server, api: new Api(BASE, { fetch: server.fetch, ...short }) };
}

async function problemOf(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

test("a message goes out as JSON with the token in the header", async () => {
  const { server, api } = setUp();
  const reply = await api.send("secret", MESSAGE);
  assert.deepEqual(server.requests, [
    { method: "POST", path: "webhook", token: "secret", body: MESSAGE },
  ]);
  assert.deepEqual(reply.messages, [{ text: "re: What is HCC?" }]);
});

for (const [code, problem] of [
  [401, "no_session"],
  [413, "too_large"],
  [400, "refused"],
  [403, "refused"],
  [404, "refused"],
  [415, "refused"],
]) {
  test(`${code} is told as ${problem}, and not tried again`, async () => {
    const { server, api } = setUp({ next: [status(code)] });
    assert.equal((await problemOf(api.send("t", MESSAGE))).problem, problem);
    assert.equal(server.requests.length, 1);
  });
}

for (const [header, wait] of [
  ["7", 7],
  ["0", 1],
  ["999999", 3600],
  [undefined, 30],
  ["soon", 30],
]) {
  test(`a wait of ${header} becomes ${wait} seconds`, async () => {
    const { api } = setUp({ next: [status(429, header ? { "Retry-After": header } : {})] });
    const { problem, wait: told } = await problemOf(api.send("t", MESSAGE));
    assert.deepEqual([problem, told], ["too_many", wait]);
  });
}

test("a wait until a date becomes seconds", async () => {
  const date = new Date(Date.now() + 20_000).toUTCString();
  const { api } = setUp({ next: [status(429, { "Retry-After": date })] });
  const { wait } = await problemOf(api.send("t", MESSAGE));
  assert.ok(wait >= 18 && wait <= 20, `${wait}`);
});

test("a server out of order is asked three times with the same message", async () => {
  const { server, api } = setUp({ next: [status(500), status(503)] });
  await api.send("t", MESSAGE);
  assert.deepEqual(
    server.requests.map(({ body }) => body.id),
    ["1", "1", "1"],
  );
});

test("a server that stays out of order is told after three tries", async () => {
  const { server, api } = setUp({ next: [status(500), status(502), status(503), status(500)] });
  assert.equal((await problemOf(api.open())).problem, "broken");
  assert.equal(server.requests.length, 3);
});

test("the pauses between tries grow", async (context) => {
  const pauses = [];
  const timer = globalThis.setTimeout;
  context.mock.method(globalThis, "setTimeout", (done, ms, ...rest) => {
    pauses.push(ms);
    return timer(done, ms, ...rest);
  });
  const { api } = setUp({ next: [1, 2, 3].map(() => status(500)), pause: 20, timeout: 20_000 });
  await problemOf(api.open());
  assert.deepEqual(pauses.filter((ms) => ms !== 20_000), [20, 60]);
});

test("a dropped connection is tried again while the browser is online", async () => {
  const { server, api } = setUp({ next: [noNetwork] });
  await api.open();
  assert.equal(server.requests.length, 2);
});

test("without a network one try is enough", async () => {
  const { server, api } = setUp({ next: [noNetwork, noNetwork], online: false });
  assert.equal((await problemOf(api.open())).problem, "offline");
  assert.equal(server.requests.length, 1);
});

test("silence ends at the time-out, over all tries together", async () => {
  const { server, api } = setUp({ next: [status(500), silence], timeout: 300 });
  const begun = performance.now();
  assert.equal((await problemOf(api.open())).problem, "timeout");
  assert.ok(performance.now() - begun < 2000);
  assert.equal(server.requests.length, 2);
});

test("a time-out during a pause is a time-out", async () => {
  const { api } = setUp({ next: [status(500)], pause: 10_000, timeout: 30 });
  assert.equal((await problemOf(api.open())).problem, "timeout");
});

test("a body that never ends is a time-out", async () => {
  const endless = (_, signal) =>
    new Response(
      new ReadableStream({
        start: (stream) => signal.addEventListener("abort", () => stream.error(signal.reason)),
      }),
    );
  const { api } = setUp({ next: [endless], timeout: 30 });
  assert.equal((await problemOf(api.open())).problem, "timeout");
});

for (const [what, body] of [
  ["a proxy's page", "<html>Log in</html>"],
  ["no object", "null"],
]) {
  test(`${what} in place of an answer is a server out of order`, async () => {
    const page = () => new Response(body);
    const { api } = setUp({ next: [page, page, page] });
    assert.equal((await problemOf(api.open())).problem, "broken");
  });
}

test("a reply without messages is a server out of order, never silence", async () => {
  const { api } = setUp({ next: [() => json({ id: "1", token: "t", messages: [] })] });
  assert.equal((await problemOf(api.send("t", MESSAGE))).problem, "broken");
});

test("forgetting is done with an empty answer", async () => {
  const { server, api } = setUp();
  assert.equal(await api.forget("secret"), undefined);
  assert.equal(server.requests[0].method, "DELETE");
  assert.equal(server.requests[0].token, "secret");
});

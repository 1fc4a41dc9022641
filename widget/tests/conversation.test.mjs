import assert from "node:assert/strict";
import { test } from "node:test";
import { load, sleep, until } from "./load.mjs";
import { BASE, Server, json, noNetwork, silence, status } from "./server.mjs";

const { Api, Conversation, newId } = await load("api.ts", "conversation.ts", "entry.ts");

const TIMES = { slow: 20, probes: [1500], second: 100 };
const TRIES = 3;

/** A conversation with a server that does `next` first. `told` is what the listener heard. */
function setUp({ token, next = [], turns = [], timeout = 5000, probes } = {}) {
  const server = Object.assign(new Server(), { next, turns });
  const keep = new Map(token ? [["token", token]] : []);
  const network = { online: true };
  const told = [];
  const api = new Api(BASE, {
    fetch: server.fetch,
    timeout,
    pause: 1,
    online: () => network.online,
  });
  const conversation = new Conversation(
    api,
    keep,
    {
      changed() {},
      replied: ({ text }) => told.push(`replied ${text}`),
      failed: ({ text, problem }) => told.push(`failed ${text} ${problem}`),
    },
    { ...TIMES, ...(probes && { probes }) },
  );
  const texts = () => conversation.entries.map(({ text }) => text);
  const states = () => conversation.entries.map(({ state }) => state);
  const settled = () => until(() => states().every((state) => /done|failed/.test(state)));
  return { server, keep, network, told, conversation, texts, states, settled };
}

async function started(options) {
  const set = setUp(options);
  await set.conversation.start();
  return set;
}

function times(count, step) {
  return Array(count).fill(step);
}

test("without a token a new session begins, and its token is kept", async () => {
  const { conversation, server, keep } = await started();
  assert.equal(conversation.phase, "ready");
  assert.equal(conversation.about.name, "Hepatica");
  assert.deepEqual(
    server.requests.map(({ method, path }) => `${method} ${path}`),
    ["POST session"],
  );
  assert.equal(keep.get("token"), "token 1");
});

test("with a token the turns are shown again", async () => {
  const turns = [{ id: "a", text: "Hello", messages: [{ text: "Hi" }] }];
  const { conversation, server, states } = await started({ token: "old", turns });
  assert.deepEqual(
    server.requests.map(({ path, token }) => [path, token]),
    [["history", "old"]],
  );
  assert.deepEqual(conversation.entries[0].messages, [{ text: "Hi" }]);
  assert.deepEqual(states(), ["done"]);
  assert.equal(conversation.note, null);
});

test("when the kept session has ended a new one begins, and says so", async () => {
  const { conversation, keep } = await started({ token: "old", next: [status(401)] });
  assert.equal(conversation.phase, "ready");
  assert.equal(conversation.note, "session_ended");
  assert.equal(keep.get("token"), "token 1");
});

test("a start that fails is told, and can be tried again", async () => {
  const { conversation } = await started({ next: times(TRIES, status(500)) });
  assert.equal(conversation.phase, "closed");
  assert.deepEqual(conversation.trouble, { about: "start", problem: "broken" });
  await conversation.start();
  assert.equal(conversation.phase, "ready");
  assert.equal(conversation.trouble, null);
});

test("a server out of order at the start does not lose the token", async () => {
  const { keep, conversation } = await started({ token: "old", next: times(TRIES, status(500)) });
  assert.equal(keep.get("token"), "old");
  assert.equal(conversation.phase, "closed");
});

test("a start without a network happens by itself once there is one", async () => {
  const { conversation, network } = setUp({ next: [noNetwork] });
  network.online = false;
  await conversation.start();
  assert.deepEqual(conversation.trouble, { about: "start", problem: "offline" });
  network.online = true;
  conversation.reconnect();
  await until(() => conversation.phase === "ready");
});

test("a start without a network happens by itself also when no browser tells", async () => {
  const { conversation } = await started({ next: times(2 * TRIES, noNetwork), probes: [20] });
  assert.equal(conversation.phase, "closed");
  await until(() => conversation.phase === "ready");
});

test("a page that may not use the chat is told so, also for what is written then", async () => {
  const { conversation, settled, told } = await started({ next: [status(403)] });
  assert.equal(conversation.phase, "refused");
  conversation.say("Hello");
  await settled();
  assert.deepEqual(told, ["failed Hello refused"]);
});

test("what is written before the chat is open is sent once it is", async () => {
  const { conversation, server, settled } = setUp();
  const start = conversation.start();
  conversation.say("Early");
  await start;
  await settled();
  assert.deepEqual(server.sent, ["Early"]);
});

test("a message carries its own id, the text without spaces around it, and the language", async () => {
  const { conversation, server, settled } = await started();
  conversation.language = "zh";
  conversation.say("  什么是肝癌？\n");
  await settled();
  const [{ body, token }] = server.to("webhook");
  assert.deepEqual([body.message, body.language, token], ["什么是肝癌？", "zh", "token 1"]);
  assert.equal(body.id, conversation.entries[0].id);
  assert.match(body.id, /^[0-9a-f-]{36}$/);
});

test("an empty message is not sent", async () => {
  const { conversation, server } = await started();
  conversation.say(" \n ");
  await sleep(10);
  assert.deepEqual(server.sent, []);
  assert.deepEqual(conversation.entries, []);
});

test("the renewed token of a reply is used from then on", async () => {
  const reply = ({ body }) => json({ id: body.id, token: "renewed", messages: [{ text: "Hi" }] });
  const { conversation, server, settled, keep } = await started();
  server.next = [reply];
  conversation.say("One");
  conversation.say("Two");
  await settled();
  assert.deepEqual(
    server.to("webhook").map(({ token }) => token),
    ["token 1", "renewed"],
  );
  assert.equal(keep.get("token"), "renewed");
});

test("two quick messages are sent one after the other, in their order", async () => {
  const { conversation, server, settled, states } = await started();
  let answer;
  server.next = [({ body }) => new Promise((resolve) => (answer = () => resolve(reply(body))))];
  const reply = ({ id }) => json({ id, token: "t", messages: [{ text: "First" }] });
  conversation.say("One");
  conversation.say("Two");
  await until(() => answer);
  await sleep(10);
  assert.deepEqual(server.sent, ["One"]);
  assert.deepEqual(states(), ["sending", "queued"]);
  answer();
  await settled();
  assert.deepEqual(server.sent, ["One", "Two"]);
});

test("a slow answer is told, and no longer once it is there", async () => {
  const { conversation, server, settled } = await started();
  let answer;
  server.next = [
    ({ body }) =>
      new Promise((resolve) => {
        answer = () => resolve(json({ id: body.id, token: "t", messages: [{}] }));
      }),
  ];
  conversation.say("One");
  assert.equal(conversation.slow, false);
  await until(() => conversation.slow);
  answer();
  await settled();
  assert.equal(conversation.slow, false);
});

test("no answer in time is told; trying again sends the same id", async () => {
  const { conversation, server, settled, told, states } = await started({ timeout: 200 });
  server.next = [silence];
  conversation.say("One");
  await settled();
  assert.deepEqual(told, ["failed One timeout"]);
  conversation.resend(conversation.entries[0].id);
  await settled();
  assert.deepEqual(states(), ["done"]);
  const [first, second] = server.to("webhook").map(({ body }) => body.id);
  assert.equal(first, second);
});

test("a message that failed does not hold up the next, and is shown where it is sent again", async () => {
  const { conversation, server, settled, texts, states } = await started();
  server.next = times(TRIES, status(500));
  conversation.say("One");
  conversation.say("Two");
  await settled();
  assert.deepEqual(states(), ["failed", "done"]);
  conversation.resend(conversation.entries[0].id);
  await settled();
  assert.deepEqual(texts(), ["Two", "One"]);
  assert.deepEqual(states(), ["done", "done"]);
});

test("a message that is too large is kept, and can be taken back to be changed", async () => {
  const { conversation, server, settled, told } = await started();
  server.next = [status(413)];
  conversation.say("Long");
  await settled();
  assert.deepEqual(told, ["failed Long too_large"]);
  assert.equal(conversation.drop(conversation.entries[0].id), "Long");
  assert.deepEqual(conversation.entries, []);
});

test("only a failed message can be dropped or sent again", async () => {
  const { conversation, server, settled, states } = await started();
  conversation.say("One");
  await settled();
  const [{ id }] = conversation.entries;
  assert.equal(conversation.drop(id), "");
  conversation.resend(id);
  await sleep(10);
  assert.deepEqual(states(), ["done"]);
  assert.deepEqual(server.sent, ["One"]);
});

test("offline, all that waits is kept, told once, and sent in order when online again", async () => {
  const { conversation, server, network, settled, told, states } = await started();
  network.online = false;
  server.next = [noNetwork];
  conversation.say("One");
  conversation.say("Two");
  await settled();
  assert.deepEqual(told, ["failed One offline"]);
  assert.deepEqual(states(), ["failed", "failed"]);
  network.online = true;
  conversation.reconnect();
  await settled();
  assert.deepEqual(server.sent, ["One", "One", "Two"]);
  assert.deepEqual(states(), ["done", "done"]);
});

test("a connection that comes back unnoticed is found, without telling each failed try", async () => {
  const { conversation, server, settled, told, states } = await started({ probes: [20] });
  server.next = times(3 * TRIES, noNetwork);
  conversation.say("One");
  await until(() => told.includes("replied One"));
  await settled();
  assert.equal(server.sent.length, TRIES + 1);
  assert.deepEqual(told, ["failed One offline", "replied One"]);
  assert.deepEqual(states(), ["done"]);
});

test("a message written while others wait for the connection goes behind them", async () => {
  const { conversation, server, network, settled, texts } = await started();
  network.online = false;
  server.next = [noNetwork];
  conversation.say("One");
  await settled();
  network.online = true;
  conversation.say("Two");
  await settled();
  assert.deepEqual(server.sent, ["One", "One", "Two"]);
  assert.deepEqual(texts(), ["One", "Two"]);
});

test("after too many messages nothing is sent before the wait is over", async () => {
  const { conversation, server, settled, states } = await started();
  server.next = [status(429, { "Retry-After": "3" })];
  conversation.say("One");
  await settled();
  const [{ id, wait, ready }] = conversation.entries;
  assert.deepEqual([wait, ready], [3, false]);
  conversation.resend(id);
  conversation.say("Two");
  await settled();
  assert.deepEqual(server.sent, ["One"]);
  await until(() => conversation.entries.every((entry) => entry.ready));
  assert.deepEqual(states(), ["failed", "failed"]);
  conversation.resend(id);
  await settled();
  assert.deepEqual(server.sent, ["One", "One", "Two"]);
});

test("when the session has ended, a new one begins and gets the message", async () => {
  const { conversation, server, settled, told } = await started();
  conversation.say("One");
  await settled();
  server.next = [status(401)];
  conversation.say("Two");
  await settled();
  const sent = server.to("webhook").map(({ token, body }) => [token, body.message]);
  assert.deepEqual(sent.slice(1), [
    ["token 1", "Two"],
    ["token 2", "Two"],
  ]);
  assert.deepEqual(
    conversation.entries.map(({ renewed }) => renewed),
    [false, true],
  );
  assert.deepEqual(told, ["replied One", "replied Two"]);
});

test("a session that cannot be renewed keeps the message, without a loop", async () => {
  const { conversation, server, settled, told } = await started();
  server.next = [status(401), undefined, status(401)];
  conversation.say("One");
  await settled();
  assert.deepEqual(told, ["failed One broken"]);
  assert.equal(server.sent.length, 2);
});

test("forgetting erases at the server and here, and starts anew", async () => {
  const { conversation, server, settled, keep } = await started();
  conversation.say("One");
  await settled();
  assert.equal(await conversation.forget(), true);
  const [erased] = server.requests.filter(({ method }) => method === "DELETE");
  assert.deepEqual([erased.path, erased.token], ["session", "token 1"]);
  assert.deepEqual(conversation.entries, []);
  assert.equal(conversation.note, "forgotten");
  assert.equal(conversation.phase, "ready");
  assert.equal(keep.get("token"), "token 2");
});

test("forgetting waits for a message on its way, and sends none after it", async () => {
  const { conversation, server } = await started();
  server.next = [
    ({ body }) => sleep(30).then(() => json({ id: body.id, token: "late", messages: [{}] })),
  ];
  conversation.say("One");
  conversation.say("Two");
  await until(() => server.sent.length);
  await conversation.forget();
  await sleep(10);
  assert.deepEqual(server.sent, ["One"]);
  assert.equal(server.requests.find(({ method }) => method === "DELETE").token, "late");
  assert.deepEqual(conversation.entries, []);
});

test("forgetting that fails is told, and keeps what there is", async () => {
  const { conversation, server, settled, keep, texts } = await started();
  conversation.say("One");
  await settled();
  server.next = times(TRIES, status(503));
  assert.equal(await conversation.forget(), false);
  assert.deepEqual(conversation.trouble, { about: "forget", problem: "broken" });
  assert.deepEqual(texts(), ["One"]);
  assert.equal(keep.get("token"), "token 1");
  assert.equal(await conversation.forget(), true);
});

test("a session that has ended by itself counts as erased", async () => {
  const { conversation, server } = await started();
  server.next = [status(401)];
  assert.equal(await conversation.forget(), true);
  assert.equal(conversation.note, "forgotten");
});

test("a verdict that could not be saved is told", async () => {
  const { conversation, server } = await started();
  assert.equal(await conversation.feedback({ id: "a", verdict: "up" }), true);
  server.next = [status(400)];
  assert.equal(await conversation.feedback({ id: "a", verdict: "up" }), false);
});

test("ids are random UUIDs also where crypto.randomUUID is missing", () => {
  const { randomUUID } = crypto;
  crypto.randomUUID = undefined;
  try {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const ids = new Set(Array.from({ length: 50 }, newId));
    assert.equal(ids.size, 50);
    for (const id of ids) assert.match(id, pattern);
  } finally {
    crypto.randomUUID = randomUUID;
  }
});

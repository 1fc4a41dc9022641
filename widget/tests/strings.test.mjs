import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { keysModule, readTexts } from "../bundling/texts.mjs";
import { load } from "./load.mjs";

const { languageOf, t } = await load("strings.ts");
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILES = ["chat", "replies"].map((name) => join(ROOT, `texts/${name}.yml`));

async function reading(yaml) {
  const folder = await mkdtemp(join(tmpdir(), "texts-"));
  try {
    await writeFile(join(folder, "some.yml"), yaml);
    return await readTexts(join(folder, "some.yml"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a text comes in the language that is asked for", () => {
  assert.equal(t("en", "send"), "Send");
  assert.equal(t("zh", "send"), "发送");
});

test("places are filled in, and what looks like a pattern stays as it is", () => {
  assert.equal(t("en", "call_emergency", { number: "$& 112" }), "In an emergency: call $& 112");
});

test("a place without a field is seen", () => {
  assert.match(t("en", "call_emergency"), /\{number\}/);
});

for (const [code, language] of [
  ["zh", "zh"],
  ["zh-Hans-CN", "zh"],
  ["ZH_TW", "en"],
  ["zhx", "en"],
  ["de", "en"],
  ["", "en"],
  [null, "en"],
]) {
  test(`the code ${code} is read as ${language}`, () => {
    assert.equal(languageOf(code), language);
  });
}

test("a text without Chinese is refused with its key", async () => {
  await assert.rejects(reading("hello: {en: Hello}"), /some\.yml: "hello" has no text in "zh"/);
});

test("an unknown language is refused", async () => {
  await assert.rejects(reading("hello: {en: a, zh: b, fr: c}"), /has fr/);
});

test("a translation with another place is refused", async () => {
  await assert.rejects(reading('n: {en: "{n} left", zh: "{m}"}'), /other \{places\}/);
});

test("a key in two files is refused", async () => {
  await assert.rejects(keysModule([FILES[0], FILES[0]]), /stands in two places/);
});

test("the keys that TypeScript knows are those of the files", async () => {
  assert.equal(await readFile(join(ROOT, "src/keys.ts"), "utf8"), await keysModule(FILES));
});

test("every text of the chat is used", async () => {
  const names = (await readdir(join(ROOT, "src"), { recursive: true })).filter(
    (name) => name.endsWith(".ts") && name !== "keys.ts",
  );
  const source = (
    await Promise.all(names.map((name) => readFile(join(ROOT, "src", name), "utf8")))
  ).join();
  const used = (key) => source.includes(`"${key}"`) || /^size_[123]$/.test(key);
  const unused = Object.keys(await readTexts(FILES[0])).filter((key) => !used(key));
  assert.deepEqual(unused, []);
});

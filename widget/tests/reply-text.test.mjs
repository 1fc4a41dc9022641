import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { withoutSmallPrint, questionsIn, dialled, webAddress } = await load(
  "reply/text",
  "reply/links",
);

const contract = (small_print, call = []) => ({ small_print, call });

test("lines of small print leave the texts, in whatever text they stand", () => {
  const texts = [
    "27 of 100.\n- a\nWho was studied: 164.\nSource: J",
    "More.\nWho was studied: 164.",
  ];
  assert.deepEqual(withoutSmallPrint(texts, contract(["Who was studied: 164.", "Source: J"])), [
    "27 of 100.\n- a",
    "More.",
  ]);
});

test("a line that only resembles the small print stays", () => {
  const texts = ["a\nWho was studied: 164 people."];
  assert.deepEqual(withoutSmallPrint(texts, contract(["Who was studied: 164."])), texts);
});

test("nothing is lost where there is no small print, or nothing else", () => {
  const texts = ["Who was studied: 164."];
  assert.equal(withoutSmallPrint(texts, null), texts);
  assert.equal(withoutSmallPrint(texts, contract([])), texts);
  assert.equal(withoutSmallPrint(texts, contract(["Who was studied: 164."])), texts);
});

test("a reply that sends for help is shown whole", () => {
  const texts = ["Call now.\nDo not wait."];
  assert.equal(withoutSmallPrint(texts, contract(["Do not wait."], [{ label: "112" }])), texts);
});

test("questions are found in English and Chinese, each once", () => {
  const text =
    "Take these along. Questions to ask: What type is it? Can it be removed?\n- Can it be removed?";
  assert.deepEqual(questionsIn(text), ["What type is it?", "Can it be removed?"]);
  assert.deepEqual(questionsIn("可以问：是什么分期？肝功能怎么样？请放心。"), [
    "是什么分期？",
    "肝功能怎么样？",
  ]);
  assert.deepEqual(questionsIn("Nothing is asked here."), []);
});

test("numbers are dialled as people write them, and nothing else is", () => {
  assert.equal(dialled("112"), "tel:112");
  assert.equal(dialled("116 123"), "tel:116123");
  assert.equal(dialled("+44 (0)20-7946"), "tel:+440207946");
  assert.equal(dialled("(02) 99.33"), "tel:029933");
  for (const other of ["", "call us", "112;ext=1", "javascript:1", "1", "112\n<a>"]) {
    assert.equal(dialled(other), null, other);
  }
});

test("only addresses on the web become links of sources", () => {
  assert.equal(webAddress("https://doi.org/10.1/x"), "https://doi.org/10.1/x");
  assert.equal(webAddress("HTTP://a.b"), "HTTP://a.b");
  for (const other of [
    null,
    "",
    "javascript:alert(1)",
    "data:text/html,x",
    "//a.b",
    "https://",
    "10.1/x",
  ]) {
    assert.equal(webAddress(other), null, String(other));
  }
});

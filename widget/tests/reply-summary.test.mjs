import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "yaml";
import { load } from "./load.mjs";

const { summarise, checked, howSure, publication, shortly, t, read } = await load(
  "reply/summary-content",
  "reply/words",
  "reply/contract",
  "strings",
);

const WEI = { id: "wei", label: "J Clin Oncol 2019;37", journal: "J Clin Oncol", year: 2019 };
const WU = { id: "wu", label: "JAMA Surg 2022", journal: "JAMA Surg", year: 2022 };

function turn(text, kind, texts, more = {}) {
  const custom = { schema: 1, kind, language: "en", facts: ["f"], ...more };
  return { id: text, text, messages: [...texts.map((one) => ({ text: one })), { custom }] };
}

test("answers come with their small print and numbered sources", () => {
  const small = ["Who was studied: 164 people.", "Source: J Clin Oncol 2019;37. Checked."];
  const { items, sources } = summarise([
    turn("first", "answer", [`27 of 100.\n${small.join("\n")}`], {
      small_print: small,
      sources: [WEI],
    }),
    turn("second", "answer", ["33 of 38."], { sources: [WU, WEI] }),
  ]);
  assert.deepEqual(
    items.map(({ question }) => question),
    ["first", "second"],
  );
  assert.deepEqual(items[0].texts, ["27 of 100."]);
  assert.deepEqual(items[0].small, ["Who was studied: 164 people."]);
  assert.deepEqual(
    items.map(({ numbers }) => numbers),
    [[1], [2, 1]],
  );
  assert.deepEqual(
    sources.map(({ id }) => id),
    ["wei", "wu"],
  );
});

test("the names of the clinicians who signed an answer stay with it", () => {
  const small = ["Source: J Clin Oncol 2019;37. Reviewed by Ada Lee, nurse."];
  const reviewed = { status: "reviewed by a clinician", on: "2026-11-23" };
  const more = { small_print: small, sources: [WEI], reviewed };
  const [{ small: kept }] = summarise([turn("a", "answer", ["27 of 100."], more)]).items;
  assert.deepEqual(kept, small);
});

test("emergencies, small talk and failures are left out", () => {
  const kinds = ["emergency", "crisis", "smalltalk", "clarify", "unavailable", "out_of_scope"];
  assert.deepEqual(summarise(kinds.map((kind) => turn(kind, kind, ["text"]))).items, []);
});

test("a question without a checked fact becomes one for the care team", () => {
  const { items, unanswered } = summarise([
    turn("Does it help?", "no_fact", ["I do not know."]),
    turn("Does it help?", "no_fact", ["I do not know."]),
  ]);
  assert.deepEqual(items, []);
  assert.deepEqual(unanswered, ["Does it help?"]);
});

test("the questions of replies to personal matters are taken along, each once", () => {
  const advice = turn("Should I?", "personal_advice", [
    "Take these along. What stage is it? Can it be removed?",
  ]);
  assert.deepEqual(summarise([advice, advice]).questions, [
    "What stage is it?",
    "Can it be removed?",
  ]);
  assert.deepEqual(summarise([turn("a", "answer", ["Is it so? Yes."])]).questions, []);
});

test("small print that stands in the texts already is not told twice", () => {
  const [{ texts, small }] = summarise([
    turn("a", "answer", ["Only this."], { small_print: ["Only this."] }),
  ]).items;
  assert.deepEqual([texts, small], [["Only this."], []]);
});

test("an answer whose contract cannot be read is not lost", () => {
  const turns = [{ id: "1", text: "a", messages: [{ text: "answer" }, { custom: { schema: 9 } }] }];
  assert.deepEqual(summarise(turns).items[0].texts, ["answer"]);
});

test("turns of any shape make no error", () => {
  for (const value of [null, 7, "x", {}, [null, 7, { text: 3 }, { text: "a", messages: 7 }]]) {
    assert.deepEqual(summarise(value).items, []);
  }
});

test("it is said that no clinician has looked, unless one has", () => {
  const reviewed = (status) =>
    read({ schema: 1, kind: "answer", reviewed: { status, on: "2026-11-23" } });
  assert.equal(
    checked(reviewed("checked against sources"), "en"),
    "Checked against sources on 23 November 2026. Not reviewed by a clinician.",
  );
  assert.equal(
    checked(reviewed("checked against sources"), "zh"),
    "已于2026年11月23日与来源核对。未经临床医生审核。",
  );
  assert.equal(
    checked(reviewed("reviewed by a clinician"), "en"),
    "Reviewed by a clinician on 23 November 2026.",
  );
  assert.match(checked(reviewed("anything else"), "en"), /Not reviewed by a clinician/);
});

test("how sure an answer is has words, or is not said", () => {
  const sure = (certainty) => howSure(read({ schema: 1, kind: "answer", certainty }), "en");
  assert.equal(sure("trial result"), "How sure: a trial result");
  assert.equal(sure("established"), "How sure: widely agreed");
  assert.equal(sure("constructor"), null);
  assert.equal(sure(null), null);
});

test("a publication is told by journal and year, or by its label", () => {
  const told = (journal, year) => publication({ journal, label: "L", year });
  assert.equal(told("Oncotarget 8(5):8867-8876", 2017), "Oncotarget 8(5):8867-8876, 2017");
  assert.equal(told("Oncotarget 2017", 2017), "Oncotarget 2017");
  assert.equal(told("Oncotarget", null), "Oncotarget");
  assert.equal(told("", 2020), "L");
});

test("in the line that is always seen, a source has no volume and no pages", () => {
  assert.equal(shortly({ label: "J Clin Oncol 2019;37:2141-2151" }), "J Clin Oncol 2019");
  assert.equal(shortly({ label: "Mayo Clinic; FAQs, 2025" }), "Mayo Clinic; FAQs, 2025");
});

test("what the buttons send is what the bot suggests itself", async () => {
  const path = new URL("../../knowledge/phrases.yml", import.meta.url);
  const { phrases } = parse(await readFile(path, "utf8"));
  for (const language of ["en", "zh"]) {
    assert.equal(t(language, "say_simpler"), phrases.suggest_simpler[language]);
    assert.equal(t(language, "say_more"), phrases.suggest_more[language]);
  }
});

test("the styles of the saved file hold no sign that XML would write otherwise", async () => {
  const path = new URL("../src/reply/summary-styles.ts", import.meta.url);
  const source = await readFile(path, "utf8");
  for (const name of ["pageStyles", "fileStyles"]) {
    const [, styles] = source.split(`${name} = css`)[1].split("`");
    assert.doesNotMatch(styles, /[<>&]/);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { read, readMessages, isFactual, isUrgent } = await load("reply/contract");

const EMPTY = { schema: 1, kind: "answer", language: "en", facts: [], sources: [] };
const ICONS = {
  kind: "icons",
  title: "Alive after 2 years",
  panels: [{ label: "surgery alone", count: 9, out_of: 100, text: "9 out of 100" }],
  filled: "alive",
  empty: "had died",
  caption: "164 people in China",
};
const CURVE = {
  kind: "curve",
  title: "Alive over time",
  series: [
    {
      label: "surgery alone",
      points: [
        { months: 24, percent: 9.4, text: "9 out of 100" },
        { months: 6, percent: 82, text: "82 out of 100" },
      ],
    },
  ],
  caption: "",
};
const WRONG = [null, undefined, 7, -1, NaN, Infinity, "text", true, [], [[]], {}, [null], [7, "x"]];
const FIELDS = [
  "language",
  "topic",
  "facts",
  "sources",
  "figures",
  "certainty",
  "reviewed",
  "suggestions",
  "store",
  "table",
  "parts",
  "call",
  "charts",
  "small_print",
];

const withPanel = (changed) => {
  const panels = [{ ...ICONS.panels[0], ...changed }, ICONS.panels[0]];
  return read({ ...EMPTY, charts: [{ ...ICONS, panels }] }).charts;
};
const withPoint = (changed) => {
  const points = [...CURVE.series[0].points, { months: 12, percent: 50, text: "50", ...changed }];
  const series = [{ label: "surgery alone", points }];
  return read({ ...EMPTY, charts: [{ ...CURVE, series }] }).charts;
};

test("any wrong value in any field leaves a contract that can be shown", () => {
  for (const field of FIELDS) {
    for (const value of WRONG) {
      const contract = read({ ...EMPTY, [field]: value });
      assert.equal(contract.kind, "answer", `${field}: ${JSON.stringify(value)}`);
      assert.match(contract.language, /^[a-z]{2}$/i);
      assert.ok(contract.sources.every(({ title }) => typeof title === "string"));
      assert.ok(contract.suggestions.every((one) => typeof one === "string"));
    }
  }
});

test("what is no contract of schema 1 with a known kind is none", () => {
  for (const value of [
    ...WRONG,
    { kind: "answer" },
    { schema: 1 },
    { schema: 2, kind: "answer" },
  ]) {
    assert.equal(read(value), null);
  }
  assert.equal(read({ schema: 1, kind: "constructor" }), null);
});

test("messages of any shape give their texts", () => {
  for (const value of WRONG) assert.deepEqual(readMessages(value), { texts: [], contract: null });
  const { texts, contract } = readMessages([
    null,
    { text: "a" },
    { text: 7 },
    { custom: EMPTY },
    3,
  ]);
  assert.deepEqual(texts, ["a"]);
  assert.equal(contract.kind, "answer");
});

test("a language that is no language tag becomes English", () => {
  assert.equal(read({ ...EMPTY, language: 'en" onload="x' }).language, "en");
  assert.equal(read({ ...EMPTY, language: "zh" }).language, "zh");
});

test("a source keeps what is known of it", () => {
  const [bare, whole] = read({
    ...EMPTY,
    sources: [
      { id: "a", label: "J Clin Oncol 2019", year: "2019" },
      { id: "b", label: "L", title: "T", journal: "J", year: 2019, url: "https://doi.org/1" },
      { year: 2019 },
    ],
  }).sources;
  assert.deepEqual(bare, {
    id: "a",
    label: "J Clin Oncol 2019",
    title: "J Clin Oncol 2019",
    journal: "",
    year: null,
    url: null,
  });
  assert.equal(whole.title, "T");
});

test("charts that are whole are kept, with points in the order of time", () => {
  const { charts } = read({ ...EMPTY, charts: [ICONS, CURVE] });
  assert.deepEqual(charts[0], ICONS);
  assert.deepEqual(
    charts[1].series[0].points.map(({ months }) => months),
    [6, 24],
  );
});

test("one wrong panel takes the whole comparison away", () => {
  assert.equal(withPanel({}).length, 1);
  for (const changed of [
    { count: "27" },
    { count: -1 },
    { count: 101 },
    { count: 2.5 },
    { out_of: 0 },
    { out_of: NaN },
    { text: "" },
  ]) {
    assert.deepEqual(withPanel(changed), [], JSON.stringify(changed));
  }
});

test("one wrong point takes the whole chart away", () => {
  assert.equal(withPoint({}).length, 1);
  for (const changed of [
    { percent: "50" },
    { percent: 100.1 },
    { percent: -0.1 },
    { months: -1 },
    { months: Infinity },
  ]) {
    assert.deepEqual(withPoint(changed), [], JSON.stringify(changed));
  }
});

test("a chart over time needs two points in a group", () => {
  const series = [{ label: "a", points: [{ months: 6, percent: 82, text: "82" }] }];
  assert.deepEqual(read({ ...EMPTY, charts: [{ ...CURVE, series }] }).charts, []);
});

test("a table is kept whole or not at all", () => {
  const table = {
    columns: ["Stage", "Means"],
    rows: [
      ["A", "early"],
      ["B", ""],
    ],
  };
  assert.deepEqual(read({ ...EMPTY, table }).table, table);
  for (const rows of [
    [["A"]],
    [["A", 7]],
    [],
    [["A", "early"], "x"],
    Array(10_000).fill(["A", "B"]),
  ]) {
    assert.equal(read({ ...EMPTY, table: { ...table, rows } }).table, null);
  }
});

test("a review without a real day is none", () => {
  const reviewed = (on) => read({ ...EMPTY, reviewed: { status: "checked against sources", on } });
  assert.equal(reviewed("2026-11-23").reviewed.on, "2026-11-23");
  assert.equal(reviewed("soon").reviewed, null);
});

test("only answers with facts are factual, only danger is urgent", () => {
  const contract = (kind, facts) => read({ schema: 1, kind, facts });
  assert.equal(isFactual(contract("answer", ["f"])), true);
  assert.equal(isFactual(contract("personal_advice", ["f"])), true);
  assert.equal(isFactual(contract("answer", [])), false);
  assert.equal(isFactual(contract("emergency", ["f"])), false);
  assert.equal(isFactual(null), false);
  assert.equal(isUrgent(contract("crisis", [])), true);
  assert.equal(isUrgent(contract("unavailable", [])), false);
});

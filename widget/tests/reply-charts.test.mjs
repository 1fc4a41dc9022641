import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { crowd, drawing, monthsOf, wrapped, VIEW } = await load("reply/icons", "reply/curve");

const heads = (path) => path.split("M").length - 1;
/** A head and a body for each person. */
const people = (path) => heads(path) / 2;
const series = (label, ...points) => ({
  label,
  points: points.map(([months, percent]) => ({ months, percent, text: `${percent}` })),
});
const places = (path) =>
  path
    .split(/[ML]/)
    .slice(1)
    .map((one) => one.split(" ").map(Number));
const BOTH = [
  series("radiotherapy then surgery", [6, 88], [12, 75.2], [24, 27.4]),
  series("surgery alone", [6, 82], [24, 9.4]),
];

test("as many people are filled as the count says, of as many as there are", () => {
  for (const [count, out_of] of [
    [27, 100],
    [0, 38],
    [38, 38],
    [1, 1],
    [200, 200],
  ]) {
    const drawn = crowd({ count, out_of });
    assert.equal(people(drawn.filled), count);
    assert.equal(people(drawn.empty), out_of - count);
  }
});

test("people stand in rows of ten", () => {
  assert.deepEqual(
    [crowd({ count: 1, out_of: 100 })].map(({ width, height }) => [width, height]),
    [[100, 150]],
  );
  assert.equal(crowd({ count: 1, out_of: 38 }).height, 60);
  const { filled } = crowd({ count: 11, out_of: 11 });
  assert.match(filled, /^M3 4a.*M3 19a/);
});

test("more than 200 people are not drawn", () => {
  assert.equal(crowd({ count: 1, out_of: 201 }), null);
});

test("a line joins its own points and goes no further", () => {
  const [first, second] = drawing(BOTH).lines;
  assert.equal(places(first.path).length, 3);
  assert.equal(places(second.path).length, 2);
  const { plot, months } = drawing(BOTH);
  const six = months.find(({ at }) => at === 6).x;
  for (const { path } of [first, second]) {
    assert.equal(places(path)[0][0], six);
    assert.equal(places(path).at(-1)[0], plot.right);
  }
});

test("heights are in proportion, with 0 at the bottom and 100 at the top", () => {
  const { lines, plot } = drawing([series("a", [0, 100], [1, 50], [2, 0])]);
  assert.deepEqual(
    places(lines[0].path).map(([, y]) => y),
    [plot.top, (plot.top + plot.bottom) / 2, plot.bottom],
  );
});

test("the months have few marks, at even steps, up to the last point", () => {
  for (const last of [1, 2, 5, 7, 24, 30, 60, 61, 240, 1200, 0.5]) {
    const months = drawing([series("a", [0, 100], [last, 1])]).months.map(({ at }) => at);
    assert.ok(months.length <= 8, `${last}: ${months}`);
    assert.ok(months.at(-1) >= last);
    assert.equal(new Set(months.slice(1).map((at, index) => at - months[index])).size, 1);
  }
});

test("groups differ by dashes and by marker", () => {
  const { lines } = drawing(["a", "b", "c", "d"].map((label) => series(label, [0, 50], [1, 40])));
  assert.equal(new Set(lines.map(({ dashes }) => dashes)).size, 4);
  const shapes = lines.map(({ label }) => label.mark.replace(/M[\d.-]+ [\d.-]+/, ""));
  assert.equal(new Set(shapes).size, 4);
});

test("labels stand apart from each other and inside the chart, also at the same height", () => {
  for (const percent of [0, 50, 100]) {
    const same = BOTH.concat(BOTH).map(({ label }) => series(label, [0, percent], [24, percent]));
    const ys = drawing(same).lines.flatMap(({ label }) => label.lines.map(({ y }) => y));
    ys.sort((one, other) => one - other);
    assert.ok(
      ys.every((y, index) => index === 0 || y - ys[index - 1] >= 16),
      `${ys}`,
    );
    assert.ok(ys[0] > 0 && ys.at(-1) < VIEW.height, `${ys}`);
  }
});

test("labels are broken between words, in Chinese anywhere, and cut where too long", () => {
  assert.deepEqual(wrapped("radiotherapy then surgery"), ["radiotherapy", "then surgery"]);
  assert.deepEqual(wrapped("先放疗再做手术切除"), ["先放疗再做手", "术切除"]);
  assert.deepEqual(wrapped("chemoembolization"), ["chemoemboliz", "ation"]);
  assert.deepEqual(wrapped("one two three four five six seven eight nine").at(-1), "…");
  assert.ok(wrapped("x".repeat(20_000)).length <= 3);
});

test("the months of all groups are told once, in order", () => {
  assert.deepEqual(
    monthsOf([series("a", [24, 1], [6, 2]), series("b", [12, 1], [6, 2])]),
    [6, 12, 24],
  );
});

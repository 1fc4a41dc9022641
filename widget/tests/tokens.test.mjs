import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const source = await readFile(new URL("../src/styles/tokens.ts", import.meta.url), "utf8");
const [light, dark] = source.split("css`")[1].split("@media").map(colours);

test("dark has the same colours as light", () => {
  assert.deepEqual(Object.keys(dark), Object.keys(light));
});

/** On which grounds each colour stands, and the least contrast there. */
const USES = [
  ["ink", ["page", "card", "soft", "urgent-soft"], 7],
  ["quiet", ["page", "card"], 7],
  ["quiet", ["soft", "urgent-soft"], 4.5],
  ["accent", ["page", "card", "soft"], 4.5],
  ["on-accent", ["accent"], 7],
  ["urgent", ["page", "card", "urgent-soft"], 4.5],
  ["on-urgent", ["urgent"], 7],
  ["line", ["page", "card"], 3],
  ["filled", ["card", "empty"], 3],
];

for (const [scheme, palette] of [
  ["light", light],
  ["dark", dark],
]) {
  for (const [colour, grounds, least] of USES) {
    for (const ground of grounds) {
      test(`${scheme}: ${colour} stands out from ${ground}`, () => {
        const found = contrast(palette[colour], palette[ground]);
        assert.ok(found >= least, `${found.toFixed(2)} is less than ${least}`);
      });
    }
  }
}

function colours(css) {
  const found = css.matchAll(/--hepatica-([\w-]+): (#[0-9a-f]{6})/g);
  return Object.fromEntries([...found].map(([, name, colour]) => [name, colour]));
}

/** By WCAG 2.2. */
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

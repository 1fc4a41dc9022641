import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { blocks, runs } = await load("reply/blocks");

const plain = (line) => line.map((run) => run.text).join("");
const shape = (text) => blocks(text).map(({ kind, lines }) => [kind, ...lines.map(plain)]);
const links = (text) => runs(text).flatMap((run) => run.href ?? []);

test("lines are one paragraph until an empty line", () => {
  assert.deepEqual(shape("a\nb\n\nc"), [["p", "a", "b"], ["p", "c"]]);
});

test("a list ends at a line that begins no item", () => {
  assert.deepEqual(shape("It was so:\n- a\n- b\nKeep in mind"), [
    ["p", "It was so:"],
    ["ul", "a", "b"],
    ["p", "Keep in mind"],
  ]);
});

test("a numbered list keeps its first number", () => {
  const [list] = blocks("3. a\n4. b");
  assert.equal(list.kind, "ol");
  assert.equal(list.start, 3);
  assert.deepEqual(list.lines.map(plain), ["a", "b"]);
});

test("a number or a dash within a sentence begins no list", () => {
  assert.deepEqual(shape("27.4 of 100"), [["p", "27.4 of 100"]]);
  assert.deepEqual(shape("-5 degrees"), [["p", "-5 degrees"]]);
  assert.deepEqual(shape("2019. A trial"), [["p", "2019. A trial"]]);
});

test("emphasis is told by stars and dashes around words", () => {
  assert.deepEqual(runs("It was **so** and *not* _quite_."), [
    { text: "It was " },
    { text: "so", as: "strong" },
    { text: " and " },
    { text: "not", as: "em" },
    { text: " " },
    { text: "quite", as: "em" },
    { text: "." },
  ]);
});

test("stars and dashes that are no emphasis stay", () => {
  for (const text of ["2 * 3 * 4", "a_b_c", "** so **", "*", "**", "__proto__", "*not closed"]) {
    assert.deepEqual(runs(text), [{ text }], text);
  }
});

test("HTML and other Markdown stays as it was written", () => {
  const texts = [
    "# Heading",
    "> quote",
    "`code`",
    "~~gone~~",
    "| a | b |",
    "![alt](https://evil.example/x.png)",
    "![alt][ref]",
    "<b>bold</b>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "&lt;b&gt; &amp;",
  ];
  for (const text of texts) assert.equal(blocks(text).flatMap((b) => b.lines).map(plain).join(""), text);
});

test("links lead to the web, to mail and to the telephone, and nowhere else", () => {
  assert.deepEqual(runs("see [a](https://a.example/?x=1&y=2)."), [
    { text: "see " },
    { text: "a", href: "https://a.example/?x=1&y=2" },
    { text: "." },
  ]);
  assert.deepEqual(links("[a](tel:112) [b](mailto:a@b.example)"), ["tel:112", "mailto:a@b.example"]);
  for (const address of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc",
    "/path",
    "//evil.example",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "\u0001javascript:alert(1)",
  ]) {
    assert.deepEqual(links(`[a](${address})`), [], address);
  }
});

test("a bare address is a link up to the sign after it, also in Chinese", () => {
  assert.deepEqual(links("见 https://doi.org/10.1/x。我们读到的内容"), ["https://doi.org/10.1/x"]);
  assert.deepEqual(links("(https://a.example/b)."), ["https://a.example/b"]);
  assert.deepEqual(links("https://a.example<b>"), ["https://a.example"]);
  assert.equal(plain(runs("(https://a.example/b). So")), "(https://a.example/b). So");
  assert.deepEqual(links("https://..."), []);
});

test("nothing of a text is lost", () => {
  const text = "a **b** [c](https://d.example) https://e.example/f). _g_ *h [i](javascript:1) ** __";
  assert.equal(
    plain(runs(text)),
    "a b c https://e.example/f). g *h [i](javascript:1) ** __",
  );
});

test("texts that are made to keep a parser busy are done in a moment", () => {
  const started = performance.now();
  for (const part of ["[", "*", "_", "- ", "> ", "![](", "https://", "1. ", "**a", "[a](", "*a", "_a "]) {
    blocks(part.repeat(100_000 / part.length));
  }
  assert.ok(performance.now() - started < 10_000);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Finder, finderOf, readTerms } = await load("reply/glossary");

const term = (id, ...words) => ({ id, words, term: id, meaning: "What it is.", question: null });
const split = (text, terms, found = new Set()) =>
  new Finder(terms).split(text, found).map((piece) => (piece.term ? [piece.text] : piece.text));

test("a word is found whole, whatever its capitals", () => {
  const terms = [term("liver", "liver")];
  assert.deepEqual(split("The Liver works.", terms), ["The ", ["Liver"], " works."]);
  assert.deepEqual(split("Deliver livers or a liverwurst.", terms), [
    "Deliver livers or a liverwurst.",
  ]);
  assert.deepEqual(split("(liver)", terms), ["(", ["liver"], ")"]);
});

test("accents belong to the word they stand in", () => {
  assert.deepEqual(split("émoi", [term("moi", "moi")]), ["émoi"]);
});

test("of words that begin alike the longest is found", () => {
  const terms = [term("survival", "survival"), term("os", "overall survival", "overall")];
  assert.deepEqual(split("overall survival is survival", terms), [
    ["overall survival"],
    " is ",
    ["survival"],
  ]);
});

test("a term is found once in a reply, by whichever of its words comes first", () => {
  const terms = [term("hcc", "HCC", "liver cancer")];
  const found = new Set();
  assert.deepEqual(split("HCC is liver cancer", terms, found), [["HCC"], " is liver cancer"]);
  assert.deepEqual(split("liver cancer", terms, found), ["liver cancer"]);
});

test("an abbreviation is found in capitals only", () => {
  const terms = [term("all", "ALL")];
  assert.deepEqual(split("all of them", terms), ["all of them"]);
  assert.deepEqual(split("of ALL", terms), ["of ", ["ALL"]]);
});

test("Chinese words are found inside a sentence, and Latin ones beside Chinese", () => {
  const terms = [term("zh", "放疗"), term("hcc", "HCC")];
  assert.deepEqual(split("手术前放疗是什么", terms), ["手术前", ["放疗"], "是什么"]);
  assert.deepEqual(split("肝细胞癌HCC病人", terms), ["肝细胞癌", ["HCC"], "病人"]);
});

test("signs in a word mean themselves", () => {
  const terms = [term("pv", "T4 (a+b)"), term("dot", "no.1")];
  assert.deepEqual(split("T4 (a+b) and nox1", terms), [["T4 (a+b)"], " and nox1"]);
});

test("the pieces together are the text", () => {
  const terms = [term("a", "a"), term("b", "b b"), term("c", "癌")];
  for (const text of ["", "a", "b b a", "x癌a b b", "nothing"]) {
    assert.equal(split(text, terms).flat().join(""), text);
  }
});

test("a glossary of any shape gives the terms that can be used", () => {
  for (const value of [null, 7, "x", {}, [null, 7, { id: 1 }, { id: "a", term: "a" }]]) {
    assert.deepEqual(readTerms(value), []);
    assert.deepEqual(finderOf(value).split("a", new Set()), [{ text: "a", term: null }]);
  }
  const [read] = readTerms([
    { id: "a", term: "A", meaning: "m", words: ["a", 7, ""], question: 7 },
  ]);
  assert.deepEqual(read, { id: "a", term: "A", meaning: "m", words: ["a"], question: null });
});

test("one finder serves all replies with the same glossary", () => {
  const terms = [term("a", "a")];
  assert.equal(finderOf(terms), finderOf(terms));
});

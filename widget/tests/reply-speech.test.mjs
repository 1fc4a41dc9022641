import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { voiceFor } = await load("reply/speech");

const voice = (lang, localService = true, isDefault = false) => ({
  lang,
  localService,
  default: isDefault,
});

test("a voice that works elsewhere is never taken", () => {
  assert.equal(voiceFor([voice("en-GB", false), voice("en-US", null)], "en"), null);
});

test("a voice of the language is taken, however its tag is written", () => {
  const voices = [voice("de-DE"), voice("EN_us"), voice("zh_CN")];
  assert.equal(voiceFor(voices, "en"), voices[1]);
  assert.equal(voiceFor(voices, "zh"), voices[2]);
  assert.equal(voiceFor(voices, "zh-Hans"), voices[2]);
  assert.equal(voiceFor(voices, "fr"), null);
  assert.equal(voiceFor([], "en"), null);
});

test("a tag that only begins alike is another language", () => {
  assert.equal(voiceFor([voice("enm"), voice("zha")], "en"), null);
});

test("the voice that the person has chosen comes first", () => {
  const voices = [voice("en-US"), voice("en-GB", true, true)];
  assert.equal(voiceFor(voices, "en"), voices[1]);
});

test("Mandarin comes before Cantonese, which is better than none", () => {
  const [hongKong, mandarin] = [voice("zh-HK", true, true), voice("zh-TW")];
  assert.equal(voiceFor([hongKong, mandarin], "zh"), mandarin);
  assert.equal(voiceFor([hongKong], "zh"), hongKong);
});

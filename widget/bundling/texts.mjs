/** Reads, checks and bundles the files of texts. */

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";

const LANGUAGES = ["en", "zh"];

/**
 * The texts of one YAML file, with the spaces around them gone.
 * Throws an Error that names file and key when a text lacks a language or its places differ.
 */
export async function readTexts(path) {
  const file = basename(path);
  const texts = parse(await readFile(path, "utf8"));
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([key, wordings]) => [key, checked(file, key, wordings)]),
  );
}

function checked(file, key, wordings) {
  for (const language of LANGUAGES) {
    if (typeof wordings?.[language] !== "string" || !wordings[language].trim()) {
      throw new Error(`${file}: "${key}" has no text in "${language}"`);
    }
  }
  const unknown = Object.keys(wordings).filter((language) => !LANGUAGES.includes(language));
  if (unknown.length) throw new Error(`${file}: "${key}" has ${unknown}; known are ${LANGUAGES}`);
  const [first, ...others] = LANGUAGES.map((language) => places(wordings[language]));
  if (others.some((other) => other !== first)) {
    throw new Error(`${file}: "${key}" has other {places} in one language than in the other`);
  }
  return Object.fromEntries(LANGUAGES.map((language) => [language, wordings[language].trim()]));
}

function places(text) {
  return [...new Set(text.match(/\{\w+\}/g))].sort().join();
}

/** The keys of several files as TypeScript; throws when a key stands in two of them. */
export async function keysModule(paths) {
  const keys = (await Promise.all(paths.map(readTexts))).flatMap(Object.keys);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice) throw new Error(`the key "${twice}" stands in two places of texts/`);
  const lines = keys.map((key) => `  | ${JSON.stringify(key)}`);
  return `/** The keys of texts/chat.yml and texts/replies.yml. Written by build.mjs. */\nexport type Key =\n${lines.join("\n")};\n`;
}

/** The esbuild plugin that lets modules import a file of texts. */
export const textsPlugin = {
  name: "texts",
  setup(build) {
    build.onLoad({ filter: /\.yml$/ }, async ({ path }) => ({
      contents: `export default ${JSON.stringify(await readTexts(path))}`,
      loader: "js",
    }));
  },
};

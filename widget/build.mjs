/**
 * Builds the widget into bot/web/static/.
 *
 *   node build.mjs          writes the files, prints their sizes
 *   node build.mjs --check  writes nothing; fails when the files there are not what the source gives
 *   node build.mjs --keys   only writes src/keys.ts, the keys of texts/ for TypeScript
 *
 * Fails when widget.js is over 45 kB after gzip.
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { licences } from "./bundling/licences.mjs";
import { stylesPlugin } from "./bundling/styles.mjs";
import { keysModule, textsPlugin } from "./bundling/texts.mjs";

const ROOT = dirname(fileURLToPath(import.meta.url));
const STATIC = join(ROOT, "../bot/web/static");
const LICENCES = "licences.txt";
const CEILING = 45_000;

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  target: "es2022",
  charset: "utf8",
  // The licences go to a file of their own, in full; see licences().
  legalComments: "none",
  banner: { js: `/*! Hepatica. Licences: ${LICENCES} */` },
  plugins: [textsPlugin, stylesPlugin],
  logLevel: "warning",
};

/** What belongs on the disk: path to content. */
async function built() {
  const texts = ["chat", "replies"].map((name) => join(ROOT, `texts/${name}.yml`));
  const keys = await keysModule(texts.filter(existsSync));
  const files = new Map([[join(ROOT, "src/keys.ts"), keys]]);
  if (process.argv.includes("--keys")) return files;
  const widget = await bundle("main.ts", "widget.js", "esm");
  const embed = await bundle("embed.ts", "embed.js", "iife");
  files.set(join(STATIC, "widget.js"), widget.text);
  files.set(join(STATIC, "embed.js"), embed.text);
  files.set(join(STATIC, LICENCES), await licences(ROOT, widget.metafile));
  return files;
}

async function bundle(entry, name, format) {
  const result = await build({ ...COMMON, entryPoints: [`src/${entry}`], outfile: name, format });
  return { text: result.outputFiles[0].text, metafile: result.metafile };
}

async function stale(files) {
  const differs = async ([path, text]) =>
    !existsSync(path) || (await readFile(path, "utf8")) !== text;
  const entries = [...files];
  const found = await Promise.all(entries.map(differs));
  return entries.filter((_, index) => found[index]).map(([path]) => relative(ROOT, path));
}

async function write(files) {
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** Prints the sizes; false when widget.js is over the ceiling. */
function sizesAreFine(files) {
  let fine = true;
  for (const [path, text] of files) {
    if (!path.endsWith(".js")) continue;
    const small = gzipSync(text, { level: 9 }).length;
    console.log(`${basename(path)}: ${Buffer.byteLength(text)} bytes, ${small} after gzip`);
    fine &&= basename(path) !== "widget.js" || small <= CEILING;
  }
  if (!fine) console.error(`widget.js is over ${CEILING} bytes after gzip`);
  return fine;
}

const files = await built();
const fine = sizesAreFine(files);
if (process.argv.includes("--check")) {
  const old = await stale(files);
  for (const path of old) console.error(`${path} is not what the source gives: run node build.mjs`);
  process.exitCode = fine && !old.length ? 0 : 1;
} else {
  await write(files);
  process.exitCode = fine ? 0 : 1;
}

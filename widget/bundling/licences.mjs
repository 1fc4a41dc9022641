/** The licences of the libraries that are built in, in full, as they ask for. */

import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * One text with the licence files of every package among the bundled files.
 * Throws an Error when a package ships none.
 */
export async function licences(root, metafile) {
  const folders = new Set(Object.keys(metafile.inputs).map(packageFolder).filter(Boolean));
  const texts = await Promise.all([...folders].sort().map((folder) => licence(join(root, folder))));
  return `The widget's own code is under the Apache License 2.0. Built into it:\n\n${texts.join("\n")}`;
}

function packageFolder(input) {
  return input.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
}

async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json")));
  const files = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file)).sort();
  if (!files.length) throw new Error(`${name} has no licence file in ${dirname(folder)}`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return `${"-".repeat(72)}\n${name} ${version} (${license})\n\n${texts.join("\n").trim()}\n`;
}

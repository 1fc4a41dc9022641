/** Loads TypeScript modules of the widget as the build does, texts included. */

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { textsPlugin } from "../bundling/texts.mjs";

/** The exports of these modules of src/, in one module. */
export async function load(...names) {
  const { outputFiles } = await build({
    stdin: {
      contents: names.map((name) => `export * from "./${name}";`).join("\n"),
      resolveDir: fileURLToPath(new URL("../src", import.meta.url)),
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    plugins: [textsPlugin],
    logLevel: "warning",
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

/** Waits until `condition()` holds; throws after two seconds. */
export async function until(condition) {
  for (let tried = 0; tried < 400; tried++) {
    if (condition()) return;
    await sleep(5);
  }
  throw new Error(`never happened: ${condition}`);
}

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

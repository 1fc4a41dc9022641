/** Makes the css`...` of lit's styles smaller. */

import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

const STYLE = /\bcss`([^`$\\]*)`/g;

/** The source with each css`...` that has no ${places} minified. */
export async function withSmallStyles(source) {
  const styles = [...source.matchAll(STYLE)].map(([, style]) => style);
  const small = await Promise.all(styles.map(minified));
  return source.replace(STYLE, () => `css\`${small.shift()}\``);
}

async function minified(style) {
  const { code } = await transform(style, { loader: "css", minify: true, target: "chrome111" });
  return code.trim().replaceAll("\\", "\\\\");
}

/** The esbuild plugin that does so for the widget's own modules. */
export const stylesPlugin = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /widget[/\\]src[/\\].*\.ts$/ }, async ({ path }) => ({
      contents: await withSmallStyles(await readFile(path, "utf8")),
      loader: "ts",
    }));
  },
};

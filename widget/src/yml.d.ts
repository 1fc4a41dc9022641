/** What the build makes of a file of texts: each text by key, then by language. */
declare module "*.yml" {
  const texts: Record<string, Record<"en" | "zh", string>>;
  export default texts;
}

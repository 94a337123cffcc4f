// Judges XML files by an XML Schema: node xsd.mjs MODULES SCHEMA FILE...
// MODULES is the node_modules folder that holds xmllint-wasm.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [modules, schema, ...files] = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node xsd.mjs MODULES SCHEMA FILE...");
  process.exit(2);
}
const { validateXML, memoryPages } = createRequire(join(modules, "x.js"))("xmllint-wasm");
const rules = { fileName: basename(schema), contents: await readFile(schema, "utf8") };
let refused = 0;
for (const file of files) {
  const result = await validateXML({
    xml: { fileName: basename(file), contents: await readFile(file, "utf8") },
    schema: rules,
    maxMemoryPages: 8 * memoryPages.defaultMaxMemoryPages,
  });
  if (!result.valid) {
    refused++;
    console.error(`${file}: ${result.errors.map((e) => e.rawMessage).join("\n")}`);
  }
}
console.log(`${files.length} files read, ${refused} refused`);
process.exit(refused > 0 ? 1 : 0);

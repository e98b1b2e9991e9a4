// Is the build within its bounds? Measures what a page must load, fails above the bounds, and compresses the files.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const out = resolve(dirname(fileURLToPath(import.meta.url)), "../../static");

/** Bounds in bytes of gzip; what a customer pays before the first word is read. */
const LOADER_BYTES = 2 * 1024;
const FIRST_OPEN_BYTES = 30 * 1024;
const COMPRESSIBLE = new Set([".js", ".css", ".svg", ".json"]);

const size = (name) => gzipSync(readFileSync(join(out, name)), { level: 9 }).length;
const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));

/** Every file that an entry needs before it runs: its script, its styles, and those of its static imports. */
function closure(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk) return seen;
  for (const name of [chunk.file, ...(chunk.css ?? [])]) seen.add(name);
  for (const next of chunk.imports ?? []) closure(next, seen);
  return seen;
}

const first = [...closure("src/widget/main.tsx")].reduce((sum, name) => sum + size(name), 0);
const languages = Object.entries(manifest).filter(([key]) => key.startsWith("src/messages/widget/"));
// English travels as source text; every other language is one more file, so the largest one counts.
const language = Math.max(0, ...languages.map(([, chunk]) => size(chunk.file)));
const loader = size("loader.js");

const rows = [
  ["loader", loader, LOADER_BYTES],
  ["widget, first open (largest language)", first + language, FIRST_OPEN_BYTES],
];
// The bench prints what was measured here, so that both say the same.
writeFileSync(join(out, "sizes.json"), JSON.stringify({ loader_bytes: loader, first_open_bytes: first + language }));
let failed = false;
for (const [what, bytes, bound] of rows) {
  const over = bytes > bound;
  failed ||= over;
  process.stdout.write(`${over ? "TOO LARGE" : "ok"}  ${what}: ${bytes} of ${bound} bytes gzip\n`);
}
if (!languages.length)
  process.stdout.write("note: no message catalogues compiled, so the widget speaks English only\n");

/** Hashed files are compressed once here rather than at every request. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compress(path);
    else if (COMPRESSIBLE.has(extname(entry.name)) && entry.name !== "manifest.json") {
      const data = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    }
  }
}
compress(out);
process.exit(failed ? 1 : 0);

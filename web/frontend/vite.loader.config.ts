// How is the loader built? Apart from the rest, as one script without a hash in its name, since host pages name it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;
const messages = resolve(root, "src/messages/loader");

/** The few words that the loader itself shows, by language: small enough to travel inside it. */
function words(): Record<string, Record<string, string>> {
  if (!existsSync(messages)) return {};
  const files = readdirSync(messages).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.map((name) => [basename(name, ".json"), JSON.parse(readFileSync(resolve(messages, name), "utf8"))]),
  );
}

export default defineConfig({
  root,
  define: { __WORDS__: JSON.stringify(words()) },
  build: {
    outDir: resolve(root, "../static"),
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: resolve(root, "src/loader/loader.ts"), formats: ["iife"], name: "_", fileName: () => "loader.js" },
  },
});

// What does the build make of the widget, the console and the server-rendered pages?
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

/** One entry per face. A face that is not written yet is left out, so that the others can be built. */
const ENTRIES = [
  "src/widget/main.tsx",
  "src/console/main.tsx",
  "src/page/page.css",
  "src/page/ticket.ts",
  "src/page/office.css",
  "src/page/office.ts",
  "src/page/preview.ts",
];

export default defineConfig({
  root,
  // Relative addresses: the files work under whatever path Django serves static files.
  base: "./",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: resolve(root, "../static"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: "safari16",
    // A fetch of the language's chunk must not wait for a preload list; there is nothing else to preload.
    modulePreload: false,
    // Nothing inlined as data: addresses: the content security policy stays short.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: ENTRIES.map((entry) => resolve(root, entry)).filter(existsSync),
    },
  },
  test: {
    environment: "happy-dom",
    // The frame of the loader's tests is never loaded, and need not be.
    onConsoleLog: (log) => !log.includes("Iframe page loading is disabled"),
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});

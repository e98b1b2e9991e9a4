// How is the loader built? Apart from the rest, as one script without a hash in its name, since host pages name it.
import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;

export default defineConfig({
  root,
  build: {
    outDir: resolve(root, "../static"),
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: resolve(root, "src/loader/loader.ts"), formats: ["iife"], name: "_", fileName: () => "loader.js" },
    // The directive would cost more than it says: nothing here depends on it.
    rollupOptions: { output: { strict: false } },
  },
});

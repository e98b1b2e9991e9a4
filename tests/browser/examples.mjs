// Which pages show that the examples of docs/embed.md run? Its files as they stand there, in an application around them.
//
//     node examples.mjs DOCUMENT FOLDER WIDGET_ORIGIN SITEKEY
//
// writes react.js and vue.js: React in StrictMode, which runs each effect twice, and both with a page that has no Support.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileScript, parse } from "vue/compiler-sfc";
import { build } from "../../web/frontend/node_modules/vite/dist/node/index.js";

const [document, folder, origin, key] = process.argv.slice(2);
const here = import.meta.dirname;
const sources = join(resolve(folder), "src");
mkdirSync(sources, { recursive: true });

// A block that names its file in its first line.
const text = readFileSync(document, "utf8").replaceAll("WIDGET_ORIGIN", origin).replaceAll("SITEKEY", key);
const found = [];
for (const [, block] of text.matchAll(/```\w+\n([\s\S]*?)```/g)) {
  const name = /^(?:\/\/|<!--) (\w+\.\w+)/.exec(block)?.[1];
  if (!name) continue;
  writeFileSync(join(sources, name), block);
  found.push(name);
}

// What signing in, out and another page look like to both.
writeFileSync(
  join(sources, "host.js"),
  `export const signIn = (id) => fetch("/session", { method: "POST", body: id }).then(() => (id ? { id } : undefined));\n`,
);
writeFileSync(
  join(sources, "react.jsx"),
  `import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { signIn } from "./host.js";
import { Support } from "./Support.jsx";

function App() {
  const [page, setPage] = useState("home");
  const [user, setUser] = useState();
  const [language, setLanguage] = useState("en");
  return (
    <main>
      <h1>{page}</h1>
      {["home", "markets"].map((each) => <button key={each} onClick={() => setPage(each)}>Go to {each}</button>)}
      {["emma", "mei", ""].map((id) => (
        <button key={id} onClick={() => signIn(id).then(setUser)}>{id ? "Be " + id : "Be nobody"}</button>
      ))}
      <button onClick={() => setLanguage("es")}>Español</button>
      {page === "home" && <Support user={user} language={language} />}
    </main>
  );
}

createRoot(document.getElementById("app")).render(<StrictMode><App /></StrictMode>);
`,
);
writeFileSync(
  join(sources, "App.vue"),
  `<script setup>
import { ref } from "vue";
import { signIn } from "./host.js";
import Support from "./Support.vue";

const page = ref("home");
const user = ref();
const language = ref("en");
const be = async (id) => { user.value = await signIn(id); };
</script>

<template>
  <main>
    <h1>{{ page }}</h1>
    <button v-for="each in ['home', 'markets']" :key="each" @click="page = each">Go to {{ each }}</button>
    <button v-for="id in ['emma', 'mei', '']" :key="id" @click="be(id)">{{ id ? "Be " + id : "Be nobody" }}</button>
    <button @click="language = 'es'">Español</button>
    <Support v-if="page === 'home'" :user="user" :language="language" />
  </main>
</template>
`,
);
writeFileSync(
  join(sources, "vue.js"),
  `import { createApp } from "vue";\nimport App from "./App.vue";\ncreateApp(App).mount("#app");\n`,
);

/** A component in one file, as Vue's own compiler makes it. */
const components = {
  name: "vue-components",
  transform(code, id) {
    if (!id.endsWith(".vue")) return undefined;
    const { descriptor, errors } = parse(code, { filename: id });
    if (errors.length) throw errors[0];
    return compileScript(descriptor, { id, inlineTemplate: true }).content;
  },
};

await build({
  root: sources,
  mode: "development",
  logLevel: "warn",
  configFile: false,
  plugins: [components],
  esbuild: { jsx: "automatic" },
  define: {
    "process.env.NODE_ENV": '"development"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  resolve: {
    alias: {
      react: join(here, "node_modules/react"),
      "react-dom": join(here, "node_modules/react-dom"),
      vue: join(here, "node_modules/vue/dist/vue.runtime.esm-bundler.js"),
      "@vue": join(here, "node_modules/@vue"),
    },
  },
  build: {
    outDir: resolve(folder),
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      input: { react: join(sources, "react.jsx"), vue: join(sources, "vue.js") },
      output: { entryFileNames: "[name].js" },
    },
  },
});
process.stdout.write(`${found.join(" ")}\n`);

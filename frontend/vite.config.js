import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const ICONS = join(dirname(createRequire(import.meta.url).resolve("bootstrap-icons/package.json")), "icons");

/** One file of all icons' drawings by name: the pages inline those they show, and the catalogue may name any. */
function iconCatalogue() {
  const drawing = (file) =>
    readFileSync(join(ICONS, file), "utf8")
      .match(/<svg[^>]*>(.*)<\/svg>/s)[1]
      .trim();
  return {
    name: "icon-catalogue",
    generateBundle() {
      const files = readdirSync(ICONS).filter((file) => file.endsWith(".svg"));
      const drawings = Object.fromEntries(files.map((file) => [file.slice(0, -".svg".length), drawing(file)]));
      this.emitFile({ type: "asset", fileName: ".vite/icons.json", source: JSON.stringify(drawings) });
    },
  };
}

/** The names of the pieces that were made beforehand, which no manifest has. */
function exampleList() {
  return {
    name: "example-list",
    generateBundle() {
      const names = readdirSync("public/examples");
      this.emitFile({ type: "asset", fileName: ".vite/examples.json", source: JSON.stringify(names) });
    },
  };
}

/** Beside each text of the page the same in fewer bytes, so that nobody compresses while somebody waits. */
function compressedTexts() {
  return {
    name: "compressed-texts",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /^assets\/.+\.(css|js|svg)$/.test(file))) {
        const text = readFileSync(join(dir, name));
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(text));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [iconCatalogue(), exampleList(), compressedTexts()],
  css: {
    // Bootstrap 5.3 is written in the module system that Sass is leaving.
    preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ["import"] } },
  },
  build: {
    manifest: true,
    // The pages' policy allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["src/main.ts", "src/mine.ts", "src/shown.ts"] },
  },
});

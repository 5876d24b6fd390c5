// Joins KERN's unmodified stylesheet with our own, drops KERN rules that nothing here uses, and minifies.
// Usage: node styles.mjs < options.json > portal.css
// options: { kern: path, own: [paths], faces: css text, content: [{raw, extension}], browsers: {name: version} }
import { readFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";
import { transform } from "lightningcss";

const options = JSON.parse(readFileSync(0, "utf8"));
const own = options.own.map((path) => readFileSync(path, "utf8")).join("\n");
const kern = readFileSync(options.kern, "utf8");

const [kept] = await new PurgeCSS().purge({
  content: [...options.content, { raw: own, extension: "css" }],
  css: [{ raw: kern + "\n" + own }],
  keyframes: true,
  variables: true,
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
  safelist: {
    // Our own rules stay: class names such as p-state--<status> are put together in templates.
    standard: [/^p-/],
    greedy: [],
    deep: [],
    // Tokens that script-free state changes read, and the names our own sheet defines.
    variables: [/^--p-/, /^--l/, /^--d/, /^--hue/, /^--tone/],
  },
  // Attributes the markup gets from Django or the browser at run time.
  dynamicAttributes: ["aria-invalid", "aria-current", "data-kern-theme", "dir", "disabled", "readonly", "open", "checked", "type"],
});

const { code, warnings } = transform({
  filename: "portal.css",
  code: Buffer.from(options.faces + kept.css),
  minify: true,
  targets: Object.fromEntries(Object.entries(options.browsers).map(([name, version]) => [name, version << 16])),
});
for (const warning of warnings) console.error(`styles: ${warning.message} (line ${warning.loc?.line})`);
process.stdout.write(code);

// Joins KERN's unmodified stylesheet with our own, drops KERN rules that nothing here uses, and minifies.
// Usage: node styles.mjs < options.json > portal.css
// options: { kern: path, own: [paths], faces: css text, content: [{raw, extension}], browsers: {name: version} }
import { readFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";
import { transform } from "lightningcss";

const options = JSON.parse(readFileSync(0, "utf8"));
const own = options.own.map((path) => readFileSync(path, "utf8")).join("\n");

// PurgeCSS takes the rule that gives `body` KERN's contextual tokens for unused, because of its :is(…):not(…).
const LAYERS = /^:is\(body,/gm;
const source = readFileSync(options.kern, "utf8");
if (!LAYERS.test(source)) throw new Error("KERN's rule for its contextual tokens was not found; look at _layers.scss.");
const kern = source.replace(LAYERS, "/* purgecss ignore */\n:is(body,");

const [kept] = await new PurgeCSS().purge({
  content: [...options.content, { raw: own, extension: "css" }],
  css: [{ raw: kern + "\n" + own }],
  keyframes: true,
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
  safelist: {
    // Our own rules stay: class names such as p-state--<status> are put together in templates.
    standard: [/^p-/, "kern-light", "kern-dark", "kern-layer", "kern-level-0"],
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

// Tokens nobody reads go, then those that only they read.
function withoutUnreadTokens(css) {
  const read = new Set(Array.from(css.matchAll(/var\((--[\w-]+)/g), (match) => match[1]));
  const rest = css.replace(/(--[\w-]+):[^;{}"']*(;|(?=\}))/g, (text, name) => (read.has(name) ? text : ""));
  return rest.length === css.length ? rest : withoutUnreadTokens(rest);
}

process.stdout.write(withoutUnreadTokens(code.toString()));

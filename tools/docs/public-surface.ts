/** `docs/public.md`: every name that the package gives to others, with the first sentence of its doc comment. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";

const HEAD = `# The public surface

What \`kilnjs\` gives to others, entry by entry. Made from the doc comments by \`KILN_WRITE=1 npx vitest run
tests/public/surface.test.ts\`; the comments themselves, with shapes, errors and examples, are what an editor shows.
`;

/** The whole document. @param root of the checkout. */
export function publicSurface(root: string): string {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, unknown>;
  };
  const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
  const order = (entry: string) => basename(entry === "." ? "index" : entry);
  return `${[HEAD, ...entries.map((entry) => section(root, entry.replace(/^\./, "kilnjs"), order(entry)))].join("\n")}`;
}

function section(root: string, entry: string, name: string): string {
  const path = join("public", `${name}.ts`);
  const text = readFileSync(join(root, path), "utf8");
  const about = commentBefore(text, text.indexOf("*/") + 2).replace(/^`kilnjs[^`]*`: /, "");
  const rows = [...text.matchAll(/^export (type )?\{([^}]*)\} from "([^"]+)";/gm)].flatMap(
    ([, all, names = "", from = ""]) =>
      names
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "")
        .map((one) => row(root, path, one.replace(/^type /, ""), from, all !== undefined || one.startsWith("type "))),
  );
  const lines = rows.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return [
    `## ${entry}\n`,
    `${about[0]?.toUpperCase()}${about.slice(1)}\n`,
    "| name | |",
    "| --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

function row(root: string, entry: string, name: string, from: string, isType: boolean): string {
  const [, own = name] = /^\w+ as (\w+)$/.exec(name) ?? [];
  if (!from.startsWith(".")) return `| \`${own}\` | ${from}'s own |`;
  const base = normalize(join(dirname(entry), from)).replace(/\.js$/, "");
  const file = [`${base}.ts`, `${base}.tsx`].find((path) => existsSync(join(root, path))) ?? `${base}.ts`;
  const text = readFileSync(join(root, file), "utf8");
  const declared = new RegExp(
    `^export (?:abstract |async |declare )*(class|interface|type|const|function) ${own}\\b`,
    "m",
  ).exec(text);
  const said = declared === null ? "" : firstSentence(commentBefore(text, declared.index));
  return `| \`${own}\`${isType ? " (type)" : ""} | ${said.replaceAll("|", "\\|")} |`;
}

/** The doc comment that ends right before a place, as plain text without its tags. */
function commentBefore(text: string, place: number): string {
  const before = text.slice(0, place).replace(/(\n\/\/[^\n]*)*\s*$/, "");
  if (!before.endsWith("*/")) return "";
  return before
    .slice(before.lastIndexOf("/**") + 3, -2)
    .replaceAll(/^\s*\* ?/gm, "")
    .split(/^@\w+|(?<=\s)@(?:param|returns|throws|example)\b/m, 1)
    .join("")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function firstSentence(comment: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(comment)?.[0] ?? comment;
}

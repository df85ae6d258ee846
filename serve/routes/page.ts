/** Small HTML pages of our own under a strict Content-Security-Policy. */
import { createHash } from "node:crypto";

const style = `
:root { color-scheme: light dark; --ink: #1c1917; --paper: #fafaf9; --accent: #b45309; --line: #d6d3d1; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e5e4; --paper: #1c1917; --accent: #fbbf24; --line: #44403c; } }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 46rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { margin: 2rem 0 .25rem; font-size: 1.15rem; }
a { color: var(--accent); }
pre { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .4rem; overflow-x: auto; font-size: .85rem; }
li { margin: .25rem 0; }
small { opacity: .75; }
`;

/** Allows nothing but the page's own style. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A page. @param body HTML; everything variable in it must have gone through `escapeHtml`. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Text for use in HTML, in and between tags. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** The look of a report: light and dark, narrow and wide, on paper. Colours are those of the pictures in it. */
export const style = `
:root { color-scheme: light dark; --ink: #1a2029; --muted: #566070; --paper: #fff; --panel: #f3f5f8; --line: #d5dae1; --accent: #a8480c;
  --s0: #0066a8; --s1: #cc5200; --s2: #008463; --s3: #a8457f; --s4: #9a6a00; --s5: #3f7f9f; --s6: #4a4a4a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --muted: #a4afbd; --paper: #14181e; --panel: #1c222b; --line: #38414d; --accent: #ff9b5e;
  --s0: #4db1ee; --s1: #ff8d4d; --s2: #35cba0; --s3: #ec9fca; --s4: #f2b738; --s5: #8fd0f5; --s6: #c9c9c9; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 'Source Sans 3', system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
header { padding-top: 2rem; border-bottom: 3px solid var(--accent); }
h1 { font-size: clamp(1.5rem, 4vw, 2.2rem); line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; overflow-wrap: anywhere; }
a { color: var(--accent); } a:focus-visible, [tabindex]:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: .75rem 0; padding: 0; }
.muted, figcaption { color: var(--muted); }
.stamp { display: inline-block; margin: .25rem 0; padding: .1rem .7rem; border: 2px solid currentColor; border-radius: .3rem; color: var(--accent); font-weight: 700; letter-spacing: .04em; text-transform: uppercase; font-size: .85rem; }
.notes { padding: .5rem 1rem; border-left: 4px solid var(--accent); background: var(--panel); }
.scroll { overflow-x: auto; max-width: 100%; margin: .75rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
caption { text-align: left; color: var(--muted); padding-bottom: .25rem; }
th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { font-weight: 600; border-bottom: 2px solid var(--line); } .number { text-align: right; } td.number { white-space: nowrap; }
figure { margin: 1.25rem 0; } figure img, figure > svg, .still svg { max-width: 100%; height: auto; display: block; }
.chart { padding: 1rem; background: var(--panel); border-radius: .5rem; } .chart > svg { touch-action: pan-y; cursor: crosshair; }
.chart text { fill: var(--muted); font-size: 12px; } .chart .grid { stroke: var(--line); } .chart .cursor { stroke: var(--ink); stroke-dasharray: 2 3; }
.chart .least { stroke: var(--muted); stroke-dasharray: 6 4; } .chart .selection { fill: var(--accent); opacity: .15; } .chart .dot { fill: var(--ink); }
.curve { fill: none; stroke-width: 2; } .curve.training { stroke-dasharray: 5 4; } .curve.spread { stroke-width: 1; opacity: .45; }
.run0 { stroke: var(--s0); } .run1 { stroke: var(--s1); } .run2 { stroke: var(--s2); } .run3 { stroke: var(--s3); } .run4 { stroke: var(--s4); } .run5 { stroke: var(--s5); } .run6 { stroke: var(--s6); }
.legend { list-style: none; padding: 0; } .swatch { display: inline-block; width: 1.6em; height: 0; border-top: 3px solid; vertical-align: middle; margin-right: .4em; }
.swatch.run0 { border-color: var(--s0); } .swatch.run1 { border-color: var(--s1); } .swatch.run2 { border-color: var(--s2); } .swatch.run3 { border-color: var(--s3); } .swatch.run4 { border-color: var(--s4); } .swatch.run5 { border-color: var(--s5); } .swatch.run6 { border-color: var(--s6); }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; font-size: .9rem; }
.controls button, .controls input { font: inherit; accent-color: var(--accent); } .readout { display: block; min-height: 1.6em; font-size: .9rem; font-variant-numeric: tabular-nums; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 32rem), 1fr)); gap: 1rem 2rem; align-items: start; }
.pictures > * { min-width: 0; } .labelled img { min-width: 30rem; }
.pixels img { image-rendering: pixelated; } footer { padding-block: 2rem; color: var(--muted); font-size: .9rem; }
@page { margin: 14mm; }
@media print { :root { --paper: #fff; --ink: #000; color-scheme: light; } body { font-size: 10pt; }
  .controls, nav, .readout { display: none; } figure, tr, .notes { break-inside: avoid; } h2, h3, caption, thead { break-after: avoid; }
  header, main, footer { max-width: none; padding-inline: 0; } .scroll { overflow: visible; } .scroll table { font-size: 7pt; } th, td { padding-right: .5em; overflow-wrap: anywhere; } .number { overflow-wrap: normal; }
  .pictures { display: block; } .pixels, figure:has(.labelled) { display: inline-block; width: 48%; margin: .5rem 1% .5rem 0; vertical-align: top; } .labelled img { min-width: 0; } }
`;

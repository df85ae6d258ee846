/** A part that scrolls by itself: reachable by keyboard, and named for who does not see it. */
import type { ComponentChildren } from "preact";

interface ScrollingProps {
  readonly label: string;
  /** How it looks: `scroll` for tables, `code` for text, and what a view adds. */
  readonly class: string;
  readonly children: ComponentChildren;
}

export function Scrolling({ label, class: name, children }: ScrollingProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class={name} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}

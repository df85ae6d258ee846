/** Follows a run that goes on: the page's content is replaced when the server says that there is something new. */

/** Replaces what the page shows, keeps where the reader is, and calls `connect` for the new charts. */
export function follow(connect: () => void): void {
  const events = new EventSource("events");
  let busy = false;
  events.addEventListener("changed", async () => {
    // One at a time; what is missed meanwhile is in the next.
    if (busy) return;
    busy = true;
    try {
      const response = await fetch(location.pathname);
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const [now, next] = [document.querySelector("main"), fresh.querySelector("main")];
      if (now === null || next === null) return;
      const [x, y] = [scrollX, scrollY];
      const chosen = choices(now);
      now.replaceWith(next);
      // Parts that there were not before have their links up there.
      const [links, more] = [document.querySelector("nav"), fresh.querySelector("nav")];
      if (links !== null && more !== null && links.innerHTML !== more.innerHTML) links.replaceWith(more);
      connect();
      choose(next, chosen);
      scrollTo(x, y);
    } finally {
      busy = false;
    }
  });
}

/** What the reader has set in a part of the page: by the chart's first words, which do not change, and the control. */
type Choices = ReadonlyMap<string, string>;

function choices(main: Element): Choices {
  return new Map(
    controls(main).map(([key, input]) => [key, input.type === "checkbox" ? String(input.checked) : input.value]),
  );
}

/** Sets it again; the chart hears of it as if the reader had. */
function choose(main: Element, chosen: Choices): void {
  for (const [key, input] of controls(main)) {
    const value = chosen.get(key);
    if (value === undefined) continue;
    if (input.type === "checkbox") input.checked = value === "true";
    else input.value = value;
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new Event("change"));
  }
}

function controls(main: Element): [string, HTMLInputElement][] {
  return [...main.querySelectorAll<HTMLInputElement>("[data-chart] input[data-control]")].map((input) => {
    const caption = input.closest("[data-chart]")?.querySelector("figcaption")?.textContent ?? "";
    return [`${caption.split(":")[0]} ${input.dataset.control}`, input];
  });
}

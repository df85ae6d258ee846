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
      now.replaceWith(next);
      connect();
      scrollTo(x, y);
    } finally {
      busy = false;
    }
  });
}

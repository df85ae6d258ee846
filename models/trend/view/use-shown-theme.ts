/** Light or dark, as the screen is now: a system may change while the page is open. */

import { shownTheme, type Theme } from "kilnjs/page";
import { useEffect, useState } from "preact/hooks";

export function useShownTheme(theme: Theme): "light" | "dark" {
  const [shown, setShown] = useState(() => shownTheme(theme));
  useEffect(() => {
    const follow = (): void => setShown(shownTheme(theme));
    follow();
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme]);
  return shown;
}

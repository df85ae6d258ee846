/** Choices that are kept in the browser from one visit to the next. */

/** A kept choice; a browser that keeps nothing for this page has none. */
export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Keeps a choice, where the browser lets the page. */
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    console.info(`Kiln: ${key} is not kept for the next visit: ${error.message}`);
  }
}

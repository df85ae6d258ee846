/** Breaks text between words, so that a terminal does not break it inside them. */

/**
 * Text in lines of at most `width` characters; a word that is longer (a path) stays whole.
 *
 * @param first what the first line begins with.
 * @param next what each further line begins with.
 */
export function wrapped(text: string, width: number, first: string, next: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join("\n");
}

/** What esbuild found wrong, for a person. */
import type { BuildFailure, Message } from "esbuild";

/** The first message with its file and line, and how many more there are. */
export function reasonOf(failure: unknown): string {
  const errors = messagesOf(failure);
  const [first] = errors;
  if (first === undefined) return failure instanceof Error ? failure.message : String(failure);
  const { location, text } = first;
  const said = location === null ? text : `${location.file}:${location.line}: ${text}`;
  return errors.length === 1 ? said : `${said} (and ${errors.length - 1} more)`;
}

/** The messages of a failed build; none for another failure. */
export function messagesOf(failure: unknown): readonly Message[] {
  return failure instanceof Error && "errors" in failure ? (failure as BuildFailure).errors : [];
}

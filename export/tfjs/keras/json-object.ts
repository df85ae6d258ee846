/** A JSON object of somebody else's. */
export type Config = Record<string, unknown>;

/** The object that a value is, or undefined. */
export function object(value: unknown): Config | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Config) : undefined;
}

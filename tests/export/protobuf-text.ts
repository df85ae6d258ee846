/**
 * A reader of protobuf's text format, as much of it as a Triton configuration uses: fields, messages, lists, comments. Field
 * order is kept by name; a repeated field without a list becomes an array of its values.
 */
export type TextMessage = { [field: string]: TextValue[] };
/** A scalar as it was written (strings without their quotes), a message, or the elements of a list. */
export type TextValue = string | TextMessage;

/** Parses a text; throws an Error with the place of the first thing that is no protobuf text. */
export function parseProtobufText(text: string): TextMessage {
  const tokens = text.replace(/#.*$/gm, "").match(/"[^"\n]*"|[\w.+-]+|[{}[\]:,]|\S/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`token ${at}: expected ${expected ?? "a token"}, got ${token ?? "the end"}`);
    }
    return token;
  };
  const value = (): TextValue => {
    if (tokens[at] === "{") {
      take("{");
      const inner = message("}");
      take("}");
      return inner;
    }
    const token = take();
    if (!/^("[^"]*"|[\w.+-]+)$/.test(token)) throw new Error(`token ${at}: ${token} is no value`);
    return token.replace(/^"|"$/g, "");
  };
  const list = (): TextValue[] => {
    take("[");
    const values: TextValue[] = [];
    while (tokens[at] !== "]") {
      values.push(value());
      if (tokens[at] !== "]") take(",");
      if (tokens[at] === "]" && tokens[at - 1] === ",") throw new Error(`token ${at}: a list ends with a comma`);
    }
    take("]");
    return values;
  };
  const message = (end?: string): TextMessage => {
    const fields: TextMessage = {};
    while (at < tokens.length && tokens[at] !== end) {
      const name = take();
      if (!/^[a-z_]+$/.test(name)) throw new Error(`token ${at}: ${name} is no field name`);
      if (tokens[at] === ":") take(":");
      const opener = tokens[at];
      if (opener !== "{" && opener !== "[" && tokens[at - 1] !== ":") throw new Error(`token ${at}: ":" is missing`);
      const values = opener === "[" ? list() : [value()];
      fields[name] = [...(fields[name] ?? []), ...values];
    }
    return fields;
  };
  return message();
}

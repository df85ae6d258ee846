/**
 * A relay between browser and server that counts what goes through, as it is on the wire. The DevTools protocol gives the
 * same numbers (`encodedDataLength`), but 0 for the script of a worker, and has to be asked in every worker; nothing that
 * comes to the browser gets past this.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer. */
export interface WireAnswer {
  /** Path of the address, without the query. */
  readonly path: string;
  readonly status: number;
  /** `br`, `gzip`, or nothing. */
  readonly encoding: string;
  /** Bytes of the body as they were sent, compressed. */
  readonly body: number;
  /** Bytes of the status line and the headers. */
  readonly head: number;
}

/** A relay that is running. */
export interface Relay {
  readonly url: string;
  /** Answers since the last call. */
  taken(): WireAnswer[];
  close(): Promise<void>;
}

/** Starts a relay on a free port of this machine. @param target address of the server. */
export async function startRelay(target: string): Promise<Relay> {
  let answers: WireAnswer[] = [];
  const server = createServer((asked, answer) =>
    forward(new URL(asked.url ?? "/", target), asked, answer, (one) => answers.push(one)),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => {
      const all = answers;
      answers = [];
      return all;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(url: URL, asked: IncomingMessage, answer: ServerResponse, done: (one: WireAnswer) => void): void {
  const { method, headers } = asked;
  const onward = request(url, { method, headers: { ...headers, host: url.host } }, (got) => {
    const { statusCode: status = 0, rawHeaders } = got;
    answer.writeHead(status, rawHeaders);
    let body = 0;
    got.on("data", (part: Buffer) => {
      body += part.byteLength;
    });
    got.once("end", () => {
      const encoding = got.headers["content-encoding"] ?? "";
      done({ path: url.pathname, status, encoding, body, head: headBytes(rawHeaders) });
    });
    got.pipe(answer);
  });
  // Either side is gone: the other one is told by its end.
  onward.once("error", () => answer.destroy());
  answer.once("close", () => onward.destroy());
  asked.pipe(onward);
}

/** `HTTP/1.1 200 OK`, `name: value` a line, and an empty line. */
function headBytes(raw: readonly string[]): number {
  return raw.reduce((sum, part) => sum + part.length + 2, 19);
}

/** What `npm run bench -- web` writes as JSON. Times in milliseconds. */
import type { Machine } from "../report/machine.js";
import type { OpenedContenders } from "./contenders.js";
import type { DecodeTimes } from "./decode.js";
import type { Drag } from "./drag.js";
import type { FirstPicture } from "./first-picture.js";
import type { Memory } from "./memory.js";
import type { WebVerdict } from "./targets.js";
import type { Transfer } from "./transfer.js";

/** The whole result. */
export interface WebResult {
  readonly formatVersion: 1;
  readonly created: string;
  readonly machine: Machine;
  /** As the browser calls itself: `156.0.8078.108`. */
  readonly browser: string;
  /** Load averages over one minute. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly model: OpenedContenders;
  readonly firstPictures: readonly FirstPicture[];
  readonly decode: readonly DecodeTimes[];
  readonly drags: readonly Drag[];
  readonly transfers: readonly Transfer[];
  readonly memory: readonly [Memory, Memory];
  readonly verdicts: readonly WebVerdict[];
}

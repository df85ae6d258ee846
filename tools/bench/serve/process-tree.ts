/** What a program and all processes under it take, from /proc. */
import { readdirSync, readFileSync } from "node:fs";
import { hasCode } from "../../../core/errors.js";

/** Processor time in ms, and memory in bytes. */
export interface Usage {
  readonly processor: number;
  readonly memory: number;
}

/** Clock ticks are a hundredth of a second on every Linux of today. */
const TICK = 10;
const PAGE = 4096;

/** The processes of a tree. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (fields !== undefined) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [root];
  for (const pid of tree) tree.push(...[...parents].flatMap(([child, parent]) => (parent === pid ? [child] : [])));
  return tree;
}

/** The sum over a tree. */
export function usageOf(root: number): Usage {
  let processor = 0;
  let memory = 0;
  for (const fields of treeOf(root).map(statOf)) {
    if (fields === undefined) continue;
    processor += (Number(fields[11]) + Number(fields[12])) * TICK;
    memory += Number(fields[21]) * PAGE;
  }
  return { processor, memory };
}

/** The fields of /proc/<pid>/stat from the third on; undefined when there is no such process any more. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH")) return undefined;
    throw error;
  }
}

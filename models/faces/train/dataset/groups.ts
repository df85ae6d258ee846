/** Groups of equal pictures: a copy in training of a picture that is tested on would make every score a lie. */
import { at } from "kilnjs";

/** Numbers equal keys equally, in the order of their first appearance. */
export function groupEqual(count: number, key: (index: number) => string): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from({ length: count }, (_, index) => {
    const text = key(index);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

/** The members of each group that has more than one, in order. */
export function groupsOfSeveral(groups: Uint32Array): number[][] {
  const sizes = new Uint32Array(groups.length);
  for (const group of groups) sizes[group] = at(sizes, group, "group") + 1;
  const members = new Map<number, number[]>();
  groups.forEach((group, index) => {
    if ((sizes[group] as number) < 2) return;
    const list = members.get(group) ?? [];
    list.push(index);
    members.set(group, list);
  });
  return [...members.values()];
}

/** The groups of `wider` in which there is more than one of `groups`: what joins them is not plain equality. */
export function groupsJoined(groups: Uint32Array, wider: Uint32Array): number[][] {
  return groupsOfSeveral(wider).filter((members) => new Set(members.map((index) => groups[index])).size > 1);
}

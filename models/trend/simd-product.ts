/**
 * The inner loop of the correlations as WebAssembly with 128-bit vectors: JavaScript has no vector arithmetic, and 12.5
 * million products of rows took it three times as long. The module is written here, instruction by instruction: it is one
 * function, and needs no compiler to build it. Opcodes: WebAssembly Core Specification 2.0, section 5.4.
 */

/** Multiplies rows in a memory of its own. */
export interface RowMultiplier {
  /** All rows one behind the other, each `stride` long; to be filled by the caller, zeros where nothing is written. */
  readonly rows: Float64Array;
  /** What `multiply` writes. */
  readonly block: Float64Array;
  /** Products of rows a.. with rows b.., `BLOCK` of each: `block[i * BLOCK + j]` is row a + i times row b + j. */
  multiply(a: number, b: number): void;
}

/** Rows that are multiplied with as many others at a time. */
export const BLOCK = 64;

/** Bytes in front of the rows, for the block. */
const BLOCK_BYTES = BLOCK * BLOCK * 8;
const PAGE = 65_536;
/** Larger matrices are left to JavaScript: see `correlation.ts`. */
const LARGEST_BYTES = 2 ** 30;

/**
 * A multiplier for `count` rows, or null where it cannot be had: no vector instructions, a page that forbids WebAssembly, or
 * more than 1 GiB of rows.
 *
 * @param count a multiple of BLOCK.
 * @param stride a multiple of 2.
 */
export function simdMultiplier(count: number, stride: number): RowMultiplier | null {
  const bytes = BLOCK_BYTES + count * stride * 8;
  if (wasm === undefined || bytes > LARGEST_BYTES || !wasm.validate(moduleBytes)) return null;
  const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE) });
  const strip = instantiate(wasm, memory);
  if (strip === null) return null;
  const rowBytes = stride * 8;
  return {
    rows: new Float64Array(memory.buffer, BLOCK_BYTES, count * stride),
    block: new Float64Array(memory.buffer, 0, BLOCK * BLOCK),
    multiply(a, b) {
      for (let i = 0; i < BLOCK; i += 2) {
        strip(BLOCK_BYTES + (a + i) * rowBytes, BLOCK_BYTES + b * rowBytes, rowBytes, i * BLOCK * 8);
      }
    },
  };
}

/** Two rows at `a` times BLOCK rows at `b`, to `out` and BLOCK numbers behind it; all are addresses. */
type Strip = (a: number, b: number, rowBytes: number, out: number) => void;

function instantiate(wasm: Wasm, memory: WasmMemory): Strip | null {
  try {
    const instance = new wasm.Instance(new wasm.Module(moduleBytes), { kiln: { memory } });
    return instance.exports.strip as Strip;
  } catch (error) {
    // A page's content security policy may forbid it.
    if (!(error instanceof wasm.CompileError)) throw error;
    return null;
  }
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** What is used of WebAssembly's interface: TypeScript declares it with the DOM alone, and this runs without one too. */
interface Wasm {
  validate(bytes: Uint8Array): boolean;
  Memory: new (limits: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
  CompileError: new () => Error;
}
const wasm = (globalThis as unknown as { WebAssembly?: Wasm }).WebAssembly;

// Locals: the four parameters, then what the loops need.
const [A, B, ROW_BYTES, OUT, A1, B1, B2, B3, K, J] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const INTEGERS = 6;
const SUMS = [10, 11, 12, 13, 14, 15, 16, 17] as const;
const [X0, X1, Y] = [18, 19, 20] as const;
const VECTORS = 11;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const number = (value: number) => [0x41, ...signed(value)];
const add = [0x6a];
const below = [0x49];
const loop = (body: readonly number[]) => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b]; // ends with br_if to its beginning
const loadVector = [0xfd, 0x00, 0x03, 0x00];
const zeroVector = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const addVectors = [0xfd, 0xf0, 0x01];
const multiplyVectors = [0xfd, 0xf2, 0x01];
const lane = (index: number) => [0xfd, 0x21, index];
const addDoubles = [0xa0];
const storeDouble = (offset: number) => [0x39, 0x03, ...unsigned(offset)];

/** `sum += x * y`. */
const accumulate = (sum: number, x: number) => [
  ...get(sum),
  ...get(x),
  ...get(Y),
  ...multiplyVectors,
  ...addVectors,
  ...set(sum),
];

/** A row of b: with both rows of a. */
const column = (address: number, first: number, second: number) => [
  ...[...get(address), ...get(K), ...add, ...loadVector, ...set(Y)],
  ...accumulate(first, X0),
  ...accumulate(second, X1),
];

/** The sum of a vector's two halves, behind `out`. */
const storeSum = (sum: number, offset: number) => [
  ...get(OUT),
  ...[...get(sum), ...lane(0), ...get(sum), ...lane(1), ...addDoubles],
  ...storeDouble(offset),
];

const body = [
  ...[...get(A), ...get(ROW_BYTES), ...add, ...set(A1)],
  // Four rows of b at a time.
  ...loop([
    ...[...get(B), ...get(ROW_BYTES), ...add, ...set(B1)],
    ...[...get(B1), ...get(ROW_BYTES), ...add, ...set(B2)],
    ...[...get(B2), ...get(ROW_BYTES), ...add, ...set(B3)],
    ...SUMS.flatMap((sum) => [...zeroVector, ...set(sum)]),
    ...[...number(0), ...set(K)],
    // Two numbers of each row at a time.
    ...loop([
      ...[...get(A), ...get(K), ...add, ...loadVector, ...set(X0)],
      ...[...get(A1), ...get(K), ...add, ...loadVector, ...set(X1)],
      ...[B, B1, B2, B3].flatMap((row, j) => column(row, SUMS[j] as number, SUMS[j + 4] as number)),
      ...[...get(K), ...number(16), ...add, ...set(K)],
      ...[...get(K), ...get(ROW_BYTES), ...below],
    ]),
    ...SUMS.flatMap((sum, i) => storeSum(sum, (i >> 2) * BLOCK * 8 + (i & 3) * 8)),
    ...[...get(B3), ...get(ROW_BYTES), ...add, ...set(B)],
    ...[...get(OUT), ...number(32), ...add, ...set(OUT)],
    ...[...get(J), ...number(1), ...add, ...set(J)],
    ...[...get(J), ...number(BLOCK / 4), ...below],
  ]),
  0x0b,
];

const locals = [0x02, INTEGERS, 0x7f, VECTORS, 0x7b]; // i32 and v128
const moduleBytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [0x01, 0x60, 0x04, 0x7f, 0x7f, 0x7f, 0x7f, 0x00]), // type: (i32, i32, i32, i32) -> ()
  ...section(2, [0x01, ...name("kiln"), ...name("memory"), 0x02, 0x00, 0x01]), // import: memory of a page or more
  ...section(3, [0x01, 0x00]), // function of type 0
  ...section(7, [0x01, ...name("strip"), 0x00, 0x00]), // export of function 0
  ...section(10, [0x01, ...sized([...locals, ...body])]), // code
]);

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return sized(Array.from(text, (character) => character.charCodeAt(0)));
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

// core/errors.ts
var KilnError = class extends Error {
  reason;
  where;
  next;
  constructor(reason, details = {}) {
    const where = details.where ?? {};
    const place = describeWhere(where);
    super(`${place === "" ? "" : `${place}: `}${reason}${details.next === void 0 ? "" : `
${details.next}`}`, {
      cause: details.cause
    });
    this.name = new.target.name;
    this.reason = reason;
    this.where = where;
    this.next = details.next;
  }
};
var FailedError = class extends KilnError {
  kind = "failed";
};
var UsageError = class extends KilnError {
  kind = "usage";
};
var InputError = class extends KilnError {
  kind = "input";
};
var VerificationError = class extends KilnError {
  kind = "verification";
};
var NotFoundError = class extends KilnError {
  kind = "notFound";
};
var UnavailableError = class extends KilnError {
  kind = "unavailable";
};
var InterruptedError = class extends KilnError {
  kind = "interrupted";
};
var classes = {
  failed: FailedError,
  usage: UsageError,
  input: InputError,
  verification: VerificationError,
  notFound: NotFoundError,
  unavailable: UnavailableError,
  interrupted: InterruptedError
};
function isErrorKind(value) {
  return typeof value === "string" && Object.hasOwn(classes, value);
}
function errorOfKind(kind2, reason, details) {
  return new classes[kind2](reason, details);
}
function describeWhere(where) {
  const parts = [];
  if (where.file !== void 0) parts.push(where.file);
  if (where.row !== void 0) parts.push(`row ${where.row}`);
  if (where.column !== void 0) parts.push(`column ${where.column}`);
  if (where.field !== void 0) parts.push(where.field);
  return parts.join(", ");
}
function messageOf(cause) {
  return cause instanceof Error ? cause.message : String(cause);
}
function hasCode(error, ...codes) {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

// core/tensor.ts
var arrays = {
  float32: Float32Array,
  float16: Float32Array,
  int64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array
};
function sizeOf(dims) {
  return dims.reduce((product, dim) => product * dim, 1);
}
function makeTensor(type, dims, data) {
  if (data.length !== sizeOf(dims)) {
    throw new InputError(`${data.length} elements do not fill the shape [${dims.join(", ")}]`);
  }
  if (data instanceof arrays[type]) return { type, dims: [...dims], data };
  throw new InputError(`a ${type} tensor cannot hold a ${data.constructor.name}`);
}

// train/data/checks/answer-copies.ts
var SAME = 0.999999;
var MOST_PAIRS = 2e3;
var MOST_VALUES = 1e4;
var AnswerCopies = class {
  #pairs;
  #rows = 0;
  /** @param nameOf the source's name of a component of a field. */
  constructor(slots, nameOf) {
    const columns = (role) => slots.filter(
      ({ field }) => field.role === role && (field.kind === "number" || field.kind === "category" || field.kind === "labels")
    ).flatMap(
      (slot) => Array.from(
        { length: slot.size },
        (_, i) => ({
          label: nameOf(slot, i),
          at: slot.offset + i,
          named: slot.named
        })
      )
    );
    const outputs = columns("output");
    this.#pairs = columns("input").flatMap((input) => outputs.map((output) => pairOf(input, output))).slice(0, MOST_PAIRS);
  }
  /** Takes in the row that begins at `index`. */
  add(words, index) {
    this.#rows += 1;
    for (const pair of this.#pairs) {
      if (pair.differs) continue;
      if (pair.output.named) this.#match(pair, words, index);
      else if (!pair.input.named) this.#sum(pair, words, index);
    }
  }
  /** The copies: the column, and the answer that it copies. */
  found() {
    if (this.#rows < 10) return [];
    return this.#pairs.filter(isCopy).map(({ input, output }) => ({ column: input.label, answer: output.label }));
  }
  /** One value for each answer, and one answer for each value. */
  #match(pair, { whole, real }, index) {
    const value = (pair.input.named ? whole : real)[index + pair.input.at];
    const answer = whole[index + pair.output.at];
    if (Number.isNaN(value)) return;
    const [before2, back] = [pair.forth.get(value), pair.back.get(answer)];
    if (before2 !== void 0 && before2 !== answer || back !== void 0 && back !== value) {
      pair.differs = true;
      return;
    }
    pair.forth.set(value, answer);
    pair.back.set(answer, value);
    if (pair.forth.size > MOST_VALUES) pair.differs = true;
  }
  #sum({ input, output, sums, first }, { real }, index) {
    const [x, y] = [real[index + input.at], real[index + output.at]];
    if (Number.isNaN(x) || Number.isNaN(y)) return;
    if (sums[0] === 0) [first[0], first[1]] = [x, y];
    const [a, b] = [x - first[0], y - first[1]];
    sums[0] = sums[0] + 1;
    sums[1] = sums[1] + a;
    sums[2] = sums[2] + b;
    sums[3] = sums[3] + a * a;
    sums[4] = sums[4] + b * b;
    sums[5] = sums[5] + a * b;
  }
};
function pairOf(input, output) {
  return {
    input,
    output,
    differs: output.named ? false : input.named,
    forth: /* @__PURE__ */ new Map(),
    back: /* @__PURE__ */ new Map(),
    sums: new Float64Array(6),
    first: new Float64Array(2)
  };
}
function isCopy({ output, differs, forth, sums }) {
  if (differs) return false;
  if (output.named) return forth.size > 1;
  const [n2, a, b, aa, bb, ab] = sums;
  const [varianceA, varianceB] = [aa - a * a / n2, bb - b * b / n2];
  if (n2 < 10 || !(varianceA > 0 && varianceB > 0)) return false;
  return Math.abs((ab - a * b / n2) / Math.sqrt(varianceA * varianceB)) > SAME;
}

// train/data/splits/split-options.ts
var partNames = ["training", "validation", "test"];
function sharesOf({ validation = 0.15, test = 0.15 }) {
  for (const [name, share2] of Object.entries({ validation, test })) {
    if (!(share2 > 0 && share2 < 1)) {
      throw new UsageError(`the share of the ${name} part is above 0 and below 1, not ${share2}`, {
        where: { field: "split" }
      });
    }
  }
  if (validation + test < 1) return { validation, test };
  throw new UsageError(`validation (${validation}) and test (${test}) leave nothing to learn from`, {
    where: { field: "split" }
  });
}

// train/data/rows/moments.ts
var Moments = class {
  #slot;
  #components;
  #counts;
  #means;
  #squares;
  #minima;
  #maxima;
  constructor(slot) {
    this.#slot = slot;
    this.#components = slot.field.kind === "series" ? slot.field.shape.at(-1) ?? 1 : slot.size;
    const zeros = () => new Float64Array(this.#components);
    [this.#counts, this.#means, this.#squares] = [zeros(), zeros(), zeros()];
    this.#minima = zeros().fill(Number.POSITIVE_INFINITY);
    this.#maxima = zeros().fill(Number.NEGATIVE_INFINITY);
  }
  /** Takes in the row that begins at `index`. */
  add({ real }, index) {
    const { offset, size } = this.#slot;
    for (let i = 0, component = 0; i < size; i++) {
      this.#take(component, real[index + offset + i]);
      component = component + 1 === this.#components ? 0 : component + 1;
    }
  }
  statistics() {
    return Array.from(this.#means, (mean, i) => {
      const count = this.#counts[i];
      const [minimum, maximum] = [this.#minima[i], this.#maxima[i]];
      if (count === 0) return { mean: 0, deviation: 0, minimum: 0, maximum: 0 };
      const deviation = minimum === maximum ? 0 : Math.sqrt(Math.max(0, this.#squares[i] / count));
      return { mean, deviation, minimum, maximum };
    });
  }
  #take(i, value) {
    if (Number.isNaN(value)) return;
    const count = this.#counts[i] + 1;
    this.#counts[i] = count;
    const away = value - this.#means[i];
    const mean = this.#means[i] + away / count;
    this.#means[i] = mean;
    this.#squares[i] = this.#squares[i] + away * (value - mean);
    if (value < this.#minima[i]) this.#minima[i] = value;
    if (value > this.#maxima[i]) this.#maxima[i] = value;
  }
};

// train/data/table/dates.ts
var DAY = 864e5;
var ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
var SHORT = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/;
function dateIn(text2, order2) {
  const iso = ISO.exec(text2);
  if (iso !== null) return daysOf([iso[1], iso[2], iso[3]], iso.slice(4, 8), iso[8]);
  if (order2 === "year-month-day") return Number.NaN;
  const short = SHORT.exec(text2);
  if (short === null) return Number.NaN;
  const [day, month] = order2 === "day-month-year" ? [short[1], short[3]] : [short[3], short[1]];
  return daysOf([short[4], month, day], short.slice(5, 9), void 0);
}
function orderOf(cells) {
  let isShort = false;
  let found;
  let some = false;
  for (const cell of cells) {
    some = true;
    if (ISO.test(cell)) continue;
    const short = SHORT.exec(cell);
    if (short === null) return void 0;
    isShort = true;
    if (Number(short[1]) > 12) found = "day-month-year";
    if (Number(short[3]) > 12) found = "month-day-year";
    if (short[2] === ".") found ??= "day-month-year";
  }
  if (!some) return void 0;
  return found ?? (isShort ? "open" : "year-month-day");
}
function daysOf([year, month, day], clock, zone) {
  const [y, m, d2] = [Number(year), Number(month), Number(day)];
  const [hour = 0, minute = 0, second = 0] = clock.slice(0, 3).map((digits) => Number(digits ?? 0));
  const fraction = Number(`0.${clock[3] ?? 0}`);
  const date = new Date(Date.UTC(y, m - 1, d2));
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d2 || hour > 23 || minute > 59 || second > 59)
    return Number.NaN;
  return date.getTime() / DAY + (hour * 60 + minute - offsetOf(zone) + (second + fraction) / 60) / 1440;
}
function offsetOf(zone) {
  if (zone === void 0 || zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

// train/data/table/missing.ts
var IN_NUMBERS = /* @__PURE__ */ new Set(["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "\u2013", "\u2014", ".", "?"]);
var IN_NAMES = /* @__PURE__ */ new Set(["", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "?"]);
function isMissing(text2, named, own) {
  if (own !== void 0) return text2 === "" || own.includes(text2);
  if (named) return IN_NAMES.has(text2);
  const first = text2.charCodeAt(0);
  if (first >= 48 && first <= 57) return false;
  return IN_NUMBERS.has(text2.toLowerCase());
}
function policyOf(options, field) {
  if (options === void 0) return "drop";
  if (typeof options === "string" || isValue(options)) return options;
  return options[field] ?? "drop";
}
function isValue(options) {
  return "value" in options && typeof options.value !== "object" && Object.keys(options).length === 1 && !isPolicy(options.value);
}
function isPolicy(value) {
  return value === "drop" || value === "refuse" || value === "mean" || value === "median" || value === "most frequent";
}

// train/data/table/numbers.ts
var POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
var COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d{1,3})?$/i;
var GROUPED_POINT = /^[+-]?\d{1,3}(?:([, '\u2019\u00a0\u202f])\d{3})(?:\1\d{3})+(\.\d+)?$|^[+-]?\d{1,3}[, '\u2019\u00a0\u202f]\d{3}\.\d+$/;
var GROUPED_COMMA = /^[+-]?\d{1,3}(?:([. '\u2019\u00a0\u202f])\d{3})(?:\1\d{3})+(,\d+)?$|^[+-]?\d{1,3}[. '\u2019\u00a0\u202f]\d{3},\d+$/;
function numberIn(text2, mark) {
  const plain = text2.charCodeAt(0) === 8722 ? `-${text2.slice(1)}` : text2;
  if (mark === "point") {
    const simple = plainNumber(plain);
    if (!Number.isNaN(simple)) return simple;
    if (POINT.test(plain)) return Number(plain);
    return GROUPED_POINT.test(plain) ? Number(plain.replace(/[, '\u2019\u00a0\u202f]/g, "")) : Number.NaN;
  }
  if (COMMA.test(plain)) return Number(plain.replace(",", "."));
  return GROUPED_COMMA.test(plain) ? Number(plain.replace(/[. '\u2019\u00a0\u202f]/g, "").replace(",", ".")) : Number.NaN;
}
var POWERS = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);
function plainNumber(text2) {
  const { length } = text2;
  const isNegative = length > 1 && text2.charCodeAt(0) === 45;
  const first = isNegative ? 1 : 0;
  let value = 0;
  let point = -1;
  if (length === first || length - first > 16) return Number.NaN;
  for (let i = first; i < length; i++) {
    const code = text2.charCodeAt(i);
    if (code >= 48 && code <= 57) value = value * 10 + (code - 48);
    else if (code === 46 && point === -1 && i > first && i < length - 1) point = i;
    else return Number.NaN;
  }
  if (point === -1 && length - first > 15) return Number.NaN;
  const size = point === -1 ? value : value / POWERS[length - 1 - point];
  return isNegative ? -size : size;
}
var COULD_BE_EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
function markOf(cells) {
  let point = false;
  let comma = false;
  for (const cell of cells) {
    if (!/[.,]/.test(cell) || COULD_BE_EITHER.test(cell)) continue;
    const isPoint = POINT.test(cell) || GROUPED_POINT.test(cell);
    const isComma = COMMA.test(cell) || GROUPED_COMMA.test(cell);
    if (isPoint && !isComma) point = true;
    if (isComma && !isPoint) comma = true;
  }
  if (point && comma) return "both";
  return point ? "point" : comma ? "comma" : void 0;
}
function isAmbiguous(cells) {
  for (const cell of cells) if (COULD_BE_EITHER.test(cell)) return true;
  return false;
}

// core/nearest.ts
var LONGEST_NAME = 100;
function nearest(typed, known) {
  if (typed.length > LONGEST_NAME) return void 0;
  let best;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const faults = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (faults < least && faults <= Math.max(1, Math.floor(name.length / 3))) [best, least] = [name, faults];
  }
  return best;
}
function editDistance(a, b) {
  let before2 = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const best = Math.min(substituted, at(previous, j) + 1, at(row, j - 1) + 1);
      row.push(swapped ? Math.min(best, at(before2, j - 2) + 1) : best);
    }
    before2 = previous;
    previous = row;
  }
  return at(previous, b.length);
}
function at(row, index) {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

// train/data/rows/names.ts
var MOST_NAMES = 1e4;
var Names = class {
  #field;
  #numbers = /* @__PURE__ */ new Map();
  constructor(field) {
    this.#field = field;
    for (const name of field.names ?? []) this.#numbers.set(name, this.#numbers.size);
  }
  /**
   * The number of a name; a new one where names are found.
   *
   * @throws InputError for a name that is not among the declared ones, or one too many.
   */
  numberOf(name, where) {
    const known = this.#numbers.get(name);
    if (known !== void 0) return known;
    if (this.#field.names !== void 0) throw this.#unknown(name, where());
    if (this.#numbers.size === MOST_NAMES) {
      throw new InputError(`"${this.#field.name}" has more than ${MOST_NAMES} different names`, {
        where: where(),
        next: "It looks like an identifier or free text: give the numbers of a column as number(), or leave it out."
      });
    }
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
  /** The names in the order that the model knows them by, and the number there of each number given so far. */
  order() {
    const found = [...this.#numbers.keys()];
    const names = this.#field.names ?? found.slice().sort(compareNames);
    const places = new Map(names.map((name, i) => [name, i]));
    return { names, numbers: Int32Array.from(found, (name) => places.get(name) ?? 0) };
  }
  #unknown(name, where) {
    const names = this.#field.names ?? [];
    const guess = nearest(name, names);
    const shown = names.slice(0, 12).join(", ");
    return new InputError(`"${name}" is not a name of "${this.#field.name}"`, {
      where,
      next: `${guess === void 0 ? "" : `Did you mean ${guess}? `}Names are ${shown}${names.length > 12 ? `, and ${names.length - 12} more` : ""}: correct the value, or add it to the model's file.`
    });
  }
};
function compareNames(a, b) {
  const [first, second] = [Number(a), Number(b)];
  const [isFirst, isSecond] = [a.trim() !== "" && Number.isFinite(first), b.trim() !== "" && Number.isFinite(second)];
  if (isFirst && isSecond && first !== second) return first - second;
  if (isFirst !== isSecond) return isFirst ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

// train/data/rows/row-encoder.ts
var NO_NAME = -1;
var LARGEST = 34028234663852886e22;
var RowEncoder = class {
  #layout;
  #columns;
  #missingText;
  #names;
  /** By field. */
  missing;
  /** Rows that were left out since a value was missing. */
  dropped = 0;
  constructor(layout, columns, { missing, missingText }) {
    this.#layout = layout;
    this.#columns = columns;
    this.#missingText = missingText;
    this.#names = new Map(layout.slots.filter(({ named }) => named).map((slot) => [slot, new Names(slot.field)]));
    this.missing = new Map(
      layout.slots.map(({ field }) => [
        field.name,
        { policy: checkPolicy(field, policyOf(missing, field.name)), dropped: 0, filled: 0 }
      ])
    );
  }
  /**
   * Encodes the fields of one row into the words that begin at `index`.
   *
   * @param where the place of a column, called only for a message.
   * @returns false when the row is left out.
   * @throws InputError naming the place of a value that cannot be taken.
   */
  encode(values, words, index, where) {
    let column = 0;
    for (const slot of this.#layout.slots) {
      for (let i = 0; i < slot.size; i++, column++) {
        const known = slot.named ? this.#name(slot, values[column], column, words, index + slot.offset + i, where) : this.#number(slot, values[column], column, words, index + slot.offset + i, where);
        if (known) continue;
        const count = this.missing.get(slot.field.name);
        if (count.policy === "refuse") throw this.#isMissing(slot.field, column, where);
        if (count.policy === "drop") {
          count.dropped += 1;
          this.dropped += 1;
          return false;
        }
        count.filled += 1;
        if (typeof count.policy === "object")
          this.#given(slot, count.policy.value, words, index + slot.offset + i, column, where);
      }
    }
    return true;
  }
  /** Names by field, with the number in them of each number that rows hold. */
  names() {
    return new Map(Array.from(this.#names, ([slot, names]) => [slot, names.order()]));
  }
  #number(slot, value, column, { real }, at2, where) {
    real[at2] = Number.NaN;
    const number = this.#numeric(slot.field, value, column, where);
    if (Number.isNaN(number)) return false;
    const { range, name } = slot.field;
    if (Math.abs(number) > LARGEST) throw this.#refused(value, "is too large for a number", column, where);
    if (range !== void 0 && (number < range.minimum || number > range.maximum)) {
      throw this.#refused(
        value,
        `is outside of the range of "${name}", ${range.minimum} to ${range.maximum}`,
        column,
        where,
        "Correct the value, leave it empty if it is not known, or widen the range in the model's file."
      );
    }
    real[at2] = number;
    return true;
  }
  /** Puts in the value that a policy gives. */
  #given(slot, value, { whole, real }, at2, column, where) {
    if (typeof value === "number") real[at2] = value;
    else
      whole[at2] = this.#names.get(slot).numberOf(
        value,
        () => where(this.#columns[column].name)
      );
  }
  /** NaN when it is missing. */
  #numeric(field, value, column, where) {
    if (typeof value === "number") {
      if (value === Infinity || value === -Infinity) throw this.#refused(value, "is not finite", column, where);
      return value;
    }
    if (value === null || value === void 0) return Number.NaN;
    if (typeof value === "bigint") return Number(value);
    if (typeof value === "boolean") return value ? 1 : 0;
    if (value instanceof Date) return value.getTime() / 864e5;
    if (typeof value !== "string") throw this.#refused(String(value), "is not a number", column, where);
    const text2 = value.trim();
    if (isMissing(text2, false, this.#missingText)) return Number.NaN;
    const { date, mark = "point" } = this.#columns[column];
    const number = date === void 0 ? numberIn(text2, mark) : dateIn(text2, date);
    if (Number.isNaN(number)) throw this.#notANumber(field, text2, column, where);
    return number;
  }
  #name(slot, value, column, { whole }, at2, where) {
    whole[at2] = NO_NAME;
    if (value === null || value === void 0) return false;
    const text2 = String(value).trim();
    const names = this.#names.get(slot);
    const declared = slot.field.names?.includes(text2) === true;
    if (!declared && isMissing(text2, true, this.#missingText)) return false;
    whole[at2] = names.numberOf(text2, () => where(this.#columns[column].name));
    return true;
  }
  #notANumber(field, text2, column, where) {
    const { date, mark = "point" } = this.#columns[column];
    if (date !== void 0) {
      return this.#refused(text2, `is not a date (${date})`, column, where, "Correct the cell, or leave it empty.");
    }
    if (!Number.isNaN(numberIn(text2, mark === "point" ? "comma" : "point"))) {
      const other = mark === "point" ? "comma" : "point";
      return this.#refused(
        text2,
        `is not a number with a decimal ${mark}`,
        column,
        where,
        `Write all numbers in one way; or say decimal: "${other}" where the file is declared.`
      );
    }
    const next = /^(true|false|yes|no)$/i.test(text2) ? `Declare "${field.name}" as a category with these names, or write 1 and 0.` : "Correct the cell, or leave it empty if the value is not known; names are declared as a category.";
    return this.#refused(text2, "is not a number", column, where, next);
  }
  #refused(value, why, column, where, next) {
    const text2 = String(value);
    return new InputError(`"${text2.length > 60 ? `${text2.slice(0, 60)}\u2026` : text2}" ${why}`, {
      where: where(this.#columns[column].name),
      next: next ?? "Correct the value, or leave it empty if it is not known."
    });
  }
  #isMissing(field, column, where) {
    return new InputError(`the value of "${field.name}" is missing`, {
      where: where(this.#columns[column].name),
      next: `Fill the cell; or say missing: "drop" to leave such rows out, or how to fill them.`
    });
  }
};
function checkPolicy(field, policy) {
  if (policy === "drop" || policy === "refuse") return policy;
  const named = field.kind === "category" || field.kind === "labels";
  const said = typeof policy === "string" ? policy : JSON.stringify(policy.value);
  const refused = (why, next) => new InputError(`missing: ${said} does not fit "${field.name}": ${why}`, { where: { field: "missing" }, next });
  if (field.role === "output") {
    throw refused("it is what is to be told", 'Say "drop" or "refuse" for it.');
  }
  if (typeof policy === "object") {
    if (named !== (typeof policy.value === "string")) {
      throw refused(named ? "it holds names" : "it holds numbers", `Give a ${named ? "name" : "number"}.`);
    }
    return policy;
  }
  if (named !== (policy === "most frequent")) {
    throw refused(
      named ? "it holds names" : "it holds numbers",
      named ? 'Say "most frequent", or { value: "a name" }.' : 'Say "mean", "median", or { value: 0 }.'
    );
  }
  return policy;
}

// train/data/rows/row-store.ts
import { closeSync, mkdirSync, openSync, readSync, rmSync as rmSync2, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as join2 } from "node:path";

// train/breathe.ts
import { setImmediate } from "node:timers/promises";
async function breathe() {
  await setImmediate();
  await setImmediate();
}

// train/data/row-reader.ts
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

// core/carried-error.ts
function restoreError({ kind: kind2, reason, where, next, stack }) {
  if (isErrorKind(kind2)) return errorOfKind(kind2, reason, next === null ? { where } : { where, next });
  const error = new Error(reason);
  if (stack !== void 0) error.stack = stack;
  return error;
}

// core/channel/channel.ts
var Channel = class {
  #port;
  /**
   * Few at a time, oldest first. No Map: when one that comes and goes is made anew, the old one points to it, and with it a
   * chain of answers long given outlives every collection of young objects (measured: 9 KB a request).
   */
  #waiting = [];
  #lastId = 0;
  #ended;
  constructor(port, { died, news }) {
    this.#port = port;
    port.listen(
      (message) => this.#hear(message, news),
      (how2) => this.end(died(how2))
    );
  }
  /** Requests without an answer so far. */
  get pending() {
    return this.#waiting.length;
  }
  /**
   * Asks, and waits for the answer.
   *
   * @throws the other side's error, of the same class; the error of the channel's end, at once when it has ended before.
   */
  ask(request, { transfer, limit, late } = {}) {
    if (this.#ended !== void 0) return Promise.reject(this.#ended);
    return new Promise((resolve3, reject) => {
      const id = ++this.#lastId;
      const timer = limit === void 0 ? void 0 : setTimeout(() => this.#expire(id, late), limit);
      this.#waiting.push({ id, resolve: resolve3, reject, timer });
      try {
        this.#port.post({ id, request }, transfer);
      } catch (error) {
        this.#take(id);
        throw error;
      }
    });
  }
  /** Rejects all that is asked, and all that will be; the first reason counts. It does not end the other side. */
  end(error) {
    if (this.#ended !== void 0) return;
    this.#ended = error;
    for (const { id } of [...this.#waiting]) this.#take(id)?.reject(error);
  }
  #hear(said, news) {
    if ("news" in said) {
      news?.(said.news);
      return;
    }
    const waiting = this.#take(said.id);
    if ("error" in said) waiting?.reject(restoreError(said.error));
    else waiting?.resolve(said.value);
  }
  #expire(id, late) {
    this.#take(id)?.reject(late?.() ?? new FailedError("there was no answer in time"));
  }
  #take(id) {
    const place = this.#waiting.findIndex((one) => one.id === id);
    if (place === -1) return void 0;
    const [waiting] = this.#waiting.splice(place, 1);
    clearTimeout(waiting?.timer);
    return waiting;
  }
};

// system/ports.ts
function threadPort(thread) {
  return {
    post: (message, transfer = []) => thread.postMessage(message, transfer),
    listen: (hear, ended) => {
      thread.on("message", hear);
      thread.once("error", (error) => ended(messageOf(error)));
      thread.once("exit", (code) => ended(`ended with exit code ${code}`));
    }
  };
}

// train/data/row-reader.ts
var RowReader = class {
  #file;
  #reading;
  constructor(file) {
    this.#file = file;
  }
  /**
   * The bytes of `rows`, in that order. Answers come in the order of the requests.
   *
   * @throws FailedError when a row is not there, or the disk refuses.
   */
  async read(rows) {
    this.#reading ??= this.#start();
    const { thread, channel } = this.#reading;
    thread.ref();
    try {
      return await channel.ask({ kind: "read", rows });
    } finally {
      if (channel.pending === 0) thread.unref();
    }
  }
  /** Ends the thread; what is still asked for is refused. */
  async close() {
    const reading = this.#reading;
    this.#reading = void 0;
    reading?.channel.end(this.#failed("the file was closed"));
    await reading?.thread.terminate();
  }
  #start() {
    const script = createRequire(import.meta.url).resolve("#dist/train/data/row-thread.js");
    const thread = new Worker(script, { workerData: this.#file, execArgv: [] });
    const died = (how2) => {
      if (this.#reading?.thread === thread) this.#reading = void 0;
      return this.#failed(`the cache of rows cannot be read: ${how2}`);
    };
    return { thread, channel: new Channel(threadPort(thread), { died }) };
  }
  #failed(reason) {
    return new FailedError(reason, { where: { file: this.#file.path } });
  }
};

// train/data/rows/left-rows.ts
import { readdirSync, rmSync } from "node:fs";
import { hostname as hostname2 } from "node:os";
import { join } from "node:path";

// system/process-identity.ts
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
var processIdentitySchema = z.object({
  host: z.string(),
  pid: z.int().positive(),
  /** When the process started, in a form that only serves to be compared; empty when the system does not say. */
  start: z.string()
});
function thisProcess() {
  return { host: hostname(), pid: process.pid, start: startOf(process.pid) ?? "" };
}
function livenessOf(identity) {
  if (identity.host !== hostname()) return "unknown";
  const start = startOf(identity.pid);
  if (start === null) return "dead";
  return identity.start === "" || start === "" || start === identity.start ? "alive" : "dead";
}
function startOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, "ESRCH")) return null;
    if (!hasCode(error, "EPERM")) throw error;
  }
  return process.platform === "linux" ? linuxStart(pid) : psStart(pid);
}
function linuxStart(pid) {
  try {
    const stat2 = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields2 = stat2.slice(stat2.lastIndexOf(")") + 2).split(" ");
    if (fields2[0] === "Z") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields2[19]}`;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH", "EACCES")) return "";
    throw error;
  }
}
function psStart(pid) {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  }
}

// train/data/rows/left-rows.ts
var NAME = /^rows-(\d+)-\d+-(.*)\.bin$/;
var made = 0;
function rowFileName() {
  made += 1;
  return `rows-${process.pid}-${made}-${hostname2()}.bin`;
}
function removeLeftRows(folder) {
  for (const name of readdirSync(folder)) {
    const [, pid, host] = NAME.exec(name) ?? [];
    if (pid === void 0 || host === void 0) continue;
    if (livenessOf({ host, pid: Number(pid), start: "" }) === "dead") rmSync(join(folder, name), { force: true });
  }
}

// train/data/rows/row-layout.ts
function layoutOf(fields2) {
  let offset = 0;
  const slots = fields2.map((field) => {
    const slot = { field, offset, size: sizeOf(field.shape), named: isNamed(field) };
    offset += slot.size;
    return slot;
  });
  return {
    slots,
    fieldWords: offset,
    numberAt: offset,
    fileAt: offset + 1,
    timeAt: offset + 2,
    groupAt: offset + 4,
    words: offset + 5
  };
}
function isNamed({ kind: kind2 }) {
  return kind2 === "category" || kind2 === "labels";
}
function wordsFor(length) {
  return wordsOver(new ArrayBuffer(length * 4), 0, length);
}
function wordsOver(buffer, byteOffset, length) {
  return { whole: new Int32Array(buffer, byteOffset, length), real: new Float32Array(buffer, byteOffset, length) };
}
var time = new Float64Array(1);
var timeWords = new Int32Array(time.buffer);
function setTime({ whole }, index, value) {
  time[0] = value;
  whole[index] = timeWords[0];
  whole[index + 1] = timeWords[1];
}
function timeIn({ whole }, index) {
  timeWords[0] = whole[index];
  timeWords[1] = whole[index + 1];
  return time[0];
}

// train/data/rows/row-store.ts
var IN_MEMORY = 8 * 2 ** 20;
var BLOCK = 2 ** 20;
var RowWriter = class {
  #words;
  #place;
  #block;
  #perBlock;
  #filled = 0;
  #blocks = [];
  #file;
  #rows = 0;
  /** @param words how long a row is. */
  constructor(words, place) {
    this.#words = words;
    this.#place = place;
    this.#perBlock = Math.max(1, Math.floor(BLOCK / 16 / 4 / words));
    this.#block = wordsFor(this.#perBlock * words);
  }
  get rows() {
    return this.#rows;
  }
  /** Copies the row that begins at `index` of `from`. */
  append(from, index = 0) {
    if (this.#filled === this.#perBlock) this.#next();
    this.#block.whole.set(from.whole.subarray(index, index + this.#words), this.#filled * this.#words);
    this.#filled += 1;
    this.#rows += 1;
  }
  /** No row comes after these. */
  finish() {
    this.#next();
    const file = this.#file;
    if (file === void 0) return new RowStore(this.#words, this.#rows, { words: joined(this.#blocks) }, this.#place);
    return new RowStore(this.#words, this.#rows, file, this.#place);
  }
  /** Throws the rows away. */
  discard() {
    this.#blocks = [];
    if (this.#file === void 0) return;
    closeSync(this.#file.handle);
    rmSync2(this.#file.path, { force: true });
  }
  #next() {
    const full = wordsOver(this.#block.whole.buffer, 0, this.#filled * this.#words);
    if (this.#filled === 0) return;
    if (this.#file === void 0) {
      this.#blocks.push(full);
      if (this.#rows * this.#words * 4 > (this.#place.inMemory ?? IN_MEMORY)) this.#spill();
      if (this.#file === void 0) {
        this.#perBlock = Math.max(1, Math.floor(BLOCK / 4 / this.#words));
        this.#block = wordsFor(this.#perBlock * this.#words);
      }
    } else this.#write(full);
    this.#filled = 0;
  }
  #spill() {
    const folder = join2(this.#place.folder ?? tmpdir(), "kiln-rows");
    try {
      mkdirSync(folder, { recursive: true });
      removeLeftRows(folder);
      const path2 = join2(folder, rowFileName());
      this.#file = { path: path2, handle: openSync(path2, "wx+") };
    } catch (cause) {
      throw disk(cause, folder);
    }
    for (const block of this.#blocks) this.#write(block);
    this.#blocks = [];
  }
  #write({ whole }) {
    const { handle, path: path2 } = this.#file;
    const bytes = new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    } catch (cause) {
      throw disk(cause, path2);
    }
  }
};
var RowStore = class {
  rows;
  #words;
  #held;
  #signal;
  #readers = /* @__PURE__ */ new Map();
  constructor(words, rows, held, { signal }) {
    this.#words = words;
    this.rows = rows;
    this.#held = held;
    this.#signal = signal;
  }
  /**
   * The rows at `indices`, in that order; each with those that follow it, where `together` are asked for.
   *
   * @throws RangeError for a row that is not there.
   */
  async read(indices, together = 1) {
    for (const index of indices) {
      if (index + together > this.rows) {
        throw new RangeError(`there is no row ${index + together - 1}: there are ${this.rows}, counted from 0`);
      }
    }
    const width = this.#words * together;
    if ("words" in this.#held) {
      const found = wordsFor(indices.length * width);
      const { whole } = this.#held.words;
      for (const [i, index] of indices.entries()) {
        found.whole.set(whole.subarray(index * this.#words, index * this.#words + width), i * width);
      }
      return found;
    }
    const reader2 = this.#readerOf(this.#held.path, together);
    const bytes = await reader2.read(indices);
    return wordsOver(bytes.buffer, bytes.byteOffset, indices.length * width);
  }
  /**
   * All rows from the first to the last, some at a time.
   *
   * @throws InterruptedError when the signal is aborted.
   */
  async scan(visit) {
    const perBlock = Math.max(1, Math.floor(BLOCK / 4 / this.#words));
    const block = "words" in this.#held ? void 0 : wordsFor(perBlock * this.#words);
    for (let first = 0; first < this.rows; first += perBlock) {
      const rows = Math.min(perBlock, this.rows - first);
      visit(this.#at(first, rows, block), rows, first);
      if (first + rows < this.rows) await breathe();
      if (this.#signal?.aborted === true) throw new InterruptedError("stopped while rows were read");
    }
  }
  async close() {
    for (const reader2 of this.#readers.values()) await reader2.close();
    if ("words" in this.#held) return;
    closeSync(this.#held.handle);
    rmSync2(this.#held.path, { force: true });
  }
  #readerOf(path2, together) {
    const known = this.#readers.get(together);
    if (known !== void 0) return known;
    const reader2 = new RowReader({ path: path2, rowBytes: this.#words * 4, together });
    this.#readers.set(together, reader2);
    return reader2;
  }
  #at(first, rows, block) {
    const from = first * this.#words;
    const length = rows * this.#words;
    if ("words" in this.#held || block === void 0) {
      const { whole } = this.#held.words;
      return wordsOver(whole.buffer, (from + whole.byteOffset / 4) * 4, length);
    }
    const bytes = new Uint8Array(block.whole.buffer, 0, length * 4);
    const { handle, path: path2 } = this.#held;
    for (let done = 0; done < bytes.length; ) {
      const read4 = readSync(handle, bytes, done, bytes.length - done, from * 4 + done);
      if (read4 === 0) throw new FailedError(`rows are missing from row ${first} on`, { where: { file: path2 } });
      done += read4;
    }
    return wordsOver(block.whole.buffer, 0, length);
  }
};
function joined(blocks) {
  const all = wordsFor(blocks.reduce((sum2, { whole }) => sum2 + whole.length, 0));
  let at2 = 0;
  for (const { whole } of blocks) {
    all.whole.set(whole, at2);
    at2 += whole.length;
  }
  return all;
}
function disk(cause, file) {
  return new FailedError(`rows cannot be put on the disk: ${messageOf(cause)}`, {
    where: { file },
    next: "Make room there, or set TMPDIR to a folder with room.",
    cause
  });
}

// train/data/rows/part-rows.ts
async function partRows(all, layout, names, partOf, nameOf, place) {
  const writers = perPart(() => new RowWriter(layout.words, place));
  const counts = perPart(
    () => new Map(Array.from(names, ([slot, known]) => [slot, new Uint32Array(known.names.length)]))
  );
  const moments = layout.slots.filter(({ named, field }) => !named && field.kind !== "picture").map((slot) => ({ slot, of: new Moments(slot) }));
  const copies = new AnswerCopies(layout.slots, nameOf);
  let leftOut = 0;
  try {
    await all.scan((words, rows) => {
      for (let row = 0, index = 0; row < rows; row++, index += layout.words) {
        const part = partOf(words, index);
        if (part === void 0) {
          leftOut += 1;
          continue;
        }
        for (const [slot, { numbers }] of names) {
          const count = counts[part].get(slot);
          for (let at2 = index + slot.offset; at2 < index + slot.offset + slot.size; at2++) {
            const name = words.whole[at2];
            if (name === NO_NAME) continue;
            const number = numbers[name];
            words.whole[at2] = number;
            if (count !== void 0) count[number] = count[number] + 1;
          }
        }
        if (part === "training") {
          for (const { of } of moments) of.add(words, index);
          copies.add(words, index);
        }
        writers[part].append(words, index);
      }
    });
  } catch (error) {
    for (const part of partNames) writers[part].discard();
    throw error;
  }
  return {
    stores: perPart((part) => writers[part].finish()),
    leftOut,
    statistics: Object.fromEntries(moments.map(({ slot, of }) => [slot.field.name, of.statistics()])),
    nameCounts: perPart(
      (part) => Object.fromEntries(Array.from(counts[part], ([slot, count]) => [slot.field.name, [...count]]))
    ),
    copies: copies.found()
  };
}
function perPart(make) {
  return { training: make("training"), validation: make("validation"), test: make("test") };
}

// train/data/checks/class-warnings.ts
var IMBALANCE = 10;
var LISTED = 5;
function classWarnings(field, names, counts) {
  const training = names.map((_, i) => counts.training[i] ?? 0);
  const isLabels = field.kind === "labels";
  const present = names.filter((_, i) => training[i] > 0);
  if (isLabels && present.length < 2) {
    throw new InputError(`"${field.name}" has one class only in the training part: ${present[0] ?? "none"}`, {
      where: { field: field.name },
      next: "Give rows of at least two classes, and check the column that holds the answer."
    });
  }
  const heldOut = (i) => (counts.validation[i] ?? 0) + (counts.test[i] ?? 0);
  const onlyHeldOut = names.filter((_, i) => training[i] === 0 && heldOut(i) > 0);
  const never = names.filter((_, i) => training[i] === 0 && heldOut(i) === 0);
  const once = names.filter((_, i) => training[i] === 1);
  const what = isLabels ? "class" : "name";
  const warnings = [];
  if (onlyHeldOut.length > 0) {
    warnings.push(
      `${field.name}: ${list(onlyHeldOut)} ${onlyHeldOut.length === 1 ? "is" : "are"} only in the validation or test part, so nothing is learnt about ${onlyHeldOut.length === 1 ? "it" : "them"}: give more rows of ${onlyHeldOut.length === 1 ? "this" : "these"}, or split in another way.`
    );
  }
  if (never.length > 0) {
    warnings.push(
      `${field.name}: no row has the ${plural(what, never.length)} ${list(never)}, which the model's file lists.`
    );
  }
  if (isLabels && once.length > 0) {
    warnings.push(
      `${field.name}: ${list(once)} ${once.length === 1 ? "has" : "have"} one training row only: what is said of ${once.length === 1 ? "it" : "them"} is worth little. Give more rows, or join classes.`
    );
  }
  const [least, most] = [smallest(training), largest(training)];
  if (isLabels && least.count > 0 && most.count > IMBALANCE * least.count) {
    warnings.push(
      `${field.name}: ${names[most.index]} has ${most.count} training rows and ${names[least.index]} ${least.count}: a model that always says ${names[most.index]} is right in ${(100 * most.count / sum(training)).toFixed(1)} % of them. Look at the figures of each class, or give class weights to the loss.`
    );
  }
  return warnings;
}
function plural(word, count) {
  return count === 1 ? word : word === "class" ? "classes" : `${word}s`;
}
function list(names) {
  const shown = names.slice(0, LISTED).map((name) => `"${name}"`).join(", ");
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown;
}
function sum(counts) {
  return counts.reduce((total, count) => total + count, 0);
}
function smallest(counts) {
  return counts.reduce((best, count, index) => count > 0 && count < best.count ? { index, count } : best, {
    index: 0,
    count: Number.POSITIVE_INFINITY
  });
}
function largest(counts) {
  return counts.reduce((best, count, index) => count > best.count ? { index, count } : best, {
    index: 0,
    count: 0
  });
}

// train/data/checks/equal-rows.ts
var MOST_HASHES = 5e5;
async function equalRows(training, heldOut, layout) {
  const inputs = layout.slots.filter(({ field }) => field.role === "input");
  const hash = (words, index) => {
    let [a, b] = [2654435769, 2246822507];
    for (const { offset, size } of inputs) {
      for (let i = index + offset; i < index + offset + size; i++) {
        const word = words.whole[i];
        a = Math.imul(a ^ word, 3432918353);
        a ^= a >>> 15;
        b = Math.imul(b ^ word + a, 461845907);
        b ^= b >>> 13;
      }
    }
    return (mixed(a) >>> 0) * 2097152 + (mixed(b) >>> 11);
  };
  const rows = heldOut.reduce((sum2, store) => sum2 + store.rows, 0);
  const limit = Math.min(1, MOST_HASHES / Math.max(1, rows)) * 2 ** 53;
  const table = new HashTable(Math.min(rows, MOST_HASHES) * 1.2);
  let compared = 0;
  for (const store of heldOut) {
    await eachRow(store, layout, (words, index) => {
      const value = hash(words, index);
      if (value > limit) return;
      compared += 1;
      table.add(value);
    });
  }
  await eachRow(training, layout, (words, index) => {
    const value = hash(words, index);
    if (value <= limit) table.mark(value);
  });
  return { compared, equal: table.marked, distinct: table.size, sampled: limit < 2 ** 53 };
}
async function eachRow(store, layout, visit) {
  await store.scan((words, rows) => {
    for (let row = 0; row < rows; row++) visit(words, row * layout.words);
  });
}
function mixed(hash) {
  let h = hash;
  h = Math.imul(h ^ h >>> 16, 2246822507);
  h = Math.imul(h ^ h >>> 13, 3266489909);
  return h ^ h >>> 16;
}
var HashTable = class {
  #keys;
  #counts;
  #isMarked;
  #mask;
  size = 0;
  /** How often marked keys were added. */
  marked = 0;
  constructor(expected) {
    const length = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 1.5)));
    this.#keys = new Float64Array(length);
    this.#counts = new Uint32Array(length);
    this.#isMarked = new Uint8Array(length);
    this.#mask = length - 1;
  }
  add(value) {
    const place = this.#find(value);
    if (this.#keys[place] === 0) {
      this.#keys[place] = value + 1;
      this.size += 1;
    }
    this.#counts[place] = this.#counts[place] + 1;
  }
  mark(value) {
    const place = this.#find(value);
    if (this.#keys[place] === 0 || this.#isMarked[place] === 1) return;
    this.#isMarked[place] = 1;
    this.marked += this.#counts[place];
  }
  #find(value) {
    const key = value + 1;
    let place = value % 2147483647 & this.#mask;
    while (this.#keys[place] !== 0 && this.#keys[place] !== key) place = place + 1 & this.#mask;
    return place;
  }
};

// core/random.ts
var Random = class _Random {
  #a;
  #b;
  #c;
  #counter;
  #spare;
  constructor(state) {
    [this.#a, this.#b, this.#c, this.#counter] = state.words;
    this.#spare = state.spare;
  }
  /**
   * A stream of its own for every (seed, label): drawing more from one never shifts another, so that adding a use of
   * randomness does not change the numbers that older uses see.
   *
   * @param seed any integer that a double holds exactly.
   * @param label what the stream is for: "weights", "order", "noise".
   * @throws RangeError when the seed is no safe integer.
   */
  static seeded(seed, label = "") {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, got ${seed}`);
    const magnitude = Math.abs(seed);
    const low = magnitude >>> 0;
    const high = (Math.floor(magnitude / 2 ** 32) ^ (seed < 0 ? 2147483648 : 0)) >>> 0;
    const random = new _Random({ words: [low, high, hashLabel(label), 1], spare: null });
    for (let i = 0; i < 15; i++) random.bits();
    return random;
  }
  /** Goes on from a saved state. */
  static restore(state) {
    return new _Random(state);
  }
  /** The state to save; `Random.restore` of it continues exactly here. */
  get state() {
    return { words: [this.#a, this.#b, this.#c, this.#counter], spare: this.#spare };
  }
  /** 32 random bits as an unsigned integer. */
  bits() {
    const sum2 = (this.#a + this.#b | 0) + this.#counter | 0;
    this.#counter = this.#counter + 1 | 0;
    this.#a = this.#b ^ this.#b >>> 9;
    this.#b = this.#c + (this.#c << 3) | 0;
    this.#c = (this.#c << 21 | this.#c >>> 11) + sum2 | 0;
    return sum2 >>> 0;
  }
  /** A number in [0, 1) with 53 random bits. */
  uniform() {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }
  /** A number in [low, high). */
  between(low, high) {
    return low + (high - low) * this.uniform();
  }
  /** A whole number in [0, bound), each equally likely. `bound` is 1 to 2^32. */
  integer(bound) {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`a bound is a whole number from 1 to 2^32, got ${bound}`);
    }
    const limit = 2 ** 32 - 2 ** 32 % bound;
    let value = this.bits();
    while (value >= limit) value = this.bits();
    return value % bound;
  }
  /** A standard normal number (mean 0, variance 1). */
  normal() {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (; ; ) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt(-2 * naturalLog(s) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }
  /** Fills an array with standard normal numbers and returns it. */
  fillNormal(target) {
    for (let i = 0; i < target.length; i++) target[i] = this.normal();
    return target;
  }
  /** Fills an array with numbers in [0, 1) and returns it; float32 rounding never reaches 1. */
  fillUniform(target) {
    for (let i = 0; i < target.length; i++) target[i] = (this.bits() >>> 8) / 16777216;
    return target;
  }
  /** The whole numbers 0..count-1 in random order (Fisher-Yates). */
  permutation(count) {
    const order2 = new Uint32Array(count);
    for (let i = 1; i < count; i++) order2[i] = i;
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order2[i];
      order2[i] = order2[j];
      order2[j] = held;
    }
    return order2;
  }
};
function hashLabel(label) {
  let hash = 2166136261;
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 16777619);
  }
  return hash >>> 0;
}
var LN2 = Math.LN2;
var SQRT_HALF = Math.SQRT1_2;
function naturalLog(x) {
  let m = x;
  let k = 0;
  while (m < SQRT_HALF) {
    m *= 2;
    k += 1;
  }
  const t = (m - 1) / (m + 1);
  const t2 = t * t;
  let sum2 = 0;
  for (let n2 = 23; n2 >= 1; n2 -= 2) sum2 = sum2 * t2 + 1 / n2;
  return 2 * t * sum2 - k * LN2;
}

// train/data/checks/near-rows.ts
var NEAR = 0.01;
var HELD_OUT = 2e3;
var TRAINING = 2e5;
async function nearRows(training, heldOut, layout, statistics) {
  const components = componentsOf(layout, statistics);
  const numbers = components.filter(({ named }) => !named);
  if (numbers.length === 0) return null;
  const random = Random.seeded(0, "data/near rows");
  const direction = Float64Array.from(components, ({ named }) => named ? 0 : random.normal());
  const rows = heldOut.reduce((sum2, store) => sum2 + store.rows, 0);
  const kept = [];
  for (const store of heldOut) {
    await eachRow2(
      store,
      layout,
      Math.ceil(rows / HELD_OUT),
      (words, index) => kept.push(pointOf(components, words, index))
    );
  }
  const sorted2 = kept.map((point) => ({ point, along: project(point, direction), near: false })).sort((a, b) => a.along - b.along);
  const alongs = Float64Array.from(sorted2, ({ along }) => along);
  const reach = direction.reduce((sum2, weight) => sum2 + Math.abs(weight), 0) * NEAR;
  await eachRow2(training, layout, Math.ceil(training.rows / TRAINING), (words, index) => {
    const point = pointOf(components, words, index);
    const along = project(point, direction);
    for (let i = firstFrom(alongs, along - reach); i < sorted2.length && alongs[i] <= along + reach; i++) {
      const other = sorted2[i];
      if (!other.near && isNear(point, other.point, components)) other.near = true;
    }
  });
  return { compared: sorted2.length, near: sorted2.filter(({ near }) => near).length };
}
function componentsOf(layout, statistics) {
  return layout.slots.filter(({ field, size }) => field.role === "input" && !(field.kind === "picture" && size === 1)).flatMap(({ field, offset, size, named }) => {
    const known = statistics[field.name] ?? [];
    return Array.from({ length: size }, (_, i) => {
      const deviation = named ? 1 : known[i % Math.max(1, known.length)]?.deviation ?? 255;
      return { at: offset + i, named, scale: deviation === 0 ? 0 : 1 / deviation };
    });
  });
}
function pointOf(components, { whole, real }, index) {
  return Float64Array.from(components, ({ at: at2, named, scale }) => {
    const value = (named ? whole : real)[index + at2];
    return Number.isNaN(value) ? 0 : value * scale;
  });
}
function project(point, direction) {
  let sum2 = 0;
  for (let i = 0; i < point.length; i++) sum2 += point[i] * direction[i];
  return sum2;
}
function isNear(a, b, components) {
  let equal = true;
  for (let i = 0; i < a.length; i++) {
    const away = Math.abs(a[i] - b[i]);
    if (away > (components[i].named ? 0 : NEAR)) return false;
    if (away !== 0) equal = false;
  }
  return !equal;
}
function firstFrom(sorted2, from) {
  let [low, high] = [0, sorted2.length];
  while (low < high) {
    const middle = low + high >> 1;
    if (sorted2[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
async function eachRow2(store, layout, stride, visit) {
  await store.scan((words, rows, first) => {
    for (let row = first % stride === 0 ? 0 : stride - first % stride; row < rows; row += stride) {
      visit(words, row * layout.words);
    }
  });
}

// train/data/checks/findings.ts
var LEAK = 0.01;
var FEW_DISTINCT = 0.5;
var MOST_LISTED = 40;
async function findingsOf(found) {
  const { source, encoded, encoder, layout, parted, split: split2 } = found;
  const { training, validation, test } = parted.stores;
  const equal = await equalRows(training, [validation, test], layout);
  const near = await nearRows(training, [validation, test], layout, parted.statistics);
  const filled = Array.from(encoder.missing.values()).reduce((sum2, count) => sum2 + count.filled, 0);
  const counts = {
    rows: encoded.read,
    ...perPart((part) => parted.stores[part].rows),
    ...encoder.dropped === 0 ? {} : { leftOutMissing: encoder.dropped },
    ...filled === 0 ? {} : { filled },
    ...parted.leftOut === 0 ? {} : { leftOutGap: parted.leftOut },
    ...split2.by === "group" ? { groups: encoded.groups.length } : {}
  };
  const warnings = [...columnWarnings(found), ...leakWarnings(equal, near), ...nameWarnings(found)];
  return {
    summary: { source: source.name, simulated: false, sha256: encoded.sha256, counts },
    findings: {
      columns: ["column", "field", "in the training part", "missing"],
      rows: layout.slots.flatMap((slot) => tableRows(slot, found)),
      notes: [splitNote(found), ...missingNotes(encoder), ...leakNotes(equal, near), ...source.notes?.() ?? []],
      warnings,
      json: {
        counts,
        split: { ...split2 },
        leaks: { ...equal, near: near?.near ?? null, nearCompared: near?.compared ?? 0 },
        classes: classesJson(found)
      }
    }
  };
}
function tableRows(slot, { parted, names, encoder, nameOf }) {
  const { field } = slot;
  const missing = encoder.missing.get(field.name);
  const gone = (missing?.dropped ?? 0) + (missing?.filled ?? 0);
  if (slot.named) {
    const counts = parted.nameCounts.training[field.name] ?? [];
    const all = counts.reduce((sum2, count) => sum2 + count, 0);
    return (names[field.name] ?? []).slice(0, MOST_LISTED).map((name, i) => [
      nameOf(slot, 0),
      `${field.name}: ${name}`,
      `${counts[i] ?? 0} rows, ${(100 * (counts[i] ?? 0) / Math.max(1, all)).toFixed(1)} %`,
      i === 0 ? gone : null
    ]);
  }
  const statistics = parted.statistics[field.name];
  if (statistics === void 0)
    return [[nameOf(slot, 0), field.name, `${field.kind} of ${field.shape.join(" x ")}`, gone]];
  return statistics.slice(0, MOST_LISTED).map((of, i) => [nameOf(slot, i), field.name, statisticsText(of), i === 0 ? gone : null]);
}
function statisticsText({ mean, deviation, minimum, maximum }) {
  const text2 = (value) => String(Number(value.toPrecision(4)));
  return `mean ${text2(mean)}, deviation ${text2(deviation)}, ${text2(minimum)} to ${text2(maximum)}`;
}
function splitNote({ parted, split: split2, encoded, layout }) {
  const hasLabels = layout.slots.some(({ field }) => field.kind === "labels");
  const sizes = partNames.map((part) => `${parted.stores[part].rows} ${part}`).join(", ");
  const how2 = {
    random: split2.stratified === false || !hasLabels ? "at random" : "at random, each class in the same shares",
    group: `by ${split2.column ?? "group"}, ${encoded.groups.length} groups, none of them in two parts`,
    time: `by ${split2.column ?? "time"}, the latest rows for the test`
  }[split2.by];
  const gap = parted.leftOut === 0 ? "" : `; ${parted.leftOut} rows in the gaps between the parts are left out`;
  return `Rows: ${sizes}; divided ${how2}${gap}.`;
}
function missingNotes(encoder) {
  return Array.from(encoder.missing).flatMap(([name, { policy, dropped, filled }]) => {
    if (dropped > 0) return [`${dropped} rows are left out since "${name}" is missing.`];
    if (filled === 0) return [];
    const how2 = typeof policy === "object" ? `with ${JSON.stringify(policy.value)}` : `with the ${policy} of the training part`;
    return [`${filled} missing values of "${name}" are filled in ${how2}.`];
  });
}
function columnWarnings({ layout, parted, nameOf, encoder, encoded }) {
  const warnings = parted.copies.map(
    ({ column, answer }) => `The column "${column}" is the answer "${answer}" under another name: leave it out of the inputs.`
  );
  for (const slot of layout.slots) {
    const { field } = slot;
    const isOutput = field.role === "output";
    for (const [i, { deviation, mean }] of (parted.statistics[field.name] ?? []).entries()) {
      if (deviation > 0 || i >= MOST_LISTED) continue;
      const next = isOutput ? "there is nothing to learn" : "it tells nothing: leave it out";
      warnings.push(
        `The column "${nameOf(slot, i)}" (${field.name}) is ${Number(mean.toPrecision(6))} in every training row: ${next}.`
      );
    }
    const names = parted.nameCounts.training[field.name]?.filter((count) => count > 0).length;
    if (field.kind === "category" && names === 1) {
      warnings.push(
        `The column "${nameOf(slot, 0)}" (${field.name}) has the same name in every training row: it tells nothing, leave it out.`
      );
    }
  }
  if (encoder.dropped > encoded.read * 0.2) {
    warnings.push(
      `${encoder.dropped} of ${encoded.read} rows are left out since a value is missing: say how it is filled (missing), or check the table.`
    );
  }
  return warnings;
}
function isLeak({ compared, equal, distinct }) {
  return equal > LEAK * compared && distinct > FEW_DISTINCT * compared;
}
function leakWarnings(equal, near) {
  const advice = 'Their scores are too good: remove repeated rows, or split by what they have in common (split: { by: "group", column }).';
  if (isLeak(equal)) {
    return [
      `${share(equal.equal, equal.compared)} of the validation and test rows are in the training part too, with equal inputs. ${advice}`
    ];
  }
  if (near !== null && near.near > LEAK * near.compared && near.compared > 0 && equal.distinct > FEW_DISTINCT * equal.compared) {
    return [
      `${share(near.near, near.compared)} of the validation and test rows nearly equal a training row (every number within a hundredth of its deviation). ${advice}`
    ];
  }
  return [];
}
function leakNotes(equal, near) {
  const some = equal.sampled ? " compared" : "";
  const nearly = near === null ? "" : `; ${near.near} of ${near.compared} nearly equal one`;
  return [
    `${equal.equal} of ${equal.compared}${some} validation and test rows have the inputs of a training row${nearly}.`
  ];
}
function share(part, all) {
  return `${part} of ${all} (${(100 * part / Math.max(1, all)).toFixed(1)} %)`;
}
function nameWarnings({ layout, parted, names }) {
  return layout.slots.filter(({ named, size }) => named && size > 0).flatMap(
    ({ field }) => classWarnings(
      field,
      names[field.name] ?? [],
      perPart((part) => parted.nameCounts[part][field.name] ?? [])
    )
  );
}
function classesJson({ layout, parted, names }) {
  return Object.fromEntries(
    layout.slots.filter(({ field }) => field.kind === "labels").map(({ field }) => [
      field.name,
      Object.fromEntries(
        (names[field.name] ?? []).map((name, i) => [
          name,
          perPart((part) => parted.nameCounts[part][field.name]?.[i] ?? 0)
        ])
      )
    ])
  );
}

// train/data/rows/quantile.ts
var SORTED = 1e5;
var BINS = 4096;
async function quantile(store, rowWords, valueAt, share2) {
  let [low, high, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  await each(store, rowWords, valueAt, (value) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
    count += 1;
  });
  if (count === 0) return Number.NaN;
  let rank2 = Math.min(count - 1, Math.floor(count * share2));
  while (count > SORTED && low < high) {
    const width = (high - low) / BINS;
    const bins = new Float64Array(BINS);
    const binOf = (value) => Math.min(BINS - 1, Math.floor((value - low) / width));
    const [from, to] = [low, high];
    await each(store, rowWords, valueAt, (value) => {
      if (value >= from && value <= to) bins[binOf(value)] = bins[binOf(value)] + 1;
    });
    let bin = 0;
    while (rank2 >= bins[bin]) rank2 -= bins[bin++];
    let [lowest, highest, inside] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    await each(store, rowWords, valueAt, (value) => {
      if (value < from || value > to || binOf(value) !== bin) return;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
      inside += 1;
    });
    if (inside === count) break;
    [low, high, count] = [lowest, highest, inside];
  }
  if (low === high) return low;
  const values = [];
  await each(store, rowWords, valueAt, (value) => {
    if (value >= low && value <= high) values.push(value);
  });
  return Float64Array.from(values).sort()[rank2];
}
async function each(store, rowWords, valueAt, visit) {
  await store.scan((words, rows) => {
    for (let row = 0; row < rows; row++) {
      const value = valueAt(words, row * rowWords);
      if (!Number.isNaN(value)) visit(value);
    }
  });
}

// train/data/splits/group-split.ts
function groupSplit(sizes, shares, random) {
  if (sizes.length < 3) {
    throw new InputError(`${sizes.length} ${sizes.length === 1 ? "group is" : "groups are"} too few for three parts`, {
      where: { field: "split" },
      next: "Give at least three groups, or split at random or by time."
    });
  }
  const parts = Array.from({ length: sizes.length }, () => "training");
  const total = Array.from(sizes).reduce((sum2, size) => sum2 + size, 0);
  let free = sizes.length;
  for (const part of ["test", "validation"]) {
    const wanted = Math.max(1, Math.round(total * shares[part]));
    let rows = 0;
    const left = Array.from(random.permutation(sizes.length)).filter((group) => parts[group] === "training");
    for (const group of left) {
      const size = sizes[group];
      if (rows + size > wanted || free <= (part === "test" ? 2 : 1)) continue;
      parts[group] = part;
      rows += size;
      free -= 1;
    }
    if (rows > 0) continue;
    const smallest2 = left.reduce((best, group) => sizes[group] < sizes[best] ? group : best);
    parts[smallest2] = part;
    free -= 1;
  }
  return parts;
}

// train/data/splits/random-split.ts
function randomSplit(counts, shares, random) {
  const strata = counts.map((count) => {
    const validation = Math.round(count * shares.validation);
    const test = Math.min(count - validation, Math.round(count * shares.test));
    return { training: count - validation - test, validation, test };
  });
  fillParts(strata);
  return (stratum) => {
    const left = strata[stratum];
    const all = left.training + left.validation + left.test;
    const drawn = random.integer(all);
    const part = drawn < left.training ? "training" : drawn < left.training + left.validation ? "validation" : "test";
    left[part] -= 1;
    return part;
  };
}
function fillParts(strata) {
  const total = strata.reduce((sum2, left) => sum2 + left.training + left.validation + left.test, 0);
  if (total < partNames.length) {
    throw new InputError(
      `${total === 1 ? "one row is" : `${total} rows are`} too few to be divided into training, validation and test`,
      {
        next: "Give more rows."
      }
    );
  }
  for (const part of partNames) {
    if (strata.some((left) => left[part] > 0)) continue;
    const [from, donor] = largest2(strata);
    from[donor] -= 1;
    from[part] += 1;
  }
}
function largest2(strata) {
  let best;
  for (const left of strata) {
    for (const part of partNames) if (best === void 0 || left[part] > best[0][best[1]]) best = [left, part];
  }
  return best;
}

// train/data/splits/divide.ts
async function divide({ store, layout, split: split2, seed }) {
  const shares = sharesOf(split2);
  const random = Random.seeded(seed, "data/split");
  if (split2.by === "group") {
    const sizes = await countsOf(store, layout, (words, index) => words.whole[index + layout.groupAt]);
    const parts = groupSplit(sizes, shares, random);
    return ({ whole }, index) => parts[whole[index + layout.groupAt]];
  }
  if (split2.by === "time") return await byTime(store, layout, split2);
  const labels = split2.stratified === false ? void 0 : layout.slots.find(({ field }) => field.kind === "labels");
  if (labels === void 0) {
    const part2 = randomSplit([store.rows], shares, random);
    return () => part2(0);
  }
  const classOf = ({ whole }, index) => whole[index + labels.offset];
  const part = randomSplit(await countsOf(store, layout, classOf), shares, random);
  return (words, index) => part(classOf(words, index));
}
async function byTime(store, layout, split2) {
  const { validation, test } = sharesOf(split2);
  const { gap = 0 } = split2;
  if (!(gap >= 0)) {
    throw new InputError(`a gap is not negative, and is ${gap}`, { where: { field: "split.gap" } });
  }
  const timeAt = (words, index) => timeIn(words, index + layout.timeAt);
  const first = await quantile(store, layout.words, timeAt, 0);
  const border = await quantile(store, layout.words, timeAt, 1 - validation - test);
  const last = await quantile(store, layout.words, timeAt, 1 - test);
  if (!(first < border - gap && border < last - gap)) {
    throw new InputError(
      gap === 0 ? "the times are too few to be divided in three" : `a gap of ${gap} leaves a part without rows`,
      {
        where: { field: split2.column ?? "split" },
        next: gap === 0 ? "Give rows of more times, or split at random." : "Make the gap smaller, or give rows of a longer time."
      }
    );
  }
  return (words, index) => {
    const time2 = timeAt(words, index);
    if (time2 >= last) return "test";
    if (time2 >= border) return time2 < last - gap ? "validation" : void 0;
    return time2 < border - gap ? "training" : void 0;
  };
}
async function countsOf(store, layout, numberOf) {
  const counts = [];
  await store.scan((words, rows) => {
    for (let row = 0; row < rows; row++) {
      const number = numberOf(words, row * layout.words);
      counts[number] = (counts[number] ?? 0) + 1;
    }
  });
  return Array.from(counts, (count) => count ?? 0);
}

// train/data/rows/encode-rows.ts
import { createHash } from "node:crypto";
var REPORT = 1e5;
async function encodeRows(source, layout, encoder, split2, { cache, reporter, signal }) {
  const writer = new RowWriter(layout.words, { folder: cache, signal });
  const groups = /* @__PURE__ */ new Map();
  const hash = createHash("sha256");
  const row = wordsFor(layout.words);
  const bytes = new Uint8Array(row.whole.buffer);
  const dividing = dividingColumn(source, layout, split2);
  let read4 = 0;
  try {
    for await (const { file, rows, numberOf } of source.read()) {
      const place = placeOf(source, file, numberOf);
      for (let i = 0; i < rows.length; i++) {
        const values = rows[i];
        read4 += 1;
        if (!encoder.encode(values, row, 0, (column) => place(i, column))) continue;
        if (dividing !== void 0)
          divideBy(dividing, source, values, row, layout, groups, (column) => place(i, column));
        row.whole[layout.numberAt] = numberOf(i);
        row.whole[layout.fileAt] = file;
        writer.append(row);
        if (source.files.length === 0) hash.update(bytes);
        if (read4 % REPORT === 0) reporter.progress({ label: "reading", done: read4, total: 0, unit: "rows" });
      }
      if (signal?.aborted === true) throw new InterruptedError(`stopped after ${read4} rows were read`);
    }
    if (writer.rows === 0) throw nothingLeft(source, read4, encoder);
  } catch (error) {
    writer.discard();
    throw error;
  }
  return {
    store: writer.finish(),
    read: read4,
    groups: [...groups.keys()],
    sha256: source.sha256() ?? hash.digest("hex")
  };
}
function placeOf(source, file, numberOf) {
  const name = source.files[file];
  return (index, column) => ({
    ...name === void 0 ? {} : { file: name },
    row: numberOf(index),
    column
  });
}
function dividingColumn(source, layout, { by }) {
  if (by === "random") return void 0;
  const at2 = layout.slots.reduce((sum2, { size }) => sum2 + size, 0);
  return at2 < source.columns.length ? { at: at2, by } : void 0;
}
function divideBy({ at: at2, by }, source, values, row, layout, groups, where) {
  const column = source.columns[at2];
  const value = values[at2];
  const name = column?.name ?? "";
  if (value === null || value === void 0 || value === "") {
    throw new InputError(`the ${by === "time" ? "time" : "group"} of the row is missing`, {
      where: where(name),
      next: "Fill the cell, or split at random."
    });
  }
  if (by === "group") {
    const group = String(value);
    const known = groups.get(group) ?? groups.size;
    groups.set(group, known);
    row.whole[layout.groupAt] = known;
    return;
  }
  const time2 = timeOf(value, column?.date, column?.mark);
  if (Number.isFinite(time2)) {
    setTime(row, layout.timeAt, time2);
    return;
  }
  throw new InputError(`"${String(value)}" is not a time`, {
    where: where(name),
    next: "Dates are written 2024-05-31, with a time of day behind it or not; numbers are times too."
  });
}
function timeOf(value, date, mark = "point") {
  if (value instanceof Date) return value.getTime() / 864e5;
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  const text2 = String(value).trim();
  return date === void 0 ? numberIn(text2, mark) : dateIn(text2, date);
}
function nothingLeft(source, read4, encoder) {
  const where = source.files[0] === void 0 ? {} : { where: { file: source.files[0] } };
  if (read4 === 0)
    return new InputError("there is no row", { ...where, next: "Give a table with rows below its header." });
  const worst = [...encoder.missing].sort(([, a], [, b]) => b.dropped - a.dropped)[0];
  return new InputError(`all ${read4} rows were left out: "${worst?.[0]}" is missing in ${worst?.[1].dropped} of them`, {
    ...where,
    next: "Check the column; or say how it is filled: missing."
  });
}

// train/data/rows/fill.ts
async function fillsOf(filling) {
  const fills = [];
  for (const slot of filling.layout.slots) {
    const count = filling.missing.get(slot.field.name);
    if (count === void 0 || count.filled === 0 || typeof count.policy === "object") continue;
    const values = [];
    for (let i = 0; i < slot.size; i++) values.push(await valueFor(filling, slot, i, count));
    fills.push({ slot, values });
  }
  return fills;
}
function fill(fills, { whole, real }, index) {
  for (const { slot, values } of fills) {
    for (let i = 0, at2 = index + slot.offset; i < slot.size; i++, at2++) {
      if (slot.named) {
        if (whole[at2] === NO_NAME) whole[at2] = values[i];
      } else if (Number.isNaN(real[at2])) real[at2] = values[i];
    }
  }
}
async function valueFor({ training, layout, statistics }, slot, component, { policy }) {
  const at2 = slot.offset + component;
  if (policy === "median")
    return await quantile(training, layout.words, ({ real }, index) => real[index + at2], 0.5);
  if (policy === "mean") {
    const known = statistics[slot.field.name] ?? [];
    return known[component % Math.max(1, known.length)]?.mean ?? 0;
  }
  return await mostFrequent(training, layout, at2);
}
async function mostFrequent(training, layout, at2) {
  const counts = /* @__PURE__ */ new Map();
  await training.scan(({ whole }, rows) => {
    for (let row = 0; row < rows; row++) {
      const name = whole[row * layout.words + at2];
      if (name !== NO_NAME) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  });
  let [best, most] = [0, 0];
  for (const [name, count] of counts) if (count > most || count === most && name < best) [best, most] = [name, count];
  return best;
}

// train/data/rows/open-rows.ts
async function openRows(source, fields2, options, context) {
  const layout = layoutOf(fields2);
  const encoder = new RowEncoder(layout, source.columns, options);
  const { split: split2 } = options;
  const place = { folder: context.cache, signal: context.signal };
  const encoded = await encodeRows(source, layout, encoder, split2, context);
  const names = encoder.names();
  const nameOf = namesOfColumns(source, layout);
  let parted;
  try {
    const partOf = await divide({ store: encoded.store, layout, split: split2, seed: context.seed });
    parted = await partRows(encoded.store, layout, names, partOf, nameOf, place);
  } finally {
    await encoded.store.close();
  }
  const known = Object.fromEntries(Array.from(names, ([slot, order2]) => [slot.field.name, order2.names]));
  const { stores, statistics } = parted;
  const closeAll = async () => {
    for (const part of partNames) await stores[part].close();
  };
  try {
    const fills = await fillsOf({ training: stores.training, layout, missing: encoder.missing, statistics });
    const { summary, findings } = await findingsOf({
      source,
      encoded,
      encoder,
      layout,
      parted,
      names: known,
      split: split2,
      nameOf
    });
    for (const warning of findings.warnings) context.reporter.warn(warning);
    return {
      summary,
      findings,
      names: known,
      statistics,
      classCounts: classCounts(fields2, parted.nameCounts.training),
      parts: perPart((part) => ({ rows: stores[part].rows })),
      read: async (part, indices) => await read(stores[part], layout, fills, indices),
      describeRow: async (part, index) => await describe(stores, part, index, { source, layout, fills, names: known }),
      close: closeAll
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
function namesOfColumns(source, { slots }) {
  const first = /* @__PURE__ */ new Map();
  let at2 = 0;
  for (const slot of slots) {
    first.set(slot, at2);
    at2 += slot.size;
  }
  return (slot, component) => source.columns[(first.get(slot) ?? 0) + component]?.name ?? slot.field.name;
}
function classCounts(fields2, counts) {
  return Object.fromEntries(
    fields2.filter(({ kind: kind2 }) => kind2 === "labels").map(({ name }) => [name, counts[name] ?? []])
  );
}
async function read(store, layout, fills, indices) {
  const words = await store.read(indices);
  for (let i = 0; i < indices.length; i++) fill(fills, words, i * layout.words);
  return tensorsOf(words, layout, indices.length);
}
function tensorsOf(words, { slots, words: width }, rows) {
  return Object.fromEntries(
    slots.map(({ field, offset, size, named }) => {
      const data = named ? new Int32Array(rows * size) : new Float32Array(rows * size);
      const from = named ? words.whole : words.real;
      for (let row = 0; row < rows; row++) {
        const start = row * width + offset;
        data.set(from.subarray(start, start + size), row * size);
      }
      return [field.name, makeTensor(named ? "int32" : "float32", [rows, ...field.shape], data)];
    })
  );
}
async function describe(stores, part, index, { source, layout, fills, names }) {
  const words = await stores[part].read(Uint32Array.of(index));
  fill(fills, words, 0);
  const file = source.files[words.whole[layout.fileAt]];
  return {
    place: `${file === void 0 ? "" : `${file}, `}row ${words.whole[layout.numberAt]}`,
    values: Object.fromEntries(layout.slots.map((slot) => [slot.field.name, textOf(slot, words, names)]))
  };
}
var MOST_LISTED2 = 12;
function textOf({ field, offset, size, named }, { whole, real }, names) {
  if (size > MOST_LISTED2 || field.kind === "picture") return `${field.kind} of ${field.shape.join(" x ")}`;
  const values = Array.from({ length: size }, (_, i) => {
    const at2 = offset + i;
    return named ? names[field.name]?.[whole[at2]] ?? "" : String(Number(real[at2].toPrecision(7)));
  });
  return values.join(", ");
}

// train/data/table/columns.ts
function wantedColumns(fields2, columns, divided) {
  const wanted = fields2.flatMap((field) => {
    const spec = columns[field.name];
    if (spec === void 0) {
      throw new UsageError(`no column is named for "${field.name}"`, {
        where: { field: "data" },
        next: `Add it to the columns: { ${field.name}: "name of the column" }.`
      });
    }
    const isDate = typeof spec === "object" && "kind" in spec;
    const names = isDate ? [spec.column] : typeof spec === "string" ? [spec] : spec;
    const size = sizeOf(field.shape);
    if (names.length !== size) {
      throw new UsageError(
        `"${field.name}" holds ${size} ${size === 1 ? "value" : "values"} a row, and ${names.length} ${names.length === 1 ? "column is" : "columns are"} named`,
        {
          where: { field: "data" },
          next: `Its shape is [${field.shape.join(", ")}]: name a column for each value, or correct the shape.`
        }
      );
    }
    if (isDate && isNamed(field)) {
      throw new UsageError(`"${field.name}" holds names, and its column dates`, {
        where: { field: "data" },
        next: "Declare it as number(), or name the column without date(\u2026)."
      });
    }
    return names.map((name) => ({ name, field, isDate, order: isDate ? spec.order : void 0 }));
  });
  return divided === void 0 ? wanted : [...wanted, { name: divided, field: null, isDate: false }];
}
function placesOf(wanted, header, file) {
  return Int32Array.from(wanted, ({ name, field }) => {
    const place = header.indexOf(name);
    if (place === -1) {
      const guess = nearest(name, header);
      const shown = header.slice(0, 20).map((column) => `"${column}"`).join(", ");
      throw new InputError(
        `there is no column "${name}"${field === null ? " to divide the rows by" : ` for "${field.name}"`}`,
        {
          where: { file },
          next: `${guess === void 0 ? "" : `Did you mean "${guess}"? `}Columns are ${shown}${header.length > 20 ? ` and ${header.length - 20} more` : ""}.`
        }
      );
    }
    if (header.indexOf(name, place + 1) === -1) return place;
    throw new InputError(`there are two columns "${name}"`, {
      where: { file },
      next: "Give each column a name of its own."
    });
  });
}

// train/data/table/find-tables.ts
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join as join3, resolve } from "node:path";
async function findTables(declared, { data, base }, endings) {
  const path2 = data === void 0 ? isAbsolute(declared) ? declared : join3(base, declared) : resolve(data);
  const shown = data ?? declared;
  if (basename(path2).includes("*")) return await matching(dirname(path2), basename(path2), shown);
  try {
    if ((await stat(path2)).isDirectory()) {
      return await matching(
        path2,
        `*{${endings.join(",")}}`,
        shown,
        (name) => endings.some((ending) => name.toLowerCase().endsWith(ending))
      );
    }
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTDIR")) throw cause;
    throw new InputError("there is no such file", {
      where: { file: shown },
      next: data === void 0 ? "Put it there, correct the path in the model's file, or name another with --data." : "Check the path."
    });
  }
  return [{ path: path2, name: basename(path2) }];
}
async function matching(folder, pattern, shown, matches = patternOf(pattern)) {
  let names;
  try {
    names = await readdir(folder);
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTDIR")) throw cause;
    throw new InputError("there is no such folder", { where: { file: folder }, next: "Check the path." });
  }
  const [first, ...rest] = names.filter((name) => !name.startsWith(".") && matches(name)).sort((a, b) => a < b ? -1 : 1).map((name) => ({ path: join3(folder, name), name }));
  if (first === void 0)
    throw new InputError("no file is there that matches", { where: { file: shown }, next: "Check the path." });
  return [first, ...rest];
}
function patternOf(pattern) {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${escaped.join(".*")}$`);
  return (name) => expression.test(name);
}

// train/data/table/split-of.ts
function splitOf(spec, override) {
  const own = spec === void 0 ? { by: "random" } : typeof spec === "string" ? { by: spec } : spec;
  const split2 = { ...own, ...override };
  if (split2.by !== "random" && split2.column === void 0) {
    throw new UsageError(`a split by ${split2.by} needs a column`, {
      where: { field: "split" },
      next: `Say which: split: { by: "${split2.by}", column: "name of the column" }.`
    });
  }
  return split2;
}
function dividingColumn2({ by, column }) {
  return by === "random" ? void 0 : column;
}

// train/data/csv/csv-source.ts
import { createHash as createHash2 } from "node:crypto";

// train/data/table/column-types.ts
function columnTypes(wanted, sample, given) {
  const cells = sample.map(
    (column) => column.map((cell) => cell.trim()).filter((cell) => !isMissing(cell, false, given.missingText))
  );
  const isText = ({ field }) => field !== null && isNamed(field);
  const numeric = wanted.flatMap((column, i) => isText(column) || column.isDate ? [] : [cells[i] ?? []]);
  const mark = given.decimal ?? markOfTable(numeric, given);
  return wanted.map((column, i) => {
    if (isText(column)) return { name: column.name };
    const dates = column.isDate || column.field === null && given.isTime && orderOf(cells[i] ?? []) !== void 0;
    if (!dates) return { name: column.name, mark };
    return { name: column.name, date: column.order ?? orderOfColumn(column.name, cells[i] ?? [], given.file) };
  });
}
function markOfTable(columns, { file, delimiter }) {
  const mark = markOf(columns.flat());
  if (mark === "both") {
    throw new InputError("some numbers have a point before their fraction, others a comma", {
      where: { file },
      next: 'Write all numbers in one way; or say decimal: "point" or decimal: "comma" where the file is declared.'
    });
  }
  if (mark !== void 0) return mark;
  if (delimiter === "," || !isAmbiguous(columns.flat())) return "point";
  throw new InputError(
    "numbers such as 1.234 can be a thousand and more, or have a fraction, and no other cell tells",
    {
      where: { file },
      next: 'Say decimal: "point" or decimal: "comma" where the file is declared: which of the two stands before a fraction.'
    }
  );
}
function orderOfColumn(name, cells, file) {
  const order2 = orderOf(cells);
  if (order2 === "open") {
    throw new InputError(`the dates can be read in two ways, such as ${cells.find((cell) => !/^\d{4}/.test(cell))}`, {
      where: { file, column: name },
      next: `Say which: date("${name}", "day-month-year") or date("${name}", "month-day-year").`
    });
  }
  return order2 ?? "year-month-day";
}

// train/data/csv/csv-head.ts
import Papa from "papaparse";
var HEAD = 2 ** 18;
var DELIMITERS = [",", ";", "	", "|"];
async function csvHead(text2, file, { wanted, delimiter, hasHeader }) {
  let start = "";
  for await (const chunk of text2) {
    start += chunk;
    if (start.length >= HEAD) break;
  }
  start = start.replace(/^\ufeff/, "");
  if (start.trim() === "")
    throw new InputError("the file is empty", { where: { file }, next: "Give a table with a header and rows." });
  const readWith = (candidate) => {
    const { data } = Papa.parse(start, { delimiter: candidate, newline: "\n", skipEmptyLines: "greedy" });
    const rows = start.length >= HEAD ? data.slice(0, -1) : data;
    const [first = []] = rows;
    const header = hasHeader ? first.map((name) => name.trim()) : first.map((_, i) => String(i + 1));
    return { delimiter: candidate, header, sample: hasHeader ? rows.slice(1) : rows };
  };
  const heads = (delimiter === void 0 ? DELIMITERS : [delimiter]).map(readWith);
  const score = ({ header, sample }) => {
    const found = wanted.filter((name) => header.includes(name)).length;
    const even = sample.filter(({ length }) => length === header.length).length / Math.max(1, sample.length);
    return found * 1e3 + even * 100 + Math.min(99, header.length);
  };
  return heads.reduce((best, head) => score(head) > score(best) ? head : best);
}

// train/data/csv/csv-rows.ts
import Papa2 from "papaparse";
var LONGEST_ROW = 32 * 2 ** 20;
async function* csvRows(text2, delimiter, file) {
  let held = "";
  let number = 0;
  let begun = false;
  const parse = (input, isLast) => {
    const parser = new Papa2.Parser({ delimiter, newline: "\n" });
    const { data, errors, meta } = parser.parse(input, 0, !isLast);
    const fault = errors.find(({ type }) => type === "Quotes");
    if (fault !== void 0 && (isLast || (fault.row ?? 0) < data.length)) {
      throw new InputError(`a quoted cell is not as CSV has it: ${fault.message}`, {
        where: { file, row: number + (fault.row ?? data.length - 1) + 1 },
        next: 'A quote inside a quoted cell is written twice: "".'
      });
    }
    held = isLast ? "" : input.slice(meta.cursor);
    const rows = [];
    const numbers = [];
    for (const cells of data) {
      number += 1;
      if (cells.every((cell) => cell.trim() === "")) continue;
      rows.push(cells);
      numbers.push(number);
    }
    return { rows, numbers: Uint32Array.from(numbers) };
  };
  for await (const chunk of text2) {
    const more = begun ? chunk : chunk.replace(/^\ufeff/, "");
    begun = true;
    held += more;
    if (held.length > LONGEST_ROW) {
      throw new InputError(`a row is longer than ${LONGEST_ROW / 2 ** 20} MB`, {
        where: { file, row: number + 1 },
        next: "A quote is opened there and never closed, or the file is no table."
      });
    }
    if (more.includes("\n")) yield parse(held, false);
  }
  if (held !== "") yield parse(held, true);
}

// train/data/csv/text-chunks.ts
import { createReadStream } from "node:fs";
var CHUNK = 2 ** 18;
async function* textChunks(path2, file, encoding, hash) {
  let decoder;
  let held = "";
  let lines = 1;
  try {
    for await (const chunk of createReadStream(path2, { highWaterMark: CHUNK })) {
      const bytes = chunk;
      hash?.update(bytes);
      decoder ??= new TextDecoder(encoding ?? encodingOf(bytes), { fatal: true });
      const text2 = held + decoder.decode(bytes, { stream: true });
      held = text2.endsWith("\r") ? "\r" : "";
      const whole = evenLines(held === "" ? text2 : text2.slice(0, -1));
      lines += linesIn(whole);
      yield whole;
    }
    const rest = evenLines(held + (decoder?.decode() ?? ""));
    if (rest !== "") yield rest;
  } catch (cause) {
    if (hasCode(cause, "ENOENT"))
      throw new InputError("there is no such file", { where: { file }, next: "Check the path." });
    if (hasCode(cause, "EISDIR"))
      throw new InputError("it is a folder, not a file", { where: { file }, next: "Name the file in it." });
    if (hasCode(cause, "EACCES", "EPERM"))
      throw new InputError("there is no permission to read it", { where: { file } });
    if (!(cause instanceof TypeError)) throw cause;
    throw new InputError(
      `the text is not ${decoder?.encoding ?? "text"} from about line ${lines} on: ${messageOf(cause)}`,
      {
        where: { file },
        next: 'Save it as UTF-8; or say encoding: "windows-1252" (or another) where the file is declared.'
      }
    );
  }
}
function encodingOf(bytes) {
  if (bytes[0] === 255 && bytes[1] === 254) return "utf-16le";
  if (bytes[0] === 254 && bytes[1] === 255) return "utf-16be";
  return "utf-8";
}
function evenLines(text2) {
  return text2.includes("\r") ? text2.replace(/\r\n?/g, "\n") : text2;
}
function linesIn(text2) {
  let lines = 0;
  for (let at2 = text2.indexOf("\n"); at2 !== -1; at2 = text2.indexOf("\n", at2 + 1)) lines += 1;
  return lines;
}

// train/data/csv/csv-source.ts
var SAMPLE = 2e3;
async function csvSource(files, wanted, { delimiter, decimal, encoding, header: hasHeader = true, missingText }, isTime) {
  const [first] = files;
  const names = wanted.map(({ name }) => name);
  const headOf = (file) => csvHead(textChunks(file.path, file.name, encoding), file.name, { wanted: names, delimiter, hasHeader });
  const head = await headOf(first);
  const places = placesOf(wanted, head.header, first.name);
  const sample = Array.from(places, (place) => head.sample.slice(0, SAMPLE).map((row) => row[place] ?? ""));
  const columns = columnTypes(wanted, sample, {
    file: first.name,
    delimiter: head.delimiter,
    decimal,
    missingText,
    isTime
  });
  const hash = createHash2("sha256");
  async function* readFile2(file, number) {
    const own = number === 0 ? head : await headOf(file);
    const from = number === 0 ? places : placesOf(wanted, own.header, file.name);
    let isHeader = hasHeader;
    for await (const { rows, numbers } of csvRows(
      textChunks(file.path, file.name, encoding, hash),
      own.delimiter,
      file.name
    )) {
      const skip = isHeader && rows.length > 0 ? 1 : 0;
      if (skip === 1) isHeader = false;
      const picked = rows.slice(skip).map((cells, i) => {
        if (cells.length !== own.header.length)
          throw wrongWidth(cells.length, own.header.length, file.name, numbers[i + skip]);
        return pick(cells, from);
      });
      yield { file: number, rows: picked, numberOf: (index) => numbers[index + skip] };
    }
  }
  return {
    name: files.length === 1 ? first.name : `${files.length} files, ${first.name} to ${files.at(-1)?.name}`,
    files: files.map(({ name }) => name),
    columns,
    async *read() {
      for (const [number, file] of files.entries()) yield* readFile2(file, number);
    },
    sha256: () => hash.copy().digest("hex")
  };
}
function pick(cells, places) {
  const picked = [];
  for (let i = 0; i < places.length; i++) picked.push(cells[places[i]]);
  return picked;
}
function wrongWidth(cells, columns, file, row) {
  return new InputError(`the row has ${cells} cells, and the header ${columns}`, {
    where: { file, ...row === void 0 ? {} : { row } },
    next: cells > columns ? "Put cells that hold the delimiter into quotes." : "Fill the row up with empty cells, or remove it."
  });
}

// train/data/csv/csv.ts
function csv(file, columns, options = {}) {
  return {
    kind: "reader",
    keys: Object.keys(columns),
    reads: "a CSV table",
    async open(fields2, context) {
      const split2 = splitOf(options.split, context.split);
      const files = await findTables(file, context, [".csv", ".tsv", ".txt"]);
      const wanted = wantedColumns(fields2, columns, dividingColumn2(split2));
      const source = await csvSource(files, wanted, options, split2.by === "time");
      return await openRows(source, fields2, { ...options, split: split2 }, context);
    }
  };
}

// train/data/augmentation/augment-pictures.ts
var LEAST_SIDE = 0.8;
var COLOUR = [0.2, 0.2, 0.33];
var BOXES = "augment/boxes";
var COLOURS = "augment/colour";
function augmentPictures({ name, shape }, kinds) {
  if (kinds.length === 0) return void 0;
  const [height = 1, width = 1, channels = 3] = shape;
  const [flips, crops, colours] = [kinds.includes("flip"), kinds.includes("crop"), kinds.includes("colour")];
  return {
    fields: [name],
    draw: (random, rows) => ({
      ...flips || crops ? { [BOXES]: boxesOf(random, rows, flips, crops) } : {},
      ...colours ? { [COLOURS]: coloursOf(random, rows) } : {}
    }),
    apply(tf, batch, random) {
      let pictures2 = batch[name];
      const [boxes2, colour] = [random[BOXES], random[COLOURS]];
      if (boxes2 !== void 0) pictures2 = cut(tf, pictures2, boxes2, [height, width]);
      if (colour !== void 0) pictures2 = coloured(tf, pictures2, colour, channels);
      return { ...batch, [name]: pictures2 };
    }
  };
}
function boxesOf(random, rows, flips, crops) {
  const boxes2 = new Float32Array(rows * 4);
  for (let row = 0; row < rows; row++) {
    const side = crops ? random.between(LEAST_SIDE, 1) : 1;
    const [top, left] = crops ? [random.between(0, 1 - side), random.between(0, 1 - side)] : [0, 0];
    const across = flips && random.uniform() < 0.5 ? [left + side, left] : [left, left + side];
    boxes2.set([top, across[0], top + side, across[1]], row * 4);
  }
  return makeTensor("float32", [rows, 4], boxes2);
}
function coloursOf(random, rows) {
  const factors = Float32Array.from({ length: rows * 3 }, (_, i) => {
    const reach = COLOUR[i % 3];
    return random.between(1 - reach, 1 + reach);
  });
  return makeTensor("float32", [rows, 3], factors);
}
function cut(tf, pictures2, boxes2, size) {
  const own = tf.tensor1d(
    Int32Array.from({ length: pictures2.shape[0] }, (_, i) => i),
    "int32"
  );
  return tf.image.cropAndResize(pictures2, boxes2, own, size, "bilinear");
}
function coloured(tf, pictures2, factors, channels) {
  const column = (i) => tf.reshape(tf.slice(factors, [0, i], [-1, 1]), [-1, 1, 1, 1]);
  let changed = tf.mul(pictures2, column(0));
  const mean = tf.mean(changed, [1, 2, 3], true);
  changed = tf.add(mean, tf.mul(tf.sub(changed, mean), column(1)));
  if (channels > 1) {
    const grey = tf.mean(changed, 3, true);
    changed = tf.add(grey, tf.mul(tf.sub(changed, grey), column(2)));
  }
  return tf.clipByValue(changed, 0, 255);
}

// train/data/picture-folder/open-picture-folder.ts
import { createHash as createHash4 } from "node:crypto";
import { mkdtempSync, rmSync as rmSync4 } from "node:fs";
import { realpath } from "node:fs/promises";
import { tmpdir as tmpdir2 } from "node:os";
import { isAbsolute as isAbsolute3, join as join9, resolve as resolve2 } from "node:path";

// core/pictures/resample.ts
function axisWeights(side, size, start, length) {
  const taps = side >= size ? coveredArea : nearestTwo;
  return Array.from({ length: size }, (_, i) => clip(taps(i, side, size), start, length));
}
function coveredArea(i, side, size) {
  const from = i * side;
  const to = from + side;
  const taps = [];
  for (let pixel = Math.floor(from / size); pixel * size < to; pixel++) {
    const covered = Math.min(to, (pixel + 1) * size) - Math.max(from, pixel * size);
    taps.push([pixel, covered / side]);
  }
  return taps;
}
function nearestTwo(i, side, size) {
  const centre = (i + 0.5) * side / size - 0.5;
  const below = Math.floor(centre);
  const share2 = centre - below;
  const inside = (pixel) => Math.min(side - 1, Math.max(0, pixel));
  if (inside(below) === inside(below + 1)) return [[inside(below), 1]];
  return [
    [below, 1 - share2],
    [below + 1, share2]
  ];
}
function clip(taps, start, length) {
  const real = taps.filter(([position]) => position + start >= 0 && position + start < length);
  const outside = taps.filter((tap) => !real.includes(tap)).reduce((sum2, [, weight]) => sum2 + weight, 0);
  const first = real[0] === void 0 ? 0 : real[0][0] + start;
  return { first, weights: Float64Array.from(real, ([, weight]) => weight), outside };
}

// core/pictures/frame.ts
var FRAME_VERSION = 1;
function squareOf(width, height, fit) {
  const side = fit === "crop" ? Math.min(width, height) : Math.max(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}
function frame({ width, height, data }, fit, size) {
  checkLength(width, height, 3, data.length);
  const { x, y, side } = squareOf(width, height, fit);
  const across = axisWeights(side, size, x, width);
  const down = axisWeights(side, size, y, height);
  const used = down.filter(({ weights }) => weights.length > 0);
  const firstRow = Math.min(...used.map(({ first }) => first));
  const lastRow = Math.max(...used.map(({ first, weights }) => first + weights.length));
  const narrow = narrowRows(data, width, firstRow, lastRow, across);
  const framed = new Uint8Array(size * size * 3);
  const line = size * 3;
  const sums = new Float64Array(line);
  down.forEach(({ first, weights, outside }, row) => {
    sums.fill(255 * outside);
    weights.forEach((weight, k) => {
      const from = (first + k - firstRow) * line;
      for (let i = 0; i < line; i++) sums[i] = sums[i] + weight * narrow[from + i];
    });
    for (let i = 0; i < line; i++) framed[row * line + i] = Math.floor(Math.min(255, sums[i]) + 0.5);
  });
  return framed;
}
function narrowRows(data, width, firstRow, lastRow, across) {
  const narrow = new Float64Array((lastRow - firstRow) * across.length * 3);
  let to = 0;
  for (let row = firstRow; row < lastRow; row++) {
    for (const { first, weights, outside } of across) {
      let r = 255 * outside;
      let g = r;
      let b = r;
      let from = (row * width + first) * 3;
      for (let k = 0; k < weights.length; k++) {
        const weight = weights[k];
        r += weight * data[from];
        g += weight * data[from + 1];
        b += weight * data[from + 2];
        from += 3;
      }
      narrow[to] = r;
      narrow[to + 1] = g;
      narrow[to + 2] = b;
      to += 3;
    }
  }
  return narrow;
}
function checkLength(width, height, channels, length) {
  if (width >= 1 && height >= 1 && length === width * height * channels) return;
  throw new InputError(`${length} bytes are no picture of ${width} x ${height} pixels with ${channels} channels`);
}

// core/pictures/grey.ts
function greyOf(red, green, blue) {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

// core/pictures/jpeg-end.ts
var END = 217;
var FILLER = Uint8Array.from({ length: 96 }, (_, i) => (i * 73 + 29) % 251);
function endOfJpeg(bytes) {
  for (let at2 = 2; at2 + 1 < bytes.length; ) {
    const marker = bytes[at2] === 255 ? bytes[at2 + 1] ?? 0 : 0;
    if (marker === END) return at2;
    if (marker === 255) at2 += 1;
    else if (bytes[at2] !== 255) at2 += 1;
    else if (marker < 2 || marker >= 208 && marker <= 216) at2 += 2;
    else at2 += 2 + Math.max(2, (bytes[at2 + 2] ?? 0) * 256 + (bytes[at2 + 3] ?? 0));
  }
  return void 0;
}
function twoEndings(jpeg) {
  let end = endOfJpeg(jpeg);
  if (end === void 0) {
    end = jpeg.length;
    while (end > 2 && (jpeg[end - 1] === 0 || jpeg[end - 1] === 255)) end -= 1;
    if (jpeg[end] === 255 && jpeg[end + 1] === 0) end += 2;
  }
  const data = jpeg.subarray(0, end);
  return [joined2(data, Uint8Array.of(255, END)), joined2(data, FILLER, Uint8Array.of(255, END))];
}
function joined2(...parts) {
  const whole = new Uint8Array(parts.reduce((sum2, { length }) => sum2 + length, 0));
  let at2 = 0;
  for (const part of parts) {
    whole.set(part, at2);
    at2 += part.length;
  }
  return whole;
}

// core/pictures/signature.ts
function fits(bytes, text2, at2) {
  if (at2 < 0 || at2 + text2.length > bytes.length) return false;
  for (let i = 0; i < text2.length; i++) {
    const wanted = text2[i];
    if (wanted !== "?" && text2.charCodeAt(i) !== bytes[at2 + i]) return false;
  }
  return true;
}
function latin1(bytes, from, to) {
  return String.fromCharCode(...bytes.subarray(from, to));
}

// core/pictures/heif.ts
var HEVC_BRANDS = /* @__PURE__ */ new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
var AV1_BRANDS = /* @__PURE__ */ new Set(["avif", "avis", "avio"]);
var HEIF_BRANDS = /* @__PURE__ */ new Set(["mif1", "mif2", "msf1", "miaf", "MiPr", "heif", "unif"]);
var HEVC_CODECS = ["hvc1", "hev1", "hvcC"];
var AV1_CODECS = ["av01", "av1C"];
function heifKind(bytes) {
  const brands = brandsOf(bytes);
  if (brands[0] === "crx ") return "camera RAW";
  if (!brands.some((brand) => HEVC_BRANDS.has(brand) || AV1_BRANDS.has(brand) || HEIF_BRANDS.has(brand))) {
    return "a video";
  }
  const meta = boxes(bytes).find(({ type }) => type === "meta" || type === "moov");
  const described = meta === void 0 ? "" : text(bytes, meta.from, meta.to);
  if (HEVC_CODECS.some((codec) => described.includes(codec))) return "HEIC";
  if (AV1_CODECS.some((codec) => described.includes(codec))) return "AVIF";
  if (brands.some((brand) => AV1_BRANDS.has(brand))) return "AVIF";
  return brands.some((brand) => HEVC_BRANDS.has(brand)) ? "HEIC" : "HEIF";
}
function boxes(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at2 = 0; at2 + 8 <= bytes.length; ) {
    const type = latin1(bytes, at2 + 4, at2 + 8);
    let size = view.getUint32(at2);
    let head = 8;
    if (size === 1 && at2 + 16 <= bytes.length) {
      size = Number(view.getBigUint64(at2 + 8));
      head = 16;
    } else if (size === 0) size = bytes.length - at2;
    if (size < head || !/^[\x20-\x7e\xa9]{4}$/.test(type)) break;
    found.push({ type, from: at2 + head, to: at2 + size });
    at2 += size;
  }
  return found;
}
function brandsOf(bytes) {
  const [first] = boxes(bytes);
  const to = Math.min(first?.to ?? 0, bytes.length);
  const brands = fits(bytes, "ftyp", 4) ? [latin1(bytes, 8, 12)] : [];
  for (let at2 = 16; at2 + 4 <= to; at2 += 4) brands.push(latin1(bytes, at2, at2 + 4));
  return brands;
}
function text(bytes, from, to) {
  return new TextDecoder("latin1").decode(bytes.subarray(from, to));
}

// core/pictures/tiff.ts
var PHOTOMETRIC = 262;
var STRIP_OFFSETS = 273;
var STRIP_BYTES = 279;
var TILE_OFFSETS = 324;
var TILE_BYTES = 325;
var SUB_DIRECTORIES = 330;
var DNG_VERSION = 50706;
var RAW_DATA = [32803, 34892];
var MOST_DIRECTORIES = 64;
var MOST_VALUES2 = 65536;
var WIDTHS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
var READ = /* @__PURE__ */ new Set([1, 3, 4, 13]);
var BEHIND = Number.POSITIVE_INFINITY;
function isRawTiff(bytes) {
  return directoriesOf(bytes).some(
    (directory) => directory.has(DNG_VERSION) || RAW_DATA.some((kind2) => directory.get(PHOTOMETRIC)?.includes(kind2) === true)
  );
}
function isCutOffTiff(bytes) {
  const [first] = directoriesOf(bytes);
  if (first === void 0 || [...first.values()].some((values) => values.includes(BEHIND))) return true;
  return [
    [STRIP_OFFSETS, STRIP_BYTES],
    [TILE_OFFSETS, TILE_BYTES]
  ].some(
    ([offsets = 0, lengths = 0]) => (first.get(offsets) ?? []).some((offset, i) => offset + (first.get(lengths)?.[i] ?? 0) > bytes.length)
  );
}
function directoriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return [];
  const little = bytes[0] === 73;
  if (view.getUint16(2, little) !== 42) return [];
  const places = [view.getUint32(4, little)];
  const found = [];
  const seen = /* @__PURE__ */ new Set();
  for (let place = places.shift(); place !== void 0 && found.length < MOST_DIRECTORIES; place = places.shift()) {
    if (place < 8 || place + 2 > bytes.length || seen.has(place)) continue;
    seen.add(place);
    const count = view.getUint16(place, little);
    const end = place + 2 + count * 12;
    if (end > bytes.length) continue;
    const directory = /* @__PURE__ */ new Map();
    for (let at2 = place + 2; at2 < end; at2 += 12) {
      directory.set(view.getUint16(at2, little), valuesOf(view, at2, little));
    }
    found.push(directory);
    places.push(...directory.get(SUB_DIRECTORIES) ?? []);
    if (end + 4 <= bytes.length) places.push(view.getUint32(end, little));
  }
  return found;
}
function valuesOf(view, entry, little) {
  const type = view.getUint16(entry + 2, little);
  const width = WIDTHS[type] ?? 0;
  const count = view.getUint32(entry + 4, little);
  const from = count * width <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (from + count * width > view.byteLength) return [BEHIND];
  if (!READ.has(type)) return [];
  return Array.from({ length: Math.min(count, MOST_VALUES2) }, (_, i) => {
    const at2 = from + i * width;
    if (width === 1) return view.getUint8(at2);
    return width === 2 ? view.getUint16(at2, little) : view.getUint32(at2, little);
  });
}

// core/pictures/kind.ts
var signatures = [
  ["JPEG", "\xFF\xD8\xFF"],
  ["PNG", "\x89PNG\r\n\n"],
  ["GIF", "GIF87a"],
  ["GIF", "GIF89a"],
  ["WebP", "RIFF????WEBP"],
  ["a video", "RIFF????AVI "],
  ["JPEG XL", "\xFF\n"],
  ["JPEG XL", "\0\0\0\fJXL \r\n\x87\n"],
  ["JPEG 2000", "\0\0\0\fjP  \r\n\x87\n"],
  ["JPEG 2000", "\xFFO\xFFQ"],
  ["JPEG XR", "II\xBC"],
  ["Photoshop (PSD)", "8BPS\0"],
  ["PDF", "%PDF-"],
  ["PostScript", "%!PS"],
  ["PostScript", "\xC5\xD0\xD3\xC6"],
  ["camera RAW", "IIRO"],
  ["camera RAW", "IIRS"],
  ["camera RAW", "MMOR"],
  ["camera RAW", "IIU\0"],
  ["camera RAW", "II*\0????CR"],
  ["camera RAW", "FUJIFILMCCD-RAW"],
  ["camera RAW", "FOVb"],
  ["camera RAW", "\0MRM"],
  ["camera RAW", "HEAPCCDR", 6],
  ["an icon (ICO)", "\0\0\0"],
  ["an icon (ICO)", "\0\0\0?\0"],
  ["OpenEXR", "v/1"],
  ["Radiance HDR", "#?RADIANCE"],
  ["Radiance HDR", "#?RGBE"],
  ["GIMP (XCF)", "gimp xcf "],
  ["QOI", "qoif"],
  ["DDS", "DDS |\0\0\0"],
  ["DjVu", "AT&TFORM"],
  ["a Windows metafile", "\xD7\xCD\xC6\x9A"],
  ["a Windows metafile", " EMF", 40],
  ["a video", "E\xDF\xA3"],
  ["a video", "\0\0\xBA"],
  ["an archive", "PK"],
  ["an archive", "PK"],
  ["an archive", "Rar!\x07"],
  ["an archive", "7z\xBC\xAF'"]
];
var BEGINNING = 4096;
function pictureKind(bytes) {
  const found = signatures.find(([, text2, at2 = 0]) => fits(bytes, text2, at2));
  if (found !== void 0) return found[0];
  if (fits(bytes, "ftyp", 4)) return heifKind(bytes);
  if (fits(bytes, "II*\0", 0) || fits(bytes, "MM\0*", 0) || fits(bytes, "II+\0", 0) || fits(bytes, "MM\0+", 0)) {
    return isRawTiff(bytes) ? "camera RAW" : "TIFF";
  }
  if (isBmp(bytes)) return "BMP";
  if (/^P[1-7][\s#]/.test(latin1(bytes, 0, 3))) return "Netpbm";
  if (fits(bytes, "TRUEVISION-XFILE.", bytes.length - 18)) return "TGA";
  if (fits(bytes, "\x8B\b", 0)) return "SVG";
  return textKind(bytes);
}
function isBmp(bytes) {
  if (!fits(bytes, "BM", 0)) return false;
  if (bytes.length < 18) return false;
  const header = (bytes[14] ?? 0) + 256 * (bytes[15] ?? 0);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(header) && bytes[16] === 0 && bytes[17] === 0;
}
function textKind(bytes) {
  const text2 = beginning(bytes);
  if (text2 === void 0) return void 0;
  const element = /^\s*(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE\s+svg[^>[]*(?:\[[\s\S]*?\])?[^>]*>\s*)*<([!\w:-]+)/i.exec(
    text2
  )?.[1];
  if (element !== void 0 && /^(\w+:)?svg$/.test(element)) return "SVG";
  if (element !== void 0 && /^(!doctype|html|head|body)$/i.test(element)) return "a web page";
  return "text";
}
function beginning(bytes) {
  const head = bytes.subarray(0, BEGINNING);
  const utf16 = fits(bytes, "\xFF\xFE", 0) ? "utf-16le" : fits(bytes, "\xFE\xFF", 0) ? "utf-16be" : void 0;
  try {
    const text2 = new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(head, { stream: true });
    return text2 === "" || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text2) ? void 0 : text2;
  } catch (error) {
    if (error instanceof TypeError) return void 0;
    throw error;
  }
}

// core/pictures/cut-off.ts
var TAIL = 4096;
function isCutOff(bytes, kind2) {
  switch (kind2) {
    case "JPEG":
      return endOfJpeg(bytes) === void 0;
    case "PNG":
      return !hasLastChunk(bytes);
    case "GIF":
      return !hasTrailer(bytes);
    case "WebP":
      return bytes.length < new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true) + 8;
    case "AVIF":
      return isCutOffInBoxes(bytes);
    case "TIFF":
      return isCutOffTiff(bytes);
    case "SVG":
      return fits(bytes, "<", 0) && !/<\/[\w:]*svg\s*>|\/>\s*$/.test(latin1(bytes, Math.max(0, bytes.length - TAIL), bytes.length));
    default:
      return false;
  }
}
function hasLastChunk(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at2 = 8; at2 + 12 <= bytes.length; at2 += 12 + view.getUint32(at2)) {
    if (fits(bytes, "IEND", at2 + 4)) return true;
  }
  return false;
}
function hasTrailer(bytes) {
  const table = (flags = 0) => (flags & 128) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
  let at2 = 13 + table(bytes[10]);
  while (at2 < bytes.length) {
    const block = bytes[at2];
    if (block === 44)
      at2 += 11 + table(bytes[at2 + 9]);
    else if (block === 33)
      at2 += 2;
    else return block === 59;
    for (let size = bytes[at2]; size !== 0; size = bytes[at2]) {
      if (size === void 0) return false;
      at2 += size + 1;
    }
    at2 += 1;
  }
  return false;
}
function isCutOffInBoxes(bytes) {
  const found = boxes(bytes);
  const last = found.at(-1);
  return last === void 0 || last.to > bytes.length || !found.some(({ type }) => type === "mdat" || type === "idat");
}

// core/pictures/unusable.ts
var UnusablePicture = class extends InputError {
};
var instead = {
  "a video": "save a frame of it as JPEG or PNG",
  "a web page": "download the picture itself",
  "an archive": "unpack it first",
  text: "give a JPEG or PNG file"
};
var EMPTY = "the file is empty: copy or download it again";
var CUT_OFF = "cut off in the middle: copy or download it again";
var DAMAGED = "damaged: copy or download it again";
var LINKED = "an SVG that shows other files, which are not fetched: export it as JPEG or PNG";
function notRead(kind2) {
  if (kind2 === void 0) return "not a picture in a format that can be read: export it as JPEG or PNG";
  const other = instead[kind2];
  if (other !== void 0) return `${kind2}, not a picture: ${other}`;
  return `${kind2}, which cannot be read here: export it as JPEG or PNG`;
}
function tooLarge(width, height, limit) {
  const most = limit < 1e4 ? `${limit} pixels` : `${limit / 1e6} megapixels`;
  return `${width} x ${height} pixels, more than the limit of ${most}: make it smaller`;
}
function refusedReason(bytes, read4) {
  const kind2 = pictureKind(bytes);
  if (kind2 === void 0 || !read4.includes(kind2)) return notRead(kind2);
  return isCutOff(bytes, kind2) ? CUT_OFF : DAMAGED;
}

// pictures/linked-drawing.ts
import { gunzipSync } from "node:zlib";
var LONGEST = 5e7;
var LINKS = [
  /<(?:\w+:)?(?:image|feImage|use)\b[^<>]*?\s(?:xlink:)?href\s*=\s*["']\s*(?!#|data:)[^"'\s]/i,
  /<\?xml-stylesheet\b/i,
  /@import\s/i,
  /\burl\(\s*["']?\s*(?!["'#\s]|data:|&quot;)/i,
  /<!ENTITY\s+\S+\s+(?:SYSTEM|PUBLIC)\b/i
];
function isLinkedDrawing(bytes) {
  const text2 = textOf2(bytes);
  return text2 !== void 0 && LINKS.some((link) => link.test(text2));
}
function textOf2(bytes) {
  if (bytes[0] !== 31 || bytes[1] !== 139) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder().decode(gunzipSync(bytes, { maxOutputLength: LONGEST }));
  } catch (error) {
    if (error instanceof Error) return void 0;
    throw error;
  }
}

// pictures/decode-picture.ts
var DECODING_VERSION = 2;
var SMALLEST_DRAWING = 256;
async function readHeader(bytes, limits) {
  if (bytes.length === 0) throw new UnusablePicture(EMPTY);
  const kind2 = pictureKind(bytes);
  if (kind2 === void 0 || !limits.kinds.includes(kind2)) throw new UnusablePicture(notRead(kind2));
  if (kind2 === "SVG" && isLinkedDrawing(bytes)) throw new UnusablePicture(LINKED);
  const { default: sharp } = await import("sharp");
  let header;
  try {
    header = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new UnusablePicture(refusedReason(bytes, limits.kinds), { cause });
  }
  const { format, width, height } = header;
  if (width * height > limits.pixels) throw new UnusablePicture(tooLarge(width, height, limits.pixels));
  return { format, width, height };
}
async function decodePicture(bytes, header, limits) {
  if (header.format !== "jpeg") return await decode(bytes, header, limits, "error");
  try {
    return await decode(bytes, header, limits, "warning");
  } catch (error) {
    if (!(error instanceof UnusablePicture)) throw error;
  }
  const [one, other] = twoEndings(bytes);
  const pixels = await decode(one, header, limits, "error");
  const again = await decode(other, header, limits, "error");
  if (Buffer.compare(pixels.data, again.data) !== 0) throw new UnusablePicture(CUT_OFF);
  return pixels;
}
async function decode(bytes, header, { pixels: limitInputPixels, kinds }, failOn) {
  const { default: sharp } = await import("sharp");
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels, pages: 1, failOn, ...densityFor(header) }).autoOrient().flatten({ background: "#ffffff" }).toColourspace("srgb").removeAlpha().raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new UnusablePicture(`${info.channels} channels after conversion to RGB`);
    return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  } catch (cause) {
    if (cause instanceof UnusablePicture) throw cause;
    throw new UnusablePicture(refusedReason(bytes, kinds), { cause });
  }
}
function densityFor({ format, width, height }) {
  if (format !== "svg") return {};
  const side = Math.max(1, Math.min(width, height));
  return side >= SMALLEST_DRAWING ? {} : { density: Math.ceil(72 * SMALLEST_DRAWING / side) };
}

// train/data/picture-folder/find-files.ts
import { promises as fs } from "node:fs";
import { basename as basename2, extname, join as join4 } from "node:path";

// train/data/picture-folder/byte-order.ts
function compareBytes(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
function rank(unit) {
  if (unit < 55296) return unit;
  return unit < 57344 ? unit + 8192 : unit - 2048;
}

// train/data/picture-folder/reasons.ts
function systemReason(error) {
  if (hasCode(error, "EACCES", "EPERM")) return "no permission to read it";
  if (hasCode(error, "ENOENT")) return "it is gone, or a link to nothing";
  if (hasCode(error, "ELOOP")) return "a loop of links";
  return `cannot be read: ${messageOf(error)}`;
}

// train/data/picture-folder/find-files.ts
var ENDINGS = new Set(
  ".jpg .jpeg .jpe .jfif .png .apng .webp .gif .tif .tiff .avif .svg .svgz .heic .heif .hif .bmp .dib .ico .cur .jxl .jp2 .j2k .jpf .jpx .jxr .wdp .psd .psb .pdf .eps .ppm .pgm .pbm .pnm .pam .tga .exr .hdr .xcf .qoi .dds .djvu .emf .wmf .raw .dng .cr2 .cr3 .crw .nef .nrw .arw .srf .sr2 .orf .rw2 .raf .pef .srw .x3f .mrw .3fr .erf .kdc .iiq".split(" ")
);
async function findFiles(root, own = []) {
  const walk = new Walk(root, new Set(own));
  await walk.start();
  return walk.result();
}
var Walk = class {
  #root;
  #own;
  #files = [];
  #skipped = [];
  /** Real paths of the folders seen, so that a link to one of them is not followed again. */
  #seen = /* @__PURE__ */ new Map();
  #hidden = 0;
  constructor(root, own) {
    this.#root = root;
    this.#own = own;
  }
  async start() {
    let stats;
    try {
      stats = await fs.stat(this.#root);
    } catch (cause) {
      throw new InputError(`no folder of pictures: ${systemReason(cause)}`, { where: { file: this.#root }, cause });
    }
    if (!stats.isDirectory()) {
      throw new InputError("a file, not a folder of pictures", {
        where: { file: this.#root },
        next: "Give the folder that the pictures are in."
      });
    }
    await this.#folder("");
  }
  result() {
    const files = this.#files.sort((a, b) => compareBytes(a.name, b.name));
    const skipped = this.#skipped.sort((a, b) => compareBytes(a.name, b.name));
    return { files, skipped, hidden: this.#hidden };
  }
  async #folder(folder) {
    const path2 = join4(this.#root, folder);
    const later = [];
    try {
      const real = await fs.realpath(path2);
      const before2 = this.#seen.get(real);
      if (before2 !== void 0) {
        this.#skip(folder, `the same folder as ${before2 === "" ? "the outermost one" : before2}, which is read already`);
        return;
      }
      this.#seen.set(real, folder);
      for await (const entry of await fs.opendir(path2, { bufferSize: 256 })) {
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (isHidden(entry.name)) this.#hidden += 1;
        else if (entry.isFile()) await this.#file(name);
        else later.push(name);
      }
    } catch (error) {
      this.#skip(folder === "" ? "." : folder, systemReason(error));
      return;
    }
    for (const name of later.sort(compareBytes)) await this.#other(name);
  }
  /** A folder, a link, or something that is no file at all. */
  async #other(name) {
    const stats = await this.#stat(name);
    if (stats?.isDirectory()) await this.#folder(name);
    else if (stats?.isFile()) await this.#file(name);
    else if (stats !== void 0) this.#skip(name, "not a file (a pipe, a socket or a device)");
  }
  async #file(name) {
    const ending = extname(name).toLowerCase();
    if (ending !== "" && !ENDINGS.has(ending)) {
      if (!this.#own.has(basename2(name))) this.#skip(name, `another kind of file (${ending})`);
      return;
    }
    const stats = await this.#stat(name);
    if (stats !== void 0) this.#files.push({ name, bytes: stats.size, modified: stats.mtimeMs });
  }
  async #stat(name) {
    try {
      return await fs.stat(join4(this.#root, name));
    } catch (error) {
      this.#skip(name, systemReason(error));
      return void 0;
    }
  }
  #skip(name, reason) {
    this.#skipped.push({ name, reason });
  }
};
function isHidden(name) {
  return name.startsWith(".") || name === "__MACOSX" || name === "Thumbs.db";
}

// train/data/picture-folder/folder-table.ts
import { basename as basename3, isAbsolute as isAbsolute2, join as join5 } from "node:path";
async function readPictureTable(folder, { file, name, ...text2 }, wanted, isTime) {
  const path2 = isAbsolute2(file) ? file : join5(folder, file);
  const named = { name, field: { name, role: "input", kind: "category", shape: [] }, isDate: false };
  const source = await csvSource([{ path: path2, name: basename3(path2) }], [...wanted, named], text2, isTime);
  const rows = /* @__PURE__ */ new Map();
  for await (const { rows: read4, numberOf } of source.read()) {
    for (const [i, values] of read4.entries()) {
      const key = String(values[wanted.length]).trim().replaceAll("\\", "/").replace(/^\.\//, "");
      if (rows.has(key)) {
        throw new InputError(`two rows name the picture "${key}"`, {
          where: { file: basename3(path2), row: numberOf(i), column: name },
          next: "Keep one of them."
        });
      }
      rows.set(key, Array.from(values).slice(0, wanted.length));
    }
  }
  const used = /* @__PURE__ */ new Set();
  return {
    source,
    of(picture) {
      const without = picture.replace(/\.[^./]*$/, "");
      const key = [picture, without, basename3(picture), basename3(without)].find((candidate) => rows.has(candidate));
      if (key === void 0) return void 0;
      used.add(key);
      return rows.get(key);
    },
    unused: () => [...rows.keys()].filter((key) => !used.has(key))
  };
}

// train/data/picture-folder/pixel-store.ts
import { mkdir, open } from "node:fs/promises";
import { dirname as dirname2 } from "node:path";
var PixelStore = class _PixelStore {
  path;
  /** Bytes of one picture. */
  rowBytes;
  #file;
  #reader;
  constructor(path2, side, file) {
    this.path = path2;
    this.rowBytes = side * side * 3;
    this.#file = file;
    this.#reader = new RowReader({ path: path2, rowBytes: this.rowBytes });
  }
  /**
   * Opens a pixel file, for reading and writing, or for reading only; makes an empty one when it is to be written.
   *
   * @param side pixels a side.
   * @throws FailedError when the disk refuses.
   */
  static async open(path2, side, mode) {
    try {
      if (mode === "read") return new _PixelStore(path2, side, await open(path2, "r"));
      await mkdir(dirname2(path2), { recursive: true });
      await (await open(path2, "a")).close();
      return new _PixelStore(path2, side, await open(path2, "r+"));
    } catch (cause) {
      throw new FailedError(`the picture cache cannot be opened: ${messageOf(cause)}`, {
        where: { file: path2 },
        cause
      });
    }
  }
  /** Whole rows in the file. */
  async rows() {
    return Math.floor((await this.#file.stat()).size / this.rowBytes);
  }
  /**
   * Writes whole rows, from `row` on.
   *
   * @throws FailedError when the disk is full.
   */
  async write(row, pixels) {
    try {
      let written = 0;
      while (written < pixels.length) {
        const { bytesWritten } = await this.#file.write(
          pixels,
          written,
          pixels.length - written,
          row * this.rowBytes + written
        );
        written += bytesWritten;
      }
    } catch (cause) {
      throw new FailedError(`the picture cache cannot be written: ${messageOf(cause)}`, {
        where: { file: this.path },
        cause
      });
    }
  }
  /**
   * Reads `rows`, in that order, into `into`, in a thread of its own.
   *
   * @throws RangeError when `into` is of another length; FailedError when a row is not there.
   */
  async read(rows, into) {
    if (into.length !== rows.length * this.rowBytes) {
      throw new RangeError(`${rows.length} pictures need ${rows.length * this.rowBytes} bytes, got ${into.length}`);
    }
    into.set(await this.#reader.read(rows));
  }
  /** Forces what was written to the disk. */
  async sync() {
    await this.#file.datasync();
  }
  async close() {
    await this.#reader.close();
    await this.#file.close();
  }
};

// train/data/picture-folder/read-picture-files.ts
import { mkdir as mkdir2 } from "node:fs/promises";
import { join as join8 } from "node:path";

// train/data/picture-folder/cache-lock.ts
import { setTimeout as sleep } from "node:timers/promises";

// train/run/lock.ts
import { linkSync, readFileSync as readFileSync2, renameSync, rmSync as rmSync3, writeFileSync } from "node:fs";
import { join as join6 } from "node:path";

// core/json.ts
function jsonPointer(path2) {
  return path2.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
function parseAs(schema, value, what, file) {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues;
  const field = first === void 0 ? "" : jsonPointer(first.path);
  const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
  throw new InputError(`${what}: ${first?.message ?? "not as expected"}${more}`, {
    where: { ...file === void 0 ? {} : { file }, field: field === "" ? "/" : field }
  });
}
function parseJsonAs(schema, text2, what, file) {
  let value;
  try {
    value = JSON.parse(text2);
  } catch (cause) {
    const detail = messageOf(cause);
    throw new InputError(`${what} is not valid JSON: ${detail}`, {
      ...file === void 0 ? {} : { where: { file } },
      cause
    });
  }
  return parseAs(schema, value, what, file);
}

// train/run/files.ts
var runFiles = {
  config: "config.json",
  environment: "environment.json",
  status: "status.json",
  lock: "lock.json",
  metrics: "metrics.jsonl",
  evaluation: "evaluation.json",
  sections: "sections.json",
  fitted: "fitted.json",
  summary: "summary.json",
  checkpoints: "checkpoints",
  pictures: "pictures",
  samples: "samples",
  network: "network.json"
};
var TEMPORARY = ".writing-";

// train/run/lock.ts
function lockRun(run) {
  const path2 = join6(run, runFiles.lock);
  const mine = join6(run, `${TEMPORARY}lock-${process.pid}`);
  const text2 = `${JSON.stringify(thisProcess())}
`;
  writeFileSync(mine, text2);
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (tryLink(mine, path2)) return { release: () => rmSync3(path2, { force: true }) };
      removeIfStale(path2, run);
    }
  } finally {
    rmSync3(mine, { force: true });
  }
  throw new UnavailableError("another training takes this run directory just now", { where: { file: path2 } });
}
function lockHolder(run) {
  const path2 = join6(run, runFiles.lock);
  let text2;
  try {
    text2 = readFileSync2(path2, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new FailedError(`cannot be read: ${messageOf(error)}`, { where: { file: path2 }, cause: error });
  }
  return parseJsonAs(processIdentitySchema, text2, "lock", path2);
}
function removeIfStale(path2, run) {
  const holder = lockHolder(run);
  if (holder === null) return;
  const liveness = livenessOf(holder);
  if (liveness === "alive") {
    throw new UnavailableError(`process ${holder.pid} is training in this run directory`, {
      where: { file: path2 },
      next: "Wait for it, stop it, or train in another directory."
    });
  }
  if (liveness === "unknown") {
    throw new UnavailableError(`process ${holder.pid} of host ${holder.host} holds this run directory`, {
      where: { file: path2 },
      next: "When that training has ended, delete the lock file."
    });
  }
  moveAway(path2, holder);
}
function moveAway(path2, stale) {
  const aside = `${path2}.stale-${process.pid}`;
  try {
    renameSync(path2, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw new FailedError(`a stale lock cannot be removed: ${messageOf(error)}`, {
      where: { file: path2 },
      cause: error
    });
  }
  const moved = parseJsonAs(processIdentitySchema, readFileSync2(aside, "utf8"), "lock", path2);
  if (moved.pid !== stale.pid || moved.start !== stale.start) tryLink(aside, path2);
  rmSync3(aside, { force: true });
}
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST", "ENOENT")) return false;
    throw new FailedError(`the run cannot be locked: ${messageOf(error)}`, { where: { file: to }, cause: error });
  }
}

// train/data/picture-folder/cache-lock.ts
var RETRY_MS = 300;
var LONGEST_WAIT_MS = 30 * 6e4;
async function lockCache(folder, reporter, signal) {
  const started = Date.now();
  let told = false;
  for (; ; ) {
    if (signal?.aborted) throw new InterruptedError("stopped while waiting for the picture cache");
    try {
      return lockRun(folder);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      if (Date.now() - started > LONGEST_WAIT_MS) {
        throw new UnavailableError("the picture cache is held by another process", {
          where: error.where,
          next: "When no other Kiln reads these pictures, delete the lock file.",
          cause: error
        });
      }
    }
    if (!told) reporter.note("Another Kiln is preparing these pictures: waiting for it.");
    told = true;
    await sleep(RETRY_MS);
  }
}

// train/data/picture-folder/folder-index.ts
import { createReadStream as createReadStream2 } from "node:fs";
import { open as open2 } from "node:fs/promises";
import { createInterface } from "node:readline";

// train/data/picture-folder/index-line.ts
import { z as z2 } from "zod";
var HASH_BYTES = 32;
var sha256 = z2.string().regex(/^[0-9a-f]{64}$/);
var fileFields = { name: z2.string(), bytes: z2.int().nonnegative(), modified: z2.number() };
var lineSchema = z2.union([
  z2.object({
    ...fileFields,
    /** SHA-256 of the file. */
    content: sha256,
    /** SHA-256 of the picture at the model's size: equal for copies and for files that differ in encoding alone. */
    picture: sha256,
    row: z2.int().nonnegative()
  }),
  z2.object({ ...fileFields, reason: z2.string() })
]);
function isPicture(line) {
  return "row" in line;
}
function parseLine(text2) {
  if (text2.trim() === "") return void 0;
  let value;
  try {
    value = JSON.parse(text2);
  } catch {
    return void 0;
  }
  const result = lineSchema.safeParse(value);
  return result.success ? result.data : void 0;
}

// train/data/picture-folder/index-columns.ts
var IndexColumns = class {
  #slots = /* @__PURE__ */ new Map();
  /** By the first 48 bits of the content's hash; the whole hash is compared before it counts. */
  #contents = /* @__PURE__ */ new Map();
  #reasons = /* @__PURE__ */ new Map();
  #count = 0;
  #bytes = new Float64Array(64);
  #modified = new Float64Array(64);
  #rows = new Uint32Array(64);
  /** Hash of the content, then hash of the picture. */
  #hashes = Buffer.alloc(64 * 2 * HASH_BYTES);
  /** Adds a line, or replaces the one of that name. */
  set(line) {
    const slot = this.#slots.get(line.name) ?? this.#newSlot(line.name);
    this.#bytes[slot] = line.bytes;
    this.#modified[slot] = line.modified;
    if (!isPicture(line)) {
      this.#reasons.set(slot, line.reason);
      return;
    }
    this.#reasons.delete(slot);
    this.#rows[slot] = line.row;
    this.#hashes.write(line.content + line.picture, slot * 2 * HASH_BYTES, "hex");
    this.#contents.set(prefix(line.content), slot);
  }
  /** Hands over the line of that name, when length and time are the same; false when they are not, or it is unknown. */
  recall(name, bytes, modified, into, at2) {
    const slot = this.#slots.get(name);
    if (slot === void 0 || this.#bytes[slot] !== bytes || this.#modified[slot] !== modified) return false;
    const reason = this.#reasons.get(slot);
    if (reason !== void 0) {
      into.reasons.set(at2, reason);
      return true;
    }
    const from = (slot * 2 + 1) * HASH_BYTES;
    into.setPicture(at2, this.#rows[slot], this.#hashes.subarray(from, from + HASH_BYTES));
    return true;
  }
  /** A picture of that content, without a name. */
  withContent(sha2562) {
    const slot = this.#contents.get(prefix(sha2562));
    if (slot === void 0) return void 0;
    const from = slot * 2 * HASH_BYTES;
    const content = this.#hashes.toString("hex", from, from + HASH_BYTES);
    if (this.#reasons.has(slot) || content !== sha2562) return void 0;
    const picture = this.#hashes.toString("hex", from + HASH_BYTES, from + 2 * HASH_BYTES);
    return { name: "", bytes: 0, modified: 0, content, picture, row: this.#rows[slot] };
  }
  #newSlot(name) {
    if (this.#count === this.#bytes.length) this.#grow();
    this.#slots.set(name, this.#count);
    this.#count += 1;
    return this.#count - 1;
  }
  #grow() {
    const length = this.#bytes.length * 2;
    this.#bytes = enlarged(this.#bytes, new Float64Array(length));
    this.#modified = enlarged(this.#modified, new Float64Array(length));
    this.#rows = enlarged(this.#rows, new Uint32Array(length));
    this.#hashes = Buffer.concat([this.#hashes, Buffer.alloc(this.#hashes.length)]);
  }
};
function enlarged(from, to) {
  to.set(from);
  return to;
}
function prefix(sha2562) {
  return Number.parseInt(sha2562.slice(0, 12), 16);
}

// train/data/picture-folder/folder-index.ts
var FolderIndex = class _FolderIndex {
  #columns = new IndexColumns();
  #file;
  #pending = [];
  #nextRow = 0;
  constructor(file) {
    this.#file = file;
  }
  /** Reads the index at `path`; one that is not there yet is empty. Rows from `rows` on do not exist and are forgotten. */
  static async open(path2, rows) {
    const index = new _FolderIndex(await open2(path2, "a"));
    for await (const text2 of linesOf(path2)) {
      const line = parseLine(text2);
      if (line === void 0 || isPicture(line) && line.row >= rows) continue;
      index.#take(line);
    }
    await index.#file.appendFile("\n");
    return index;
  }
  /**
   * Hands over what is known about a file, when its length and time are still the same.
   *
   * @returns false when the file has to be read.
   */
  recall({ name, bytes, modified }, into, at2) {
    return this.#columns.recall(name, bytes, modified, into, at2);
  }
  /** A picture with this content, under whatever name. */
  withContent(sha2562) {
    return this.#columns.withContent(sha2562);
  }
  /** A row that no picture has yet. */
  reserveRow() {
    this.#nextRow += 1;
    return this.#nextRow - 1;
  }
  /** Adds a line; it reaches the disk with the next `flush`. */
  add(line) {
    this.#take(line);
    this.#pending.push(line);
  }
  /** Lines that have not been written. */
  get pending() {
    return this.#pending.length;
  }
  /** Writes pending lines, after `sync` has forced their rows to the disk: a line never promises a row that is lost. */
  async flush(sync) {
    const lines = this.#pending;
    this.#pending = [];
    if (lines.length === 0) return;
    await sync();
    await this.#file.appendFile(lines.map((line) => `${JSON.stringify(line)}
`).join(""));
  }
  async close() {
    await this.#file.close();
  }
  #take(line) {
    this.#columns.set(line);
    if (isPicture(line)) this.#nextRow = Math.max(this.#nextRow, line.row + 1);
  }
};
async function* linesOf(path2) {
  try {
    yield* createInterface({ input: createReadStream2(path2, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

// train/data/picture-folder/folder-reader.ts
import { createHash as createHash3 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join as join7 } from "node:path";

// core/pictures/formats.ts
var everywhere = ["JPEG", "PNG", "WebP", "GIF", "AVIF"];
var served = [...everywhere, "TIFF"];
var readable = [...served, "SVG"];

// train/data/picture-folder/budget.ts
var Budget = class {
  #total;
  #waiting = [];
  #used = 0;
  constructor(total) {
    this.#total = total;
  }
  /** Runs `work` when its cost fits; one that is larger than the whole budget runs alone. */
  async spend(cost, work) {
    const charged = Math.min(cost, this.#total);
    await this.#enter(charged);
    try {
      return await work();
    } finally {
      this.#used -= charged;
      this.#admit();
    }
  }
  #enter(cost) {
    return new Promise((go) => {
      this.#waiting.push({ cost, go });
      this.#admit();
    });
  }
  #admit() {
    for (; ; ) {
      const [next] = this.#waiting;
      if (next === void 0 || this.#used + next.cost > this.#total) return;
      this.#waiting.shift();
      this.#used += next.cost;
      next.go();
    }
  }
};

// train/data/picture-folder/picture-columns.ts
var PictureColumns = class {
  /** Row in the pixel file; 0 where there is a reason. */
  rows;
  /** By the file's number. */
  reasons = /* @__PURE__ */ new Map();
  #pictures;
  constructor(count) {
    this.rows = new Uint32Array(count);
    this.#pictures = Buffer.alloc(count * HASH_BYTES);
  }
  /** Takes over a line. */
  set(at2, line) {
    if (!isPicture(line)) {
      this.reasons.set(at2, line.reason);
      return;
    }
    this.rows[at2] = line.row;
    this.#pictures.write(line.picture, at2 * HASH_BYTES, "hex");
  }
  /** Takes over a picture whose hash is at hand as bytes. */
  setPicture(at2, row, picture) {
    this.rows[at2] = row;
    this.#pictures.set(picture, at2 * HASH_BYTES);
  }
  /** SHA-256 of a picture at the model's size. */
  picture(at2) {
    return this.#pictures.subarray(at2 * HASH_BYTES, (at2 + 1) * HASH_BYTES);
  }
};

// train/data/picture-folder/folder-reader.ts
var PARALLEL = 6;
var FILE_BUDGET = 2e8;
var DECODING_BUDGET = 4e8;
var BYTES_PER_PIXEL = 8;
var FILE_LIMIT = 5e8;
var FLUSH = 256;
var REPORT2 = 64;
var FolderReader = class {
  #options;
  #index;
  #store;
  #files = new Budget(FILE_BUDGET);
  #decoding = new Budget(DECODING_BUDGET);
  #made = 0;
  constructor(options, index, store) {
    this.#options = options;
    this.#index = index;
    this.#store = store;
  }
  /** Pictures that had to be decoded. */
  get made() {
    return this.#made;
  }
  /**
   * Reads the files.
   *
   * @returns a column for each thing that a set needs, in the files' order.
   * @throws InterruptedError when the signal is aborted; what was decoded until then is in the index.
   */
  async read(files) {
    const { reporter, signal } = this.#options;
    const read4 = new PictureColumns(files.length);
    let next = 0;
    let done = 0;
    const report = () => reporter.progress({ label: "reading pictures", done, total: files.length, unit: "pictures" });
    const work = async () => {
      while (next < files.length && signal?.aborted !== true) {
        const at2 = next++;
        const file = files[at2];
        if (!this.#index.recall(file, read4, at2)) read4.set(at2, await this.#line(file));
        done += 1;
        if (done % REPORT2 === 0) report();
        if (this.#index.pending >= FLUSH) await this.#flush();
      }
    };
    try {
      await Promise.all(Array.from({ length: PARALLEL }, work));
    } finally {
      await this.#flush();
    }
    report();
    if (signal?.aborted === true) throw new InterruptedError(`stopped after ${done} of ${files.length} pictures`);
    return read4;
  }
  async #line(file) {
    const { name, bytes, modified } = file;
    if (bytes > FILE_LIMIT)
      return { name, bytes, modified, reason: `a file of ${Math.round(bytes / 1e6)} MB: make it smaller` };
    return await this.#files.spend(bytes, async () => {
      let content;
      try {
        content = await readFile(join7(this.#options.folder, name));
      } catch (error) {
        return { name, bytes, modified, reason: systemReason(error) };
      }
      const line = await this.#inspect(file, content);
      this.#index.add(line);
      return line;
    });
  }
  async #inspect({ name, bytes, modified }, content) {
    const sha2562 = createHash3("sha256").update(content).digest("hex");
    const same = this.#index.withContent(sha2562);
    if (same !== void 0) return { ...same, name, bytes, modified };
    try {
      const framed = await this.#decode(content);
      const row = this.#index.reserveRow();
      await this.#store.write(row, framed);
      const picture = createHash3("sha256").update(framed).digest("hex");
      this.#made += 1;
      return { name, bytes, modified, content: sha2562, picture, row };
    } catch (error) {
      if (!(error instanceof UnusablePicture)) throw error;
      return { name, bytes, modified, reason: error.reason };
    }
  }
  async #decode(content) {
    const { fit, size, pixelLimit } = this.#options;
    const limits = { pixels: pixelLimit, kinds: readable };
    const header = await readHeader(content, limits);
    const cost = header.width * header.height * BYTES_PER_PIXEL;
    return await this.#decoding.spend(cost, async () => frame(await decodePicture(content, header, limits), fit, size));
  }
  async #flush() {
    await this.#index.flush(() => this.#store.sync());
  }
};

// train/data/picture-folder/read-picture-files.ts
async function readPictureFiles(place, options, files) {
  await mkdir2(place, { recursive: true });
  const pixels = join8(place, "pixels.u8");
  const lock = await lockCache(place, options.reporter, options.signal);
  try {
    const store = await PixelStore.open(pixels, options.size, "write");
    try {
      const index = await FolderIndex.open(join8(place, "index.jsonl"), await store.rows());
      try {
        const reader2 = new FolderReader(options, index, store);
        return { columns: await reader2.read(files), made: reader2.made, pixels };
      } finally {
        await index.close();
      }
    } finally {
      await store.close();
    }
  } finally {
    lock.release();
  }
}

// train/data/picture-folder/open-picture-folder.ts
var FILE = "file";
var FOLDER = "folder";
var PIXEL_LIMIT = 1e8;
var NAMED = 3;
async function openPictureFolder(declared, columns, options, fields2, context) {
  const picture = pictureOf(fields2, columns);
  const [side = 0] = picture.shape;
  const folder = context.data !== void 0 ? resolve2(context.data) : isAbsolute3(declared) ? declared : join9(context.base, declared);
  const split2 = splitOf(options.split, context.split);
  const rowFields = fields2.map((field) => field === picture ? { ...field, shape: [] } : field);
  const wanted = wantedColumns(rowFields, columns, dividingColumn2(split2));
  const ofTable = wanted.filter(({ name }) => name !== FILE && name !== FOLDER);
  const table = await tableOf(folder, options, ofTable, split2.by === "time");
  const found = await findFiles(folder, options.table === void 0 ? [] : [options.table.file]);
  const cache = context.cache ?? mkdtempSync(join9(tmpdir2(), "kiln-pictures-"));
  const removeCache = () => {
    if (context.cache === void 0) rmSync4(cache, { recursive: true, force: true });
  };
  try {
    const reading = {
      folder,
      size: side,
      fit: options.fit ?? "crop",
      pixelLimit: options.pixelLimit ?? PIXEL_LIMIT,
      reporter: context.reporter,
      signal: context.signal
    };
    const read4 = await readPictureFiles(join9(cache, "pictures", await cacheName(reading)), reading, found.files);
    const source = sourceOf(declared, folder, found, read4, wanted, table);
    const inner = await openRows(source, rowFields, { ...options, split: split2 }, context);
    const pixels = await PixelStore.open(read4.pixels, side, "read");
    for (const warning of source.warnings()) context.reporter.warn(warning);
    return {
      ...inner,
      findings: { ...inner.findings, warnings: [...source.warnings(), ...inner.findings.warnings] },
      async read(part, indices) {
        const tensors = await inner.read(part, indices);
        const rows = Uint32Array.from(tensors[picture.name].data);
        return { ...tensors, [picture.name]: await pictures(pixels, rows, picture) };
      },
      async describeRow(part, index) {
        const { place, values } = await inner.describeRow(part, index);
        const name = source.nameAt(place);
        return {
          place: join9(declared, name),
          file: name,
          values: { ...values, [picture.name]: `picture of ${picture.shape.join(" x ")}` }
        };
      },
      async close() {
        await inner.close();
        await pixels.close();
        removeCache();
      }
    };
  } catch (error) {
    removeCache();
    throw error;
  }
}
function pictureOf(fields2, columns) {
  const [picture, other] = fields2.filter(({ kind: kind2 }) => kind2 === "picture");
  const refused = (reason, next) => new UsageError(reason, { where: { field: "data" }, next });
  if (picture === void 0) throw refused("no field is a picture", "Declare an input as picture({ size: 64 }).");
  if (other !== void 0)
    throw refused(`a folder fills one picture, and "${picture.name}" and "${other.name}" are two`, "Leave one out.");
  if (columns[picture.name] !== FILE)
    throw refused(`"${picture.name}" is filled by the file`, `Write { ${picture.name}: "file" }.`);
  const [height, width, channels] = picture.shape;
  if (height === width && (channels === 1 || channels === 3)) return picture;
  throw refused(
    `"${picture.name}" has the shape [${picture.shape.join(", ")}], and pictures are squares with 1 or 3 channels`,
    "Correct its size."
  );
}
async function tableOf(folder, { table }, wanted, isTime) {
  if (table !== void 0) return await readPictureTable(folder, table, wanted, isTime);
  const [first] = wanted;
  if (first === void 0) return void 0;
  throw new UsageError(`"${first.name}" is neither "file" nor "folder", and no table is named`, {
    where: { field: "data" },
    next: 'Name the table that has this column: { table: { file: "labels.csv", name: "picture" } }.'
  });
}
async function cacheName({
  folder,
  size,
  fit,
  pixelLimit
}) {
  const { default: sharp } = await import("sharp");
  const place = await realpath(folder);
  const key = [place, size, fit, pixelLimit, FRAME_VERSION, DECODING_VERSION, sharp.versions.vips].join("\n");
  return createHash4("sha256").update(key).digest("hex").slice(0, 16);
}
var TOGETHER = 1e3;
function sourceOf(declared, folder, { files, skipped: notTried }, { columns }, wanted, table) {
  const skipped = [
    ...notTried.filter(({ reason }) => !reason.startsWith("another kind of file")),
    ...Array.from(columns.reasons, ([at2, reason]) => ({ name: files[at2]?.name ?? "", reason }))
  ];
  if (columns.reasons.size === files.length) {
    const example = skipped[0] === void 0 ? "" : `, for instance ${skipped[0].name}: ${skipped[0].reason}`;
    throw new InputError(
      files.length === 0 ? "there is no picture in the folder" : `none of ${files.length} files is a picture that can be read${example}`,
      {
        where: { file: declared },
        next: "JPEG, PNG, WebP, GIF, TIFF, AVIF and SVG files are read, in sub-folders too."
      }
    );
  }
  const hash = createHash4("sha256");
  const unnamed = [];
  const outside = [];
  const inTable = wanted.filter(({ name }) => name !== FILE && name !== FOLDER);
  const firsts = /* @__PURE__ */ new Map();
  function valuesOf2(at2, name) {
    const own = table?.of(name);
    if (table !== void 0 && own === void 0) {
      unnamed.push(name);
      return void 0;
    }
    const slash = name.indexOf("/");
    if (slash === -1 && wanted.some((column) => column.name === FOLDER)) {
      outside.push(name);
      return void 0;
    }
    const pixels = columns.picture(at2).toString("latin1");
    const row = firsts.get(pixels) ?? columns.rows[at2];
    firsts.set(pixels, row);
    hash.update(`${name}
`).update(columns.picture(at2));
    return wanted.map((column) => {
      if (column.name === FILE) return row;
      return column.name === FOLDER ? name.slice(0, slash) : own?.[inTable.indexOf(column)];
    });
  }
  return {
    name: declared,
    files: [folder],
    columns: wanted.map((column) => {
      const at2 = inTable.indexOf(column);
      return at2 === -1 ? { name: column.name } : table?.source.columns[at2] ?? { name: column.name };
    }),
    async *read() {
      let rows = [];
      let numbers = [];
      for (const [at2, { name }] of files.entries()) {
        if (columns.reasons.has(at2)) continue;
        const values = valuesOf2(at2, name);
        if (values === void 0) continue;
        rows.push(values);
        numbers.push(at2);
        if (rows.length < TOGETHER) continue;
        const own2 = numbers;
        yield { file: 0, rows, numberOf: (index) => own2[index] };
        [rows, numbers] = [[], []];
      }
      const own = numbers;
      if (rows.length > 0) yield { file: 0, rows, numberOf: (index) => own[index] };
    },
    sha256: () => hash.update(table?.source.sha256() ?? "").digest("hex"),
    nameAt: (place) => files[Number(/(\d+)$/.exec(place)?.[1])]?.name ?? "",
    notes: () => [`${firsts.size} different pictures.`],
    warnings: () => [
      ...sentence(
        skipped.map(({ name, reason }) => `${name} (${reason})`),
        "cannot be read and is left out",
        "cannot be read and are left out"
      ),
      ...sentence(unnamed, "has no row in the table and is left out", "have no row in the table and are left out"),
      ...sentence(
        table?.unused() ?? [],
        "is in the table and not in the folder",
        "are in the table and not in the folder"
      ),
      ...sentence(
        outside,
        "lies in no folder of a class and is left out",
        "lie in no folder of a class and are left out"
      )
    ]
  };
}
function sentence(names, one, many) {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMED).join(", ");
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return [
    `${names.length} ${names.length === 1 ? "picture" : "pictures"}: ${shown}${more} ${names.length === 1 ? one : many}.`
  ];
}
async function pictures(store, rows, { shape }) {
  const bytes = new Uint8Array(rows.length * store.rowBytes);
  await store.read(rows, bytes);
  if (shape[2] !== 1) return makeTensor("float32", [rows.length, ...shape], Float32Array.from(bytes));
  const grey = new Float32Array(bytes.length / 3);
  for (let i = 0; i < grey.length; i++)
    grey[i] = greyOf(bytes[i * 3], bytes[i * 3 + 1], bytes[i * 3 + 2]);
  return makeTensor("float32", [rows.length, ...shape], grey);
}

// train/data/picture-folder/picture-folder.ts
function pictureFolder(folder, columns, options = {}) {
  return {
    kind: "reader",
    keys: Object.keys(columns),
    reads: "a folder of pictures",
    augmentation: (fields2) => {
      const picture = fields2.find(({ kind: kind2 }) => kind2 === "picture");
      return picture === void 0 ? void 0 : augmentPictures(picture, options.augment ?? []);
    },
    open: async (fields2, context) => await openPictureFolder(folder, columns, options, fields2, context)
  };
}

// train/data/windows/scan-windows.ts
async function scanWindows(store, layout, part, offset, visit) {
  let window = 0;
  let row = part.windows > 0 ? part.start(0) + offset : Number.POSITIVE_INFINITY;
  await store.scan((words, rows, first) => {
    while (row < first + rows) {
      visit(words, (row - first) * layout.words);
      window += 1;
      row = window < part.windows ? part.start(window) + offset : Number.POSITIVE_INFINITY;
    }
  });
}
async function scanRowsOf(store, layout, { ranges }, { span, stride }, visit) {
  let at2 = 0;
  await store.scan((words, rows, first) => {
    for (let i = 0; i < rows; ) {
      const range = ranges[at2];
      if (range === void 0) return;
      const row = first + i;
      const end = range.first + (range.count - 1) * stride + span;
      if (row >= end) {
        at2 += 1;
        continue;
      }
      if (row >= range.first) visit(words, i * layout.words);
      i += 1;
    }
  });
}

// train/data/windows/segments.ts
import { createHash as createHash5 } from "node:crypto";
var HELD = 32 * 2 ** 20;
async function readSegments(source, layout, encoder, columns, { cache, reporter, signal }) {
  const place = { folder: cache, signal };
  const writer = new RowWriter(layout.words, place);
  const row = wordsFor(layout.words);
  const bytes = new Uint8Array(row.whole.buffer);
  const hash = createHash5("sha256");
  const groups = /* @__PURE__ */ new Map();
  const open3 = /* @__PURE__ */ new Map();
  const found = [];
  let [read4, last, isSorted] = [0, -1, true];
  try {
    for await (const { file, rows, numberOf } of source.read()) {
      for (const [i, values] of rows.entries()) {
        const where = (column) => ({
          ...source.files[file] === void 0 ? {} : { file: source.files[file] },
          row: numberOf(i),
          column
        });
        read4 += 1;
        const group = columns.group === void 0 ? "" : String(values[columns.group] ?? "");
        const key = `${file}/${group}`;
        if (!encoder.encode(values, row, 0, where)) {
          open3.delete(key);
          continue;
        }
        const number = groups.get(group === "" ? source.files[file] ?? "" : group) ?? groups.size;
        groups.set(group === "" ? source.files[file] ?? "" : group, number);
        let segment = open3.get(key);
        if (segment === void 0) {
          segment = { id: found.length, lastTime: Number.NEGATIVE_INFINITY };
          open3.set(key, segment);
          found.push({ group: number, rows: 0 });
        }
        if (columns.time !== void 0) checkOrder(source, values, columns.time, segment, where);
        const entry = found[segment.id];
        entry.rows += 1;
        if (segment.id < last) isSorted = false;
        last = Math.max(last, segment.id);
        row.whole[layout.numberAt] = numberOf(i);
        row.whole[layout.fileAt] = file;
        row.whole[layout.groupAt] = segment.id;
        writer.append(row);
        if (source.files.length === 0) hash.update(bytes);
        if (read4 % 1e5 === 0) reporter.progress({ label: "reading", done: read4, total: 0, unit: "rows" });
      }
      if (signal?.aborted === true) throw new InterruptedError(`stopped after ${read4} rows were read`);
    }
  } catch (error) {
    writer.discard();
    throw error;
  }
  let first = 0;
  const segments = found.map(({ group, rows }) => {
    const segment = { group, first, rows };
    first += rows;
    return segment;
  });
  const store = writer.finish();
  return {
    store: isSorted ? store : await sorted(store, layout, segments, place),
    segments,
    groups: [...groups.keys()],
    read: read4,
    sha256: source.sha256() ?? hash.digest("hex")
  };
}
function checkOrder(source, values, at2, segment, where) {
  const column = source.columns[at2];
  const value = values[at2];
  const text2 = String(value).trim();
  const time2 = value instanceof Date ? value.getTime() / 864e5 : column?.date !== void 0 ? dateIn(text2, column.date) : numberIn(text2, column?.mark ?? "point");
  const name = column?.name ?? "time";
  if (Number.isNaN(time2)) throw new InputError(`"${text2}" is not a time`, { where: where(name) });
  if (time2 <= segment.lastTime) {
    throw new InputError("the row is not later than the one before it", {
      where: where(name),
      next: "Sort the rows by time; rows of several machines or places need `by`, the column that tells them apart."
    });
  }
  segment.lastTime = time2;
}
async function sorted(store, layout, segments, place) {
  const writer = new RowWriter(layout.words, place);
  const most = Math.max(1, Math.floor(HELD / 4 / layout.words));
  try {
    for (let from = 0; from < store.rows; from += most) {
      const rows = Math.min(most, store.rows - from);
      const held = wordsFor(rows * layout.words);
      const next = Uint32Array.from(segments, ({ first }) => first);
      await store.scan((words, count) => {
        for (let i = 0; i < count; i++) {
          const id = words.whole[i * layout.words + layout.groupAt];
          const target = next[id];
          next[id] = target + 1;
          if (target < from || target >= from + rows) continue;
          const row = words.whole.subarray(i * layout.words, (i + 1) * layout.words);
          held.whole.set(row, (target - from) * layout.words);
        }
      });
      for (let i = 0; i < rows; i++) writer.append(held, i * layout.words);
    }
  } catch (error) {
    writer.discard();
    throw error;
  } finally {
    await store.close();
  }
  return writer.finish();
}

// train/data/windows/window-parts.ts
var WindowPart = class {
  ranges;
  windows;
  #stride;
  /** Windows of the ranges before each one. */
  #before;
  constructor(ranges, stride) {
    this.ranges = ranges;
    this.#stride = stride;
    this.#before = new Float64Array(ranges.length);
    let windows2 = 0;
    for (const [i, { count }] of ranges.entries()) {
      this.#before[i] = windows2;
      windows2 += count;
    }
    this.windows = windows2;
  }
  /** The first row of a window. */
  start(window) {
    if (!(window < this.windows))
      throw new RangeError(`there is no window ${window}: there are ${this.windows}, counted from 0`);
    let [low, high] = [0, this.ranges.length - 1];
    while (low < high) {
      const middle = low + high + 1 >> 1;
      if (this.#before[middle] <= window) low = middle;
      else high = middle - 1;
    }
    return this.ranges[low].first + (window - this.#before[low]) * this.#stride;
  }
};
function windowParts({
  segments,
  groups,
  span,
  stride,
  split: split2,
  seed
}) {
  const countOf = (rows) => rows < span ? 0 : Math.floor((rows - span) / stride) + 1;
  const counts = segments.map(({ rows }) => countOf(rows));
  const total = counts.reduce((sum2, count) => sum2 + count, 0);
  if (total < 3) {
    throw new InputError(
      `the rows hold ${total === 1 ? "one window" : `${total} windows`} of ${span} rows, too few for three parts`,
      {
        next: "Give longer series, a shorter length, or a smaller stride."
      }
    );
  }
  const ranges = perPart(() => []);
  const add = (part, first, count) => {
    if (count > 0) ranges[part].push({ first, count });
  };
  if (split2.by === "group") {
    const sizes = new Float64Array(groups.length);
    for (const [i, { group }] of segments.entries()) sizes[group] = sizes[group] + counts[i];
    const parts = groupSplit(sizes, sharesOf(split2), Random.seeded(seed, "data/split"));
    for (const [i, { group, first }] of segments.entries()) add(parts[group], first, counts[i]);
  } else if (split2.by === "time") byTime2(segments, countOf, add, split2);
  else {
    if (stride < span) {
      throw new UsageError(
        `windows of ${span} rows every ${stride} overlap: at random they would be learnt and tested at once`,
        {
          where: { field: "split" },
          next: 'Split by "time" or by "group"; or give a stride of at least the window.'
        }
      );
    }
    const part = randomSplit([total], sharesOf(split2), Random.seeded(seed, "data/split"));
    for (const [i, { first }] of segments.entries()) {
      for (let window = 0; window < counts[i]; window++) add(part(0), first + window * stride, 1);
    }
  }
  for (const [part, own] of Object.entries(ranges)) {
    if (own.length > 0) continue;
    throw new InputError(`the ${part} part has no window of ${span} rows`, {
      next: "Give longer series, a shorter length, or larger shares of validation and test."
    });
  }
  return perPart((part) => new WindowPart(ranges[part], stride));
}
function byTime2(segments, countOf, add, split2) {
  const { validation, test } = sharesOf(split2);
  const { gap = 0 } = split2;
  for (const { first, rows } of segments) {
    const held = Math.round(rows * (1 - validation - test));
    const last = Math.round(rows * (1 - test));
    add("training", first, countOf(held - gap));
    add("validation", first + held, countOf(last - gap - held));
    add("test", first + last, countOf(rows - last));
  }
}

// train/data/windows/open-windows.ts
async function openWindows(source, fields2, asked, context) {
  const { shape, stride, split: split2 } = asked;
  const layout = layoutOf(shape.fields.map(({ ofRow }) => ofRow));
  const encoder = new RowEncoder(layout, source.columns, asked);
  for (const [name, { policy }] of encoder.missing) {
    if (policy === "drop" || policy === "refuse" || typeof policy === "object") continue;
    throw new UsageError(`a missing value of "${name}" cannot be filled with the ${policy} in a series`, {
      where: { field: "missing" },
      next: 'Say "drop" (the series ends there), "refuse", or { value: 0 }.'
    });
  }
  const rows = await readSegments(source, layout, encoder, asked.columns, context);
  try {
    const parts = windowParts({ ...rows, span: shape.span, stride, split: split2, seed: context.seed });
    const orders = new Map(Array.from(encoder.names(), ([slot, order2]) => [slot, order2]));
    const placed = shape.fields.map((place, i) => ({ place, slot: layout.slots[i] }));
    const statistics = await statisticsOf(rows, layout, parts.training, placed, asked);
    const nameCounts = await countNames(rows, layout, parts, placed, orders);
    const names = Object.fromEntries(Array.from(orders, ([slot, order2]) => [slot.field.name, order2.names]));
    const counts = {
      rows: rows.read,
      ...perPart((part) => parts[part].windows),
      series: rows.groups.length,
      ...encoder.dropped === 0 ? {} : { leftOutMissing: encoder.dropped }
    };
    const findings = findingsOf2({ rows, parts, asked, fields: fields2, statistics, nameCounts, names, counts, encoder });
    for (const warning of findings.warnings) context.reporter.warn(warning);
    return {
      summary: { source: source.name, simulated: false, sha256: rows.sha256, counts },
      findings,
      names,
      statistics,
      classCounts: Object.fromEntries(
        fields2.filter(({ kind: kind2 }) => kind2 === "labels").map(({ name }) => [name, nameCounts.training[name] ?? []])
      ),
      parts: perPart((part) => ({ rows: parts[part].windows })),
      read: async (part, indices) => await read2(rows, layout, parts[part], indices, placed, orders, shape.span),
      describeRow: async (part, index) => await describe2(source, rows, layout, parts[part].start(index), placed, orders, shape.span),
      close: async () => await rows.store.close()
    };
  } catch (error) {
    await rows.store.close();
    throw error;
  }
}
async function statisticsOf({ store }, layout, training, placed, { shape, stride }) {
  const series = placed.filter(({ place }) => place.field.kind === "series");
  const single = placed.filter(({ place, slot }) => place.field.kind !== "series" && !slot.named);
  const moments = new Map([...series, ...single].map(({ slot }) => [slot, new Moments(slot)]));
  await scanRowsOf(store, layout, training, { span: shape.span, stride }, (words, index) => {
    for (const { slot } of series) moments.get(slot)?.add(words, index);
  });
  for (const { slot, place } of single) {
    await scanWindows(store, layout, training, place.from, (words, index) => moments.get(slot)?.add(words, index));
  }
  return Object.fromEntries(Array.from(moments, ([slot, of]) => [slot.field.name, of.statistics()]));
}
async function countNames({ store }, layout, parts, placed, orders) {
  const counts = perPart(() => ({}));
  for (const part of partNames) {
    for (const { place, slot } of placed) {
      const order2 = orders.get(slot);
      if (order2 === void 0) continue;
      const own = new Uint32Array(order2.names.length);
      await scanWindows(store, layout, parts[part], place.from, ({ whole }, index) => {
        const name = order2.numbers[whole[index + slot.offset]];
        own[name] = own[name] + 1;
      });
      counts[part][place.field.name] = [...own];
    }
  }
  return counts;
}
async function read2({ store }, layout, part, indices, placed, orders, span) {
  const words = await store.read(
    indices.map((index) => part.start(index)),
    span
  );
  const tensors = {};
  for (const { place, slot } of placed) {
    const { field, from, length } = place;
    const rows = indices.length;
    const data = slot.named ? new Int32Array(rows * slot.size) : new Float32Array(rows * length * slot.size);
    for (let i = 0, to = 0; i < rows; i++) {
      for (let step = from; step < from + length; step++, to += slot.size) {
        const start = (i * span + step) * layout.words + slot.offset;
        if (!slot.named) data.set(words.real.subarray(start, start + slot.size), to);
        else data[to] = orders.get(slot)?.numbers[words.whole[start]] ?? 0;
      }
    }
    tensors[field.name] = makeTensor(slot.named ? "int32" : "float32", [rows, ...field.shape], data);
  }
  return tensors;
}
async function describe2(source, { store }, layout, start, placed, orders, span) {
  const { whole, real } = await store.read(Uint32Array.of(start), span);
  const file = source.files[whole[layout.fileAt]];
  const last = whole[(span - 1) * layout.words + layout.numberAt];
  return {
    place: `${file === void 0 ? "" : `${file}, `}rows ${whole[layout.numberAt]} to ${last}`,
    values: Object.fromEntries(
      placed.map(({ place: { field, from }, slot }) => {
        if (field.kind === "series") return [field.name, `series of ${field.shape.join(" x ")}`];
        const at2 = from * layout.words + slot.offset;
        const order2 = orders.get(slot);
        if (order2 !== void 0) return [field.name, order2.names[order2.numbers[whole[at2]]] ?? ""];
        return [
          field.name,
          Array.from(real.subarray(at2, at2 + slot.size), (value) => Number(value.toPrecision(7))).join(", ")
        ];
      })
    )
  };
}
function findingsOf2({
  rows,
  parts,
  asked,
  fields: fields2,
  statistics,
  nameCounts,
  names,
  counts,
  encoder
}) {
  const { shape, stride, split: split2 } = asked;
  const text2 = (value) => String(Number(value.toPrecision(4)));
  const table = fields2.flatMap(({ name }) => {
    const own = nameCounts.training[name];
    if (own !== void 0) return own.map((count, i) => [name, names[name]?.[i] ?? "", `${count} windows`]);
    return (statistics[name] ?? []).map(({ mean, deviation, minimum, maximum }, i) => [
      name,
      `channel ${i + 1}`,
      `mean ${text2(mean)}, deviation ${text2(deviation)}, ${text2(minimum)} to ${text2(maximum)}`
    ]);
  });
  const constant = fields2.flatMap(
    ({ name }) => (statistics[name] ?? []).flatMap(
      ({ deviation, mean }, i) => deviation > 0 ? [] : [`Channel ${i + 1} of "${name}" is ${text2(mean)} in every training row: it tells nothing, leave it out.`]
    )
  );
  const classes2 = fields2.flatMap(
    (field) => field.kind === "labels" || field.kind === "category" ? classWarnings(
      field,
      names[field.name] ?? [],
      perPart((part) => nameCounts[part][field.name] ?? [])
    ) : []
  );
  const how2 = {
    random: "at random, without overlap",
    group: `by whole series, ${rows.groups.length} of them`,
    time: "by time: the last rows of each series for the test"
  }[split2.by];
  const sizes = partNames.map((part) => `${parts[part].windows} ${part}`).join(", ");
  return {
    columns: ["field", "part of it", "in the training part"],
    rows: table,
    notes: [
      `Windows of ${shape.span} rows, one every ${stride}: ${sizes}; divided ${how2}. No two parts share a row.`,
      ...encoder.dropped === 0 ? [] : [`${encoder.dropped} rows with a missing value are left out, and no window reaches over them.`]
    ],
    warnings: [...constant, ...classes2],
    json: { counts, split: { ...split2 }, span: shape.span, stride, classes: classesJson2(fields2, names, nameCounts) }
  };
}
function classesJson2(fields2, names, counts) {
  return Object.fromEntries(
    fields2.filter(({ kind: kind2 }) => kind2 === "labels").map(({ name }) => [
      name,
      Object.fromEntries(
        (names[name] ?? []).map((label, i) => [label, perPart((part) => counts[part][name]?.[i] ?? 0)])
      )
    ])
  );
}

// train/data/windows/window-fields.ts
function windowShape(fields2, horizon) {
  const lengths = fields2.filter(({ kind: kind2, role }) => kind2 === "series" && role === "input").map(({ shape }) => shape[0] ?? 0);
  const length = Math.max(0, ...lengths);
  if (length === 0) {
    throw new UsageError("windows need a series among the inputs", {
      where: { field: "inputs" },
      next: "Declare one: series({ length: 128, channels: 6 }); or read the rows with csv(\u2026)."
    });
  }
  if (!(Number.isInteger(horizon) && horizon >= 0)) {
    throw new UsageError(`a horizon is a whole number of rows, not ${horizon}`, { where: { field: "horizon" } });
  }
  const placed = fields2.map((field) => {
    if (field.kind === "picture") {
      throw new UsageError(`"${field.name}" is a picture, which rows of a series do not hold`, {
        where: { field: field.name }
      });
    }
    const isSeries = field.kind === "series";
    const ofRow = isSeries ? { ...field, kind: "number", shape: field.shape.slice(1) } : field;
    const own = isSeries ? field.shape[0] ?? 0 : 1;
    if (field.role === "input") return { field, ofRow, from: length - own, length: own };
    return { field, ofRow, from: length - 1 + horizon, length: own };
  });
  return { fields: placed, span: Math.max(...placed.map(({ from, length: own }) => from + own)) };
}

// train/data/windows/windows.ts
function windows(files, columns, options = {}) {
  return {
    kind: "reader",
    keys: Object.keys(columns),
    reads: "CSV tables of series",
    async open(fields2, context) {
      const shape = windowShape(fields2, options.horizon ?? 0);
      const { by, time: time2, stride = Math.max(...shape.fields.map(({ length }) => length)) } = options;
      if (!(Number.isInteger(stride) && stride >= 1)) {
        throw new UsageError(`a stride is a whole number of rows from 1 on, not ${stride}`, {
          where: { field: "stride" }
        });
      }
      const { split: own = "time" } = options;
      const split2 = { ...typeof own === "string" ? { by: own } : own, ...context.split };
      const wanted = wantedColumns(
        shape.fields.map(({ ofRow }) => ofRow),
        columns,
        void 0
      );
      const extra = [by, time2].flatMap((name) => name === void 0 ? [] : [{ name, field: null, isDate: false }]);
      const found = await findTables(files, context, [".csv", ".tsv", ".txt"]);
      const source = await csvSource(found, [...wanted, ...extra], options, time2 !== void 0);
      return await openWindows(
        source,
        fields2,
        {
          shape,
          stride,
          split: split2,
          missing: options.missing,
          missingText: options.missingText,
          columns: {
            group: by === void 0 ? void 0 : wanted.length,
            time: time2 === void 0 ? void 0 : wanted.length + (by === void 0 ? 0 : 1)
          }
        },
        context
      );
    }
  };
}

// train/batches.ts
function epochOrder({ examples, passes = 1 }, random) {
  if (passes === 1) return random.permutation(examples);
  const order2 = new Uint32Array(examples * passes);
  for (let pass = 0; pass < passes; pass++) order2.set(random.permutation(examples), pass * examples);
  return order2;
}

// core/reporter.ts
var silentReporter = {
  stage: () => void 0,
  progress: () => void 0,
  note: () => void 0,
  warn: () => void 0,
  record: () => void 0
};

// ../../tmp/readers/mem.ts
import { readFileSync as readFileSync3 } from "node:fs";
var rss = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync3("/proc/self/status", "utf8"))[1]) / 1024);
var hwm = () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync3("/proc/self/status", "utf8"))[1]) / 1024);
var [, , kind, path, how = "random"] = process.argv;
var f = (name, kind2, shape = [], role = "input") => ({ name, kind: kind2, shape, role });
var before = rss();
var t0 = Date.now();
var split = how === "time" ? { by: "time", column: "day", gap: 1 } : void 0;
var reader = kind === "csv" ? csv(path, { x: ["a", "b", "c", "d", "e", "f"], zone: "zone", price: "price" }, split ? { split } : {}) : kind === "windows" ? windows(path, { s: ["a", "b", "c", "d", "e", "f"], zone: "zone" }, { stride: 16 }) : pictureFolder(path, { image: "file", kind: "folder" });
var fields = kind === "csv" ? [f("x", "number", [6]), f("zone", "category"), f("price", "number", [], "output")] : kind === "windows" ? [f("s", "series", [64, 6]), f("zone", "labels", [], "output")] : [f("image", "picture", [64, 64, 3]), f("kind", "labels", [], "output")];
var d = await reader.open(fields, { base: "/", seed: 1, cache: "/tmp/readers/cache", reporter: silentReporter });
var opened = Date.now();
var n = d.parts.training.rows;
var order = how === "order" ? epochOrder({ examples: n }, Random.seeded(1)) : void 0;
var rnd = Random.seeded(2);
var read3 = 0;
for (let b = 0; b < 300; b++) {
  const idx = Uint32Array.from({ length: 64 }, (_, i) => order ? order[b * 64 + i] : rnd.integer(n));
  const t = await d.read("training", idx);
  read3 += t[Object.keys(t)[0]].dims[0];
}
console.log(JSON.stringify({ kind, how, rows: d.summary.counts, before, rss: rss(), peak: hwm(), openS: (opened - t0) / 1e3, batchMs: (Date.now() - opened) / 300, warnings: d.findings.warnings }));
await d.close();

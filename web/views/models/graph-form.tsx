/** A form for a graph, made from its contract alone: a field for each input, filled with believable numbers. */
import { useMemo, useState } from "preact/hooks";
import { type Contract, type InputSpec, rowSize, shapeAt } from "../../../core/contract.js";
import { InputError, messageOf } from "../../../core/errors.js";
import { goldenInputs } from "../../../core/golden.js";
import { allocate, makeTensor, type Tensor, type Tensors } from "../../../core/tensor.js";
import type { OpenModel } from "../../inference/types.js";
import { OutputTable } from "./output-table.js";
import type { ModelsText } from "./text.js";

interface GraphFormProps {
  readonly model: OpenModel;
  readonly contract: Contract;
  readonly words: ModelsText;
}

/** Numbers that a field shows one by one; more are a text to be pasted over. */
const FEW = 12;

export function GraphForm({ model, contract, words }: GraphFormProps) {
  const [seed, setSeed] = useState(1);
  const [rows, setRows] = useState(1);
  const drawn = useMemo(
    () => goldenInputs(contract, { kind: "sample", seed }, Math.max(1, rows)),
    [contract, seed, rows],
  );
  const [edited, setEdited] = useState<Readonly<Record<string, string>>>({});
  const [outputs, setOutputs] = useState<{ tensors: Tensors; milliseconds: number } | null>(null);
  const [fault, setFault] = useState("");
  const textOf = (name: string): string =>
    edited[name] ??
    Array.from(drawn[name]?.data ?? [])
      .map(String)
      .join(", ");

  async function run(): Promise<void> {
    setFault("");
    try {
      const feeds = Object.fromEntries(
        contract.inputs.map((spec) => [spec.name, tensorOf(spec, textOf(spec.name), rows, words)]),
      );
      const began = performance.now();
      const tensors = await model.infer(contract.name, feeds, { lane: "try" });
      setOutputs({ tensors, milliseconds: performance.now() - began });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      setFault(messageOf(error));
    }
  }

  return (
    <>
      {contract.inputs.map((spec) => (
        <InputField
          key={spec.name}
          spec={spec}
          rows={rows}
          value={textOf(spec.name)}
          words={words}
          onInput={(value) => setEdited({ ...edited, [spec.name]: value })}
        />
      ))}
      <div class="row">
        <button type="button" onClick={run}>
          {words.run}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setSeed(seed + 1);
            setEdited({});
          }}
        >
          {words.draw}
        </button>
        <label class="row">
          <span class="soft">{words.rows}</span>
          <input
            class="models-rows"
            type="number"
            min={1}
            max={64}
            value={rows}
            onChange={(event) => {
              const count = event.currentTarget.valueAsNumber;
              if (!(count >= 1 && count <= 64)) return;
              setRows(Math.floor(count));
              setEdited({});
            }}
          />
        </label>
      </div>
      <div class="models-answer" aria-live="polite">
        {fault === "" ? null : <p class="bad">{fault}</p>}
        {outputs === null ? null : (
          <>
            <p class="soft">{words.took(outputs.milliseconds.toFixed(1))}</p>
            {contract.outputs.map((spec) => (
              <OutputTable
                key={spec.name}
                spec={spec}
                tensor={outputs.tensors[spec.name]}
                labels={spec.labels}
                words={words}
              />
            ))}
          </>
        )}
      </div>
    </>
  );
}

interface FieldProps {
  readonly spec: InputSpec;
  readonly rows: number;
  readonly value: string;
  readonly words: ModelsText;
  readonly onInput: (value: string) => void;
}

function InputField({ spec, rows, value, words, onInput }: FieldProps) {
  const count = rowSize(spec) * rows;
  const range = spec.range === undefined ? "" : `; ${words.rangeOf(spec.range.minimum, spec.range.maximum)}`;
  const label = (
    <span>
      <code>{spec.name}</code> – {spec.description} ({spec.unit}
      {range})
    </span>
  );
  if (count > FEW) {
    return (
      <label class="field">
        {label}
        <span class="soft">{words.numbers(count)}</span>
        <textarea value={value} spellcheck={false} onInput={(event) => onInput(event.currentTarget.value)} />
      </label>
    );
  }
  const numbers = value.split(/[\s,;]+/);
  return (
    <fieldset class="models-numbers">
      <legend>{label}</legend>
      {Array.from({ length: count }, (_, i) => (
        <input
          key={i}
          type="number"
          step={spec.type === "float32" ? "any" : 1}
          min={spec.range?.minimum}
          max={spec.range?.maximum}
          aria-label={`${spec.name} ${i}`}
          value={numbers[i] ?? ""}
          onInput={(event) => {
            const next = [...numbers];
            next[i] = event.currentTarget.value;
            onInput(next.join(", "));
          }}
        />
      ))}
    </fieldset>
  );
}

/** @throws InputError naming the input and the number that is none. */
function tensorOf(spec: InputSpec, value: string, rows: number, words: ModelsText): Tensor {
  const given = value.split(/[\s,;[\]]+/).filter((part) => part !== "");
  const data = allocate(spec.type, rowSize(spec) * rows);
  if (given.length !== data.length) {
    throw new InputError(`${given.length} ≠ ${words.numbers(data.length)}`, { where: { field: spec.name } });
  }
  for (const [i, part] of given.entries()) {
    const number = Number(part);
    if (!Number.isFinite(number) || (spec.type !== "float32" && !Number.isInteger(number))) {
      throw new InputError(`"${part}" is no ${spec.type}`, { where: { field: `${spec.name}/${i}` } });
    }
    data[i] = number;
  }
  return makeTensor(spec.type, shapeAt(spec, rows), data);
}

/** `kiln quote`: what a parcel costs, without writing a request. */
import { FailedError, parseAs, UsageError } from "kilnjs";
import { defineCommands, does, examples, repositoryOption, type Session, subcommand } from "kilnjs/cli";
import { zones } from "./contract.js";
import { parcelSchema, priceParcels } from "./price-parcels.js";

interface QuoteFlags {
  json?: boolean;
  zone: string;
  repository?: string;
}

export default defineCommands({
  heading: "Parcels",
  commands: [
    (line) =>
      subcommand("quote", "say what a parcel costs")
        .argument("<edges>", "length, width and height in cm")
        .option("--zone <zone>", `where to: ${zones.join(", ")}`, "country")
        .option(...repositoryOption)
        .addHelpText("after", examples(["kiln quote 40,30,20 --zone world", "its price, and what each edge adds"]))
        .action(does<QuoteFlags>(line, run)),
  ],
});

async function run(session: Session, { zone, repository }: QuoteFlags, edges: string): Promise<void> {
  const parcel = parseAs(parcelSchema, { edges: numbers(edges), zone }, "parcel");
  const { openPublished } = await import("kilnjs/store");
  const model = await openPublished("parcel", { repository: await session.repository(repository) });
  try {
    const [priced] = await priceParcels([parcel], model.context());
    if (priced === undefined) throw new FailedError("the graph parcel gave no price");
    const euros = (amount: number) => `${amount.toFixed(2)} euro`;
    session.result({ ...priced }, `${euros(priced.price)} (edges ${priced.shares.map(euros).join(", ")})`);
  } finally {
    await model.release();
  }
}

function numbers(text: string): number[] {
  const list = text.split(",").map(Number);
  if (list.length === 3 && list.every(Number.isFinite)) return list;
  throw new UsageError(`"${text}" is not three numbers`, { next: "Write for instance kiln quote 40,30,20." });
}

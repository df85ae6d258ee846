/** Three published models for the page: both of Kiln's, small and quickly trained, and a third that it knows nothing of. */
import { join } from "node:path";
import { resultOf } from "../../e2e/kiln.js";
import { publish } from "../../serve/support/publish.js";

const sets = (settings: string): string[] => settings.split(" ").flatMap((one) => ["--set", one]);

/** Trained for seconds: what the pictures show is of no account, only that every runtime draws the same. */
const FACES = sets(
  "count=300 width=8 hidden=64 latent=12 epochs=2 batchSize=32 samplePictures=0 smallestEpoch=0 threads=1",
);
const TREND = sets("epochs=1 epochSteps=10 units=8 days=200 threads=1 baselineRows=500");

/**
 * Trains, exports and publishes into a folder.
 *
 * @returns the repository.
 */
export async function publishModels(folder: string): Promise<string> {
  const repository = join(folder, "published");
  await resultOf(folder, ["train", "faces", ...FACES]);
  await resultOf(folder, ["export", "faces"]);
  await resultOf(folder, ["train", "trend", ...TREND]);
  await resultOf(folder, ["export", "trend"]);
  await publish(repository);
  return repository;
}

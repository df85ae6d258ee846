/**
 * `kilnjs/report`: one run, or several compared, as one HTML page with every picture in it. Node only.
 *
 * @example
 * ```ts
 * const { page } = await writeReport(["runs/parcel/A", "runs/parcel/B"], "comparison");
 * ```
 */
export { type WriteOptions, type WrittenReport, writeReport } from "../train/report/write-report.js";

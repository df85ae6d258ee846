/** The project that a probe was asked about: `--cwd FOLDER`, where Kiln was installed from npm; else this checkout. */
import { projectOf } from "../project.mjs";

export function projectAt() {
  return projectOf(process.argv);
}

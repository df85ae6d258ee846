/** What `faces` adds to the command line. */
import { defineCommands } from "kilnjs/cli";
import { interpolateCommand } from "./interpolate.js";
import { reconstructCommand } from "./reconstruct.js";
import { sampleCommand } from "./sample.js";
import { traverseCommand } from "./traverse.js";

export default defineCommands({
  heading: "Pictures of faces",
  commands: [sampleCommand, reconstructCommand, interpolateCommand, traverseCommand],
});

/** What `trend` adds to the command line. */
import { defineCommands } from "kilnjs/cli";
import { classifyCommand } from "./classify.js";

export default defineCommands({ heading: "Tables of cases", commands: [classifyCommand] });

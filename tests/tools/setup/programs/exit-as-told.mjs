/** Hands over to a program that ends as the argument says, and ends with the code that comes back. */
import { handOver } from "../../../../tools/setup/hand-over.mjs";

process.exitCode = await handOver(["-e", process.argv[2]]);

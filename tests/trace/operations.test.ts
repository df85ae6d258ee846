import { operationCases } from "./operations-table.js";
import { describeParity } from "./parity.js";

describeParity("each operation", operationCases);

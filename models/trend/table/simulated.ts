/** How a table of simulated epidemics is told from a real one. */

/** What the province column of every simulated row says. */
export const SIMULATED_MARK = "simulated";

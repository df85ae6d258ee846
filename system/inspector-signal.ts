/**
 * Takes from SIGUSR1 what Node does at it: opening the inspector, through which anybody on this machine may then run code
 * in the process. (Node 20 has no option for that; later ones have --disable-sigusr1.)
 */
export function ignoreInspectorSignal(): void {
  if (process.platform !== "win32") process.on("SIGUSR1", () => undefined);
}

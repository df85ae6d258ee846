/** Runs `work` without tfjs's warnings on the console: what matters of them is said in our own words. */
export async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}

/** The page for the project that a command runs in. */
import type { Session } from "./session.js";

/** The folder of the page, built where it has to be; undefined where this installation was built without one. */
export async function pageFor(session: Session): Promise<string | undefined> {
  const { reporter } = session;
  const { config } = await session.project();
  const { projectPage } = await import("../web/build/project-page.js");
  return projectPage({
    config,
    onBuild: () => reporter.note("building the page for this project's models"),
    onLeftOut: ({ what, why }) => reporter.warn(`${what} is not part of the page: ${why.replaceAll("\n", " ")}`),
  });
}

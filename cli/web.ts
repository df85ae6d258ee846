/** `kiln web build`: the page with its models, as files. */
import type { Command } from "commander";
import { FailedError, UsageError } from "../core/errors.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { repositoryOption } from "./options.js";
import { pageFor } from "./page.js";
import type { Session } from "./session.js";
import { pairs } from "./table.js";

interface WebFlags {
  json?: boolean;
  repository?: string;
  out: string;
}

/** Builds the command. */
export function webCommand(line: CommandLine): Command {
  return subcommand("web", "write the page and the published models as files for any host")
    .argument("<what>", "build")
    .option("--out <dir>", "the folder, replaced when this command wrote it before", "site")
    .option(...repositoryOption)
    .addHelpText("after", examples(["kiln web build", "into site/"], ["kiln web build --out public/kiln", "elsewhere"]))
    .action(does<WebFlags>(line, web));
}

async function web(session: Session, flags: WebFlags, what: string): Promise<void> {
  if (what !== "build") {
    throw new UsageError(`kiln web cannot "${what}"`, { next: "It can build: kiln web build." });
  }
  const { out } = flags;
  const repository = await session.repository(flags.repository);
  const { writeStaticSite } = await import("./web/static-site.js");
  const page = await pageFor(session);
  if (page === undefined) {
    throw new FailedError("the page has not been built", { next: "Build it: npm run build." });
  }
  const written = await writeStaticSite(page, { repository, models: await session.registry() }, out);
  const names = written.models.map(({ name, version }) => `${name} ${version}`).join(", ");
  session.result(
    {
      folder: written.folder,
      files: written.files,
      bytes: written.bytes,
      models: written.models.map(({ name }) => name),
    },
    pairs(
      [
        ["Folder", written.folder],
        ["Models", names],
        ["Size", `${(written.bytes / 1e6).toFixed(1)} MB in ${written.files} files`],
      ],
      session.colours,
    ),
  );
}

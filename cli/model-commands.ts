/** Commands that the models of a project bring. */
import type { Command } from "commander";
import type { Models } from "../config/models.js";
import type { Part } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import type { CommandLine, Commands } from "./define.js";

/** Commands under one heading. */
export interface CommandGroup {
  readonly heading: string;
  readonly commands: readonly Command[];
}

/**
 * Builds the commands of all models.
 *
 * @param taken names of Kiln's own commands.
 * @param broken is told of each model whose commands cannot be had: it hurts alone.
 * @throws UsageError when two commands have one name.
 */
export async function modelCommands(
  line: CommandLine,
  models: Models,
  taken: ReadonlySet<string>,
  broken: (model: string, error: Error) => void,
): Promise<CommandGroup[]> {
  const owners = new Map([...taken].map((name) => [name, "Kiln"]));
  const groups: CommandGroup[] = [];
  for (const model of models.names) {
    const part = await commandsOf(models, model).catch((error: unknown) => {
      broken(model, error instanceof Error ? error : new Error(String(error)));
      return null;
    });
    if (part === null) continue;
    const commands = part.commands.map((build) => build(line));
    for (const command of commands) claim(owners, command.name(), model);
    groups.push({ heading: part.heading, commands });
  }
  return groups;
}

async function commandsOf(models: Models, model: string): Promise<Commands | null> {
  const part = await models.part(model, "commands");
  if (part === null || isCommands(part)) return part;
  throw new UsageError(`the commands of "${model}" were not made by defineCommands of kilnjs/cli`);
}

function isCommands(part: Part<"commands">): part is Commands {
  return "heading" in part && "commands" in part && Array.isArray(part.commands);
}

function claim(owners: Map<string, string>, name: string, model: string): void {
  const owner = owners.get(name);
  if (owner !== undefined) {
    throw new UsageError(`${owner} and the model "${model}" both have a command "${name}"`, {
      next: "Give the model's command another name.",
    });
  }
  owners.set(name, `the model "${model}"`);
}

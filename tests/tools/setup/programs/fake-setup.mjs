/**
 * A set-up of three quick steps in a scratch project. A file `stop-in-<step>` makes that step's command hang between
 * its two halves, where the test kills setup. Writes what it did as one line of JSON.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../../../tools/setup/command.mjs";
import { project as projectAt } from "../../../../tools/setup/project.mjs";
import { remove } from "../../../../tools/setup/remove.mjs";
import { setUp, underSignals } from "../../../../tools/setup/setup.mjs";
import { hashOf } from "../../../../tools/setup/step.mjs";

const root = process.argv[2];
const project = projectAt(root);
const ran = [];

const COMMAND = `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
const [root, name] = process.argv.slice(1);
mkdirSync(root + "/" + name);
writeFileSync(root + "/" + name + "/first", "whole");
if (existsSync(root + "/stop-in-" + name)) {
  writeFileSync(root + "/stopped-in-" + name, String(process.pid));
  // An orphan that went on would spoil what the next set-up makes.
  setInterval(() => appendFileSync(root + "/" + name + "/first", "!"), 20);
} else writeFileSync(root + "/" + name + "/second", "whole");
`;

const steps = ["one", "two", "three"].map((name) => ({
  name,
  title: name,
  hint: "",
  key: () => hashOf(name),
  look: () =>
    ["first", "second"].every((file) => existsSync(join(root, name, file))) ? undefined : `${name} is not whole`,
  async run({ why, signal, report }) {
    ran.push({ name, why });
    await remove(join(root, name), project.trash);
    await runCommand(process.execPath, ["-e", COMMAND, root, name], { cwd: root, signal, onLine: report });
    return {};
  },
}));

await underSignals((signal) => setUp({ project, steps, signal, requirements: () => undefined }));
const texts = steps.map(({ name }) => {
  const file = join(root, name, "first");
  return existsSync(file) ? readFileSync(file, "utf8") : null;
});
console.log(JSON.stringify({ ran, texts }));

// What a release must hold, said before anything is published: `node scripts/release.mjs [tag]`. Both packages have one version, which is the
// tag's, and the changelog says what is new in it: its section is printed, as the notes of the release.
import { readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const command = JSON.parse(read("package.json"));
const generators = JSON.parse(read("generators/package.json"));
const { version } = command;
const tag = process.argv[2] ?? `v${version}`;
const notes = new RegExp(`^## ${version.replaceAll(".", "\\.")}\\b.*\\n+([^]*?)(?=^## |$(?![^]))`, "m")
  .exec(read("CHANGELOG.md"))?.[1]
  .trim();

const problems = [
  tag !== `v${version}` && `the tag is ${tag}, but package.json says ${version}`,
  generators.version !== version && `generators/package.json says ${generators.version}, but package.json says ${version}`,
  generators.dependencies[command.name] !== version &&
    `generators/package.json depends on ${command.name} ${generators.dependencies[command.name]} instead of ${version}`,
  !notes && `CHANGELOG.md has no section "## ${version}" with what is new`,
].filter(Boolean);

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(notes);

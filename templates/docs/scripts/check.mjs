#!/usr/bin/env node
// Checks that the documentation is true, without a network: links and anchors, pictures, command blocks, and (while the app and
// infra repositories lie beside this one) every path, port, name, label and metric that it mentions.
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { claimsAgainst } from "./check/claims.mjs";
import { parseMarkdown } from "./check/markdown.mjs";
import { Repository } from "./check/repository.mjs";
import { names, root, source, staleness, stripComments } from "./stamps.mjs";

const USAGE = `Usage: node scripts/check.mjs [--siblings DIR] [--alone]

  --siblings DIR  where the app and infra repositories lie (here: beside this one)
  --alone         check this repository only
`;

const docs = new Repository(root);
const { options } = docs.record;
const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
if (process.argv.includes("--help")) {
  console.log(USAGE);
  process.exit(0);
}
const beside = process.argv.includes("--siblings") ? resolve(argument("--siblings")) : dirname(root);

const findings = [];
const say = (file, line, message) => findings.push(`${file}:${line}: ${message}`);
const pages = new Map(docs.files.filter((file) => file.endsWith(".md")).map((file) => [file, parseMarkdown(docs.text(file))]));
/** Pages that are generated; others are the user's own words, of which only the links are checked. */
const managed = new Set(docs.json(".projen/files.json")?.files ?? pages.keys());

for (const [file, page] of pages) {
  checkLinks(file, page);
  if (managed.has(file)) checkBlocks(file, page);
}
checkDiagrams();
checkScreenshots();
const siblings = process.argv.includes("--alone") ? undefined : findSiblings();
if (siblings) {
  checkOptions(siblings);
  const claims = claimsAgainst({ ...siblings, docs });
  for (const [file, page] of pages) if (managed.has(file)) for (const { line, message } of claims(page)) say(file, line, message);
}

for (const finding of [...new Set(findings)].sort(byPlace)) console.error(finding);
const scope = siblings ? `${docs.name}, ${siblings.app.name}, ${siblings.infra.name}` : docs.name;
console.log(findings.length === 0 ? `check: ${pages.size} pages are true (${scope})` : `check: ${new Set(findings).size} findings (${scope})`);
process.exitCode = findings.length === 0 ? 0 : 1;

function byPlace(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}

function findSiblings() {
  const [app, infra] = [options.appRepository, options.infraRepository].map((name) => join(beside, name));
  const missing = [app, infra].filter((folder) => !existsSync(join(folder, ".projen/portfolio.json")));
  if (missing.length === 0) return { app: new Repository(app), infra: new Repository(infra) };
  console.log(`check: not beside this repository: ${missing.map((folder) => basename(folder)).join(", ")}; what the pages say about them is not checked`);
  return undefined;
}

/** Three repositories, one set of options. */
function checkOptions(others) {
  for (const repository of Object.values(others)) {
    const theirs = repository.record.options;
    for (const name of new Set([...Object.keys(options), ...Object.keys(theirs)])) {
      const [here, there] = [options[name], theirs[name]].map((value) => JSON.stringify(value));
      if (here !== there) say(".projen/portfolio.json", 1, `${name} is ${here} here and ${there} in ${repository.name}: run create-devops-portfolio sync`);
    }
  }
}

function checkLinks(file, page) {
  for (const { line, target } of page.links) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
      checkSiblingLink(file, line, target);
      continue;
    }
    const [path, anchor] = target.split("#");
    const absolute = path ? resolve(root, dirname(file), decodeURIComponent(path)) : join(root, file);
    if (!absolute.startsWith(root) || !existsSync(absolute)) say(file, line, `the link ${target} leads nowhere`);
    else if (anchor) checkAnchor(file, line, absolute, anchor);
  }
}

/** A link to a file of the app or infra repository on GitHub. */
function checkSiblingLink(file, line, target) {
  const prefix = `https://github.com/${options.owner}/`;
  if (!target.startsWith(prefix) || process.argv.includes("--alone")) return;
  const [, name, path, anchor] = /^([^/#]+)(?:\/(?:blob|tree)\/main\/([^#]+))?(?:#(.+))?$/.exec(target.slice(prefix.length)) ?? [];
  const known = { [options.appRepository]: beside, [options.infraRepository]: beside, [options.docsRepository]: dirname(root) };
  if (!name) return;
  if (!(name in known)) {
    say(file, line, `${target} is not one of the three repositories`);
    return;
  }
  const home = name === options.docsRepository ? root : join(known[name], name);
  if (!path || !existsSync(home)) return;
  if (!existsSync(join(home, path))) say(file, line, `${name} has no ${path}`);
  else if (anchor) checkAnchor(file, line, join(home, path), anchor);
}

function checkAnchor(file, line, absolute, anchor) {
  const page = statSync(absolute).isDirectory() ? join(absolute, "README.md") : absolute;
  if (!page.endsWith(".md") || !existsSync(page)) return;
  if (!parseMarkdown(readFileSync(page, "utf8")).headings.has(anchor)) say(file, line, `${basename(page)} has no heading #${anchor}`);
}

/** Every command is either run by a test or says what it needs. */
function checkBlocks(file, page) {
  for (const { line, language, isCommand, marker } of page.blocks) {
    if (!language) say(file, line, "the block does not say its language");
    if (!isCommand) continue;
    if (!marker) say(file, line, "the command block has neither <!-- run: id --> nor <!-- outside: reason --> above it");
    else if (marker.kind === "run" && !marker.id) say(file, marker.line, "the marker is not <!-- run: id [in app|infra|docs] [cluster] [background] -->");
  }
}

/** A picture is as old as its source, and a page shows the source as it is. */
function checkDiagrams() {
  for (const name of names()) {
    const problem = staleness(name);
    if (problem) say(`diagrams/${name}.png`, 1, `${problem}: run npx projen diagrams`);
  }
  const sources = new Set(names().map(source));
  for (const [file, page] of pages) {
    for (const { line, language, lines } of page.blocks) {
      if (managed.has(file) && language === "mermaid" && !sources.has(stripComments(lines.join("\n")))) say(file, line, "the diagram is none of diagrams/*.mmd");
    }
  }
}

/** A screenshot comes with what it shows and when it was taken. */
function checkScreenshots() {
  const taken = docs.json("screenshots/shots.json")?.shots ?? [];
  for (const { file } of taken) if (!docs.has(`screenshots/${file}`)) say("screenshots/shots.json", 1, `${file} is not there: run npx projen screenshots`);
  const known = new Set(taken.map(({ file }) => `screenshots/${file}`));
  for (const file of docs.files) if (/^screenshots\/.*\.png$/.test(file) && !known.has(file)) say(file, 1, "nobody knows when this was taken: it is not in screenshots/shots.json");
}

#!/usr/bin/env node
// Checks that the documentation is true, without a network: links and anchors, pictures, command blocks, and (while the app and
// infra repositories lie beside this one) every path, port, name, label and metric that it mentions.
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { claimsAgainst } from "./check/claims.mjs";
import { parseMarkdown } from "./check/markdown.mjs";
import { servicesOf } from "./check/portfolio.mjs";
import { linesNamed, regionsOf, unwritten } from "./check/regions.mjs";
import { Repository } from "./check/repository.mjs";
import { names, root, source, staleness, stripComments } from "./stamps.mjs";

const USAGE = `Usage: node scripts/check.mjs [--siblings DIR] [--alone]

  --siblings DIR  where the app and infra repositories lie (here: beside this one)
  --alone         check this repository only
`;

if (process.argv.includes("--help")) {
  console.log(USAGE);
  process.exit(0);
}
const alone = process.argv.includes("--alone");
const at = process.argv.indexOf("--siblings");
const beside = at < 0 ? dirname(root) : resolve(process.argv[at + 1]);

const docs = new Repository(root);
const { options } = docs.record;
const siblings = alone ? undefined : findSiblings();
const repositories = siblings ? [docs, ...siblings.apps, siblings.infra] : [docs];
const findings = new Set();
const notices = [];
const pages = repositories.map(checkPages).flat();
checkDiagrams();
checkScreenshots();
checkDecisions();
if (siblings) checkOptions();

for (const finding of [...findings].sort((a, b) => a.localeCompare(b, "en", { numeric: true }))) console.error(finding);
for (const notice of notices) console.log(notice);
const scope = repositories.map(({ name }) => name).join(", ");
const held = pages.filter((page) => page.facts).length;
console.log(`check: links in ${pages.length} pages, facts in ${held} of them: ${findings.size || "no"} findings (${scope})`);
process.exitCode = findings.size === 0 ? 0 : 1;

/** A finding in this repository is named by its path, in another one with that repository in front. */
function say(repository, file, line, message) {
  findings.add(`${repository === docs ? "" : `${repository.name}/`}${file}:${line}: ${message}`);
}

function findSiblings() {
  const apps = servicesOf(options).map(({ repository }) => join(beside, repository));
  const infra = join(beside, options.infraRepository);
  const missing = [...apps, infra].filter((folder) => !existsSync(join(folder, ".projen/portfolio.json")));
  if (missing.length === 0) return { apps: apps.map((folder) => new Repository(folder)), infra: new Repository(infra) };
  console.log(
    `check: not beside this repository: ${missing.map((folder) => basename(folder)).join(", ")}; what the pages say about them is not checked`,
  );
  return undefined;
}

/** Checks the pages of a repository; says of each whether more than its links was checked. In those that are not generated, only the regions of facts are ours. */
function checkPages(repository) {
  const files = repository.files.filter((file) => file.endsWith(".md"));
  const managed = new Set(repository.json(".projen/files.json")?.files ?? files);
  const claims = siblings && repository === docs ? claimsAgainst({ ...siblings, docs }) : () => [];
  return files.map((file) => {
    const text = repository.text(file);
    const page = parseMarkdown(text);
    checkLinks(repository, file, page);
    const regions = managed.has(file) ? { holds: () => true, count: 1, problems: [] } : regionsOf(text);
    const ours = { ...page, ...Object.fromEntries(["blocks", "spans", "lines"].map((part) => [part, page[part].filter(({ line }) => regions.holds(line))])) };
    for (const { line, message } of regions.problems) say(repository, file, line, message);
    checkBlocks(repository, file, ours);
    if (repository === docs) {
      checkDrawings(file, ours);
      checkLines(file, text);
      if (!managed.has(file)) for (const { line, title } of unwritten(text)) notices.push(`${file}:${line}: notice: "${title}" is not written yet`);
    }
    for (const { line, message } of claims(ours)) say(repository, file, line, message);
    return { file, facts: regions.count > 0 && repository === docs && Boolean(siblings) };
  });
}

/** What a page says to stand in a line has to stand there. */
function checkLines(file, text) {
  for (const { line, repository, file: target, number, said } of linesNamed(text)) {
    const home = siblings && repositories.find(({ name }) => name === repository);
    if (home && !home.text(target).split("\n")[number - 1]?.includes(said))
      say(docs, file, line, `${repository}/${target} has no ${said} in line ${number}: run npx projen`);
  }
}

/** Every decision is in the list of decisions. */
function checkDecisions() {
  const index = docs.text("adr/README.md");
  for (const file of docs.files.filter((candidate) => /^adr\/\d{4}-.*\.md$/.test(candidate)))
    if (index && !index.includes(`(${basename(file)})`)) say(docs, "adr/README.md", 1, `${basename(file)} is not in the list: run npx projen`);
}

function checkLinks(repository, file, page) {
  for (const { line, target } of page.links) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
      checkGitHubLink(repository, file, line, target);
      continue;
    }
    const [path, anchor] = target.split("#");
    const absolute = path ? resolve(repository.root, dirname(file), decodeURIComponent(path)) : join(repository.root, file);
    if (!absolute.startsWith(repository.root) || !existsSync(absolute)) say(repository, file, line, `the link ${target} leads nowhere`);
    else if (anchor) checkAnchor(repository, file, line, absolute, anchor);
  }
}

/** A link to a file of one of the repositories, or to a workflow of theirs. */
function checkGitHubLink(repository, file, line, target) {
  const prefix = `https://github.com/${options.owner}/`;
  if (!siblings || !target.startsWith(prefix)) return;
  const [name, ...rest] = target.slice(prefix.length).split(/[/#]/);
  const home = repositories.find((candidate) => candidate.name === name);
  if (!home) {
    say(repository, file, line, `${target} is none of the portfolio's repositories`);
    return;
  }
  const [, path, anchor] = /^[^/#]+\/(?:blob|tree)\/main\/([^#]+)(?:#(.+))?$/.exec(target.slice(prefix.length)) ?? [];
  const workflow = rest[0] === "actions" && rest[1] === "workflows" ? `.github/workflows/${rest[2]}` : undefined;
  const wanted = path ?? workflow;
  const heading = anchor ?? (rest.length === 1 && target.includes("#") ? rest[0] : undefined);
  if (wanted && !home.has(wanted)) say(repository, file, line, `${name} has no ${wanted}`);
  else if (heading) checkAnchor(repository, file, line, join(home.root, path ?? "."), heading);
}

function checkAnchor(repository, file, line, absolute, anchor) {
  const page = statSync(absolute).isDirectory() ? join(absolute, "README.md") : absolute;
  if (!page.endsWith(".md") || !existsSync(page)) return;
  if (!parseMarkdown(readFileSync(page, "utf8")).headings.has(anchor))
    say(repository, file, line, `${basename(page)} has no heading #${anchor}`);
}

/** Every command is either run by a test or says what it needs. */
function checkBlocks(repository, file, page) {
  for (const { line, language, isCommand, marker } of page.blocks) {
    if (!language) say(repository, file, line, "the block does not say its language");
    if (!isCommand) continue;
    if (!marker) say(repository, file, line, "the command block has neither <!-- run: id --> nor <!-- outside: reason --> above it");
    else if (marker.kind === "run" && !marker.id)
      say(repository, file, marker.line, "the marker is not <!-- run: id [in app|infra|docs] [cluster] [background] -->");
  }
}

/** A page shows a diagram as its source is. */
function checkDrawings(file, page) {
  const sources = new Set(names().map(source));
  for (const { line, language, lines } of page.blocks) {
    if (language === "mermaid" && !sources.has(stripComments(lines.join("\n"))))
      say(docs, file, line, "the diagram is none of diagrams/*.mmd");
  }
}

/** A picture is as old as its source. */
function checkDiagrams() {
  for (const name of names()) {
    const problem = staleness(name);
    if (problem) say(docs, `diagrams/${name}.png`, 1, `${problem}: run npx projen diagrams`);
  }
}

/** A screenshot comes with what it shows and when it was taken. */
function checkScreenshots() {
  const taken = new Set((docs.json("screenshots/shots.json")?.shots ?? []).map(({ file }) => `screenshots/${file}`));
  for (const file of taken) if (!docs.has(file)) say(docs, "screenshots/shots.json", 1, `${file} is not there: run npx projen screenshots`);
  for (const file of docs.files)
    if (/^screenshots\/.*\.png$/.test(file) && !taken.has(file))
      say(docs, file, 1, "nobody knows when this was taken: it is not in screenshots/shots.json");
}

/** Several repositories, one set of options. */
function checkOptions() {
  for (const repository of [...siblings.apps, siblings.infra]) {
    const theirs = repository.record.options;
    for (const name of new Set([...Object.keys(options), ...Object.keys(theirs)])) {
      const [here, there] = [options[name], theirs[name]].map((value) => JSON.stringify(value));
      if (here !== there)
        say(
          docs,
          ".projen/portfolio.json",
          1,
          `${name} is ${here} here and ${there} in ${repository.name}: they have to be the same`,
        );
    }
  }
}

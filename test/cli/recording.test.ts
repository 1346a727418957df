import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { optionsToAsk } from "../../src/portfolio/questions";
import { optionsSchema } from "../../src/portfolio/schema";
import { repositoryRoot } from "../support/command";

const text = readFileSync(join(repositoryRoot, ".github/create.svg"), "utf8");
const { document } = new JSDOM(text, { contentType: "image/svg+xml" }).window;
const lines = [...document.querySelectorAll("defs > g")].map((row) =>
  [...row.querySelectorAll("text")].map((piece) => piece.textContent).join(" "),
);

test("the recording in the README has today's questions and last screen: npm run record", () => {
  const asked = optionsToAsk({}).map((name) => optionsSchema.properties[name].prompt as string);
  expect(asked.length).toBeGreaterThan(4);
  for (const question of ["Into which new folder?", ...asked, "Write these files?"])
    expect(lines).toContainEqual(expect.stringContaining(question));
  for (const door of ["See it", "Change it", "On Minikube", "On GitHub"]) expect(lines).toContainEqual(expect.stringMatching(`^${door}`));
});

test("the recording is small, loads nothing, and stands still for whoever wants no motion", () => {
  expect(text.length).toBeLessThan(80_000);
  expect(text.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\/(?!localhost)|<script|url\(/);
  expect(text).toContain("prefers-reduced-motion");
  const used = [...document.querySelectorAll("use")].map((use) => use.getAttribute("href")?.slice(1) ?? "");
  expect(used.filter((id) => document.getElementById(id) === null)).toEqual([]);
});

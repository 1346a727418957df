import { parse } from "yaml";
import { isPlainText } from "../../src/portfolio/plain-text";
import { resolvePortfolio } from "../../src/portfolio/portfolio";

const others = [
  "y",
  "No",
  "on",
  "OFF",
  "true",
  "null",
  "123",
  "1.5",
  "1e3",
  "0x1F",
  "0b1",
  "0o7",
  "1_000",
  "2026-11-24",
  ".5",
  ".nan",
  "-",
];
const texts = ["yes-app", "y1", "web", "1password", "2026-11", "a.1", "0xyz", "1.2.3-x", "nullable"];

test.each(others)("%s is not text to every YAML", (name) => {
  expect(isPlainText(name)).toBe(false);
});

test.each(texts)("%s is text to every YAML", (name) => {
  expect(isPlainText(name)).toBe(true);
  for (const version of ["1.1", "1.2"] as const) expect(parse(name, { version })).toBe(name);
});

test("a name that is not text is refused, with the option and the value", () => {
  expect(() => resolvePortfolio({ owner: "ada", monitoringRelease: "y" })).toThrow(/^monitoringRelease: "y" is a boolean/);
  // What follows from the name of the service is refused with it.
  expect(() => resolvePortfolio({ owner: "ada", appName: "off" })).toThrow(/^appName: "off"/);
});

test("the owner is what it is: a login may be a number", () => {
  expect(resolvePortfolio({ owner: "123" }).owner).toBe("123");
});

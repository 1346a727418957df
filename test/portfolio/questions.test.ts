import { asksForHost, optionsToAsk, preset } from "../../src/portfolio/questions";

const host = "app.example.com";

test.each([
  [{}, ["owner", "runtime", "appName", "cluster", "exposure", "author", "summary"]],
  [{ owner: "ada", exposure: "ingress" }, ["runtime", "appName", "cluster", "author", "summary"]],
  [{ services: [{ name: "a" }] }, ["owner", "cluster", "author", "summary"]],
  [{ environments: [{ name: "local" }] }, ["owner", "runtime", "appName", "exposure", "author", "summary"]],
  [{ owner: "ada", services: [{ name: "a" }], environments: [{ name: "local" }] }, ["author", "summary"]],
  [{ owner: "ada", author: "Ada", summary: "A shop", services: [{ name: "a" }], environments: [{ name: "local" }] }, []],
])("of %j, what is not said is asked", (given, names) => expect(optionsToAsk(given)).toEqual(names));

test("a host is asked for with ingress alone, unless it or the environments are given", () => {
  expect(asksForHost({ exposure: "ingress" })).toBe(true);
  for (const given of [{}, { exposure: "nodePort" }, { exposure: "ingress", ingressHost: host }]) expect(asksForHost(given)).toBe(false);
  expect(asksForHost({ exposure: "ingress", environments: [{ name: "local", host }] })).toBe(false);
});

test.each([
  { exposure: "ingress" },
  { exposure: "ingress", ingressHost: host },
  { exposure: "ingress", environments: [{ name: "local", host }] },
  { environments: [{ name: "local", host }] },
  { services: [{ name: "a", exposure: "ingress" }] },
])("a default is known while the rest is still to be asked for: %j", (given) => {
  expect(preset("runtime", given)).toBe("express");
});

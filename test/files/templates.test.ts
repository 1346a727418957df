import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "../../src/files/render";
import { within } from "../../src/files/templates";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { scopeOf } from "../../src/portfolio/scope";
import { temporaryFolder } from "../support/portfolio";

test("what a piece is given goes before what is in scope, which stays as it is", () => {
  const scope = Object.freeze({ port: 1, name: "shop" });
  expect(within(scope, { port: 2 })).toMatchObject({ port: 2, name: "shop" });
  expect(scope.port).toBe(1);
  expect(within(scope)).toBe(scope);
});

test("a template of the user's includes another one as EJS does: with what it is given, and without naming the ending", () => {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  file("page.md.ejs", '<%- include("part", { port: 1 }) %> <%- include("part.ejs") %> <%- port %>');
  file("part.ejs", "<%- appName %>:<%- port %>");
  expect(render(join(folder, "page.md.ejs"), scopeOf(resolvePortfolio({ owner: "ada" })))).toBe("express-app:1 express-app:8080 8080");
});

import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { github, portfolio, publish } from "./scene";

jest.setTimeout(300_000);

test("a damaged repository beside is named, with what to do, and makes the check fail", async () => {
  const { root, app, infra, docs } = portfolio();
  github.reset();
  expect(await publish([root, "--yes", "--public"])).toMatchObject({ status: 0 });
  github.packages.set("express-app", { visibility: "public" });
  expect(await publish([root, "--check"])).toMatchObject({ status: 0, text: expect.stringContaining("GitHub has what it should.") });

  rmSync(join(infra, ".git/HEAD"));
  const broken = await publish([app, "--check"]);
  expect(broken.status).toBe(1);
  expect(broken.text).toMatch(new RegExp(`^${infra}: its \\.git is damaged \\(.+\\): clone it again, and move your files`, "m"));
  expect(broken.text).toContain("GitHub has what it should of what could be read here.");

  appendFileSync(join(docs, ".projen/portfolio.json"), "}");
  writeFileSync(join(infra, ".git/HEAD"), "ref: refs/heads/main\n");
  const unread = await publish([root, "--check"]);
  expect(unread.status).toBe(1);
  expect(unread.text).toMatch(
    new RegExp(`^${docs}/\\.projen/portfolio\\.json cannot be read .*: restore it with git, or run npx projen`, "m"),
  );
  expect(unread.text).not.toContain("is damaged");

  rmSync(join(docs, ".git"), { recursive: true });
  rmSync(join(docs, ".projen"), { recursive: true });
  expect((await publish([root, "--check"])).status).toBe(0);
});

import { github, portfolio, publish } from "./scene";
import type { Repository } from "./stand-in";

jest.setTimeout(600_000); // a loaded machine

const POST = "POST /repos/Octo-Org/devops-portfolio-project/pages";
const AGAIN = "POST /repos/Octo-Org/devops-portfolio-project/actions/workflows/pages.yaml/dispatches";
const PAGE = "https://github.com/Octo-Org/devops-portfolio-project/settings/pages";
const docs = () => github.repositories.get("devops-portfolio-project") as Repository;

test("GitHub Pages is switched on after the push, its first run is waited for, and then there is nothing to do", async () => {
  const { root } = portfolio({ pages: true });
  github.reset();
  const { status, text } = await publish([root, "--yes", "--public"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  const [home] = github.changes.filter((change) => change.endsWith("repos devops-portfolio-project"));
  expect(github.changes.indexOf(home)).toBeLessThan(github.changes.indexOf(POST));
  expect(github.changes).not.toContain(AGAIN);
  expect(text).toMatch(
    /devops-portfolio-project +public +pages.yaml success\n +https:\/\/octo-org.github.io\/devops-portfolio-project\/ +site\n/,
  );
  expect(text).not.toContain("no site");

  const changes = github.changes.length;
  github.packages.set("express-app", { visibility: "public" });
  expect(await publish([root, "--check"])).toMatchObject({ status: 0, text: expect.stringContaining("GitHub has what it should") });
  expect((await publish([root, "--yes"])).text).not.toContain("switch on GitHub Pages");
  expect(github.changes).toHaveLength(changes);

  // Its owner was faster: the first answer did not know it yet.
  github.quirks = { refuse: { "GET /repos/Octo-Org/devops-portfolio-project/pages": { status: 404, body: { message: "Not Found" } } } };
  const again = await publish([root, "--yes"]);
  expect(again.status).toBe(0);
  expect(github.changes.slice(changes)).toEqual([AGAIN]);
});

test("a policy that keeps it off is said with its page; once it is allowed, the run is started again", async () => {
  const { root } = portfolio({ pages: true });
  const message = "Resource not accessible by personal access token";
  github.reset({ noPages: message });
  const { status, text } = await publish([root, "--yes", "--public"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  expect(text).toContain(`or this login has not the right: ${message}`);
  expect(text).not.toContain("wait for the first run of pages.yaml\n  https");
  expect(text).toContain(`devops-portfolio-project: no site yet: choose GitHub Actions as the source at ${PAGE}`);
  expect(await publish([root, "--check"])).toMatchObject({ status: 1, text: expect.stringContaining(": switch on GitHub Pages\n") });
  github.quirks = {};
  const changes = github.changes.length;
  const again = await publish([root, "--yes"]);
  expect(again.status).toBe(0);
  expect(github.changes.slice(changes)).toEqual([POST, AGAIN]);
  expect(docs().site).toBe(true);
  expect(again.text).toMatch(/pages.yaml success/);
});

test("a plan without it for private repositories is said with the page, and not asked again", async () => {
  const { root } = portfolio({ pages: true });
  github.reset({ free: true });
  const { status, text } = await publish([root, "--yes"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  expect(text).toContain("switch on GitHub Pages: everybody can read the site");
  expect(text).toContain("not part of your plan");
  expect(text).toMatch(new RegExp(`no site: private repositories of your plan have none.*${PAGE}`));
  const { status: checked, text: drift } = await publish([root, "--check"]);
  expect({ checked, drift }).toMatchObject({ checked: 0 });
});

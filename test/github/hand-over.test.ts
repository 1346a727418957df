import { sh } from "../support/command";
import { github, portfolio, publish, publishOnATerminal } from "./scene";

jest.setTimeout(600_000); // a loaded machine

const OFFER = "GitHub App by which it tells";

test("an App that was skipped is not offered again, until a person asks for it", async () => {
  const { root, app } = portfolio();
  github.reset();
  expect((await publish([root, "--yes", "--public"])).text).toContain(OFFER);
  github.packages.set("express-app", { visibility: "public" });
  // Nobody was asked: nobody has declined.
  expect((await publish([root, "--dry-run"])).text).toContain(OFFER);
  const { status, text } = await publishOnATerminal(["Do this=>", "Make the App now?=>n"], [root], {});
  expect({ status, text }).toMatchObject({ status: 0, text: expect.stringContaining("publish --app brings it back") });
  expect(sh(app, "git status --porcelain")).toBe("");
  const again = await publish([root, "--yes"]);
  expect(again.text).toContain("Everything is there");
  expect(again.text).toContain("no hand-over App, as you chose");
  expect(await publish([root, "--check"])).toMatchObject({ status: 0 });
  expect((await publish([root, "--app", "--dry-run"])).text).toContain(OFFER);
});

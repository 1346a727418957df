import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/portfolio";

/** A program in the place of a person's browser, who makes the App. */
export function browser(): string {
  const file = join(temporaryFolder(), "browser.mjs");
  writeFileSync(file, BROWSER, { mode: 0o755 });
  return file;
}

/** Opens the page, presses its button, and follows GitHub's way back, as the click there does. */
const BROWSER = `#!/usr/bin/env node
const page = await (await fetch(process.argv[2])).text();
const [, action] = /<form action="([^"]+)" method="post">/.exec(page);
const manifest = JSON.parse(/name="manifest" value="([^"]+)"/.exec(page)[1].replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
const state = new URL(action).searchParams.get("state");
if (!action.startsWith("https://github.com/settings/apps/new?") || manifest.default_permissions.contents !== "write") process.exit(1);
if ((manifest.default_permissions.pull_requests === "write") !== Boolean(process.env.PULLS)) process.exit(1);
const wrong = await fetch(manifest.redirect_url + "?code=stolen&state=guessed");
if (wrong.status !== 404) process.exit(1);
await fetch(manifest.redirect_url + "?code=a-code&state=" + state, { redirect: "manual" });
`;

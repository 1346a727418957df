import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment, runShell } from "../../src/child-process";
import { runtimes } from "../../src/portfolio/runtimes";
import { notInstalled } from "../../src/synthesis/install";
import { generate, generateFresh, temporaryFolder } from "../support/portfolio";

test("a child is told to install everything, here, whatever the environment around this process says", () => {
  const odd = { NODE_ENV: "production", npm_config_omit: "dev", npm_config_workspaces: "true", NPM_CONFIG_GLOBAL: "true" };
  const python = { PIP_USER: "1", PIP_TARGET: "/x", PYTHONPATH: "/x", PYTHONSAFEPATH: "1", VIRTUAL_ENV: "/x" };
  const refusals = {
    PIP_DRY_RUN: "1",
    PIP_PYTHON: "/x",
    npm_config_optional: "false",
    "npm_config_bin-links": "false",
    npm_config_cpu: "x",
  };
  const compose = { COMPOSE_FILE: "/x/compose.yaml", COMPOSE_PROJECT_NAME: "work" };
  const places = {
    PIP_INDEX_URL: "http://p",
    "npm_config_strict-ssl": "false",
    "npm_config_//r/:_authToken": "t",
    "npm_config_@a:registry": "r",
  };
  const clean = cleanEnvironment({
    ...odd,
    ...python,
    ...refusals,
    ...compose,
    ...places,
    PATH: "/bin",
    HTTPS_PROXY: "http://proxy:1",
    npm_config_registry: "http://r",
  });
  expect(clean).toEqual({
    ...places,
    PATH: "/bin",
    HTTPS_PROXY: "http://proxy:1",
    npm_config_registry: "http://r",
    npm_config_include: "dev",
    npm_config_workspaces: "false",
    PIP_USER: "0",
    GIT_TEMPLATE_DIR: "",
  });
});

test.each(Object.values(runtimes).filter(({ language }) => language === "TypeScript"))(
  "$title is installed as itself below a workspace of somebody else, with what its tests need",
  ({ commands }) => expect(commands.install).toMatch(/^npm ci .*--include=dev --no-workspaces/),
);

test("npm start of a fresh app builds what it starts", () => {
  const { scripts } = JSON.parse(readFileSync(join(generate().app, "package.json"), "utf8"));
  expect(scripts).toMatchObject({ prestart: scripts.build && "npm run build", start: expect.stringContaining("dist/") });
});

test("Express has its types checked by lint, and its tests say what they cover", () => {
  const { scripts } = JSON.parse(readFileSync(join(generate().app, "package.json"), "utf8"));
  expect(scripts.lint).toContain("tsc");
  expect(scripts.test).toContain("--experimental-test-coverage");
});

test.each(Object.values(runtimes).filter(({ language }) => language === "Python"))(
  "$title has its types checked by lint, and its tests say what they cover",
  ({ id, commands }) => {
    const settings = readFileSync(join(generate({ runtime: id }).app, "pyproject.toml"), "utf8");
    expect(commands.lint).toContain("mypy");
    expect(settings).toMatch(/^\[tool\.mypy\]\nstrict = true$/m);
    expect(settings).toContain('"--cov"');
  },
);

test("npx projen installs with the repository's own .npmrc, below what the environment says", () => {
  const { infra } = generateFresh();
  const bin = temporaryFolder();
  mkdirSync(join(bin, "bin"));
  writeFileSync(join(bin, "bin/npm"), `#!/bin/sh\nenv >'${bin}/env'; echo "$@" >'${bin}/arguments'; exit 1\n`);
  chmodSync(join(bin, "bin/npm"), 0o755);
  writeFileSync(join(infra, ".npmrc"), "# ours\nregistry = https://r.example.com/\nfund=true\n//r.example.com/:_authToken=${TOKEN}\n");
  const env = { PATH: `${join(bin, "bin")}:${process.env.PATH}`, npm_config_fund: "false" };
  spawnSync(process.execPath, [join(infra, ".projen/synth.mjs")], { cwd: infra, env });
  const given = readFileSync(join(bin, "env"), "utf8");
  expect(given).toMatch(/^npm_config_registry=https:\/\/r\.example\.com\/$/m);
  expect(given).toMatch(/^npm_config_fund=false$/m);
  expect(readFileSync(join(bin, "arguments"), "utf8")).toMatch(/--no-global.*--no-dry-run.*--no-workspaces/);
});

test("an installation that was interrupted is said to be incomplete", async () => {
  const folder = temporaryFolder();
  expect(await runShell(folder, "kill -TERM $$", "shown")).toBe("interruption");
  expect(notInstalled("npm ci", folder, "interruption")).toContain(`is incomplete: run npm ci again in ${folder}`);
});

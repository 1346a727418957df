import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { generated, IMAGE, type Stage, stage } from "../support/stage";

jest.setTimeout(300_000); // a loaded machine

const folder = join(generated.infra, "scripts");
const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
/** What the pages or a script's help offer to set, and what decides for every program. */
const offered = new Set(
  [
    readFileSync(join(generated.infra, "README.md"), "utf8"),
    ...sources.flatMap((source) => /^# Environment[\s\S]*?^[^#]/m.exec(source) ?? []),
  ]
    .concat(sources.flatMap((source) => source.match(/\$\{[A-Z_]+:?[-+]/g) ?? []))
    .flatMap((text) => text.match(/[A-Z][A-Z_]+/g) ?? []),
);
const used = [...new Set(sources.flatMap((source) => [...source.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name)))];
const own = used.filter((name) => !offered.has(name) && name !== "PATH" && name !== "HOME");

const runs: [string, string[], Stage][] = [
  ["deploy", [], { up: true, env: { IMAGE } }],
  [
    "deploy",
    ["--undo"],
    {
      up: true,
      history: [
        { revision: 1, status: "superseded" },
        { revision: 2, status: "deployed" },
      ],
    },
  ],
  ["image", ["--no-deploy"], { up: true }],
  ["up", ["--no-app"], { up: true }],
  ["down", ["--app", "--yes"], { up: true }],
  ["status", [], { up: true }],
  ["smoke", [], { up: true, env: { TIMEOUT: "1" } }],
];

/** What a run asks of the other programs, and how it ends. */
async function traceOf([script, args, world]: (typeof runs)[number], env: NodeJS.ProcessEnv = {}) {
  const { calls, status, stderr } = await stage(script, args, { ...world, env: { ...env, ...world.env } });
  return { status, stderr: portable(stderr), calls: calls.map(portable) };
}

/** Without what differs from run to run: the folder, and how often and how long an address was asked. */
const portable = (text: string) => text.replace(/\/tmp\/[\w./-]+/g, "TMP").replace(/^curl: .*\n/gm, "");

test("a script's own variables are not taken from whoever calls it", async () => {
  expect(own).toEqual(expect.arrayContaining(["APP", "CONTEXT", "undo", "missing", "timeout", "driver"]));
  const all = Object.fromEntries(own.map((name) => [name, "yes"]));
  for (const run of runs) expect([run[0], await traceOf(run, all)]).toEqual([run[0], await traceOf(run)]);
});

test("nor does any other setting of a person's machine change what they do", async () => {
  const settings = fc.record(
    {
      LC_ALL: fc.constantFrom("tr_TR.UTF-8", "C", "de_DE.UTF-8", ""),
      TZ: fc.constantFrom("nowhere", "Asia/Kolkata", ""),
      POSIXLY_CORRECT: fc.constant("1"),
      CDPATH: fc.constantFrom(".", "/:/usr", "/tmp"),
      ENV: fc.constant("/nonexistent"),
      BASH_ENV: fc.constant("/nonexistent"),
      IFS: fc.constantFrom("/", "e", ""),
      PS4: fc.constant("$(exit 1)"),
      SHELLOPTS: fc.constantFrom("noclobber", "noglob"),
      KUBECONFIG: fc.constant("/nonexistent/config"),
      KUBECTL_EXTERNAL_DIFF: fc.constant("false"),
      HELM_DEBUG: fc.constant("true"),
      GREP_COLORS: fc.constant("mt=01"),
      GREP_OPTIONS: fc.constant("--color=always"),
      JQ_COLORS: fc.constant("0;31"),
      CLICOLOR_FORCE: fc.constant("1"),
      HTTP_PROXY: fc.constant("http://127.0.0.1:9"),
      http_proxy: fc.constant("http://127.0.0.1:9"),
      HOME: fc.constantFrom("/nonexistent", "/", "relative"),
      PWD: fc.constant("/nonexistent"),
      OLDPWD: fc.constant("/nonexistent"),
      TERM: fc.constantFrom("dumb", "xterm-256color"),
    },
    { requiredKeys: [] },
  );
  const names = fc.dictionary(fc.constantFrom(...own), fc.constantFrom("", "0", "true", "yes", "-x", "$(exit 9)", "a b"));
  const usual = await Promise.all(runs.map((run) => traceOf(run)));
  await fc.assert(
    fc.asyncProperty(fc.nat(runs.length - 1), settings, names, async (index, one, other) => {
      expect(await traceOf(runs[index], { ...one, ...other })).toEqual(usual[index]);
    }),
    { numRuns: Number(process.env.RUNS ?? 5) },
  );
});

import { execFileSync } from "node:child_process";
import { ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detect } from "../../src/adopt/detect";
import { temporaryFolder } from "../support/portfolio";

const SOURCE = '@app.route("/orders/<int:id>")\ndef order(id):\n    return {"id": id}\n'.repeat(20);

/** With the milliseconds of processor time that it took: others may be at work on the machine. */
function timed<T>(run: () => T): { result: T; took: number } {
  const from = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(from);
  return { result, took: (user + system) / 1000 };
}

test("a repository of 5,000 files is read within a second, and not kept in memory", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "requirements.txt"), "flask\n");
  writeFileSync(join(root, "Dockerfile"), "FROM python:3\nEXPOSE 8000\n");
  for (let folder = 0; folder < 50; folder++) {
    mkdirSync(join(root, `m${folder}`));
    for (let file = 0; file < 100; file++)
      writeFileSync(join(root, `m${folder}`, file % 2 ? `f${file}.py` : `f${file}.yaml`), file % 2 ? SOURCE : "a: 1\n");
  }
  detect(root); // the files are in the machine's cache, the code is compiled
  const before = process.memoryUsage().rss;
  const { result, took } = timed(() => detect(root));
  expect(result.services[0]?.facts.port?.value).toBe(8000);
  expect(took).toBeLessThan(1000);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test("links that go round or out, pipes, huge files and names that are no text are passed over", () => {
  const root = temporaryFolder();
  const outside = temporaryFolder();
  writeFileSync(join(outside, "package.json"), '{"dependencies":{"express":"5"},"scripts":{"test":"echo $SECRET"}}');
  writeFileSync(join(outside, "app.js"), 'const app = express();\napp.get("/health", f);\napp.listen(3000);\n');
  symlinkSync("..", join(root, "loop"));
  symlinkSync("self", join(root, "self"));
  symlinkSync(join(outside, "package.json"), join(root, "package.json"));
  symlinkSync(outside, join(root, "src"));
  execFileSync("mkfifo", [join(root, "Dockerfile")]);
  ftruncateSync(openSync(join(root, "main.py"), "w"), 100 * 1024 * 1024);
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(".py")]), "x = 1\n");
  writeFileSync(join(root, "requirements.txt"), "flask\n");
  const [service, ...more] = detect(root).services;
  expect(more).toEqual([]);
  expect(service?.facts.language?.value).toBe("python");
  expect(Object.keys(service!.facts).sort()).toEqual(["framework", "installCommand", "language", "metrics"]);
});

test("manifests that are nothing, or nonsense, are none", () => {
  for (const text of ["null", "[]", "{", '{"dependencies":null,"scripts":7}', "\u0000\u0001"]) {
    const root = temporaryFolder();
    writeFileSync(join(root, "package.json"), text);
    writeFileSync(join(root, "pom.xml"), text);
    writeFileSync(join(root, "Dockerfile"), text);
    writeFileSync(join(root, "compose.yaml"), text);
    expect(() => detect(root)).not.toThrow();
  }
});

test("a name that is none is taken as it is written", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "package.json"), '{"dependencies":{"express":"5"}}');
  writeFileSync(join(root, "routes.js"), "const router = Router();\nmodule.exports = { router };\n");
  for (const name of ["a(", "[z-a]", "a+?*", "a\\"]) {
    const list = `const { ${name}: router } = require("./routes");`;
    writeFileSync(join(root, "app.js"), `const app = express();\n${list}\napp.use(router);\napp.listen(3000);\n`);
    expect(detect(root).services[0]?.facts.port?.value).toBe(3000);
  }
});

test.each([
  ["calls that nothing closes", "app.py", '@app.route("/a", '.repeat(15_000)],
  ["arguments without an end", "app.js", "app.use(".repeat(30_000)],
  ["a line of spaces", "app.py", `app = Flask(__name__)\n${" ".repeat(250_000)}`],
  ["names in a row", "pyproject.toml", `[project]\ndependencies = [${'"a"     '.repeat(20_000)}`],
  ["tables in a row", "pyproject.toml", "[tool.poetry.dependencies]\n".repeat(10_000)],
  ["tags in a row", "pom.xml", "<dependency><artifactId>a".repeat(10_000)],
  ["quotes", "app.js", "const express = `".repeat(15_000)],
  ["blocks of Go", "main.go", 'r := chi.NewRouter()\nr.Route("/a", func(r chi.Router) {\n'.repeat(5000)],
])("%s end within two seconds", (_, name, text) => {
  const root = temporaryFolder();
  const manifests = {
    "requirements.txt": "flask\n",
    "package.json": '{"dependencies":{"express":"5"}}',
    "go.mod": "module a\n\nrequire github.com/go-chi/chi/v5 v5.2.0\n",
  };
  const manifest = name.endsWith(".js") ? "package.json" : name.endsWith(".go") ? "go.mod" : "requirements.txt";
  writeFileSync(join(root, manifest), manifests[manifest]);
  writeFileSync(join(root, name), text);
  expect(timed(() => detect(root)).took).toBeLessThan(2000);
});

import { execFileSync } from "node:child_process";
import fs, { ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detect } from "../../src/adopt/detect";
import { growth, LINEAR } from "../support/growth";
import { temporaryFolder } from "../support/portfolio";

const SOURCE = '@app.route("/orders/<int:id>")\ndef order(id):\n    return {"id": id}\n'.repeat(20);

test("of a repository of 5,000 files, no file is read twice, source up to a limit, and none is kept in memory", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "requirements.txt"), "flask\n");
  writeFileSync(join(root, "Dockerfile"), "FROM python:3\nEXPOSE 8000\n");
  for (let folder = 0; folder < 50; folder++) {
    mkdirSync(join(root, `m${folder}`));
    for (let file = 0; file < 100; file++)
      writeFileSync(join(root, `m${folder}`, file % 2 ? `f${file}.py` : `f${file}.yaml`), file % 2 ? SOURCE : "a: 1\n");
  }
  detect(root); // the code is compiled
  const before = process.memoryUsage().rss;
  const reading = jest.spyOn(fs, "readFileSync");
  const { services } = detect(root);
  const read = reading.mock.calls.map(([path]) => String(path)).filter((path) => path.startsWith(root));
  reading.mockRestore();
  expect(services[0]?.facts.port?.value).toBe(8000);
  expect(read.length).toBe(new Set(read).size);
  expect(read.filter((path) => path.endsWith(".py")).length).toBe(2000);
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

test.each<[string, string, string, number, string?]>([
  ["calls that nothing closes", "app.py", '@app.route("/a", ', 15_000],
  ["arguments without an end", "app.js", "app.use(", 30_000],
  ["a line of spaces", "app.py", " ", 250_000, "app = Flask(__name__)\n"],
  ["names in a row", "pyproject.toml", '"a"     ', 20_000, "[project]\ndependencies = ["],
  ["tables in a row", "pyproject.toml", "[tool.poetry.dependencies]\n", 10_000],
  ["tags in a row", "pom.xml", "<dependency><artifactId>a", 10_000],
  ["quotes", "app.js", "const express = `", 15_000],
  ["blocks of Go", "main.go", 'r := chi.NewRouter()\nr.Route("/a", func(r chi.Router) {\n', 5000],
])("%s cost as much as they are long", (_, name, piece, times, start = "") => {
  const root = temporaryFolder();
  const manifests = {
    "requirements.txt": "flask\n",
    "package.json": '{"dependencies":{"express":"5"}}',
    "go.mod": "module a\n\nrequire github.com/go-chi/chi/v5 v5.2.0\n",
  };
  const manifest = name.endsWith(".js") ? "package.json" : name.endsWith(".go") ? "go.mod" : "requirements.txt";
  writeFileSync(join(root, manifest), manifests[manifest]);
  const grows = growth((size) => {
    writeFileSync(join(root, name), start + piece.repeat(size));
    detect(root);
  }, times);
  expect(grows).toBeLessThan(LINEAR);
});

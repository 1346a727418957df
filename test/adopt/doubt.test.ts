import { chmodSync } from "node:fs";
import { join } from "node:path";
import { detect } from "../../src/adopt/detect";
import { type Tree, written } from "../doctor/support";

const factsOf = (tree: Tree) => {
  const [service] = detect(written(tree)).services;
  return Object.fromEntries(Object.entries(service!.facts).map(([name, fact]) => [name, fact.value]));
};
const flask = (app: string, more: Tree = {}): Tree => ({ "requirements.txt": "flask\n", "app.py": app, ...more });
const express = (app: string, more: Tree = {}): Tree => ({ "package.json": '{"dependencies":{"express":"5"}}', "app.js": app, ...more });
const go = (main: string): Tree => ({ "go.mod": "module a\n\ngo 1.24\n", "main.go": `package main\n${main}` });

describe("what is not certain is no fact", () => {
  test.each<[string, Tree]>([
    [
      "a blueprint that nobody registers",
      flask('app = Flask(__name__)\nbp = Blueprint("x", __name__)\n@bp.get("/health")\ndef h(): ...\n'),
    ],
    [
      "a prefix that only the run knows",
      flask(
        'app = Flask(__name__)\nbp = Blueprint("x", __name__)\n@bp.get("/health")\ndef h(): ...\napp.register_blueprint(bp, url_prefix=PREFIX)\n',
      ),
    ],
    ["a route in a comment", flask('app = Flask(__name__)\n# @app.get("/health")\n')],
    ["a route in a long string", flask('app = Flask(__name__)\nHELP = """\n@app.get("/health")\n"""\n')],
    ["a route that takes no GET", flask('app = Flask(__name__)\n@app.route("/health", methods=["POST"])\ndef h(): ...\n')],
    [
      "a route of a test",
      flask("app = Flask(__name__)\n", { "tests/test_a.py": 'app = Flask(__name__)\n@app.get("/health")\ndef h(): ...\n' }),
    ],
    ["a router that nobody uses", express('const app = express();\nconst router = express.Router();\nrouter.get("/health", f);\n')],
    [
      "a router below a variable",
      express('const app = express();\nconst router = express.Router();\nrouter.get("/health", f);\napp.use(BASE_PATH, router);\n'),
    ],
    [
      "one of two applications",
      express("const app = express();\napp.listen(3000);\n", { "admin.js": 'const app = express();\napp.get("/health", f);\n' }),
    ],
    [
      "one of two applications in Python",
      flask("app = Flask(__name__)\n", { "admin/app.py": 'app = Flask(__name__)\n@app.get("/health")\ndef h(): ...\n' }),
    ],
    ["two paths for one thing", express('const app = express();\napp.get("/health", f);\napp.get("/ping", f);\n')],
    ["a client that asks for it", express('const app = express();\naxios.get("/health");\nclient.get("/health", {});\n')],
    [
      "two servers",
      go('func main() { a := http.NewServeMux(); b := http.NewServeMux()\n a.HandleFunc("/health", h)\n http.ListenAndServe(":1234", a) }'),
    ],
    [
      "two programs, each with a server",
      {
        "go.mod": "module a\n\ngo 1.24\n",
        "cmd/a/main.go": 'package main\nfunc main() { http.HandleFunc("/health", h)\n http.ListenAndServe(":1234", nil) }\n',
        "cmd/b/main.go": 'package main\nfunc main() { http.HandleFunc("/other", h)\n http.ListenAndServe(":1235", nil) }\n',
      },
    ],
    ["a router that is mounted elsewhere", go('func main() { r := chi.NewRouter()\n r.Get("/health", h)\n outer.Mount("/x", r) }')],
  ])("health path: %s", (_, tree) => expect(factsOf(tree)).not.toHaveProperty("healthPath"));

  test("an application below another answers below its path", () => {
    const app = 'app = FastAPI()\nsub = FastAPI()\n@sub.get("/health")\ndef h(): ...\napp.mount("/sub", sub)\n';
    expect(factsOf({ "requirements.txt": "fastapi\n", "main.py": app }).healthPath).toBe("/sub/health");
  });

  test("an application that is made where Express is required has its routes", () => {
    const app = "const app = require('express')();\r\napp.get('/health', f);\r\napp.listen(3000);\r\n";
    expect(factsOf(express(app)).healthPath).toBe("/health");
  });

  test("a repository of workspaces has a service in each of them that has a manifest", () => {
    const manifest = '{"dependencies":{"express":"5"}}';
    const tree = {
      "package.json": '{"workspaces":["packages/*"]}',
      "packages/a/package.json": manifest,
      "packages/a/index.js": 'const app = express();\napp.get("/health", f);\napp.listen(3000);\n',
      "packages/b/package.json": manifest,
      "packages/b/index.js": "const app = express();\napp.listen(3001);\n",
    };
    const found = detect(written(tree)).services;
    expect(found.map(({ folder, facts }) => [folder, facts.port?.value, facts.healthPath?.value])).toEqual([
      ["packages/a", 3000, "/health"],
      ["packages/b", 3001, undefined],
    ]);
  });

  const nodeImage = "FROM node:22\nCMD node app.js\n";
  test.each<[string, Tree]>([
    ["EXPOSE and source differ", express("const app = express();\napp.listen(4000);\n", { Dockerfile: `${nodeImage}EXPOSE 3000\n` })],
    ["two ports", express("const app = express();\napp.listen(4000);\nadmin.listen(4001);\n")],
    ["a port that only the run knows", express("const app = express();\napp.listen(process.env.PORT);\n")],
    ["a port of a configuration", express("const app = express();\napp.listen(config.port || 3000);\n")],
    ["one of two that cannot be read", express("const app = express();\napp.listen(4000);\nother.listen(config.port);\n")],
    [
      "a health check elsewhere",
      express("const app = express();\n", { Dockerfile: `${nodeImage}EXPOSE 3000\nHEALTHCHECK CMD curl http://localhost:3001/health\n` }),
    ],
    ["a worker", { "requirements.txt": "redis\n", "worker.py": "run()\n" }],
  ])("port: %s", (_, tree) => expect(factsOf(tree)).not.toHaveProperty("port"));

  const queue: Tree = { "requirements.txt": "redis\n", Dockerfile: 'FROM python:3.12\nCMD ["python", "w.py"]\n', "w.py": "work()\n" };
  const inGo = (main: string): Tree => ({
    "go.mod": "module a\n\ngo 1.24\n\nrequire github.com/redis/go-redis/v9 v9.0.0\n",
    Dockerfile: 'FROM golang:1.24\nCMD ["/a"]\n',
    "main.go": `package main\n${main}`,
  });

  test("a program that works for a queue, and nothing of which could listen, is a worker", () => {
    for (const tree of [queue, inGo("func main() { work() }")]) expect(factsOf(tree)).toMatchObject({ worker: "yes" });
  });

  test.each<[string, Tree]>([
    ["a port is exposed", { ...queue, Dockerfile: `${queue.Dockerfile}EXPOSE 8000\n` }],
    ["a port is published", { ...queue, "compose.yaml": "services:\n  w:\n    build: .\n    ports: [8000:8000]\n" }],
    ["its health is asked for over HTTP", { ...queue, Dockerfile: `${queue.Dockerfile}HEALTHCHECK CMD curl http://localhost:8000/up\n` }],
    ["a framework is there", { ...queue, "requirements.txt": "redis\nflask\n" }],
    ["a server of the standard library", { ...queue, "w.py": "from http.server import HTTPServer\n" }],
    ["a socket", { ...queue, "w.py": 'import socket\ns.bind(("", 80))\n' }],
    ["gRPC", { ...queue, "requirements.txt": "redis\ngrpcio\n" }],
    ["a webhook of a bot", { ...queue, "w.py": "application.run_webhook()\n" }],
    ["a program of which nothing is known", { ...queue, "requirements.txt": "somebody-elses\n" }],
    ["no program is seen to start", { ...queue, Dockerfile: "FROM python:3.12\n" }],
    ["a server in Go", inGo('func main() { http.ListenAndServe(os.Getenv("ADDR"), nil) }')],
    [
      "a queue for development only",
      { "package.json": '{"devDependencies":{"ioredis":"5"},"scripts":{"start":"node a.js"}}', "a.js": "work()" },
    ],
  ])("worker: %s", (_, tree) => expect(factsOf(tree)).not.toHaveProperty("worker"));

  test.each<[string, Tree]>([
    ["a library that is not used", { "requirements.txt": "flask\nprometheus-flask-exporter\n", "app.py": "app = Flask(__name__)\n" }],
    [
      "a library told to use other names",
      {
        "requirements.txt": "flask\nprometheus-flask-exporter\n",
        "app.py": 'app = Flask(__name__)\nPrometheusMetrics(app, defaults_prefix="shop")\n',
      },
    ],
    [
      "a bundle without a path",
      {
        "package.json": '{"dependencies":{"express":"5","express-prom-bundle":"8"}}',
        "app.js": 'const bundle = require("express-prom-bundle");\napp.use(bundle());\n',
      },
    ],
    ["another library", { "package.json": '{"dependencies":{"express":"5","@opentelemetry/api":"1"}}', "app.js": "" }],
    [
      "one in a lock file only",
      { "package.json": '{"dependencies":{"express":"5"}}', "package-lock.json": '{"packages":{"node_modules/prom-client":{}}}' },
    ],
  ])("metrics: %s", (_, tree) => expect(factsOf(tree)).not.toHaveProperty("metrics"));

  test("two package managers", () => {
    const tree = { "package.json": '{"scripts":{"test":"x"},"dependencies":{"express":"5"}}', "yarn.lock": "", "pnpm-lock.yaml": "" };
    expect(factsOf(tree)).not.toHaveProperty("testCommand");
  });
});

describe("what the run is told beats what the source falls back to", () => {
  test.each<[string, Tree, number]>([
    [
      "a variable of the image",
      express("const app = express();\napp.listen(Number(process.env.PORT || 3000));\n", {
        Dockerfile: "FROM node:22\nENV PORT=4000\nCMD node app.js\n",
      }),
      4000,
    ],
    [
      "gunicorn, not app.run",
      flask("app = Flask(__name__)\napp.run(port=5000)\n", { Dockerfile: 'FROM python:3\nCMD ["gunicorn", "-b", ":8080", "app:app"]\n' }),
      8080,
    ],
    [
      "the fallback of a shell",
      flask("app = Flask(__name__)\n", { Dockerfile: "FROM python:3\nCMD gunicorn --bind=0.0.0.0:${PORT:-9000} app:app\n" }),
      9000,
    ],
    ["a Procfile", flask("app = Flask(__name__)\napp.run(port=5000)\n", { Procfile: "web: gunicorn -b 0.0.0.0:7000 app:app\n" }), 7000],
  ])("%s", (_, tree, port) => expect(factsOf(tree).port).toBe(port));
});

describe("how it is built and run is a fact only where it is written", () => {
  const below = (dockerfile: string, more: Tree = {}): Tree => ({
    "package.json": "{}",
    "services/api/requirements.txt": "flask\n",
    "services/api/Dockerfile": dockerfile,
    ...more,
  });
  const compose = (context: string) => ({
    "compose.yaml": `services:\n  api:\n    build:\n      context: ${context}\n      dockerfile: ${context === "." ? "services/api/" : ""}Dockerfile\n`,
  });

  test.each<[string, Tree, string | undefined]>([
    ["nothing but a dot is copied", below("FROM python:3.13\nCOPY . .\n"), undefined],
    ["what is copied lies in one folder only", below("FROM python:3.13\nCOPY requirements.txt ./\nCOPY . .\n"), "services/api"],
    ["what is copied lies at the root", below("FROM python:3.13\nCOPY services/api/requirements.txt ./\n"), "."],
    ["Compose says it", below("FROM python:3.13\nCOPY . .\n", compose("services/api")), "services/api"],
    ["Compose builds it from the root", below("FROM python:3.13\nCOPY . .\n", compose(".")), "."],
    [
      "what is copied from another stage tells nothing",
      below("FROM python:3.13 AS a\nFROM python:3.13\nCOPY --from=a requirements.txt .\n"),
      undefined,
    ],
  ])("build context: %s", (_, tree, value) => expect(factsOf(tree).buildContext).toBe(value));

  const image = (text: string): Tree => ({ "requirements.txt": "flask\n", Dockerfile: text });
  test.each<[string, Tree, number | undefined]>([
    ["an image of the company", image("FROM registry.example.com/base\n"), undefined],
    ["a name that nobody makes", image("FROM python:3.13\nUSER app\n"), undefined],
    ["a name that gets its number", image("FROM python:3.13\nRUN groupadd app && useradd --uid 1234 -g app app\nUSER app\n"), 1234],
    ["the number of another name", image("FROM python:3.13\nRUN useradd --uid 1234 other\nUSER app\n"), undefined],
    ["a stage before", image("FROM python:3.13 AS base\nUSER 7\nFROM base\n"), 7],
    ["root by name", image("FROM registry.example.com/base\nUSER root\n"), 0],
    ["an image without a root of its own", image("FROM gcr.io/distroless/python3:nonroot\n"), undefined],
  ])("user: %s", (_, tree, value) => expect(factsOf(tree).userId).toBe(value));

  test("of Go the version is told where its go.mod is not at the root, from where CI reads it", () => {
    const tree = { "go.mod": "module a\n\ngo 1.24\n", "main.go": "package main\n" };
    expect(factsOf(tree)).not.toHaveProperty("languageVersion");
    const below = { "package.json": '{"workspaces":["a"]}', "api/go.mod": "module a\n\ngo 1.24.2\n", "api/main.go": "package main\n" };
    expect(factsOf(below).languageVersion).toBe("1.24.2");
  });

  test("a wrapper that is not executable is run by a shell", () => {
    const root = written({ "pom.xml": "<project></project>", mvnw: "#!/bin/sh\n", "src/test/java/A.java": "class A {}\n" });
    const command = () => detect(root).services[0]!.facts.testCommand?.value;
    expect(command()).toBe("sh mvnw test");
    chmodSync(join(root, "mvnw"), 0o755);
    expect(command()).toBe("./mvnw test");
  });

  const measured = (options: string, use = "promhttp.InstrumentHandlerDuration(d, mux)", labels = '"code", "method"') =>
    go(`var d = prometheus.NewHistogramVec(prometheus.HistogramOpts{${options}}, []string{${labels}})\nfunc main() { ${use} }`);
  test.each<[string, Tree, string | undefined]>([
    ["that promhttp fills", measured('Name: "hello_seconds"'), "hello_seconds"],
    ["with a prefix that is told apart", measured('Namespace: ns, Name: "hello_seconds"'), undefined],
    ["with edges that only the run knows", measured('Name: "hello_seconds", Buckets: edges'), undefined],
    ["that is filled by hand", measured('Name: "hello_seconds"', "d.WithLabelValues()"), undefined],
    ["that tells no status", measured('Name: "hello_seconds"', undefined, '"method"'), undefined],
  ])("a histogram of Go %s", (_, tree, value) => expect(factsOf(tree).metrics).toBe(value));
});

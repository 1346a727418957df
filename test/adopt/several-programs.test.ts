import { alternativesAmong, detect } from "../../src/adopt/adopt";
import { type Tree, written } from "../doctor/support";

const only = (tree: Tree) => detect(written(tree)).services[0]!;
const shop: Tree = {
  "requirements.txt": "flask\ncelery\nprometheus-flask-exporter\n",
  "app.py": 'app = Flask(__name__)\nPrometheusMetrics(app)\n@app.get("/health")\ndef h(): ...\n',
};

describe("a worker in the folder of a program that answers requests", () => {
  test.each([
    ["celery", "celery -A app worker --loglevel info"],
    ["celery's clock", "celery --app app beat"],
    ["rq", "rq worker default"],
    ["dramatiq", "dramatiq app"],
  ])("%s has nothing of what the other answers", (_, command) => {
    const { facts, open } = only({ ...shop, Dockerfile: `FROM python:3.13\nEXPOSE 5000\nCMD ${command}\n` });
    expect(facts.worker?.value).toBe("yes");
    for (const name of ["port", "healthPath", "metrics", "metricsPath"]) {
      expect(facts).not.toHaveProperty(name);
      expect(open.map(({ fact }) => fact)).not.toContain(name);
    }
  });

  test("is none where its program is the other one", () => {
    const { facts } = only({ ...shop, Dockerfile: "FROM python:3.13\nCMD gunicorn -b :8000 app:app\n" });
    expect(facts).toMatchObject({ port: { value: 8000 }, healthPath: { value: "/health" } });
    expect(facts).not.toHaveProperty("worker");
  });
});

describe("of several stages that could be the image", () => {
  const stages = (target: string): Tree => ({
    ...shop,
    Dockerfile:
      "FROM python:3.13 AS base\nFROM base AS dev\nCMD flask run --port 5001\nFROM base AS api\nCMD gunicorn -b :8000 app:app\nFROM base AS Jobs\nCMD gunicorn -b :9000 jobs:app\n",
    "compose.yaml": `services:\n  shop:\n    build: { context: ., target: ${target} }\n    ports: ["8000:8000"]\n    healthcheck: { test: curl http://localhost:8000/alive }\n`,
  });
  test.each(["api", "dev"])("what Compose says of %s is not said of the last, which the pipeline builds", (target) => {
    const { facts } = only(stages(target));
    expect([facts.port?.value, facts.healthPath?.value]).toEqual([9000, "/health"]);
    expect(facts.buildContext?.value).toBe(".");
  });

  test("what it says of the last counts", () => {
    expect(
      only(stages("jobs"))
        .open.find(({ fact }) => fact === "port")
        ?.candidates.map(({ value }) => value),
    ).toEqual([8000, 9000]);
  });

  test.each([
    ["api", true],
    ["dev", false],
    ["jobs", false],
  ])("that Compose runs %s is told: %s", (target, isTold) => {
    const told = only(stages(target)).notes.filter((note) => note.includes("compose.yaml:") && note.includes(`stage ${target}`));
    expect(told).toHaveLength(isTold ? 1 : 0);
    for (const note of told) expect(note).toContain("Jobs");
  });
});

describe("what else is started from the same files", () => {
  const note = (tree: Tree) => only(tree).notes.filter((text) => text.includes("a service of its own"));
  const procfile = "release: python migrate.py\nweb: gunicorn -b :8000 app:app\n# worker: nobody\nworker: celery -A app worker\n";

  test("by the Procfile that tells how it starts", () => {
    expect(note({ ...shop, Procfile: procfile })).toEqual([expect.stringMatching(/Procfile:4 .*worker.*celery -A app worker/)]);
    expect(note({ ...shop, Procfile: "web: gunicorn -b :8000 app:app\nrelease: x\n" })).toEqual([]);
  });

  test("by Compose, with another command", () => {
    const compose = (command: string) =>
      `services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n  queue:\n    build: .\n    ${command}\n`;
    const image = { ...shop, Dockerfile: "FROM python:3.13\nCMD gunicorn -b :8000 app:app\n" };
    const found = note({ ...image, "compose.yaml": compose("command: [celery, -A, app, worker]") });
    expect(found).toEqual([expect.stringMatching(/compose\.yaml:5 .*queue.*celery -A app worker/)]);
    expect(note({ ...image, "compose.yaml": compose("profiles: [x]") })).toEqual([]);
    expect(note({ ...image, "compose.yaml": compose("command: python manage.py migrate --noinput") })).toEqual([]);
  });
});

test.each([
  ["Dockerfile.jvm", "Dockerfile.native"],
  ["Dockerfile.native", "Dockerfile.native-micro"],
  ["Dockerfile.jvm", "Dockerfile.legacy-jar"],
])("%s and %s may build the same program", (one, other) => {
  const folder = "src/main/docker";
  const tree = { "pom.xml": "<project/>", [`${folder}/${one}`]: 'FROM a\nCMD ["java"]\n', [`${folder}/${other}`]: 'FROM a\nCMD ["./b"]\n' };
  expect(alternativesAmong(detect(written(tree)).services)).toHaveLength(2);
});

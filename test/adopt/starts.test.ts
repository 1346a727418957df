import { detect } from "../../src/adopt/detect";
import { type Tree, written } from "../doctor/support";

/** What is told for certain of the only service. */
const factsOf = (tree: Tree) => {
  const [service] = detect(written(tree)).services;
  return Object.fromEntries(Object.entries(service!.facts).map(([name, fact]) => [name, fact.value]));
};
const portOf = (tree: Tree) => factsOf(tree).port;

/** Its source listens at 5000 when it is run directly. */
const flask = (command: string, more: Tree = {}): Tree => ({
  "requirements.txt": "flask\n",
  "app.py": 'app = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=5000)\n',
  Dockerfile: `FROM python:3.13\nCOPY . .\n${command}\n`,
  ...more,
});
const node = (scripts: object, command = "CMD npm start", more: Tree = {}): Tree => ({
  "package.json": JSON.stringify({ dependencies: { express: "5" }, scripts }),
  "app.js": "const app = express();\napp.listen(process.env.PORT || 3000);\n",
  Dockerfile: `FROM node:22\nCOPY . .\n${command}\n`,
  ...more,
});
const spring = (command: string, more: Tree = {}): Tree => ({
  "src/main/java/Shop.java": "@SpringBootApplication\nclass Shop {}\n",
  "pom.xml":
    "<project><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies></project>",
  Dockerfile: `FROM eclipse-temurin:21\nCOPY app.jar /app.jar\n${command}\n`,
  ...more,
});

describe("the port is that of what is started", () => {
  test.each<[string, Tree, number | undefined]>([
    ["the program itself", flask("CMD python app.py"), 5000],
    ["a module of it", flask('CMD ["python", "-m", "app"]'), 5000],
    ["another program of it", flask("CMD python jobs.py", { "jobs.py": "work()\n" }), undefined],
    ["a server after something else", flask("CMD flask db upgrade && gunicorn -b :8000 app:app"), 8000],
    ["a server in a shell of its own", flask('CMD ["sh", "-c", "flask db upgrade; exec gunicorn -b :8000 app:app"]'), 8000],
    ["a server below an init", flask('ENTRYPOINT ["tini", "--"]\nCMD gunicorn --bind 0.0.0.0:8000 app:app'), 8000],
    ["a server below instrumentation", flask("CMD opentelemetry-instrument gunicorn -b :8000 app:app"), 8000],
    ["a server by a variable of the command", flask("CMD PORT=8000 gunicorn app:app"), 8000],
    [
      "a script that starts a server",
      flask("CMD ./boot.sh", { "boot.sh": "#!/bin/sh\nflask db upgrade\nexec gunicorn -b :8000 app:app\n" }),
      8000,
    ],
    [
      "a script that hands over to the command",
      flask('ENTRYPOINT ["/app/bin/entry"]\nCMD ["gunicorn", "-b", ":8000", "app:app"]', {
        "bin/entry": '#!/usr/bin/env bash\nset -e\nif [ "$X" ]; then migrate; fi\nexec "$@"\n',
      }),
      8000,
    ],
    ["a script that decides", flask("CMD ./boot.sh", { "boot.sh": "#!/bin/sh\nif x; then exec a; else exec b; fi\n" }), undefined],
    ["a script that is not there", flask('CMD ["/usr/local/bin/boot.sh"]'), undefined],
    ["a command that decides", flask("CMD if [ -f a ]; then python app.py; else gunicorn -b :8000 app:app; fi"), undefined],
    ["nothing that is known", flask(""), undefined],
    ["a script of the manifest", node({ start: "node app.js" }), 3000],
    ["a script of the manifest with a variable", node({ start: "PORT=4000 node app.js" }), 4000],
    ["one across systems", node({ start: "cross-env PORT=4000 node app.js" }), 4000],
    ["a script that runs another", node({ start: "npm run serve", serve: "next start -p 4000" }), 4000],
    ["yarn's and pnpm's", node({ serve: "next start --port 4000" }, 'CMD ["pnpm", "serve"]'), 4000],
    ["a server of files", node({ start: "serve -s build -l 5000" }), 5000],
    ["a server of files without a word", node({ start: "serve -s build" }), 3000],
    ["a manager with a folder of its own", node({ start: "node app.js" }, 'CMD ["npm", "--prefix", "web", "start"]'), undefined],
    ["a variable that a file gives which is copied", node({}, "CMD node app.js", { ".env": "PORT=4000\n" }), undefined],
    ["nginx, and not the source", node({}, "FROM nginx:1.29\nCOPY --from=0 /dist /usr/share/nginx/html"), undefined],
    ["Spring Boot", spring('ENTRYPOINT ["java", "-jar", "/app.jar"]'), 8080],
    ["a library for Spring Boot", spring("CMD java -jar /app.jar", { "src/main/java/Shop.java": "class Shop {}\n" }), undefined],
    ["Spring Boot with an argument", spring('ENTRYPOINT ["java", "-jar", "/app.jar", "--server.port=9000"]'), 9000],
    ["Spring Boot with a property", spring("CMD java -Dserver.port=9000 -jar /app.jar"), 9000],
    ["Spring Boot with options in a variable", spring("ENV JAVA_TOOL_OPTIONS=-Dserver.port=9000\nCMD java -jar /app.jar"), 9000],
    ["Spring Boot with a variable", spring("ENV SERVER_PORT=9000\nCMD java -jar /app.jar"), 9000],
    ["Spring Boot started by a script that is not there", spring("CMD /run.sh"), undefined],
  ])("%s", (_, tree, port) => expect(portOf(tree)).toBe(port));

  const base = { "src/main/resources/application.yml": "server:\n  port: 8081\n" };
  const production = { "src/main/resources/application-production.properties": "server.port=9000\n" };
  test.each<[string, Tree, number | undefined]>([
    ["none of them is active", spring("CMD java -jar /app.jar", { ...base, ...production }), 8081],
    ["one is, by a variable", spring("ENV SPRING_PROFILES_ACTIVE=production\nCMD java -jar /app.jar", { ...base, ...production }), 9000],
    ["one is, by an argument", spring("CMD java -jar /app.jar --spring.profiles.active=a,production", { ...base, ...production }), 9000],
    [
      "one is, by a property",
      spring("CMD java -jar /app.jar", {
        ...production,
        "src/main/resources/application.properties": "spring.profiles.active=production\nserver.port=8081\n",
      }),
      9000,
    ],
    [
      "only the run knows which",
      spring("CMD java -jar /app.jar", {
        ...production,
        "src/main/resources/application.properties": "spring.profiles.active=${PROFILE}\nserver.port=8081\n",
      }),
      undefined,
    ],
  ])("of Spring's profiles %s", (_, tree, port) => expect(portOf(tree)).toBe(port));
});

test("what starts it is told as it is written, not what is left of it", () => {
  expect(factsOf(flask("CMD if [ -f a ]; then python app.py; else python b.py; fi")).start).toBe(
    "if [ -f a ]; then python app.py; else python b.py; fi",
  );
  expect(factsOf(flask("CMD flask db upgrade && gunicorn app:app")).start).toBe("flask db upgrade && gunicorn app:app");
  expect(factsOf(flask('CMD ["sh", "-c", "exec gunicorn app:app"]')).start).toBe("gunicorn app:app");
});

describe("a path is that of a health check only where no more is in it", () => {
  const express = (path: string): Tree => ({
    "package.json": '{"dependencies":{"express":"5"}}',
    "app.js": `const app = express();\napp.get("${path}", f);\napp.listen(3000);\n`,
  });
  test.each([
    ["/users/:id/health", undefined],
    ["/matches/live", undefined],
    ["/files/up", undefined],
    ["/live", "/live"],
    ["/api/v1/ping", "/api/v1/ping"],
    ["/internal/live", "/internal/live"],
  ])("%s", (path, value) => expect(factsOf(express(path)).healthPath).toBe(value));

  test.each([
    ["/users/<int:id>/health", undefined],
    ["/health", "/health"],
  ])("in Flask: %s", (path, value) =>
    expect(
      factsOf({ "requirements.txt": "flask\n", "app.py": `app = Flask(__name__)\n@app.get("${path}")\ndef h(): ...\n` }).healthPath,
    ).toBe(value),
  );
});

describe("metrics", () => {
  const django = (urls: string): Tree => ({
    "requirements.txt": "django\ndjango-prometheus\n",
    "shop/settings.py": `ROOT_URLCONF = "shop.urls"\nMIDDLEWARE = ["django_prometheus.middleware.PrometheusBeforeMiddleware", "django_prometheus.middleware.PrometheusAfterMiddleware"]\n`,
    "shop/urls.py": `urlpatterns = [${urls}]\n`,
  });
  test("whose path nothing tells are asked for it, and not taken for being where the library has them", () => {
    const [hidden] = detect(written(django('re_path(r"^prometheus/", include("django_prometheus.urls"))'))).services;
    expect(hidden!.facts.metrics?.value).toBe("django-prometheus");
    expect(hidden!.facts).not.toHaveProperty("metricsPath");
    expect(hidden!.open.map(({ fact }) => fact)).toContain("metricsPath");
    const [plain] = detect(written(django('path("", include("django_prometheus.urls"))'))).services;
    expect(plain!.facts.metricsPath?.value).toBe("/metrics");
    expect(plain!.open.map(({ fact }) => fact)).not.toContain("metricsPath");
  });

  test("of a project in a folder are found from its manage.py", () => {
    const tree = django('path("", include("django_prometheus.urls"))');
    const below = Object.fromEntries(Object.entries(tree).map(([path, text]) => [path.startsWith("shop/") ? `web/${path}` : path, text]));
    expect(factsOf({ ...below, "web/manage.py": "main()\n" }).metricsPath).toBe("/metrics");
  });

  const fastapi = (requirements: string): Tree => ({
    "requirements.txt": requirements,
    "main.py": 'app = FastAPI()\n@app.get("/metrics")\ndef metrics(): ...\n',
  });
  test("are not in a path of that name where nothing speaks of Prometheus", () => {
    expect(factsOf(fastapi("fastapi\n"))).not.toHaveProperty("metricsPath");
    expect(factsOf(fastapi("fastapi\nprometheus-client\n")).metricsPath).toBe("/metrics");
  });

  test("that the image brings in are no certain absence", () => {
    const image = (command: string): Tree => ({
      "requirements.txt": "flask\n",
      "app.py": "app = Flask(__name__)\n",
      Dockerfile: `FROM python:3.13\nRUN pip install opentelemetry-distro\n${command}\n`,
    });
    expect(factsOf(image("CMD opentelemetry-instrument python app.py"))).not.toHaveProperty("metrics");
  });
});

test("what pip-compile lists for the sake of another package is no dependency of the program", () => {
  const list = "flask==3.1\n    # via locust\nlocust==2\n    # via -r requirements.in\nzope==5  # via gevent\n";
  const facts = factsOf({ "requirements.txt": list, "app.py": "run()\n" });
  expect(facts).not.toHaveProperty("framework");
  expect(
    factsOf({ "requirements.txt": "flask==3.1\n    # via\n    #   -r requirements.in\n    #   flask-x\n", "app.py": "" }).framework,
  ).toBe("flask");
});

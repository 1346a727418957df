import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detect, offerFor } from "../../src/adopt/adopt";
import { dockerfileTree } from "../../src/synthesis/dockerfile";
import { Dockerfile } from "../../src/workspace/dockerfile";
import { Repository } from "../../src/workspace/repository";
import { written } from "../doctor/support";
import { temporaryFolder } from "../support/portfolio";
import { check } from "../support/tools";
import { appsFolder } from "./apps";

/** A copy of an app in `test/apps`, without the Dockerfile that it has. */
function withoutDockerfile(name: string): string {
  const folder = join(temporaryFolder(), name);
  cpSync(join(appsFolder, name), folder, { recursive: true });
  rmSync(join(folder, "Dockerfile"), { force: true });
  return folder;
}

const gradle = {
  "build.gradle.kts":
    'plugins { id("org.springframework.boot") version "3.5.0" }\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n',
  gradlew: "#!/bin/sh\n",
};
const poetry = {
  "pyproject.toml": '[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3"\n',
  "poetry.lock": "",
  "app.py": "from flask import Flask\n",
};

const cases: Readonly<Record<string, [folder: () => string, port: number, start?: string]>> = {
  "node, npm": [() => withoutDockerfile("express-commonjs"), 3000],
  "node, pnpm, with a build": [() => withoutDockerfile("nest"), 3000, "node dist/main.js"],
  "node, yarn": [() => withoutDockerfile("next-standalone"), 3000, "yarn start"],
  "python, requirements.txt": [() => withoutDockerfile("flask-factory"), 8000, "gunicorn --bind 0.0.0.0:$PORT wsgi:app"],
  "python, a folder of requirements": [() => withoutDockerfile("django-gunicorn"), 8001, "gunicorn site_project.wsgi"],
  "python, uv": [() => withoutDockerfile("fastapi-uv"), 8000, "uvicorn catalogue.main:app --host 0.0.0.0 --port $PORT"],
  "python, poetry": [() => written(poetry), 5000, "flask run --host 0.0.0.0"],
  go: [() => withoutDockerfile("go-net-http"), 8080],
  "go, a program in a folder": [() => withoutDockerfile("go-chi"), 9000],
  "java, Maven": [() => withoutDockerfile("spring-boot"), 8085],
  "java, Gradle": [() => written(gradle), 8080],
};

/** The Dockerfile that is offered, beside the files for which it is. */
function offered(folder: string, port: number | undefined, start?: string): string {
  const [service] = detect(folder).services;
  const offer = offerFor(folder, service!, { language: service!.facts.language!.value, port, start });
  if ("because" in offer) throw new Error(offer.because);
  const tree = dockerfileTree(offer.template, offer.scope, "");
  for (const [path, { content }] of tree) writeFileSync(join(folder, path), content);
  return folder;
}

const parsed = (folder: string) => new Dockerfile(new Repository(folder, "").file("Dockerfile")!);

describe.each(Object.entries(cases))("the Dockerfile for %s", (_, [folderOf, port, start]) => {
  const folder = offered(folderOf(), port, start);
  const file = parsed(folder);

  test("has what it is for: the port, a numeric user who is not root, stages of which only the last is shipped", () => {
    expect(file.exposed.map((one) => one.port)).toEqual([port]);
    expect(file.environment.get("PORT")).toBe(String(port));
    expect(file.user?.text).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(file.stages).toHaveLength(2);
    expect(file.stages[0]!.alias).toBe("build");
    expect(file.final("RUN")).toEqual([]); // nothing is installed in what is shipped
    for (const { image } of file.stages) expect(image).toMatch(/^[\w./-]+:(?!latest$)[\w.-]+$/);
    if (start) expect(file.command!.words.join(" ")).toContain(start);
  });

  test("is understood by adopt itself as what it is", () => {
    const { facts } = detect(folder).services[0]!;
    expect(facts.port?.value).toBe(port);
    expect(facts.userId?.value ?? Number(String(facts.user?.value).split(":")[0])).toBeGreaterThan(0);
    expect(facts.buildContext?.value).toBe(".");
  });

  test("passes hadolint", () => {
    expect(check("hadolint", [join(folder, "Dockerfile")])).toBe("");
  });

  test("speaks of no port where it is for a worker, and passes hadolint there, too", () => {
    const worker = offered(folderOf(), undefined, start);
    expect(parsed(worker).exposed).toEqual([]);
    expect(parsed(worker).environment.has("PORT")).toBe(false);
    expect(check("hadolint", [join(worker, "Dockerfile")])).toBe("");
  });
});

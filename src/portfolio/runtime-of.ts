import { versions } from "../versions";
import type { ContainerOptions } from "./container-options";
import type { Runtime } from "./runtime";
import { runtimes } from "./runtimes";

type Said = ContainerOptions & { readonly runtime: Runtime["id"] };

const languages = { node: "Node.js", python: "Python", go: "Go", java: "Java" } as const;

/** The runtime of a service: a container of a person's own is what its options say. */
export function runtimeOf(options: Said): Runtime {
  return options.runtime === "container" ? container(options) : runtimes[options.runtime];
}

function container(options: ContainerOptions): Runtime {
  const { setup = "none", installCommand: install, testCommand: test, lintCommand: lint } = options;
  const language = setup === "none" ? "a container" : languages[setup];
  return {
    id: "container",
    title: setup === "none" ? "containerized" : language,
    language,
    ecosystem: ecosystemOf(setup, [install, test, lint].join("\n")),
    commands: { install, test, lint },
    setUp: setUpOf(options),
    ignored: [],
  };
}

// What another run cached must not reach a release.
function setUpOf({ setup = "none", setupVersion, buildContext = "." }: ContainerOptions): Runtime["setUp"] {
  const goMod = buildContext === "." ? "go.mod" : `${buildContext}/go.mod`;
  const steps: Record<typeof setup, Runtime["setUp"]> = {
    none: [],
    node: [{ uses: "actions/setup-node", inputs: { "node-version": setupVersion ?? versions.node, "package-manager-cache": false } }],
    python: [{ uses: "actions/setup-python", inputs: { "python-version": setupVersion ?? versions.python } }],
    go: [
      {
        uses: "actions/setup-go",
        inputs: { ...(setupVersion ? { "go-version": setupVersion } : { "go-version-file": goMod }), cache: false },
      },
    ],
    java: [{ uses: "actions/setup-java", inputs: { distribution: "temurin", "java-version": setupVersion ?? versions.java } }],
  };
  return steps[setup];
}

/** The one that Dependabot reads, by the program that the commands run. */
function ecosystemOf(setup: NonNullable<ContainerOptions["setup"]>, commands: string): Runtime["ecosystem"] {
  if (setup === "none") return undefined;
  if (setup === "python") return /\buv\b/.test(commands) ? "uv" : "pip";
  if (setup === "java") return /\bgradlew?\b/.test(commands) ? "gradle" : "maven";
  return setup === "go" ? "gomod" : "npm";
}

import { containersOf, isWorkload, type KubeObject } from "../../workspace/kube";
import { positionals } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { mapOf, textValue } from "../../workspace/yaml";
import { type Sight, warning } from "../finding";

/** Controllers, images, charts, actions and programs that nobody keeps, and an Ingress for a controller that is not there. */
export function* unmaintained(workspace: Workspace): Generator<Sight> {
  yield* images(workspace);
  yield* charts(workspace);
  yield* actions(workspace);
  yield* ingresses(workspace);
}

/** Registries and images, and where they went. */
const IMAGES: readonly (readonly [RegExp, string, string])[] = [
  [/^k8s\.gcr\.io\//, "k8s.gcr.io is frozen since 2023: it gets no new images and no fixes", "Use the same image of registry.k8s.io."],
  [
    /^(docker\.io\/)?bitnami\/[\w.-]+:(?!latest)/,
    "Bitnami took the tags of its images away in 2025, so this one is pulled no more where it is not cached",
    "Use the image of the program's own project, or bitnamilegacy until then.",
  ],
  [/^(docker\.io\/)?(library\/)?openjdk:/, "The image openjdk is deprecated and gets no fixes", "Use eclipse-temurin."],
];

function* images(workspace: Workspace): Generator<Sight> {
  for (const object of workspace.objects.filter(isWorkload))
    for (const { value, path } of containersOf(object)) {
      const image = textValue(value.image) ?? "";
      const found = IMAGES.find(([pattern]) => pattern.test(image));
      if (found) yield warning(object.at(...path, "image"), `image: ${image}`, found[1], found[2]);
    }
}

const CLOSED = /kubernetes-charts(-incubator)?\.storage\.googleapis\.com|charts\.helm\.sh\/(stable|incubator)/;

function* charts(workspace: Workspace): Generator<Sight> {
  for (const { words, place, text, origin } of workspace.commands) {
    if (origin === "document" && /changelog|troubleshoot|history/i.test(place.file.path)) continue;
    if (words[0] === "helm" && words[1] === "repo" && words[2] === "add" && CLOSED.test(text))
      yield warning(
        place,
        text,
        "This repository of charts was closed in 2020: what it still serves is never updated",
        "Add the repository of the chart's own project.",
      );
  }
}

const ARCHIVED: readonly (readonly [RegExp, string])[] = [
  [/^actions\/(create-release|upload-release-asset)@/, "softprops/action-gh-release, or gh release create"],
  [/^actions-rs\//, "cargo in a run step"],
  [/^(azure\/docker-login|azure\/container-scan|mikepenz\/release-changelog-builder-action@v[12])@/, "an action that is kept"],
];

function* actions(workspace: Workspace): Generator<Sight> {
  for (const workflow of workspace.workflows) {
    for (const step of workflow.steps) {
      const found = ARCHIVED.find(([pattern]) => pattern.test(step.uses ?? ""));
      if (found)
        yield warning(
          workflow.at(...step.path, "uses"),
          `uses: ${step.uses}`,
          "This action is archived: nobody mends it, and it stops with its version of Node.js",
          `Use ${found[1]}.`,
        );
    }
    yield* compose(workflow);
  }
}

/** GitHub's machines have had `docker compose` alone since July 2024. */
function* compose(workflow: Workspace["workflows"][number]): Generator<Sight> {
  for (const job of workflow.jobs) {
    const brings =
      /install[^\n]*docker-compose|docker\/compose|docker-compose-action|docker-compose-(linux|\$\(uname)|ln -s[^\n]*docker-compose|alias docker-compose/i;
    if (!/^ubuntu-/.test(textValue(job.value?.["runs-on"]) ?? "") || job.value?.container || brings.test(JSON.stringify(job.value)))
      continue;
    for (const step of job.steps)
      for (const { words, place, text, mayFail } of workflow.commandsOf(step))
        if (words[0] === "docker-compose" && !mayFail)
          yield {
            severity: "error",
            place,
            evidence: text,
            cause: "GitHub took docker-compose off its machines, so the step ends with `docker-compose: command not found`",
            fix: "Write docker compose.",
          };
  }
}

/** What installs a controller, and the classes that it serves. */
const CONTROLLERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(^|\/)(ingress-nginx|nginx-ingress)$/, ["nginx"]],
  [/(^|\/)traefik$/, ["traefik"]],
  [/(^|\/)aws-load-balancer-controller$/, ["alb"]],
  [/(^|\/)(kong|ingress)$/, ["kong"]],
  [/(^|\/)(haproxy-ingress|kubernetes-ingress)$/, ["haproxy"]],
  [/(^|\/)contour$/, ["contour"]],
];
const KNOWN: readonly string[] = CONTROLLERS.flatMap(([, classes]) => classes);
const PREFIXES: Readonly<Record<string, RegExp>> = {
  nginx: /^nginx\.ingress\.kubernetes\.io\//,
  traefik: /^traefik\.ingress\.kubernetes\.io\//,
  alb: /^alb\.ingress\.kubernetes\.io\//,
  kong: /^konghq\.com\//,
  haproxy: /^haproxy(-ingress\.github\.io|\.org)\//,
};

const classOf = (ingress: KubeObject): string | undefined =>
  textValue(ingress.get("spec", "ingressClassName")) ?? textValue(ingress.get("metadata", "annotations", "kubernetes.io/ingress.class"));

function* ingresses(workspace: Workspace): Generator<Sight> {
  const installed = installedIn(workspace);
  for (const ingress of workspace.ofKind("Ingress")) {
    const name = classOf(ingress);
    if (!name || !KNOWN.includes(name) || workspace.ofKind("IngressClass").length > 0) continue;
    const place = ingress.get("spec", "ingressClassName") ? ingress.at("spec", "ingressClassName") : ingress.at("metadata", "annotations");
    if (installed.length > 0 && !installed.includes(name))
      yield warning(
        place,
        `class ${name}; installed: ${installed.join(", ")}`,
        `Nothing here installs a controller of the class ${name}, so nobody serves this Ingress`,
        `Write ingressClassName: ${installed[0]}, with that controller's annotations.`,
      );
    const other = Object.entries(PREFIXES).find(
      ([owner, prefix]) => owner !== name && Object.keys(mapOf(ingress.get("metadata", "annotations"))).some((key) => prefix.test(key)),
    );
    const hasOwn = PREFIXES[name] && Object.keys(mapOf(ingress.get("metadata", "annotations"))).some((key) => PREFIXES[name]!.test(key));
    if (other && !hasOwn)
      yield warning(
        ingress.at("metadata", "annotations"),
        `annotations of ${other[0]}; class ${name}`,
        `The controller of the class ${name} does not read the annotations of ${other[0]}`,
        `Use the class ${other[0]}, or the annotations of ${name}.`,
      );
  }
}

/** Empty where another way of installing one may be meant. */
function installedIn(workspace: Workspace): string[] {
  const names = workspace.installs.flatMap(({ chart }) => CONTROLLERS.find(([pattern]) => pattern.test(chart))?.[1] ?? []);
  const addon = workspace.commands.some(
    ({ words }) => words[0] === "minikube" && positionals(words.slice(1), new Set()).join(" ").includes("addons enable ingress"),
  );
  const byHand = workspace.files.some(
    ({ name, text }) => /\.(sh|ya?ml|tf|md)$|Makefile/.test(name) && /deploy\/static\/provider|controller\.ingressClass|k3s|k3d/.test(text),
  );
  return byHand ? [] : [...new Set([...names, ...(addon ? ["nginx"] : [])])];
}

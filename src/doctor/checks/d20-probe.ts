import { type Container, containersOf, isWorkload, type KubeObject, podLabels, portsOf } from "../../workspace/kube";
import { answers } from "../../workspace/routes";
import type { Workspace } from "../../workspace/workspace";
import { part, textValue } from "../../workspace/yaml";
import { buildOf } from "../chain";
import type { Check, Sight } from "../finding";
import { environmentOf, listenOf } from "./d19-port-chain";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"];

export const d20: Check = {
  id: "D20",
  title: "A probe asks for what the program does not answer",
  story:
    "Symptom: `Readiness probe failed: HTTP probe failed with statuscode: 404`, or `connection refused`; the pod never becomes ready or is restarted for ever.",
  *detect(workspace) {
    for (const object of workspace.objects.filter(isWorkload)) {
      for (const container of containersOf(object)) {
        for (const probe of PROBES) yield* probeSights(workspace, object, container, probe);
      }
    }
  },
};

function* probeSights(workspace: Workspace, object: KubeObject, container: Container, probe: string): Generator<Sight> {
  const http = part(container.value, probe, "httpGet");
  const port = textValue(part(http ?? part(container.value, probe, "tcpSocket"), "port"));
  const path = textValue(part(http, "path"));
  const kind = http ? "httpGet" : "tcpSocket";
  const ports = portsOf(part(container.value, "ports"), [], "containerPort");
  if (port && !/^\d+$/.test(port) && !ports.some(({ name }) => name === port)) {
    yield {
      severity: "error",
      place: object.at(...container.path, probe, kind, "port"),
      evidence: `${probe} port: ${port}; the container declares ${ports.map(({ name, number }) => name ?? number).join(", ") || "no port"}`,
      cause: `The container has no port named ${port}, so the ${probe} always fails`,
      fix: ports[0] ? `Use port: ${ports[0].name ?? ports[0].number}.` : `Declare a container port with the name ${port}.`,
    };
    return;
  }
  const build = buildOf(workspace, container);
  if (!build || part(container.value, "command") || part(container.value, "args") || Object.keys(podLabels(object)).length === 0) return;
  const listens = listenOf(build, environmentOf(container.value)) ?? [];
  if (port && /^\d+$/.test(port) && listens[0] && listens[0].port !== Number(port)) {
    yield {
      severity: "error",
      place: object.at(...container.path, probe, kind, "port"),
      evidence: `${probe} port: ${port}; the program listens on ${listens[0].port} (${listens[0].place.file.path}:${listens[0].place.line})`,
      cause: `Nothing in the container listens on ${port}, so the ${probe} always fails`,
      fix: `Use port: ${listens[0].port}.`,
    };
    return;
  }
  const { app } = build;
  if (!path || !app.routesKnown || answers(app.routes, path) || app.libraries.some((library) => library.path === path)) return;
  yield {
    severity: "error",
    place: object.at(...container.path, probe, kind, "path"),
    evidence: `${probe} path: ${path}; routes: ${[...new Set(app.routes.map((route) => route.path))].slice(0, 8).join(", ")}`,
    cause: `The program has no route ${path}, so the ${probe} gets 404 and always fails`,
    fix: `Use a path that ${app.routes[0]!.place.file.path} answers, or add the route.`,
  };
}

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checks } from "../../src/doctor/checks";
import type { Finding } from "../../src/doctor/finding";
import { examine } from "../../src/doctor/run";
import { Repository } from "../../src/workspace/repository";
import { Workspace } from "../../src/workspace/workspace";
import { temporaryFolder } from "../support/portfolio";

/** Files by path. */
export type Tree = Readonly<Record<string, string>>;

export function written(tree: Tree): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export const workspaceOf = (tree: Tree): Workspace => new Workspace([new Repository(written(tree), "")]);

export const findingsOf = (tree: Tree, id?: string): Finding[] =>
  examine(workspaceOf(tree), id ? checks.filter((check) => check.id === id) : checks).findings.slice();

export const errorsOf = (tree: Tree): Finding[] => findingsOf(tree).filter(({ severity }) => severity === "error");

export const service = (more: string, labels = "labels: {app: web}"): string => `
apiVersion: v1
kind: Service
metadata: {name: web, ${labels}}
spec:
  selector: {app: web}
  ports:
    ${more}
`;

export const deployment = (container = "", labels = "app: web", more = ""): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  ${more}
  selector: {matchLabels: {${labels}}}
  template:
    metadata: {labels: {${labels}}}
    spec:
      containers:
        - name: web
          image: ghcr.io/octo/web:1.2.3
          ports: [{name: http, containerPort: 8080}]
          ${container}
`;

export const monitor = (spec: string, labels = ""): string => `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web
  ${labels}
spec:
  ${spec}
`;

import { deployment, service, type Tree } from "../support";
import type { Case } from "./case";

const config = (name = "web-config") => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {LEVEL: info}\n`;
const reading = deployment("envFrom: [{configMapRef: {name: web-config}}]");
const opaque = "apiVersion: v1\nkind: Secret\nmetadata: {name: web-keys}\ntype: Opaque\nstringData: {A: '{{ .a }}'}\n";
const apply = (path: string) => `#!/bin/sh\nset -e\nkubectl apply -f ${path}\n`;
const running: Tree = { "k8s/web.yaml": deployment(), "deploy.sh": apply("k8s/web.yaml") };

const kustomization = (more: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n${more}\n`;
const branch = (name: string) =>
  `on: {push: {branches: [${name}]}}\npermissions: {contents: read}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n`;
const badge = "[code](https://github.com/octo/shop/blob/main/src)\n";

/** What is written, and nobody takes. */
export const leftovers: readonly Case[] = [
  {
    id: "E23",
    what: "a ConfigMap that no pod reads",
    severity: "warning",
    broken: { "k8s/web.yaml": deployment(), "k8s/config.yaml": config() },
    file: "k8s/config.yaml",
    repair: { "k8s/web.yaml": reading },
    lookAlike: {
      "k8s/web.yaml": deployment("args: [--config-map=web-config]"),
      "k8s/config.yaml": config(),
      "k8s/dashboard.yaml": config("board").replace("{name: board}", '{name: board, labels: {grafana_dashboard: "1"}}'),
    },
  },
  {
    id: "E23",
    what: "a Secret that no pod reads",
    severity: "warning",
    broken: { "k8s/web.yaml": deployment(), "k8s/keys.yaml": opaque },
    file: "k8s/keys.yaml",
    repair: { "k8s/web.yaml": deployment("env: [{name: A, valueFrom: {secretKeyRef: {name: web-keys, key: A}}}]") },
    lookAlike: {
      "k8s/web.yaml": deployment(),
      "k8s/keys.yaml": opaque,
      "README.md": "The operator reads the Secret `web-keys`.\n",
    },
  },
  {
    id: "E23",
    what: "a manifest beside those that the script applies",
    severity: "warning",
    broken: { ...running, "extra/service.yaml": service("- {name: http, port: 80, targetPort: http}") },
    file: "extra/service.yaml",
    repair: { "deploy.sh": `${apply("k8s/web.yaml")}kubectl apply -f extra/\n` },
    lookAlike: {
      ...running,
      "extra/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
      "deploy.sh": '#!/bin/sh\nset -e\nfor each in k8s extra; do kubectl apply -f "$each"; done\n',
    },
  },
  {
    id: "E23",
    what: "a Secret that a document says how to make",
    severity: "note",
    broken: {
      "k8s/web.yaml": deployment("envFrom: [{secretRef: {name: web-keys}}]"),
      "README.md": "```sh\nkubectl create secret generic web-keys --from-literal=A=1\n```\n",
    },
    file: "k8s/web.yaml",
    repair: { "up.sh": "#!/bin/sh\nkubectl create secret generic web-keys --from-literal=A=1\n" },
    lookAlike: {
      "k8s/web.yaml": deployment("envFrom: [{secretRef: {name: web-keys}}]"),
      "ansible/templates/web-keys.yaml.j2": "apiVersion: v1\nkind: Secret\nmetadata: {name: web-keys}\nstringData: {A: '{{ a }}'}\n",
    },
  },
  {
    id: "E48",
    what: "a generator of a file that is missing",
    broken: {
      "k8s/web.yaml": reading,
      "k8s/kustomization.yaml": kustomization("configMapGenerator: [{name: web-config, files: [level=config/level.txt]}]"),
    },
    file: "k8s/kustomization.yaml",
    repair: { "k8s/config/level.txt": "info\n" },
    lookAlike: {
      "k8s/web.yaml": reading,
      "k8s/kustomization.yaml": kustomization(
        "configMapGenerator: [{name: web-config, envs: [.env]}]\nsecretGenerator: [{name: web-keys, files: [htpasswd]}]",
      ),
      ".gitignore": ".env\n",
    },
  },
  {
    id: "E48",
    what: "replicas of a name that no workload has",
    broken: { "k8s/web.yaml": deployment(), "k8s/kustomization.yaml": kustomization("replicas: [{name: shop, count: 3}]") },
    file: "k8s/kustomization.yaml",
    repair: { "k8s/kustomization.yaml": kustomization("replicas: [{name: web, count: 3}]") },
    lookAlike: {
      "k8s/web.yaml": deployment().replace("kind: Deployment", "kind: StatefulSet"),
      "k8s/kustomization.yaml": kustomization("replicas: [{name: web, count: 3}]"),
    },
  },
  {
    id: "E33",
    what: "a branch that nothing else speaks of",
    severity: "warning",
    broken: { ".github/workflows/ci.yaml": branch("master"), "README.md": badge, src: "" },
    file: ".github/workflows/ci.yaml",
    repair: { ".github/workflows/ci.yaml": branch("main") },
    lookAlike: { ".github/workflows/ci.yaml": branch("master"), "README.md": `${badge}git checkout master\n`, src: "" },
  },
];

import { deployment, monitor, service } from "../support";
import type { Case } from "./case";
import type { LookAlike } from "./look-alikes";

const CI = ".github/workflows/ci.yaml";
const workflow = (steps: string, jobs = "") =>
  `on: push\npermissions: {contents: read}\njobs:\n${jobs}  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.replace(/^/gm, "      ")}\n`;
const checkout = "- uses: actions/checkout@v5\n";
const image = 'FROM python:3.13-slim\nCOPY app.py .\nUSER 10001\nCMD ["python", "app.py"]\n';
const program = { "app/app.py": 'print("hello")\n' };
const deploys = (path: string) =>
  workflow(`${checkout}- run: |\n    mkdir -p ~/.kube\n    kubectl apply -f ${path}`).replace("ubuntu-24.04", "self-hosted");

/** Breakages that went unseen, because the doctor took something for granted. */
export const assumed: readonly Case[] = [
  {
    id: "E33",
    what: "a step builds in a folder that has no Dockerfile",
    broken: { [CI]: workflow(`${checkout}- run: docker build -t web .`), "app/Dockerfile": image, ...program },
    file: CI,
    repair: { [CI]: workflow(`${checkout}- run: docker build -t web app`) },
    lookAlike: { [CI]: workflow(`${checkout}- run: cd app && docker build . -t web`), "app/Dockerfile": image, ...program },
  },
  {
    id: "E33",
    what: "a job that makes a folder for its kubeconfig applies what is not there",
    broken: { [CI]: deploys("deploy/"), "k8s/web.yaml": deployment() },
    file: CI,
    repair: { [CI]: deploys("k8s/") },
    lookAlike: { [CI]: deploys("deploy/").replace("~/.kube", "deploy"), "k8s/web.yaml": deployment() },
  },
  {
    id: "E37",
    what: "a command that ends before its options",
    broken: { "up.sh": "#!/bin/sh\nhelm upgrade --install web oci://ghcr.io/octo/web \\\n  --set a=1\n  --set b=2\n" },
    file: "up.sh",
    repair: { "up.sh": "#!/bin/sh\nhelm upgrade --install web oci://ghcr.io/octo/web \\\n  --set a=1 \\\n  --set b=2\n" },
    lookAlike: {
      "up.sh":
        '#!/bin/bash\nARGS=(\n  --set a=1\n  --set b=2\n)\nhelm upgrade web oci://ghcr.io/octo/web "${ARGS[@]}"\ncurl -d "\n--data x\n" localhost\n',
    },
  },
];

const jaeger = "apiVersion: jaegertracing.io/v1\nkind: Jaeger\nmetadata: {name: web, namespace: tracing}\n---";
const selected = (spec: string) => ({
  "k8s/monitor.yaml": monitor(spec),
  "k8s/tracing.yaml": service("- {name: http, port: 80}").replace("{name: web", "{name: tracing"),
});

/** What is healthy where that was taken for granted. */
export const taken: readonly LookAlike[] = [
  {
    id: "E49",
    what: "an output that is read in other letters, which GitHub does not tell apart",
    tree: {
      [CI]: workflow(
        "- run: echo ${{ needs.build.outputs.IMAGE }}",
        "  build:\n    runs-on: ubuntu-24.04\n    outputs: {image: '${{ steps.Set.outputs.image }}'}\n    steps: [{id: set, run: echo image=a >> $GITHUB_OUTPUT}]\n",
      ).replace("  a:\n", "  a:\n    needs: build\n"),
    },
  },
  {
    id: "E33",
    what: "a build whose folder stands before its options",
    tree: { [CI]: workflow(`${checkout}- run: docker build . --file Dockerfile --tag octo/web:1`), Dockerfile: image, "app.py": "" },
  },
  {
    id: "E33",
    what: "a script that is started in each of the folders that have the file",
    tree: {
      "scripts/size.sh": "#!/bin/sh\ndocker build -f Dockerfile.small -t web:small .\n",
      "api/Dockerfile.small": image,
      "api/app.py": "",
      "web/Dockerfile.small": image,
      "web/app.py": "",
    },
  },
  {
    id: "D03",
    what: "a monitor that takes others' Services, by an expression",
    tree: selected("selector: {matchExpressions: [{key: istio, operator: In, values: [pilot]}]}\n  endpoints: [{port: http}]"),
  },
  {
    id: "D18",
    what: "a Service of pods that an operator makes",
    tree: {
      "k8s/jaeger.yaml": `${jaeger}${service("- {name: http, port: 80}").replace("{name: web,", "{name: web, namespace: tracing,").replace("selector: {app: web}", "selector: {part-of: web}")}`,
      "k8s/web.yaml": deployment(),
    },
  },
  {
    id: "E45",
    what: "a build after a wrapper that lies beside the Dockerfile",
    tree: {
      "docs/README.md": "# Shop\n\n```sh\n./mvnw package\ndocker build -t web .\n```\n",
      "shop/mvnw": "#!/bin/sh\n",
      "shop/Dockerfile": image,
      "shop/app.py": "",
    },
  },
];

import { deployment, service, type Tree } from "../support";
import type { Case } from "./case";

const page = (...lines: string[]) => `# Shop\n\n\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n`;
const install = "helm install metrics prometheus-community/kube-prometheus-stack -n monitoring";
const manifests: Tree = {
  "k8s/web.yaml": deployment(),
  "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
};
const program: Tree = {
  "server/Dockerfile": 'FROM scratch\nCOPY web /\nUSER 10001\nCMD ["/web"]\n',
  "server/web": "binary\n",
};
const doc = "docs/setup.md";
const readme = (...lines: string[]): Tree => ({ [doc]: page(...lines) });

/** Commands of documents that stop where they are typed in. */
export const commands: readonly Case[] = [
  {
    id: "E45",
    what: "an address that an editor made a link of",
    broken: readme("helm repo add x [https://charts.example.org](https://charts.example.org)"),
    file: doc,
    repair: readme("helm repo add x https://charts.example.org"),
    lookAlike: readme('echo "[https://example.org](https://example.org)" >> links.txt'),
  },
  {
    id: "E45",
    what: "a folder that holds folders only",
    broken: { ...readme("kubectl apply -f k8s/"), "k8s/web/web.yaml": deployment() },
    file: doc,
    repair: readme("kubectl apply -R -f k8s/"),
    lookAlike: {
      ...readme("kubectl apply -k k8s/", "kubectl apply -f k8s/web"),
      "k8s/web/web.yaml": deployment(),
      "k8s/kustomization.yaml": "resources: [web/web.yaml]\n",
    },
  },
  {
    id: "E45",
    what: "the container's port where the Service's is asked for",
    broken: { ...manifests, ...readme("kubectl port-forward svc/web 8080:8080") },
    file: doc,
    repair: readme("kubectl port-forward svc/web 8080:80"),
    lookAlike: {
      ...manifests,
      ...readme("kubectl port-forward svc/web 8080:http", "kubectl port-forward deploy/web 8080:8080", "kubectl port-forward svc/web :80"),
    },
  },
  {
    id: "E45",
    what: "a port that the stack's Grafana does not have",
    broken: readme(install, "kubectl -n monitoring port-forward svc/metrics-grafana 3000"),
    file: doc,
    repair: readme(install, "kubectl -n monitoring port-forward svc/metrics-grafana 3000:80"),
    lookAlike: readme(`${install} --set grafana.service.port=3000`, "kubectl -n monitoring port-forward svc/metrics-grafana 3000"),
  },
  {
    id: "E45",
    what: "the Grafana of another release",
    broken: readme(install, "kubectl -n monitoring port-forward svc/prometheus-grafana 3000:80"),
    file: doc,
    repair: readme(install, "kubectl -n monitoring port-forward svc/metrics-grafana 3000:80"),
    lookAlike: readme(
      install,
      "kubectl -n monitoring rollout status statefulset/prometheus-metrics-kube-prometheus-st-prometheus",
      "kubectl -n monitoring get secret metrics-grafana",
      "kubectl -n monitoring port-forward svc/metrics-kube-prometheus-st-alertmanager 9093",
    ),
  },
  {
    id: "E45",
    what: "the Grafana of another release, where there are two",
    broken: readme(install, "kubectl -n monitoring get svc other-grafana"),
    file: doc,
    repair: readme(install, "helm install other grafana/grafana", "kubectl -n monitoring get svc other-grafana"),
  },
  {
    id: "E45",
    what: "a build where no Dockerfile is",
    broken: { ...program, ...readme("docker build -t shop .") },
    file: doc,
    repair: readme("cd server", "docker build -t shop ."),
    lookAlike: { ...program, ...readme("docker build -t shop -f server/Dockerfile server", "docker build -t shop ./server") },
  },
  {
    id: "E45",
    what: "a build where no Dockerfile is, of an image that has the folder's name",
    broken: { ...program, ...readme("docker build -t server .") },
    file: doc,
    severity: "warning",
    repair: readme("docker build -t server server"),
  },
];

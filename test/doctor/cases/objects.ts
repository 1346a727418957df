import { deployment } from "../support";
import type { Case } from "./case";

const chart = (template: string, values = "image: {tag: a}\n") => ({
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "chart/values.yaml": values,
  "chart/templates/config.yaml": template,
});
const config = (value: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  tag: ${value}\n`;
const scaler =
  "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {kind: Deployment, name: web, apiVersion: apps/v1}\n  maxReplicas: 3\n  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]\n";
const requests = "resources: {requests: {cpu: 100m, memory: 64Mi}}";
const reads = "envFrom: [{configMapRef: {name: web-config}}]";
const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config}\ndata: {A: b}\n";

export const objects: readonly Case[] = [
  {
    id: "E09",
    what: "$labels in a chart",
    broken: chart(config('"{{ $labels.pod }} {{ .Values.image.tag }}"')),
    file: "chart/templates/config.yaml",
    repair: { "chart/templates/config.yaml": config('"{{ `{{ $labels.pod }}` }} {{ .Values.image.tag }}"') },
  },
  {
    id: "E19",
    what: "a value of nothing",
    broken: { ...chart(config("{{ .Values.image.name.first }}")), "deploy.sh": "helm upgrade --install x ./chart\n" },
    file: "chart/templates/config.yaml",
    repair: { "chart/templates/config.yaml": config("{{ .Values.image.tag }}") },
    lookAlike: chart(config('{{ (.Values.picture).tag | default "x" }}{{ .Values.image.tag }}')),
  },
  {
    id: "E19",
    what: "a value that whoever installs it has to give",
    broken: chart(config("{{ .Values.image.name.first }}")),
    file: "chart/templates/config.yaml",
    severity: "warning",
    repair: { "deploy.sh": "helm upgrade --install x ./chart --set image.name.first=a\n" },
  },
  {
    id: "E10",
    what: "a dependency's values at the top",
    broken: {
      "chart/Chart.yaml":
        "apiVersion: v2\nname: stack\nversion: 0.1.0\ndependencies: [{name: redis, version: 1.0.0, repository: https://example.com}]\n",
      "chart/values.yaml": "replica: {count: 1}\n",
    },
    file: "chart/values.yaml",
    repair: { "chart/values.yaml": "redis: {replica: {count: 1}}\n" },
  },
  {
    id: "E17",
    what: "utilization of no request",
    broken: { "k8s/deployment.yaml": deployment(), "k8s/hpa.yaml": scaler },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment(requests) },
  },
  {
    id: "E22",
    what: "an empty workflow",
    broken: { ".github/workflows/ci.yaml": "" },
    file: ".github/workflows/ci.yaml",
    repair: { ".github/workflows/ci.yaml": "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: echo}]}}\n" },
  },
  {
    id: "E23",
    what: "a ConfigMap that nothing creates",
    broken: { "k8s/deployment.yaml": deployment(reads) },
    file: "k8s/deployment.yaml",
    repair: { "k8s/config.yaml": configMap },
    lookAlike: { "k8s/deployment.yaml": deployment(reads), "up.sh": "kubectl create configmap web-config --from-literal=A=b\n" },
  },
  {
    id: "E16",
    what: "replicas beside an autoscaler",
    severity: "warning",
    broken: { "k8s/deployment.yaml": deployment(requests, "app: web", "replicas: 2"), "k8s/hpa.yaml": scaler },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment(requests) },
  },
  {
    id: "D25",
    what: "the tag latest",
    severity: "warning",
    broken: { "k8s/deployment.yaml": deployment().replace(":1.2.3", ":latest") },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment() },
  },
  {
    id: "E27",
    what: "no readiness probe",
    severity: "warning",
    broken: { "k8s/deployment.yaml": deployment(requests) },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment("readinessProbe: {httpGet: {path: /, port: http}}") },
  },
  {
    id: "E28",
    what: "no resources",
    severity: "warning",
    broken: { "k8s/deployment.yaml": deployment() },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment(requests) },
  },
];

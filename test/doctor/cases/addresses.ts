import { deployment, monitor, service, type Tree } from "../support";
import type { Case } from "./case";

const web = service("- {name: http, port: 80, targetPort: 8080}");
const config = (target: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus, namespace: monitoring}
data:
  prometheus.yml: |
    scrape_configs:
      - job_name: web
        static_configs:
          - targets: ["${target}"]
`;
const env = (name: string, value: string) =>
  `env: [{name: ${name}, value: "${value}"}]\n          readinessProbe: {tcpSocket: {port: 8080}}`;
const pod = (variable: string, more: Tree = {}): Tree => ({ "k8s/web.yaml": deployment(variable), "k8s/service.yaml": web, ...more });
const spread = (host: string) =>
  pod(env("REDIS_HOST", host), {
    "k8s/web.yaml": deployment(env("REDIS_HOST", host)).replace("{name: web}", "{name: web, namespace: shop}"),
    "k8s/cache.yaml": deployment("readinessProbe: {tcpSocket: {port: 8080}}", "app: cache")
      .replaceAll("name: web", "name: cache")
      .replace("name: cache}", "name: cache, namespace: data}"),
    "k8s/redis.yaml": service("- {port: 6379, targetPort: 8080}")
      .replace("{name: web,", "{name: redis, namespace: data,")
      .replaceAll("{app: web}", "{app: cache}"),
  });

const gunicorn = (command: string) => `FROM python:3.13-slim\nCOPY . .\nUSER 10001\nCMD ${command}\n`;
const counting = `from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest
app = Flask(__name__)
HITS = Counter("hits_total", "Hits")
@app.route("/metrics")
def metrics():
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
`;
const scraped = (dockerfile: string, more: Tree = {}): Tree => ({
  "app.py": counting,
  Dockerfile: dockerfile,
  "k8s/web.yaml": deployment("readinessProbe: {tcpSocket: {port: 8080}}"),
  "k8s/service.yaml": web,
  "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]"),
  ...more,
});
const one = '["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "1", "app:app"]';
const plain = '["gunicorn", "--bind", "0.0.0.0:8080", "app:app"]';

/** A Java program of whose routes nothing is known here. */
const servlet = (pom: string): Tree => ({
  Dockerfile: "FROM tomcat:11-jdk21\nCOPY target/web.war /usr/local/tomcat/webapps/ROOT.war\nUSER 10001\n",
  "pom.xml": `<project><artifactId>web</artifactId>${pom}</project>\n`,
  "src/main/java/Web.java": 'public class Web { String greet() { return "Hello"; } }\n',
  "k8s/web.yaml": deployment("readinessProbe: {tcpSocket: {port: 8080}}"),
  "k8s/service.yaml": web,
  "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]"),
});

export const addresses: readonly Case[] = [
  {
    id: "E62",
    what: "a scrape target with the container's port instead of the Service's",
    broken: { "k8s/web.yaml": deployment(), "k8s/service.yaml": web, "k8s/prometheus.yaml": config("web.default.svc.cluster.local:8080") },
    file: "k8s/prometheus.yaml",
    repair: { "k8s/prometheus.yaml": config("web.default.svc.cluster.local:80") },
    lookAlike: {
      "k8s/web.yaml": deployment(),
      "k8s/service.yaml": web.replace("spec:", "spec:\n  clusterIP: None"),
      "k8s/prometheus.yaml": config("web.default.svc.cluster.local:8080"),
    },
  },
  {
    id: "E62",
    what: "a variable with a port that the Service does not have",
    broken: pod(env("API_URL", "http://web:8080/v1")),
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": deployment(env("API_URL", "http://web:80/v1")) },
    lookAlike: pod(env("API_URL", "http://web.example.com:8080/v1")),
  },
  {
    id: "E62",
    what: "a host that the Service is not called",
    broken: pod(env("API_HOST", "web-service")),
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": deployment(env("API_HOST", "web")) },
    lookAlike: pod(env("API_HOST", "web-service"), {
      "install.sh": "helm install web-service oci://registry.example.com/charts/web-service\n",
    }),
  },
  {
    id: "E62",
    what: "a host of another namespace by its name alone",
    broken: spread("redis"),
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": spread("redis.data")["k8s/web.yaml"]! },
    lookAlike: spread("redis.data.svc.cluster.local"),
  },
  {
    id: "D06",
    what: "a program in which nothing speaks of metrics, whatever its routes",
    broken: servlet(""),
    file: "k8s/monitor.yaml",
    repair: { "pom.xml": servlet("<dependency>micrometer-registry-prometheus</dependency>")["pom.xml"]! },
    lookAlike: { ...servlet(""), Dockerfile: "FROM ghcr.io/octo/tomcat-with-agent:1\nCOPY target/web.war /srv/ROOT.war\nUSER 10001\n" },
  },
  {
    id: "D43",
    what: "workers that gunicorn.conf.py asks for, and a monitor that scrapes them",
    broken: scraped(gunicorn(plain), { "gunicorn.conf.py": "bind = '0.0.0.0:8080'\nworkers = multiprocessing.cpu_count() * 2 + 1\n" }),
    file: "gunicorn.conf.py",
    repair: { "gunicorn.conf.py": "bind = '0.0.0.0:8080'\nworkers = 1\nthreads = 8\n" },
    lookAlike: scraped(gunicorn(one), { "gunicorn.conf.py": "bind = '0.0.0.0:8080'\nworkers = 4\n" }),
  },
  {
    id: "D43",
    what: "workers that the container asks for by a variable",
    broken: scraped(gunicorn(plain), { "k8s/web.yaml": deployment(env("WEB_CONCURRENCY", "4")) }),
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": deployment(env("WEB_CONCURRENCY", "1")) },
  },
];

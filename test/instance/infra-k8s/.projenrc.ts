/// <reference path=".projen/create-devops-portfolio.d.ts" />
import { InfraRepository } from "create-devops-portfolio";

const project = new InfraRepository({
  owner: "Octo-Org",
  runtime: "express",
  appName: "express-app",
  registry: "ghcr.io",
  appRepository: "express-app",
  infraRepository: "infra-k8s",
  docsRepository: "devops-portfolio-project",
  port: 8080,
  replicas: 2,
  appNamespace: "express-app",
  monitoringNamespace: "monitoring",
  monitoringRelease: "monitoring",
  cluster: "minikube",
  exposure: "nodePort",
  nodePort: 30005,
  platforms: ["linux/amd64", "linux/arm64"],
  availabilityTarget: 99.9,
  latencyTargetMs: 250,
  alertReceiver: "none",
  minikubeCpus: 2,
  minikubeMemoryMb: 4096,
  title: "DevOps portfolio",
  author: "Octo-Org",
  delivery: "helm",
});

project.synth();

/** Words in code spans that belong to other people's software: no repository of the portfolio has to hold them. */
export const OUTSIDE = new Set(
  `
  create-devops-portfolio sync measure gcloud container clusters delete eksctl cluster docker buildx qemu kubectl helm minikube kind git gh curl jq node npm npx brew choco winget sudo apt base64 grep python3 pip pytest gunicorn
  macOS Linux WSL wsl arm64 amd64 linux/arm64 linux/amd64 Node.js OCI GHCR SBOM TLS HTTP JSON YAML
  Pod Node Namespace Secret Job ReplicaSet Endpoints EndpointSlice CustomResourceDefinition Prometheus Alertmanager Grafana
  Pending Running Ready NotReady CrashLoopBackOff ImagePullBackOff ErrImagePull ErrImageNeverPull OOMKilled CreateContainerConfigError InvalidImageName Insufficient memory
  Unauthorized denied Forbidden refused timeout exec format error not found
  serviceMonitorSelector serviceMonitorNamespaceSelector namespaceSelector matchNames matchLabels targetPort nodePort
  up absent rate sum by le method histogram_quantile true false null GET POST DELETE HEAD 200 401 403 404 405 500 503 text/html
  `.split(/\s+/),
);

/** Whole messages of theirs. */
export const MESSAGES = new Set([
  "no matching manifest for linux/arm64",
  "exec format error",
  'no matches for kind "ServiceMonitor"',
  "received unsupported Content-Type",
  "connection refused",
  "another operation (install/upgrade/rollback) is in progress",
  "exists and cannot be imported into the current release",
  "provided port is already allocated",
  "Invalid username or password",
  "Docker Desktop has only … memory",
  "Insufficient memory",
  "Readiness probe failed",
]);

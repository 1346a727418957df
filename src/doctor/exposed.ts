import { type Declared, type Library, series } from "../workspace/metrics";
import { appIn, SOURCE } from "../workspace/source";
import type { Workspace } from "../workspace/workspace";

/** Series of programs that are not written here: exporters, Kubernetes, Prometheus itself. */
const OTHERS =
  /^(up|scrape_|ALERTS|absent|node_|kube_|kubelet_|container_|apiserver_|coredns_|etcd_|prometheus_|alertmanager_|grafana_|nginx_|redis_|pg_|postgres|mysql_|mongodb_|probe_|argocd_|traefik_|istio_|envoy_|kafka_|rabbitmq_|(\w+_)?jenkins_|loki_|tempo_|promtail_|machine_|cadvisor_|rest_client_|workqueue_|storage_|volume_|windows_|cert_?manager_|certmanager_|aws_|cloudwatch_|blackbox_|otelcol_|go_|process_|python_|nodejs_|jvm_|java_|jmx_|org_apache_|activemq_|catalina_|net_|push|haproxy_|caddy_|fluentd_|fluentbit_|velero_|external_secrets|controller_runtime_|rollout_|flagger_|gotk_|keda_|linkerd_|cilium_|calico_|felix_|longhorn_|minio_|vault_|consul_|elasticsearch_|memcached_|trivy_|falco|kyverno_|gatekeeper_|karpenter_|cluster_autoscaler_|hubble_|traces_|span_|calls_|duration_|target_info|vm_|cluster:|namespace|instance:|job:|slo:|:)/;

export const isOthers = (metric: string): boolean => OTHERS.test(metric);

/** The metrics that the source of the workspace declares. */
export const declaredIn = (workspace: Workspace): Declared[] =>
  workspace.repositories.flatMap((repository) => appIn(repository, "").metrics);

export const librariesIn = (workspace: Workspace): Library[] =>
  workspace.repositories.flatMap((repository) => appIn(repository, "").libraries);

/** Whether anything but rules, dashboards and documents speaks of a metric: what is written with other means counts. */
export function isExposed(workspace: Workspace, metric: string): boolean {
  if (declaredIn(workspace).some((one) => one.name === metric || series(one).includes(metric))) return true;
  if (librariesIn(workspace).some(({ exposes, name }) => name === "another" || name === "opentelemetry" || exposes.test(metric)))
    return true;
  const base = metric.replace(/_(total|bucket|count|sum|created|info)$/, "");
  const words = [metric, base, base.replaceAll("_", "."), base.replace(/_(seconds|bytes|milliseconds)$/, "")];
  return workspace.files.some(
    (file) =>
      (SOURCE.test(file.name) || /\.(conf|properties|toml|sh)$/.test(file.name) || /exporter|adapter/.test(file.path)) &&
      words.some((word) => file.text.includes(word)),
  );
}

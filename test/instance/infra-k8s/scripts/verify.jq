# The chain from the ServiceMonitor to the scraped pod, as the API server and Prometheus describe it.
# Input: what verify.sh collected. Output: the first broken link {id, message, fix, wait}, or nothing.
# wait: it may heal by itself (a rollout, a reload, the next scrape), so that verify.sh asks again.

def broken($id; $message; $fix): {id: $id, message: $message, fix: $fix, wait: false};
def waiting($id; $message; $fix): broken($id; $message; $fix) + {wait: true};

def key: "\(.metadata.namespace)/\(.metadata.name)";
def pairs: to_entries | map("\(.key)=\(.value)") | join(",");

# As Kubernetes reads a selector: none selects nothing, an empty one everything.
def selects($labels):
  if . == null then false
  else ((.matchLabels // {}) | to_entries | all(. as $l | $labels[$l.key] == $l.value))
    and ((.matchExpressions // []) | all(. as $e
      | if $e.operator == "In" then $e.values | any(. == $labels[$e.key])
        elif $e.operator == "NotIn" then $e.values | all(. != $labels[$e.key])
        elif $e.operator == "Exists" then $labels | has($e.key)
        else ($labels | has($e.key)) | not end))
  end;

def kind($k): map(select(.kind == $k));
def labels: .metadata.labels // {};

def events_of($pod): .events | map(select(.involvedObject.name == $pod) | .message // "") ;

# Why one pod is not ready.
def diagnose($pod):
  . as $in
  | $pod.metadata.name as $name
  | [$pod.status.containerStatuses[]?, $pod.status.initContainerStatuses[]?] as $states
  | [$states[] | .state.waiting.reason // empty] as $reasons
  | ([$states[] | .state.waiting.message, .state.terminated.message, .lastState.terminated.message | values]
      + events_of($name) + [$in.logs[$name] // ""]) as $texts
  | ($texts | join("\n")) as $text
  | "Pod \($name)" as $who
  | ([$pod.spec.containers[].image] | join(", ")) as $image
  | if $text | test("exec format error|no match(ing manifest)? for (platform|linux/)") then
      broken("pod-image-architecture"; "\($who): the image \($image) has nothing for the architecture of the node";
        "Build it for the platforms of the portfolio (the CI of the application does), or use scripts/image.sh on this machine")
    elif $reasons | any(. == "InvalidImageName") then
      broken("pod-image-name"; "\($who): \($image) is not a valid image name"; "Image names are in lower case: see helm get values")
    elif $reasons | any(. == "ErrImageNeverPull") then
      broken("pod-image-pull"; "\($who): \($image) is not on the node and must not be pulled"; "Load it: scripts/image.sh")
    elif $reasons | any(. == "ErrImagePull" or . == "ImagePullBackOff") then
      if $text | test("401|403|unauthorized|denied"; "i") then
        waiting("pod-image-pull"; "\($who): the registry refuses \($image)";
          "Make the package public (its settings > Change visibility), or set REGISTRY_USERNAME and REGISTRY_PASSWORD for scripts/deploy.sh")
      elif $text | test("not found|manifest unknown"; "i") then
        waiting("pod-image-pull"; "\($who): \($image) does not exist"; "Deploy one that does: scripts/deploy.sh --published, or scripts/image.sh")
      else
        waiting("pod-image-pull"; "\($who): \($image) cannot be pulled"; "kubectl describe pod says why")
      end
    elif $reasons | any(. == "CreateContainerConfigError" or . == "CreateContainerError") then
      broken("pod-config"; "\($who): \([$states[].state.waiting.message // empty] | first // "the container cannot be created")";
        "A numeric USER in the Dockerfile; every Secret and ConfigMap that the values name must exist")
    elif [$states[] | .lastState.terminated.reason, .state.terminated.reason] | any(. == "OOMKilled") then
      waiting("pod-memory"; "\($who) was killed at its memory limit"; "Raise resources.limits.memory in the values")
    elif ($pod.status.conditions // []) | any(.type == "PodScheduled" and .status == "False") then
      waiting("pod-unschedulable"; "\($who): \($pod.status.conditions[] | select(.type == "PodScheduled") | .message)";
        "Fewer or smaller pods (replicas, resources.requests), or a bigger cluster (MINIKUBE_MEMORY)")
    elif $texts | any(test("(Readiness|Startup|Liveness) probe failed")) then
      waiting("pod-probe"; "\($who): \([$texts[] | select(test("probe failed"))] | last | .[0:200])";
        "The path and the port of the probes must be those of the application: see probes in the values, and the log of the pod")
    elif $states | any(.restartCount > 0) then
      waiting("pod-crash"; "\($who) ends and is started again: \($in.logs[$name] // "no log" | .[-300:])"; "kubectl logs --previous shows the end of the last run")
    else
      waiting("pod-starting"; "\($who) is not ready yet"; "kubectl describe pod shows what it waits for")
    end;

# What Prometheus says when a scrape failed.
def target_broken($target):
  ($target.lastError // "") as $error | $target.scrapeUrl as $url
  | if $error | test("HTTP status 404") then
      waiting("metrics-path"; "\($url): \($error)"; "path in the ServiceMonitor and the metrics route of the application must be the same")
    elif $error | test("Content-Type|content type"; "i") then
      waiting("metrics-content-type"; "\($url): \($error)";
        "The application has to answer with the content type of its metrics library; a page is not a metrics endpoint")
    elif $error | test("HTTP status") then
      waiting("metrics-status"; "\($url): \($error)"; "See the log of the application")
    elif $error | test("connection refused") then
      waiting("metrics-connection"; "\($url): \($error)"; "The application must listen on every address (BIND_ADDRESS ::) and on the targetPort of the Service")
    elif $error | test("deadline exceeded|i/o timeout|no route to host") then
      waiting("metrics-timeout"; "\($url): \($error)"; "A NetworkPolicy has to let the monitoring namespace in; the answer must come within scrapeTimeout")
    else
      waiting("metrics-format"; "\($url): \($error)"; "Look at the answer: scripts/smoke.sh")
    end;

. as $in
| (.objects | kind("Prometheus") | map(select(.metadata.name == $in.prometheusName)) | first) as $prometheus
| (.objects | kind("ServiceMonitor")
    | map(select(labels["app.kubernetes.io/instance"] == $in.app or .metadata.name == $in.app))
    # Another environment's monitor may stand beside it.
    | map(select(.metadata.name == "\($in.appNamespace).\($in.app)")) as $named
    | if $named == [] then . else $named end) as $monitors
| (.objects | kind("Service")) as $services
| ($services | map(select(.metadata.name == $in.app)) | first) as $service
| (.objects | kind("Deployment") | map(select(.metadata.name == $in.app)) | first) as $deployment
| (.objects | kind("Pod") | map(select(.metadata.deletionTimestamp == null and .status.phase != "Succeeded"))) as $pods
| (.objects | kind("EndpointSlice") | map(select(labels["kubernetes.io/service-name"] == $in.app))) as $slices
| ($monitors | map(select(. as $m | $prometheus.spec.serviceMonitorSelector | selects($m | labels)))) as $selected
| ($selected | map(select(. as $m
    | $prometheus.spec.serviceMonitorNamespaceSelector
    | if . == null then $m.metadata.namespace == $prometheus.metadata.namespace
      else selects($in.namespaces[$m.metadata.namespace] // {}) end))) as $watched
| ($watched | first) as $monitor
| ($monitor.spec.endpoints // [] | first) as $endpoint
| ($services | map(select(. as $s | $monitor.spec.selector | selects($s | labels)))) as $matched
| ($service.spec.ports // [] | map(select(.name == $endpoint.port)) | first) as $port
| ($pods | map(select(. as $p | {matchLabels: ($service.spec.selector // {})} | selects($p | labels)))) as $backends
| ($pods | map(select(. as $p | $deployment.spec.selector | selects($p | labels)))) as $own
| ($own | map(select(((.status.conditions // []) | any(.type == "Ready" and .status == "True")) | not))) as $unready
| [$slices[] | . as $s | .endpoints[]? | select(.conditions.ready != false) | .addresses[]
    | if test(":") then "[\(.)]" else . end
    | "\(.):\($s.ports // [] | map(select(.name == $endpoint.port) | .port) | first)"] as $addresses
| ($addresses | unique) as $addresses
| ($in.targets | map(select(.scrapePool | startswith("serviceMonitor/\($monitor | key)/")))) as $targets

| first(
  (select($prometheus == null)
    | broken("prometheus"; "there is no Prometheus \($in.prometheusName) in namespace \($in.monitoringNamespace)"; "scripts/up.sh installs it")),

  (select($monitors == [])
    | broken("servicemonitor"; "no ServiceMonitor of \($in.app) in the namespaces \($in.monitoringNamespace) and \($in.appNamespace)";
        "serviceMonitor.enabled must not be false in the values; then scripts/deploy.sh")),

  (select($selected == [])
    | broken("servicemonitor-labels";
        "ServiceMonitor \($monitors[0] | key) has the labels \($monitors[0] | labels | pairs), but Prometheus selects \($prometheus.spec.serviceMonitorSelector // "nothing" | tojson)";
        "The label release has to be that of the monitoring release: monitoring.release in the values")),

  (select($watched == [])
    | broken("servicemonitor-namespace"; "Prometheus does not look for ServiceMonitors in namespace \($selected[0].metadata.namespace)";
        "prometheus.prometheusSpec.serviceMonitorNamespaceSelector: {} in monitoring/values.yaml selects every namespace")),

  (select($monitor.spec.namespaceSelector | (.any == true
      or ((.matchNames // []) | any(. == $in.appNamespace))
      or ((.matchNames // []) == [] and $monitor.metadata.namespace == $in.appNamespace)) | not)
    | broken("namespace-selector";
        "ServiceMonitor \($monitor | key) looks in \($monitor.spec.namespaceSelector.matchNames // [$monitor.metadata.namespace] | join(",")), and the application is in \($in.appNamespace)";
        "spec.namespaceSelector.matchNames must name \($in.appNamespace): without it a ServiceMonitor sees only its own namespace")),

  (select($service == null)
    | broken("service"; "there is no Service \($in.app) in namespace \($in.appNamespace)"; "scripts/deploy.sh")),

  (select(($matched | any(.metadata.name == $in.app)) | not)
    | broken("service-labels";
        "the ServiceMonitor selects \($monitor.spec.selector.matchLabels // {} | pairs), but Service \($service | key) has the labels \($service | labels | pairs)";
        "These labels belong on the Service itself (metadata.labels), not only on the pods")),

  (select($endpoint.port != null and $port == null)
    | broken("service-port-name";
        "the ServiceMonitor wants the port \($endpoint.port), but Service \($service | key) has \($service.spec.ports | map(.name // "an unnamed port") | join(","))";
        "The port of the Service must be named \($endpoint.port)")),

  ($matched | map(select(.spec.ports | any(.name == $endpoint.port))) | select(length > 1)
    | broken("service-duplicate"; "the ServiceMonitor selects \(length) Services (\(map(.metadata.name) | join(", "))): every pod is scraped once for each";
        "Delete the one that is too many, or give it other labels")),

  (select($deployment == null)
    | broken("deployment"; "there is no Deployment \($in.app) in namespace \($in.appNamespace)"; "scripts/deploy.sh")),

  (select(($deployment.spec.replicas // 1) == 0)
    | broken("scaled-to-zero"; "Deployment \($deployment | key) has 0 replicas"; "kubectl -n \($in.appNamespace) scale deployment/\($in.app) --replicas=1, or scripts/deploy.sh")),

  ($deployment.status.conditions // [] | map(select(.type == "ReplicaFailure" and .status == "True")) | first | select(. != null)
    | waiting("pod-admission"; "no pod is created: \(.message)"; "The pods must satisfy the Pod Security level, the quotas and the limits of the namespace")),

  ($unready | first | select(. != null) as $pod | $in | diagnose($pod)),

  (select($own == [])
    | waiting("pod-starting"; "Deployment \($deployment | key) has no pods yet"; "kubectl -n \($in.appNamespace) describe deployment \($in.app)")),

  (select($deployment.status | (.observedGeneration // 0) < $deployment.metadata.generation
      or (.updatedReplicas // 0) < ($deployment.spec.replicas // 1))
    | waiting("pod-starting"; "the rollout of \($deployment | key) is not complete"; "kubectl -n \($in.appNamespace) rollout status deployment/\($in.app)")),

  (select($backends == [])
    | broken("service-selector"; "the selector of Service \($service | key) (\($service.spec.selector // {} | pairs)) matches no pod";
        "It has to be a part of the pods' labels: \($own[0] | labels | pairs)")),

  (($port.targetPort // $port.port) as $wanted
    | [$backends[0].spec.containers[].ports[]? | if $wanted | type == "string" then .name else .containerPort end] as $offered
    | select($port != null and ($offered | any(. == $wanted) | not))
    | broken("service-target-port"; "Service \($service | key) sends to port \($wanted), but the container has \($offered | map(tostring) | join(","))";
        "targetPort must be the name of the container's port")),

  (select($addresses == [])
    | waiting("endpoints"; "Service \($service | key) has no ready endpoints"; "kubectl -n \($in.appNamespace) get endpointslices,pods")),

  (select($targets == [])
    | waiting("prometheus-config"; "Prometheus has no target from ServiceMonitor \($monitor | key) yet";
        "When it stays so: kubectl -n \($in.monitoringNamespace) describe servicemonitor \($monitor.metadata.name), and the log of the operator")),

  ($targets | map(select(.discoveredLabels.__metrics_path__ != ($endpoint.path // "/metrics"))) | first | select(. != null)
    | waiting("prometheus-config"; "Prometheus still scrapes \(.scrapeUrl), the ServiceMonitor says \($endpoint.path // "/metrics")"; "The reload takes up to two minutes")),

  ($addresses - ($targets | map(.discoveredLabels.__address__)) | first | select(. != null)
    | waiting("target-missing"; "Prometheus has not discovered \(.) yet"; "When it stays so: the log of Prometheus says why it may not list endpoints")),

  ($targets | map(select(.discoveredLabels.__address__ as $a | $addresses | any(. == $a))) as $current
    | ($current | map(select(.health == "down")) | first | select(. != null) | target_broken(.)),
      ($current | map(select(.health != "up")) | first | select(. != null)
        | waiting("target-pending"; "\(.scrapeUrl) has not been scraped yet"; "One scrape interval")),
      ($current | map(select(.labels.job != $in.app)) | first | select(. != null)
        | broken("target-job"; "the target has the job \(.labels.job), and the dashboard and the rules ask for \($in.app)"; "Leave jobLabel out of the ServiceMonitor: the job is then the name of the Service"))),

  empty
)

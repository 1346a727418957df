{{- define "app.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* The name of every object, of the Service and so of the Prometheus job: the release's, which is express-app by default. */}}
{{- define "app.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains .Chart.Name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "app.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "app.fullname" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{- /*
Objects beside the monitoring carry the application's namespace, or two environments would overwrite each other. No namespace
has a dot in it, so that no two pairs of names give the same.
*/}}
{{- define "app.monitoringName" -}}
{{- printf "%s.%s" .Release.Namespace (include "app.fullname" .) }}
{{- end }}

{{- /* A Deployment's selector is immutable: nothing that ever changes belongs here. */}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ include "app.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* What every object of the release has in common, also those that must not be taken for the application. */}}
{{- define "app.commonLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." }}
app.kubernetes.io/version: {{ .Values.image.tag | default (.Values.image.digest | trimPrefix "sha256:" | trunc 12) | default .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/part-of: {{ "devops-portfolio-project" | trunc 63 | trimAll "-_." }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "app.labels" -}}
{{ include "app.selectorLabels" . }}
app.kubernetes.io/component: web
{{ include "app.commonLabels" . }}
{{- end }}

{{- /* Prometheus and Alertmanager select by the release label. */}}
{{- define "app.monitoringLabels" -}}
{{ include "app.labels" . }}
release: {{ .Values.monitoring.release }}
{{- with .Values.monitoring.additionalLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* Names of the stack's Services, as kube-prometheus-stack and its Grafana derive them from their release. */}}
{{- define "app.prometheusService" -}}
{{- $release := .Values.monitoring.release }}
{{- $full := ternary $release (printf "%s-kube-prometheus-stack" $release) (contains "kube-prometheus-stack" $release) }}
{{- printf "%s-prometheus" ($full | trunc 26 | trimSuffix "-") }}
{{- end }}

{{- define "app.grafanaService" -}}
{{- $release := .Values.monitoring.release }}
{{- ternary $release (printf "%s-grafana" $release | trunc 63 | trimSuffix "-") (contains "grafana" $release) }}
{{- end }}

{{- /* The digest wins: a tag can move, a digest cannot. */}}
{{- define "app.image" -}}
{{- with .Values.image }}
{{- if eq .tag "latest" }}
{{- fail "image.tag: \"latest\" does not say what runs and does not roll out a new build; give a tag such as sha-<commit> or a digest" }}
{{- else if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else if .tag }}
{{- printf "%s:%s" .repository .tag }}
{{- else }}
{{- fail "no image: give image.digest (sha256:...) or image.tag, for example --set-string image.tag=sha-<commit>" }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Whether people reach the Service by its paths: then metrics and faults are on the management port only. Empty: no. */}}
{{- define "app.routed" -}}
{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}true{{ end }}
{{- end }}

{{- /* Name of the port that has the metrics. */}}
{{- define "app.metricsPort" -}}
{{- ternary "management" "web" (eq (include "app.routed" .) "true") }}
{{- end }}

{{- /* What lies outside the cluster: the first public address, with its scheme. */}}
{{- define "app.publicUrl" -}}
{{- if .Values.ingress.enabled }}
{{- $https := or .Values.ingress.tlsSecretName .Values.ingress.controllerHasCertificate }}
{{- printf "%s://%s" (ternary "https" "http" (not (empty $https))) .Values.ingress.host }}
{{- else if and .Values.httpRoute.enabled .Values.httpRoute.hostnames }}
{{- printf "https://%s" (first .Values.httpRoute.hostnames) }}
{{- end }}
{{- end }}

{{- /* The fewest pods that the release runs with. */}}
{{- define "app.minReplicas" -}}
{{- ternary .Values.autoscaling.minReplicas .Values.replicas .Values.autoscaling.enabled }}
{{- end }}

{{- /* Draining, then the running requests, then a margin: the kubelet must not kill what still works. */}}
{{- define "app.terminationGracePeriodSeconds" -}}
{{- with .Values.shutdown }}{{ add .delaySeconds .timeoutSeconds 5 }}{{ end }}
{{- end }}

{{- /* Of a duration such as 90s or 2m. */}}
{{- define "app.seconds" -}}
{{- mul (trimAll "sm" .) (ternary 60 1 (hasSuffix "m" .)) }}
{{- end }}

{{- /* What a schema cannot say: rules between values. */}}
{{- define "app.check" -}}
{{- with .Values }}
{{- if and .faultInjection (or (include "app.routed" $) (eq .service.type "LoadBalancer")) }}
{{- fail "faultInjection must not be on with ingress or httpRoute, nor with a Service of the type LoadBalancer: whoever reaches the service could break it; switch one of them off" }}
{{- end }}
{{- if eq (int .containerPort) (int .managementPort) }}
{{- fail (printf "managementPort is %d like containerPort; choose another" (int .managementPort)) }}
{{- end }}
{{- if gt (int .autoscaling.minReplicas) (int .autoscaling.maxReplicas) }}
{{- fail (printf "autoscaling.minReplicas is %d, above autoscaling.maxReplicas, which is %d" (int .autoscaling.minReplicas) (int .autoscaling.maxReplicas)) }}
{{- end }}
{{- range $name, $probe := .probes }}
{{- if gt (int $probe.timeoutSeconds) (int $probe.periodSeconds) }}
{{- fail (printf "probes.%s.timeoutSeconds is %d, above its periodSeconds, which is %d" $name (int $probe.timeoutSeconds) (int $probe.periodSeconds)) }}
{{- end }}
{{- end }}
{{- with .serviceMonitor }}
{{- if gt (int (include "app.seconds" .scrapeTimeout)) (int (include "app.seconds" .interval)) }}
{{- fail (printf "serviceMonitor.scrapeTimeout is %s, above serviceMonitor.interval, which is %s" .scrapeTimeout .interval) }}
{{- end }}
{{- end }}
{{- if regexMatch "^[0-9]" (include "app.fullname" $) }}
{{- fail (printf "the Service would be called %s, and the name of a Service begins with a letter: give the release another name, or fullnameOverride" (include "app.fullname" $)) }}
{{- end }}
{{- if and .ingress.enabled (eq .ingress.className "alb") .ingress.tlsSecretName }}
{{- fail "ingress.tlsSecretName: the controller alb takes no Secret; leave it empty and name a certificate of AWS in ingress.annotations (alb.ingress.kubernetes.io/certificate-arn)" }}
{{- end }}
{{- if and .probe.proberUrl (not (include "app.publicUrl" $)) }}
{{- fail "probe.proberUrl needs an address to look at: ingress, or httpRoute with hostnames" }}
{{- end }}
{{- end }}
{{- end }}

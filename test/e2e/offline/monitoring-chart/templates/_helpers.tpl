{{/* The prefix of every name: the stack's full name, cut as the stack cuts it. */}}
{{- define "prefix" -}}
{{- if contains "kube-prometheus-stack" .Release.Name }}{{ .Release.Name | trunc 26 | trimSuffix "-" }}{{ else -}}
{{ printf "%s-kube-prometheus-stack" .Release.Name | trunc 26 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "labels" -}}
release: {{ .Release.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: kube-prometheus-stack
{{- end }}

{{/* Every pod of the stack runs like this. */}}
{{- define "podSecurity" -}}
runAsNonRoot: true
runAsUser: 65534
runAsGroup: 65534
seccompProfile: {type: RuntimeDefault}
{{- end }}
{{- define "containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* A selector as the stack renders it: the release's objects, or all of them. */}}
{{- define "releaseSelector" -}}
{{- if .all }}{}{{ else }}{matchLabels: {release: {{ .release | quote }}}}{{ end }}
{{- end }}

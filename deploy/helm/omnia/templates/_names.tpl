{{/* The name of the operator's objects. */}}
{{- define "omnia.name" -}}
{{ .Values.nameOverride | default "omnia-operator" }}
{{- end }}

{{/* What finds the operator's pods. */}}
{{- define "omnia.selector" -}}
app.kubernetes.io/name: omnia
app.kubernetes.io/instance: {{ include "omnia.name" . }}
{{- end }}

{{- define "omnia.labels" -}}
{{ include "omnia.selector" . }}
app.kubernetes.io/part-of: omnia
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "omnia.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* Who gets the operator's rights. */}}
{{- define "omnia.subject" -}}
- kind: ServiceAccount
  name: {{ include "omnia.name" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{/* What both webhooks for pods have in common. */}}
{{- define "omnia.injection" -}}
admissionReviewVersions: [v1]
sideEffects: None
# A pod that should be guarded and is not would be an open door; only labelled pods and namespaces are concerned.
failurePolicy: {{ .Values.webhook.injection.failurePolicy }}
matchPolicy: Equivalent
reinvocationPolicy: IfNeeded
timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}
clientConfig:
  service:
    name: {{ .Values.webhook.service }}
    namespace: {{ .Release.Namespace }}
    path: /mutate
    port: 443
rules:
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE]
    resources: [pods]
    scope: Namespaced
{{- end }}

{{/* The operator's own pods must start without it, and so must the cluster's. */}}
{{- define "omnia.injectedNamespaces" -}}
- key: kubernetes.io/metadata.name
  operator: NotIn
  values: [kube-system, {{ .Release.Namespace }}]
{{- with .Values.watchNamespaces }}
- key: kubernetes.io/metadata.name
  operator: In
  values:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end }}

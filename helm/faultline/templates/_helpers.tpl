{{/* What every object's name begins with. */}}
{{- define "faultline.name" -}}
{{- if contains "faultline" .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-faultline" .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{/* Never changes between versions: a Deployment's selector cannot. */}}
{{- define "faultline.selector" -}}
app.kubernetes.io/name: faultline
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "faultline.labels" -}}
{{ include "faultline.labelsOf" (list . "operator") }}
{{- end }}

{{/* Labels of another component: `list $ "uninstall"`. Whatever selects the operator does not select it. */}}
{{- define "faultline.labelsOf" -}}
{{- $ := first . -}}
app.kubernetes.io/name: faultline
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ last . }}
app.kubernetes.io/part-of: faultline
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name ($.Chart.Version | replace "+" "_") }}
{{- end }}

{{- define "faultline.image" -}}
{{- include "faultline.imageOf" (list .Values.image .Chart.AppVersion) -}}
{{- end }}

{{/* `list .Values.image "1.0"`: an image's values, and the tag when they name none. */}}
{{- define "faultline.imageOf" -}}
{{- $image := first . -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default (last .) }}
{{- end -}}
{{- end }}

{{- define "faultline.account" -}}
{{- if not (or .Values.serviceAccount.create .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.create is false; set serviceAccount.name to the account that the operator is to use" -}}
{{- end -}}
{{ .Values.serviceAccount.name | default (include "faultline.name" .) }}
{{- end }}

{{/* The operator as the API server knows it. */}}
{{- define "faultline.user" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ include "faultline.account" . }}
{{- end }}

{{/* What the chart tells the operator. */}}
{{- define "faultline.settings" -}}
FAULTLINE_LEADER_ELECTION: {{ .Values.leaderElection | quote }}
FAULTLINE_LOG_LEVEL: {{ .Values.logLevel | quote }}
FAULTLINE_CLUSTER_DOMAIN: {{ .Values.clusterDomain | quote }}
FAULTLINE_WEBHOOK_CERTIFICATE: {{ ternary "cert-manager" "own" .Values.certManager.enabled }}
FAULTLINE_AUTOMATIC_ROLLOUT: {{ .Values.automaticRollout.enabled | quote }}
FAULTLINE_READ_CONFIG_MAPS: {{ .Values.findings.readConfigMaps | quote }}
{{- with .Values.prometheus.url }}
FAULTLINE_PROMETHEUS_URL: {{ . | quote }}
{{- end }}
{{- with .Values.probes.allow }}
FAULTLINE_PROBES_ALLOW: {{ join "," . | quote }}
{{- end }}
{{- with .Values.probes.credentialsNamespaces }}
FAULTLINE_PROBES_CREDENTIALS_NAMESPACES: {{ join "," . | quote }}
{{- end }}
{{- with .Values.gameDays.namespaces }}
FAULTLINE_GAMEDAYS_NAMESPACES: {{ join "," . | quote }}
{{- end }}
{{- with .Values.gameDays.minInterval }}
FAULTLINE_GAMEDAYS_MIN_INTERVAL: {{ . | quote }}
{{- end }}
FAULTLINE_GATES: {{ .Values.gates.enabled | quote }}
FAULTLINE_BYPASS: {{ .Values.sidecar.bypass | quote }}
FAULTLINE_SIDECAR_IMAGE: {{ include "faultline.imageOf" (list .Values.sidecar.image "") | quote }}
FAULTLINE_SIDECAR_PULL_POLICY: {{ .Values.sidecar.image.pullPolicy | quote }}
FAULTLINE_SIDECAR_CPU: {{ .Values.sidecar.resources.requests.cpu | quote }}
FAULTLINE_SIDECAR_MEMORY: {{ .Values.sidecar.resources.requests.memory | quote }}
FAULTLINE_SIDECAR_GUARANTEED_CPU: {{ .Values.sidecar.resources.guaranteed.cpu | quote }}
FAULTLINE_SIDECAR_GUARANTEED_MEMORY: {{ .Values.sidecar.resources.guaranteed.memory | quote }}
{{- end }}

{{/* Pod Security restricted, for the operator and the hooks alike: pod, then container. */}}
{{- define "faultline.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "faultline.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where a pod of ours may run, and who it is for the scheduler. */}}
{{- define "faultline.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What a hook's pod has in common with the other: `list $ "uninstall"`, whose last word is what it is told to do. */}}
{{- define "faultline.hookPod" -}}
{{- $ := first . -}}
{{- $word := last . -}}
serviceAccountName: {{ include "faultline.name" $ }}-{{ $word }}
restartPolicy: Never
enableServiceLinks: false
{{- with include "faultline.placement" $ | trim }}
{{ . }}
{{- end }}
securityContext:
  {{- include "faultline.podSecurity" $ | nindent 2 }}
containers:
- name: {{ $word }}
  image: {{ include "faultline.image" $ | quote }}
  imagePullPolicy: {{ $.Values.image.pullPolicy }}
  args: [{{ $word }}]
  env:
  - name: FAULTLINE_NAMESPACE
    valueFrom:
      fieldRef:
        fieldPath: metadata.namespace
  - name: FAULTLINE_DEPLOYMENT
    value: {{ include "faultline.name" $ }}
  {{- if eq $word "uninstall" }}
  - name: FAULTLINE_CRDS_GO
    value: {{ and $.Values.crds.enabled (not $.Values.crds.keep) | quote }}
  {{- else }}
  - name: FAULTLINE_POD
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: FAULTLINE_POD_UID
    valueFrom:
      fieldRef:
        fieldPath: metadata.uid
  - name: FAULTLINE_STATUS_BY_OPERATOR_ONLY
    value: {{ $.Values.admissionPolicies.statusByOperatorOnly | quote }}
  {{- end }}
  resources:
    requests:
      cpu: 50m
      memory: 96Mi
    limits:
      memory: 192Mi
  securityContext:
    {{- include "faultline.containerSecurity" $ | nindent 4 }}
  volumeMounts:
  - name: tmp
    mountPath: /tmp
volumes:
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- end }}

{{/* Annotations of what exists only while a hook runs: `list "pre-delete" "-10"`, event and weight. */}}
{{- define "faultline.hook" }}
  annotations:
    helm.sh/hook: {{ first . }}
    helm.sh/hook-weight: {{ last . | quote }}
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

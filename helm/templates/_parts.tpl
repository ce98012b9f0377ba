{{/* Parts that several templates share. Arguments: dict "root" $ "component" "web". */}}

{{- define "safetynet.labels" -}}
{{ include "safetynet.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "safetynet.selector" -}}
app.kubernetes.io/name: safetynet
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "safetynet.image" -}}
{{ required "image.repository is required" .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "safetynet.baseDomain" -}}
{{ required "baseDomain is required" .Values.baseDomain }}
{{- end }}

{{/* Security of every pod: not root, and only /tmp is writable. */}}
{{- define "safetynet.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp {{- /* in memory: an Excel export writes its rows there before it is sent */}}
    emptyDir: { medium: Memory, sizeLimit: 128Mi }
  - name: files
    {{- if .Values.files.existingClaim }}
    persistentVolumeClaim: { claimName: {{ .Values.files.existingClaim }} }
    {{- else }}
    emptyDir: {}
    {{- end }}
{{- end }}

{{- define "safetynet.container" -}}
image: {{ include "safetynet.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  - { name: files, mountPath: /srv/files }
{{- end }}

{{/* Environment variables; `owner` is set for upgrade and operator alone. */}}
{{- define "safetynet.environment" -}}
envFrom:
  - secretRef: { name: {{ .root.Values.secrets.service }} }
  {{- if .owner }}
  - secretRef: { name: {{ .root.Values.secrets.owner }} }
  {{- end }}
env:
  - { name: BASE_DOMAIN, value: {{ include "safetynet.baseDomain" .root | quote }} }
  - { name: RELEASE, value: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }} }
  - { name: TRUSTED_PROXIES, value: {{ .root.Values.trustedProxies | quote }} }
  - { name: MEDIA_ROOT, value: /srv/files }
  {{- range $name, $value := .root.Values.environment }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
{{- end }}

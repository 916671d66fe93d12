{{- define "mqtt-tls-proxy.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "mqtt-tls-proxy.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "mqtt-tls-proxy.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "mqtt-tls-proxy.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "mqtt-tls-proxy.selector" -}}
app.kubernetes.io/name: {{ include "mqtt-tls-proxy.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "mqtt-tls-proxy.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "mqtt-tls-proxy.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "mqtt-tls-proxy.ticketSecret" -}}
{{- if .Values.ticketKeys.existingSecret -}}
{{- .Values.ticketKeys.existingSecret -}}
{{- else if .Values.ticketKeys.create -}}
{{- include "mqtt-tls-proxy.fullname" . }}-tickets
{{- end -}}
{{- end -}}

{{- /* What a drain takes: the wait for load balancers, all connections at the pace, and five seconds for the last of them. */ -}}
{{- define "mqtt-tls-proxy.drainSeconds" -}}
{{- with .Values.drain -}}
{{- add (int .readinessGraceSeconds) (ceil (divf .expectedConnections .pacePerSecond) | int) 5 -}}
{{- end -}}
{{- end -}}

{{- /* Ten seconds above the drain, for the process to end by itself. */ -}}
{{- define "mqtt-tls-proxy.graceSeconds" -}}
{{- $least := add (include "mqtt-tls-proxy.drainSeconds" . | int) 10 | int -}}
{{- $wanted := int .Values.terminationGracePeriodSeconds -}}
{{- if eq $wanted 0 -}}
{{- $least -}}
{{- else if lt $wanted $least -}}
{{- fail (printf "terminationGracePeriodSeconds: %d (expected: at least %d, for %d connections at %d/s after %d s, or 0 to have it computed)" $wanted $least (int .Values.drain.expectedConnections) (int .Values.drain.pacePerSecond) (int .Values.drain.readinessGraceSeconds)) -}}
{{- else -}}
{{- $wanted -}}
{{- end -}}
{{- end -}}

{{- /* A duration of proxy.yaml, a number with ms, s, m, h or d, in seconds; 0 for what is none, which the proxy will refuse. */ -}}
{{- define "mqtt-tls-proxy.seconds" -}}
{{- $number := regexFind "^[0-9]+" . | int -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- mul $number (dict "s" 1 "m" 60 "h" 3600 "d" 86400 | dig $unit 0) -}}
{{- end -}}

{{- define "mqtt-tls-proxy.adminScheme" -}}
{{- if .Values.admin.tls -}}HTTPS{{- else -}}HTTP{{- end -}}
{{- end -}}

{{- define "mqtt-tls-proxy.kedaQuery" -}}
{{- if .Values.keda.query -}}
{{- .Values.keda.query -}}
{{- else -}}
{{- printf "sum(mqttproxy_client_connections{namespace=%q,service=%q})" .Release.Namespace (printf "%s-metrics" (include "mqtt-tls-proxy.fullname" .)) -}}
{{- end -}}
{{- end -}}

{{- /* Combinations that the schema cannot see. */ -}}
{{- define "mqtt-tls-proxy.verify" -}}
{{- range $key := list "admin" "shutdown" -}}
  {{- if hasKey $.Values.config $key -}}
    {{- fail (printf "config.%s: the chart sets it (expected: nothing, see admin, drain and service)" $key) -}}
  {{- end -}}
{{- end -}}
{{- with .Values.admin.tls -}}
  {{- if not .certificate -}}
    {{- fail "admin.tls.certificate: nothing (expected: the name of one of config.certificates)" -}}
  {{- end -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled .Values.admin.tls (not .Values.serviceMonitor.tlsConfig) -}}
  {{- fail "serviceMonitor.tlsConfig: nothing, and admin.tls is on (expected: how Prometheus knows the pods, such as ca and serverName)" -}}
{{- end -}}
{{- range $port := .Values.service.ports -}}
  {{- $found := false -}}
  {{- range $name, $listener := $.Values.config.listeners -}}
    {{- if hasSuffix (printf ":%d" (int $port.targetPort)) $listener.bind -}}{{- $found = true -}}{{- end -}}
  {{- end -}}
  {{- if not $found -}}
    {{- fail (printf "service.ports.%s: %d is the port of no listener (expected: a targetPort that a bind in config.listeners has)" $port.name (int $port.targetPort)) -}}
  {{- end -}}
{{- end -}}
{{- if and (contains "secrets/tickets/" (toYaml .Values.config)) (not (include "mqtt-tls-proxy.ticketSecret" .)) -}}
  {{- fail "ticketKeys: neither create nor existingSecret, and config names secrets/tickets (expected: one of them, or a config without sessionTickets.keysFile)" -}}
{{- end -}}
{{- with .Values.autoscaling -}}
  {{- if .enabled -}}
    {{- if gt (int .minReplicas) (int .maxReplicas) -}}
      {{- fail (printf "autoscaling.minReplicas: %d (expected: at most maxReplicas, %d)" (int .minReplicas) (int .maxReplicas)) -}}
    {{- end -}}
    {{- if and (eq (int .connectionsPerPod) 0) (eq (int .cpuPercent) 0) -}}
      {{- fail "autoscaling: enabled, and nothing to scale on (expected: connectionsPerPod or cpuPercent above 0)" -}}
    {{- end -}}
    {{- if gt (int .connectionsPerPod) (int $.Values.drain.expectedConnections) -}}
      {{- fail (printf "autoscaling.connectionsPerPod: %d (expected: at most drain.expectedConnections, %d, for which the grace period is computed)" (int .connectionsPerPod) (int $.Values.drain.expectedConnections)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- with .Values.keda -}}
  {{- if .enabled -}}
    {{- if $.Values.autoscaling.enabled -}}
      {{- fail "keda: enabled, and autoscaling too (expected: one of them; two would undo what the other does)" -}}
    {{- end -}}
    {{- if not .serverAddress -}}
      {{- fail "keda.serverAddress: nothing (expected: the address of Prometheus, for example http://prometheus.monitoring:9090)" -}}
    {{- end -}}
    {{- if gt (int .minReplicas) (int .maxReplicas) -}}
      {{- fail (printf "keda.minReplicas: %d (expected: at most maxReplicas, %d)" (int .minReplicas) (int .maxReplicas)) -}}
    {{- end -}}
    {{- if gt (int .connectionsPerPod) (int $.Values.drain.expectedConnections) -}}
      {{- fail (printf "keda.connectionsPerPod: %d (expected: at most drain.expectedConnections, %d, for which the grace period is computed)" (int .connectionsPerPod) (int $.Values.drain.expectedConnections)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if .Values.ticketKeys.rotation.enabled -}}
  {{- if not (include "mqtt-tls-proxy.ticketSecret" .) -}}
    {{- fail "ticketKeys.rotation: enabled, and there is no Secret to rotate (expected: ticketKeys.create or existingSecret)" -}}
  {{- end -}}
  {{- if not .Values.ticketKeys.rotation.image -}}
    {{- fail "ticketKeys.rotation.image: nothing (expected: an image with sh and kubectl)" -}}
  {{- end -}}
  {{- range $name, $listener := .Values.config.listeners -}}
    {{- $tls := default dict $listener.tls -}}
    {{- if kindIs "map" $tls.sessionTickets -}}
      {{- $lifetime := get $tls.sessionTickets "lifetime" | default "12h" | toString -}}
      {{- if and (eq $.Values.ticketKeys.rotation.every "daily") (gt (include "mqtt-tls-proxy.seconds" $lifetime | int) 86400) -}}
        {{- fail (printf "ticketKeys.rotation.every: daily, and tickets of listener %s live for %s (expected: weekly, or at most 24h)" $name $lifetime) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "mqtt-tls-proxy.config" -}}
{{- $shutdown := dict "readinessGrace" (printf "%ds" (int .Values.drain.readinessGraceSeconds)) "pace" (printf "%d/s" (int .Values.drain.pacePerSecond)) "deadline" (printf "%ss" (include "mqtt-tls-proxy.drainSeconds" .)) -}}
{{- /* On all addresses, because the node's probes come from outside of the pod. */ -}}
{{- $admin := dict "bind" "0.0.0.0:9090" -}}
{{- with .Values.admin.tls -}}{{- $_ := set $admin "tls" . -}}{{- end -}}
{{- toYaml (merge (dict "admin" $admin "shutdown" $shutdown) (deepCopy .Values.config)) -}}
{{- end -}}

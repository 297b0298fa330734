const targets =
  /(^|[^a-z])(jaeger|jaegertracing|otel|otelcol|opentelemetry|otlp|zipkin|prometheus|prom|grafana|alertmanager|fluentd|fluentbit|fluent|loki|promtail|logstash|filebeat|metricbeat|kibana|telegraf|statsd|cadvisor|node-exporter|datadog|newrelic|pyroscope|seq-logs)([^a-z]|$)/i

/**
 * Whether something only takes what others tell of themselves, by its name or its image: nothing that serves users waits
 * for it, so that an edge to it is no need.
 */
export function takesTelemetry(name: string, image = ''): boolean {
  return targets.test(name) || targets.test(image)
}

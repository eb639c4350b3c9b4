/** Traces and metrics of calls by OpenTelemetry's own SDK, sent as OTLP over HTTP. */
package dev.trefoil.otlp;

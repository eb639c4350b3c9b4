// A weather API in the shape of Open-Meteo's, for tools that need an API to call.
package dev.trefoil.emulators.weather;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers {@code GET /v1/forecast?latitude=…&longitude=…&current=temperature_2m}, as
 * api.open-meteo.com does, with a weather that depends on the place alone.
 */
public final class WeatherEmulator implements AutoCloseable {
  /** The host whose API it plays. */
  public static final String HOST = "api.open-meteo.com";

  private static final String PATH = "/v1/forecast";

  private final HttpServer server;

  private WeatherEmulator() {
    this.server = HttpServer.start(0, WeatherEmulator::handle);
  }

  /** Starts one on a free port of loopback. */
  public static WeatherEmulator start() {
    return new WeatherEmulator();
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() {
    server.close();
  }

  private static void handle(HttpRequest request, HttpExchange exchange) throws IOException {
    if (!request.path().equals(PATH) || !request.method().equals("GET")) {
      refuse(exchange, 404, "Not Found");
      return;
    }
    Optional<Double> latitude = number(request, "latitude");
    Optional<Double> longitude = number(request, "longitude");
    if (latitude.isEmpty() || longitude.isEmpty()) {
      refuse(
          exchange,
          400,
          "Parameter 'latitude' and 'longitude' must have the same number of elements");
    } else if (Math.abs(latitude.get()) > 90) {
      refuse(exchange, 400, outside("Latitude", 90, latitude.get()));
    } else if (Math.abs(longitude.get()) > 180) {
      refuse(exchange, 400, outside("Longitude", 180, longitude.get()));
    } else {
      send(exchange, 200, forecast(latitude.get(), longitude.get()));
    }
  }

  private static Optional<Double> number(HttpRequest request, String name) {
    try {
      return request.parameter(name).map(Double::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String outside(String name, int most, double given) {
    return String.format(
        Locale.ROOT, "%s must be in range of -%d to %d°. Given: %s.", name, most, most, given);
  }

  private static ObjectNode forecast(double latitude, double longitude) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("latitude", latitude).put("longitude", longitude).put("timezone", "GMT");
    answer.putObject("current_units").put("time", "iso8601").put("temperature_2m", "°C");
    answer
        .putObject("current")
        .put("time", "2026-12-01T12:00")
        .put("temperature_2m", Math.round(10 * (30 - Math.abs(latitude) / 2)) / 10.0);
    return answer;
  }

  private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    send(exchange, status, error.put("error", true).put("reason", reason));
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    exchange.send(
        status,
        Headers.of("content-type", "application/json; charset=utf-8"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}

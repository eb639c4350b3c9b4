package dev.trefoil.emulators.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeatherEmulatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/forecast?latitude=60&longitude=10&current=temperature_2m | 200 | \"temperature_2m\":0.0",
        "/v1/forecast?latitude=60                                      | 400 | same number",
        "/v1/forecast?latitude=91&longitude=1                          | 400 | range of -90 to 90",
        "/v1/forecast?latitude=1&longitude=-181                        | 400 | range of -180 to 180",
        "/v1/forecast?latitude=north&longitude=1                       | 400 | same number",
        "/v2/forecast                                                  | 404 | Not Found",
      })
  void itAnswersAndRefusesAsTheApiDoes(String path, int status, String said) throws Exception {
    try (WeatherEmulator weather = WeatherEmulator.start();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(weather.endpoint().resolve(path)).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(said);
    }
  }
}

package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.door.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

  @ParameterizedTest
  @CsvSource({
    "/v1/models, /v1/models",
    "//v1//models, /v1/models",
    "/v1/models/, /v1/models",
    "/v1/%6Dodels, /v1/models",
    "/v1/./models, /v1/models",
    "/v2/../v1/models, /v1/models",
    "/v2/%2e%2E/v1/models, /v1/models",
    "/../v1/models, /v1/models",
    "/gr%C3%BC%C3%9fe, /grüße",
    "/a+b, /a+b",
    "/a;b=1, /a;b=1",
    "'', /",
    "/, /",
    "///, /"
  })
  void aPathIsTheSameHoweverItWasWritten(String raw, String path) throws Problem {
    assertThat(RequestPath.of(raw)).hasToString(path);
  }

  @Test
  void anEncodedSlashSeparatesNothing() throws Problem {
    assertThat(RequestPath.of("/v1%2Fmodels").segments()).containsExactly("v1/models");
    assertThat(RequestPath.of("/v1/jobs/a%2Fb").segments()).containsExactly("v1", "jobs", "a/b");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models, /models",
    "/openai/v1/models, /models",
    "/openai/responses, /responses",
    "/openai/deployments/a/embeddings, /deployments/a/embeddings",
    "/openai, /",
    "/models, /models",
    "/v1/openai/models, /openai/models",
    "/v1/v1/models, /v1/models"
  })
  void whatClientsPutIntoTheirBaseUrlIsTakenAwayOnce(String raw, String path) throws Problem {
    assertThat(RequestPath.of(raw).unversioned()).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/100%", "/%6", "/%zz", "/%6g", "/%ff", "/%c3", "/%ed%a0%80"})
  void whatCannotBeDecodedIsRefused(String raw) {
    assertThatThrownBy(() -> RequestPath.of(raw))
        .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(400));
  }
}

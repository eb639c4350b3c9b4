package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: "AWS service endpoints" and "Partitions" of the AWS General Reference. */
class AwsEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "us-east-1, https://secretsmanager.us-east-1.amazonaws.com",
    "us-gov-west-1, https://secretsmanager.us-gov-west-1.amazonaws.com",
    "cn-north-1, https://secretsmanager.cn-north-1.amazonaws.com.cn",
    "us-iso-east-1, https://secretsmanager.us-iso-east-1.c2s.ic.gov",
    "eusc-de-east-1, https://secretsmanager.eusc-de-east-1.amazonaws.eu",
  })
  void aServiceIsInItsRegionsPartition(String region, URI endpoint) {
    assertThat(AwsEndpoint.of("secretsmanager", region)).isEqualTo(endpoint);
  }
}

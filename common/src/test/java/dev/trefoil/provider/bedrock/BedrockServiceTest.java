package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.endpoints.BedrockRuntimeEndpointParams;

class BedrockServiceTest {
  @ParameterizedTest
  @CsvSource({
    "us-east-1, false, https://bedrock-runtime.us-east-1.amazonaws.com",
    "us-gov-west-1, true, https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com",
    "cn-north-1, false, https://bedrock-runtime.cn-north-1.amazonaws.com.cn",
  })
  void withoutAnEndpointOfItsOwnItIsTheRegions(String region, boolean fips, URI address) {
    BedrockRuntimeEndpointParams ambient =
        BedrockRuntimeEndpointParams.builder()
            .region(Region.of(region))
            .useFips(fips)
            .endpoint(fips ? null : "http://127.0.0.1:1")
            .build();

    assertThat(BedrockService.ofTheRegion(ambient).join().endpointUrl().toUri()).isEqualTo(address);
  }
}

package dev.trefoil.identity;

import java.net.URI;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where AWS's services are: each partition (China, the sovereign clouds) has a domain of its own.
 */
public final class AwsEndpoint {
  private AwsEndpoint() {}

  /**
   * {@code https://sts.us-east-1.amazonaws.com}, {@code https://sts.cn-north-1.amazonaws.com.cn}.
   *
   * @param service the first part of its host
   */
  public static URI of(String service, String region) {
    return URI.create(
        "https://%s.%s.%s"
            .formatted(service, region, PartitionMetadata.of(Region.of(region)).dnsSuffix()));
  }
}

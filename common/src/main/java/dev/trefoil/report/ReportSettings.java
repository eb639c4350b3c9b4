package dev.trefoil.report;

import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Target;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When and where the report of a day is written.
 *
 * @param at from when on, of the day after
 * @param zone whose time that is
 * @param blobs whether it is kept as HTML and CSV in the cloud's blobs
 * @param queue the declared callback whose queue is told; empty for none
 * @param clouds whose records are read beside those of the cloud that writes it
 * @param awsRegion of the tables on AWS, where another cloud reads them; empty for us-east-1
 * @param provisioned what capacity is offered for, by target
 */
public record ReportSettings(
    LocalTime at,
    ZoneId zone,
    boolean blobs,
    Optional<String> queue,
    List<Cloud> clouds,
    Optional<String> awsRegion,
    Map<Target, Offer> provisioned) {
  public ReportSettings {
    clouds = List.copyOf(clouds);
    provisioned = Map.copyOf(provisioned);
  }

  /**
   * What capacity of a target would cost that is bought beforehand.
   *
   * @param usdPerHour of one unit, used or not
   * @param tokensPerMinute what one takes
   * @param outputWeight as how many tokens of a prompt one of an answer counts
   */
  public record Offer(double usdPerHour, long tokensPerMinute, double outputWeight) {}
}

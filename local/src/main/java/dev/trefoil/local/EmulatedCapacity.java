// Provisioned throughput on emulated Bedrock, as the configuration names it.
package dev.trefoil.local;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.policy.Capacity;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import java.util.Optional;

/** Has the emulators what a route's {@code capacity} says that somebody has bought. */
final class EmulatedCapacity {
  private static final String PROVISIONED = ":provisioned-model/";

  private EmulatedCapacity() {}

  static void buy(TrefoilConfig config, EmulatedCloud emulators) {
    for (Route route : config.routes()) {
      for (RouteTarget entry : route.entries()) {
        Optional<Target> target =
            Target.parse(entry.name()).filter(named -> named.model().contains(PROVISIONED));
        if (target.isPresent()
            && emulators.model(target.get().service()).orElse(null) instanceof BedrockEmulator it) {
          String arn = target.get().model();
          String family = config.models().of(target.get().service(), arn).family();
          long most = entry.capacity().map(Capacity::tokensPerMinute).orElse(Long.MAX_VALUE);
          it.provision(arn, family, (int) Math.min(most, Integer.MAX_VALUE));
        }
      }
    }
  }
}

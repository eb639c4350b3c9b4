// What is drilled, wherever and however it was started.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Running clouds.
 *
 * @param doors where requests go
 * @param services the handles of the model services behind them, by name
 * @param checks the guardrail services, each side's in the order in which they stand in for one
 *     another
 * @param lanes how many requests are sent to each door at a time; so many processes of the Lambda
 *     host take part, of which it has four at most
 */
public record Site(
    List<Door> doors, Map<String, Controls> services, List<Check> checks, int lanes) {

  /**
   * A cloud's function.
   *
   * @param cloud its name
   * @param port on 127.0.0.1
   * @param primary the target that it asks first, {@code service/model}
   */
  public record Door(String cloud, int port, String primary) {
    String primaryService() {
      return primary.substring(0, primary.indexOf('/'));
    }
  }

  /**
   * A guardrail service that looks at one side alone.
   *
   * @param input whether that is what is asked, not what is answered
   * @param operations how the paths end that have to be asked for a verdict
   */
  public record Check(String name, boolean input, GuardrailServer server, Set<String> operations) {
    public Check {
      operations = Set.copyOf(operations);
    }
  }

  public Site {
    doors = List.copyOf(doors);
    checks = List.copyOf(checks);
    services = Map.copyOf(services);
  }
}

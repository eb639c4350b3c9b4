// What is drilled, wherever and however it was started.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Controls;
import java.util.List;
import java.util.Map;

/**
 * Running clouds.
 *
 * @param doors where requests go
 * @param services the handles of the model services behind them, by name
 * @param lanes how many requests are sent to each door at a time; so many processes of the Lambda
 *     host take part, of which it has four at most
 */
public record Site(List<Door> doors, Map<String, Controls> services, int lanes) {

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

  public Site {
    doors = List.copyOf(doors);
    services = Map.copyOf(services);
  }
}

package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProtocolRulesTest {
  /** What is asked of a service that speaks several protocols is asked of the model's own. */
  @Test
  void everythingThatRulesSayIsAskedOfTheModelsProtocol() {
    Set<String> asked =
        Arrays.stream(RequestRules.class.getMethods())
            .filter(Method::isDefault)
            .map(Method::getName)
            // Walks over a request and asks the others.
            .filter(name -> !name.equals("media"))
            .collect(Collectors.toSet());

    assertThat(Arrays.stream(ProtocolRules.class.getDeclaredMethods()).map(Method::getName))
        .containsAll(asked);
    assertThat(asked).contains("chat", "takesCacheKey", "keeps");
  }
}

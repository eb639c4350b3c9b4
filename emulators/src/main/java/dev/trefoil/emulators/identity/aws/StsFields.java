// Reads the fields of AWS STS's requests.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.identity.Form;
import java.util.Optional;

/** Fields within their bounds. */
final class StsFields {

  private StsFields() {}

  static int whole(Form form, String name, int min, int max, int usual) throws StsRefusal {
    Optional<String> text = form.get(name);
    if (text.isEmpty()) {
      return usual;
    }
    String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    try {
      int value = Integer.parseInt(text.get());
      if (value < min) {
        throw StsErrors.invalid(member, "Member must have value greater than or equal to " + min);
      }
      if (value > max) {
        throw StsErrors.invalid(member, "Member must have value less than or equal to " + max);
      }
      return value;
    } catch (NumberFormatException e) {
      throw StsErrors.invalid(member, "Member must be a whole number");
    }
  }
}

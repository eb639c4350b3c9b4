// A role of an AWS account and the ARNs that it goes by.
package dev.trefoil.emulators.identity.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A role.
 *
 * @param account twelve digits
 * @param name without a path
 */
public record AwsRole(String account, String name) {

  private static final Pattern SESSION =
      Pattern.compile("arn:aws:sts::(\\d{12}):assumed-role/([^/]+)/[^/]+");

  /** The role's own ARN. */
  public String arn() {
    return "arn:aws:iam::%s:role/%s".formatted(account, name);
  }

  /** The ARN of all who have assumed it, without a session's name. */
  public String assumed() {
    return "arn:aws:sts::%s:assumed-role/%s".formatted(account, name);
  }

  /** The ARN of whoever has assumed it under this session name. */
  public String session(String sessionName) {
    return assumed() + "/" + sessionName;
  }

  /** The role that a session's ARN names; absent when it is another sort of ARN. */
  public static Optional<AwsRole> ofSession(String arn) {
    Matcher matcher = SESSION.matcher(arn);
    return matcher.matches()
        ? Optional.of(new AwsRole(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}

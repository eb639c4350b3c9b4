// What an operation of AWS STS answers.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.identity.Origin;
import java.util.Map;

/**
 * An answer.
 *
 * @param result the members of the operation's result
 * @param origin whom the presented credential stands for
 */
record StsAnswer(Map<String, ?> result, Origin origin) {}

// Whom a subject token stands for, once it has been checked.
package dev.trefoil.emulators.identity.google;

import dev.trefoil.emulators.identity.Origin;
import java.time.Duration;

/**
 * A subject.
 *
 * @param google the value of {@code google.subject}
 * @param longest how long a token for it may work
 * @param origin who it is at home
 */
record Subject(String google, Duration longest, Origin origin) {}

/** How a stream that was cut is finished by another target. */
package dev.trefoil.continuation;

/**
 * Lambda's Runtime API, as a runtime of our own asks it for invocations and answers them. It knows
 * nothing of what is answered.
 */
package dev.trefoil.aws.runtimeapi;

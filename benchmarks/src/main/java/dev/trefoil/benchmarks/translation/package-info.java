/**
 * What translation costs, by JMH. The benchmarks stand in the packages whose translators they call,
 * so that nothing of ours is public for their sake.
 */
package dev.trefoil.benchmarks.translation;

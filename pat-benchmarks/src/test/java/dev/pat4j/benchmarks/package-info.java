/**
 * What a verification costs, beside its floor and beside what people would pick instead. {@link
 * dev.pat4j.benchmarks.Benchmarks} runs them, {@code docs/benchmarks.md} says how.
 */
package dev.pat4j.benchmarks;

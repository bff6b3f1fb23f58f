/**
 * What a verification costs when its row is read from PostgreSQL: beside a bare SELECT, with many
 * callers, while last uses are written, and as the table grows.
 *
 * <p>Programs rather than JMH's: what is compared takes turns, some seconds each, on one server and
 * one pool, so that whatever else the machine does hits all of it alike. {@link
 * dev.pat4j.benchmarks.jdbc.JdbcBenchmarks} and {@link dev.pat4j.benchmarks.jdbc.ScaleRun} run
 * them, and leave their results as JMH does.
 */
package dev.pat4j.benchmarks.jdbc;

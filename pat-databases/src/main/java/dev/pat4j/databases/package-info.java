/**
 * Real databases for tests: unpacked or found, started, hung, killed, brought back.
 *
 * <p>For a test that only needs a database, this JVM's server is started at the first call and ends
 * with the JVM, however that ends. Each test takes a database of its own, which costs some 20 ms:
 *
 * <pre>{@code
 * Database database = PostgresServer.shared().newDatabase();
 * DataSource plain = database.dataSource();          // a connection for each call
 * HikariDataSource pool = database.pool(10);         // the caller closes it
 * String forAnotherProcess = database.url();         // with user and password in it
 * }</pre>
 *
 * <p>For a test that does harm, a server of its own:
 *
 * <pre>{@code
 * try (PostgresServer server = PostgresServer.start()) {
 *   Database database = server.newDatabase();
 *   server.pause();                                  // hangs: connections stay, nothing answers
 *   server.resume();
 *   server.kill();                                   // kill -9 of every process
 *   server.restart();                                // the same port, and every commit is there
 *   server.terminateBackends("%listen%");            // by application_name
 * }
 * PostgresServer.builder().release(FLOOR).durable().setting("work_mem", "8MB").start();
 * }</pre>
 *
 * <p>It makes no difference who runs it: servers refuse root, so root runs them as {@code nobody}.
 * What they write lies in one folder under {@code java.io.tmpdir}, which goes with the JVM.
 */
@NullMarked
package dev.pat4j.databases;

import org.jspecify.annotations.NullMarked;

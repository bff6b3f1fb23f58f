package dev.pat4j.containers;

/** A servlet container that can be started in this process; one implementation for each. */
public interface ServletContainer {

  /** As the table of requests names it: {@code jetty-ee10}, {@code tomcat-11}, … */
  String name();

  /**
   * Starts a server on a free port of 127.0.0.1 that speaks HTTP/1.1 and HTTP/2 in clear text, and
   * serves these applications.
   */
  RunningServer start(Tuning tuning, WebApp... applications) throws Exception;
}

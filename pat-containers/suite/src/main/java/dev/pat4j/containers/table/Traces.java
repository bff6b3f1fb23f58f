package dev.pat4j.containers.table;

import dev.pat4j.containers.Call;
import java.util.List;

/** What requests leave behind the filter, kept until it is taken. */
public interface Traces {

  /** The calls that reached the application. */
  List<Call> takeCalls();

  /** How often the store was asked for a token. */
  int takeStoreReads();
}

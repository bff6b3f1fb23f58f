package dev.pat4j.store;

import java.time.Instant;
import java.util.List;

/**
 * Keeps what happened to tokens, for people to review: issued, first used, used from a new address,
 * rotated, revoked. {@link dev.pat4j.TokenListener#recordingIn} fills it.
 *
 * <p>Entries outlive their token: whoever deletes a stolen token must not wipe its tracks. They
 * hold addresses of people, so let the host's housekeeping {@linkplain #purge purge} them after the
 * time it has promised.
 *
 * <p><b>Security guarantees</b>: no entry holds a secret or a digest. Entries are asked for with
 * their owner, compared exactly, since an id that is free after a deletion may come back as a token
 * of somebody else.
 *
 * <p>Implementations are thread-safe and may block. No argument or result is null. Every method
 * throws {@link TokenStoreException} if the log breaks. Whoever writes one runs {@code
 * EventLogContract} of pat-testkit.
 */
public interface EventLog {

  /** The most entries that one call returns. */
  int MOST = 1_000;

  /** Adds one entry, durably when this returns; two that are equal are two entries. */
  void append(LoggedEvent event);

  /**
   * The latest entries about this token of this owner, newest first; of the same instant, the one
   * appended later first.
   *
   * @param limit how many at most
   * @throws IllegalArgumentException unless the limit is from 1 to {@link #MOST}
   */
  List<LoggedEvent> latest(String owner, TokenId tokenId, int limit);

  /**
   * Removes entries of before this time, whatever token they are about, at most so many at one
   * call.
   *
   * @param before exclusive, cut to milliseconds
   * @return how many were removed; fewer than the limit if none is left
   * @throws IllegalArgumentException unless the limit is positive
   */
  int purge(Instant before, int limit);
}

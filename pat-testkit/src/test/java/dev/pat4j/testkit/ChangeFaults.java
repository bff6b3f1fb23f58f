package dev.pat4j.testkit;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores that write too much, too little, or what they should have refused. */
final class ChangeFaults {

  private ChangeFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "insert overwrites, as REPLACE INTO does",
            ReplaceInto::new,
            "insertRefusesAnIdThatIsTaken",
            "insertRefusesADigestThatIsTaken",
            "insertRefusesTheSameRowTwice"),
        Fault.of(
            "insert of an equal row is taken for a repetition",
            Idempotent::new,
            "insertRefusesTheSameRowTwice"),
        replacing(
            "replace forgets a column",
            (now, row) -> row.toBuilder().name(now.name()).build(),
            "replaceWritesEveryFieldAndCountsTheVersion",
            "replaceRefusesAStaleVersion"),
        replacing(
            "replace does not count",
            (now, row) -> row.toBuilder().version(now.version()).build(),
            "replaceWritesEveryFieldAndCountsTheVersion",
            "replaceRefusesAStaleVersion"),
        replacing(
            "replace keeps what is null, as COALESCE does",
            (now, row) ->
                row.toBuilder().expiresAt(row.expiresAt().or(now::expiresAt).orElse(null)).build(),
            "replaceMakesFieldsAbsentAgain"),
        replacing("replace writes the last use", (now, row) -> row, "replaceNeverWritesTheLastUse"),
        Fault.of(
            "replace leaves the old digest in an index",
            StaleDigests::new,
            "replaceFindsTheRowUnderItsNewDigestOnly"),
        Fault.of(
            "replace leaves the row in its old owner's index",
            StaleOwners::new,
            "replaceFindsTheRowUnderItsNewOwnerOnly"),
        expecting(
            "replace ignores the version",
            (now, expected) -> true,
            "replaceRefusesAStaleVersion",
            "replaceRefusesAVersionThatIsStillToCome"),
        expecting(
            "replace accepts a version that is still to come",
            (now, expected) -> now.version() <= expected.version(),
            "replaceRefusesAVersionThatIsStillToCome"),
        expecting(
            "replace compares the whole row",
            StoredToken::equals,
            "replaceLooksAtNothingButIdAndVersionOfWhatIsExpected"),
        Fault.of(
            "replace inserts a row that is gone", Upserting::new, "replaceRefusesARowThatIsGone"),
        Fault.of(
            "a violated constraint is an exception",
            Throwing::new,
            "replaceRefusesADigestThatIsTaken",
            "rotateRefusesASuccessorWhoseDigestIsTakenAndReplacesNothing"),
        Fault.of(
            "a changed id is a lost race",
            Lenient::new,
            "replaceRefusesToChangeAnId",
            "rotateRefusesToChangeAnId"),
        Fault.of("rotate only inserts", InsertOnly::new, "rotateReplacesAndInserts"),
        Fault.of(
            "rotate inserts whether it replaced or not",
            InsertFirst::new,
            "rotateRefusesAStaleVersionAndInsertsNothing",
            "rotateRefusesARowThatIsGoneAndInsertsNothing"),
        Fault.of(
            "rotate replaces whether it inserts or not",
            ReplaceFirst::new,
            "rotateRefusesASuccessorWhoseIdIsTakenAndReplacesNothing",
            "rotateRefusesASuccessorWhoseDigestIsTakenAndReplacesNothing"),
        Fault.of(
            "delete hides the row from lists only", HalfDeleted::new, "deleteRemovesOneRowForGood"),
        Fault.of("delete is always true", AlwaysDeleted::new, "deleteFindsNothingTheSecondTime"),
        Fault.of(
            "a deleted id is never free again", Tombstones::new, "deleteFreesTheIdAndTheDigest"),
        Fault.of(
            "purge takes what died at the very time",
            PurgeInclusive::new,
            "purgeRemovesWhatWasDeadBeforeAndNothingElse"),
        Fault.of(
            "purge takes no notice of its limit",
            PurgeUnbounded::new,
            "purgeRemovesNoMoreThanItsLimit"),
        Fault.of("purge accepts any limit", PurgeNothing::new, "purgeRefusesALimitBelowOne"),
        Fault.of("null is answered with nothing", NullTolerant::new, "refusesNull"),
        Fault.of("rows are read only", ReadOnly::new, "carriesATokenThroughItsLife"));
  }

  /** What replace makes of the row now and the row that is to be. */
  private interface Writing {
    StoredToken written(StoredToken now, StoredToken updated);
  }

  private interface Expecting {
    boolean isMet(StoredToken now, StoredToken expected);
  }

  private static Fault replacing(String what, Writing writing, String... caughtBy) {
    return Fault.of(
        what,
        () ->
            new ForwardingStore() {
              @Override
              public synchronized boolean replace(StoredToken expected, StoredToken updated) {
                StoredToken now = right.findById(expected.id()).orElse(null);
                if (now == null || !right.replace(expected, updated)) {
                  return false;
                }
                StoredToken counted = updated.toBuilder().version(now.version() + 1).build();
                overwrite(writing.written(now, counted));
                return true;
              }
            },
        caughtBy);
  }

  private static Fault expecting(String what, Expecting expecting, String... caughtBy) {
    return Fault.of(
        what,
        () ->
            new ForwardingStore() {
              @Override
              public boolean replace(StoredToken expected, StoredToken updated) {
                return right
                    .findById(expected.id())
                    .filter(now -> expecting.isMet(now, expected))
                    .filter(now -> right.replace(now, updated))
                    .isPresent();
              }
            },
        caughtBy);
  }

  private static class ReplaceInto extends ForwardingStore {
    @Override
    public boolean insert(StoredToken token) {
      right.delete(token.id());
      right.findByDigest(token.digest()).ifPresent(row -> right.delete(row.id()));
      return right.insert(token);
    }
  }

  private static class Idempotent extends ForwardingStore {
    @Override
    public boolean insert(StoredToken token) {
      return right.insert(token) || right.findById(token.id()).equals(Optional.of(token));
    }
  }

  private static class StaleDigests extends ForwardingStore {
    private final Map<TokenDigest, TokenId> everSeen = new HashMap<>();

    @Override
    public synchronized boolean insert(StoredToken token) {
      everSeen.putIfAbsent(token.digest(), token.id());
      return right.insert(token);
    }

    @Override
    public synchronized Optional<StoredToken> findByDigest(TokenDigest digest) {
      return right
          .findByDigest(digest)
          .or(() -> Optional.ofNullable(everSeen.get(digest)).flatMap(right::findById));
    }
  }

  private static class StaleOwners extends ForwardingStore {
    private final Map<TokenId, String> firstOwners = new HashMap<>();

    @Override
    public synchronized boolean insert(StoredToken token) {
      firstOwners.put(token.id(), token.owner());
      return right.insert(token);
    }

    @Override
    public synchronized List<StoredToken> find(TokenQuery query) {
      return right.find(query).stream()
          .filter(row -> query.owner().map(firstOwners.get(row.id())::equals).orElse(true))
          .toList();
    }
  }

  private static class Upserting extends ForwardingStore {
    @Override
    public boolean replace(StoredToken expected, StoredToken updated) {
      return right.findById(expected.id()).isPresent()
          ? right.replace(expected, updated)
          : right.insert(updated);
    }
  }

  private static class Throwing extends ForwardingStore {
    @Override
    public boolean replace(StoredToken expected, StoredToken updated) {
      if (right
          .findByDigest(updated.digest())
          .filter(row -> !row.id().equals(updated.id()))
          .isPresent()) {
        throw new TokenStoreException("unique constraint violated", null);
      }
      return right.replace(expected, updated);
    }

    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      if (right.findByDigest(successor.digest()).isPresent()) {
        throw new TokenStoreException("unique constraint violated", null);
      }
      return right.rotate(expected, retired, successor);
    }
  }

  private static class Lenient extends ForwardingStore {
    @Override
    public boolean replace(StoredToken expected, StoredToken updated) {
      return expected.id().equals(updated.id()) && right.replace(expected, updated);
    }

    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      return expected.id().equals(retired.id()) && right.rotate(expected, retired, successor);
    }
  }

  private static class InsertOnly extends ForwardingStore {
    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      return right.insert(successor);
    }
  }

  private static class InsertFirst extends ForwardingStore {
    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      return right.insert(successor) && right.replace(expected, retired);
    }
  }

  private static class ReplaceFirst extends ForwardingStore {
    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      return right.replace(expected, retired) && right.insert(successor);
    }
  }

  private static class HalfDeleted extends ForwardingStore {
    private final Set<TokenId> hidden = new HashSet<>();

    @Override
    public synchronized boolean delete(TokenId id) {
      return right.findById(id).isPresent() && hidden.add(id);
    }

    @Override
    public synchronized List<StoredToken> find(TokenQuery query) {
      return right.find(query).stream().filter(row -> !hidden.contains(row.id())).toList();
    }
  }

  private static class AlwaysDeleted extends ForwardingStore {
    @Override
    public boolean delete(TokenId id) {
      right.delete(id);
      return true;
    }
  }

  private static class Tombstones extends ForwardingStore {
    private final Set<TokenId> dead = new HashSet<>();

    @Override
    public synchronized boolean insert(StoredToken token) {
      return !dead.contains(token.id()) && right.insert(token);
    }

    @Override
    public synchronized boolean delete(TokenId id) {
      dead.add(id);
      return right.delete(id);
    }
  }

  private static class PurgeInclusive extends ForwardingStore {
    @Override
    public int purge(Instant deadBefore, int limit) {
      return right.purge(deadBefore.plusMillis(1), limit);
    }
  }

  private static class PurgeUnbounded extends ForwardingStore {
    @Override
    public int purge(Instant deadBefore, int limit) {
      return right.purge(deadBefore, Integer.MAX_VALUE);
    }
  }

  private static class PurgeNothing extends ForwardingStore {
    @Override
    public int purge(Instant deadBefore, int limit) {
      return limit < 1 ? 0 : right.purge(deadBefore, limit);
    }
  }

  private static class NullTolerant extends ForwardingStore {
    @Override
    public Optional<StoredToken> findByDigest(TokenDigest digest) {
      return digest == null ? Optional.empty() : right.findByDigest(digest);
    }
  }

  private static class ReadOnly extends ForwardingStore {
    @Override
    public boolean replace(StoredToken expected, StoredToken updated) {
      return false;
    }
  }
}

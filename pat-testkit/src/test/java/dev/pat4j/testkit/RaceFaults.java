package dev.pat4j.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Stores that look, and act on what they saw a moment later. */
final class RaceFaults {

  private RaceFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "insert looks first and then writes",
            LookThenInsert::new,
            "oneInsertOfAnIdWins",
            "oneInsertOfADigestWins"),
        Fault.of(
            "replace looks first and then writes",
            LookThenReplace::new,
            "oneReplacementOfAVersionWins",
            "oneReplacementByADigestWins",
            "aDeletedRowStaysDeletedWhileOthersChangeIt"),
        Fault.of("rotate looks first and then writes", LookThenRotate::new, "oneRotationWins"),
        Fault.of("delete looks first and then removes", LookThenDelete::new, "oneDeletionWins"),
        Fault.of(
            "purge looks first and then removes",
            LookThenPurge::new,
            "everyPurgedRowIsCountedOnce"),
        Fault.of(
            "touch reads a row and writes it back",
            ReadModifyTouch::new,
            "aRevokedRowStaysRevokedWhileOthersChangeIt",
            "aDeletedRowStaysDeletedWhileOthersChangeIt"),
        Fault.of(
            "replace removes a row and adds it again",
            RemoveThenAdd::new,
            "aRowIsFoundWhileItIsReplaced"),
        Fault.of("rotate commits twice", TwoCommits::new, "aRotationIsSeenWholeOrNotAtAll"),
        Fault.of(
            "touch locks rows in the order of the batch",
            LockInOrderOfBatch::new,
            "batchesOfUsesDoNotDeadlock"));
  }

  private static class LookThenInsert extends ForwardingStore {
    @Override
    public boolean insert(StoredToken token) {
      if (findById(token.id()).isPresent() || findByDigest(token.digest()).isPresent()) {
        return false;
      }
      Fault.pause();
      right.insert(token);
      return true;
    }
  }

  private static class LookThenReplace extends ForwardingStore {
    @Override
    public boolean replace(StoredToken expected, StoredToken updated) {
      StoredToken now = right.findById(expected.id()).orElse(null);
      boolean free =
          right
              .findByDigest(updated.digest())
              .filter(row -> !row.id().equals(updated.id()))
              .isEmpty();
      if (now == null || now.version() != expected.version() || !free) {
        return false;
      }
      Fault.pause();
      overwrite(
          updated.toBuilder()
              .version(now.version() + 1)
              .lastUse(now.lastUse().orElse(null))
              .build());
      return true;
    }
  }

  private static class LookThenRotate extends ForwardingStore {
    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      boolean possible =
          findById(expected.id()).filter(now -> now.version() == expected.version()).isPresent();
      Fault.pause();
      if (possible) {
        right.replace(expected, retired);
        right.insert(successor);
      }
      return possible;
    }
  }

  private static class RemoveThenAdd extends ForwardingStore {
    @Override
    public boolean replace(StoredToken expected, StoredToken updated) {
      right.delete(expected.id());
      Fault.pause();
      return right.insert(updated.toBuilder().version(expected.version() + 1).build());
    }
  }

  private static class TwoCommits extends ForwardingStore {
    @Override
    public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
      boolean replaced = right.replace(expected, retired);
      Fault.pause();
      return replaced && right.insert(successor);
    }
  }

  private static class LookThenDelete extends ForwardingStore {
    @Override
    public boolean delete(TokenId id) {
      boolean present = findById(id).isPresent();
      Fault.pause();
      right.delete(id);
      return present;
    }
  }

  private static class LookThenPurge extends ForwardingStore {
    @Override
    public int purge(Instant deadBefore, int limit) {
      List<StoredToken> dead =
          right.find(TokenQuery.all().revoked(true).limit(limit)).stream()
              .filter(row -> row.revocation().orElseThrow().at().isBefore(deadBefore))
              .toList();
      Fault.pause();
      dead.forEach(row -> right.delete(row.id()));
      return dead.size();
    }
  }

  private static class ReadModifyTouch extends ForwardingStore {
    @Override
    public void touch(Map<TokenId, LastUse> uses) {
      uses.forEach(
          (id, use) ->
              right
                  .findById(id)
                  .filter(row -> row.lastUse().map(use::isAfter).orElse(true))
                  .ifPresent(
                      row -> {
                        Fault.pause();
                        overwrite(row.toBuilder().lastUse(use).build());
                      }));
    }
  }

  /** A database that notices the deadlock, and lets one of the two fail. */
  private static class LockInOrderOfBatch extends ForwardingStore {
    private final Map<TokenId, ReentrantLock> locks = new ConcurrentHashMap<>();

    @Override
    public void touch(Map<TokenId, LastUse> uses) {
      List<Lock> held = new ArrayList<>();
      try {
        for (TokenId id : uses.keySet()) {
          ReentrantLock lock = locks.computeIfAbsent(id, row -> new ReentrantLock());
          if (!lock.tryLock(200, MILLISECONDS)) {
            throw new TokenStoreException("deadlock detected", null);
          }
          held.add(lock);
          if (held.size() == 1) {
            Fault.pause();
          }
        }
        right.touch(uses);
      } catch (InterruptedException e) {
        throw new TokenStoreException("interrupted", e);
      } finally {
        held.forEach(Lock::unlock);
      }
    }
  }
}

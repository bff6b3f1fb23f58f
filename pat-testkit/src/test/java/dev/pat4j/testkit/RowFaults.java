package dev.pat4j.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Stores that keep something else than they were given, or find it under something else. */
final class RowFaults {

  private RowFaults() {}

  static List<Fault> all() {
    return List.of(
        keeping(
            "a column was forgotten",
            row -> row.toBuilder().expiryWarnedAt(null).build(),
            "keepsEveryField"),
        keeping(
            "attributes are written as a=b;c=d",
            row -> row.toBuilder().attributes(attributes(row)).build(),
            "keepsTextsExactly"),
        keeping(
            "names are trimmed",
            row -> row.toBuilder().name(row.name().strip()).build(),
            "keepsTextsExactly"),
        keeping(
            "trailing blanks are lost, as in a CHAR column",
            row -> row.toBuilder().name(row.name().stripTrailing()).build(),
            "keepsTextsExactly"),
        keeping(
            "characters of four bytes are lost, as in MySQL's utf8",
            row -> row.toBuilder().name(row.name().replaceAll("[^\\x00-\\uFFFF]", "?")).build(),
            "keepsTextsExactly",
            "keepsTextsOfTheGreatestLength"),
        keeping(
            "a name has at most 255 bytes",
            row -> row.toBuilder().name(cut(row.name(), 255)).build(),
            "keepsTextsOfTheGreatestLength"),
        keeping(
            "scopes are cut at 255 characters",
            row ->
                row.toBuilder()
                    .scopes(row.scopes().substring(0, Math.min(255, row.scopes().length())))
                    .build(),
            "keepsTextsOfTheGreatestLength"),
        keeping(
            "instants are kept to the second",
            RowFaults::toTheSecond,
            "keepsInstantsToTheMillisecond",
            "keepsEveryField"),
        keeping(
            "seconds are a signed integer of 32 bits",
            row ->
                row.toBuilder()
                    .expiresAt(row.expiresAt().map(RowFaults::in32Bits).orElse(null))
                    .build(),
            "keepsInstantsToTheMillisecond"),
        keeping(
            "an absent expiry is kept as the last instant of all",
            row ->
                row.toBuilder()
                    .expiresAt(row.expiresAt().orElse(Instant.parse("9999-12-31T23:59:59.999Z")))
                    .build(),
            "keepsWhatIsAbsentAbsent"),
        keeping(
            "an unknown address is kept as an empty one",
            row ->
                row.toBuilder()
                    .lastUse(row.lastUse().map(RowFaults::withSomeAddress).orElse(null))
                    .build(),
            "keepsAUseFromAnUnknownAddress"),
        keeping(
            "an empty reason reads as null, as in Oracle, and no revocation is made of it",
            row ->
                row.toBuilder()
                    .revocation(row.revocation().filter(r -> !r.reason().isEmpty()).orElse(null))
                    .build(),
            "keepsARevocationWithoutAReason"),
        keeping(
            "versions are integers of 32 bits",
            row -> row.toBuilder().version(in32Bits(row.version())).build(),
            "keepsTheLargestNumbers"),
        Fault.of(
            "an unknown id is answered with an empty row",
            NeverEmpty::new,
            "findsNothingUnderWhatWasNeverInserted"),
        Fault.of("ids are integers of 32 bits", NarrowIds::new, "findsAnIdByItselfAlone"),
        Fault.of(
            "digests are text in a case-insensitive column",
            () -> new FoldedDigests(text -> text.toLowerCase(Locale.ROOT)),
            "findsADigestByItselfAlone"),
        Fault.of(
            "digests lose trailing blanks and are padded with zeros",
            () ->
                new FoldedDigests(
                    text -> (text.replaceFirst(" +$", "") + "\0".repeat(32)).substring(0, 32)),
            "findsADigestByItselfAlone"),
        Fault.of(
            "digests are text that ends at the first zero",
            () ->
                new FoldedDigests(
                    text -> (text.split("\0", 2)[0] + "\0".repeat(32)).substring(0, 32)),
            "findsADigestByItselfAlone"),
        Fault.of(
            "owners are compared without case",
            () -> new FoldedOwners(owner -> owner.toLowerCase(Locale.ROOT)),
            "findsAnOwnerByItselfAlone"),
        Fault.of(
            "owners are compared without trailing blanks",
            () -> new FoldedOwners(String::stripTrailing),
            "findsAnOwnerByItselfAlone"),
        Fault.of(
            "owners are compared in a normal form",
            () -> new FoldedOwners(owner -> Normalizer.normalize(owner, Normalizer.Form.NFKC)),
            "findsAnOwnerByItselfAlone"));
  }

  private static Fault keeping(String what, UnaryOperator<StoredToken> damage, String... caughtBy) {
    return Fault.of(what, () -> new Damaging(damage), caughtBy);
  }

  private static Map<String, String> attributes(StoredToken row) {
    Map<String, String> read = new TreeMap<>();
    row.attributes()
        .forEach(
            (key, value) -> {
              for (String pair : (key + "=" + value).split(";", -1)) {
                String[] sides = pair.split("=", 2);
                read.put(sides[0], sides.length < 2 ? "" : sides[1]);
              }
            });
    return read;
  }

  private static String cut(String text, int bytes) {
    String cut = text;
    while (cut.getBytes(UTF_8).length > bytes) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }

  private static StoredToken toTheSecond(StoredToken row) {
    return row.toBuilder()
        .expiresAt(row.expiresAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS)).orElse(null))
        .build();
  }

  private static Instant in32Bits(Instant time) {
    return Instant.ofEpochSecond(in32Bits(time.getEpochSecond()), time.getNano());
  }

  private static long in32Bits(long number) {
    return number << 32 >> 32;
  }

  private static LastUse withSomeAddress(LastUse use) {
    return new LastUse(use.at(), Optional.of(use.from().orElse("")));
  }

  private static class Damaging extends ForwardingStore {
    private final UnaryOperator<StoredToken> damage;

    Damaging(UnaryOperator<StoredToken> damage) {
      this.damage = damage;
    }

    @Override
    public boolean insert(StoredToken token) {
      return right.insert(damage.apply(token));
    }
  }

  private static class NeverEmpty extends ForwardingStore {
    @Override
    public Optional<StoredToken> findById(TokenId id) {
      return right.findById(id).or(() -> Optional.of(Rows.plain(id.value(), "nobody")));
    }
  }

  private static class NarrowIds extends ForwardingStore {
    @Override
    public boolean insert(StoredToken token) {
      boolean taken =
          right.find(TokenQuery.all().limit(TokenQuery.MAXIMUM_LIMIT)).stream()
              .anyMatch(row -> (int) row.id().value() == (int) token.id().value());
      return !taken && right.insert(token);
    }
  }

  /** Finds digests by what a column of text would make of them. */
  private static class FoldedDigests extends ForwardingStore {
    private final UnaryOperator<String> fold;

    FoldedDigests(UnaryOperator<String> fold) {
      this.fold = fold;
    }

    @Override
    public boolean insert(StoredToken token) {
      return right.insert(
          token.toBuilder().digest(folded(token.digest()), token.hashKeyId()).build());
    }

    @Override
    public Optional<StoredToken> findByDigest(TokenDigest digest) {
      return right
          .findByDigest(folded(digest))
          .map(row -> row.toBuilder().digest(digest, row.hashKeyId()).build());
    }

    private TokenDigest folded(TokenDigest digest) {
      String text = new String(digest.toBytes(), ISO_8859_1);
      return TokenDigest.ofBytes(fold.apply(text).getBytes(ISO_8859_1));
    }
  }

  private static class FoldedOwners extends ForwardingStore {
    private final UnaryOperator<String> fold;

    FoldedOwners(UnaryOperator<String> fold) {
      this.fold = fold;
    }

    @Override
    public List<StoredToken> find(TokenQuery query) {
      if (query.owner().isEmpty()) {
        return right.find(query);
      }
      String wanted = fold.apply(query.owner().get());
      return right.find(TokenQuery.all()).stream()
          .filter(row -> fold.apply(row.owner()).equals(wanted))
          .toList();
    }
  }
}

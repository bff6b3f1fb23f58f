package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pat4j.servlet.Credentials.Carrier;
import dev.pat4j.servlet.Credentials.Kind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class AuthorizationHeaderProperties {

  private final AuthorizationHeader header = new AuthorizationHeader(4_096);

  @Property
  void neverThrowsAndNeverPresentsAnEmptySecret(@ForAll @StringLength(max = 200) String line) {
    Credentials credentials = header.read(List.of(line));
    if (credentials.kind() == Kind.PRESENTED) {
      assertNotEquals("", credentials.token());
    }
  }

  @Property
  void neverThrowsOnSomethingLikeCredentials(@ForAll("nearly") String line) {
    Credentials credentials = header.read(List.of(line));
    if (credentials.kind() == Kind.PRESENTED && credentials.carrier() == Carrier.BEARER) {
      assertEquals(line.strip().substring(line.strip().indexOf(' ')).strip(), credentials.token());
    }
  }

  @Property
  void whatIsSentAsAPasswordIsWhatIsPresented(
      @ForAll("users") String user, @ForAll("tokens") String token) {
    Credentials credentials = header.read(List.of(FakeRequest.basic(user + ":" + token)));
    assertEquals(token, credentials.token());
    assertEquals(user, credentials.user());
  }

  @Property
  void everyCarrierPresentsTheSameToken(@ForAll("tokens") String token) {
    for (String line :
        List.of(
            "Bearer " + token,
            "token " + token,
            FakeRequest.basic("anyone:" + token),
            FakeRequest.basic(":" + token),
            FakeRequest.basic(token + ":"),
            FakeRequest.basic(token + ":x-oauth-basic"))) {
      assertEquals(token, header.read(List.of(line)).token(), line.substring(0, 5));
    }
  }

  @Property
  void twoLinesAreNeverRead(@ForAll String one, @ForAll String other) {
    assertEquals(Kind.DUPLICATED, header.read(List.of(one, other)).kind());
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars('_', '-')
        .ofMinLength(1)
        .ofMaxLength(60);
  }

  @Provide
  Arbitrary<String> users() {
    return Arbitraries.strings().excludeChars(':').filter(AuthorizationHeaderProperties::isPlain);
  }

  @Provide
  Arbitrary<String> nearly() {
    Arbitrary<String> scheme = Arbitraries.of("Basic", "Bearer", "token", "BEARER", "Basicx");
    Arbitrary<String> blanks = Arbitraries.of(" ", "  ", "\t", "", " \t");
    Arbitrary<String> rest = Arbitraries.strings().ascii().ofMaxLength(40);
    return Combinators.combine(scheme, blanks, rest).as((s, b, r) -> s + b + r);
  }

  /** Without controls, and without lone surrogates, which UTF-8 cannot carry. */
  private static boolean isPlain(String user) {
    return user.chars().noneMatch(c -> c < 0x20 || c == 0x7F || Character.isSurrogate((char) c));
  }
}

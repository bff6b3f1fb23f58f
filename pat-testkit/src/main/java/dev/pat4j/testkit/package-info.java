/**
 * For tests alone: what an application that accepts tokens is tested with, and the contract of
 * whoever writes a store.
 *
 * <h2>Testing an application</h2>
 *
 * <p>A token that is mocked proves nothing. {@link dev.pat4j.testkit.TestTokens} is the library
 * itself, configured by the method that configures it in production, with a clock that the test
 * moves:
 *
 * <pre>{@code
 * TestTokens tokens = TestTokens.configured(Acme::configure);
 * Acme acme = Acme.start(tokens.library());
 *
 * TestCaller ada = tokens.actingAs("ada", "notes:read");
 * HttpRequest.Builder request = HttpRequest.newBuilder(acme.uri("/notes"));
 * ada.authorize(request::header);
 * assertEquals(200, send(request));
 *
 * ada.revoke();
 * assertEquals(401, send(request));
 * }</pre>
 *
 * <p>Where the application builds its library itself, say {@code TestCaller.actingAs(library,
 * "ada", "notes:read")}. Whatever takes the name and the value of a header can be authorised:
 * {@code request::addHeader} of a mock request, {@code request::header} of {@code java.net.http} or
 * REST Assured, {@code headers::add}. So this module depends on no servlet, framework or client.
 *
 * <p>Time passes when the test says so, and the token is one of its owner's like any other:
 *
 * <pre>{@code
 * TestCaller grace = tokens.actingAs("grace", "notes:read");
 * tokens.clock().advance(Duration.ofDays(90));
 * Verification outcome = tokens.library().verify(grace.plainText());
 * assertEquals("EXPIRED", outcome.fold(AccessToken::name, RejectionReason::name));
 * assertEquals(grace.token().id(), tokens.library().ownedBy("grace").list().get(0).id());
 * }</pre>
 *
 * <h2>Testing a store</h2>
 *
 * <p>Extend {@link dev.pat4j.testkit.TokenStoreContract}, say how to make a store, and run it; for
 * a log of events, {@link dev.pat4j.testkit.EventLogContract}.
 */
@NullMarked
package dev.pat4j.testkit;

import org.jspecify.annotations.NullMarked;

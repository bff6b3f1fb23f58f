package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Read or write, as section 8 of the contract has it; threat 7 and threat 8. */
class GitRulesTest {

  private final GitRules rules = new GitRules(false);

  private boolean writes(String method, String target) {
    int mark = target.indexOf('?');
    return mark < 0
        ? rules.writes(method, target, null)
        : rules.writes(method, target.substring(0, mark), target.substring(mark + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /x.git/info/refs?service=git-upload-pack",
    "HEAD, /x.git/info/refs?service=git-upload-pack",
    "GET, /x.git/info/refs",
    "GET, /x.git/info/refs?",
    "GET, /x.git/info/refs?a=b&service=git-upload-pack&c",
    "POST, /x.git/git-upload-pack",
    "POST, /x.git/git-upload-archive",
    "GET, /x.git/HEAD",
    "HEAD, /x.git/HEAD",
    "GET, /x.git/objects/info/packs",
    "GET, /x.git/info/lfs/locks",
    "GET, /x.git/info/lfs/objects/0123",
    "OPTIONS, /x.git/HEAD",
    "GET, /x.git/info/refs?x=service=git-receive-pack",
    "GET, /x.git/info/refs?services=git-receive-pack",
    "GET, /x.git/info/refs?Service=git-receive-pack",
    "GET, /x.git/info/refs?service",
    "GET, /x.git/info/refs?service=",
    "GET, /x.git/info/refs?service=git-receive-pack-not",
    "GET, /x.git/not-git-receive-pack",
    "GET, /git-receive-pack/info/refs"
  })
  @DisplayName("reads")
  void reads(String method, String target) {
    assertFalse(writes(method, target));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /x.git/git-receive-pack",
    "GET, /x.git/git-receive-pack",
    "HEAD, /git-receive-pack",
    "OPTIONS, /x.git/git-receive-pack",
    "GET, /x.git/info/refs?service=git-receive-pack",
    "HEAD, /x.git/info/refs?service=git-receive-pack",
    "GET, /x.git/info/refs?a&service=git-receive-pack&b",
    "GET, /x.git/info/refs?service=git-receive-pack&",
    "GET, /x.git/HEAD?service=git-receive-pack",
    "POST, /x.git/git-upload-pack?service=git-receive-pack",
    "GET, /x.git/info/refs?a;service=git-receive-pack",
    "POST, /x.git/info/refs",
    "POST, /x.git/info/refs?service=git-upload-pack",
    "PUT, /x.git/info/refs",
    "OPTIONS, /x.git/info/refs",
    "get, /x.git/info/refs",
    "POST, /x.git/HEAD",
    "PUT, /x.git/objects/12/34",
    "DELETE, /x.git/HEAD",
    "PROPFIND, /x.git/",
    "PUT, /x.git/git-upload-pack"
  })
  @DisplayName("writes")
  void writes_(String method, String target) {
    assertTrue(writes(method, target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service=git%2Dreceive-pack",
        "service=git%2dreceive%2Dpack",
        "service=%67it-receive-pack",
        "%73ervice=git-receive-pack",
        "servic%65=git%2dreceive-pack",
        "a=b&%73%65%72%76%69%63%65=%67%69%74%2D%72%65%63%65%69%76%65%2D%70%61%63%6B"
      })
  @DisplayName("threat 7: a percent-encoded service is the same service")
  void decodesTheQuery(String query) {
    assertTrue(rules.writes("GET", "/x.git/info/refs", query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service=git-upload-pack&service=git-receive-pack",
        "service=git-receive-pack&service=git-upload-pack",
        "service=git-upload-pack&service=git-upload-pack",
        "service=git-upload-pack&%73ervice=x",
        "service=git-upload-pack&service",
        "service=git-upload-pack;service=x",
        "service&service"
      })
  @DisplayName("a service given twice may be read either way, so it writes")
  void repeatedServiceWrites(String query) {
    assertTrue(rules.writes("GET", "/x.git/info/refs", query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service=%",
        "service=git-upload-pack%2",
        "service=%zz",
        "%zz=x",
        "a&%",
        "%4=x&service=y"
      })
  @DisplayName("a query that cannot be decoded may be anything, so it writes")
  void brokenEscapesWrite(String query) {
    assertTrue(rules.writes("GET", "/x.git/info/refs", query));
  }

  @Test
  void brokenEscapesInOtherValuesAreNoConcern() {
    assertFalse(rules.writes("GET", "/x.git/info/refs", "a=%&service=git-upload-pack&b=%zz"));
  }

  @Test
  void aPlusIsABlank() {
    assertFalse(rules.writes("GET", "/x.git/info/refs", "service=git+receive-pack"));
    assertFalse(rules.writes("GET", "/x.git/info/refs", "service=git-receive-pack+"));
    assertFalse(rules.writes("GET", "/x.git/info/refs", "+service=git-receive-pack"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /x.git/info/lfs/objects/batch, true, false",
    "PUT, /x.git/info/lfs/objects/batch, true, true",
    "POST, /x.git/info/lfs/objects/batch/, true, true",
    "PUT, /x.git/info/lfs/objects/0123, true, true",
    "POST, /x.git/info/lfs/objects/verify, true, true",
    "POST, /x.git/info/lfs/locks, true, true",
    "POST, /x.git/info/lfs/locks/verify, true, true",
    "POST, /x.git/info/lfs/locks/1/unlock, true, true",
    "GET, /x.git/info/lfs/locks, false, false"
  })
  @DisplayName("threat 7: LFS writes but for GET, and but for a batch whose uploads are checked")
  void lfs(String method, String path, boolean writes, boolean writesWhenChecked) {
    assertEquals(writes, rules.writes(method, path, null));
    assertEquals(writesWhenChecked, new GitRules(true).writes(method, path, null));
  }
}

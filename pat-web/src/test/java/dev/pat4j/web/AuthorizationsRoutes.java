package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.DEMO;

import java.util.List;

/** Every route of the Authorizations API: credentials, method, path, body. */
final class AuthorizationsRoutes {

  private AuthorizationsRoutes() {}

  /** With a token of ada's own by its path, and one that demo-client has of her by its text. */
  static List<String[]> all(String path, String token) {
    String secret = "{\"client_secret\":\"demo-secret\"}";
    String shown = "{\"access_token\":\"" + token + "\"}";
    return List.of(
        new String[] {ADA, "GET", "/authorizations", ""},
        new String[] {ADA, "POST", "/authorizations", "{\"note\":\"another\"}"},
        new String[] {ADA, "GET", path, ""},
        new String[] {ADA, "PATCH", path, "{\"scopes\":[\"repo\"]}"},
        new String[] {ADA, "POST", path, "{\"note\":\"renamed\"}"},
        new String[] {ADA, "PUT", "/authorizations/clients/demo-client", secret},
        new String[] {ADA, "PUT", "/authorizations/clients/demo-client/print", secret},
        new String[] {ADA, "GET", "/applications/grants", ""},
        new String[] {ADA, "GET", "/applications/grants/1", ""},
        new String[] {DEMO, "GET", "/applications/demo-client/tokens/" + token, ""},
        new String[] {DEMO, "POST", "/applications/demo-client/tokens/" + token, ""},
        new String[] {DEMO, "POST", "/applications/demo-client/token", shown},
        new String[] {DEMO, "PATCH", "/applications/demo-client/token", shown},
        new String[] {DEMO, "DELETE", "/applications/demo-client/tokens/" + token, ""},
        new String[] {DEMO, "DELETE", "/applications/demo-client/grants/" + token, ""},
        new String[] {DEMO, "DELETE", "/applications/demo-client/token", shown},
        new String[] {DEMO, "DELETE", "/applications/demo-client/grant", shown},
        new String[] {ADA, "DELETE", "/applications/grants/1", ""},
        new String[] {ADA, "DELETE", path, ""});
  }
}

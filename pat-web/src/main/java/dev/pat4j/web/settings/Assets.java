package dev.pat4j.web.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The style sheet and the script, under paths that name their content: a browser may keep them for
 * ever, and never has an old one.
 */
public final class Assets {

  /** What to answer with. */
  static final class Asset {
    private final String type;
    private final byte[] content;

    private Asset(String type, byte[] content) {
      this.type = type;
      this.content = content;
    }

    String type() {
      return type;
    }

    byte[] content() {
      return content.clone();
    }
  }

  private final String stylesheet;
  private final String script;
  private final Map<String, Asset> byPath;

  private Assets(byte[] css, byte[] js) {
    this.stylesheet = "assets/" + hash(css) + "/settings.css";
    this.script = "assets/" + hash(js) + "/settings.js";
    this.byPath =
        Map.of(
            "/" + stylesheet, new Asset("text/css; charset=utf-8", css),
            "/" + script, new Asset("text/javascript; charset=utf-8", js));
  }

  /** Those of this brand. */
  public static Assets of(Brand brand) {
    return new Assets(
        (resource("settings.css") + brand.css()).getBytes(StandardCharsets.UTF_8),
        resource("settings.js").getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a file beside this class. */
  static String resource(String name) {
    try (InputStream file = Assets.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String stylesheet() {
    return stylesheet;
  }

  String script() {
    return script;
  }

  Optional<Asset> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static String hash(byte[] content) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(whole, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

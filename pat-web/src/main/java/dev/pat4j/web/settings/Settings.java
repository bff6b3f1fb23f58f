package dev.pat4j.web.settings;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.store.EventLog;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.PublicUrl;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a host configured.
 *
 * @param tokens the library
 * @param host who people are
 * @param stepUpWithin how recently a person must have proved who they are; empty if never
 * @param brand how it looks
 * @param texts what it says
 * @param assets what it serves beside pages
 * @param publicUrl how clients see this server
 * @param apiUrl what the example of curl asks; the public url if empty
 * @param git whether tokens are for git, too
 * @param eventLog what happened to tokens; empty if none is kept
 * @param zone in which days begin
 * @param clock the only clock
 * @param random the only source of chance
 */
public record Settings(
    PersonalAccessTokens tokens,
    WebHost host,
    Optional<Duration> stepUpWithin,
    Brand brand,
    Texts texts,
    Assets assets,
    PublicUrl publicUrl,
    Optional<String> apiUrl,
    boolean git,
    Optional<EventLog> eventLog,
    ZoneId zone,
    InstantSource clock,
    SecureRandom random) {}

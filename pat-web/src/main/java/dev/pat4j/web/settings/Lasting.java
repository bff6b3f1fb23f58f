package dev.pat4j.web.settings;

import dev.pat4j.servlet.internal.OutageLog;

/**
 * What lasts from one visit to the next.
 *
 * @param host who people are
 * @param used the forms that were sent
 * @param outages of the store and the log of events
 */
record Lasting(HostAnswers host, UsedForms used, OutageLog outages) {}

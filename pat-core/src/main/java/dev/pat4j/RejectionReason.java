package dev.pat4j;

/**
 * Why a presented token was refused. For logs and audit: over the wire every reason but {@link
 * #INSUFFICIENT_SCOPE} and {@link #ADDRESS_NOT_ALLOWED} looks the same, {@code invalid_token} (RFC
 * 6750 section 3.1). More reasons may be added.
 */
public enum RejectionReason {
  /** Step 1: it has not the shape of a token, nor of a foreign format. The store was not asked. */
  MALFORMED,
  /** Step 2: its checksum does not fit: mistyped or invented. The store was not asked. */
  CHECKSUM_MISMATCH,
  /** Step 4: no row has its digest. */
  UNKNOWN,
  /** Step 5: the row found is not the one asked for, or cannot be read. Reported as an error. */
  CORRUPT,
  /** Step 6: it was revoked. */
  REVOKED,
  /** Step 7: it has expired. */
  EXPIRED,
  /** Step 8: it does not meet the {@link TokenPolicy} of now. */
  POLICY_NOT_MET,
  /** Step 9: its owner is no longer active. */
  OWNER_INACTIVE,
  /** Step 10: it may not be used from this address. */
  ADDRESS_NOT_ALLOWED,
  /** It is valid, but lacks a scope that is required. */
  INSUFFICIENT_SCOPE
}

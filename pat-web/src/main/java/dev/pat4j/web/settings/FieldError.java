package dev.pat4j.web.settings;

/**
 * What is wrong with what stands in a field.
 *
 * @param field its id on the page; empty for the form as a whole
 * @param message for the person
 */
public record FieldError(String field, String message) {}

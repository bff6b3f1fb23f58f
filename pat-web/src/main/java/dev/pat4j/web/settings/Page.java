package dev.pat4j.web.settings;

import java.io.IOException;

/** A page: shown by GET, acted upon by POST. */
interface Page {

  void get(Visit visit) throws IOException;

  void post(Visit visit) throws IOException;
}

"use strict";
// Only adds to pages that are complete without it.

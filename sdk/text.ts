/** @module Folding of text, so that names which look alike compare alike. */

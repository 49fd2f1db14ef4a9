/** @module Deep walking of values of any shape. */

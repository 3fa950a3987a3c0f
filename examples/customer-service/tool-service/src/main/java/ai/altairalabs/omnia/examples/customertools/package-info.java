/** The tools of a customer service: a small HTTP service over an SQLite file, as an ordinary team would run it. */
@NullMarked
package ai.altairalabs.omnia.examples.customertools;

import org.jspecify.annotations.NullMarked;

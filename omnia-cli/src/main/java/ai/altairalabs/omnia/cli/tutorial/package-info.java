/** The tutorial: every step with real processes, each claim checked on what reached the tool. */
@NullMarked
package ai.altairalabs.omnia.cli.tutorial;

import org.jspecify.annotations.NullMarked;

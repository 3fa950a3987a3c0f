/** How commands talk to the running {@code omnia up}: its admin port, for this machine only. */
@NullMarked
package ai.altairalabs.omnia.cli.admin;

import org.jspecify.annotations.NullMarked;

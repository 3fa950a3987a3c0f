/** {@code omnia proxy}: one door in front of one tool service, with an admin port beside it. */
@NullMarked
package ai.altairalabs.omnia.cli.proxy;

import org.jspecify.annotations.NullMarked;

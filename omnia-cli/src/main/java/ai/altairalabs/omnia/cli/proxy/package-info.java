/** {@code omnia proxy}, {@code ext-authz} and {@code decision-point}: one door each, with an admin port beside it. */
@NullMarked
package ai.altairalabs.omnia.cli.proxy;

import org.jspecify.annotations.NullMarked;

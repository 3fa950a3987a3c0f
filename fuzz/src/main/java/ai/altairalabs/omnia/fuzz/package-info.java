/** What {@code bench/fuzz} feeds: each target takes octets and throws {@link ai.altairalabs.omnia.fuzz.Finding} when the product is wrong. */
@NullMarked
package ai.altairalabs.omnia.fuzz;

import org.jspecify.annotations.NullMarked;

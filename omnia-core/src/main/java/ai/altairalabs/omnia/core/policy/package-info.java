/** What an author wrote: the resources of the group, as records that check and copy on entry. */
@NullMarked
package ai.altairalabs.omnia.core.policy;

import org.jspecify.annotations.NullMarked;

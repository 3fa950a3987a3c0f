/** Resources as tables, YAML and JSON: the columns of each kind are declared here, once. */
@NullMarked
package ai.altairalabs.omnia.cli.table;

import org.jspecify.annotations.NullMarked;

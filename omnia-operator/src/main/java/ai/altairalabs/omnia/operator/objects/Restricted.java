package ai.altairalabs.omnia.operator.objects;

import java.util.List;
import java.util.Map;

/** What containers of ours may do: next to nothing. */
public final class Restricted {
    private static final int USER = 65_532;

    private Restricted() {}

    /** As the Pod Security Standard `restricted` wants it, and a root file system that nobody writes. */
    public static Map<String, Object> container() {
        return Map.of(
                "allowPrivilegeEscalation",
                false,
                "capabilities",
                Map.of("drop", List.of("ALL")),
                "readOnlyRootFilesystem",
                true,
                "runAsNonRoot",
                true,
                "runAsUser",
                USER,
                "runAsGroup",
                USER,
                "seccompProfile",
                Map.of("type", "RuntimeDefault"));
    }
}

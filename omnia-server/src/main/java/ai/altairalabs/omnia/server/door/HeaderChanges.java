package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.server.http.RequestHead;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What must happen to a request's headers before the tool may see them, so that it sees what it would see behind the proxy.
 * Names are in lower case; none is both set and removed.
 *
 * @param set what replaces everything that was sent under the name
 * @param remove what must not reach the tool
 */
record HeaderChanges(Map<String, String> set, Set<String> remove) {
    /** Removed also when it was not seen: a program may tell less than it passes on. */
    private static final List<String> NEVER =
            List.of("authorization", OmniaHeaders.CONTEXT.toLowerCase(Locale.ROOT), "proxy-authorization");

    /** The changes to this request. */
    static HeaderChanges of(RequestHead head, WrittenHeaders written, List<Obligation> obligations) {
        Map<String, String> set = new LinkedHashMap<>();
        Set<String> remove = new LinkedHashSet<>(NEVER);
        for (int i = 0; i < head.fields().count(); i++) {
            if (!CallHeaders.travels(head, i, obligations)) {
                remove.add(head.fields().name(i).toLowerCase(Locale.ROOT));
            }
        }
        written.forEach((name, value) -> set.put(name.toLowerCase(Locale.ROOT), value));
        for (Obligation obligation : obligations) {
            String name = obligation.header().toLowerCase(Locale.ROOT);
            switch (obligation) {
                case Obligation.SetHeader it -> set.put(name, it.value());
                case Obligation.RemoveHeader _ -> remove.add(name);
            }
        }
        remove.removeAll(set.keySet());
        return new HeaderChanges(set, remove);
    }

    /** Whether every header can be written as it is meant. */
    boolean legal() {
        return set.entrySet().stream()
                .allMatch(header -> HeaderText.isName(header.getKey()) && HeaderText.isValue(header.getValue()));
    }
}

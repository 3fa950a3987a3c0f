package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Finding;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.server.json.JsonLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a decision into the lines of the audit log (semantics, section 9). */
final class AuditRecords {
    /** How long {@code arguments} may be, in bytes, before they are left out. */
    static final int MAX_ARGUMENTS = 16 * 1024;

    /** How long a text may be, in characters, before it is cut. */
    static final int MAX_TEXT = 8 * 1024;

    /** The same for what doors refuse by themselves: anybody can make them write such records. */
    static final int MAX_REFUSED_TEXT = 1024;

    private static final String MARK = "policy_decision";

    private final ThreadLocal<JsonLines> lines = ThreadLocal.withInitial(JsonLines::new);
    private final TimeText times = new TimeText();
    private volatile @Nullable Modes modes;
    private volatile @Nullable Masked masked;

    /** The modes of one set's ToolPolicies; kept until another set decides. */
    private record Modes(PolicySet set, Map<ResourceName, String> byName) {}

    /** What is masked in the records of one tool's calls; kept until a call has other policies. */
    private record Masked(Map<ResourceName, ToolPolicy.Audit> audited, Redaction names) {}

    /** Whether the decision leaves any record. */
    static boolean any(Decision decision) {
        if (!decision.findings().isEmpty()) {
            return true;
        }
        for (ToolPolicy.Audit audit : decision.audited().values()) {
            if (audit.logDecisions()) {
                return true;
            }
        }
        return false;
    }

    /** The event's lines, in a buffer that this thread uses again for the next event. */
    JsonLines of(AuditEvent event) {
        Decision decision = event.decision();
        JsonLines out = lines.get().clear();
        for (Finding finding : decision.findings()) {
            writeFinding(out, event, finding);
        }
        if (!decision.audited().isEmpty() && !isRefused(decision)) {
            for (ResourceName policy : silentLoggers(decision)) {
                writeAllowed(out, event, policy);
            }
        }
        return out;
    }

    /** The line of what a door refused by itself, in a buffer that this thread uses again. */
    JsonLines of(Refused refused) {
        Refused.Request request = refused.request();
        return lines.get()
                .clear()
                .begin()
                .field("msg", refused.what() == Refused.What.REQUEST ? "request_refused" : "answer_refused")
                .field("decision", "deny")
                .field("wouldDeny", false)
                .field("mode", "enforce")
                .field("policy", "")
                .field("rule", "")
                .field("message", cut(refused.message(), MAX_REFUSED_TEXT))
                .field("path", cut(request.path(), MAX_REFUSED_TEXT))
                .field("method", cut(request.method(), MAX_REFUSED_TEXT))
                .field("time", times.rfc3339(refused.time()))
                .field("level", "warn")
                .fieldUnlessEmpty("decisionId", request.decisionId())
                .fieldUnlessEmpty("namespace", request.namespace())
                .fieldUnlessEmpty("agent", cut(request.agent(), MAX_REFUSED_TEXT))
                .fieldUnlessEmpty("registry", cut(request.registry(), MAX_REFUSED_TEXT))
                .fieldUnlessEmpty("tool", cut(request.tool(), MAX_REFUSED_TEXT))
                .fieldUnlessEmpty("subject", cut(request.subject(), MAX_REFUSED_TEXT))
                .fieldUnlessEmpty("session", cut(request.session(), MAX_REFUSED_TEXT))
                .fieldUnlessEmpty("requestId", cut(request.requestId(), MAX_REFUSED_TEXT))
                .fieldUnlessEmpty("traceId", request.traceId())
                .field("status", refused.status())
                .field("reason", refused.reason())
                .end();
    }

    private void writeFinding(JsonLines out, AuditEvent event, Finding finding) {
        boolean denies = finding.effect() != Finding.Effect.TOLERATED;
        boolean wouldDeny = finding.effect() == Finding.Effect.WOULD_REFUSE;
        String mode = "enforce";
        String kind = "";
        ResourceName policy = null;
        if (finding.source() instanceof Finding.Source.Policy source) {
            mode = source.mode();
            kind = source.kind().title();
            policy = source.name();
        }
        writeHead(
                out,
                event,
                new Head(
                        denies,
                        wouldDeny,
                        mode,
                        policy == null ? "" : policy.name(),
                        finding.rule(),
                        finding.message(),
                        kind));
        if (finding.error() != null) {
            out.fieldUnlessEmpty("error", cut(finding.error()));
        }
        if (policy != null && kind.equals(Kind.TOOL_POLICY.title())) {
            writeArguments(out, event, policy);
        }
        out.end();
    }

    private void writeAllowed(JsonLines out, AuditEvent event, ResourceName policy) {
        String mode = modesOf(event.policies()).getOrDefault(policy, "");
        writeHead(out, event, new Head(false, false, mode, policy.name(), "", "", Kind.TOOL_POLICY.title()));
        writeArguments(out, event, policy);
        out.end();
    }

    /** What differs between the records of one event. */
    private record Head(
            boolean denies, boolean wouldDeny, String mode, String policy, String rule, String message, String kind) {}

    private void writeHead(JsonLines out, AuditEvent event, Head head) {
        ToolCall call = event.call();
        out.begin()
                .field("msg", MARK)
                .field("decision", head.denies ? "deny" : "allow")
                .field("wouldDeny", head.wouldDeny)
                .field("mode", head.mode)
                .field("policy", head.policy)
                .field("rule", head.rule)
                .field("message", cut(head.message))
                .field("path", cut(call.request().path()))
                .field("method", cut(call.request().method()))
                .field("time", times.rfc3339(call.request().time()))
                .field("level", head.denies ? "warn" : "info")
                .fieldUnlessEmpty("decisionId", event.decisionId())
                .fieldUnlessEmpty("kind", head.kind)
                .fieldUnlessEmpty("namespace", cut(call.agent().namespace()))
                .fieldUnlessEmpty("agent", cut(call.agent().name()))
                .fieldUnlessEmpty("registry", cut(call.tool().registryName()))
                .fieldUnlessEmpty("tool", cut(call.tool().toolName()))
                .fieldUnlessEmpty("subject", cut(call.identity().subject()))
                .fieldUnlessEmpty("session", cut(call.session()))
                .fieldUnlessEmpty("requestId", cut(call.request().id()))
                .fieldUnlessEmpty("traceId", cut(event.traceId()))
                .fieldUnlessEmpty("revision", event.decision().revision())
                .field("durationMicros", event.durationMicros());
    }

    private void writeArguments(JsonLines out, AuditEvent event, ResourceName policy) {
        Map<ResourceName, ToolPolicy.Audit> audited = event.decision().audited();
        ToolPolicy.Audit audit = audited.get(policy);
        if (audit == null || !audit.logDecisions() || !(event.call().body() instanceof Body.Json body)) {
            return;
        }
        if (!out.tree("arguments", body.value(), maskedBy(audited), MAX_ARGUMENTS)) {
            out.field("argumentsTruncated", true);
        }
    }

    private Redaction maskedBy(Map<ResourceName, ToolPolicy.Audit> audited) {
        Masked known = masked;
        if (known == null || !known.audited.equals(audited)) {
            known = new Masked(audited, Redaction.of(audited.values()));
            masked = known;
        }
        return known.names;
    }

    private static boolean isRefused(Decision decision) {
        for (Finding finding : decision.findings()) {
            if (finding.effect() == Finding.Effect.REFUSE) {
                return true;
            }
        }
        return false;
    }

    /** Policies that log decisions and found nothing, in order. */
    private static List<ResourceName> silentLoggers(Decision decision) {
        List<ResourceName> silent = new ArrayList<>(decision.audited().size());
        decision.audited().forEach((name, audit) -> {
            if (audit.logDecisions() && !foundSomething(decision, name)) {
                silent.add(name);
            }
        });
        silent.sort(null);
        return silent;
    }

    private static boolean foundSomething(Decision decision, ResourceName toolPolicy) {
        for (Finding finding : decision.findings()) {
            if (isOf(finding, toolPolicy)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Finding finding, ResourceName toolPolicy) {
        return finding.source() instanceof Finding.Source.Policy policy
                && policy.kind() == Kind.TOOL_POLICY
                && policy.name().equals(toolPolicy);
    }

    private Map<ResourceName, String> modesOf(PolicySet set) {
        Modes known = modes;
        if (known == null || known.set != set) {
            Map<ResourceName, String> byName = new HashMap<>();
            for (ToolPolicy policy : set.toolPolicies()) {
                byName.put(policy.name(), policy.mode().name().toLowerCase(Locale.ROOT));
            }
            known = new Modes(set, byName);
            modes = known;
        }
        return known.byName;
    }

    private static String cut(String text) {
        return cut(text, MAX_TEXT);
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "…";
    }
}

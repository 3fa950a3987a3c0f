package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.server.audit.Refused;
import ai.altairalabs.omnia.server.door.DescribedRequest.Content;
import ai.altairalabs.omnia.server.http.FirstLine;
import ai.altairalabs.omnia.server.identity.Authentication;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that somebody else holds: its {@link Admission}, and then {@link Advice}. */
final class Consultation extends Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Consultation.class);

    private final DecisionParts parts;
    private final Content content;
    private final CompletableFuture<Advice> advice = new CompletableFuture<>();

    private Consultation(DecisionParts parts, DescribedRequest request) {
        super(parts, request.head(), System.nanoTime());
        this.parts = parts;
        this.content = request.content();
    }

    /**
     * Decides on a request.
     *
     * @return always completes, and never with an exception: what goes wrong is a refusal too
     */
    static CompletableFuture<Advice> on(DescribedRequest request, DecisionParts parts) {
        Consultation consultation = new Consultation(parts, request);
        consultation.guarded(consultation::begin);
        return consultation.advice;
    }

    /**
     * A refusal before there was anything to decide on.
     *
     * @param line what is known of the request
     */
    static Advice refusal(Answer answer, FirstLine line, DecisionParts parts) {
        parts.refused(
                answer,
                () -> Refused.Request.of(
                        line.method(), line.path(), parts.settings().namespace()));
        return new Advice.Refuse(answer);
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            LOG.error("a request was refused because of a fault in the door", e);
            answer(Answer.internal());
        }
    }

    @Override
    String newId() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    @Override
    void await(CompletableFuture<Authentication> outcome) {
        var _ = outcome.whenComplete((known, _) -> guarded(() -> act(known)));
    }

    @Override
    void readBody() {
        switch (content) {
            case Content.None _ -> decideOnNoBody();
            case Content.Whole whole when whole.bytes().length > maxBodyBytes() -> passTooLong();
            case Content.Whole whole -> decideOn(whole.bytes(), whole.bytes().length, null);
            case Content.Unreadable unreadable when unreadable.length() > maxBodyBytes() -> passTooLong();
            case Content.Unreadable unreadable -> decide(new Body.Unreadable(unreadable.reason()));
            case Content.Withheld withheld -> passUnread(Answer.misconfigured(withheld.message()), withheld.message());
        }
    }

    @Override
    void permit(List<Obligation> obligations, WrittenHeaders written, @Nullable String id) {
        HeaderChanges changes = HeaderChanges.of(head, written, obligations);
        if (changes.legal()) {
            give(new Advice.PassOn(changes, id));
        } else {
            // A header that cannot be written as it was meant is not written at all, and the call is not passed on.
            answer(Answer.internal());
        }
    }

    @Override
    void answer(Answer answer) {
        if (!advice.isDone()) {
            parts.refused(answer, this::known);
            give(new Advice.Refuse(answer));
        }
    }

    @Override
    void refuse(Answer answer) {
        answer(answer);
    }

    private void give(Advice given) {
        if (advice.complete(given)) {
            ended(System.nanoTime());
        }
    }
}

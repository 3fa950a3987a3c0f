package ai.altairalabs.omnia.agent.runtime;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request to a model: its stream as a queue that the turn's thread reads. */
final class ModelCall implements StreamingChatResponseHandler, AutoCloseable {
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private volatile @Nullable StreamingHandle handle;
    private volatile boolean closed;

    /** A part of the stream. */
    sealed interface Piece {
        /** Text. */
        record Text(String text) implements Piece {}

        /** A part of a tool call: only its size counts. */
        record Arguments(int chars) implements Piece {}

        /** The end. */
        record Complete(ChatResponse response) implements Piece {}

        /** The end, and not a good one. */
        record Broken(Throwable cause) implements Piece {}
    }

    /** Sends the request; a model that answers at once has filled the queue when this returns. */
    static ModelCall start(StreamingChatModel model, ChatRequest request) {
        ModelCall call = new ModelCall();
        try {
            model.chat(request, call);
        } catch (RuntimeException e) {
            call.pieces.add(new Piece.Broken(e));
        }
        return call;
    }

    /** The next piece, or null when none came in time. */
    @Nullable
    Piece next(Duration wait) throws InterruptedException {
        return pieces.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onPartialResponse(String text) {
        pieces.add(new Piece.Text(text));
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        hold(context.streamingHandle());
        pieces.add(new Piece.Text(partial.text()));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        hold(context.streamingHandle());
        pieces.add(new Piece.Arguments(partial.partialArguments().length()));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        pieces.add(new Piece.Complete(response));
    }

    @Override
    public void onError(Throwable error) {
        pieces.add(new Piece.Broken(error));
    }

    private void hold(StreamingHandle streaming) {
        handle = streaming;
        if (closed) {
            streaming.cancel();
        }
    }

    /** Stops the stream when it is still running. */
    @Override
    public void close() {
        closed = true;
        StreamingHandle streaming = handle;
        if (streaming != null) {
            streaming.cancel();
        }
    }
}

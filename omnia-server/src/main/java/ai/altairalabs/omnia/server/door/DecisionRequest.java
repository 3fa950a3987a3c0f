package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.problem.Words;
import ai.altairalabs.omnia.server.door.DescribedRequest.Content;
import ai.altairalabs.omnia.server.http.DescribedHead;
import ai.altairalabs.omnia.server.http.FirstLine;
import ai.altairalabs.omnia.server.http.HeadLimits;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** What a runtime tells of a request, as JSON; read strictly. */
final class DecisionRequest {
    /** The fields, as the documentation describes them. */
    static final List<String> FIELDS =
            List.of("method", "path", "query", "headers", "context", "token", "body", "bodyBase64");

    private static final String HEADERS = "`headers` must be an object of strings, or of lists of strings";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private @Nullable String method;
    private @Nullable String path;
    private @Nullable String query;
    private byte @Nullable [] body;
    private final List<String> headers = new ArrayList<>();

    private DecisionRequest() {}

    /**
     * Reads the text of a question.
     *
     * @throws Unreadable when it is no question: nothing was asked
     */
    static DecisionRequest read(byte[] json) throws Unreadable {
        DecisionRequest request = new DecisionRequest();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text(json))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable("the question must be a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                request.take(parser, parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new Unreadable("something follows the JSON object");
            }
        } catch (JacksonException _) {
            throw new Unreadable("the question is not well-formed JSON, or a name stands in it twice");
        }
        if (request.method == null || request.path == null) {
            throw new Unreadable("`" + (request.method == null ? "method" : "path") + "` is missing");
        }
        return request;
    }

    private static String text(byte[] json) throws Unreadable {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new Unreadable("the question is not UTF-8 text");
        }
    }

    private void take(JsonParser parser, String field) throws Unreadable {
        parser.nextToken();
        switch (field) {
            case "method" -> method = string(parser, field);
            case "path" -> path = string(parser, field);
            case "query" -> query = string(parser, field);
            case "headers" -> takeHeaders(parser);
            case "context" -> header(OmniaHeaders.CONTEXT, string(parser, field));
            case "token" -> header("Authorization", "Bearer " + string(parser, field));
            case "body" -> takeBody(octetsOf(string(parser, field)));
            case "bodyBase64" -> takeBody(octets(string(parser, field)));
            default -> {
                String nearest = Words.nearest(field, FIELDS);
                throw new Unreadable("there is no field " + Words.quote(field)
                        + (nearest == null ? "" : ": did you mean `" + nearest + "`?"));
            }
        }
    }

    private static String string(JsonParser parser, String field) throws Unreadable {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new Unreadable("`" + field + "` must be a string"
                    + (field.equals("body") ? ": the text that will be sent, octet for octet" : ""));
        }
        return parser.getString();
    }

    private void takeHeaders(JsonParser parser) throws Unreadable {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Unreadable(HEADERS);
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    header(name, headerValue(parser));
                }
            } else {
                header(name, headerValue(parser));
            }
        }
    }

    private static String headerValue(JsonParser parser) throws Unreadable {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new Unreadable(HEADERS);
        }
        return parser.getString();
    }

    private void header(String name, String value) {
        headers.add(name);
        headers.add(value);
    }

    private void takeBody(byte[] octets) throws Unreadable {
        if (body != null) {
            throw new Unreadable("`body` and `bodyBase64` exclude each other");
        }
        body = octets;
    }

    private static byte[] octetsOf(String text) throws Unreadable {
        try {
            ByteBuffer octets = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[octets.remaining()];
            octets.get(bytes);
            return bytes;
        } catch (CharacterCodingException _) {
            throw new Unreadable("`body` has half of a surrogate pair, which no octets stand for");
        }
    }

    private static byte[] octets(String base64) throws Unreadable {
        if (base64.length() % 4 != 0) {
            throw new Unreadable("`bodyBase64` is not Base64, or lacks its padding");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new Unreadable("`bodyBase64` is not Base64");
        }
    }

    /** What the request that it tells of seems to be. */
    FirstLine line() {
        return FirstLine.told(method == null ? "" : method, path == null ? "" : path);
    }

    /** The request that it tells of, as it would have come to a door. */
    DescribedRequest described(HeadLimits limits) throws MalformedMessage {
        if (path == null || method == null) {
            throw new MalformedMessage("the request has no method or path");
        }
        if (path.indexOf('?') >= 0) {
            throw new MalformedMessage("the path has a `?`: the query stands in `query`");
        }
        DescribedHead head = new DescribedHead(method, query == null ? path : path + "?" + query, limits);
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
                throw new MalformedMessage("`" + name + "` is not to be told: the body says how long it is");
            }
            head.field(name, headers.get(i + 1));
        }
        if (body == null) {
            return new DescribedRequest(head.read(), new Content.None());
        }
        head.field("Content-Length", Integer.toString(body.length));
        return new DescribedRequest(head.read(), body.length == 0 ? new Content.None() : new Content.Whole(body));
    }

    /** A text that is no question. The message is for whoever wrote it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}

package ai.altairalabs.omnia.server.door;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.grpc.Status.Code;

/** Advice as Envoy understands it. */
final class ExtAuthzAnswer {
    private ExtAuthzAnswer() {}

    static CheckResponse of(Advice advice) {
        return switch (advice) {
            case Advice.PassOn passOn -> permitted(passOn.changes());
            case Advice.Refuse refuse -> denied(refuse.answer());
        };
    }

    private static CheckResponse permitted(HeaderChanges changes) {
        OkHttpResponse.Builder ok = OkHttpResponse.newBuilder().addAllHeadersToRemove(changes.remove());
        changes.set().forEach((name, value) -> ok.addHeaders(header(name, value)));
        return CheckResponse.newBuilder()
                .setStatus(status(Code.OK))
                .setOkResponse(ok)
                .build();
    }

    private static CheckResponse denied(Answer answer) {
        DeniedHttpResponse.Builder denied = DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCodeValue(answer.status()))
                .addHeaders(header("content-type", "application/json"))
                .setBody(answer.json());
        if (answer.headerName() != null) {
            denied.addHeaders(header(answer.headerName(), answer.headerValue()));
        }
        return CheckResponse.newBuilder()
                .setStatus(status(answer.status() == 401 ? Code.UNAUTHENTICATED : Code.PERMISSION_DENIED))
                .setDeniedResponse(denied)
                .build();
    }

    private static Status status(Code code) {
        return Status.newBuilder().setCode(code.value()).build();
    }

    /** Replaces what is there under the name. */
    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .setKeepEmptyValue(true)
                .build();
    }
}

package ai.altairalabs.omnia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user reads who typed something wrong: exit code 2, words, no stack trace. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    frobnicate                                   | unmatched argument at index 0: `frobnicate`
                    get                                          | missing required parameter: `KIND`
                    get pods                                     | `pods` is no kind: write agentpolicies, toolpolicies, toolregistries, agentruntimes
                    get toolpolicys                              | `toolpolicys` is no kind: write `toolpolicies`
                    delete agentruntime5 a                       | `agentruntime5` is no kind: write `agentruntimes`
                    validate -f r\ufffdfund.yaml                 | `r\ufffdfund.yaml` holds a character that cannot be read: write it in UTF-8
                    get ap -o xml                                | expected one of [wide, yaml, json] (case-insensitive) but was `xml`
                    get ap -f nowhere                            | there is no file or directory `nowhere`
                    validate                                     | missing required option: `--filename=PATH`
                    validate -f nowhere.yaml                     | there is no file or directory `nowhere.yaml`
                    proxy --policies .                           | missing required option: `--upstream=URL`
                    proxy --policies . --upstream http://x --listen 80 | `80` is no address: write `HOST:PORT`
                    proxy --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --upstream http://u:pa55w0rd@host | the upstream holds a user name: remove what stands before the `@`
                    proxy --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --upstream http://u:pa55w0rd/@host | `http://***@host` is no upstream: write `http://HOST:PORT`
                    proxy --policies . --upstream http://u:pa55w0rd@ho^st | `http://***@ho^st` is no URL: write `http://HOST:PORT`
                    proxy --policies . --upstream http://x --listen u:pa55w0rd@host:80 | `***@host:80` is no address: write `HOST:PORT`
                    proxy --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --upstream http:/u:pa55w0rd@host | `http:/***@host` is no upstream: write `http://HOST:PORT`
                    proxy --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --upstream http:u:pa55w0rd@host | `***@host` is no upstream: write `http://HOST:PORT`
                    proxy --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --upstream u:pa55w0rd@host:80 | `***@host:80` is no upstream: write `http://HOST:PORT`
                    validate -f http://u:pa55w0rd@host/a.yaml    | `http:/***@host/a.yaml`
                    proxy --policies . --upstream http://x --identity jwt --audience a --issuer http://u:pa55w0rd@host | the URL of the keys or the issuer holds a user name: remove what stands before the `@`
                    proxy --policies . --upstream http://x --jwks http://u:pa55w0rd@host/keys | the URL of the keys or the issuer holds a user name: remove what stands before the `@`
                    proxy --policies . --upstream http://x --jwks http://u:pa55w0rd@ho^st/keys | `http://***@ho^st/keys` is no URL: write `https://HOST/PATH`
                    proxy --policies ../examples/customer-service --upstream http://x --identity headers --admin-listen 127.0.0.1:0 --listen nosuch.invalid:80 | cannot listen on `nosuch.invalid:80`: there is no such address; write one of this machine's, such as `127.0.0.1`
                    ext-authz --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --listen 300.0.0.1:80 | cannot listen on `300.0.0.1:80`: there is no such address
                    decision-point --policies ../examples/customer-service --identity headers --admin-listen 127.0.0.1:0 --listen nosuch.invalid:80 | cannot listen on `nosuch.invalid:80`: there is no such address
                    decision-point --policies ../examples/customer-service --identity headers --admin-listen nosuch.invalid:80 | cannot listen on `nosuch.invalid:80`: there is no such address
                    agent --policies . --name a --context-key k --facade-listen nosuch.invalid | cannot listen on `nosuch.invalid`: there is no such address
                    proxy --policies nowhere --upstream http://x | mode signed needs the facade's keys: give `--jwks URL|FILE`
                    proxy --policies nowhere --upstream http://x --identity jwt | give `--issuer URL` and `--audience AUD`
                    proxy --policies nowhere --upstream http://x --identity jwt --jwks k | mode jwt needs to know whose tokens count, and which of them are for this door: give `--issuer URL` and `--audience AUD`
                    proxy --policies nowhere --upstream http://x --identity jwt --issuer http://i | give `--issuer URL` and `--audience AUD`
                    proxy --policies nowhere --upstream http://x --identity jwt --audience a --jwks k | give `--issuer URL` and `--audience AUD`
                    proxy --policies nowhere --upstream http://x --identity headers --jwks k | no keys are used in mode headers
                    agent --policies . --name a                  | missing required option: `--context-key=FILE`
                    agent --policies . --name a --context-key nokey | there is no file `nokey`
                    operator --kubeconfig nowhere --admin-listen 127.0.0.1:0 | there is no file `nowhere`
                    operator --mesh other                        | expected one of [AUTO, SIDECAR, AMBIENT, NONE] (case-insensitive) but was `other`
                    ext-authz --policies nowhere                 | mode signed needs the facade's keys: give `--jwks URL|FILE`
                    decision-point --policies nowhere --identity headers | there is no file or directory `nowhere`
                    token --audience a --claim team              | `--claim team` has no value: write `NAME=VALUE`
                    token --audience a --claim sub=me            | the claim `sub` is set by the issuer; see `--subject`, `--audience`, `--ttl`
                    token --audience a --claim-json x={          | `--claim-json x` has no JSON behind the `=`: it ends too early
                    token --audience a --claim-json x={"a":@}    | `--claim-json x` has no JSON behind the `=`: it cannot be read from line 1, column 6 on
                    token --audience a --claim-json x={"a":1,"a":2} | `--claim-json x` has no JSON behind the `=`: the field "a" is there twice
                    token --audience a --ttl soon                | `soon` is no time: write `30s`, `15m`, `1h` or `7d`
                    call --agent a --tool t --data []            | `--data` must be a JSON object: it is no JSON object
                    call --agent a --tool t --data @file         | `--data` takes the JSON itself, no file: write `--data "$(cat FILE)"`
                    call --agent a --tool t --data {"a":@}       | `--data` must be a JSON object: it cannot be read from line 1, column 6 on
                    delete                                       | say what to delete: `KIND NAME`, or `-f PATH`
                    logs --tail -1                               | `--tail` counts lines: write 0 or more
                    verify                                       | run it as `./omnia verify`
                    """)
    void wrongUsageIsExplained(String arguments, String message) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.split(" "));

        assertThat(err.toString())
                .containsPattern("(?m)^omnia: ")
                .contains(message)
                .doesNotContain("Exception", "\tat ", "pa55w0rd");
        assertThat(code).isEqualTo(ExitCodes.CANNOT);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate -f",
                "apply -f",
                "delete -f",
                "get tp -f",
                "up -f",
                "token -f",
                "proxy --upstream http://x --identity headers --policies",
                "ext-authz --identity headers --policies",
                "agent --name a --context-key k --policies",
                "render istio -f"
            })
    void anEmptyPathIsNotThisDirectory(String arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = (arguments + " -").split(" ");
        words[words.length - 1] = "";

        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), words)).isEqualTo(ExitCodes.CANNOT);

        assertThat(err.toString()).contains("the path is empty: name a file or directory (`.` is this directory)");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate -f -", "get tp -f -", "token -f -"})
    void nothingOnStandardInputIsNoManifest(String arguments) {
        StringWriter err = new StringWriter();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(" \n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(Main.run(new PrintWriter(err), new PrintWriter(err), arguments.split(" ")))
                    .isEqualTo(ExitCodes.CANNOT);
        } finally {
            System.setIn(before);
        }

        assertThat(err).hasToString("omnia: there is no manifest: standard input is empty" + System.lineSeparator());
    }

    @Test
    void aMissingPermissionIsCalledOne() {
        assertThat(Failures.words(new AccessDeniedException("np.yaml"))).isEqualTo("no permission for `np.yaml`");
    }
}

package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real nginx in front of a tool, on loopback. It passes a request on as it is and adds how it read it:
 * {@code X-Nginx-Method}, and {@code X-Nginx-Uri} with the path decoded and normalised.
 */
public final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            pid @DIR@/nginx.pid;
            error_log stderr warn;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path @DIR@/body;
              proxy_temp_path @DIR@/proxy;
              fastcgi_temp_path @DIR@/fastcgi;
              uwsgi_temp_path @DIR@/uwsgi;
              scgi_temp_path @DIR@/scgi;
              client_max_body_size 16m;
              large_client_header_buffers 8 128k;
              underscores_in_headers on;
              server {
                listen 127.0.0.1:@PORT@;
                merge_slashes on;
                location / {
                  proxy_pass @TOOL@;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header X-Nginx-Method $request_method;
                  proxy_set_header X-Nginx-Uri $uri;
                }
              }
            }
            """;

    private final Path directory;
    private final int port;
    private final RunningProgram program;

    private Nginx(Path directory, int port, RunningProgram program) {
        this.directory = directory;
        this.port = port;
        this.program = program;
    }

    /** Starts it in front of the tool at this address; the test is skipped where nginx is missing. */
    public static Nginx before(URI tool) {
        String nginx = Part.NGINX.require().toString();
        Path directory = Directories.make("omnia-nginx");
        int port = RunningProgram.freePort();
        try {
            Path file = Files.writeString(
                    directory.resolve("nginx.conf"),
                    CONFIGURATION
                            .replace("@DIR@", directory.toString())
                            .replace("@PORT@", Integer.toString(port))
                            .replace("@TOOL@", tool.toString()));
            RunningProgram started = RunningProgram.start(
                    directory.resolve("nginx.log"),
                    Map.of(),
                    List.of(nginx, "-p", directory.toString(), "-e", "stderr", "-c", file.toString()));
            started.awaitPort(port);
            return new Nginx(directory, port, started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        program.close();
        Directories.delete(directory);
    }
}

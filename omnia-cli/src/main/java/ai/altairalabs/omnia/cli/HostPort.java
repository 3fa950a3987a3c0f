package ai.altairalabs.omnia.cli;

import java.net.InetSocketAddress;
import java.util.Objects;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address as people write it: {@code HOST:PORT}, {@code [::1]:PORT}.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; 0 takes a free one where it is listened on
 */
public record HostPort(String host, int port) {
    public HostPort {
        Objects.requireNonNull(host);
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none: says how to write it
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()
                || (!bracketed && host.contains(":"))
                || !port.matches("[0-9]{1,5}")
                || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("`" + text + "` is no address: write `HOST:PORT`");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    /**
     * To listen on.
     *
     * @throws CannotDo if no address is known by this name
     */
    public InetSocketAddress socketAddress() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw noAddress(toString());
        }
        return address;
    }

    /** Why nothing can listen there. */
    static CannotDo noAddress(String where) {
        return new CannotDo("cannot listen on `" + where
                + "`: there is no such address; write one of this machine's, such as `127.0.0.1`");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** For options. */
    static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}

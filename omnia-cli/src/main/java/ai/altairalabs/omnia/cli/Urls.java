package ai.altairalabs.omnia.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** URLs as options take them. */
final class Urls implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException _) {
            throw new TypeConversionException("`" + value + "` is no URL: write `http://HOST:PORT`");
        }
    }
}

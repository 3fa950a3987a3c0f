package ai.altairalabs.omnia.operator.desired;

import java.util.Objects;

/**
 * What an object is needed for that follows from no policy alone.
 *
 * @param place a place of reports, by its title
 * @param layer which does not enforce there without the object
 */
public record Support(String place, Layer layer) {
    public Support {
        Objects.requireNonNull(place);
        Objects.requireNonNull(layer);
    }
}

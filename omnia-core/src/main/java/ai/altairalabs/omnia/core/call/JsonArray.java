package ai.altairalabs.omnia.core.call;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array as CEL reads it: its items are of the kinds that {@link JsonObject} names, and do not change.
 *
 * <p>It is a value of cel-java because that library walks every other list whole, twice at each access, to look for items
 * that it has to convert; here there are none.
 */
@SuppressWarnings("Immutable") // the list is wrapped and nobody else holds it
public final class JsonArray extends CelValue implements List<Object>, RandomAccess {
    private static final CelType TYPE = ListType.create(SimpleType.DYN);

    private final List<Object> items;

    /** Takes over the list: the caller must not keep it. */
    JsonArray(List<Object> items) {
        this.items = Collections.unmodifiableList(items);
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return items.isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public boolean isEmpty() {
        return items.isEmpty();
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public boolean contains(@Nullable Object item) {
        return items.contains(item);
    }

    @Override
    public boolean containsAll(Collection<?> some) {
        return items.containsAll(some);
    }

    @Override
    public int indexOf(@Nullable Object item) {
        return items.indexOf(item);
    }

    @Override
    public int lastIndexOf(@Nullable Object item) {
        return items.lastIndexOf(item);
    }

    @Override
    public Iterator<Object> iterator() {
        return items.iterator();
    }

    @Override
    public ListIterator<Object> listIterator() {
        return items.listIterator();
    }

    @Override
    public ListIterator<Object> listIterator(int index) {
        return items.listIterator(index);
    }

    @Override
    public List<Object> subList(int from, int to) {
        return items.subList(from, to);
    }

    @Override
    public Object[] toArray() {
        return items.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return items.toArray(array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || items.equals(other);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    /** Without the items: they may be many, and cel-java writes values into the message of a failure that nobody sees. */
    @Override
    public String toString() {
        return "an array of " + items.size();
    }

    @Override
    public boolean add(Object item) {
        throw CallMap.unchanging();
    }

    @Override
    public void add(int index, Object item) {
        throw CallMap.unchanging();
    }

    @Override
    public boolean addAll(Collection<?> some) {
        throw CallMap.unchanging();
    }

    @Override
    public boolean addAll(int index, Collection<?> some) {
        throw CallMap.unchanging();
    }

    @Override
    public Object set(int index, Object item) {
        throw CallMap.unchanging();
    }

    @Override
    public Object remove(int index) {
        throw CallMap.unchanging();
    }

    @Override
    public boolean remove(Object item) {
        throw CallMap.unchanging();
    }

    @Override
    public boolean removeAll(Collection<?> some) {
        throw CallMap.unchanging();
    }

    @Override
    public boolean retainAll(Collection<?> some) {
        throw CallMap.unchanging();
    }

    @Override
    public void clear() {
        throw CallMap.unchanging();
    }
}

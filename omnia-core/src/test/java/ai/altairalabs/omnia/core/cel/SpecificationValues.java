package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.cel.SpecificationCase.Node;
import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.AnyProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The specification's values as cel-java takes and gives them, and one form in which all of them compare. */
final class SpecificationValues {
    /** The files that protobuf itself brings. */
    static final Map<String, FileDescriptor> WELL_KNOWN = Stream.of(
                    AnyProto.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toMap(FileDescriptor::getName, Function.identity()));

    private final Map<String, Descriptor> types = new LinkedHashMap<>();
    private final ExtensionRegistry extensions;

    SpecificationValues(Collection<FileDescriptor> files, ExtensionRegistry extensions) {
        files.forEach(file -> file.getMessageTypes().forEach(this::add));
        this.extensions = extensions;
    }

    private void add(Descriptor type) {
        types.put(type.getFullName(), type);
        type.getNestedTypes().forEach(this::add);
    }

    Descriptor descriptor(String name) {
        return Optional.ofNullable(types.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** A {@code cel.expr.Value}. A message stays one; a type is the text of its name behind {@code type:}. */
    Object of(Message value) throws InvalidProtocolBufferException {
        var kind = value.getDescriptorForType().getOneofs().getFirst();
        var field = value.getOneofFieldDescriptor(kind);
        Object content = value.getField(field);
        return switch (field.getName()) {
            case "null_value" -> NullValue.NULL_VALUE;
            case "uint64_value" -> UnsignedLong.fromLongBits((Long) content);
            case "bytes_value" -> CelByteString.of(((ByteString) content).toByteArray());
            case "enum_value" ->
                (long) (Integer) ((Message) content)
                        .getField(((Message) content).getDescriptorForType().findFieldByName("value"));
            case "object_value" -> unpacked((Message) content);
            case "type_value" -> "type:" + content;
            case "list_value" -> {
                List<Object> list = new ArrayList<>();
                for (Node item : new Node((Message) content).nodes("values")) {
                    list.add(of(item.message()));
                }
                yield list;
            }
            case "map_value" -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (Node entry : new Node((Message) content).nodes("entries")) {
                    map.put(
                            of(entry.node("key").message()),
                            of(entry.node("value").message()));
                }
                yield map;
            }
            default -> content;
        };
    }

    private Message unpacked(Message any) throws InvalidProtocolBufferException {
        Node node = new Node(any);
        String url = node.text("type_url");
        return DynamicMessage.parseFrom(
                descriptor(url.substring(url.lastIndexOf('/') + 1)), node.octets("value"), extensions);
    }

    /** The form in which the specification's value and cel-java's compare; NaN equals NaN, an int equals no double. */
    Object comparable(Object value) throws InvalidProtocolBufferException {
        return switch (value) {
            case Long number -> "int:" + number;
            case Integer number -> "int:" + number;
            case UnsignedLong number -> "uint:" + number;
            case Double number -> "double:" + number;
            case Float number -> "double:" + number.doubleValue();
            case String text -> text.startsWith("type:") ? text : "string:" + text;
            case CelByteString bytes -> "bytes:" + HexFormat.of().formatHex(bytes.toByteArray());
            case TypeType type -> "type:" + type.containingTypeName();
            case Instant time -> "timestamp:" + time;
            case Duration time -> "duration:" + time;
            case List<?> list -> {
                List<Object> items = new ArrayList<>();
                for (Object item : list) {
                    items.add(comparable(item));
                }
                yield items;
            }
            case Map<?, ?> map -> {
                Map<String, Object> entries = new TreeMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    entries.put(comparable(entry.getKey()).toString(), comparable(entry.getValue()));
                }
                yield entries;
            }
            case Message message -> ofMessage(message);
            default -> value;
        };
    }

    private Object ofMessage(Message message) throws InvalidProtocolBufferException {
        Node node = new Node(message);
        String type = message.getDescriptorForType().getFullName();
        return switch (type) {
            case "google.protobuf.Any" -> comparable(unpacked(message));
            case "google.protobuf.Timestamp" ->
                comparable(Instant.ofEpochSecond(node.number("seconds"), node.number("nanos")));
            case "google.protobuf.Duration" ->
                comparable(Duration.ofSeconds(node.number("seconds"), node.number("nanos")));
            default -> DynamicMessage.parseFrom(descriptor(type), message.toByteString(), extensions);
        };
    }
}
